"""What cannot be counted is refused by name, before anything is counted."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pytest

from qualcode.analysis import shares
from qualcode.core.errors import UsageError

from .cutting import cut
from .studies import coded

UNITS, MARKS = coded(
    [{"informant": "I1", "codes": {"A": 1, "B": 0.5}, "w": -1.0}, {"informant": "I2", "codes": {"A": 1}, "w": 1.0}]
)


def slug(*arguments: Any, **options: Any) -> str:
    with pytest.raises(UsageError) as raised:
        shares(*arguments, **options)
    return raised.value.slug


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        ({"equalize": "nonsense"}, "bad_option"),
        ({"scores": "presence"}, "bad_option"),
        ({"confidence": 95}, "bad_option"),
        ({"level": 0, "categories": None}, "bad_option"),
        ({"score": "extent", "count": "primary"}, "option_conflict"),
        ({"score": "extent"}, "option_conflict"),
        ({"measure": "words"}, "option_conflict"),
        ({"ci": "bootstrap", "equalize": "question"}, "option_conflict"),
        ({"ci": "wilson", "weight": "words"}, "option_conflict"),
        ({"adjust": "holm"}, "option_conflict"),
        ({"level": 1}, "option_conflict"),
        ({"equalize": "question"}, "question_missing"),
        ({"count": "primary"}, "primary_missing"),
        ({"weight": "words"}, "weight_missing"),
        ({"weight": "column:absent"}, "weight_missing"),
        ({"weight": "column:w"}, "weight_negative"),
        ({"categories": []}, "empty_category_set"),
        ({"categories": ["A", "nope"], "codes": {"A": None, "B": None}}, "unknown_code"),
        ({"codes": {"A": "B", "B": "A"}}, "code_cycle"),
        ({"categories": ["A", "B"], "codes": {"A": None, "B": "A"}, "base": "codings"}, "nested_categories"),
        ({"categories": ["A", "B"], "codes": {"A": None, "B": "A"}, "count": "fractional"}, "nested_categories"),
        ({"informants": ["I1"]}, "unknown_informant"),
        ({"by": "role"}, "unknown_attribute"),
        ({"coder": "nobody"}, "unknown_coder"),
    ],
)
def test_a_wrong_choice_has_its_slug(options: dict[str, Any], expected: str) -> None:
    marks = MARKS.assign(coder="ana") if "coder" in options else MARKS
    assert slug(UNITS, marks, **{"categories": ["A", "B"], **options}) == expected


def test_a_tag_weight_lies_between_nothing_and_all() -> None:
    assert slug(UNITS, MARKS.assign(weight=1.5), ["A"], score="intensity") == "intensity_range"


def test_codings_of_several_people_are_not_added_up() -> None:
    assert slug(UNITS, MARKS.assign(coder=["ana", "bo", "ana"]), ["A"]) == "coder_ambiguous"
    assert shares(UNITS, MARKS.assign(coder=["ana", "bo", "ana"]), ["A"], coder="bo").rows[0].share == 0


def test_a_unit_stands_once() -> None:
    assert slug(pd.concat([UNITS, UNITS]), MARKS, ["A"]) == "bad_option"


def test_a_unit_has_an_informant() -> None:
    assert slug(UNITS.assign(informant=["I1", None]), MARKS, ["A"]) == "unknown_informant"


TURNS = pd.DataFrame(
    [("d", 0, 10, "informant", "I1", "Q1"), ("d", 10, 20, "informant", "I2", None)],
    columns=["document", "start", "stop", "role", "informant", "question"],
)


def test_an_answer_has_a_question() -> None:
    with pytest.raises(UsageError) as raised:
        cut(TURNS, "answer")
    assert raised.value.slug == "question_missing"


@pytest.mark.parametrize(
    ("start", "stop", "unit", "expected"),
    [
        (5, 5, "turn", "segment_range"),
        (-1, 5, "turn", "segment_range"),
        (5, 21, "turn", "segment_range"),
        (5, 15, "segment", "segment_two_informants"),
    ],
)
def test_a_range_lies_in_its_document_and_with_one_informant(start: int, stop: int, unit: str, expected: str) -> None:
    units, pieces = cut(TURNS, unit)
    codings = pd.DataFrame({"document": ["d"], "start": [start], "stop": [stop], "code": ["A"]})
    assert slug(units, codings, ["A"], pieces=pieces, unit=unit, lengths={"d": 20}) == expected


def test_a_mistyped_option_is_met_with_the_right_one() -> None:
    with pytest.raises(UsageError, match="did you mean 'fractional'"):
        shares(UNITS, MARKS, ["A"], count="fractionel")
    with pytest.raises(UsageError, match="did you mean 'equalize'"):
        shares(UNITS, MARKS, ["A"], equalise="none")
