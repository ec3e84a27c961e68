-- The ledger of points; it is only ever added to.

CREATE TABLE ledger (
    id {key},
    member BIGINT NOT NULL REFERENCES members (id),
    reference TEXT NOT NULL,
    act TEXT NOT NULL,
    points BIGINT NOT NULL,
    day TEXT NOT NULL,
    at BIGINT NOT NULL,
    words TEXT NOT NULL,
    UNIQUE (member, reference)
);

CREATE INDEX ledger_of_day ON ledger (member, day);

CREATE TABLE badges (
    member BIGINT NOT NULL REFERENCES members (id),
    badge TEXT NOT NULL,
    at BIGINT NOT NULL,
    PRIMARY KEY (member, badge)
);
