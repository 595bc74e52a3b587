-- no transaction
-- Authenticator apps, the phrase that stands in for a lost one, and sessions that tell when they were last proven by one.

-- Proofs besides codes and password that are bound to the account: 'totp', 'passkey'. It takes the place of
-- has_second_factor, which nothing ever set and servers of the version before still read.
ALTER TABLE accounts ADD COLUMN IF NOT EXISTS factors text[] NOT NULL DEFAULT '{}';

-- When a proof of the second kind was last given in a session; null: never.
ALTER TABLE sessions ADD COLUMN IF NOT EXISTS factor_at timestamptz;

-- A device that need not be asked for the second proof until then, while the credentials stay as they were.
ALTER TABLE devices ADD COLUMN IF NOT EXISTS trusted_until timestamptz;
ALTER TABLE devices ADD COLUMN IF NOT EXISTS trusted_version integer;

-- The account's one authenticator key. There are never two: the new one takes the old one's place in one statement.
CREATE TABLE IF NOT EXISTS totp_secrets (
  account_id   uuid        PRIMARY KEY,
  secret_id    uuid        NOT NULL,
  sealed       bytea       NOT NULL,                 -- 160 bits under purpose 'totp', bound to the account and secret_id
  last_step    bigint      NOT NULL,                 -- of the last code accepted: no step is accepted twice
  enrolled_at  timestamptz NOT NULL,
  suspended_at timestamptz                           -- the phrase was used in its place: it proves nothing any more
);

-- What tells the account's Recovery Key Phrase from every other: one-way, so that nothing here and no key shows it again.
CREATE TABLE IF NOT EXISTS recovery_keys (
  account_id      uuid        PRIMARY KEY,
  recovery_key_id uuid        NOT NULL,
  scheme          smallint    NOT NULL,
  salt            bytea       NOT NULL,              -- 16 bytes
  sealed          bytea       NOT NULL,              -- SHA-256 of salt and phrase, under purpose 'recovery_key'
  replaced_id     uuid,                              -- the one before, to say "that one was replaced"
  replaced_salt   bytea,
  replaced_sealed bytea,
  created_at      timestamptz NOT NULL
);

-- An authenticator being bound, changed, removed or replaced, or a phrase made anew. What is pending here opens nothing.
CREATE TABLE IF NOT EXISTS authenticator_changes (
  account_id         uuid        NOT NULL,
  change_id          uuid        NOT NULL,
  session_id         uuid,                           -- only the session that began it goes on with it …
  secret_hash        bytea,                          -- … or, before there is one, whoever holds the secret
  kind               text        NOT NULL CHECK (kind IN ('bind', 'change', 'remove', 'replace', 'renew_phrase')),
  state              text        NOT NULL CHECK (state IN ('code', 'key', 'phrase')),
  destination        bytea,                          -- where the code goes, under purpose 'code'
  secret_id          uuid,
  key_sealed         bytea,                          -- the pending key, under purpose 'code'
  key_step           bigint,                         -- of the code that confirmed it
  proven_id          uuid,                           -- to replace: the phrase that was proven, and is spent at the end
  recovery_key_id    uuid,                           -- of the pending phrase
  phrase_salt        bytea,
  phrase_sealed      bytea,                          -- the pending phrase's check value, under purpose 'code'
  credential_version integer     NOT NULL,           -- of the account when this began: another by now, and this is dead
  created_at         timestamptz NOT NULL,
  expires_at         timestamptz NOT NULL,
  PRIMARY KEY (account_id, change_id)
);

-- One a session: beginning again ends the one before.
CREATE UNIQUE INDEX CONCURRENTLY IF NOT EXISTS authenticator_changes_session
  ON authenticator_changes (account_id, session_id);

CREATE INDEX CONCURRENTLY IF NOT EXISTS authenticator_changes_expires_at ON authenticator_changes (expires_at);
