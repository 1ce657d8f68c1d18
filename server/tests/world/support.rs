//! Worlds in their own directories, and SQL queries on them.

use std::{
    collections::{BTreeMap, BTreeSet},
    path::{Path, PathBuf},
    sync::LazyLock,
};

use attache_server::{
    simulator::world::{self, Outcome, Progress, SeedOptions},
    store::Store,
    workspace::blobs::Blobs,
};
use futures::StreamExt;
use sha2::{Digest, Sha256};
use sqlx::{AssertSqlSafe, Connection, SqliteConnection};
use tempfile::TempDir;

/// The start time of the tests' worlds.
pub(crate) const START: &str = "2026-11-02T08:00:00Z";

pub(crate) fn options(seed: u64, attachments: u32) -> SeedOptions {
    SeedOptions {
        seed,
        attachments: Some(attachments),
        start: START.parse().unwrap(),
    }
}

/// A seeded world in a temporary directory.
pub(crate) struct TestWorld {
    dir: TempDir,
}

impl TestWorld {
    /// Creates a directory without a world.
    pub(crate) fn empty() -> Self {
        let dir = tempfile::tempdir().unwrap();
        std::fs::create_dir(dir.path().join("blobs")).unwrap();
        Self { dir }
    }

    pub(crate) async fn seeded(options: &SeedOptions) -> Self {
        let world = Self::empty();
        assert_eq!(world.seed(options, |_| {}).await.unwrap(), Outcome::Seeded);
        world
    }

    /// Seeds the world as a start of the server does, and closes the database again.
    pub(crate) async fn seed(
        &self,
        options: &SeedOptions,
        progress: impl FnMut(Progress),
    ) -> Result<Outcome, world::SeedError> {
        let store = self.store().await;
        let outcome = world::seed(&store, &self.blobs(), options, progress).await;
        store.close().await;
        outcome
    }

    pub(crate) async fn store(&self) -> Store {
        Store::open(&self.dir.path().join("attache.db")).await.unwrap()
    }

    pub(crate) fn blobs(&self) -> Blobs {
        Blobs::in_folder(&self.dir.path().join("blobs")).unwrap()
    }

    /// Returns the expected path of the file with this digest.
    pub(crate) fn file(&self, sha256: &str) -> PathBuf {
        let folder = self
            .dir
            .path()
            .join("blobs/sha256")
            .join(&sha256[..2])
            .join(&sha256[2..4]);
        folder.join(sha256)
    }

    async fn connect(&self) -> SqliteConnection {
        let path: &Path = &self.dir.path().join("attache.db");
        SqliteConnection::connect(&format!("sqlite://{}", path.display()))
            .await
            .unwrap()
    }

    /// Returns the single number that a query yields.
    pub(crate) async fn number(&self, sql: &'static str) -> i64 {
        sqlx::query_scalar(sql)
            .fetch_one(&mut self.connect().await)
            .await
            .unwrap()
    }

    /// Returns the first column of a query's rows.
    pub(crate) async fn texts(&self, sql: &'static str) -> Vec<String> {
        sqlx::query_scalar(sql)
            .fetch_all(&mut self.connect().await)
            .await
            .unwrap()
    }

    /// Returns all rows of a query.
    pub(crate) async fn rows<R>(&self, sql: &'static str) -> Vec<R>
    where
        R: for<'r> sqlx::FromRow<'r, sqlx::sqlite::SqliteRow> + Send + Unpin,
    {
        sqlx::query_as(sql)
            .fetch_all(&mut self.connect().await)
            .await
            .unwrap()
    }

    /// Returns a digest of all rows of each table. Omits the search index's own tables, the planner's statistics and
    /// the times of the migrations.
    pub(crate) async fn digests(&self) -> BTreeMap<String, String> {
        let mut conn = self.connect().await;
        let tables: Vec<String> = sqlx::query_scalar(
            "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE '%_search%'
             AND name NOT LIKE 'sqlite_%' AND name != '_sqlx_migrations'",
        )
        .fetch_all(&mut conn)
        .await
        .unwrap();
        let mut digests = BTreeMap::new();
        for table in tables {
            let columns: Vec<String> =
                sqlx::query_scalar("SELECT 'quote(' || name || ')' FROM pragma_table_info(?)")
                    .bind(&table)
                    .fetch_all(&mut conn)
                    .await
                    .unwrap();
            let sql = format!(
                "SELECT {} AS line FROM {table} ORDER BY line",
                columns.join(" || ',' || ")
            );
            let mut digest = Sha256::new();
            let mut lines = sqlx::query_scalar::<_, String>(AssertSqlSafe(sql)).fetch(&mut conn);
            while let Some(line) = lines.next().await {
                digest.update(line.unwrap());
                digest.update("\n");
            }
            drop(lines);
            digests.insert(table, hex::encode(digest.finalize()));
        }
        digests
    }

    /// Returns the tables, indexes and triggers of the database.
    pub(crate) async fn schema(&self) -> Vec<String> {
        self.texts(
            "SELECT type || ' ' || name || ' ' || ifnull(sql, '') FROM sqlite_schema
                    WHERE name NOT LIKE 'sqlite_stat%' ORDER BY 1",
        )
        .await
    }

    /// Returns the names of the files in the blob store.
    pub(crate) async fn stored(&self) -> BTreeSet<String> {
        let blobs = self.blobs();
        let objects = blobs.objects().list(None);
        objects
            .map(|object| object.unwrap().location.to_string())
            .collect()
            .await
    }
}

/// Returns the default world, created once for all read-only tests.
pub(crate) fn default_world() -> &'static TestWorld {
    static WORLD: LazyLock<TestWorld> = LazyLock::new(|| {
        let options = SeedOptions {
            attachments: None,
            ..options(1, 0)
        };
        // Needs its own thread, because the tests' threads are already inside a runtime.
        let make = move || {
            let runtime = tokio::runtime::Runtime::new().unwrap();
            runtime.block_on(TestWorld::seeded(&options))
        };
        std::thread::spawn(make).join().unwrap()
    });
    &WORLD
}
