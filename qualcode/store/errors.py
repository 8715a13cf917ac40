"""SQLite's errors in words a person can act on."""

from __future__ import annotations

import contextlib
import sqlite3
from collections.abc import Iterator
from pathlib import Path

from ..core.errors import StoreDamaged, StoreError, StoreLocked

PUT_BACK = "`qualcode backups` lists the copies that can be put back"


@contextlib.contextmanager
def speaking(path: Path) -> Iterator[None]:
    """Turn SQLite's errors into ours: what was wrong, in words a person can act on."""
    try:
        yield
    except sqlite3.IntegrityError as error:
        raise StoreError(f"{path}: the change was refused: {error}", slug="store_refused") from error
    except sqlite3.OperationalError as error:
        text = str(error)
        if "locked" in text or "busy" in text:
            raise StoreLocked(
                f"{path} is in use by another program, which is writing to it",
                hint="close the other program, or try again",
            ) from error
        if "readonly" in text or "unable to open" in text:
            raise StoreError(
                f"{path} cannot be written: {text}",
                slug="store_readonly",
                hint="check that the folder and the file may be written to",
            ) from error
        if "full" in text:
            raise StoreError(f"{path}: the disk is full; nothing was changed", slug="disk_full") from error
        raise StoreError(f"{path}: {text}") from error
    except sqlite3.DatabaseError as error:
        raise StoreDamaged(
            f"{path} is not a database, or is damaged: {error}",
            hint=PUT_BACK,
        ) from error
