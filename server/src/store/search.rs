//! Word-prefix search: converts typed text to a full-text query.

/// Maximum number of search words; further words are ignored.
const MAX_WORDS: usize = 8;

/// Returns a full-text query for rows that contain, for each typed word, a word that starts with it. `None` if the text
/// contains no words.
pub(super) fn word_prefixes(typed: &str) -> Option<String> {
    let words: Vec<String> = typed
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .take(MAX_WORDS)
        // Words contain only letters and digits, so they cannot close the quotes.
        .map(|word| format!("\"{word}\" *"))
        .collect();
    (!words.is_empty()).then(|| words.join(" AND "))
}

#[cfg(test)]
mod tests {
    use super::word_prefixes;

    #[test]
    fn typed_text_becomes_word_prefixes() {
        assert_eq!(
            word_prefixes("dock pho"),
            Some("\"dock\" * AND \"pho\" *".to_owned())
        );
        assert_eq!(
            word_prefixes("a@b.example"),
            Some("\"a\" * AND \"b\" * AND \"example\" *".to_owned())
        );
        assert_eq!(
            word_prefixes("\" OR 1 --"),
            Some("\"OR\" * AND \"1\" *".to_owned())
        );
        assert_eq!(word_prefixes(" -*\" "), None);
    }
}
