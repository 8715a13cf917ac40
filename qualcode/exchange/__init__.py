"""Other programs' files in and out: codebooks as REFI-QDA, CSV, Excel or plain text.

A codec is an object with `read(content, name, id, language)` and `write(codebook, language)`;
both say what was carried, changed and lost, because the formats hold less than a codebook does.
Each is imported on first use; other packages add theirs by the entry-point group `qualcode.codecs`.
"""

from __future__ import annotations

import contextlib
import os
import shutil
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from ..core import files
from ..core.errors import DataError, ReadError, UsageError
from ..core.files import write_output
from ..core.formats import Format, Formats
from ..core.model import EMPTY, Bundle, Codebook
from .account import Account, Codec, Read, Written
from .interface import Arrived, Choices, StudyCodec

__all__ = [
    "Account", "Codec", "Read", "Written", "codecs", "read_codebook", "read_study", "studies", "write_codebook",
    "write_study",
]  # fmt: skip

codecs = Formats(
    "codec",
    "qualcode.codecs",
    [
        Format("qdc", (".qdc",), "qualcode.exchange.qdc:codec", "REFI-QDA codebook"),
        Format("csv", (".csv",), "qualcode.exchange.sheets:csv_codec", "codebook as comma-separated values"),
        Format("tsv", (".tsv", ".tab", ".txt"), "qualcode.exchange.sheets:tsv_codec", "codebook as tab-separated text"),
        Format("xlsx", (".xlsx",), "qualcode.exchange.sheets:xlsx_codec", "codebook as an Excel workbook"),
    ],
)
"""The formats a codebook can be exchanged in."""


studies = Formats(
    "format",
    "qualcode.studies",
    [
        Format("qdpx", (".qdpx", ".qde"), "qualcode.exchange.refi:codec", "REFI-QDA project"),
        Format("qualcoder", (".qda",), "qualcode.exchange.programs:qualcoder", "QualCoder project"),
        Format("taguette", (".sqlite3",), "qualcode.exchange.programs:taguette", "Taguette database"),
        Format("rqda", (".rqda",), "qualcode.exchange.programs:rqda", "RQDA database (read only)"),
        Format("qc", (), "qualcode.exchange.programs:qc", "project folder of qc (read only)"),
        Format("segments", (), "qualcode.exchange.segment_tables:codec", "table of coded segments (read only)"),
        Format("word-comments", (), "qualcode.exchange.word_comments:codec", "comments of a Word file as codings"),
    ],
)
"""The formats a whole study, or its codings, can be exchanged in."""


def read_study(path: str | Path, *, format: str = "", choices: Choices | None = None) -> Arrived:
    """What another program's file holds, the format found by its content.

    Raises ReadError for a file that cannot be read or is not safe to, UsageError for an unknown format.
    """
    from .recognise import recognise

    path = Path(path)
    codec: StudyCodec = studies.named(format or recognise(path)).load()
    return codec.read(path, choices or Choices())


def write_study(bundle: Bundle, path: str | Path, *, format: str = "", choices: Choices | None = None) -> Account:
    """Write a study for another program; the file is replaced whole or not at all."""
    path = Path(path)
    found = studies.named(format) if format else studies.by_suffix(path)
    if found is None:
        raise UsageError(f"{path.name}: no format is known for this file's name", slug="unknown_format",
                         hint="`qualcode formats` lists them")  # fmt: skip
    codec: StudyCodec = found.load()
    with placed(path) as writing:
        return codec.write(bundle, writing.neighbour, choices or Choices(language=bundle.language))


def read_codebook(path: str | Path, *, id: str = "", language: str = "", format: str = "") -> Read:
    """A codebook from another program's file, with what was carried, changed and lost.

    `id` and `language` are those of the new codebook; without them the file's name and English.
    Raises ReadError for a file that cannot be read, UsageError for an unknown format.
    """
    path = Path(path)
    codec = _codec(path, format)
    try:
        content = path.read_bytes()
    except OSError as error:
        raise ReadError(path, error.strerror or "cannot be read") from None
    return codec.read(content, str(path), id=id, language=language or "en")


def write_codebook(
    codebook: Codebook, path: str | Path, *, language: str = "", format: str = "", guids: Mapping[str, str] = EMPTY
) -> Account:
    """Write a codebook for another program; the file is replaced whole or not at all.

    `guids` are those that codes came with from another program, by the codes' ids.
    """
    path = Path(path)
    written = _codec(path, format).write(codebook, language=language or codebook.language, guids=guids)
    write_output(path, written.content)
    return written.account


@dataclass(slots=True)
class Placing:
    """A file or folder that is being written beside its place."""

    neighbour: Path
    stands: bool = True
    """Whether it takes its place in the end."""


@contextlib.contextmanager
def placed(path: Path) -> Iterator[Placing]:
    """A place beside `path` to write to; what was written takes its place when all went well and it stands."""
    files.refuse_inputs(path)
    placing = Placing(path.with_name(f".{path.name[:40]}.{os.getpid()}{files.PART}"))
    try:
        try:
            yield placing
            if placing.stands:
                if path.is_dir() and placing.neighbour.is_dir():
                    # Out of the way first, by a name that is cleared away: a program stopped here loses neither.
                    before = path.rename(path.with_name(f".{path.name[:40]}.{os.getpid()}-before{files.PART}"))
                    placing.neighbour.replace(path)
                    shutil.rmtree(before, ignore_errors=True)
                    return
                if placing.neighbour.is_file():
                    placing.neighbour.chmod(files.PRIVATE)
                    files.put(placing.neighbour, path)
                else:
                    placing.neighbour.replace(path)
        finally:
            if placing.neighbour.is_dir():
                shutil.rmtree(placing.neighbour)
            else:
                placing.neighbour.unlink(missing_ok=True)
    except OSError as error:
        raise DataError(f"{path} cannot be written: {error.strerror or error}", slug="unwritable") from error


def _codec(path: Path, format: str) -> Codec:
    found = codecs.named(format) if format else codecs.by_suffix(path)
    if found is None:
        known = ", ".join(f".{each.name}" for each in codecs)
        raise UsageError(
            f"{path.name}: no format is known for this file's name (known: {known})",
            slug="unknown_format",
            hint="--format NAME says which it is",
        )
    codec: Codec = found.load()
    return codec
