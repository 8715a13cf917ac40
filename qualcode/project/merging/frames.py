"""Codebooks of two copies: new codes join, and a text that one side changed is followed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields, replace
from typing import TYPE_CHECKING, Any

from ...codebook import edits
from ...core.model import Code, Codebook
from ...exchange.interface import Account
from ..recode import path_of

if TYPE_CHECKING:
    from .conflicts import Settling
    from .sides import Side

_TEXTS = {"name": "name", "brief": "brief", "definition": "definition", "use": "use", "avoid": "not"}
"""Fields of a code in several languages, and what they are called in the file."""
_SAME = ("id", "parent", "color_derived", "invented")
"""What a code's name says already, what is made up, and what goes with the examples."""


class Frames:
    """Their codebooks on their way to those here."""

    def __init__(
        self, settling: Settling, codes: Mapping[str, str], before: Mapping[str, str], account: Account
    ) -> None:
        self.settling, self.codes, self.account = settling, codes, account
        self.before = before
        """Codes here that have just been renamed as there -> what they were called."""

    def join(self) -> tuple[Codebook, ...]:
        """Settle what both describe; their codebooks as they then arrive, with what both have as it is here."""
        arriving = []
        for book in self.settling.theirs.bundle.codebooks:
            mine = self.settling.mine.handle.codes.books.get(book.id)
            if mine is None and not self._whole_file(book):
                arriving.append(book)
                continue
            if mine is None:
                continue
            path = path_of(self.settling.mine.handle, book.id)
            if not self._forward(path, mine, book):
                for code in book.codes:
                    full = self.codes[f"{book.id}:{code.id}"]
                    if full.startswith(f"{book.id}:") and full.partition(":")[2] in mine:
                        self._code(path, full.partition(":")[2], code, book)
            arriving.append(self._as_here(book))
        return tuple(arriving)

    def _whole_file(self, book: Codebook) -> bool:
        """Take a codebook that is only there as its file stands, comments and all."""
        change, theirs = self.settling.change, self.settling.theirs
        path = path_of(theirs.handle, book.id)
        text = theirs.file(path)
        if text is None or change.text(path) is not None or any(old != new for old, new in self.codes.items()):
            return False
        change.file(path, None, text)
        self._now(book)
        self.account.carry("codebooks")
        self.account.carry("codes", len(book.codes))
        return True

    def _as_here(self, book: Codebook) -> Codebook:
        """Their book with the names that its codes have here; what is here already says what it says here."""
        mine = self.settling.mine.handle.codes.books[book.id]
        ids = {}
        for code in book.codes:
            here, _, id = self.codes[f"{book.id}:{code.id}"].partition(":")
            ids[code.id] = id if here == book.id else code.id
        codes = []
        for code in book.codes:
            here, _, id = self.codes[f"{book.id}:{code.id}"].partition(":")
            if here != book.id:
                continue  # it stands in another book here
            parent = ids.get(code.parent or "", code.parent)
            codes.append(mine.code(id) if id in mine else replace(code, id=id, parent=parent))
        return replace(book, codes=tuple(codes))

    def _forward(self, path: str, mine: Codebook, book: Codebook) -> bool:
        """Take their file as it is, comments and all, where ours is an earlier version of it."""
        change, theirs = self.settling.change, self.settling.theirs
        here, there = change.text(path), theirs.file(path)
        if here is None or there is None or here == there:
            return here == there
        if here not in theirs.past.files.get(path, []) or there in self.settling.mine.past.files.get(path, []):
            return False
        if any(code.id not in book for code in mine.codes):
            return False
        change.file(path, here, there)
        self._now(book)
        self.account.carry("codebooks brought up to date")
        return True

    def _now(self, book: Codebook) -> None:
        codes = self.settling.mine.handle.codes
        codes.books[book.id] = book
        codes.renew_names()

    # -- one code ------------------------------------------------------------------------

    def _code(self, path: str, id: str, there: Code, book: Codebook) -> None:
        here = self.settling.mine.handle.codes.books[book.id].code(id)
        if replace(there, id=here.id, parent=here.parent) == here:
            return
        for name in (field.name for field in fields(Code) if field.name not in _SAME):
            if name in _TEXTS:
                mine, theirs = getattr(here, name), getattr(there, name)
                for language in sorted({*mine, *theirs}):
                    values = (mine.get(language), theirs.get(language))
                    if self._counts(book.id, id, there.id, name, values, language):
                        self._write(path, id, name, theirs.get(language, ""), language)
            elif self._counts(book.id, id, there.id, name, (_value(here, name), _value(there, name))):
                self._assign(path, id, name, there)

    def _counts(
        self, book: str, id: str, there: str, name: str, values: tuple[Any, Any], language: str = ""
    ) -> bool:  # fmt: skip
        if values[0] == values[1]:
            return False
        was = self.before.get(f"{book}:{id}", f"{book}:{id}")
        mine = (id, there, *([was.partition(":")[2]] if was.startswith(f"{book}:") else []))
        seen = [
            [_value(code, name, language) for code in earlier(side, book, known)]
            for side, known in ((self.settling.mine, mine), (self.settling.theirs, (there, id)))
        ]
        what = f"{_TEXTS.get(name, name)}{f' ({language})' if language else ''}"
        return self.settling.theirs_counts(
            f"code {book}:{id} {what}", (_plain(values[0]), _plain(values[1])), (seen[0], seen[1]),
            about=f"code {book}:{id}, {what}", fills=bool(language),
        )  # fmt: skip

    def _write(self, path: str, id: str, name: str, text: str, language: str) -> None:
        if not text:
            return
        before = self.settling.change.text(path) or ""
        edit = edits.define(before, id, _TEXTS[name], text, language=language, path=path)
        self.settling.change.file(path, before, edit.text)
        self._now(edit.codebook)
        self.account.carry("texts of codes")

    def _assign(self, path: str, id: str, name: str, there: Code) -> None:
        """Set what is no text as it is there, and leave the rest of the file as a person wrote it."""
        before = self.settling.change.text(path) or ""
        edit = edits.assign(before, there, id, name, path=path)
        self.settling.change.file(path, before, edit.text)
        self._now(edit.codebook)
        self.account.carry("fields of codes")


def earlier(side: Side, book: str, ids: tuple[str, ...]) -> list[Code]:
    """What a code was in earlier versions of its codebook on one side."""
    found = []
    for path, texts in side.past.files.items():
        if not path.startswith("codebooks/"):
            continue
        for text in dict.fromkeys(texts):
            parsed = side.parsed(path, text)
            if parsed is None or parsed.id != book:
                continue
            olds = [old.partition(":")[2] for old, new in side.moved_here.items() if new.partition(":")[2] in ids]
            found += [parsed.code(id) for id in dict.fromkeys([*ids, *olds]) if id in parsed]
    return found


def _value(code: Code, name: str, language: str = "") -> Any:
    """What a code says; a colour that nobody chose is none."""
    value = getattr(code, name)
    if name == "color" and code.color_derived:
        return ""
    if name == "examples" and code.invented:
        return [_plain(value), list(code.invented)]
    return value.get(language) if language else _plain(value)


def _plain(value: Any) -> Any:
    """As JSON has it."""
    if isinstance(value, Mapping):
        return {str(key): _plain(each) for key, each in value.items()}
    return [_plain(each) for each in value] if isinstance(value, tuple) else value
