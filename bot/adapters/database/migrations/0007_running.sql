-- When the bot could not be reached.

CREATE TABLE outages (
    began BIGINT NOT NULL,
    ended BIGINT NOT NULL
);

CREATE INDEX outages_by_end ON outages (ended);
