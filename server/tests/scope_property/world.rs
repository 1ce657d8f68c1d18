//! Random worlds in which users of two accounts and of no account share everything with each other.

use attache_server::scope::{Belonging, Container, Facts, Subject};
use rand::{RngExt, SeedableRng, seq::IndexedRandom};
use rand_chacha::ChaCha8Rng;
use sqlx::SqliteConnection;

/// The accounts of every world.
pub(crate) const ACCOUNTS: [&str; 2] = ["one", "two"];

/// The instant at which the tests evaluate the scope.
pub(crate) const AT: i64 = 1_000;

/// Instants before, at and after it.
const INSTANTS: [i64; 5] = [1, AT - 1, AT, AT + 1, AT + 500];

struct User {
    id: String,
    account: Option<&'static str>,
    registration: &'static str,
}

struct Place {
    id: String,
    kind: &'static str,
    creator: Option<usize>,
    deleted_at: Option<i64>,
    members: Vec<usize>,
}

/// An attachment and its message.
pub(crate) struct Attachment {
    /// Its id, from which the message's id is derived.
    pub(crate) id: String,
    /// When it was uploaded.
    pub(crate) uploaded_at: i64,
    /// Its size in bytes.
    pub(crate) size_bytes: u64,
    place: usize,
    uploader: usize,
    redacted_at: Option<i64>,
    expires_at: Option<i64>,
}

/// A random world.
pub(crate) struct World {
    /// The seed it was generated from.
    pub(crate) seed: u64,
    /// All attachments, including those after [`AT`].
    pub(crate) attachments: Vec<Attachment>,
    users: Vec<User>,
    places: Vec<Place>,
}

impl World {
    /// Generates the world of a seed.
    pub(crate) fn random(seed: u64) -> Self {
        let mut rng = ChaCha8Rng::seed_from_u64(seed);
        let users: Vec<User> = (0..rng.random_range(3..10))
            .map(|number| user(&mut rng, number))
            .collect();
        // Unregistered users can be members, but have created and uploaded nothing.
        let active: Vec<usize> = (0..users.len())
            .filter(|&index| users[index].registration != "Unregistered")
            .collect();
        let places: Vec<Place> = (0..rng.random_range(2..8))
            .map(|number| place(&mut rng, number, &users, &active))
            .collect();
        let attachments = (0..rng.random_range(5..30))
            .map(|number| Attachment {
                id: format!("attachment-{number:02}"),
                uploaded_at: if rng.random_bool(0.9) {
                    rng.random_range(1..=AT)
                } else {
                    AT + 1
                },
                size_bytes: rng.random_range(0..5_000),
                place: rng.random_range(0..places.len()),
                uploader: *active.choose(&mut rng).unwrap(),
                redacted_at: maybe_instant(&mut rng, 0.25),
                expires_at: maybe_instant(&mut rng, 0.3),
            })
            .collect();
        Self {
            seed,
            attachments,
            users,
            places,
        }
    }

    /// Returns the facts that the rule needs about an attachment.
    pub(crate) fn facts(&self, attachment: &Attachment, subject: Subject<'_>) -> Facts {
        let over = |instant: Option<i64>| instant.is_some_and(|instant| instant <= AT);
        let place = &self.places[attachment.place];
        let container = match (place.kind, place.creator) {
            ("direct", _) => Container::Direct,
            ("group", _) => Container::Group,
            ("room", Some(creator)) => Container::Room {
                creator: self.belonging(creator, subject),
            },
            _ => Container::Meeting,
        };
        Facts {
            container,
            container_deleted: over(place.deleted_at),
            redacted: over(attachment.redacted_at),
            expired: over(attachment.expires_at),
            uploader: self.belonging(attachment.uploader, subject),
        }
    }

    /// Returns true if the account's estimate must count the attachment: a managed user uploaded it, or is a member or
    /// the creator of its container.
    pub(crate) fn concerns(&self, attachment: &Attachment, subject: Subject<'_>) -> bool {
        let place = &self.places[attachment.place];
        place
            .members
            .iter()
            .chain(&place.creator)
            .chain([&attachment.uploader])
            .any(|&user| self.belonging(user, subject) == Belonging::Managed)
    }

    /// Returns the ids of all users.
    pub(crate) fn users(&self) -> impl Iterator<Item = &str> {
        self.users.iter().map(|user| user.id.as_str())
    }

    fn belonging(&self, user: usize, subject: Subject<'_>) -> Belonging {
        let user = &self.users[user];
        match subject {
            Subject::User(id) if user.id == id => Belonging::Managed,
            Subject::User(_) => Belonging::Outside,
            Subject::Account(account) => match (user.account == Some(account), user.registration) {
                (true, "Registered" | "Suspended") => Belonging::Managed,
                (true, "Released") => Belonging::Released,
                _ => Belonging::Outside,
            },
        }
    }

