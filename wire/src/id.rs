//! The ids of accounts, users and the like. Each kind has its own type, so that the compiler tells them apart; in JSON, an
//! id is a string.

use crate::text::text_types;

text_types! {
    /// The id of an account.
    AccountId
    /// The id of a chat user.
    UserId
    /// The id of an attachment request, which is also the first segment of its links.
    ExportId
    /// The id of an attachment.
    AttachmentId
    /// The id of a conversation, group, meeting or room.
    ContainerId
    /// The id of a message.
    MessageId
    /// The id of a claimed domain.
    DomainId
    /// The id of a principal: who can sign in to the console.
    PrincipalId
    /// The id of a policy.
    PolicyId
}
