-- Who may sign in and how, the chained audit log, who was warned, who has read what.

ALTER TABLE principals ADD COLUMN disabled INTEGER NOT NULL DEFAULT 0 CHECK (disabled IN (0, 1));
-- Argon2id in PHC's string format; without one, no sign-in by password.
ALTER TABLE principals ADD COLUMN password_hash TEXT;

-- What conditions see as aws:PrincipalTag/….
CREATE TABLE principal_tags (
    principal_id TEXT NOT NULL REFERENCES principals (id) ON DELETE CASCADE,
    key          TEXT NOT NULL CHECK (length(key) BETWEEN 1 AND 128),
    value        TEXT NOT NULL CHECK (length(value) <= 256),
    PRIMARY KEY (principal_id, key)
) STRICT, WITHOUT ROWID;

CREATE UNIQUE INDEX policies_by_name ON policies (name COLLATE NOCASE);

-- Those that were there have no id to be named by: their owners sign in again.
DROP TABLE sessions;
CREATE TABLE sessions (
    token_sha256   TEXT PRIMARY KEY CHECK (length(token_sha256) = 64),
    -- Names the session to its owner; no secret.
    id             TEXT NOT NULL UNIQUE,
    principal_id   TEXT NOT NULL REFERENCES principals (id) ON DELETE CASCADE,
    created_wall   INTEGER NOT NULL,
    last_seen_wall INTEGER NOT NULL,
    address        TEXT,
    user_agent     TEXT NOT NULL DEFAULT ''
) STRICT, WITHOUT ROWID;
CREATE INDEX sessions_by_principal ON sessions (principal_id, created_wall DESC);
CREATE INDEX sessions_by_last_seen ON sessions (last_seen_wall);

-- Where the requester called from: conditions on it are judged again when policies change.
ALTER TABLE exports ADD COLUMN actor_address TEXT;

-- Who confirmed, and when, to know that whoever holds the file can download everything in it.
CREATE TABLE acknowledgements (
    id           INTEGER PRIMARY KEY,
    export_id    TEXT NOT NULL REFERENCES exports (id),
    principal_id TEXT NOT NULL,
    name         TEXT NOT NULL,
    at           INTEGER NOT NULL
) STRICT;
CREATE INDEX acknowledgements_by_export ON acknowledgements (export_id, id DESC);

-- Entries of export_timeline up to this one have been read by the principal.
CREATE TABLE notifications_read (
    principal_id TEXT PRIMARY KEY REFERENCES principals (id) ON DELETE CASCADE,
    up_to        INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
