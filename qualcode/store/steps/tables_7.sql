-- A round of coding: who codes what, how it was drawn, and who decides where the coders differ.
CREATE TABLE round (
    key          INTEGER PRIMARY KEY AUTOINCREMENT,
    id           TEXT NOT NULL UNIQUE,      -- its name: training, main
    kind         TEXT NOT NULL CHECK (kind IN ('training', 'main')),
    plan         TEXT NOT NULL,             -- JSON: coders, sample, strata, seed and what was drawn, as planned then
    adjudicator  INTEGER REFERENCES coder (key),
    coder        INTEGER NOT NULL REFERENCES coder (key),   -- who planned it
    created      TEXT NOT NULL
) STRICT;

-- The agreement of a round as it was computed then, whatever is coded or settled afterwards.
CREATE TABLE measure (
    key      INTEGER PRIMARY KEY AUTOINCREMENT,
    round    INTEGER NOT NULL REFERENCES round (key),
    result   TEXT NOT NULL,             -- JSON: coders, documents, units, unit, coefficients per code, codebooks' digest
    coder    INTEGER NOT NULL REFERENCES coder (key),       -- who computed it
    created  TEXT NOT NULL,
    uid      TEXT NOT NULL DEFAULT ''   -- as of a coding
) STRICT;
