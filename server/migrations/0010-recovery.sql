-- no transaction
-- Forgotten passwords, and codes that end with the credentials they were asked under.

-- A reset under way. For an address that no account has, the same row under an account id that nobody has: a decoy, so that
-- the work is equal. What the row says is not told to whoever asks, but for the address they typed themselves.
CREATE TABLE IF NOT EXISTS recoveries (
  account_id         uuid        NOT NULL,
  recovery_id        uuid        NOT NULL,
  secret_hash        bytea       NOT NULL,               -- SHA-256 of a 256-bit secret of the one who began it
  state              text        NOT NULL CHECK (state IN ('code', 'factor', 'done')),
  sealed             bytea       NOT NULL,               -- the address as typed and where the code went, under purpose 'code'
  to_other           boolean     NOT NULL DEFAULT false, -- whether the code was last asked for on the other address
  locale             text        NOT NULL,
  credential_version integer     NOT NULL,               -- of the account when this began: another by now, and this is dead
  created_at         timestamptz NOT NULL,
  expires_at         timestamptz NOT NULL,
  PRIMARY KEY (account_id, recovery_id)
);

CREATE INDEX CONCURRENTLY IF NOT EXISTS recoveries_expires_at ON recoveries (expires_at);

-- A code whose account changed its credentials since opens nothing. It goes on counting tries, so that nobody outside sees it.
ALTER TABLE codes ADD COLUMN IF NOT EXISTS ended_at timestamptz;

-- Whether a proof besides code and password is bound to the account: a reset never goes past it.
ALTER TABLE accounts ADD COLUMN IF NOT EXISTS has_second_factor boolean NOT NULL DEFAULT false;

-- 'decoy': a message that is nobody's. The same work as a real one, and never sent or shown.
ALTER TABLE outbox DROP CONSTRAINT IF EXISTS outbox_state_check, ADD CONSTRAINT outbox_state_check
  CHECK (state IN ('pending', 'delivering', 'delivered', 'dead', 'kept', 'decoy')) NOT VALID;

ALTER TABLE outbox VALIDATE CONSTRAINT outbox_state_check;

CREATE INDEX CONCURRENTLY IF NOT EXISTS outbox_decoys ON outbox (created_at) WHERE state = 'decoy';
