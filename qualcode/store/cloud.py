"""A database in a folder that a cloud service copies between computers.

Such a service knows nothing of locks: when two computers wrote, it keeps the file of one, and at best a "conflicted
copy" of the other. So in these folders each computer leaves in the database who it is and up to which entry of the
history it wrote, and remembers at home what it stored last, with a copy of it. When the file that lies there does not
have that, another computer's has taken its place: nothing is stored any more until a person has looked.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import sys
import uuid
from pathlib import Path
from typing import NamedTuple

from ..core import files
from ..core.errors import StoreError
from .connection import Connection

COPY = "qualcode.sqlite"
LARGEST = 200_000_000
"""Bytes of a database of which a copy is kept at home after each command."""


class Computer(NamedTuple):
    """This computer, as it is told from others."""

    id: str
    name: str


class Watch:
    """What this computer remembers of one database in a cloud folder."""

    def __init__(self, connection: Connection, service: str) -> None:
        self.service, self._connection = service, connection
        self._home = _place(connection.folder)
        self._computer = _computer()
        self._stored: int | None = None

    @property
    def copy(self) -> Path:
        """The study as this computer stored it last."""
        return self._home / COPY

    def check(self) -> None:
        """StoreError `written_elsewhere` where what this computer stored last is not in the database any more."""
        try:
            known = json.loads((self._home / "last.json").read_text("utf-8"))
            wanted = (known["change"], known["said"])
        except (OSError, ValueError, KeyError, TypeError):
            return
        if _said(self._connection, wanted[0]) == wanted[1]:
            return
        others = self._connection.execute(
            "SELECT name, at FROM computer WHERE id <> ? ORDER BY at DESC LIMIT 1", (self._computer.id,)
        ).fetchone()
        who = f"{others[0]} ({others[1]})" if others else "another computer"
        raise StoreError(
            f"{self._connection.label}: {self.service} put the file of {who} in the place of the one that was written "
            "here, and what this computer stored last is not in it; nothing more is stored until you have looked",
            slug="written_elsewhere",
            hint="`qualcode sync --accept` goes on with the file as it is now, and says what to merge",
        )

    def note(self, change: int, at: str) -> None:
        """Leave in the database, in the transaction that stores an entry of the history, who wrote it."""
        self._connection.execute(
            "INSERT INTO computer (id, name, change, at) VALUES (?, ?, ?, ?) ON CONFLICT (id) DO UPDATE SET "
            "name = excluded.name, change = excluded.change, at = excluded.at",
            (*self._computer, change, at),
        )

    def remember(self) -> None:
        """Take note at home of what is stored now."""
        last = self._connection.execute("SELECT coalesce(max(key), 0) FROM history").fetchone()[0]
        if last:
            self._stored = last
            with contextlib.suppress(OSError):
                files.write(
                    self._home / "last.json",
                    json.dumps({"change": last, "said": _said(self._connection, last)}), durable=False,
                )  # fmt: skip

    def keep(self) -> None:
        """Copy what this computer stored, when it is done with it."""
        if self._stored is None:
            return
        making = self.copy.with_suffix(".part")
        with contextlib.suppress(OSError, StoreError, self._connection.errors):
            if (self._connection.folder / "qualcode.sqlite").stat().st_size <= LARGEST:
                making.unlink(missing_ok=True)
                self._connection.copy_to(making)
                making.chmod(files.PRIVATE)
                making.replace(self.copy)


def accept(folder: Path) -> Path | None:
    """Go on with the database that lies there now; where what this computer stored last is kept, if it is.

    The copy gets a name of its own, so that the next command does not write over it.
    """
    place = _place(folder)
    (place / "last.json").unlink(missing_ok=True)
    copy = place / COPY
    if not copy.exists():
        return None
    number = next(number for number in range(1, 10_000) if not (place / f"kept-{number}.sqlite").exists())
    return copy.rename(place / f"kept-{number}.sqlite")


def forget(folder: Path) -> None:
    """Take the copies at home away: what was erased shall stand nowhere."""
    for path in _place(folder).glob("*.sqlite"):
        path.unlink(missing_ok=True)


def _place(folder: Path) -> Path:
    return home() / hashlib.sha256(str(folder.resolve()).encode()).hexdigest()[:16]


def _said(connection: Connection, change: int) -> str:
    row = connection.execute("SELECT at, coder, action, summary FROM history WHERE key = ?", (change,)).fetchone()
    return hashlib.sha256(json.dumps(row).encode()).hexdigest()


def _computer() -> Computer:
    """This computer's own id, made the first time it is asked for."""
    import socket

    path = home() / "computer"
    with contextlib.suppress(OSError):
        if not path.exists():
            files.write(path, str(uuid.uuid4()))
        return Computer(path.read_text("utf-8").strip(), socket.gethostname())
    return Computer(f"{uuid.getnode():012x}", socket.gethostname())


def home() -> Path:
    """Where qualcode remembers things on this computer, outside every folder that is copied to others."""
    if own := os.environ.get("QUALCODE_HOME"):
        return Path(own)
    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA", Path.home() / "AppData" / "Local")) / "qualcode"
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Application Support" / "qualcode"
    return Path(os.environ.get("XDG_STATE_HOME") or Path.home() / ".local" / "state") / "qualcode"
