"""The numbers that Word prints before the items of lists, and never stores.

An interview guide numbered automatically has "1)" and "a)" nowhere in its text. They are counted as Word counts: per
abstract list, with levels, starts and restarts.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

from ....core.numbering import counter
from .styles import VAL, W, number_of

_PLACE = re.compile(r"%(\d)")


@dataclass(slots=True)
class Level:
    """How one level of a list is numbered."""

    start: int = 1
    format: str = "decimal"
    pattern: str = ""
    """Such as `%1.%2)`."""
    restart: int | None = None
    """The level (from 1) after which it starts again; 0 for never; None for any higher one."""
    legal: bool = False
    """All numbers in figures, whatever the format of their level."""


@dataclass(slots=True)
class _List:
    abstract: str
    overrides: dict[int, Level] = field(default_factory=dict)
    starts: dict[int, int] = field(default_factory=dict)


class Definitions:
    """The lists that `numbering.xml` defines; files made from one template share them."""

    def __init__(self, root: Any | None = None) -> None:
        """`root` is None where the part is missing."""
        self.levels: dict[str, dict[int, Level]] = {}
        self.lists: dict[str, _List] = {}
        self.style_levels: dict[tuple[str, str], int] = {}
        if root is not None:
            self._read(root)

    def _read(self, root: Any) -> None:
        owners: dict[str, str] = {}
        links: dict[str, str] = {}
        for element in root.iterchildren(f"{W}abstractNum"):
            id = element.get(f"{W}abstractNumId", "")
            self.levels[id] = {}
            for level in element.iterchildren(f"{W}lvl"):
                index = _level_index(level)
                self.levels[id][index] = _level(level)
                style = level.find(f"{W}pStyle")
                if style is not None:
                    self.style_levels[id, style.get(VAL, "")] = index
            owner, link = element.find(f"{W}styleLink"), element.find(f"{W}numStyleLink")
            if owner is not None:
                owners[owner.get(VAL, "")] = id
            if link is not None:
                links[id] = link.get(VAL, "")
        for element in root.iterchildren(f"{W}num"):
            abstract = element.find(f"{W}abstractNumId")
            id = abstract.get(VAL, "") if abstract is not None else ""
            id = owners.get(links.get(id, ""), id)
            listed = _List(id)
            for override in element.iterchildren(f"{W}lvlOverride"):
                index = _level_index(override)
                start = number_of(override.find(f"{W}startOverride"))
                if start is not None:
                    listed.starts[index] = start
                level = override.find(f"{W}lvl")
                if level is not None:
                    listed.overrides[index] = _level(level)
            self.lists[element.get(f"{W}numId", "")] = listed


class Numbering:
    """The lists of a document, and how far each has been counted."""

    def __init__(self, definitions: Definitions) -> None:
        self._definitions = definitions
        self._counted: dict[str, dict[int, int]] = {}
        self._begun: set[tuple[str, int]] = set()
        """Lists and levels that were used, so that a start of their own counts once."""

    def level_of_style(self, list_id: str, style_id: str) -> int | None:
        """The level that a list gives to a paragraph style."""
        listed = self._definitions.lists.get(list_id)
        return self._definitions.style_levels.get((listed.abstract, style_id)) if listed else None

    def next(self, list_id: str, level: int) -> str | None:
        """Count one item and return what stands before it: `""` for a bullet, None for no list."""
        listed = self._definitions.lists.get(list_id)
        if listed is None:
            return None
        levels = self._definitions.levels.get(listed.abstract, {})
        definition = listed.overrides.get(level) or levels.get(level)
        if definition is None:
            return None
        counted = self._counted.setdefault(listed.abstract, {})
        if level in listed.starts and (list_id, level) not in self._begun:
            counted.pop(level, None)
        self._begun.add((list_id, level))
        start = listed.starts.get(level, definition.start)
        counted[level] = counted.get(level, start - 1) + 1
        for deeper in [index for index in counted if index > level]:
            below = listed.overrides.get(deeper) or levels.get(deeper)
            restart = below.restart if below else None
            if restart is None or 0 < level + 1 <= restart:
                del counted[deeper]

        def place(match: re.Match[str]) -> str:
            index = int(match[1]) - 1
            shown = listed.overrides.get(index) or levels.get(index) or Level()
            number = counted.get(index, listed.starts.get(index, shown.start))
            return counter(number, "decimal" if definition.legal and shown.format != "bullet" else shown.format)

        return "" if definition.format == "bullet" else _PLACE.sub(place, definition.pattern).strip()


def _level_index(element: Any) -> int:
    written = element.get(f"{W}ilvl", "0")
    return int(written) if written.isdecimal() else 0


def _level(element: Any) -> Level:
    format, pattern = element.find(f"{W}numFmt"), element.find(f"{W}lvlText")
    start = number_of(element.find(f"{W}start"))
    return Level(
        1 if start is None else start,
        format.get(VAL, "decimal") if format is not None else "decimal",
        pattern.get(VAL, "") if pattern is not None else "",
        number_of(element.find(f"{W}lvlRestart")),
        element.find(f"{W}isLgl") is not None,
    )
