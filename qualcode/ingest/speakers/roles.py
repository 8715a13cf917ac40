"""Who of the speakers asks.

What a person says decides. Without that, several things speak for and against each label, and what
is said weighs more than how a label sounds: `I` is the interviewer in one study and the informant
in the next. Each counts points, positive for asking:

| what | points |
| --- | --- |
| asks clearly more, word for word, than those who do not | +2 (+1 for a single question) |
| somebody else asks clearly more | -2 |
| speaks clearly shorter, or longer, than the others | +1, -1 |
| the label says who asks: `Interviewer`, `Moderator`; only hints at it: `I`, `Q` | +3, +1 |
| the label says who answers: `Informant`, `Svar`; only hints at it: `U1`, `P`, `A` | -3, -1 |
| cases.csv has the label as a case; the file is called by it | -4, -3 |
| the label also speaks in other files added with it, and another's does not; the other way round | +2, -1 |

Who has more than 0 asks. Where the label says one thing and the rest another, or nothing is clear,
a doubt goes with the answer, for the person to settle.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from qualcode.core.material import DOUBTS

from ...core.languages import catalogue
from ...core.values import frozen
from .decide import Wanted
from .labels import ANSWER_LABEL, ASKING, INTERVIEWER, TOGETHER, fold_label, joint_parts, role_of

MOST_SPEAKERS = 6
"""In larger gatherings nobody is the interviewer unless the label says so, or somebody leads the talk by asking."""
_CLEARLY = 1.7
"""How many times more questions a word make somebody one who asks."""
_SEVERAL = 1.7
"""Two questions, or three prompts without a mark."""
_MARKS = ("?", "؟", "？")


@dataclass(slots=True)
class Speech:
    """What one speaker said, counted."""

    turns: int = 0
    questions: int = 0
    """Turns that hold a question mark."""
    prompts: int = 0
    """Short turns that begin as a question does and have no mark."""
    words: int = 0

    @property
    def asked(self) -> float:
        """Questions; a prompt without its mark counts for less."""
        return self.questions + 0.6 * self.prompts

    @property
    def density(self) -> float:
        """Questions a word; nobody has spoken fewer than fifty."""
        return self.asked / max(self.words, 50)


@frozen
class Background:
    """What is known about the labels of a file from beside it."""

    file: str = ""
    """The file's name without its ending."""
    cases: Collection[str] = ()
    """Folded labels that cases.csv has as members in this document."""
    elsewhere: Mapping[str, int] = field(default_factory=dict)
    """Folded label to how many other files of the same batch it speaks in."""


@frozen
class Roles:
    """The role of every label as shown, and what is not sure about it, in words."""

    roles: Mapping[str, str]
    doubt: str = ""


def assign_roles(
    names: Mapping[str, str],
    speech: Mapping[str, Speech],
    wanted: Wanted,
    background: Background | None = None,
    stated: Mapping[str, str] | None = None,
) -> Roles:
    """The role of every label as shown (a value of `names`); `stated` is what the head of the file says."""
    background = background or Background()
    shown = list(dict.fromkeys(names.values()))
    joint = _joint_labels(shown)
    roles: dict[str, str] = {}
    given = {**(stated or {}), **wanted.roles()}
    for key, label in names.items():
        role = given.get(key) or given.get(fold_label(label))
        if role:
            roles[label] = role
    together = [label for label in shown if fold_label(label) in TOGETHER]  # no person more
    open_ = [label for label in shown if label not in roles and label not in joint and label not in together]
    roles |= {label: "other" for label in open_ if role_of(label) == "other"}
    open_ = [label for label in open_ if label not in roles]
    doubt = ""
    if not any(role == "interviewer" and (label or not open_) for label, role in roles.items()):
        answering = [label for label, role in roles.items() if role == "informant" and label in speech]
        asking, doubt = _who_asks(open_, answering, speech, background)
        roles |= dict.fromkeys(asking, "interviewer")
    for label in (*open_, *together):
        roles.setdefault(label, "informant")
    by_key = {fold_label(label): role for label, role in roles.items()}
    for label in joint:
        if label not in roles:
            asks = any(by_key.get(part, role_of(part)) == "interviewer" for part in joint_parts(label))
            roles[label] = "other" if asks else "informant"
    return Roles(roles, doubt)


def _joint_labels(shown: Sequence[str]) -> list[str]:
    """Labels of several speakers at once. `Berg, Anna` is one: her parts speak nowhere alone."""
    keys = {fold_label(label) for label in shown}
    return [
        label
        for label in shown
        if (parts := joint_parts(label)) and any(part in keys or role_of(part) is not None for part in parts)
    ]


