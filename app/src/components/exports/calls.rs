//! What can be done to a request, as calls of the API. What comes of them is shown where they were made.

use attache_wire::{
    export::{Export, SubmitExport},
    paths,
};

use crate::{
    api::{Api, ApiError},
    ui::format,
};

/// Submits a request. With the same token it is the same request, however often it is sent.
pub(crate) async fn submit(api: Api, account: &str, body: &SubmitExport) -> Result<Export, ApiError> {
    api.post(&paths::account_exports(account))
        .body(body)
        .fetch()
        .await
}

/// Stops a running request.
pub(crate) async fn cancel(api: Api, export: &str) -> Result<Export, ApiError> {
    api.post(&paths::cancel(export)).fetch().await
}

/// Takes the links of a request back.
pub(crate) async fn revoke(api: Api, export: &str) -> Result<Export, ApiError> {
    api.post(&paths::revoke(export)).fetch().await
}

/// A new token for one intended request.
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

/// Unique enough where there is no generator: a token needs to differ, not to be secret.
fn fallback_token() -> String {
    let digits = |number: f64| format::plain(number, 0);
    format!(
        "t{}-{}",
        digits(js_sys::Date::now()),
        digits(js_sys::Math::random() * 1e15)
    )
}
