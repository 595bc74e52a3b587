-- no transaction
-- Deleting an account: nothing of it is lost until its time of grace is over; then all that names a person is destroyed.

ALTER TABLE accounts ADD COLUMN IF NOT EXISTS deletes_at timestamptz;   -- null: nobody asked for it

CREATE INDEX CONCURRENTLY IF NOT EXISTS accounts_deletes_at ON accounts (deletes_at) WHERE deletes_at IS NOT NULL;
