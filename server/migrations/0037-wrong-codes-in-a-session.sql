-- Wrong codes of the authenticator in a row by whoever holds a session: after so many it ends.
ALTER TABLE sessions ADD COLUMN IF NOT EXISTS wrong_codes_in_a_row integer NOT NULL DEFAULT 0;
