"""The audit trail: what was done when and by whom, undone changes included."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from ...core.table import Column, Report, Table
from ..wording import Words

FORMAT = "qualcode/audit/1"


def audit_report(history: Iterable[Any], *, language: str = "en", created: str = "") -> Report:
    """The history as a table, oldest first as given.

    A row has `key`, `at`, `coder`, `action`, `summary`, and where known
    `state` and `undone` (when it was taken back).
    """
    words = Words(language)
    found = [row._asdict() for row in history]
    columns = (
        Column("key", words("col.number"), "count"),
        Column("at", words("col.date"), "date"),
        Column("coder", words("col.coder")),
        Column("action", words("col.action")),
        Column("summary", words("col.what"), width=5),
        Column("undone", words("col.undone"), "date"),
    )
    rows = tuple((*(row[column.key] for column in columns[:-1]), row["undone"] or "") for row in found)
    undone = sum(1 for row in found if row["undone"])
    notes = (words("audit.note", n=len(rows), undone=undone),)
    table = Table(columns, rows, words("audit.title"), "audit", notes, wide=True)
    return Report(words("audit.title"), (table,), language, "audit", {"format": FORMAT, "rows": found}, created)
