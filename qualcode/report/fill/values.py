"""What a field stands for, what `verify` says of it, and whether words in quotation still are the informant's.

An author may leave words out, marked `…`, `...`, `[…]` or `[...]`, and may put words of her own in
square brackets. What is left must stand in the transcript, in the same order. Capitals, blanks
and the kind of quotation marks and dashes may differ.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Callable, Mapping
from fractions import Fraction
from pathlib import Path
from typing import Any

from ...core.table import Figure, Table
from ...core.text import fold
from ...core.values import frozen

LONGEST = 90
"""Characters that a line of a message has for one text."""


@frozen
class Value:
    """The value of a field: a text, a quote, a table or a figure; one of them."""

    text: str = ""
    """As it is to be read: "33 %"."""
    quote: bool = False
    """Whether the text is somebody's words, which the author may shorten."""
    table: Table | None = None
    figure: Figure | None = None

    @property
    def kind(self) -> str:
        if self.table is not None:
            return "table"
        if self.figure is not None:
            return "figure"
        return "quote" if self.quote else "text"

    @property
    def digest(self) -> str:
        """The same for the same value; of a figure, for the same numbers and words drawn."""
        if self.figure is not None:
            plain = json.dumps(
                [self.figure.kind, self.figure.data, self.figure.alt],
                sort_keys=True,
                default=_plain,
                ensure_ascii=False,
            )
        elif self.table is not None:
            plain = json.dumps([self.table.columns, self.table.rows], default=_plain, ensure_ascii=False)
        else:
            plain = same(self.text)
        return hashlib.sha256(plain.encode("utf-8", "replace")).hexdigest()[:12]


def _plain(value: Any) -> Any:
    if isinstance(value, Fraction):
        return [value.numerator, value.denominator]
    return str(value)


def same(text: str) -> str:
    """A text for comparison: any run of white space is one blank, for no reader sees the difference."""
    return re.sub(r"\s+", " ", text).strip()


Evaluate = Callable[[str, tuple[Any, ...], Mapping[str, Any]], Value]
"""The study's answer to a function with its arguments; raises QualcodeError where there is none."""


@frozen
class FieldPlace:
    """Where in a file a field stands."""

    part: str = ""
    """`header`, `footer`, `footnote`, `endnote` or `text box`; empty for the text itself."""
    paragraph: int | None = None
    """From 1, within the part; paragraphs without words are not counted."""
    page: int | None = None
    """As last laid out by the word processor; None where the file does not say."""
    line: int | None = None
    table: int | None = None
    """From 1, where it stands in a table; its paragraphs are not counted."""

    def __str__(self) -> str:
        named = (
            (self.page, "page"),
            (self.table, "table"),
            (None if self.table else self.paragraph, "paragraph"),
            (self.line, "line"),
        )
        parts = [self.part] if self.part else []
        return ", ".join([*parts, *(f"{name} {number}" for number, name in named if number is not None)])


@frozen
class Check:
    """One field of a file: what stands there, and what the study says now."""

    place: FieldPlace
    expression: str
    old: str
    new: str
    ok: bool
    reason: str = ""
    """`changed` the study, `edited` the author, `unfilled` still in braces, `unknown` the study has no
    answer (`new` says why), `lost` the expression; empty when all is well. After `fill`: `filled` or
    `renewed`."""

    def __str__(self) -> str:
        shown = {"": self.old, "filled": self.new}.get(self.reason)
        if shown is None:
            shown = f"{self.reason}: {self.old!r} -> {self.new!r}"
        return f"{self.place}: {self.expression}: {shown}"


@frozen
class Filled:
    """What was written."""

    path: Path
    checks: tuple[Check, ...]
    """One for each field put in or renewed."""
    kept: int = 0
    """Fields that were there and still hold, or were not to be renewed."""
    files: tuple[Path, ...] = ()
    """Pictures written beside the text."""


def clipped(text: str) -> str:
    """A text short enough for a line of a message."""
    text = same(text)
    return text if len(text) <= LONGEST else text[: LONGEST - 1].rstrip() + "…"


def apart(old: str, new: str) -> tuple[str, str]:
    """Two long texts cut to where they begin to differ, each short enough for a line."""
    old, new = same(old), same(new)
    if old != new and len(old) > 60 < len(new):
        at = next((i for i, (a, b) in enumerate(zip(old, new, strict=False)) if a != b), min(len(old), len(new)))
        at = max(old.rfind(" ", 0, max(at - 25, 0)), 0)
        if at:
            old, new = f"…{old[at:]}", f"…{new[at:]}"
    return clipped(old), clipped(new)


_GAP = re.compile(r"\[[^\[\]]{0,300}\]|\(\s*(?:…|\.\.\.)\s*\)|…|\.{3,}|(?<=\s)\.\s\.\s\.(?=\s)")
_MARKS = "\"'“”„«»‘’‚"


def holds(quoted: str, source: str) -> bool:
    """Whether `quoted` is taken from `source` by the rules above; an empty quote never is.

    >>> said = "That children come to school, that is what it is for."
    >>> holds("“Children … what [the money] is for.”", said), holds("Children leave school", said)
    (True, False)
    """
    words = fold(source)[0]
    pieces = [fold(piece)[0].strip() for piece in _GAP.split(quoted.strip().strip(_MARKS))]
    pieces = [piece for piece in pieces if re.search(r"\w", piece)]
    if not pieces:
        return False
    at = 0
    for piece in pieces:
        found = _find(words, piece, at)
        if found < 0:
            return False
        at = found + len(piece)
    return True


def _find(words: str, piece: str, at: int) -> int:
    """Where a piece stands as whole words, from `at` on."""
    found = words.find(piece, at)
    while found >= 0:
        stop = found + len(piece)
        before = found == 0 or not (words[found - 1].isalnum() and piece[0].isalnum())
        after = stop == len(words) or not (words[stop].isalnum() and piece[-1].isalnum())
        if before and after:
            return found
        found = words.find(piece, found + 1)
    return -1
