//! Worlds of every size have the documented counts.

use attache_server::simulator::world::shape::Shape;
use futures::StreamExt;
use sha2::{Digest, Sha256};

use crate::support::{TestWorld, default_world, options};

const JUNIPERS_ROOMS: &str = "SELECT count(*) FROM containers c JOIN users u ON u.id = c.creator_id
    WHERE u.account_id = 'juniper-freight'";
const JUNIPERS_CONVERSATIONS: &str = "SELECT count(DISTINCT c.id) FROM containers c
    JOIN memberships s ON s.container_id = c.id JOIN users u ON u.id = s.user_id
    WHERE c.kind IN ('direct', 'group') AND u.account_id = 'juniper-freight'";
const JUNIPERS_USERS: &str = "SELECT count(*) FROM users WHERE account_id = 'juniper-freight'";

async fn assert_shape(world: &TestWorld, attachments: u32) {
    let shape = Shape::new(attachments);
    let counts = [
        ("SELECT count(*) FROM attachments", shape.attachments),
        ("SELECT count(*) FROM messages", shape.attachments),
        ("SELECT count(*) FROM blobs", shape.files),
        ("SELECT count(*) FROM users", shape.all_users()),
        ("SELECT count(*) FROM containers", shape.all_places()),
        (
            "SELECT count(*) FROM users WHERE account_id IS NULL",
            shape.outsiders,
        ),
        (JUNIPERS_USERS, shape.juniper_users),
        (JUNIPERS_ROOMS, shape.juniper_rooms),
        (JUNIPERS_CONVERSATIONS, shape.juniper_conversations),
    ];
    for (sql, expected) in counts {
        assert_eq!(world.number(sql).await, i64::from(expected), "{sql}");
    }
}

/// Checks a world for faults: each query must find nothing.
async fn assert_sound(world: &TestWorld) {
    for sql in [
        "SELECT count(*) FROM pragma_foreign_key_check",
        "SELECT count(*) FROM messages m LEFT JOIN attachments a ON a.message_id = m.id WHERE a.id IS NULL",
        "SELECT count(*) FROM attachments a JOIN blobs b USING (sha256) WHERE a.size_bytes != b.size_bytes",
        "SELECT count(*) FROM attachments a JOIN messages m ON m.id = a.message_id WHERE a.uploaded_at != m.sent_at",
        "SELECT count(*) FROM messages m LEFT JOIN memberships s ON s.container_id = m.container_id
            AND s.user_id = m.sender_id WHERE s.user_id IS NULL",
        "SELECT count(*) FROM messages m JOIN users u ON u.id = m.sender_id
            WHERE m.sent_at NOT BETWEEN u.joined_at AND u.last_active_at",
        "SELECT count(*) FROM messages m JOIN containers c ON c.id = m.container_id
            WHERE m.sent_at < c.created_at OR m.sent_at >= c.deleted_at",
        "SELECT count(*) FROM messages WHERE redacted_at < sent_at",
        "SELECT count(*) FROM users WHERE invited_at > joined_at OR joined_at > last_active_at",
        "SELECT count(*) FROM users WHERE substr(email, -8) != '.example'",
        "SELECT count(*) FROM containers c WHERE kind IN ('direct') AND
            (SELECT count(*) FROM memberships WHERE container_id = c.id) != 2",
        "SELECT count(*) FROM containers c WHERE kind IN ('group') AND
            (SELECT count(*) FROM memberships WHERE container_id = c.id) > 50",
        "SELECT count(*) FROM accounts a WHERE a.users != (SELECT count(*) FROM users WHERE account_id = a.id)",
    ] {
        assert_eq!(world.number(sql).await, 0, "{sql}");
    }
}

#[tokio::test]
async fn the_default_world_has_its_documented_content() {
    let world = default_world();
    assert_shape(world, 2_400).await;
    assert_sound(world).await;
    let [users, rooms, conversations] = [JUNIPERS_USERS, JUNIPERS_ROOMS, JUNIPERS_CONVERSATIONS];
    assert_eq!((world.number(users).await, world.number(rooms).await), (240, 60));
    assert_eq!(world.number(conversations).await, 400);
    let statuses = "SELECT count(DISTINCT registration) FROM users WHERE account_id = 'juniper-freight'";
    assert_eq!(world.number(statuses).await, 4, "all registration states");
    assert_eq!(
        world
            .number("SELECT users FROM accounts WHERE id = 'kite-studio'")
            .await,
        12
    );
    let types = world
        .texts("SELECT DISTINCT content_type FROM attachments ORDER BY 1")
        .await;
    assert!(types.len() >= 8, "every kind of file: {types:?}");
}

#[tokio::test]
async fn every_file_is_stored_under_the_digest_of_its_bytes() {
    let world = default_world();
    let blobs = world.blobs();
    let known: Vec<(String, i64)> = world.rows("SELECT sha256, size_bytes FROM blobs").await;
    for (sha256, size) in &known {
        let bytes = std::fs::read(world.file(sha256)).unwrap();
        assert_eq!(&hex::encode(Sha256::digest(&bytes)), sha256);
        assert_eq!(i64::try_from(bytes.len()).unwrap(), *size);
    }
    assert_eq!(
        blobs.objects().list(None).count().await,
        known.len(),
        "nothing else is stored"
    );
    let total = world.number("SELECT sum(size_bytes) FROM blobs").await;
    assert!((20_000_000..90_000_000).contains(&total), "{total} bytes on disk");
}

#[tokio::test]
async fn a_large_world_keeps_the_proportions() {
    let world = TestWorld::seeded(&options(3, 20_000)).await;
    assert_shape(&world, 20_000).await;
    assert_sound(&world).await;
    let share = |part: i64, whole: i64| part * 1_000 / whole;
    let default = default_world();
    for (sql, of) in [
        (
            "SELECT count(*) FROM users WHERE registration = 'Registered'",
            "SELECT count(*) FROM users",
        ),
        (
            "SELECT count(*) FROM containers WHERE kind = 'direct'",
            "SELECT count(*) FROM containers",
        ),
        (
            "SELECT count(*) FROM messages m JOIN containers c ON c.id = m.container_id WHERE c.kind = 'room'",
            "SELECT count(*) FROM messages",
        ),
        (
            "SELECT count(*) FROM messages WHERE expires_at IS NOT NULL",
            "SELECT count(*) FROM messages",
        ),
    ] {
        let large = share(world.number(sql).await, world.number(of).await);
        let usual = share(default.number(sql).await, default.number(of).await);
        assert!((large - usual).abs() <= 100, "{sql}: {large} ‰ and {usual} ‰");
    }
    let distinct = "SELECT count(DISTINCT sha256) FROM attachments";
    assert!(
        world.number(distinct).await >= 2_000,
        "a tenth of the attachments"
    );
    let small = "SELECT count(*) FROM blobs WHERE size_bytes < 8192";
    assert!(world.number(small).await >= 1_900, "most files are small");
    let shape = Shape::new(1_000_000);
    assert_eq!(
        (shape.juniper_users, shape.juniper_rooms, shape.files),
        (100_000, 20_000, 110_000)
    );
}

#[tokio::test]
async fn a_tiny_world_has_exactly_the_requested_size() {
    let world = TestWorld::seeded(&options(1, 1)).await;
    assert_shape(&world, 1).await;
    assert_sound(&world).await;
}
