//! The console's own addresses.

use attache_app::components::routes::{
    ACCESS, ACCOUNTS, Place, account, account_of, domains, export, export_of, exports, safe_return, sign_in,
    users,
};
use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};

wasm_bindgen_test_configure!(run_in_browser);

#[wasm_bindgen_test]
fn signing_in_leads_back_but_never_to_another_site() {
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
fn ids_stay_in_their_segment() {
    assert_eq!(export("a/b", "../x"), "/accounts/a%2Fb/exports/..%2Fx");
}

#[wasm_bindgen_test]
fn every_address_that_is_built_leads_to_its_place() {
    for (address, place) in [
        ("/".to_owned(), Place::Root),
        ("/sign-in".to_owned(), Place::SignIn),
        (ACCOUNTS.to_owned(), Place::Accounts),
        (users("a/b"), Place::Users),
        (account("a/b"), Place::Account),
        (domains("a/b"), Place::Domains),
        (exports("a/b"), Place::Exports),
        (export("a/b", "x y"), Place::Export),
        (ACCESS.to_owned(), Place::Access),
        ("/accounts/a".to_owned(), Place::Nowhere),
        ("/accounts/a/exports/x/y".to_owned(), Place::Nowhere),
    ] {
        assert_eq!(Place::of(&address), place, "{address}");
    }
    assert_eq!(account_of(&users("a/b")).as_deref(), Some("a/b"));
    assert_eq!(export_of(&export("a/b", "x y")).as_deref(), Some("x y"));
    assert_eq!(export_of("/accounts/a/exports/%ZZ"), None, "not an encoding");
}