def _who_asks(
    open_: Sequence[str], answering: Sequence[str], speech: Mapping[str, Speech], background: Background
) -> tuple[list[str], str]:
    """Who of the open labels asks, beside those of whom it is said that they answer; and what is not sure about it."""
    labels = [*open_, *answering]
    said = {label: _from_label(label) for label in labels}
    if len(labels) > MOST_SPEAKERS:
        asking = [label for label in labels if said[label] >= 3]
        return asking or [label for label in labels if said[label] > 0] or _moderators(labels, speech), ""
    done = _from_speech(labels, speech)
    known = _from_beside(labels, background)
    lengths = _from_lengths(labels, speech)
    known |= dict.fromkeys(answering, -10.0)
    points = {label: said[label] + done[label] + known[label] + lengths[label] for label in labels}
    # How long somebody speaks says nothing alone: it only goes with something else.
    asking = [label for label in labels if points[label] > 0 and points[label] > lengths[label]]
    if len(asking) == len(labels) > 1:
        most = max(points.values())
        asking = [label for label in labels if points[label] == most]
        asking = asking if len(asking) < len(labels) else []
    if not asking and len(labels) > 1:
        left = [label for label in labels if points[label] >= 0]
        clear = all(points[label] <= -2 for label in labels if label not in left)
        asking = left if len(left) == 1 and clear else []
    return asking, _doubt(labels, asking, said, {label: done[label] + known[label] for label in labels})


def _doubt(labels: Sequence[str], asking: list[str], said: Mapping[str, float], rest: Mapping[str, float]) -> str:
    """In words, where label and talk disagree or nobody asks; empty where all is clear."""
    if len(labels) < 2:
        return ""
    if not asking:
        return f"{DOUBTS[1]} (labels: {', '.join(labels)})"
    against = [label for label in labels if said[label] > 0 and label not in asking]
    against += [label for label in asking if said[label] < 0]
    if against:
        who = " and ".join(asking)
        sound = ", ".join(label for label in labels if said[label] > 0)
        return f"{DOUBTS[0]}: {who} by what is said" + (f"; the label {sound} sounds like it" if sound else "")
    if all(rest[label] <= 0 and said[label] <= 1 for label in asking) and min(rest.values()) > -3:
        return f"{DOUBTS[0]}: {' and '.join(asking)}, by how the labels sound and who speaks shorter"
    return ""


def _from_label(label: str) -> float:
    key = fold_label(label)
    role = role_of(label)
    weak = len(re.sub(r"[\W\d_]+", "", key)) <= 2
    if role == "interviewer" or (INTERVIEWER.fullmatch(key) and not re.search(r"\d", key)):
        return 1 if weak else 3
    if role == "informant":
        strong = not weak or bool(ANSWER_LABEL.fullmatch(key) and len(key) > 2)
        return -3 if strong else -1
    return 0


def _from_speech(labels: Sequence[str], speech: Mapping[str, Speech]) -> dict[str, float]:
    heard = {label: speech[label] for label in labels if label in speech}
    points = dict.fromkeys(labels, 0.0)
    askers = _askers(heard)
    several = sum(heard[label].asked for label in askers) >= _SEVERAL
    if several or any(_from_label(label) > 0 for label in askers):  # one question is none, but with a label
        weight = 2 if several else 1
        for label in heard:
            points[label] += weight if label in askers else -weight
    return points


def _from_lengths(labels: Sequence[str], speech: Mapping[str, Speech]) -> dict[str, float]:
    heard = {label: speech[label] for label in labels if label in speech}
    points = dict.fromkeys(labels, 0.0)
    lengths = {label: counted.words / counted.turns for label, counted in heard.items() if counted.turns}
    for label, length in lengths.items():
        others = [heard[other] for other in lengths if other != label]
        turns = sum(other.turns for other in others)
        if not turns or heard[label].turns + turns < 4:
            continue
        mean = sum(other.words for other in others) / turns
        points[label] += 1 if length <= 0.6 * mean else -1 if mean <= 0.6 * length else 0
    return points


def _askers(heard: Mapping[str, Speech]) -> list[str]:
    """Those who ask clearly more, word for word, than everybody else; nobody where that is not clear."""
    ranked = sorted(heard, key=lambda label: -heard[label].density)
    asked = sum(counted.asked for counted in heard.values())
    for count in range(1, len(ranked)):
        first, rest = ranked[:count], ranked[count:]
        if any(heard[label].asked < max(0.2 * heard[label].turns, 0.5) for label in first):
            break
        if count > 1 and not _together(first, rest, heard):
            continue
        theirs = sum(heard[label].asked for label in first)
        substance = any(heard[label].turns >= 2 or heard[label].words >= 20 for label in rest)
        if not substance or theirs < 0.3 * asked:
            continue
        if min(heard[label].density for label in first) >= _CLEARLY * max(heard[label].density for label in rest):
            return [*first, *_of_their_kind(first, rest, heard)]
    return []


