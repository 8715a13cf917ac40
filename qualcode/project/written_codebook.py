"""A codebook as people write one in a word processor: a table, or names under each other with what they mean.

What a reader makes of the file becomes the rows of a table, which are read as any table of codes.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from ..core.encoding import decode
from ..core.errors import ReadError, several
from ..exchange.columns import columns_of
from ..exchange.interface import Account, Read
from ..exchange.layouts import spoken, upright
from ..exchange.rows import read_rows
from .written_outline import COLUMNS, Line, rows_of

if TYPE_CHECKING:
    from ..ingest.readers.blocks import Block

SUFFIXES = frozenset((".docx", ".odt", ".rtf", ".md", ".html", ".htm", ".pdf"))
"""Written documents; a `.txt` is one where it is no table."""

POINTS = 4
"""A paragraph that is moved in so far stands as if behind a blank."""


def is_written(path: Path) -> bool:
    """Whether a file is a document with a codebook in it, and no table or file of another program."""
    if path.suffix.lower() != ".txt":
        return path.suffix.lower() in SUFFIXES
    try:
        first = path.read_bytes()[:4096].split(b"\n")[0].decode("utf-8-sig", "replace")
    except OSError:
        return False  # told by whoever reads it
    return not ("\t" in first.strip() or ";" in first or ("," in first and columns_of(first.split(",")).headings))


def read(path: Path, *, id: str, language: str) -> Read:
    """The codebook in a document. Raises ReadError for one that cannot be read or names no code."""
    from ..ingest.readers.blocks import ReaderOptions
    from ..ingest.readers.choice import content_of, format_of

    content = content_of(path, str(path))
    account = Account()
    if path.suffix.lower() in (".txt", ".md"):
        text, _, _ = decode(content, str(path))
        rows, lines = _drawn(text), _lines(text)
    else:
        raws = format_of(path, content, str(path)).load()(content, str(path), ReaderOptions())
        blocks = [block for raw in raws for block in raw.blocks if block.text.strip()]
        rows, lines = _table(blocks), _paragraphs(blocks)
    before: list[str] = []
    if not rows:
        rows, before = _labelled(lines)
    if not rows:
        rows, before = rows_of(lines)
    if len(rows) < 2 or (rows[0] == COLUMNS and _is_prose([row[1] for row in rows[1:]])):
        raise ReadError(
            path,
            "no codes: expected a table with a column of names, or names as headings or in a list",
            slug="no_codes",
        )
    if rows[0] == COLUMNS:
        account.changes("headings, lists and indents became a tree; what follows a name is its definition")
    if before:
        account.loses(f"{several(len(before), 'line')} before the first code: {before[0][:60]}")
    return read_rows(rows, str(path), id=id, language=language, account=account)


# -- tables ------------------------------------------------------------------------------


def _table(blocks: Sequence[Block]) -> list[list[str]]:
    """The rows of the tables of codes; a heading above each of several tables is the group of its codes."""
    tables: list[tuple[str, list[list[str]]]] = []
    heading, row_now = "", 0
    for block in blocks:
        if block.kind != "cell" or block.row is None:
            if block.kind == "heading":
                heading = block.text.strip()
            row_now = 0
            continue
        if row_now == 0 or block.row < row_now:
            tables.append((heading, []))
        rows = tables[-1][1]
        if block.row != row_now:
            rows.append([])
            row_now = block.row
        at = int(block.column) - 1 if block.column.isdigit() else len(rows[-1])
        if block.column in rows[0] and len(rows) > 1:  # named by the row of headings
            at = rows[0].index(block.column)
        rows[-1] += [""] * (at + 1 - len(rows[-1]))
        rows[-1][at] = block.text.strip() if len(rows) == 1 else _moved_in(block) + block.text.strip()
    cards = [(title, rows) for title, rows in tables if upright(_entitled(title, rows))]
    if cards:
        return _dealt(cards)
    tables = [(title, rows) for title, rows in tables if rows and _names_codes(rows[0])]
    if not tables:
        return []
    header = tables[0][1][0]
    several = len({title for title, _ in tables if title}) > 1 and not _has_group(header)
    found = [[*(["category"] if several else []), *header]]
    for title, rows in tables:
        # A second table with other columns says something else.
        if rows[0] == header:
            found += [[*([title] if several else []), *row] for row in rows[1:]]
    return found


def _dealt(cards: Sequence[tuple[str, list[list[str]]]]) -> list[list[str]]:
    """The small tables of a code each as one; a heading above them that is not the code's name is its group."""
    found: list[list[str]] = []
    titles = {title for title, _ in cards}
    for title, rows in cards:
        rows = _entitled(title, rows)
        header, *codes = upright(rows)
        named = any(title.casefold().endswith(cell.casefold()) for row in codes for cell in row if cell)
        if len(titles) > 1 and not named and not _has_group(header):
            rows = [["category", title], *rows]
        found += rows
    return found


