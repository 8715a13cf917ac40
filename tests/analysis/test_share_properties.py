"""What is true of every share table, whatever the study: the invariants of the definition."""

from __future__ import annotations

from fractions import Fraction
from itertools import combinations
from typing import Any

import pandas as pd
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from qualcode.analysis import shares
from qualcode.analysis.shares.intervals import bootstrap
from qualcode.analysis.shares.permutation import permutation_of
from qualcode.core.results.shares import Shares

from .cutting import cut
from .studies import coded

C = ["A", "B", "C"]
QUICK = settings(max_examples=60)

rows = st.lists(
    st.fixed_dictionaries(
        {
            "informant": st.sampled_from(["I1", "I2", "I3", "I4"]),
            "question": st.sampled_from(["Q1", "Q2", "Q3"]),
            "codes": st.dictionaries(st.sampled_from(C), st.sampled_from([0.25, 0.5, 1 / 3, 1]), max_size=3),
            "words": st.integers(1, 9),
            "w": st.sampled_from([0.1, 0.5, 1, 3]),
        }
    ),
    min_size=1,
    max_size=14,
)
weights = st.sampled_from(["unit", "words", "column:w"])
equalisations = st.sampled_from(["none", "informant", "question", "answer", "informant-question"])
bases = st.sampled_from(["all", "coded", "codings"])
scores = st.sampled_from(["presence", "intensity"])


def table(study: list[dict[str, Any]], **options: Any) -> Shares:
    """The share table of a study whose informants I1 and I3 are one group, the others another."""
    units, marks = coded(study)
    units["primary"] = [next(iter(row["codes"]), None) for row in study]
    units["group"] = units["informant"].map({"I1": "x", "I2": "y", "I3": "x", "I4": "y"})
    return shares(units, marks, C, "group", **options)


def values(found: Shares) -> list[Any]:
    return [row.share for row in found.rows]


def group_sum(found: Shares, group: str) -> Any:
    column = [row.share for row in found.rows if row.group == group]
    return None if None in column else sum(column, Fraction(0))


@QUICK
@given(rows, weights, equalisations, bases, scores, st.sampled_from(["full", "fractional", "primary"]))
def test_a_share_is_between_nothing_and_all(study, weight, equalize, base, score, count) -> None:
    found = table(study, weight=weight, equalize=equalize, base=base, score=score, count=count)
    for row in found.rows:
        assert row.share is None or 0 <= row.share <= 1
        if row.share is not None and row.low is not None and equalize == "none":
            assert row.low <= row.share <= row.high


@QUICK
@given(rows, weights, equalisations, scores, st.sampled_from(["full", "fractional", "primary"]))
def test_shares_that_divide_the_codings_add_up_to_one(study, weight, equalize, score, count) -> None:
    by_codings = table(study, weight=weight, equalize=equalize, base="codings", score=score, count=count)
    sums = [group_sum(by_codings, group.group) for group in by_codings.groups]
    if count != "full":
        parted = table(study, weight=weight, equalize=equalize, base="coded", score=score, count=count)
        sums += [group_sum(parted, group.group) for group in parted.groups]
    assert all(total in (None, 1) for total in sums)


@QUICK
@given(rows, weights)
def test_the_coded_part_lies_between_the_largest_share_and_the_sum(study, weight) -> None:
    full = table(study, weight=weight)
    parted = table(study, weight=weight, count="fractional")
    for group in full.groups:
        total = group_sum(full, group.group)
        coded_part = group_sum(parted, group.group)
        largest: Any = max(row.share for row in full.rows if row.group == group.group)
        assert largest <= coded_part <= min(1, total)


@QUICK
@given(rows, weights, equalisations)
def test_counting_in_full_counts_most(study, weight, equalize) -> None:
    def column(**options: Any) -> list[Any]:
        return values(table(study, weight=weight, equalize=equalize, **options))

    full = column()
    for less in (column(count="fractional"), column(count="primary"), column(score="intensity")):
        assert all(a >= b for a, b in zip(full, less, strict=True) if a is not None)


@QUICK
@given(rows, weights)
def test_the_base_all_is_the_base_coded_times_the_coded_part(study, weight) -> None:
    everything, inside = table(study, weight=weight), table(study, weight=weight, base="coded")
    parted = table(study, weight=weight, count="fractional")
    for a, b in zip(everything.rows, inside.rows, strict=True):
        assert a.share == (b.share or 0) * group_sum(parted, a.group)


