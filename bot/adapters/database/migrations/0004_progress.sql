-- What members learnt, on which days they checked in, and when they planned not to.

CREATE TABLE progress (
    member BIGINT NOT NULL REFERENCES members (id),
    skill TEXT NOT NULL,
    state TEXT NOT NULL,
    at BIGINT NOT NULL,
    PRIMARY KEY (member, skill)
);

CREATE TABLE checkins (
    id {key},
    member BIGINT NOT NULL REFERENCES members (id),
    day TEXT NOT NULL,
    study_group BIGINT REFERENCES study_groups (id),
    minutes BIGINT,
    did TEXT NOT NULL DEFAULT '',
    blocker TEXT NOT NULL DEFAULT '',
    at BIGINT NOT NULL
);

CREATE INDEX checkins_of_member ON checkins (member, day);

CREATE TABLE breaks (
    id {key},
    member BIGINT NOT NULL REFERENCES members (id),
    first TEXT NOT NULL,
    last TEXT NOT NULL
);

CREATE INDEX breaks_of_member ON breaks (member);
