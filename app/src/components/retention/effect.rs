//! The effect of other settings, in sentences.

use attache_wire::retention::{GRACE_DAYS, RetentionEffect};

use crate::components::labels::counted;

/// Returns true if the change needs a confirmation: it hides or deletes messages.
pub fn destroys(effect: &RetentionEffect) -> bool {
    effect.hidden_messages > 0 || effect.deleted_messages > 0
}

/// Returns the question that the confirmation asks.
pub fn question(effect: &RetentionEffect) -> String {
    match (effect.deleted_messages, effect.hidden_messages) {
        (0, hidden) => format!("Hide {}?", counted(hidden, "message", "messages")),
        (deleted, _) => format!("Permanently delete {}?", counted(deleted, "message", "messages")),
    }
}

/// Lists the immediate effects, one per sentence.
pub fn sentences(effect: &RetentionEffect) -> Vec<String> {
    let mut lines = Vec::new();
    let mut say = |messages, attachments, rest: &str| {
        if messages > 0 {
            let messages = counted(messages, "message", "messages");
            let attachments = counted(attachments, "attachment", "attachments");
            lines.push(format!("{messages} with {attachments} {rest}"));
        }
    };
    say(
        effect.hidden_messages,
        effect.hidden_attachments,
        "would be hidden immediately and excluded from later requests.",
    );
    let for_good = "would be permanently deleted at the next clean-up: their {}-day restore period is over.";
    say(
        effect.deleted_messages,
        effect.deleted_attachments,
        &for_good.replace("{}", &GRACE_DAYS.to_string()),
    );
    say(
        effect.restored_messages,
        effect.restored_attachments,
        "that are hidden now would be restored.",
    );
    if lines.is_empty() {
        lines.push("No current messages would be hidden, deleted or restored.".to_owned());
    }
    lines
}
