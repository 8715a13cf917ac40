"""Searching a text: what each way of writing a search finds, and where it is refused."""

from __future__ import annotations

import unicodedata
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from qualcode.core.errors import DataError, UsageError
from qualcode.core.text import ALIKE
from qualcode.retrieval.matcher import Search
from qualcode.retrieval.words import Spelling, parse

TEXT = "Datadeling og metadata: data\nog digitalisering. Hun sagde: Don’t ‘stop’. Økonomistyring og data er styring."


def found(*words: str, text: str = TEXT, patterns: bool = False, language: str = "da", **spelling: bool) -> list[str]:
    search = Search(parse(words, patterns=patterns), Spelling(**spelling))
    return [text[start:stop] for start, stop, _ in search.matches(text, language)]


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("data", ["Data", "data", "data", "data"]),
        ("=data", ["data", "data"]),
        ("data*", ["Datadeling", "data", "data"]),
        ("*styring", ["Økonomistyring", "styring"]),
        ("data og digitalisering", ["data\nog digitalisering"]),
        ("don't", ["Don’t"]),
        ("/[Dd]ata\\w+/", ["Datadeling"]),
        ("data NEAR/1 =styring", ["data er styring"]),
        ("styring NEAR/1 data", ["styring og data", "data er styring"]),
        ("data NEAR/0 styring", []),
        ("data NEAR/2 metadata", ["Datadeling og metadata", "metadata: data"]),
        ('metadata NEAR/1 "metadata data"', []),
        ("økonomi", ["Økonomi"]),
        ("okonomi", []),
        ("datadeling OR stop", ["Datadeling", "stop"]),
    ],
)
def test_what_is_typed_finds(typed: str, expected: list[str]) -> None:
    assert found(typed) == expected


def test_several_words_mean_any_of_them_and_a_shared_place_is_given_once() -> None:
    assert found("data", "datadeling", "stop") == ["Datadeling", "data", "data", "stop", "data"]


def test_or_between_arguments_is_no_word_and_what_is_all_capitals_is() -> None:
    assert found("datadeling", "OR", "stop") == found("datadeling", "stop")
    assert [term.text for term in parse(["RESEARCH AND DEVELOPMENT"])] == ["RESEARCH AND DEVELOPMENT"]
    with pytest.raises(UsageError, match="--all both"):
        parse(["datadeling OR stop"], every=True)


STEMS = "Gode beslutninger. Tal er gode; den gode beslutning, Beslutningens tal og ’caféens’ caféer – ja."


@pytest.mark.parametrize(
    ("typed", "options", "expected"),
    [
        ("god beslutning", {}, ["Gode beslutninger", "gode beslutning"]),
        ("beslutning tal", {}, ["Beslutningens tal"]),
        ("beslutning, beslutning", {}, ["beslutning, Beslutningens"]),
        ("=beslutning", {}, ["beslutning"]),
        ("=beslutning", {"whole": True}, ["beslutninger", "beslutning", "Beslutningens"]),
        ("Beslutning", {"case": True}, ["Beslutningens"]),
        ("god", {"case": True}, ["gode", "gode"]),
        ("cafeer", {}, []),
        ("cafeer", {"accents": False}, ["caféens", "caféer"]),
    ],
)
def test_any_ending_goes_with_the_other_options(typed: str, options: dict[str, Any], expected: list[str]) -> None:
    assert found(typed, text=STEMS, stem=True, **options) == expected


def test_patterns_see_marks_and_letters_as_words_do() -> None:
    text = "Don’t – „stop“ på caféen"
    assert found("/n't -/", text=text) == found("/n’t –/", text=text) == found(r"/n’t [\–x]/", text=text) == ["n’t –"]
    assert found(r'/"\w+"/', text=text) == ["„stop“"]
    assert found("/cafe/", text=text) == []
    assert found("/caf[èe]/", text=text, accents=False) == ["café"]
    assert found("/pa/", text=text, accents=False) == []


