//! The database: this module and its children contain all of the server's SQL.
//!
//! SQLite in WAL mode with full synchronisation: committed data survives a power failure. One connection writes, a pool
//! of connections reads. Functions take a connection, so that the caller decides what belongs to one transaction.

pub mod access;
pub mod accounts;
pub mod assistant;
pub mod audit;
pub mod chat;
pub mod clock;
pub mod cursor;
pub mod dns;
pub mod domains;
pub mod export_items;
pub mod exports;
pub mod faults;
pub mod file_access;
mod inspect;
pub mod link_uses;
pub mod notifications;
pub mod pipeline;
pub mod policies;
pub mod principals;
pub mod reset;
pub mod retention;
pub mod scope;
mod search;
pub mod seed;
pub mod sessions;
pub mod users;

use std::{path::Path, time::Duration};

use sqlx::{
    Sqlite, SqliteConnection, Transaction,
    migrate::{MigrateError, Migrator},
    pool::PoolConnection,
    sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePool, SqlitePoolOptions, SqliteSynchronous},
};

pub use search::Search;
use search::Tokenizer;

static MIGRATIONS: Migrator = sqlx::migrate!();

/// Marks a database file as Attaché's (`PRAGMA application_id`): "ATCH".
const APPLICATION_ID: u32 = 0x4154_4348;

/// Number of read connections.
const READERS: u32 = 8;
/// Page cache of each read connection, in KiB (negative, as SQLite requires). The operating system caches the file's
/// pages as well: a larger cache made nothing faster, and its memory counts eight times.
const READER_CACHE: &str = "-2000";

/// The result of a query.
pub type Result<T> = std::result::Result<T, Error>;

/// Why a query failed.
pub use sqlx::Error;

/// A connection. A function that takes one leaves the choice of transaction to its caller.
pub type Conn = SqliteConnection;

/// A transaction. Dropped without a commit, it changes nothing.
pub type Tx = Transaction<'static, Sqlite>;

/// A pooled connection, returned to the pool when dropped.
pub type PooledConn = PoolConnection<Sqlite>;

/// The database of one workspace.
#[derive(Debug, Clone)]
pub struct Store {
    read: SqlitePool,
    write: SqlitePool,
    tokenizer: Tokenizer,
}

/// Why a database cannot be opened.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    /// A newer version of Attaché wrote it.
    #[error(
        "the data directory was written by a newer version of Attaché (schema {0}); use that version, or \
         choose a different directory with --data"
    )]
    NewerSchema(i64),
    /// An older version of Attaché wrote it.
    #[error(
        "the data directory was written by an older version of Attaché; run this version's `attache serve` \
         on it once to upgrade it"
    )]
    OlderSchema,
    /// It is not an Attaché database.
    #[error("the data directory's database does not belong to Attaché or is damaged: {0}")]
    Foreign(sqlx::Error),
    /// Another database error.
    #[error("cannot open the database: {0}")]
    Database(#[from] sqlx::Error),
    /// A migration failed.
    #[error("cannot migrate the database to the current schema: {0}")]
    Migration(MigrateError),
}

impl Store {
    /// Opens the database at `path`, creates it if it does not exist, and migrates it to the current schema.
    ///
    /// # Errors
    /// When the file is not Attaché's, is from a newer version, or cannot be opened.
    pub async fn open(path: &Path) -> std::result::Result<Self, OpenError> {
        let write = writer(options(path).create_if_missing(true)).await?;
        check_application_id(&write).await?;
        MIGRATIONS.run(&write).await.map_err(|error| match error {
            MigrateError::VersionMissing(version) => OpenError::NewerSchema(version),
            other => OpenError::Migration(other),
        })?;
        Self::with_readers(path, write).await
    }

