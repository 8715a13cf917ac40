"""Which labels are taken for speakers: those that recur, and those that stand once beside their like."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise

from ...core.values import frozen
from ..readers.blocks import ONLY_STAMP
from .label_styles import Hit
from .labels import (
    CALENDAR,
    CODE,
    INITIALS,
    KNOWN,
    NAME,
    NUMBER,
    PLAIN,
    TOGETHER,
    WATCHING,
    first_word,
    fold_label,
    has_party,
    is_titled,
    joint_parts,
    role_of,
    shape,
)
from .lined import Lined

_PRESENT = re.compile(
    r"^[ \t*_]*(?:deltagere|deltakere|deltagare|medvirkende|til ?stede|participants|present|informanter|informants)"
    r"[ \t*_]*:[ \t*_]*((?:.+\n?){1,12})",
    re.IGNORECASE | re.MULTILINE,
)
_PARTED = re.compile(r"\n[ \t]*\n(?=[ \t]*\S)")
_FULL_NAME = re.compile(r"(?:[^\W\d_a-zæøåäöü][\w'’-]*\.? ){1,2}[^\W\d_a-zæøåäöü][\w'’-]*\.?")
_INITIALS = re.compile(r"[^\W\d_a-zæøåäöü]{1,3}")

_LONGEST = 2000
"""Characters of a line that are looked at: a program may write a whole talk on one."""


def said_after(doc: Lined, hit: Hit) -> str:
    """The rest of a label's line, as labels are compared; of a line longer than any list of people its beginning."""
    last = hit.words + _LONGEST
    stop = doc.text.find("\n", hit.words, last)
    return fold_label(doc.text[hit.words : stop if stop >= 0 else last].strip(" \t.;"))


def is_metadata(said: str) -> bool:
    """Whether the rest of a label's line is a fact (`Interviewer: Mette`) and nothing that is said."""
    return 0 < len(said.split()) <= 4 and not re.search(r"[.?!]$", said)


@frozen
class Candidates:
    """The labels that a file may have in one convention, by their keys."""

    doc: Lined
    style: str
    hits: Sequence[Hit]
    counts: Counter[str]
    spelled: Mapping[str, str]
    shapes: Mapping[str, str | None]
    forced: bool
    """Whether a person says that the file follows the convention."""


def recurring(labels: Candidates) -> set[str]:
    """Those that stand twice or more and have the form of a label."""
    doc, counts, spelled, shapes = labels.doc, labels.counts, labels.spelled, labels.shapes
    total = sum(count for key, count in counts.items() if shapes[key] is not None)
    accepted = set()
    sure = any(shapes[key] == KNOWN and count > 1 for key, count in counts.items())
    all_labelled = sure and total >= 0.9 * paragraph_count(doc, labels.hits[0].start)
    lower = all_labelled and all(spelled[key].islower() for key in counts if shapes[key] is not None)
    for key, count in counts.items():
        form = shapes[key]
        if form is None or count < 2:
            continue
        if form in (KNOWN, CODE) or labels.style == "first-word":
            accepted.add(key)
        elif form == NAME:
            if all_labelled or count >= max(3, 0.1 * total) or not _common_noun(doc.text, spelled[key]):
                accepted.add(key)
        elif form == PLAIN and (lower or count >= max(3, (0.02 if labels.forced else 0.05) * total)):
            accepted.add(key)  # `mia:` beside `int:`, where nobody's name has a capital
    accepted |= _beside_others(labels, accepted)
    return accepted or _two_numbers(labels)


def _beside_others(labels: Candidates, accepted: set[str]) -> set[str]:
    """Numbers, months and notes that recur, where other labels are sure: `101:`, `August:`, `Note:`; and `Both:`.

    Numbers before colons only: on lines of their own they are those of pages, in cells those of rows. After
    `Anna and Bo:` the digits 1 and 2 say which of the two goes on.
    """
    counts, shapes = labels.counts, labels.shapes
    found: set[str] = set()
    numbers = {key for key, count in counts.items() if shapes[key] == NUMBER and count >= 2}
    if not accepted or any(is_joint(labels.spelled[key], accepted) for key in counts):
        numbers = {key for key in numbers if len(key) > 1}
    if labels.style in ("colon", "bracket") and (accepted or len(numbers) >= 2):
        found |= numbers
    initials = {key for key, count in counts.items() if shapes[key] == INITIALS and count >= 2}
    if len(initials) > 1 and min(counts[key] for key in initials) > 2:
        found |= initials
    if accepted | found:
        found |= {key for key, count in counts.items() if shapes[key] in (CALENDAR, WATCHING) and count >= 2}
        found |= TOGETHER & set(counts)
        # `KL:` who speaks about as often as the others is no time of day, and `NB:` here and there is no speaker.
        often = max((counts[key] for key in accepted), default=0)
        found |= {key for key in initials if 3 * counts[key] >= often}
    return found


