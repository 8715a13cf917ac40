"""Codebooks as tables: CSV, tab-separated text and Excel, read as other programs write them.

Taguette (tag, description), NVivo (name, description, files, references), MAXQDA (code, memo, levels
by > or \\), QualCoder (category>>code, memo, no headings), and tables that people make themselves.
"""

from __future__ import annotations

import csv
import io
import re
from typing import Any

from ..core.errors import ReadError
from ..core.model import Codebook
from .account import Account, Read, Written
from .guard import check_size, check_zip
from .losses import note_losses
from .rows import read_rows, written_rows

KEPT = frozenset(("languages", "retired", "origin", "source"))
MAX_ROWS = 200_000
_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_FORMULA = ("=", "+", "-", "@", "\t")


class TextCodec:
    """CSV and tab-separated text."""

    def __init__(self, delimiter: str) -> None:
        self.delimiter = delimiter

    def read(self, content: bytes, name: str, *, id: str = "", language: str = "en") -> Read:
        """The codebook in a text table; its encoding and delimiter are found out."""
        check_size(content, name)
        account = Account()
        text = _decoded(content, account)
        if "\x00" in text:
            raise ReadError(name, "this is no text file")
        first = next((line for line in text.splitlines() if line.strip()), "")
        delimiter = max((self.delimiter, "\t", ";", ","), key=lambda mark: (first.count(mark), mark == self.delimiter))
        try:
            rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))
        except csv.Error as error:
            raise ReadError(name, f"this table cannot be read: {error}") from None
        if len(rows) > MAX_ROWS:
            raise ReadError(name, f"{len(rows):,} rows; a codebook may have {MAX_ROWS:,}", slug="too_large")
        bare = [[_unguarded(cell) for cell in row] for row in rows]
        return read_rows(bare, name, id=id, language=language, account=account)

    def write(self, codebook: Codebook, *, language: str = "en") -> Written:
        """A table with one row per code, in all languages, with a byte order mark for Excel."""
        headings, rows = written_rows(codebook)
        stream = io.StringIO(newline="")
        writer = csv.writer(stream, delimiter=self.delimiter, lineterminator="\r\n")
        writer.writerow(headings)
        writer.writerows([_guarded(cell) for cell in row] for row in rows)
        return Written(stream.getvalue().encode("utf-8-sig"), _written(codebook))


class ExcelCodec:
    """Excel workbooks: the first sheet that has rows."""

    def read(self, content: bytes, name: str, *, id: str = "", language: str = "en") -> Read:
        """The codebook in a workbook's first sheet with rows."""
        check_zip(content, name)
        from openpyxl import load_workbook

        account = Account()
        try:
            book = load_workbook(io.BytesIO(content), read_only=True, data_only=True)
            sheets = [(sheet.title, _cells(sheet, name)) for sheet in book.worksheets]
            book.close()
        except ReadError:
            raise
        except Exception as error:  # openpyxl raises whatever its parts raise
            raise ReadError(name, f"this workbook cannot be read: {error}") from None
        filled = [(title, rows) for title, rows in sheets if any(any(row) for row in rows)]
        if not filled:
            raise ReadError(name, "the workbook has no rows")
        if len(filled) > 1:
            others = ", ".join(title for title, _ in filled[1:])
            account.loses(f"the other sheets: {others}")
        return read_rows(filled[0][1], name, id=id, language=language, account=account)

    def write(self, codebook: Codebook, *, language: str = "en") -> Written:
        """A workbook with one row per code; no cell is ever a formula."""
        from openpyxl import Workbook
        from openpyxl.styles import Alignment, Font

        headings, rows = written_rows(codebook)
        workbook = Workbook()
        sheet = workbook.active or workbook.create_sheet()
        sheet.title = codebook.id[:31]
        for number, row in enumerate([headings, *rows], start=1):
            for column, text in enumerate(row, start=1):
                cell = sheet.cell(row=number, column=column)
                cell.value = _ILLEGAL.sub(" ", text)[:32_767]
                cell.data_type = "s"
                cell.alignment = Alignment(wrap_text=number > 1 and column > 1, vertical="top")
                if number == 1:
                    cell.font = Font(bold=True)
        sheet.freeze_panes = "B2"
        stream = io.BytesIO()
        workbook.save(stream)
        return Written(stream.getvalue(), _written(codebook))


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


def _decoded(content: bytes, account: Account) -> str:
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return content.decode("utf-16", "replace")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        account.changes("the file is not UTF-8 and was read as Windows-1252")
        return content.decode("cp1252", "replace")


def _cells(sheet: Any, name: str) -> list[list[str]]:
    rows: list[list[str]] = []
    for row in sheet.iter_rows(values_only=True):
        if len(rows) >= MAX_ROWS:
            raise ReadError(name, f"more than {MAX_ROWS:,} rows", slug="too_large")
        rows.append(["" if value is None else str(value).strip() for value in row])
    return rows


def _guarded(cell: str) -> str:
    """A cell that no spreadsheet takes for a formula."""
    return f"'{cell}" if cell.startswith(_FORMULA) else cell


def _unguarded(cell: str) -> str:
    return cell[1:] if cell.startswith("'") and cell[1:].startswith(_FORMULA) else cell


csv_codec = TextCodec(",")
tsv_codec = TextCodec("\t")
xlsx_codec = ExcelCodec()
