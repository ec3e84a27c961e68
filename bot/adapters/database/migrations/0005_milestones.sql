-- Projects that were handed in, and what reviewers said. A version that was handed in is never changed, only settled.

CREATE TABLE submissions (
    id {key},
    member BIGINT NOT NULL REFERENCES members (id),
    community BIGINT NOT NULL REFERENCES communities (id),
    phase TEXT NOT NULL,
    version BIGINT NOT NULL,
    link TEXT NOT NULL,
    notes TEXT NOT NULL,
    at BIGINT NOT NULL,
    state TEXT NOT NULL DEFAULT 'waiting',
    settled_at BIGINT
);

CREATE INDEX submissions_of_member ON submissions (member);
CREATE INDEX submissions_waiting ON submissions (community, id) WHERE state = 'waiting';

-- A review without a verdict is a draft; one without a reviewer is of somebody who is gone.
CREATE TABLE reviews (
    id {key},
    submission BIGINT NOT NULL REFERENCES submissions (id),
    reviewer BIGINT REFERENCES members (id),
    begun_at BIGINT NOT NULL,
    organiser BIGINT NOT NULL DEFAULT 0,
    answering BIGINT NOT NULL DEFAULT 0,
    verdict TEXT,
    words TEXT NOT NULL DEFAULT '',
    at BIGINT,
    UNIQUE (submission, reviewer)
);

CREATE INDEX reviews_of_reviewer ON reviews (reviewer);

-- The rubric as it was when the review began, so that later edits of the content change nothing of it.
CREATE TABLE review_scores (
    review BIGINT NOT NULL REFERENCES reviews (id),
    place BIGINT NOT NULL,
    criterion TEXT NOT NULL,
    title TEXT NOT NULL,
    meanings TEXT NOT NULL,
    score BIGINT,
    words TEXT NOT NULL DEFAULT '',
    PRIMARY KEY (review, place)
);

-- Who wants to be told directly of what becomes of a version, and under which of their accounts.
CREATE TABLE project_followers (
    submission BIGINT NOT NULL REFERENCES submissions (id),
    member BIGINT NOT NULL REFERENCES members (id),
    person TEXT NOT NULL,
    PRIMARY KEY (submission, member)
);

CREATE INDEX followed_by ON project_followers (member);
