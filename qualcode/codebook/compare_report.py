"""A comparison of two codebooks as a report: text, Markdown or Word is the writer's business."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ..core.model import Code
from ..core.table import Block, Column, Heading, Note, Paragraph, Report, table
from .compare import Change, CodebookDiff
from .printout import say


def diff_report(
    diff: CodebookDiff, language: str = "en", counts: Mapping[str, int] | None = None, created: str = ""
) -> Report:
    """A report of what changed. `counts` gives each earlier code's codings, which the change affects."""
    blocks: list[Block] = []
    if not diff:
        blocks.append(Paragraph(say("no_changes", language)))
    counts = counts or {}
    for key, codes in (("added", diff.added), ("removed", diff.removed)):
        if codes:
            blocks.append(Heading(say(key, language), 2))
            shown = counts if key == "removed" else {}
            blocks.append(_codes(f"codebook-{key}", codes, diff, language, shown))
    if diff.renamed:
        blocks.append(Heading(say("renamed", language), 2))
        if any(pair.likeness < 1 for pair in diff.renamed):
            blocks.append(Note(say("probable", language)))
        columns = [
            Column("before", say("before", language), "code"),
            Column("now", say("now", language), "code"),
            Column("name", say("name", language)),
            Column("likeness", say("likeness", language), "share"),
        ]
        rows: list[tuple[Any, ...]] = [
            (pair.before.id, pair.now.id, pair.now.label(language), pair.likeness) for pair in diff.renamed
        ]
        if counts:
            columns.append(Column("codings", say("codings", language), "count"))
            rows = [
                (*row, _count(counts, diff.before.id, pair.before.id))
                for row, pair in zip(rows, diff.renamed, strict=True)
            ]
        blocks.append(table("codebook-renamed", columns, rows))
    if diff.book:
        blocks.append(Heading(say("book", language), 2))
        blocks.append(_changes("codebook-book", [("", change) for change in diff.book], language, False))
    if diff.changed:
        blocks.append(Heading(say("changed", language), 2))
        listed = [(code.id, change) for code, changes in diff.changed for change in changes]
        blocks.append(_changes("codebook-changed", listed, language, True))
    title = f"{say('changes', language)}: {diff.before.id}"
    if diff.now.id != diff.before.id:
        title += f" → {diff.now.id}"
    return Report(title, tuple(blocks), language, "codebook-diff", diff_data(diff, counts), created)


def diff_data(diff: CodebookDiff, counts: Mapping[str, int] | None = None) -> dict[str, Any]:
    """The comparison as plain values: `qualcode/codebook-diff/1`."""
    counts = counts or {}

    def plain(code: Code) -> dict[str, Any]:
        return {"id": code.id, "name": dict(code.name)}

    def change(each: Change) -> dict[str, str]:
        return {"field": each.field, "language": each.language, "before": each.before, "now": each.now}

    return {
        "format": "qualcode/codebook-diff/1",
        "before": diff.before.id,
        "now": diff.now.id,
        "added": [plain(code) for code in diff.added],
        "removed": [{**plain(code), "codings": _count(counts, diff.before.id, code.id)} for code in diff.removed],
        "renamed": [
            {
                "before": pair.before.id,
                "now": pair.now.id,
                "likeness": pair.likeness,
                "moved": pair.moved,
                "along": pair.along,
                "codings": _count(counts, diff.before.id, pair.before.id),
            }
            for pair in diff.renamed
        ],
        "changed": [{"id": code.id, "changes": [change(each) for each in changes]} for code, changes in diff.changed],
        "book": [change(each) for each in diff.book],
    }


def _count(counts: Mapping[str, int], book: str, id: str) -> int | None:
    if not counts:
        return None
    return counts.get(id, counts.get(f"{book}:{id}", 0))


def _codes(name: str, codes: tuple[Code, ...], diff: CodebookDiff, language: str, counts: Mapping[str, int]) -> Block:
    columns = [Column("code", say("code", language), "code"), Column("name", say("name", language))]
    rows: list[tuple[Any, ...]] = [(code.id, code.label(language)) for code in codes]
    if counts:
        columns.append(Column("codings", say("codings", language), "count"))
        rows = [(*row, _count(counts, diff.before.id, code.id)) for row, code in zip(rows, codes, strict=True)]
    return table(name, columns, rows)


def _changes(name: str, listed: list[tuple[str, Change]], language: str, with_code: bool) -> Block:
    columns = [
        Column("what", say("what", language)),
        Column("before", say("before", language)),
        Column("now", say("now", language)),
    ]
    rows: list[tuple[Any, ...]] = [
        (f"{each.field} ({each.language})" if each.language else each.field, each.before, each.now)
        for _, each in listed
    ]
    if with_code:
        columns.insert(0, Column("code", say("code", language), "code"))
        rows = [(id, *row) for (id, _), row in zip(listed, rows, strict=True)]
    return table(name, columns, rows)
