"""The questions in the lines of a document that is an interview guide.

Numbered items are questions, lettered and deeper ones their sub-questions, and headings or bold lines without a
question mark the dimensions; so are titles whose number the questions below them take up (`1 Background`, `1.1 What is
...`), those of parts (`I. Background`), and lines that stand above numbers in several places.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise

from qualcode.core.model import Question
from qualcode.core.numbering import letters

from ...core.numbering import unused
from ..language import PROMPT, QUESTION
from ..readers.blocks import Block
from .guide_table import DIMENSION, OF_THE_FILE

_NUMBER = re.compile(
    rf"[\[(]?(?:(?:{QUESTION}|q|s|#|№)\.?[ \t]*)?"
    r"(?P<main>(?-i:[A-Z])?\d{1,3})(?:[.)\]:-](?=\s|\d|[a-z]\b)|[\]:.)]|(?=[a-z][.):\]]?\s)|[ \t](?=[a-z][.)]))"
    r"(?P<sub>(?-i:[a-zæøåA-HJ-Z])|\d{1,2}(?:\.\d{1,2})?)?[.):\]]*"
    r"(?:[ \t]+|(?<=[.)])(?-i:(?=[A-ZÆØÅÄÖ][a-zæøåäö]|I )))",  # print loses a blank: `10.Har I ...`
    re.IGNORECASE,
)
_NAMED = re.compile(
    rf"(?:{QUESTION}|q|nr|no|#|№)\.?[ \t]*(?P<main>\d{{1,3}})(?P<sub>[a-z])?[.):]?[ \t]+"
    r"(?:[-–][ \t]+)?(?=\S)",
    re.IGNORECASE,
)
"""A number with a word for it, and no mark behind it: `Q1 What is ...`, `Nr. 1 - Hvad er ...`."""
_BARE = re.compile(r"(\d{1,2})[ \t]+(?=[^\W\d_])")
_PART = re.compile(r"([A-Z]|[IVX]{1,4})[.)]?\Z")
_PARTS = ("A", "I")
_FOLLOW_UP = re.compile(
    r"(?:op{1,2}f[øo]l[gj]\w*|utdyp\w*|uddyb\w*|under(?:spørgsmål|spørsmål)|hjælpespørgsmål|hjelpespørsmål|följdfråg\w+|"
    r"follow[ -]?ups?|probes?)(?: \d{1,2})?[ \t]*[:–-][ \t]+(?=\S)",
    re.IGNORECASE,
)
"""A word for what stands below a question, before it."""
_MARKED = re.compile(
    r"(?:\(?(?:\d{1,3}|[a-z])[.)][ \t]+)?\[Q ?(?P<id>\d{1,3}(?:\.\d{1,2})*(?P<sub>\.?[a-z])?)\][.:]?[ \t]+",
    re.IGNORECASE,
)
"""A question with the number that a report refers to: `[Q5.3]`, below it `[Q5.3.a]`."""
_LETTER = re.compile(r"\(?(?P<sub>[a-zæøå]|[ivx]{1,4})[.)][ \t]+", re.IGNORECASE)
_BULLET = re.compile(r"[ \t]*[-*•–o·→➢▪◦‣○●>»][ \t]+")
_STUDY_ASKS = re.compile(
    r"(?:forskningsspørgsmål|forskningsspørsmål|forskningsfråga|problemformulering|problemstilling|research question)"
    r"(?: ?\d{1,2})?[ \t]*[:.–-][ \t]+(?=\S)",
    re.IGNORECASE,
)
"""What the study asks, and nobody is asked: a heading, though it may end with a question mark."""


@dataclass(slots=True)
class _Item:
    text: str
    depth: int
    """0 for a main question, 1 and deeper below it, -1 for a heading."""
    number: str = ""
    marked: bool = False
    """Whether the number is the guide's own mark, `[Q2.1]`."""
    path: str = ""
    """The number with those above it: `2.1`."""
    listed: bool = False
    """Whether it is a bullet of a guide in which all questions are."""
    part: str = ""
    """The letter or Roman number that stood before it."""


