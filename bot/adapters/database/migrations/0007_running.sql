-- When the bot was last alive and when it could not be reached; what is done once in a day or week.

CREATE TABLE heartbeats (
    what TEXT PRIMARY KEY,
    at BIGINT NOT NULL
);

CREATE TABLE outages (
    what TEXT NOT NULL,
    began BIGINT NOT NULL,
    ended BIGINT NOT NULL,
    PRIMARY KEY (what, began)
);

CREATE INDEX outages_by_end ON outages (ended);

CREATE TABLE chores (
    name TEXT NOT NULL,
    period TEXT NOT NULL,
    leased_until BIGINT NOT NULL,
    done_at BIGINT,
    PRIMARY KEY (name, period)
);

CREATE INDEX chores_by_end ON chores (done_at);
