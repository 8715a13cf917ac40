"""A share table on paper: categories down and groups across, or the other way round when groups are many."""

from __future__ import annotations

import functools
from collections.abc import Callable, Sequence
from typing import Any

from ...core.results.shares import DifferenceTest, ShareGroup, Shares
from ...core.table import Block, Cell, Column, Table
from ..wording import Words, capital
from .accounting import Basis, account_notes, counted_unit, sentences

MOST_ACROSS = 5
"""More groups than this stand in the rows."""
NOBODY = ("", "all")
"""What the one group is called where nothing is compared."""


class ShareTables:
    """The tables of one result, with the names that people see."""

    def __init__(
        self,
        shares: Shares,
        words: Words,
        code_name: Callable[[str], str],
        group_name: Callable[[str], str],
        by_name: str | None,
        frames: Sequence[str] = (),
        coder_name: Callable[[str], str] = str,
    ) -> None:
        self.shares, self.words = shares, words
        self.code_name = code_name
        by_name = str(shares.options.get("by") or "") if by_name is None else by_name
        self.by_name = words.known("by", by_name) if by_name else ""
        self.codes = list(dict.fromkeys(row.code for row in shares.rows))
        self.cells = {(row.group, row.code): row for row in shares.rows}
        self.single = len(shares.groups) == 1 and shares.groups[0].group in NOBODY
        self.turned = len(shares.groups) > max(MOST_ACROSS, len(self.codes))
        self._group_name = group_name
        self.unit = counted_unit(shares.accounting, str(shares.options.get("unit") or "answer"))
        self.frames, self.coder_name = frames, coder_name
        self.people_called = shares.accounting.people if shares.accounting else "informants"
        self.who = words.who("sources" if any(group.documents for group in shares.groups) else self.people_called)

    def group_name(self, group: str) -> str:
        """What is shown for a group; informants without the attribute are a group of their own."""
        unnamed = self.words("all" if self.single else "no_group")
        return (self._group_name(group) if group and group != "–" and not self.single else "") or unnamed

    def caption(self, key: str) -> str:
        units = self.words.known("unit", f"{self.unit}.the")
        if self.by_name and not self.single:
            return self.words(f"{key}_by", units=units, by=self.by_name, **self.who)
        return self.words(key, units=units, **self.who)

    def title(self) -> str:
        """The title of the whole report, shorter than the table's."""
        if self.by_name and not self.single:
            return self.words("shares.title_by", by=self.by_name)
        return self.words("shares.title")

    def tables(self, title: str, name: str, choices: str, caveats: bool) -> tuple[Block, ...]:
        notes = [choices]
        if any(row.share is None for row in self.shares.rows):
            notes.append(self.words("undefined_reason") + ".")
        notes += self.left_out()
        notes += self.account()
        if caveats:
            notes += sentences(self.shares.notes, self.words, self.who)
        blocks: list[Block] = [self.main(title or self.caption("shares.caption"), name, notes)]
        spread = self.spread(f"{name}-spread")
        if spread is not None:
            blocks.append(spread)
        if self.shares.tests:
            blocks.append(self.tests(f"{name}-tests"))
        return tuple(blocks)

    def account(self, silences: bool = False) -> list[str]:
        """What was counted where, and what was left out by name; with `silences` what a table says by group, too."""
        basis = Basis("", self.coder_name, self.frames, self._group_name)
        by_case = self.shares.options.get("by") == "case"
        return account_notes(self.shares.accounting, self.words, basis, silences=silences, cases=by_case)

    def left_out(self) -> list[str]:
        """What did not count, in numbers, by group; and the cells that an average had to leave out."""
        words, notes, groups = self.words, [], self.shares.groups

        def listed(of: Sequence[ShareGroup]) -> str:
            counts = {
                "no_answer": sum(group.left_out for group in of),
                "not_asked": sum(group.not_asked for group in of),
                "missing": sum(group.missing for group in of),
            }
            return words.listed(words(f"shares.left_out.{why}", n=n) for why, n in counts.items() if n)

        if self.turned or self.single:
            if listed(groups):
                notes.append(words("shares.left_out_all", parts=listed(groups)))
        else:
            for group in groups:
                if listed([group]):
                    notes.append(words("shares.left_out", group=self.group_name(group.group), parts=listed([group])))
        if self.shares.dropped:
            notes.append(words("shares.dropped", cells=", ".join(self.shares.dropped)))
        return notes

    @property
    def has_ratios(self) -> bool:
        return any(row.numerator is not None for row in self.shares.rows)

    def main(self, caption: str, name: str, notes: Sequence[str]) -> Table:
        words, groups = self.words, self.shares.groups
        if self.turned:
            return self.main_turned(caption, name, notes)
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

    def main_turned(self, caption: str, name: str, notes: Sequence[str]) -> Table:
        """Groups down: a row for each, its shares, and what they rest on."""
        words = self.words
        columns = [Column("group", capital(self.by_name) or words("col.group"), width=3)]
        for at, code in enumerate(self.codes, start=1):
            over = self.code_name(code)
            columns.append(Column(f"share_{at}", words("col.share"), "share", group=over, bar=True))
            if self.has_ratios:
                columns.append(Column(f"n_{at}", words("col.ratio"), "ratio", group=over))
        unit, units = (words.known("unit", f"{self.unit}.{form}") for form in ("one", "other"))
        columns += [
            Column("per_unit", words("shares.row.per_unit", unit=unit), "number"),
            Column("uncoded", capital(words("shares.row.uncoded", units=units)), "count"),
            Column("units", capital(words("shares.row.units", units=units)), "count"),
            *(Column(name, self.people_word(name), "count") for name in self.people),
        ]
        rows = []
        for group in self.shares.groups:
            values: list[Any] = [self.group_name(group.group)]
            for code in self.codes:
                share, ratio = self.cell(code, group)
                values += [share, ratio] if self.has_ratios else [share]
            values += [group.categories_per_unit, group.uncoded_units, group.units]
            values += [getattr(group, name) for name in self.people]
            rows.append(tuple(values))
        return Table(tuple(columns), tuple(rows), caption, name, tuple(notes), wide=True)

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
                capital(words("shares.row.uncoded", units=units)),
                lambda group: (Cell(group.uncoded_units, "count"), Cell("")),
            )
        )
        rows.append(
            self.line(
                capital(words("shares.row.units", units=units)),
                lambda group: (Cell(group.units, "count"), Cell("")),
            )
        )
        for name in self.people:
            rows.append(self.line(self.people_word(name), functools.partial(_people, name)))
        return rows

    def people_word(self, name: str) -> str:
        """The heading over `informants` or `documents`; those who fill in surveys have a word of their own."""
        return self.words.heading(self.people_called if name == "informants" else name)

    @property
    def people(self) -> list[str]:
        """What the groups consist of: informants, and documents in which nobody is asked anything."""
        groups = self.shares.groups
        documents = any(group.documents for group in groups)
        informants = any(group.informants for group in groups) or not documents
        return ["informants"] * informants + ["documents"] * documents

    def spread(self, name: str) -> Table | None:
        """The lowest and highest informant or document and the range when one is left out; None without any."""
        rows_with = [row for row in self.shares.rows if row.low is not None or row.interval is not None]
        if not rows_with:
            return None
        words = self.words
        intervals = [row.interval for row in self.shares.rows if row.interval is not None]
        level = ""
        if intervals:
            level = f"{intervals[0].level * 100 if intervals[0].level <= 1 else intervals[0].level:g}"
        names = [self.group_name(group.group) for group in self.shares.groups]
        groups = [group.group for group in self.shares.groups]
        codes = [self.code_name(code) for code in self.codes]
        first = Column("category", words("col.category"), width=3)
        if self.turned:
            first = Column("group", capital(self.by_name) or words("col.group"), width=3)
        columns = [first]
        for at, over in enumerate(codes if self.turned else names, start=1):
            over = "" if self.single else over
            columns.append(Column(f"spread_{at}", words("col.spread"), "range", group=over))
            columns.append(Column(f"leave_one_out_{at}", words("col.leave_one_out", **self.who), "range", group=over))
            if intervals:
                columns.append(Column(f"interval_{at}", words("col.interval", level=level), "range", group=over))
        rows = []
        if self.turned:
            for name_of, group in zip(names, groups, strict=True):
                cells = [self.ranges(group, code, bool(intervals)) for code in self.codes]
                rows.append((name_of, *sum(cells, ())))
        else:
            for name_of, code in zip(codes, self.codes, strict=True):
                cells = [self.ranges(group, code, bool(intervals)) for group in groups]
                rows.append((name_of, *sum(cells, ())))
        notes = [words("shares.spread_note", **self.who)]
        if len(self.people) > 1:
            each = ("informants", "respondents") if self.people_called == "people" else (self.people_called,)
            sources = [*(words.who(one)["people"] for one in each), words.kinds("document", 2)]
            notes.insert(0, words("shares.spread_note_sources", sources=sources))
        if intervals:
            methods = sorted({interval.method for interval in intervals})
            notes += [words.known("interval.method", method, **self.who) for method in methods]
            reasons = sorted({interval.reason for interval in intervals if interval.reason})
            notes += [words.known("interval.reason", reason, **self.who) for reason in reasons]
        caption = self.caption("shares.spread")
        return Table(tuple(columns), tuple(rows), caption, name, tuple(notes), wide=len(columns) > 6)

    def ranges(self, group: str, code: str, interval: bool) -> tuple[Any, ...]:
        """Lowest and highest informant, leaving one out, and the interval where one was asked for."""
        row = self.cells.get((group, code))
        if row is None:
            return (None,) * (3 if interval else 2)
        found: tuple[Any, ...] = (_pair(row.low, row.high), _pair(row.leave_one_out_low, row.leave_one_out_high))
        if interval:
            found += (_pair(row.interval.low, row.interval.high) if row.interval else None,)
        return found

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
        notes = [
            self.words.known("shares.method", method, **self.who) for method in sorted({test.method for test in tests})
        ]
        return notes + [
            f"{self.code_name(test.code)}: {self.words.known('interval.reason', test.reason, **self.who)}"
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
            *words.columns("numerator:count denominator:count share:share"),
            Column("informants", words.heading(self.people_called), "count"),
            *(
                Column(name, words(f"col.{name}", **self.who), "share")
                for name in ("low", "high", "leave_one_out_low", "leave_one_out_high")
            ),
        ]
        rows = [
            (
                row.group, row.code, self.code_name(row.code), row.numerator, row.denominator, row.share,
                row.informants, row.low, row.high, row.leave_one_out_low, row.leave_one_out_high,
            )
            for row in self.shares.rows
        ]  # fmt: skip
        return Table(tuple(columns), tuple(rows), self.caption("shares.caption"), f"{name}-rows")


def _people(name: str, group: ShareGroup) -> tuple[Cell, Cell]:
    return Cell(getattr(group, name), "count"), Cell("")


def _pair(low: Any, high: Any) -> tuple[Any, Any] | None:
    return None if low is None or high is None else (low, high)
