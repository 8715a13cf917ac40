"""The parts of the page that can be read without any script: transcripts, codebook, results.

Every word from the material passes through `text`.
"""

from __future__ import annotations

import html
from collections.abc import Iterable, Mapping
from urllib.parse import quote

from ...core.model import Bundle, Code, Codebook, Question, in_language
from ...core.table import Block, Figure, Heading, Note, Paragraph, Table
from .. import figures
from ..writers.cells import is_number, spanners, text_rows
from .material import Material, Placed, safe_color
from .texts import PageWords


def text(words: str) -> str:
    """Words as HTML text: nothing in them is ever markup, nothing unprintable is left."""
    clean = "".join("\ufffd" if char == "\0" or "\ud800" <= char <= "\udfff" else char for char in words)
    return html.escape(clean, quote=True).replace("\r", "&#13;")


def transcripts(material: Material, say: PageWords) -> Iterable[str]:
    """Each document with its turns; the words of a turn are exactly those of the document's text."""
    questions = {question.id: question for question in material.bundle.questions}
    for number, placed in enumerate(material.placed):
        document = placed.document
        yield f'<section class="doc" data-doc="{number}" aria-labelledby="{text(document.id)}">\n'
        title = document.title if material.with_text and document.title not in ("", document.id) else ""
        yield f'<h3 id="{text(document.id)}">{text(document.id)}{" " + text(title) if title else ""}</h3>\n'
        if placed.outside:
            yield f'<p class="note">{text(say("outside", n=placed.outside))}</p>\n'
        yield from _turns(placed, questions, say, with_text=material.with_text)
        yield "</section>\n"


def _turns(placed: Placed, questions: Mapping[str, Question], say: PageWords, *, with_text: bool) -> Iterable[str]:
    last = None
    for turn in placed.turns:
        if turn.question and turn.question != last:
            last = turn.question
            asked = questions.get(turn.question)
            heading = f"{turn.question}. {asked.text}" if asked else say("question", id=turn.question)
            yield f'<h4 class="g">{text(heading)}</h4>\n'
        address = text(f"{placed.document.id}:{turn.index}")
        link = text("#" + quote(f"{placed.document.id}:{turn.index}", safe=":"))
        kind = "t q" if turn.role == "interviewer" else "t"
        speaker = f"<b>{text(turn.speaker)}</b>" if turn.speaker else ""
        words = f'<span class="x">{text(turn.span.cut(placed.document.text))}</span>' if with_text else ""
        number = f'<a class="n" href="{link}">{turn.index}</a>'
        yield f'<div class="{kind}" id="{address}">{number}<p>{speaker}{words}</p></div>\n'


def codebook(bundle: Bundle, material: Material, say: PageWords) -> Iterable[str]:
    """Every codebook with the six parts of its entries, and how often each code is used."""
    for book in bundle.codebooks:
        yield f"<h3>{text(in_language(book.title, say.language) or book.id)}</h3>\n"
        if description := in_language(book.description, say.language):
            yield f"<p>{text(description)}</p>\n"
        if any(code.origin != "author" for code in book):
            yield f'<p class="note">{text(say("added"))}</p>\n'
        for depth, code in book.walk():
            yield _entry(book, depth, code, material, say)
        if book.source:
            yield f"<h4>{text(say('sources'))}</h4>\n<ul>"
            yield "".join(f"<li>{text(source)}</li>" for source in book.source)
            yield "</ul>\n"


