use attache_wire::item::{ContainerKind, Item, ItemError, ItemStatus, Rule};

use super::{SHA256, SUBMITTED};
use crate::collection::Samples;

pub fn samples() -> Samples {
    Samples::new()
        .variants::<Rule>()
        .variants::<ContainerKind>()
        .variants::<ItemStatus>()
        .variants::<ItemError>()
        .object(&Item {
            attachment_id: "a1".into(),
            file_name: "Tariff 2026.pdf".into(),
            content_type: "application/pdf".into(),
            size_bytes: 88_120,
            sha256: SHA256.into(),
            uploader_email: "kim@juniper.example".into(),
            container_kind: ContainerKind::Room,
            container_name: "Customs".into(),
            container_id: "r3".into(),
            room_creator_email: Some("lee@juniper.example".into()),
            message_id: "m9".into(),
            uploaded_at: SUBMITTED.into(),
            rule: Rule::RoomCreatorManaged,
            path: "rooms/Customs/Tariff 2026.pdf".into(),
            status: ItemStatus::Error,
            error: Some(ItemError::Missing),
            downloads: 2,
            downloaded_at: Some(SUBMITTED.into()),
        })
}