def _two_numbers(labels: Candidates) -> set[str]:
    """Two numbers that take turns from line to line are two who talk: `1:` and `2:`, `(1)` and `(2)`."""
    keys = [hit.key for hit in labels.hits if labels.shapes[hit.key] == NUMBER]
    turns = sum(before != after for before, after in pairwise(keys))
    talk = len(keys) >= 6 and len(keys) >= 0.9 * labels.doc.filled and turns >= 0.9 * (len(keys) - 1)
    return set(keys) if labels.style in ("colon", "bracket", "tab") and len(set(keys)) == 2 and talk else set()


def _common_noun(text: str, label: str) -> bool:
    """Whether a single capitalised word also stands in lower case in the running text."""
    if " " in label or not label[:1].isupper() or label.isupper():
        return False
    return re.search(rf"\s{re.escape(label.lower())}[\s,.?!]", text) is not None


def standing_once(labels: Candidates, accepted: set[str]) -> set[str]:
    """Labels that stand once but belong to a family: `P3` beside P1 and P2, a known role."""
    doc, hits, counts, spelled, shapes = labels.doc, labels.hits, labels.counts, labels.spelled, labels.shapes
    once = [key for key, count in counts.items() if count == 1 and key not in accepted]
    found = set()
    families = {_stem(key) for key in accepted if re.search(r"\d", key)}
    titles = Counter(first_word(spelled[key]) for key in accepted if " " in spelled[key])
    titled = sum(is_titled(spelled[key]) for key in accepted)
    roles = {role_of(spelled[key]) for key in accepted}
    first = min((hit.start for hit in hits if hit.key in accepted), default=0)
    partied = sum(has_party(spelled[key]) for key in once) >= 2
    gathering = _mostly_labelled(labels, accepted)
    alone = on_their_own_lines(doc, [hit for hit in hits if hit.key in accepted])
    named = len(accepted) >= 2 and any(shapes[key] == NAME for key in accepted)
    begun = [hit for hit in hits if hit.start >= first and shapes[hit.key] is not None]
    each = 0.45 if alone else 0.9  # a label on a line of its own, and at least one line below it
    lines = len(begun) >= each * paragraph_count(doc, first)
    talk = named and (lines or _all_bold(doc, begun))
    full = {key for key in once if _FULL_NAME.fullmatch(spelled[key])} if lines else set()
    times = [hit.time is not None for hit in hits if hit.key in accepted]
    timed = {hit.key for hit in hits if hit.time is not None and sum(times) >= 0.9 * len(times)}
    listed = _listed(doc, first)
    led = _led_up_to(doc, (hit for hit in hits if hit.key not in accepted))
    first_place = {hit.key: hit.start for hit in reversed(hits)}
    asked = len(accepted) < 2 and _asked_by_role(labels)
    initials = [key for key in accepted if _INITIALS.fullmatch(spelled[key])]
    for key in once:
        form = shapes[key]
        if form == KNOWN:
            if spelled[key][:1].islower() and not any(spelled[known][:1].islower() for known in accepted):
                continue
            hit = next(hit for hit in hits if hit.key == key)
            short = len(accepted) >= 2 and is_metadata(said_after(doc, hit))
            one_of_them = _stem(key) in families and _stem(key) != key
            metadata = accepted and hit.start < first and not one_of_them and (short or role_of(spelled[key]) in roles)
            if not metadata and (accepted or asked or _known_pair(once, shapes)):
                found.add(key)
        elif form == CODE:
            if _stem(key) in families or (not accepted and _known_pair(once, shapes)):
                found.add(key)
        elif form == WATCHING:
            if len(accepted) >= 2 and first_place[key] > first and len(key) > 3:
                found.add(key)
        elif form == NUMBER:
            if any(shapes[known] == NUMBER for known in accepted):
                found.add(key)
        elif form == NAME and (
            (_stem(key) != key and _stem(key) in families)  # `Child 2` beside `Child 1`
            or (len(initials) >= 2 and _INITIALS.fullmatch(spelled[key]))
            or (key in listed and first_place[key] > first)
            or (asked and not _common_noun(doc.text, spelled[key]))
        ):
            found.add(key)
        elif form == NAME and talk and first_place[key] > first and (" " not in key or key in full):
            # Where every line begins with who says it, people by name, somebody in a group says one thing.
            if key not in led and not _common_noun(doc.text, max(spelled[key].split(), key=len)):
                found.add(key)
        elif form == NAME and key in timed and len(accepted) >= 2 and first_place[key] > first:
            found.add(key)
        elif form == NAME and " " in key and key not in led:
            word = first_word(spelled[key])
            family = titles[word] >= 3 and len(word) > 1
            if (
                family
                or gathering
                or (partied and has_party(spelled[key]))
                or (is_titled(spelled[key]) and (titled >= 2 or (titled and alone)))
            ):
                found.add(key)
    return found


