-- Reads that were allowed are a class of their own beside the outcomes, so that they can be left out of a list with the
-- indexes that are there. Records from before have no `readOnly` and stay what they are.
ALTER TABLE audit_events RENAME TO audit_events_before;
DROP INDEX audit_events_o;
DROP INDEX audit_events_po;
DROP INDEX audit_events_no;
DROP INDEX audit_events_pno;
DROP INDEX audit_events_ao;
DROP INDEX audit_events_apo;
DROP INDEX audit_events_ano;
DROP INDEX audit_events_apno;
DROP INDEX audit_events_downloads;
CREATE TABLE audit_events (
    -- 1, 2, 3, … without a gap.
    seq            INTEGER PRIMARY KEY,
    id             TEXT NOT NULL,
    at             INTEGER NOT NULL,
    source         TEXT NOT NULL,
    name           TEXT NOT NULL COLLATE NOCASE,
    principal_id   TEXT NOT NULL,
    principal_name TEXT NOT NULL,
    -- The outcome, or `read`: it was allowed and changed nothing.
    class          TEXT NOT NULL CHECK (class IN ('read', 'allowed', 'denied', 'failed')),
    error_code     TEXT,
    address        TEXT,
    account_id     TEXT,
    -- JSON in CloudTrail's shape.
    record         TEXT NOT NULL,
    hash           BLOB NOT NULL
) STRICT;
INSERT INTO audit_events
    SELECT seq, id, at, source, name, principal_id, principal_name, outcome, error_code, address, account_id, record, hash
    FROM audit_events_before;
DROP TABLE audit_events_before;
-- One for each set of filters; a list of several classes asks for each. The time is last, so that any of them gives its
-- rows newest first, from any time on.
CREATE INDEX audit_events_c    ON audit_events (class, at);
CREATE INDEX audit_events_pc   ON audit_events (principal_id, class, at);
CREATE INDEX audit_events_nc   ON audit_events (name, class, at);
CREATE INDEX audit_events_pnc  ON audit_events (principal_id, name, class, at);
CREATE INDEX audit_events_ac   ON audit_events (account_id, class, at) WHERE account_id IS NOT NULL;
CREATE INDEX audit_events_apc  ON audit_events (account_id, principal_id, class, at) WHERE account_id IS NOT NULL;
CREATE INDEX audit_events_anc  ON audit_events (account_id, name, class, at) WHERE account_id IS NOT NULL;
CREATE INDEX audit_events_apnc ON audit_events (account_id, principal_id, name, class, at)
    WHERE account_id IS NOT NULL;

-- The downloads of an export's file, which the audit log holds.
CREATE INDEX audit_events_downloads ON audit_events
    (CASE WHEN json_valid(record) THEN json_extract(record, '$.requestParameters.exportId') END, seq)
    WHERE name = 'RetrieveDataExport' AND class = 'allowed'
      AND CASE WHEN json_valid(record) THEN json_extract(record, '$.requestParameters.format') END IS NOT NULL;
