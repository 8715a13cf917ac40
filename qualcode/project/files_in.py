"""Files of other programs into the project: each recognised, read, and taken in as one change."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from ..core.errors import DataError, UsageError, argument, several
from ..core.ticks import Tick, ticking
from ..core.values import frozen
from ..exchange.interface import Account, Arrived, Choices
from .exchange import Wanted, bring_in, kept

if TYPE_CHECKING:
    from ..core.model import Bundle, Document
    from .handle import Handle

ARCHIVES = "imported"
"""Where other programs' archives are kept whose recordings and pictures are handed back on export."""


@frozen
class Imported:
    """What became of one file."""

    path: str
    format: str
    origin: str
    """The program that wrote it, where it says so."""
    account: Account
    kept: bool
    """Whether anything was stored: not in a trial, and not where `strict` found a loss."""


def import_file(
    project: Handle,
    path: Path,
    *,
    format: str = "",
    choices: Choices | None = None,
    dry_run: bool = False,
    strict: bool = False,
    progress: Tick | None = None,
) -> Imported:
    """Take one file in, whatever program wrote it; ReadError for what cannot be read or is not safe to.

    Nothing is stored with `dry_run`, nor with `strict` when anything was changed or lost.
    """
    from ..exchange import format_in, studies

    choices = replace(choices or Choices(language=project.settings.language), progress=progress)
    name, why = format or format_in(path), ""
    wanted = Wanted(source=path.name, dry_run=dry_run, strict=strict, progress=progress)
    if name == "codebook":
        return _codebook(project, path, choices, wanted)
    if name in ("codings", "parquet"):
        name, why = _kind_of_table(path, choices)
        if name == "codings":
            return _codings(project, path, choices, wanted)
        if name == "codebook":
            return _codebook(project, path, choices, wanted, why)
    codec = studies.named(name).load()
    arrived: Arrived = codec.read(path, choices)
    if arrived.segments or name == "word-comments":
        arrived = _with_places(project, path, arrived, choices, name, progress)
    account = arrived.account
    account.notes += [why] if why else []
    account.carried.clear()  # counted again as things are stored: what is here already is not
    archive = _archived(project, path, arrived.bundle)
    wanted = replace(wanted, exact=arrived.exact, kept_in=archive)
    bring_in(project, arrived.bundle, account, wanted)
    stands = kept(account, wanted)
    if archive and stands:
        _keep(project.root / archive, path)
    return Imported(str(path), name, arrived.origin, account, stands)


def _kind_of_table(path: Path, choices: Choices) -> tuple[str, str]:
    """`codings` of ours, `segments` of another program, or a `codebook`: the columns tell; and what to say of it."""
    from ..core.spreadsheets import read_sheet
    from ..exchange.columns import columns_of
    from ..exchange.row_files import SUFFIXES
    from ..exchange.segment_tables import columns_of as roles_of
    from ..exchange.segment_tables import heads_segments, is_segment_table, left_to_codebook, told_as_codebook
    from .tag_tables import COLUMNS, as_exported

    if path.suffix.lower() in SUFFIXES:
        return "codings", ""
    sheet = read_sheet(path).under_its_title(
        lambda cells: heads_segments(cells, choices.columns) or columns_of(cells).headings
    )
    ours = set(sheet.columns(COLUMNS))
    if not choices.columns and (("code" in ours and "address" in ours) or as_exported(sheet.header)):
        return "codings", ""
    if choices.columns:
        return "segments", ""
    if is_segment_table(sheet.header):
        if described := told_as_codebook(sheet):
            return "codebook", (
                f"taken for a codebook with examples: it has {', '.join(described)}, no documents, and each code once "
                "(--columns quote=COLUMN,code=COLUMN takes its rows for coded segments)"
            )
        left = left_to_codebook(sheet.header)
        say = f"`qualcode codebook import {argument(path)}` takes the codes with {', '.join(left)}"
        return "segments", say if left else ""
    of_codes = {"source", "definition", "brief", "use", "not", "description"} & columns_of(sheet.header).roles.keys()
    named = {"code", "document"} <= ours or {"quote", "document"} <= roles_of(sheet.header, {}, sheet.path).keys()
    if named and not of_codes:
        return "segments", ""  # which says that the words, or the codes, are missing
    if any(heading.casefold() in ("case", "members") for heading in sheet.header):
        raise UsageError(f"{path.name} looks like a table of cases", slug="unknown_format",
                         hint=f"`qualcode case import {argument(path)}` takes it")  # fmt: skip
    if not columns_of(sheet.header).headings:
        raise UsageError(
            f"{path.name} is neither a table of coded segments nor a codebook: it has {', '.join(sheet.header)[:200]}",
            slug="unknown_columns",
            hint="--columns quote=COLUMN,code=COLUMN says which columns hold segments; `qualcode codebook import FILE` "
            "takes a list of codes without headings; `qualcode add FILE` reads surveys and transcripts",
        )
    return "codebook", ""


