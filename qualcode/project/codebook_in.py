"""A codebook that comes into a project: taken whole, or its new codes added to the one that is here."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from ..codebook.loader import loads
from ..codebook.write import dumps
from ..core.grouping import grouped
from ..core.languages import LANGUAGES
from ..core.model import Code, Codebook, in_language
from ..exchange.interface import Account

if TYPE_CHECKING:
    from ..store import Change
    from .handle import Handle


def take_codebook(
    project: Handle, change: Change, book: Codebook, account: Account, same: Mapping[str, str]
) -> dict[str, str]:
    """The full id that each code of the book has in the project, once the book is taken in.

    `same` names codes known to be in the project under another id. A book that comes back from another program has
    another id too: it is no new one where each of its codes is here, by its names and those above it.
    """
    mine = project.codes.books.get(book.id)
    known = same if mine is not None else {**_here_by_names(project, book), **same}
    if book.codes and all(f"{book.id}:{code.id}" in known for code in book.codes):
        return {f"{book.id}:{code.id}": full for code in book.codes if (full := known[f"{book.id}:{code.id}"])}
    if mine is None:
        name = f"codebooks/{book.id}.yaml"
        change.file(name, change.text(name), dumps(book))
        _known_now(project, book)
        account.carry("codebooks")
        account.carry("codes", len(book.codes))
        return {f"{book.id}:{code.id}": same.get(f"{book.id}:{code.id}", f"{book.id}:{code.id}") for code in book}
    return _joined(project, change, mine, book, account, same)


_NUMBERED = re.compile(r" (\d+|\(\d+\))$")
"""The number that a code gets where a program has each name once."""


def _here_by_names(project: Handle, book: Codebook) -> dict[str, str]:
    """The codes of a book that a book here has under the same names, whatever the language; "" for a category that is
    one of the books here, as each of several is a branch of the one tree that other programs have."""
    here: dict[tuple[str, ...], set[str]] = {}
    for mine in project.codes.books.values():
        for language in {mine.language, *LANGUAGES}:
            title = (in_language(mine.title, language) or mine.id).casefold()
            here.setdefault((title,), set()).add("")
            for code in mine.codes:
                names = _named(mine, code, language)
                for path in (names, (title, *names)):
                    here.setdefault(path, set()).add(f"{mine.id}:{code.id}")
    found: dict[str, str] = {}
    for code in book.codes:
        names = _named(book, code)
        plain = (*names[:-1], _NUMBERED.sub("", names[-1]))
        there = (here.get(names) or here.get(plain, set())) - ({""} if code.codable else set())
        if len(there) == 1:
            [found[f"{book.id}:{code.id}"]] = there
    often = Counter(found.values())
    return {full: mine for full, mine in found.items() if not mine or often[mine] == 1}


def _joined(
    project: Handle, change: Change, mine: Codebook, book: Codebook, account: Account, same: Mapping[str, str]
) -> dict[str, str]:
    """Codes by their ids, else by their names under the same parent; the others are new."""
    ids: dict[str, str] = {}
    new: list[Code] = []
    by_name = {_named(mine, code): code.id for code in mine.codes}
    for code in book.codes:
        full = f"{book.id}:{code.id}"
        if full in same:
            ids[code.id] = same[full].partition(":")[2] if same[full].startswith(f"{mine.id}:") else ""
            continue
        if code.id in mine and _alike(mine.code(code.id), code):
            ids[code.id] = code.id
            continue
        known = by_name.get(_named(book, code))
        if known is None and code.id in mine:
            known = code.id
        if known is not None:
            ids[code.id] = known
            _compared(mine.code(known), code, account)
            continue
        parent = ids.get(code.parent or "", code.parent)
        last = code.id.rpartition(".")[2]
        id = f"{parent}.{last}" if parent else last
        ids[code.id] = id
        new.append(replace(code, id=id, parent=parent or None))
    if new:
        add_codes(project, change, mine, new)
        account.carry("codes", len(new))
    return {
        f"{book.id}:{code.id}": same.get(f"{book.id}:{code.id}") or f"{mine.id}:{ids[code.id]}" for code in book.codes
    }


def add_codes(project: Handle, change: Change, mine: Codebook, new: list[Code]) -> None:
    """New codes into a book's file; what a person wrote in it stays as it is."""
    from ..codebook.edits import finish, place_new
    from ..codebook.outline import Outline

    path = project.relative(project.codes.path(mine.id))
    before = change.text(path) or ""
    parsed = loads(before, path)
    if before == dumps(parsed):  # nobody has written in it by hand
        book = replace(parsed, codes=_ordered([*parsed.codes, *new]))
        text = dumps(book)
    else:
        text, book = before, parsed
        for code in new:
            outline = Outline(text, path).opened(code.parent or "")
            place_new(outline, code)
            edit = finish(outline)
            text, book = edit.text, edit.codebook
    change.file(path, before, text)
    _known_now(project, book)


def _known_now(project: Handle, book: Codebook) -> None:
    """The codes can be looked up before the file is written at the end of the change."""
    project.codes.books[book.id] = book
    project.codes.renew_names()


def _ordered(codes: list[Code]) -> tuple[Code, ...]:
    """Parents before their children, each below its parent, as a file has them."""
    below = grouped((code.parent, code) for code in codes)
    ordered: list[Code] = []
    waiting = list(reversed(below.get(None, [])))
    while waiting:
        code = waiting.pop()
        ordered.append(code)
        waiting.extend(reversed(below.get(code.id, [])))
    return tuple(ordered)


def _named(book: Codebook, code: Code, language: str = "") -> tuple[str, ...]:
    """The names of a code and all above it, by which it is known without regard to its id."""
    names: list[str] = []
    at: Code | None = code
    while at is not None:
        names.append(at.label(language or book.language).casefold())
        at = book.code(at.parent) if at.parent and at.parent in book else None
    return tuple(reversed(names))


def _alike(mine: Code, theirs: Code) -> bool:
    return replace(mine, color="", color_derived=False) == replace(theirs, color="", color_derived=False)


def _compared(mine: Code, theirs: Code, account: Account) -> None:
    """Say where a code that both have is described differently; the project's words stay."""
    if (theirs.definition and dict(mine.definition) != dict(theirs.definition)) or (
        theirs.brief and dict(mine.brief) != dict(theirs.brief)
    ):
        account.change("codes", "are defined in other words there; the project's stay", mine.id)
