"""Taking documents out of the project, and with `remove --erase` a participant's words for good.

The database is the store's to clear. Here are the copies beside it: backups, caches and snapshots go; originals
go when asked; whatever else still quotes the person is named, for it was written by hand or handed out.
"""

from __future__ import annotations

import contextlib
import shutil
import zipfile
from collections.abc import Collection, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from ..core import scratch
from ..core.errors import UsageError
from ..store import backups
from ..store import erase as rows
from . import word_index
from .folder import DATABASE
from .handle import Handle

_MADE_AGAIN = (".cache", "snapshot")
"""Folders that qualcode makes anew when they are needed."""


def remove(project: Handle, ids: Sequence[str]) -> None:
    """Take documents out of the project, with their codings; `undo` brings both back."""
    ids = project.documents_named(ids)
    keys = project.store.document_keys()
    if not ids:
        raise UsageError("no document named", slug="bad_address")
    project.writable.backup("remove")
    with project.writable.change("remove", project.coder) as change:
        for id in ids:
            change.update("document", keys[id], {"removed": 1})
        change.summary = ", ".join(ids)
    word_index.keep(project)


class Plan(NamedTuple):
    """What erasing would take away, so that it can be said before it is done."""

    documents: tuple[str, ...]
    copies: tuple[Path, ...]
    """Backups that hold the documents, caches and snapshots."""
    originals: tuple[Path, ...]
    shared: tuple[Path, ...]
    """Originals outside the folder, or that other documents were read from too; they are never deleted."""


class Done(NamedTuple):
    """What erasing did."""

    codings: int
    changes: int
    """Earlier changes that can no longer be undone."""
    still: tuple[Path, ...]
    """Files of the folder in which sentences of the documents still stand."""
    about: tuple[str, ...] = ()
    """Rows of cases.csv that say something about who spoke in them."""
    named: tuple[str, ...] = ()
    """Open codes that are called by words of the documents."""


def plan(project: Handle, ids: Sequence[str]) -> Plan:
    """What holds the words of these documents; documents that were taken out before can be named too.

    Raises UsageError `copies_beside` where another database in the folder holds them: it may be all there is of
    somebody's work, so it is a person's to move or merge.
    """
    if not ids:
        raise UsageError("no document named", slug="bad_address")
    found = project.store.query("SELECT id, path, removed FROM document")[1]
    stored = {row[0] for row in found}
    ids = [id if id in stored else project.documents_named([id])[0] for id in ids]
    beside = [path for path in _databases_beside(project.root) if _holds(path, ids)]
    if beside:
        names = ", ".join(path.name for path in beside)
        raise UsageError(
            f"{names} may hold the same words; nothing was erased",
            slug="copies_beside", hint="merge what is worth keeping, delete the file, and try again",
        )  # fmt: skip
    copies = [project.root / name for name in _MADE_AGAIN if (project.root / name).exists()]
    folder = project.root / backups.FOLDER
    for path in sorted(folder.iterdir()) if folder.is_dir() else ():
        if path.is_dir() and _holds(path / DATABASE, ids):
            copies.append(path)
    others = {path for id, path, removed in found if id not in ids and not removed}
    originals = dict.fromkeys(path for id, path, _ in found if id in ids and path)
    there = {path: project.original(path).resolve() for path in originals if project.original(path).is_file()}
    own = {path for path, full in there.items() if path not in others and full.is_relative_to(project.root.resolve())}
    return Plan(
        tuple(ids), tuple(copies),
        tuple(project.original(path) for path in there if path in own),
        tuple(project.original(path) for path in there if path not in own),
    )  # fmt: skip


def erase(project: Handle, planned: Plan, *, original: bool = False) -> Done:
    """Do it. The database comes last: stopped halfway, the same command does the rest."""
    for path in (*planned.copies, *(planned.originals if original else ())):
        if path.is_dir():
            shutil.rmtree(path)
        else:
            path.unlink(missing_ok=True)
    with contextlib.suppress(OSError):
        (project.root / backups.FOLDER).rmdir()
    scratch.clear_away()
    about = tuple(
        case.id for case in project.cases
        if case.id in planned.documents or any(member.document in planned.documents for member in case.members)
    )  # fmt: skip
    erased = project.writable.erase(planned.documents, project.coder)
    still = tuple(path for path in sorted(_files(project.root)) if _stands_in(path, erased.passages))
    said = "\n".join(erased.passages).casefold()
    named = tuple(
        full for full, code in project.codes
        if project.codes.books[full.partition(":")[0]].kind == "inductive"
        and any(name.casefold() in said for name in code.name.values())
    )  # fmt: skip
    return Done(erased.codings, erased.changes, still, about if (project.root / "cases.csv").exists() else (), named)


def _databases_beside(root: Path) -> Iterator[Path]:
    """Other databases in the folder: conflicted copies, damaged ones that were set aside."""
    for path in sorted(root.iterdir()):
        if path.name not in (DATABASE, f"{DATABASE}-journal") and path.is_file():
            with path.open("rb") as file:
                if file.read(16).startswith(b"SQLite format 3") or path.name.startswith(DATABASE):
                    yield path


def _holds(path: Path, ids: Collection[str]) -> bool:
    """Whether a database has the documents; one that cannot be read may have them."""
    if not path.is_file():
        return True
    return rows.holds(path, ids)


def _files(root: Path) -> Iterator[Path]:
    return (path for path in root.rglob("*") if path.is_file() and not path.is_symlink())


def _stands_in(path: Path, passages: Collection[str]) -> bool:
    """Whether a file, or a part of a packed one such as a Word document, has one of the sentences in it."""
    with contextlib.suppress(OSError, zipfile.BadZipFile, RuntimeError, NotImplementedError):
        wanted = [line.encode(code, "ignore") for line in passages for code in ("utf-8", "utf-16-le", "utf-16-be")]
        parts = [path.read_bytes()]
        if parts[0].startswith(b"PK"):
            with zipfile.ZipFile(path) as packed:
                parts += [packed.read(name) for name in packed.infolist() if name.file_size < 50_000_000]
        return any(line in part for part in parts for line in wanted)
    return False
