"""Copies of a project, and putting one back, also where the database itself cannot be opened any more."""

from __future__ import annotations

import contextlib
from pathlib import Path

from ..core.errors import StoreError
from ..core.table import Column, Table
from ..core.table import table as make_table
from ..store import Store, backups
from .folder import DATABASE
from .handle import Handle


def table(root: Path) -> Table:
    """The copies there are, latest first."""
    columns = (
        Column("number", "No.", "count"), Column("made", "Made", "date"), Column("reason", "Before", width=3),
        Column("change", "After change", "count"), Column("bytes", "Bytes", "count"),
    )  # fmt: skip
    return make_table("backups", columns, backups.listed(root))


def restore(project: Handle, number: int) -> tuple[backups.Backup, str | None]:
    """Put a copy in the project's place; returns it, and what the database that was there is called now: None where it
    was copied, "" where there was none.

    A database that can be opened is copied first, so that this can be taken back in the same way. One that
    cannot is kept beside the new one.
    """
    path = project.root / DATABASE
    try:
        restored = project.writable.restore(number, project.coder)
        if project.store.files.shared:
            project.bring_files()
        return restored, None
    except StoreError as error:
        if error.slug not in ("store_damaged", "store_missing"):
            raise
    project.close()
    aside = ""
    if path.exists():
        aside = next(
            name for number in range(1, 1000) if not (path.parent / (name := f"{DATABASE}.damaged-{number}")).exists()
        )
        path.rename(path.parent / aside)
        with contextlib.suppress(OSError):
            Path(f"{path}-journal").rename(path.parent / f"{aside}-journal")
    try:
        with Store.create(path) as store:
            restored = store.restore(number, project.coder, copy_first=False)
    except BaseException:
        path.unlink(missing_ok=True)
        if aside:
            (path.parent / aside).rename(path)
        raise
    project.forget_files()
    project.writable.latest(None)  # opening it finishes the files
    return restored, aside
