"""Tables as the writers need them: spanning headings for pages, single values for spreadsheets."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from ...core import numbers
from ...core.numbering import doubled
from ...core.table import Cell, Column, Report, Table
from ...core.values import frozen
from ..wording import Words


@frozen
class Span:
    """A heading over some neighbouring columns."""

    text: str
    start: int
    stop: int


def spanners(table: Table) -> list[Span]:
    """The headings above the column titles, in order; empty when no column has a group."""
    spans: list[Span] = []
    for at, column in enumerate(table.columns):
        if spans and column.group and spans[-1].text == column.group and spans[-1].stop == at:
            spans[-1] = Span(column.group, spans[-1].start, at + 1)
        elif column.group:
            spans.append(Span(column.group, at, at + 1))
    return spans


def columns_over(table: Table) -> list[Span]:
    """The row above the column titles, if there is one: its headings, and an empty one over each other column."""
    spans = spanners(table)
    covered = {at for span in spans for at in range(span.start, span.stop)}
    gaps = [Span("", at, at + 1) for at in range(len(table.columns)) if at not in covered]
    return sorted([*spans, *gaps], key=lambda span: span.start) if spans else []


def full_title(column: Column) -> str:
    """A column's title with the heading over it, for formats with one header row."""
    return f"{column.group}: {column.title}" if column.group and column.title else column.group or column.title


def expanded(table: Table, words: Words) -> Table:
    """The table with each pair (12, 36) as two columns, so that every cell is one value."""
    if not any(column.kind in ("ratio", "range") for column in table.columns):
        return table
    columns: list[Column] = []
    for column in table.columns:
        if column.kind in _PARTS:
            kind, names = _PARTS[column.kind]
            for name, title in names:
                columns.append(
                    replace(column, key=f"{column.key}_{name}", title=_joined(column, words(title)), kind=kind)
                )
        else:
            columns.append(column)
    rows = []
    for row in table.rows:
        values: list[Any] = []
        for value, column in zip(row, table.columns, strict=True):
            if column.kind not in _PARTS:
                values.append(value)
            elif isinstance(value, Cell):
                values += [value, Cell(None)]
            else:
                values += list(value) if value is not None else [None, None]
        rows.append(tuple(values))
    return replace(table, columns=tuple(columns), rows=tuple(rows))


_PARTS = {
    "ratio": ("count", (("numerator", "col.numerator"), ("denominator", "col.denominator"))),
    "range": ("share", (("low", "col.lowest"), ("high", "col.highest"))),
}


def _joined(column: Column, part: str) -> str:
    return part if column.kind == "ratio" else f"{column.title}: {part}"


def flat_tables(report: Report) -> tuple[Table, ...]:
    """What machine formats carry: one value to a row where the report offers that, else its tables."""
    return report.flat or report.tables


def text_rows(table: Table, language: str, decimals: int | None = None) -> list[list[str]]:
    """Every cell as people read it."""
    return [
        [numbers.shown(value, column, language, decimals) for value, column in zip(row, table.columns, strict=True)]
        for row in table.rows
    ]


def is_number(value: Any, column: Column) -> bool:
    """Whether a cell is aligned as a number."""
    return numbers.kind_of(value, column)[0] in numbers.NUMERIC


class Numbering:
    """Numbers tables, figures and appendices in their order, so that sentences can refer to them."""

    def __init__(self, report: Report, words: Words) -> None:
        from ...core.table import Figure, Heading

        self.labels: dict[int, str] = {}
        """By the position of the block in the report: "Table 2"."""
        self.numbers: dict[int, str] = {}
        self.by_name: dict[str, int] = {}
        counts = {"table": 0, "figure": 0, "appendix": 0}
        own = 0  # the number of the last appendix that has one
        for at, block in enumerate(report.blocks):
            what = ""
            if isinstance(block, Table) and block.caption:
                what = "table"
            elif isinstance(block, Figure) and block.caption:
                what = "figure"
            elif isinstance(block, Heading) and block.appendix:
                what = "appendix"
            if what:
                counts[what] += 1
                number = str(counts[what])
                if what == "appendix":
                    first = report.appendices_from
                    if isinstance(block, Heading) and block.number:
                        own, number = block.number, str(block.number)
                    elif own or first:
                        own = own + 1 if own else first
                        number = str(own)
                    else:
                        number = doubled(counts[what]).upper()
                self.numbers[at] = number
                self.labels[at] = f"{words(what)}{numbers.NO_BREAK}{number}"
            name = getattr(block, "name", "")
            if name:
                self.by_name.setdefault(name, at)

    def label(self, at: int) -> str:
        """ "Table 2" for the block at this position; "" when it has no number."""
        return self.labels.get(at, "")

    def reference(self, name: str) -> str:
        """ "Table 2" for the block of this name; "" when there is none."""
        at = self.by_name.get(name)
        return self.labels.get(at, "") if at is not None else ""


def slug(text: str) -> str:
    """A name for anchors and files: ASCII letters, digits and hyphens.

    >>> slug("Andele efter køn, D1:14")
    'andele-efter-koen-d1-14'
    """
    import unicodedata

    text = text.casefold().translate(_NORDIC)
    text = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", text).strip("-")


_NORDIC = str.maketrans({"æ": "ae", "ø": "oe", "å": "aa", "ä": "ae", "ö": "oe", "ß": "ss"})


def unique(names: Iterable[str]) -> list[str]:
    """The names with "-2", "-3" after those that were there before."""
    seen: dict[str, int] = {}
    found = []
    for name in names:
        seen[name] = seen.get(name, 0) + 1
        found.append(name if seen[name] == 1 else f"{name}-{seen[name]}")
    return found
