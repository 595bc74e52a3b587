-- Which end of an account its owner was reminded of: another end, another reminder. Null: none yet.
ALTER TABLE accounts ADD COLUMN deletion_reminded_for timestamptz;
