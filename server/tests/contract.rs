//! Compares the server's OpenAPI document with a snapshot. A change to the contract appears as a diff of the snapshot.

use attache_server::http::openapi_document;

#[test]
fn the_openapi_document_matches_the_snapshot() {
    let document: serde_json::Value = serde_json::from_str(openapi_document()).unwrap();
    insta::with_settings!({
        description => "If the contract is meant to change, run this test with INSTA_UPDATE=always, read the diff, and \
                        add a line to CHANGELOG.md.",
        prepend_module_to_snapshot => false,
        omit_expression => true,
    }, {
        insta::assert_json_snapshot!("openapi", document);
    });
}
