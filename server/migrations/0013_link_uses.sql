-- Uses of links, in batches of one export. Each batch is sealed by an event of the audit log, which has its hash.
CREATE TABLE link_uses (
    batch     INTEGER PRIMARY KEY,
    export_id TEXT NOT NULL,
    uses      INTEGER NOT NULL CHECK (uses > 0),
    -- One use per line, in order; see `workspace::use_log`.
    records   TEXT NOT NULL
) STRICT;
CREATE INDEX link_uses_by_export ON link_uses (export_id);

-- How often each attachment was downloaded to its end, and when last.
CREATE TABLE item_downloads (
    export_id     TEXT NOT NULL,
    attachment_id TEXT NOT NULL,
    downloads     INTEGER NOT NULL CHECK (downloads > 0),
    last_at       INTEGER NOT NULL,
    PRIMARY KEY (export_id, attachment_id)
) STRICT, WITHOUT ROWID;