def _entry(book: Codebook, depth: int, code: Code, material: Material, say: PageWords) -> str:
    full = f"{book.id}:{code.id}"
    plain = material.codes.plain()[material.codes.number(full)]
    dagger = " †" if code.origin != "author" else ""
    retired = f" <small>({text(say('retired'))})</small>" if code.retired else ""
    count = say.form(material.codes.below(book, code))
    parts = [
        f'<div class="code" id="code:{text(full)}" style="margin-left:{depth * 1.4:g}rem">',
        f'<h4><span class="swatch" style="background:{safe_color(plain["color"])}"></span>',
        f"<span>{text(plain['name'])}{dagger}</span>{retired} <code>{text(full)}</code> ",
        f"<small>n = {text(count)}</small></h4>",
    ]
    rows = []
    for key, texts in (
        ("brief", code.brief),
        ("definition", code.definition),
        ("use", code.use),
        ("avoid", code.avoid),
    ):
        if words := _translated(texts, say.language):
            rows.append((say(key), words))
    for number, example in enumerate(code.examples):
        invented = number in code.invented
        if not material.with_text and not invented:
            continue  # a quoted example is text from the material
        if words := _translated(example, say.language):
            rows.append((say("example") + (f" ({say('invented')})" if invented else ""), words))
    if rows:
        parts.append("<dl>" + "".join(f"<dt>{text(k)}</dt><dd>{text(v)}</dd>" for k, v in rows) + "</dl>")
    return "".join([*parts, "</div>\n"])


def _translated(texts: Mapping[str, str], language: str) -> str:
    """The text in the language; another language's text is marked with it."""
    if not texts:
        return ""
    if language in texts:
        return texts[language]
    words = in_language(texts, language)
    used = next((name for name, value in texts.items() if value == words), "en")
    return f"{words} [{used}]"


def results(blocks: Iterable[Block], language: str) -> Iterable[str]:
    """Tables and figures as they stand in a report."""
    for block in blocks:
        if isinstance(block, Heading):
            level = min(6, block.level + 2)
            yield f"<h{level}>{text(block.text)}</h{level}>\n"
        elif isinstance(block, Paragraph):
            yield f"<p>{text(block.plain)}</p>\n"
        elif isinstance(block, Note):
            yield f'<p class="note">{text(block.text)}</p>\n'
        elif isinstance(block, Table):
            yield from _table(block, language)
        elif isinstance(block, Figure):
            svg = figures.draw(block, language, "svg").decode()
            svg = svg[svg.index("<svg") :]
            yield f"<figure>\n{svg}<figcaption>{text(block.caption)}</figcaption>\n</figure>\n"


def _table(table: Table, language: str) -> Iterable[str]:
    yield f'<div class="scroll" tabindex="0" role="region" aria-label="{text(table.caption)}">'
    yield f"<table><caption>{text(table.caption)}</caption><thead>"
    if spans := spanners(table):
        yield "<tr>"
        at = 0
        for span in spans:
            if span.start > at:
                yield f'<td colspan="{span.start - at}"></td>'
            yield f'<th class="over" scope="colgroup" colspan="{span.stop - span.start}">{text(span.text)}</th>'
            at = span.stop
        if at < len(table.columns):
            yield f'<td colspan="{len(table.columns) - at}"></td>'
        yield "</tr>"
    right = [is_number(None, column) for column in table.columns]
    yield "<tr>"
    for column, number in zip(table.columns, right, strict=True):
        yield f'<th scope="col"{" class=r" if number else ""}>{text(column.title)}</th>'
    yield "</tr></thead><tbody>"
    for at, row in enumerate(text_rows(table, language)):
        kinds = " ".join(name for name, on in (("rule", at in table.rules), ("bold", at in table.bold_rows)) if on)
        yield f'<tr class="{kinds}">' if kinds else "<tr>"
        indent = f' style="padding-left:{0.7 + table.indents[at] * 1.2:g}rem"' if table.indents.get(at) else ""
        for position, cell in enumerate(row):
            if position == 0:
                yield f'<th scope="row"{indent}>{text(cell)}</th>'
            else:
                yield f"<td{' class=r' if right[position] else ''}>{text(cell)}</td>"
        yield "</tr>"
    yield "</tbody></table></div>\n"
    for note in table.notes:
        yield f'<p class="note">{text(note)}</p>\n'
