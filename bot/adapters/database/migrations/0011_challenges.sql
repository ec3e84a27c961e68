-- Milestone challenges of study groups, and what was posted of each.

-- `hours` is the pace that the deadline follows, 0 where somebody named it; `ends_at` is when nothing more comes of it.
CREATE TABLE challenges (
    id {key},
    study_group BIGINT NOT NULL REFERENCES study_groups (id),
    phase TEXT NOT NULL,
    zone TEXT NOT NULL,
    first TEXT NOT NULL,
    deadline TEXT NOT NULL,
    opens TEXT NOT NULL,
    hours BIGINT NOT NULL,
    follows BIGINT NOT NULL,
    cancelled BIGINT NOT NULL DEFAULT 0,
    maker TEXT NOT NULL,
    made_at BIGINT NOT NULL,
    ends_at BIGINT NOT NULL
);

CREATE INDEX challenges_of_group ON challenges (study_group);
CREATE INDEX challenges_open ON challenges (ends_at) WHERE cancelled = 0;

CREATE TABLE challenge_posts (
    challenge BIGINT NOT NULL REFERENCES challenges (id),
    step TEXT NOT NULL,
    channel TEXT NOT NULL,
    at BIGINT NOT NULL,
    PRIMARY KEY (challenge, step, channel)
);
