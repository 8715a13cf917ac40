"""The hand-written files of a shared study: the folder is a working copy of what stands on the server.

Before a command, what others wrote arrives, and what was written here goes there as a change of its own, with its
entry in the history. Both happen line by line; two edits of one code, or of one line, are a conflict: the file stays
as it is on both sides, every command says so, and `sync` settles it. Nothing is ever written over silently.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from ..core import merge as merging
from ..core.errors import DataError, QualcodeError, UsageError
from ..core.files import read_text, second_copy_of
from ..core.scratch import scratch
from ..settings import FILE, own, with_own, without_own
from ..store.past import had_text

if TYPE_CHECKING:
    from ..core.model import Code, Codebook
    from ..store import Store
    from .handle import Handle

SHARED = ("cases.csv", "questions.yaml", FILE)


class Conflict(NamedTuple):
    """A file that was changed here and elsewhere in the same place."""

    path: str
    what: tuple[str, ...]
    """The codes, or the lines, that both changed."""

    def __str__(self) -> str:
        return f"{self.path}: {', '.join(self.what)} was changed here and by somebody else"


class Brought(NamedTuple):
    """What one look at the shared files did."""

    arrived: tuple[str, ...]
    sent: tuple[str, ...]
    conflicts: tuple[Conflict, ...]
    faulty: tuple[str, ...]
    """Files with mistakes, which are not sent to others before they are mended."""


class _Version(NamedTuple):
    base: str | None
    """What the folder had when it was last the same as the server."""
    here: str | None
    there: str | None


def bring(project: Handle, *, mine: Collection[str] = (), theirs: Collection[str] = ()) -> Brought:
    """Bring folder and server together; a conflict in a file of `mine` or `theirs` is settled that way."""
    store = project.store
    there, base = store.files.all(), store.files.last_copied()
    here = dict(here_now(project.root))
    arrived: dict[str, str | None] = {}
    sent: dict[str, tuple[str | None, str]] = {}
    conflicts: list[Conflict] = []
    faulty: list[str] = []
    for path in sorted({*there, *here, *base}):
        version = _Version(base.get(path), here.get(path), there.get(path))
        if version.base is None and version.here != version.there and version.here is not None:
            # Nobody wrote in a copy that says what the file said once.
            version = version._replace(base=version.here if had_text(store, path, version.here) else None)
        wanted = _wanted(path, version)
        if isinstance(wanted, Conflict):
            if path not in mine and path not in theirs:
                conflicts.append(wanted)
                continue
            wanted = _settled(path, version, wanted, path in mine)
        if wanted is not None and wanted != version.there:
            if _has_mistakes(path, wanted):
                faulty.append(path)
                continue
            sent[path] = version.there, wanted
        if wanted != version.here:
            arrived[path] = wanted
    if sent:
        _send(project, sent)
    for path, text in arrived.items():
        _place(project, path, text)
    _remember(store, base, here, there, arrived, sent, {*faulty, *(one.path for one in conflicts)})
    return Brought(tuple(arrived), tuple(sent), tuple(conflicts), tuple(faulty))


def settle(project: Handle, mine: Collection[str], theirs: Collection[str]) -> Brought:
    """`bring` with a person's word on conflicts; UsageError for a file that is in none."""
    open_ = {conflict.path for conflict in project.conflicts}
    for path in (*mine, *theirs):
        if path not in open_:
            raise UsageError(f"{path} is in no conflict", slug="unknown_conflict", hint="`qualcode sync` lists them")
    brought = bring(project, mine=mine, theirs=theirs)
    project.conflicts = brought.conflicts
    project.forget_files()
    return brought


def here_now(root: Path) -> Iterator[tuple[str, str]]:
    """The folder's copies, without what is each person's own."""
    books = (path.relative_to(root).as_posix() for path in sorted((root / "codebooks").glob("*.y*ml"))
             if path.suffix in (".yaml", ".yml") and second_copy_of(path) is None)  # fmt: skip
    for path in (*SHARED, *books):
        try:
            text = read_text(root / path)
        except OSError as error:
            raise DataError(f"{path} cannot be read: {error.strerror or error}", slug="cannot_read") from error
        if text is not None:
            yield path, without_own(text) if path == FILE else text


def _wanted(path: str, version: _Version) -> str | Conflict | None:
    """What a file shall say on both sides."""
    base, here, there = version
    if here is None or here in (there, base):
        return there  # a file that was taken away by hand comes back
    if there is None or there == base:
        return here
    if base is None:
        return Conflict(path, ("the whole file",))
    if path.startswith("codebooks/"):
        return _codebook(path, base, here, there)
    text, clashes = merging.merge(base, here, there, both=True)
    if not clashes and _has_mistakes(path, text):  # such as one case that both have added
        text, clashes = merging.merge(base, here, there)
    return Conflict(path, tuple(map(str, clashes))) if clashes else text


