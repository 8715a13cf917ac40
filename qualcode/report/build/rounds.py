"""Rounds of coding: how each was drawn, its agreement as it was computed then, what changed from one to the next."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

from ...core.model import Measure, Round
from ...core.table import Block, Column, Paragraph, Report, Table
from ..wording import Names, Words, named

FORMAT = "qualcode/rounds/1"
ALPHAS = ("krippendorff_alpha", "mv_alpha", "u_alpha")


def rounds_report(
    rounds: Sequence[Round],
    measures: Sequence[Measure],
    *,
    language: str = "en",
    code_names: Names = None,
    coder_names: Names = None,
    deciders: Collection[str] = (),
    created: str = "",
) -> Report:
    """A paragraph for each round, a table of what was kept, and one of each code from round to round.

    `measures` are in the order they were computed. Where the agreement of a round was kept more than once, the first
    stands for it: it was computed before anything was discussed. `deciders` are the people who have decided anything.
    """
    words = Words(language)
    view = _View(words, named(code_names), named(coder_names))
    first = _first(measures)
    blocks: list[Block] = [
        Paragraph(text) for text in sentences(rounds, measures, words, code_names, coder_names, deciders)
    ]
    blocks.append(view.overview(rounds, measures))
    if first:
        blocks.append(view.by_code([one for one in rounds if one.id in first], first))
    data = {
        "format": FORMAT,
        "rounds": [
            {"id": one.id, "kind": one.kind, "adjudicator": one.adjudicator, "coder": one.coder, "created": one.created,
             "plan": dict(one.plan)} for one in rounds
        ],
        "measures": [
            {"round": one.round, "coder": one.coder, "created": one.created, **one.result} for one in measures
        ],
    }  # fmt: skip
    return Report(words("rounds.title"), tuple(blocks), language, "rounds", data, created)


def sentences(
    rounds: Iterable[Round],
    measures: Iterable[Measure],
    words: Words,
    code_names: Names = None,
    coder_names: Names = None,
    deciders: Collection[str] = (),
) -> list[str]:
    """What a method chapter says of each round: how it was drawn, who coded, how far they agreed, who decided."""
    view, first = _View(words, named(code_names), named(coder_names)), _first(measures)
    return [view.sentence(one, first.get(one.id), one.adjudicator in deciders) for one in rounds]


def _first(measures: Iterable[Measure]) -> dict[str, Measure]:
    found: dict[str, Measure] = {}
    for one in measures:
        found.setdefault(one.round, one)
    return found


def _alpha(measure: Measure) -> str:
    """The coefficient that a round is judged by: Krippendorff's alpha where there is one."""
    mean: Mapping[str, Any] = measure.result.get("mean", {})
    return next((name for name in ALPHAS if name in mean), next(iter(mean), ""))


def _codebooks(measure: Measure) -> Mapping[str, str]:
    found: Mapping[str, str] = measure.result.get("codebooks", {})
    return found


