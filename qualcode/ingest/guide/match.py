"""Which turn of the interviewer asks which item of the guide.

An interviewer rarely reads a question out as it is written, says a few words before it, and
leaves some out. Turns and items are compared word by word, rare words counting more, and the
whole interview is decided at once so that the order of the guide counts.
"""

from __future__ import annotations

import csv
import functools
import io
import itertools
import math
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from qualcode.core.errors import Problem, ProblemsFound
from qualcode.core.model import Document, Question, Turn
from qualcode.core.spreadsheets import read_sheet

from ...core.files import write_output
from ...core.languages import composed
from ...core.values import frozen
from ..language import ALL_FUNCTION_WORDS

ASKED = 72.0
"""From this likeness (0 to 100) on a turn asks an item."""
SURE = 80.0
"""Below this it is said to be unsure."""
BACKWARDS = 14.0
"""What going back in the guide costs."""
_AGAIN = 8.0
"""What asking the same item twice costs."""
_OVERLAP = 5
"""Letters in which two questions asked in one sentence may overlap, where their words are sought."""
_PROBED = 1.0
"""What a probe is worth beside other items: it never makes up for a question that is passed over for it."""
_WORD = re.compile(r"\w+")
_TURNING = re.compile(
    r"(?:ikke|inte|not|never|nicht|aldri|aldrig|uden|uten|utan|without|ohne|kein\w*|mindre|mindst|minst|less|least|weniger|"
    r"dårlig\w*|dårligst\w*|dålig\w*|sämre|sämst|bad|badly|worse|worst|poorly|schlecht\w*|værre|værst|verre|verst)\Z"
)
_HESITATIONS = frozenset(["uh", "uhm", "um", "umm", "erm", "eh", "ehm", "øh", "øhm", "öh", "öhm", "æh", "hm", "hmm"])
_BEHIND = frozenset(("det", "da", "så", "då", "nu", "nå", "then", "so", "that"))
"""What is said behind `How?` without changing it: `Hvordan det?`, `Hvorfor ikke det?`."""
_BRACKETED = re.compile(r"[(\[][^()\[\]]{1,200}[)\]]")
_SENTENCE = re.compile(r"[^.!?…\n]+[.!?…]*")


@frozen
class QuestionMatch:
    """One turn that asks an item of the guide."""

    turn: int
    question: str
    score: float
    """Likeness of wording, 0 to 100."""
    kind: str
    """`asked`, `again` (the item was asked before in this document) or `unsure`."""
    also: tuple[str, ...] = ()
    """Main questions that the turn asks before this one; what is answered stands under this one."""


def match_questions(
    document: Document, guide: Sequence[Question]
) -> tuple[tuple[Turn, ...], tuple[QuestionMatch, ...]]:
    """The turns of a document with the item under which each was said, and what was matched.

    All turns from a matched one up to the next belong to its item; those before the first to
    none.
    """
    items = [replace(question, text=composed(question.text)) for question in guide if question.kind == "question"]
    asking = _asking(document)
    if not items or not asking:
        return tuple(replace(turn, question=None) for turn in document.turns), ()
    heard = [_scores(composed(turn.span.cut(document.text)), items) for turn in asking]
    chosen = _in_order(heard, items)
    matches = []
    seen: set[str] = set()
    starts: dict[int, str] = {}
    for turn, item, said in zip(asking, chosen, heard, strict=True):
        if item is None:
            continue
        question, main = items[item].id, items[item].main
        score = round(said.scores[item], 1)
        kind = "unsure" if score < SURE else "again" if question in seen else "asked"
        if kind != "unsure":  # what is not sure is proposed, for a person to say `question at`
            seen.add(question)
            starts[turn.index] = question
        also = tuple(item.id for item in items if item.id in said.families - {main})
        matches.append(QuestionMatch(turn.index, question, score, kind, also))
    return _spread(document.turns, starts, set(starts), document), tuple(matches)


def columns_apart(document: Document, guide: Sequence[Question]) -> Document:
    """A survey whose columns are no questions of the guide: column 1 is `S1` where the guide has a question 1."""
    known = {question.id for question in guide}
    if not any(turn.question in known for turn in document.turns) or match_questions(document, guide)[1]:
        return document
    turns = (
        replace(turn, question=f"S{turn.question}" if turn.question in known else turn.question)
        for turn in document.turns
    )
    return replace(document, turns=tuple(turns))


