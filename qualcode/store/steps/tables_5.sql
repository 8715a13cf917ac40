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
-- asked again, here or in the other copy.
CREATE TABLE settled (
    key      INTEGER PRIMARY KEY AUTOINCREMENT,
    subject  TEXT NOT NULL,             -- case D1 role; coding <uid> weight; ...
    refused  TEXT NOT NULL,             -- JSON
    coder    TEXT NOT NULL,
    at       TEXT NOT NULL
) STRICT;
