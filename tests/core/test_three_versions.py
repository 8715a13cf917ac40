"""Three versions of a text to one: what both sides changed, kept; where that cannot be, nothing changes."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qualcode.core.merge import Clash, merge

BASE = "a\nb\nc\nd\n"


@pytest.mark.parametrize(
    ("wanted", "theirs", "merged"),
    [
        (BASE, BASE, BASE),
        ("a\nB\nc\nd\n", BASE, "a\nB\nc\nd\n"),
        (BASE, "a\nB\nc\nd\n", "a\nB\nc\nd\n"),
        ("a\nB\nc\nd\n", "a\nB\nc\nd\n", "a\nB\nc\nd\n"),
        ("a\nb\nc\n", "A\nb\nc\nd\n", "A\nb\nc\n"),
        ("new\na\nb\nc\nd\n", "a\nb\nc\nd\nlast\n", "new\na\nb\nc\nd\nlast\n"),
        ("a\nb\nc\nD\n", "A\nb\nc\nd\n", "A\nb\nc\nD\n"),
        ("a\nc\nd\n", "a\nb\nC\nd\n", "a\nC\nd\n"),
        ("a\nx\nb\nc\nd\n", "a\nB\nc\nd\n", "a\nx\nB\nc\nd\n"),
    ],
)
def test_changes_at_different_places_are_both_kept(wanted: str, theirs: str, merged: str) -> None:
    assert merge(BASE, wanted, theirs) == (merged, [])


@pytest.mark.parametrize(
    ("wanted", "theirs", "clashes", "said"),
    [
        ("a\nB\nc\nd\n", "a\nbb\nc\nd\n", [Clash(2, 2)], "line 2"),
        ("a\nd\n", "a\nb\nC1\nC2\nd\n", [Clash(3, 4)], "lines 3-4"),
        ("x\na\nb\nc\nd\n", "y\na\nb\nc\nd\n", [Clash(1, 1)], "line 1"),
        ("a\nb\nc\nD\n", "new\na\nb\nc\ndd\n", [Clash(5, 5)], "line 5"),
        ("a\nb\nc\nD\n", "b\nc\ndd\n", [Clash(3, 3)], "line 3"),
        ("a\nB\nc\nd\n", "a\nc\nd\n", [Clash(2, 2)], "line 2"),
        ("a\nb\nc\nD\n", "a\nx\ny\nc\ndd\n", [Clash(5, 5)], "line 5"),
        ("a\nb\nc\nD\n", "a\nb\nx\ny\ndd\n", [Clash(3, 5)], "lines 3-5"),
        ("A\nb\nc\nD\n", "AA\nb\nc\nDD\n", [Clash(1, 1), Clash(4, 4)], "line 1"),
    ],
)
def test_a_clash_is_named_by_its_lines_and_nothing_is_changed(
    wanted: str, theirs: str, clashes: list[Clash], said: str
) -> None:
    assert merge(BASE, wanted, theirs) == (theirs, clashes)
    assert str(clashes[0]) == said


def test_a_long_text_with_many_equal_lines_is_compared_line_by_line() -> None:
    base = "".join(f"    - id: c{n}\n      name: x\n" for n in range(150))
    wanted, theirs = base.replace("c70\n", "new\n"), base.replace("c71\n", "other\n")
    assert merge(base, wanted, theirs) == (wanted.replace("c71\n", "other\n"), [])


TEXTS = st.lists(st.sampled_from(["a\n", "b\n", "c\n", "\n"]), max_size=7).map("".join)


@given(TEXTS, TEXTS)
def test_a_side_that_changed_nothing_takes_the_others_version(base: str, changed: str) -> None:
    assert merge(base, changed, base) == (changed, [])
    assert merge(base, base, changed) == (changed, [])


@given(TEXTS, TEXTS, TEXTS)
def test_who_is_called_which_side_does_not_matter(base: str, one: str, other: str) -> None:
    (merged, clashes), (again, others) = merge(base, one, other), merge(base, other, one)
    assert bool(clashes) == bool(others)
    if not clashes:
        assert merged == again
