"""Batches of codings from a table with a row for each, as `export` writes it and as people make it by hand."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from ..core import address as addresses
from ..core.errors import DataError, Problem, ProblemsFound, ReadError, UsageError, argument, several, the_first
from ..core.languages import composed
from ..core.model import Document, Span
from ..core.numbers import typed
from ..core.spreadsheets import read_sheet, unguarded
from ..core.spreadsheets.sheet import folded, names_any
from ..core.text import proof_of
from ..core.ticks import ROWS, Tick
from ..exchange import row_files
from ..store import Change
from . import quote_places
from .codes import OPEN
from .codes_in_cells import in_cell
from .tag import Tag, Tagged, meant, new_but_for_capitals, stretches, tag

if TYPE_CHECKING:
    from .handle import Handle

COLUMNS = ("document", "address", "quote", "code", "coder", "weight", "qualifier", "memo", "unsure")

EXPORTED = (
    "id", "title", "case", "case_name", "speaker", "question", "turn", "unit", "page", "code_name", "created", "origin",
    "start", "stop", "proof",
)  # fmt: skip
"""Columns that `export` and `find` write besides, which say nothing new; such a file can be read back."""


def tag_file(
    project: Handle, path: Path, *, coder: str = "", skip_bad: bool = False, finish: bool = False,
    progress: Tick | None = None,
) -> Tagged:  # fmt: skip
    """Code everything a table (CSV, XLSX, ODS) asks for: all of it, or nothing.

    With `finish` every document in the file is recorded as finished by its coder: what is uncoded
    in it was looked at and carries nothing, which is what agreement is computed from.

    Columns: `document` and/or `address`, `quote`, `code` (several separated by `;` or `,`),
    `coder`, `weight`, `qualifier`, `memo`, `unsure`. Raises ProblemsFound with every bad
    row and its line; with `skip_bad` those rows are left out and reported.
    """
    tags, problems, notes = wanted_tags(project, path, coder, progress)
    if problems and not skip_bad:
        raise ProblemsFound(
            problems,
            hint=f"nothing was stored: mend the {several(len(problems), 'row')}, or leave them out with --skip-bad",
        )
    notes += new_but_for_capitals(project, tags)
    pairs = sorted({(one.coder, one.document) for one in tags}) if finish else []

    def state(change: Change) -> None:
        from .coders import record_states

        record_states(project, change, pairs, "finished")

    project.writable.backup("tag --from")
    done = tag(
        project, tags, action="tag --from", summary=f"{several(len(tags), 'coding')} from {path.name}", prepare=state
    )
    return Tagged(done.added, done.changed, done.unchanged, tuple(problems), done.codes, tuple(notes))


_SAID = ("code", "code_name", "coder", "weight", "qualifier", "memo", "unsure")
"""What a row says about its place."""


class Asked(NamedTuple):
    """What a table asks for."""

    tags: list[Tag]
    problems: list[Problem]
    """What is wrong with each row that cannot be understood."""
    notes: list[str]
    """What was understood otherwise than it is written, in words for the person."""


def wanted_tags(project: Handle, path: Path, coder: str = "", progress: Tick | None = None) -> Asked:
    """What a table asks for. A row without a document and an address is about the document of the row above."""
    problems: list[Problem] = []
    tags: list[Tag] = []
    notes: list[str] = []
    above = ""
    carried: list[str] = []
    documents: dict[str, Document] = {}
    total, rows = read_rows(path)

    @cache
    def said(codes: str | None, name: str | None, by: str | None, weight: str | None, qualifier: str | None,
             memo: str | None, unsure: str | None) -> list[Any]:  # fmt: skip
        """Checked once for all rows that say the same."""
        asked = _new_open(project, codes or "", name or "") or in_cell(project.codes, codes or "")
        return meant(project, asked, by or coder, _weight(weight), qualifier, memo or "", _unsure(unsure))

    for number, (line, row) in enumerate(rows):
        if progress is not None and number % ROWS == 0:
            progress(number, total)
        cell = row.get
        if cell("document") or cell("address"):
            above = cell("document", "")
        elif above and cell("code"):
            row["document"] = above
            carried.append(f"line {line} of {above}")
        try:
            where = _stretches(project, row, documents)
            what = said(*map(cell, _SAID))
        except (UsageError, DataError) as error:  # and nothing that is wrong with the project
            problems.append(Problem(str(path), line, None, "error", error.message, error.slug, error.hint or ""))
        else:
            for each in what:
                for at in where:
                    tags.append(Tag._make(at + each))
            if quote := cell("quote"):
                told = (quote_places.found_by_its_ends(quote, f"line {line}", words) for _, _, words in where)
                notes += filter(None, told)
    if carried:
        many = several(len(carried), "row")
        notes.insert(0, f"{many} without a document: read as of the one named above ({the_first(carried, 6)})")
    return Asked(tags, problems, notes)


def _stretches(project: Handle, row: Mapping[str, str], documents: dict[str, Document]) -> list[tuple[str, Span, str]]:
    """The stretches of text that a row means, with their words."""
    document, place, quote = row.get("document", ""), row.get("address", ""), row.get("quote", "")
    if not document and not place:
        raise DataError("neither a document nor an address", slug="row_without_place")
    if not place and not quote:  # as people write a table by hand: document 4, turn 7
        turn, question = row.get("turn", ""), row.get("question", "")
        place = f"{document}:{turn}" if turn else f"{document}#{question}" if question else ""
    address = addresses.parse(place or document)
    # A spreadsheet makes 7 of 007 and 01-03-2024 of 2024-03-01: then the address, which stays as it was, has the name.
    if place and document and address.document != document and project.store.document(document):
        raise DataError(f"the address {place!r} is not in the document {document!r}", slug="row_contradiction")
    found = stretches(project, address, quote, documents)
    proof = row.get("proof", "")
    if proof and any(proof_of(words) != proof for _, _, words in found):
        raise DataError(
            f"other words stand at {place} than when this table was written", slug="quote_not_found",
            hint="the document was changed since; export the table with its words, which are then looked for",
        )  # fmt: skip
    return found


def _new_open(project: Handle, code: str, name: str) -> list[str]:
    """An open code that an exported row names beside its id and that is not here yet: it is made by its name."""
    from ..codebook.names import slugify

    if not name or code != f"{OPEN}:{slugify(name)}" or project.codes.get(code):
        return []
    return [f"{OPEN}:{name}"]


def _weight(text: str | None) -> float | None:
    weight = typed(text) if text else None
    if text and weight is None:
        raise DataError(f"weight {text!r}: expected a number", slug="not_numeric")
    return weight


def _unsure(text: str | None) -> bool | None:
    return text.casefold() in {"1", "true", "yes", "ja", "x"} if text else None


def read_rows(path: Path) -> tuple[int, Iterable[tuple[int, dict[str, str]]]]:
    """How many rows a table of tags has; and each with its line number, columns by their names in `COLUMNS`."""
    known = (*COLUMNS, *EXPORTED)
    if path.suffix.lower() in row_files.SUFFIXES:
        rows = row_files.read_records(path)
        if not all("code" in row and {"address", "document"} & set(row) for _, row in rows):
            raise ReadError(path, "expected rows with `code` and `address` or `document`", slug="rows_header")
        return len(rows), ((line, {name: cell for name, cell in row.items() if name in known}) for line, row in rows)
    sheet = read_sheet(path).under_its_title(lambda cells: names_any(cells, ("code",)))
    exported = as_exported(sheet.header)
    if exported:
        return len(sheet.body), (
            (line, {name: unguarded(composed(cells[at].strip())) for name, at in exported.items()})
            for line, cells in sheet.body
        )
    header = [name if name in known else name.casefold() for name in sheet.columns(known)]
    if "code" not in header or not {"document", "address"} & set(header):
        raise ReadError(
            path,
            f"expected the columns `code` and `address` or `document`, found {', '.join(header) or 'none'}",
            slug="rows_header",
            hint=f"columns it knows: {', '.join(COLUMNS)}",
        )
    unknown = [name for name in header if name and name not in known and not name.startswith("case.")]
    if unknown:
        raise ReadError(
            path,
            f"unknown column{'s' if len(unknown) > 1 else ''} {', '.join(unknown)}",
            slug="rows_header",
            hint=f"columns it knows: {', '.join(COLUMNS)}"
            + ("" if "address" in header else f"; `qualcode import {argument(path)}` takes tables of other programs"),
        )
    rows = list(sheet.records(known))
    if "quote" in header and "turn" not in header:
        # `Yttrande` and `Replik` mean the words to some and their number to others: the cells tell.
        words = [row["quote"] for _, row in rows if row.get("quote")]
        if words and names_any([sheet.header[header.index("quote")]], ("turn",)) and all(map(str.isdecimal, words)):
            rows = [
                (line, {"turn" if name == "quote" else name: cell for name, cell in row.items()}) for line, row in rows
            ]
    return len(rows), _unguarded(rows)


def _unguarded(rows: Iterable[tuple[int, dict[str, str]]]) -> Iterator[tuple[int, dict[str, str]]]:
    for line, row in rows:
        for name, cell in row.items():
            if cell[:1] == "'":
                row[name] = unguarded(cell)
        yield line, row


def as_exported(header: Sequence[str]) -> dict[str, int]:
    """Where each column stands in a table that `export` or `find` wrote of codings, whatever the language of its heads.

    Empty where it is another table. The attributes of cases, which have names of their own, are left out.
    """
    from ..core.languages import LANGUAGES
    from ..report.wording import Words

    folded_header = [folded(heading) for heading in header]
    wanted = (*COLUMNS, *EXPORTED)
    for language in ("", *LANGUAGES):
        labels = {name: name for name in wanted}
        if language:
            words = Words(language)
            labels = {name: words(f"col.{'number' if name == 'id' else name}") for name in wanted if name != "proof"}
            labels["proof"] = "proof"
        found: dict[str, int] = {}
        for name, label in labels.items():
            at = next((at for at, each in enumerate(folded_header) if each == folded(label)), None)
            if at is not None and at not in found.values():
                found[name] = at
        whole = {"created", "origin", "start", "stop"} <= found.keys() or len(found) == sum(map(bool, folded_header))
        if whole and {"address", "code"} <= found.keys():
            return found
    return {}
