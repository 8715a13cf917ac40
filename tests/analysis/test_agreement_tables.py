"""Agreement from frames: who looked at what, per code, as sets, as values, on the continuum."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pandas as pd
import pytest

from qualcode.analysis import agreement
from qualcode.analysis.reliability import Ratings, character_ratings, measure
from qualcode.core.errors import UsageError

UNITS = pd.DataFrame(
    [(f"{document}:{n}", document, 10 * n, 10 * n + 10) for document in ("D1", "D2") for n in range(4)],
    columns=["unit", "document", "start", "stop"],
)
PIECES = UNITS[["unit", "document", "start", "stop"]]
CODINGS = pd.DataFrame(
    [
        ("D1", 0, 10, "A", "ana"), ("D1", 2, 6, "A", "bo"),
        ("D1", 10, 20, "A", "ana"), ("D1", 12, 15, "B", "bo"),
        ("D1", 31, 33, "B", "ana"), ("D1", 30, 40, "B", "bo"),
        ("D2", 0, 10, "A", "ana"),
    ],
    columns=["document", "start", "stop", "code", "coder"],
)  # fmt: skip


def found(**options: Any) -> Any:
    return agreement(UNITS, CODINGS, pieces=PIECES, **{"ci": None, **options})


def test_a_code_is_a_yes_or_no_on_every_unit() -> None:
    row = found().row("A")
    assert (row.units, dict(row.uses)) == (8, {"ana": 3, "bo": 1})
    assert row.get("percent_agreement").value == Fraction(6, 8)
    table = [[1, 1], [1, 0], [0, 0], [0, 0], [1, 0], [0, 0], [0, 0], [0, 0]]
    for name in ("krippendorff_alpha", "cohen_kappa", "gwet_ac1", "prevalence_index", "bias_index"):
        assert row.get(name).value == measure(name, Ratings.of(table, [0, 1])).value


def test_a_document_that_a_coder_did_not_finish_is_missing_and_not_a_no() -> None:
    result = found(looked={"ana": ["D1", "D2"], "bo": ["D1"]})
    row = result.row("A")
    assert (row.units, row.get("percent_agreement").value) == (4, Fraction(3, 4))
    assert [note.slug for note in result.notes] == ["different_material"]
    assert found(looked={"ana": ["D1", "D2"], "bo": ["D1"]}, missing_as_absent=True).row("A").units == 8


def test_codings_in_an_unfinished_document_are_counted_and_left_out() -> None:
    result = found(looked={"ana": ["D1"], "bo": ["D1", "D2"]})
    assert dict(result.notes[1].values) == {"ana": 1}
    assert result.notes[1].slug == "unfinished_documents"
    assert result.row("A").uses["ana"] == 2


def test_the_list_of_disagreements_begins_with_the_worst_code() -> None:
    result = found()
    assert result.minimum["krippendorff_alpha"][1] == "A"
    assert [(one.code, one.unit) for one in result.disagreements] == [("A", "D1:1"), ("A", "D2:0"), ("B", "D1:1")]
    assert result.disagreements[0].values == {"ana": True, "bo": False}


def test_mean_and_minimum_leave_out_what_is_undefined_and_say_so() -> None:
    result = found(categories=["A", "B", "never"])
    assert result.undefined["krippendorff_alpha"] == 1
    values = [result.row(code).get("krippendorff_alpha").value for code in "AB"]
    assert result.mean["krippendorff_alpha"] == result.alpha == sum(values) / 2
    assert not result.reached(0.0)
    assert found().reached(min(values)) and not found().reached(0.99)


def test_codes_are_compared_at_a_level_of_the_tree() -> None:
    result = found(level=1, codes={"P": None, "A": "P", "B": "P"})
    assert [row.code for row in result.rows] == ["P"]
    assert result.row("P").get("percent_agreement").value == Fraction(7, 8)


def test_sets_of_codes_are_compared_as_wholes() -> None:
    row = found(view="sets").rows[0]
    sets = [["A", "A"], ["A", "B"], ["", ""], ["B", "B"], ["A", ""], ["", ""], ["", ""], ["", ""]]
    ratings = Ratings.of([[frozenset(one) for one in pair] for pair in sets])
    assert row.get("krippendorff_alpha").value == measure("krippendorff_alpha", ratings, metric="masi").value
    assert row.get("mv_alpha").value == measure("mv_alpha", ratings).value
    assert row.get("percent_agreement").value == Fraction(6, 8)


def test_one_value_a_unit_and_no_value_is_one_too() -> None:
    row = found(view="values", domain=["A", "B"]).rows[0]
    assert row.get("percent_agreement").value == Fraction(6, 8)
    twice = pd.concat([CODINGS, pd.DataFrame([("D1", 0, 3, "B", "ana")], columns=CODINGS.columns)])
    with pytest.raises(UsageError) as raised:
        agreement(UNITS, twice, pieces=PIECES, view="values", ci=None)
    assert raised.value.slug == "multiple_values"


def test_ordered_values_need_an_order_and_numbers_need_numbers() -> None:
    with pytest.raises(UsageError) as raised:
        found(view="values", metric="ordinal")
    assert raised.value.slug == "order_missing"
    with pytest.raises(UsageError) as raised:
        found(view="values", metric="interval")
    assert raised.value.slug == "not_numeric"
    ordered = found(view="values", metric="ordinal", order=["A", "B"]).rows[0].get("krippendorff_alpha")
    assert ordered.value == measure("krippendorff_alpha", Ratings.of([["A", "A"], ["A", "B"], ["B", "B"]])).value
    numbered = found(view="values", metric="interval", numbers={"A": 1, "B": 4}).rows[0].get("krippendorff_alpha")
    assert numbered.value == ordered.value


def test_the_continuum_says_where_coders_differ_in_the_text() -> None:
    result = found(view="continuum")
    assert [row.code for row in result.rows] == ["A", "B"]
    longest = result.disagreements[0]
    assert (longest.code, longest.document, longest.start, longest.stop) == ("A", "D1", 6, 20)


def test_a_domain_on_the_continuum_tells_its_codes_apart() -> None:
    result = found(view="continuum", domain=["A", "B"])
    assert [(row.code, row.coefficients[0].name) for row in result.rows] == [
        ("", "u_alpha"), ("A", "ku_alpha"), ("B", "ku_alpha"),
    ]  # fmt: skip
    assert result.row("").get("cu_alpha").value is not None


def test_speech_of_the_interviewer_is_no_part_of_the_continuum() -> None:
    """Two stretches of speech are joined: what lies between them has no length."""
    pieces = PIECES[PIECES["unit"].isin(["D1:0", "D1:3"])]
    result = agreement(UNITS, CODINGS, ["B"], pieces=pieces, view="continuum", ci=None)
    told = result.row("B").get("char_alpha")
    rows = [["", ""]] * 10 + [["", "B"]] * 8 + [["B", "B"]] * 2
    assert told.value == measure("krippendorff_alpha", Ratings.of(rows)).value
    assert [(one.start, one.stop) for one in result.disagreements] == [(33, 40), (30, 31)]


def test_characters_are_compared_without_a_list_of_them() -> None:
    ratings = character_ratings(CODINGS, PIECES, ["A", "B"], ["ana", "bo"])
    length = 80
    covered: dict[tuple[str, str], set[int]] = {(code, coder): set() for code in "AB" for coder in ("ana", "bo")}
    for document, start, stop, code, coder in CODINGS.itertuples(index=False):
        covered[code, coder] |= {at + (40 if document == "D2" else 0) for at in range(start, stop)}
    for code in "AB":
        rows = [[int(at in covered[code, coder]) for coder in ("ana", "bo")] for at in range(length)]
        expected = Ratings.of(rows, [0, 1])
        for name in ("cohen_kappa", "krippendorff_alpha", "percent_agreement"):
            assert measure(name, ratings[code]).value == measure(name, expected).value


def test_characters_of_an_unfinished_document_are_missing() -> None:
    ratings = character_ratings(CODINGS, PIECES, ["A"], ["ana", "bo"], looked={"ana": ["D1", "D2"], "bo": ["D1"]})["A"]
    assert int(ratings.times[(ratings.codes >= 0).all(axis=1)].sum()) == 40
    assert ratings.units == 80


def test_each_document_has_its_own_agreement_on_request() -> None:
    rows = {(row.document, row.code): row for row in found(by_document=True).by_document}
    assert rows["D1", "A"].get("percent_agreement").value == Fraction(3, 4)
    assert rows["D2", "B"].get("krippendorff_alpha").reason == "no_variation"


def test_notes_stand_where_they_apply() -> None:
    assert {note.slug for note in found().row("A").notes} == {"few_units", "few_uses", "bias"}
    units = pd.DataFrame({"unit": [f"u{n}" for n in range(40)], "document": "D"})
    marks = pd.DataFrame(
        [(f"u{n}", "rare", coder) for n in range(3) for coder in ("ana", "bo")], columns=["unit", "code", "coder"]
    )
    notes = agreement(units, marks, ci=None).row("rare").notes
    assert [(note.slug, dict(note.values)) for note in notes] == [("low_prevalence", {"uses": 6, "values": 80})]


def test_few_clusters_are_said_beside_the_interval() -> None:
    result = found(ci=0.95, replicates=100, cluster="document")
    assert dict(result.notes[0].values) == {"n": 2, "cluster": "document"}
    assert result.row("A").get("percent_agreement").extra["clusters"] == 2
    assert result.row("A").get("prevalence_index").interval is None


def test_more_than_two_coders_have_the_coefficients_for_many() -> None:
    third = CODINGS[CODINGS["coder"] == "bo"].assign(coder="cy")
    result = agreement(UNITS, pd.concat([CODINGS, third]), pieces=PIECES, ci=None)
    assert [one.name for one in result.rows[0].coefficients] == [
        "percent_agreement", "krippendorff_alpha", "fleiss_kappa", "gwet_ac1",
    ]  # fmt: skip
    assert agreement(UNITS, third, pieces=PIECES, coders=["cy", "bo"], looked={"bo": ["D1"], "cy": ["D1"]}, ci=None)


@pytest.mark.parametrize(
    ("options", "slug"),
    [
        ({"coders": ["ana"]}, "too_few_coders"),
        ({"coders": ["ana", "nobody"]}, "unknown_coder"),
        ({"categories": ["nope"], "codes": {"A": None, "B": None}}, "unknown_code"),
        ({"view": "pairs"}, "bad_option"),
        ({"metrics": "nominal"}, "bad_option"),
        ({"coefficients": ["kappa"]}, "bad_option"),
        ({"ci": 95}, "bad_option"),
        ({"view": "sets", "metric": "ordinal"}, "option_conflict"),
        ({"metric": "masi"}, "option_conflict"),
        ({"coefficients": ["mv_alpha"]}, "option_conflict"),
        ({"domain": ["A"]}, "option_conflict"),
        ({"view": "continuum", "coefficients": ["ku_alpha"]}, "option_conflict"),
        ({"categories": ["A"], "level": 1}, "option_conflict"),
    ],
)
def test_a_wrong_choice_has_its_slug(options: dict[str, Any], slug: str) -> None:
    with pytest.raises(UsageError) as raised:
        found(**options)
    assert raised.value.slug == slug


def test_gamma_is_computed_by_a_package_that_is_not_required() -> None:
    import importlib.util

    if importlib.util.find_spec("pygamma_agreement"):
        pytest.skip("pygamma-agreement is installed")
    with pytest.raises(UsageError) as raised:
        found(view="continuum", coefficients=["gamma"])
    assert (raised.value.slug, raised.value.hint) == ("optional_dependency", "pip install pygamma-agreement")
