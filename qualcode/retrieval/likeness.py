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
from itertools import chain
from typing import Any

import numpy as np

from ..core.text import WORD, letters, plain_joins
from ..core.values import frozen
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


@frozen
class Example:
    """A unit with its words, whose it is, and the codes people put on it."""

    label: str
    text: str
    language: str
    case: str
    codes: frozenset[str]


@frozen
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


@frozen
class Suggestion:
    """One unit for one code, with the coded units it is most like."""

    label: str
    code: str
    score: float
    like: tuple[str, ...]


class Features:
    """Words to numbers, the same for all texts of a model; each word is taken apart once."""

    def __init__(self) -> None:
        self._ids: dict[str, int] = {}
        self._words: dict[str, dict[str, int]] = {}
        """By language: the number of each word, which is its place in `_parts`."""
        self._parts: list[tuple[int, ...]] = []
        self._read: dict[tuple[str, str], tuple[Sequence[int], Sequence[int]]] = {}

    def __len__(self) -> int:
        return len(self._ids)

    def words(self, text: str, language: str) -> tuple[Sequence[int], Sequence[int]]:
        """The words of a text by their numbers, and how often each stands there; a text is read once."""
        if (language, text) in self._read:
            return self._read[language, text]
        known = self._words.setdefault(language, {})
        counts = Counter(WORD.findall(plain_joins(letters(text)[0])))
        for word in [word for word in counts if word not in known]:
            known[word] = len(self._parts)
            self._parts.append(self._learn(word, language))
        found = self._read[language, text] = [known[word] for word in counts], list(counts.values())
        return found

    def of(self, words: Vector) -> tuple[Vector, Vector]:
        """The features of words one after the other, and how many each has."""
        sizes: Vector = np.fromiter(map(len, self._parts), dtype=np.int64, count=len(self._parts))
        flat: Vector = np.fromiter(chain.from_iterable(self._parts), dtype=np.int64, count=int(sizes.sum()))
        many = sizes[words]
        firsts = np.cumsum(sizes) - sizes
        # The first feature of each word, and from there as many as it has.
        at = np.repeat(firsts[words] - (np.cumsum(many) - many), many) + np.arange(int(many.sum()))
        return flat[at], many

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
        said = [features.words(unit.text, unit.language) for unit in units]
        lengths = [len(numbers) for numbers, _ in said]
        words: Vector = np.fromiter(chain.from_iterable(numbers for numbers, _ in said), np.int64, sum(lengths))
        times: Vector = np.fromiter(chain.from_iterable(often for _, often in said), np.int64, sum(lengths))
        owner = np.repeat(np.arange(len(said)), lengths)
        ids, many = features.of(words)
        # A feature that several words of a unit have is counted once, as often as all of them.
        width = max(len(features), 1)
        keys, place = np.unique(np.repeat(owner, many) * width + ids, return_inverse=True)
        self.owner: Vector = keys // width
        self.ids: Vector = keys % width
        self.counts: Vector = np.bincount(place, weights=np.repeat(times, many), minlength=len(keys)).astype(np.int64)
        self.units = len(said)
        self.sizes: Vector = np.bincount(self.owner, minlength=self.units)
        """Different features of each unit, which stand together."""

    def by_unit(self, values: Floats, owner: Vector) -> Floats:
        """Summed up for each unit."""
        return np.asarray(np.bincount(owner, weights=values, minlength=self.units), dtype=np.float64)


