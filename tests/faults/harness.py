"""Runs a command in a child process and lets the n-th thing it does to the disk go wrong.

What counts as one thing: a statement that begins, changes or commits in the database, a copy of the
database, a file or folder made, written to, forced to the disk, renamed or taken away. `killed` ends the
process there, as a pulled plug does; `full`, `read-only` and `not permitted` fail it there, and every
writing after it, with what the system would say. Afterwards the project must be as it was before the
command, or as it is after it, and nothing may lie about. `clock back` is one run with a clock that stands
years before all that the project remembers: it must do what it does at any other time.
"""

from __future__ import annotations

import contextlib
import errno
import gc
import importlib
import io
import os
import pkgutil
import shutil
import sqlite3
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import qualcode
from qualcode.cli import main
from qualcode.core.files import PART, STAGED
from qualcode.project.snapshot.layout import FOLDER as SNAPSHOT
from qualcode.project.snapshot.layout import UNFINISHED
from qualcode.store import Store

KINDS = ("killed", "full", "read-only", "not permitted", "clock back")
NOW, LONG_AGO = "1767225600", "946684800"
_ERRORS = {
    "full": (errno.ENOSPC, "database or disk is full"),
    "read-only": (errno.EROFS, "attempt to write a readonly database"),
    "not permitted": (errno.EACCES, "unable to open database file"),
}
_WRITING = ("BEGIN", "INSERT", "UPDATE", "DELETE", "COMMIT", "CREATE", "ALTER", "DROP", "VACUUM", "SAVEPOINT")
KILLED = 77
COLLEAGUE = "colleague"
"""The folder beside a study, with another copy of it."""


class Outcome(NamedTuple):
    """What became of one trial."""

    code: int
    """Exit code of the command, or KILLED."""
    said: str
    reached: bool
    """Whether there was an n-th thing to go wrong."""
    done: int
    """How many things the command did to the disk; 0 where it was killed."""


class Faults:
    """Counts what is done to the disk, and strikes at one of them."""

    def __init__(self, kind: str, at: int) -> None:
        self.kind, self.at, self.count, self.struck = kind, at, 0, False

    def point(self, *, database: bool, harmless: bool = False) -> None:
        self.count += 1
        if self.kind not in KINDS[:-1]:
            return
        if self.kind == "killed":
            if self.count == self.at:
                os._exit(KILLED)
            return
        if self.count < self.at or harmless:  # rolling back and taking away need no room on a disk
            return
        self.struck = True
        number, words = _ERRORS[self.kind]
        if database:
            raise sqlite3.OperationalError(words)
        raise OSError(number, os.strerror(number))

    @contextlib.contextmanager
    def installed(self) -> Iterator[None]:
        kept: list[tuple[Any, str, Any]] = []

        def replace(owner: Any, name: str, new: Any) -> None:
            kept.append((owner, name, getattr(owner, name)))
            setattr(owner, name, new)

        def watched(call: Callable[..., Any], *, harmless: bool = False) -> Callable[..., Any]:
            def inner(*args: Any, **options: Any) -> Any:
                self.point(database=False, harmless=harmless)
                return call(*args, **options)

            return inner

        opened = os.open

        def open_(path: Any, flags: int, *more: Any, **options: Any) -> int:
            if flags & os.O_CREAT:
                self.point(database=False)
            return opened(path, flags, *more, **options)

        faults = self

        made = Path.open

        def open_path(path: Path, mode: str = "r", *more: Any, **options: Any) -> Any:
            stream = made(path, mode, *more, **options)
            return Written(stream, self) if set(mode) & set("wax+") else stream

        class Connection(sqlite3.Connection):
            def backup(self, target: sqlite3.Connection, **options: Any) -> None:
                faults.point(database=True)
                super().backup(target, **options)

            def executescript(self, sql: str) -> sqlite3.Cursor:
                faults.point(database=True)
                return super().executescript(sql)

            def execute(self, sql: str, *values: Any) -> sqlite3.Cursor:
                if sql.lstrip().upper().startswith(_WRITING):
                    faults.point(database=True)
                return super().execute(sql, *values)

            def executemany(self, sql: str, *values: Any) -> sqlite3.Cursor:
                faults.point(database=True)
                return super().executemany(sql, *values)

        connect = sqlite3.connect
        replace(sqlite3, "connect", lambda *args, **options: connect(*args, factory=Connection, **options))
        replace(os, "open", open_)
        replace(Path, "open", open_path)
        replace(os, "mkdir", watched(os.mkdir))
        replace(os, "rename", watched(os.rename))
        replace(shutil, "copyfile", watched(shutil.copyfile))
        replace(os, "fsync", watched(os.fsync))
        replace(os, "replace", watched(os.replace))
        replace(os, "unlink", watched(os.unlink, harmless=True))
        try:
            yield
        finally:
            for owner, name, old in kept:
                setattr(owner, name, old)


