-- Which computers wrote to the study where a cloud service copies its folder: each with the last entry of the history
-- that it stored, so that a file which took another one's place is noticed.
CREATE TABLE computer (
    id      TEXT PRIMARY KEY,           -- made by the computer itself
    name    TEXT NOT NULL,
    change  INTEGER NOT NULL,           -- the generation: the history's entry
    at      TEXT NOT NULL
) STRICT;