@QUICK
@given(rows, equalisations, bases)
def test_weights_matter_only_in_proportion(study, equalize, base) -> None:
    scaled = [{**row, "w": row["w"] * 8} for row in study]
    options = {"weight": "column:w", "equalize": equalize, "base": base}
    assert values(table(study, **options)) == values(table(scaled, **options))
    if equalize in ("informant", "answer", "informant-question"):
        own = {"I1": 2, "I2": 0.5, "I3": 1, "I4": 4}
        by_person = [{**row, "w": row["w"] * own[row["informant"]]} for row in study]
        assert values(table(study, **options)) == values(table(by_person, **options))


@QUICK
@given(rows, weights, equalisations, bases, st.randoms(use_true_random=False))
def test_order_and_repetition_change_nothing(study, weight, equalize, base, random) -> None:
    options = {"weight": weight, "equalize": equalize, "base": base}
    shuffled = list(study)
    random.shuffle(shuffled)
    one, other = table(study, **options), table(shuffled, **options)
    assert {(r.group, r.code): r.share for r in one.rows} == {(r.group, r.code): r.share for r in other.rows}
    assert values(one) == values(table([*study, *study], **options))


@QUICK
@given(rows, equalisations)
def test_equal_words_weigh_like_units(study, equalize) -> None:
    equal = [{**row, "words": 7} for row in study]
    assert values(table(equal, weight="words", equalize=equalize)) == values(table(equal, equalize=equalize))


@QUICK
@given(st.integers(1, 4), rows)
def test_equal_numbers_of_units_make_informants_equal(number, study) -> None:
    assume(len(study) >= number)
    equal = [{**row, "informant": person} for person in ("I1", "I3") for row in study[:number]]
    assert values(table(equal, equalize="informant")) == values(table(equal))


@QUICK
@given(rows)
def test_the_pooled_share_is_the_informants_weighted_mean(study) -> None:
    found = table(study)
    for row in found.rows:
        people = {"x": ("I1", "I3"), "y": ("I2", "I4")}[row.group]
        own = {person: [unit for unit in study if unit["informant"] == person] for person in people}
        total = sum(len(units) for units in own.values())
        mean = sum(
            Fraction(len(units), total) * Fraction(sum(row.code in unit["codes"] for unit in units), len(units))
            for units in own.values()
            if units
        )
        assert row.share == mean


@QUICK
@given(rows)
def test_an_uncoded_unit_cannot_raise_a_share(study) -> None:
    more = [*study, {**study[0], "codes": {}}]
    for before, after in zip(table(study).rows, table(more).rows, strict=True):
        assert after.share <= before.share
    assert values(table(study, base="coded")) == values(table(more, base="coded"))


@QUICK
@given(rows)
def test_a_parent_lies_between_its_largest_child_and_their_sum(study) -> None:
    units, marks = coded(study)
    tree = {"P": None, "A": "P", "B": "P", "C": None}
    parent = shares(units, marks, ["P"], codes=tree).rows[0].share
    children = [row.share for row in shares(units, marks, ["A", "B"], codes=tree).rows]
    assert max(children) <= parent <= min(1, sum(children))


ranges = st.lists(st.tuples(st.integers(0, 58), st.integers(1, 30), st.sampled_from(C)), max_size=8)
TURNS = pd.DataFrame(
    [
        ("d", 0, 7, "informant", "I1", "Q1"), ("d", 7, 12, "interviewer", None, "Q1"),
        ("d", 12, 31, "informant", "I1", "Q1"), ("d", 31, 40, "interviewer", None, "Q2"),
        ("d", 40, 60, "informant", "I1", "Q2"),
    ],
    columns=["document", "start", "stop", "role", "informant", "question"],
)  # fmt: skip
SPEECH = {*range(7), *range(12, 31), *range(40, 60)}


def on_text(spans: list[tuple[int, int, str]], unit: str = "turn", **options: Any) -> list[Any]:
    codings = pd.DataFrame(
        [("d", start, min(start + length, 60), code) for start, length, code in spans],
        columns=["document", "start", "stop", "code"],
    )
    units, pieces = cut(TURNS, unit)
    return values(shares(units, codings, C, pieces=pieces, unit=unit, **options))


@QUICK
@given(ranges)
def test_an_extent_is_the_characters_covered(spans) -> None:
    """Counted one by one; the same for turns and for answers."""
    covered = {
        code: {at for start, length, own in spans if own == code for at in range(start, min(start + length, 60))}
        for code in C
    }
    expected = [Fraction(len(covered[code] & SPEECH), len(SPEECH)) for code in C]
    assert on_text(spans, score="extent", weight="chars") == expected
    assert on_text(spans, "answer", score="extent", weight="chars") == expected


