-- Reminders of something that begins: `about` names it as the schedule's owners do, `ahead` says how long before.

ALTER TABLE reminders ADD COLUMN about TEXT NOT NULL DEFAULT '';
ALTER TABLE reminders ADD COLUMN ahead TEXT NOT NULL DEFAULT '';

CREATE INDEX reminders_about ON reminders (about) WHERE about <> '';
