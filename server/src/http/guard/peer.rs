//! The host that a request is for, and its sender's address. Forwarded headers count only from the trusted proxy.

use std::net::{IpAddr, SocketAddr};

use attache_wire::error::ErrorCode;
use axum::{
    extract::{ConnectInfo, Request},
    http::{HeaderValue, header},
};

use crate::{error::Refusal, http::App};

/// Returns the authority that the request is for; empty if it names none.
///
/// # Errors
/// 400 for several `Host` headers (RFC 9112, section 3.2), because two programs in a chain might use different ones.
pub(super) fn authority<'r>(app: &App, request: &'r Request) -> Result<&'r str, Refusal> {
    let headers = request.headers();
    let mut hosts = headers.get_all(header::HOST).into_iter();
    let host = hosts.next();
    if hosts.next().is_some() {
        let detail = "The request has more than one Host header.";
        return Err(Refusal::new(ErrorCode::BadRequest, detail));
    }
    let text = |value: &'r HeaderValue| value.to_str().unwrap_or_default();
    if from_proxy(app, request)
        && let Some(forwarded) = headers.get("x-forwarded-host")
    {
        return Ok(text(forwarded));
    }
    // The request line's authority takes precedence over the header (RFC 9112, section 3.2.2).
    let line = request.uri().authority().map(|authority| authority.as_str());
    Ok(line.or(host.map(text)).unwrap_or_default())
}

/// Returns the caller's address: the peer's or, from a trusted proxy, the last forwarded entry, which the proxy added.
pub(super) fn address(app: &App, request: &Request) -> Option<IpAddr> {
    let forwarded = || {
        let header = request.headers().get_all("x-forwarded-for").iter().next_back()?;
        let last = header.to_str().ok()?.rsplit(',').next()?.trim();
        Some(last.parse::<IpAddr>().ok()?.to_canonical())
    };
    if from_proxy(app, request) {
        forwarded().or_else(|| peer(request))
    } else {
        peer(request)
    }
}

fn peer(request: &Request) -> Option<IpAddr> {
    let info = request.extensions().get::<ConnectInfo<SocketAddr>>();
    info.map(|info| info.0.ip().to_canonical())
}

fn from_proxy(app: &App, request: &Request) -> bool {
    let trusted = app.0.trusted_proxy.map(|proxy| proxy.to_canonical());
    trusted.is_some() && peer(request) == trusted
}
