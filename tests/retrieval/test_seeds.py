"""Seeds look only at words that begin as one of them does, and find what a look at every word finds."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from qualcode.core.text import WORD, plain_joins
from qualcode.project.propose import ProposalRequest, by_rules
from qualcode.retrieval.rules import COMPOUND, Rule, Rules
from qualcode.retrieval.stems import beginning, stemmer
from qualcode.retrieval.words import parse
from tests.study import conversation, study

STEMS = {
    "da": ["medarbejder", "beslutning", "løs", "e-mail", "it", "åben", "nat", "natur"],
    "nb": ["medarbeider", "beslutning", "bevisst", "e-post", "it", "åpen", "konsert"],
    "sv": ["medarbetare", "beslut", "löst", "e-post", "it", "öppen", "full", "fullt"],
    "en": ["die", "dying", "sky", "skies", "possible", "happy", "only", "e-mail", "don't", "nation", "rational", "ski"],
}
ENDINGS = {
    "da": ["", "ne", "erne", "ens", "lighed", "løst", "s", "et", "eligheden", "udvikling"],
    "nb": ["", "ene", "ert", "erte", "het", "hetenes", "s", "leg", "sutvikling"],
    "sv": ["", "na", "arnas", "heten", "löst", "fullt", "s", "lig", "utveckling"],
    "en": ["", "s", "ing", "ied", "ies", "ly", "bility", "ational", "ization", "'s", "fulness", "y", "ment"],
}
MARKS = [" ", ", ", "-", "’", "'", "\u2011", "--", " (", ") ", "\n", "_", "3"]
languages = st.sampled_from(list(STEMS))


def words(language: str) -> st.SearchStrategy[str]:
    letters = st.text("abeinorsty'åøö", max_size=3)
    return st.builds("{}{}{}".format, st.sampled_from(["", "", "", "u", "data"]),
                     st.sampled_from(STEMS[language]) | letters,
                     st.builds(str.__add__, st.sampled_from(ENDINGS[language]), letters | st.just("")))  # fmt: skip


@st.composite
def texts(draw: st.DrawFn) -> tuple[str, list[str], str]:
    """A language, seeds of it, and a text."""
    language = draw(languages)
    seeds = draw(st.lists(st.sampled_from(STEMS[language]), min_size=1, max_size=5, unique=True))
    said = draw(st.lists(st.tuples(words(language), st.sampled_from(MARKS)), max_size=12))
    return language, seeds, "".join(word + mark for word, mark in said)


@given(texts())
@example(("en", ["die", "sky"], "Dying under the skies, he died."))
@example(("da", ["e-mail"], "E‑mailen, e--mail og min-e-mail"))
def test_seeds_find_what_a_look_at_every_word_finds(drawn: tuple[str, list[str], str]) -> None:
    language, seeds, text = drawn
    rules = Rules(Rule("frame:code", seed, language, parse([seed]), True) for seed in seeds)
    stem = stemmer(language)
    expected = []
    for word in WORD.finditer(text):
        plain = plain_joins(word.group().casefold())
        for seed in seeds:
            if stem(plain) == stem(seed) or (len(seed) >= COMPOUND and plain.startswith(seed)):
                expected.append((*word.span(), seed))
    found = [(start, stop, rule.seed) for start, stop, rule in rules.hits(text, language)]
    assert sorted(found) == sorted(expected)


@given(languages.flatmap(lambda language: st.tuples(st.just(language), words(language))))
def test_a_word_begins_as_its_stem_does(drawn: tuple[str, str]) -> None:
    language, word = drawn
    if WORD.fullmatch(word):
        assert word.startswith(beginning(stemmer(language)(word), language))


FRAME = """\
id: frame
title: {en: "A frame"}
kind: deductive
source: ["A source (2000)."]
codes:
  - id: technology
    name: {en: "Technology"}
    seeds: {da: ["system", "data", "/går. .edarb/"]}
"""
SAID = conversation(
    "D1",
    ("I", "Hvilke systemer har I?"),
    ("D1", "Først nævner jeg intet. Vi har gamle systemer og data. Det går. Medarbejdere og data.\nEt system til."),
    ("I", "Data?"),
    ("D1", "Systemet."),
)


@pytest.mark.parametrize(
    ("mark", "expected"),
    [
        ("words", ["systemer", "data", "går. Medarb", "data", "system", "Systemet"]),
        ("sentence", ["Vi har gamle systemer og data.", "går. Medarb", "Medarbejdere og data.", "Et system til.",
                      "Systemet."]),
    ],
)  # fmt: skip
def test_each_sentence_is_proposed_once_and_what_lies_in_none_as_it_is(
    tmp_path: Path, mark: str, expected: list[str]
) -> None:
    project = study(tmp_path, SAID, frame=FRAME)
    found = by_rules(project, ProposalRequest("frame", mark=mark)).found
    assert [one.quote for one in found] == expected
    assert [one.unit for one in found][-1] == "D1#2"
    unnamed = by_rules(project, ProposalRequest("frame", mark=mark, units=False)).found
    assert [(one.span, one.unit) for one in unnamed] == [(one.span, "") for one in found]
