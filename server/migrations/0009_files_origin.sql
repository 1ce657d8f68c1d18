-- The origin that an export's links begin with. It belongs to the export: the file must be the same whenever it is
-- downloaded, even if the server's own origin has changed. NULL if it was delivered by an older version.
ALTER TABLE exports ADD COLUMN files_origin TEXT;
