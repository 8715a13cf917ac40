"""Other programs' files in and out: whole studies, codings, codebooks; one registry, one interface.

A codec is an object with `read(path, choices) -> Arrived` and, where it writes, `write(bundle, path, choices) ->
Account`; both say what was carried, changed and lost, because every format holds less than a study does. Each is
imported on first use; other packages add theirs by the entry-point group `qualcode.studies`.
"""

from __future__ import annotations

import contextlib
import os
import shutil
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from ..core import files
from ..core.errors import DataError, ReadError, UsageError
from ..core.formats import Format, Formats
from ..core.model import EMPTY, Bundle, Codebook, Foreign
from .interface import Account, Arrived, Choices, Codec, Read, StudyCodec, Written

__all__ = [
    "Account", "Codec", "Read", "Written", "format_in", "read_codebook", "read_study", "studies", "write_codebook",
    "write_study",
]  # fmt: skip

studies = Formats(
    "format",
    "qualcode.studies",
    [
        Format("qdpx", (".qdpx", ".qde"), "qualcode.exchange.refi:codec", "REFI-QDA project"),
        Format("qualcoder", (".qda",), "qualcode.exchange.qualcoder_read:codec", "QualCoder project"),
        Format("taguette", (".sqlite3",), "qualcode.exchange.taguette_read:codec", "Taguette database"),
        Format("rqda", (".rqda",), "qualcode.exchange.rqda:codec", "RQDA database (read only)"),
        Format("qc", (), "qualcode.exchange.qc:codec", "project folder of qc (read only)"),
        Format("segments", (), "qualcode.exchange.segment_tables:codec", "table of coded segments (read only)"),
        Format("word-comments", (), "qualcode.exchange.word_comments:codec", "comments of a Word file as codings"),
        Format("qdc", (".qdc",), "qualcode.exchange.codebook_files:qdc_file", "REFI-QDA codebook"),
        Format("codebook-csv", (), "qualcode.exchange.codebook_files:csv_file", "codebook as comma-separated values"),
        Format("codebook-tsv", (), "qualcode.exchange.codebook_files:tsv_file", "codebook as tab-separated text"),
        Format("codebook-xlsx", (), "qualcode.exchange.codebook_files:xlsx_file", "codebook as an Excel workbook"),
    ],
    fits=lambda found: isinstance(found, Arrived | Account),
)
"""The formats that a study, its codings or a codebook can be exchanged in."""

CODEBOOK_TABLES = {".csv": "csv", ".tsv": "tsv", ".tab": "tsv", ".txt": "tsv", ".xlsx": "xlsx"}
"""Tables hold codings as well as codebooks; by their suffix they are a codebook only where one is asked for."""


def read_study(path: str | Path, *, format: str = "", choices: Choices | None = None) -> Arrived:
    """What another program's file holds, the format found by its content.

    Raises ReadError for a file that cannot be read or is not safe to, UsageError for an unknown format.
    """
    path = Path(path)
    codec: StudyCodec = studies.named(format or format_in(path)).load()
    return codec.read(path, choices or Choices())


def format_in(path: Path) -> str:
    """The name of the format that a file is in: what another package reads by its ending, all else by its content."""
    from .recognise import recognise

    found = studies.by_suffix(path)
    return found.name if found and found.added_by else recognise(path)


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

    `id` and `language` are those of the new codebook; without them the file's name and English. A project file
    (`.qdpx`) gives its codebook too. Raises ReadError for a file that cannot be read or has no codebook, UsageError
    for an unknown format.
    """
    from ..core.spreadsheets.read import WORKBOOKS

    path = Path(path)
    # Whatever program saved a workbook, OpenDocument among them, it is read; one is written as Excel has it.
    format = format or ("xlsx" if path.suffix.lower() in WORKBOOKS else "")
    arrived = _codebook_codec(path, format).read(path, Choices(language=language or "en", codebook=id))
    books = arrived.bundle.codebooks
    if not books:
        raise ReadError(path, "there is no codebook in it", slug="no_codes")
    for other in books[1:]:
        arrived.account.lose("codebooks", "stand beside the one that was taken; `import` takes all", other.id)
    named = f"code {books[0].id}:"
    guids = {part.value: part.subject.removeprefix(named) for part in arrived.bundle.foreign
             if part.kind == "guid" and part.subject.startswith(named)}  # fmt: skip
    taken = replace(books[0], id=id) if id else books[0]  # a project file has an id of its own
    return Read(taken, arrived.account, arrived.origin, guids)


def write_codebook(
    codebook: Codebook, path: str | Path, *, language: str = "", format: str = "", guids: Mapping[str, str] = EMPTY
) -> Account:
    """Write a codebook for another program; the file is replaced whole or not at all.

    `guids` are those that codes came with from another program, by the codes' ids.
    """
    path = Path(path)
    foreign = tuple(Foreign("qdpx", "guid", f"code {codebook.id}:{id}", guid) for id, guid in guids.items())
    codec = _codebook_codec(path, format)
    with placed(path) as writing:
        bundle = Bundle(codebooks=(codebook,), foreign=foreign, language=codebook.language)
        return codec.write(bundle, writing.neighbour, Choices(language=language or codebook.language))


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
            if placing.stands and os.name == "posix":
                for part in [placing.neighbour, *placing.neighbour.rglob("*")]:
                    part.chmod(0o700 if part.is_dir() else files.PRIVATE)
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


def _codebook_codec(path: Path, format: str) -> StudyCodec:
    """The codec of a format (`csv` means a codebook as one), or of a file's name."""
    known = {each.name: each for each in studies}
    table = f"codebook-{format or CODEBOOK_TABLES.get(path.suffix.lower(), '')}"
    found = known.get(table) or (studies.named(format) if format else studies.by_suffix(path))
    if found is None:
        shown = ", ".join(sorted(["qdc", "qdpx", *dict.fromkeys(CODEBOOK_TABLES.values())]))
        raise UsageError(
            f"{path.name}: no format is known for this file's name (known: {shown})", slug="unknown_format",
            hint="--format NAME says which it is",
        )  # fmt: skip
    codec: StudyCodec = found.load()
    return codec
