-- The tables as the third step made them; later steps may have changed them since.
CREATE TABLE memo (
    key       INTEGER PRIMARY KEY AUTOINCREMENT,
    subject   TEXT NOT NULL CHECK (subject IN ('study', 'document', 'place', 'code', 'case', 'cell')),
    document  INTEGER REFERENCES document (key),
    start     INTEGER,
    stop      INTEGER,
    quote     TEXT NOT NULL DEFAULT '',
    unit      TEXT NOT NULL DEFAULT '' CHECK (unit IN ('', 'turn', 'answer', 'characters')),
    code      INTEGER REFERENCES code (key),
    case_id   TEXT NOT NULL DEFAULT '',
    text      TEXT NOT NULL,
    coder     INTEGER NOT NULL REFERENCES coder (key),
    created   TEXT NOT NULL,
    CHECK ((subject IN ('document', 'place')) = (document IS NOT NULL)),
    CHECK ((subject = 'place') = (start IS NOT NULL)),
    CHECK ((start IS NULL) = (stop IS NULL)),
    CHECK ((subject IN ('code', 'cell')) = (code IS NOT NULL)),
    CHECK ((subject IN ('case', 'cell')) = (case_id <> ''))
) STRICT;

CREATE INDEX memo_document ON memo (document);
CREATE INDEX memo_code ON memo (code);

CREATE TABLE decision (
    key       INTEGER PRIMARY KEY AUTOINCREMENT,
    document  INTEGER NOT NULL REFERENCES document (key),
    start     INTEGER NOT NULL CHECK (start >= 0),
    stop      INTEGER NOT NULL,
    quote     TEXT NOT NULL,
    code      INTEGER NOT NULL REFERENCES code (key),
    verdict   TEXT NOT NULL CHECK (verdict IN ('yes', 'no')),
    about     INTEGER REFERENCES coder (key),
    why       TEXT NOT NULL DEFAULT '',
    coder     INTEGER NOT NULL REFERENCES coder (key),
    created   TEXT NOT NULL,
    round     INTEGER NOT NULL DEFAULT 1 CHECK (round > 0),
    CHECK (stop > start)
) STRICT;

CREATE INDEX decision_document ON decision (document);
CREATE INDEX decision_code ON decision (code);

CREATE TABLE pending_file (
    path     TEXT PRIMARY KEY,
    before   TEXT,
    after    TEXT,
    history  INTEGER NOT NULL REFERENCES history (key)
) STRICT;
