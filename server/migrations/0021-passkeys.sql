-- no transaction
-- Passkeys (WebAuthn): public keys that prove an account's owner, and the challenges that were answered.

CREATE TABLE IF NOT EXISTS passkeys (
  account_id      uuid        NOT NULL,
  passkey_id      uuid        NOT NULL,
  credential_id   bytea       NOT NULL,                -- as its authenticator names it
  key_sealed      bytea       NOT NULL,                -- the public key (COSE), under the account's data key and bound to
                                                       -- this credential: nobody with SQL alone plants one of their own
  name_sealed     bytea       NOT NULL,                -- what its owner calls it, under the account's data key
  sign_count      bigint      NOT NULL,                -- the authenticator's, when last used; 0: it does not count
  transports      text[]      NOT NULL,
  backup_eligible boolean     NOT NULL,                -- may be on several devices; never changes
  backed_up       boolean     NOT NULL,                -- is, when last used
  aaguid          uuid        NOT NULL,                -- the make of the authenticator
  created_at      timestamptz NOT NULL,
  last_used_at    timestamptz,
  suspended_at    timestamptz,                         -- its counter went back: there may be a copy, and it proves nothing
  PRIMARY KEY (account_id, passkey_id)
);

CREATE UNIQUE INDEX CONCURRENTLY IF NOT EXISTS passkeys_credential ON passkeys (account_id, credential_id);

-- A challenge travels sealed and leaves no row until it is answered: then this, so that it is answered once.
CREATE TABLE IF NOT EXISTS passkey_challenges (
  challenge_id uuid        PRIMARY KEY,
  expires_at   timestamptz NOT NULL                    -- it would be refused from then on by itself
);

CREATE INDEX CONCURRENTLY IF NOT EXISTS passkey_challenges_expires_at ON passkey_challenges (expires_at);
