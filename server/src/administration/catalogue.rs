//! Every action that is known here: what effective permissions list.

use attache_wire::permission::Action;

/// The actions that Amazon Chime documented for its policies and that no route of this server needs (so far): the
/// reads, the user actions and the account actions of its policies `FullAccess`, `UserManagement` and `ReadOnly`.
const DOCUMENTED: [&str; 27] = [
    "chime:ActivateUsers",
    "chime:AddDomain",
    "chime:AddOrUpdateGroups",
    "chime:AuthorizeDirectory",
    "chime:BatchSuspendUser",
    "chime:BatchUnsuspendUser",
    "chime:BatchUpdateUser",
    "chime:ConnectDirectory",
    "chime:CreateAccount",
    "chime:DeleteAccount",
    "chime:DeleteDomain",
    "chime:GetAccountSettings",
    "chime:GetDomain",
    "chime:GetUser",
    "chime:GetUserByEmail",
    "chime:InviteUsers",
    "chime:ListDelegates",
    "chime:ListDirectories",
    "chime:ListGroups",
    "chime:LogoutUser",
    "chime:RenameAccount",
    "chime:ResetPersonalPIN",
    "chime:SearchAvailablePhoneNumbers",
    "chime:SubmitSupportRequest",
    "chime:SuspendUsers",
    "chime:UpdateAccountSettings",
    "chime:UpdateUserLicenses",
];

/// Every known action, by service and name, and whether a route of this server needs it.
pub fn actions() -> Vec<(&'static str, bool)> {
    let used = Action::ALL.iter().map(|action| (action.as_str(), true));
    let mut actions: Vec<_> = used
        .chain(DOCUMENTED.iter().map(|action| (*action, false)))
        .collect();
    actions.sort_unstable();
    actions
}
