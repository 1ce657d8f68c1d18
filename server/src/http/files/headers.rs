//! Headers for serving untrusted files: they prevent a hostile file from running, and describe it.

use axum::http::{HeaderMap, HeaderName, HeaderValue, header};

use super::set;
use crate::signing;

/// Media types that are sent unchanged; everything else is sent as `application/octet-stream`. None of them runs in a
/// browser.
const CONTENT_TYPES: [&str; 18] = [
    "application/gzip",
    "application/json",
    "application/msword",
    "application/pdf",
    "application/vnd.ms-excel",
    "application/vnd.ms-powerpoint",
    "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "application/zip",
    "audio/mpeg",
    "image/gif",
    "image/jpeg",
    "image/png",
    "image/webp",
    "text/csv",
    "text/plain",
    "video/mp4",
];

/// Prevents a file from being run, framed, sniffed, cached or read by another site.
pub(super) fn protect(headers: &mut HeaderMap) {
    for (name, value) in [
        (header::CACHE_CONTROL, "private, no-store"),
        (
            header::CONTENT_SECURITY_POLICY,
            "sandbox; default-src 'none'; frame-ancestors 'none'",
        ),
        (
            HeaderName::from_static("cross-origin-resource-policy"),
            "same-origin",
        ),
        (header::REFERRER_POLICY, "no-referrer"),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    ] {
        headers.insert(name, HeaderValue::from_static(value));
    }
}

/// Sets the file's name and type, and announces range support.
pub(super) fn describe(headers: &mut HeaderMap, name: &str, content_type: &str) {
    set(headers, header::CONTENT_DISPOSITION, &disposition(name));
    headers.insert(
        header::CONTENT_TYPE,
        HeaderValue::from_static(allowed_type(content_type)),
    );
    headers.insert(header::ACCEPT_RANGES, HeaderValue::from_static("bytes"));
}

fn allowed_type(uploaded: &str) -> &'static str {
    let essence = uploaded.split(';').next().unwrap_or_default().trim();
    CONTENT_TYPES
        .into_iter()
        .find(|allowed| allowed.eq_ignore_ascii_case(essence))
        .unwrap_or("application/octet-stream")
}

/// Formats the name (RFC 6266): in UTF-8, and in ASCII for older clients.
fn disposition(name: &str) -> String {
    let plain = |c: char| {
        if matches!(c, ' '..='~') && !matches!(c, '"' | '\\' | '%') {
            c
        } else {
            '_'
        }
    };
    let ascii: String = name.chars().map(plain).collect();
    format!(
        "attachment; filename=\"{ascii}\"; filename*=UTF-8''{}",
        signing::encode(name)
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_sent_in_both_forms() {
        assert_eq!(
            disposition("a b.txt"),
            "attachment; filename=\"a b.txt\"; filename*=UTF-8''a%20b.txt"
        );
        assert_eq!(
            disposition("Übersicht \"50%\".pdf"),
            "attachment; filename=\"_bersicht _50__.pdf\"; filename*=UTF-8''%C3%9Cbersicht%20%2250%25%22.pdf"
        );
        assert_eq!(
            disposition("a\r\nX: y"),
            "attachment; filename=\"a__X: y\"; filename*=UTF-8''a%0D%0AX%3A%20y"
        );
    }

    #[test]
    fn types_that_run_in_a_browser_are_sent_as_bytes() {
        assert_eq!(allowed_type("image/PNG"), "image/png");
        assert_eq!(allowed_type("text/plain; charset=utf-16"), "text/plain");
        for hostile in [
            "text/html",
            "image/svg+xml",
            "application/xhtml+xml",
            "text/javascript",
            "",
            "\r\n",
        ] {
            assert_eq!(allowed_type(hostile), "application/octet-stream");
        }
    }
}
