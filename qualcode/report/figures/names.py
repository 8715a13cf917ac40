"""Names of codes and groups as readers see them, from full ids such as `moore:value.mission`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from ...core.model import Code, Codebook, in_language
from ...core.results.shares import ShareGroup, Shares
from ..wording import Words


class Namer:
    """Looks up codes of several codebooks by their full id; an unknown id is its own name."""

    def __init__(self, books: Sequence[Codebook], language: str) -> None:
        self._language = language
        self._books = {book.id: book for book in books}
        self._codes: dict[str, Code] = {f"{book.id}:{code.id}": code for book in books for code in book}
        self._order = {full: number for number, full in enumerate(self._codes)}

    def __contains__(self, full: object) -> bool:
        return full in self._codes

    def code(self, full: str) -> str:
        """The code's name in the language, with its parent's where another branch has a code of that name."""
        book, _, id = full.rpartition(":")
        return self._books[book].label_of(id, self._language) if full in self._codes else id or full

    def title(self, book: Codebook) -> str:
        """What a codebook is called."""
        return in_language(book.title, self._language) or book.id

    def color(self, full: str) -> str:
        """The code's colour as its codebook gives it; empty where it gives none."""
        code = self._codes.get(full)
        return code.color if code else ""

    def depth(self, full: str, among: Iterable[str]) -> int:
        """How many of the codes in `among` stand above this one."""
        return sum(1 for other in among if full.startswith(other + "."))

    def in_order(self, codes: Iterable[str]) -> list[str]:
        """Codes in the order of their codebooks, unknown ones last by id."""
        return sorted(codes, key=lambda full: (self._order.get(full, len(self._order)), full))


NOBODY = ("", "all")
"""What the one group of a table that compares nothing is called."""


def unit_of(shares: Shares) -> str:
    """What a table counts: the unit that all its sources have, or `mixed`."""
    return (shares.accounting.unit if shares.accounting else "") or str(shares.options.get("unit") or "answer")


class Groups:
    """The groups of a share table as readers see them."""

    def __init__(self, shares: Shares, say: Words, names: Mapping[str, str] | None) -> None:
        self._say, self._names = say, names or {}
        self._single = len(shares.groups) == 1 and shares.groups[0].group in NOBODY
        self._unit = unit_of(shares)
        self._who = shares.accounting.people if shares.accounting else "informants"
        self.who = say.who("sources" if any(group.documents for group in shares.groups) else self._who)
        """What those are called whose words are counted, as under the tables."""

    def name(self, group: str) -> str:
        """The group's name; informants without the attribute are a group of their own."""
        if self._single:
            return self._say("all")
        if group in ("", "–"):
            return self._say("no_group")
        return self._names.get(group) or group

    def title(self, group: ShareGroup) -> str:
        """The name with what the shares rest on: "director (3 informants, 1 document, 36 units)"."""
        counted = self._unit == "document"  # then the units are the documents
        said = [(self._who, group.informants)] if group.informants or not (group.documents or counted) else []
        said += [("documents", group.documents)] if group.documents and not counted else []
        parts = [self._say(f"count.{what}", n=n) for what, n in said]
        units = self._say.units(self._unit, "one" if group.units == 1 else "other")
        parts.append(f"{self._say.form(group.units)} {units}")
        return f"{self.name(group.group)} ({', '.join(parts)})"