def _asked_by_role(labels: Candidates) -> bool:
    """Whether every paragraph begins with a label and whoever is called `Interviewer` asks: a talk, however short."""
    doc, hits = labels.doc, labels.hits
    asks = (hit for hit in hits if role_of(labels.spelled[hit.key]) == "interviewer")
    asking = any(said_after(doc, hit).endswith("?") for hit in asks)
    return asking and sum(labels.shapes[hit.key] is not None for hit in hits) >= paragraph_count(doc)


def _mostly_labelled(labels: Candidates, accepted: set[str]) -> bool:
    """Whether nearly every paragraph begins with the label of the one who leads, or with a full name.

    Minutes are such: the chair speaks often, each member once.
    """
    leads = sum(labels.counts[key] for key in accepted)
    once = sum(count == 1 and labels.shapes[key] == NAME and " " in key for key, count in labels.counts.items())
    return leads >= 2 and once >= 2 and leads + once >= 0.6 * paragraph_count(labels.doc)


def _listed(doc: Lined, first: int) -> set[str]:
    """The names that a list above the talk gives of those who are there: `Participants: Anna (nurse), Bo and Cia`."""
    found = _PRESENT.findall(doc.text, 0, first)
    names = [
        re.sub(r"\([^()]*\)|[:–-] .*", "", part)
        for text in found
        for part in re.split(r"[,;\n]|\b(?:og|and|och)\b", text)
    ]
    return {fold_label(name) for name in names} - {""}


def _led_up_to(doc: Lined, hits: Iterable[Hit]) -> set[str]:
    """Of labels those in two lines or more right below words that end in a colon: a list in what is said."""
    found: set[str] = set()
    run: list[Hit] = []
    for hit in hits:
        if run and doc.line_number(run[-1].start) + 1 == doc.line_number(hit.start):
            found |= {run[-1].key, hit.key}
            run.append(hit)
        else:
            run = [hit] if doc.text[max(hit.start - 2, 0) : hit.start] == ":\n" else []
    return found


def _all_bold(doc: Lined, hits: Sequence[Hit]) -> bool:
    """Whether labels are set bold and the words after them are not: nothing else in a talk is."""
    places = [(doc.blocks[at], doc.starts[at], hit) for hit in hits if (at := doc.block_at(hit.start)) >= 0]
    bold = [0 < block.bold <= hit.words - start + 1 for block, start, hit in places if start == hit.start]
    return len(bold) >= 3 and sum(bold) >= 0.9 * len(hits)


def paragraph_count(doc: Lined, start: int = 0) -> int:
    """Paragraphs from a place on, parted by blank lines where there are such, else lines that are not blank."""
    parted = len(_PARTED.findall(doc.text, start)) + 1
    filled = doc.filled
    if start:
        lines = [line for line in doc.text[start:].split("\n") if line and not line.isspace()]
        filled = len(lines) - sum(ONLY_STAMP.match(line) is not None for line in lines)
    return min(parted, filled) if parted > 2 else filled


def on_their_own_lines(doc: Lined, hits: Sequence[Hit]) -> bool:
    """Whether labels stand on lines of their own, as minutes of assemblies have them."""
    empty = sum(doc.text[hit.words : hit.words + 1] in ("\n", "") for hit in hits)
    return bool(hits) and empty >= 0.6 * len(hits)


def _known_pair(once: Iterable[str], shapes: Mapping[str, str | None]) -> bool:
    forms = [shapes[key] for key in once]
    return forms.count(KNOWN) >= 1 and forms.count(KNOWN) + forms.count(CODE) >= 2


def _stem(key: str) -> str:
    return re.sub(r"\d+", "#", key)


def is_joint(label: str, accepted: set[str]) -> bool:
    parts = joint_parts(label)
    known = {part for part in parts if part in accepted}
    return bool(parts) and bool(known) and all(part in accepted or shape(part) in (KNOWN, CODE) for part in parts)
