"""PostgreSQL's errors in words a person can act on."""

from __future__ import annotations

import contextlib
import re
from collections.abc import Iterator

import psycopg
from psycopg import errors as pg

from ...core.errors import DataError, StoreDamaged, StoreError, StoreLocked, StoreUnreachable, UsageError
from .address import ServerAddress

_FOR_THE_OWNER = "ask who made the study on the server; `qualcode coder allow USER` gives the rights of a coder"


@contextlib.contextmanager
def speaking(address: ServerAddress) -> Iterator[None]:
    """Turn PostgreSQL's errors into ours; nothing was stored of a change that one of them ended."""
    try:
        yield
    except psycopg.Error as error:
        raise told(error, address) from error


def told(error: psycopg.Error, address: ServerAddress) -> Exception:
    """The error of ours that says what PostgreSQL said."""
    where = address.url
    said = _first_line(error)
    if isinstance(error, pg.IntegrityError):
        return StoreError(f"{where}: the change was refused: {said}", slug="store_refused")
    if isinstance(error, pg.LockNotAvailable | pg.DeadlockDetected | pg.SerializationFailure):
        return StoreLocked(f"{where} is in use by another program, which is writing to it", hint="try again")
    if isinstance(error, pg.ReadOnlySqlTransaction):
        return StoreError(f"{where} cannot be written: it was opened for reading, or is a copy that only follows",
                          slug="store_readonly", hint="use the address of the server that takes changes")  # fmt: skip
    if isinstance(error, pg.InsufficientPrivilege):
        return StoreError(f"{where}: your user may not do this: {said}", slug="store_not_allowed", hint=_FOR_THE_OWNER)
    if isinstance(error, pg.DiskFull | pg.OutOfMemory):
        return StoreError(f"{where}: the server has no room left; nothing was changed", slug="disk_full")
    if isinstance(error, pg.UndefinedTable | pg.InvalidSchemaName | pg.UndefinedColumn):
        return StoreDamaged(f"{where} is not as a qualcode database must be: {said}",
                            hint="`qualcode backups` lists the copies that can be put back")  # fmt: skip
    if isinstance(error, psycopg.OperationalError):
        return unreachable(address, said)
    if isinstance(error, psycopg.DataError) and "NUL" in said:
        return DataError("a text has a character that PostgreSQL cannot store (NUL, U+0000)", slug="unstorable_text")
    return StoreError(f"{where}: {said}")


def unreachable(address: ServerAddress, said: str) -> StoreError | UsageError:
    """What to say where there is no connection, by what PostgreSQL's library said of it."""
    where = address.url
    for words, slug, about, hint in _REFUSALS:
        if re.search(words, said, re.IGNORECASE):
            kind = UsageError if slug == "bad_store_address" else StoreError
            return kind(f"{where}: {about}: {said}", slug=slug, hint=hint)
    return StoreUnreachable(
        f"{where} cannot be reached: {said}; what was not told as stored is not stored",
        hint="is the server running, and the network there? Then the same command again",
    )


_REFUSALS = (
    (r"invalid .* value", "bad_store_address", "an option that PostgreSQL does not know", "postgresql://USER@HOST/DATABASE"),
    (r"no encryption", "server_refuses", "the server does not let you in unencrypted",
     "sslmode=require in the address where the server encrypts; else who keeps it adds a line to pg_hba.conf"),
    (r"no pg_hba\.conf entry", "server_refuses", "the server does not let you in from here",
     "who keeps it adds a line to pg_hba.conf; the user, the host and the database are those of the address"),
    (r"role .* does not exist", "server_refuses", "the server does not know you",
     "the user is in the address; `createuser --pwprompt USER` makes one, on the server"),
    (r"password|authentication", "server_refuses", "the server does not let you in",
     "put the password into ~/.pgpass (HOST:PORT:DATABASE:USER:PASSWORD) or PGPASSWORD; "
     "the user and the host are in the address"),
    (r"database .* does not exist", "store_missing", "no such database", "createdb makes it, on the server"),
    (r"does not support SSL", "server_refuses", "the server does not encrypt, and the address asks for it",
     "ask for TLS on the server (ssl = on)"),
    (r"ssl|certificate", "server_refuses", "no safe connection",
     "sslrootcert=FILE in the address names the certificate to trust, which who keeps the server gives you; "
     "sslmode=require encrypts without asking whose server it is"),
)  # fmt: skip
"""(what the library says, slug, what it means, what mends it), the more special before the more general."""


def _first_line(error: BaseException) -> str:
    """What went wrong, without the ways there: the server's own words where it said any."""
    lines = [line.strip() for line in str(error).splitlines() if line.strip()]
    if not lines:
        return "no answer"
    said = next((line for line in lines if "FATAL:" in line), lines[0])
    return re.sub(r"^(?:connection failed: )?(?:connection to server .*? failed: )?(?:FATAL:\s*)?", "", said)
