-- When a password took the place of another: a frozen account waits for a time after that. The first of an account took none.
ALTER TABLE passwords ADD COLUMN IF NOT EXISTS replaced_at timestamptz;