def test_letters_composed_and_decomposed_are_the_same_letter() -> None:
    apart = unicodedata.normalize("NFD", "Hun var på caféen.")
    [place] = found("PÅ caféen", text=apart)
    assert place == unicodedata.normalize("NFD", "på caféen")
    assert found(unicodedata.normalize("NFD", "på caféen"), text="på caféen") == ["på caféen"]


def test_accents_can_be_folded_and_letters_of_the_alphabet_are_never() -> None:
    assert found("cafe", text="Caféen på hjørnet") == []
    assert found("cafe", text="Caféen på hjørnet", accents=False) == ["Café"]
    assert found("pa", text="på caféen", accents=False) == []


def test_case_can_be_made_to_count() -> None:
    assert found("data", case=True) == ["data", "data", "data"]


@pytest.mark.parametrize(
    ("language", "typed", "text"),
    [
        ("da", "beslutning", "Beslutningerne blev taget; beslutningens tid."),
        ("nb", "kommune", "Kommunene og kommunens ansatte."),
        ("sv", "beslut", "Besluten och beslutets följder."),
        ("en", "decide", "He decides, having decided."),
    ],
)
def test_stems_find_every_ending_in_the_language_of_the_text(language: str, typed: str, text: str) -> None:
    assert len(found(typed, text=text, language=language, stem=True)) == 2


@pytest.mark.parametrize(
    ("typed", "text", "expected"),
    [
        ("handel", "E-handel er handel; ’handelens’ vilkår i handels-øjemed.", ["handel", "handelens"]),
        ("nye systemer", "Nye systemer, det nye systemet: nyt-system.", ["Nye systemer", "nye systemet"]),
        ("år efter år", "År efter år efter år.", ["År efter år", "år efter år"]),
        ("åsen", "A\u030asene, oasen og åsen", ["A\u030asene", "åsen"]),
    ],
)
def test_stems_are_of_whole_words_that_follow_each_other(typed: str, text: str, expected: list[str]) -> None:
    assert found(typed, text=text, stem=True) == expected


@pytest.mark.parametrize(
    ("typed", "caret"),
    [
        ("/a(b/", "/a(b/"),
        ("NEAR a", "NEAR a"),
        ("a NEAR b NEAR c", "a NEAR b NEAR c"),
        ("a NEAR/5", "a NEAR/5"),
        ("a NEAR/x b", "a NEAR/x b"),
        ("**", "**"),
        ("/a*/", "/a*/"),
        ("a OR", "a OR"),
        ("OR a", "OR a"),
        ("a AND b", "a AND b"),
        ("a NOT b", "a NOT b"),
    ],
)
def test_a_search_that_cannot_be_read_is_shown_with_the_place(typed: str, caret: str) -> None:
    with pytest.raises(UsageError) as refused:
        parse([typed])
    assert refused.value.slug == "bad_query"
    _, shown, mark = refused.value.message.split("\n")
    assert shown.strip() == caret
    assert mark.strip() == "^"


def test_near_joins_the_arguments_beside_it_and_needs_no_quotes() -> None:
    assert [term.source for term in parse(["stop", "data", "NEAR/1", "=styring", "OR", "tal"])] == [
        "stop", "data NEAR/1 =styring", "tal",
    ]  # fmt: skip


def test_a_pattern_that_would_run_for_ever_is_stopped() -> None:
    with pytest.raises(DataError, match=r"after 0\.2 seconds") as stopped:
        Search(parse(["(a|aa)+$"], patterns=True), patience=0.2).matches("a" * 60 + "b")
    assert stopped.value.slug == "pattern_too_slow"


PIECES = ["a", "b", "A", "å", "A\u030a", "é", "s", "ß", "ẞ", "ﬁ", "f", "i", "Σ", "σ", "ς", "\u00ad", "µ", "ſ", "\u2126"]
MARKS = ["'", "’", "ʼ", "´", "-", "\u2010", "\u2011", "–", "\u2212", " ", "\n"]
WRITTEN = st.lists(st.sampled_from(PIECES + MARKS), max_size=30).map("".join)


