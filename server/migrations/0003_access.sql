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
-- Nobody begins with the history of years to read.
INSERT INTO notifications_read (principal_id, up_to)
SELECT id, (SELECT coalesce(max(id), 0) FROM export_timeline) FROM principals;
CREATE TRIGGER principals_have_read AFTER INSERT ON principals BEGIN
    INSERT INTO notifications_read (principal_id, up_to)
    VALUES (NEW.id, (SELECT coalesce(max(id), 0) FROM export_timeline));
END;
CREATE INDEX export_timeline_told ON export_timeline (id, actor_kind, actor_id) WHERE state <> 'Processing';

-- The audit log. The columns before `record` follow from it, and are there to be searched; `hash` chains the records (see
-- server/src/audit/chain.rs). Those that were there before get hash and columns at the next start, with the key.
ALTER TABLE audit_events RENAME TO audit_events_before;
DROP INDEX audit_events_by_time;
CREATE TABLE audit_events (
    -- 1, 2, 3, … without a gap.
    seq            INTEGER PRIMARY KEY,
    id             TEXT NOT NULL,
    at             INTEGER NOT NULL,
    source         TEXT NOT NULL,
    name           TEXT NOT NULL COLLATE NOCASE,
    principal_id   TEXT NOT NULL,
    principal_name TEXT NOT NULL,
    outcome        TEXT NOT NULL CHECK (outcome IN ('allowed', 'denied', 'failed')),
    error_code     TEXT,
    address        TEXT,
    account_id     TEXT,
    -- JSON in CloudTrail's shape.
    record         TEXT NOT NULL,
    hash           BLOB NOT NULL
) STRICT;
INSERT INTO audit_events
    SELECT row_number() OVER (ORDER BY seq), id, at, '', name, '', '', outcome, NULL, NULL, NULL,
           json_set(record, '$.additionalEventData', json_object('outcome', outcome)), x''
    FROM audit_events_before;
DROP TABLE audit_events_before;
-- One for each set of filters; who does not filter by outcome asks for all three. The time is last, so that any of them
-- gives its rows newest first, from any time on.
CREATE INDEX audit_events_o    ON audit_events (outcome, at);
CREATE INDEX audit_events_po   ON audit_events (principal_id, outcome, at);
CREATE INDEX audit_events_no   ON audit_events (name, outcome, at);
CREATE INDEX audit_events_pno  ON audit_events (principal_id, name, outcome, at);
CREATE INDEX audit_events_ao   ON audit_events (account_id, outcome, at) WHERE account_id IS NOT NULL;
CREATE INDEX audit_events_apo  ON audit_events (account_id, principal_id, outcome, at) WHERE account_id IS NOT NULL;
CREATE INDEX audit_events_ano  ON audit_events (account_id, name, outcome, at) WHERE account_id IS NOT NULL;
CREATE INDEX audit_events_apno ON audit_events (account_id, principal_id, name, outcome, at)
    WHERE account_id IS NOT NULL;

-- The downloads of an export's file, which the audit log holds.
CREATE INDEX audit_events_downloads ON audit_events
    (CASE WHEN json_valid(record) THEN json_extract(record, '$.requestParameters.exportId') END, seq)
    WHERE name = 'RetrieveDataExport' AND outcome = 'allowed'
      AND CASE WHEN json_valid(record) THEN json_extract(record, '$.requestParameters.format') END IS NOT NULL;
