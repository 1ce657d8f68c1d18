//! Changes to many users at once. Each user is judged separately.

use std::collections::BTreeMap;

use attache_wire::{
    account::Account,
    error::ErrorCode,
    id::{AccountId, UserId},
    user::{
        AssignTier, ChangeOutcome, ChangedUser, ChangedUsers, ChosenUsers, MAX_USERS_AT_ONCE, Registration,
        Tier, UserChange,
    },
};
use serde_json::{Value, json};

use crate::{
    access::{
        AuditedChange, SignedIn,
        authorise::{Authorised, Permitted, may},
    },
    accounts::directory,
    error::{Refusal, Result},
    exports,
    store::{
        self,
        users::membership::{self, UserRow},
    },
    workspace::Workspace,
};

/// Maximum length of an id in the audit log, in characters; real ids are shorter.
const RECORDED_CHARS: usize = 64;

/// Assigns a permission tier to users. Released users cannot have one.
///
/// # Errors
/// 404; 422 for no ids, too many, or another tier; or when the database fails.
pub async fn assign_tier(
    workspace: &Workspace,
    caller: &SignedIn,
    proof: &Authorised<may::UpdateUserLicenses>,
    account: &AccountId,
    body: &AssignTier,
) -> Result<ChangedUsers> {
    let mut change = BatchChange::begin(workspace, caller, proof, account, &body.user_ids).await?;
    if !matches!(body.tier, Tier::Basic | Tier::Pro) {
        return Err(Refusal::invalid("tier", "Choose Basic or Pro.").into());
    }
    let chosen = change
        .judge(|person, status| match UserChange::AssignTier.outcome(status) {
            ChangeOutcome::Done if person.tier == body.tier.as_str() => ChangeOutcome::Unchanged,
            outcome => outcome,
        })
        .await?;
    membership::set_tier(&mut change.audited.tx, &ids(&chosen), body.tier).await?;
    change.finish(json!({ "tier": body.tier })).await
}

/// Removes users from a Team account. They can keep using the chat, unmanaged, and lose their tier. Invitations of
/// users who never signed in are withdrawn.
///
/// # Errors
/// 404; 409 for an Enterprise account; 422 for no ids or too many; or when the database fails.
pub async fn remove(
    workspace: &Workspace,
    caller: &SignedIn,
    proof: &Authorised<may::SuspendUsers>,
    account: &AccountId,
    body: &ChosenUsers,
) -> Result<ChangedUsers> {
    let mut change = BatchChange::begin(workspace, caller, proof, account, &body.user_ids).await?;
    if !UserChange::Remove.is_possible_in(change.account.account_type) {
        let detail = "Enterprise accounts suspend users instead of removing them.";
        return Err(Refusal::new(ErrorCode::Conflict, detail).into());
    }
    let chosen = change
        .judge(|_, status| UserChange::Remove.outcome(status))
        .await?;
    membership::remove(&mut change.audited.tx, &ids(&chosen)).await?;
    store::scope::bump_revision(&mut change.audited.tx).await?;
    change.finish(Value::Null).await
}

/// Suspends users of an Enterprise account: signs them out and blocks them. The account still manages them.
///
/// # Errors
/// 404; 409 for a Team account; 422 for no ids or too many; or when the database fails.
pub async fn suspend(
    workspace: &Workspace,
    caller: &SignedIn,
    proof: &Authorised<may::SuspendUsers>,
    account: &AccountId,
    body: &ChosenUsers,
) -> Result<ChangedUsers> {
    let mut change = BatchChange::begin(workspace, caller, proof, account, &body.user_ids).await?;
    if !UserChange::Suspend.is_possible_in(change.account.account_type) {
        let detail = "Team accounts remove users instead of suspending them.";
        return Err(Refusal::new(ErrorCode::Conflict, detail).into());
    }
    let chosen = change
        .judge(|_, status| UserChange::Suspend.outcome(status))
        .await?;
    membership::set_registration(&mut change.audited.tx, &ids(&chosen), Registration::Suspended).await?;
    store::scope::bump_revision(&mut change.audited.tx).await?;
    change.finish(Value::Null).await
}

