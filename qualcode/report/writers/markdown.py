"""Markdown: for notes, Quarto and Pandoc, and for reading on a code host."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, BinaryIO

from ...core.numbers import NUMERIC
from ...core.table import (
    Contents,
    Excerpts,
    Figure,
    Heading,
    Note,
    PageBreak,
    Paragraph,
    Report,
    Run,
    Table,
    Transcript,
    TranscriptLine,
)  # fmt: skip
from ...core.text import written_out
from .blocks import BlockWriter, runs
from .cells import full_title, text_rows
from .turns import margin, said_in

if TYPE_CHECKING:
    from .. import Options

_SPECIAL = re.compile(r"([\\`*_\[\]<>#|~$])")

_LINE_START = re.compile(r"^(\s*)(\d+)([.)]\s)|^(\s*)([-+])(\s)", re.MULTILINE)


def write(report: Report, stream: BinaryIO, options: Options) -> None:
    """The report as Markdown with pipe tables."""
    stream.write(_Writer(report, options).text().encode())


def escape(text: str) -> str:
    """`text` so that none of it is taken for Markdown.

    >>> escape("*5*  <b> 1. a|b")
    '\\\\*5\\\\*  \\\\<b\\\\> 1. a\\\\|b'
    """
    text = _SPECIAL.sub(r"\\\1", written_out(text))
    return _LINE_START.sub(lambda m: f"{m[1]}{m[2]}\\{m[3]}" if m[2] else f"{m[4]}\\{m[5]}{m[6]}", text)


def _in_line(text: str) -> str:
    return " ".join(escape(text).split())


class _Writer(BlockWriter):
    def text(self) -> str:
        report = self.report
        parts = [f"# {_in_line(report.title)}"] if report.title else []
        parts += [_in_line(line) for line in (report.subtitle, report.author, report.created[:10]) if line]
        parts += self.written()
        return "\n\n".join(part for part in parts if part) + "\n"

    def heading(self, at: int, block: Heading) -> str:
        return f"{'#' * min(block.level + 1, 6)} {_in_line(self.titled(at, block.text))}"

    def note(self, at: int, block: Note) -> str:
        return f"*{_in_line(block.text)}*"

    def transcript(self, at: int, block: Transcript) -> str:
        lines = [self.turn(line) for line in block.lines]
        return "\n\n".join(([f"### {_in_line(block.title)}"] if block.title else []) + lines)

    def figure(self, at: int, block: Figure) -> str:
        caption = f"**{_in_line(self.captioned(at, block.caption))}**"
        return "\n\n".join(part for part in (caption, escape(block.alt)) if part.strip("*"))

    def page_break(self, at: int, block: PageBreak) -> str:
        return ""  # pages and their numbers are not Markdown's

    def contents(self, at: int, block: Contents) -> str:
        return ""

    def paragraph(self, at: int, block: Paragraph) -> str:
        text = "".join(self.run(run) for run in runs(block)).replace("\n", "  \n")
        if block.style == "quote":
            return "\n".join(f"> {line}" for line in text.split("\n"))
        return f"- {text}" if block.style == "list" else text

    def run(self, run: Run) -> str:
        text = escape(self.run_text(run))
        mark = ("**" if run.bold else "") + ("*" if run.italic else "")
        inner = text.strip()
        if not mark or not inner:
            return text
        before, after = text[: len(text) - len(text.lstrip())], text[len(text.rstrip()) :]
        return f"{before}{mark}{inner}{mark[::-1]}{after}"

    def table(self, at: int, table: Table) -> str:
        rows = text_rows(table, self.report.language, self.options.decimals)
        right = [column.kind in NUMERIC for column in table.columns]
        head = [_cell(full_title(column)) for column in table.columns]
        body = [[_cell(cell) for cell in row] for row in rows]
        for number, depth in table.indents.items():
            body[number][0] = "&nbsp;" * 3 * depth + body[number][0]
        for number in table.bold_rows:
            body[number] = [f"**{cell}**" if cell else "" for cell in body[number]]
        rule = ["---:" if each else ":---" for each in right]
        lines = [f"| {' | '.join(line)} |" for line in (head, *body)]
        lines.insert(1, f"|{'|'.join(rule)}|")
        caption = self.captioned(at, table.caption)
        parts = [f"**{_in_line(caption)}**"] if caption else []
        parts.append("\n".join(lines))
        parts += [f"*{_in_line(note)}*" for note in table.notes]
        return "\n\n".join(parts)

    def excerpts(self, at: int, block: Excerpts) -> str:
        parts = [f"**{_in_line(block.caption)}**"] if block.caption else []
        for excerpt in block.items:
            quoted = escape(self.words("quoted", text=excerpt.text)).replace("\n", "\n> ")
            beside = "".join(f"  \n> *{_in_line(line)}*" for line in self.beside(excerpt))
            about = f"  \n> {_in_line(self.about(excerpt))}" if self.about(excerpt) else ""
            parts.append(f"> {quoted}{about}{beside}")
        return "\n\n".join(parts)

    def turn(self, line: TranscriptLine) -> str:
        heading = f"**{_in_line(line.question)}**\n\n" if line.question else ""
        speaker = f"**{_in_line(line.speaker)}:** " if line.speaker else ""
        marks = "; ".join(_in_line(label) for _, label in margin(line, self.words))
        codes = f"  \n*■ {marks}*" if marks else ""
        said = escape(said_in(line)).replace("\n\n", "  \n").replace("\n", "  \n")
        return f"{heading}`{line.number}` {speaker}{said}{codes}"


def _cell(text: str) -> str:
    return escape(text).replace("\n", "<br>")
