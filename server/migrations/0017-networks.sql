-- Whose network a device came from: part of the history that later evidence rests on.

ALTER TABLE devices
  ADD COLUMN asn     bigint,                        -- number of the autonomous system last come from; null: not known
  ADD COLUMN network text NOT NULL DEFAULT '';      -- what its operator is called; empty: not known

ALTER TABLE sessions
  ADD COLUMN asn     bigint,
  ADD COLUMN network text NOT NULL DEFAULT '';
