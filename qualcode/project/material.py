"""The material of one request as tidy frames, with an account of where all of it went.

units     one row a unit: unit, document, informant (the case), question (main), item, status, words, chars,
          kind_counted, speaks, case_weight, and a column for every attribute
pieces    unit, document, start, stop: the informant speech that a unit consists of
codings   id, document, start, stop, code, coder, weight, qualifier; `whole` where an answer in several
          stretches is coded whole: the id of the first of its codings, which are one
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING

from ..core.model import Document, Unit
from ..core.results import Accounting
from ..core.where import Where

if TYPE_CHECKING:
    from ..analysis.columns import Columns

COLUMNS = (
    "unit", "document", "informant", "question", "item", "status", "words", "chars", "kind_counted", "speaks",
    "person", "case_weight",
)  # fmt: skip
"""Our own columns of `units`; an attribute of the same name never takes their place."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What a table is made from: the unit, the selection, the layer, and the frames that its rows are from."""

    unit: str
    where: Where
    coders: tuple[str, ...] = ()
    """Whose codings; everybody's when empty."""
    books: frozenset[str] = frozenset()
    """The codebooks of the rows; sources of a sort in which none of them is used are left out. Empty for all."""
    unopened: bool = False
    """Whether documents that the coder has not begun count too."""
    silent: bool = False
    """Whether questions that got no answer count, as units without codes."""
    compared: bool = False
    """Whether the coders are compared: what each of them has looked at is told afterwards, so no document is left
    out because somebody has not begun it."""

    def silence(self, status: str) -> str:
        """Why a question with this status does not count; nothing where it does."""
        return "" if status == "answered" or (status == "no_answer" and self.silent) else status


def frames_of(categories: Iterable[str]) -> frozenset[str]:
    """The codebooks that categories are from."""
    return frozenset(category.partition(":")[0] for category in categories)


@dataclass(frozen=True)
class Material:
    """The units that count and the codings of a layer, as frames, and the units behind the rows."""

    asked: Asked
    units: Columns
    pieces: Columns
    codings: Columns
    by_label: Mapping[str, Unit]
    """Units by their labels, without their words; `unit` gives them with their words."""
    texts: Mapping[str, Document]
    accounting: Accounting
    waiting: Columns
    """The units of documents that nobody of the layer has begun, with what groups them: `unit`, `document`,
    `informant`, `question`, `item` and the attributes. They are counted nowhere, but a group of them has a row."""

    @cached_property
    def words_by_document(self) -> dict[str, str]:
        """The text of every document."""
        return {id: document.text for id, document in self.texts.items()}

    def unit(self, label: str) -> Unit:
        """A unit with its words, one line a piece."""
        one = self.by_label[label]
        text = self.texts[one.document].text
        return replace(one, text="\n".join(piece.cut(text) for piece in one.pieces))

    @property
    def answered(self) -> Columns:
        """The units that something was said in."""
        return self.units[self.units["status"] == "answered"]

    @property
    def unanswered(self) -> Columns:
        """The others: not asked, without an answer, or lost. A group of nothing else has a row all the same."""
        return self.units[self.units["status"] != "answered"]
