"""Asking for passages by their codes: an algebra whose answers can be checked by hand."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qualcode.core.errors import UnknownName, UsageError
from qualcode.core.model import Coding, Span
from qualcode.project import Project
from qualcode.project.find import FindRequest, find
from qualcode.retrieval.codes import parse
from qualcode.retrieval.segments import Evaluation
from tests.study import ANNA, BO, study


@pytest.fixture
def coded(tmp_path: Path) -> Project:
    """D1#1 value (whole) and, inside it, support on "Byrådet bakkede op"; D1#2 capacity; M1#2 value.mission."""
    project = study(tmp_path, ANNA, BO)
    project.tag("D1#1", "value")
    project.tag("D1#1", "support", quote="Byrådet bakkede op")
    project.tag("D1#2", "capacity")
    project.tag("M1#2", "mission", quote="Det gør vi selv")
    return project


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ("value", [("D1#1", "value"), ("M1#2", "value.mission")]),
        ("value or capacity", [("D1#1", "value"), ("D1#2", "capacity"), ("M1#2", "value.mission")]),
        ("value and support", [("D1#1", "value"), ("D1#1", "support")]),
        ("value not support", [("M1#2", "value.mission")]),
        ("not value", [("D1#2", "capacity")]),
        ("support inside value", [("D1#1", "support")]),
        ("value inside support", []),
        ("value overlapping support", [("D1#1", "value")]),
        ("support near/6 capacity", [("D1#1", "support")]),
        ("support near/2 capacity", []),
        ("support followed by capacity", [("D1#1", "support")]),
        ("capacity followed by support", []),
        ("(value or support) and not capacity", [("D1#1", "value"), ("D1#1", "support"), ("M1#2", "value.mission")]),
        ("frame:", [("D1#1", "value"), ("D1#1", "support"), ("D1#2", "capacity"), ("M1#2", "value.mission")]),
    ],
)
def test_an_expression_asks_for(coded: Project, asked: str, expected: list[tuple[str, str]]) -> None:
    passages = find(coded, FindRequest(codes=asked)).passages
    codings = [(passage.unit, code.removeprefix("frame:")) for passage in passages for code in passage.codes]
    assert sorted(codings) == sorted(expected)


def test_the_name_of_one_code_is_that_code_whatever_words_it_has(coded: Project) -> None:
    coded.tag("M1#1", "open:Legitimitet and støtte")
    for asked in ("Legitimitet and støtte", "open:legitimitet and støtte", '"Legitimitet and støtte" or support'):
        found = find(coded, FindRequest(codes=asked)).passages
        assert ("M1#1", "open:legitimitet-and-stoette") in [(p.unit, p.codes[0]) for p in found]
    with pytest.raises(UsageError, match='a name with blanks stands in "quotes"'):
        find(coded, FindRequest(codes="Legitimitet og støtte or value"))


def test_and_can_look_at_the_whole_case(coded: Project) -> None:
    asked = FindRequest(codes="support and capacity")
    assert find(coded, asked).passages == ()
    both = find(coded, FindRequest(codes="support and capacity", same="case")).passages
    assert [passage.unit for passage in both] == ["D1#1", "D1#2"]


def test_whole_answers_instead_of_the_coded_words(coded: Project) -> None:
    [words] = find(coded, FindRequest(codes="support")).passages
    [answer] = find(coded, FindRequest(codes="support", whole=True)).passages
    assert words.text == "Byrådet bakkede op"
    assert answer.text == "Det er godt for borgerne. Det er hele pointen.\nByrådet bakkede op."


def test_words_inside_passages_of_a_code(coded: Project) -> None:
    hits = find(coded, FindRequest(words=("=det",), codes="value")).hits
    assert [hit.turn for hit in hits] == ["D1:2", "D1:2", "M1:4"]
    assert find(coded, FindRequest(words=("systemer",), codes="value")).hits == ()


def test_a_code_that_is_not_there_is_refused_with_the_nearest(coded: Project) -> None:
    with pytest.raises(UnknownName, match="did you mean"):
        find(coded, FindRequest(codes="valeu and support"))


@pytest.mark.parametrize(
    ("asked", "at"),
    [("value and", 9), ("(value or support", 0), ("value support", 6), ("value []", 6), ("and value", 0)],
)
def test_an_expression_that_cannot_be_read_is_shown_with_the_place(asked: str, at: int) -> None:
    with pytest.raises(UsageError) as refused:
        parse(asked)
    shown, mark = refused.value.message.split("\n")[1:]
    assert shown == f"    {asked}"
    assert mark.index("^") == 4 + at


codings = st.lists(
    st.tuples(st.integers(0, 30), st.integers(1, 8), st.sampled_from(["f:a", "f:b", "f:c"])), max_size=12
).map(
    lambda rows: [
        Coding(at, "D1", Span(start, start + length), "", code, "ana")
        for at, (start, length, code) in enumerate(sorted(rows))
    ]
)


def evaluated(found: list[Coding], asked: str) -> set[int]:
    """Units are five letters long, words one letter."""
    evaluation = Evaluation(
        found,
        lambda c: frozenset(range(c.span.start // 5, (c.span.stop - 1) // 5 + 1)),
        lambda one, two: max(0, max(one.span, two.span).start - min(one.span, two.span).stop),
        lambda c: c.span.start // 5,
    )
    return {coding.id for coding in evaluation.of(parse(asked))}


@given(codings)
def test_expressions_mean_what_a_look_at_every_pair_means(found: list[Coding]) -> None:
    a, b = ([c for c in found if c.code == code] for code in ("f:a", "f:b"))

    def units(one: Coding) -> set[int]:
        return set(range(one.span.start // 5, (one.span.stop - 1) // 5 + 1))

    on_a, on_b = ({unit for c in part for unit in units(c)} for part in (a, b))
    assert evaluated(found, "f:a and f:b") == {c.id for c in (*a, *b) if units(c) & on_a & on_b}
    assert evaluated(found, "f:a not f:b") == {c.id for c in a if not units(c) & on_b}
    assert evaluated(found, "f:a overlapping f:b") == {c.id for c in a if any(c.span.overlaps(o.span) for o in b)}
    assert evaluated(found, "f:a inside f:b") == {
        c.id for c in a if any(o.span.start <= c.span.start and c.span.stop <= o.span.stop for o in b)
    }
    assert evaluated(found, "f:a near/3 f:b") == {
        c.id
        for c in a
        if any(c.span.overlaps(o.span) or max(c.span, o.span).start - min(c.span, o.span).stop <= 3 for o in b)
    }
    assert evaluated(found, "f:a followed by f:b") == {
        c.id for c in a if any(o.span.start >= c.span.stop and o.span.start // 5 - c.span.start // 5 <= 1 for o in b)
    }
    assert evaluated(found, "f:a or f:b") == {c.id for c in (*a, *b)}
