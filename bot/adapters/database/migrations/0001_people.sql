-- Humans, their accounts, and the communities that they belong to.

CREATE TABLE members (
    id {key},
    name TEXT NOT NULL,
    zone TEXT,
    zone_chosen BIGINT NOT NULL DEFAULT 0,
    alias TEXT,
    visibility TEXT NOT NULL DEFAULT 'community',
    met_at BIGINT NOT NULL,
    gone_at BIGINT
);

CREATE INDEX members_gone ON members (id) WHERE gone_at IS NOT NULL;

CREATE TABLE accounts (
    reference TEXT PRIMARY KEY,
    member BIGINT NOT NULL REFERENCES members (id),
    name TEXT NOT NULL,
    since BIGINT NOT NULL
);

CREATE INDEX accounts_of_member ON accounts (member);

CREATE TABLE communities (
    id {key},
    name TEXT NOT NULL DEFAULT '',
    since BIGINT NOT NULL
);

CREATE TABLE spaces (
    reference TEXT PRIMARY KEY,
    community BIGINT NOT NULL REFERENCES communities (id),
    name TEXT NOT NULL DEFAULT ''
);

CREATE INDEX spaces_of_community ON spaces (community);

CREATE TABLE community_members (
    community BIGINT NOT NULL REFERENCES communities (id),
    member BIGINT NOT NULL REFERENCES members (id),
    since BIGINT NOT NULL,
    left_at BIGINT,
    PRIMARY KEY (community, member)
);

CREATE INDEX communities_of_member ON community_members (member);

CREATE TABLE codes (
    code TEXT PRIMARY KEY,
    purpose TEXT NOT NULL,
    member BIGINT NOT NULL REFERENCES members (id),
    community BIGINT REFERENCES communities (id),
    expires BIGINT NOT NULL
);

CREATE INDEX codes_of_member ON codes (member);

CREATE TABLE code_tries (
    member BIGINT PRIMARY KEY REFERENCES members (id),
    wrong BIGINT NOT NULL,
    since BIGINT NOT NULL
);
