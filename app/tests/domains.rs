//! A domain's claim, and the obstacles to deleting an account: visible text and links.

#![expect(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

use attache_app::{
    components::{
        accounts::actions::{Obstacle, obstacle},
        domains::claim::{Outcome, Record, consequences},
    },
    routes,
};
use attache_wire::{
    account::{Account, AccountStatus, AccountType, Domain, DomainStatus},
    domain::{DomainDetail, DomainFinding, Removal, TxtRecord},
};
use leptos::prelude::*;
use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};

#[path = "page/helpers.rs"]
mod page;
use page::{Page, attribute, frame, show};

wasm_bindgen_test_configure!(run_in_browser);

const CHECKED: &str = "2026-01-22T02:10:00Z";

fn claim(status: DomainStatus, finding: Option<DomainFinding>, found: &[&str]) -> DomainDetail {
    let open = status == DomainStatus::PendingVerification;
    DomainDetail {
        domain: Domain {
            id: "dom-1".into(),
            name: "fern.example".to_owned(),
            unicode_name: None,
            status,
            claimed_at: "2026-01-22T01:10:00Z".into(),
            verified_at: (status == DomainStatus::Verified).then(|| CHECKED.into()),
            users: 19,
        },
        record: TxtRecord {
            name: "_attache-challenge.fern.example".to_owned(),
            value: "attache-domain-verification=0a1b".to_owned(),
        },
        checked_at: finding.map(|_| CHECKED.into()),
        next_check_at: open.then(|| "2026-01-22T03:10:00Z".into()),
        gives_up_at: open.then(|| "2026-01-25T01:10:00Z".into()),
        finding,
        found: found.iter().map(|value| (*value).to_owned()).collect(),
        removal: Removal::default(),
    }
}

fn shown(detail: DomainDetail) -> (Page, RwSignal<Option<DomainDetail>>) {
    let detail = RwSignal::new(Some(detail));
    let now = Signal::stored(js_sys::Date::parse(CHECKED));
    let page = show(move || view! { <Outcome account="fern".into() detail now /> });
    (page, detail)
}

#[track_caller]
fn assert_says(page: &Page, words: &[&str]) {
    let text = page.text();
    for words in words {
        assert!(text.contains(words), "{words:?} is not in: {text}");
    }
}

#[wasm_bindgen_test]
fn an_unchecked_claim_shows_its_next_check_and_expiry() {
    let (page, _) = shown(claim(DomainStatus::PendingVerification, None, &[]));
    assert_says(
        &page,
        &[
            "Not checked yet.",
            "Next checkin 1 hour",
            "Claim expiresin 2 days",
        ],
    );
    assert!(!page.text().contains("Last checked"));
    let times = page.all("time");
    let machine: Vec<_> = times
        .iter()
        .filter_map(|time| attribute(time, "datetime"))
        .collect();
    assert!(
        machine.contains(&"2026-01-25T01:10:00.000Z".to_owned()),
        "{machine:?}"
    );
}

#[wasm_bindgen_test]
fn each_finding_explains_the_problem_and_the_fix() {
    let doubled = "_attache-challenge.fern.example.fern.example";
    let table: [(DomainFinding, &[&str], &[&str]); 7] = [
        (
            DomainFinding::NoRecord,
            &[],
            &[
                "No TXT record",
                "_attache-challenge.fern.example",
                "DNS changes take time",
            ],
        ),
        (
            DomainFinding::WrongValue,
            &["v=spf1 -all", "nonsense"],
            &["wrong value", "v=spf1 -all", "nonsense", "exactly as shown"],
        ),
        (
            DomainFinding::DecoratedValue,
            &["\"right\""],
            &["characters around it", "\"right\"", "without quotes"],
        ),
        (
            DomainFinding::DoubledSuffix,
            &[doubled],
            &[
                "twice",
                doubled,
                "Change the name you entered there to _attache-challenge.",
            ],
        ),
        (
            DomainFinding::AtDomain,
            &[],
            &["at the domain itself", "Add the record at _attache-challenge."],
        ),
        (
            DomainFinding::HeldByAnother,
            &[],
            &[
                "another account has already verified",
                "that account's administrators",
            ],
        ),
        (
            DomainFinding::NoAnswer,
            &[],
            &["got no answer", "Check again later"],
        ),
    ];
    assert_eq!(table.map(|(finding, ..)| finding), DomainFinding::ALL);
    for (finding, found, words) in table {
        let (pending, _) = shown(claim(DomainStatus::PendingVerification, Some(finding), found));
        assert_says(&pending, words);
        assert_says(&pending, &["Next check"]);
        let (failed, _) = shown(claim(DomainStatus::Failed, Some(finding), found));
        assert_says(&failed, words);
        assert_says(&failed, &["The claim has expired.", "check again"]);
        assert!(!failed.text().contains("Next check"));
    }
}

