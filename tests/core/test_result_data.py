"""Every result is written for `--json` by one function, under the keys that its format promises."""

import dataclasses
import importlib
import json
import pkgutil
from fractions import Fraction

from qualcode.core import results
from qualcode.core.results.agreement import Agreement, CodeAgreement, Coefficient, Lowest
from qualcode.core.results.common import Accounting, Caveat, LeftOut, plain, result_data
from qualcode.core.results.comparison import Crosstab, CrosstabCell
from qualcode.core.results.patterns import CodePair, Cooccurrence
from qualcode.core.results.shares import Share, ShareGroup, Shares


def test_shares_are_written_with_all_they_rest_on():
    shares = Shares(
        {"unit": "answer"},
        (Share("director", "moore:value", Fraction(1, 3), 12, 36, 3),),
        (ShareGroup("director", 3, 36, 30, Fraction(13, 12)),),
        (Caveat("informants", {"n": 3}),),
        accounting=Accounting(("ana",), 36, (LeftOut("not_begun", 4, ("D4",)),), outside=2),
    )
    data = result_data("shares", shares)
    assert data["format"] == "qualcode/shares/1"
    assert data["rows"][0]["share"] == 1 / 3 and data["rows"][0]["numerator"] == 12
    assert data["groups"][0]["uncoded_units"] == 6
    assert data["notes"] == [{"slug": "informants", "n": 3}]
    account = data["accounting"]
    assert (account["looked_at"], account["counted"], account["codings_outside"]) == (40, 36, 2)
    assert account["left_out"] == [{"why": "not_begun", "units": 4, "documents": ["D4"], "unit": "", "silent": 0}]
    json.dumps(data, allow_nan=False)


def test_coefficients_stand_under_their_names_and_pairs_hold_theirs():
    found = Coefficient("kappa", Fraction(1, 2), extra={"n_units": 8})
    agreement = Agreement({}, ("a", "b"), (CodeAgreement("x", 8, {"a": 3, "b": 4}, (found,)),),
                          minimum={"kappa": Lowest(Fraction(1, 2), "x"), "pi": None})  # fmt: skip
    data = result_data("agree", agreement)
    assert data["rows"][0]["coefficients"]["kappa"]["value"] == 0.5
    assert data["rows"][0]["coefficients"]["kappa"]["n_units"] == 8
    assert data["minimum"] == {"kappa": {"value": 0.5, "code": "x"}, "pi": None}
    pairs = Cooccurrence({}, ("x", "y"), 8, (CodePair("x", "y", 3, 4, 2, {"jaccard": Fraction(2, 5)}),))
    assert result_data("cooccur", pairs)["rows"][0]["jaccard"] == 0.4


def test_cells_are_the_rows_of_their_table():
    table = Crosstab({}, ("x",), ("dk",), (CrosstabCell("x", "dk", 2, 1, Fraction(1, 4)),))
    table.cell("x", "dk")  # the index made by looking up is no part of the result
    data = result_data("crosstab", table)
    assert data["rows"] == [
        {"code": "x", "column": "dk", "count": 2, "row_share": 1, "column_share": 0.25, "cases": 0, "weight": 0}
    ]
    assert not [key for key in data if key.startswith("_")]


def test_numbers_keep_their_full_precision_and_what_is_no_number_is_null():
    assert plain([Fraction(4, 2), Fraction(1, 3), 0.1, float("nan"), float("inf"), True, None]) == [
        2, 1 / 3, 0.1, None, None, True, None,
    ]  # fmt: skip
    assert plain({"b": {2, 1}, 3: ("x",)}) == {"b": [1, 2], "3": ["x"]}


def test_no_two_fields_of_a_result_fall_on_one_key():
    modules = [
        importlib.import_module(f"{results.__name__}.{found.name}") for found in pkgutil.iter_modules(results.__path__)
    ]
    kinds = {kind for module in modules for kind in vars(module).values() if dataclasses.is_dataclass(kind)}
    assert len(kinds) > 20
    for kind in kinds:
        keys = [field.metadata.get("key") or field.name for field in dataclasses.fields(kind)]
        keys += list(getattr(kind, "ALSO", {}))
        assert len(keys) == len(set(keys)), kind