def _codebook(path: str, base: str, here: str, there: str) -> str | Conflict:
    from ..codebook.loader import loads

    try:
        books = [loads(text, path) for text in (base, here, there)]
    except QualcodeError:
        text, clashes = merging.merge(base, here, there)
        return Conflict(path, tuple(map(str, clashes))) if clashes else text
    twice = _changed_twice(*books)
    if twice:
        return Conflict(path, tuple(f"{books[0].id}:{id}" for id in twice))
    text, clashes = merging.merge(base, here, there, both=True)
    if clashes:
        return Conflict(path, tuple(map(str, clashes)))
    try:
        both = loads(text, path)
    except QualcodeError:
        return Conflict(path, ("lines beside each other",))
    return (
        text if not _changed_twice(books[0], both, _expected(*books)) else Conflict(path, ("lines beside each other",))
    )


def _changed_twice(base: Codebook, here: Codebook, there: Codebook) -> list[str]:
    """The codes that are not on one side as on the other, and on neither as they were."""
    versions = [{code.id: code for code in book} for book in (base, here, there)]
    ids = dict.fromkeys(id for codes in versions for id in codes)
    return [id for id in ids if len({_mark(codes.get(id)) for codes in versions}) == 3]


def _expected(base: Codebook, here: Codebook, there: Codebook) -> Codebook:
    from dataclasses import replace

    old = {code.id: code for code in base}
    codes = {code.id: code for code in there}
    for code in here:
        if code != old.get(code.id):
            codes[code.id] = code
    gone = {id for id in old if id not in here}
    return replace(there, codes=tuple(code for id, code in codes.items() if id not in gone))


def _mark(code: Code | None) -> str:
    return repr(code)


def _settled(path: str, version: _Version, conflict: Conflict, mine: bool) -> str:
    base, here, there = version
    assert here is not None
    assert there is not None
    if base is None:
        return here if mine else there
    kept, other = (here, there) if mine else (there, here)
    text = merging.prefer(base, kept, other, _lines(path, base, conflict))
    return _with_the_rest(path, base, other, text, conflict) if path.startswith("codebooks/") else text


def _with_the_rest(path: str, base: str, other: str, text: str, conflict: Conflict) -> str:
    """A settled codebook with what the side that gave way did to all other codes, wherever its lines stood."""
    from ..codebook.edits import as_elsewhere
    from ..codebook.loader import loads

    decided = {what.partition(":")[2] for what in conflict.what}
    try:
        before, there, book = (loads(each, path) for each in (base, other, text))
        old = {code.id: _mark(code) for code in before}
        done = {code.id for code in there if code.id not in decided and _mark(code) != old.get(code.id)}
        for code in there:
            missing = code.id not in book and any(id.startswith(f"{code.id}.") for id in done)
            if code.id in done or missing:  # what stands above a new code stays with it
                text = as_elsewhere(text, code, path=path).text
    except QualcodeError:
        return text  # as far as it can be read
    return text


def _lines(path: str, base: str, conflict: Conflict) -> list[tuple[int, int]]:
    """The lines that the codes of a conflict have in the common version."""
    from ..codebook.outline import Outline

    if not path.startswith("codebooks/"):
        return []
    try:
        items = Outline(base, path).by_id
    except QualcodeError:
        return []
    ids = [what.partition(":")[2] for what in conflict.what]
    return [(base.count("\n", 0, items[id].start), base.count("\n", 0, items[id].inner)) for id in ids if id in items]


def _has_mistakes(path: str, text: str) -> bool:
    """Whether a file cannot be read as it is: then others are not given it."""
    with scratch() as folder:
        copy = folder / Path(path).name
        copy.write_text(text, "utf-8")
        try:
            if path.startswith("codebooks/"):
                from ..codebook.loader import loads

                loads(text, path)
            elif path == "cases.csv":
                from .cases import load

                load(copy)
            elif path == "questions.yaml":
                from ..ingest.guide.guide_file import read_guide

                read_guide(copy)
            else:
                from ..settings import load as load_settings

                load_settings(copy)
        except QualcodeError:
            return True
    return False


def _send(project: Handle, sent: Mapping[str, tuple[str | None, str]]) -> None:
    with project.store.writing() as store:
        store.send(sent, project.coder)


def _place(project: Handle, path: str, text: str | None) -> None:
    if path == FILE and text is not None:
        text = with_own(text, own(read_text(project.root / FILE) or ""))
    try:
        project.store.files.place(path, text)
    except OSError as error:
        raise DataError(f"{path} cannot be written: {error.strerror or error}", slug="cannot_write") from error


def _remember(
    store: Store, base: Mapping[str, str], here: Mapping[str, str], there: Mapping[str, str],
    arrived: Mapping[str, str | None], sent: Mapping[str, tuple[str | None, str]], apart: Collection[str],
) -> None:  # fmt: skip
    """What both sides say now is what the next look begins with; of files that are apart the old remains."""
    now = {path: text for path, text in {**here, **there}.items() if path in there}
    now |= {path: text for path, (_, text) in sent.items()}
    for path in apart:
        now.pop(path, None)
        if path in base:
            now[path] = base[path]
    if now != base or arrived:
        store.files.remember(now)
