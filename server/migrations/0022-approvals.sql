-- Acts that an operator's program asked an account's owner to approve, one by one, with a proof of their own.

CREATE TABLE approvals (
  account_id         uuid        NOT NULL,
  approval_id        uuid        NOT NULL,
  request_hash       bytea       NOT NULL,   -- SHA-256 of the idempotency key it was asked with
  asked_by           text        NOT NULL,   -- name of the API key
  state              text        NOT NULL CHECK (state IN ('pending', 'approved', 'declined', 'expired', 'redeemed')),
  sealed             bytea       NOT NULL,   -- what is approved and where it leads back, under the account's data key; never changed
  created_at         timestamptz NOT NULL,
  ends_at            timestamptz NOT NULL,   -- of pending: when it can no longer be approved; of approved: when the proof ends
  decided_at         timestamptz,
  session_id         uuid,                   -- that approved it …
  credential_version integer,                -- … and the account's then: another by now, and the proof is void
  proof_id           uuid,                   -- the jti of the proof
  proof_sealed       bytea,                  -- the proof, under the account's data key
  redeemed_at        timestamptz,
  redeem_hash        bytea,                  -- SHA-256 of the idempotency key it was redeemed with
  PRIMARY KEY (account_id, approval_id)
);

-- Asked again with the same key, it is the same approval.
CREATE UNIQUE INDEX approvals_request ON approvals (account_id, request_hash);

CREATE INDEX approvals_ends_at ON approvals (ends_at) WHERE state IN ('pending', 'approved');

CREATE INDEX approvals_created_at ON approvals (created_at);