@QUICK
@given(ranges)
def test_a_character_is_divided_among_its_categories(spans) -> None:
    layers = [{code for start, length, code in spans if start <= at < min(start + length, 60)} for at in sorted(SPEECH)]
    coded_size = sum(bool(layer) for layer in layers)
    expected = [
        sum(Fraction(1, len(layer)) for layer in layers if code in layer) / coded_size if coded_size else None
        for code in C
    ]
    assert on_text(spans, score="extent", weight="chars", count="fractional", base="coded") == expected


@QUICK
@given(ranges, st.integers(1, 29))
def test_splitting_or_nesting_a_segment_changes_nothing(spans, at) -> None:
    split: list[tuple[int, int, str]] = []
    for start, length, code in spans:
        inside = at < length and start + at < 60
        split += [(start, at, code), (start + at, length - at, code)] if inside else [(start, length, code)]
    nested = spans + [(start, max(length // 2, 1), code) for start, length, code in spans]
    for options in ({}, {"overlap": "majority"}, {"overlap": "full"}, {"score": "extent"}):
        assert on_text(split, **options) == on_text(spans, **options) == on_text(nested, **options)


@QUICK
@given(ranges, st.sampled_from(["turn", "answer"]))
def test_touching_is_easier_than_covering(spans, unit) -> None:
    touched, most, all_of_it = (on_text(spans, unit, overlap=rule) for rule in ("any", "majority", "full"))
    assert all(a >= b >= c for a, b, c in zip(touched, most, all_of_it, strict=True))


pairs = st.lists(st.integers(1, 6).flatmap(lambda x: st.tuples(st.integers(0, x), st.just(x))), min_size=2, max_size=5)


@QUICK
@given(pairs)
def test_the_exact_bootstrap_is_a_distribution_around_the_informants(clusters) -> None:
    found = bootstrap(clusters)
    own = [Fraction(y, x) for y, x in clusters]
    assert sum(found.mass) == 1
    assert min(own) <= found.low <= found.high <= max(own)


@QUICK
@given(pairs, pairs)
def test_swapping_the_groups_flips_the_difference_and_keeps_p(first, second) -> None:
    one, other = permutation_of(first, second), permutation_of(second, first)
    assert one.difference == -other.difference
    assert one.p_absolute == other.p_absolute >= one.smallest_p
    assert one.p_greater == other.p_less


@QUICK
@given(st.integers(1, 4), st.integers(1, 4), st.integers(0, 5))
def test_informants_who_are_all_alike_differ_with_p_one(n1, n2, y) -> None:
    assert permutation_of([(y, 5)] * n1, [(y, 5)] * n2).p_absolute == 1


@pytest.mark.parametrize("equalize", ["none", "informant", "question", "answer", "informant-question"])
def test_the_permutation_test_agrees_with_relabelling_every_informant(equalize: str) -> None:
    """Each assignment is made by hand: the labels are exchanged and the table counted again."""
    study = [
        {"informant": who, "question": question, "codes": {"A": 1} if carries else {}, "words": 1, "w": 1}
        for who, question, carries in [
            ("I1", "Q1", 1), ("I1", "Q2", 1), ("I2", "Q1", 0), ("I2", "Q1", 1), ("I3", "Q2", 1), ("I4", "Q2", 0),
            ("I4", "Q3", 1), ("I4", "Q3", 0),
        ]
    ]  # fmt: skip
    units, marks = coded(study)
    people = ["I1", "I2", "I3", "I4"]

    def difference(first: tuple[str, ...]) -> Any:
        units["group"] = ["x" if who in first else "y" for who in units["informant"]]
        found = shares(units, marks, ["A"], "group", equalize=equalize, groups=["x", "y"])
        return found.cell("x", "A").share - found.cell("y", "A").share

    observed = abs(difference(("I1", "I3")))
    every = [abs(difference(first)) for first in combinations(people, 2)]
    units["group"] = ["x" if who in ("I1", "I3") else "y" for who in units["informant"]]
    test = shares(units, marks, ["A"], "group", equalize=equalize, groups=["x", "y"], test="permutation").tests[0]
    assert test.p == Fraction(sum(value >= observed for value in every), len(every))
    assert test.assignments == 6
