"""Codings that say their words and not their place: put where the words stand, with the codes they name."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from ..core.errors import QualcodeError
from ..core.model import Bundle, Coder, Coding, Document, Memo, Span
from ..core.quotes import find_passage
from ..core.text import fold, identifier
from ..exchange.drafts import Draft, book_of, chain, levels_of
from ..exchange.interface import Account, Segment
from .codes import OPEN
from .codes_in_cells import apart

if TYPE_CHECKING:
    from .handle import Handle


@dataclass(slots=True)
class Placing:
    """Segments on their way to codings of the documents at hand."""

    project: Handle
    account: Account
    codebook: str = OPEN
    """Where codes go that no codebook has."""
    documents: dict[str, Document] = field(default_factory=dict)
    """Every name a document goes by, folded, to the document."""
    codings: list[Coding] = field(default_factory=list)
    memos: list[Memo] = field(default_factory=list)
    drafts: dict[tuple[str, ...], Draft] = field(default_factory=dict)
    _seen: Counter[tuple[str, str, tuple[str, ...], str]] = field(default_factory=Counter)
    _named: dict[str, str | Draft | None] = field(default_factory=dict)

    def know(self, documents: Iterable[Document]) -> None:
        """Documents by id, title, file name and file name without its suffix."""
        for document in documents:
            path = document.source.path if document.source else ""
            file = path.replace("\\", "/").rpartition("/")[2]
            for name in (document.id, document.title, file, file.rpartition(".")[0]):
                if name:
                    self.documents.setdefault(_folded(name), document)

    def place(self, segment: Segment, document: Document | None, codes: Sequence[tuple[str, str]]) -> None:
        """One segment with its codes, each with what is said about it."""
        named = segment.document or (document.id if document else "")
        shown = f"{named}: {segment.quote[:60]}" if named else segment.quote[:60]
        if document is None and self.documents and not segment.document:
            self.account.lose("segments", "name no document, and the project has several", shown)
            return
        if document is None:
            self.account.lose("segments", "are of a document that is not in the project", segment.document)
            return
        span = self._span(segment, document, tuple(name for name, _ in codes), shown)
        if span is None:
            return
        for name, said in ((each, said) for written, said in codes for each in apart(self.project.codes, written)):
            found = self._code(name)
            if found is None:
                self.account.lose("segments", "name a category, which is not applied itself", f"{name}: {shown}")
                continue
            memo = "\n\n".join(text for text in (said, segment.memo) if text)
            full = found if isinstance(found, str) else f"\x00{id(found)}"
            self.codings.append(
                Coding(len(self.codings) + 1, document.id, span, span.cut(document.text), full, self._coder(segment),
                       segment.weight, segment.qualifier, memo, segment.unsure, segment.created, "import")
            )  # fmt: skip

    def remark(self, segment: Segment, document: Document, text: str) -> None:
        """A comment that is no code is a memo about its words."""
        span = self._span(segment, document, (text,), f"{document.id}: {segment.quote[:60]}")
        if span is not None:
            about = f"place {document.id}@{span.start}-{span.stop}"
            said = "\n\n".join(part for part in (text, segment.memo) if part)
            self.memos.append(Memo.on(about, len(self.memos) + 1, said, self._coder(segment), segment.created))

    def named(self, document: str) -> Document | None:
        """The document that a file means by a name."""
        bare = _NUMBERED.sub("", document.replace("\\", "/").rpartition("/")[2])
        for name in (document, bare, bare.rpartition(".")[0], identifier(bare.rpartition(".")[0] or bare)):
            if name and (found := self.documents.get(_folded(name))):
                return found
        return None

    def known(self, name: str) -> bool:
        """Whether a name is a code already."""
        return isinstance(self._find(name), str)

    def bundle(self, extra: Sequence[Document] = ()) -> Bundle:
        """All of it as a study; new codes are a codebook that joins the one that is here."""
        book = None
        full_of: dict[int, str] = {}
        if self.drafts:
            language = self.project.settings.language
            account = Account()
            book = book_of(self.drafts.values(), account, name=self.codebook, id=self.codebook, language=language)
            if self.codebook == OPEN:
                from ..codebook.open_codes import new_open

                book = replace(new_open(language)[1], codes=book.codes)
            names = ", ".join(draft.name for draft in self.drafts.values())
            self.account.notes.append(f"new codes in {self.codebook}: {names}")
            full_of = {id(draft): f"{book.id}:{draft.full}" for draft in self.drafts.values()}
        codings = [
            replace(each, code=full_of[int(each.code[1:])]) if each.code.startswith("\x00") else each
            for each in self.codings
        ]
        made: list[Coding | Memo] = [*codings, *self.memos]
        used = {each.document for each in made} - {document.id for document in extra}
        by_id = {document.id: document for document in self.documents.values()}
        mine = [by_id[id] for id in dict.fromkeys(each.document for each in made) if id in used]
        coders = dict.fromkeys(each.coder for each in made)
        return Bundle(
            documents=(*mine, *extra), codebooks=(book,) if book is not None else (), codings=tuple(codings),
            coders=tuple(Coder(name) for name in coders), memos=tuple(self.memos),
        )  # fmt: skip

    # -- places --------------------------------------------------------------------------

    def _span(self, segment: Segment, document: Document, codes: tuple[str, ...], shown: str) -> Span | None:
        text = document.text
        if segment.start is not None:
            there = Span(segment.start, segment.start + len(segment.quote))
            if there.cut(text) == segment.quote and segment.quote:
                return there
        found, shortened = find_passage(text, segment.quote)
        if shortened:
            self.account.change("segments", "were found by their first and last words", shown)
        if not found:
            self.account.lose("segments", "have words that are not in their document", shown)
            return None
        if len(found) == 1:
            return found[0]
        return self._one_of(found, segment, document, codes, shown)

    def _one_of(
        self, found: list[Span], segment: Segment, document: Document, codes: tuple[str, ...], shown: str
    ) -> Span:
        """Of several places the one with the same words before it, else the nearest, else the next in order."""
        if segment.before.strip():
            wanted = fold(segment.before)[0].strip()
            reach = 2 * len(segment.before)
            earlier = [fold(document.text[max(0, at.start - reach) : at.start])[0].strip() for at in found]
            close = [_common(each, wanted) for each in earlier]
            best = max(close)
            if close.count(best) == 1 and best > 3:
                return found[close.index(best)]
        if segment.start is not None:
            return min(found, key=lambda at: abs(at.start - (segment.start or 0)))
        key = (document.id, segment.quote, codes, segment.coder)
        number = self._seen[key]
        self._seen[key] += 1
        self.account.change("segments", "stand in several places; they were taken in order", shown)
        return found[min(number, len(found) - 1)]

    # -- codes ---------------------------------------------------------------------------

    def _coder(self, segment: Segment) -> str:
        return segment.coder or self.project.coder

    def _find(self, name: str) -> str | None:
        """The full id of a code that is here, by any of its names, or by its path; None when there is none."""
        for written in (name, *levels_of(name)[-1:]):
            try:
                return self.project.codes.known(written)
            except QualcodeError:
                continue
        return None

    def _code(self, name: str) -> str | Draft | None:
        """A code that is here, or one that will be made; None for a category."""
        key = name.casefold()
        if key not in self._named:
            self._named[key] = self._made(name)
        return self._named[key]

    def _made(self, name: str) -> str | Draft | None:
        known = self._find(name)
        name = name.removeprefix(f"{self.codebook}:").strip() or name
        if known is not None:
            code = self.project.codes.get(known)
            return known if code is None or code.codable else None
        path = levels_of(name) or [name]
        made: list[Draft] = []
        parent = chain(path, self.drafts, made)
        key = tuple(part.casefold() for part in path)
        draft = self.drafts.get(key)
        if draft is None:
            draft = self.drafts[key] = Draft(path[-1], parent)
        return draft


def _common(one: str, other: str) -> int:
    """How many characters two texts share at their ends."""
    count = 0
    for first, second in zip(reversed(one), reversed(other), strict=False):
        if first != second:
            break
        count += 1
    return count


_NUMBERED = re.compile(r"^(?:(?:[DP]\s*)?\d+\s*:\s*|\d+ )(?=\S)")
"""What ATLAS.ti puts before a document's name: `D 3: interview.docx`, `P 3: interview.docx`, `3 interview`."""


def _folded(name: str) -> str:
    return " ".join(name.split()).casefold()
