//! Rules for the domain names that can be claimed.

use idna::AsciiDenyList;

/// Label before the domain in the TXT record's name.
pub const CHALLENGE: &str = "_attache-challenge";
/// Maximum length of a domain whose record name still fits in 253 characters.
const MAX_NAME: usize = 253 - CHALLENGE.len() - 1;

/// Maximum length in characters of what can be entered: a name and the dot after it.
pub const MAX_ENTERED: usize = MAX_NAME + 1;

/// Why a name cannot be claimed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum BadName {
    /// The text is empty.
    #[error("Enter a domain such as example.com.")]
    Empty,
    /// It is an email address or a URL.
    #[error("Enter only the domain, such as example.com, without https:// or an email address.")]
    NotAlone,
    /// It is an IP address.
    #[error("This is an IP address. Enter a domain such as example.com.")]
    Address,
    /// It breaks the rules of domain names.
    #[error(
        "This is not a domain name. Each part can have up to 63 letters, digits and hyphens; the whole name \
         can have up to {MAX_NAME} characters."
    )]
    Malformed,
    /// It has only one label.
    #[error("A domain needs at least two parts, such as example.com.")]
    OneLabel,
    /// It is a public suffix: anyone can register names under it.
    #[error("{0} is a public suffix under which anyone can register names. Claim your own domain below it.")]
    PublicSuffix(String),
}

/// Returns the ASCII form (lower case, `xn--…`) of a name that can be claimed.
///
/// # Errors
/// When it is not a domain name, or is a public suffix.
pub fn canonical(entered: &str) -> Result<String, BadName> {
    let text = entered.trim();
    let text = text.strip_suffix(['.', '。']).unwrap_or(text);
    if text.is_empty() {
        return Err(BadName::Empty);
    }
    if text.contains(['/', '@', ':']) {
        return Err(BadName::NotAlone);
    }
    // Longer than any valid name in any script; skip the costly conversion.
    if entered.chars().count() > MAX_ENTERED {
        return Err(BadName::Malformed);
    }
    let ascii =
        idna::domain_to_ascii_cow(text.as_bytes(), AsciiDenyList::STD3).map_err(|_| BadName::Malformed)?;
    let ascii = ascii.into_owned();
    let labels: Vec<&str> = ascii.split('.').collect();
    if ascii.len() > MAX_NAME || labels.iter().any(|label| !is_label(label)) {
        return Err(BadName::Malformed);
    }
    let Some((last, [_, ..])) = labels.split_last() else {
        return Err(BadName::OneLabel);
    };
    if last.bytes().all(|byte| byte.is_ascii_digit()) {
        return Err(BadName::Address);
    }
    if psl::suffix_str(&ascii) == Some(ascii.as_str()) {
        return Err(BadName::PublicSuffix(ascii));
    }
    Ok(ascii)
}

fn is_label(label: &str) -> bool {
    (1..=63).contains(&label.len())
        && !label.starts_with('-')
        && !label.ends_with('-')
        && label
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
}

/// Returns the full name of the TXT record that proves a claim of `domain`.
pub fn record_name(domain: &str) -> String {
    format!("{CHALLENGE}.{domain}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_domain_names_are_accepted() {
        let table: Vec<(&str, Result<&str, BadName>)> = vec![
            ("example.com", Ok("example.com")),
            ("  Example.COM. ", Ok("example.com")),
            ("mail.juniperfreight.example", Ok("mail.juniperfreight.example")),
            ("bücher.example", Ok("xn--bcher-kva.example")),
            ("BÜCHER。example", Ok("xn--bcher-kva.example")),
            ("xn--bcher-kva.example", Ok("xn--bcher-kva.example")),
            ("例え.jp", Ok("xn--r8jz45g.jp")),
            ("foo.co.uk", Ok("foo.co.uk")),
            ("", Err(BadName::Empty)),
            (" . ", Err(BadName::Empty)),
            ("https://example.com", Err(BadName::NotAlone)),
            ("ada@example.com", Err(BadName::NotAlone)),
            ("example.com:80", Err(BadName::NotAlone)),
            ("[::1]", Err(BadName::NotAlone)),
            ("127.0.0.1", Err(BadName::Address)),
            ("1.2.3.0400", Err(BadName::Address)),
            ("localhost", Err(BadName::OneLabel)),
            ("com", Err(BadName::OneLabel)),
            ("co.uk", Err(BadName::PublicSuffix("co.uk".into()))),
            ("github.io", Err(BadName::PublicSuffix("github.io".into()))),
            ("exa mple.com", Err(BadName::Malformed)),
            ("exa_mple.com", Err(BadName::Malformed)),
            ("-a.com", Err(BadName::Malformed)),
            ("a-.com", Err(BadName::Malformed)),
            ("a..com", Err(BadName::Malformed)),
            (".com", Err(BadName::Malformed)),
            ("xn--\u{0}.com", Err(BadName::Malformed)),
            ("xn--zzzzzz99999999.com", Err(BadName::Malformed)),
            ("a\u{202e}b.com", Err(BadName::Malformed)),
        ];
        for (text, expected) in table {
            assert_eq!(canonical(text), expected.map(str::to_owned), "{text:?}");
        }
        for long in [
            "a".repeat(64) + ".com",
            "a.".repeat(120) + "com",
            "é".repeat(5_000) + ".com",
        ] {
            assert_eq!(canonical(&long), Err(BadName::Malformed));
        }
    }
}
