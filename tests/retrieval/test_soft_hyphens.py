"""A soft hyphen says where a word may be broken at a line's end: a word is found, counted and learned without it."""

from __future__ import annotations

import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qualcode.core import text as texts
from qualcode.core.errors import UsageError
from qualcode.project import Project
from qualcode.project.find import FindRequest, find
from qualcode.project.lists import ListRequest, words
from qualcode.retrieval.likeness import Features
from qualcode.retrieval.matcher import Search
from qualcode.retrieval.words import Spelling, parse
from tests.study import conversation, study

SAID = "Digi\u00adtali\u00adse\u00adring af hverdagen, säger hon\u00ad. Og digitalisering igen."


@pytest.fixture
def project(tmp_path: Path) -> Project:
    return study(tmp_path, conversation("P1", ("I", "Hvad sker der?"), ("Anna", SAID)))


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("digitalisering", ["Digi\u00adtali\u00adse\u00adring", "digitalisering"]),
        ("digi\u00adtali\u00adsering", ["Digi\u00adtali\u00adse\u00adring", "digitalisering"]),
        ("=digitalisering", ["Digi\u00adtali\u00adse\u00adring", "digitalisering"]),
        ("digi", ["Digi", "digi"]),
        ("*ring", ["Digi\u00adtali\u00adse\u00adring", "digitalisering"]),
        ("/digital\\w+/", ["Digi\u00adtali\u00adse\u00adring", "digitalisering"]),
        ("säger hon", ["säger hon"]),
        ("digitalisering NEAR/2 hverdagen", ["Digi\u00adtali\u00adse\u00adring af hverdagen"]),
    ],
)
def test_a_word_is_found_with_and_without_them(project: Project, typed: str, expected: list[str]) -> None:
    hits = find(project, FindRequest((typed,))).hits
    assert [hit.match for hit in hits] == expected
    text = project.document("P1").text
    assert [hit.span.cut(text) for hit in hits] == expected


def test_with_any_ending(project: Project) -> None:
    hits = find(project, FindRequest(("digitaliseringen",), spelling=Spelling(stem=True))).hits
    assert [hit.match for hit in hits] == ["Digi\u00adtali\u00adse\u00adring", "digitalisering"]


def test_it_is_one_word_where_words_are_counted_and_learned(project: Project) -> None:
    assert [(row[1], row[2]) for row in words(project, ListRequest(shortest=9))][:1] == [("digitalisering", 2)]
    assert texts.words(SAID) == 8
    features = Features()
    assert features.words("Digi\u00adtal", "da") == features.words("digital", "da")


def test_a_soft_hyphen_alone_is_nothing_to_find() -> None:
    with pytest.raises(UsageError, match="expected words"):
        parse(["\u00ad"])


LETTERS = st.sampled_from(["a", "b", "å", "a\u030a", "\u00ad", " "])


@given(st.lists(LETTERS, max_size=30).map("".join), st.text(alphabet="abå", min_size=1, max_size=3))
def test_as_many_places_as_without_them_and_each_reads_as_what_was_typed(text: str, word: str) -> None:
    def places(of: str) -> list[str]:
        return [of[start:stop] for start, stop, _ in Search(parse([word])).matches(of)]

    bare = unicodedata.normalize("NFC", text.replace("\u00ad", ""))
    read = [unicodedata.normalize("NFC", place.replace("\u00ad", "")) for place in places(text)]
    assert read == [word] * bare.count(word) == places(bare)


MARKS = 'to = to og "" tre'


@pytest.mark.parametrize(("typed", "found"), [("=\xad", "="), ('"\xad"', '""'), ("=\xad NEAR/2 og", "= to og")])
def test_a_mark_beside_nothing_but_a_soft_hyphen_is_a_letter_like_any_other(typed: str, found: str) -> None:
    search = Search(parse([typed]), Spelling(whole=True))
    assert {MARKS[start:stop] for start, stop, _ in search.matches(MARKS, "da")} == {found}
