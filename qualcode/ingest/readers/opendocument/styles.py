"""What an OpenDocument file's styles say: bold, heading, caption, page break, list numbers."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from ....core.numbering import counter
from ....core.values import frozen
from ..blocks import is_coloured

STYLE = "{urn:oasis:names:tc:opendocument:xmlns:style:1.0}"
FO = "{urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0}"
TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"

_FORMATS = {"1": "decimal", "a": "lowerLetter", "A": "upperLetter", "i": "lowerRoman", "I": "upperRoman"}
_CAPTIONS = frozenset(("caption", "illustration", "figure", "drawing"))


@frozen
class Style:
    """A style with everything it inherits."""

    bold: bool | None = None
    apart: bool | None = None
    """In italics, underlined or in a colour."""
    hidden: bool = False
    heading: int = 0
    caption: bool = False
    new_page: bool = False
    language: str = ""
    indent: int = 0
    """In points, of the first line."""


@dataclass(slots=True)
class ListLevel:
    """How one level of a list is numbered; `format` empty for bullets."""

    format: str = ""
    prefix: str = ""
    suffix: str = ""
    start: int = 1
    levels: int = 1
    """How many levels the number shows, as in 2.1.3."""


@dataclass(slots=True)
class Styles:
    """Every style of the file, those of the content over those common to all."""

    roots: Sequence[Any]
    lists: dict[str, dict[int, ListLevel]] = field(default_factory=dict)
    outline: dict[int, ListLevel] = field(default_factory=dict)
    _elements: dict[tuple[str, str], Any] = field(default_factory=dict)
    _resolved: dict[tuple[str, str], Style] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for root in self.roots:
            for element in root.iter(f"{STYLE}style"):
                self._elements[element.get(f"{STYLE}family", ""), element.get(f"{STYLE}name", "")] = element
            for element in root.iter(f"{TEXT}list-style"):
                self.lists[element.get(f"{STYLE}name", "")] = _levels(element)
            for element in root.iter(f"{TEXT}outline-style"):
                self.outline = _levels(element)

    def get(self, family: str, name: str | None) -> Style:
        """The style of this name, resolved along its parents; a circle ends the chain."""
        key = (family, name or "")
        if key in self._resolved:
            return self._resolved[key]
        chain: list[tuple[str, str]] = []
        while key in self._elements and key not in self._resolved and key not in chain:
            chain.append(key)
            key = (family, self._elements[key].get(f"{STYLE}parent-style-name", ""))
        style = self._resolved.get(key, Style())
        for below in reversed(chain):
            style = self._resolved[below] = _own(self._elements[below], below[1], style)
        return style


def _own(element: Any, name: str, inherited: Style) -> Style:
    style = inherited
    shown = (element.get(f"{STYLE}display-name") or name).replace("_20_", " ").lower()
    if shown in ("title", "subtitle"):
        style = replace(style, heading=1)
    if shown in _CAPTIONS:
        style = replace(style, caption=True)
    level = element.get(f"{STYLE}default-outline-level", "")
    if level.isdigit():
        style = replace(style, heading=int(level))
    text = element.find(f"{STYLE}text-properties")
    if text is not None:
        weight = text.get(f"{FO}font-weight")
        if weight:
            style = replace(style, bold=weight == "bold" or (weight.isdigit() and int(weight) >= 600))
        slant, line = text.get(f"{FO}font-style"), text.get(f"{STYLE}text-underline-style")
        if slant or line or text.get(f"{FO}color"):
            apart = slant not in (None, "normal") or line not in (None, "none") or is_coloured(text.get(f"{FO}color"))
            style = replace(style, apart=apart)
        if text.get(f"{TEXT}display"):
            style = replace(style, hidden=text.get(f"{TEXT}display") == "none")
        language = text.get(f"{FO}language")
        if language and language != "none":
            style = replace(style, language=language)
    paragraph = element.find(f"{STYLE}paragraph-properties")
    if paragraph is not None:
        moved = [_points(paragraph.get(f"{FO}{name}", "")) for name in ("margin-left", "text-indent")]
        style = replace(style, indent=sum(moved) if any(moved) else style.indent)
    breaks = paragraph is not None and paragraph.get(f"{FO}break-before") == "page"
    return replace(style, new_page=breaks or bool(element.get(f"{STYLE}master-page-name")))


def _points(length: str) -> int:
    found = re.match(r"(-?[\d.]+)(cm|mm|in|pt)\Z", length)
    return round(float(found[1]) * {"cm": 28.35, "mm": 2.835, "in": 72, "pt": 1}[found[2]]) if found else 0


def _levels(element: Any) -> dict[int, ListLevel]:
    found = {}
    for level in element:
        depth = level.get(f"{TEXT}level", "")
        if not depth.isdigit():
            continue
        found[int(depth)] = ListLevel(
            _FORMATS.get(level.get(f"{STYLE}num-format", ""), ""),
            level.get(f"{STYLE}num-prefix", ""),
            level.get(f"{STYLE}num-suffix", ""),
            _number(level.get(f"{TEXT}start-value"), 1),
            _number(level.get(f"{TEXT}display-levels"), 1),
        )
    return found


def _number(value: str | None, otherwise: int) -> int:
    return int(value) if value and value.isdigit() and len(value) < 9 else otherwise


def numbered(levels: dict[int, ListLevel], counts: Sequence[int]) -> str:
    """What stands before an item: `counts` has the number of each level down to its own."""
    own = levels.get(len(counts))
    if own is None or not own.format:
        return ""
    first = max(len(counts) - own.levels, 0)
    shown = []
    for depth in range(first, len(counts)):
        level = levels.get(depth + 1)
        if level is not None and level.format:
            shown.append(counter(counts[depth], level.format))
    return f"{own.prefix}{'.'.join(shown)}{own.suffix}".strip()
