"""What stands beside the number of a share: the units behind it, the bounds around it, and why there are none.

The numbers are by hand; each assertion is one that a changed line of `analysis/shares` once passed unseen.
"""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pandas as pd
import pytest

from qualcode.analysis import explain, shares
from qualcode.core.errors import UnknownName, UsageError

TREE = {"value": None, "value.mission": "value", "cost": None}
UNITS = pd.DataFrame(
    {
        "unit": ["u1", "u2", "u3"],
        "informant": ["Ana", "Ana", "Bo"],
        "document": ["D1", "D1", "D2"],
        "role": ["director", "director", "manager"],
        "item": ["1a", None, None],
        "question": ["1", "2", None],
        "words": [3, 6, 2],
        "chars": [10, 20, 8],
        "size": [0.5, 2.0, 1.0],
    }
)
PIECES = pd.DataFrame(
    {"unit": ["u1", "u2", "u3"], "document": ["D1", "D1", "D2"], "start": [0, 10, 0], "stop": [10, 30, 8]}
)
CODINGS = pd.DataFrame(
    {
        "id": [7, 8, 9, 10],
        "document": ["D1", "D1", "D2", "D1"],
        "start": [2, 12, 0, 4],
        "stop": [6, 20, 8, 9],
        "code": ["value", "value.mission", "value", "cost"],
        "coder": ["ana", "ana", "bo", "ana"],
    }
)
LENGTHS = {"D1": 30, "D2": 8}


def behind(group: str, code: str, **options: Any) -> list[tuple[Any, ...]]:
    """The units behind a cell of the coder ana's table by role, each as a plain row."""
    asked: dict[str, Any] = {"by": "role", "coder": "ana", "codes": TREE, "pieces": PIECES, "lengths": LENGTHS}
    found = explain(UNITS, CODINGS, group, code, **{**asked, **options})
    assert (found.group, found.code) == (group, code)
    return [
        (u.unit, u.document, u.informant, u.question, u.weight, u.score, u.base, u.codings, u.codes)
        for u in found.units
    ]


def test_the_units_behind_a_share_name_their_words_their_weight_and_their_codings() -> None:
    assert behind("director", "value", weight="words") == [
        ("u1", "D1", "Ana", "1a", 3, 1, 1, (7,), ("value",)),
        ("u2", "D1", "Ana", "2", 6, 1, 1, (8,), ("value.mission",)),
    ]
    # Of another coder's codings nothing counts and nothing is named; a unit under no question has none.
    assert behind("manager", "value") == [("u3", "D2", "Bo", "", 1, 0, 1, (), ())]
    assert behind("manager", "value", coder="bo") == [("u3", "D2", "Bo", "", 1, 1, 1, (9,), ("value",))]


def test_a_weight_that_is_no_whole_number_is_exact_in_an_explanation() -> None:
    assert [row[4] for row in behind("director", "value", weight="column:size")] == [Fraction(1, 2), 2]


def test_what_is_below_a_code_explains_it_only_where_it_is_rolled_up() -> None:
    rows = behind("director", "value", rollup=False)
    assert [(row[0], row[5], row[7]) for row in rows] == [("u1", 1, (7,)), ("u2", 0, ())]


def test_units_that_count_come_first_and_a_unit_without_codes_has_no_base_among_the_coded() -> None:
    rows = behind("director", "cost", base="coded", categories=["cost", "value"], coder="ana")
    assert [(row[0], row[5], row[6], row[7]) for row in rows] == [("u1", 1, 1, (10,)), ("u2", 0, 1, ())]
    assert [(row[5], row[6]) for row in behind("manager", "cost", base="coded")] == [(0, 0)]
    # Divided by the codings, a unit with two categories is two parts of the denominator.
    assert [row[6] for row in behind("director", "cost", base="codings", categories=["cost", "value"])] == [2, 1]


def test_marks_on_units_explain_too_and_the_document_is_in_the_label_where_no_column_says_it() -> None:
    units = pd.DataFrame({"unit": ["D9@0-5", "D9@5-9"], "informant": ["Ana", "Ana"]})
    marks = pd.DataFrame({"unit": ["D9@5-9"], "code": ["value"], "id": [4]})
    found = explain(units, marks, "", "value").units
    assert [(u.unit, u.document, u.question, u.codings) for u in found] == [
        ("D9@5-9", "D9", "", (4,)), ("D9@0-5", "D9", "", ()),
    ]  # fmt: skip


def test_a_group_or_a_code_that_is_not_in_the_table_gets_the_nearest_that_is() -> None:
    with pytest.raises(UnknownName, match="there is no category 'valu'; did you mean 'value'") as code:
        behind("director", "valu")
    assert code.value.slug == "unknown_code"
    with pytest.raises(UnknownName, match="there is no group 'directors'; did you mean 'director'"):
        behind("directors", "value")


def test_a_group_that_is_asked_for_stands_in_an_explanation_though_it_has_no_units() -> None:
    assert behind("mayor", "value", groups=["mayor", "director", "manager"]) == []


