-- When a code to an address of the account was last given in a session: what the first factor and a further address ask for.
ALTER TABLE sessions ADD COLUMN IF NOT EXISTS address_proven_at timestamptz;
