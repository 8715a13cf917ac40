"""Where else somebody speaks whose label is known, and two labels of one speaker: `Anna Berg (researcher)` and `Anna
Berg`, `Interviewer` and `I`, `Informant` and `R`."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from difflib import SequenceMatcher
from itertools import pairwise, product

from ..language import ALL_FUNCTION_WORDS
from ..readers.blocks import BRACKETED, seconds
from .forms import said_by_each
from .label_styles import Hit, outside_notes
from .labels import CODE, KNOWN, NAME, fold_label, shape
from .lined import Lined
from .recurring_labels import is_metadata, said_after

_ASKS = re.compile(
    r"i|q|int|intv|interv|iv|ivr|interviewer(?:en)?|intervjuer(?:en)?|intervjuare(?:n)?|interviewleder|intervjuleder|intervjuledare|spørger"
)
_ANSWERS = re.compile(
    r"i|r|ip|inf|res|resp|interviewee|participant|respondent(?:en)?|informant(?:en)?|interviewperson(?:en)?|"
    r"intervjuperson(?:en)?|deltager(?:en)?|deltaker(?:en)?|deltagare(?:n)?|interviewede"
)
"""What anybody is called who asks, and anybody who answers."""
_ROLE_WORDS = (
    r"(?:[Ii]nterview(?:er|ee|leder|person)|[Ii]ntervju(?:er|are|person)|[Ii]nformant|[Rr]espondent|[Mm]oderator)"
    r"(?: \d{1,2})?"
)
_BEHIND = r"(?:(?<=[.?!…\"”»)\]])[ \t]+(?:[-–—][ \t]*)?)"
"""Between the end of a sentence and a label in the same line."""
_WITHIN = re.compile(rf"{_BEHIND}([^\W_][^:.?!\n]{{0,40}}?\.?)[ \t]*:[ \t]")
_BEFORE = rf"(?:{_BEHIND}|(?<=\S)[ \t]+[-–—][ \t]+)"
_PERHAPS = re.compile(rf"{_BEFORE}[^:\n]{{1,80}}:[ \t]+(?=\S)")
"""A colon within a line that somebody's label may stand before; most files have none."""
_SLIP = re.compile(
    rf"[ \t]*(?=[^\n;>)\]}}#–—-]{{0,80}}[;>)\]}}#–—-])"
    rf"([^\n;>]{{1,80}}?)(?:(?:[ \t]*[;>]|[ \t]+(?P<time>{BRACKETED}))[ \t]+(?=\S)"
    r"|[ \t]+[-–—][ \t]*(?=\w)|[-–—][ \t]+(?=[^\W\d_a-zæøåäö]))"
    rf"|[ \t]*({_ROLE_WORDS})[ \t]*[.–-][ \t]+(?=[^\W\d_a-zæøåäö])"
)
"""It looks for the mark first: most lines have none."""
_SHORT = 4
"""Letters of an abbreviation at most."""
_CODE = re.compile(r"([^\W\d_]{1,2})[ ._-]?(\d{1,2})")
_NUMBERED_ROLE = re.compile(r"([^\W\d_]{5,}) ?(\d{1,2})")
_PERSON = re.compile(r"[^\W\d_a-zæøåäö][^\W\d_]+(?:[ -][^\W\d_a-zæøåäö][\w'’-]+){0,3}")
_FEW = 4
"""Labels among which one letter tells a name, and a letter or two may be wrong."""
_ALIKE = 0.84


def with_one_key(hits: list[Hit]) -> list[Hit]:
    """`Anna Berg (researcher)` and `Anna Berg` are one, where no other Anna Berg has something in brackets; and `Anna
    Berg (AB)` and `AB`."""
    keys = {hit.key: hit.label for hit in hits}
    with_more: dict[str, set[str]] = {}
    for key, label in keys.items():
        base, bracket, more = key.removesuffix(")").rpartition(" (")
        found = base if base in keys else more if shape(label.partition("(")[0].strip()) == NAME else ""
        if bracket and found in keys:
            with_more.setdefault(found, set()).add(key)
    return _under({key: base for base, more in with_more.items() if len(more) == 1 for key in more}, hits)


