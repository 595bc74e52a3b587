-- Until when a person wants not to be reminded that nothing but a password guards the account; null: remind.
ALTER TABLE accounts ADD COLUMN reminders_snoozed_until timestamptz;
