//! The seeded messages follow the accounts' retention settings.

use attache_server::{
    clock::{DAY, parse_rfc3339},
    simulator::world::fixtures::{ACCOUNTS, HARBOR, JUNIPER},
    store,
};
use attache_wire::retention::{Retention, RetentionEffect};

use crate::support::{START, default_world};

#[tokio::test]
async fn every_message_has_the_retention_of_its_settings() {
    let store = default_world().store().await;
    let mut conn = store.read().await.unwrap();
    let now = parse_rfc3339(START).unwrap();
    for account in ACCOUNTS {
        let settings = store::retention::settings(&mut conn, &account.id.into())
            .await
            .unwrap();
        assert_eq!(settings, account.retention);
        let again =
            store::retention::effect(&mut conn, &account.id.into(), &settings, now, now - 30 * DAY).await;
        assert_eq!(again.unwrap(), RetentionEffect::default(), "{}", account.id);
    }
    // As a check of the check: other settings do have an effect.
    let day = Retention {
        conversation_days: Some(1),
        room_days: Some(1),
    };
    for account in [JUNIPER, HARBOR] {
        let effect = store::retention::effect(&mut conn, &account.into(), &day, now, now - 30 * DAY).await;
        assert!(effect.unwrap().hidden_messages > 0, "{account}");
    }
}

#[tokio::test]
async fn initially_some_messages_are_hidden_and_all_can_be_restored() {
    let world = default_world();
    let start = parse_rfc3339(START).unwrap();
    let ends: Vec<(i64,)> = world
        .rows("SELECT expires_at FROM messages WHERE expires_at IS NOT NULL ORDER BY expires_at")
        .await;
    let hidden = ends.iter().filter(|(end,)| *end <= start).count();
    assert!((20..400).contains(&hidden), "{hidden} are hidden");
    assert!(
        ends[0].0 > start - 30 * DAY,
        "nothing is left for clean-up to delete"
    );
}
