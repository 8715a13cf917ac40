"""LaTeX with booktabs: a whole document, or a body to input into one's own."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING, BinaryIO

from ...core.numbers import NUMERIC
from ...core.table import (
    Contents,
    Excerpts,
    Figure,
    Heading,
    Mark,
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
from .cells import columns_over, slug, text_rows
from .turns import margin, said_in

if TYPE_CHECKING:
    from .. import Options

BABEL = {"da": "danish", "nb": "norsk", "sv": "swedish", "en": "british"}
LONG = 25
"""Tables with more rows may break over pages."""

_ESCAPES = {
    "\\": r"\textbackslash{}", "{": r"\{", "}": r"\}", "$": r"\$", "&": r"\&", "#": r"\#", "%": r"\%",
    "_": r"\_", "^": r"\textasciicircum{}", "~": r"\textasciitilde{}", "\u00a0": "~", "\u2212": r"\ensuremath{-}",
    "<": r"\textless{}", ">": r"\textgreater{}", "[": "{[}", "]": "{]}", '"': r"\textquotedbl{}",
    "■": r"\(\blacksquare\)", "†": r"\textdagger{}", "\u00ad": r"\-", "…": r"\ldots{}", "\t": " ",
}  # fmt: skip
_SPECIAL = re.compile("[" + re.escape("".join(_ESCAPES)) + "]")


def escape(text: str) -> str:
    """`text` so that LaTeX prints it as it is.

    >>> escape("50 % & _x_")
    '50 \\\\% \\\\& \\\\_x\\\\_'
    """
    return _SPECIAL.sub(lambda match: _ESCAPES[match[0]], written_out(text))


def write(report: Report, stream: BinaryIO, options: Options) -> None:
    """The report as LaTeX source in UTF-8."""
    stream.write(_Writer(report, options).text().encode())


class _Writer(BlockWriter):
    paper = True

    def __init__(self, report: Report, options: Options) -> None:
        super().__init__(report, options)
        self.in_appendix = False
        self.appendix = 0
        """The number of the last appendix."""

    def text(self) -> str:
        body = "\n\n".join(part for part in self.written() if part)
        if not self.options.standalone:
            return f"% needs booktabs, longtable, array, amssymb and xcolor\n{body}\n"
        report = self.report
        dates = escape(report.created[:10])
        title = f"\\title{{{escape(report.title)}}}\n\\author{{{escape(report.author)}}}\n\\date{{{dates}}}\n"
        return (
            "\\documentclass[11pt,a4paper]{article}\n\\usepackage[T1]{fontenc}\n\\usepackage[utf8]{inputenc}\n"
            f"\\usepackage[{BABEL[report.language]}]{{babel}}\n"
            "\\usepackage{textcomp,amssymb,array,booktabs,longtable}\n"
            "\\usepackage{pdflscape}\n\\usepackage[table]{xcolor}\n\\usepackage[margin=2.5cm]{geometry}\n"
            "\\usepackage[hidelinks]{hyperref}\n"
            f"{title}\\begin{{document}}\n"
            + ("\\maketitle\n\n" if report.title else "")
            + f"{body}\n\\end{{document}}\n"
        )

    def note(self, at: int, block: Note) -> str:
        return f"{{\\small\\noindent {escape(block.text)}\\par}}"

    def page_break(self, at: int, block: PageBreak) -> str:
        return "\\clearpage"

    def contents(self, at: int, block: Contents) -> str:
        return "\\tableofcontents"

    def heading(self, at: int, block: Heading) -> str:
        command = ("section", "subsection", "subsubsection")[min(max(block.level, 1), 3) - 1]
        label = f"\\label{{{slug(block.name)}}}" if block.name else ""
        start = ""
        if block.appendix and not self.in_appendix:
            self.in_appendix = True
            name = escape(self.words("appendix"))
            counter = "\\arabic" if self.numbering.numbers[at].isdecimal() else "\\Alph"
            start = f"\\appendix\n\\renewcommand{{\\thesection}}{{{name}~{counter}{{section}}}}\n"
        if block.appendix and (number := self.numbering.numbers[at]).isdecimal():
            # A number that does not follow the last one is said; LaTeX counts the others.
            start += "" if int(number) == self.appendix + 1 else f"\\setcounter{{section}}{{{int(number) - 1}}}\n"
            self.appendix = int(number)
        star = "" if block.appendix else "*"
        toc = f"\n\\addcontentsline{{toc}}{{{command}}}{{{escape(block.text)}}}" if star else ""
        return f"{start}\\{command}{star}{{{escape(block.text)}}}{toc}{label}"

    def paragraph(self, at: int, block: Paragraph) -> str:
        text = "".join(self.run(run) for run in runs(block)).replace("\n", "\\\\\n")
        if block.style == "quote":
            return f"\\begin{{quote}}\n{text}\n\\end{{quote}}"
        if block.style == "list":
            return f"\\begin{{itemize}}\\item {text}\\end{{itemize}}"
        return text

    def run(self, run: Run) -> str:
        text = escape(run.text)
        if run.ref:
            at = self.numbering.by_name.get(run.ref)
            block = self.report.blocks[at] if at is not None else None
            if isinstance(block, Heading):
                return f"\\ref{{{slug(run.ref)}}}"
            if at is not None and self.numbering.label(at):
                word = self.words("table" if isinstance(block, Table) else "figure")
                return f"{word}~\\ref{{{slug(run.ref)}}}"
        if run.italic:
            text = f"\\textit{{{text}}}"
        return f"\\textbf{{{text}}}" if run.bold else text

    def table(self, at: int, table: Table) -> str:
        rows = text_rows(table, self.report.language, self.options.decimals)
        columns = "".join(
            "r" if c.kind in NUMERIC else self.column(table, rows, i) for i, c in enumerate(table.columns)
        )
        head = self.head(table)
        lines = []
        for number, row in enumerate(rows):
            if number in table.rules:
                lines.append("\\midrule")
            cells = [escape(cell).replace("\n", "\\newline ") for cell in row]
            if table.indents.get(number):
                cells[0] = f"\\hspace*{{{table.indents[number]}em}}{cells[0]}"
            if number in table.bold_rows:
                cells = [f"\\textbf{{{cell}}}" if cell else "" for cell in cells]
            lines.append(" & ".join(cells) + " \\\\")
        body = "\n".join(lines)
        caption = f"\\caption{{{escape(table.caption)}}}" if table.caption else ""
        label = f"\\label{{{slug(table.name)}}}" if table.name and caption else ""
        notes = "\n".join(f"{{\\footnotesize\\noindent {escape(note)}\\par}}" for note in table.notes)
        if len(rows) > LONG or table.wide:
            title = f"{caption}{label}\\\\\n" if caption else ""
            text = (
                f"\\begin{{longtable}}{{@{{}}{columns}@{{}}}}\n{title}\\toprule\n{head}\\midrule\n\\endfirsthead\n"
                f"\\toprule\n{head}\\midrule\n\\endhead\n\\bottomrule\n\\endlastfoot\n{body}\n\\end{{longtable}}"
            )
            text = f"{text}\n{notes}" if notes else text
            return f"\\begin{{landscape}}\n{text}\n\\end{{landscape}}" if table.wide else text
        return (
            f"\\begin{{table}}[htbp]\n\\centering\n{caption}{label}\n\\begin{{tabular}}{{@{{}}{columns}@{{}}}}\n"
            f"\\toprule\n{head}\\midrule\n{body}\n\\bottomrule\n\\end{{tabular}}\n\n{notes}\n\\end{{table}}"
        )

    def column(self, table: Table, rows: Sequence[Sequence[str]], at: int) -> str:
        """A text column: as wide as it is, or a share of the line where it is long."""
        texts = [at for at, column in enumerate(table.columns) if column.kind not in NUMERIC]
        longest = {i: max((len(row[i]) for row in rows), default=0) for i in texts}
        if longest[at] <= 28:
            return "l"
        long = [i for i in texts if longest[i] > 28]
        short = sum(min(longest.get(i, 8), 28) for i in range(len(table.columns)) if i not in long)
        room = max(0.2, 0.92 - short * (0.008 if table.wide else 0.012)) / len(long)
        return f"p{{{room:.2f}\\linewidth}}"

    def head(self, table: Table) -> str:
        lines = ""
        if spans := columns_over(table):
            cells = [
                f"\\multicolumn{{{span.stop - span.start}}}{{c}}{{{escape(span.text)}}}" if span.text else ""
                for span in spans
            ]
            rules = [f"\\cmidrule(lr){{{span.start + 1}-{span.stop}}}" for span in spans if span.text]
            lines = " & ".join(cells) + " \\\\\n" + "".join(rules) + "\n"
        return lines + " & ".join(escape(column.title) for column in table.columns) + " \\\\\n"

    def excerpts(self, at: int, block: Excerpts) -> str:
        parts = [f"\\paragraph{{{escape(block.caption)}}}"] if block.caption else []
        for excerpt in block.items:
            beside = "".join(f"\\\\\n\\textit{{{escape(line)}}}" for line in self.beside(excerpt))
            quoted = escape(self.words("quoted", text=excerpt.text)).replace("\n", "\\par ")
            about = f"\\\\\n{escape(self.about(excerpt))}" if self.about(excerpt) else ""
            parts.append(f"\\begin{{quote}}\n{quoted}{about}{beside}\n\\end{{quote}}")
        return "\n".join(parts)

    def transcript(self, at: int, block: Transcript) -> str:
        lines = [self.turn(line, block.coded) for line in block.lines]
        said = block.head or self.words("col.said")
        titles = (self.words("col.number"), said, *([self.words("col.codes")] if block.coded else []))
        head = " & ".join(map(escape, titles))
        widths = "p{0.62\\linewidth} p{0.27\\linewidth}" if block.coded else "p{0.91\\linewidth}"
        title = f"\\paragraph{{{escape(block.title)}}}\n" if block.title else ""
        return (
            f"{title}\\begin{{longtable}}{{@{{}}r {widths}@{{}}}}\n"
            f"{head} \\\\\n\\endhead\n" + "\n".join(lines) + "\n\\end{longtable}"
        )

    def turn(self, line: TranscriptLine, coded: bool = True) -> str:
        question = f"\\textbf{{\\textit{{{escape(line.question)}}}}}"
        heading = f"\\multicolumn{{{3 if coded else 2}}}{{@{{}}p{{0.95\\linewidth}}@{{}}}}{{{question}}} \\\\*\n"
        said = re.sub(r"\n+", r" \\newline ", escape(said_in(line)))
        speaker = f"\\textbf{{{escape(line.speaker)}:}} " if line.speaker else ""
        marks = " \\newline ".join(self.mark(mark, label) for mark, label in margin(line, self.words))
        beside = f" & {{\\footnotesize {marks}}}" if coded else ""
        return (heading if line.question else "") + f"{{\\footnotesize {line.number}}} & {speaker}{said}{beside} \\\\"

    def mark(self, mark: Mark, label: str) -> str:
        square = "\\(\\blacksquare\\)"
        if re.fullmatch(r"#[0-9A-Fa-f]{6}", mark.color):
            square = f"\\textcolor[HTML]{{{mark.color[1:].upper()}}}{{{square}}}"
        return f"{square} {escape(label)}"

    def figure(self, at: int, block: Figure) -> str:
        """A place for the drawing: LaTeX takes pictures from files, which `plot` writes."""
        name = slug(block.name or block.caption or block.kind)
        caption = f"\\caption{{{escape(block.caption)}}}\\label{{{name}}}" if block.caption else ""
        return (
            f"\\begin{{figure}}[htbp]\n\\centering\n% \\includegraphics[width=\\linewidth]{{{name}}}\n"
            f"{escape(block.alt)}\n{caption}\n\\end{{figure}}"
        )
