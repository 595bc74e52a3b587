-- Accounts, what finds them, what proves them, and where they are signed in.
--
-- account_id leads every primary key, so that tables can be spread by account. Two kinds of table are spread by a key of
-- their own instead, because they are asked before the account is known: identifier_claims (by what a person types) and the
-- counters of limits/. All times come from the program's clock.

CREATE TABLE keys (
  purpose      text        NOT NULL,
  kid          integer     NOT NULL,
  wrapped      bytea,                 -- under the root key; null once destroyed
  active_from  timestamptz NOT NULL,  -- the newest that has come is written with; later ones are only read with
  created_at   timestamptz NOT NULL,
  destroyed_at timestamptz,
  PRIMARY KEY (purpose, kid)
);

CREATE TABLE accounts (
  account_id         uuid        PRIMARY KEY,
  data_key           bytea       NOT NULL,             -- this account's own key, wrapped under purpose 'account'
  locale             text        NOT NULL,
  credential_version integer     NOT NULL DEFAULT 1,   -- raised by every change that must end older sessions and flows
  created_at         timestamptz NOT NULL
);

CREATE TABLE identifiers (
  account_id    uuid        NOT NULL,
  identifier_id uuid        NOT NULL,
  kind          text        NOT NULL CHECK (kind IN ('email', 'phone')),
  sealed        bytea       NOT NULL,                  -- the address, under the account's data key
  verified_at   timestamptz NOT NULL,
  created_at    timestamptz NOT NULL,
  PRIMARY KEY (account_id, identifier_id),
  UNIQUE (account_id, kind)
);

-- Which account an address belongs to: a keyed hash of its one canonical form. The primary key is what makes it unique.
CREATE TABLE identifier_claims (
  lookup        bytea PRIMARY KEY,
  account_id    uuid  NOT NULL,
  identifier_id uuid  NOT NULL
);

CREATE INDEX identifier_claims_account ON identifier_claims (account_id);

CREATE TABLE passwords (
  account_id uuid        PRIMARY KEY,
  sealed     bytea       NOT NULL,                     -- PHC string under purpose 'password', bound to the account
  changed_at timestamptz NOT NULL
);

CREATE TABLE sessions (
  account_id         uuid        NOT NULL,
  session_id         uuid        NOT NULL,
  token_hash         bytea       NOT NULL,             -- SHA-256 of a 256-bit secret
  credential_version integer     NOT NULL,
  client             text        NOT NULL CHECK (client IN ('web', 'app')),
  browser            text        NOT NULL,
  system             text        NOT NULL,
  amr                text[]      NOT NULL,
  aal                smallint    NOT NULL,
  created_at         timestamptz NOT NULL,
  authenticated_at   timestamptz NOT NULL,             -- raised by step-up
  last_seen_at       timestamptz NOT NULL,
  idle_ends_at       timestamptz NOT NULL,
  ends_at            timestamptz NOT NULL,
  revoked_at         timestamptz,
  PRIMARY KEY (account_id, session_id)
);

CREATE INDEX sessions_ends_at ON sessions (ends_at);

-- A sign-up under way. It holds no address: account_id is only what the account will be called if it comes to be.
CREATE TABLE sign_ups (
  account_id  uuid        PRIMARY KEY,
  secret_hash bytea       NOT NULL,
  state       text        NOT NULL CHECK (state IN ('code', 'password', 'done')),
  kind        text        NOT NULL CHECK (kind IN ('email', 'phone')),
  sealed      bytea       NOT NULL,                    -- the address, under purpose 'code'
  locale      text        NOT NULL,
  created_at  timestamptz NOT NULL,
  expires_at  timestamptz NOT NULL
);

CREATE INDEX sign_ups_expires_at ON sign_ups (expires_at);

CREATE TABLE identifier_additions (
  account_id  uuid        NOT NULL,
  addition_id uuid        NOT NULL,
  session_id  uuid        NOT NULL,                    -- only the session that began it goes on with it
  kind        text        NOT NULL CHECK (kind IN ('email', 'phone')),
  sealed      bytea       NOT NULL,                    -- the address, under purpose 'code'
  expires_at  timestamptz NOT NULL,
  PRIMARY KEY (account_id, addition_id)
);

CREATE INDEX identifier_additions_expires_at ON identifier_additions (expires_at);

-- One open code per account, purpose and subject (the flow that asked for it); a new one takes the old one's place.
CREATE TABLE codes (
  account_id   uuid        NOT NULL,
  purpose      text        NOT NULL,
  subject_id   uuid        NOT NULL,
  code_id      uuid        NOT NULL,
  mac          bytea       NOT NULL,
  replaced_mac bytea,                                  -- the one before, to say "a newer code was sent"
  replaced_id  uuid,
  attempts     integer     NOT NULL DEFAULT 0,
  issued_at    timestamptz NOT NULL,
  expires_at   timestamptz NOT NULL,
  consumed_at  timestamptz,
  PRIMARY KEY (account_id, purpose, subject_id)
);

CREATE INDEX codes_expires_at ON codes (expires_at);

CREATE TABLE holds (
  account_id uuid        NOT NULL,
  hold_id    uuid        NOT NULL,
  reason     text        NOT NULL,
  started_at timestamptz NOT NULL,
  ends_at    timestamptz NOT NULL,
  PRIMARY KEY (account_id, hold_id)
);

CREATE TABLE activities (
  account_id  uuid        NOT NULL,
  activity_id uuid        NOT NULL,
  kind        text        NOT NULL,
  at          timestamptz NOT NULL,
  session_id  uuid,
  browser     text,
  system      text,
  PRIMARY KEY (account_id, activity_id)
);

-- Failed and unsettled tries under one key (say, one account from one network).
CREATE TABLE attempts (
  key           bytea       PRIMARY KEY,
  failures      integer     NOT NULL DEFAULT 0,
  pending       integer     NOT NULL DEFAULT 0,        -- begun and not yet settled
  pending_until timestamptz NOT NULL,                  -- whatever is unsettled by then has failed
  blocked_until timestamptz NOT NULL,
  forgotten_at  timestamptz NOT NULL
);

CREATE INDEX attempts_forgotten_at ON attempts (forgotten_at);

-- How much of an allowance is used in its window.
CREATE TABLE budgets (
  key     bytea       PRIMARY KEY,
  spent   integer     NOT NULL,
  ends_at timestamptz NOT NULL
);

CREATE INDEX budgets_ends_at ON budgets (ends_at);
