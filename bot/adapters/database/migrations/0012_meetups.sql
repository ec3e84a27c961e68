-- Meetups, what is different about single dates, who comes, what shows them on the platforms, and calendar feeds.

-- `said` is how the time was written. `channels` is a list with spaces between; `ends_at` is when the last date ends, NULL for a series without an end.
CREATE TABLE meetups (
    id {key},
    community BIGINT NOT NULL REFERENCES communities (id),
    title TEXT NOT NULL,
    said TEXT NOT NULL,
    first_day TEXT NOT NULL,
    local_time TEXT NOT NULL,
    zone TEXT NOT NULL,
    rule TEXT NOT NULL,
    channels TEXT NOT NULL,
    space TEXT NOT NULL,
    host BIGINT REFERENCES members (id),
    study_group BIGINT REFERENCES study_groups (id),
    place TEXT NOT NULL DEFAULT '',
    agenda TEXT NOT NULL DEFAULT '',
    capacity BIGINT,
    length BIGINT NOT NULL,
    state TEXT NOT NULL,
    version BIGINT NOT NULL DEFAULT 0,
    changed_at BIGINT NOT NULL,
    ends_at BIGINT
);

CREATE INDEX meetups_of_community ON meetups (community, state);
CREATE INDEX meetups_of_host ON meetups (host);
CREATE INDEX meetups_of_group ON meetups (study_group);

-- A date is named by the day that the rule gave it, also once it was moved.
CREATE TABLE meetup_changes (
    meetup BIGINT NOT NULL REFERENCES meetups (id),
    day TEXT NOT NULL,
    moved_to BIGINT,
    cancelled BIGINT NOT NULL DEFAULT 0,
    agenda TEXT NOT NULL DEFAULT '',
    presenter BIGINT REFERENCES members (id),
    notes TEXT NOT NULL DEFAULT '',
    noted_by BIGINT REFERENCES members (id),
    noted_at BIGINT,
    PRIMARY KEY (meetup, day)
);

-- `coming` is NULL for somebody who came without having answered; `since` puts those who go in their order.
CREATE TABLE meetup_answers (
    meetup BIGINT NOT NULL REFERENCES meetups (id),
    day TEXT NOT NULL,
    member BIGINT NOT NULL REFERENCES members (id),
    coming TEXT,
    since BIGINT NOT NULL,
    came BIGINT NOT NULL DEFAULT 0,
    PRIMARY KEY (meetup, day, member)
);

CREATE INDEX meetup_answers_of_member ON meetup_answers (member);

-- A message or a native event that shows a date; it is behind where `shown` is less than `wanted`.
CREATE TABLE meetup_mirrors (
    meetup BIGINT NOT NULL REFERENCES meetups (id),
    day TEXT NOT NULL,
    kind TEXT NOT NULL,
    destination TEXT NOT NULL,
    reference TEXT NOT NULL DEFAULT '',
    wanted BIGINT NOT NULL DEFAULT 0,
    shown BIGINT NOT NULL DEFAULT 0,
    why TEXT NOT NULL DEFAULT '',
    PRIMARY KEY (meetup, day, kind, destination)
);

CREATE INDEX meetup_mirrors_behind ON meetup_mirrors (meetup) WHERE shown < wanted;

-- Exactly one of the three says whose dates a feed holds.
CREATE TABLE calendar_feeds (
    secret TEXT PRIMARY KEY,
    community BIGINT REFERENCES communities (id),
    study_group BIGINT REFERENCES study_groups (id),
    member BIGINT REFERENCES members (id),
    made_at BIGINT NOT NULL
);

CREATE INDEX feeds_of_community ON calendar_feeds (community);
CREATE INDEX feeds_of_group ON calendar_feeds (study_group);
CREATE INDEX feeds_of_member ON calendar_feeds (member);
