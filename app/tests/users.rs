//! Changing users and inviting people: who is affected, and how.

use attache_app::{
    components::users::{
        actions::{ChosenUser, consequences, why_not},
        invite::{to_try_again, wrong},
    },
    routes,
};
use attache_wire::{
    account::AccountType,
    user::{
        InvitationOutcome::{self, *},
        InvitedAddress, Registration, Tier, UserChange,
    },
};
use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};

wasm_bindgen_test_configure!(run_in_browser);

fn person(registration: Registration, tier: Tier) -> ChosenUser {
    ChosenUser {
        id: "usr-1".into(),
        name: "Avery".to_owned(),
        registration,
        tier,
    }
}

const ENTERPRISE: Option<AccountType> = Some(AccountType::EnterpriseLWA);
const TEAM: Option<AccountType> = Some(AccountType::Team);

#[wasm_bindgen_test]
fn each_change_is_allowed_only_in_its_account_types() {
    let anybody = [person(Registration::Registered, Tier::Pro)];
    let suspended = [person(Registration::Suspended, Tier::Pro)];
    let table = [
        (UserChange::AssignTier, ENTERPRISE, &anybody, true),
        (UserChange::AssignTier, TEAM, &anybody, true),
        (UserChange::Suspend, ENTERPRISE, &anybody, true),
        (UserChange::Suspend, TEAM, &anybody, false),
        (UserChange::Activate, ENTERPRISE, &suspended, true),
        (UserChange::Activate, TEAM, &suspended, true),
        (UserChange::Remove, ENTERPRISE, &anybody, false),
        (UserChange::Remove, TEAM, &anybody, true),
    ];
    for (change, account, people, may) in table {
        assert_eq!(
            why_not(change, account, people).is_none(),
            may,
            "{change:?} {account:?}"
        );
    }
    for change in UserChange::ALL {
        let unknown = why_not(change, None, &anybody);
        assert_eq!(unknown, Some("The account is still loading."), "{change:?}");
    }
}

#[wasm_bindgen_test]
fn a_change_that_affects_no_selected_user_says_so() {
    let all = Registration::ALL.map(|registration| [person(registration, Tier::Basic)]);
    let concerned = |change, account| {
        let may = all
            .iter()
            .filter(|people| why_not(change, account, &people[..]).is_none());
        may.map(|people| people[0].registration).collect::<Vec<_>>()
    };
    use Registration::{Registered, Suspended, Unregistered};
    assert_eq!(
        concerned(UserChange::AssignTier, TEAM),
        [Registered, Unregistered, Suspended]
    );
    assert_eq!(concerned(UserChange::Remove, TEAM), Registration::ALL);
    assert_eq!(concerned(UserChange::Suspend, ENTERPRISE), [Registered]);
    assert_eq!(concerned(UserChange::Activate, ENTERPRISE), [Suspended]);
    assert_eq!(
        why_not(UserChange::Suspend, ENTERPRISE, &[]),
        Some("Select users in the table first.")
    );
    // One affected user is enough.
    let both = [all[1][0].clone(), all[0][0].clone()];
    assert_eq!(why_not(UserChange::Suspend, ENTERPRISE, &both), None);
}

#[wasm_bindgen_test]
fn the_consequences_of_a_change_are_counted() {
    use Registration::{Registered, Suspended, Unregistered};
    let people = [
        person(Registered, Tier::Pro),
        person(Registered, Tier::Basic),
        person(Suspended, Tier::Plus),
        person(Unregistered, Tier::Pro),
    ];
    let lines = |change| consequences(change, &people);
    assert_eq!(
        lines(UserChange::Suspend),
        [
            "2 users are signed out immediately and cannot sign in until un-suspended. They stay managed: their uploads \
             stay in scope of attachment requests.",
            "2 users are not registered and are not changed.",
        ]
    );
    assert_eq!(
        lines(UserChange::Remove),
        [
            "3 users become unmanaged: they leave the account but can still sign in to the chat.",
            "2 users lose their permission tier and become Basic.",
            "1 user has never signed in: the invitation is withdrawn.",
            "Unmanaged users can ask the Assistant in the chat for their own attachments.",
        ]
    );
    assert!(lines(UserChange::Activate)[0].starts_with("1 user can sign in again and becomes Registered"));
    assert_eq!(
        lines(UserChange::Activate)[1],
        "3 users are not suspended and are not changed."
    );
    assert!(lines(UserChange::AssignTier)[0].starts_with("4 users get the tier immediately."));
}

#[wasm_bindgen_test]
fn the_address_error_appears_only_when_it_helps() {
    assert_eq!(wrong(0, false), None);
    assert_eq!(wrong(0, true).as_deref(), Some("Enter an address."));
    assert_eq!(wrong(50, true), None);
    assert_eq!(
        wrong(51, false).as_deref(),
        Some("You can invite at most 50 addresses at once; you entered 51.")
    );
}

#[wasm_bindgen_test]
fn only_addresses_that_could_succeed_are_tried_again() {
    let results = [
        Invited,
        Joined,
        InvitedAgain,
        Member,
        Suspended,
        ElsewhereManaged,
        DomainHeldByAnother,
        NotYourDomain,
        NotAnAddress,
        Repeated,
    ]
    .map(|outcome: InvitationOutcome| InvitedAddress {
        email: format!("{outcome:?}"),
        outcome,
        user_id: None,
    });
    assert_eq!(
        to_try_again(&results),
        [
            "ElsewhereManaged",
            "DomainHeldByAnother",
            "NotYourDomain",
            "NotAnAddress"
        ]
    );
}

#[wasm_bindgen_test]
fn a_user_has_an_address() {
    assert_eq!(routes::user("fern", "a/../b"), "/accounts/fern/users/a%2F..%2Fb");
}
