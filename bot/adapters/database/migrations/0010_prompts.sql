-- Study prompts: one series a channel, what was posted there, its days off, and members' own answers.

-- `warned` names the bank of which an organiser was told that it runs low, `asked_at` is the last post out of turn.
CREATE TABLE prompt_series (
    id {key},
    channel TEXT NOT NULL UNIQUE,
    community BIGINT REFERENCES communities (id),
    study_group BIGINT REFERENCES study_groups (id),
    phase TEXT,
    local_time TEXT NOT NULL,
    zone TEXT NOT NULL,
    days TEXT NOT NULL,
    silent BIGINT NOT NULL,
    thread BIGINT NOT NULL,
    warned TEXT NOT NULL DEFAULT '',
    asked_at BIGINT
);

CREATE INDEX prompt_series_of_community ON prompt_series (community);

CREATE TABLE prompt_posts (
    id {key},
    channel TEXT NOT NULL,
    prompt TEXT NOT NULL,
    day TEXT NOT NULL,
    at BIGINT NOT NULL
);

CREATE INDEX prompt_posts_of_channel ON prompt_posts (channel);

CREATE TABLE prompt_days_off (
    id {key},
    series BIGINT NOT NULL REFERENCES prompt_series (id),
    first TEXT NOT NULL,
    last TEXT NOT NULL
);

CREATE INDEX prompt_days_off_of_series ON prompt_days_off (series);

CREATE TABLE prompt_answers (
    member BIGINT NOT NULL REFERENCES members (id),
    prompt TEXT NOT NULL,
    words TEXT NOT NULL,
    at BIGINT NOT NULL,
    PRIMARY KEY (member, prompt)
);
