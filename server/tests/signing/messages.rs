//! The code, the message and the fields of each refusal.

use attache_server::signing::Refusal;

use super::refusals::{LIFETIME, SIGNED_AT};

#[test]
fn refusals_have_the_messages_of_s3() {
    let row = |refusal: Refusal| {
        let fields: Vec<_> = refusal
            .fields()
            .into_iter()
            .map(|(n, v)| format!(" {n}={v}"))
            .collect();
        format!(
            "{} {}{}: {}",
            refusal.status(),
            refusal.code(),
            fields.concat(),
            refusal.message()
        )
    };
    let expired = Refusal::Expired {
        lifetime: 518_400,
        expired_at: SIGNED_AT + LIFETIME,
        now: SIGNED_AT + LIFETIME + 1,
    };
    let rows = [
        Refusal::MalformedUri,
        Refusal::SeveralMechanisms,
        Refusal::OldMechanism,
        Refusal::SecurityToken,
        Refusal::MissingParameter,
        Refusal::DuplicateParameter,
        Refusal::WrongAlgorithm,
        Refusal::MalformedCredential,
        Refusal::BadCredentialDate,
        Refusal::WrongRegion,
        Refusal::WrongService,
        Refusal::WrongTerminal,
        Refusal::BadDate,
        Refusal::DateMismatch,
        Refusal::ExpiresNotANumber,
        Refusal::ExpiresNegative,
        Refusal::ExpiresZero,
        Refusal::ExpiresTooLong,
        Refusal::MalformedSignedHeaders,
        expired,
        Refusal::NotYetValid,
        Refusal::UnknownKey,
        Refusal::UnsignedHeaders {
            names: "host, x-amz-acl".into(),
        },
        Refusal::SignatureMismatch,
    ];
    insta::assert_snapshot!(rows.map(row).join("\n"), @r#"
    400 InvalidURI: Couldn't parse the specified URI.
    400 InvalidArgument ArgumentName=Authorization: Only one auth mechanism allowed; only the X-Amz-Algorithm query parameter, Signature query string parameter or the Authorization header should be specified
    400 InvalidRequest: The authorization mechanism you have provided is not supported. Please use AWS4-HMAC-SHA256.
    400 InvalidToken: The provided token is malformed or otherwise invalid.
    400 AuthorizationQueryParametersError: Query-string authentication version 4 requires the X-Amz-Algorithm, X-Amz-Credential, X-Amz-Signature, X-Amz-Date, X-Amz-SignedHeaders, and X-Amz-Expires parameters.
    400 AuthorizationQueryParametersError: A query parameter must not be given more than once.
    400 AuthorizationQueryParametersError: X-Amz-Algorithm only supports "AWS4-HMAC-SHA256 and AWS4-ECDSA-P256-SHA256"
    400 AuthorizationQueryParametersError: Error parsing the X-Amz-Credential parameter; the Credential is mal-formed; expecting "<YOUR-AKID>/YYYYMMDD/REGION/SERVICE/aws4_request".
    400 AuthorizationQueryParametersError: Error parsing the X-Amz-Credential parameter; incorrect date format. This date in the credential must be in the format "yyyyMMdd".
    400 AuthorizationQueryParametersError Region=us-east-1: Error parsing the X-Amz-Credential parameter; the region is wrong; expecting 'us-east-1'
    400 AuthorizationQueryParametersError: Error parsing the X-Amz-Credential parameter; incorrect service. This endpoint belongs to "s3".
    400 AuthorizationQueryParametersError: Error parsing the X-Amz-Credential parameter; incorrect terminal. This endpoint uses "aws4_request".
    400 AuthorizationQueryParametersError: X-Amz-Date must be in the ISO8601 Long Format "yyyyMMdd'T'HHmmss'Z'"
    400 AuthorizationQueryParametersError: Invalid credential date. This date is not the same as X-Amz-Date.
    400 AuthorizationQueryParametersError: X-Amz-Expires should be a number
    400 AuthorizationQueryParametersError: X-Amz-Expires must be non-negative
    400 AuthorizationQueryParametersError: X-Amz-Expires must be at least 1 second
    400 AuthorizationQueryParametersError: X-Amz-Expires must be less than a week (in seconds); that is, the given X-Amz-Expires must be less than 604800 seconds
    400 AuthorizationQueryParametersError: X-Amz-SignedHeaders must be a sorted list of lower-case header names, with ; between them.
    403 AccessDenied X-Amz-Expires=518400 Expires=2026-01-28T01:10:00Z ServerTime=2026-01-28T01:10:01Z: Request has expired
    403 AccessDenied: Request is not valid yet
    403 InvalidAccessKeyId: The AWS Access Key Id you provided does not exist in our records.
    403 AccessDenied HeadersNotSigned=host, x-amz-acl: There were headers present in the request which were not signed
    403 SignatureDoesNotMatch: The request signature we calculated does not match the signature you provided. Check your key and signing method.
    "#);
}
