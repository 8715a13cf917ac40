"""A table of themes with all codes of a theme in one cell, as theses print them: a row for each code."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ..core.errors import several
from .account import Account
from .columns import columns_of

_SEVERAL = re.compile(
    r"(?:(?:under|sub|del|open|åbne|åpne|öppna|initial|første|första)[ -]*)?"
    r"(?:koder|codes|kategorier|categories|temaer|teman|themes)\Z",
    re.IGNORECASE,
)
_MARK = re.compile(r"\s*(?:[-–—•·*▪◦]|\d{1,2}[.)]|[a-z][.)])\s+")


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
