-- Study groups, who is in them, and where they meet.

CREATE TABLE study_groups (
    id {key},
    community BIGINT NOT NULL REFERENCES communities (id),
    name TEXT NOT NULL,
    about TEXT NOT NULL DEFAULT '',
    phase TEXT,
    hours BIGINT NOT NULL DEFAULT 5,
    days TEXT NOT NULL DEFAULT '',
    size BIGINT NOT NULL DEFAULT 12,
    joining TEXT NOT NULL DEFAULT 'open',
    made_at BIGINT NOT NULL,
    archived_at BIGINT
);

CREATE INDEX study_groups_of_community ON study_groups (community);

CREATE TABLE group_members (
    study_group BIGINT NOT NULL REFERENCES study_groups (id),
    member BIGINT NOT NULL REFERENCES members (id),
    role TEXT NOT NULL DEFAULT 'member',
    since BIGINT NOT NULL,
    left_at BIGINT,
    PRIMARY KEY (study_group, member)
);

CREATE INDEX groups_of_member ON group_members (member);

CREATE TABLE group_homes (
    channel TEXT PRIMARY KEY,
    study_group BIGINT NOT NULL REFERENCES study_groups (id),
    space TEXT NOT NULL,
    tracker TEXT
);

CREATE INDEX homes_of_group ON group_homes (study_group);
