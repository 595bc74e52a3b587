-- Wrong passwords in a row on a device that the account knows: whoever holds it has so many, and is a stranger then.
ALTER TABLE devices ADD COLUMN IF NOT EXISTS wrong_in_a_row integer NOT NULL DEFAULT 0;
