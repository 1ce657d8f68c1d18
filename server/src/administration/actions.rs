//! The known actions, which effective permissions list.

use attache_wire::permission::Action;

/// The actions that Amazon Chime documented for its console and named in its policies `FullAccess`, `UserManagement`
/// and `ReadOnly`. Not every one is needed by a route of this server.
const DOCUMENTED: [&str; 33] = [
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
    "chime:GetAccount",
    "chime:GetAccountSettings",
    "chime:GetDomain",
    "chime:GetUser",
    "chime:GetUserByEmail",
    "chime:InviteUsers",
    "chime:ListAccounts",
    "chime:ListDelegates",
    "chime:ListDirectories",
    "chime:ListDomains",
    "chime:ListGroups",
    "chime:ListUsers",
    "chime:LogoutUser",
    "chime:RenameAccount",
    "chime:ResetPersonalPIN",
    "chime:RetrieveDataExport",
    "chime:SearchAvailablePhoneNumbers",
    "chime:StartDataExport",
    "chime:SubmitSupportRequest",
    "chime:SuspendUsers",
    "chime:UpdateAccountSettings",
    "chime:UpdateUserLicenses",
];

/// Lists every known action, sorted by service and name, and whether a route of this server needs it.
pub fn actions() -> Vec<(&'static str, bool)> {
    let used: Vec<&str> = Action::ALL.iter().map(|action| action.as_str()).collect();
    let unused = DOCUMENTED.iter().filter(|action| !used.contains(action));
    let mut actions: Vec<_> = unused.map(|action| (*action, false)).collect();
    actions.extend(used.iter().map(|action| (*action, true)));
    actions.sort_unstable();
    actions
}
