"""The engine of a study that a team shares: PostgreSQL, reached through psycopg, which is imported only here.

`address` (where it is, without a password) · `schema` (the one schema in PostgreSQL's words, rights) · `connection` ·
`errors` · `files` (the hand-written files, which stand in the database too).
"""
