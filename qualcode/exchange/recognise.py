"""What a file is: by what is in it, and by its name only where the content does not tell."""

from __future__ import annotations

import contextlib
import json
import sqlite3
import zipfile
from pathlib import Path

from ..core.errors import ReadError, argument

TABLES = {
    "qualcoder": {"code_text", "code_name", "source"},
    "taguette": {"highlights", "tags", "documents", "highlight_tags"},
    "rqda": {"freecode", "coding", "source"},
    "qc": {"document", "code", "coded_line", "coder"},
}
"""The tables that tell whose database an SQLite file is."""


def recognise(path: Path) -> str:
    """The name of a format of `exchange.studies`; ReadError where it is none.

    `codings` is a table of codings or of coded segments, `word-comments` a Word file, `codebook` a
    codebook as REFI-QDA or YAML; what else a table may be is for its columns to say.
    """
    if path.is_dir():
        if (path / "data.qda").is_file():
            return "qualcoder"
        if (path / "qualitative_coding.sqlite3").is_file() or (path / "settings.yaml").is_file():
            return "qc"
        raise ReadError(path, "a folder that is no project of QualCoder or qc", slug="not_a_file",
                        hint=f"`qualcode add {argument(path)}` reads a folder of transcripts")  # fmt: skip
    head = _head(path)
    if not head:
        raise ReadError(path, "the file is empty", slug="empty")
    suffix = path.suffix.lower()
    if head.startswith(b"PK"):
        return _archive(path)
    if head.startswith(b"SQLite format 3\x00"):
        return _database(path)
    stripped = head.lstrip(b"\xef\xbb\xbf \t\r\n")
    low = stripped.lower()
    if low.startswith((b"<!doctype html", b"<html")):
        if suffix in (".html", ".htm"):
            raise _document(path)
        raise ReadError(path, f"this is a web page that was saved under the name of a {suffix} file")
    if low.startswith(b"<?xml") or stripped.startswith(b"<") or b"<\x00" in head[:8]:
        if b"Project" in head:
            return "qdpx"
        return "codebook"
    if suffix in (".qdpx", ".qda", ".qde"):
        raise ReadError(path, "this is no zip archive, XML or database, or it is cut short", slug="bad_archive")
    if suffix in (".yaml", ".yml"):
        return "codebook"
    if suffix == ".parquet" or head.startswith(b"PAR1"):
        return "parquet"
    if suffix in (".jsonl", ".ndjson", ".json"):
        return _json(path, head)
    if suffix in (".csv", ".tsv", ".tab", ".xls"):
        return "codings"
    if suffix == ".txt" and b"\t" in head.split(b"\n")[0]:
        return "codings"
    raise _document(path)


def _document(path: Path) -> ReadError:
    return ReadError(
        path,
        "holds no codings that qualcode knows",
        slug="unknown_format",
        hint=f"is it a transcript or a document? `qualcode add {argument(path)}` reads it; "
        "`qualcode formats` lists what can be imported",
    )


def _head(path: Path) -> bytes:
    try:
        with path.open("rb") as stream:
            return stream.read(4096)
    except FileNotFoundError:
        raise ReadError(path, "there is no such file", slug="missing_file") from None
    except OSError as error:
        raise ReadError(path, (error.strerror or str(error)).lower(), slug="unreadable") from None


def _archive(path: Path) -> str:
    try:
        with zipfile.ZipFile(path) as archive:
            names = [name.lower() for name in archive.namelist()]
    except (zipfile.BadZipFile, OSError, ValueError) as error:
        raise ReadError(path, f"this zip archive is damaged, or cut short: {error}", slug="bad_archive") from None
    if any(name.endswith(".qde") for name in names):
        return "qdpx"
    if "word/document.xml" in names:
        return "word-comments"
    if any(name.startswith("xl/") for name in names) or (path.suffix.lower() == ".ods" and "content.xml" in names):
        return "codings"
    if any(name.endswith("data.qda") for name in names):
        raise ReadError(path, "a QualCoder project inside an archive", hint="unpack it, and import the .qda folder")
    if path.suffix.lower() == ".qdpx":
        raise ReadError(path, "there is no .qde in this archive, so it is no REFI-QDA project", slug="not_qdpx")
    raise _document(path)


def _database(path: Path) -> str:
    try:
        with contextlib.closing(
            sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro&immutable=1", uri=True)
        ) as database:
            found = {row[0].lower() for row in database.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
    except sqlite3.DatabaseError as error:
        raise ReadError(path, f"this database is damaged: {error}") from None
    for name, tables in TABLES.items():
        if tables <= found:
            return name
    if {"coding", "history", "migration"} <= found:
        raise ReadError(path, "the database of another qualcode project",
                        hint=f"`qualcode merge {argument(path.parent)}`")  # fmt: skip
    raise ReadError(path, "a database of no program that qualcode knows", slug="unknown_format")


def _json(path: Path, head: bytes) -> str:
    first = head.split(b"\n", 1)[0]
    with contextlib.suppress(ValueError):
        if isinstance(json.loads(first), dict):
            return "codings"
    if b'"qualcode/codings/' in head:
        return "codings"
    raise _document(path)
