"""Suggestions learned from a project's own codings: which uncoded units are like the coded ones.

Every unit is a bag of features: the stems of its words, and the letter groups that long words are made of,
so that compounds share what they have in common. For each code a naive Bayes model with complement counts
(Rennie, Shih, Teevan & Karger 2003, "Tackling the poor assumptions of naive Bayes text classifiers") tells how
much more a unit looks like those that carry it than like those that do not. How good that is, is measured
on the project itself by leaving one case out at a time. Nothing is downloaded and nothing leaves the computer.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from ..core.text import WORD
from .stems import stemmer

FEWEST_UNITS, FEWEST_CASES = 5, 2
"""A code is learned from at least so many coded units, of so many cases."""
SMOOTHING = 0.5
GROUP = 5
"""Letters in a group; words with more than this and two are taken apart."""

FEW = 10
"""So many features of no meaning are added to every unit when its mean is taken."""

Vector = np.ndarray[tuple[int], np.dtype[np.int64]]


@dataclass(frozen=True, slots=True)
class Example:
    """A unit with its words, whose it is, and the codes people put on it."""

    label: str
    text: str
    language: str
    case: str
    codes: frozenset[str]


@dataclass(frozen=True, slots=True)
class Quality:
    """How well a code is found in cases that were not learned from."""

    code: str
    units: int
    """Coded units it is learned from."""
    cases: int
    precision: float | None
    """Of the units it would have proposed, the part that carry the code."""
    recall: float | None
    """Of the units that carry the code, the part it would have proposed."""
    average_precision: float
    """Over all cut-offs; chance would give `chance`."""
    chance: float
    threshold: float
    """The score from which on a unit is proposed: where precision and recall, left out, balance best."""

    @property
    def useful(self) -> bool:
        """Better than guessing by more than could be luck: the average precision is over 1.5 times chance."""
        return self.average_precision > 1.5 * self.chance and self.precision is not None


@dataclass(frozen=True, slots=True)
class Suggestion:
    """One unit for one code, with the coded units it is most like."""

    label: str
    code: str
    score: float
    like: tuple[str, ...]


class Features:
    """Words to numbers, the same for all texts of a model."""

    def __init__(self) -> None:
        self._ids: dict[str, int] = {}
        self._words: dict[tuple[str, str], tuple[int, ...]] = {}

    def __len__(self) -> int:
        return len(self._ids)

    def of(self, text: str, language: str) -> Counter[int]:
        """The features of a text, each with how often it stands there."""
        found: Counter[int] = Counter()
        for word, count in Counter(WORD.findall(text.lower())).items():
            key = (language, word)
            known = self._words.get(key)
            if known is None:
                known = self._words[key] = self._learn(word, language)
            for feature in known:
                found[feature] += count
        return found

    def _learn(self, word: str, language: str) -> tuple[int, ...]:
        if word.isdigit() or len(word) < 2:
            return ()
        stem = stemmer(language)(word)
        names = [stem]
        if len(stem) > GROUP + 2:
            names += [f"~{stem[at : at + GROUP]}" for at in range(len(stem) - GROUP + 1)]
        return tuple(self._ids.setdefault(name, len(self._ids)) for name in names)


class Likeness:
    """What a project's codings say about its codes."""

    def __init__(self, examples: Sequence[Example]) -> None:
        self._examples = list(examples)
        self._features = Features()
        self._bags = [_pair(self._features.of(e.text, e.language)) for e in self._examples]
        self._cases = list(dict.fromkeys(e.case for e in self._examples))
        width = len(self._features)
        self._by_case = {case: np.zeros(width, dtype=np.int64) for case in self._cases}
        for example, (ids, counts) in zip(self._examples, self._bags, strict=True):
            self._by_case[example.case][ids] += counts
        self._total = sum(self._by_case.values(), np.zeros(width, dtype=np.int64))

    def codes(self) -> tuple[list[str], dict[str, tuple[int, int]]]:
        """The codes that can be learned, and those with too little: how many units and cases each has."""
        units: Counter[str] = Counter()
        cases: dict[str, set[str]] = {}
        for example in self._examples:
            for code in example.codes:
                units[code] += 1
                cases.setdefault(code, set()).add(example.case)
        enough = [c for c in units if units[c] >= FEWEST_UNITS and len(cases[c]) >= FEWEST_CASES]
        return sorted(enough), {c: (units[c], len(cases[c])) for c in sorted(units) if c not in enough}

    def quality(self, code: str) -> Quality:
        """How well the code is found, each case scored by what the others teach."""
        with_code = self._positive(code)
        own = [code in example.codes for example in self._examples]
        scores = np.zeros(len(self._examples))
        for case in self._cases:
            taught = self._weights(
                sum(with_code.values(), np.zeros_like(self._total)) - with_code.get(case, 0),
                self._total - self._by_case[case],
            )
            for at, example in enumerate(self._examples):
                if example.case == case:
                    scores[at] = _score(taught, self._bags[at])
        truth = np.array(own)
        average, threshold, precision, recall = _best_cut(scores, truth)
        cases = {e.case for e, is_coded in zip(self._examples, own, strict=True) if is_coded}
        return Quality(code, int(truth.sum()), len(cases), precision, recall, average, float(truth.mean()), threshold)

    def suggest(self, units: Iterable[Example], code: str, threshold: float, most: int) -> list[Suggestion]:
        """The units most like those that carry the code, best first."""
        with_code = self._positive(code)
        weights = self._weights(sum(with_code.values(), np.zeros_like(self._total)), self._total)
        scored = []
        for unit in units:
            if code in unit.codes:
                continue
            bag = _pair(self._features.of(unit.text, unit.language))
            score = _score(weights, bag)
            if score >= threshold and len(bag[0]):
                scored.append((score, unit.label, bag))
        scored.sort(key=lambda found: (-found[0], found[1]))
        coded = [(e.label, bag) for e, bag in zip(self._examples, self._bags, strict=True) if code in e.codes]
        return [Suggestion(label, code, score, self._like(bag, coded)) for score, label, bag in scored[:most]]

    def _positive(self, code: str) -> dict[str, Vector]:
        found: dict[str, Vector] = {}
        for example, (ids, counts) in zip(self._examples, self._bags, strict=True):
            if code in example.codes:
                found.setdefault(example.case, np.zeros_like(self._total))[ids] += counts
        return found

    def _weights(self, positive: Vector, total: Vector) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
        rest = total - positive
        yes = np.log(positive + SMOOTHING) - np.log(positive.sum() + SMOOTHING * len(total))
        no = np.log(rest + SMOOTHING) - np.log(rest.sum() + SMOOTHING * len(total))
        return np.asarray(yes - no)

    def _like(self, bag: tuple[Vector, Vector], coded: Sequence[tuple[str, tuple[Vector, Vector]]]) -> tuple[str, ...]:
        """The two coded units that share most of what is rare, by the cosine of their weighted features."""
        rarity = np.log((self._total.sum() + 1) / (self._total + 1))
        mine = np.zeros(max(len(self._total), len(self._features)))
        mine[bag[0]] = bag[1]
        mine = mine[: len(rarity)] * rarity
        length = float(np.sqrt((mine**2).sum())) or 1.0
        found = []
        for label, (ids, counts) in coded:
            theirs = counts * rarity[ids]
            found.append((float((mine[ids] * theirs).sum() / (length * (np.sqrt((theirs**2).sum()) or 1.0))), label))
        return tuple(label for score, label in sorted(found, key=lambda pair: (-pair[0], pair[1]))[:2] if score > 0)


