-- Requests in the order of their submission.

-- Counts up over all requests, from 1: of two in one millisecond of simulated time, too, one is the later.
ALTER TABLE exports ADD COLUMN number INTEGER NOT NULL DEFAULT 0;
UPDATE exports SET number = ranked.number FROM (
    SELECT id, row_number() OVER (ORDER BY submitted_at, (SELECT min(t.id) FROM export_timeline t WHERE t.export_id = exports.id))
               AS number
    FROM exports) ranked
WHERE ranked.id = exports.id;
CREATE UNIQUE INDEX exports_by_number ON exports (number);
DROP INDEX exports_by_subject;
CREATE INDEX exports_by_subject ON exports (subject_kind, subject_id, number DESC);
DROP INDEX exports_running;
CREATE INDEX exports_running ON exports (number) WHERE state IN ('Submitted', 'Processing');
