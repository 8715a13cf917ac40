"""A result goes into a file: what scripts call after an analysis.

`report.write` writes reports; this makes a report of whatever else a project returns first.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any, BinaryIO

from ..core.errors import UsageError
from ..core.results import Shares
from ..core.table import Report, Table


def save(
    result: Report | Shares | Table,
    target: str | Path | BinaryIO,
    format: str | None = None,
    *,
    language: str = "en",
    **choices: Any,
) -> None:
    """Write a report, a share table or a single table; the format is the suffix's unless named.

    `language` is that of the words and numbers of a result that is no report yet; a report has its own.
    `choices` are the fields of `report.Options`: template, dialect, decimals, width, standalone.
    Raises UsageError for an unknown format or a value that cannot be written, DataError where
    the place cannot be written.
    """
    from ..report import Options, write

    write(_report(result, language), target, format, Options(**choices))


def _report(result: Report | Shares | Table, language: str) -> Report:
    if isinstance(result, Report):
        return result
    if isinstance(result, Table):
        return Report("", (result,), language, kind=result.name)
    if isinstance(result, Shares):
        from ..report.build.shares import shares_report

        return shares_report(result, language=language)
    raise UsageError(f"{type(result).__name__} cannot be written: expected a report, a table or shares")
