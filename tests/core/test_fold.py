"""Folding a text for comparison: what it says, and that every place leads back."""

from __future__ import annotations

import unicodedata

from hypothesis import example, given
from hypothesis import strategies as st

from qualcode.core.model import Span
from qualcode.core.quotes import find_quote
from qualcode.core.text import ALIKE, fold

PLAIN = str.maketrans({mark: plain for plain, marks in ALIKE.items() for mark in marks})
WRITTEN = st.text(
    st.one_of(
        st.sampled_from("aAåÅß ﬁ\n\t\u00a0\u00ad\u030a\u0301eE’“–.Σς\ufb2a\u05e9\u05c1\u2126"),
        st.characters(codec="utf-8"),
    )
)


def cluster_by_cluster(text: str) -> tuple[str, list[int]]:
    """The definition, written as it is said: one letter with its accents after the other."""
    offsets: list[int] = []
    folded, at = "", 0
    while at < len(text):
        stop = at + 1
        while stop < len(text) and unicodedata.combining(text[stop]):
            stop += 1
        cluster = text[at:stop]
        if cluster.isspace():
            if not folded.endswith(" ") or not offsets or not text[at - 1].isspace():
                folded, offsets = folded + " ", [*offsets, at]
        else:
            plain = unicodedata.normalize("NFC", cluster).replace("\u00ad", "").casefold().translate(PLAIN)
            folded, offsets = folded + plain, [*offsets, *[at] * len(plain)]
        at = stop
    return folded, [*offsets, len(text)]


@given(WRITTEN)
@example("\U0002f800")
@example("5 \u2126, \u212b and \uf900")
def test_folding_is_what_it_is_said_to_be(text: str) -> None:
    expected, places = cluster_by_cluster(text)
    folded, offsets = fold(text)
    assert folded == expected
    # Inside a letter that folds to several, and over accents on their own, only the letter's start is a place.
    starts = [i for i in range(len(folded)) if not i or places[i] != places[i - 1]]
    assert [offsets[i] for i in starts] == [places[i] for i in starts]
    assert offsets[len(folded)] == len(text)


def test_a_quote_is_found_however_its_letters_and_blanks_are_written() -> None:
    text = "Vi sagde:\n“Det  er\tStrasse og kom\u00admune, a\u030arhus.”"
    assert [span.cut(text) for span in find_quote(text, '"det er straße')] == ["“Det  er\tStrasse"]
    assert [span.cut(text) for span in find_quote(text, "KOMMUNE")] == ["kom\u00admune"]
    assert [span.cut(text) for span in find_quote(text, "Århus")] == ["a\u030arhus"]
    assert find_quote(text, "arhus") == []
    assert find_quote("Ja 😀, → Łódź? Ja.", "Ja ??, ? ?ód??") == [Span(0, 13)], "saved by Excel as Windows-1252"
    assert find_quote("Ja, hvad?", "Ja? hvad") == [], "a letter that was not lost"
    assert find_quote("aaa", "aa") == [Span(0, 2), Span(1, 3)]
