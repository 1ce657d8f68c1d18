-- Two more findings: `atDomain` and `decoratedValue`.
CREATE TABLE domains_new (
    id          TEXT PRIMARY KEY,
    account_id  TEXT NOT NULL REFERENCES accounts (id),
    name        TEXT NOT NULL CHECK (name = lower(name) AND length(name) BETWEEN 3 AND 253),
    status      TEXT NOT NULL CHECK (status IN ('PendingVerification', 'Verified', 'Failed')),
    claimed_at  INTEGER NOT NULL,
    verified_at INTEGER,
    -- The secret part of the TXT record's value.
    token       TEXT NOT NULL DEFAULT (lower(hex(randomblob(16)))),
    checked_at  INTEGER,
    next_check_at INTEGER,
    gives_up_at INTEGER,
    finding     TEXT CHECK (finding IN ('noRecord', 'wrongValue', 'decoratedValue', 'doubledSuffix', 'atDomain',
                                        'heldByAnother', 'noAnswer')),
    -- JSON array of what was found instead: values, or the name at which the right value is.
    found       TEXT NOT NULL DEFAULT '[]',
    CHECK ((status = 'Verified') = (verified_at IS NOT NULL)),
    CHECK (status = 'PendingVerification' OR next_check_at IS NULL)
) STRICT, WITHOUT ROWID;
INSERT INTO domains_new
    SELECT id, account_id, name, status, claimed_at, verified_at, token, checked_at, next_check_at, gives_up_at, finding,
           found FROM domains;
DROP TABLE domains;
ALTER TABLE domains_new RENAME TO domains;
CREATE UNIQUE INDEX domains_by_account ON domains (account_id, name);
-- Several accounts may claim a domain; one can hold it.
CREATE UNIQUE INDEX domains_held ON domains (name) WHERE status = 'Verified';
CREATE INDEX domains_to_check ON domains (next_check_at) WHERE status = 'PendingVerification';
