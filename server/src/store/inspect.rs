//! Looking at a database without changing it.

use std::{fs::File, io::Read, path::Path};

use sqlx::sqlite::{SqliteConnectOptions, SqlitePoolOptions};

use super::{APPLICATION_ID, MIGRATIONS, OpenError, Store};

/// Where the application's mark is in the first page ("Database File Format" of SQLite's documentation, section 1.3).
const MARK: std::ops::Range<usize> = 68..72;

impl Store {
    /// Opens a database only to read. A server may have it open.
    ///
    /// # Errors
    /// When it is not there, not Attaché's, of another version, or cannot be opened.
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
            }),
        }
    }
}

/// Read from the file itself: SQLite would put files of its own beside a database that is somebody else's.
fn check_mark(path: &Path) -> Result<(), OpenError> {
    let mut page = [0; MARK.end];
    let read = File::open(path).and_then(|mut file| file.read_exact(&mut page));
    read.map_err(|error| OpenError::Foreign(error.into()))?;
    let mark = &page[MARK];
    // That of a database which was never closed may still be in its log.
    let in_log = mark == [0; 4] && path.with_extension("db-wal").is_file();
    if page.starts_with(b"SQLite format 3\0") && (mark == APPLICATION_ID.to_be_bytes() || in_log) {
        Ok(())
    } else {
        Err(OpenError::Foreign(sqlx::Error::Protocol(
            "it has not Attaché's mark".into(),
        )))
    }
}
