//! Rules for the email addresses that can be invited.

use crate::accounts::domains::name::{self, BadName};

/// Maximum length of an address (RFC 5321, 4.5.3.1.3: a path of 256 with its angle brackets), and of the part before
/// the `@` (4.5.3.1.1).
const MAX_ADDRESS: usize = 254;
const MAX_LOCAL: usize = 64;

/// Returns the canonical form in which addresses are stored and compared: lower case, the domain in ASCII (`xn--…`).
/// `None` if the text is not an address.
///
/// The part before the `@` must be a dot-atom (RFC 5322, 3.2.3). Quoted strings and non-ASCII letters are refused,
/// because no user's address has them.
pub fn canonical(text: &str) -> Option<String> {
    let text = text.trim();
    // Longer than any valid address in any script; skip the costly conversion.
    if text.len() > 4 * MAX_ADDRESS || text.contains(char::is_whitespace) {
        return None;
    }
    let (local, domain) = text.split_once('@')?;
    let is_atom = |atom: &str| !atom.is_empty() && atom.bytes().all(is_atext);
    if local.len() > MAX_LOCAL || !local.split('.').all(is_atom) {
        return None;
    }
    let domain = match name::canonical(domain) {
        Ok(domain) => domain,
        // Nobody can claim a public suffix, but people may have addresses in it.
        Err(BadName::PublicSuffix(domain)) => domain,
        Err(_) => return None,
    };
    // RFC 2606, 2: such a domain will never exist; deleted users get addresses in it.
    if domain.ends_with(".invalid") {
        return None;
    }
    let address = format!("{}@{domain}", local.to_ascii_lowercase());
    (address.len() <= MAX_ADDRESS).then_some(address)
}

/// Returns true for the characters of an atom (RFC 5322, 3.2.3).
fn is_atext(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || b"!#$%&'*+-/=?^_`{|}~".contains(&byte)
}

#[cfg(test)]
mod tests {
    use super::canonical;

    #[test]
    fn only_addresses_are_accepted() {
        let right = [
            ("ada@example.com", "ada@example.com"),
            (" Ada.LOVELACE+x@Example.COM. ", "ada.lovelace+x@example.com"),
            ("o'brien@bücher.example", "o'brien@xn--bcher-kva.example"),
            ("ada@gov.uk", "ada@gov.uk"),
            ("a@mail.juniper-freight.example", "a@mail.juniper-freight.example"),
        ];
        for (text, expected) in right {
            assert_eq!(canonical(text).as_deref(), Some(expected), "{text:?}");
        }
        let wrong = [
            "",
            "@",
            "ada",
            "ada@",
            "@example.com",
            "ada@@example.com",
            "ada@b@example.com",
            "ada@localhost",
            "ada@127.0.0.1",
            "ada@[127.0.0.1]",
            "ada @example.com",
            "ada@ example.com",
            "ada\u{0}@example.com",
            "ada\n@example.com",
            "ada@exa\u{202e}mple.com",
            "ada@example.com\r\nBcc: eve@example.com",
            ".ada@example.com",
            "ada.@example.com",
            "a..da@example.com",
            "ada@example..com",
            "ada@-example.com",
            "\"ada lovelace\"@example.com",
            "Ada <ada@example.com>",
            "mailto:ada@example.com",
            "ädä@example.com",
            "deleted-1@deleted.invalid",
        ];
        for text in wrong {
            assert_eq!(canonical(text), None, "{text:?}");
        }
        let long_local = format!("{}@example.com", "a".repeat(65));
        let long = format!("{}@{}example.com", "a".repeat(60), "sub.".repeat(46));
        let huge = format!("{}@example.com", "é".repeat(100_000));
        for text in [long_local, long, huge] {
            assert_eq!(canonical(&text), None, "{} bytes", text.len());
        }
    }
}