def skipped(guide: Sequence[Question], matches: Iterable[QuestionMatch]) -> tuple[str, ...]:
    """The main questions of which neither they nor a sub-question was asked."""
    by_id = {question.id: question for question in guide}
    sure = [match for match in matches if match.kind != "unsure"]
    asked = {by_id[id].main for match in sure for id in (match.question, *match.also) if id in by_id}
    return tuple(q.id for q in guide if q.parent is None and q.kind == "question" and q.id not in asked)


def _asking(document: Document) -> list[Turn]:
    """The turns in which questions may stand: the interviewer's, or headings where nobody asks."""
    interviewer = [turn for turn in document.turns if turn.role == "interviewer"]
    return interviewer or [turn for turn in document.turns if turn.role == "other" or not turn.speaker]


def _spread(
    turns: Sequence[Turn], starts: Mapping[int, str], matched: set[int], document: Document
) -> tuple[Turn, ...]:
    nobody_asks = not any(turn.role == "interviewer" for turn in turns)
    current: str | None = None
    found = []
    for turn in turns:
        current = starts.get(turn.index, current)
        role = turn.role
        if nobody_asks and turn.index in matched and role == "informant":
            role = "interviewer"  # the question itself is no answer
        found.append(replace(turn, question=current, role=role))
    return tuple(found)


@frozen
class Heard:
    """What a turn may ask."""

    scores: Mapping[int, float]
    """Items with their likeness."""
    families: frozenset[str] = frozenset()
    """The main questions that it asks on the way."""
    exact: bool = False
    """Whether it is these items word for word, or ends in one after an `Okay.` or its number."""


def _scores(turn: str, items: Sequence[Question]) -> Heard:
    """The items that a turn may ask; where it asks several, only the last. Who reads one out asks no other that
    is alike, or a part of it."""
    sentences = _SENTENCE.findall(turn)
    for said, alone in ((_spoken(turn), True), (_spoken(sentences[-1] if sentences else ""), False)):
        read_out = [at for at, item in enumerate(items) if said and any(said == _spoken(w) for w in _read_out(item))]
        if exact := [at for at in read_out if alone or not _is_near(items[at])]:
            before = Heard({}) if alone else _scores(turn[: turn.rindex(sentences[-1])], items)
            sure = {items[at].main for at, score in before.scores.items() if score >= SURE}
            return Heard(dict.fromkeys(exact, 100.0), before.families | sure, exact=True)
    pieces = _pieces(turn)
    weights = _weights(tuple(item.text for item in items))
    best: dict[int, tuple[float, int]] = {}
    for at, item in enumerate(items):
        brief = is_brief(item.text)
        wordings = () if brief else _wordings(item.text)
        for place, piece in pieces:
            alike = (_likeness(piece, wording, weights) for wording in wordings)
            score = _same_words(piece, item.text) if brief else max(alike)
            if score >= ASKED and score > best.get(at, (0.0, 0))[0] + 0.01:
                best[at] = (score, place)
    sentence = dict(reversed(pieces))
    best = _not_turned_round(best, sentence, items)
    whole = {at: found for at, found in best.items() if not is_brief(items[at].text)}
    if any(score >= SURE for score, _ in whole.values()):
        best = whole  # "What do you think of it? Why?" asks the question, not its probe
    strong = _in_one_sentence({at: place for at, (score, place) in best.items() if score >= SURE}, sentence, items)
    if len(set(strong.values())) > 1:
        last = max(strong.values())
        families = frozenset(items[at].main for at, place in strong.items() if place < last)
        return Heard({at: best[at][0] for at, place in strong.items() if place == last}, families)
    return Heard({at: score for at, (score, _) in best.items()})


def _in_one_sentence(strong: Mapping[int, int], pieces: Mapping[int, str], items: Sequence[Question]) -> dict[int, int]:
    """The places of items, those that one sentence asks one after the other in the order in which it does."""
    from rapidfuzz import fuzz

    found = dict(strong)
    said = {place: " ".join(_spoken(pieces[place])) for place in strong.values()}
    for place in said:
        spans = []
        for at in (at for at in strong if strong[at] == place):
            span = fuzz.partial_ratio_alignment(" ".join(_words(items[at].text)), said[place])
            spans.append((span.dest_start, span.dest_end, at) if span else (0, len(said[place]), at))
        spans.sort()
        if all(before[1] <= after[0] + _OVERLAP for before, after in itertools.pairwise(spans)):
            found |= {at: place + start for start, _, at in spans}
    return found