def with_further_places(doc: Lined, hits: list[Hit]) -> list[Hit]:
    """The hits with those of the same labels behind the end of a sentence, where somebody else begins to speak in the
    same line, and before another mark than the colon: `Anna; words`, `Anna - words`, `Anna (0:25) words`."""
    counts = Counter(hit.label for hit in hits)
    labelled = set(counts)
    # Where most lines begin with somebody, who stands once before a line may stand again within others.
    if 2 * len(hits) >= doc.filled:
        behind = Counter(_WITHIN.findall(doc.text))
        counts.update(behind)
        # Whoever always answers in the line of the question stands before no line.
        labelled |= {label for label, count in behind.items() if count >= max(2, 0.5 * len(hits))}
    begun = {hit.start: hit for hit in hits}
    other: dict[int, Hit] = {}
    for start, after in pairwise(doc.lines):
        slip = _SLIP.match(doc.text, start, after - 1) if start not in begun else None
        if slip is None or (label := slip[1] or slip[3]) not in labelled:
            continue
        stutters = fold_label(label) in ALL_FUNCTION_WORDS and slip[0].rstrip()[-1] in "-–—"  # `I - I do not know`
        if not stutters:
            other[start] = Hit(start, slip.end(), label, fold_label(label), seconds(slip["time"]))
    counts.update(hit.label for hit in other.values())
    again = (label for label, count in counts.items() if count > 1 and label in labelled)
    known = {label for label in again if shape(label) in (NAME, CODE, KNOWN)}
    if not known:
        return hits
    within: re.Pattern[str] | None = None
    begun |= {start: hit for start, hit in other.items() if hit.label in known}
    found = []
    for start, after in pairwise(doc.lines):
        hit = begun.get(start)
        found += [hit] if hit else []
        begin = hit.words if hit else start
        if not found or doc.text.find(":", begin, after) < 0 or not _PERHAPS.search(doc.text, begin, after - 1):
            continue
        if within is None:  # made once it is needed: a pattern takes as long as reading a page
            labels = "|".join(map(re.escape, sorted(known, key=len, reverse=True)))
            within = re.compile(rf"{_BEFORE}({labels}|{_ROLE_WORDS})[ \t]*:[ \t]+(?=\S)")
        for inner in within.finditer(doc.text, begin, after - 1):
            if (key := fold_label(inner[1])) != found[-1].key:
                found.append(Hit(inner.start(), inner.end(), inner[1], key))
    return outside_notes(doc, found)


def without_abbreviations(doc: Lined, hits: list[Hit], told: Collection[str]) -> list[Hit]:
    """The hits with the key of the whole word where `I` stands for the interviewer, whom it never answers, `M` for
    the only Mette, or `Interveiwer` for whoever else asks; of the labels in `told` a person has said who that is."""
    counts = Counter(hit.key for hit in hits)
    words = {hit.key: hit.label for hit in reversed(hits) if " " not in hit.key}
    spelled = {key: label for key, label in words.items() if shape(label) in (NAME, CODE, KNOWN)}
    answered = Counter(frozenset((before.key, after.key)) for before, after in pairwise(hits))
    first = next((at for at, hit in enumerate(hits) if counts[hit.key] > 1), len(hits))
    head = {hit.key for hit in hits[:first] if is_metadata(said_after(doc, hit))}
    talking = set(spelled) - head
    wholes = {key for key in talking if len(key) > _SHORT and (counts[key] > 1 or shape(key) == KNOWN)}
    found: dict[str, set[str]] = {}
    for key, whole in product(talking - set(told), wholes - set(told)):
        apart = 4 * answered[frozenset((key, whole))] < min(counts[key], counts[whole])
        short = len(key) <= _SHORT and _stands_for(key, whole, spelled)
        typo = counts[key] <= 0.5 * counts[whole] and _is_mistyped(key, whole, len(spelled) <= _FEW)
        if apart and len(counts) > 2 and (short or typo):
            found.setdefault(key, set()).add(whole)
    for key, whole in (*_by_role(doc, hits, talking), *_by_full_name(hits)):
        if not answered[frozenset((key, whole))] and len(counts) > 2 and not {key, whole} & set(told):
            found.setdefault(key, set()).add(whole)
    sure = {key: same.pop() for key, same in found.items() if len(same) == 1}
    # Whom `I` stands for may be clear once it is known that `R`, whom it answers, is the informant.
    return without_abbreviations(doc, _under(sure, hits), told) if sure else hits


