"""The worked examples of the definition of a share, each number by hand."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pandas as pd
import pytest

from qualcode.analysis import explain, shares
from qualcode.core import numbers

from .cutting import cut
from .studies import SIX_UNITS, coded, eight_interviews, frames

UNITS, MARKS = frames(SIX_UNITS)


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        ({}, (Fraction(3, 6), Fraction(3, 6), Fraction(1, 6))),
        ({"base": "coded"}, (Fraction(3, 4), Fraction(3, 4), Fraction(1, 4))),
        ({"base": "codings"}, (Fraction(3, 7), Fraction(3, 7), Fraction(1, 7))),
        ({"count": "fractional"}, (Fraction(11, 36), Fraction(11, 36), Fraction(1, 18))),
        ({"count": "fractional", "base": "coded"}, (Fraction(11, 24), Fraction(11, 24), Fraction(1, 12))),
        ({"count": "fractional", "base": "codings"}, (Fraction(11, 24), Fraction(11, 24), Fraction(1, 12))),
        ({"count": "primary"}, (Fraction(2, 6), Fraction(2, 6), Fraction(0))),
        ({"count": "primary", "base": "coded"}, (Fraction(2, 4), Fraction(2, 4), Fraction(0))),
        ({"weight": "words"}, (Fraction(210, 500), Fraction(310, 500), Fraction(60, 500))),
        ({"weight": "words", "base": "coded"}, (Fraction(210, 410), Fraction(310, 410), Fraction(60, 410))),
    ],
)
def test_six_units_of_two_informants(options: dict[str, Any], expected: tuple[Fraction, ...]) -> None:
    found = shares(UNITS, MARKS, list("ABC"), **options)
    assert tuple(row.share for row in found.rows) == expected
    assert found.groups[0].categories_per_unit == sum(expected)
    assert (found.groups[0].units, found.groups[0].coded_units, found.groups[0].uncoded_units) == (6, 4, 2)


@pytest.mark.parametrize(
    ("equalize", "expected"),
    [
        ("none", Fraction(3, 7)),
        ("informant", Fraction(9, 20)),
        ("question", Fraction(5, 9)),
        ("answer", Fraction(1, 2)),
        ("informant-question", Fraction(1, 2)),
    ],
)
def test_informants_questions_and_answers_weighted_equally(equalize: str, expected: Fraction) -> None:
    units, marks = frames(
        """
        a I1 Q1 1 A -
        b I1 Q2 1 - -
        c I2 Q1 1 A -
        d I2 Q1 1 - -
        e I2 Q2 1 - -
        f I2 Q2 1 - -
        g I2 Q3 1 A -
        """
    )
    cell = shares(units, marks, ["A"], equalize=equalize).rows[0]
    assert cell.share == expected
    assert (cell.numerator is None) == (equalize != "none")


FIVE_ANSWERS = """
    a I1 Q1 1 A -
    b I1 Q1 1 A -
    c I1 Q2 1 - -
    d I2 Q1 1 A -
    e I2 Q1 1 A -