def _read_out(item: Question) -> tuple[str, ...]:
    return (item.text,) if is_brief(item.text) else _wordings(item.text)


def _spoken(text: str) -> list[str]:
    return [word for word in _words(text) if word not in _HESITATIONS]


@functools.cache
def _wordings(question: str) -> tuple[str, ...]:
    """An item as it is written, and as it is said: without what stands in brackets, and without what explains it
    after its question mark."""
    plain = " ".join(_BRACKETED.sub(" ", question).split())
    asking = [found[0].strip() for found in _SENTENCE.finditer(plain) if found[0].rstrip().endswith("?")]
    said = [plain, *asking[:1]]
    return (question, *(w for w in dict.fromkeys(said) if w != question and _content(w) >= 2))


def _pieces(turn: str) -> list[tuple[int, str]]:
    """Sentences, and neighbouring ones together, each with its place; long turns only where they ask."""
    found = [(m.start(), m[0].strip()) for m in _SENTENCE.finditer(turn) if _WORD.search(m[0])]
    pieces = list(found)
    pieces += [(b[0], f"{a[1]} {b[1]}") for a, b in itertools.pairwise(found)]
    return pieces[:400]


_WEIGHTS: dict[tuple[str, ...], dict[str, float]] = {}


def _weights(texts: tuple[str, ...]) -> dict[str, float]:
    """How much each word of the guide tells: words of many items little, rare ones much."""
    known = _WEIGHTS.get(texts)
    if known is None:
        counts = Counter(word for text in texts for word in set(_words(text)))
        known = {word: math.log(1 + len(texts) / count) for word, count in counts.items()}
        _WEIGHTS.clear()
        _WEIGHTS[texts] = known
    return known


def _words(text: str) -> list[str]:
    return _WORD.findall(text.casefold())


def _likeness(piece: str, question: str, weights: Mapping[str, float]) -> float:
    """0 to 100: half how much of the question's words is said, half how alike the strings are."""
    from rapidfuzz import fuzz

    said, asked = _spoken(piece), _words(question)
    if not said or not asked:
        return 0.0
    have = set(said)
    total = sum(weights.get(word, 1.0) for word in set(asked))
    covered = sum(weights.get(word, 1.0) * _present(word, have) for word in set(asked))
    coverage = covered / total
    if coverage < 0.45:
        return 0.0
    one, other = " ".join(said), " ".join(asked)
    alike: float = fuzz.ratio(one, other)
    if len(one) >= len(other):
        alike = max(alike, 0.95 * fuzz.partial_ratio(other, one))
    return 50 * coverage + 0.5 * alike


def _not_turned_round(
    best: Mapping[int, tuple[float, int]], pieces: Mapping[int, str], items: Sequence[Question]
) -> dict[int, tuple[float, int]]:
    """Without the items that say the contrary, where that is not sure or another item says it: `What works less
    well here?` asks `What works less well?` and not `What works well here?`."""
    turned = {at: _turning(items[at].text) for at in best}
    said = {at: _turning(pieces[place]) for at, (_, place) in best.items()}
    sure = {place for at, (score, place) in best.items() if score >= SURE and turned[at] == said[at]}
    return {
        at: (score, place)
        for at, (score, place) in best.items()
        if turned[at] == said[at] or is_brief(items[at].text) or (score >= SURE and place not in sure)
    }


def _turning(text: str) -> frozenset[str]:
    """The words that turn a question round: `less`, `not`, `worst`."""
    return frozenset(word for word in _words(text) if _TURNING.match(word))


def is_brief(question: str) -> bool:
    """Whether an item has so few words of content (`How?`, `Internt?`, `Hvorfor ikke?`) that half of all turns
    hold them: such an item is a probe, and counts only below its question."""
    return len(_words(question)) <= 2 or not _content(question)


def _is_near(item: Question) -> bool:
    """Whether an item is only asked near its question: a probe, or a follow-up with one word of content, such as
    `What are the issues?`, which may be asked about anything."""
    return is_brief(item.text) or (item.parent is not None and _content(item.text) <= 1)


