"""Questions that stand in a text without speakers: numbered, bold, or headings, answered below.

Notes of interviews, and forms that were filled in, often have the guide's question as a line
and the answer under it. Who speaks is then clear although nobody is named.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable, Iterator, Mapping, Sequence

from qualcode.core.model import Span, Turn
from qualcode.core.text import trim

from ...core.values import frozen
from ..language import PROMPT, QUESTION
from ..readers.blocks import LEADING_STAMP, ONLY_STAMP, Block, seconds
from .label_styles import ASIDE
from .labels import ASKING
from .lined import Lined, wrapped

_NUMBERED = re.compile(
    rf"[ \t]*(?:{QUESTION}|q|s)\.?[ \t]*"
    r"(?P<number>\d{1,3}[a-z]?)[ \t]*[:.)–-][ \t]*(?=\S)",
    re.IGNORECASE,
)
_ITEM = re.compile(
    r"[ \t]*(?:(?P<number>\d{1,3}[a-z]?)[.)]|(?P<path>\d{1,2}(?:\.\d{1,2}){1,2})[.)]?(?=[ \t]+(?-i:[A-ZÆØÅÄÖ])))[ \t]+"
    r"(?!(?:jan|feb|mar|apr|maj|mai|may|jun|jul|aug|sep|okt|oct|nov|dec|des)\w{0,6}\.? (?:kl\b|\d))(?=\S)",
    re.IGNORECASE,
)
"""A number before a line; not that of a day."""
_BELOW = re.compile(r"\(?(?:\d{1,3}[a-z]?|[a-z])[.)][ \t]+(?=\S)|[-*•–][ \t]", re.IGNORECASE)
"""An item of a list."""
DASH = re.compile(r"[ \t]*[-–—][ \t]*(?=\w)")
_REMARK = re.compile(r"(?:\s*[(\[][^()\[\]]{1,120}[)\]]\s*[.]?)+\s*$")
_END = 400
"""Letters at the end of a paragraph that tell whether it asks."""
_ON = re.compile(r"[ \t]*[^\W\d_A-ZÆØÅÄÖ][^.]*\?[ \t]*$")
_SENTENCE_BEFORE = re.compile(r"[^\W\d_]{2}[.!] ")
_THEME = re.compile(
    r"(?:tema|theme|emne|topic|del|part|ämne|område|dimension)[ \t]?(?:\d{1,2}|[A-H])\b[^\n.?!]{0,80}$", re.IGNORECASE
)
"""The title of a part of the guide, between the answers."""
_PART = re.compile(r"(?:(?P<number>\d{1,2})[.):]?|[IVX]{1,4}[.):]|[A-H][.):])[ \t]+(?=[^\W\d_a-zæøåäö])")
"""Before the title of a part: `2 Data`, `II. Data`, `B. Data`."""
_PART_WORDS = 8
_SENTENCE_END = '.?!…:,;"”»)]'
_QUOTES = "\"'“”„«»‘’"
FEWEST = 3
"""Fewer questions than this make no interview."""


@frozen
class AskedItem:
    """A question in the text."""

    words: int
    """Where its words begin, after its number."""
    number: str | None = None


_PROBE = 6
"""Words of a probe at most."""
Spans = Sequence[tuple[int, int]]


@frozen
class Questions:
    """The questions of a text, each by where it begins, and the lines or paragraphs it was cut into."""

    asked: Mapping[int, AskedItem]
    spans: Spans


_CELL = re.compile(r"(?<=\?)[ ]*\t[ ]*(?=[^\s?][^\t]*$)")
"""Between a question and the answer beside it: a row of a table in a PDF."""


def find_questions(doc: Lined) -> Questions | None:
    """The questions that stand in a text; None where it is no questions and answers.

    A time on a line of its own or in front of the words is no part of either.
    """
    lines, paragraphs = _lines(doc), _paragraph_spans(doc)
    for find, spans in (
        (_numbered, lines), (_bold, lines), (_otherwise, lines), (_headings, lines), (_items, lines),
        (_capitals, lines), (_dashed, paragraphs), (_asking, paragraphs), (_asking, lines),
    ):  # fmt: skip
        asked = find(doc, spans)
        if len(asked) >= FEWEST and _answered(spans, asked):
            return Questions(asked, tuple(spans))
    return None


def _lines(doc: Lined) -> list[tuple[int, int]]:
    spans: list[tuple[int, int]] = []
    for at in range(len(doc.lines) - 1):
        start, stop = doc.lines[at], doc.lines[at + 1] - 1
        if start < stop and not doc.text[start:stop].isspace() and not ONLY_STAMP.match(doc.text, start, stop):
            stamp = LEADING_STAMP.match(doc.text, start, stop)
            start = stamp.end() if stamp else start
            if spans and _goes_on(doc.text[slice(*spans[-1])], doc.text[start:stop]):
                spans[-1] = (spans[-1][0], stop)
                continue
            cell = _CELL.search(doc.text, start, stop)
            spans += [(start, cell.start()), (cell.end(), stop)] if cell else [(start, stop)]
    return spans


def _goes_on(before: str, line: str) -> bool:
    """Whether a question with a number goes on in the next line."""
    return _ITEM.match(before) is not None and before.rstrip()[-1] not in ".?!:…" and bool(_ON.match(line))


def _blocks(doc: Lined) -> Iterator[tuple[int, str, Block]]:
    """Each block with its words and where they begin, behind a time."""
    for start, block in zip(doc.starts, doc.blocks, strict=True):
        stamp = LEADING_STAMP.match(block.text)
        behind = stamp.end() if stamp else 0
        yield start + behind, block.text[behind:], block


def _numbered(doc: Lined, spans: Spans) -> dict[int, AskedItem]:
    """`Question 1: ...`, each number once."""
    asked: dict[int, AskedItem] = {}
    numbers = set()
    for start, stop in spans:
        found = _NUMBERED.match(doc.text, start, stop)
        if found is not None and found["number"] not in numbers:
            numbers.add(found["number"])
            asked[start] = AskedItem(found.end(), found["number"])
    return asked


def _bold(doc: Lined, spans: Spans) -> dict[int, AskedItem]:
    """Paragraphs that are bold throughout and ask or prompt, where most of such ask."""
    return _set_apart(doc, lambda block: block.bold >= len(block.text.rstrip()))


def _otherwise(doc: Lined, spans: Spans) -> dict[int, AskedItem]:
    """The same in italics, underlined or in a colour; or all else, where the answers are."""
    apart = sum(block.apart for block in doc.blocks)
    asked = _set_apart(doc, lambda block: block.apart and block.kind != "heading") if apart >= FEWEST else {}
    return asked or (_set_apart(doc, lambda block: not block.apart) if apart >= FEWEST else {})


def _set_apart(doc: Lined, is_apart: Callable[[Block], bool]) -> dict[int, AskedItem]:
    """Those of such paragraphs that ask or prompt, where most of them ask and few others do."""
    apart: list[tuple[int, str]] = []
    others = 0
    for start, words, block in _blocks(doc):
        if words.strip() and block.kind not in ASIDE:
            if is_apart(block):
                apart.append((start, words))
            else:
                others += words.rstrip().endswith("?")
    asking = sum(text.rstrip().endswith("?") or PROMPT.match(text.lstrip()) is not None for _, text in apart)
    prompts = [(start, text) for start, text in apart if text.rstrip()[-1] == "?" or ASKING.match(text.lstrip())]
    few = others <= 2 * len(prompts)
    return {start: _plain(text, start) for start, text in prompts} if few and 2 * asking > len(apart) else {}


def _headings(doc: Lined, spans: Spans) -> dict[int, AskedItem]:
    """Headings that ask, where most headings do."""
    titles = [(start, words) for start, words, block in _blocks(doc) if block.kind == "heading" and words.strip()]
    asking = [(start, text) for start, text in titles if text.rstrip().endswith("?")]
    return {start: _plain(text, start) for start, text in asking} if 2 * len(asking) > len(titles) else {}


def _capitals(doc: Lined, spans: Spans) -> dict[int, AskedItem]:
    """Lines in capitals that ask, where most such lines do."""
    lines = {start: doc.text[start:stop] for start, stop in spans if doc.text[start:stop].isupper()}
    asking = {start: _plain(text, start) for start, text in lines.items() if _asks(text.strip())}
    return asking if 2 * len(asking) > len(lines) else {}


def _items(doc: Lined, spans: Spans) -> dict[int, AskedItem]:
    """Lines that are numbered upwards, most of them questions or prompts (`1. Describe your role.`), each with
    words under it that are neither numbered nor ask; with probes under them they are a guide."""
    asked: dict[int, AskedItem] = {}
    prompts = items = 0
    last: list[int] = []
    for (start, stop), (after, end) in itertools.pairwise(spans):
        found = _ITEM.match(doc.text, start, stop)
        items += found is not None
        below = doc.text[after:end].strip()
        if found is None or _BELOW.match(below) or (_asks(below) and not _SENTENCE_BEFORE.search(below)):
            continue
        number = [int(part) for part in re.findall(r"\d+", found[0])]
        if number[0] > 1 and number < last:  # another part may begin at 1 again
            continue
        last = number
        words = doc.text[found.end() : stop].strip()
        prompts += _asks(words) or ASKING.match(words) is not None
        asked[start] = AskedItem(found.end(), found["number"] or found["path"])
    return asked if prompts >= max(FEWEST, 0.6 * items) and len(asked) >= 0.8 * items else {}


def _asking(doc: Lined, spans: Spans) -> dict[int, AskedItem]:
    """Lines or paragraphs that ask and nothing else, where between a fifth and three fifths of all do; one may
    begin with a dash and have a remark in brackets behind its question mark.

    More of them, and the text is a guide without answers; fewer, and they are rhetorical.
    """
    asked = {}
    for start, stop in spans:
        words = doc.text[start:stop].strip()
        if _asks(words) and words[0] not in _QUOTES and len(words) <= 400:
            asked[start] = _plain(doc.text[start:stop], start)
    return asked if 0.2 * len(spans) <= len(asked) <= 0.6 * len(spans) else {}


def _dashed(doc: Lined, spans: Spans) -> dict[int, AskedItem]:
    """Paragraphs that begin with a dash, as magazines mark who asks, where they take turns with others
    and most ask; their questions may then end with a full stop."""
    dashed = {start: doc.text[start:stop] for start, stop in spans if DASH.match(doc.text, start, stop)}
    turns = sum(a in dashed and b not in dashed for (a, _), (b, _) in itertools.pairwise(spans))
    asking = sum(_asks(words.strip()) for words in dashed.values())
    if len(dashed) < FEWEST or turns < 0.7 * len(dashed) or asking < 0.5 * len(dashed):
        return {}
    return {start: _plain(words, start) for start, words in dashed.items()}


def _asks(words: str) -> bool:
    """Whether a paragraph ends in a question mark, a remark in brackets behind it left aside."""
    if words[:1] in "[(" and words[-1:] in "])":
        words = words[1:-1]  # `[How long?]` between the answers
    return _REMARK.sub("", words[-_END:]).rstrip(' *_"”»').endswith(("?", "؟", "？"))


def _is_probe(words: str, before: str) -> bool:
    """Whether a line between the answers is a short question more, without a number or type of its own: `How?`."""
    asks = words.endswith("?") and words.count("?") == 1 and ASKING.match(words) is not None
    return asks and len(words.split()) <= _PROBE and before.endswith((".", "!", "?", "…", ")", "]"))


def _paragraph_spans(doc: Lined) -> list[tuple[int, int]]:
    """Lines, or the paragraphs of a text whose paragraphs are parted by blank lines and wrapped."""
    lines = _lines(doc)
    if not wrapped(doc):
        return lines
    spans: list[tuple[int, int]] = []
    for start, stop in lines:
        if spans and doc.text.count("\n", spans[-1][1], start) < 2:
            spans[-1] = (spans[-1][0], stop)
        else:
            spans.append((start, stop))
    return spans


def _bold_titles(doc: Lined, asked: Mapping[int, AskedItem]) -> set[int]:
    """Where short paragraphs begin that are bold throughout and do not ask: headings between answers."""
    return {
        start
        for start, words, block in _blocks(doc)
        if start not in asked
        and 0 < len(words.strip()) <= 80
        and block.bold >= len(block.text.rstrip())
        and block.kind == "paragraph"
        and not block.text.rstrip().endswith((".", "!", ","))
    }


def _part_titles(doc: Lined, questions: Questions) -> set[int]:
    """Where the lines begin that stand right above the first question of a new part (2.1 after 1.2, or 1 again) and are
    its title: short, without an end of a sentence, under an answer. One without a number or letter of its own must not
    be like the ends of the answers."""
    asked, spans = questions.asked, questions.spans
    above: dict[int, bool] = {}
    ends: list[bool] = []
    last: list[int] = []
    for (before, _), (start, stop), (after, _) in zip(spans, spans[1:], spans[2:], strict=False):
        number = [int(part) for part in re.findall(r"\d+", asked[before].number or "")] if before in asked else []
        last = number or last
        if after not in asked or start in asked:
            continue
        words = doc.text[start:stop].strip()
        following = [int(part) for part in re.findall(r"\d+", asked[after].number or "")]
        new = bool(following and last) and (following[0] != last[0] if len(following) > 1 else following < last)
        open_end = words[-1:] not in _SENTENCE_END and len(words.split()) <= _PART_WORDS
        if not new or before in asked or not open_end:
            ends.append(words[-1:] in _SENTENCE_END)
            continue
        part = _PART.match(words)
        if (part is not None and part["number"] in (None, str(following[0]))) or words[0].isupper():
            above[start] = part is not None
    whole = len(ends) >= FEWEST - 1 and all(ends)
    return {start for start, lettered in above.items() if lettered or whole}


def _plain(text: str, start: int) -> AskedItem:
    found = _ITEM.match(text) or DASH.match(text)
    if found is not None and "number" not in found.groupdict():
        return AskedItem(start + found.end())
    return AskedItem(start + found.end(), found["number"] or found["path"]) if found else AskedItem(start)


def _answered(spans: Spans, asked: Mapping[int, AskedItem]) -> bool:
    """Whether most questions have words under them: a bare list of questions is a guide."""
    followed = sum(1 for (start, _), (after, _) in itertools.pairwise(spans) if start in asked and after not in asked)
    return followed >= 0.6 * len(asked)


def question_turns(doc: Lined, questions: Questions) -> tuple[Turn, ...]:
    """A turn for each question and one for what stands under it; before the first, nobody's."""
    asked = questions.asked
    numbers = [question.number for question in asked.values()]
    usable = None not in numbers and len(set(numbers)) == len(numbers)
    pieces: list[tuple[str, int, int, str | None]] = []
    times: dict[int, float | None] = {}
    ended = 0
    current: str | None = None
    begun = False
    titles = _bold_titles(doc, asked) | _part_titles(doc, questions)
    last = ""
    dashed = all(DASH.match(doc.text, start) for start in asked)
    following = [start for start, _ in questions.spans[1:]]
    for (start, stop), after in itertools.zip_longest(questions.spans, following):
        question = asked.get(start)
        between, ended = doc.text[ended:start].strip(), stop
        if between:  # nothing but times is left out
            times[start if question is None else question.words] = seconds(between)
        words = doc.text[start:stop].strip()
        probe = question is None and after is not None and after not in asked and _is_probe(words, last)
        answers = bool(pieces) and pieces[-1][0] == "interviewer"
        last = words
        aside = (
            start in titles
            or (not answers and _THEME.match(words) is not None)
            or doc.blocks[doc.block_at(start)].kind in ("heading", *ASIDE)
        )
        if question is not None:
            current = question.number if usable else None
            pieces.append(("interviewer", question.words, stop, current))
            begun = True
        elif not begun or aside:
            pieces.append(("other", start, stop, current))
        elif probe:
            pieces.append(("interviewer", start, stop, current))
        elif pieces[-1][0] == "informant" and not between:
            pieces[-1] = ("informant", pieces[-1][1], stop, current)
        else:
            answer = DASH.match(doc.text, start, stop) if dashed else None
            pieces.append(("informant", answer.end() if answer else start, stop, current))
    turns: list[Turn] = []
    for role, start, stop, number in pieces:
        span = trim(doc.text, Span(start, stop))
        if span is not None:
            turns.append(Turn(len(turns) + 1, "", role, span, times.get(start), number))
    return tuple(turns)
