//! Our links equal those of other signers.

use std::time::{Duration, SystemTime};

use attache_server::signing::{AmzDate, Endpoint, Lifetime, Presigner, Terms, encode_path};
use aws_credential_types::Credentials;
use aws_sigv4::{
    http_request::{
        PercentEncodingMode, SignableBody, SignableRequest, SignatureLocation, SigningSettings,
        UriPathNormalizationMode, sign,
    },
    sign::v4::SigningParams,
};
use proptest::prelude::*;

use super::{KEY_ID, SECRET, documented_key, link};

#[test]
fn the_documented_example_has_the_documented_signature() {
    let url = link(
        "https://examplebucket.s3.amazonaws.com",
        "20130524T000000Z",
        86_400,
        "/",
        &["test.txt"],
        &[],
    );
    assert_eq!(
        url,
        "https://examplebucket.s3.amazonaws.com/test.txt?X-Amz-Algorithm=AWS4-HMAC-SHA256\
         &X-Amz-Credential=AKIAIOSFODNN7EXAMPLE%2F20130524%2Fus-east-1%2Fs3%2Faws4_request\
         &X-Amz-Date=20130524T000000Z&X-Amz-Expires=86400&X-Amz-SignedHeaders=host\
         &X-Amz-Signature=aeeed9bbccd4d02ee5c0109b86d86835f995330da4c265957d157751f604d404"
    );
}

/// Expects the output of `generate_presigned_url('get_object', …)` in botocore 1.43 for the same key, date and object.
#[test]
fn links_equal_those_of_botocore() {
    let prefix = "/attachments/exp-1/";
    assert_eq!(
        link(
            "http://127.0.0.1:3000",
            "20260122T011000Z",
            518_400,
            prefix,
            &["att-1", "Übersicht (2) & 50%.pdf"],
            &[]
        ),
        "http://127.0.0.1:3000/attachments/exp-1/att-1/%C3%9Cbersicht%20%282%29%20%26%2050%25.pdf\
         ?X-Amz-Algorithm=AWS4-HMAC-SHA256\
         &X-Amz-Credential=AKIAIOSFODNN7EXAMPLE%2F20260122%2Fus-east-1%2Fs3%2Faws4_request\
         &X-Amz-Date=20260122T011000Z&X-Amz-Expires=518400&X-Amz-SignedHeaders=host\
         &X-Amz-Signature=3bbaa14e8eac94f4f8e9b239a86c26c2ad47b1eba8d6c47398a748f18f9a6259"
    );
    assert_eq!(
        link(
            "https://files.example",
            "20260122T011000Z",
            1,
            prefix,
            &["att-1", "a~b.txt"],
            &[
                ("response-content-disposition", "attachment; filename=\"a b.txt\""),
                ("response-content-type", "text/plain"),
            ]
        ),
        "https://files.example/attachments/exp-1/att-1/a~b.txt\
         ?response-content-disposition=attachment%3B%20filename%3D%22a%20b.txt%22\
         &response-content-type=text%2Fplain&X-Amz-Algorithm=AWS4-HMAC-SHA256\
         &X-Amz-Credential=AKIAIOSFODNN7EXAMPLE%2F20260122%2Fus-east-1%2Fs3%2Faws4_request\
         &X-Amz-Date=20260122T011000Z&X-Amz-Expires=1&X-Amz-SignedHeaders=host\
         &X-Amz-Signature=3f763788c6cf264190920b72e87c9e4d4282b508024bae2e238766d7e384bb71"
    );
}

/// Returns the link from AWS's own Rust signer.
fn aws_link(path: &str, date: &AmzDate, lifetime: u32) -> String {
    let mut settings = SigningSettings::default();
    settings.percent_encoding_mode = PercentEncodingMode::Single;
    settings.signature_location = SignatureLocation::QueryParams;
    settings.expires_in = Some(Duration::from_secs(u64::from(lifetime)));
    settings.uri_path_normalization_mode = UriPathNormalizationMode::Disabled;
    let identity = Credentials::new(KEY_ID, SECRET, None, None, "test").into();
    let params = SigningParams::builder()
        .identity(&identity)
        .region("us-east-1")
        .name("s3")
        .time(SystemTime::UNIX_EPOCH + Duration::from_secs(date.unix_seconds().try_into().unwrap()))
        .settings(settings)
        .build()
        .unwrap()
        .into();
    let url = format!("http://127.0.0.1:3000{}", encode_path(path));
    let request =
        SignableRequest::new("GET", &url, std::iter::empty(), SignableBody::UnsignedPayload).unwrap();
    let (instructions, _) = sign(request, &params).unwrap().into_parts();
    let query: Vec<_> = instructions
        .params()
        .iter()
        .map(|(name, value)| format!("{name}={}", attache_server::signing::encode(value.as_ref())))
        .collect();
    format!("{url}?{}", query.join("&"))
}

/// Splits a link into its address and sorted parameters. Signers differ in the order.
fn parts(url: &str) -> (&str, Vec<&str>) {
    let (address, query) = url.split_once('?').unwrap();
    let mut parameters: Vec<_> = query.split('&').collect();
    parameters.sort_unstable();
    (address, parameters)
}

proptest! {
    /// Uses one signer for several names, to test the state it keeps between links too.
    #[test]
    fn links_equal_those_of_aws_sigv4(
        names in prop::collection::vec("[^/\\u{0}]{1,40}", 1..4),
        export in "[a-z0-9-]{1,36}",
        seconds in 0_i64..4_102_444_800,
        lifetime in 1_u32..=604_800,
    ) {
        let date = AmzDate::from_unix(seconds).unwrap();
        let terms = Terms {
            endpoint: &Endpoint::parse("http://127.0.0.1:3000").unwrap(),
            key: &documented_key(),
            signed_at: &date,
            lifetime: Lifetime::from_seconds(lifetime).unwrap(),
        };
        let mut presigner = Presigner::for_export(&terms, &export);
        for name in &names {
            let mut ours = Vec::new();
            presigner.push_url(&["att-1", name], &mut ours);
            let ours = String::from_utf8(ours).unwrap();
            let theirs = aws_link(&format!("/attachments/{export}/att-1/{name}"), &date, lifetime);
            prop_assert_eq!(parts(&ours), parts(&theirs));
        }
    }
}
