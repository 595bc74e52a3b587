-- no transaction
-- An invitation that is taken back is an act on record.
ALTER TABLE staff_acts DROP CONSTRAINT IF EXISTS staff_acts_kind_check, ADD CONSTRAINT staff_acts_kind_check
  CHECK (kind IN ('joined', 'signed_in', 'signed_out', 'invited', 'ended_invitation', 'ended_member')) NOT VALID;

ALTER TABLE staff_acts VALIDATE CONSTRAINT staff_acts_kind_check;
