"""A study from one place to another: every row with its key, the history with all that can be undone, or nothing.

Nobody writes at the old place meanwhile. What arrived is compared with what was sent, table by table, before the new
place counts; until then it says of itself that it is not whole.
"""

from __future__ import annotations

import contextlib
from collections.abc import Mapping
from typing import NamedTuple

from ..core.errors import StoreError
from ..core.ticks import Tick, ticking
from . import transfer
from .connection import Connection
from .place import Place
from .store import Store, now

ARRIVING = "not whole yet"
"""What a study on a server says of where it is while it is being moved there."""


class Moved(NamedTuple):
    """What was moved."""

    rows: Mapping[str, int]
    aside: str
    """What a database file that lay at the new place without being in use is called now."""


def move(
    source: Store, place: Place, *, name: str, files: Mapping[str, str], coder: str, progress: Tick | None = None
) -> Moved:
    """Copy the study to `place`, compare, and close the old place; StoreError leaves both as they were.

    `files` are the hand-written files as they are shared on a server.
    """
    old = source._connection
    with old.speaking():
        old.check_may_leave()
        old.begin()
        try:
            if place.address:
                rows, aside = _to_server(old, place, name, files, progress), ""
            else:
                rows, aside = _to_file(old, place, progress)
            old.leave(f"{now()} by {coder}, to {place.address or 'a file'}")
            old.commit()
        except BaseException:
            old.roll_back()
            raise
    return Moved(rows, aside)


def _to_server(
    old: Connection, place: Place, name: str, files: Mapping[str, str], progress: Tick | None
) -> Mapping[str, int]:
    from .server.connection import ServerConnection
    from .server.schema import create, drop_unless_whole

    with contextlib.closing(ServerConnection(place.server, place.folder, readonly=False)) as new, new.speaking():
        drop_unless_whole(new, place.id)
        create(new, now(), id=place.id, name=name, moved=ARRIVING)
        try:
            new.begin()
            rows = transfer.copy(old, new, progress)
            _compare(old, new, progress)
            new.fill("shared_file", ("path", "text"), iter(files.items()))
            new.execute("UPDATE study SET moved = ''")
            new.commit()
        except BaseException:
            new.roll_back()
            with contextlib.suppress(StoreError, new.errors):
                drop_unless_whole(new, place.id)
            raise
    return rows


def _to_file(old: Connection, place: Place, progress: Tick | None) -> tuple[Mapping[str, int], str]:
    from . import sqlite

    making = place.path.with_name(f"{place.path.name}.moving")
    making.unlink(missing_ok=True)
    try:
        with contextlib.closing(sqlite.make(making, now())) as new, new.speaking():
            new.begin()
            rows = transfer.copy(old, new, progress)
            _compare(old, new, progress)
            new.commit()
        aside = ""
        if place.path.exists():  # it was in use before the study went to a server, or was copied here
            names = (f"{place.path.name}.old-{number}" for number in range(1, 1000))
            aside = next(one for one in names if not place.path.with_name(one).exists())
            place.path.rename(place.path.with_name(aside))
        making.rename(place.path)
    except BaseException:
        making.unlink(missing_ok=True)
        raise
    return rows, aside


def _compare(old: Connection, new: Connection, progress: Tick | None) -> None:
    for table in ticking(list(transfer.studied()), progress):
        if transfer.digest(old, table) != transfer.digest(new, table):
            raise StoreError(f"what arrived of {table} is not what was sent; nothing was moved", slug="store_damaged")