def _codings(project: Handle, path: Path, choices: Choices, wanted: Wanted) -> Imported:
    """A table that `export` wrote, or one for `tag --from`: rows that cannot be understood are named."""
    from .tag import tag
    from .tag_tables import wanted_tags

    tags, problems, notes = wanted_tags(project, path, choices.coder, wanted.progress)
    account = Account()
    account.notes += notes
    for problem in problems:
        account.lose("rows", problem.message, f"line {problem.line}")
    stands = kept(account, wanted)
    if stands and tags:
        done = tag(project, tags, action="import", summary=f"{path.name}: {several(len(tags), 'coding')}")
        account.carry("codings", len(done.added))
        account.carry("changed codings", len(done.changed))
        if done.unchanged:
            are = "is" if done.unchanged == 1 else "are"
            account.notes.append(f"{several(done.unchanged, 'coding')} {are} here already, just so")
    else:
        account.carry("codings", len(tags))
    return Imported(str(path), "codings", "qualcode", account, stands)


def _with_places(
    project: Handle, path: Path, arrived: Arrived, choices: Choices, name: str, progress: Tick | None
) -> Arrived:
    """Segments put where their words stand; a Word file is a document of the project itself."""
    from .segments import Placing

    placing = Placing(project, arrived.account, choices.codebook or "open")
    placing.know(project.store.documents())
    if name != "word-comments":
        only = project.store.document_ids()
        unnamed = sum(not segment.document for segment in arrived.segments)
        if unnamed and len(only) == 1:
            arrived.account.notes.append(
                f"{several(unnamed, 'segment')} without a document: looked for in the one document there is"
            )
        for segment in ticking(arrived.segments, progress):
            name = segment.document or (only[0] if len(only) == 1 else "")
            placing.place(segment, placing.named(name), [(code, "") for code in segment.codes])
        return replace(arrived, bundle=placing.bundle())
    from ..exchange.word_comments import names_in

    document, new = _word_document(project, path)
    # A name that stands alone in one comment is a name in the others too.
    named = {name.casefold() for each in arrived.segments for name, _ in names_in(each.codes[0], placing.known)
             if "/" not in name}  # fmt: skip
    sentences = 0
    for segment in ticking(arrived.segments, progress):
        codes = names_in(segment.codes[0], lambda name: name.casefold() in named or placing.known(name))
        if codes:
            placing.place(segment, document, codes)
        else:
            sentences += 1
            placing.remark(segment, document, segment.codes[0])
    if sentences:
        arrived.account.change("comments", "are sentences, not names of codes: they are memos about their words",
                               count=sentences)  # fmt: skip
    return replace(arrived, bundle=placing.bundle((document,) if new else ()), exact=True)


def _word_document(project: Handle, path: Path) -> tuple[Document, bool]:
    """The document that a Word file is in the project, or will be; and whether it is new."""
    from ..ingest.read import ReadRequest, read_file
    from .files import digest_of

    digest = digest_of(path)
    for source in project.store.sources():
        if source["sha256"] == digest or source["path"] == project.relative(path):
            return project.document(source["id"]), False
    request = ReadRequest(interviewer=project.settings.interviewer)
    (result, *_) = read_file(path, request, name=project.relative(path))
    return result.document, True


def _codebook(project: Handle, path: Path, choices: Choices, wanted: Wanted, why: str = "") -> Imported:
    from ..core.model import Bundle
    from ..exchange import read_codebook

    if path.suffix.lower() in (".yaml", ".yml"):
        from ..codebook.loader import load

        book, account = load(path), Account()
        bring_in(project, Bundle(codebooks=(book,)), account, wanted)
        return Imported(str(path), "codebook", "", account, kept(account, wanted))
    read = read_codebook(path, id=choices.codebook, language=choices.language)
    read.account.carried.clear()
    read.account.notes += [why] if why else []
    bring_in(project, read.bundle, read.account, wanted)
    return Imported(str(path), "codebook", read.origin, read.account, kept(read.account, wanted))


def _archived(project: Handle, path: Path, bundle: Bundle) -> str:
    """Where an archive will be kept, relative to the project; empty when nothing in it is handed back."""
    if not any(part.kind == "file" for part in bundle.foreign):
        return ""
    target = f"{ARCHIVES}/{path.name}"
    number = 2
    while (project.root / target).exists() and not _same(project.root / target, path):
        target = f"{ARCHIVES}/{path.stem}-{number}{path.suffix}"
        number += 1
    return target


def _same(one: Path, other: Path) -> bool:
    import filecmp

    return filecmp.cmp(one, other, shallow=False)


def _keep(target: Path, path: Path) -> None:
    from ..exchange import placed

    if target.exists():
        return
    try:
        target.parent.mkdir(exist_ok=True)
    except OSError as error:
        raise DataError(f"{target.parent} cannot be made: {error.strerror}", slug="unwritable") from error
    with placed(target) as writing:
        shutil.copyfile(path, writing.neighbour)
