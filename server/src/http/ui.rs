//! The built console: read into memory at start and served with strict headers. Browsers that navigate to any other path
//! get the page itself, whose router handles it.

use std::{collections::BTreeMap, fs, io, path::Path, sync::Arc};

use axum::{
    body::{Body, Bytes},
    extract::State,
    http::{HeaderMap, HeaderValue, Method, Response, StatusCode, Uri, header},
    response::IntoResponse,
};
use base64::{Engine, engine::general_purpose::STANDARD};
use sha2::{Digest, Sha256};

use super::{App, problem};

/// The console's files, by path (`/index.html`).
#[derive(Debug, Clone)]
pub struct Ui {
    files: Arc<BTreeMap<String, Asset>>,
    content_security_policy: Arc<str>,
}

#[derive(Debug)]
struct Asset {
    bytes: Bytes,
    content_type: &'static str,
    etag: HeaderValue,
    /// Its brotli form, if the build put one beside the file (`app.js.br`).
    brotli: Option<Bytes>,
}

/// Size limit. A console is far smaller, so a larger folder is the wrong one.
const MAX_BYTES: u64 = 64 * 1024 * 1024;

const NOT_BUILT: &str = "<!doctype html><html lang=\"en\"><title>Attaché</title><h1>The console is not built</h1>\
    <p>The API runs. Build the console with <code>trunk build --release</code> and start the server again, or let \
    <code>cargo xtask demo</code> do both.</p></html>";

impl Ui {
    /// Creates a placeholder page that explains how to build the console.
    pub fn not_built() -> Self {
        let page = Asset::new(NOT_BUILT.into(), "text/html; charset=utf-8");
        Self::of(BTreeMap::from([("/index.html".to_owned(), page)]))
    }

    /// Loads the console from a folder, or [`Self::not_built`] if the folder or its `index.html` does not exist.
    ///
    /// # Errors
    /// When a file cannot be read, or the folder is far larger than a console.
    pub fn in_folder(folder: &Path) -> io::Result<Self> {
        if !folder.join("index.html").is_file() {
            return Ok(Self::not_built());
        }
        let mut files = BTreeMap::new();
        let mut total = 0;
        read_folder(folder, "", &mut files, &mut total)?;
        let paths: Vec<String> = files.keys().cloned().collect();
        for path in paths {
            if let Some(brotli) = files.remove(&format!("{path}.br"))
                && let Some(asset) = files.get_mut(&path)
            {
                asset.brotli = Some(brotli.bytes);
            }
        }
        Ok(Self::of(files))
    }

    fn of(files: BTreeMap<String, Asset>) -> Self {
        let page = files
            .get("/index.html")
            .map(|page| String::from_utf8_lossy(&page.bytes).into_owned());
        let hashes: String = inline_scripts(&page.unwrap_or_default())
            .map(|script| format!(" 'sha256-{}'", STANDARD.encode(Sha256::digest(script))))
            .collect();
        let policy = format!(
            "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'{hashes}; style-src 'self'; img-src 'self' data:; \
             connect-src 'self'; manifest-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
        );
        Self {
            files: Arc::new(files),
            content_security_policy: policy.into(),
        }
    }

    /// Returns the policy: scripts may come only from this site, or be Trunk's own boot script, identified by its hash.
    pub fn content_security_policy(&self) -> &str {
        &self.content_security_policy
    }
}

fn read_folder(
    folder: &Path,
    prefix: &str,
    files: &mut BTreeMap<String, Asset>,
    total: &mut u64,
) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let Ok(name) = entry.file_name().into_string() else {
            continue;
        };
        let path = format!("{prefix}/{name}");
        if entry.file_type()?.is_dir() {
            read_folder(&entry.path(), &path, files, total)?;
            continue;
        }
        *total += entry.metadata()?.len();
        if *total > MAX_BYTES {
            return Err(io::Error::other(
                "the --ui folder contains more than a console; use Trunk's dist folder",
            ));
        }
        let bytes = Bytes::from(fs::read(entry.path())?);
        files.insert(path, Asset::new(bytes, content_type(&name)));
    }
    Ok(())
}

impl Asset {
    fn new(bytes: Bytes, content_type: &'static str) -> Self {
        let tag = format!("\"{}\"", hex::encode(&Sha256::digest(&bytes)[..16]));
        // Hex digits in quotes are a valid header value.
        let etag = HeaderValue::from_str(&tag).unwrap_or(HeaderValue::from_static("\"\""));
        Self {
            bytes,
            content_type,
            etag,
            brotli: None,
        }
    }
}

/// Returns the texts of the page's inline scripts, which have no `src`.
fn inline_scripts(page: &str) -> impl Iterator<Item = &str> {
    page.split("<script").skip(1).filter_map(|rest| {
        let (attributes, body) = rest.split_once('>')?;
        let (text, _) = body.split_once("</script>")?;
        (!attributes.contains(" src=") && !text.is_empty()).then_some(text)
    })
}

