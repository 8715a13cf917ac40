"""The share table: how much of what each group said relates to each category.

The table states every choice that its numbers rest on, what they describe and what they do not,
and never a total of 100 % that is not one.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from ...core.results import DifferenceTest, Share, ShareGroup, Shares
from ...core.table import Block, Cell, Column, Report, Table, exact
from ..wording import Words
from .caveats import sentences

FORMAT = "qualcode/shares/1"


def shares_report(
    shares: Shares,
    *,
    language: str = "en",
    code_names: Mapping[str, str] | Callable[[str], str] | None = None,
    group_names: Mapping[str, str] | Callable[[str], str] | None = None,
    by_name: str = "",
    title: str = "",
    name: str = "shares",
    caveats: bool = True,
    where: str = "",
    created: str = "",
) -> Report:
    """The share table of a result, its spread among the informants, and its tests if it has any.

    `code_names` and `group_names` give what is shown for an id, as a mapping or a function;
    `by_name` what the groups are (default: the option `by`); `where` describes a selection.
    """
    words = Words(language)
    view = _View(shares, words, _named(code_names), _named(group_names), by_name or str(shares.options.get("by") or ""))
    tables = view.tables(title, name, caveats, where)
    return Report(
        title=view.title(),
        blocks=tables,
        language=language,
        kind="shares",
        data=shares_data(shares),
        created=created,
        flat=(view.flat(name),),
    )


def shares_data(shares: Shares) -> dict[str, Any]:
    """The whole result as plain values, unrounded: the object of `shares --json`."""
    return {
        "format": FORMAT,
        "options": dict(shares.options),
        "rows": [_row(row) for row in shares.rows],
        "groups": [
            {
                "group": group.group,
                "informants": group.informants,
                "units": group.units,
                "coded_units": group.coded_units,
                "uncoded_units": group.uncoded_units,
                "categories_per_unit": exact(group.categories_per_unit),
                "left_out": group.left_out,
                "not_asked": group.not_asked,
                "missing": group.missing,
                "dropped": list(group.dropped),
            }
            for group in shares.groups
        ],
        "tests": [
            {
                "code": test.code,
                "groups": list(test.groups),
                "difference": exact(test.difference),
                "p": exact(test.p),
                "p_adjusted": exact(test.p_adjusted),
                "smallest_p": exact(test.smallest_p),
                "assignments": test.assignments,
                "skipped": test.skipped,
                "method": test.method,
                "reason": test.reason,
            }
            for test in shares.tests
        ],
        "dropped": list(shares.dropped),
        "notes": [{"slug": note.slug, **note.values} for note in shares.notes],
    }


def _row(row: Share) -> dict[str, Any]:
    values: dict[str, Any] = {
        "group": row.group,
        "code": row.code,
        "numerator": exact(row.numerator),
        "denominator": exact(row.denominator),
        "share": exact(row.share),
        "informants": row.informants,
        "low": exact(row.low),
        "high": exact(row.high),
        "leave_one_out_low": exact(row.leave_one_out_low),
        "leave_one_out_high": exact(row.leave_one_out_high),
    }
    if row.interval is not None:
        interval = row.interval
        values["interval"] = {
            "method": interval.method,
            "level": interval.level,
            "low": interval.low,
            "high": interval.high,
            "se": interval.se,
            "reason": interval.reason,
        }
    return values


def choices_line(shares: Shares, words: Words, where: str = "") -> str:
    """One line that says what the numbers are: numerator, denominator, unit, weight, coder."""
    options = shares.options
    unit = str(options.get("unit") or "answer")
    units = words.known("unit", f"{unit}.other")
    numerator = words.known("shares.choice.count", str(options.get("count") or "full"), units=units)
    score = str(options.get("score") or "presence")
    if score != "presence":
        numerator += words.known("shares.choice.score", score)
    parts = [
        words(
            "shares.choices",
            numerator=numerator,
            denominator=words.known("shares.choice.base", str(options.get("base") or "all"), units=units),
            unit=words.known("shares.choice.unit", unit),
            weight=_weight(str(options.get("weight") or "unit"), words),
        )
    ]
    for option, default in (("equalize", "none"), ("overlap", "any"), ("nonresponse", "leave-out")):
        value = str(options.get(option) or default)
        if value != default and f"shares.choice.{option}.{value}" in words:
            parts.append(words(f"shares.choice.{option}.{value}"))
    if options.get("rollup") is False:
        parts.append(words("shares.choice.rollup.no"))
    coder = options.get("coder") or options.get("coders")
    if coder:
        parts.append(words("shares.choice.coder", coder=coder))
    elif options.get("layer"):
        parts.append(words("shares.choice.layer", layer=options["layer"]))
    if where:
        parts.append(words("shares.choice.where", where=where))
    return " ".join(parts)


def _weight(weight: str, words: Words) -> str:
    kind, _, column = weight.partition(":")
    return (
        words.known("shares.choice.weight", kind, name=column) if column else words.known("shares.choice.weight", kind)
    )


def _named(names: Mapping[str, str] | Callable[[str], str] | None) -> Callable[[str], str]:
    if names is None:
        return str
    if isinstance(names, Mapping):
        known = names
        return lambda key: known.get(key, key)
    return names


class _View:
    def __init__(
        self,
        shares: Shares,
        words: Words,
        code_name: Callable[[str], str],
        group_name: Callable[[str], str],
        by_name: str,
    ) -> None:
        self.shares, self.words = shares, words
        self.code_name, self.by_name = code_name, by_name
        self.codes = list(dict.fromkeys(row.code for row in shares.rows))
        self.cells = {(row.group, row.code): row for row in shares.rows}
        self.single = len(shares.groups) == 1 and not shares.groups[0].group
        self._group_name = group_name
        self.unit = str(shares.options.get("unit") or "answer")

    def group_name(self, group: str) -> str:
        """What is shown for a group; informants without the attribute are a group of their own."""
        unnamed = self.words("all" if self.single else "no_group")
        return (self._group_name(group) if group else "") or unnamed

    def caption(self, key: str) -> str:
        units = self.words.known("unit", f"{self.unit}.the")
        if self.by_name and not self.single:
            return self.words(f"{key}_by", units=units, by=self.by_name)
        return self.words(key, units=units)

    def title(self) -> str:
        """The title of the whole report, shorter than the table's."""
        if self.by_name and not self.single:
            return self.words("shares.title_by", by=self.by_name)
        return self.words("shares.title")

    def tables(self, title: str, name: str, caveats: bool, where: str) -> tuple[Block, ...]:
        notes = [choices_line(self.shares, self.words, where)]
        if any(row.share is None for row in self.shares.rows):
            notes.append(self.words("undefined_reason") + ".")
        notes += self.left_out()
        if caveats:
            notes += sentences(self.shares.notes, self.words)
        blocks: list[Block] = [self.main(title or self.caption("shares.caption"), name, notes)]
        spread = self.spread(f"{name}-spread")
        if spread is not None:
            blocks.append(spread)
        if self.shares.tests:
            blocks.append(self.tests(f"{name}-tests"))
        return tuple(blocks)

    def left_out(self) -> list[str]:
        """What did not count, in numbers, by group; and the cells that an average had to leave out."""
        words, notes = self.words, []
        for group in self.shares.groups:
            counts = (("no_answer", group.left_out), ("not_asked", group.not_asked), ("missing", group.missing))
            parts = [words(f"shares.left_out.{why}", n=n) for why, n in counts if n]
            if parts:
                notes.append(words("shares.left_out", group=self.group_name(group.group), parts=words.listed(parts)))
        if self.shares.dropped:
            notes.append(words("shares.dropped", cells=", ".join(self.shares.dropped)))
        return notes

    @property
    def has_ratios(self) -> bool:
        return any(row.numerator is not None for row in self.shares.rows)

    def main(self, caption: str, name: str, notes: Sequence[str]) -> Table:
        words, groups = self.words, self.shares.groups
        columns = [Column("category", words("col.category"), width=3)]
        for at, group in enumerate(groups, start=1):
            over = "" if self.single else self.group_name(group.group)
            columns.append(Column(f"share_{at}", words("col.share"), "share", group=over, bar=True))
            if self.has_ratios:
                columns.append(Column(f"n_{at}", words("col.ratio"), "ratio", group=over))
        rows: list[tuple[Any, ...]] = []
        for code in self.codes:
            rows.append(self.line(self.code_name(code), functools.partial(self.cell, code)))
        total = self.total()
        bold: frozenset[int] = frozenset()
        if total is not None:
            bold = frozenset({len(rows)})
            rows.append(total)
        rules = frozenset({len(rows) - len(bold), len(rows)} - {0})
        rows += self.foot()
        wide = len(groups) > 4
        return Table(tuple(columns), tuple(rows), caption, name, tuple(notes), bold, wide=wide, rules=rules)

    def line(self, label: str, pair: Callable[[ShareGroup], tuple[Any, Any]]) -> tuple[Any, ...]:
        values: list[Any] = [label]
        for group in self.shares.groups:
            first, second = pair(group)
            values += [first, second] if self.has_ratios else [first]
        return tuple(values)

    def cell(self, code: str, group: ShareGroup) -> tuple[Any, Any]:
        row = self.cells.get((group.group, code))
        if row is None:
            return None, None
        ratio = None if row.numerator is None or row.denominator is None else (row.numerator, row.denominator)
        return row.share, ratio

    def total(self) -> tuple[Any, ...] | None:
        """A row of 100 %, only where the shares of every group add up to exactly that."""
        options = self.shares.options
        adds_up = options.get("base") == "codings" or (
            options.get("count") in ("fractional", "primary") and options.get("base") == "coded"
        )
        sums = [group.categories_per_unit for group in self.shares.groups]
        if not adds_up or not all(total is not None and abs(float(total) - 1) < 1e-9 for total in sums):
            return None
        return self.line(self.words("shares.row.total"), lambda group: (1, Cell("")))

    def foot(self) -> list[tuple[Any, ...]]:
        """What the columns rest on: categories per unit, units without any, units, informants."""
        words = self.words
        unit = words.known("unit", f"{self.unit}.one")
        units = words.known("unit", f"{self.unit}.other")
        rows = []
        if self.total() is None:
            rows.append(
                self.line(
                    words("shares.row.per_unit", unit=unit),
                    lambda group: (Cell(group.categories_per_unit, "number"), Cell("")),
                )
            )
        rows.append(
            self.line(
                _capital(words("shares.row.uncoded", units=units)),
                lambda group: (Cell(group.uncoded_units, "count"), Cell("")),
            )
        )
        rows.append(
            self.line(
                _capital(words("shares.row.units", units=units)),
                lambda group: (Cell(group.units, "count"), Cell("")),
            )
        )
        rows.append(
            self.line(words("shares.row.informants"), lambda group: (Cell(group.informants, "count"), Cell("")))
        )
        return rows

    def spread(self, name: str) -> Table | None:
        """The lowest and highest informant and the range when one is left out; None without informants."""
        rows_with = [row for row in self.shares.rows if row.low is not None or row.interval is not None]
        if not rows_with:
            return None
        words = self.words
        intervals = [row.interval for row in self.shares.rows if row.interval is not None]
        columns = [Column("category", words("col.category"), width=3)]
        for at, group in enumerate(self.shares.groups, start=1):
            over = "" if self.single else self.group_name(group.group)
            columns.append(Column(f"spread_{at}", words("col.spread"), "range", group=over))
            columns.append(Column(f"leave_one_out_{at}", words("col.leave_one_out"), "range", group=over))
            if intervals:
                level = f"{intervals[0].level * 100 if intervals[0].level <= 1 else intervals[0].level:g}"
                columns.append(Column(f"interval_{at}", words("col.interval", level=level), "range", group=over))
        rows = []
        for code in self.codes:
            values: list[Any] = [self.code_name(code)]
            for group in self.shares.groups:
                row = self.cells.get((group.group, code))
                values.append(_pair(row and row.low, row and row.high))
                values.append(_pair(row and row.leave_one_out_low, row and row.leave_one_out_high))
                if intervals:
                    interval = row.interval if row else None
                    values.append(_pair(interval and interval.low, interval and interval.high))
            rows.append(tuple(values))
        notes = [words("shares.spread_note")]
        if intervals:
            methods = sorted({interval.method for interval in intervals})
            notes += [words.known("interval.method", method) for method in methods]
            reasons = sorted({interval.reason for interval in intervals if interval.reason})
            notes += [words.known("interval.reason", reason) for reason in reasons]
        caption = self.caption("shares.spread")
        return Table(tuple(columns), tuple(rows), caption, name, tuple(notes), wide=len(columns) > 6)

    def tests(self, name: str) -> Table:
        words = self.words
        adjusted = any(test.p_adjusted is not None for test in self.shares.tests)
        columns = [
            Column("category", words("col.category"), width=3),
            Column("groups", words("col.groups"), width=3),
            Column("difference", words("col.difference"), "signed", 0),
            Column("p", words("col.p"), "coefficient", 3),
            Column("smallest_p", words("col.smallest_p"), "coefficient", 3),
        ]
        if adjusted:
            columns.insert(4, Column("p_adjusted", words("col.p_adjusted"), "coefficient", 3))
        rows = []
        for test in self.shares.tests:
            values = [
                self.code_name(test.code),
                " – ".join(self.group_name(group) for group in test.groups),
                None if test.difference is None else test.difference * 100,
                test.p,
                *([test.p_adjusted] if adjusted else []),
                test.smallest_p,
            ]
            rows.append(tuple(values))
        return Table(tuple(columns), tuple(rows), words("shares.tests"), name, tuple(self.test_notes()))

    def test_notes(self) -> list[str]:
        tests: Sequence[DifferenceTest] = self.shares.tests
        notes = [self.words.known("shares.method", method) for method in sorted({test.method for test in tests})]
        return notes + [
            f"{self.code_name(test.code)}: {self.words.known('interval.reason', test.reason)}"
            for test in tests
            if test.reason
        ]

    def flat(self, name: str) -> Table:
        """One row for a group and category, in the order of the JSON rows."""
        words = self.words
        columns = [
            Column("group", words("col.group")),
            Column("code", words("col.code"), "code"),
            Column("name", words("col.category")),
            Column("numerator", words("col.numerator"), "count"),
            Column("denominator", words("col.denominator"), "count"),
            Column("share", words("col.share"), "share"),
            Column("informants", words("col.informants"), "count"),
            Column("low", words("col.low"), "share"),
            Column("high", words("col.high"), "share"),
            Column("leave_one_out_low", words("col.leave_one_out_low"), "share"),
            Column("leave_one_out_high", words("col.leave_one_out_high"), "share"),
        ]
        rows = [
            (
                row.group, row.code, self.code_name(row.code), row.numerator, row.denominator, row.share,
                row.informants, row.low, row.high, row.leave_one_out_low, row.leave_one_out_high,
            )
            for row in self.shares.rows
        ]  # fmt: skip
        return Table(tuple(columns), tuple(rows), self.caption("shares.caption"), f"{name}-rows")


def _pair(low: Any, high: Any) -> tuple[Any, Any] | None:
    return None if low is None or high is None else (low, high)


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