    /// Opens an existing database with the current schema. A server of this version may have it open.
    ///
    /// # Errors
    /// When it does not exist, is not Attaché's, has another schema version, or cannot be opened.
    pub async fn open_existing(path: &Path) -> std::result::Result<Self, OpenError> {
        let write = writer(options(path)).await?;
        let applied: Vec<i64> =
            sqlx::query_scalar("SELECT version FROM _sqlx_migrations WHERE success ORDER BY version")
                .fetch_all(&write)
                .await
                .map_err(OpenError::Foreign)?;
        let known: Vec<i64> = MIGRATIONS.iter().map(|migration| migration.version).collect();
        match applied.iter().find(|version| !known.contains(version)) {
            Some(version) => Err(OpenError::NewerSchema(*version)),
            None if applied.len() < known.len() => Err(OpenError::OlderSchema),
            None => Self::with_readers(path, write).await,
        }
    }

    async fn with_readers(path: &Path, write: SqlitePool) -> std::result::Result<Self, OpenError> {
        let read = SqlitePoolOptions::new()
            .max_connections(READERS)
            .acquire_timeout(Duration::from_secs(30))
            .connect_with(
                options(path)
                    .pragma("query_only", "on")
                    .pragma("cache_size", READER_CACHE),
            )
            .await?;
        let tokenizer = Tokenizer::new();
        Ok(Self {
            read,
            write,
            tokenizer,
        })
    }

    /// Returns a read-only connection.
    ///
    /// # Errors
    /// When no connection becomes free in time.
    pub async fn read(&self) -> Result<PooledConn> {
        self.read.acquire().await
    }

    /// Begins a read-only transaction that sees one consistent state of the database.
    ///
    /// # Errors
    /// When no connection becomes free in time.
    pub async fn snapshot(&self) -> Result<Tx> {
        self.read.begin().await
    }

    /// Begins the write transaction; other writers wait until it ends. Dropped without a commit, it changes nothing.
    ///
    /// # Errors
    /// When the previous transaction does not end in time.
    pub async fn write(&self) -> Result<Tx> {
        match self.write.begin_with("BEGIN IMMEDIATE").await {
            // When the disk is full, SQLite rolls back by itself. The driver does not notice and treats the connection
            // as still in a transaction, so replace the connection.
            Err(sqlx::Error::InvalidSavePointStatement) => {
                self.write.acquire().await?.close().await?;
                self.write.begin_with("BEGIN IMMEDIATE").await
            }
            begun => begun,
        }
    }

    /// Begins the write transaction like [`Store::write`], but returns `None` if another one runs.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn try_write(&self) -> Result<Option<Tx>> {
        match self.write.try_begin_with("BEGIN IMMEDIATE").await {
            Err(sqlx::Error::InvalidSavePointStatement) => {
                self.write.acquire().await?.close().await?;
                Ok(None)
            }
            begun => begun,
        }
    }

    /// Returns the write connection outside a transaction, for bulk loading and maintenance.
    ///
    /// # Errors
    /// When it does not become free in time.
    pub async fn writer(&self) -> Result<PooledConn> {
        self.write.acquire().await
    }

    /// Reads what was typed into a search field; `None` if nothing was typed.
    ///
    /// # Errors
    /// When a query fails.
    pub async fn search(&self, typed: &str) -> Result<Option<Search>> {
        self.tokenizer.search(typed).await
    }

    /// Checks that the database responds.
    ///
    /// # Errors
    /// When the database does not respond.
    pub async fn ping(&self) -> Result<()> {
        let mut conn = self.read().await?;
        sqlx::query("SELECT 1").execute(&mut *conn).await?;
        Ok(())
    }

    /// Writes the write-ahead log into the database file and closes every connection.
    pub async fn close(&self) {
        self.read.close().await;
        self.write.close().await;
    }
}

fn options(path: &Path) -> SqliteConnectOptions {
    SqliteConnectOptions::new()
        .filename(path)
        .journal_mode(SqliteJournalMode::Wal)
        .synchronous(SqliteSynchronous::Full)
        .foreign_keys(true)
        .busy_timeout(Duration::from_secs(10))
        .statement_cache_capacity(200)
        .pragma("secure_delete", "on")
        .pragma("cache_size", "-8000")
        .pragma("temp_store", "file")
        .pragma("journal_size_limit", "67108864")
}

