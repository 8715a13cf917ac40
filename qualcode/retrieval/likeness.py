"""Suggestions learned from a project's own codings: which uncoded units are like the coded ones.

Every unit is a bag of features: the stems of its words, and the letter groups that long words are made of,
so that compounds share what they have in common. For each code a naive Bayes model with complement counts
(Rennie, Shih, Teevan & Karger 2003, "Tackling the poor assumptions of naive Bayes text classifiers") tells how
much more a unit looks like those that carry it than like those that do not. How good that is, is measured
on the project itself by leaving one case out at a time. Nothing is downloaded and nothing leaves the computer.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from ..core.letters import composed
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
Floats = np.ndarray[tuple[int], np.dtype[np.float64]]


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
        for word, count in Counter(WORD.findall(composed(text).lower())).items():
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


class Bags:
    """The features of many units in three long rows: which feature, how often, and whose it is.

    Every sum over a unit, a case or a code is then one pass of numpy over them.
    """

    def __init__(self, features: Features, units: Sequence[Example]) -> None:
        bags = [features.of(unit.text, unit.language) for unit in units]
        self.owner: Vector = np.repeat(np.arange(len(bags)), [len(bag) for bag in bags])
        size = len(self.owner)
        self.ids: Vector = np.fromiter((id for bag in bags for id in bag), dtype=np.int64, count=size)
        self.counts: Vector = np.fromiter((n for bag in bags for n in bag.values()), dtype=np.int64, count=size)
        self.units = len(bags)

    def known(self, width: int) -> tuple[Vector, Vector, Vector]:
        """Ids, counts and owners of the features below `width`: those that were there when the model learned."""
        inside = self.ids < width
        return self.ids[inside], self.counts[inside], self.owner[inside]

    def by_unit(self, values: Floats, owner: Vector) -> Floats:
        """Summed up for each unit."""
        return np.asarray(np.bincount(owner, weights=values, minlength=self.units), dtype=np.float64)


class Likeness:
    """What a project's codings say about its codes."""

    def __init__(self, examples: Sequence[Example]) -> None:
        self._examples = list(examples)
        self._features = Features()
        self._bags = bags = Bags(self._features, self._examples)
        self._width = len(self._features)
        self._total = np.bincount(bags.ids, weights=bags.counts, minlength=self._width)
        cases = {case: at for at, case in enumerate(dict.fromkeys(e.case for e in self._examples))}
        self._case = np.array([cases[e.case] for e in self._examples], dtype=np.int64)
        # A feature within a case, for every entry of the bags: what the case itself says is found by it.
        own = self._case[bags.owner] if len(bags.owner) else np.zeros(0, dtype=np.int64)
        _, self._in_case = np.unique(own * max(self._width, 1) + bags.ids, return_inverse=True)
        self._waiting: tuple[Sequence[Example], Bags] | None = None

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
        bags, truth = self._bags, self._carry(code)
        coded = np.where(truth[bags.owner], bags.counts, 0)
        positive = np.bincount(bags.ids, weights=coded, minlength=self._width)
        # What the case of each entry says itself is taken away from what all say.
        taught = positive[bags.ids] - np.bincount(self._in_case, weights=coded)[self._in_case]
        total = self._total[bags.ids] - np.bincount(self._in_case, weights=bags.counts)[self._in_case]
        own = self._case[bags.owner]
        taught_sum = positive.sum() - np.bincount(own, weights=coded)[own]
        total_sum = self._total.sum() - np.bincount(own, weights=bags.counts)[own]
        weights = self._weights(taught, total - taught, taught_sum, total_sum - taught_sum)
        scores = _scores(bags, weights * bags.counts, bags.counts, bags.owner)
        average, threshold, precision, recall = _best_cut(scores, truth)
        cases = len(set(self._case[truth].tolist()))
        return Quality(code, int(truth.sum()), cases, precision, recall, average, float(truth.mean()), threshold)

    def suggest(self, units: Sequence[Example], code: str, threshold: float, most: int) -> list[Suggestion]:
        """The units most like those that carry the code, best first."""
        if self._waiting is None or self._waiting[0] is not units:
            self._waiting = units, Bags(self._features, units)
        waiting = self._waiting[1]
        coded = np.where(self._carry(code)[self._bags.owner], self._bags.counts, 0)
        positive = np.bincount(self._bags.ids, weights=coded, minlength=self._width)
        rest = self._total - positive
        weights = self._weights(positive, rest, positive.sum(), rest.sum())
        ids, counts, owner = waiting.known(self._width)
        scores = _scores(waiting, weights[ids] * counts, counts, owner)
        scored = [
            (float(scores[at]), unit.label, at)
            for at, unit in enumerate(units)
            if scores[at] >= threshold and np.isfinite(scores[at]) and code not in unit.codes
        ]
        scored.sort(key=lambda found: (-found[0], found[1]))
        best = scored[:most]
        like = self._like(code, waiting, [at for *_, at in best])
        return [
            Suggestion(label, code, score, alike) for (score, label, _), alike in zip(best, like, strict=True)
        ]  # fmt: skip

    def _carry(self, code: str) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
        return np.array([code in example.codes for example in self._examples], dtype=np.bool_)

    def _weights(self, positive: Any, rest: Any, positive_sum: Any, rest_sum: Any) -> Floats:
        """How much more often a feature stands in units with the code than in those without."""
        yes = np.log(positive + SMOOTHING) - np.log(positive_sum + SMOOTHING * self._width)
        no = np.log(rest + SMOOTHING) - np.log(rest_sum + SMOOTHING * self._width)
        return np.asarray(yes - no)

    def _like(self, code: str, waiting: Bags, wanted: Sequence[int]) -> list[tuple[str, ...]]:
        """For each of some units the two coded ones that share most of what is rare, by the cosine of their weighted
        features."""
        rarity = np.log((self._total.sum() + 1) / (self._total + 1))
        bags = self._bags
        mine = self._carry(code)[bags.owner]
        ids, theirs, owner = bags.ids[mine], (bags.counts * rarity[bags.ids])[mine], bags.owner[mine]
        lengths = np.sqrt(bags.by_unit(theirs**2, owner))
        coded = np.unique(owner)
        labels = [self._examples[at].label for at in coded]
        found = []
        all_ids, all_counts, all_owners = waiting.known(self._width)
        for at in wanted:
            unit = np.zeros(self._width)
            here = all_owners == at
            unit[all_ids[here]] = all_counts[here] * rarity[all_ids[here]]
            length = float(np.sqrt((unit**2).sum())) or 1.0
            shared = bags.by_unit(unit[ids] * theirs, owner)[coded] / (length * lengths[coded])
            ranked = sorted(zip(shared.tolist(), labels, strict=True), key=lambda pair: (-pair[0], pair[1]))
            found.append(tuple(label for score, label in ranked[:2] if score > 0))
        return found


def _scores(bags: Bags, weighted: Floats, counts: Vector, owner: Vector) -> Floats:
    """The mean weight of each unit's features, drawn towards 0 where they are few: neither long units nor
    headings of two words are proposed for their length. A unit without any is never proposed."""
    number = bags.by_unit(counts.astype(np.float64), owner)
    return np.where(number > 0, bags.by_unit(weighted, owner) / (number + FEW), float("-inf"))


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
