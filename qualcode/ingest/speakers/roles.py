"""Who of the speakers asks: what a person says, what the label says, else who asks questions."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from .decide import Wanted
from .labels import fold_label, joint_parts, role_of


@dataclass(slots=True)
class Speech:
    """What one speaker said, counted."""

    turns: int = 0
    questions: int = 0
    """Turns that hold a question mark."""
    words: int = 0


def assign_roles(names: Mapping[str, str], speech: Mapping[str, Speech], wanted: Wanted) -> dict[str, str]:
    """The role of every label as shown (a value of `names`)."""
    shown = list(dict.fromkeys(names.values()))
    given = wanted.roles()
    roles: dict[str, str] = {}
    for key, label in names.items():
        role = given.get(key) or given.get(fold_label(label))
        if role:
            roles[label] = role
    open_ = [label for label in shown if label not in roles and not joint_parts(label)]
    if "interviewer" not in roles.values():
        asking = [label for label in open_ if role_of(label) == "interviewer"]
        for label in asking or _the_other_one(open_, speech) or _by_questions(open_, speech):
            roles[label] = "interviewer"
    for label in open_:
        roles.setdefault(label, "other" if role_of(label) == "other" else "informant")
    by_key = {fold_label(label): role for label, role in roles.items()}
    for label in shown:
        if label not in roles:
            parts = joint_parts(label)
            asks = any(by_key.get(part, role_of(part)) == "interviewer" for part in parts)
            roles[label] = "other" if asks else "informant"
    return roles


def _the_other_one(labels: Sequence[str], speech: Mapping[str, Speech]) -> list[str]:
    """The one speaker besides those whose labels say that they answer."""
    others = [label for label in labels if role_of(label) != "informant"]
    if len(others) != 1 or len(labels) < 2:
        return []
    return others if speech.get(others[0], Speech()).questions >= 2 else []


MOST_SPEAKERS = 6
"""In larger gatherings nobody is the interviewer unless the label says so."""


def _by_questions(labels: Sequence[str], speech: Mapping[str, Speech]) -> list[str]:
    """The one who asks clearly more, word for word, than anybody else; nobody where that is not clear."""
    heard = [label for label in labels if label in speech and (speech[label].turns >= 2 or speech[label].words >= 20)]
    candidates = [label for label in heard if role_of(label) != "informant"]
    if not 2 <= len(labels) <= MOST_SPEAKERS or not candidates:
        return []
    asker = max(candidates, key=lambda label: _density(speech[label]))
    asked, turns = speech[asker].questions, speech[asker].turns
    runner_up = max((_density(speech[label]) for label in heard if label != asker), default=0.0)
    if asked < 2 or asked < 0.2 * turns or asked < 0.3 * sum(counted.questions for counted in speech.values()):
        return []
    return [asker] if _density(speech[asker]) >= 1.7 * runner_up else []


def _density(counted: Speech) -> float:
    return counted.questions / max(counted.words, 50)


def count_speech(spoken: Iterable[tuple[str, str]]) -> dict[str, Speech]:
    """Turns, questions and words by label from (label, words said) pairs."""
    speech: dict[str, Speech] = {}
    for label, said in spoken:
        counted = speech.setdefault(label, Speech())
        counted.turns += 1
        counted.questions += "?" in said
        counted.words += said.count(" ") + 1
    return speech