def _content(question: str) -> int:
    return sum(word not in ALL_FUNCTION_WORDS and len(word) > 2 for word in _words(question))


def _same_words(piece: str, question: str) -> float:
    """100 where a sentence is the item and no more than an `And` before it or an `it` behind it; else 0."""
    said, asked = _words(piece), _words(question)
    if len(said) > len(asked) and said[-1] in _BEHIND:
        said = said[:-1]
    return 100.0 if said[-len(asked) :] == asked and len(said) <= len(asked) + 1 else 0.0


def _present(word: str, said: set[str]) -> float:
    """1 where the word is said, nearly 1 where another form of it is."""
    if word in said:
        return 1.0
    if len(word) < 5:
        return 0.0
    stem = word[: max(4, len(word) - 3)]
    return 0.8 if any(other.startswith(stem) for other in said) else 0.0


def _in_order(heard: Sequence[Heard], items: Sequence[Question]) -> list[int | None]:
    """The item of each turn that gives most likeness in all, going back costing something.

    A probe is only asked after its question or another of its probes; one without a question above it
    only right after the item before it, unless it is a question of its own, in few words, that is read out.
    """
    near = [_is_near(item) for item in items]
    main = [item for item in items if item.parent is None]
    terse = all(is_brief(item.text) for item in main)
    own = [item.parent is None and (terse or _content(item.text) >= 2 or len(_words(item.text)) >= 4) for item in items]
    family = [item.main for item in items]
    # States: the last item asked, or -1. Values: the best gain and the choices that led to it.
    best: dict[int, float] = {-1: 0.0}
    trace: list[dict[int, tuple[int, int | None]]] = []
    for said in heard:
        # Of two turns that may be the same probe the first asks it.
        after = dict(best)
        came: dict[int, tuple[int, int | None]] = {last: (last, None) for last in best}
        for last, gain in best.items():
            for item, score in said.scores.items():
                read_out = said.exact and own[item]
                if near[item] and not read_out and family[item] not in said.families:
                    below = items[item].parent is not None
                    fits = last >= 0 and family[last] == family[item] if below else last == item - 1
                    if not fits:
                        continue
                cost = BACKWARDS if item < last else _AGAIN if item == last else 0.0
                worth = _PROBED if is_brief(items[item].text) and not read_out else score - ASKED + 4.0
                if gain + worth - cost > after.get(item, -math.inf):
                    after[item], came[item] = gain + worth - cost, (last, item)
        best = after
        trace.append(came)
    state = max(best, key=lambda last: best[last])
    chosen: list[int | None] = []
    for came in reversed(trace):
        state, choice = came[state]
        chosen.append(choice)
    return chosen[::-1]


def write_matches(path: Path, matches: Iterable[tuple[str, QuestionMatch]]) -> None:
    """Write `document,turn,question,score,kind` for a person to correct the third column."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(["document", "turn", "question", "score", "kind"])
    for document, match in matches:
        writer.writerow([document, match.turn, match.question, f"{match.score:g}", match.kind])
    write_output(Path(path), out.getvalue().encode("utf-8-sig"))


def read_matches(path: Path) -> tuple[tuple[str, int, str | None], ...]:
    """(document, turn, question or None) of a corrected file; an empty or `-` question is none.

    Raises ProblemsFound with every line that is wrong.
    """
    path = Path(path)
    wanted = ("document", "turn", "question")
    sheet = read_sheet(path)
    missing = set(wanted) - set(sheet.columns(wanted))
    if missing:
        message = f"expected the columns document, turn, question; missing: {', '.join(sorted(missing))}"
        raise ProblemsFound([Problem(str(path), sheet.rows[0].line, None, "error", message, "bad_matches")])
    found: list[tuple[str, int, str | None]] = []
    problems = []
    for line, row in sheet.records(wanted):
        turn = row["turn"].rpartition(":")[2]
        question = row["question"]
        if not turn.isdigit() or not row["document"]:
            message = f"turn {row['turn']!r} is no number"
            problems.append(Problem(str(path), line, None, "error", message, "bad_matches"))
            continue
        found.append((row["document"], int(turn), question if question not in ("", "-", "–") else None))
    if problems:
        raise ProblemsFound(problems)
    return tuple(found)
