"""The share table: how much of what each group said relates to each category, and the units behind one share.

The table states every choice that its numbers rest on, what they describe and what they do not,
and never a total of 100 % that is not one.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from typing import Any

from ...core import numbers
from ...core.model import Coding, Unit
from ...core.results.common import Later, result_data
from ...core.results.shares import Explanation, Shares
from ...core.table import Column, Report, Table, exact
from ..wording import Names, Words, named
from .accounting import counted_unit, unit_choice, weighed_by
from .share_tables import ShareTables


def shares_report(
    shares: Shares,
    *,
    language: str = "en",
    code_names: Names = None,
    group_names: Names = None,
    coder_names: Names = None,
    by_name: str | None = None,
    frame_names: Sequence[str] = (),
    title: str = "",
    name: str = "shares",
    caveats: bool = True,
    where: str = "",
    created: str = "",
) -> Report:
    """The share table of a result, its spread among the informants, and its tests if it has any.

    `code_names`, `group_names` and `coder_names` give what is shown for an id, by mapping or function;
    `by_name` what the groups are (default: the option `by`; `""` where nothing is compared);
    `frame_names` are the codebooks that the categories are from; `where` describes a selection.
    With more groups than a page has room for, the groups are the rows.

    """
    words = Words(language)
    view = ShareTables(shares, words, named(code_names), named(group_names), by_name, frame_names, named(coder_names))
    tables = view.tables(title, name, choices_line(shares, words, where, named(coder_names)), caveats)
    return Report(
        title=view.title(),
        blocks=tables,
        language=language,
        kind="shares",
        data=Later(lambda: result_data("shares", shares)),
        created=created,
        flat=(view.flat(name),),
        account=tuple(view.account(silences=True)),
    )


def choices_line(shares: Shares, words: Words, where: str = "", coder_name: Callable[[str], str] = str) -> str:
    """One line that says what the numbers are: numerator, denominator, unit, weight, coder."""
    options, account = shares.options, shares.accounting
    unit = str(options.get("unit") or "answer")
    units = words.known("unit", f"{counted_unit(shares.accounting, unit)}.other")
    numerator = words.known("shares.choice.count", str(options.get("count") or "full"), units=units)
    score = str(options.get("score") or "presence")
    if score != "presence":
        numerator += words.known("shares.choice.score", score)
    parts = [
        words(
            "shares.choices",
            numerator=numerator,
            denominator=words.known("shares.choice.base", str(options.get("base") or "all"), units=units),
            unit=unit_choice(shares.accounting, unit, words),
            weight=weighed_by(str(options.get("weight") or "unit"), words),
        )
    ]
    for option, default in (("equalize", "none"), ("overlap", "any"), ("nonresponse", "exclude")):
        value = str(options.get(option) or default)
        if value != default and f"shares.choice.{option}.{value}" in words:
            who = words.who(account.who if account else "informants")
            parts.append(words(f"shares.choice.{option}.{value}", **who))
    if options.get("rollup") is False:
        parts.append(words("shares.choice.rollup.no"))
    coder = options.get("coder") or options.get("coders")
    if coder:
        parts.append(words("shares.choice.coder", coder=_coders(coder, coder_name)))
    elif options.get("layer"):
        parts.append(words("shares.choice.layer", layer=options["layer"]))
    if where:
        parts.append(words("shares.choice.where", where=where))
    return " ".join(parts)


def _coders(coder: Any, name: Callable[[str], str]) -> Any:
    return name(coder) if isinstance(coder, str) else [name(each) for each in coder]


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
