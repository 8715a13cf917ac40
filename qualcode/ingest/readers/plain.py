"""Plain text and Markdown: a block is a line, so that the text stays as it was read."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any

from qualcode.core.encoding import decode
from qualcode.core.errors import ReadError

from .blocks import Block, Raw, RawPage, ReaderOptions
from .talk_tables import is_talk_in_columns, timed_rows

MAX_BYTES = 500 * 1024 * 1024

_FENCE = re.compile(r"\A---[ \t]*\n(.{0,4000}?)\n(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL)
_FIELD = re.compile(r"([A-Za-z_æøåäöÆØÅÄÖ][\w -]{0,40}):[ \t]*(.*)")
_HEADING = re.compile(r" {0,3}(#{1,6})[ \t]+(.*?)(?:[ \t]+#+)?[ \t]*$")
_STRONG = re.compile(r"(\*\*|__)(?=\S)((?:(?!\1).)+?)(?<=\S)\1")
_EMPHASIS = re.compile(r"(?<![\w*\\])\*(?![\s*])([^*\n]+?)(?<![\s\\])\*(?![\w*])")
_ESCAPE = re.compile(r"\\([!-/:-@\[-`{-~])")
_ITEM = re.compile(r"[ \t]*(?:[-*+]|\d{1,3}[.)])[ \t]+")
_QUOTED = re.compile(r" {0,3}> ?")
_RULE = re.compile(r" {0,3}\|?[ \t]*:?-+:?[ \t]*(?:\|[ \t]*:?-+:?[ \t]*)+\|?[ \t]*|[ \t]*\|[ \t]*:?-+:?[ \t]*\|[ \t]*")
"""Under the headings of a table."""


def read_text(data: bytes, name: str, options: ReaderOptions) -> list[Raw]:
    """The lines of a text file; form feeds begin pages, as text taken from a PDF has them. A table of who said what
    between tabs, with headings or with times, is read as one."""
    text, encoding, warnings = _decoded(data, name, options)
    if "\t" in text and is_talk_in_columns(text.split("\n")):
        from .sheets.reader import read_table

        return read_table(data, name, options)
    if "\t" in text and (cues := timed_rows(text.split("\n"))):
        return [Raw(cues, media_type="text/plain", encoding=encoding, warnings=warnings, separated="\n")]
    pages: tuple[RawPage, ...] = ()
    if "\f" in text and text.strip("\f\n") != "":
        blocks, pages = _paged(text)
    else:
        blocks = tuple([Block(line) for line in text.split("\n")])
    return [Raw(blocks, pages, media_type="text/plain", encoding=encoding, warnings=warnings, separated="\n")]


def read_markdown(data: bytes, name: str, options: ReaderOptions) -> list[Raw]:
    """The lines of a Markdown file, without the marks of headings, emphasis and escapes."""
    text, encoding, warnings = _decoded(data, name, options)
    attributes: dict[str, str] = {}
    title = ""
    matter = _FENCE.match(text)
    if matter is not None:
        fields = _front_matter(matter[1])
        if fields is not None:
            title = fields.pop("title", "")
            attributes = fields
            # Blank lines stand in for it, so that lines keep their numbers.
            text = "\n" * matter[0].count("\n") + text[matter.end() :]
    blocks = tuple(_markdown_blocks(text.split("\n")))
    if not title:
        title = next((b.text for b in blocks if b.kind == "heading" and b.level == 1), "")
    return [
        Raw(
            blocks,
            title=title,
            media_type="text/markdown",
            encoding=encoding,
            attributes=attributes,
            warnings=warnings,
            separated="\n",
        )
    ]


def _front_matter(matter: str) -> dict[str, str] | None:
    """The fields of a YAML block, lists joined by semicolons; None where it is no such block."""
    from ruamel.yaml import YAML
    from ruamel.yaml.error import YAMLError

    try:
        found = YAML(typ="safe", pure=True).load(matter)
    except (YAMLError, ValueError, RecursionError):
        lines = [line for line in matter.split("\n") if line.strip()]
        fields = [_FIELD.fullmatch(line) for line in lines]  # `title: Møde: referat` is no YAML, and meant so
        if not all(fields):
            return None
        return {f[1].strip(): f[2].strip().strip("\"'") for f in fields if f and f[2].strip()}
    if not isinstance(found, dict):
        return None
    return {str(key): text for key, value in found.items() if (text := _field(value))}


def _field(value: Any) -> str:
    if isinstance(value, list):
        return "; ".join(filter(None, map(_field, value)))
    if isinstance(value, dict):
        return "; ".join(f"{key}: {text}" for key, each in value.items() if (text := _field(each)))
    return "" if value is None else " ".join(str(value).split())


def _decoded(data: bytes, name: str, options: ReaderOptions) -> tuple[str, str, tuple[str, ...]]:
    if len(data) > MAX_BYTES:
        raise ReadError(name, f"larger than {MAX_BYTES >> 20} MB", slug="too_large")
    text, encoding, warnings = decode(data, name, options.encoding)
    if not text.strip():
        raise ReadError(name, "the file is empty", slug="empty")
    return text, encoding, warnings


def _paged(text: str) -> tuple[tuple[Block, ...], tuple[RawPage, ...]]:
    """Lines with the page on which they stand; the form feeds themselves stay for cleaning."""
    blocks = []
    page = 0
    for line in text.split("\n"):
        breaks = []
        begins = page
        at = line.find("\f")
        while at >= 0:
            page += 1
            if not line[:at].strip("\f \t"):
                begins = page
            else:
                breaks.append((at + 1, page))
            at = line.find("\f", at + 1)
        blocks.append(Block(line, page=begins, page_breaks=tuple(breaks)))
    return tuple(blocks), tuple(RawPage(str(number + 1)) for number in range(page + 1))


def _markdown_blocks(lines: Sequence[str]) -> Iterator[Block]:
    """A block for each line; for each cell in a table that lines of bars and dashes make."""
    row = 0
    for at, line in enumerate(lines):
        if row == 0 and not (at + 1 < len(lines) and "|" in line and _RULE.fullmatch(lines[at + 1])):
            yield _markdown_line(line)
        elif "|" not in line:
            row = 0
            yield _markdown_line(line)
        elif not (row == 1 and _RULE.fullmatch(line)):
            row += 1
            for column, cell in enumerate(_between_bars(line), start=1):
                text, bold = _inline(cell)
                if text:
                    yield Block(text, "cell", bold=bold, row=row, column=str(column))


def drawn_cells(line: str) -> list[str]:
    """The cells of a row that is drawn with bars, as in Markdown; none of the rule under the headings, and of any other
    line.

    >>> drawn_cells("| **Tillid** | at stole<br>på |"), drawn_cells("|---|---|"), drawn_cells("a | b")
    (['Tillid', 'at stole\\npå'], [], [])
    """
    line = line.strip()
    if not line.startswith("|") or line.count("|") < 3 or _RULE.fullmatch(line):
        return []
    return [cell.strip(" *").replace("<br>", "\n") for cell in _between_bars(line)]


def _between_bars(line: str) -> list[str]:
    return [cell.strip().replace("\\|", "|") for cell in re.split(r"(?<!\\)\|", line.strip().strip("|"))]


def _markdown_line(line: str) -> Block:
    heading = _HEADING.match(line)
    if heading is not None:
        text, _ = _inline(heading[2])
        return Block(text, kind="heading", level=len(heading[1]))
    quoted = _QUOTED.match(line)
    if quoted is not None and not line.lstrip().startswith(">>"):
        line = line[quoted.end() :]
    text, bold = _inline(line)
    kind = "list" if _ITEM.match(line) else "paragraph"
    return Block(text, kind, bold=bold, apart=_EMPHASIS.fullmatch(line.strip()) is not None)


def _inline(line: str) -> tuple[str, int]:
    """The line without marks, and how much of its beginning is bold."""
    bold = 0
    if "*" in line or "__" in line:
        first = _STRONG.match(line.lstrip())
        if first is not None:
            bold = len(_plain(first[2])) + len(line) - len(line.lstrip())
        line = _STRONG.sub(r"\2", line)
        line = _EMPHASIS.sub(r"\1", line)
    return _ESCAPE.sub(r"\1", line) if "\\" in line else line, bold


def _plain(text: str) -> str:
    return _ESCAPE.sub(r"\1", _EMPHASIS.sub(r"\1", text))
