use attache_wire::{
    item::ContainerKind,
    user::{
        AssignTier, ChangeOutcome, ChangedUser, ChangedUsers, ChosenUsers, Invitation, InvitationOutcome,
        InviteUsers, Invited, InvitedAddress, MonthOfUploads, Registration, Tier, User, UserContainer,
        UserDetail,
    },
};

use super::SUBMITTED;
use crate::collection::Samples;

pub fn samples() -> Samples {
    let users = Samples::new()
        .variants::<Registration>()
        .variants::<Invitation>()
        .variants::<Tier>()
        .object(&user())
        .object(&UserDetail {
            user: user(),
            direct_conversations: 9,
            group_conversations: 3,
            rooms: 4,
            scope_at: SUBMITTED.into(),
            attachments: 57,
            bytes: 2_400_000,
            months: vec![month()],
        })
        .object(&month())
        .object(&UserContainer {
            id: "r3".into(),
            kind: ContainerKind::Room,
            name: "Customs".into(),
            created: true,
            members: 12,
            messages: 340,
            attachments: 21,
        });
    changes(users)
}

fn changes(samples: Samples) -> Samples {
    let invited = InvitedAddress {
        email: "kim@juniper.example".into(),
        outcome: InvitationOutcome::Joined,
        user_id: Some("u1".into()),
    };
    let changed = ChangedUser {
        user_id: "u1".into(),
        outcome: ChangeOutcome::Done,
    };
    samples
        .object(&InviteUsers {
            emails: vec!["kim@juniper.example".into()],
        })
        .variants::<InvitationOutcome>()
        .object(&invited)
        .object(&Invited {
            results: vec![invited],
        })
        .object(&ChosenUsers {
            user_ids: vec!["u1".into()],
        })
        .object(&AssignTier {
            user_ids: vec!["u1".into()],
            tier: Tier::Pro,
        })
        .variants::<ChangeOutcome>()
        .object(&changed)
        .object(&ChangedUsers {
            results: vec![changed],
        })
}

fn user() -> User {
    User {
        id: "u1".into(),
        display_name: "Kim Osei".into(),
        email: "kim@juniper.example".into(),
        registration: Registration::Registered,
        invitation: Invitation::Accepted,
        tier: Tier::Pro,
        invited_at: Some(SUBMITTED.into()),
        joined_at: Some(SUBMITTED.into()),
        last_active_at: Some(SUBMITTED.into()),
        personal_pin: Some("4410927".into()),
        private: true,
        phone: Some("+1 555 0100".into()),
        messages_sent: 1_204,
        meetings_attended: 33,
        meetings_organised: 8,
    }
}

fn month() -> MonthOfUploads {
    MonthOfUploads {
        month: "2026-01".into(),
        attachments: 5,
        bytes: 210_000,
    }
}
