"""One report as one web page: readable by everybody, printable, and asking no other computer.

The whole study as a page to explore is another thing; that is `study`.
"""

from __future__ import annotations

import base64
from html import escape as _escape
from typing import TYPE_CHECKING, Any, BinaryIO

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
from ..wording import Words
from .cells import Numbering, is_number, slug, spanners, text_rows
from .layout import bar_share
from .pictures import picture
from .terminal import mark_label

if TYPE_CHECKING:
    from .. import Options

STYLE = """\
:root{--ink:#1a1a1a;--soft:#595959;--line:#c9c9c9;--paper:#fff;--bar:#4477aa}
@media (prefers-color-scheme:dark){:root{--ink:#ececec;--soft:#b0b0b0;--line:#555;--paper:#161616;--bar:#77aadd}}
body{font:1rem/1.5 Georgia,'Times New Roman',serif;color:var(--ink);background:var(--paper);max-width:60rem;
margin:2rem auto;padding:0 1rem}
h1,h2,h3,h4{line-height:1.25}h1{font-size:1.7rem}h2{font-size:1.35rem;margin-top:2.5rem}
.about,.note,figcaption small{color:var(--soft);font-size:.875rem}.note{margin:.25rem 0}
table{border-collapse:collapse;border-top:2px solid;border-bottom:2px solid;margin:.25rem 0 .5rem;font-size:.925rem}
caption{text-align:left;padding:.5rem 0;font-style:italic}caption b{display:block;font-style:normal}
th,td{padding:.2rem .6rem;text-align:left;vertical-align:top}thead tr:last-child th{border-bottom:1px solid}
th.over{text-align:center;border-bottom:1px solid}
td.n,th.n{text-align:right;font-variant-numeric:tabular-nums;white-space:nowrap}
tr.rule td,tr.rule th{border-top:1px solid var(--line)}
.wide{overflow-x:auto}meter{width:5rem;margin-left:.5rem}blockquote{margin:1rem 0 1rem 2rem}
blockquote footer{color:var(--soft);font-size:.875rem}
.turns{display:grid;grid-template-columns:2.5rem minmax(0,1fr) minmax(8rem,15rem);gap:.35rem .75rem}
.turns .q{grid-column:1/-1;font-weight:bold;font-style:italic;margin-top:1rem}.turns .no{color:var(--soft);
font-size:.8rem;text-align:right}.turns .other{color:var(--soft)}.turns p{margin:0;white-space:pre-line}
.turns ul{list-style:none;margin:0;padding:0 0 0 .5rem;border-left:1px solid var(--line);font-size:.85rem}
svg,img{max-width:100%;height:auto}figure{margin:1.5rem 0}a{color:inherit}
@media print{body{max-width:none;margin:0}.break{break-before:page}tr{break-inside:avoid}
thead{display:table-header-group}}
"""


def write(report: Report, stream: BinaryIO, options: Options) -> None:
    """The report as HTML in UTF-8."""
    stream.write(_Writer(report, options).page().encode())


def escape(text: str) -> str:
    """`text` for an element or an attribute."""
    return _escape(text, quote=True)


