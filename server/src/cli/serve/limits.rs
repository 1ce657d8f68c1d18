//! Descriptors: how many connections the process can hold beside its own files.

/// Descriptors for everything but connections: the database, the log, files being written.
const RESERVE: u64 = 96;
/// The most connections, whatever the limit of descriptors. Each costs memory, too.
const MOST: u64 = 10_000;

/// Raises the limit of descriptors as far as the system lets it, and returns how many connections fit. A connection can
/// need a second descriptor, for the file that it downloads.
///
/// # Errors
/// When the limit leaves no connection.
pub(super) fn connections() -> anyhow::Result<usize> {
    let descriptors = rlimit::increase_nofile_limit(2 * MOST + RESERVE)?;
    let connections = descriptors.saturating_sub(RESERVE) / 2;
    if connections == 0 {
        anyhow::bail!(
            "the system lets this process open {descriptors} files only; it needs more than {RESERVE} (see `ulimit -n`)"
        );
    }
    tracing::debug!(descriptors, connections, "limits");
    Ok(usize::try_from(connections.min(MOST))?)
}
