"""Where a study on a server is: a URL as PostgreSQL's own programs take it, never with a password in it."""

from __future__ import annotations

import re
import zlib
from typing import NamedTuple
from urllib.parse import parse_qsl, quote, unquote, urlencode, urlsplit, urlunsplit

from ...core.errors import UsageError

SCHEMES = ("postgresql", "postgres")
SCHEMA = "qualcode"
"""The schema of the database that a study is in, unless its address says `?schema=NAME`."""


class ServerAddress(NamedTuple):
    """One study on one server."""

    url: str
    """As it is written in `qualcode.toml`."""
    connection: str
    """As psycopg takes it: without what is only ours."""
    schema: str
    password: str = ""
    """What the URL had in it. Used for this command, and never written anywhere."""

    @property
    def lock(self) -> int:
        """What everybody who writes to this study locks: a number of 31 bits."""
        return zlib.crc32(f"qualcode {self.schema}".encode()) >> 1


def parse(text: str) -> ServerAddress:
    """The address in a URL `postgresql://USER@HOST/DATABASE`; UsageError `bad_address` for anything else."""
    try:
        parts = urlsplit(text)
        _ = parts.port
    except ValueError as error:
        raise _wrong(text) from error
    if parts.scheme not in SCHEMES or parts.fragment:
        raise _wrong(text)
    options = parse_qsl(parts.query, keep_blank_values=True)
    schema = dict(options).get("schema", SCHEMA)
    if not re.fullmatch(r"[a-z_][a-z0-9_]{0,50}", schema) or schema.startswith("pg_") or schema in _TAKEN:
        raise UsageError(
            f"schema {schema!r}: expected small letters, digits and underscores", slug="bad_store_address"
        )  # fmt: skip
    if not parts.path.strip("/") and "dbname" not in dict(options) and "service" not in dict(options):
        raise _wrong(text)
    user, _, password = parts.netloc.rpartition("@")[0].partition(":")
    host = parts.netloc.rpartition("@")[2]
    password = unquote(password) or dict(options).get("password", "")
    kept = [(name, value) for name, value in options if name != "password"]
    netloc = f"{user}@{host}" if user else host
    query = urlencode(kept, quote_via=quote, safe="/,")
    plain = urlencode([pair for pair in kept if pair[0] != "schema"], quote_via=quote, safe="/,")
    scheme = SCHEMES[0]
    return ServerAddress(
        urlunsplit((scheme, netloc, parts.path, query, "")), urlunsplit((scheme, netloc, parts.path, plain, "")),
        schema, password,
    )  # fmt: skip


_TAKEN = ("public", "information_schema")


def _wrong(text: str) -> UsageError:
    shown = re.sub(r"(://[^:/@]*):[^@]*@", r"\1:...@", text)  # a password is not repeated, not even in a message
    return UsageError(
        f"{shown!r} is not the address of a study on a server",
        slug="bad_store_address", hint="postgresql://USER@HOST/DATABASE",
    )  # fmt: skip
