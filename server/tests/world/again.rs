//! The same seed creates the same world, whatever happened before.

use attache_server::simulator::world::{Outcome, SeedError, SeedOptions, SeedStage};
use futures::future::{AbortHandle, Abortable};

use attache_server::simulator::world::shape::MAX_ATTACHMENTS;

use crate::support::{START, TestWorld, options};

#[tokio::test]
async fn equal_seeds_create_equal_worlds_and_different_seeds_different_ones() {
    let one = TestWorld::seeded(&options(42, 400)).await;
    let same = TestWorld::seeded(&options(42, 400)).await;
    let other = TestWorld::seeded(&options(43, 400)).await;

    let digests = one.digests().await;
    assert_eq!(digests, same.digests().await);
    assert_eq!(one.stored().await, same.stored().await);

    let others = other.digests().await;
    for table in [
        "users",
        "containers",
        "memberships",
        "messages",
        "attachments",
        "blobs",
    ] {
        assert_ne!(digests[table], others[table], "{table}");
    }
    for table in ["domains", "principals", "policies", "principal_policies"] {
        assert_eq!(
            digests[table], others[table],
            "{table} is the same in every world"
        );
    }
    assert!(one.stored().await.is_disjoint(&other.stored().await));
}

#[tokio::test]
async fn a_later_start_does_not_change_the_world() {
    let world = TestWorld::seeded(&options(1, 200)).await;
    let before = world.digests().await;
    assert_eq!(
        world.seed(&options(2, 300), |_| {}).await.unwrap(),
        Outcome::AlreadySeeded
    );
    assert_eq!(world.digests().await, before);
}

/// Stops the seeding at the start of a stage, as a crash would.
async fn crash(world: &TestWorld, options: &SeedOptions, stage: SeedStage) {
    let (handle, registration) = AbortHandle::new_pair();
    let seeding = world.seed(options, |progress| {
        if progress.stage == stage {
            handle.abort();
        }
    });
    assert!(
        Abortable::new(seeding, registration).await.is_err(),
        "it was stopped in stage {stage}"
    );
}

#[tokio::test]
async fn the_next_start_recovers_from_a_crash_in_any_stage() {
    let clean = TestWorld::seeded(&options(5, 200)).await;
    let world = TestWorld::empty();
    for stage in [
        SeedStage::Files,
        SeedStage::Users,
        SeedStage::Conversations,
        SeedStage::Attachments,
        SeedStage::Indexes,
    ] {
        // Each attempt starts a different world on top of the previous leftovers.
        crash(&world, &options(6, 220), stage).await;
    }
    assert_eq!(
        world.seed(&options(5, 200), |_| {}).await.unwrap(),
        Outcome::Seeded
    );

    assert_eq!(world.digests().await, clean.digests().await);
    assert_eq!(
        world.schema().await,
        clean.schema().await,
        "every index exists again"
    );
    assert_eq!(
        world.stored().await,
        clean.stored().await,
        "no file of the other world is left"
    );
}

#[tokio::test]
async fn the_search_index_contains_exactly_the_users() {
    let world = TestWorld::seeded(&options(1, 200)).await;
    let store = world.store().await;
    let mut tx = store.write().await.unwrap();
    sqlx::query("INSERT INTO users_search (users_search, rank) VALUES ('integrity-check', 1)")
        .execute(&mut *tx)
        .await
        .unwrap();
    let found: i64 =
        sqlx::query_scalar("SELECT count(*) FROM users_search WHERE users_search MATCH 'okafor'")
            .fetch_one(&mut *tx)
            .await
            .unwrap();
    assert_eq!(found, 1);
}

#[tokio::test]
async fn invalid_sizes_and_start_times_are_refused() {
    let world = TestWorld::empty();
    for attachments in [0, MAX_ATTACHMENTS + 1] {
        let error = world.seed(&options(1, attachments), |_| {}).await.unwrap_err();
        assert_eq!(
            error.to_string(),
            format!("--attachments must be 1 to 1000000, not {attachments}")
        );
    }
    let early = SeedOptions {
        start: "1969-07-20T20:17:40Z".parse().unwrap(),
        ..options(1, 200)
    };
    assert!(
        matches!(world.seed(&early, |_| {}).await, Err(SeedError::Start(_))),
        "{START} is fine"
    );
}

#[tokio::test]
async fn progress_reaches_the_end_of_every_stage() {
    let mut seen = Vec::new();
    TestWorld::empty()
        .seed(&options(1, 200), |progress| seen.push(progress))
        .await
        .unwrap();
    for stage in [
        SeedStage::Files,
        SeedStage::Users,
        SeedStage::Conversations,
        SeedStage::Attachments,
        SeedStage::Indexes,
    ] {
        let of_stage: Vec<_> = seen.iter().filter(|progress| progress.stage == stage).collect();
        assert!(of_stage.is_sorted_by_key(|progress| progress.done), "{stage}");
        let last = of_stage.last().unwrap();
        assert_eq!(last.done, last.total, "{stage}");
    }
}
