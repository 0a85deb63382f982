-- The tables of a register. Lines, leaves, digests and disclosures are bytes: no other type keeps them as they are.
-- Text that is a key sorts by its bytes. There are no sequences, since what is taken back would leave gaps in them.

CREATE TABLE meta(
    key text COLLATE "C" PRIMARY KEY,
    value text NOT NULL
);

CREATE TABLE event(
    idx bigint PRIMARY KEY,
    rec text COLLATE "C" NOT NULL,
    seq bigint NOT NULL,
    op text COLLATE "C" NOT NULL UNIQUE,
    leaf bytea NOT NULL,
    line bytea NOT NULL,
    UNIQUE (rec, seq)
);

CREATE TABLE disclosure(
    digest bytea PRIMARY KEY,
    idx bigint NOT NULL REFERENCES event(idx),
    body bytea NOT NULL
);
CREATE INDEX disclosure_by_event ON disclosure(idx);

CREATE TABLE head(
    rec text COLLATE "C" PRIMARY KEY,
    seq bigint NOT NULL,
    leaf bytea NOT NULL
);

-- One row, which every writer locks first.
CREATE TABLE tree(
    id integer PRIMARY KEY CHECK (id = 1),
    size bigint NOT NULL,
    edge bytea NOT NULL,
    note text NOT NULL
);

CREATE TABLE checkpoint(
    size bigint PRIMARY KEY,
    at text NOT NULL,
    note text NOT NULL
);

CREATE TABLE anchor(
    id bigint PRIMARY KEY,
    size bigint NOT NULL,
    kind text NOT NULL,
    body bytea NOT NULL
);

CREATE TABLE pack(
    digest bytea NOT NULL,
    path text COLLATE "C" NOT NULL,
    bytes bytea NOT NULL,
    PRIMARY KEY (digest, path)
);

-- Evidence by the digest of its content, and the content in pieces of at most 1 MiB.
CREATE TABLE evidence(
    digest bytea PRIMARY KEY,
    length bigint NOT NULL,
    content bytea NOT NULL UNIQUE
);
CREATE TABLE evidence_piece(
    content bytea NOT NULL,
    number integer NOT NULL,
    bytes bytea NOT NULL,
    PRIMARY KEY (content, number)
);
-- Files are mostly compressed already.
ALTER TABLE evidence_piece ALTER COLUMN bytes SET STORAGE EXTERNAL;

-- What is final stays as it is, for the owner too.
CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'rows of % are final', TG_TABLE_NAME;
END
$$;

CREATE TRIGGER event_refuses_change BEFORE UPDATE OR DELETE ON event FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER event_refuses_truncate BEFORE TRUNCATE ON event EXECUTE FUNCTION refuse_change();
CREATE TRIGGER checkpoint_refuses_change BEFORE UPDATE OR DELETE ON checkpoint FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER checkpoint_refuses_truncate BEFORE TRUNCATE ON checkpoint EXECUTE FUNCTION refuse_change();
CREATE TRIGGER anchor_refuses_change BEFORE UPDATE OR DELETE ON anchor FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER anchor_refuses_truncate BEFORE TRUNCATE ON anchor EXECUTE FUNCTION refuse_change();
CREATE TRIGGER pack_refuses_change BEFORE UPDATE OR DELETE ON pack FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER pack_refuses_truncate BEFORE TRUNCATE ON pack EXECUTE FUNCTION refuse_change();
ALTER TABLE event ENABLE ALWAYS TRIGGER event_refuses_change;
ALTER TABLE event ENABLE ALWAYS TRIGGER event_refuses_truncate;
ALTER TABLE checkpoint ENABLE ALWAYS TRIGGER checkpoint_refuses_change;
ALTER TABLE checkpoint ENABLE ALWAYS TRIGGER checkpoint_refuses_truncate;
ALTER TABLE anchor ENABLE ALWAYS TRIGGER anchor_refuses_change;
ALTER TABLE anchor ENABLE ALWAYS TRIGGER anchor_refuses_truncate;
ALTER TABLE pack ENABLE ALWAYS TRIGGER pack_refuses_change;
ALTER TABLE pack ENABLE ALWAYS TRIGGER pack_refuses_truncate;
