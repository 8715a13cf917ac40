"""A key adds one coding or takes one away: what stands in the margin is what codings laid out anew would give."""

from __future__ import annotations

from random import Random

from hypothesis import given
from hypothesis import strategies as st

from qualcode.core.model import Coding, Document, Span, Turn
from qualcode.tui.document_view import DocumentView, Lanes, by_place

TEXT = "Data er godt for borgerne, og det er hele pointen, hvis du spørger mig om det."
DOCUMENT = Document("D1", "", "interview", TEXT, "da", (Turn(1, "Anna", "informant", Span(0, len(TEXT))),))


@st.composite
def some(draw: st.DrawFn) -> list[Coding]:
    spots = draw(st.lists(st.tuples(st.integers(0, 40), st.integers(1, 30)), max_size=20))
    return [
        Coding(id, "D1", Span(start, start + length), TEXT[start : start + length], f"c{id % 3}", ("ana", "bo")[id % 2])
        for id, (start, length) in enumerate(spots)
    ]


def laid(lanes: Lanes, codings: list[Coding]) -> object:
    return [lanes.lane(coding) for coding in codings], [lanes.touching(at, at + 3) for at in range(0, 75, 3)]


@given(there=some(), order=st.randoms(use_true_random=False))
def test_lanes_that_codings_come_to_and_go_from_are_those_laid_out_anew(there: list[Coding], order: Random) -> None:
    gone, kept = there[::3], [coding for at, coding in enumerate(there) if at % 3]
    lanes = Lanes(sorted(kept[::2] + gone, key=by_place))
    laid(lanes, kept[::2])
    order.shuffle(gone)
    for coding in kept[1::2]:
        lanes.add(coding)
    for coding in gone:
        lanes.drop(coding)
    assert laid(lanes, kept) == laid(Lanes(sorted(kept, key=by_place)), kept)


@given(there=some())
def test_a_place_knows_what_was_added_and_dropped(there: list[Coding]) -> None:
    before, added, gone = there[: len(there) // 2], there[len(there) // 2 :], there[::3]
    place = DocumentView(DOCUMENT, "turn", before, "ana")
    for coders in (None, ("ana",), ("bo",)):
        place.lanes(coders)
    place.add(added)
    place.drop(gone)
    kept = [coding for at, coding in enumerate(there) if at % 3]
    fresh = DocumentView(DOCUMENT, "turn", kept, "ana")
    assert place.codings == fresh.codings
    assert [place.times(f"c{n}") for n in range(3)] == [fresh.times(f"c{n}") for n in range(3)]
    for coders in (None, ("ana",), ("bo",)):
        assert place.lanes(coders).codings == fresh.lanes(coders).codings
