//! Builds the paths of the API. Percent-encodes arguments.

use std::fmt::Write;

use crate::export::ManifestFormat;

/// The API's path on the console's site.
pub const API: &str = "/api/v1";

/// Encodes one path segment or query value: percent-encodes everything but unreserved characters.
pub fn encode(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-_.~".contains(&byte) {
            out.push(char::from(byte));
        } else {
            // Writing to a String cannot fail.
            let _ = write!(out, "%{byte:02X}");
        }
    }
    out
}

/// Returns a path with a query string of the pairs whose value is not empty.
pub fn with_query(path: &str, pairs: &[(&str, &str)]) -> String {
    let query: Vec<String> = pairs
        .iter()
        .filter(|(_, value)| !value.is_empty())
        .map(|(name, value)| format!("{}={}", encode(name), encode(value)))
        .collect();
    if query.is_empty() {
        path.to_owned()
    } else {
        format!("{path}?{}", query.join("&"))
    }
}

/// `GET`: who can sign in to this demo.
pub fn principals() -> String {
    format!("{API}/principals")
}

/// `POST`, `GET`, `DELETE`: the session.
pub fn session() -> String {
    format!("{API}/session")
}

/// `GET`: the accounts.
pub fn accounts() -> String {
    format!("{API}/accounts")
}

/// `GET`: an account summary.
pub fn account(account: &str) -> String {
    format!("{API}/accounts/{}", encode(account))
}

/// `GET`: an account's users.
pub fn users(account_id: &str) -> String {
    format!("{}/users", account(account_id))
}

/// `GET`: one user.
pub fn user(account_id: &str, user_id: &str) -> String {
    format!("{}/{}", users(account_id), encode(user_id))
}

/// `GET`: the conversations and rooms of one user.
pub fn user_containers(account_id: &str, user_id: &str) -> String {
    format!("{}/conversations", user(account_id, user_id))
}

/// `POST`: invite people.
pub fn invitations(account_id: &str) -> String {
    format!("{}/invitations", account(account_id))
}

/// `POST`: change many users; `action` is `tier`, `remove`, `suspend` or `activate`.
pub fn change_users(account_id: &str, action: &str) -> String {
    format!("{}/user-changes/{action}", account(account_id))
}

/// `GET`, `PUT`: how long messages are kept.
pub fn retention(account_id: &str) -> String {
    format!("{}/settings/retention", account(account_id))
}

/// `GET`: the effect of other settings; the query has the fields of [`crate::retention::Retention`].
pub fn retention_effect(account_id: &str) -> String {
    format!("{}/effect", retention(account_id))
}

/// `GET`: an account's domains.
pub fn domains(account_id: &str) -> String {
    format!("{}/domains", account(account_id))
}

/// `GET`, `DELETE`: one domain.
pub fn domain(account_id: &str, domain_id: &str) -> String {
    format!("{}/{}", domains(account_id), encode(domain_id))
}

/// `POST`: look up the DNS record now.
pub fn domain_check(account_id: &str, domain_id: &str) -> String {
    format!("{}/check", domain(account_id, domain_id))
}

/// `GET`: the estimate of a request submitted now.
pub fn estimate(account_id: &str) -> String {
    format!("{}/exports/estimate", account(account_id))
}

/// `GET`: an account's exports; `POST`: submit one.
pub fn account_exports(account_id: &str) -> String {
    format!("{}/exports", account(account_id))
}

/// `GET`: one export.
pub fn export(export: &str) -> String {
    format!("{API}/exports/{}", encode(export))
}

/// `GET`: an export's items.
pub fn items(export_id: &str) -> String {
    format!("{}/items", export(export_id))
}

/// `GET`: the file with the live links.
pub fn manifest(export_id: &str, format: ManifestFormat) -> String {
    format!("{}/manifest.{}", export(export_id), format.extension())
}

/// `POST`: stop a running export.
pub fn cancel(export_id: &str) -> String {
    format!("{}/cancel", export(export_id))
}

/// `POST`: revoke the links.
pub fn revoke(export_id: &str) -> String {
    format!("{}/revoke", export(export_id))
}

/// `GET`: server-sent events.
pub fn events() -> String {
    format!("{API}/events")
}

/// `GET`, `PATCH`: the simulated clock.
pub fn clock() -> String {
    format!("{API}/clock")
}

/// `GET`, `POST`, `DELETE`: the simulator's faults.
pub fn faults() -> String {
    format!("{API}/simulator/faults")
}

/// `GET`: principals with their policies (the Access page).
pub fn access_principals() -> String {
    format!("{API}/access/principals")
}

/// `GET`: one principal's permissions.
pub fn permissions(principal: &str) -> String {
    format!("{}/{}/permissions", access_principals(), encode(principal))
}

