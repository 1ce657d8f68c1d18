-- Exports, their items, links' keys, and who may ask for them.

CREATE TABLE principals (
    id          TEXT PRIMARY KEY,
    name        TEXT NOT NULL,
    description TEXT NOT NULL,
    position    INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE policies (
    id       TEXT PRIMARY KEY,
    name     TEXT NOT NULL UNIQUE,
    managed  INTEGER NOT NULL CHECK (managed IN (0, 1)),
    document TEXT NOT NULL CHECK (length(document) <= 6144)
) STRICT, WITHOUT ROWID;

CREATE TABLE principal_policies (
    principal_id TEXT NOT NULL REFERENCES principals (id) ON DELETE CASCADE,
    policy_id    TEXT NOT NULL REFERENCES policies (id) ON DELETE CASCADE,
    PRIMARY KEY (principal_id, policy_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX principal_policies_by_policy ON principal_policies (policy_id);

-- Only the SHA-256 of a session's token is kept.
CREATE TABLE sessions (
    token_sha256   TEXT PRIMARY KEY CHECK (length(token_sha256) = 64),
    principal_id   TEXT NOT NULL REFERENCES principals (id) ON DELETE CASCADE,
    created_wall   INTEGER NOT NULL,
    last_seen_wall INTEGER NOT NULL,
    user_agent     TEXT NOT NULL DEFAULT ''
) STRICT, WITHOUT ROWID;
CREATE INDEX sessions_by_principal ON sessions (principal_id);
CREATE INDEX sessions_by_last_seen ON sessions (last_seen_wall);

CREATE TABLE exports (
    id           TEXT PRIMARY KEY,
    subject_kind TEXT NOT NULL CHECK (subject_kind IN ('account', 'user')),
    subject_id   TEXT NOT NULL,
    account_id   TEXT REFERENCES accounts (id),
    actor_kind   TEXT NOT NULL CHECK (actor_kind IN ('principal', 'user', 'system')),
    actor_id     TEXT NOT NULL,
    actor_name   TEXT NOT NULL,
    client_request_token TEXT NOT NULL CHECK (length(client_request_token) BETWEEN 2 AND 64),
    -- SHA-256 of the canonical body: tells a replay from a reuse of the token.
    request_sha256 TEXT NOT NULL CHECK (length(request_sha256) = 64),
    reason       TEXT CHECK (length(reason) <= 500),
    state        TEXT NOT NULL CHECK (state IN
        ('Submitted', 'Processing', 'Ready', 'ReadyWithErrors', 'Failed', 'Cancelled', 'Expired', 'Revoked')),
    step         TEXT NOT NULL DEFAULT 'snapshot' CHECK (step IN ('snapshot', 'collect', 'seal', 'publish')),
    submitted_at INTEGER NOT NULL,
    -- When the pipeline means to deliver (simulated); the pace of the steps follows from it.
    due_at       INTEGER NOT NULL,
    delivered_at INTEGER CHECK (delivered_at % 1000 = 0),
    links_expire_at INTEGER,
    ended_at     INTEGER,
    next_allowed_at INTEGER NOT NULL,
    items        INTEGER NOT NULL DEFAULT 0 CHECK (items >= 0),
    bytes        INTEGER NOT NULL DEFAULT 0 CHECK (bytes >= 0),
    errors       INTEGER NOT NULL DEFAULT 0 CHECK (errors >= 0),
    items_checked INTEGER NOT NULL DEFAULT 0,
    bytes_checked INTEGER NOT NULL DEFAULT 0,
    -- The run of export_items.seq that is this export's; empty until the snapshot.
    first_seq    INTEGER NOT NULL DEFAULT 1,
    last_seq     INTEGER NOT NULL DEFAULT 0,
    -- The last item that search finds: the checkpoint of indexing.
    indexed_seq  INTEGER NOT NULL DEFAULT 0,
    failure_code   TEXT,
    failure_detail TEXT,
    manifest_size   INTEGER,
    manifest_sha256 TEXT CHECK (length(manifest_sha256) = 64),
    -- The worker's lease. `attempt` is the fencing token: a step commits only under its own.
    lease_until_wall INTEGER NOT NULL DEFAULT 0,
    attempt      INTEGER NOT NULL DEFAULT 0,
    CHECK ((subject_kind = 'account') = (account_id IS NOT NULL)),
    CHECK ((delivered_at IS NULL) = (links_expire_at IS NULL)),
    CHECK (state NOT IN ('Ready', 'ReadyWithErrors', 'Expired', 'Revoked') OR delivered_at IS NOT NULL)
) STRICT, WITHOUT ROWID;
-- One running export per subject, whatever else goes wrong.
CREATE UNIQUE INDEX exports_one_running ON exports (subject_kind, subject_id) WHERE state IN ('Submitted', 'Processing');
CREATE UNIQUE INDEX exports_by_token ON exports (subject_kind, subject_id, actor_kind, actor_id, client_request_token);
CREATE INDEX exports_by_subject ON exports (subject_kind, subject_id, submitted_at DESC, id DESC);
CREATE INDEX exports_running ON exports (submitted_at) WHERE state IN ('Submitted', 'Processing');
CREATE INDEX exports_expiring ON exports (links_expire_at) WHERE state IN ('Ready', 'ReadyWithErrors');
CREATE INDEX exports_by_next_allowed ON exports (next_allowed_at);
CREATE INDEX exports_to_discard ON exports (id) WHERE state IN ('Cancelled', 'Failed') AND last_seq >= first_seq;

CREATE TABLE export_steps (
    export_id   TEXT NOT NULL REFERENCES exports (id),
    step        TEXT NOT NULL CHECK (step IN ('snapshot', 'collect', 'seal', 'publish')),
    started_at  INTEGER NOT NULL,
    finished_at INTEGER,
    PRIMARY KEY (export_id, step)
) STRICT, WITHOUT ROWID;

CREATE TABLE export_timeline (
    id         INTEGER PRIMARY KEY,
    export_id  TEXT NOT NULL REFERENCES exports (id),
    at         INTEGER NOT NULL,
    state      TEXT NOT NULL,
    actor_kind TEXT NOT NULL,
    actor_id   TEXT NOT NULL,
    actor_name TEXT NOT NULL,
    detail     TEXT
) STRICT;
CREATE INDEX export_timeline_by_export ON export_timeline (export_id, id);

-- One per attachment in scope at submission, in manifest order: by upload time, then attachment id.
-- `seq` runs on over all exports; an export's items are one contiguous run of it.
CREATE TABLE export_items (
    seq            INTEGER PRIMARY KEY,
    export_id      TEXT NOT NULL REFERENCES exports (id),
    attachment_id  TEXT NOT NULL,
    file_name      TEXT NOT NULL,
    content_type   TEXT NOT NULL,
    size_bytes     INTEGER NOT NULL,
    sha256         TEXT NOT NULL REFERENCES blobs (sha256),
    uploader_email TEXT NOT NULL,
    container_kind TEXT NOT NULL CHECK (container_kind IN ('direct', 'group', 'room')),
    container_name TEXT NOT NULL,
    container_id   TEXT NOT NULL,
    room_creator_email TEXT,
    message_id     TEXT NOT NULL,
    uploaded_at    INTEGER NOT NULL,
    rule           TEXT NOT NULL CHECK (rule IN ('uploader-managed', 'room-creator-managed')),
    path           TEXT NOT NULL DEFAULT '',
    status         TEXT NOT NULL DEFAULT 'pending' CHECK (status IN ('pending', 'ok', 'error')),
    error          TEXT CHECK ((status = 'error') = (error IS NOT NULL))
) STRICT;
CREATE UNIQUE INDEX export_items_by_attachment ON export_items (export_id, attachment_id);
CREATE INDEX export_items_by_status ON export_items (export_id, status, seq);
CREATE INDEX export_items_by_rule ON export_items (export_id, rule, seq);
CREATE INDEX export_items_by_blob ON export_items (sha256);

-- Word prefixes of file names, uploaders and containers; filled while the items are collected.
CREATE VIRTUAL TABLE export_items_search USING fts5 (
    file_name, uploader_email, container_name,
    content = 'export_items', content_rowid = 'seq', detail = 'none', prefix = '1 2 3 4 5 6 7 8 9 10',
    tokenize = 'unicode61 remove_diacritics 2'
);

-- The distinct files of a running export: what collect has to check, and the pin that keeps them from clean-up.
CREATE TABLE export_blobs (
    export_id  TEXT NOT NULL REFERENCES exports (id),
    sha256     TEXT NOT NULL REFERENCES blobs (sha256),
    size_bytes INTEGER NOT NULL,
    items      INTEGER NOT NULL,
    error      TEXT,
    checked    INTEGER NOT NULL DEFAULT 0 CHECK (checked IN (0, 1)),
    PRIMARY KEY (export_id, sha256)
) STRICT, WITHOUT ROWID;

-- Counts for the export's page, by container kind and by media type.
CREATE TABLE export_counts (
    export_id TEXT NOT NULL REFERENCES exports (id),
    dimension TEXT NOT NULL CHECK (dimension IN ('container', 'contentType')),
    value     TEXT NOT NULL,
    items     INTEGER NOT NULL,
    bytes     INTEGER NOT NULL,
    PRIMARY KEY (export_id, dimension, value)
) STRICT, WITHOUT ROWID;

-- Deleted when the export expires or is revoked, and every link with it.
CREATE TABLE signing_keys (
    access_key_id TEXT PRIMARY KEY,
    export_id     TEXT NOT NULL REFERENCES exports (id),
    secret        TEXT NOT NULL,
    created_at    INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX signing_keys_by_export ON signing_keys (export_id);

CREATE TABLE audit_events (
    seq          INTEGER PRIMARY KEY,
    id           TEXT NOT NULL UNIQUE,
    at           INTEGER NOT NULL,
    name         TEXT NOT NULL,
    principal_id TEXT,
    outcome      TEXT NOT NULL CHECK (outcome IN ('allowed', 'denied', 'failed')),
    -- The CloudTrail-shaped record.
    record       TEXT NOT NULL
) STRICT;
CREATE INDEX audit_events_by_time ON audit_events (at, seq);

-- The simulated clock. `reserved_until` is the latest time that may have been shown: after a crash the clock goes on
-- from there, so that it never runs backwards.
CREATE TABLE clock (
    id     INTEGER PRIMARY KEY CHECK (id = 1),
    now    INTEGER NOT NULL,
    reserved_until INTEGER NOT NULL,
    wall   INTEGER NOT NULL,
    speed  TEXT NOT NULL,
    paused INTEGER NOT NULL CHECK (paused IN (0, 1))
) STRICT;

-- Faults put into the blob store on purpose; the true bytes are kept beside the store until they are mended.
CREATE TABLE faults (
    sha256 TEXT PRIMARY KEY REFERENCES blobs (sha256),
    kind   TEXT NOT NULL CHECK (kind IN ('missingBlob', 'corruptBlob'))
) STRICT, WITHOUT ROWID;
