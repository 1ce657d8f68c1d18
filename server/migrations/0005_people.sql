-- Retention, files that are gone for good, people who leave the chat, and the Assistant.

-- How long messages are kept, in days; NULL = for ever.
ALTER TABLE accounts ADD COLUMN conversation_retention_days INTEGER
    CHECK (conversation_retention_days BETWEEN 1 AND 5475);
ALTER TABLE accounts ADD COLUMN room_retention_days INTEGER CHECK (room_retention_days BETWEEN 1 AND 5475);

-- When the bytes were deleted: no attachment had them any more, and no living link led to them.
ALTER TABLE blobs ADD COLUMN deleted_at INTEGER;

-- When somebody had the Assistant delete them. The row stays for the messages that others keep, without name and address.
ALTER TABLE users ADD COLUMN deleted_at INTEGER;
-- Those whom the Assistant serves, by name.
CREATE INDEX users_unmanaged ON users (sort_name, id)
    WHERE (account_id IS NULL OR registration = 'Released') AND joined_at IS NOT NULL AND deleted_at IS NULL;

CREATE TABLE assistant_messages (
    id        INTEGER PRIMARY KEY,
    user_id   TEXT NOT NULL REFERENCES users (id),
    at        INTEGER NOT NULL,
    author    TEXT NOT NULL CHECK (author IN ('user', 'assistant')),
    text      TEXT NOT NULL,
    -- What to send next, exactly so.
    command   TEXT,
    -- The file that it is about. Its links are signed when the message is read; none is kept.
    export_id TEXT REFERENCES exports (id)
) STRICT;
CREATE INDEX assistant_messages_by_user ON assistant_messages (user_id, id);
CREATE UNIQUE INDEX assistant_messages_by_export ON assistant_messages (export_id) WHERE export_id IS NOT NULL;

-- The code that confirms a command; one at a time for each.
CREATE TABLE assistant_codes (
    user_id     TEXT NOT NULL REFERENCES users (id),
    command     TEXT NOT NULL CHECK (command IN ('getMyAttachments', 'deleteMe')),
    code        TEXT NOT NULL CHECK (length(code) = 6),
    valid_until INTEGER NOT NULL,
    PRIMARY KEY (user_id, command)
) STRICT, WITHOUT ROWID;

-- Files that lost an attachment to clean-up: deleted once nothing needs them any more.
CREATE TABLE blobs_to_review (
    sha256 TEXT PRIMARY KEY REFERENCES blobs (sha256)
) STRICT, WITHOUT ROWID;

-- What a change of retention would do is counted in this index alone.
DROP INDEX messages_by_container;
CREATE INDEX messages_by_container ON messages (container_id, sent_at, expires_at, redacted_at);

-- What somebody sent, in one container and in all, is counted in these indexes alone.
DROP INDEX messages_by_sender;
CREATE INDEX messages_by_sender ON messages (sender_id, container_id, redacted_at, expires_at);
CREATE INDEX attachments_by_message ON attachments (message_id, uploaded_at, size_bytes);

-- What removing a domain would do to 100,000 people is counted in this index alone.
DROP INDEX users_by_domain;
CREATE INDEX users_by_domain ON users (account_id, email_domain, registration);

-- Word prefixes of accounts' names.
CREATE VIRTUAL TABLE accounts_search USING fts5 (
    name, account_id UNINDEXED, detail = 'none', prefix = '1 2 3 4 5 6 7 8', tokenize = 'unicode61 remove_diacritics 2'
);
INSERT INTO accounts_search SELECT name, id FROM accounts;
CREATE TRIGGER accounts_insert AFTER INSERT ON accounts BEGIN
    INSERT INTO accounts_search VALUES (new.name, new.id);
END;
CREATE TRIGGER accounts_rename AFTER UPDATE OF name ON accounts BEGIN
    UPDATE accounts_search SET name = new.name WHERE account_id = new.id;
END;
CREATE TRIGGER accounts_delete AFTER DELETE ON accounts BEGIN
    DELETE FROM accounts_search WHERE account_id = old.id;
END;

-- Most changes of a registration, such as a suspension, change no count.
DROP TRIGGER users_count_update;
CREATE TRIGGER users_count_update AFTER UPDATE OF account_id, registration ON users
WHEN old.account_id IS NOT new.account_id
    OR (old.registration IN ('Registered', 'Suspended')) <> (new.registration IN ('Registered', 'Suspended'))
BEGIN
    UPDATE accounts SET users = users - 1, managed_users = managed_users - (old.registration IN ('Registered', 'Suspended'))
        WHERE id = old.account_id;
    UPDATE accounts SET users = users + 1, managed_users = managed_users + (new.registration IN ('Registered', 'Suspended'))
        WHERE id = new.account_id;
END;
