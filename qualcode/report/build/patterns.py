"""Patterns as tables: codes that come together, and new codes that stop coming."""

from __future__ import annotations

from typing import Any

from ...core.results.common import Later, result_data
from ...core.results.patterns import Cooccurrence, Saturation
from ...core.table import Block, Column, Report, Table
from ..wording import Names, Words, named
from .accounting import NO_BASIS, Basis, analysed, basis_notes, sentences

MOST_IN_MATRIX = 15
COEFFICIENTS = ("jaccard", "dice", "overlap", "cosine", "lift", "pmi", "npmi", "phi", "expected")


def cooccurrence_report(
    found: Cooccurrence,
    *,
    language: str = "en",
    code_names: Names = None,
    coefficients: tuple[str, ...] = ("jaccard",),
    basis: Basis = NO_BASIS,
    created: str = "",
) -> Report:
    """The pairs of codes by how much they come together, and for few codes the matrix of counts."""
    words = Words(language)
    name = named(code_names)
    together = [pair for pair in found.pairs if pair.n12]
    first = coefficients[0] if coefficients else "jaccard"
    together.sort(key=lambda pair: (-float(pair.coefficients.get(first) or 0), -pair.n12))
    columns = [
        Column("first", words("col.code_first"), width=2),
        Column("second", words("col.code_second"), width=2),
        Column("n1", "n₁", "count"),
        Column("n2", "n₂", "count"),
        Column("n12", "n₁₂", "count"),
        *(Column(each, words.known("cooccurrence.coef", each), "number") for each in coefficients),
    ]
    rows = [
        (name(p.first), name(p.second), p.n1, p.n2, p.n12, *(p.coefficients.get(each) for each in coefficients))
        for p in together
    ]
    within = found.options.get("within")
    counting = "within" if within is not None else str(found.options.get("counting") or "units")
    notes = [words(f"cooccurrence.note.{counting}", n=found.n, within=within), *sentences(found.notes, words)]
    if len(together) < len(found.pairs):
        notes.append(words("cooccurrence.never", n=len(found.pairs) - len(together)))
    if any(pair.warning for pair in found.pairs):
        notes.append(words("caveat.c_out_of_range"))
    notes += basis_notes(found.accounting, found.options, words, basis)
    caption = words("cooccurrence.caption")
    blocks: list[Block] = [Table(tuple(columns), tuple(rows), caption, "cooccurrence", tuple(notes))]
    if 2 < len(found.codes) <= MOST_IN_MATRIX:
        blocks.append(_matrix(found, words, name, words(f"cooccurrence.matrix.{counting}", within=within)))
    every = [each for each in COEFFICIENTS if any(each in pair.coefficients for pair in found.pairs)]
    flat = Table(
        (
            Column("first", words("col.code_first"), "code"),
            Column("second", words("col.code_second"), "code"),
            Column("n1", "n1", "count"),
            Column("n2", "n2", "count"),
            Column("n12", "n12", "count"),
            *(Column(each, words.known("cooccurrence.coef", each), "number") for each in every),
            Column("warning", words("note")),
        ),
        tuple(
            (p.first, p.second, p.n1, p.n2, p.n12, *(p.coefficients.get(each) for each in every), p.warning)
            for p in found.pairs
        ),
        caption,
        "cooccurrence-rows",
    )
    return analysed("cooccur", found, words, blocks, basis, created, title=words("cooccurrence.title"), flat=(flat,))


def _matrix(found: Cooccurrence, words: Words, name: Any, caption: str) -> Table:
    """The lower triangle: the codes' own counts on the diagonal, pairs below."""
    pairs = {frozenset((pair.first, pair.second)): pair.n12 for pair in found.pairs}
    columns = [Column("code", words("col.code"), width=3)]
    columns += [Column(code, str(at), "count") for at, code in enumerate(found.codes, start=1)]
    rows = []
    for at, code in enumerate(found.codes):
        values: list[Any] = [f"{at + 1} {name(code)}"]
        for across, other in enumerate(found.codes):
            if across < at:
                values.append(pairs.get(frozenset((code, other))))
            else:
                values.append(found.counts.get(code) if across == at else "")
        rows.append(tuple(values))
    return Table(tuple(columns), tuple(rows), caption, "cooccurrence-matrix", wide=len(found.codes) > 9)


def saturated(found: Saturation, words: Words) -> str:
    """When nothing new came any more, or why that cannot be told."""
    if found.notation is None:
        return words.known("saturation.reason", found.reason) if found.reason else ""
    return words(
        "saturation.reached", notation=found.notation,
        after=words(f"count.{_counted_in(found)}", n=found.saturated_after),
        threshold=words.share(found.options.get("threshold", 0.05)), base=found.base_codes,
    )  # fmt: skip


def _counted_in(found: Saturation) -> str:
    sources = found.accounting.sources if found.accounting else ()
    return "interviews" if all(source.kind == "interview" for source in sources) else "documents"


def saturation_report(
    found: Saturation, *, language: str = "en", document_names: Names = None, basis: Basis = NO_BASIS, created: str = ""
) -> Report:
    """New codes interview by interview, the run that ends it, and the curve that no order changes."""
    words = Words(language)
    name = named(document_names)
    runs = {run.first: run for run in found.runs}
    columns = (
        Column("number", words("col.number"), "count"),
        Column("interview", words("col.document"), width=2),
        Column("new", words("saturation.new"), "count"),
        Column("cumulative", words("saturation.cumulative"), "count"),
        Column("ratio", words("saturation.ratio"), "share"),
        Column("expected", words("saturation.expected"), "number", 1),
    )
    rows = []
    for at, interview in enumerate(found.interviews, start=1):
        run = runs.get(at)
        expected = found.rarefaction[at - 1] if at <= len(found.rarefaction) else None
        ratio: Any = run.ratio if run else ""
        rows.append((at, name(interview), found.new[at - 1], found.cumulative[at - 1], ratio, expected))
    of = "" if _counted_in(found) == "interviews" else "_documents"
    notes = [sentence] if (sentence := saturated(found, words)) else []
    notes.append(words(f"saturation.chao{of}", once=found.once, twice=found.twice, chao=found.chao2))
    notes.append(words("saturation.order"))
    notes += basis_notes(found.accounting, found.options, words, basis)
    table = Table(columns, tuple(rows), words(f"saturation.caption{of}"), "saturation", tuple(notes))
    data = Later(lambda: result_data("saturation", found, rows=table.records()))
    return analysed("saturation", found, words, [table], basis, created, data=data)
