"""The codebooks of a study as the one tree of codes that a project has."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any

from lxml import etree

from ...core.model import Bundle, Code, Codebook, in_language
from ..interface import Account, note_losses_of
from ..markup import legal
from ..names import code_guid, guid
from ..prose import described
from .elements import NS, is_guid
from .kept import Shells

NO_BOOK = "codes of no codebook"


class CodesOut:
    """Codes on their way out, and the GUID and the element of each by its full id."""

    def __init__(
        self, bundle: Bundle, books: Sequence[Codebook], shells: Shells, language: str, account: Account
    ) -> None:
        self._shells, self._language, self._account = shells, language, account
        self._coded = {coding.code for coding in bundle.codings}
        self.guids: dict[str, str] = {}
        self.elements: dict[str, Any] = {}
        self.element = self._codebook(books)
        """The CodeBook; None where there are no codes."""

    def _codebook(self, books: Sequence[Codebook]) -> Any | None:
        """One book's codes stand at the top; with several, each book is a folder."""
        known = {f"{book.id}:{code.id}" for book in books for code in book.codes}
        stray = sorted(self._coded - known)
        tops: list[Any] = []
        for book in books:
            codes = [self._code(book, code) for code in book.children()]
            note_losses_of(book, self._account, self._language)
            if len(books) + bool(stray) > 1:
                folder = etree.Element(f"{NS}Code", guid=guid("codebook", book.id), isCodable="false")
                folder.set("name", legal(in_language(book.title, self._language) or book.id))
                folder.extend(codes)
                codes = [folder]
            tops += codes
        if stray:
            folder = etree.Element(f"{NS}Code", guid=guid("codebook", NO_BOOK), name=NO_BOOK, isCodable="false")
            for full in stray:
                element = etree.SubElement(folder, f"{NS}Code", guid=self._guid(full), name=legal(full))
                element.set("isCodable", "true")
                self.elements[full] = element
            tops.append(folder)
            self._account.change("codes", "are in no codebook any more", stray[0], len(stray))
        if not tops:
            return None
        self._account.carry("codes", len(self.guids))
        self._same_names(books)
        codebook = etree.Element(f"{NS}CodeBook")
        etree.SubElement(codebook, f"{NS}Codes").extend(tops)
        return codebook

    def _guid(self, full: str) -> str:
        kept = self._shells.guids.get(f"code {full}", "")
        self.guids[full] = kept if is_guid(kept) else code_guid(full)
        return self.guids[full]

    def _code(self, book: Codebook, code: Code) -> Any:
        full = f"{book.id}:{code.id}"
        element = etree.Element(f"{NS}Code", guid=self._guid(full), name=legal(code.label(self._language)))
        # A category that has codings must be codable there, or they are refused.
        element.set("isCodable", "true" if code.codable or full in self._coded else "false")
        if code.color:
            element.set("color", code.color)
        if text := described(code, self._language):
            etree.SubElement(element, f"{NS}Description").text = legal(text)
        element.extend(self._code(book, below) for below in book.children(code.id))
        self.elements[full] = element
        return element

    def _same_names(self, books: Sequence[Codebook]) -> None:
        names = Counter(code.label(self._language).casefold() for book in books for code in book.codes)
        for book in books:
            for code in book.codes:
                if names[code.label(self._language).casefold()] > 1:
                    self._account.change("codes", "share their name with another; QualCoder takes them for one",
                                         f"{book.id}:{code.id} {code.label(self._language)}")  # fmt: skip