/// Reactivates suspended users. Users of an Enterprise account that has since lost their domain are released.
///
/// # Errors
/// 404; 422 for no ids or too many; or when the database fails.
pub async fn activate(
    workspace: &Workspace,
    caller: &SignedIn,
    proof: &Authorised<may::ActivateUsers>,
    account: &AccountId,
    body: &ChosenUsers,
) -> Result<ChangedUsers> {
    let mut change = BatchChange::begin(workspace, caller, proof, account, &body.user_ids).await?;
    let chosen = change
        .judge(|_, status| UserChange::Activate.outcome(status))
        .await?;
    let account = &change.account;
    let belongs = |person: &UserRow| {
        !account.account_type.is_enterprise() || account.domains.contains(&person.email_domain)
    };
    let (stay, go): (Vec<_>, Vec<_>) = chosen.into_iter().partition(belongs);
    membership::set_registration(&mut change.audited.tx, &ids(&stay), Registration::Registered).await?;
    membership::set_registration(&mut change.audited.tx, &ids(&go), Registration::Released).await?;
    store::scope::bump_revision(&mut change.audited.tx).await?;
    change.finish(Value::Null).await
}

fn ids(people: &[UserRow]) -> Vec<UserId> {
    people.iter().map(|person| person.id.clone()).collect()
}

/// A change in progress: the caller is permitted, the account exists and the number of ids is in bounds.
struct BatchChange<'c> {
    audited: AuditedChange<'c>,
    account: Account,
    user_ids: &'c [UserId],
    results: Vec<ChangedUser>,
}

impl<'c> BatchChange<'c> {
    async fn begin<A: Permitted>(
        workspace: &'c Workspace,
        caller: &'c SignedIn,
        proof: &Authorised<A>,
        account: &AccountId,
        user_ids: &'c [UserId],
    ) -> Result<Self> {
        let mut audited = AuditedChange::begin(workspace, caller, proof).await?;
        let account = directory::account(&mut audited.tx, account).await?;
        exports::refuse_while_fixing_a_set(&mut audited.tx).await?;
        if !(1..=MAX_USERS_AT_ONCE).contains(&user_ids.len()) {
            let detail = format!("Provide 1 to {MAX_USERS_AT_ONCE} user IDs.");
            return Err(Refusal::invalid("userIds", detail).into());
        }
        Ok(Self {
            audited,
            account,
            user_ids,
            results: Vec::with_capacity(user_ids.len()),
        })
    }

    /// Judges each id by the user's current status. Returns the users to change, each once even if its id is repeated.
    async fn judge(
        &mut self,
        outcome: impl Fn(&UserRow, Registration) -> ChangeOutcome,
    ) -> Result<Vec<UserRow>> {
        let people = membership::among(&mut self.audited.tx, &self.account.id, self.user_ids).await?;
        let mut people: BTreeMap<UserId, Option<UserRow>> = people
            .into_iter()
            .map(|person| (person.id.clone(), Some(person)))
            .collect();
        let mut chosen = Vec::new();
        for id in self.user_ids {
            let outcome = match people.get_mut(id) {
                None => ChangeOutcome::NotFound,
                Some(place) => match place.take() {
                    None => ChangeOutcome::Unchanged,
                    Some(person) => {
                        let outcome = outcome(&person, person.registration()?);
                        if outcome == ChangeOutcome::Done {
                            chosen.push(person);
                        } else {
                            *place = Some(person);
                        }
                        outcome
                    }
                },
            };
            self.results.push(ChangedUser {
                user_id: id.clone(),
                outcome,
            });
        }
        Ok(chosen)
    }

    /// Records the results and commits. `more` is added to the record beside the users.
    async fn finish(self, more: Value) -> Result<ChangedUsers> {
        let users: Vec<_> = self
            .results
            .iter()
            .map(|result| {
                let id: String = result.user_id.chars().take(RECORDED_CHARS).collect();
                json!({ "userId": id, "outcome": result.outcome })
            })
            .collect();
        let mut request = json!({ "accountId": self.account.id });
        if let (Value::Object(request), Value::Object(more)) = (&mut request, more) {
            request.extend(more);
        }
        let event = self.audited.event(request).response(json!({ "users": users }));
        self.audited.commit_and_publish(&event).await?;
        Ok(ChangedUsers {
            results: self.results,
        })
    }
}
