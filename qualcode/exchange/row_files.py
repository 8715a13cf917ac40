"""Rows of codings in files that are no tables for people: JSON, JSON lines and Parquet."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from ..core.errors import ReadError, UsageError

SUFFIXES = (".json", ".jsonl", ".ndjson", ".parquet")


def read_records(path: Path) -> list[tuple[int, dict[str, str]]]:
    """Each row with its line, all values as texts; ReadError for what is none of these."""
    if path.suffix.lower() == ".parquet":
        rows = _parquet(path)
    else:
        try:
            written = path.read_text("utf-8-sig")
        except (OSError, UnicodeDecodeError) as error:
            raise ReadError(path, f"cannot be read: {error}") from None
        rows = _lines(path, written) if path.suffix.lower() != ".json" else _one(path, written)
    return [(line, {key.casefold(): _text(value) for key, value in row.items()}) for line, row in rows]


def _lines(path: Path, written: str) -> list[tuple[int, dict[str, Any]]]:
    rows = []
    for number, line in enumerate(written.split("\n"), start=1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
        except ValueError as error:
            raise ReadError(path, f"line {number} is no JSON: {error}", slug="bad_json") from None
        if not isinstance(row, dict):
            raise ReadError(path, f"line {number} is no object", slug="bad_json")
        rows.append((number, row))
    return rows


def _one(path: Path, written: str) -> list[tuple[int, dict[str, Any]]]:
    try:
        found = json.loads(written)
    except ValueError as error:
        raise ReadError(path, f"this is no JSON: {error}", slug="bad_json") from None
    rows = found.get("rows") if isinstance(found, dict) else found
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        raise ReadError(path, "expected rows of codings", slug="bad_json")
    return list(enumerate(rows, start=1))


def _parquet(path: Path) -> list[tuple[int, dict[str, Any]]]:
    import pandas

    try:
        frame = pandas.read_parquet(path)
    except ImportError:
        raise UsageError("Parquet needs the package 'pyarrow', which is not installed", slug="optional_dependency",
                         hint="pip install 'qualcode[parquet]'") from None  # fmt: skip
    except (OSError, ValueError) as error:
        raise ReadError(path, f"this is no Parquet file: {error}") from None
    records = frame.astype(object).where(frame.notna(), None).to_dict("records")
    return [(line, {str(key): value for key, value in row.items()}) for line, row in enumerate(records, start=1)]


def _text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value).strip()
