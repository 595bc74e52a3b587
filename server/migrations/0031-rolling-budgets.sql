-- When each of a budget whose window rolls was spent, the oldest first; nothing in one whose window begins and ends.
ALTER TABLE budgets ADD COLUMN IF NOT EXISTS spent_at timestamptz[];
