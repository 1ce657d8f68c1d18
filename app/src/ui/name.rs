//! Names that people chose: of files, rooms, users, accounts and domains.

use leptos::prelude::*;

/// Shows a name, apart from the text around it and with each hidden character as a mark.
pub fn name(name: &str) -> AnyView {
    view! { <bdi>{visible(name)}</bdi> }.into_any()
}

/// Returns the name with a mark in place of each hidden character, so that no name looks like another.
pub fn visible(name: &str) -> String {
    marked(name, false)
}

/// Returns the visible name for a sentence, apart from its words if it had hidden characters.
pub fn isolated(name: &str) -> String {
    let shown = visible(name);
    match shown == name {
        true => shown,
        false => ["\u{2068}", &shown, "\u{2069}"].concat(),
    }
}

/// Returns a text that may contain names, such as a message from the server, with a mark in place of each hidden character
/// except those that [`isolated`] puts around a name.
pub fn sentence(text: &str) -> String {
    marked(text, true)
}

fn marked(text: &str, keep_isolates: bool) -> String {
    let isolates = ['\u{2068}', '\u{2069}'];
    text.replace(
        |c| is_hidden(c) && !(keep_isolates && isolates.contains(&c)),
        "\u{FFFD}",
    )
}

/// Returns true for control characters, and those that turn the text around them or have no width. Joiners are not among
/// them: emoji and some scripts need them.
fn is_hidden(c: char) -> bool {
    c.is_control()
        || matches!(
            c,
            '\u{61C}' | '\u{200B}' | '\u{200E}' | '\u{200F}' | '\u{202A}'..='\u{202E}'
        )
        || matches!(c, '\u{2060}'..='\u{2069}' | '\u{FEFF}')
}

#[cfg(test)]
mod tests {
    use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};

    use super::{isolated, sentence, visible};

    wasm_bindgen_test_configure!(run_in_browser);

    #[wasm_bindgen_test]
    fn hidden_characters_are_shown_as_marks() {
        for (name, shown) in [
            ("invoice\u{202E}gpj.exe", "invoice�gpj.exe"),
            ("\u{2067}rates\u{2069}.xlsx", "�rates�.xlsx"),
            ("in\u{200B}voice\u{FEFF}", "in�voice�"),
            ("\u{7}\n\u{7F}\u{85}\u{200E}\u{200F}\u{61C}", "�������"),
            (
                "👩\u{200D}🔧 \u{646}\u{200C}\u{647} Café",
                "👩\u{200D}🔧 \u{646}\u{200C}\u{647} Café",
            ),
        ] {
            assert_eq!(visible(name), shown, "{name:?}");
        }
    }

    #[wasm_bindgen_test]
    fn a_sentence_keeps_what_sets_its_names_apart() {
        let told = [&isolated("Sam\u{202E}"), " asked.\u{202E}"].concat();
        assert_eq!(sentence(&told), "\u{2068}Sam�\u{2069} asked.�");
    }
}
