//! The origin of the files host, which links point to.

/// An origin such as `http://127.0.0.1:3000`. Links are signed for its authority.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Endpoint {
    origin: String,
    scheme_length: usize,
}

/// Why a text is not an origin.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum EndpointError {
    /// Neither `http://` nor `https://`.
    #[error("must begin with http:// or https://")]
    Scheme,
    /// The host is missing or contains invalid characters.
    #[error("must name a host, such as files.example or 127.0.0.1:3000")]
    Host,
    /// The port is not a number from 1 to 65535.
    #[error("must have a port from 1 to 65535, or none")]
    Port,
    /// Something follows the authority.
    #[error("must be an origin only: no user, path, query or fragment")]
    NotAnOrigin,
}

impl Endpoint {
    /// Parses an origin, allowing one trailing `/`. Lower-cases the host and drops the scheme's default port, as
    /// clients do in `Host`.
    pub fn parse(text: &str) -> Result<Self, EndpointError> {
        let lower = text.to_ascii_lowercase();
        let (scheme, rest) = ["http://", "https://"]
            .into_iter()
            .find_map(|scheme| Some((scheme, lower.strip_prefix(scheme)?)))
            .ok_or(EndpointError::Scheme)?;
        let authority = rest.strip_suffix('/').unwrap_or(rest);
        if authority.contains(['/', '?', '#', '@']) {
            return Err(EndpointError::NotAnOrigin);
        }
        let (host, port) = match authority.rsplit_once(':') {
            Some((host, port)) if !port.ends_with(']') => (host, Some(port)),
            _ => (authority, None),
        };
        if !is_host(host) {
            return Err(EndpointError::Host);
        }
        let default = default_port(scheme);
        let port = match port {
            None => default,
            Some(digits) if digits.bytes().all(|b| b.is_ascii_digit()) => {
                digits.parse::<u16>().map_err(|_| EndpointError::Port)?
            }
            Some(_) => return Err(EndpointError::Port),
        };
        let origin = match port {
            0 => return Err(EndpointError::Port),
            port if port == default => format!("{scheme}{host}"),
            port => format!("{scheme}{host}:{port}"),
        };
        Ok(Self {
            origin,
            scheme_length: scheme.len(),
        })
    }

    /// Returns the origin without a trailing slash: `http://127.0.0.1:3000`.
    pub fn origin(&self) -> &str {
        &self.origin
    }

    /// Returns the scheme: `http` or `https`.
    pub fn scheme(&self) -> &str {
        self.origin.split("://").next().unwrap_or_default()
    }

    /// Returns the host without the port: `127.0.0.1`.
    pub fn host(&self) -> &str {
        host_of(self.authority())
    }

    /// Returns the authority, which a client sends as `Host`: `127.0.0.1:3000`.
    pub fn authority(&self) -> &str {
        &self.origin[self.scheme_length..]
    }

    /// Returns true if this authority, as a client sends it, is this origin's: the same host and port. Only the scheme's
    /// default port may be left out or given, and hosts have no case.
    pub fn has_authority(&self, sent: &str) -> bool {
        let own = self.authority();
        let default = format!(":{}", default_port(&self.origin));
        let sent = match sent.strip_suffix(&default) {
            Some(host) if own == self.host() => host,
            _ => sent,
        };
        sent.eq_ignore_ascii_case(own)
    }
}

/// Returns the default port of an origin's scheme.
fn default_port(origin: &str) -> u16 {
    if origin.starts_with("http://") { 80 } else { 443 }
}

/// Returns the host of an authority, without the port, if any.
pub fn host_of(authority: &str) -> &str {
    match authority.rsplit_once(':') {
        Some((host, port)) if port.bytes().all(|b| b.is_ascii_digit()) => host,
        _ => authority,
    }
}

/// Returns true for a host name, an IPv4 address, or an IPv6 address in brackets.
fn is_host(host: &str) -> bool {
    match host.strip_prefix('[').map(|inner| inner.strip_suffix(']')) {
        Some(Some(address)) => address.parse::<std::net::Ipv6Addr>().is_ok(),
        Some(None) => false,
        None => {
            !host.is_empty()
                && host
                    .bytes()
                    .all(|b| b.is_ascii_alphanumeric() || b"-._".contains(&b))
        }
    }
}
