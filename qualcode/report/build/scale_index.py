"""An index of closed questions as a table."""

from __future__ import annotations

from collections.abc import Callable

from ...core.results.common import Later, result_data
from ...core.results.comparison import ScaleIndex
from ...core.table import Column, Report, Table, exact
from ..wording import Words, named_groups


def scale_index_report(
    found: ScaleIndex,
    *,
    language: str = "en",
    by_name: str = "",
    question_names: Callable[[str], str] = str,
    group_names: Callable[[str], str] = str,
    created: str = "",
) -> Report:
    """A row for each group and one for all: respondents, the mean of each question, the index."""
    words = Words(language)
    grouped = len(found.rows) > 1
    group, everybody = named_groups(group_names, words), found.rows[-1]
    columns = (
        Column("group", by_name or words("index.group")),
        Column("respondents", words("index.respondents"), "count"),
        *(Column(name, question_names(name), "number", 1) for name in found.options["questions"]),
        Column("index", words("index.title"), "number", 0),
    )
    rows = tuple(
        (
            words("index.all") if row is everybody else group(row.group), row.respondents,
            *(row.means[name] for name in found.options["questions"]), row.index,
        )
        for row in found.rows
    )  # fmt: skip
    ends = (exact(found.options["low"]), exact(found.options["high"]))
    notes = [words("index.note", low=words.form(ends[0]), high=words.form(ends[1]))]
    if sum(row.respondents for row in found.rows[:-1]) > everybody.respondents:
        notes.append(words("index.overlap"))
    account = (words("index.incomplete", n=everybody.incomplete),) if everybody.incomplete else ()
    notes += account
    last = frozenset({len(rows) - 1}) if grouped else frozenset()
    table = Table(columns, rows, words("index.caption"), "index", tuple(notes), bold_rows=last, rules=last)
    return Report(
        words("index.title"), (table,), language, "index", Later(lambda: result_data("index", found)), created,
        account=account,
    )  # fmt: skip