def from_blocks(blocks: Iterable[Block]) -> tuple[Question, ...]:
    """The questions in the blocks of a document that is an interview guide."""
    items: list[_Item] = []
    for item in (item for block in blocks for item in _items(block)):
        if (
            items
            and item.text.startswith("(")
            and item.depth == 0
            and not items[-1].text.endswith(("?", ".", "!", ":"))
        ):
            items[-1].text += f" {item.text}"  # the end of a question that a printed line broke before a bracket
        else:
            items.append(item)
    if sum(item.marked for item in items) >= 3:
        items = _under_marks(items)
    else:
        items = _under_lines(_under_titles(_under_parts(_not_below(_with_numbers(items)))))
    numbered = [item for item in items if item.depth == 0 and item.number]
    questions: list[Question] = []
    dimension = ""
    main: Question | None = None
    subs = 0
    taken: set[str] = set()
    for item in items:
        if item.depth < 0:
            dimension, main = "" if OF_THE_FILE.fullmatch(item.text) else item.text.rstrip(": "), None
            continue
        if len(numbered) >= 2 and not item.number:
            if main is None or (item.depth == 0 and not _asks(item.text)):
                continue  # the guide numbers its questions; this is a line between them
            item.depth = max(item.depth, 1)
        if not numbered and item.depth == 0 and not (item.listed or _asks(item.text)):
            continue
        if item.depth == 0 or main is None:
            number = item.number if item.number and item.number not in taken else ""
            id_ = number or unused(str(sum(q.parent is None for q in questions) + 1), taken.__contains__)
            main = Question(id_, item.text, len(questions) + 1, None, dimension)
            questions.append(main)
            subs = 0
        else:
            subs += 1
            id_ = unused(f"{main.id}{letters(subs)}", taken.__contains__)
            questions.append(Question(id_, item.text, len(questions) + 1, main.id, dimension))
        taken.add(questions[-1].id)
    return tuple(questions)


def _with_numbers(items: list[_Item]) -> list[_Item]:
    """Numbers without a mark behind them (`1 Background`), where they count from 1 on."""
    bare = [
        (item, found) for item in items if item.depth == 0 and not item.number and (found := _BARE.match(item.text))
    ]
    if len(bare) >= 2 and [found[1] for _, found in bare] == [str(number) for number in range(1, len(bare) + 1)]:
        for item, found in bare:
            item.text, item.number = item.text[found.end() :], found[1]
    return items


def _not_below(items: list[_Item]) -> list[_Item]:
    """What stands below nothing asks by itself: `1a` and `1b` without a 1, bullets where nothing else asks."""
    mains = {item.number for item in items if item.depth == 0 and item.number}
    for item in items:
        number = re.match(r"\d+(?=[a-z])", item.path)
        if number is not None and number[0] not in mains:
            item.depth, item.number = 0, item.path
        item.path = item.path if number is None else ""
    if not any(item.depth == 0 and (item.number or _asks(item.text)) for item in items):
        for item in items:
            item.listed = item.depth == 1
            item.depth = max(item.depth - 1, -1 if _is_title(item.text) else 0)
    return items


def _is_title(text: str) -> bool:
    short = len(text.split()) <= 6 and not text.endswith((".", "?", "!", ",")) and not text[:1].islower()
    return short and not PROMPT.match(text) and OF_THE_FILE.fullmatch(text) is None


def _under_lines(items: list[_Item]) -> list[_Item]:
    """Short lines right above questions, numbered ones where there are any, in two places at least, are headings."""
    numbered = any(item.depth == 0 and item.number for item in items)
    titles = [
        item
        for item, below in pairwise(items)
        if item.depth == below.depth == 0
        and not item.number
        and (below.number if numbered else _asks_or_prompts(below.text))
        and _is_title(item.text)
    ]
    for item in titles if len(titles) >= 2 else ():
        item.depth = -1
    return items


def _under_titles(items: list[_Item]) -> list[_Item]:
    """Where `1.1` and `1.2` stand under a title with the number 1, the title is a heading and they are questions."""
    below = [item for item in items if item.path]
    parts = {item.path.split(".")[0] for item in below}
    titles = [item for item in items if item.depth == 0 and item.number in parts and not item.path]
    asking = sum(_asks_or_prompts(item.text) for item in below)
    asked = any(_asks_or_prompts(item.text) or len(item.text.split()) > 8 for item in titles)
    if not below or 2 * asking < len(below) or asked:
        return items
    if not titles and any(item.depth == 0 and item.number for item in items):
        return items
    for item in titles:
        item.depth, item.number = -1, ""
    for item in items:
        if item.path:
            deeper = item.path.count(".") > 1
            item.depth, item.number = (1, "") if deeper else (0, item.path)
    return items


def _under_parts(items: list[_Item]) -> list[_Item]:
    """`A.`, `B.` or `I.`, `II.` before titles that ask nothing, each once in the guide, are headings."""
    parts = [item for item in items if item.part and not _asks(item.text) and len(item.text.split()) <= 8]
    marks = [item.part for item in parts]
    if (
        len(marks) >= 2
        and marks[0] in _PARTS
        and len(set(marks)) == len(marks) == sum(bool(item.part) for item in items)
    ):
        for item in parts:
            item.depth, item.number = -1, ""
    return items


