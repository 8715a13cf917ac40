"""Agreement between coders, code by code, and where they differ."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from ...core.grouping import grouped
from ...core.results.agreement import Agreement, CodeAgreement
from ...core.results.common import Caveat, Later, result_data
from ...core.table import Block, Cell, Column, Report, Table
from ..wording import Names, Words, named
from .accounting import Basis, account_notes, sentence, sentences, unit_choice

PER_CENT = ("percent_agreement", "positive_agreement", "negative_agreement", "holsti")


def agreement_report(
    agreement: Agreement,
    *,
    language: str = "en",
    code_names: Names = None,
    coder_names: Names = None,
    frames: Sequence[str] = (),
    texts: Callable[[str], str] | None = None,
    disagreements: bool = False,
    caveats: bool = True,
    where: str = "",
    created: str = "",
) -> Report:
    """One row a code: units, uses, every coefficient; then the mean and the lowest, never a mean alone.

    With `disagreements` the units that were coded differently follow; `texts` gives their words.
    """
    words = Words(language)
    view = _View(agreement, words, named(code_names), named(coder_names), frames)
    blocks: list[Block] = [view.main(caveats, where)]
    if agreement.by_document:
        blocks.append(view.table(agreement.by_document, "agreement-documents", by_document=True))
    flat = [view.flat()]
    if disagreements:
        blocks.append(view.disagreements(texts))
        flat.append(view.disagreements(texts, machine=True))
    return Report(
        words("agree.title"),
        tuple(blocks),
        language,
        "agree",
        Later(lambda: result_data("agree", agreement)),
        created,
        flat=tuple(flat),
        account=tuple(view.account()),
    )


class _View:
    def __init__(
        self,
        agreement: Agreement,
        words: Words,
        code_name: Callable[[str], str],
        coder_name: Callable[[str], str],
        frames: Sequence[str],
    ) -> None:
        self.agreement, self.words, self.frames = agreement, words, frames
        self.code_name, self.coder_name = code_name, coder_name
        rows = agreement.rows
        self.coefficients = list(dict.fromkeys(found.name for row in rows for found in row.coefficients))
        self.with_interval = {
            found.name
            for row in rows
            for found in row.coefficients
            if found.interval and found.interval.low is not None
        }

    def title(self, name: str) -> str:
        return self.words.known("agree.coef", name) if f"agree.coef.{name}" in self.words else name

    def label(self, row: CodeAgreement) -> str:
        return self.code_name(row.code) if row.code else self.words("agree.whole")

    def main(self, caveats: bool, where: str) -> Table:
        words, agreement = self.words, self.agreement
        unit = str(agreement.options.get("unit") or "answer")
        coders = [self.coder_name(coder) for coder in agreement.coders]
        notes = [words("agree.unit", unit=unit_choice(agreement.accounting, unit, words), coders=coders)]
        if self.with_interval:
            notes.append(self.interval_note())
        if where:
            notes.append(words("shares.choice.where", where=where))
        notes += self.account() + self.reasons()
        skipped = max(self.agreement.undefined.values(), default=0)
        if skipped:
            notes.append(words("agree.undefined", n=skipped))
        if caveats:
            notes += [one for one in sentences(self.notes(), words) if one not in notes] + self.code_notes()
        return self.table(agreement.rows, "agreement", notes)

    def notes(self) -> list[Caveat]:
        """The notes of the whole, with what the coders are called."""
        coders, found = self.agreement.coders, []
        for note in self.agreement.notes:
            named = {self.coder_name(key) if key in coders else key: value for key, value in note.values.items()}
            if note.slug == "nothing_finished":
                named = {"coder": self.coder_name(str(note.values["coder"]))}
            found.append(Caveat(note.slug, named))
        return found

    def account(self) -> list[str]:
        """What was counted, what was left out, and whose documents are taken as looked at."""
        basis = Basis(coders=self.coder_name, frames=self.frames)
        told = account_notes(self.agreement.accounting, self.words, basis)
        return told + sentences((note for note in self.notes() if note.slug == "nothing_finished"), self.words)

    def interval_note(self) -> str:
        options = self.agreement.options
        levels = [found.interval.level for row in self.agreement.rows for found in row.coefficients if found.interval]
        level = levels[0] if levels else 0.95
        cluster = str(options.get("cluster") or "units")
        return self.words(
            "agree.interval",
            level=f"{level * 100 if level <= 1 else level:g}",
            over=self.words.known("agree.over", cluster),
            replicates=options.get("replicates"),
            seed=str(options.get("seed")),
        )

    def table(
        self, rows: Iterable[CodeAgreement], name: str, notes: Iterable[str] = (), by_document: bool = False
    ) -> Table:
        words = self.words
        columns = [Column("code", words("col.code"), width=3)]
        if by_document:
            columns.append(Column("document", words("col.document")))
        columns.append(Column("units", words("col.units"), "count"))
        used = words("agree.uses")
        columns += [
            Column(f"uses_{at}", self.coder_name(coder), "count", group=used)
            for at, coder in enumerate(self.agreement.coders, start=1)
        ]
        for coefficient in self.coefficients:
            kind = "share" if coefficient in PER_CENT else "coefficient"
            title = self.title(coefficient)
            over = title if coefficient in self.with_interval else ""
            columns.append(Column(coefficient, "" if over else title, kind, group=over))
            if over:
                columns.append(Column(f"{coefficient}_low", words("agree.from"), kind, group=over))
                columns.append(Column(f"{coefficient}_high", words("agree.to"), kind, group=over))
        found = [self.row(row, by_document) for row in rows]
        rules: frozenset[int] = frozenset()
        if not by_document and len(found) > 1 and self.agreement.mean:
            rules = frozenset({len(found)})
            found += self.feet(len(columns))
        coders = words.listed(self.coder_name(coder) for coder in self.agreement.coders)
        caption = words("agree.caption", coders=coders)
        return Table(
            tuple(columns), tuple(found), caption, name, tuple(notes), rules=rules, wide=len(columns) > 8
        )  # fmt: skip

    def row(self, row: CodeAgreement, by_document: bool) -> tuple[Any, ...]:
        values: list[Any] = [self.label(row), *([row.document] if by_document else []), row.units]
        values += [row.uses.get(coder, 0) for coder in self.agreement.coders]
        for name in self.coefficients:
            found = row.get(name)
            values.append(found.value if found else None)
            if name in self.with_interval:
                interval = found.interval if found else None
                values += [interval.low if interval else None, interval.high if interval else None]
        return tuple(values)

    def feet(self, width: int) -> list[tuple[Any, ...]]:
        words, agreement = self.words, self.agreement
        rows = []
        for label, value_of in (
            (words("agree.mean"), agreement.mean.get),
            (words("agree.minimum"), lambda name: getattr(agreement.minimum.get(name), "value", None)),
        ):
            values: list[Any] = [label, Cell(""), *(Cell("") for _ in agreement.coders)]
            for name in self.coefficients:
                values.append(value_of(name) if name in agreement.mean else Cell(""))
                if name in self.with_interval:
                    values += [Cell(""), Cell("")]
            rows.append(tuple(values[:width]))
        return rows

    def reasons(self) -> list[str]:
        """Why a coefficient is a dash: each reason once, with its codes."""
        found = grouped(
            ((each.name, each.reason), self.label(row))
            for row in self.agreement.rows
            for each in row.coefficients
            if each.value is None and each.reason
        )
        merged = grouped(((reason, tuple(codes)), self.title(name)) for (name, reason), codes in found.items())
        return [
            f"{', '.join(codes)}: {self.words.listed(names)} {self.words.known('agree.reason', reason)}."
            for (reason, codes), names in merged.items()
        ]

    def code_notes(self) -> list[str]:
        """The notes of single codes; a note that several codes share is printed once."""
        found = grouped(
            (sentence(note, self.words), self.label(row)) for row in self.agreement.rows for note in row.notes
        )
        everywhere = len(self.agreement.rows)
        return [text if len(codes) == everywhere else f"{', '.join(codes)}: {text}" for text, codes in found.items()]

    def disagreements(self, texts: Callable[[str], str] | None, *, machine: bool = False) -> Table:
        """The units that were coded differently; for a machine with codes by id and coders in the columns' keys."""
        words, coders = self.words, self.agreement.coders
        columns = [
            Column("unit", words("col.unit"), "address"),
            Column("code", words("col.code"), width=2),
            *(
                Column(f"coder.{coder}" if machine else f"coder_{at}", self.coder_name(coder))
                for at, coder in enumerate(coders, start=1)
            ),
            *([Column("text", words("col.quote"), width=5)] if texts else []),
        ]
        rows = [
            (
                each.unit,
                each.code if machine or not each.code else self.code_name(each.code),
                *(self.said(each.values, coder) for coder in coders),
                *([texts(each.unit)] if texts else []),
            )
            for each in self.agreement.disagreements
        ]
        return Table(tuple(columns), tuple(rows), words("agree.disagreements"), "disagreements", wide=texts is not None)

    def said(self, values: Mapping[str, Any], coder: str) -> str | None:
        if coder not in values:
            return None
        value = values[coder]
        if isinstance(value, bool):
            return self.words("agree.yes" if value else "agree.no")
        if isinstance(value, set | frozenset | tuple | list):
            return ", ".join(self.code_name(str(code)) for code in sorted(value)) or self.words("agree.no")
        return self.code_name(str(value)) if value else self.words("agree.no")

    def flat(self) -> Table:
        words = self.words
        columns = (
            Column("code", words("col.code"), "code"),
            Column("coefficient", words("col.name")),
            Column("value", words("col.name"), "number"),
            Column("low", words("agree.from"), "number"),
            Column("high", words("agree.to"), "number"),
            Column("reason", words("col.what")),
            Column("units", words("col.units"), "count"),
        )
        rows = [
            (
                row.code, found.name, found.value, found.interval.low if found.interval else None,
                found.interval.high if found.interval else None, found.reason, row.units,
            )
            for row in self.agreement.rows
            for found in row.coefficients
        ]  # fmt: skip
        return Table(columns, tuple(rows), words("agree.title"), "agreement-rows")