def _pair(counts: Counter[int]) -> tuple[Vector, Vector]:
    ids = np.fromiter(counts.keys(), dtype=np.int64, count=len(counts))
    return ids, np.fromiter(counts.values(), dtype=np.int64, count=len(counts))


def _score(weights: np.ndarray[tuple[int], np.dtype[np.float64]], bag: tuple[Vector, Vector]) -> float:
    """The mean weight of a unit's features, drawn towards 0 where they are few: neither long units nor
    headings of two words are proposed for their length."""
    ids, counts = bag
    known = ids < len(weights)
    ids, counts = ids[known], counts[known]
    return float((weights[ids] * counts).sum() / (counts.sum() + FEW)) if len(ids) else float("-inf")


def _best_cut(
    scores: np.ndarray[tuple[int], np.dtype[np.float64]], truth: np.ndarray[tuple[int], np.dtype[np.bool_]]
) -> tuple[float, float, float | None, float | None]:
    """Average precision, and the score with the best F1 with its precision and recall."""
    order = np.argsort(-scores, kind="stable")
    hit = truth[order]
    found = np.cumsum(hit)
    precision = found / np.arange(1, len(hit) + 1)
    recall = found / max(int(truth.sum()), 1)
    average = float(precision[hit].mean()) if hit.any() else 0.0
    f1 = np.where(precision + recall > 0, 2 * precision * recall / np.maximum(precision + recall, 1e-12), 0.0)
    best = int(np.argmax(f1))
    if f1[best] == 0:
        return average, float("inf"), None, None
    return average, float(scores[order][best]), float(precision[best]), float(recall[best])