def _stands_for(key: str, whole: str, spelled: Mapping[str, str]) -> bool:
    if any(anybody.fullmatch(key) and anybody.fullmatch(whole) for anybody in (_ASKS, _ANSWERS)):
        return True
    alike = sum(other.startswith(key) for other in spelled)
    return len(key) == 1 and alike == 2 and whole[0] == key and shape(spelled[whole]) == NAME and len(spelled) <= _FEW


def _by_role(doc: Lined, hits: Sequence[Hit], talking: Collection[str]) -> list[tuple[str, str]]:
    """`M` and the only `Moderator`, `P1` and `Participant 1`: the beginning of a word for a role, which nobody else's
    label begins with and beside which no other letters name people, where both ask or both answer."""
    keys = {hit.key for hit in hits}
    roles = [key for key in keys if len(key) > _SHORT and shape(key) == KNOWN]
    letters = [key for key in talking if len(key) <= _SHORT and key.isalpha()]
    of = {key: [role for role in roles if role.startswith(key)] for key in letters}
    alone = {key for key in of if len(of[key]) == 1 and sum(other.startswith(key) for other in keys) == 2}
    pairs = [(key, of[key][0]) for key in alone] if all(of.values()) else []
    for key, whole in product(keys, roles):
        code, role = _CODE.fullmatch(key), _NUMBERED_ROLE.fullmatch(whole)
        if code and role and code[2] == role[2] and role[1].startswith(code[1]):
            pairs.append((key, whole))
    return [(key, whole) for key, whole in pairs if _asks(doc, hits, key) == _asks(doc, hits, whole)]


def _asks(doc: Lined, hits: Sequence[Hit], key: str) -> bool:
    """Whether half of what is said under a label, or more, holds a question mark."""
    said = [words for hit, words in zip(hits, said_by_each(doc, hits), strict=True) if hit.key == key]
    return 2 * sum("?" in each for each in said) >= len(said)


def _by_full_name(hits: Sequence[Hit]) -> Iterator[tuple[str, str]]:
    """`Lisa Ek` and the only `Lisa`, where nobody else's first name is Lisa."""
    spelled = {hit.key: hit.label for hit in hits}
    names = {key: label for key, label in spelled.items() if shape(label) == NAME and _PERSON.fullmatch(label)}
    for key in names:
        first, *rest = key.split()
        if rest and first in names and sum(other.split()[0] == first for other in names) == 2:
            yield key, first


def _is_mistyped(key: str, whole: str, few: bool) -> bool:
    """Whether a label is another one with a letter or two wrong: `Interveiwer`; of names only where few speak."""
    plain = key.isalpha() and whole.isalpha() and min(len(key), len(whole)) > _SHORT and key[0] == whole[0]
    known = shape(whole) == KNOWN or few
    return plain and known and shape(key) != KNOWN and SequenceMatcher(None, key, whole, False).ratio() >= _ALIKE


def _under(same: Mapping[str, str], hits: list[Hit]) -> list[Hit]:
    return [replace(hit, key=same[hit.key]) if hit.key in same else hit for hit in hits] if same else hits
