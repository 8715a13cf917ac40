"""Every oracle case beside the repository, within its tolerance, exact fractions and error codes included."""

from __future__ import annotations

import importlib.util
import json
from fractions import Fraction
from typing import Any

import pandas as pd
import pytest

from qualcode.analysis import cooccurrence, saturation
from qualcode.analysis.comparison.keyness import key as key_of
from qualcode.analysis.reliability.continuum import Continuum
from qualcode.analysis.reliability.gamma import gamma
from qualcode.analysis.shares.intervals import bootstrap, jackknife_se, share_of, t_interval, taylor_se, wilson
from qualcode.analysis.shares.permutation import permutation_of
from qualcode.core import numbers
from qualcode.core.errors import UsageError
from tests.shared import SHARED, needs_shared

from .oracles import run_agreement, run_shares

pytestmark = [pytest.mark.shared, needs_shared]


def cases(folder: str, *kinds: str) -> list[Any]:
    found = []
    for path in sorted((SHARED / "oracles" / folder).glob("*.json")):
        data = json.loads(path.read_text(encoding="utf-8"))
        if data["kind"] in kinds:
            found += [pytest.param(data, case, id=case["id"]) for case in data["cases"]]
    return found


@pytest.mark.parametrize(("data", "case"), cases("shares", "shares"))
def test_a_share_case(data: dict[str, Any], case: dict[str, Any]) -> None:
    expected = case["expected"]
    if "error" in expected:
        with pytest.raises(UsageError) as raised:
            run_shares(data["input"], case["options"])
        assert raised.value.slug == expected["error"]
        return
    found = run_shares(data["input"], case["options"])
    assert {group.group for group in found.groups} == set(expected["groups"])
    for group in found.groups:
        wanted = expected["groups"][group.group]
        assert (group.informants, group.units, group.coded_units) == (
            wanted["informants"], wanted["units"], wanted["coded_units"],
        )  # fmt: skip
        assert list(group.dropped) == wanted.get("dropped", [])
        for code, share in wanted["shares"].items():
            cell = found.cell(group.group, code)
            exact = wanted["exact"][code]
            assert cell.share == (None if exact is None else Fraction(exact))
            assert share is None or cell.share == pytest.approx(share, abs=case["tolerance"])
            if "denominator" in wanted:
                assert float(cell.denominator) == pytest.approx(wanted["denominator"], abs=case["tolerance"])
                assert float(cell.numerator) == pytest.approx(wanted["numerators"][code], abs=case["tolerance"])
            else:
                assert cell.numerator is None


@pytest.mark.parametrize(("data", "case"), cases("shares", "shares-inference"))
def test_an_inference_case(data: dict[str, Any], case: dict[str, Any]) -> None:
    expected, near = case["expected"], pytest.approx
    tolerance = {"abs": case["tolerance"], "rel": 0}
    if case["options"]["inference"] == "permutation":
        found = permutation_of(*[[tuple(pair) for pair in side] for side in case["data"]])
        assert found.difference == Fraction(expected["difference_exact"])
        assert found.assignments == expected["assignments"]
        assert found.p_absolute == Fraction(expected["p_two_sided_abs_exact"])
        assert float(found.p_doubled) == near(expected["p_two_sided_doubling"], **tolerance)
        assert float(found.p_greater) == near(expected["p_greater"], **tolerance)
        assert float(found.p_less) == near(expected["p_less"], **tolerance)
        assert float(found.smallest_p) == near(expected["smallest_possible_p"], **tolerance)
        return
    clusters = [tuple(pair) for pair in case["data"]]
    n, share = len(clusters), share_of(clusters)
    assert share == Fraction(expected["exact"])
    without = [share_of(clusters[:i] + clusters[i + 1 :]) for i in range(n)]
    assert [float(min(without)), float(max(without))] == near([expected["loo_min"], expected["loo_max"]], **tolerance)
    assert taylor_se(clusters) == near(expected["taylor_se"], **tolerance)
    assert jackknife_se(without) == near(expected["jackknife_se"], **tolerance)
    assert jackknife_se(without, around=share) == near(expected["jackknife_se_mse"], **tolerance)
    for method, key in (("t", "ci_t"), ("logit-t", "ci_logit_t")):
        interval = t_interval(method, share, taylor_se(clusters), n)
        if expected[key] is None:
            assert (interval.low, interval.high, interval.reason) == (None, None, expected["ci_reason"])
        else:
            assert [interval.low, interval.high] == near(expected[key], **tolerance)
    drawn, wanted = bootstrap(clusters), expected["bootstrap_exact"]
    assert len(drawn.values) == wanted["distinct_values"]
    assert [float(drawn.low), float(drawn.high)] == near(wanted["percentile_95"], **tolerance)
    assert float(drawn.mean) == near(wanted["mean"], **tolerance)
    total = [sum(column) for column in zip(*clusters, strict=True)]
    assert list(wilson(*total)) == near(expected["wilson_naive"], **tolerance)


