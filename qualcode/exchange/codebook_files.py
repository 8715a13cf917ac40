"""Files that hold a codebook and nothing else, behind the interface that all formats have: REFI-QDA's, and tables.

What knows a format (`qdc`, and the tables here) turns bytes into a `Codebook` and back; `CodebookFile` makes that a
study of one codebook, so that `import`, `export`, `codebook import` and `codebook export` look in one registry.

Tables are read as other programs write them: Taguette (tag, description), NVivo (name, description, files,
references), MAXQDA (code, memo, levels by > or \\), QualCoder (category>>code, memo, no headings), and people.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path

from ..core.container import timeless
from ..core.errors import ReadError, UsageError
from ..core.model import EMPTY, Bundle, Code, Codebook, Names
from ..core.spreadsheets import guarded, parse_sheet, unguarded
from ..core.text import written_out
from ..core.values import frozen
from .columns import columns_of
from .interface import Account, Arrived, Choices, Codec, Read, Written, note_losses
from .markup import check_size
from .qdc import codec as qdc_codec
from .rows import read_rows

KEPT = frozenset(("texts", "languages", "retired", "origin", "source"))
MAX_ROWS = 200_000
TEXTS = ("name", "brief", "definition", "use", "not")


class TextCodec:
    """CSV and tab-separated text."""

    def __init__(self, delimiter: str) -> None:
        self.delimiter = delimiter

    def read(self, content: bytes, name: str, *, id: str = "", language: str = "en") -> Read:
        """The codebook in a text table; its encoding and delimiter are found out."""
        return _codebook(content, name, id, language)

    def write(self, codebook: Codebook, *, language: str = "en", guids: Mapping[str, str] = EMPTY) -> Written:
        """A table with one row per code, in all languages, with a byte order mark for Excel."""
        headings, rows = written_rows(codebook)
        stream = io.StringIO(newline="")
        writer = csv.writer(stream, delimiter=self.delimiter, lineterminator="\r\n")
        writer.writerow(headings)
        writer.writerows([guarded(cell) for cell in row] for row in rows)
        return Written(stream.getvalue().encode("utf-8-sig"), _written(codebook))


class ExcelCodec:
    """Excel workbooks: the first sheet that has rows."""

    def read(self, content: bytes, name: str, *, id: str = "", language: str = "en") -> Read:
        """The codebook in a workbook's first sheet with rows."""
        return _codebook(content, name, id, language)

    def write(self, codebook: Codebook, *, language: str = "en", guids: Mapping[str, str] = EMPTY) -> Written:
        """A workbook with one row per code; no cell is ever a formula."""
        from xlsxwriter import Workbook

        headings, rows = written_rows(codebook)
        stream = io.BytesIO()
        with Workbook(stream, {"in_memory": True}) as workbook:
            workbook.set_properties({"title": codebook.id, "created": datetime(1980, 1, 1)})
            bold = workbook.add_format({"bold": True, "valign": "top"})
            name, text = (workbook.add_format({"text_wrap": wrap, "valign": "top"}) for wrap in (False, True))
            sheet = workbook.add_worksheet(codebook.id[:31])
            sheet.freeze_panes(1, 1)
            for number, row in enumerate([headings, *rows]):
                for column, cell in enumerate(row):
                    held = written_out(cell)[:32_767]
                    sheet.write_string(number, column, held, text if number and column else name if number else bold)
        return Written(timeless(stream.getvalue()), _written(codebook))


def _written(codebook: Codebook) -> Account:
    account = Account()
    account.carry("codes", len(codebook.codes))
    account.carry("definitions", sum(bool(code.brief or code.definition) for code in codebook))
    account.carry("examples", sum(len(code.examples) for code in codebook))
    others = sum(len(texts) for code in codebook for lang, texts in code.aliases.items() if lang != codebook.language)
    if others:
        account.loses(f"{others} aliases in other languages than {codebook.language}")
    translated = sum(len(example) > 1 for code in codebook for example in code.examples)
    if translated:
        account.loses(f"translations of {translated} examples")
    note_losses(codebook, account, kept=KEPT | {"aliases"}, language=codebook.language)
    return account