#[wasm_bindgen_test]
async fn a_verified_domain_explains_the_change_and_links_to_the_request() {
    let (page, detail) = shown(claim(
        DomainStatus::PendingVerification,
        Some(DomainFinding::NoRecord),
        &[],
    ));
    // Screen readers announce it only if the live region is still the same element.
    let region = page.all("status").remove(0);
    let mut verified = claim(DomainStatus::Verified, None, &[]);
    verified.removal.released = 14;
    verified.removal.suspended = 2;
    verified.removal.uninvited = 3;
    detail.set(Some(verified));
    frame().await;
    assert!(
        page::text(&region)
            .contains("now an Enterprise account. 16 people with an address in the domain are managed")
    );
    let request = page.get("link", "Request attachments");
    assert_eq!(
        attribute(&request, "href").as_deref(),
        Some("/accounts/fern/settings/account")
    );
}

#[wasm_bindgen_test]
fn the_record_has_copy_buttons_and_warns_of_an_appended_domain() {
    let DomainDetail { domain, record, .. } = claim(DomainStatus::PendingVerification, None, &[]);
    let page = show(move || view! { <Record domain record /> });
    assert_says(
        &page,
        &[
            "_attache-challenge.fern.example",
            "attache-domain-verification=0a1b",
            "If the form shows .fern.example after the field, or says that it appends the domain, enter only \
             _attache-challenge as the name",
        ],
    );
    page.get("button", "Copy record name");
    page.get("button", "Copy record value");
}

#[wasm_bindgen_test]
fn removing_a_domain_counts_its_consequences() {
    const STAY: &str = "Files already delivered are kept: their links work until they expire.";
    let verified = |removal: Removal| consequences(DomainStatus::Verified, &removal);
    assert_eq!(
        verified(Removal {
            released: 1_320,
            suspended: 1,
            uninvited: 16,
            becomes_team: true,
            cancels: Some("exp-1".into()),
        }),
        [
            "1,320 registered users are signed out and released: their attachments are excluded from this account's \
             later requests.",
            "1 suspended user stays suspended.",
            "16 invitations are withdrawn.",
            "This is the last domain: the account becomes a Team account and cannot request attachments.",
            "The running attachment request is cancelled.",
            STAY,
        ]
    );
    assert_eq!(
        verified(Removal::default()),
        ["No users have an address in this domain.", STAY]
    );
    for open in [DomainStatus::PendingVerification, DomainStatus::Failed] {
        let lines = consequences(open, &Removal::default());
        assert_eq!(lines, ["The claim is withdrawn. No users are affected."]);
    }
}

#[wasm_bindgen_test]
fn an_account_can_be_deleted_only_without_obstacles() {
    let account = |account_type, managed_users, domains: &[&str]| Account {
        id: "fern".into(),
        name: "Fern".to_owned(),
        account_type,
        status: AccountStatus::Active,
        created_at: CHECKED.into(),
        users: 30,
        managed_users,
        domains: domains.iter().map(|name| (*name).to_owned()).collect(),
    };
    assert_eq!(
        obstacle(&account(AccountType::Team, 12, &[])),
        Some(Obstacle::Users(12))
    );
    // Released users count as users of the account, but are no obstacle.
    assert_eq!(obstacle(&account(AccountType::Team, 0, &[])), None);
    for kind in AccountType::ALL.into_iter().filter(|kind| kind.is_enterprise()) {
        assert_eq!(
            obstacle(&account(kind, 12, &["fern.example"])),
            Some(Obstacle::Domains(vec!["fern.example".to_owned()]))
        );
    }
}

#[wasm_bindgen_test]
fn each_step_of_a_claim_has_an_address() {
    assert_eq!(
        routes::claim_domain("fern"),
        "/accounts/fern/identity/domains/new"
    );
    assert_eq!(
        routes::claim_record("fern", "a&b"),
        "/accounts/fern/identity/domains/new?domain=a%26b"
    );
    assert_eq!(
        routes::domain("fern", "../x"),
        "/accounts/fern/identity/domains/..%2Fx"
    );
}