@frozen
class _Waiting:
    """Units that wait for codes, with those of their features that were there when the model learned."""

    units: Sequence[Example]
    bags: Bags
    ids: Vector
    counts: Vector
    owner: Vector
    said: Floats
    """How many of them each unit has in all."""


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
        # What a case says itself is left out where it is judged, so that all is counted by case and feature.
        own = self._case[bags.owner] if len(bags.owner) else np.zeros(0, dtype=np.int64)
        width = max(self._width, 1)
        pairs, self._pair = np.unique(own * width + bags.ids, return_inverse=True)
        self._pair_feature, self._pair_case = pairs % width, pairs // width
        self._said = bags.by_unit(bags.counts.astype(np.float64), bags.owner)
        """How many features each unit has in all."""
        here = np.bincount(self._pair, weights=bags.counts, minlength=len(pairs))
        self._elsewhere = self._total[self._pair_feature] - here
        self._said_elsewhere = self._total.sum() - np.bincount(self._case, weights=self._said, minlength=len(cases))
        self._waiting: _Waiting | None = None

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
        mine = np.repeat(truth, bags.sizes)
        counts, ids = bags.counts[mine], bags.ids[mine]
        positive = np.bincount(ids, weights=counts, minlength=self._width)
        here = np.bincount(self._pair[mine], weights=counts, minlength=len(self._pair_case))
        taught = positive[self._pair_feature] - here
        cases = len(self._said_elsewhere)
        said_here = np.bincount(self._case[truth], weights=self._said[truth], minlength=cases)
        taught_sum = positive.sum() - said_here
        weights = self._weights(
            taught, self._elsewhere - taught, taught_sum, self._said_elsewhere - taught_sum, self._pair_case
        )
        scores = _scores(bags, weights[self._pair] * bags.counts, self._said, bags.owner)
        average, threshold, precision, recall = _best_cut(scores, truth)
        return Quality(
            code,
            int(truth.sum()),
            len(set(self._case[truth].tolist())),
            precision,
            recall,
            average,
            float(truth.mean()),
            threshold,
        )

    def suggest(self, units: Sequence[Example], code: str, threshold: float, most: int) -> list[Suggestion]:
        """The units most like those that carry the code, best first."""
        waiting = self._known(units)
        coded = np.where(self._carry(code)[self._bags.owner], self._bags.counts, 0)
        positive = np.bincount(self._bags.ids, weights=coded, minlength=self._width)
        rest = self._total - positive
        weights = self._weights(positive, rest, positive.sum(), rest.sum())
        scores = _scores(waiting.bags, weights[waiting.ids] * waiting.counts, waiting.said, waiting.owner)
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

    def _weights(self, positive: Any, rest: Any, positive_sum: Any, rest_sum: Any, case: Any = ...) -> Floats:
        """How much more often a feature stands in units with the code than in those without; the sums are those of
        all cases, or of what is left of each `case`."""
        yes = np.log(positive + SMOOTHING) - np.log(positive_sum + SMOOTHING * self._width)[case]
        no = np.log(rest + SMOOTHING) - np.log(rest_sum + SMOOTHING * self._width)[case]
        return np.asarray(yes - no)

    def _known(self, units: Sequence[Example]) -> _Waiting:
        """What is known of the units that wait; the same ones are asked about for one code after the other."""
        if self._waiting is None or self._waiting.units is not units:
            bags = Bags(self._features, units)
            there = bags.ids < self._width
            ids, counts, owner = bags.ids[there], bags.counts[there], bags.owner[there]
            self._waiting = _Waiting(units, bags, ids, counts, owner, bags.by_unit(counts.astype(np.float64), owner))
        return self._waiting

    def _like(self, code: str, waiting: _Waiting, wanted: Sequence[int]) -> list[tuple[str, ...]]:
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
        firsts = np.searchsorted(waiting.owner, wanted)
        for first, last in zip(firsts, np.searchsorted(waiting.owner, wanted, side="right"), strict=True):
            unit = np.zeros(self._width)
            here = slice(first, last)  # what a unit has stands together
            unit[waiting.ids[here]] = waiting.counts[here] * rarity[waiting.ids[here]]
            length = float(np.sqrt((unit**2).sum())) or 1.0
            shared = bags.by_unit(unit[ids] * theirs, owner)[coded] / (length * lengths[coded])
            ranked = sorted(zip(shared.tolist(), labels, strict=True), key=lambda pair: (-pair[0], pair[1]))
            found.append(tuple(label for score, label in ranked[:2] if score > 0))
        return found


def _scores(bags: Bags, weighted: Floats, said: Floats, owner: Vector) -> Floats:
    """The mean weight of each unit's features, of which it has `said` in all, drawn towards 0 where they are few:
    neither long units nor headings of two words are proposed for their length. A unit without any never is."""
    return np.where(said > 0, bags.by_unit(weighted, owner) / (said + FEW), float("-inf"))


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
