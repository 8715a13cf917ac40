"""Who of the speakers asks: what a person says, what the label says, else who asks questions."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from .labels import fold_label, joint_parts, role_of
from .speakers import Wanted


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
        if not asking:
            asking = _by_questions(open_, speech)
        elif all(fold_label(label) in ("i", "q") for label in asking) is False:
            # "Interviewer" and "I" in one file are the same trade; both ask.
            pass
        for label in asking:
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


def _by_questions(labels: Sequence[str], speech: Mapping[str, Speech]) -> list[str]:
    """The one who asks clearly more than anybody else; nobody where that is not clear."""
    candidates = [label for label in labels if role_of(label) != "informant" and label in speech]
    if len(labels) < 2 or not candidates:
        return []
    rates = {label: _rate(speech[label]) for label in labels if label in speech}
    asker = max(candidates, key=lambda label: (rates.get(label, 0.0), -speech[label].words))
    asked = speech[asker].questions
    total = sum(counted.questions for counted in speech.values())
    others = [rates[label] for label in rates if label != asker and speech[label].turns >= 3]
    runner_up = max(others, default=0.0)
    if asked < 2 or rates[asker] < 0.2 or asked < 0.5 * total:
        return []
    if len(labels) > 4 and asked < 0.6 * total:
        return []
    return [asker] if rates[asker] >= 1.5 * runner_up else []


def _rate(counted: Speech) -> float:
    return counted.questions / counted.turns if counted.turns else 0.0


def count_speech(spoken: Iterable[tuple[str, str]]) -> dict[str, Speech]:
    """Turns, questions and words by label from (label, words said) pairs."""
    speech: dict[str, Speech] = {}
    for label, said in spoken:
        counted = speech.setdefault(label, Speech())
        counted.turns += 1
        counted.questions += "?" in said or (";" in said and "\u037e" in said)
        counted.words += said.count(" ") + 1
    return speech
