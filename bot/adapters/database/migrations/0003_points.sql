-- The ledger of points, which is only ever added to, and the boards that are kept with it in the same transaction.
-- A board is a community (study_group 0) or one of its groups, over a period: w2026-11-23, m2026-11, s2026-10-01, all.

CREATE TABLE ledger (
    id {key},
    member BIGINT NOT NULL REFERENCES members (id),
    reference TEXT NOT NULL,
    act TEXT NOT NULL,
    points BIGINT NOT NULL,
    day TEXT NOT NULL,
    week TEXT NOT NULL,
    at BIGINT NOT NULL,
    words TEXT NOT NULL,
    author BIGINT REFERENCES members (id),
    UNIQUE (member, reference)
);

CREATE INDEX ledger_of_day ON ledger (member, day, id);

CREATE INDEX ledger_by_author ON ledger (author);

CREATE TABLE seasons (
    community BIGINT NOT NULL REFERENCES communities (id),
    first TEXT NOT NULL,
    name TEXT NOT NULL,
    PRIMARY KEY (community, first)
);

-- Where a line counts: noted when it is written, so that who joins, leaves or starts a season later changes nothing.
CREATE TABLE ledger_boards (
    line BIGINT NOT NULL REFERENCES ledger (id),
    community BIGINT NOT NULL REFERENCES communities (id),
    study_group BIGINT NOT NULL,
    season TEXT NOT NULL,
    PRIMARY KEY (line, community, study_group)
);

-- Every line once for each board and period that it counts on. All that follows is a sum of this.
CREATE VIEW counted AS
SELECT l.id AS line, l.member, b.community, b.study_group, 'w' || l.week AS period, l.points
FROM ledger l JOIN ledger_boards b ON b.line = l.id
UNION ALL
SELECT l.id, l.member, b.community, b.study_group, 'm' || substr(l.day, 1, 7), l.points
FROM ledger l JOIN ledger_boards b ON b.line = l.id
UNION ALL
SELECT l.id, l.member, b.community, b.study_group, 's' || b.season, l.points
FROM ledger l JOIN ledger_boards b ON b.line = l.id
UNION ALL
SELECT l.id, l.member, b.community, b.study_group, 'all', l.points
FROM ledger l JOIN ledger_boards b ON b.line = l.id;

-- What each member has on each board; listed says whether others see them there.
CREATE TABLE scores (
    community BIGINT NOT NULL,
    study_group BIGINT NOT NULL,
    period TEXT NOT NULL,
    member BIGINT NOT NULL REFERENCES members (id),
    points BIGINT NOT NULL,
    listed BIGINT NOT NULL,
    PRIMARY KEY (member, community, study_group, period)
);

CREATE INDEX scores_by_points ON scores (community, study_group, period, listed, points, member);

-- How many listed members have exactly so many points: a place is a sum over few rows.
CREATE TABLE tallies (
    community BIGINT NOT NULL,
    study_group BIGINT NOT NULL,
    period TEXT NOT NULL,
    points BIGINT NOT NULL,
    people BIGINT NOT NULL,
    PRIMARY KEY (community, study_group, period, points)
);

-- What a whole board comes to: active members are those with points, and a group counts by what each of them has,
-- in hundredths, from two of them on.
CREATE TABLE totals (
    community BIGINT NOT NULL,
    study_group BIGINT NOT NULL,
    period TEXT NOT NULL,
    points BIGINT NOT NULL,
    active BIGINT NOT NULL,
    per_head BIGINT GENERATED ALWAYS AS (CASE WHEN active > 1 THEN points * 100 / active ELSE 0 END) STORED,
    PRIMARY KEY (community, study_group, period)
);

CREATE INDEX totals_by_head ON totals (community, period, per_head, study_group);

CREATE TABLE badges (
    member BIGINT NOT NULL REFERENCES members (id),
    badge TEXT NOT NULL,
    at BIGINT NOT NULL,
    PRIMARY KEY (member, badge)
);

-- What members say looks wrong on a board, for organisers.
CREATE TABLE reports (
    id {key},
    community BIGINT NOT NULL REFERENCES communities (id),
    member BIGINT NOT NULL REFERENCES members (id),
    words TEXT NOT NULL,
    at BIGINT NOT NULL,
    settled_at BIGINT
);

CREATE INDEX reports_of_community ON reports (community, settled_at, id);

CREATE INDEX reports_of_member ON reports (member);
