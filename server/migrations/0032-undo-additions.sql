-- A link that undoes an addition: the account has no address of this kind afterwards, as before it.
ALTER TABLE identifier_undos ADD COLUMN IF NOT EXISTS takes_away text;
