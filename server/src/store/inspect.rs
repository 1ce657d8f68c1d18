//! Opens a database without changing it.

use std::{fs::File, io::Read, path::Path};

use sqlx::{
    ConnectOptions, Connection,
    sqlite::{SqliteConnectOptions, SqlitePoolOptions},
};

use super::{APPLICATION_ID, Error, MIGRATIONS, OpenError, Store, Tokenizer};

/// Byte range of the application id in the first page (SQLite's "Database File Format", section 1.3).
const MARK: std::ops::Range<usize> = 68..72;

impl Store {
    /// Opens a database read-only. A server may have it open.
    ///
    /// # Errors
    /// When it does not exist, is not Attaché's, has another schema version, or cannot be opened.
    pub async fn inspect(path: &Path) -> Result<Self, OpenError> {
        check_mark(path)?;
        let options = SqliteConnectOptions::new()
            .filename(path)
            .read_only(true)
            .pragma("query_only", "on");
        let pool = SqlitePoolOptions::new()
            .max_connections(1)
            .connect_with(options)
            .await
            .map_err(OpenError::Foreign)?;
        let versions = "SELECT coalesce(max(version), 0) FROM _sqlx_migrations WHERE success";
        let version: i64 = sqlx::query_scalar(versions)
            .fetch_one(&pool)
            .await
            .map_err(OpenError::Foreign)?;
        let known = MIGRATIONS.iter().map(|migration| migration.version).max();
        match known.unwrap_or(0).cmp(&version) {
            std::cmp::Ordering::Less => Err(OpenError::NewerSchema(version)),
            std::cmp::Ordering::Greater => Err(OpenError::OlderSchema),
            std::cmp::Ordering::Equal => Ok(Self {
                read: pool.clone(),
                write: pool,
                tokenizer: Tokenizer::new(),
            }),
        }
    }
}

impl Store {
    /// Copies a database that a server may have open to a new file, as of one moment.
    ///
    /// # Errors
    /// When the database cannot be read or the file cannot be written.
    pub async fn copy(from: &Path, to: &Path) -> Result<(), Error> {
        let to = to.to_str();
        let to = to.ok_or_else(|| Error::Configuration("the path of the copy is not UTF-8".into()))?;
        let options = SqliteConnectOptions::new().filename(from).read_only(true);
        let mut conn = options.connect().await?;
        let copied = sqlx::query("VACUUM INTO ?").bind(to).execute(&mut conn).await;
        conn.close().await?;
        copied.map(|_| ())
    }

    /// Returns the first fault of the database's structure; `None` if it is sound.
    ///
    /// # Errors
    /// When the check cannot run.
    pub async fn check_integrity(&self) -> Result<Option<String>, Error> {
        let mut conn = self.read().await?;
        let found: String = sqlx::query_scalar("PRAGMA integrity_check(1)")
            .fetch_one(&mut *conn)
            .await?;
        Ok((found != "ok").then_some(found))
    }
}

/// Checks the application id by reading the file itself, because SQLite would create files beside a database that
/// belongs to another application.
fn check_mark(path: &Path) -> Result<(), OpenError> {
    let mut page = [0; MARK.end];
    let read = File::open(path).and_then(|mut file| file.read_exact(&mut page));
    read.map_err(|error| OpenError::Foreign(error.into()))?;
    let mark = &page[MARK];
    // If the database was never closed, the id may still be in its write-ahead log.
    let in_log = mark == [0; 4] && path.with_extension("db-wal").is_file();
    if page.starts_with(b"SQLite format 3\0") && (mark == APPLICATION_ID.to_be_bytes() || in_log) {
        Ok(())
    } else {
        Err(OpenError::Foreign(sqlx::Error::Protocol(
            "it was not created by Attaché".into(),
        )))
    }
}
