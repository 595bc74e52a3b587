-- Those who work at the console (docs/decisions/0036-staff-door.md). They are no customers: no account is anything here, nobody
-- here is an account, and so no row of these tables is spread by account.

CREATE TABLE staff (
  staff_id       uuid        PRIMARY KEY,
  credential_id  bytea       NOT NULL,                -- the passkey, as its authenticator names it
  sealed         bytea       NOT NULL,                -- name, role and public key, bound to this row: nobody with SQL alone makes
                                                      -- a member, raises a role or plants a passkey
  sign_count     bigint      NOT NULL,                -- the authenticator's, when last used; 0: it does not count
  created_at     timestamptz NOT NULL,
  last_used_at   timestamptz,
  suspended_at   timestamptz,                         -- its counter went back: there may be a copy, and it opens nothing
  ended_at       timestamptz
);

CREATE TABLE staff_invitations (
  invitation_id  uuid        PRIMARY KEY,
  role           text        NOT NULL CHECK (role IN ('support', 'reviewer', 'compliance', 'admin')),
  proof          bytea       NOT NULL,                -- keyed hash of its secret, role, end and who invited: no row that we did not write is good
  invited_by     uuid,                                -- a member; null: an operator, or the start of a demo
  by_start       boolean     NOT NULL,                -- made by the start of a demo, which makes the next one instead of it
  created_at     timestamptz NOT NULL,
  expires_at     timestamptz NOT NULL,
  used_at        timestamptz,                         -- once: whoever came of it has its id
  ended_at       timestamptz
);

CREATE TABLE staff_sessions (
  staff_id       uuid        NOT NULL,
  session_id     uuid        NOT NULL,
  token_hash     bytea       NOT NULL,                -- SHA-256
  created_at     timestamptz NOT NULL,
  last_seen_at   timestamptz NOT NULL,
  idle_ends_at   timestamptz NOT NULL,
  ends_at        timestamptz NOT NULL,
  revoked_at     timestamptz,
  PRIMARY KEY (staff_id, session_id)
);

CREATE INDEX staff_sessions_ends_at ON staff_sessions (ends_at);

-- What staff did, in the transaction of its effect.
CREATE TABLE staff_acts (
  staff_id       uuid        NOT NULL,
  act_id         uuid        NOT NULL,
  kind           text        NOT NULL CHECK (kind IN ('joined', 'signed_in', 'signed_out', 'invited', 'ended_member')),
  session_id     uuid        NOT NULL,
  about          uuid,                                -- the invitation that was made, the member who was ended
  browser        text        NOT NULL,
  system         text        NOT NULL,
  place          text        NOT NULL,                -- ISO 3166-1 alpha-2; empty: not known
  at             timestamptz NOT NULL,
  PRIMARY KEY (staff_id, act_id)
);