@pytest.mark.parametrize(("data", "case"), cases("agreement", "agreement"))
def test_an_agreement_case(data: dict[str, Any], case: dict[str, Any]) -> None:
    expected = case["expected"]
    if "error" in expected:
        with pytest.raises(UsageError) as raised:
            run_agreement(data["input"], case)
        assert raised.value.slug == expected["error"]
        return
    found = run_agreement(data["input"], case)
    if expected["value"] is None:
        assert (found.value, found.reason) == (None, expected["reason"])
    else:
        assert float(found.value) == pytest.approx(expected["value"], abs=case["tolerance"])
    if expected.get("exact"):
        assert found.value == Fraction(expected["exact"])
    if "published" in case:
        printed = case["published"]
        assert float(found.value) == pytest.approx(float(printed["value"]), abs=printed["tolerance"])
    known = {
        "se": found.se,
        "observed_agreement": found.observed,
        "expected_agreement": found.expected,
        "observed_disagreement": found.observed,
        "expected_disagreement": found.expected,
        **found.extra,
    }
    for key in known.keys() & expected.keys():
        assert known[key] is not None
        assert float(known[key]) == pytest.approx(expected[key], abs=case["tolerance"]), key


@pytest.mark.parametrize(("data", "case"), cases("shares", "display"))
def test_a_display_case(data: dict[str, Any], case: dict[str, Any]) -> None:
    share, decimals = Fraction(case["data"]), case["options"]["decimals"]
    assert float(numbers.rounded(share * 100, decimals)) == case["expected"]["value"]
    written = numbers.share(share, "en", decimals).removesuffix("%")
    if not written.startswith(("<", ">")):  # nothing is never written for something, nor all for almost all
        assert float(written) == case["expected"]["value"]


@pytest.mark.parametrize(("data", "case"), cases("shares", "cooccurrence"))
def test_a_cooccurrence_case(data: dict[str, Any], case: dict[str, Any]) -> None:
    codes, expected = case["options"]["codes"], case["expected"]
    if data["input"]["format"] == "segments":
        codings = pd.DataFrame(
            [{"document": "d", "start": row["start"], "stop": row["end"], "code": row["code"]} for row in case["data"]]
        )
        units = pd.DataFrame({"unit": ["d"]})
        pieces = pd.DataFrame({"unit": ["d"], "document": ["d"], "start": [0], "stop": [1000]})
        events, chars = (
            cooccurrence(units, codings, codes, counting=counting, pieces=pieces).pair(*codes)
            for counting in ("events", "chars")
        )
        assert (events.n1, events.n2, events.n12) == (expected["n1"], expected["n2"], expected["n12"])
        assert events.coefficients["jaccard"] == expected["c_coefficient"]
        assert events.warning == (expected["warning"] or "")
        assert float(chars.coefficients["jaccard"]) == pytest.approx(expected["char_jaccard"], abs=case["tolerance"])
        return
    sets = data["input"]["units"]
    units = pd.DataFrame({"unit": [str(number) for number in range(len(sets))]})
    marks = pd.DataFrame(
        [(str(number), code) for number, own in enumerate(sets) for code in own], columns=["unit", "code"]
    )
    found = cooccurrence(units, marks, codes)
    pair = found.pair(*codes)
    known = {"n": found.n, "n1": pair.n1, "n2": pair.n2, "n12": pair.n12, **pair.coefficients}
    assert set(expected) <= set(known)
    for name, value in expected.items():
        if value is None:
            assert known[name] is None, name
        else:
            assert float(known[name]) == pytest.approx(value, abs=case["tolerance"]), name


