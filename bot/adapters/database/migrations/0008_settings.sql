-- What the organisers of a community decided, and whom they made organisers beside those of the platform.

ALTER TABLE communities ADD COLUMN visibility TEXT NOT NULL DEFAULT 'community';

ALTER TABLE communities ADD COLUMN retention_days BIGINT NOT NULL DEFAULT 365;

ALTER TABLE spaces ADD COLUMN boards TEXT;

ALTER TABLE spaces ADD COLUMN role TEXT;

CREATE TABLE organisers (
    community BIGINT NOT NULL REFERENCES communities (id),
    member BIGINT NOT NULL REFERENCES members (id),
    since BIGINT NOT NULL,
    PRIMARY KEY (community, member)
);

CREATE INDEX organiser_in ON organisers (member);
