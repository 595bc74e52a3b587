-- What happened to accounts, for the operator's own programs: a feed that can be read again, and signed webhooks.

CREATE TABLE events (
  account_id uuid        NOT NULL,
  event_id   uuid        NOT NULL,
  type       text        NOT NULL,
  data       jsonb       NOT NULL,   -- ids, reasons and times; never an address or a secret
  at         timestamptz NOT NULL,
  position   bigint,                 -- its place in the feed, given once it is committed
  PRIMARY KEY (account_id, event_id)
);

CREATE INDEX events_position ON events (position) WHERE position IS NOT NULL;
CREATE INDEX events_unplaced ON events (event_id) WHERE position IS NULL;

-- One row: the last place given. Its row lock makes places visible in their order.
CREATE TABLE event_feed (
  only_row      boolean PRIMARY KEY DEFAULT true CHECK (only_row),
  last_position bigint  NOT NULL
);

INSERT INTO event_feed (last_position) VALUES (0);

-- How far each receiver of webhooks has come.
CREATE TABLE webhooks (
  name            text        PRIMARY KEY,
  position        bigint      NOT NULL,
  attempts        integer     NOT NULL DEFAULT 0,
  failing_since   timestamptz,
  next_attempt_at timestamptz NOT NULL
);

-- What an operator's program proves itself with.
CREATE TABLE api_keys (
  key_id      uuid        PRIMARY KEY,
  name        text        NOT NULL,
  secret_hash bytea       NOT NULL,  -- SHA-256 of a 256-bit secret
  scopes      text[]      NOT NULL,
  created_at  timestamptz NOT NULL,
  expires_at  timestamptz NOT NULL,
  revoked_at  timestamptz
);
