-- What members want to be reminded of, and how they want to be told.

CREATE TABLE reminders (
    id {key},
    member BIGINT NOT NULL REFERENCES members (id),
    words TEXT NOT NULL,
    person TEXT NOT NULL,
    channel TEXT,
    made_at BIGINT NOT NULL,
    last_at BIGINT NOT NULL
);

CREATE INDEX reminders_of ON reminders (member);

CREATE TABLE reminder_settings (
    member BIGINT PRIMARY KEY REFERENCES members (id),
    direct TEXT NOT NULL,
    quiet_begin TEXT,
    quiet_end TEXT
);