/// `PUT`: attach the policy; `DELETE`: detach it.
pub fn attachment(principal: &str, policy_id: &str) -> String {
    format!(
        "{}/{}/policies/{}",
        access_principals(),
        encode(principal),
        encode(policy_id)
    )
}

/// `GET`: the policies; `POST`: create one.
pub fn policies() -> String {
    format!("{API}/access/policies")
}

/// `GET`, `PUT`, `DELETE`: one policy.
pub fn policy(policy: &str) -> String {
    format!("{}/{}", policies(), encode(policy))
}

/// `POST`: check whether a document is a valid policy.
pub fn check_policy() -> String {
    format!("{API}/access/check")
}

/// `POST`: what a principal's policies would say.
pub fn simulate() -> String {
    format!("{API}/access/simulate")
}

/// `GET`: who can download the export's file, and who has.
pub fn export_access(export_id: &str) -> String {
    format!("{}/access", export(export_id))
}

/// `POST`: acknowledge that the file must be guarded.
pub fn acknowledgements(export_id: &str) -> String {
    format!("{}/acknowledgements", export(export_id))
}

/// `GET`: how to sign in.
pub fn sign_in() -> String {
    format!("{API}/sign-in")
}

/// `GET`: the caller's sessions; `DELETE`: end all but the current one.
pub fn sessions() -> String {
    format!("{API}/sessions")
}

/// `DELETE`: end one of the caller's sessions.
pub fn session_entry(id: &str) -> String {
    format!("{}/{}", sessions(), encode(id))
}

/// `GET`: the audit log.
pub fn audit_events() -> String {
    format!("{API}/audit/events")
}

/// `GET`: the audit log as a file; `extension` is `csv` or `ndjson`.
pub fn audit_file(extension: &str) -> String {
    format!("{API}/audit/events.{extension}")
}

/// `GET`: verify the audit log.
pub fn audit_verification() -> String {
    format!("{API}/audit/verification")
}

/// `GET`: notifications; `POST`: mark them as read.
pub fn notifications() -> String {
    format!("{API}/notifications")
}

/// `GET`, `POST`: the simulated DNS.
pub fn dns() -> String {
    format!("{API}/simulator/dns")
}

/// `DELETE`: one record of the simulated DNS.
pub fn dns_record(record: &str) -> String {
    format!("{}/{}", dns(), encode(record))
}

/// `GET`: users as whom you can write to the Assistant.
pub fn assistant_users() -> String {
    format!("{API}/assistant/users")
}

/// `GET`: the conversation with the Assistant; `POST`: write to it.
pub fn assistant_thread(user: &str) -> String {
    format!("{}/{}/messages", assistant_users(), encode(user))
}

/// `GET`, `PUT`: simulated faults of the infrastructure.
pub fn machinery() -> String {
    format!("{API}/simulator/machinery")
}

/// `POST`: crash the pipeline's worker.
pub fn worker_crash() -> String {
    format!("{API}/simulator/worker-crash")
}

/// `GET`, `PUT`: whether users chat as simulated time passes.
pub fn activity() -> String {
    format!("{API}/simulator/activity")
}

/// `GET`: the conversations and rooms that a user can write in.
pub fn chat_conversations(user: &str) -> String {
    format!("{API}/simulator/people/{}/conversations", encode(user))
}

/// `POST`: start a group conversation in the simulated chat.
pub fn groups() -> String {
    format!("{API}/simulator/groups")
}

/// `POST`: create a chat room in the simulated chat.
pub fn rooms() -> String {
    format!("{API}/simulator/rooms")
}

/// `DELETE`: delete a chat room from the simulated chat.
pub fn room(room: &str) -> String {
    format!("{}/{}", rooms(), encode(room))
}

/// `POST`: upload a file to the simulated chat; the body is its bytes, the query has `sender` (e-mail address),
/// `container` (id) and `fileName`.
pub fn uploads() -> String {
    format!("{API}/simulator/uploads")
}

/// `POST`: launch a scenario.
pub fn scenarios() -> String {
    format!("{API}/simulator/scenarios")
}

/// `POST`: reset the world.
pub fn reset() -> String {
    format!("{API}/simulator/reset")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hostile_ids_stay_in_their_segment() {
        assert_eq!(account("../../x?y#z"), "/api/v1/accounts/..%2F..%2Fx%3Fy%23z");
        assert_eq!(users("é"), "/api/v1/accounts/%C3%A9/users");
    }

    #[test]
    fn empty_values_are_left_out_of_queries() {
        assert_eq!(
            with_query("/x", &[("q", ""), ("cursor", "a b")]),
            "/x?cursor=a%20b"
        );
        assert_eq!(with_query("/x", &[("q", "")]), "/x");
    }
}
