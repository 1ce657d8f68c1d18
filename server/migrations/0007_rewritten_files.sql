-- The CSV form of a request's file is written differently now. The length and hash of files delivered before are those
-- of another text, so they are forgotten: such a file is sent without a length.
UPDATE exports SET manifest_size = NULL, manifest_sha256 = NULL WHERE manifest_size IS NOT NULL;