fn content_type(name: &str) -> &'static str {
    match name.rsplit('.').next().unwrap_or("") {
        "html" => "text/html; charset=utf-8",
        "js" => "text/javascript; charset=utf-8",
        "css" => "text/css; charset=utf-8",
        "wasm" => "application/wasm",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "json" | "webmanifest" => "application/json",
        "txt" => "text/plain; charset=utf-8",
        _ => "application/octet-stream",
    }
}

/// Serves the console's files and, for any other path, the page itself.
pub(super) async fn serve(
    State(app): State<App>,
    method: Method,
    uri: Uri,
    headers: HeaderMap,
) -> Response<Body> {
    if method != Method::GET && method != Method::HEAD {
        let refused = problem::method_not_allowed(method).await;
        return ([(header::ALLOW, "GET,HEAD")], refused).into_response();
    }
    let path = uri.path();
    let files = app.0.ui.files.clone();
    let name = match files.contains_key(path) || is_for_a_script(&headers, path) {
        true => path,
        false => "/index.html",
    };
    let Some(asset) = files.get(name) else {
        return problem::not_found().await.into_response();
    };
    let mut response = Response::new(Body::empty());
    let out = response.headers_mut();
    out.insert(header::CONTENT_TYPE, HeaderValue::from_static(asset.content_type));
    out.insert(header::ETAG, asset.etag.clone());
    out.insert(header::VARY, HeaderValue::from_static("accept-encoding"));
    out.insert(
        header::CACHE_CONTROL,
        HeaderValue::from_static(cache_control(name)),
    );
    let matches = |value: &HeaderValue| {
        value
            .to_str()
            .is_ok_and(|tags| tags.split(',').any(|tag| tag.trim() == asset.etag))
    };
    if headers.get(header::IF_NONE_MATCH).is_some_and(matches) {
        *response.status_mut() = StatusCode::NOT_MODIFIED;
        return response;
    }
    let accepts = headers
        .get(header::ACCEPT_ENCODING)
        .and_then(|value| value.to_str().ok())
        .unwrap_or("");
    let wants_brotli = accepts.split(',').any(accepts_brotli);
    let body = match &asset.brotli {
        Some(brotli) if wants_brotli => {
            let coding = HeaderValue::from_static("br");
            response.headers_mut().insert(header::CONTENT_ENCODING, coding);
            brotli.clone()
        }
        _ => asset.bytes.clone(),
    };
    *response.body_mut() = Body::from(body);
    response
}

/// Returns true if the caller wants a file rather than the page: a file of an older build, for instance, whose name the
/// browser still knows. A page's address can have a dot, too (`/access/principals/ines.marchetti`).
fn is_for_a_script(headers: &HeaderMap, path: &str) -> bool {
    let accept = headers.get(header::ACCEPT).and_then(|value| value.to_str().ok());
    let wants_page = accept.is_some_and(|accept| accept.contains("text/html"));
    let has_ending = path.rsplit('/').next().is_some_and(|name| name.contains('.'));
    has_ending && !wants_page
}

/// Returns true for `br` and `br;q=0.5`, but not for `br;q=0`.
fn accepts_brotli(coding: &str) -> bool {
    let mut parts = coding.split(';').map(str::trim);
    let weight = |part: &str| part.strip_prefix("q=")?.parse::<f32>().ok();
    parts.next() == Some("br") && parts.find_map(weight).is_none_or(|weight| weight > 0.0)
}

/// Returns the `Cache-Control` value. Trunk puts a content hash into the names of built files, so those never change.
fn cache_control(name: &str) -> &'static str {
    let hashed = name.rsplit_once('-').is_some_and(|(_, rest)| {
        let hash = rest.split(['.', '_']).next().unwrap_or("");
        hash.len() >= 12 && hash.bytes().all(|byte| byte.is_ascii_hexdigit())
    });
    if hashed {
        "public, max-age=31536000, immutable"
    } else {
        "no-cache"
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_inline_scripts_are_hashed() {
        let page =
            "<script src=\"/theme.js\"></script><script type=\"module\">init()</script><script></script>";
        assert_eq!(inline_scripts(page).collect::<Vec<_>>(), ["init()"]);
    }

    #[test]
    fn only_hashed_names_are_cached_for_ever() {
        assert!(cache_control("/attache-app-0123456789abcdef_bg.wasm").contains("immutable"));
        assert!(cache_control("/base-0123456789abcdef.css").contains("immutable"));
        assert_eq!(cache_control("/index.html"), "no-cache");
        assert_eq!(cache_control("/theme-boot.js"), "no-cache");
    }
}
