-- no transaction
-- Notices by SMS cost money as well: counted beside the codes, in a share of their own.
ALTER TABLE sms_counts DROP CONSTRAINT IF EXISTS sms_counts_share_check, ADD CONSTRAINT sms_counts_share_check
  CHECK (share IN ('strangers', 'customers', 'nobody', 'notices')) NOT VALID;

ALTER TABLE sms_counts VALIDATE CONSTRAINT sms_counts_share_check;