class Written:
    """A stream whose every writing is a thing that can go wrong."""

    def __init__(self, stream: Any, faults: Faults) -> None:
        self._stream, self._faults = stream, faults

    def write(self, content: Any) -> int:
        self._faults.point(database=False)
        return int(self._stream.write(content))

    def __getattr__(self, name: str) -> Any:
        return getattr(self._stream, name)

    def __iter__(self) -> Iterator[Any]:
        return iter(self._stream)

    def __enter__(self) -> Written:
        return self

    def __exit__(self, *_: object) -> None:
        self._stream.close()


def warm() -> None:
    """Load all of qualcode once, so that no child of this process has to."""
    for module in pkgutil.walk_packages(qualcode.__path__, "qualcode."):
        if not module.name.endswith("__main__"):
            importlib.import_module(module.name)
    import pandas  # noqa: F401

    gc.collect()
    gc.freeze()


def run(project: Path, command: Sequence[str], kind: str = "", at: int = 0) -> Outcome:
    """Run a command line in a project's folder, in a child process, with the `at`-th thing it does going wrong."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reading)
        os.chdir(project)
        os.environ["SOURCE_DATE_EPOCH"] = LONG_AGO if kind == "clock back" else os.environ.get("SOURCE_DATE_EPOCH", NOW)
        said = io.StringIO()
        faults = Faults(kind, at)
        code = 70
        try:
            with contextlib.redirect_stderr(said), contextlib.redirect_stdout(said), faults.installed():
                code = int(main(list(command)))
            with os.fdopen(writing, "w") as out:
                out.write(f"{int(faults.struck)} {faults.count} {said.getvalue()}")
        finally:
            os._exit(code)  # a child that nobody listens to must never go on as if it were the parent
    os.close(writing)
    with os.fdopen(reading) as answered:
        answer = answered.read() or "0 0 "
    reached, count, words = answer.split(" ", 2)
    code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    return Outcome(code, words, code == KILLED or reached == "1", int(count))


TABLES = {
    "document": "id, title, kind, text, removed, path, pseudonymised, warnings",
    "coding": "document, start, stop, quote, code, coder, weight, qualifier, unsure, memo",
    "turn": "document, number, speaker, role, question", "memo": "subject, document, start, code, case_id, text",
    "decision": "document, start, code, verdict", "assignment": "coder, document, state", "code": "id", "coder": "id",
    "answer_status": "document, question, status", "history": "action, state",
}  # fmt: skip


def state(project: Path) -> dict[str, Any]:
    """All that a project holds: hand-written files, results, the database, and no file that does not belong there.

    It is opened as the next command would open it, an hour later, and its database is checked. A snapshot that says
    of itself that it was not finished is none.
    """
    for neighbour in project.rglob(f"*{PART}"):
        os.utime(neighbour, (0, 0))
    with Store.open(project / "qualcode.sqlite", readonly=True) as store:
        found: dict[str, Any] = {
            table: sorted(map(repr, store.query(f"SELECT {columns} FROM {table}")[1]))
            for table, columns in TABLES.items()
        }
        assert store.query("PRAGMA integrity_check")[1] == [("ok",)]
        assert store.query("PRAGMA foreign_key_check")[1] == []
        assert store.query("SELECT count(*) FROM pending_file")[1] == [(0,)]
    if (project / SNAPSHOT / UNFINISHED).exists():
        shutil.rmtree(project / SNAPSHOT)
        found[UNFINISHED] = ""
    for path in sorted(project.rglob("*")):
        name = path.relative_to(project).as_posix()
        if path.is_file() and not name.startswith((".cache/", "qualcode.sqlite", "backups/")):
            assert not name.endswith((PART, STAGED)), f"{name} was left behind"
            found[name] = path.read_text("utf-8", "replace")
    return found


class Trial(NamedTuple):
    """One command on one project."""

    name: str
    before: tuple[tuple[str, ...], ...]
    """Commands that lead up to it."""
    command: tuple[str, ...]
    by_hand: tuple[tuple[str, str], ...] = ()
    """Files that a person wrote meanwhile: names and what is in them."""


def moments(count: int, most: int | None) -> list[int]:
    """Which of the things a command does go wrong: all, or `most` of them evenly, the first and last among them."""
    if most is None or count <= most:
        return list(range(1, count + 1))
    return sorted({1 + round(step * (count - 1) / (most - 1)) for step in range(most)})


def tried(
    trial: Trial, template: Path, room: Path, kinds: Sequence[str] = KINDS, most: int | None = None
) -> Iterator[tuple[str, int, str]]:
    """Each (kind, number, what was wrong or nothing) of a trial, at every thing that the command does, or at `most`."""
    start = room / "start"
    shutil.copytree(template, start)
    shutil.copytree(template.parent / COLLEAGUE, room / COLLEAGUE)
    for command in trial.before:
        outcome = run(start, command)
        assert outcome.code == 0, outcome
    for name, content in trial.by_hand:
        (start / name).write_text(content, "utf-8")
    before = state(start)
    whole = room / "whole"
    shutil.copytree(start, whole)
    outcome = run(whole, trial.command)
    assert outcome.code == 0, outcome
    after = state(whole)
    assert after != before, f"{trial.name} changes nothing"
    for kind in kinds:
        for at in moments(outcome.done, most) if kind != KINDS[-1] else [1]:
            place = room / "trial"
            shutil.rmtree(place, ignore_errors=True)
            shutil.copytree(start, place)
            found = run(place, trial.command, kind, at)
            if found.reached or kind == KINDS[-1]:
                yield kind, at, judged(found, place, before, after)


def judged(outcome: Outcome, place: Path, before: dict[str, Any], after: dict[str, Any]) -> str:
    """What is wrong after a trial; nothing where all is well."""
    if outcome.code == 70 or "Traceback" in outcome.said:
        return f"a traceback: {outcome.said[-300:]}"
    try:
        found = state(place)
    except Exception as error:
        return f"the project cannot be opened or is not clean: {error!r}"
    if found.pop(UNFINISHED, None) is not None:
        before, after = ({name: it for name, it in each.items() if not name.startswith(f"{SNAPSHOT}/")}
                         for each in (before, after))  # fmt: skip
    if found not in (before, after):
        different = [key for key in {*found, *before} if found.get(key) != before.get(key)]
        return f"neither before nor after: {', '.join(sorted(different))} ({outcome.said[-200:]})"
    if "is stored" in outcome.said:
        return "" if found == after else "said that the change is stored, and it was not"
    if outcome.code not in (0, KILLED) and found != before:
        return f"said that it failed, and changed something: {outcome.said[-200:]}"
    if outcome.code == 0 and found != after:
        return "said that it was done, and changed nothing"
    return ""