"""
"""Every way to weigh them gives another share of A."""


@pytest.mark.parametrize(
    ("equalize", "expected", "alone", "without_one"),
    [
        ("none", Fraction(4, 5), (Fraction(2, 3), 1), (Fraction(2, 3), 1)),
        ("informant", Fraction(5, 6), (Fraction(2, 3), 1), (Fraction(2, 3), 1)),
        ("question", Fraction(1, 2), (Fraction(1, 2), 1), (Fraction(1, 2), 1)),
        ("answer", Fraction(2, 3), (Fraction(1, 2), 1), (Fraction(1, 2), 1)),
        ("informant-question", Fraction(3, 4), (Fraction(1, 2), 1), (Fraction(1, 2), 1)),
    ],
)
def test_where_informants_answer_unequally_each_way_to_weigh_them_differs(
    equalize: str, expected: Fraction, alone: tuple[Any, Any], without_one: tuple[Any, Any]
) -> None:
    units, marks = frames(FIVE_ANSWERS)
    cell = shares(units, marks, ["A"], equalize=equalize).rows[0]
    assert cell.share == expected
    assert (cell.low, cell.high) == alone
    assert (cell.leave_one_out_low, cell.leave_one_out_high) == without_one


def test_numerator_and_denominator_are_in_the_units_of_the_weights() -> None:
    units, marks = frames(FIVE_ANSWERS)
    units["weight"] = ["0.5", "0.25", "1", "0.3", "1"]
    cell = shares(units, marks, ["A"], weight="column:weight").rows[0]
    above, below = (
        Fraction(1, 2) + Fraction(1, 4) + Fraction(3, 10) + 1,
        Fraction(1, 2) + Fraction(1, 4) + 2 + Fraction(3, 10),
    )
    assert (cell.numerator, cell.denominator, cell.share) == (above, below, above / below)


def test_parts_of_codes_that_share_no_denominator_with_the_units_are_exact() -> None:
    units, marks = coded(
        [
            {"informant": "I1", "codes": {"A": 1, "B": 1, "C": 1}},
            {"informant": "I1", "codes": {"A": 1, "B": 1}},
            {"informant": "I1", "codes": {}},
        ]
    )
    found = shares(units, marks, list("ABC"), count="fractional").rows
    third, half = Fraction(1, 3), Fraction(1, 2)
    assert [(row.numerator, row.denominator) for row in found] == [(third + half, 3), (third + half, 3), (third, 3)]


def test_a_cell_without_denominator_is_dropped_and_named() -> None:
    units, marks = frames("a I1 Q1 1 A -\nb I1 Q2 1 - -\nc I2 Q1 1 A -\nd I2 Q2 1 - -")
    assert shares(units, marks, ["A"], base="coded", equalize="question").dropped == ("Q2",)
    by_answer = shares(units, marks, ["A"], base="coded", equalize="answer")
    assert by_answer.dropped == ("I1|Q2", "I2|Q2")
    assert by_answer.rows[0].share == 1


def test_a_parent_is_its_descendants_counted_once() -> None:
    units, marks = coded(
        [
            {"informant": "I1", "codes": dict.fromkeys(codes, 1)}
            for codes in (["a1", "a2"], ["a11"], ["a2", "B"], ["A"], ["B"], [])
        ]
    )
    tree = {"A": None, "a1": "A", "a2": "A", "a11": "a1", "B": None}
    found = shares(units, marks, codes=tree)
    assert [(row.code, row.share) for row in found.rows] == [("A", Fraction(4, 6)), ("B", Fraction(2, 6))]
    assert shares(units, marks, ["A"], codes=tree, rollup=False).rows[0].share == Fraction(1, 6)
    fractional = shares(units, marks, ["A", "B"], codes=tree, count="fractional", base="coded")
    assert [row.share for row in fractional.rows] == [Fraction(7, 10), Fraction(3, 10)]


def test_codes_roll_up_by_their_dotted_paths() -> None:
    units, marks = coded([{"informant": "I1", "codes": {"moore:value.mission": 1}}, {"informant": "I1", "codes": {}}])
    assert shares(units, marks).cell("", "moore:value").share == Fraction(1, 2)


TURNS = pd.DataFrame(
    [
        ("d", 0, 20, "interviewer", None, "Q1"),
        ("d", 20, 60, "informant", "I1", "Q1"),
        ("d", 60, 70, "interviewer", None, "Q2"),
        ("d", 70, 100, "informant", "I1", "Q2"),
    ],
    columns=["document", "start", "stop", "role", "informant", "question"],
)
RANGES = pd.DataFrame(
    [("d", 10, 40, "A"), ("d", 30, 50, "A"), ("d", 65, 75, "A"), ("d", 45, 80, "B"), ("d", 2, 12, "B")],
    columns=["document", "start", "stop", "code"],
)


@pytest.mark.parametrize(
    ("options", "a", "b"),
    [
        ({"score": "extent", "weight": "chars"}, Fraction(35, 70), Fraction(25, 70)),
        (
            {"score": "extent", "weight": "chars", "count": "fractional", "base": "coded"},
            Fraction(3, 5),
            Fraction(2, 5),
        ),
        ({"score": "extent", "weight": "chars", "base": "codings"}, Fraction(35, 60), Fraction(25, 60)),
        ({"score": "extent"}, Fraction(11, 24), Fraction(17, 48)),
        ({"overlap": "majority"}, Fraction(1, 2), Fraction(0)),
        ({"overlap": "full"}, Fraction(0), Fraction(0)),
    ],
)
def test_extents_are_unions_of_informant_speech(options: dict[str, Any], a: Fraction, b: Fraction) -> None:
    """Interviewer turns never count, and overlapping segments of one category count once."""
    units, pieces = cut(TURNS, "turn")
    found = shares(units, RANGES, ["A", "B"], pieces=pieces, unit="turn", **options)
    assert [row.share for row in found.rows] == [a, b]


def test_segments_as_units_skip_what_no_informant_said() -> None:
    units, pieces = cut(TURNS, "segment")
    found = shares(units, RANGES, ["A", "B"], pieces=pieces, unit="segment", weight="chars")
    assert [row.share for row in found.rows] == [Fraction(45, 70), Fraction(25, 70)]
    assert found.groups[0].units == 4


def test_words_lie_where_they_begin() -> None:
    text = "Vi skaber værdi for borgerne."
    turns = pd.DataFrame(
        [("d", 0, len(text), "informant", "I1", "Q1")],
        columns=["document", "start", "stop", "role", "informant", "question"],
    )
    units, pieces = cut(turns, "turn", texts={"d": text})
    assert units["words"].tolist() == [5]
    # "skaber vær": the second word is cut, but it begins inside.
    ranges = pd.DataFrame([("d", 3, 13, "A"), ("d", 13, 29, "B")], columns=["document", "start", "stop", "code"])
    found = shares(
        units, ranges, ["A", "B"], pieces=pieces, texts={"d": text}, unit="turn",
        score="extent", measure="words", weight="words",
    )  # fmt: skip
    assert [row.share for row in found.rows] == [Fraction(2, 5), Fraction(2, 5)]


EIGHT = {
    "pooled": ({}, "33 31 44", "26 18 29"),
    "equalize informant": ({"equalize": "informant"}, "33 31 44", "26 18 29"),
    "equalize question": ({"equalize": "question"}, "35 30 43", "27 20 30"),
    "weight words": ({"weight": "words"}, "34 35 48", "26 16 38"),
    "base coded": ({"base": "coded"}, "39 35 52", "41 27 45"),
    "base codings": ({"base": "codings"}, "31 28 41", "36 24 40"),
    "fractional, coded": ({"count": "fractional", "base": "coded"}, "30 30 40", "36 24 40"),
}


@pytest.mark.parametrize(("options", "directors", "managers"), EIGHT.values(), ids=EIGHT)
def test_eight_interviews_under_every_row_of_the_definition(
    options: dict[str, Any], directors: str, managers: str
) -> None:
    units, marks = eight_interviews()
    found = shares(units, marks, list("VSC"), "role", **options)
    for group, expected in (("director", directors), ("manager", managers)):
        assert " ".join(str(numbers.rounded(found.cell(group, code).share * 100)) for code in "VSC") == expected


def test_the_exact_counts_of_the_eight_interviews() -> None:
    units, marks = eight_interviews()
    found = shares(units, marks, list("VSC"), "role")
    assert [(row.numerator, row.denominator) for row in found.rows] == [
        (12, 36), (11, 36), (16, 36), (9, 34), (6, 34), (10, 34),
    ]  # fmt: skip
    assert [(group.group, group.informants) for group in found.groups] == [("director", 3), ("manager", 5)]
    value = found.cell("director", "V")
    assert (value.low, value.high) == (Fraction(3, 12), Fraction(5, 12))
    assert (value.leave_one_out_low, value.leave_one_out_high) == (Fraction(7, 24), Fraction(9, 24))


def test_units_that_do_not_count_are_counted_apart() -> None:
    units = pd.DataFrame(
        [
            ("u1", "I1", "answered", "informant"), ("u2", "I1", "no_answer", "informant"),
            ("u3", "I1", "not_asked", "informant"), ("u4", "I1", "missing", "informant"),
            ("u5", "I1", "answered", "interviewer"),
        ],
        columns=["unit", "informant", "status", "speaker_role"],
    )  # fmt: skip
    marks = pd.DataFrame([("u1", "A"), ("u5", "A")], columns=["unit", "code"])
    found = shares(units, marks, ["A"])
    group = found.groups[0]
    assert (group.units, group.left_out, group.not_asked, group.missing) == (1, 1, 1, 1)
    assert found.rows[0].share == 1
    assert shares(units, marks, ["A"], nonresponse="zero").rows[0].share == Fraction(1, 2)


def test_a_group_without_units_has_no_share_rather_than_none_of_it() -> None:
    units, marks = coded([{"informant": "I1", "role": "x", "codes": {"A": 1}}])
    empty = shares(units, marks, ["A"], "role", groups=["x", "y"]).cell("y", "A")
    assert (empty.share, empty.low, empty.leave_one_out_low, empty.denominator) == (None, None, None, 0)


def test_informants_without_the_attribute_are_a_group_of_their_own_at_the_end() -> None:
    units, marks = coded(
        [{"informant": "I1", "role": None, "codes": {}}, {"informant": "I2", "role": "x", "codes": {}}]
    )
    assert [group.group for group in shares(units, marks, ["A"], "role").groups] == ["x", ""]


def test_groups_given_as_categories_keep_their_order_and_may_be_missing() -> None:
    units, marks = coded([{"informant": who, "codes": {}} for who in ("I1", "I2", "I3")])
    units["role"] = pd.Categorical(["boss", None, "aide"], categories=["aide", "boss", "clerk"])
    assert [group.group for group in shares(units.dropna(), marks, ["A"], "role").groups] == ["aide", "boss"]
    assert {group.group for group in shares(units, marks, ["A"], "role").groups} == {"aide", "boss", ""}


def test_an_attribute_may_be_called_like_a_column_of_units() -> None:
    units, marks = coded([{"informant": "I1", "status": "answered", "attribute.status": "boss", "codes": {"A": 1}}])
    assert [group.group for group in shares(units, marks, ["A"], "status").groups] == ["boss"]


def test_every_cell_opens_to_its_units() -> None:
    found = explain(UNITS, MARKS, "", "B", list("ABC"), count="fractional", weight="words")
    assert [unit.unit for unit in found.inside] == ["u2", "u4", "u5"]
    assert [unit.unit for unit in found.outside] == ["u1", "u3", "u6"]
    cell = shares(UNITS, MARKS, list("ABC"), count="fractional", weight="words").cell("", "B")
    assert sum(unit.numerator for unit in found.units) == cell.numerator
    assert sum(unit.denominator for unit in found.units) == cell.denominator


def test_an_opened_cell_names_the_codings_that_made_it() -> None:
    units, pieces = cut(TURNS, "answer")
    ranges = RANGES.assign(id=[11, 12, 13, 14, 15])
    found = explain(units, ranges, "", "A", ["A", "B"], pieces=pieces)
    assert {unit.unit: unit.codings for unit in found.units} == {"d#Q1|I1": (11, 12), "d#Q2|I1": (13,)}
