"""Comparisons as tables: crosstab, case-by-code matrix, ranking, keywords."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from ...core.choices import outermost
from ...core.model import Bundle
from ...core.results.common import Later, result_data
from ...core.results.comparison import CaseMatrix, Crosstab, Keyness, Ranking, ScaleIndex
from ...core.table import Block, Cell, Column, Excerpts, Heading, Paragraph, Report, Run, Table, exact
from ..wording import Names, Words, capital, named, named_groups
from .accounting import NO_BASIS, Basis, analysed, basis_notes, sentences, weight_notes
from .excerpts import Quoting
from .lookup import Lookup
from .quotes import place, quoted


def crosstab_report(
    crosstab: Crosstab,
    *,
    language: str = "en",
    code_names: Names = None,
    column_names: Names = None,
    by_name: str | None = None,
    share: str = "",
    kinds: bool = False,
    basis: Basis = NO_BASIS,
    created: str = "",
) -> Report:
    """Codes down, values across: how often, and its `share` of the column, of the row, of both, or none.

    Without one it is the share of the row by qualifier ("of five finds on technology three do not support"),
    of the column by anything else. With `kinds` the columns are kinds of source, and a last column says in how
    many of them a code stands.
    """
    words = Words(language)
    by = str(crosstab.options.get("by") or "") if by_name is None else by_name
    alone = crosstab.options.get("by") == "-"
    code, value = named(code_names), (lambda _: words("all")) if alone else named_groups(column_names, words)
    qualified = crosstab.options.get("by") == "qualifier"
    shown = share or ("row" if qualified else "column")
    shares = {"both": ("row", "column"), "none": ()}.get(shown, (shown,))
    counting = str(crosstab.options.get("count") or "units")
    counted = _cases_called(crosstab, words) if counting == "cases" else words.known("crosstab.counted", counting)
    whole = all(cell.count == int(cell.count) for cell in crosstab.cells if cell.count is not None)
    number: dict[str, Any] = {"kind": "count"} if whole else {"kind": "number"}
    found = {(cell.row, cell.column): cell for cell in crosstab.cells}
    columns = [Column("code", words("col.code"), width=3)]
    for at, name in enumerate(crosstab.columns, start=1):
        over = value(name)
        columns.append(Column(f"count_{at}", counted, **number, group=over))
        columns += [
            Column(f"{each}_share_{at}", words(f"crosstab.{each}_share"), "share", group=over) for each in shares
        ]
    columns.append(Column("total", words("col.total"), **number))
    supported = kinds and len(crosstab.columns) > 1
    if supported:
        columns.append(Column("kinds", words("crosstab.kinds"), "ratio"))
    rows: list[tuple[Any, ...]] = []
    for row in crosstab.rows:
        values: list[Any] = [code(row)]
        for name in crosstab.columns:
            cell = found[row, name]
            values += [cell.count, *(cell.row_share if each == "row" else cell.column_share for each in shares)]
        values.append(crosstab.row_totals.get(row))
        if supported:
            values.append((sum((found[row, name].count or 0) > 0 for name in crosstab.columns), len(crosstab.columns)))
        rows.append(tuple(values))
    foot: list[Any] = [words("crosstab.total")]
    for name in crosstab.columns:
        foot += [crosstab.column_totals.get(name), *(Cell("") for _ in shares)]
    foot += [Cell("")] * (2 if supported else 1)
    of = counting if counting in ("codings", "weight") else "coded" if qualified else ""  # what a column adds up to
    notes = [words(f"crosstab.{each}_note" + (f".{of}" if of and each == "column" else "")) for each in shares]
    if counting == "weight":
        notes += weight_notes(crosstab.options, words)
    if supported:
        notes.append(words("crosstab.kinds_note"))
    if qualified:
        notes += _gaps(crosstab, words, code, value)
    notes += sentences(crosstab.notes, words)
    notes += basis_notes(crosstab.accounting, crosstab.options, words, basis, cases=by == "case")
    caption = words("crosstab.caption", by=words.known("by", by)) if by else words("crosstab.title")
    if alone:
        caption = words("col.codes")
    table = Table(
        tuple(columns), (*rows, tuple(foot)), caption, "crosstab", tuple(notes),
        wide=len(crosstab.columns) * (len(shares) + 1) > 8, rules=frozenset({len(rows)}),
    )  # fmt: skip
    flat = Table(
        (
            Column("code", words("col.code"), "code"),
            Column("column", words("col.group")),
            Column("count", words("crosstab.count"), **number),
            Column("row_share", words("crosstab.row_share"), "share"),
            Column("column_share", words("crosstab.column_share"), "share"),
            Column("cases", words("col.cases"), "count"),
            Column("weight", words("col.weight"), "number"),
        ),
        tuple((c.row, c.column, c.count, c.row_share, c.column_share, c.cases, c.weight) for c in crosstab.cells),
        caption,
        "crosstab-rows",
    )
    return analysed("crosstab", crosstab, words, [table], basis, created, flat=(flat,), cases=by == "case")


def _gaps(crosstab: Crosstab, words: Words, code: Callable[[str], str], value: Callable[[str], str]) -> list[str]:
    """Where each thing that can be said, but the first (supports, promotes), is the largest part of a row."""
    notes = []
    for said in [name for name in crosstab.columns if name][1:]:
        known = [cell for row in crosstab.rows if (cell := crosstab.cell(row, said)).row_share]
        if not known:
            continue
        most = max(cell.row_share or 0 for cell in known)
        rows = [
            words("crosstab.gap.row", code=code(cell.row), part=cell.count, whole=crosstab.row_totals[cell.row])
            for cell in known
            if cell.row_share == most
        ]
        notes.append(words("crosstab.gap", said=value(said), share=words.share(most), rows=words.listed(rows)))
    return notes


def matrix_report(
    matrix: CaseMatrix,
    *,
    language: str = "en",
    code_names: Names = None,
    case_names: Names = None,
    by_name: str = "",
    of_cases: bool = True,
    summaries: Mapping[tuple[str, str], str] | None = None,
    claims: Mapping[str, Sequence[str]] | None = None,
    bundle: Bundle | None = None,
    text: bool = True,
    said: bool = False,
    basis: Basis = NO_BASIS,
    created: str = "",
) -> Report:
    """Cases down, codes across: the number of codings, then the written summaries, then the quotes behind.

    `summaries` are what the researcher wrote about a case and a code (memos about the cell), `claims` what she
    wrote about a case. Rows that are values of an attribute (`of_cases` is false) are headed by its name. With
    `bundle` and `text` the excerpts behind every cell are printed, with `said` the coded words stand in the
    cells themselves, so that what was expected can be read beside what was measured.
    """
    words = Words(language)
    code, case = named(code_names), named_groups(case_names, words)
    by = words.known("by", by_name) if matrix.options.get("by") not in ("", "case", None) else ""
    caption = words("matrix.caption_by", by=by) if by else words("matrix.caption")
    first = words("col.case") if of_cases or not by else capital(by)
    found = {(cell.case, cell.code): cell for cell in matrix.cells}
    wide = len(matrix.codes) > 6
    columns = (
        Column("case", first, width=2),
        *(Column(name, code(name), "count") for name in matrix.codes),
        Column("total", words("col.total"), "count"),
    )
    rows, summed = [], outermost(matrix.codes) if matrix.options.get("rollup", True) else matrix.codes
    for name in matrix.cases:
        counts = [found[name, each].codings for each in matrix.codes]
        known = [count for each in summed if (count := found[name, each].codings) is not None]
        rows.append((case(name), *counts, sum(known) if known else None))
    notes = tuple(basis_notes(matrix.accounting, matrix.options, words, basis, cases=True))
    blocks: list[Block] = [Table(columns, tuple(rows), caption, "matrix", notes, wide=wide)]
    if said:
        blocks.append(_said(matrix, Lookup(bundle or Bundle(), words), code, case, first))
    summaries = summaries or {}
    if summed := [each for each in matrix.codes if any((name, each) in summaries for name in matrix.cases)]:
        told = tuple((case(name), *(summaries.get((name, each), "") for each in summed)) for name in matrix.cases)
        heads = (Column("case", first), *(Column(name, code(name), width=3) for name in summed))
        blocks.append(Table(heads, told, words("matrix.summaries"), "matrix-summaries", wide=len(summed) > 3))
    if claims and any(claims.get(name) for name in matrix.cases):
        blocks.append(Heading(words("memos.case"), 2, "matrix-claims"))
        for name in matrix.cases:
            if said_of := claims.get(name):
                blocks.append(Paragraph((Run(case(name), bold=True),), "lead"))
                blocks += [Paragraph(text, "list") for text in said_of]
    if bundle is not None and text:
        blocks += _evidence(matrix, Lookup(bundle, words), code, case)
    flat = Table(
        (
            *words.columns("case code:code units:count codings:count weight:number"),
            *([Column("summary", words("col.memo"))] if summaries else []),
        ),
        tuple(
            (
                c.case, c.code, c.units, c.codings, c.weight,
                *([summaries.get((c.case, c.code), "")] if summaries else []),
            )
            for c in matrix.cells
        ),
        words("matrix.caption"),
        "matrix-rows",
    )  # fmt: skip

    def data() -> dict[str, Any]:
        found = result_data("matrix", matrix)
        if summaries:
            for row in found["rows"]:
                row["summary"] = summaries.get((row["case"], row["code"]), "")
        return found

    return analysed("matrix", matrix, words, blocks, basis, created, flat=(flat,), data=Later(data), cases=True)


def _said(
    matrix: CaseMatrix, study: Lookup, code: Callable[[str], str], case: Callable[[str], str], first: str
) -> Table:
    """The coded words in the cells, a line each, where they stand behind them."""
    by_id = {coding.id: coding for coding in study.codings}
    used = [each for each in matrix.codes if any(matrix.cell(name, each).ids for name in matrix.cases)]
    columns = (
        Column("case", first, width=2),
        *(Column(each, code(each), width=3) for each in used or matrix.codes),
    )
    rows = []
    for name in matrix.cases:
        cells = [
            "\n".join(
                f"{quoted(study, by_id[id])} ({place(study, by_id[id])})"
                for id in matrix.cell(name, each).ids
                if id in by_id
            )
            for each in used or matrix.codes
        ]
        rows.append((case(name), *cells))
    notes = (study.words("matrix.words_unused", codes=[code(c) for c in matrix.codes if c not in used]),)
    return Table(
        columns, tuple(rows), study.words("matrix.words"), "matrix-words",
        notes if used and len(used) < len(matrix.codes) else (), wide=len(columns) > 4,
    )  # fmt: skip


def _evidence(matrix: CaseMatrix, study: Lookup, code: Any, case: Any) -> list[Block]:
    by_id = {coding.id: coding for coding in study.codings}
    quoting = Quoting(study, lambda _: "")
    blocks: list[Block] = []
    for name in matrix.cases:
        parts: list[Block] = []
        for each in matrix.codes:
            ids = matrix.cell(name, each).ids
            items = [quoting.excerpt(by_id[id], True) for id in ids if id in by_id]
            if items:
                parts.append(Excerpts(tuple(items), code(each)))
        if parts:
            blocks += [Heading(case(name), 2, f"case-{name}"), *parts]
    return blocks


def ranking_report(
    ranking: Ranking,
    *,
    language: str = "en",
    code_names: Names = None,
    qualifier_names: Names = None,
    basis: Basis = NO_BASIS,
    created: str = "",
) -> Report:
    """Codes by weight, heaviest first, one table for each qualifier."""
    words = Words(language)
    code, qualifier = named(code_names), named(qualifier_names)
    votes = str(ranking.options.get("weight") or "unit").startswith("column:")
    whole = votes and all(row.weight == int(row.weight) for row in ranking.rows)
    blocks: list[Block] = []
    of = "_qualifier" if any(row.qualifier for row in ranking.rows) else ""
    what = words(f"ranking.by.{ranking.options.get('rank_by') or 'weight'}")
    for each in dict.fromkeys(row.qualifier for row in ranking.rows):
        rows = [
            (row.rank, code(row.code), row.weight, row.share, row.codings, row.units, row.cases)
            for row in ranking.rows
            if row.qualifier == each
        ]
        columns = (
            Column("rank", words("col.rank"), "count"),
            Column("code", words("col.code"), width=3),
            Column("weight", words("col.votes" if votes else "col.weight"), "number", 0 if whole else None),
            Column("share", words("col.share"), "share", bar=True),
            *words.columns("codings:count units:count"),
            Column("cases", _cases_called(ranking, words), "count"),
        )
        said = capital(qualifier(each)) if each else words("excerpts.no_qualifier")
        notes = (
            words("ranking.share"),
            *weight_notes(ranking.options, words),
            *basis_notes(ranking.accounting, ranking.options, words, basis),
        )
        blocks.append(
            Table(
                columns,
                tuple(rows),
                words(f"ranking.caption{of}", qualifier=said, what=what),
                f"ranking-{each or 'all'}",
                notes,
            )
        )
    named_by = "qualifier rank:count code:code weight:number share:share codings:count units:count cases:count"
    flat = Table(
        tuple(words.columns(named_by)),
        tuple((r.qualifier, r.rank, r.code, r.weight, r.share, r.codings, r.units, r.cases) for r in ranking.rows),
        words("ranking.title"),
        "ranking-rows",
    )
    return analysed("ranking", ranking, words, blocks, basis, created, flat=(flat,))


def _cases_called(result: Crosstab | Ranking, words: Words) -> str:
    """What the cases are called: a document that is nobody's counts as one beside the informants."""
    account = result.accounting
    mixed = account is not None and account.informants and account.unasked
    return words(f"sample.title_{account.people}" if mixed and account else "col.cases")


