"""The share table: how much of what each group said relates to each category.

The table states every choice that its numbers rest on, what they describe and what they do not,
and never a total of 100 % that is not one.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from ...core.results import Share, Shares
from ...core.table import Report, exact
from ..wording import Words
from .accounting import counted_unit, unit_choice
from .names import Names, named
from .share_tables import ShareTables

FORMAT = "qualcode/shares/1"


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
        data=shares_data(shares),
        created=created,
        flat=(view.flat(name),),
        account=tuple(view.account()),
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
                "documents": group.documents,
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
        "accounting": shares.accounting.as_data() if shares.accounting else None,
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
        parts.append(words("shares.choice.coder", coder=_coders(coder, coder_name)))
    elif options.get("layer"):
        parts.append(words("shares.choice.layer", layer=options["layer"]))
    if where:
        parts.append(words("shares.choice.where", where=where))
    return " ".join(parts)


def _coders(coder: Any, name: Callable[[str], str]) -> Any:
    return name(coder) if isinstance(coder, str) else [name(each) for each in coder]


def _weight(weight: str, words: Words) -> str:
    kind, _, column = weight.partition(":")
    return (
        words.known("shares.choice.weight", kind, name=column) if column else words.known("shares.choice.weight", kind)
    )
