-- The one database of a qualcode project: what tagging makes, and the texts it rests on.
-- What people write by hand (codebooks, cases, the interview guide, settings) is text beside it.
-- Offsets are half-open and count Unicode code points of document.text.
-- Types and constraints stay in what SQLite and PostgreSQL share.

CREATE TABLE migration (
    number   INTEGER PRIMARY KEY,
    name     TEXT NOT NULL,
    applied  TEXT NOT NULL              -- ISO 8601, UTC, like every time here
) STRICT;

CREATE TABLE coder (
    key   INTEGER PRIMARY KEY,
    id    TEXT NOT NULL UNIQUE,
    name  TEXT NOT NULL DEFAULT '',
    kind  TEXT NOT NULL DEFAULT 'human' CHECK (kind IN ('human', 'rule', 'model'))
) STRICT;

-- The codes that codings point to. Their names and definitions live in codebooks/*.yaml.
CREATE TABLE code (
    key  INTEGER PRIMARY KEY,
    id   TEXT NOT NULL UNIQUE           -- with its codebook: moore:value.mission
) STRICT;

CREATE TABLE document (
    key             INTEGER PRIMARY KEY,
    id              TEXT NOT NULL,
    title           TEXT NOT NULL,
    kind            TEXT NOT NULL,
    language        TEXT NOT NULL DEFAULT '',
    length          INTEGER NOT NULL CHECK (length >= 0),   -- of text, in code points
    path            TEXT NOT NULL DEFAULT '',               -- the original, relative to the project folder
    sha256          TEXT NOT NULL DEFAULT '',               -- of the original's bytes
    reader          TEXT NOT NULL DEFAULT '',
    reader_version  TEXT NOT NULL DEFAULT '',
    media_type      TEXT NOT NULL DEFAULT '',
    encoding        TEXT NOT NULL DEFAULT '',
    request         TEXT NOT NULL DEFAULT '{}',             -- JSON: the options it was read with
    attributes      TEXT NOT NULL DEFAULT '{}',             -- JSON object of texts
    warnings        TEXT NOT NULL DEFAULT '[]',             -- JSON list of texts
    pseudonymised   INTEGER NOT NULL DEFAULT 0 CHECK (pseudonymised IN (0, 1)),
    removed         INTEGER NOT NULL DEFAULT 0 CHECK (removed IN (0, 1)),
    added           TEXT NOT NULL,
    digest          TEXT NOT NULL DEFAULT '',               -- SHA-256 of text, so that a flipped bit is noticed
    text            TEXT NOT NULL DEFAULT ''                -- last: what stands behind a long text is slow to read
) STRICT;

-- A removed document stays, so that removing it can be undone; its name is free again.
CREATE UNIQUE INDEX document_id ON document (id) WHERE removed = 0;

CREATE TABLE turn (
    document  INTEGER NOT NULL REFERENCES document (key),
    number    INTEGER NOT NULL,         -- from 1, as in D1:14
    speaker   TEXT NOT NULL DEFAULT '',
    role      TEXT NOT NULL CHECK (role IN ('informant', 'interviewer', 'other')),
    start     INTEGER NOT NULL CHECK (start >= 0),
    stop      INTEGER NOT NULL,
    time      REAL,                     -- seconds from the start of the recording
    question  TEXT,                     -- the guide's item under which it was said
    PRIMARY KEY (document, number),
    CHECK (stop >= start)
) STRICT, WITHOUT ROWID;

CREATE TABLE page (
    document     INTEGER NOT NULL REFERENCES document (key),
    number       INTEGER NOT NULL,      -- physical, from 1
    label        TEXT NOT NULL,         -- as printed
    start        INTEGER NOT NULL,
    stop         INTEGER NOT NULL,
    approximate  INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (document, number)
) STRICT, WITHOUT ROWID;

CREATE TABLE coding (
    key        INTEGER PRIMARY KEY AUTOINCREMENT,
    document   INTEGER NOT NULL REFERENCES document (key),
    start      INTEGER NOT NULL CHECK (start >= 0),
    stop       INTEGER NOT NULL,
    quote      TEXT NOT NULL,           -- the words at (start, stop), so that the place can be proved
    code       INTEGER NOT NULL REFERENCES code (key),
    coder      INTEGER NOT NULL REFERENCES coder (key),
    weight     REAL NOT NULL DEFAULT 1.0 CHECK (weight > 0 AND weight <= 1),
    qualifier  TEXT NOT NULL DEFAULT '',
    memo       TEXT NOT NULL DEFAULT '',
    unsure     INTEGER NOT NULL DEFAULT 0 CHECK (unsure IN (0, 1)),
    created    TEXT NOT NULL,
    origin     TEXT NOT NULL DEFAULT 'hand' CHECK (origin IN ('hand', 'rule', 'model', 'import')),
    uid        TEXT NOT NULL DEFAULT '',    -- the same in every copy of the study, whatever becomes of the row
    CHECK (stop > start)
) STRICT;

CREATE INDEX coding_place ON coding (document, start);
CREATE INDEX coding_code ON coding (code);

CREATE TRIGGER coding_added_inside BEFORE INSERT ON coding
WHEN NEW.stop > (SELECT length FROM document WHERE key = NEW.document)
BEGIN SELECT RAISE(ABORT, 'coding beyond the text'); END;

CREATE TRIGGER coding_moved_inside BEFORE UPDATE OF document, start, stop ON coding
WHEN NEW.stop > (SELECT length FROM document WHERE key = NEW.document)
BEGIN SELECT RAISE(ABORT, 'coding beyond the text'); END;

-- A researcher's note. What it is about is kept by key, so that it follows whatever is renamed, moved or read again.
-- A note of a kind is printed with the words it stands on: what an editor adds to a quote, leaves out of it, or says
-- in another language. The words themselves never change.
CREATE TABLE memo (
    key       INTEGER PRIMARY KEY AUTOINCREMENT,
    subject   TEXT NOT NULL CHECK (subject IN ('study', 'document', 'place', 'code', 'case', 'cell')),
    document  INTEGER REFERENCES document (key),    -- of a document or a place
    start     INTEGER,                              -- of a place, as of a coding
    stop      INTEGER,
    quote     TEXT NOT NULL DEFAULT '',             -- the words at the place
    unit      TEXT NOT NULL DEFAULT '' CHECK (unit IN ('', 'turn', 'answer', 'characters')),    -- how it was named
    code      INTEGER REFERENCES code (key),        -- of a code or a cell
    case_id   TEXT NOT NULL DEFAULT '',             -- of a case or a cell: the name in cases.csv
    text      TEXT NOT NULL,
    coder     INTEGER NOT NULL REFERENCES coder (key),
    created   TEXT NOT NULL,
    uid       TEXT NOT NULL DEFAULT '',             -- as of a coding
    kind      TEXT NOT NULL DEFAULT '' CHECK (kind IN ('', 'insertion', 'omission', 'translation')),    -- '' is a memo
    language  TEXT NOT NULL DEFAULT '',             -- of a translation
    CHECK ((subject IN ('document', 'place')) = (document IS NOT NULL)),
    CHECK ((subject = 'place') = (start IS NOT NULL)),
    CHECK ((start IS NULL) = (stop IS NULL)),
    CHECK ((subject IN ('code', 'cell')) = (code IS NOT NULL)),
    CHECK ((subject IN ('case', 'cell')) = (case_id <> ''))
) STRICT;

CREATE INDEX memo_document ON memo (document);
CREATE INDEX memo_code ON memo (code);

-- What a review settled: whether a code belongs on a stretch of text. Never read out of a memo.
CREATE TABLE decision (
    key       INTEGER PRIMARY KEY AUTOINCREMENT,
    document  INTEGER NOT NULL REFERENCES document (key),
    start     INTEGER NOT NULL CHECK (start >= 0),
    stop      INTEGER NOT NULL,
    quote     TEXT NOT NULL,
    code      INTEGER NOT NULL REFERENCES code (key),
    verdict   TEXT NOT NULL CHECK (verdict IN ('yes', 'no')),
    about     INTEGER REFERENCES coder (key),       -- whose coding was decided on; null where it is the whole unit
    why       TEXT NOT NULL DEFAULT '',
    coder     INTEGER NOT NULL REFERENCES coder (key),  -- who decided
    created   TEXT NOT NULL,
    round     INTEGER NOT NULL DEFAULT 1 CHECK (round > 0),
    uid       TEXT NOT NULL DEFAULT '',             -- as of a coding
    CHECK (stop > start)
) STRICT;

CREATE INDEX decision_document ON decision (document);
CREATE INDEX decision_code ON decision (code);

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

-- What a coder was given, has begun or has finished. Uncoded means "looked at, nothing" only where finished.
CREATE TABLE assignment (
    key       INTEGER PRIMARY KEY,
    coder     INTEGER NOT NULL REFERENCES coder (key),
    document  INTEGER NOT NULL REFERENCES document (key),
    state     TEXT NOT NULL CHECK (state IN ('assigned', 'begun', 'finished')),
    round     INTEGER REFERENCES round (key),       -- the round it was given in; null where nothing was planned
    blind     INTEGER NOT NULL DEFAULT 0 CHECK (blind IN (0, 1)),   -- nobody sees another's codings until all finished
    places    TEXT NOT NULL DEFAULT '[]',           -- JSON list of [start, stop]: the units given; [] for all of it
    UNIQUE (coder, document)
) STRICT;

-- Answers that are not simply answered: asked but nothing codable said, or lost.
CREATE TABLE answer_status (
    key       INTEGER PRIMARY KEY,
    document  INTEGER NOT NULL REFERENCES document (key),
    question  TEXT NOT NULL,
    status    TEXT NOT NULL CHECK (status IN ('answered', 'no_answer', 'not_asked', 'missing')),
    UNIQUE (document, question)
) STRICT;

-- What other programs' files said that has no place here: their GUIDs, and parts handed back on export.
CREATE TABLE foreign_part (
    key      INTEGER PRIMARY KEY,
    format   TEXT NOT NULL,             -- qdpx, ...
    kind     TEXT NOT NULL,             -- guid, guids, xml, file
    subject  TEXT NOT NULL,             -- 'document D1', 'code open:trust', or a section of the file
    value    TEXT NOT NULL
) STRICT;

-- Each change with what it takes to undo it: log, undo, redo and the audit trail are this one table.
CREATE TABLE history (
    key      INTEGER PRIMARY KEY AUTOINCREMENT,
    at       TEXT NOT NULL,
    coder    TEXT NOT NULL DEFAULT '',
    action   TEXT NOT NULL,             -- the command: tag, untag, add, codebook rename, ...
    summary  TEXT NOT NULL,
    changes  TEXT NOT NULL,             -- JSON list of [table or "file", key, before or null, after or null];
                                        -- new codings are ["coding", [first key, last key], null, checksum]; of
                                        -- a file, before is true for what the step before left of it, and after
                                        -- [start, stop, words] where these took the place of what stood there
    state    TEXT NOT NULL DEFAULT 'done' CHECK (state IN ('done', 'undone', 'abandoned')),
    undone   TEXT                       -- when it was last undone
) STRICT;

CREATE INDEX history_undone ON history (state, key) WHERE undone IS NOT NULL;

-- Hand-written files that a change has still to write. It is committed with them; they are written and taken off this
-- list at once, or by whoever opens the project next where the program was stopped in between.
CREATE TABLE pending_file (
    path     TEXT PRIMARY KEY,
    before   TEXT,                      -- null: there was no such file
    after    TEXT,                      -- null: the file is taken away
    history  INTEGER NOT NULL REFERENCES history (key)
) STRICT;

-- What was done in other copies of the study before they were merged into this one: told in the log, undone there.
CREATE TABLE joined_history (
    key      INTEGER PRIMARY KEY AUTOINCREMENT,
    at       TEXT NOT NULL,
    coder    TEXT NOT NULL DEFAULT '',
    action   TEXT NOT NULL,
    summary  TEXT NOT NULL,
    state    TEXT NOT NULL CHECK (state IN ('done', 'undone', 'abandoned'))
) STRICT;

-- What a person decided where two copies said different things: the value that was turned down, so that it is not
-- asked again, here or in the other copy. Also what a code was called before, told by a copy where it was renamed.
CREATE TABLE settled (
    key      INTEGER PRIMARY KEY AUTOINCREMENT,
    subject  TEXT NOT NULL,             -- case D1 role; coding <uid> weight; earlier name of <code>; ...
    refused  TEXT NOT NULL,             -- JSON
    coder    TEXT NOT NULL,
    at       TEXT NOT NULL
) STRICT;

-- Which computers wrote to the study where a cloud service copies its folder: each with the last entry of the history
-- that it stored, so that a file which took another one's place is noticed.
CREATE TABLE computer (
    id      TEXT PRIMARY KEY,           -- made by the computer itself
    name    TEXT NOT NULL,
    change  INTEGER NOT NULL,           -- the generation: the history's entry
    at      TEXT NOT NULL
) STRICT;
