"""A result goes into a file: what scripts call after an analysis.

`report.write` writes reports; this makes a report of whatever else a project returns first.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any, BinaryIO

from ..core.errors import UsageError
from ..core.table import Report, Table


def save(
    result: Any,
    target: str | Path | BinaryIO,
    format: str | None = None,
    *,
    language: str = "en",
    **choices: Any,
) -> None:
    """Write a report, a table, or any result of an analysis; the format is the suffix's unless named.

    `language` is that of the words and numbers of a result that is no report yet; a report has its own.
    `choices` are the fields of `report.Options`: template, dialect, decimals, width, standalone.
    Raises UsageError for an unknown format or a value that cannot be written, DataError where
    the place cannot be written.
    """
    from ..report import Options, write

    write(_report(result, language), target, format, Options(**choices))


BUILDERS = {
    "Shares": "shares:shares_report",
    "Agreement": "agreement:agreement_report",
    "Crosstab": "comparisons:crosstab_report",
    "CaseMatrix": "comparisons:matrix_report",
    "Ranking": "comparisons:ranking_report",
    "Keyness": "comparisons:keyness_report",
    "Cooccurrence": "patterns:cooccurrence_report",
    "Saturation": "patterns:saturation_report",
}
"""Which report each result becomes."""


def _report(result: Any, language: str) -> Report:
    if isinstance(result, Report):
        return result
    if isinstance(result, Table):
        return Report("", (result,), language, kind=result.name)
    home = BUILDERS.get(type(result).__name__)
    if home is None:
        raise UsageError(f"{type(result).__name__} cannot be written: expected a report, a table or a result")
    import importlib

    module, _, name = home.partition(":")
    report: Report = getattr(importlib.import_module(f"qualcode.report.build.{module}"), name)(
        result, language=language
    )
    return report
