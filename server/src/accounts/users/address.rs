//! Which e-mail addresses can be invited.

use crate::accounts::domains::name::{self, BadName};

/// The longest address (RFC 5321, 4.5.3.1.3: a path of 256 with its angle brackets), and the longest part before the `@`
/// (4.5.3.1.1).
const MAX_ADDRESS: usize = 254;
const MAX_LOCAL: usize = 64;

/// The address in the form in which addresses are kept and compared: lower case, the domain in ASCII (`xn--…`). `None` when
/// it is none.
///
/// Before the `@` stands a dot-atom (RFC 5322, 3.2.3): quoted strings and letters beyond ASCII are refused, for no user's
/// address has them.
pub fn canonical(text: &str) -> Option<String> {
    let text = text.trim();
    // Longer than any address can be, in any script: not worth working on.
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
        // Nobody can claim it, but people may have addresses in it.
        Err(BadName::PublicSuffix(domain)) => domain,
        Err(_) => return None,
    };
    // RFC 2606, 2: no such domain will ever be; deleted people are given addresses in it.
    if domain.ends_with(".invalid") {
        return None;
    }
    let address = format!("{}@{domain}", local.to_ascii_lowercase());
    (address.len() <= MAX_ADDRESS).then_some(address)
}

/// Letters, digits and what else RFC 5322, 3.2.3, has in an atom.
fn is_atext(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || b"!#$%&'*+-/=?^_`{|}~".contains(&byte)
}

#[cfg(test)]
mod tests {
    use super::canonical;

    #[test]
    fn addresses_are_told_from_what_is_none() {
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
