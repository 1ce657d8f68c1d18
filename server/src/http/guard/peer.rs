//! The host that a request is for, and its sender's address. Forwarded headers count only from the trusted proxy.

use std::net::{IpAddr, SocketAddr};

use attache_wire::error::ErrorCode;
use axum::{
    extract::{ConnectInfo, Request},
    http::{HeaderValue, header},
};

use crate::{error::Refusal, http::App, signing::Endpoint};

/// Returns the authority that the request is for; empty if it names none.
///
/// # Errors
/// 400 for several `Host` headers (RFC 9112, section 3.2), because two programs in a chain might use different ones.
pub(in crate::http) fn authority<'r>(app: &App, request: &'r Request) -> Result<&'r str, Refusal> {
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

/// Returns true if a request is for exactly this origin: its host, its port, and its scheme if the request names one.
pub(in crate::http) fn is_for(app: &App, request: &Request, site: &Endpoint) -> bool {
    let is_authority = authority(app, request).is_ok_and(|sent| site.has_authority(sent));
    // A proxy names the scheme by which it reaches the server, not the client's.
    let scheme = request.uri().scheme_str().filter(|_| !from_proxy(app, request));
    is_authority && scheme.is_none_or(|scheme| scheme.eq_ignore_ascii_case(site.scheme()))
}

/// Returns the caller's address: the peer's or, from a trusted proxy, the last forwarded entry, which the proxy added. An
/// entry that is not an address is no address, never the proxy's: conditions on it fail.
pub(in crate::http) fn address(app: &App, request: &Request) -> Option<IpAddr> {
    if !from_proxy(app, request) {
        return peer(request);
    }
    let header = request.headers().get_all("x-forwarded-for").iter().next_back();
    match header {
        Some(header) => forwarded(header.to_str().ok()?.rsplit(',').next()?),
        // The proxy itself, for instance its health check.
        None => peer(request),
    }
}

/// Parses an entry of `X-Forwarded-For`: an address, which proxies write with a port, in quotes or with a zone.
fn forwarded(entry: &str) -> Option<IpAddr> {
    let entry = entry.trim().trim_matches('"');
    let bare = match entry.strip_prefix('[') {
        Some(bracketed) => bracketed.split_once(']')?.0,
        None => match entry.parse::<SocketAddr>() {
            Ok(with_port) => return Some(with_port.ip().to_canonical()),
            Err(_) => entry,
        },
    };
    let address = bare.split_once('%').map_or(bare, |(address, _zone)| address);
    Some(address.parse::<IpAddr>().ok()?.to_canonical())
}

fn peer(request: &Request) -> Option<IpAddr> {
    let info = request.extensions().get::<ConnectInfo<SocketAddr>>();
    info.map(|info| info.0.ip().to_canonical())
}

fn from_proxy(app: &App, request: &Request) -> bool {
    let trusted = app.0.trusted_proxy.map(|proxy| proxy.to_canonical());
    trusted.is_some() && peer(request) == trusted
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_forwarded_entry_may_have_a_port_quotes_or_a_zone() {
        for (entry, address) in [
            ("198.51.100.9", Some("198.51.100.9")),
            (" 198.51.100.9:4444 ", Some("198.51.100.9")),
            ("\"198.51.100.9:4444\"", Some("198.51.100.9")),
            ("2001:db8::9", Some("2001:db8::9")),
            ("[2001:db8::9]", Some("2001:db8::9")),
            ("\"[2001:db8::9]:4444\"", Some("2001:db8::9")),
            ("fe80::1%eth0", Some("fe80::1")),
            ("::ffff:198.51.100.9", Some("198.51.100.9")),
            ("unknown", None),
            ("_hidden", None),
            ("", None),
            ("198.51.100.9.evil", None),
            ("[2001:db8::9", None),
        ] {
            assert_eq!(
                forwarded(entry),
                address.map(|address| address.parse().unwrap()),
                "{entry}"
            );
        }
    }
}
