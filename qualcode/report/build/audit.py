"""The audit trail: what was done when and by whom, undone changes included."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from ...core.table import Column, Report, Table
from ..wording import Words

FORMAT = "qualcode/audit/1"
_KEYS = ("key", "at", "coder", "action", "summary", "state", "undone")


def audit_report(
    history: Iterable[Any], *, language: str = "en", coder_names: Mapping[str, str] | None = None, created: str = ""
) -> Report:
    """The history as a table, oldest first as given.

    A row is a mapping or an object with `key`, `at`, `coder`, `action`, `summary`, and where known
    `state` and `undone` (when it was taken back).
    """
    words = Words(language)
    names = coder_names or {}
    found = [{key: _get(row, key) for key in _KEYS} for row in history]
    columns = (
        Column("key", words("col.number"), "count"),
        Column("at", words("col.date"), "date"),
        Column("coder", words("col.coder")),
        Column("action", words("col.action")),
        Column("summary", words("col.what"), width=5),
        Column("undone", words("col.undone"), "date"),
    )
    rows = tuple(
        (
            row["key"],
            row["at"],
            names.get(row["coder"] or "", row["coder"]),
            row["action"],
            row["summary"],
            row["undone"] or "",
        )
        for row in found
    )
    undone = sum(1 for row in found if row["undone"])
    notes = (words("audit.note", n=len(rows), undone=undone),)
    table = Table(columns, rows, words("audit.title"), "audit", notes, wide=True)
    return Report(words("audit.title"), (table,), language, "audit", {"format": FORMAT, "rows": found}, created)


def _get(row: Any, key: str) -> Any:
    return row.get(key) if isinstance(row, Mapping) else getattr(row, key, None)