    /// Writes the world, and one empty export per account, to an empty database.
    pub(crate) async fn insert(&self, conn: &mut SqliteConnection) {
        for account in ACCOUNTS {
            sqlx::query(
                "INSERT INTO accounts (id, name, type, created_at) VALUES (?1, ?1, 'EnterpriseLWA', 0)",
            )
            .bind(account)
            .execute(&mut *conn)
            .await
            .unwrap();
            insert_export(conn, account).await;
        }
        for user in &self.users {
            sqlx::query(
                "INSERT INTO users (id, account_id, email, display_name, sort_name, registration, invitation, tier, joined_at)
                 VALUES (?1, ?2, ?1 || '@mail.example', ?1, ?1, ?3, 'Accepted', 'Pro', iif(?3 = 'Unregistered', NULL, 0))",
            )
            .bind(&user.id)
            .bind(user.account)
            .bind(user.registration)
            .execute(&mut *conn)
            .await
            .unwrap();
        }
        for place in &self.places {
            self.insert_place(conn, place).await;
        }
        sqlx::query("INSERT INTO blobs (sha256, size_bytes) VALUES (?, 1)")
            .bind("0".repeat(64))
            .execute(&mut *conn)
            .await
            .unwrap();
        for attachment in &self.attachments {
            self.insert_attachment(conn, attachment).await;
        }
    }

    async fn insert_place(&self, conn: &mut SqliteConnection, place: &Place) {
        sqlx::query(
            "INSERT INTO containers (id, kind, name, creator_id, created_at, deleted_at) VALUES (?1, ?2, ?1, ?3, 0, ?4)",
        )
            .bind(&place.id)
            .bind(place.kind)
            .bind(place.creator.map(|creator| &self.users[creator].id))
            .bind(place.deleted_at)
            .execute(&mut *conn)
            .await
            .unwrap();
        for &member in &place.members {
            sqlx::query("INSERT INTO memberships (container_id, user_id, role) VALUES (?, ?, 'Member')")
                .bind(&place.id)
                .bind(&self.users[member].id)
                .execute(&mut *conn)
                .await
                .unwrap();
        }
    }

    async fn insert_attachment(&self, conn: &mut SqliteConnection, attachment: &Attachment) {
        sqlx::query(
            "INSERT INTO messages (id, container_id, sender_id, sent_at, redacted_at, expires_at)
             VALUES ('message of ' || ?, ?, ?, ?, ?, ?)",
        )
        .bind(&attachment.id)
        .bind(&self.places[attachment.place].id)
        .bind(&self.users[attachment.uploader].id)
        .bind(attachment.uploaded_at)
        .bind(attachment.redacted_at)
        .bind(attachment.expires_at)
        .execute(&mut *conn)
        .await
        .unwrap();
        sqlx::query(
            "INSERT INTO attachments (id, message_id, sha256, file_name, content_type, size_bytes, uploaded_at)
             VALUES (?1, 'message of ' || ?1, ?2, 'a.txt', 'text/plain', ?3, ?4)",
        )
            .bind(&attachment.id)
            .bind("0".repeat(64))
            .bind(i64::try_from(attachment.size_bytes).unwrap())
            .bind(attachment.uploaded_at)
            .execute(&mut *conn)
            .await
            .unwrap();
    }
}

fn user(rng: &mut ChaCha8Rng, number: usize) -> User {
    let account = [Some("one"), Some("two"), None].choose(rng).copied().flatten();
    let registrations: &[&str] = match account {
        _ if number == 0 => &["Registered"],
        Some(_) => &["Registered", "Suspended", "Released", "Unregistered"],
        None => &["Registered"],
    };
    User {
        id: format!("user-{number}"),
        account,
        registration: registrations.choose(rng).unwrap(),
    }
}

fn place(rng: &mut ChaCha8Rng, number: usize, users: &[User], active: &[usize]) -> Place {
    let kind = *["direct", "group", "room", "room", "room", "meeting"]
        .choose(rng)
        .unwrap();
    let is_room = kind == "room";
    Place {
        id: format!("{kind}-{number}"),
        kind,
        creator: is_room.then(|| *active.choose(rng).unwrap()),
        deleted_at: if is_room { maybe_instant(rng, 0.4) } else { None },
        // The creator and the uploaders may no longer be members.
        members: (0..users.len()).filter(|_| rng.random_bool(0.4)).collect(),
    }
}

fn maybe_instant(rng: &mut ChaCha8Rng, chance: f64) -> Option<i64> {
    if rng.random_bool(chance) {
        INSTANTS.choose(rng).copied()
    } else {
        None
    }
}

async fn insert_export(conn: &mut SqliteConnection, account: &str) {
    sqlx::query(
        "INSERT INTO exports (id, subject_kind, subject_id, account_id, actor_kind, actor_id, actor_name,
            client_request_token, request_sha256, state, submitted_at, due_at, next_allowed_at, number)
         SELECT 'export-of-' || ?1, 'account', ?1, ?1, 'principal', 'owner', 'Owner', 'token', ?2, 'Processing', ?3, ?3, ?3,
            count(*) FROM exports",
    )
    .bind(account)
    .bind("0".repeat(64))
    .bind(AT)
    .execute(conn)
    .await
    .unwrap();
}
