"""Crosstabs, the case matrix and ranked lists."""

from __future__ import annotations

from fractions import Fraction

import pandas as pd
import pytest

from qualcode.analysis import case_matrix, crosstab, ranking
from qualcode.core.errors import UsageError

UNITS = pd.DataFrame(
    [
        ("u1", "D1", "A", "director", 0), ("u2", "D1", "A", "director", 10),
        ("u3", "D2", "B", "manager", 0), ("u4", "D2", "B", "manager", 10), ("u5", "D2", "C", "manager", 20),
    ],
    columns=["unit", "document", "informant", "role", "start"],
)  # fmt: skip
PIECES = UNITS.assign(stop=UNITS["start"] + 10)[["unit", "document", "start", "stop"]]
CODINGS = pd.DataFrame(
    [
        (1, "D1", 0, 5, "x", "promotes", 1.0), (2, "D1", 5, 15, "x", "promotes", 0.5),
        (3, "D2", 0, 5, "x", "inhibits", 1.0), (4, "D2", 12, 18, "y", "promotes", 0.25),
        (5, "D2", 21, 25, "y", "", 1.0),
    ],
    columns=["id", "document", "start", "stop", "code", "qualifier", "weight"],
)  # fmt: skip


def test_units_by_attribute_with_row_and_column_shares() -> None:
    table = crosstab(UNITS, CODINGS, "role", pieces=PIECES)
    assert (table.rows, table.columns) == (("x", "y"), ("director", "manager"))
    cell = table.cell("x", "director")
    assert (cell.count, cell.row_share, cell.column_share, cell.cases) == (2, Fraction(2, 3), Fraction(2, 2), 1)
    assert table.cell("y", "director").count == 0
    assert dict(table.column_totals) == {"director": 2, "manager": 3}


def test_a_coding_over_two_units_is_one_coding() -> None:
    table = crosstab(UNITS, CODINGS, "role", count="codings", pieces=PIECES)
    cell = table.cell("x", "director")
    assert (cell.count, cell.weight, table.row_totals["x"]) == (2, Fraction(3, 2), 3)
    assert cell.column_share == 1


def test_informants_are_counted_once_each() -> None:
    table = crosstab(UNITS, CODINGS, "role", count="cases", pieces=PIECES)
    assert table.cell("y", "manager").column_share == Fraction(2, 2)
    assert table.cell("x", "manager").column_share == Fraction(1, 2)


def test_by_qualifier_the_columns_are_what_codings_say() -> None:
    table = crosstab(UNITS, CODINGS, "qualifier", pieces=PIECES, columns=["promotes", "inhibits"])
    assert [(cell.row, cell.column, cell.count) for cell in table.cells] == [
        ("x", "promotes", 2), ("x", "inhibits", 1), ("y", "promotes", 1), ("y", "inhibits", 0),
    ]  # fmt: skip
    assert table.cell("x", "promotes").column_share == Fraction(2, 3)


def test_the_matrix_names_the_codings_behind_each_cell_in_the_order_of_the_text() -> None:
    shuffled = CODINGS.iloc[[1, 0, 4, 3, 2]]
    matrix = case_matrix(UNITS, shuffled, pieces=PIECES)
    assert (matrix.cases, matrix.codes) == (("A", "B", "C"), ("x", "y"))
    cell = matrix.cell("A", "x")
    assert (cell.units, cell.codings, cell.weight, cell.ids) == (2, 2, Fraction(3, 2), (1, 2))
    assert matrix.cell("A", "y").ids == ()


def test_cases_can_be_chosen_and_ordered() -> None:
    assert case_matrix(UNITS, CODINGS, pieces=PIECES, cases=["C", "A"]).cases == ("C", "A")


def test_factors_are_ranked_within_what_they_do() -> None:
    found = ranking(UNITS, CODINGS, pieces=PIECES)
    assert [(row.qualifier, row.rank, row.code, row.weight, row.share) for row in found.rows] == [
        ("promotes", 1, "x", Fraction(3, 2), Fraction(6, 7)),
        ("promotes", 2, "y", Fraction(1, 4), Fraction(1, 7)),
        ("inhibits", 1, "x", 1, 1),
        ("", 1, "y", 1, 1),
    ]


def test_equal_weights_share_a_rank_and_the_next_is_skipped() -> None:
    units = pd.DataFrame({"unit": ["u1", "u2"], "informant": ["A", "B"]})
    marks = pd.DataFrame([("u1", "a"), ("u1", "b"), ("u2", "b"), ("u2", "c"), ("u1", "d")], columns=["unit", "code"])
    found = ranking(units, marks, rank_by="units")
    assert [(row.rank, row.code) for row in found.rows] == [(1, "b"), (2, "a"), (2, "c"), (2, "d")]


@pytest.mark.parametrize(
    ("options", "slug"),
    [({"by": "rolle"}, "unknown_attribute"), ({"by": "role", "count": "words"}, "bad_option")],
)
def test_a_wrong_choice_has_its_slug(options: dict[str, str], slug: str) -> None:
    with pytest.raises(UsageError) as raised:
        crosstab(UNITS, CODINGS, pieces=PIECES, **options)
    assert raised.value.slug == slug