def _codebook(content: bytes, name: str, id: str, language: str) -> Read:
    check_size(content, name)
    sheet = parse_sheet(content, name).under_its_title(lambda cells: columns_of(cells).headings)
    if len(sheet.rows) > MAX_ROWS:
        raise ReadError(name, f"{len(sheet.rows):,} rows; a codebook may have {MAX_ROWS:,}", slug="too_large")
    account = Account()
    if sheet.dialect is not None and not sheet.dialect.encoding.startswith(("utf-8", "utf-16")):
        known = {"cp1252": "Windows-1252"}.get(sheet.dialect.encoding, sheet.dialect.encoding)
        account.changes(f"the file is not UTF-8 and was read as {known}")
    for note in sheet.notes:
        account.changes(note)
    if sheet.others:
        account.loses(f"the other sheets: {', '.join(sheet.others)}")
    rows = [[unguarded(cell) for cell in row.cells] for row in sheet.rows]
    return read_rows(rows, name, id=id, language=language, account=account)


def written_rows(book: Codebook) -> tuple[list[str], list[list[str]]]:
    """Headings and rows that hold a codebook's codes, and read back the same."""
    languages = list(dict.fromkeys(lang for code in book for field in _fields(code) for lang in field))
    languages = languages or [book.language]
    headings = ["id", *(f"{field} ({lang})" for field in TEXTS for lang in languages)]
    headings += ["examples", "aliases", "color", "codable", "origin", "source", "retired"]
    rows = []
    for code in book:
        texts = [names.get(lang, "") for names in _fields(code) for lang in languages]
        rows.append(
            [
                code.id,
                *texts,
                "\n".join(" ".join(_own(example, book.language).split()) for example in code.examples),
                "; ".join(code.aliases.get(book.language, ())),
                "" if code.color_derived else code.color,
                "true" if code.codable else "false",
                code.origin,
                code.source,
                "true" if code.retired else "",
            ]
        )
    return headings, rows


def _fields(code: Code) -> tuple[Names, ...]:
    return code.name, code.brief, code.definition, code.use, code.avoid


def _own(texts: Mapping[str, str], language: str) -> str:
    return texts.get(language) or next(iter(texts.values()), "")


@frozen
class CodebookFile:
    """A study that is one codebook."""

    codec: Codec

    def read(self, path: Path, choices: Choices) -> Arrived:
        """The codebook in a file, under the id `choices.codebook` where that is given."""
        try:
            content = path.read_bytes()
        except OSError as error:
            raise ReadError(path, error.strerror or "cannot be read") from None
        read = self.codec.read(content, str(path), id=choices.codebook, language=choices.language or "en")
        return Arrived(read.bundle, read.account, read.origin)

    def write(self, bundle: Bundle, path: Path, choices: Choices) -> Account:
        """The one codebook of a study, or the one that `choices.codebook` names; what else it holds is left out and
        said. UsageError (`which_codebook`) where there are several."""
        book = _chosen(bundle, choices.codebook)
        named = f"code {book.id}:"
        guids = {part.subject.removeprefix(named): part.value for part in bundle.foreign
                 if part.kind == "guid" and part.subject.startswith(named)}  # fmt: skip
        written = self.codec.write(book, language=choices.language or book.language, guids=guids)
        for kind, count in (("documents", len(bundle.documents)), ("codings", len(bundle.codings)),
                            ("cases", len(bundle.cases)), ("memos", len(bundle.memos)),
                            ("codebooks", len(bundle.codebooks) - 1)):  # fmt: skip
            if count:
                written.account.lose(kind, "have no place in a file of one codebook", count=count)
        path.write_bytes(written.content)
        return written.account


def _chosen(bundle: Bundle, id: str) -> Codebook:
    books = [book for book in bundle.codebooks if not id or book.id == id]
    if len(books) != 1:
        there = ", ".join(book.id for book in bundle.codebooks) or "none"
        raise UsageError(
            f"a file of this format holds one codebook; the study has {there}", slug="which_codebook",
            hint="qualcode codebook export CODEBOOK FILE",
        )  # fmt: skip
    return books[0]


csv_codec = TextCodec(",")
tsv_codec = TextCodec("\t")
xlsx_codec = ExcelCodec()
qdc_file = CodebookFile(qdc_codec)
csv_file, tsv_file, xlsx_file = CodebookFile(csv_codec), CodebookFile(tsv_codec), CodebookFile(xlsx_codec)