@pytest.mark.parametrize(("data", "case"), cases("shares", "saturation"))
def test_a_saturation_case(data: dict[str, Any], case: dict[str, Any]) -> None:
    expected = case["expected"]
    interviews = {str(number): codes for number, codes in enumerate(data["input"]["interviews"], start=1)}
    found = saturation(interviews, **case["options"])
    assert list(found.new) == expected["new"]
    assert list(found.cumulative) == expected["cumulative"]
    assert found.base_codes == expected["base_codes"]
    assert [(run.first, run.last, run.new) for run in found.runs] == [
        (run["first"], run["last"], run["new"]) for run in expected["runs"]
    ]
    near = {"abs": case["tolerance"]}
    assert [float(run.ratio) for run in found.runs] == pytest.approx([run["ratio"] for run in expected["runs"]], **near)
    assert (found.saturated_after, found.notation) == (expected["saturated_after"], expected["notation"])
    assert [float(value) for value in found.rarefaction] == pytest.approx(expected["rarefaction"], **near)
    assert (found.once, found.twice) == (expected["once"], expected["twice"])
    assert float(found.chao2) == pytest.approx(expected["chao2"], **near)


@pytest.mark.parametrize(("data", "case"), cases("shares", "keyness"))
def test_a_keyness_case(data: dict[str, Any], case: dict[str, Any]) -> None:
    given, expected = case["data"], case["expected"]
    found = key_of("word", given["freq1"], given["freq2"], given["size1"], given["size2"])
    known = {
        "expected1": found.expected[0], "expected2": found.expected[1],
        "ll": found.log_likelihood, "ll_sign": found.sign, "ll_4cell": found.log_likelihood_four_cell,
        "log_ratio": found.log_ratio, "diff_percent": found.diff_percent,
        "rel1_per_1000": found.per_thousand[0], "rel2_per_1000": found.per_thousand[1],
        "p_chi2_1df": found.p_chi2, "bic": found.bic,
    }  # fmt: skip
    assert set(expected) == set(known)
    for name, value in expected.items():
        assert (known[name] is None) == (value is None)
        assert value is None or known[name] == pytest.approx(value, abs=case["tolerance"]), name


def test_every_kind_of_oracle_case_is_run() -> None:
    kinds = {json.loads(path.read_text(encoding="utf-8"))["kind"] for path in (SHARED / "oracles").glob("*/*.json")}
    assert kinds == {
        "agreement", "agreement-optional", "cooccurrence", "display", "keyness", "saturation", "shares",
        "shares-inference",
    }  # fmt: skip


@pytest.mark.parametrize(("data", "case"), cases("agreement", "agreement-optional"))
def test_a_gamma_case(data: dict[str, Any], case: dict[str, Any]) -> None:
    """Without the package that computes it, gamma says so; with it, it is near the expected value."""
    options = {
        name: case["options"][name] for name in ("alpha", "beta", "delta_empty", "precision") if name in case["options"]
    }
    length = max(stop for own in data["input"]["coders"].values() for _, stop, _ in own)
    texts = [Continuum.of(length, data["input"]["coders"])]
    if importlib.util.find_spec("pygamma_agreement") is None:
        with pytest.raises(UsageError) as raised:
            gamma("gamma", texts, **options)
        assert raised.value.slug == "optional_dependency"
        return
    found = gamma("gamma", texts, **options)
    value = found.observed if case["coefficient"] == "gamma_observed_disorder" else found.value
    assert value == pytest.approx(case["expected"]["value"], abs=case["tolerance"])
