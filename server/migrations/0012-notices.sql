-- Notices with a link that can only tighten, the anti-phishing phrase, and freezing.

ALTER TABLE accounts
  ADD COLUMN frozen_at     timestamptz,   -- from then on it signs nobody in; null: it is not frozen
  ADD COLUMN phrase_sealed bytea;         -- what every message to the owner begins with, under the account's data key

-- One a notice: «Dette var ikke meg». Whoever holds the secret may freeze the account, once, and nothing else.
CREATE TABLE notice_links (
  account_id  uuid        NOT NULL,
  secret_hash bytea       NOT NULL,       -- SHA-256 of a 128-bit secret
  event       text        NOT NULL,       -- what the notice told of, when and from where: the page says it again
  at          timestamptz NOT NULL,
  browser     text        NOT NULL,
  system      text        NOT NULL,
  place       text        NOT NULL,
  expires_at  timestamptz NOT NULL,
  used_at     timestamptz,
  PRIMARY KEY (account_id, secret_hash)
);

CREATE INDEX notice_links_expires_at ON notice_links (expires_at);
