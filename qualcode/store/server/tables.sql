-- What only a study on a server has. It stands behind the tables of schema.sql.

-- The one study in this schema. Folders that are working copies of another one are turned away.
CREATE TABLE study (
    id     TEXT PRIMARY KEY,            -- as in qualcode.toml
    name   TEXT NOT NULL,
    made   TEXT NOT NULL,
    moved  TEXT NOT NULL DEFAULT ''     -- when and by whom it was moved away; empty while it is here
);

-- The hand-written files. Every folder is a working copy of these: an edit made elsewhere is written there before
-- the next command, an edit made there is stored here with an entry in the history.
CREATE TABLE shared_file (
    path  TEXT PRIMARY KEY,             -- codebooks/moore.yaml, cases.csv, questions.yaml, qualcode.toml
    text  TEXT NOT NULL
);
