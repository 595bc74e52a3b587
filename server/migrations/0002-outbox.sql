-- Messages to send. A row is written in the same transaction as its cause and is the job itself: workers claim rows here.
--
-- account_id leads the key, so that the table can be spread by account. The claim is the one statement that looks across
-- accounts; where the table is spread, each part is worked by itself.

CREATE TABLE outbox (
  account_id         uuid        NOT NULL,
  message_id         uuid        NOT NULL,                 -- also what the provider hears, so that it can drop a repeat
  channel            text        NOT NULL CHECK (channel IN ('email', 'sms')),
  template           text        NOT NULL,
  locale             text        NOT NULL CHECK (locale IN ('nb', 'nn', 'en')),
  sealed             bytea,                                -- address and data, purpose 'outbox'; null once handed over
  destination_lookup bytea,                                -- keyed hash of the canonical address, purpose 'index'
  state              text        NOT NULL CHECK (state IN ('pending', 'delivering', 'delivered', 'dead', 'kept')),
  attempts           integer     NOT NULL DEFAULT 0,
  -- Pending: not tried before. Delivering: the claim's end, when the row of a worker that died is anybody's again.
  next_attempt_at    timestamptz NOT NULL,
  created_at         timestamptz NOT NULL,
  delivered_at       timestamptz,
  expires_at         timestamptz,                          -- worth nothing from then on: not sent any more
  last_error         text,                                 -- which kind of failure; never an address, never a secret
  provider_id        text,
  PRIMARY KEY (account_id, message_id)
);

CREATE INDEX outbox_due ON outbox (channel, next_attempt_at) WHERE state IN ('pending', 'delivering');
CREATE INDEX outbox_destination ON outbox (destination_lookup, created_at);
CREATE INDEX outbox_created_at ON outbox (created_at) WHERE state IN ('delivered', 'dead', 'kept');