def _moderators(labels: Sequence[str], speech: Mapping[str, Speech]) -> list[str]:
    """Who leads a focus group of many: speaks most often, mostly to ask, and asks most of what is asked there.

    The chair of a meeting speaks as often, but to give the word; a member who asks speaks seldom.
    """
    heard = {label: speech[label] for label in labels if label in speech}
    asking = _askers(heard)
    asked = sum(heard[label].asked for label in asking)
    leads = (
        asked >= _SEVERAL + 1
        and asked >= 0.5 * sum(counted.asked for counted in heard.values())
        and asked >= 0.4 * sum(heard[label].turns for label in asking)
        and max(heard, key=lambda label: heard[label].turns) in asking
    )
    return asking if leads else []


def _of_their_kind(first: Sequence[str], rest: Sequence[str], heard: Mapping[str, Speech]) -> list[str]:
    """Others with the same letters and another number, who also ask most times they speak: `U2` beside `U1`."""
    stems = {_letters(label) for label in first if re.search(r"\d", label)}
    others = {_letters(label) for label in rest} - stems
    return [
        label
        for label in rest
        if others and _letters(label) in stems and heard[label].asked >= 0.5 * heard[label].turns
    ]


def _letters(label: str) -> str:
    return re.sub(r"\d+", "", fold_label(label))


def _together(first: Sequence[str], rest: Sequence[str], heard: Mapping[str, Speech]) -> bool:
    """Whether several who ask do so side by side: labels of one kind (`U1`, `U2`), or two with one who
    tells. A class that asks its teacher is no interview."""
    alike = len({_letters(label) for label in first}) == 1
    told = sum(heard[label].words for label in rest) >= 0.6 * sum(counted.words for counted in heard.values())
    return alike or (len(first) == 2 and len(rest) == 1 and told)


def _from_beside(labels: Sequence[str], background: Background) -> dict[str, float]:
    """What cases.csv, the file's name and the other files say."""
    points = dict.fromkeys(labels, 0.0)
    named = {fold_label(part) for part in re.split(r"[\s_.-]+", background.file)} | {fold_label(background.file)}
    recurring = {label for label in labels if background.elsewhere.get(fold_label(label), 0) >= 1}
    for label in labels:
        key = fold_label(label)
        if key in background.cases:
            points[label] -= 4
        if len(key) >= 2 and key in named:
            points[label] -= 3
        if recurring and len(recurring) < len(labels):
            points[label] += 2 if label in recurring else -1
    return points


def count_speech(spoken: Iterable[tuple[str, str]]) -> dict[str, Speech]:
    """Turns, questions and words by label from (label, words said) pairs."""
    speech: dict[str, Speech] = {}
    for label, said in spoken:
        counted = speech.setdefault(label, Speech())
        counted.turns += 1
        marked = any(mark in said for mark in _MARKS)
        words = said.count(" ") + 1
        counted.questions += marked
        counted.prompts += not marked and words <= 40 and ASKING.match(said.lstrip()) is not None
        counted.words += words
    return speech


@frozen
class SpeakerFound:
    """One speaker of a document, as `add` reports it."""

    label: str
    role: str
    turns: int
    """Turns as stored: each label begins one."""
    runs: int
    """Stretches of speech until somebody else speaks."""
    blocks: int
    """Paragraphs, lines, rows or cues."""
    words: int
    """Counted by the blanks between them."""
    spellings: tuple[str, ...] = ()


@frozen
class FileFound:
    """What was found in one file, for the person who adds it."""

    speakers: tuple[SpeakerFound, ...] = ()
    style: str = ""
    unlabelled: int = 0
    """Lines of speech or text without a label of their own."""
    interviewer: tuple[str, ...] = ()
    empty: int = 0
    """Labels without words after them."""
    questions: int = 0
    """Questions that stand in a text without speakers."""
    passed_over: tuple[tuple[str, int], ...] = ()
    """What looks like labels and was not taken for such, with how often each stands there."""
    doubt: str = ""
    """What is not sure about who asks, in words for the person who adds the file."""

    def summary(self, language: str = "en") -> str:
        """One line: `2 speakers: I (53 turns), U1 (56); interviewer: I; 3 lines without a label`."""
        word = catalogue("qualcode.ingest", language)
        if not self.speakers:
            return f"{word['nobody']}; {self.questions} {word['questions']}" if self.questions else word["nobody"]
        shown = []
        for place, speaker in enumerate(sorted(self.speakers, key=lambda s: s.role != "interviewer")):
            unit = f" {word['turn' if speaker.turns == 1 else 'turns']}" if place == 0 else ""
            shown.append(f"{speaker.label or '–'} ({speaker.turns}{unit})")
        count = len(self.speakers)
        parts = [f"{count} {word['speaker' if count == 1 else 'speakers']}: {', '.join(shown)}"]
        parts.append(f"{word['interviewer']}: {', '.join(label or '–' for label in self.interviewer) or word['none']}")
        if self.unlabelled:
            parts.append(f"{self.unlabelled} {word['line' if self.unlabelled == 1 else 'lines']}")
        return "; ".join(parts)
