"""Tables of numpy columns mean what data frames mean, and give the same numbers."""

from __future__ import annotations

import numpy as np
import pandas as pd
from hypothesis import given
from hypothesis import strategies as st

from qualcode.analysis import assign, shares
from qualcode.analysis.arrays import encode
from qualcode.analysis.columns import Columns, Values, columns_of, stacked, values_of

from .cutting import cut

NAMES = st.lists(st.one_of(st.none(), st.sampled_from(["a", "b", "æ", ""])), max_size=12)


@given(NAMES)
def test_a_column_of_names_is_the_same_plain_coded_and_from_pandas(names: list[str | None]) -> None:
    series = pd.Series(names, dtype=object)
    kinds = [Values(names), Values.of_names(names), values_of(series), values_of(series.astype("category"))]
    for column in kinds:
        assert column.tolist() == names
        assert column.isna().tolist() == series.isna().tolist()
        assert (column == "a").tolist() == (series == "a").tolist()
        assert column.isin(["b", "æ"]).tolist() == series.isin(["b", "æ"]).tolist()
        assert column.unique() == series.dropna().unique().tolist()
        assert column.fillna("x").tolist() == ["x" if name is None else name for name in names]
        codes, found = encode(column)
        assert [found[code] if code >= 0 else None for code in codes.tolist()] == names


def test_a_table_is_cut_and_joined_like_a_data_frame() -> None:
    frame = pd.DataFrame({"unit": ["u1", "u2", "u3"], "words": [3, 5, 8], "weight": [1.0, None, 0.5]})
    table = columns_of(frame)
    assert table[table["words"].data > 3]["unit"].tolist() == ["u2", "u3"]
    assert table.take(np.array([2, 0])).row(0) == {"unit": "u3", "words": 8, "weight": 0.5}
    assert stacked([table, table])["words"].tolist() == [3, 5, 8, 3, 5, 8]
    assert table.without("words").columns == ["unit", "weight"]
    pd.testing.assert_frame_equal(table.to_pandas(), frame)


def test_a_column_given_as_a_function_is_made_when_asked_for() -> None:
    asked = []

    def words() -> Values:
        asked.append(1)
        return Values([3, 5])

    table = Columns({"unit": ["u1", "u2"], "words": words})
    some = table.take(np.array([1]))
    assert (len(some), some["unit"].tolist(), asked) == (1, ["u2"], [])
    assert (some["words"].tolist(), table["words"].tolist(), asked) == ([5], [3, 5], [1])


def test_who_hands_in_data_frames_gets_data_frames() -> None:
    turns = pd.DataFrame(
        {"document": ["D1", "D1"], "start": [0, 9], "stop": [8, 20], "role": ["interviewer", "informant"],
         "informant": [None, "D1"], "question": ["1", "1"]}
    )  # fmt: skip
    units, pieces = cut(turns)
    codings = pd.DataFrame({"document": ["D1"], "start": [10], "stop": [12], "code": ["frame:value"]})
    marks = assign(codings, pieces)
    assert [type(one) for one in (units, pieces, marks)] == [pd.DataFrame] * 3
    ours = [columns_of(one) for one in cut(columns_of(turns))]
    share = shares(ours[0], columns_of(codings), ["frame:value"], pieces=ours[1]).cell("", "frame:value")
    assert share == shares(units, codings, ["frame:value"], pieces=pieces).cell("", "frame:value")
    assert share.share == 1