class _View:
    def __init__(self, words: Words, code_name: Any, coder_name: Any) -> None:
        self.words, self.code_name, self.coder_name = words, code_name, coder_name

    def coefficient(self, name: str) -> str:
        return self.words.known("agree.coef", name)

    def counted(self, number: int, unit: str) -> str:
        form = "one" if number == 1 else "other"
        return f"{self.words.form(number)} {self.words.known('unit', f'{unit}.{form}')}"

    def sentence(self, round: Round, measure: Measure | None, decided: bool) -> str:
        words, plan = self.words, round.plan
        strata = plan.get("strata", ())
        drawn, size = sum(len(one["drawn"]) for one in strata), sum(one["size"] for one in strata)
        coders = [self.coder_name(coder) for coder in plan.get("coders", ())]
        said = [
            words(
                "rounds.drawn_by" if plan.get("by") else "rounds.drawn", round=round.id, drawn=drawn,
                size=self.counted(size, str(plan.get("unit", "document"))), seed=str(plan.get("seed", "")),
                by=list(plan.get("by", ())),
            ),
            words("rounds.coded_two" if round.kind == "main" and len(coders) > 2 else "rounds.coded", coders=coders),
        ]  # fmt: skip
        if plan.get("blind") and (measure is None or measure.result.get("blind", True)):
            said.append(words("rounds.blind"))
        if measure is not None:
            said.append(self.agreed(measure))
        if decided:
            said.append(words("rounds.decided", adjudicator=self.coder_name(round.adjudicator)))
        return " ".join(said)

    def agreed(self, measure: Measure) -> str:
        name, result = _alpha(measure), measure.result
        lowest = result.get("minimum", {}).get(name)
        unit = str(result.get("unit", "answer"))
        units = self.counted(int(result.get("units", 0)), unit)
        mean = result.get("mean", {}).get(name)
        if mean is None or lowest is None:
            return self.words("rounds.undefined", units=units, coefficient=self.coefficient(name))
        code = self.code_name(lowest["code"]) if lowest["code"] else self.words("agree.whole")
        return self.words(
            "rounds.found", units=units, coefficient=self.coefficient(name), mean=float(mean),
            low=float(lowest["value"]), code=code,
        )  # fmt: skip

    def overview(self, rounds: Sequence[Round], measures: Sequence[Measure]) -> Table:
        words, judged = self.words, self.coefficient(self.judged(measures))
        states = list({json.dumps(_codebooks(one)): None for one in measures})
        columns = [
            Column("round", words("rounds.col.round")), Column("created", words("rounds.col.kept"), "date"),
            Column("coders", words("col.coders")), Column("documents", words("col.documents"), "count"),
            Column("units", words("col.units"), "count"),
            Column("percent_agreement", self.coefficient("percent_agreement"), "share"),
            Column("alpha", words("rounds.col.mean"), "coefficient", group=judged),
            Column("lowest", words("rounds.col.lowest"), "coefficient", group=judged),
        ]  # fmt: skip
        if len(states) > 1:
            columns.append(Column("codebooks", words("rounds.col.codebooks")))
        kinds = {one.id: one.kind for one in rounds}
        rows = []
        for one in measures:
            name, result = _alpha(one), one.result
            lowest = result.get("minimum", {}).get(name)
            row = [
                self.named(one.round, kinds.get(one.round, "")), one.created[:10],
                ", ".join(self.coder_name(coder) for coder in result.get("coders", ())),
                len(result.get("documents", ())), result.get("units"), result.get("mean", {}).get("percent_agreement"),
                result.get("mean", {}).get(name), lowest["value"] if lowest else None,
            ]  # fmt: skip
            if len(states) > 1:
                row.append(words("rounds.state", n=states.index(json.dumps(_codebooks(one))) + 1))
            rows.append(tuple(row))
        notes = [words("rounds.note"), *([words("rounds.states")] if len(states) > 1 else [])]
        return Table(tuple(columns), tuple(rows), words("rounds.overview"), "rounds", tuple(notes))

    def named(self, round: str, kind: str) -> str:
        """A round with its kind, where its name is not that."""
        return round if round == kind else f"{round} ({self.words.known('rounds.kind', kind)})"

    def judged(self, measures: Sequence[Measure]) -> str:
        return _alpha(measures[0]) if measures else ALPHAS[0]

    def by_code(self, rounds: Sequence[Round], first: Mapping[str, Measure]) -> Table:
        words = self.words
        name = _alpha(first[rounds[0].id])
        values: dict[str, dict[str, Any]] = {}
        for one in rounds:
            for row in first[one.id].result.get("rows", ()):
                found = row["coefficients"].get(name)
                values.setdefault(row["code"], {})[one.id] = found["value"] if found else None
        columns = [Column("code", words("col.code"), width=3)]
        columns += [Column(f"round_{at}", one.id, "coefficient") for at, one in enumerate(rounds, start=1)]
        if len(rounds) > 1:
            columns.append(Column("change", words("rounds.col.change"), "signed"))
        rows = []
        for code, by_round in values.items():
            listed = [by_round.get(one.id) for one in rounds]
            row = [self.code_name(code) if code else words("agree.whole"), *listed]
            if len(rounds) > 1:
                row.append(None if listed[0] is None or listed[-1] is None else listed[-1] - listed[0])
            rows.append(tuple(row))
        caption = words("rounds.by_code", coefficient=self.coefficient(name))
        return Table(tuple(columns), tuple(rows), caption, "rounds-codes")
