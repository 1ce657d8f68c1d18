//! Addresses of the console.

use attache_app::routes::{ACCOUNTS, export, safe_return, sign_in};
use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};

wasm_bindgen_test_configure!(run_in_browser);

#[wasm_bindgen_test]
fn signing_in_returns_to_the_page_but_never_to_another_site() {
    assert_eq!(
        sign_in("/accounts/a?x=1"),
        "/sign-in?return=%2Faccounts%2Fa%3Fx%3D1"
    );
    let back = |path: &str| safe_return(Some(path.to_owned()));
    assert_eq!(back("/accounts/a/users?q=x"), "/accounts/a/users?q=x");
    for hostile in [
        "//evil.example",
        "https://evil.example",
        "/\\evil.example",
        "",
        "/sign-in?return=/",
    ] {
        assert_eq!(back(hostile), ACCOUNTS, "{hostile}");
    }
}

#[wasm_bindgen_test]
fn ids_cannot_leave_their_path_segment() {
    assert_eq!(export("a/b", "../x"), "/accounts/a%2Fb/exports/..%2Fx");
}
