"""The ways in which files mark who speaks: each finds its candidates, none decides.

A candidate is a place where, in that convention, a label would stand. Only lines ended by
`\\n` are lines.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from functools import cache

from ...core.values import frozen
from ..language import ALL_FUNCTION_WORDS
from ..readers.blocks import BRACKETED, STAMP, dotted, seconds
from .labels import ANSWER_LABEL, CODE, KNOWN, MARKS, NAME, PLAIN, QUESTION_LABEL, fold_label, shape, tidy_label
from .lined import Lined

ASIDE = ("footnote", "endnote", "comment", "caption")


@frozen
class Hit:
    """One place where a label stands."""

    start: int
    """Where the line or block begins."""
    words: int
    """Where the words begin."""
    label: str
    key: str
    time: float | None = None
    item: str | None = None
    """The number of the question, where the label has one: `Question 3:`."""


_PICTURES = "\U0001f000-\U0001faff\u2600-\u27bf\ufe0f\u200d"
_LEAD = rf"[ \t{MARKS}]*(?:[{_PICTURES}]+[ \t]*)?(?:[•\-–|][ \t]+|\d{{1,4}}[.)]?[ \t]+|\[\d{{1,4}}\][ \t]+)?"
_DOTTED = r"[\[(]\d{1,3}\.[0-5]\d(?:\.[0-5]\d)?[\])]"
"""A time with full stops, as Danes write it; before or in a label alone, as `(0.15)` among words is a pause."""
_HALF = r"(?:[ ]?[AP]M\b)?"
"""Of the day, behind a time."""
_KL = r"(?:(?<!\w)[Kk]l\.?[ \t]*)?"
"""Before a time."""
_T1 = rf"(?:{_KL}(?P<t1>{STAMP}|{_DOTTED}){_HALF}[ \t]*(?:[-–—|,][ \t]*|:[ \t]+)?)?"
_NAME = r"(?P<label>\[[^\n:：\]]{1,60}\]|[^\W_][^:：\n\t?!]{0,110}?)"
_UNSURE = r"\?{1,3}|[^\W_][^:：\n\t?!]{0,40}?[ \t]?(?:\?|\(\?\))"
"""`?:` who could not be told, and `Anna?:`, `Anna (?):` who probably spoke."""
_COLON = (
    rf"{_LEAD}(?:>>+[ \t]*)?{_T1}[*_]*{_NAME[:-1]}|{_UNSURE})[*_]*[ \t{MARKS}]*"
    rf"(?:[\[(]?{_KL}(?P<t2>{STAMP}|{_DOTTED})[\])]?)?[ \t]*[*_]*[ \t{MARKS}]*[:：](?!//|\d)[*_]*"
    rf"(?:[ \t]*(?P<t3>{BRACKETED}))?[ \t]*"
)
_LINE = (
    rf"{_LEAD}{_T1}[*_#]*[ \t]*{_NAME}[*_]*[ \t]*[,|]?[ \t]*(?:[\[(]?{_KL}(?P<t2>{STAMP})[\])]?{_HALF})?"
    r"[ \t]*[*_]*[ \t]*:?[*_]*[ \t]*(?=\n|$)"
)
_VERB = re.compile(
    r" (?:skriver|skrev|skreiv|writes|wrote|siger|sagde|sier|sa|säger|sade|says|said|spørger|spurgte|spør|spurte|frågar"
    r"|frågade|asks|asked|svarer|svarede|svarte|svarar|svarade|answers|answered|replies|replied)$"
)
_BRACKET = (
    rf"{_T1}[ \t]*[\[(<](?P<label>[^\W_][^\])>\n:]{{0,40}})[\])>]:?[ \t]+"
    rf"(?:(?P<t2>{BRACKETED})[ \t]*|(?P<t3>{STAMP})[ \t]*(?=\n|$))?"
)
_TAB = (
    rf"{_T1}(?P<label>[^\W_][^\n\t:]{{0,40}}?):?[ \t]*\t[ \t]*"
    rf"(?:(?P<t2>{BRACKETED})[ \t]*|(?P<t3>{STAMP})[ \t]*\t[ \t]*)?"
)
_DASH = (
    rf"{_T1}(?P<label>[^\W_][^\n\t:;?!]{{0,30}}?)(?:[ \t]+[-–—|=]|[ \t]*//?|[;>]|[-–—](?=[ \t]+[^\W\d_a-zæøåäö]))[ \t]+"
    rf"(?:(?P<t2>{BRACKETED})[ \t]*|(?P<t3>{STAMP})[ \t]+[-–—|=][ \t]+)?"
)
_PAREN = rf"{_T1}(?P<label>[^\W\d_a-zæøåäö][^\n\t:;?!()]{{0,20}}?)\)(?P<t2>)[ \t]+(?=\S)"
_DOT = r"[ \t]*(?P<label>[^\W\d_a-zæøåäö]{1,2}\d?|Sp|Sv)\.(?P<t2>)(?P<t1>)[ \t]+(?=\S)"
_TIMED = rf"[ \t]*(?P<t1>)(?P<label>[^\W_][^\n\t:?!\[(<{{]{{0,40}}?)[ \t]*(?P<t2>{BRACKETED})[ \t]+(?=\S)"
_CHEVRON = re.compile(r"(?:(?<=[ \t\n])|\A)>>+[ \t]*(?:(?P<label>[^\W_][^:\n?!.]{0,40}?):[ \t]*)?")
_FIRST = re.compile(r"[ \t]*(\S+)[ \t]*")
CHAT_HEAD = re.compile(
    rf"[{MARKS}]*\[?(?:\d{{4}}-\d\d?-\d\d?|\d\d?[./-]\d\d?[./-]\d{{2,4}}),?[ \u202f](?:kl\.?[ ])?\d\d?[:.]\d\d"
    rf"(?:[:.]\d\d)?(?:[ \u202f]?[AaPp]\.?[Mm]\.?)?(?:\]|[ ][-–]|:)[ {MARKS}]*"
)
"""The date and time with which programs for chats begin a message."""
_CHAT_NAME = re.compile(r"(?P<label>[^:\n]{1,60}):[ \t]*")
_CHAT_LINE = re.compile(r"(?P<label>[^:\n]{1,60})")
_CHAT_REMARK = re.compile(
    rf"[{MARKS}]*(?:<[^<>\n]+>|[^\W\d_]+ (?:omitted|udeladt|utelatt|utelämna[dt]|weggelassen)|"
    r"\S+\.\w{3,4} \([^()\n]+\)|"
    r"(?:this|you|denne?|du|detta|diese) (?:[^\W\d_]+ ){1,3}(?:deleted|slettet|raderats|raderades|gelöscht)\.?)[ \t]*$",
    re.IGNORECASE,
)
"""What the program puts where a picture was, or a message that was deleted."""


_pattern = cache(re.compile)  # each takes milliseconds to compile, and most texts follow one of them


def _lines_matching(doc: Lined, written: str, needles: str, reach: int = 0, longest: int = 0) -> list[Hit]:
    text, lines = doc.text, doc.lines
    if needles and not any(needle in text for needle in needles):
        return []
    pattern = _pattern(written)
    hits = []
    for at in range(len(lines) - 1):
        start, stop = lines[at], lines[at + 1] - 1
        if start >= stop or (longest and stop - start > longest):
            continue
        within = min(stop, start + reach) if reach else stop
        if needles and all(text.find(needle, start, within) < 0 for needle in needles):
            continue
        found = pattern.match(text, start, stop)
        if found is None:
            continue
        label = tidy_label(found["label"])
        key = fold_label(label)
        if not key:
            continue
        groups = found.groupdict()
        stamp = groups.get("t1") or groups.get("t2") or groups.get("t3") or ""
        time = seconds(dotted(stamp))
        hits.append(Hit(start, found.end(), label, key, time))
    return outside_notes(doc, hits)


def outside_notes(doc: Lined, hits: list[Hit]) -> list[Hit]:
    """The hits that stand neither in notes nor in brackets."""
    hits = [hit for hit in hits if not _within_brackets(doc.text, hit.start)]
    if not any(block.kind in ASIDE for block in doc.blocks):
        return hits
    return [hit for hit in hits if doc.blocks[doc.block_at(hit.start)].kind not in ASIDE]


def _within_brackets(text: str, offset: int) -> bool:
    """Whether a bracket was opened in this paragraph and not closed: an interjection, wrapped."""
    begin = max(text.rfind("\n\n", max(0, offset - 300), offset), offset - 300, 0)
    return text.count("(", begin, offset) > text.count(")", begin, offset)


def colon(doc: Lined) -> list[Hit]:
    """`Anna: words`, `[00:01:02] Anna:`, `Anna (00:01:02):`, `**Anna:** words`, `Anna:` alone."""
    hits = _probably(_lines_matching(doc, _COLON, ":：", 180))
    return _numbered_questions(_who_writes(hits, doc.filled))


def _who_writes(hits: list[Hit], filled: int) -> list[Hit]:
    """`Mia writes:` is Mia, where two or more do so in half of the lines."""
    found = [(_VERB.sub("", hit.label), hit) for hit in hits]
    writing = [name for name, hit in found if name != hit.label and shape(name) in (NAME, CODE, KNOWN)]
    if len(set(writing)) < 2 or 2 * len(writing) < filled:
        return hits
    return [replace(hit, label=name, key=fold_label(name)) for name, hit in found]


def _probably(hits: list[Hit]) -> list[Hit]:
    """`Anna?:` is Anna, where she speaks elsewhere too or has a name; no other line that asks is a label."""
    keys = {hit.key for hit in hits}
    found = []
    for hit in hits:
        label = re.sub(r" ?(?:\(\?\)|\?)$", "", hit.label)
        if not label or label == hit.label:
            found.append(hit)
        elif fold_label(label) in keys or shape(label) in (NAME, CODE, KNOWN):
            found.append(replace(hit, label=label, key=fold_label(label)))
    return found


def _numbered_questions(hits: list[Hit]) -> list[Hit]:
    """`Question 1:` and `Question 2:` are one who asks, where `Answer:` answers, or people do by name and each question
    stands once, in its turn."""
    numbers = [found[2] for hit in hits if (found := QUESTION_LABEL.fullmatch(hit.key))]
    answers = sum(ANSWER_LABEL.fullmatch(hit.key) is not None for hit in hits) >= 2
    apart = len(set(numbers)) == len(numbers)
    others = Counter(hit.label for hit in hits if not QUESTION_LABEL.fullmatch(hit.key))
    people = sum(count for label, count in others.items() if count > 1 and shape(label) in (NAME, CODE, KNOWN))
    rising = numbers == sorted(numbers, key=lambda each: (len(each), each))
    counted = apart and rising and people >= len(numbers) > 2
    if not numbers or not (answers or counted):
        return hits
    merged = []
    for hit in hits:
        asks, answer = QUESTION_LABEL.fullmatch(hit.key), ANSWER_LABEL.fullmatch(hit.key)
        found = asks or (answer if answers else None)
        if found is not None:
            item = found[2] if asks and apart else None
            hit = replace(hit, label=hit.label[: len(found[1])], key=found[1], item=item)
        merged.append(hit)
    return merged


def own_line(doc: Lined) -> list[Hit]:
    """A label alone on its line, with a time before or after it or without one; not alone in a cell of a row."""
    hits = _lines_matching(doc, _LINE, "", longest=100)
    if any(block.kind == "cell" for block in doc.blocks):
        hits = [hit for hit in hits if not _is_beside_others(doc, doc.block_at(hit.words))]
    text = doc.text
    ended = [hit for hit in hits if text[hit.words - 1 : hit.words] not in ".,;…" or _ends_in_initial(hit)]
    return [hit for hit in ended if text[hit.words : hit.words + 400].strip()]


def _is_beside_others(doc: Lined, at: int) -> bool:
    """Whether a block is a line of its own in a row with other cells: what follows it are no words below it."""
    block = doc.blocks[at]
    if block.kind != "cell" or "\n" in block.text:
        return False
    around = (doc.blocks[near] for near in (at - 1, at + 1) if 0 <= near < len(doc.blocks))
    return any(other.kind == "cell" and other.row == block.row for other in around)


def _ends_in_initial(hit: Hit) -> bool:
    """Whether a full stop is that of an initial, `Kari N.`, beside a time or where nothing but a name stands."""
    name = re.search(r"[^\W\d_]{2} [^\W\d_]\.$", hit.label) is not None
    return name and (hit.time is not None or shape(hit.label) == NAME)


_STAMP_NEXT = rf"[ \t]*{BRACKETED}[ \t]*(?=[ \t]|\n|$)"
_STAMP_ALONE = rf"[ \t]*{STAMP}{_HALF}[ \t]*(?=\n|$)"


def without_times(doc: Lined, hits: list[Hit]) -> list[Hit]:
    """The hits with a time that stands behind the label taken from the words: `Anna: [0:21] words`,
    and `Anna: 0:21` with the words below where most labels have it so (it may be an answer elsewhere)."""
    alone = sum(_pattern(_STAMP_ALONE).match(doc.text, hit.words) is not None for hit in hits)
    pattern = _pattern(_STAMP_ALONE if hits and alone >= 0.6 * len(hits) else _STAMP_NEXT)
    found = []
    for hit in hits:
        stamp = pattern.match(doc.text, hit.words)
        if stamp is not None:
            time = hit.time if hit.time is not None else seconds(stamp[0])
            hit = replace(hit, words=stamp.end(), time=time)
        found.append(hit)
    return found


def bracket(doc: Lined) -> list[Hit]:
    """`[Anna] words` and `<Anna> words`."""
    return [hit for hit in _lines_matching(doc, _BRACKET, "[(<") if shape(hit.label) not in (PLAIN, None)]


def tab(doc: Lined) -> list[Hit]:
    """`Anna<tab>words`."""
    return _lines_matching(doc, _TAB, "\t", 60)


def dash(doc: Lined) -> list[Hit]:
    """`Anna - words`, `Q- Words`, `Anna; words`, `Anna> words`, `Anna // words`."""
    return _lines_matching(doc, _DASH, "-–—|=/;>")


def paren(doc: Lined) -> list[Hit]:
    """`INT) words`, where the letters are not those of a list: `A)`, `B)`."""
    hits = _lines_matching(doc, _PAREN, ")", 24)
    keys = {hit.key for hit in hits}
    return [] if {"a", "b"} <= keys or {"i", "ii"} <= keys else hits


def timed(doc: Lined) -> list[Hit]:
    """`Anna [00:00:03] words`."""
    return _lines_matching(doc, _TIMED, "[(<{#")


def dot(doc: Lined) -> list[Hit]:
    """`Q. words` and `A. words`."""
    return _lines_matching(doc, _DOT, ".", 6)


def bold(doc: Lined) -> list[Hit]:
    """A bold label without a colon, followed by words that are not bold."""
    hits = []
    for start, block in zip(doc.starts, doc.blocks, strict=True):
        if 0 < block.bold < len(block.text) and block.bold <= 60 and block.kind not in ASIDE:
            label = tidy_label(block.text[: block.bold])
            rest = block.text[block.bold :]
            words = start + block.bold + len(rest) - len(rest.lstrip(" \t:-–—"))
            if fold_label(label) and rest.strip():
                hits.append(Hit(start, words, label, fold_label(label)))
    return hits


def heading(doc: Lined) -> list[Hit]:
    """A heading that is nothing but a label."""
    hits = []
    for start, block in zip(doc.starts, doc.blocks, strict=True):
        if block.kind == "heading" and len(block.text) <= 80 and "\n" not in block.text:
            found = _pattern(_LINE).match(block.text)
            label = tidy_label(found["label"] if found else block.text)
            time = seconds(found["t1"] or found["t2"]) if found else None
            if fold_label(label):
                hits.append(Hit(start, start + len(block.text), label, fold_label(label), time))
    return hits


def chevron(doc: Lined) -> list[Hit]:
    """`>>` where the speaker changes, with or without a name; also in the middle of a line."""
    if ">>" not in doc.text:
        return []
    found = [(each, tidy_label(each["label"] or "")) for each in _CHEVRON.finditer(doc.text)]
    return [Hit(each.start(), each.end(), label, fold_label(label)) for each, label in found]


def first_word(doc: Lined) -> list[Hit]:
    """The first word of every line, where nearly every line begins with one of a few codes."""
    text = doc.text
    hits = []
    for at in range(len(doc.lines) - 1):
        found = _FIRST.match(text, doc.lines[at], doc.lines[at + 1] - 1)
        if found is not None and found[1][-1] not in ":：":
            label = tidy_label(found[1])
            hits.append(Hit(doc.lines[at], found.end(), label, fold_label(label)))
    counts = Counter(hit.key for hit in hits)
    few = {
        key
        for key, count in counts.most_common(12)
        if count >= 3 and key not in ALL_FUNCTION_WORDS and any(char.isalpha() for char in key)
    }
    kept = [hit for hit in hits if hit.key in few]
    return kept if len(few) >= 2 and len(hits) >= 8 and len(kept) >= 0.9 * len(hits) else []


def chat(doc: Lined) -> list[Hit]:
    """`12.03.2024, 09:16 - Anna: words` and `[12/03/2024 09.16.02] Anna: words`, as chats are exported; the words may
    stand on the lines below the name.

    What the program itself says has the date and no name; a picture left out is nobody's words.
    """
    hits = []
    for at in range(len(doc.lines) - 1):
        start, stop = doc.lines[at], doc.lines[at + 1] - 1
        head = CHAT_HEAD.match(doc.text, start, stop)
        name = _CHAT_NAME.match(doc.text, head.end(), stop) if head else None
        if head and name is None and (alone := _CHAT_LINE.fullmatch(doc.text, head.end(), stop)):
            name = alone if shape(tidy_label(alone["label"])) in (NAME, CODE, KNOWN) else None
        if name is not None and not _CHAT_REMARK.match(doc.text, name.end(), stop):
            label = tidy_label(name["label"])
            hits.append(Hit(start, name.end(), label, fold_label(label)))
    return [hit for hit in hits if hit.key]


def columns(doc: Lined) -> list[Hit]:
    """Tables in which the label has a cell of its own before that of the words, with numbers and times beside it."""
    rows: dict[tuple[int, int], list[int]] = {}
    table = 0
    last_row = 0
    for index, block in enumerate(doc.blocks):
        if block.kind != "cell" or block.row is None:
            last_row = 0
            table += 1
            continue
        if block.row < last_row:
            table += 1
        last_row = block.row
        rows.setdefault((table, block.row), []).append(index)
    hits = []
    for cells in rows.values():
        if not 2 <= len(cells) <= 4:
            continue
        texts = [doc.blocks[index].text.strip() for index in cells]
        times = [seconds(text) if re.fullmatch(STAMP, text) else None for text in texts]
        at = [place for place, time in enumerate(times) if time is None]
        if len(at) > 2 and texts[at[0]].strip(".").isdigit():
            at = at[1:]  # the number of the row
        label = tidy_label(texts[at[0]]) if len(at) >= 2 else ""
        if fold_label(label) and len(label) <= 60 and "\n" not in label:
            time = next((time for time in times if time is not None), None)
            hits.append(Hit(doc.starts[cells[0]], doc.starts[cells[at[1]]], label, fold_label(label), time))
    return hits


FINDERS: dict[str, Callable[[Lined], list[Hit]]] = {
    "chat": chat,
    "colon": colon,
    "column": columns,
    "heading": heading,
    "bracket": bracket,
    "tab": tab,
    "bold": bold,
    "line": own_line,
    "time": timed,
    "dash": dash,
    "dot": dot,
    "paren": paren,
    "chevron": chevron,
    "first-word": first_word,
}
"""The names that `--speaker-style` takes, in the order in which equals are preferred."""
