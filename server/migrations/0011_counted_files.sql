-- Collect counts its files, and goes on where it stopped, instead of reading all of them again for each batch.

ALTER TABLE exports ADD COLUMN files INTEGER NOT NULL DEFAULT 0;
ALTER TABLE exports ADD COLUMN files_checked INTEGER NOT NULL DEFAULT 0;
-- Files are checked in order of their SHA-256; this is the last one that was.
ALTER TABLE exports ADD COLUMN checked_to TEXT NOT NULL DEFAULT '';
UPDATE exports SET
    files = (SELECT count(*) FROM export_blobs b WHERE b.export_id = exports.id),
    files_checked = (SELECT ifnull(sum(checked), 0) FROM export_blobs b WHERE b.export_id = exports.id),
    checked_to = (SELECT ifnull(max(sha256), '') FROM export_blobs b WHERE b.export_id = exports.id AND b.checked = 1)
    WHERE state IN ('Submitted', 'Processing');
