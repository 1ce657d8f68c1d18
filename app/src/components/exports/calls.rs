//! The API calls that act on requests. Callers show the result.

use attache_wire::{
    export::{Export, SubmitExport},
    paths,
};

use crate::{
    api::{Api, ApiError},
    ui::format,
};

/// Submits a request. Idempotent for each token.
pub(crate) async fn submit(api: Api, account: &str, body: &SubmitExport) -> Result<Export, ApiError> {
    api.post(&paths::account_exports(account))
        .body(body)
        .fetch()
        .await
}

/// Cancels a running request.
pub(crate) async fn cancel(api: Api, export: &str) -> Result<Export, ApiError> {
    api.post(&paths::cancel(export)).fetch().await
}

/// Revokes a request's links.
pub(crate) async fn revoke(api: Api, export: &str) -> Result<Export, ApiError> {
    api.post(&paths::revoke(export)).fetch().await
}

/// Returns a new client request token.
pub(crate) fn new_token() -> String {
    web_sys::window()
        .and_then(|window| window.crypto().ok())
        .map_or_else(fallback_token, |crypto| {
            let mut bytes = [0_u8; 16];
            match crypto.get_random_values_with_u8_array(&mut bytes) {
                Ok(_) => bytes.iter().map(|byte| format!("{byte:02x}")).collect(),
                Err(_) => fallback_token(),
            }
        })
}

/// Returns a token that is unique enough without a generator: tokens must differ, but need not be secret.
fn fallback_token() -> String {
    let digits = |number: f64| format::plain(number, 0);
    format!(
        "t{}-{}",
        digits(js_sys::Date::now()),
        digits(js_sys::Math::random() * 1e15)
    )
}
