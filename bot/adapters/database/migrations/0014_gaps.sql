-- What members asked and the content does not answer, without who asked.

CREATE TABLE gaps (
    id {key},
    community BIGINT NOT NULL REFERENCES communities (id),
    words TEXT NOT NULL,
    times BIGINT NOT NULL DEFAULT 1,
    last_at BIGINT NOT NULL,
    UNIQUE (community, words)
);
