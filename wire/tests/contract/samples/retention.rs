use attache_wire::retention::{Retention, RetentionEffect, SaveRetention};

use crate::collection::Samples;

pub fn samples() -> Samples {
    let retention = Retention {
        conversation_days: Some(365),
        room_days: Some(730),
    };
    Samples::new()
        .object(&retention)
        .object(&SaveRetention {
            conversation_days: Some(90),
            room_days: Some(180),
            replaces: retention,
        })
        .object(&RetentionEffect {
            hidden_messages: 120,
            hidden_attachments: 14,
            restored_messages: 30,
            restored_attachments: 3,
            deleted_messages: 8,
            deleted_attachments: 1,
        })
}
