"""The margin: lanes for codings that overlap, and a name for each without colour."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from qualcode.core.model import Coding, Span
from qualcode.tui.document_view import MOST, Lanes, margin
from qualcode.tui.lines import Row


def coding(id: int, start: int, stop: int) -> Coding:
    return Coding(id, "D1", Span(start, stop), "", f"frame:c{id}", "ana")


def rows(*stretches: tuple[int, int]) -> list[Row]:
    return [Row("text", 0, start, stop, False) for start, stop in stretches]


def ordered(codings: list[Coding]) -> list[Coding]:
    return sorted(codings, key=lambda c: (c.span.start, -c.span.stop, c.id))


@given(st.lists(st.tuples(st.integers(0, 60), st.integers(1, 30)), max_size=25))
def test_codings_that_overlap_stand_in_different_lanes_as_far_as_there_are_lanes(spots: list[tuple[int, int]]) -> None:
    codings = ordered([coding(n, start, start + length) for n, (start, length) in enumerate(spots)])
    lanes = Lanes(codings)
    for one in codings:
        for other in codings:
            if one.id < other.id and one.span.overlaps(other.span) and lanes.lane(one) == lanes.lane(other):
                assert lanes.lane(one) == MOST - 1


@given(st.lists(st.tuples(st.integers(0, 60), st.integers(1, 30)), max_size=25), st.integers(0, 90), st.integers(1, 20))
def test_what_touches_a_stretch_is_found(spots: list[tuple[int, int]], start: int, length: int) -> None:
    codings = ordered([coding(n, at, at + long) for n, (at, long) in enumerate(spots)])
    wanted = [c for c in codings if c.span.overlaps(Span(start, start + length))]
    assert Lanes(codings).touching(start, start + length) == wanted


def test_three_codes_on_the_same_words_are_named_on_three_lines() -> None:
    codings = [coding(1, 0, 90), coding(2, 0, 90), coding(3, 0, 90)]
    marks = margin(rows((0, 30), (30, 60), (60, 90)), Lanes(codings))
    assert [mark.named for mark in marks] == [1, 2, 3]
    assert ["".join(sign for sign, _ in mark.lanes) for mark in marks] == ["├┼┼", "│├┼", "└└└"]


def test_names_that_find_no_line_beside_their_words_go_on_below_and_say_so() -> None:
    codings = [coding(1, 0, 30), coding(2, 0, 30)]
    marks = margin([*rows((0, 30)), None], Lanes(codings))
    assert [(mark.named, mark.apart) for mark in marks] == [(1, False), (2, True)]


def test_names_that_find_no_line_at_all_are_counted() -> None:
    codings = [coding(1, 0, 30), coding(2, 0, 30), coding(3, 0, 30)]
    marks = margin(rows((0, 30)), Lanes(codings))
    assert marks[0].named == 1 and marks[0].more == 2


def test_a_coding_that_began_above_the_screen_is_named_again() -> None:
    marks = margin(rows((50, 60), (60, 70)), Lanes([coding(1, 0, 100)]))
    assert marks[0].named == 1
