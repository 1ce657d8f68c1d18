//! The named users, containers and files exist, and so does every awkward name.

use std::collections::BTreeSet;

use attache_server::simulator::world::fixtures::{
    awkward::{DUPLICATE, DUPLICATES, NAMES},
    containers::PLACES,
    people::{OWEN, PEOPLE},
    uploads::uploads,
};

use crate::support::default_world;

#[tokio::test]
async fn the_four_accounts_one_of_each_type_exist_with_their_domains() {
    let accounts = default_world()
        .texts(
            "SELECT a.id || ': ' || a.name || ', ' || a.type || ', ' || a.users || ' users, ' ||
                ifnull((SELECT group_concat(name || ' ' || status, ', ') FROM domains WHERE account_id = a.id), 'no domain')
             FROM accounts a ORDER BY a.id",
        )
        .await;
    insta::assert_snapshot!(accounts.join("\n"), @r"
    harbor-health: Harbor Health, EnterpriseOIDC, 40 users, harborhealth.example Verified
    juniper-freight: Juniper Freight, EnterpriseLWA, 240 users, juniper-air.example PendingVerification, juniper-logistics.example Verified, juniperfreight.example Verified
    kite-studio: Kite Studio, Team, 12 users, no domain
    linden-college: Linden College, EnterpriseDirectory, 24 users, lindencollege.example Verified
    ");
}

#[tokio::test]
async fn every_named_user_and_container_exists() {
    let world = default_world();
    let users: BTreeSet<String> = world
        .texts("SELECT id || ' ' || email FROM users")
        .await
        .into_iter()
        .collect();
    for person in PEOPLE {
        assert!(
            users.contains(&format!("{} {}", person.id, person.email)),
            "{}",
            person.id
        );
    }
    let places: BTreeSet<String> = world
        .texts("SELECT id || ' ' || kind || ' ' || name FROM containers")
        .await
        .into_iter()
        .collect();
    for place in PLACES {
        assert!(
            places.contains(&format!("{} {} {}", place.id, place.kind.as_str(), place.name)),
            "{}",
            place.id
        );
    }
    let owens: Vec<String> = world.texts("SELECT sender_id FROM messages").await;
    assert!(
        !owens.iter().any(|sender| sender == OWEN),
        "a user who never joined has sent nothing"
    );
}

#[tokio::test]
async fn the_named_files_have_their_names_and_forty_share_one() {
    let world = default_world();
    let names: Vec<(String, String)> = world.rows("SELECT id, file_name FROM attachments").await;
    for upload in uploads() {
        let id = format!("att-{}", upload.id);
        assert!(names.contains(&(id, upload.name.clone())), "{}", upload.id);
    }
    let duplicates = names.iter().filter(|(_, name)| name == DUPLICATE).count();
    assert_eq!(u32::try_from(duplicates), Ok(DUPLICATES));
}

#[test]
fn each_kind_of_awkward_name_exists() {
    let has = |test: fn(&str) -> bool| NAMES.iter().any(|(_, name)| test(name));
    assert!(NAMES.iter().all(|(_, name)| (1..=255).contains(&name.len())));
    assert_eq!(
        NAMES.iter().filter(|(_, name)| name.len() == 255).count(),
        3,
        "names of the maximum length"
    );
    assert!(
        has(|name| name == "../../etc/passwd") && has(|name| name == "CON") && has(|name| name == "=cmd()")
    );
    assert!(has(|name| name.contains('\u{202E}')), "bidi override");
    assert!(has(|name| name.ends_with('.')) && has(|name| name.ends_with(' ')));
    assert!(
        has(|name| name.contains('\n'))
            && has(|name| name.contains('\r'))
            && has(|name| name.contains('\u{7}'))
    );
    assert!(has(|name| name.contains("<script>")) && has(|name| name.contains('"')));
    let tests: BTreeSet<&str> = NAMES.iter().map(|(tests, _)| *tests).collect();
    assert_eq!(tests.len(), NAMES.len(), "ids are unique");
}