def _under_marks(items: list[_Item]) -> list[_Item]:
    """A guide with marks counts by them: `[Q2]` above `[Q2.1]` is a heading, what has no mark a follow-up."""
    found: list[_Item] = []
    ids = [item.number for item in items if item.marked]
    begun = False
    for item in items:
        last = found[-1] if found else None
        if item.marked:
            begun = True
            if not _asks(item.text) and any(id_.startswith(f"{item.number}.") for id_ in ids):
                item.depth = -1
        elif last is not None and last.marked and last.text.endswith(":") and _asks(item.text):
            last.text = item.text  # the question stands under what introduces it
            continue
        elif begun and item.depth >= 0:
            if not _asks(item.text) or (last is not None and last.depth < 0):
                continue
            item.depth, item.number = 1, ""
        elif item.depth == 0 and item.number in ids:
            item.number = ""
        found.append(item)
    return found


def _asks_or_prompts(text: str) -> bool:
    return _asks(text) or PROMPT.match(text) is not None


def _asks(text: str) -> bool:
    return text.rstrip(' )"”').endswith("?")


def _items(block: Block) -> Iterable[_Item]:
    for item in _unmarked(block):
        marked = _MARKED.match(item.text)
        if marked is not None:
            below = bool(marked["sub"])
            yield _Item(item.text[marked.end() :], int(below), "" if below else marked["id"], not below)
        elif item.depth >= 0 or "://" not in item.text:
            yield item


def _unmarked(block: Block) -> Iterable[_Item]:
    if block.kind in ("footnote", "endnote", "comment", "caption"):
        return
    if block.number or block.kind == "list":
        text = " ".join(block.text.split())
        if text:
            found = _number(text)
            if found is not None and not block.number:
                yield from _line(text)
            else:
                bullet = None if block.number else _BULLET.match(text)
                yield _Item(text[bullet.end() :], 1) if bullet else _listed(block, text)
        return
    for line in _logical_lines(block.text):
        study = _STUDY_ASKS.match(line)
        if study is not None:
            yield _Item(line[study.end() :], -1)
            continue
        titled = block.kind == "heading" or (0 < len(line) <= block.bold and not _number(line))
        theme = DIMENSION.match(line)
        if (titled or theme) and not _asks(line):
            yield _Item(line if titled or theme is None else line[theme.end() :], -1)
        else:
            yield from _line(line)


def _logical_lines(text: str) -> list[str]:
    """Lines, with those joined that only go on (a guide printed to PDF wraps its questions)."""
    lines: list[str] = []
    for line in text.split("\n"):
        line = " ".join(line.split())
        if not line:
            continue
        if lines and not _starts_item(line) and not lines[-1].endswith(("?", ":", ".")):
            lines[-1] += f" {line}"
        else:
            lines.append(line)
    return lines


def _number(line: str) -> re.Match[str] | None:
    return _NUMBER.match(line) or _NAMED.match(line)


def _starts_item(line: str) -> bool:
    return bool(_number(line) or _FOLLOW_UP.match(line) or _LETTER.match(line) or _BULLET.match(line))


def _listed(block: Block, text: str) -> _Item:
    number = block.number.strip(" .)(:")
    if number.isdigit():
        return _Item(text, block.level, number if block.level == 0 else "")
    if re.fullmatch(r"\d+[.]\d+.*", number):
        return _Item(text, 1, path=number if re.fullmatch(r"[\d.]+", number) else "")
    if number and number.isalpha():
        return _Item(text, max(1, block.level), part=number if _PART.match(number) else "")
    return _Item(text, block.level if not number and block.level else (1 if number else 0))


def _line(line: str) -> Iterable[_Item]:
    if _MARKED.match(line):
        yield _Item(line, 0)
        return
    found = _number(line)
    if found is not None:
        text, sub = line[found.end() :].strip(), found["sub"] or ""
        path = f"{found['main']}{'.' if sub[0].isdigit() else ''}{sub}" if sub else ""
        if text:
            yield _Item(text, 1 if sub else 0, "" if sub else found["main"], path=path)
        return
    found = _FOLLOW_UP.match(line) or _LETTER.match(line) or _BULLET.match(line)
    if found is None:
        yield _Item(line, 0)
        return
    letter = found.groupdict().get("sub", "")
    yield _Item(line[found.end() :].strip(), 1, part=letter if _PART.match(letter) else "")
