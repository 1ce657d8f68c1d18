use attache_wire::{
    notification::{MarkRead, Notification, Notifications},
    state::ExportState,
};

use super::{ACCOUNT, DELIVERED, EXPORT, export};
use crate::collection::Samples;

pub fn samples() -> Samples {
    Samples::new()
        .object(&notification())
        .object(&Notifications {
            items: vec![notification()],
            next_cursor: Some("WzEyXQ".into()),
            unread: 1,
        })
        .object(&MarkRead { up_to: 12 })
}

fn notification() -> Notification {
    Notification {
        id: 12,
        at: DELIVERED.into(),
        state: ExportState::Revoked,
        export_id: EXPORT.into(),
        account_id: ACCOUNT.into(),
        account_name: "Juniper Freight".into(),
        actor: export::actor(),
        detail: Some("Case 2291 is closed".into()),
        unread: true,
    }
}
