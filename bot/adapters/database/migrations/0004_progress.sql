-- What members have learnt, on which days, what they said about it, and when they rest.

CREATE TABLE progress (
    member BIGINT NOT NULL REFERENCES members (id),
    skill TEXT NOT NULL,
    state TEXT NOT NULL,
    at BIGINT NOT NULL,
    PRIMARY KEY (member, skill)
);

CREATE TABLE active_days (
    member BIGINT NOT NULL REFERENCES members (id),
    act TEXT NOT NULL,
    day TEXT NOT NULL,
    at BIGINT NOT NULL,
    zone TEXT NOT NULL,
    PRIMARY KEY (member, act)
);

CREATE TABLE checkins (
    id {key},
    member BIGINT NOT NULL REFERENCES members (id),
    day TEXT NOT NULL,
    study_group BIGINT REFERENCES study_groups (id),
    minutes BIGINT,
    did TEXT NOT NULL,
    blocker TEXT NOT NULL DEFAULT '',
    at BIGINT NOT NULL,
    UNIQUE (member, day)
);

CREATE INDEX checkins_of_group ON checkins (study_group, day);

CREATE TABLE breaks (
    id {key},
    member BIGINT NOT NULL REFERENCES members (id),
    first TEXT NOT NULL,
    last TEXT NOT NULL,
    reason TEXT NOT NULL DEFAULT ''
);

CREATE INDEX breaks_of_member ON breaks (member);

CREATE TABLE rhythms (
    member BIGINT PRIMARY KEY REFERENCES members (id),
    days_a_week BIGINT NOT NULL
);
