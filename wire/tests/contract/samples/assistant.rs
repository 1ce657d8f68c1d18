use attache_wire::{
    assistant::{AssistantFile, AssistantMessage, AssistantThread, AssistantUser, Author, WriteToAssistant},
    state::ExportState,
};

use super::{DELIVERED, EXPIRES, NEXT_ALLOWED};
use crate::collection::Samples;

pub fn samples() -> Samples {
    Samples::new()
        .object(&user())
        .variants::<Author>()
        .object(&message())
        .object(&file())
        .object(&AssistantThread {
            user: user(),
            messages: vec![message()],
            next_allowed_at: Some(NEXT_ALLOWED.into()),
            processing: false,
            deleted: false,
        })
        .object(&WriteToAssistant {
            text: "Get my attachments".into(),
        })
}

fn user() -> AssistantUser {
    AssistantUser {
        id: "u7".into(),
        display_name: "Robin Vale".into(),
        email: "robin@vale.example".into(),
        managed_by: Some("Juniper Freight".into()),
    }
}

fn message() -> AssistantMessage {
    AssistantMessage {
        id: 12,
        at: DELIVERED.into(),
        author: Author::Assistant,
        text: "Your file is ready.".into(),
        command: Some("Help".into()),
        file: Some(file()),
    }
}

fn file() -> AssistantFile {
    AssistantFile {
        state: ExportState::ReadyWithErrors,
        items: 41,
        bytes: 1_048_576,
        errors: 1,
        links_expire_at: EXPIRES.into(),
        csv_url: Some("http://127.0.0.1:3000/manifest.csv?X-Amz-Signature=…".into()),
        text_url: Some("http://127.0.0.1:3000/manifest.txt?X-Amz-Signature=…".into()),
    }
}
