//! The console's own addresses.

use attache_app::{
    lean::route::Pattern,
    routes::{ACCOUNTS, export, safe_return, sign_in},
};
use leptos_router::PossibleRouteMatch;
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
fn a_path_leads_to_the_route_of_its_shape() {
    let matched = |pattern: &'static str, path: &str| {
        let found = Pattern(pattern).test(path)?;
        let (matched, rest) = (found.matched().to_owned(), found.remaining().to_owned());
        let params = found.params().into_iter();
        let params: Vec<String> = params.map(|(name, value)| format!("{name}={value}")).collect();
        Some(format!("{matched}|{rest}|{}", params.join("&")))
    };
    for (pattern, path, wanted) in [
        ("/", "/", Some("|/|")),
        ("/accounts", "/accounts", Some("/accounts||")),
        // A slash at the end is left, and the router overlooks it.
        ("/accounts", "/accounts/", Some("/accounts|/|")),
        ("/accounts", "/accountsx", None),
        ("/accounts", "/account", None),
        ("/accounts", "", None),
        ("/a/:id/users", "/a/x%2Fy/users", Some("/a/x%2Fy/users||id=x%2Fy")),
        ("/a/:id/users", "/a//users", None),
        ("/a/:id/users", "/a/x", None),
        ("/a/:id", "/a/x/y", Some("/a/x|/y|id=x")),
        ("/*any", "/no/such/page", Some("/no/such/page||any=no/such/page")),
        ("/*any", "/", Some("/||any=")),
    ] {
        assert_eq!(matched(pattern, path).as_deref(), wanted, "{pattern} {path}");
    }
}
