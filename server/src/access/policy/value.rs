//! The values that condition operators compare: numbers, times and network addresses.

use std::net::IpAddr;

use jiff::{
    Timestamp,
    civil::{Date, Time},
    tz::Offset,
};

/// Parses a decimal number. It may have at most 15 significant digits and not be too close to zero, because an `f64`
/// tells only such numbers apart.
pub(super) fn number(text: &str) -> Option<f64> {
    let plain = |byte: u8| byte.is_ascii_digit() || matches!(byte, b'+' | b'-' | b'.' | b'e' | b'E');
    let mantissa = text.split(['e', 'E']).next()?;
    let digits = mantissa
        .trim_start_matches(['-', '+', '0', '.'])
        .bytes()
        .filter(u8::is_ascii_digit)
        .count();
    if !text.bytes().all(plain) || digits > 15 {
        return None;
    }
    let exact = |number: &f64| number.is_normal() || (*number == 0.0 && digits == 0);
    text.parse().ok().filter(exact)
}

/// Parses a point in time: `YYYY-MM-DD` (midnight UTC), `YYYY-MM-DDThh:mm[:ss[.s]]` with `Z` or an offset, or whole
/// seconds since 1970. Four digits alone are refused, because they could be a year.
pub(super) fn time(text: &str) -> Option<Timestamp> {
    if text.bytes().all(|byte| byte.is_ascii_digit()) {
        let seconds = (text.len() != 4).then_some(text)?.parse().ok()?;
        return Timestamp::from_second(seconds).ok();
    }
    let (date, rest) = text.split_at_checked(10)?;
    let dashes = date.bytes().enumerate().all(|(index, byte)| match index {
        4 | 7 => byte == b'-',
        _ => byte.is_ascii_digit(),
    });
    if !dashes || rest.contains('[') {
        return None;
    }
    if rest.is_empty() {
        let date: Date = date.parse().ok()?;
        return Offset::UTC.to_timestamp(date.to_datetime(Time::midnight())).ok();
    }
    rest.starts_with('T').then(|| text.parse().ok()).flatten()
}

/// Parses an address. An IPv4 address written as IPv6 (`::ffff:192.0.2.1`) counts as IPv4.
pub(super) fn address(text: &str) -> Option<IpAddr> {
    text.parse().ok().map(|address: IpAddr| address.to_canonical())
}

/// A range of addresses.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Network {
    address: IpAddr,
    prefix: u32,
}

impl Network {
    /// Parses `address` or `address/prefix`. Bits after the prefix are ignored.
    pub(super) fn parse(text: &str) -> Option<Self> {
        let (address, prefix) = match text.split_once('/') {
            Some((address, prefix)) => (address, Some(prefix)),
            None => (text, None),
        };
        let address: IpAddr = address.parse().ok()?;
        let bits = if address.is_ipv4() { 32 } else { 128 };
        let prefix = match prefix {
            None => bits,
            Some(digits) if digits.bytes().all(|byte| byte.is_ascii_digit()) => digits.parse().ok()?,
            Some(_) => return None,
        };
        let canonical = address.to_canonical();
        if prefix > bits {
            None
        } else if canonical.is_ipv4() && address.is_ipv6() && prefix >= 96 {
            Some(Self {
                address: canonical,
                prefix: prefix - 96,
            })
        } else {
            Some(Self { address, prefix })
        }
    }

    /// Returns true if the network contains the address. IPv4 and IPv6 networks never contain each other's addresses.
    pub(super) fn contains(&self, address: IpAddr) -> bool {
        match (self.address, address) {
            (IpAddr::V4(net), IpAddr::V4(address)) => {
                let differ = u32::from(net) ^ u32::from(address);
                differ.leading_zeros() >= self.prefix
            }
            (IpAddr::V6(net), IpAddr::V6(address)) => {
                let differ = u128::from(net) ^ u128::from(address);
                differ.leading_zeros() >= self.prefix
            }
            _ => false,
        }
    }
}
