"""Codings and units found by the words they touch: the same as comparing each place with each."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from qualcode.core.by_place import ByPlace
from qualcode.core.model import Document, Span, Turn

SPANS = st.builds(lambda at, size: Span(at, at + size), st.integers(0, 60), st.integers(0, 60))


@given(st.lists(st.lists(SPANS, min_size=1, max_size=3), max_size=12), st.lists(SPANS, max_size=3))
def test_what_touches_some_words_is_found_in_the_order_it_was_given(
    stretches: list[list[Span]], asked: list[Span]
) -> None:
    things = list(enumerate(stretches))
    found = ByPlace(things, lambda thing: thing[1]).on(*asked)
    assert found == [thing for thing in things if any(own.overlaps(span) for own in thing[1] for span in asked)]


@given(st.lists(st.integers(1, 9), max_size=9), SPANS)
def test_the_turns_that_a_stretch_touches_are_those_that_share_words_with_it(lengths: list[int], asked: Span) -> None:
    at, turns = 0, []
    for number, length in enumerate(lengths, start=1):
        turns.append(Turn(number, "Ida", "informant", Span(at, at + length)))
        at += length + 2
    document = Document("D", "", "interview", "x" * at, turns=tuple(turns))
    assert document.turns_on(asked) == [turn for turn in turns if turn.span.overlaps(asked)]
