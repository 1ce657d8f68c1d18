//! The query form of the official signing suite; see `tests/data/aws-signing-test-suite/README.md`.

use std::{collections::BTreeMap, fs, path::Path};

use attache_server::signing::{
    CanonicalRequest, PathRule, Secret, SigningKey, canonical_path, decode, encode, header_value,
    query_string, string_to_sign,
};
use serde_json::Value;
use sha2::{Digest, Sha256};

/// A request of the suite: one header per line. A line that starts with a space continues the previous one.
struct Request {
    method: String,
    target: String,
    headers: BTreeMap<String, Vec<String>>,
    body: String,
}

fn parse(text: &str) -> Request {
    let (head, body) = text.split_once("\n\n").unwrap_or((text, ""));
    let (first, lines) = head.split_once('\n').unwrap();
    let (method, target) = first.strip_suffix(" HTTP/1.1").unwrap().split_once(' ').unwrap();
    let mut headers: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for line in lines.replace("\n ", " ").lines().filter(|line| !line.is_empty()) {
        let (name, value) = line.split_once(':').unwrap();
        headers
            .entry(name.to_ascii_lowercase())
            .or_default()
            .push(value.to_owned());
    }
    Request {
        method: method.to_owned(),
        target: target.to_owned(),
        headers,
        body: body.to_owned(),
    }
}

fn judge(case: &Path) {
    let name = case.file_name().unwrap().to_string_lossy();
    let read = |file: &str| fs::read_to_string(case.join(file)).unwrap();
    let context: Value = serde_json::from_str(&read("context.json")).unwrap();
    let text = |pointer: &str| context.pointer(pointer).and_then(Value::as_str).unwrap();
    let is = |key: &str| context[key].as_bool().unwrap_or(false);
    let request = parse(&read("request.txt"));
    let (path, query) = request.target.split_once('?').unwrap_or((&request.target, ""));

    let stamp = text("/timestamp").replace(['-', ':'], "");
    let (region, service) = (text("/region"), text("/service"));
    let credential = format!(
        "{}/{}/{region}/{service}/aws4_request",
        text("/credentials/access_key_id"),
        &stamp[..8]
    );
    let headers: Vec<(String, String)> = request
        .headers
        .iter()
        .map(|(name, values)| {
            let values: Vec<_> = values.iter().map(String::as_str).collect();
            (name.clone(), header_value(&values))
        })
        .collect();
    let headers: Vec<_> = headers.iter().map(|(n, v)| (n.as_str(), v.as_str())).collect();
    let names: Vec<_> = headers.iter().map(|(name, _)| *name).collect();

    let mut parameters: Vec<(Vec<u8>, Vec<u8>)> = query
        .split('&')
        .filter(|pair| !pair.is_empty())
        .map(|pair| pair.split_once('=').unwrap())
        .map(|(name, value)| {
            (
                decode(name).unwrap().into_owned(),
                decode(value).unwrap().into_owned(),
            )
        })
        .collect();
    let mut add = |name: &str, value: &str| parameters.push((name.into(), value.into()));
    add("X-Amz-Algorithm", "AWS4-HMAC-SHA256");
    add("X-Amz-Credential", &credential);
    add("X-Amz-Date", &stamp);
    add("X-Amz-Expires", &context["expiration_in_seconds"].to_string());
    add("X-Amz-SignedHeaders", &names.join(";"));
    let token = context.pointer("/credentials/token").and_then(Value::as_str);
    if let (Some(token), false) = (token, is("omit_session_token")) {
        add("X-Amz-Security-Token", token);
    }

    let rule = if is("normalize") {
        PathRule::Normalised
    } else {
        PathRule::AsIs
    };
    // The suite always signs a hash: that of an empty body if the body is not signed.
    let signed_body = if is("sign_body") {
        request.body.as_bytes()
    } else {
        b""
    };
    let canonical = CanonicalRequest {
        method: &request.method,
        path: &canonical_path(&decode(path).unwrap(), rule),
        query: &query_string(
            parameters
                .iter()
                .map(|(n, v)| (encode(n).into(), encode(v).into())),
        ),
        headers: &headers,
        payload_hash: &hex::encode(Sha256::digest(signed_body)),
    };
    let canonical_request = canonical.render();
    assert_eq!(canonical_request, read("query-canonical-request.txt"), "{name}");
    let to_sign = string_to_sign(&stamp, region, service, &canonical_request);
    assert_eq!(to_sign, read("query-string-to-sign.txt"), "{name}");
    let secret = Secret::new(text("/credentials/secret_access_key"));
    let key = SigningKey::derive_for(&secret, &stamp[..8], region, service);
    assert_eq!(key.sign(&to_sign), read("query-signature.txt"), "{name}");
}

#[test]
fn every_query_case_of_the_official_suite_passes() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/aws-signing-test-suite");
    let cases: Vec<_> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.is_dir())
        .collect();
    assert_eq!(cases.len(), 38);
    for case in &cases {
        judge(case);
    }
}