async fn writer(options: SqliteConnectOptions) -> std::result::Result<SqlitePool, OpenError> {
    SqlitePoolOptions::new()
        .max_connections(1)
        .acquire_timeout(Duration::from_secs(60))
        .connect_with(options)
        .await
        .map_err(OpenError::Foreign)
}

async fn check_application_id(pool: &SqlitePool) -> std::result::Result<(), OpenError> {
    let (id,): (i64,) = sqlx::query_as("PRAGMA application_id")
        .fetch_one(pool)
        .await
        .map_err(OpenError::Foreign)?;
    let (tables,): (i64,) = sqlx::query_as("SELECT count(*) FROM sqlite_schema")
        .fetch_one(pool)
        .await?;
    match (u32::try_from(id).unwrap_or(0), tables) {
        (APPLICATION_ID, _) => Ok(()),
        (0, 0) => {
            sqlx::query("PRAGMA application_id = 1096041288")
                .execute(pool)
                .await?;
            Ok(())
        }
        _ => Err(OpenError::Foreign(sqlx::Error::Protocol(
            "it was created by another application".into(),
        ))),
    }
}

/// Returns a value from the `meta` table.
///
/// # Errors
/// When the query fails.
pub async fn meta(conn: &mut Conn, key: &str) -> Result<Option<String>> {
    sqlx::query_scalar("SELECT value FROM meta WHERE key = ?")
        .bind(key)
        .fetch_optional(conn)
        .await
}

/// Sets a value in the `meta` table.
///
/// # Errors
/// When the query fails.
pub async fn set_meta(conn: &mut Conn, key: &str, value: &str) -> Result<()> {
    sqlx::query("INSERT INTO meta VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value")
        .bind(key)
        .bind(value)
        .execute(conn)
        .await?;
    Ok(())
}

/// Deletes a value from the `meta` table.
///
/// # Errors
/// When the query fails.
pub async fn unset_meta(conn: &mut Conn, key: &str) -> Result<()> {
    sqlx::query("DELETE FROM meta WHERE key = ?")
        .bind(key)
        .execute(conn)
        .await?;
    Ok(())
}

/// Returns true if the disk is full or the database has reached its size limit.
pub fn is_full(error: &Error) -> bool {
    // SQLITE_FULL, and the errors of writing, syncing and growing shared memory that a full disk causes.
    let is_full_code = |code: &str| matches!(code, "13" | "778" | "1034" | "4874");
    matches!(error, sqlx::Error::Database(db) if db.code().as_deref().is_some_and(is_full_code))
}

/// Returns true if no connection became free in time, another process holds the database, or the server is shutting
/// down.
pub fn is_busy(error: &Error) -> bool {
    // SQLITE_BUSY and its extended codes.
    let is_busy_code = |code: &str| matches!(code, "5" | "261" | "517" | "773");
    match error {
        Error::PoolTimedOut | Error::PoolClosed => true,
        Error::Database(error) => error.code().as_deref().is_some_and(is_busy_code),
        _ => false,
    }
}

/// Returns true if a unique index or primary key rejected a row.
pub fn is_unique_violation(error: &Error) -> bool {
    matches!(error, sqlx::Error::Database(db) if db.is_unique_violation())
}

/// Splits a list that was read with one row more than `limit` into a page and the next page's cursor (keyset
/// pagination).
fn page<T>(mut rows: Vec<T>, limit: u32, key: impl Fn(&T) -> String) -> (Vec<T>, Option<String>) {
    let limit = limit as usize;
    let more = rows.len() > limit;
    rows.truncate(limit);
    let next = if more { rows.last().map(key) } else { None };
    (rows, next)
}

/// Unwraps a parsed column value; an error if the stored text was unknown. The schema's CHECKs rule that out.
fn spelled<T>(value: Option<T>, column: &'static str) -> Result<T> {
    value.ok_or_else(|| sqlx::Error::ColumnDecode {
        index: column.into(),
        source: "unknown value".into(),
    })
}
