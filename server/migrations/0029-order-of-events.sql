-- no transaction
-- Events of one account stand in the feed in the order they were written: ids of one millisecond, or of two servers' clocks, do
-- not tell it. Whoever writes the next event of an account waits for the one before to be committed.
CREATE SEQUENCE IF NOT EXISTS events_written;

ALTER TABLE events ADD COLUMN IF NOT EXISTS written bigint;

ALTER TABLE events ALTER COLUMN written SET DEFAULT nextval('events_written');

CREATE INDEX CONCURRENTLY IF NOT EXISTS events_to_place ON events (written NULLS FIRST, event_id) WHERE position IS NULL;

DROP INDEX CONCURRENTLY IF EXISTS events_unplaced;
