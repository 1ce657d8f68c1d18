//! Named points at which the process can be killed, to test what a crash leaves behind. Not in a release build.
//!
//! `ATTACHE_FAILPOINT` names the point. The process aborts the first time that it gets there.

/// The variable that names the point.
pub const VARIABLE: &str = "ATTACHE_FAILPOINT";

/// The points of a server, in the order in which a request meets them.
pub const OF_SERVER: [&str; 28] = [
    "upload.before_write",
    "upload.after_write",
    "upload.after_keep",
    "upload.before_commit",
    "upload.after_commit",
    "submission.before_commit",
    "submission.after_commit",
    "pipeline.begin.before_commit",
    "pipeline.begin.after_commit",
    "pipeline.snapshot.between_batches",
    "pipeline.snapshot.before_commit",
    "pipeline.snapshot.after_commit",
    "pipeline.check.before_commit",
    "pipeline.collect.before_commit",
    "pipeline.collect.after_commit",
    "pipeline.seal.between_batches",
    "pipeline.seal.before_commit",
    "pipeline.seal.after_commit",
    "pipeline.publish.before_commit",
    "pipeline.publish.after_commit",
    "cancel.before_commit",
    "cancel.after_commit",
    "audit.append.after_insert",
    "audit.flush.before_commit",
    "audit.flush.after_commit",
    "audit.head.before_write",
    "audit.head.before_rename",
    "audit.head.after_write",
];

/// The points at which a server deletes stored files and messages.
pub const OF_DELETION: [&str; 5] = [
    "sweep.before_delete",
    "sweep.after_delete",
    "retention.messages.before_commit",
    "retention.messages.after_commit",
    "retention.files.before_commit",
];

/// The points of `attache backup`.
pub const OF_BACKUP: [&str; 3] = [
    "backup.before_database",
    "backup.after_database",
    "backup.before_rename",
];

/// Aborts the process if this is the point that [`VARIABLE`] names.
#[cfg(debug_assertions)]
pub(crate) fn reach(point: &str) {
    static NAMED: std::sync::OnceLock<Option<String>> = std::sync::OnceLock::new();
    let named = NAMED.get_or_init(|| std::env::var(VARIABLE).ok());
    if named.as_deref() == Some(point) {
        std::process::abort();
    }
}

/// Marks a point.
macro_rules! failpoint {
    ($point:literal) => {
        #[cfg(debug_assertions)]
        $crate::failpoints::reach($point);
    };
}
