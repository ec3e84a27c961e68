-- What organisers did, how others find an alias taken, and where the bot was removed.

-- `about` is whom it concerned. Words hold figures and names of things, never of people.
CREATE TABLE audit (
    id {key},
    community BIGINT NOT NULL REFERENCES communities (id),
    member BIGINT REFERENCES members (id),
    about BIGINT REFERENCES members (id),
    act TEXT NOT NULL,
    words TEXT NOT NULL DEFAULT '',
    at BIGINT NOT NULL
);

CREATE INDEX audit_of_community ON audit (community, id);
CREATE INDEX audit_by_member ON audit (member);
CREATE INDEX audit_about_member ON audit (about);

-- Names as they look: two that could be mistaken for one another have one look.
ALTER TABLE members ADD COLUMN name_look TEXT NOT NULL DEFAULT '';
ALTER TABLE members ADD COLUMN alias_look TEXT;

CREATE INDEX members_by_look ON members (name_look);
CREATE INDEX members_by_alias ON members (alias_look) WHERE alias_look IS NOT NULL;

ALTER TABLE spaces ADD COLUMN removed_at BIGINT;

-- Words that are to be forgotten one day.
CREATE INDEX checkins_with_words ON checkins (day) WHERE did <> '';
