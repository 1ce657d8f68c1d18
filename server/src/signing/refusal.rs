//! Reasons to refuse a link: S3's errors that concern the signature.

use std::borrow::Cow;

use super::REGION;

/// Why a request with a link is refused.
///
/// Codes and messages are S3's, which tools and people know. Where S3 quotes what was sent, the quotation is left out:
/// a refusal repeats nothing from the request but names of headers, so it is safe to return and to log.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Refusal {
    /// A `%` in the path or the query is not followed by two hex digits.
    MalformedUri,
    /// The request has a link and an `Authorization` header, or parameters of two kinds of links.
    SeveralMechanisms,
    /// The link has the signature that preceded version 4.
    OldMechanism,
    /// One of the six parameters is missing.
    MissingParameter,
    /// A parameter occurs twice.
    DuplicateParameter,
    /// `X-Amz-Algorithm` is not supported.
    WrongAlgorithm,
    /// `X-Amz-Credential` does not have five parts, or has no key id.
    MalformedCredential,
    /// The day in the credential is not eight digits.
    BadCredentialDate,
    /// The credential is for another region.
    WrongRegion,
    /// The credential is for another service.
    WrongService,
    /// The credential does not end with `aws4_request`.
    WrongTerminal,
    /// `X-Amz-Date` is not a date in the required format.
    BadDate,
    /// The credential's day is not the day of `X-Amz-Date`.
    DateMismatch,
    /// `X-Amz-Expires` is not a number.
    ExpiresNotANumber,
    /// `X-Amz-Expires` is negative.
    ExpiresNegative,
    /// `X-Amz-Expires` is zero.
    ExpiresZero,
    /// `X-Amz-Expires` is more than a week.
    ExpiresTooLong,
    /// `X-Amz-SignedHeaders` is not a sorted list of lower-case names.
    MalformedSignedHeaders,
    /// The link has expired.
    Expired {
        /// The link's lifetime, in seconds.
        lifetime: u32,
        /// When it expired, in Unix seconds.
        expired_at: i64,
        /// The server's time, in Unix seconds.
        now: i64,
    },
    /// The link is dated more than 15 minutes ahead.
    NotYetValid,
    /// The key was revoked, has expired, or never existed.
    UnknownKey,
    /// The link has a session token, but its key is not temporary.
    SecurityToken,
    /// `host` or an `x-amz-*` header was sent without being signed.
    UnsignedHeaders {
        /// Their names, in order, with commas between them.
        names: String,
    },
    /// The signature does not match the request: method, path, query, a signed header or the secret differs.
    SignatureMismatch,
}

impl Refusal {
    /// Returns the HTTP status.
    pub fn status(&self) -> u16 {
        match self.code() {
            "AccessDenied" | "InvalidAccessKeyId" | "SignatureDoesNotMatch" => 403,
            _ => 400,
        }
    }

    /// Returns S3's error code.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::MalformedUri => "InvalidURI",
            Self::SeveralMechanisms => "InvalidArgument",
            Self::OldMechanism => "InvalidRequest",
            Self::SecurityToken => "InvalidToken",
            Self::Expired { .. } | Self::NotYetValid | Self::UnsignedHeaders { .. } => "AccessDenied",
            Self::UnknownKey => "InvalidAccessKeyId",
            Self::SignatureMismatch => "SignatureDoesNotMatch",
            _ => "AuthorizationQueryParametersError",
        }
    }

    /// Returns the message for people.
    pub const fn message(&self) -> &'static str {
        match self {
            Self::MalformedUri => "Couldn't parse the specified URI.",
            Self::SeveralMechanisms => {
                "Only one auth mechanism allowed; only the X-Amz-Algorithm query parameter, Signature query string \
                 parameter or the Authorization header should be specified"
            }
            Self::OldMechanism => {
                "The authorization mechanism you have provided is not supported. Please use AWS4-HMAC-SHA256."
            }
            Self::SecurityToken => "The provided token is malformed or otherwise invalid.",
            Self::MissingParameter => {
                "Query-string authentication version 4 requires the X-Amz-Algorithm, X-Amz-Credential, \
                 X-Amz-Signature, X-Amz-Date, X-Amz-SignedHeaders, and X-Amz-Expires parameters."
            }
            Self::DuplicateParameter => "A query parameter must not be given more than once.",
            Self::WrongAlgorithm => {
                "X-Amz-Algorithm only supports \"AWS4-HMAC-SHA256 and AWS4-ECDSA-P256-SHA256\""
            }
            Self::MalformedCredential => {
                "Error parsing the X-Amz-Credential parameter; the Credential is mal-formed; expecting \
                 \"<YOUR-AKID>/YYYYMMDD/REGION/SERVICE/aws4_request\"."
            }
            Self::BadCredentialDate => {
                "Error parsing the X-Amz-Credential parameter; incorrect date format. This date in the credential \
                 must be in the format \"yyyyMMdd\"."
            }
            Self::WrongRegion => {
                "Error parsing the X-Amz-Credential parameter; the region is wrong; expecting 'us-east-1'"
            }
            Self::WrongService => {
                "Error parsing the X-Amz-Credential parameter; incorrect service. This endpoint belongs to \"s3\"."
            }
            Self::WrongTerminal => {
                "Error parsing the X-Amz-Credential parameter; incorrect terminal. This endpoint uses \
                 \"aws4_request\"."
            }
            Self::BadDate => "X-Amz-Date must be in the ISO8601 Long Format \"yyyyMMdd'T'HHmmss'Z'\"",
            Self::DateMismatch => "Invalid credential date. This date is not the same as X-Amz-Date.",
            Self::ExpiresNotANumber => "X-Amz-Expires should be a number",
            Self::ExpiresNegative => "X-Amz-Expires must be non-negative",
            Self::ExpiresZero => "X-Amz-Expires must be at least 1 second",
            Self::ExpiresTooLong => {
                "X-Amz-Expires must be less than a week (in seconds); that is, the given X-Amz-Expires must be less \
                 than 604800 seconds"
            }
            Self::MalformedSignedHeaders => {
                "X-Amz-SignedHeaders must be a sorted list of lower-case header names, with ; between them."
            }
            Self::Expired { .. } => "Request has expired",
            Self::NotYetValid => "Request is not valid yet",
            Self::UnknownKey => "The AWS Access Key Id you provided does not exist in our records.",
            Self::UnsignedHeaders { .. } => "There were headers present in the request which were not signed",
            Self::SignatureMismatch => {
                "The request signature we calculated does not match the signature you provided. Check your key and \
                 signing method."
            }
        }
    }

    /// Returns the answer's fields besides code and message: element names and values.
    pub fn fields(&self) -> Vec<(&'static str, Cow<'static, str>)> {
        match self {
            Self::Expired {
                lifetime,
                expired_at,
                now,
            } => vec![
                ("X-Amz-Expires", lifetime.to_string().into()),
                ("Expires", time(*expired_at)),
                ("ServerTime", time(*now)),
            ],
            Self::WrongRegion => vec![("Region", REGION.into())],
            Self::UnsignedHeaders { names } => vec![("HeadersNotSigned", names.clone().into())],
            Self::SeveralMechanisms => vec![("ArgumentName", "Authorization".into())],
            _ => Vec::new(),
        }
    }
}

/// Formats a time as RFC 3339, or as Unix seconds if it is out of range.
fn time(unix_seconds: i64) -> Cow<'static, str> {
    jiff::Timestamp::from_second(unix_seconds)
        .map_or_else(|_| unix_seconds.to_string(), |at| at.to_string())
        .into()
}
