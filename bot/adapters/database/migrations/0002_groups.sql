-- Study groups, who is in them, where they meet, who is invited, and how their past weeks went.

-- `folded` is the name as it is compared; NULL once the group is archived, which frees the name.
CREATE TABLE study_groups (
    id {key},
    community BIGINT NOT NULL REFERENCES communities (id),
    name TEXT NOT NULL,
    folded TEXT,
    about TEXT NOT NULL DEFAULT '',
    phase TEXT,
    hours BIGINT NOT NULL DEFAULT 5,
    days TEXT NOT NULL DEFAULT '',
    size BIGINT NOT NULL DEFAULT 12,
    joining TEXT NOT NULL DEFAULT 'open',
    made_at BIGINT NOT NULL,
    changed_at BIGINT NOT NULL,
    archived_at BIGINT,
    UNIQUE (community, folded)
);

CREATE TABLE group_members (
    study_group BIGINT NOT NULL REFERENCES study_groups (id),
    member BIGINT NOT NULL REFERENCES members (id),
    role TEXT NOT NULL DEFAULT 'member',
    since BIGINT NOT NULL,
    left_at BIGINT,
    PRIMARY KEY (study_group, member)
);

CREATE INDEX groups_of_member ON group_members (member);
CREATE INDEX members_of_group ON group_members (study_group, member) WHERE left_at IS NULL;

-- `tracker` is the platform's message that shows the week, `tracked_at` when it was last brought up to date; `changes`
-- counts what happened that it shows, `shown` is how much of that it showed then. `coming` is the appointment that posts it.
CREATE TABLE group_homes (
    channel TEXT PRIMARY KEY,
    study_group BIGINT NOT NULL REFERENCES study_groups (id),
    space TEXT NOT NULL,
    tracker TEXT,
    tracked_at BIGINT,
    changes BIGINT NOT NULL DEFAULT 0,
    shown BIGINT NOT NULL DEFAULT 0,
    coming BIGINT
);

CREATE INDEX homes_of_group ON group_homes (study_group);
CREATE INDEX homes_of_space ON group_homes (space);

-- `person` is the one account that a personal invitation is for.
CREATE TABLE group_invitations (
    code TEXT PRIMARY KEY,
    study_group BIGINT NOT NULL REFERENCES study_groups (id),
    purpose TEXT NOT NULL,
    person TEXT,
    ends_at BIGINT NOT NULL
);

CREATE INDEX invitations_of_group ON group_invitations (study_group);

-- A past week as it was, as JSON with members by number, never by name; `monday` is its first day.
CREATE TABLE group_weeks (
    study_group BIGINT NOT NULL REFERENCES study_groups (id),
    monday TEXT NOT NULL,
    body TEXT NOT NULL,
    kept_at BIGINT NOT NULL,
    PRIMARY KEY (study_group, monday)
);
