"""What the templates of the page ask: turns under their questions, entries of a codebook, rows of a table."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from markupsafe import Markup

from ...core.model import Code, Codebook, Question, Turn, in_language
from ...core.table import Figure
from ...core.values import frozen
from .. import figures
from ..wording import Words
from ..writers.cells import columns_over, is_number, text_rows
from .material import Material, Placed, safe_color


@frozen
class PageCode:
    """A code as the page shows it."""

    id: str
    name: str
    color: str
    depth: int
    count: int
    code: Code
    parts: tuple[tuple[str, str], ...] = ()
    """The parts of the definition with their headings."""


@frozen
class Box:
    """A code as a filter."""

    number: int
    name: str
    color: str
    count: int
    depth: int
    heading: str = ""
    """The codebook that begins with this code, where there are several: two of them may have a code of one name."""


def with_headings(placed: Placed, questions: Mapping[str, Question], say: Words) -> Iterator[tuple[Turn, str]]:
    """Each turn with the question that begins at it."""
    last = None
    for turn in placed.turns:
        heading = ""
        if turn.question and turn.question != last:
            last = turn.question
            asked = questions.get(turn.question)
            heading = f"{turn.question}. {asked.text}" if asked else say("question", id=turn.question)
        yield turn, heading


def entries(book: Codebook, material: Material, say: Words) -> Iterator[PageCode]:
    """The codes of a codebook in order, with the six parts of their entries and how often each is used."""
    for depth, code in book.walk():
        id = f"{book.id}:{code.id}"
        plain = material.codes.plain()[material.codes.number(id)]
        parts = []
        for key, texts in (
            ("brief", code.brief), ("definition", code.definition), ("use", code.use), ("avoid", code.avoid)
        ):  # fmt: skip
            parts.append((say(key), _translated(texts, say.language)))
        for number, example in enumerate(code.examples):
            invented = number in code.invented
            if material.with_text or invented:  # a quoted example is text from the material
                name = say("example") + (f" ({say('invented')})" if invented else "")
                parts.append((name, _translated(example, say.language)))
        told = tuple(part for part in parts if part[1])
        count = material.codes.below(book, code)
        yield PageCode(id, plain["name"], safe_color(plain["color"]), depth, count, code, told)


def boxes(material: Material) -> Iterator[Box]:
    """The codes that are used, as filters: those of the codebooks, and those that are in none."""
    codes, known, books = material.codes, set(), material.bundle.codebooks
    for book in books:
        heading = in_language(book.title, material.words.language) if len(books) > 1 else ""
        for depth, code in book.walk():
            known.add(f"{book.id}:{code.id}")
            if count := codes.below(book, code):
                yield replace(_box(material, f"{book.id}:{code.id}", count, depth), heading=heading)
                heading = ""
    for id, count in codes.counts.items():
        if id not in known:
            yield _box(material, id, count, 0)


def _box(material: Material, id: str, count: int, depth: int) -> Box:
    number = material.codes.number(id)
    plain = material.codes.plain()[number]
    return Box(number, plain["name"], plain["color"], count, depth)


def _translated(texts: Mapping[str, str], language: str) -> str:
    """The text in the language; another language's text is marked with it."""
    if not texts or language in texts:
        return texts.get(language, "")
    words = in_language(texts, language)
    used = next((name for name, value in texts.items() if value == words), "en")
    return f"{words} [{used}]"


def drawing(figure: Figure, language: str) -> Markup:
    """A figure as it stands in a page; its words were made safe when it was drawn."""
    svg = figures.draw(figure, language, "svg").decode()
    return Markup(svg[svg.index("<svg") :])


def asked_of(language: str) -> dict[str, Any]:
    """What a table's template asks."""
    return {
        "headings_over": columns_over,
        "numeric": lambda table: [is_number(None, column) for column in table.columns],
        "texts": lambda table: text_rows(table, language),
        "drawing": lambda figure: drawing(figure, language),
        "translated": lambda texts: in_language(texts, language),
    }
