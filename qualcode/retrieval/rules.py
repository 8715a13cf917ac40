"""Rules: the seed words of a codebook's codes, as searches.

A seed is written as a search is (`words`): a phrase, `data*`, `=it`, `/pattern/`, `a NEAR/5 b`. A plain word
finds itself with any ending, and from five letters on also the longer words that begin with it, because the
Nordic languages write compounds in one word (`medarbejder` finds `medarbejdernes` and `medarbejderudvikling`).
"""

from __future__ import annotations

from collections.abc import Iterable

from ..core.errors import QualcodeError
from ..core.model import Codebook, Span
from ..core.text import WORD, plain_joins
from ..core.values import frozen
from .matcher import Matcher, Text, matcher
from .stems import stemmer
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
        self._rules: dict[str, list[Rule]] = {}
        for rule in rules:
            self._rules.setdefault(rule.language, []).append(rule)
        self._known: dict[int, list[Matcher]] = {}
        self._spelling = Spelling()

    def languages(self) -> list[str]:
        return list(self._rules)

    def hits(self, text: str, language: str) -> list[tuple[Span, Rule]]:
        """Where the rules of a language find something, in order."""
        rules = self._rules.get(language, ())
        if not rules:
            return []
        folded = Text(text, self._spelling)
        found = self._plain(folded, [rule for rule in rules if rule.plain], language)
        for rule in rules:
            if rule.plain:
                continue
            known = self._known.get(id(rule))
            if known is None:  # several where OR joins them
                known = self._known[id(rule)] = [matcher(term, self._spelling, language) for term in rule.terms]
            found += [(Span(*place), rule) for each in known for place in each.places(folded)]
        found.sort(key=lambda pair: (pair[0], pair[1].code))
        return found

    def _plain(self, text: Text, rules: list[Rule], language: str) -> list[tuple[Span, Rule]]:
        """Plain words by the text's own vocabulary: each word is looked at once, however often it is said."""
        if not rules:
            return []
        stem = stemmer(language)
        by_stem: dict[str, list[Rule]] = {}
        by_start: dict[str, list[tuple[str, Rule]]] = {}
        for rule in rules:
            seed = plain_joins(Text(rule.seed.strip(), self._spelling).folded)
            by_stem.setdefault(stem(seed), []).append(rule)
            if len(seed) >= COMPOUND:
                by_start.setdefault(seed[:COMPOUND], []).append((seed, rule))
        wanted: dict[str, list[Rule]] = {}
        for word in set(WORD.findall(text.folded)):
            plain = plain_joins(word)
            matching = list(by_stem.get(stem(plain), ()))
            for seed, rule in by_start.get(plain[:COMPOUND], ()):
                if plain.startswith(seed) and rule not in matching:
                    matching.append(rule)
            if matching:
                wanted[word] = matching
        if not wanted:
            return []
        return [
            (Span(*text.placed([place.span()])[0]), rule)
            for place in WORD.finditer(text.folded)
            for rule in wanted.get(place.group(), ())
        ]
