-- no transaction
-- The account page: addresses that are changed or removed, and can be put back for a while.

-- An address being changed or removed, by the session that began it.
CREATE TABLE IF NOT EXISTS identifier_changes (
  account_id         uuid        NOT NULL,
  change_id          uuid        NOT NULL,
  session_id         uuid        NOT NULL,               -- only the session that began it goes on with it
  identifier_id      uuid        NOT NULL,               -- what is changed or removed
  state              text        NOT NULL CHECK (state IN ('old', 'new')),
  sealed             bytea       NOT NULL,               -- where codes go and what it becomes, under purpose 'code'
  credential_version integer     NOT NULL,               -- of the account when this began: another by now, and this is dead
  expires_at         timestamptz NOT NULL,
  PRIMARY KEY (account_id, change_id)
);

CREATE INDEX CONCURRENTLY IF NOT EXISTS identifier_changes_expires_at ON identifier_changes (expires_at);

-- A link to the address that was changed or removed: whoever holds the secret may put it back, once.
CREATE TABLE IF NOT EXISTS identifier_undos (
  account_id  uuid        NOT NULL,
  secret_hash bytea       NOT NULL,                      -- SHA-256 of a 128-bit secret
  kind        text        NOT NULL CHECK (kind IN ('email', 'phone')),
  sealed      bytea       NOT NULL,                      -- the address as it was, under the account's data key
  created_at  timestamptz NOT NULL,
  expires_at  timestamptz NOT NULL,
  used_at     timestamptz,                               -- used, or overtaken by the undoing of an earlier change
  PRIMARY KEY (account_id, secret_hash)
);

CREATE INDEX CONCURRENTLY IF NOT EXISTS identifier_undos_expires_at ON identifier_undos (expires_at);

-- An address kept for the account that had it: it finds nobody, and nobody else can have it until then.
ALTER TABLE identifier_claims ADD COLUMN IF NOT EXISTS reserved_until timestamptz;

CREATE INDEX CONCURRENTLY IF NOT EXISTS identifier_claims_reserved ON identifier_claims (reserved_until)
  WHERE reserved_until IS NOT NULL;
