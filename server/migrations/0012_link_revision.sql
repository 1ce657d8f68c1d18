-- Counts the changes that end links, so that a server that keeps keys in memory notices them, whoever made them. A new
-- key ends no link.
CREATE TABLE link_revision (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    revision INTEGER NOT NULL
) STRICT;
INSERT INTO link_revision VALUES (1, 0);

CREATE TRIGGER link_revision_key_deleted AFTER DELETE ON signing_keys BEGIN
    UPDATE link_revision SET revision = revision + 1;
END;
CREATE TRIGGER link_revision_key_changed AFTER UPDATE ON signing_keys BEGIN
    UPDATE link_revision SET revision = revision + 1;
END;
