//! Word-prefix search: what a person types, as a full-text query.

/// The most words of a query that count.
const MAX_WORDS: usize = 8;

/// A full-text query that matches rows which hold, for each typed word, a word that begins with it. `None` when nothing
/// was typed that could be searched for.
pub(super) fn word_prefixes(typed: &str) -> Option<String> {
    let words: Vec<String> = typed
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .take(MAX_WORDS)
        // Only letters and digits are left, so the quotes cannot be broken out of.
        .map(|word| format!("\"{word}\" *"))
        .collect();
    (!words.is_empty()).then(|| words.join(" AND "))
}

#[cfg(test)]
mod tests {
    use super::word_prefixes;

    #[test]
    fn what_people_type_becomes_word_prefixes() {
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
