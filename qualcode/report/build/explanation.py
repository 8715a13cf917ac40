"""One share opened up: every unit in its numerator and denominator, with its words."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from fractions import Fraction

from ...core import numbers
from ...core.model import Coding, Unit
from ...core.results.common import result_data
from ...core.results.shares import Explanation
from ...core.table import Column, Report, Table, exact
from ..wording import Words


def explanation_report(
    explanation: Explanation,
    *,
    language: str = "en",
    units: Mapping[str, Unit] | None = None,
    codings: Mapping[int, Coding] | None = None,
    code_names: Callable[[str], str] = str,
    group_names: Callable[[str], str] = str,
    created: str = "",
) -> Report:
    """The units behind one cell of a share table, those in the numerator first.

    `units` gives the words of each unit, `codings` who coded it and where.
    """
    words = Words(language)
    numerator = sum((Fraction(unit.weight * unit.score) for unit in explanation.units), Fraction(0))
    denominator = sum((Fraction(unit.weight * unit.base) for unit in explanation.units), Fraction(0))
    columns = (
        Column("unit", words("col.unit"), "address"),
        Column("case", words("col.case")),
        Column("counts", words("explain.counts"), "number", 2),
        Column("of", words("explain.of"), "number", 2),
        Column("codes", words("col.codes")),
        Column("coders", words("col.coders")),
        Column("weight", words("col.weight"), "number", 2),
        Column("text", words("explain.words"), width=5),
    )
    rows = []
    for unit in explanation.units:
        behind = [codings[id] for id in unit.codings if id in codings] if codings else []
        known = (units or {}).get(unit.unit)
        quote = " … ".join(dict.fromkeys(coding.quote for coding in behind))
        rows.append(
            (
                unit.unit,
                unit.informant,
                exact(unit.weight * unit.score),
                exact(unit.weight * unit.base),
                ", ".join(code_names(code) for code in unit.codes),
                ", ".join(dict.fromkeys(coding.coder for coding in behind)),
                max((coding.weight for coding in behind), default=None),
                quote or (known.text if known else ""),
            )
        )
    caption = words(
        "explain.caption",
        numerator=numbers.number(numerator, language) if numerator.denominator > 1 else int(numerator),
        denominator=numbers.number(denominator, language) if denominator.denominator > 1 else int(denominator),
    )
    title = words("explain.title", code=code_names(explanation.code), group=group_names(explanation.group))
    table = Table(columns, tuple(rows), f"{title}: {caption}", "explanation")
    data = result_data(
        "shares-explain", explanation, units=table.records(), numerator=numerator, denominator=denominator
    )
    return Report(title, (table,), language, "explanation", data, created)
