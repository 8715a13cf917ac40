"""Tables without a row for each code, made into such: those with a row for each field of a code (`Kod | Tid`,
`Definition | ...`, `Exempel | ...`), and those with all codes of a theme in one cell, as theses print them.

Handbooks teach the first (MacQueen et al. 1998; DeCuir-Gunby et al. 2011): a small table for each code, or a long one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from ..core.errors import several
from .columns import columns_of, role_of
from .interface import Account

_HEADING = ("felt", "felter", "field", "fields", "fält", "rubrik", "element", "del", "komponent", "component",
            "egenskab", "egenskap")  # fmt: skip
"""What stands above the names of the fields, where such a table has a heading."""
_COUNT = re.compile(r"\s*\d{1,2}\Z")
_BOTH = re.compile(r"(?P<label>[^:\n]{2,30}):\s*(?P<text>\S.*)", re.DOTALL)
_TEXTS = frozenset(("brief", "definition", "use", "not", "examples", "description"))
_PLACES = frozenset(("name", "group", "parent"))
_SEVERAL = re.compile(
    r"(?:(?:under|sub|del|open|åbne|åpne|öppna|initial|første|första)[ -]*)?"
    r"(?:koder|codes|kategorier|categories|temaer|teman|themes)\Z",
    re.IGNORECASE,
)
_MARK = re.compile(r"\s*(?:[-–—•·*▪◦]|\d{1,2}[.)]|[a-z][.)])\s+")


def upright(rows: Sequence[Sequence[str]]) -> list[list[str]]:
    """Headings and a row for each code; none where the first column holds no names of fields.

    Several columns beside the fields are a code each. What stands beside an empty cell goes on with the field above.
    """
    pairs = [row for row in map(_pair, rows) if any(row)]
    if pairs and pairs[0][0].casefold() in _HEADING:  # above each small table, where there are several
        pairs = [row for row in pairs if row != pairs[0]]
    roles = [role_of(label) for label, *_ in pairs if label]
    known = [role.partition(".")[0] for role in roles if role]
    if "name" not in known or not _TEXTS.intersection(known) or 2 * len(known) <= len(roles):
        return []
    first = next(row for row in pairs if role_of(row[0]))
    width = max(len(row) for row in pairs)
    if (
        role_of(first[0]) not in _PLACES
        or any(role_of(cell) and not _COUNT.search(cell) for cell in first[1:])
        or (width > 2 and len(known) < len(roles))
    ):
        return []
    found = [record for at in range(1, width) for record in _records(pairs, at)]
    headings = dict[str, str]()
    for label, *_ in pairs:
        headings.setdefault(_key(label), label)
    headings.pop("", None)
    return [list(headings.values()), *(["\n".join(record.get(key, ())) for key in headings] for record in found)]


def spoken(lines: Sequence[str]) -> tuple[list[list[str]], list[str]]:
    """The same from lines or paragraphs, `Kod: Tid` and `Definition: ...`, and the lines before the first of them."""
    begun = next((at for at, line in enumerate(lines) if len(_pair([line])) > 1), len(lines))
    pairs = [[line] if role_of(_pair([line])[0]) else ["", line] for line in lines[begun:]]
    return upright(pairs), list(lines[:begun])


def _key(label: str) -> str:
    """What texts are gathered under: `Exempel` and `Citat` are both examples, but `Tema` and `Undertema` two levels."""
    role = role_of(label)
    return role if role in _TEXTS else label.casefold()


def _pair(row: Sequence[str]) -> list[str]:
    """A label without colon and count, and what stands beside it, or behind its colon where that is nothing."""
    cells = [cell.strip() for cell in row]
    while cells and not cells[-1]:
        cells.pop()
    if len(cells) == 1 and (both := _BOTH.match(cells[0])) and role_of(_bare(both["label"])):
        cells = [both["label"], both["text"]]
    return [_bare(cells[0]), *cells[1:]] if cells else []


def _bare(label: str) -> str:
    label = label.strip(" *_").removesuffix(":").strip(" *_")
    bare = _COUNT.sub("", label)
    return bare if role_of(bare) else label


def _records(pairs: Sequence[Sequence[str]], at: int) -> Iterator[dict[str, list[str]]]:
    """What is said of each code: one begins at the label that begins the table, and where a name comes again."""
    keys = [_key(row[0]) for row in pairs]
    first = keys[0] if keys[0] and keys.count(keys[0]) > 1 else next(key for key in keys if role_of(key))
    record: dict[str, list[str]] = {}
    label = ""
    for row, key in zip(pairs, keys, strict=True):
        if key and (key == first or (key in record and key not in _TEXTS)):
            if record:
                yield record
            record = {}
        label = key or label
        if label and (text := row[at] if at < len(row) else ""):
            record.setdefault(label, []).append(text)
    if record:
        yield record


def a_row_each(rows: Sequence[Sequence[str]], account: Account) -> Sequence[Sequence[str]]:
    """The rows, with one for each code of a cell under `Koder` that holds several: between semicolons, or on lines.

    A row that says more than where its code stands, as a definition does, is left as it is: whose it is nobody knows.
    """
    header, *body = rows
    named = [at for at, cell in enumerate(header) if _SEVERAL.match(" ".join(cell.split()))]
    if not named:
        return rows
    at, columns = named[-1], columns_of(header)
    above = {*columns.levels, *(place for role, place in columns.roles.items() if role in ("name", "group", "parent"))}
    found, divided = [header], 0
    for row in body:
        codes = _codes(row[at]) if at < len(row) else []
        if len(codes) > 1 and not any(cell.strip() for place, cell in enumerate(row) if place not in above):
            found += [[*row[:at], code, *row[at + 1 :]] for code in codes]
            divided += 1
        else:
            found.append(row)
    if divided:
        account.changes(f"{several(divided, 'cell')} with several codes: each became a code")
    return found


def _codes(cell: str) -> list[str]:
    """The codes of a cell. A line in small letters under one that begins with a capital goes on with it."""
    found: list[str] = []
    capital = cell.lstrip()[:1].isupper()
    for line in cell.split("\n"):
        if found and capital and line.strip()[:1].islower():
            found[-1] += f" {line.strip()}"
        elif code := _MARK.sub("", line, count=1).strip():
            found.append(code)
    return [code for line in found for part in line.split(";") if (code := part.strip())]
