"""PostgreSQL's errors in words a person can act on."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator

import psycopg
from psycopg import errors as pg

from ...core.errors import DataError, StoreDamaged, StoreError, StoreLocked, StoreUnreachable
from .address import Address

_FOR_THE_OWNER = "ask who made the study on the server; `qualcode coder allow USER` gives the rights of a coder"


@contextlib.contextmanager
def speaking(address: Address) -> Iterator[None]:
    """Turn PostgreSQL's errors into ours; nothing was stored of a change that one of them ended."""
    try:
        yield
    except psycopg.Error as error:
        raise told(error, address) from error


def told(error: psycopg.Error, address: Address) -> Exception:
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


def unreachable(address: Address, said: str) -> StoreError:
    """What to say where there is no connection, by what PostgreSQL's library said of it."""
    where = address.url
    low = said.lower()
    if "password" in low or "authentication" in low or "no pg_hba.conf entry" in low or "role" in low:
        return StoreError(
            f"{where}: the server does not let you in: {said}",
            slug="server_refuses",
            hint="put the password into ~/.pgpass (HOST:PORT:DATABASE:USER:PASSWORD) or PGPASSWORD; "
            "the user and the host are in the address",
        )
    if "does not exist" in low and "database" in low:
        return StoreError(f"{where}: {said}", slug="store_missing", hint="createdb makes it, on the server")
    if "ssl" in low or "certificate" in low:
        return StoreError(f"{where}: no safe connection: {said}", slug="server_refuses",
                          hint="sslmode and sslrootcert in the address say what is asked for")  # fmt: skip
    return StoreUnreachable(
        f"{where} cannot be reached: {said}; what was not told as stored is not stored",
        hint="is the server running, and the network there? Then the same command again",
    )


def _first_line(error: BaseException) -> str:
    lines = [line.strip() for line in str(error).splitlines() if line.strip()]
    return lines[-1] if lines and lines[0].startswith("connection failed") else (lines[0] if lines else "no answer")
