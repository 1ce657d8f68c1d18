-- Claiming domains, the simulated DNS, deleting accounts.

-- A deleted account stays for the history of its exports; nothing else shows it.
ALTER TABLE accounts ADD COLUMN deleted_at INTEGER;

CREATE TABLE claimed_domains (
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
    finding     TEXT CHECK (finding IN ('noRecord', 'wrongValue', 'doubledSuffix', 'heldByAnother', 'noAnswer')),
    -- JSON array of the values that were found instead of the right one.
    found       TEXT NOT NULL DEFAULT '[]',
    CHECK ((status = 'Verified') = (verified_at IS NOT NULL)),
    CHECK (status = 'PendingVerification' OR next_check_at IS NULL)
) STRICT, WITHOUT ROWID;
INSERT INTO claimed_domains (id, account_id, name, status, claimed_at, verified_at, next_check_at, gives_up_at)
    SELECT id, account_id, name, status, claimed_at, verified_at,
           iif(status = 'PendingVerification', claimed_at + 3600000, NULL),
           iif(status = 'PendingVerification', claimed_at + 259200000, NULL) FROM domains;
DROP TABLE domains;
ALTER TABLE claimed_domains RENAME TO domains;
CREATE UNIQUE INDEX domains_by_account ON domains (account_id, name);
-- Several accounts may claim a domain; one can hold it.
CREATE UNIQUE INDEX domains_held ON domains (name) WHERE status = 'Verified';
CREATE INDEX domains_to_check ON domains (next_check_at) WHERE status = 'PendingVerification';

CREATE INDEX users_by_address_domain ON users (email_domain);

-- TXT records of the simulated DNS. Every change is seen after a while.
CREATE TABLE dns_records (
    id         TEXT PRIMARY KEY,
    name       TEXT NOT NULL CHECK (name = lower(name) AND length(name) BETWEEN 1 AND 253),
    value      TEXT NOT NULL CHECK (length(value) BETWEEN 1 AND 255),
    visible_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX dns_records_by_name ON dns_records (name, visible_at);
