"""Codebooks in a project: taking a frame into use, and editing one with its codings kept right."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from ..core.errors import DataError, ReadError, UsageError
from ..core.model import Codebook
from ..core.values import frozen
from ..store.past import changed_files, renamed_codes
from .counts import Counts
from .counts import counts as counted

if TYPE_CHECKING:
    from ..core.model import Foreign
    from ..exchange import Read
    from .handle import Handle


@frozen
class Listed:
    """One line of `codebook list`."""

    id: str
    title: str
    codes: int
    kind: str
    in_use: bool
    codings: int
    path: str


def listed(project: Handle | None, language: str, counted: Counts) -> list[Listed]:
    """The codebooks in use with their counts, then the bundled frames that could be taken into use."""
    from ..codebook import bundled
    from ..core.model import in_language

    rows = []
    used: set[str] = set()
    if project is not None:
        for book in project.codes.books.values():
            number = sum(count for code, count in counted.codes.items() if code.startswith(f"{book.id}:"))
            title = in_language(book.title, language)
            path = project.relative(project.codes.path(book.id))
            rows.append(Listed(book.id, title, len(book.codes), book.kind, True, number, path))
            used.add(book.id)
    for name in bundled.names():
        if name not in used:
            book = bundled.load_bundled(name, project.root / ".cache" / "codebooks" if project else None)
            rows.append(Listed(book.id, in_language(book.title, language), len(book.codes), book.kind, False, 0, ""))
    return rows


def use(project: Handle, name: str) -> Path:
    """Copy a bundled frame, or a file of one's own, into `codebooks/`; returns where it is.

    Raises UsageError (`codebook_exists`) when a codebook with its id is in use already.
    """
    return use_all(project, [name])[0]


def use_all(project: Handle, names: Sequence[str]) -> list[Path]:
    """Take several frames into use in one change: all of them, or none when one cannot be."""
    texts: dict[str, str] = {}
    for name in names:
        id, text = _frame(project, name)
        texts[f"codebooks/{id}.yaml"] = text
    paths = [project.root / name for name in texts]
    for path in paths:
        if path.exists():
            raise UsageError(f"{path} exists already", slug="codebook_exists")
    with project.writable.change("codebook use", project.coder) as change:
        for name, text in texts.items():
            change.file(name, None, text)
        change.summary = ", ".join(path.stem for path in paths)
    project.codes.forget()
    return paths


def _frame(project: Handle, name: str) -> tuple[str, str]:
    """The id and text of a bundled frame, or of a file of one's own, that is not in use yet."""
    from ..codebook import bundled
    from ..codebook.loader import loads

    own = name.endswith((".yaml", ".yml"))
    if not own and name in project.codes.books:
        raise _in_use(name)
    source = Path(name) if own else bundled.path(name)
    try:
        text = source.read_text("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise ReadError(source, f"cannot be read: {error}") from error
    book = loads(text, str(source))
    if book.id in project.codes.books:
        raise _in_use(book.id)
    return book.id, text


def _in_use(id: str) -> UsageError:
    hint = f"`qualcode codebook show {id}`"
    return UsageError(f"the codebook {id} is in use already", slug="codebook_exists", hint=hint)


def new(project: Handle, id: str, title: str, *, inductive: bool = False) -> Path:
    """Begin a codebook of one's own with no codes yet; UsageError `codebook_exists` when its id is taken."""
    from ..codebook.write import new_codebook

    text = new_codebook(
        id, title or id, language=project.settings.language, kind="inductive" if inductive else "deductive"
    )
    if id in project.codes.books:
        raise _in_use(id)
    return _write(project, "codebook new", f"codebooks/{id}.yaml", text, id)


def bring_in(project: Handle, path: Path, *, id: str = "", language: str = "", format: str = "") -> tuple[Path, Read]:
    """Take a codebook from another program's file or a written document into use; what was lost on the way is in the
    result."""
    from ..codebook.names import check_id
    from ..codebook.write import dumps
    from ..exchange import read_codebook
    from . import written_codebook

    if id:
        check_id(id)
    language = language or project.settings.language
    if not format and written_codebook.is_written(path):
        read = written_codebook.read(path, id=id, language=language)
    else:
        read = read_codebook(path, id=id, language=language, format=format)
    if read.codebook.id in project.codes.books:
        raise UsageError(
            f"the codebook {read.codebook.id} is in use already", slug="codebook_exists", hint="--id ANOTHER-NAME"
        )
    name = f"codebooks/{read.codebook.id}.yaml"
    return _write(project, "codebook import", name, dumps(read.codebook), path.name, read.bundle.foreign), read


def guids(project: Handle, id: str) -> dict[str, str]:
    """The GUIDs that codes of a book came with from another program, by the codes' ids."""
    found: dict[str, str] = {}
    for _, part in project.store.foreign():
        book, _, code = part.subject.removeprefix("code ").partition(":")
        if part.kind == "guid" and part.subject.startswith("code ") and book == id:
            found.setdefault(code, part.value)
    return found


def version(project: Handle, which: str, id: str) -> Codebook:
    """A codebook as a file holds it, as it is now (`now`), or as it was at a date of the history.

    `which` is a path to a YAML file, `now`, `bundled`, or a date `2026-03-01`, optionally with a time.
    """
    from ..codebook.bundled import load_bundled
    from ..codebook.loader import load, loads

    if which.endswith((".yaml", ".yml")):
        return load(which)
    if which == "now":
        return project.codes.book(id)
    if which == "bundled":
        return load_bundled(id)
    try:
        datetime.fromisoformat(which)
    except ValueError:
        raise UsageError(
            f"{which!r}: expected a YAML file, `now`, `bundled`, or a date such as 2026-03-01", slug="bad_option"
        ) from None
    until = which if len(which) > 10 else f"{which}T23:59:59Z"
    path = project.relative(project.codes.path(id))
    changes = [(each.at, each.before, each.after) for each in changed_files(project.store) if each.path == path]
    text: str | None = next(
        (before for at, before, _ in changes if at > until), project.codes.path(id).read_text("utf-8")
    )
    for at, _, after in changes:
        if at <= until:
            text = after
    if text is None:
        raise DataError(f"there was no codebook {id} on {which} yet", slug="no_codebook_then")
    return loads(text, path)


def recoded_between(project: Handle, id: str) -> dict[str, str]:
    """Renamed codes that the history knows of, old id to new, for `diff`."""
    return {
        old.partition(":")[2]: new.partition(":")[2]
        for old, new in renamed_codes(project.store)
        if old.startswith(f"{id}:")
    }


def _write(project: Handle, action: str, name: str, text: str, summary: str, foreign: Sequence[Foreign] = ()) -> Path:
    path = project.root / name
    if path.exists():
        raise UsageError(f"{path} exists already", slug="codebook_exists")
    with project.writable.change(action, project.coder) as change:
        change.file(name, None, text)
        rows = [{key: getattr(part, key) for key in ("format", "kind", "subject", "value")} for part in foreign]
        change.insert_all("foreign_part", rows)
        change.summary = summary
    return path


def counts(project: Handle, book: Codebook, coders: Sequence[str] = ()) -> dict[str, tuple[int, int]]:
    """For each code of a book: its own codings, and those of it and all below it; of some coders, or of the layer
    that tables count."""
    own = counted(project, coders).codes
    prefix = f"{book.id}:"
    total = {code.id: own.get(prefix + code.id, 0) for code in book.codes}
    for code in reversed(book.codes):  # children come after their parents
        if code.parent is not None:
            total[code.parent] += total[code.id]
    return {code.id: (own.get(prefix + code.id, 0), total[code.id]) for code in book.codes}
