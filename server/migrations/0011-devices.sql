-- Devices an account is known to be used on, and sign-ins that nobody else's failures can stand in the way of.

-- A browser or app that signed in before. Its secret is in no other place than there; two accounts in one browser have rows
-- that nothing ties together.
CREATE TABLE devices (
  account_id    uuid        NOT NULL,
  device_id     uuid        NOT NULL,
  device_lookup bytea       NOT NULL,            -- SHA-256 of the account and a 256-bit secret
  client        text        NOT NULL CHECK (client IN ('web', 'app')),
  browser       text        NOT NULL,
  system        text        NOT NULL,
  place         text        NOT NULL,            -- ISO 3166-1 alpha-2 of the network last used; empty: not known
  first_seen_at timestamptz NOT NULL,
  last_seen_at  timestamptz NOT NULL,
  ended_at      timestamptz,                     -- from then on it is as unknown as any other
  PRIMARY KEY (account_id, device_id),
  UNIQUE (account_id, device_lookup)
);

CREATE INDEX devices_last_seen_at ON devices (last_seen_at);

-- Wrong passwords for one address from devices that its account does not know, wherever they come from. Asked before the
-- account is known, so by a keyed hash of the address.
CREATE TABLE stranger_tries (
  key            bytea       PRIMARY KEY,
  failures       integer     NOT NULL DEFAULT 0, -- within the window
  window_ends_at timestamptz NOT NULL,
  in_a_row       integer     NOT NULL DEFAULT 0, -- since somebody unknown got it right
  told           integer     NOT NULL DEFAULT 0, -- the number in a row the owner was last told of
  pending        integer     NOT NULL DEFAULT 0, -- begun and not yet settled
  pending_until  timestamptz NOT NULL,           -- whatever is unsettled by then has failed
  forgotten_at   timestamptz NOT NULL
);

CREATE INDEX stranger_tries_forgotten_at ON stranger_tries (forgotten_at);

-- A mailbox that was proven so that a password may be tried: once with success, and a few times without.
CREATE TABLE sign_in_proofs (
  account_id         uuid        NOT NULL,
  proof_id           uuid        NOT NULL,
  credential_version integer     NOT NULL,       -- of the account when it began: another by now, and this is dead
  tries              integer     NOT NULL DEFAULT 0,
  used_at            timestamptz,
  expires_at         timestamptz NOT NULL,
  PRIMARY KEY (account_id, proof_id)
);

CREATE INDEX sign_in_proofs_expires_at ON sign_in_proofs (expires_at);

ALTER TABLE sessions
  ADD COLUMN device_id uuid,                     -- the known device it was opened on
  ADD COLUMN place     text NOT NULL DEFAULT '';

-- The proof at sign-in goes on taking the code before the newest one: a stranger who asks for codes ends nobody's.
ALTER TABLE codes ADD COLUMN replaced_expires_at timestamptz;
