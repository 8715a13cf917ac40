"""Searching, filtering, and finding a code by a few letters."""

from __future__ import annotations

import pytest

from qualcode.core.model import Coding, Span, Unit
from qualcode.tui import picker
from qualcode.tui.find import Filter, Hits
from qualcode.tui.picker import Choice


def test_places_found_are_walked_in_order_and_counted() -> None:
    found = Hits([Span(9, 10), Span(1, 2), Span(3, 4)])
    assert [span.start for span in found.spans] == [1, 3, 9]
    first = found.after(0)
    assert first == Span(1, 2) and found.number(first) == 1
    assert found.after(Span(1, 2)) == Span(3, 4) and found.after(Span(9, 10)) is None
    assert found.before(Span(3, 4)) == Span(1, 2) and found.before(Span(1, 2)) is None
    assert found.between(2, 9) == [Span(3, 4)]


def test_a_passage_that_began_long_before_is_in_view() -> None:
    """Passages lie inside one another; a long one is painted below the short ones that begin after it."""
    found = Hits([Span(0, 100), Span(5, 10), Span(20, 30)])
    assert found.between(50, 60) == [Span(0, 100)]
    assert found.between(22, 25) == [Span(0, 100), Span(20, 30)]
    assert found.between(100, 120) == []


def test_a_filter_lets_through_what_it_names() -> None:
    unit = Unit("D1", "turn", 1, (Span(0, 5),), "D1:1", case="C1")
    coding = Coding(1, "D1", Span(0, 5), "", "frame:value.mission", "ana", unsure=True)
    assert Filter("code", "frame:value").lets(unit, [coding])
    assert Filter("code", "frame:*").lets(unit, [coding])
    assert not Filter("code", "frame:support").lets(unit, [coding])
    assert Filter("unsure").lets(unit, [coding]) and not Filter("unsure").lets(unit, [])
    assert Filter("uncoded").lets(unit, []) and not Filter("uncoded").lets(unit, [coding])
    assert Filter("case", "C1").lets(unit, []) and not Filter("case", "C2").lets(unit, [])
    assert Filter("coder", "ana").lets(unit, [coding]) and not Filter("coder", "bo").lets(unit, [coding])
    assert Filter().lets(unit, [])


CHOICES = [
    Choice("f:value", "Offentlig værdi", ways=("f:value", "value", "Public value", "benefit")),
    Choice("f:support", "Legitimitet og støtte", ways=("f:support", "support", "backing")),
    Choice("f:capacity", "Operationel kapacitet", ways=("f:capacity", "capacity")),
]


@pytest.mark.parametrize(
    ("typed", "value"),
    [
        ("værdi", "f:value"),
        ("vaerdi", "f:value"),
        ("Public", "f:value"),
        ("benef", "f:value"),
        ("stotte", "f:support"),
        ("back", "f:support"),
        ("kap", "f:capacity"),
        ("opkap", "f:capacity"),
    ],
)
def test_a_code_is_found_in_any_language_by_any_alias_and_by_a_few_letters(typed: str, value: str) -> None:
    assert picker.found(CHOICES, typed)[0].value == value


def test_nothing_typed_shows_all_in_order_and_nonsense_shows_nothing() -> None:
    assert picker.found(CHOICES, " ") == CHOICES
    assert picker.found(CHOICES, "zzz") == []


def test_a_name_that_is_taken_is_not_offered_as_new() -> None:
    assert picker.exact(CHOICES, "public VALUE")
    assert not picker.exact(CHOICES, "public")
