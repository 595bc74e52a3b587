-- no transaction
-- Messages that cost money: how many were sent, to which part of the world, and how many of their codes came back. And the
-- proofs of work that stand before them, each good for once.

-- In slots of time. No address: a prefix is a calling code and three digits, shared by many thousands of people.
CREATE TABLE IF NOT EXISTS sms_counts (
  share   text        NOT NULL CHECK (share IN ('strangers', 'customers', 'nobody')),
  scope   text        NOT NULL CHECK (scope IN ('prefix', 'country', 'day')),
  name    text        NOT NULL,                  -- '+47412'; 'NO'; empty for a day of all
  slot_at timestamptz NOT NULL,                  -- when the slot began
  outcome text        NOT NULL CHECK (outcome IN ('sent', 'entered', 'prefix', 'country', 'day', 'closed')),
  count   integer     NOT NULL,
  PRIMARY KEY (share, scope, name, slot_at, outcome)
);

CREATE INDEX CONCURRENTLY IF NOT EXISTS sms_counts_scope_slot_at ON sms_counts (scope, slot_at);
CREATE INDEX CONCURRENTLY IF NOT EXISTS sms_counts_slot_at ON sms_counts (slot_at);

-- Proofs of work that were used. Until it expires, a proof is known here on every server.
CREATE TABLE IF NOT EXISTS bot_checks (
  nonce      bytea       PRIMARY KEY,
  expires_at timestamptz NOT NULL
);

CREATE INDEX CONCURRENTLY IF NOT EXISTS bot_checks_expires_at ON bot_checks (expires_at);

-- What a code that went by SMS was counted under, until its coming back has been counted too.
ALTER TABLE codes ADD COLUMN IF NOT EXISTS paid_as text;
