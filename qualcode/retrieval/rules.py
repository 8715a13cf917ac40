"""Rules: the seed words of a codebook's codes, as searches.

A seed is written as a search is (`words`): a phrase, `data*`, `=it`, `/pattern/`, `a NEAR/5 b`. A plain word
finds itself with any ending, and from five letters on also the longer words that begin with it, because the
Nordic languages write compounds in one word (`medarbejder` finds `medarbejdernes` and `medarbejderudvikling`).
"""

from __future__ import annotations

from collections.abc import Iterable

from ..core.errors import QualcodeError
from ..core.grouping import grouped
from ..core.model import Codebook
from ..core.text import WORD, plain_joins
from ..core.values import frozen
from .matcher import Matcher, Text, begun_with, matcher
from .stems import beginning, stemmer
from .words import Spelling, Term, parse

COMPOUND = 5
"""From how many letters on a plain seed also finds longer words that begin with it."""


@frozen
class Rule:
    """One seed of one code, in one language."""

    code: str
    """With its codebook."""
    seed: str
    language: str
    terms: tuple[Term, ...]
    plain: bool
    """A single word without marks."""


Hit = tuple[int, int, Rule]
"""Where a rule finds something: its first letter, and the one after its last."""


def rules_of(book: Codebook, wanted: Iterable[str] = ()) -> list[Rule]:
    """The rules of a codebook, or of some of its codes (paths); UsageError when a seed cannot be read."""
    wanted = set(wanted)
    found = []
    for code in book.codes:
        if wanted and code.id not in wanted:
            continue
        for language, seeds in code.seeds.items():
            for seed in seeds:
                try:
                    terms = parse([seed])
                except QualcodeError as error:
                    error.message = f"{book.id}:{code.id}, seed {seed!r}: {error.message}"
                    raise
                plain = (
                    len(terms) == 1
                    and terms[0].kind == "words"
                    and not terms[0].whole
                    and WORD.fullmatch(seed.strip()) is not None
                )
                found.append(Rule(f"{book.id}:{code.id}", seed, language, terms, plain))
    return found


class Rules:
    """All rules of a codebook over any number of texts, each text read once."""

    def __init__(self, rules: Iterable[Rule]) -> None:
        self._rules = grouped((rule.language, rule) for rule in rules)
        self._words: dict[str, _Words] = {}
        self._known: dict[int, list[Matcher]] = {}
        self._spelling = Spelling()

    def languages(self) -> list[str]:
        return list(self._rules)

    def hits(self, text: str, language: str) -> list[Hit]:
        """Where the rules of a language find something, in order."""
        rules = self._rules.get(language, ())
        if not rules:
            return []
        folded = Text(text, self._spelling)
        words = self._words.get(language)
        if words is None:
            words = self._words[language] = _Words((r for r in rules if r.plain), language, self._spelling)
        found = words.hits(folded)
        for rule in rules:
            if rule.plain:
                continue
            known = self._known.get(id(rule))
            if known is None:  # several where OR joins them
                known = self._known[id(rule)] = [matcher(term, self._spelling, language) for term in rule.terms]
            found += [(*place, rule) for each in known for place in each.places(folded)]
        found.sort(key=lambda hit: (hit[0], hit[1], hit[2].code))
        return found


class _Words(dict[str, tuple[Rule, ...]]):
    """Word -> the rules of a plain word that it follows, of words that begin as one does. Each is looked at once,
    however often it is said."""

    def __init__(self, rules: Iterable[Rule], language: str, spelling: Spelling) -> None:
        super().__init__()
        self._stem = stemmer(language)
        self._by_stem: dict[str, list[Rule]] = {}
        self._compounds: list[tuple[str, Rule]] = []
        begins: set[str] = set()
        for rule in rules:
            seed = plain_joins(Text(rule.seed.strip(), spelling).folded)
            stem = self._stem(seed)
            self._by_stem.setdefault(stem, []).append(rule)
            begins.add(beginning(stem, language))
            if len(seed) >= COMPOUND:
                self._compounds.append((seed, rule))
                begins.add(seed)
        self._begun = begun_with(begins)

    def __missing__(self, word: str) -> tuple[Rule, ...]:
        plain = plain_joins(word)
        found = list(self._by_stem.get(self._stem(plain), ()))
        found += [rule for seed, rule in self._compounds if plain.startswith(seed) and rule not in found]
        self[word] = known = tuple(found)
        return known

    def hits(self, text: Text) -> list[Hit]:
        """Where they find something, in order."""
        return [
            (*place, rule)
            for word in self._begun.finditer(text.folded)
            if (rules := self[word.group()])
            for place in text.placed([word.span()])
            for rule in rules
        ]