def _entitled(title: str, rows: list[list[str]]) -> list[list[str]]:
    """A small table under the name of its code, which stands in the heading above or in a row of its own."""
    if upright(rows) or not rows:
        return rows
    alone = len([cell for cell in rows[0] if cell.strip()]) == 1
    name = "".join(rows[0]).strip() if alone else title
    return [["name", name], *(rows[1:] if alone else rows)] if name else rows


def _drawn(text: str) -> list[list[str]]:
    """The rows of a table that is drawn with bars, as in Markdown."""
    from ..ingest.readers.plain import drawn_cells

    rows = [cells for line in text.splitlines() if (cells := drawn_cells(line))]
    return rows if rows and (_names_codes(rows[0]) or upright(rows)) else []


def _names_codes(header: Sequence[str]) -> bool:
    found = columns_of(header)
    named = {role.partition(".")[0] for role in found.roles} & {"name", "path"}
    return found.headings and len(header) > 1 and bool(named or found.levels)


def _has_group(header: Sequence[str]) -> bool:
    found = columns_of(header)
    return bool(found.levels) or bool({"group", "parent", "path", "parent_id"} & set(found.roles))


# -- names under each other --------------------------------------------------------------


def _labelled(lines: Sequence[Line]) -> tuple[list[list[str]], list[str]]:
    """The codes where each is called so, `Kod: Tid`, and so is what is said of it; and the lines before the first.
    Headings that are called nothing are the names of an outline, but for a title."""
    rows, before = spoken([line.unmarked().text for line in lines])
    unnamed = any(line.heading and ":" not in line.text for line in lines[len(before) :])
    return ([], []) if unnamed else (rows, before)


def _moved_in(block: Block) -> str:
    return " " * (block.indent // POINTS + _blanks(block.text))


def _paragraphs(blocks: Sequence[Block]) -> list[Line]:
    return [
        Line(
            line.strip(),
            block.level if block.kind == "heading" else 0,
            block.level * 1000 if block.kind == "list" else block.indent // POINTS + _blanks(line),
            _listed(block) if block.kind == "list" else "",
        )
        for block in blocks
        if block.kind in ("heading", "list", "paragraph")
        for line in block.text.split("\n")
        if line.strip()
    ]


def _listed(block: Block) -> str:
    number = block.number.strip(" .)(")
    return "number" if number[:1].isdigit() else "bullet"


def _lines(text: str) -> list[Line]:
    """The lines of plain text and Markdown."""
    lines = [line.rstrip() for line in text.splitlines() if line.strip()]
    marks = [len(line) - len(line.lstrip("#")) for line in lines]
    return [Line(line.strip("# \t"), mark, _blanks(line)) for line, mark in zip(lines, marks, strict=True)]


def _blanks(line: str) -> int:
    line = line.replace("\t", "    ").replace("\xa0", " ")
    return len(line) - len(line.lstrip())


def _is_prose(names: Sequence[str]) -> bool:
    """Whether what was taken for names is the sentences or the speakers of an ordinary text."""
    long = sum(len(name) > 80 for name in names)
    return 3 * long > len(names) or 4 * len({name.casefold() for name in names}) < 3 * len(names)
