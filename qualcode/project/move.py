"""Moving a study to a server, to another one, or back into a file: what `move-store` does."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from ..core.errors import StoreError, UsageError
from ..core.files import read_text, write
from ..core.ticks import Tick
from ..settings import FILE, with_store
from ..store import Place
from .folder import STORE
from .working_copy import here_now

if TYPE_CHECKING:
    from .handle import Handle

IN_A_FILE = "file"
"""What is said instead of an address when the study shall come back into the folder."""


class Move(NamedTuple):
    """What a move did."""

    address: str
    """Empty for the file in the folder."""
    rows: int
    backup: int
    password: bool
    """Whether the address that was given had a password in it, which was not written down."""
    aside: str


def move(project: Handle, to: str, progress: Tick | None = None) -> Move:
    """Move the whole study, history and all; where anything fails it stays where it was.

    `progress` is told how many rows are copied, then how many tables are compared.
    Raises UsageError `same_place`, `file_conflict`, StoreError `project_exists` where a study is already.
    """
    from ..store.move import move as carry

    if os.environ.get(STORE):
        raise UsageError(f"{STORE} says where the study is, and would go on saying it", slug="store_in_environment",
                         hint=f"unset {STORE}, write the address into qualcode.toml, then move")  # fmt: skip
    place = Place(project.root, "" if to == IN_A_FILE else to, project.settings.id)
    written, password = place.without_password()
    if written == project.place.without_password()[0]:
        raise UsageError(f"the study is there already: {written or 'in the file of this folder'}", slug="same_place")
    store = project.writable
    if project.conflicts:
        raise UsageError(str(project.conflicts[0]), slug="file_conflict", hint="settle it first: `qualcode sync`")
    store.check_may_leave()
    backup = store.backup(f"moving the study to {written or 'a file'}", always=True).number
    old = project.place
    moved = carry(
        store, place, name=project.settings.name, files=dict(here_now(project.root)), coder=project.coder,
        progress=progress,
    )  # fmt: skip
    settings = project.root / FILE
    try:
        write(settings, with_store(read_text(settings) or "", written))
    except OSError as error:
        raise StoreError(
            f"the study is at {written or 'qualcode.sqlite'} now, but {FILE} cannot be written: {error.strerror}",
            slug="file_waits", hint=f'write into it: store = "{written}"',
        ) from error  # fmt: skip
    project.close()
    if not old.address:
        for path in (old.path, Path(f"{old.path}-journal")):
            path.unlink(missing_ok=True)
    project.place = place
    return Move(written, sum(moved.rows.values()), backup, password, moved.aside)