class _Writer:
    def __init__(self, report: Report, options: Options) -> None:
        self.report, self.options = report, options
        self.words = Words(report.language)
        self.numbering = Numbering(report, self.words)

    def page(self) -> str:
        report = self.report
        title = escape(report.title)
        about = " · ".join(escape(line) for line in (report.subtitle, report.author, report.created[:10]) if line)
        head = (f"<h1>{title}</h1>\n" if title else "") + (f'<p class="about">{about}</p>\n' if about else "")
        body = "\n".join(part for part in (self.block(at, block) for at, block in enumerate(report.blocks)) if part)
        return (
            f'<!DOCTYPE html>\n<html lang="{report.language}">\n<head>\n<meta charset="utf-8">\n'
            '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
            '<meta http-equiv="Content-Security-Policy" content="default-src \'none\'; '
            "style-src 'unsafe-inline'; img-src data:\">\n"
            f"<title>{title or escape(report.kind)}</title>\n<style>\n{STYLE}</style>\n</head>\n<body>\n<main>\n"
            f"{head}{body}\n</main>\n</body>\n</html>\n"
        )

    def block(self, at: int, block: Any) -> str:
        if isinstance(block, Heading):
            level = min(block.level + 1, 6)
            label = self.numbering.label(at)
            text = f"{label}  {block.text}" if label else block.text
            return f'<h{level} id="{self.anchor(at, block.name)}">{escape(text)}</h{level}>'
        if isinstance(block, Paragraph):
            return self.paragraph(block)
        if isinstance(block, Table):
            return self.table(at, block)
        if isinstance(block, Note):
            return f'<p class="note">{escape(block.text)}</p>'
        if isinstance(block, Excerpts):
            return self.excerpts(block)
        if isinstance(block, Transcript):
            title = f"<h4>{escape(block.title)}</h4>\n" if block.title else ""
            return title + '<div class="turns">\n' + "\n".join(map(self.turn, block.lines)) + "\n</div>"
        if isinstance(block, Figure):
            return self.figure(at, block)
        if isinstance(block, PageBreak):
            return '<div class="break"></div>'
        return self.contents(block) if isinstance(block, Contents) else ""

    def anchor(self, at: int, name: str) -> str:
        return slug(name) if name else f"block-{at}"

    def contents(self, block: Contents) -> str:
        items = []
        for at, each in enumerate(self.report.blocks):
            if isinstance(each, Heading) and each.level <= block.depth:
                label = self.numbering.label(at)
                text = f"{label}  {each.text}" if label else each.text
                indent = f' style="margin-left:{1.5 * (each.level - 1):g}rem"' if each.level > 1 else ""
                items.append(f'<li{indent}><a href="#{self.anchor(at, each.name)}">{escape(text)}</a></li>')
        title = escape(block.title or self.words("contents"))
        return f'<nav aria-label="{title}"><h2>{title}</h2>\n<ul>\n' + "\n".join(items) + "\n</ul></nav>"

    def paragraph(self, block: Paragraph) -> str:
        runs = (Run(block.text),) if isinstance(block.text, str) else block.text
        text = "".join(self.run(run) for run in runs).replace("\n", "<br>")
        if block.style == "quote":
            return f"<blockquote>{text}</blockquote>"
        if block.style == "list":
            return f"<ul><li>{text}</li></ul>"
        return f'<p class="note">{text}</p>' if block.style == "note" else f"<p>{text}</p>"

    def run(self, run: Run) -> str:
        text = escape(run.text)
        if run.ref and self.numbering.reference(run.ref):
            text = f'<a href="#{slug(run.ref)}">{escape(self.numbering.reference(run.ref))}</a>'
        for on, tag in ((run.small, "small"), (run.italic, "i"), (run.bold, "b")):
            text = f"<{tag}>{text}</{tag}>" if on else text
        return text

    def table(self, at: int, table: Table) -> str:
        rows = text_rows(table, self.report.language, self.options.decimals)
        label = self.numbering.label(at)
        caption = ""
        if table.caption:
            caption = f"<caption><b>{escape(label)}</b>{escape(table.caption)}</caption>\n"
        lines = []
        for number, (row, raw) in enumerate(zip(rows, table.rows, strict=True)):
            cells = []
            for i, (text, value) in enumerate(zip(row, raw, strict=True)):
                inner = escape(text).replace("\n", "<br>")
                share = bar_share(value) if table.columns[i].bar else None
                if share is not None:
                    inner += f'<meter value="{float(share):.4f}" aria-hidden="true"></meter>'
                inner = f"<b>{inner}</b>" if number in table.bold_rows and inner else inner
                if i == 0:
                    depth = table.indents.get(number, 0)
                    indent = f' style="padding-left:{0.6 + depth:g}rem"' if depth else ""
                    cells.append(f"<td{indent}>{inner}</td>")
                else:
                    numeric = ' class="n"' if is_number(value, table.columns[i]) else ""
                    cells.append(f"<td{numeric}>{inner}</td>")
            rule = ' class="rule"' if number in table.rules else ""
            lines.append(f"<tr{rule}>{''.join(cells)}</tr>")
        name = f' id="{slug(table.name)}"' if table.name else ""
        notes = "\n".join(f'<p class="note">{escape(note)}</p>' for note in table.notes)
        return (
            f'<div class="wide"><table{name}>\n{caption}<thead>\n{self.head(table)}</thead>\n<tbody>\n'
            + "\n".join(lines)
            + f"\n</tbody>\n</table></div>\n{notes}"
        )

    def head(self, table: Table) -> str:
        lines = ""
        spans = {span.start: span for span in spanners(table)}
        if spans:
            cells, at = "", 0
            while at < len(table.columns):
                span = spans.get(at)
                if span:
                    wide = span.stop - span.start
                    cells += f'<th class="over" scope="colgroup" colspan="{wide}">{escape(span.text)}</th>'
                    at = span.stop
                else:
                    cells += "<td></td>"
                    at += 1
            lines = f"<tr>{cells}</tr>\n"
        titles = ""
        for column in table.columns:
            numeric = ' class="n"' if column.kind in NUMERIC else ""
            titles += f'<th scope="col"{numeric}>{escape(column.title)}</th>'
        return f"{lines}<tr>{titles}</tr>\n"

    def excerpts(self, block: Excerpts) -> str:
        parts = [f"<h4>{escape(block.caption)}</h4>"] if block.caption else []
        for excerpt in block.items:
            about = " · ".join(part for part in (excerpt.source, excerpt.address, ", ".join(excerpt.codes)) if part)
            memo = f"<p><i>{escape(self.words('col.memo') + ': ' + excerpt.memo)}</i></p>" if excerpt.memo else ""
            quoted = escape(self.words("quoted", text=excerpt.text)).replace("\n", "<br>")
            parts.append(f"<blockquote>{quoted}{memo}<footer>— {escape(about)}</footer></blockquote>")
        return "\n".join(parts)

    def turn(self, line: TranscriptLine) -> str:
        heading = f'<div class="q">{escape(line.question)}</div>\n' if line.question else ""
        speaker = f"<b>{escape(line.speaker)}:</b> " if line.speaker else ""
        other = "" if line.role == "informant" else ' class="other"'
        marks = "".join(f"<li>{self.mark(mark)}</li>" for mark in line.marks)
        margin = f"<ul>{marks}</ul>" if marks else "<span></span>"
        name = f' id="{escape(line.address)}"' if line.address else ""
        return f'{heading}<span class="no"{name}>{line.number}</span><p{other}>{speaker}{escape(line.text)}</p>{margin}'

    def mark(self, mark: Mark) -> str:
        color = f' style="color:{escape(mark.color)}"' if mark.color.startswith("#") else ""
        return f'<span{color} aria-hidden="true">■</span> {escape(mark_label(mark, self.words))}'

    def figure(self, at: int, block: Figure) -> str:
        drawing = picture(block, self.report.language, "svg")
        data = base64.b64encode(drawing.data).decode()
        label = self.numbering.label(at)
        name = f' id="{slug(block.name)}"' if block.name else ""
        caption = f"<figcaption><b>{escape(label)}</b> <i>{escape(block.caption)}</i></figcaption>"
        caption = caption if block.caption else ""
        return (
            f'<figure{name}>{caption}<img alt="{escape(block.alt or block.caption)}" '
            f'style="width:{drawing.width:g}cm" src="data:image/svg+xml;base64,{data}"></figure>'
        )