def keyness_report(
    keyness: Keyness,
    *,
    language: str = "en",
    group_names: Names = None,
    term_names: Names = None,
    limit: int | None = 50,
    basis: Basis = NO_BASIS,
    created: str = "",
) -> Report:
    """The words (or codes) that set two groups apart, effect sizes first, with who uses them."""
    words = Words(language)
    group, term = named_groups(group_names, words), named(term_names)
    called = keyness.accounting.who if keyness.accounting else "informants"
    who = words.heading(called)
    first, second = (group(name) for name in keyness.groups)
    shown = keyness.rows if limit is None else keyness.rows[:limit]
    permuted = any(row.p_permutation is not None for row in keyness.rows)
    columns = [Column("term", words("keyness.term"), width=2)]
    for at, over in enumerate((first, second), start=1):
        columns += [
            Column(f"count_{at}", words("keyness.count"), "count", group=over),
            Column(f"per_thousand_{at}", words("keyness.per_thousand"), "number", group=over),
            Column(f"informants_{at}", who, "count", group=over),
        ]
    columns += [
        Column("log_ratio", words("keyness.log_ratio"), "signed"),
        Column("ll", words("keyness.ll"), "signed", 1),
    ]
    if permuted:
        columns.append(Column("p", words("col.p"), "coefficient", 3))
    rows = []
    for row in shown:
        values: list[Any] = [term(row.term)]
        for at in (0, 1):
            values += [row.frequencies[at], row.per_thousand[at], row.informants[at]]
        values += [row.log_ratio, row.signed]
        rows.append((*values, *([row.p_permutation] if permuted else [])))
    notes: Sequence[str] = [words("keyness.note"), *sentences(keyness.notes, words, words.who(called))]
    if keyness.left_out:
        notes = [*notes, words("keyness.left_out", n=keyness.left_out, **words.who(called))]
    notes = [*notes, *basis_notes(keyness.accounting, keyness.options, words, basis)]
    caption = words("keyness.caption", first=first, second=second)
    table = Table(tuple(columns), tuple(rows), caption, "keyness", tuple(notes), wide=True)
    full = Table(tuple(columns), tuple(rows), caption, "keyness-rows")
    return analysed("keyness", keyness, words, [table], basis, created, flat=(full,))


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
