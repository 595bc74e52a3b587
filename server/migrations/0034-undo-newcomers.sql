-- How long the account had had the address that a link puts back, and one of its kind: what is younger goes when it comes back.
-- Null: a link of before this; then what came in the time of an undoing goes.
ALTER TABLE identifier_undos
  ADD COLUMN IF NOT EXISTS verified_at timestamptz,
  ADD COLUMN IF NOT EXISTS kind_since  timestamptz;
