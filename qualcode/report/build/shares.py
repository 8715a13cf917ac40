"""The share table: how much of what each group said relates to each category.

The table states every choice that its numbers rest on, what they describe and what they do not,
and never a total of 100 % that is not one.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from ...core.results.common import Later, result_data
from ...core.results.shares import Shares
from ...core.table import Report
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
    options = shares.options
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
            parts.append(words(f"shares.choice.{option}.{value}"))
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
