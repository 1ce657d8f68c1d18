-- The simulated tenant: accounts, people, chat and the files in it.
-- Times are Unix milliseconds of the simulated clock; columns ending in _wall are wall-clock milliseconds.

CREATE TABLE meta (
    key   TEXT PRIMARY KEY,
    value TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE accounts (
    id         TEXT PRIMARY KEY,
    name       TEXT NOT NULL CHECK (length(name) BETWEEN 1 AND 100),
    type       TEXT NOT NULL CHECK (type IN ('Team', 'EnterpriseLWA', 'EnterpriseDirectory', 'EnterpriseOIDC')),
    status     TEXT NOT NULL DEFAULT 'Active' CHECK (status IN ('Active', 'Suspended')),
    created_at INTEGER NOT NULL,
    -- Kept by triggers on users, so that lists never count 100,000 rows.
    users         INTEGER NOT NULL DEFAULT 0,
    managed_users INTEGER NOT NULL DEFAULT 0
) STRICT, WITHOUT ROWID;
CREATE INDEX accounts_by_name ON accounts (name COLLATE NOCASE, id);

CREATE TABLE domains (
    id          TEXT PRIMARY KEY,
    account_id  TEXT NOT NULL REFERENCES accounts (id),
    name        TEXT NOT NULL UNIQUE CHECK (name = lower(name) AND length(name) BETWEEN 3 AND 253),
    status      TEXT NOT NULL CHECK (status IN ('PendingVerification', 'Verified', 'Failed')),
    claimed_at  INTEGER NOT NULL,
    verified_at INTEGER,
    CHECK ((status = 'Verified') = (verified_at IS NOT NULL))
) STRICT, WITHOUT ROWID;
CREATE INDEX domains_by_account ON domains (account_id, name);

-- A user without an account is an outsider. A released user keeps the account for its list, and is not managed.
CREATE TABLE users (
    rowid_       INTEGER PRIMARY KEY,
    id           TEXT NOT NULL UNIQUE,
    account_id   TEXT REFERENCES accounts (id),
    email        TEXT NOT NULL UNIQUE CHECK (email = lower(email) AND length(email) BETWEEN 3 AND 320),
    email_domain TEXT NOT NULL GENERATED ALWAYS AS (substr(email, instr(email, '@') + 1)) VIRTUAL,
    display_name TEXT NOT NULL CHECK (length(display_name) BETWEEN 1 AND 200),
    -- Lower-case, for sorting without regard to case.
    sort_name    TEXT NOT NULL,
    registration TEXT NOT NULL CHECK (registration IN ('Registered', 'Unregistered', 'Suspended', 'Released')),
    invitation   TEXT NOT NULL CHECK (invitation IN ('Pending', 'Accepted', 'Failed')),
    tier         TEXT NOT NULL CHECK (tier IN ('Basic', 'Plus', 'Pro', 'ProTrial')),
    invited_at     INTEGER,
    joined_at      INTEGER,
    last_active_at INTEGER,
    personal_pin   TEXT,
    private        INTEGER NOT NULL DEFAULT 0 CHECK (private IN (0, 1)),
    phone          TEXT,
    messages_sent       INTEGER NOT NULL DEFAULT 0 CHECK (messages_sent >= 0),
    meetings_attended   INTEGER NOT NULL DEFAULT 0 CHECK (meetings_attended >= 0),
    meetings_organised  INTEGER NOT NULL DEFAULT 0 CHECK (meetings_organised >= 0),
    CHECK ((registration = 'Unregistered') = (joined_at IS NULL))
) STRICT;
CREATE INDEX users_by_name ON users (account_id, sort_name, id);
CREATE INDEX users_by_email ON users (account_id, email, id);
CREATE INDEX users_by_joined ON users (account_id, ifnull(joined_at, 0), id);
CREATE INDEX users_by_last_active ON users (account_id, ifnull(last_active_at, 0), id);
CREATE INDEX users_by_domain ON users (account_id, email_domain);
CREATE INDEX users_by_registration_name ON users (account_id, registration, sort_name, id);
CREATE INDEX users_by_registration_email ON users (account_id, registration, email, id);
CREATE INDEX users_by_registration_joined ON users (account_id, registration, ifnull(joined_at, 0), id);
CREATE INDEX users_by_registration_last_active ON users (account_id, registration, ifnull(last_active_at, 0), id);

-- Word prefixes of names and addresses.
CREATE VIRTUAL TABLE users_search USING fts5 (
    display_name, email,
    content = 'users', content_rowid = 'rowid_', detail = 'none', prefix = '1 2 3 4 5 6 7 8',
    tokenize = 'unicode61 remove_diacritics 2'
);

CREATE TRIGGER users_insert AFTER INSERT ON users BEGIN
    INSERT INTO users_search (rowid, display_name, email) VALUES (new.rowid_, new.display_name, new.email);
    UPDATE accounts SET users = users + 1, managed_users = managed_users + (new.registration IN ('Registered', 'Suspended'))
        WHERE id = new.account_id;
END;
CREATE TRIGGER users_delete AFTER DELETE ON users BEGIN
    INSERT INTO users_search (users_search, rowid, display_name, email)
        VALUES ('delete', old.rowid_, old.display_name, old.email);
    UPDATE accounts SET users = users - 1, managed_users = managed_users - (old.registration IN ('Registered', 'Suspended'))
        WHERE id = old.account_id;
END;
CREATE TRIGGER users_text_update AFTER UPDATE OF display_name, email ON users BEGIN
    INSERT INTO users_search (users_search, rowid, display_name, email)
        VALUES ('delete', old.rowid_, old.display_name, old.email);
    INSERT INTO users_search (rowid, display_name, email) VALUES (new.rowid_, new.display_name, new.email);
END;
CREATE TRIGGER users_count_update AFTER UPDATE OF account_id, registration ON users BEGIN
    UPDATE accounts SET users = users - 1, managed_users = managed_users - (old.registration IN ('Registered', 'Suspended'))
        WHERE id = old.account_id;
    UPDATE accounts SET users = users + 1, managed_users = managed_users + (new.registration IN ('Registered', 'Suspended'))
        WHERE id = new.account_id;
END;

-- Whatever holds messages. A meeting's chat is a container too; it is never in scope.
CREATE TABLE containers (
    id         TEXT PRIMARY KEY,
    kind       TEXT NOT NULL CHECK (kind IN ('direct', 'group', 'room', 'meeting')),
    name       TEXT NOT NULL,
    creator_id TEXT REFERENCES users (id),
    created_at INTEGER NOT NULL,
    deleted_at INTEGER,
    CHECK ((kind = 'room') = (creator_id IS NOT NULL)),
    CHECK (deleted_at IS NULL OR kind = 'room')
) STRICT, WITHOUT ROWID;
CREATE INDEX containers_by_creator ON containers (creator_id);

CREATE TABLE memberships (
    container_id TEXT NOT NULL REFERENCES containers (id),
    user_id      TEXT NOT NULL REFERENCES users (id),
    role         TEXT NOT NULL CHECK (role IN ('Administrator', 'Member')),
    PRIMARY KEY (container_id, user_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX memberships_by_user ON memberships (user_id, container_id);

CREATE TABLE messages (
    id           TEXT PRIMARY KEY,
    container_id TEXT NOT NULL REFERENCES containers (id),
    sender_id    TEXT NOT NULL REFERENCES users (id),
    sent_at      INTEGER NOT NULL,
    redacted_at  INTEGER,
    -- When retention hides it; NULL = never.
    expires_at   INTEGER
) STRICT, WITHOUT ROWID;
CREATE INDEX messages_by_container ON messages (container_id);
CREATE INDEX messages_by_sender ON messages (sender_id);
CREATE INDEX messages_by_expiry ON messages (expires_at) WHERE expires_at IS NOT NULL;

-- Distinct files, by content. The bytes lie in the blob store under sha256/ab/cd/….
CREATE TABLE blobs (
    sha256     TEXT PRIMARY KEY CHECK (length(sha256) = 64),
    size_bytes INTEGER NOT NULL CHECK (size_bytes BETWEEN 0 AND 50000000)
) STRICT, WITHOUT ROWID;

-- At most one per message; uploaded by the message's sender.
CREATE TABLE attachments (
    id           TEXT PRIMARY KEY,
    message_id   TEXT NOT NULL UNIQUE REFERENCES messages (id),
    sha256       TEXT NOT NULL REFERENCES blobs (sha256),
    file_name    TEXT NOT NULL CHECK (length(file_name) > 0),
    content_type TEXT NOT NULL,
    size_bytes   INTEGER NOT NULL CHECK (size_bytes BETWEEN 0 AND 50000000),
    uploaded_at  INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX attachments_by_blob ON attachments (sha256);
CREATE INDEX attachments_by_upload ON attachments (uploaded_at, id);

-- Bumped by whoever changes what a scope depends on; cached estimates hang on it.
CREATE TABLE world_revision (
    id       INTEGER PRIMARY KEY CHECK (id = 1),
    revision INTEGER NOT NULL
) STRICT;
INSERT INTO world_revision VALUES (1, 0);
