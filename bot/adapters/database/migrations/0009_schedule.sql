-- What is planned, and the delivery of each occurrence.

CREATE TABLE appointments (
    id {key},
    kind TEXT NOT NULL,
    owner TEXT NOT NULL,
    platform TEXT NOT NULL,
    destination TEXT NOT NULL,
    direct BIGINT NOT NULL,
    first_day TEXT NOT NULL,
    local_time TEXT NOT NULL,
    zone TEXT NOT NULL,
    rule TEXT NOT NULL,
    lead_seconds BIGINT NOT NULL,
    details TEXT NOT NULL,
    community BIGINT REFERENCES communities (id),
    maker TEXT NOT NULL,
    made_at BIGINT NOT NULL,
    state TEXT NOT NULL DEFAULT 'active',
    why TEXT NOT NULL DEFAULT '',
    next_day TEXT,
    next_due BIGINT
);

CREATE INDEX appointments_due ON appointments (next_due) WHERE state = 'active' AND next_due IS NOT NULL;
CREATE INDEX appointments_of_owner ON appointments (owner);

CREATE TABLE deliveries (
    id {key},
    appointment BIGINT NOT NULL REFERENCES appointments (id),
    day TEXT NOT NULL,
    due BIGINT NOT NULL,
    platform TEXT NOT NULL,
    latest BIGINT NOT NULL,
    result TEXT NOT NULL,
    tries BIGINT NOT NULL DEFAULT 0,
    unsure BIGINT NOT NULL DEFAULT 0,
    try_at BIGINT NOT NULL,
    claimer TEXT,
    why TEXT NOT NULL DEFAULT '',
    message TEXT NOT NULL DEFAULT '',
    done_at BIGINT,
    UNIQUE (appointment, day)
);

CREATE INDEX deliveries_waiting ON deliveries (platform, try_at) WHERE result = 'planned';
CREATE INDEX deliveries_untried ON deliveries (platform, due) WHERE result = 'planned' AND tries = 0;
CREATE INDEX deliveries_latest ON deliveries (latest) WHERE result = 'planned';
CREATE INDEX deliveries_last ON deliveries (try_at) WHERE result = 'planned';
CREATE INDEX deliveries_claimed ON deliveries (claimer) WHERE claimer IS NOT NULL;