def slowly(text: str) -> tuple[list[str], list[tuple[int, int]]]:
    """The letters of a text as they are alike, and where each stands: one cluster after the other, as it is said."""
    letters: list[str] = []
    places: list[tuple[int, int]] = []
    at = 0
    while at < len(text):
        stop = at + 1
        while stop < len(text) and unicodedata.combining(text[stop]):
            stop += 1
        plain = unicodedata.normalize("NFC", text[at:stop]).replace("\u00ad", "").casefold()
        for letter in plain:
            letters.append(next((typed for typed, marks in ALIKE.items() if letter in marks), letter))
            places.append((at, stop))
        at = stop
    return letters, places


@given(WRITTEN, st.lists(st.sampled_from(PIECES + MARKS[:-2]), min_size=1, max_size=3).map("".join))
@example("Straße, STRASSE", "straße")
@example("de ﬁn\u00ader ﬁlm", "fi")
@example("Ο λόγος ΛΌΓΟΣ", "λόγος")
@example("itʼs it’s it's e\u2010mail e-mail", "it's")
def test_a_plain_word_is_found_wherever_its_letters_stand(text: str, word: str) -> None:
    """Against the slow and obvious way: fold both, and look at every place."""
    wanted = "".join(slowly(word)[0])
    if not wanted or (len(word) > 2 and word.strip("'") != word) or word[0] + word[-1] == "''":
        return  # quotation marks around words are the shell's, not the search's
    letters, places = slowly(text)
    folded, expected = "".join(letters), []
    at = folded.find(wanted)
    while at >= 0:
        last = at + len(wanted) - 1
        expected.append((places[at][0], len(text[: places[last][1]].rstrip("\u00ad"))))
        at = folded.find(wanted, last + 1)
    found = [(start, stop) for start, stop, _ in Search(parse([word])).matches(text)]
    assert [(start, len(text[:stop].rstrip("\u00ad"))) for start, stop in found] == list(dict.fromkeys(expected))


@pytest.mark.parametrize(
    ("typed", "text", "expected"),
    [
        ("strasse", "Straße, STRASSE", ["Straße", "STRASSE"]),
        ("=straße", "die Strasse", ["Strasse"]),
        ("find*", "ﬁnde og ﬁn", ["ﬁnde"]),
        ("/ﬁ\\w+/", "finde og ﬁn", ["finde", "ﬁn"]),
        ("logoσ", "LOGOΣ, logoς", ["LOGOΣ", "logoς"]),
        ("don't", "don’t donʼt don´t don`t", ["don’t", "donʼt", "don´t", "don`t"]),
        ("e-mail", "e‐mail e‑mail e–mail e−mail", ["e‐mail", "e‑mail", "e–mail", "e−mail"]),
        ("/e–mail/", "e‐mail e-mail", ["e‐mail", "e-mail"]),
        ("strasse NEAR/1 end", "Straße am Ende", ["Straße am End"]),
    ],
)
def test_letters_and_marks_that_are_one_are_found_as_one(typed: str, text: str, expected: list[str]) -> None:
    assert found(typed, text=text) == expected


def test_where_case_counts_ligatures_are_letters_and_two_spellings_are_two() -> None:
    assert found("fi", "strasse", text="ﬁn Fin Straße strasse", case=True) == ["ﬁ", "strasse"]


def test_words_with_any_ending_are_joined_by_any_mark() -> None:
    text = "E-mails, an e‑mail, e–mails"
    for typed in ("e-mail", "e\u2010mail"):
        assert found(typed, text=text, stem=True, language="en") == ["E-mails", "e‑mail"]


@given(st.text(max_size=60))
def test_places_are_those_of_the_text_as_it_stands_even_when_it_is_decomposed(text: str) -> None:
    whole = f"{text} målet {text}"
    for written in (whole, unicodedata.normalize("NFD", whole)):
        for start, stop, _ in Search(parse(["målet"])).matches(written):
            assert unicodedata.normalize("NFC", written[start:stop]).lower() == "målet"