def test_segments_are_explained_by_their_place_and_weigh_their_words() -> None:
    texts = {"D1": "Ja, det er mål. Vi har ikke r.", "D2": "Ja da ja"}
    rows = behind("director", "value", unit="segment", texts=texts, lengths=None)
    assert [(row[0], row[1], row[5], row[7]) for row in rows] == [
        ("D1@2-6", "D1", 1, (7,)), ("D1@12-20", "D1", 1, (8,)), ("D1@4-9", "D1", 0, ()),
    ]  # fmt: skip
    # "Ja, det er mål." from 2 to 6 touches `Ja,` and `det`; from 12 to 20 `mål.` and `Vi`, and 4 to 9 `det` and `er`.
    weighed = behind("director", "value", unit="segment", texts=texts, lengths=None, weight="chars")
    assert [row[4] for row in weighed] == [4, 8, 5]


def interval(units: pd.DataFrame, marks: pd.DataFrame, **options: Any) -> tuple[Any, ...]:
    found = shares(units, marks, ["A"], **options).rows[0].interval
    assert found is not None
    return found.method, found.level, found.low, found.high, found.reason


def spoken(scores: dict[str, str]) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Units and marks of informants, a unit for each character: `+` has the category A."""
    rows = [(f"{who}{at}", who, sign) for who, signs in scores.items() for at, sign in enumerate(signs)]
    units = pd.DataFrame({"unit": [row[0] for row in rows], "informant": [row[1] for row in rows]})
    return units, pd.DataFrame({"unit": [row[0] for row in rows if row[2] == "+"], "code": "A"})


@pytest.mark.parametrize("method", ["t", "logit-t", "jackknife", "bootstrap"])
def test_one_informant_has_no_interval_and_two_have(method: str) -> None:
    alone = interval(*spoken({"Ana": "++-"}), ci=method, confidence=0.9)
    assert alone == (method, 0.9, None, None, "one_informant")
    found = interval(*spoken({"Ana": "++-", "Bo": "+-"}), ci=method, confidence=0.9)
    assert found[:2] == (method, 0.9) and found[2] <= Fraction(3, 5) <= found[3] and found[4] == ""


@pytest.mark.parametrize("method", ["t", "wilson", "bootstrap"])
def test_a_share_of_nothing_says_why_it_has_no_interval(method: str) -> None:
    units, _ = spoken({"Ana": "--", "Bo": "--"})
    marks = pd.DataFrame({"unit": [], "code": []}, dtype=object)
    found = interval(units, marks, base="coded", ci=method, confidence=0.8)
    assert found == (method, 0.8, None, None, "no_denominator")


def test_wilson_bounds_are_those_of_the_formula_at_the_level_asked_for() -> None:
    units, marks = spoken({"Ana": "++-", "Bo": "+-"})
    wide, narrow = (interval(units, marks, ci="wilson", confidence=level) for level in (0.95, 0.8))
    # 3 of 5: (p + z²/2n ± z √(p(1-p)/n + z²/4n²)) / (1 + z²/n), z = 1.959964 and 1.281552
    assert wide[:2] == ("wilson", 0.95) and wide[2:4] == pytest.approx((0.230724, 0.882379), abs=1e-6)
    assert narrow[:2] == ("wilson", 0.8) and narrow[2:4] == pytest.approx((0.330421, 0.820127), abs=1e-6)


@pytest.mark.parametrize("method", ["t", "jackknife", "bootstrap"])
def test_a_higher_level_is_a_wider_interval(method: str) -> None:
    said = spoken({"Ana": "++-", "Bo": "+-", "Cy": "---+", "Di": "++", "Eva": "+---"})
    low, high = (interval(*said, ci=method, confidence=level) for level in (0.6, 0.99))
    assert high[2] <= low[2] < low[3] <= high[3]
    assert high != low


def test_a_bootstrap_of_many_informants_is_its_seed_and_its_number_of_draws() -> None:
    said = spoken({f"P{at}": "+-"[at % 2] + "-+"[at % 3 == 0] + "-" * (at % 4) for at in range(24)})
    drawn = {
        (seed, draws): interval(*said, ci="bootstrap", confidence=0.937, seed=seed, replicates=draws)[2:4]
        for seed, draws in ((1, 2000), (1, 2000), (2, 2000), (1, 2311))
    }
    assert interval(*said, ci="bootstrap", confidence=0.937, seed=1, replicates=2000)[2:4] == drawn[1, 2000]
    assert len(set(drawn.values())) == 3
    assert interval(*said, ci="bootstrap", confidence=0.937)[2:4] == drawn[1, 2000]


def compared(scores: dict[str, dict[str, str]], **options: Any) -> Any:
    """The test of the first category between the first two groups of `{group: {informant: signs}}`."""
    units, marks = spoken({who: signs for group in scores.values() for who, signs in group.items()})
    group_of = {who: group for group, informants in scores.items() for who in informants}
    units["role"] = units["informant"].map(group_of)
    return shares(units, marks, ["A"], by="role", test="permutation", **options).tests[0]


def test_an_exact_test_of_two_groups_by_hand() -> None:
    found = compared({"x": {"Ana": "+", "Bo": "+"}, "y": {"Cy": "-", "Di": "-"}})
    # Of the six ways to take two of four, one is as high and one as low as what was seen.
    assert (found.code, found.groups, found.difference, found.method, found.reason) == ("A", ("x", "y"), 1, "exact", "")
    assert (found.p, found.smallest_p, found.assignments, found.skipped) == (Fraction(1, 3), Fraction(1, 6), 6, 0)


def test_the_two_kinds_of_two_sides_differ_where_groups_are_not_alike() -> None:
    scores = {"x": {"Ana": "+", "Bo": "-"}, "y": {"Cy": "-", "Di": "-", "Eva": "-"}}
    absolute, doubled = (compared(scores, two_sided=two_sided).p for two_sided in ("absolute", "doubling"))
    # Of ten ways to take two of five, four are 1/2 apart as seen and six -1/3; doubled is the smaller tail, 4/10.
    assert (absolute, doubled) == (Fraction(4, 10), Fraction(8, 10))


def test_what_keeps_two_groups_from_being_tested_is_said() -> None:
    units, marks = spoken({"Ana": "+-", "Bo": "+-"})
    units["role"] = ["x", "y", "x", "y"]
    both = shares(units, marks, ["A"], by="role", test="permutation").tests[0]
    assert (both.groups, both.p, both.assignments, both.reason) == (("x", "y"), None, 0, "informants_in_both_groups")
    nobody = compared({"x": {"Ana": "+", "Bo": "+"}, "y": {"Cy": "-"}}, base="coded")
    assert (nobody.difference, nobody.p, nobody.assignments, nobody.reason) == (None, None, 0, "no_denominator")


def test_a_segment_over_two_informants_is_refused_by_its_place() -> None:
    codings = pd.DataFrame({"document": ["D1", "D1"], "start": [0, 5], "stop": [4, 15], "code": ["value", "cost"]})
    units = UNITS.assign(informant=["Ana", "Bo", "Bo"])
    with pytest.raises(UsageError, match="D1@5-15 covers the speech of two informants") as refused:
        shares(units, codings, ["value", "cost"], unit="segment", pieces=PIECES, lengths=LENGTHS)
    assert refused.value.slug == "segment_two_informants"


def test_segments_keep_the_weights_of_their_codings() -> None:
    codings = pd.DataFrame(
        {"document": ["D1", "D1"], "start": [0, 10], "stop": [4, 20], "code": "value", "weight": [0.25, 0.5]}
    )
    found = shares(
        UNITS, codings, ["value"], unit="segment", score="intensity", pieces=PIECES, lengths=LENGTHS
    ).rows[0]  # fmt: skip
    assert found.share == Fraction(3, 8)


def test_segments_weigh_the_words_inside_them_and_need_the_texts_for_it() -> None:
    texts = {"D1": "Ja, det er mål. Vi har ikke r.", "D2": "Ja da ja"}
    codings = pd.DataFrame({"document": ["D1", "D1"], "start": [0, 4], "stop": [3, 15], "code": ["value", "cost"]})
    found = shares(UNITS, codings, ["value", "cost"], unit="segment", weight="words", pieces=PIECES, texts=texts)
    assert [row.share for row in found.rows] == [Fraction(1, 4), Fraction(3, 4)]
    with pytest.raises(UsageError, match="no column 'words'"):
        shares(UNITS, codings, ["value"], unit="segment", weight="words", pieces=PIECES, lengths=LENGTHS)


def test_a_segment_without_an_informants_speech_is_skipped_and_may_be_all_there_is() -> None:
    codings = pd.DataFrame({"document": ["D1", "D1"], "start": [30, 2], "stop": [34, 6], "code": ["cost", "value"]})
    lengths = {**LENGTHS, "D1": 40}
    options: dict[str, Any] = {"unit": "segment", "pieces": PIECES, "lengths": lengths}
    found = shares(UNITS, codings, ["value", "cost"], **options)
    assert [(row.share, row.numerator, row.denominator) for row in found.rows] == [(1, 1, 1), (0, 0, 1)]
    alone = shares(UNITS, codings[:1], ["cost"], **options)
    assert [(row.share, row.denominator) for row in alone.rows] == [(None, 0)]


@pytest.mark.parametrize("score", ["presence", "intensity", "extent"])
def test_an_answer_that_is_none_counts_as_a_unit_without_codes(score: str) -> None:
    """u2 carries the code and was said to be no answer: it stands in the denominator alone."""
    units = UNITS.assign(status=["answered", "no_answer", "answered"])
    pieces = pd.DataFrame(
        {"unit": ["u1", "u2", "u3"], "document": ["D1", "D1", "D2"], "start": [0, 10, 0], "stop": [10, 30, 8]}
    )
    codings = pd.DataFrame(
        {"document": ["D1", "D1"], "start": [0, 10], "stop": [10, 30], "code": ["cost", "cost"], "coder": ["a", "a"]}
    )
    row = shares(units, codings, ["cost"], pieces=pieces, score=score, nonresponse="zero").rows[0]
    assert (row.numerator, row.denominator) == (1, 3)
