//! A notification in one sentence.

use attache_wire::{export::ActorKind, notification::Notification, state::ExportState};

use crate::ui::name::isolated;

/// Says who did what, or what happened.
pub(super) fn sentence(notification: &Notification) -> String {
    let (who, account) = (
        isolated(&notification.actor.name),
        isolated(&notification.account_name),
    );
    let (who, account) = (who.as_str(), account.as_str());
    let by_itself = notification.actor.kind == ActorKind::System;
    let words = match notification.state {
        ExportState::Submitted => [who, " requested the attachments of ", account],
        ExportState::Processing => ["The attachments of ", account, " are being collected"],
        ExportState::Ready => ["The attachments of ", account, " are ready to download"],
        ExportState::ReadyWithErrors => [
            "The attachments of ",
            account,
            " are ready to download; some were left out",
        ],
        ExportState::Failed => ["The attachment request of ", account, " failed"],
        ExportState::Cancelled if by_itself => ["The attachment request of ", account, " was cancelled"],
        ExportState::Cancelled => [who, " cancelled the attachment request of ", account],
        ExportState::Expired => ["The links to the attachments of ", account, " have expired"],
        ExportState::Revoked if by_itself => ["The links to the attachments of ", account, " were revoked"],
        ExportState::Revoked => [who, " revoked the links to the attachments of ", account],
    };
    words.concat()
}
