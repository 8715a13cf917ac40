"""Names, parents and colours as other programs write them -> the codes of a codebook."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import PurePath

from ..core.errors import several
from ..core.model import Code, Codebook, Names
from ..core.numbering import unused
from ..core.text import slugify
from .interface import Account

_RGB = re.compile(r"(?:rgba?\()?\s*(\d{1,3})\s*[,; ]\s*(\d{1,3})\s*[,; ]\s*(\d{1,3})(?:\s*[,; ]\s*[\d.]+)?\s*\)?\Z")
_HEX = re.compile(r"#?([0-9A-Fa-f]{3}|[0-9A-Fa-f]{6}|[0-9A-Fa-f]{8})\Z")
_ROOTS = frozenset(("nodes", "codes", "code system", "noder", "koder", "knoten", "kodesystem", "codesystem"))


@dataclass(slots=True, eq=False)
class Draft:
    """A code as it was found, before it has an id."""

    name: str
    parent: Draft | None = None
    names: Names = field(default_factory=dict)
    """Names per language; `name` alone is in the codebook's language."""
    brief: Names = field(default_factory=dict)
    definition: Names = field(default_factory=dict)
    use: Names = field(default_factory=dict)
    avoid: Names = field(default_factory=dict)
    examples: tuple[Names, ...] = ()
    aliases: tuple[str, ...] = ()
    color: str = ""
    codable: bool = True
    origin: str = "author"
    source: str = ""
    retired: bool = False
    id: str = ""
    """The last level of an id that the file gave."""
    full: str = ""
    """The id it has in the end."""


def color_of(written: str) -> str | None:
    """`#RRGGBB` from what programs write; None for what is no colour.

    >>> color_of("#4477aa80"), color_of("rgb(68, 119, 170)"), color_of("reddish")
    ('#4477AA', '#4477AA', None)
    """
    written = written.strip()
    found = _HEX.match(written)
    if found:
        digits = found.group(1)
        if len(digits) == 3:
            digits = "".join(digit * 2 for digit in digits)
        return f"#{digits[:6].upper()}"
    found = _RGB.match(written)
    if found:
        parts = [int(part) for part in found.groups()]
        if max(parts) < 256:
            return "#" + "".join(f"{part:02X}" for part in parts)
    return None


def levels_of(path: str) -> list[str]:
    r"""The levels of a path as programs write it; NVivo's begins with a root, which is no code.

    >>> levels_of("Trust > Data"), levels_of("Codes\\\\Trust\\Data"), levels_of("Trust::Data"), levels_of("and/or")
    (['Trust', 'Data'], ['Trust', 'Data'], ['Trust', 'Data'], ['and/or'])
    """
    mark = next((mark for mark in (">", "\\", "::", " / ") if mark in path.strip(mark)), "")
    levels = [" ".join(part.split()) for part in (path.split(mark) if mark else [path]) if part.strip()]
    return without_root(levels) if mark == "\\" else levels


def without_root(levels: list[str]) -> list[str]:
    """The levels without what programs call the top of the tree."""
    return levels[1:] if len(levels) > 1 and levels[0].casefold() in _ROOTS else levels


def book_of(drafts: Iterable[Draft], account: Account, *, name: str, id: str, language: str) -> Codebook:
    """A codebook of drafts, each after its parent, in the order in which they were found."""
    drafts = list(drafts)
    below: dict[Draft, list[Draft]] = {}
    top: list[Draft] = []
    for draft in drafts:
        if draft.parent is None:
            top.append(draft)
        else:
            below.setdefault(draft.parent, []).append(draft)
    codes: list[Code] = []
    taken: set[str] = set()
    repeated = 0
    waiting = list(reversed(top))
    while waiting:
        draft = waiting.pop()
        parent = draft.parent.full if draft.parent is not None else ""
        wanted = draft.id or slugify(draft.name)
        full = f"{parent}.{wanted}" if parent else wanted
        draft.full = unused(full, taken.__contains__)
        repeated += draft.full != full
        taken.add(draft.full)
        codes.append(_code(draft, language))
        waiting.extend(reversed(below.get(draft, [])))
    if repeated:
        account.changes(f"{several(repeated, 'code')} had the name of a neighbour and got a numbered id; both are kept")
    account.carry("codes", len(codes))
    for kind, count in (
        ("definitions", sum(bool(code.brief or code.definition) for code in codes)),
        ("colours", sum(bool(code.color) for code in codes)),
        ("examples", sum(len(code.examples) for code in codes)),
    ):
        account.carry(kind, count)
    stem = PurePath(name.replace("\\", "/")).stem
    return Codebook(
        id or slugify(stem, "codebook"), {language: stem}, tuple(codes), kind="inductive", language=language
    )


def _code(draft: Draft, language: str) -> Code:
    return Code(
        draft.full,
        draft.names or {language: draft.name},
        brief=draft.brief,
        definition=draft.definition,
        use=draft.use,
        avoid=draft.avoid,
        examples=draft.examples,
        aliases={language: draft.aliases} if draft.aliases else {},
        parent=draft.parent.full if draft.parent is not None else None,
        codable=draft.codable,
        color=draft.color,
        origin=draft.origin,
        source=draft.source,
        retired=draft.retired,
    )


def chain(path: list[str], known: dict[tuple[str, ...], Draft], made: list[Draft]) -> Draft | None:
    """The draft under which the last of a path stands; what does not exist is made and noted."""
    parent: Draft | None = None
    for depth in range(1, len(path)):
        key = tuple(part.casefold() for part in path[:depth])
        if key not in known:
            known[key] = Draft(path[depth - 1], parent)
            made.append(known[key])
        parent = known[key]
    return parent
