"""The coded study as one HTML file that needs nothing else and asks nobody.

The file carries its style and its script; its policy forbids any other, and any connection. The
text stands in it once and can be read without the script.
"""

from __future__ import annotations

import base64
import functools
import hashlib
import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any
from urllib.parse import quote

from markupsafe import Markup

from ...core.errors import UsageError, several
from ...core.model import Bundle, Code, Codebook, Document, Question, Turn, in_language
from ...core.results.shares import Shares
from ...core.table import Block, Figure
from ...core.text import ALIKE, JOINS
from ...core.values import frozen
from .. import figures
from ..build.lookup import Lookup
from ..build.memos import memo_blocks
from ..build.shares import shares_report
from ..figures import shares_figure
from ..figures.names import Namer
from ..markup import asset, environment
from ..wording import Words
from ..writers.blocks import on_paper
from ..writers.cells import columns_over, is_number, text_rows
from .material import Material, Placed, safe_color

FAULTS = (
    "bracket", "code", "joins", "more", "near", "option", "or", "pattern", "quote", "several", "sign", "star",
    "unknown", "who",
)  # fmt: skip
"""What the page's script can find wrong with a search."""
IN_SCRIPT = (
    *("status", "hits", "hits_none", "nothing", "codings", "weight", "unsure", "found"),
    *(f"bad.{fault}" for fault in FAULTS),
)
"""The words that the page's script puts in."""

KEYS = (
    (("j", "k"), "key.next"),
    (("/",), "key.search"),
    (("n", "p"), "key.hits"),
    (("1", "2", "3", "4", "5"), "key.views"),
    (("f",), "key.filters"),
    (("d",), "key.theme"),
    (("Esc",), "key.escape"),
    (("?",), "key.help"),
)
VIEWS = ("transcripts", "quotes", "codebook")
"""What every page has; tables and memos are there when the study has some."""


SEARCHES = (
    ("data digital", "how.any"),
    ('"data og tal"', "how.phrase"),
    ("data*  =data", "how.whole"),
    ("data NEAR/5 tal", "how.near"),
    ("code: a and b", "how.codes"),
    ("data code: a", "how.inside"),
    ("--who informant", "how.who"),
)
"""What can be typed in the search field, as in `qualcode find`."""


def study_page(
    bundle: Bundle,
    *,
    language: str = "",
    shares: Shares | Sequence[Shares] = (),
    blocks: Iterable[Block] = (),
    title: str = "",
    group_names: Mapping[str, str] | None = None,
    together: Mapping[str, Mapping[frozenset[str], Any]] | None = None,
    notes: Sequence[str] = (),
    no_text: bool = False,
    allow_identifiable: bool = False,
    unit_of: Callable[[Document], str] = lambda document: "turn",
) -> bytes:
    """The whole study as one page: transcripts with their codings, quotes, codebook, results, memos.

    `shares` are shown as table and figure; `blocks` are further tables and figures. With `no_text`
    the page says where codings stand but carries no word of the material, no quoted example and no
    memo. `notes` stand above it all; `unit_of` names the units of a document in which a search compares
    codes. Raises UsageError (`identifiable`) when a document is not marked as pseudonymised and neither
    `no_text` nor `allow_identifiable` is given.
    """
    say = Words(language or bundle.language, __package__)
    open_documents = [document.id for document in bundle.documents if not document.pseudonymised]
    if open_documents and not (no_text or allow_identifiable):
        raise UsageError(
            f"{several(len(open_documents), 'document')} not marked as pseudonymised ({_few(open_documents)}); "
            "the page would carry their text",
            slug="identifiable",
            hint="mark them as pseudonymised, leave the text out (--no-text), or say --allow-identifiable",
        )
    material = Material(bundle, say, with_text=not no_text, unit_of=unit_of)
    shown = [*_share_blocks(bundle, shares, say, group_names, together), *blocks]
    warnings = list(notes)
    if no_text:
        warnings.append(say("no_text"))
    elif open_documents:
        warnings.append(say("identifiable", documents=_few(open_documents)))
    memos = [] if no_text else memo_blocks(Lookup(bundle, say), bundle.memos)  # a memo may quote what was said
    return _rendered(bundle, material, say, title or bundle.name or say("transcripts"), shown, memos, warnings)


def _few(names: Sequence[str]) -> str:
    return ", ".join(names[:8]) + (f" … ({len(names)})" if len(names) > 8 else "")


def _share_blocks(
    bundle: Bundle,
    shares: Shares | Sequence[Shares],
    say: Words,
    groups: Mapping[str, str] | None,
    together: Mapping[str, Mapping[frozenset[str], Any]] | None,
) -> Iterable[Block]:
    names: Callable[[str], str] = Namer(bundle.codebooks, say.language).code
    for number, result in enumerate((shares,) if isinstance(shares, Shares) else shares, start=1):
        report = shares_report(result, language=say.language, code_names=names, group_names=groups)
        yield from report.blocks
        yield shares_figure(
            result,
            bundle.codebooks,
            say.language,
            groups=groups,
            together=together,
            name=f"figure-shares-{number}",
        )


def _rendered(
    bundle: Bundle, material: Material, say: Words, title: str, blocks: Sequence[Block], memos: Sequence[Block],
    warnings: Sequence[str],
) -> bytes:  # fmt: skip
    questions = {question.id: question for question in bundle.questions}
    counts = dict.fromkeys(material.coders, 0)
    for coding in bundle.codings:
        counts[coding.coder] += 1
    marks = Markup(f"const ALIKE = {json.dumps([*ALIKE.values()])}, JOINS = {json.dumps(JOINS)};\n")
    script = marks + asset("page/query.js") + asset("page/page.js")
    template = environment().get_template("study.html")
    pieces = template.generate(
        bundle=bundle,
        material=material,
        say=say,
        title=title,
        warnings=warnings,
        views=[*VIEWS, *(["results"] if blocks else []), *(["memos"] if memos else [])],
        blocks=[(type(block).__name__, on_paper(block)) for block in blocks],
        memos=[(type(block).__name__, block) for block in memos],
        codes=list(boxes(material)),
        coders=list(zip(material.coder_names, counts.values(), strict=True)),
        shortcuts=KEYS,
        searches=SEARCHES,
        turns=lambda placed: with_headings(placed, questions, say),
        anchor=functools.partial(quote, safe=":"),
        entries=lambda book: entries(book, material, say),
        **asked_of(say.language),
        script=script,
        policy=policy(script),
        data=_data(material, say),
    )
    return "".join(pieces).encode("utf-8")


def _data(material: Material, say: Words) -> str:
    """The script's data; `<` cannot end the element it stands in."""
    plain = json.dumps(material.plain({key: say(key) for key in IN_SCRIPT}), ensure_ascii=False, separators=(",", ":"))
    plain = plain.encode("utf-8", "replace").decode("utf-8")
    return plain.replace("<", "\\u003c").replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")


def policy(script: str) -> str:
    """What the page may do: run this one script, use its own styles, and reach nothing."""
    digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    return (
        f"default-src 'none'; script-src 'sha256-{digest}'; style-src 'unsafe-inline'; "
        "base-uri 'none'; form-action 'none'"
    )


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
