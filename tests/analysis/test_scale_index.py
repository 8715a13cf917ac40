"""The index of closed questions: the mean of all answers, moved to 0-100, of those who answered them all."""

from __future__ import annotations

import json
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qualcode.analysis.comparison.scale_index import scale_index
from tests.cli.conftest import Run, qualcode  # noqa: F401
from tests.study import study

TEN = (Fraction(1), Fraction(10))


def test_three_questions_by_hand() -> None:
    """Two respondents: 7, 4, 1 and 10, 10, 7 have the means 4 and 9, so 6.5 of 1-10, which is 55/90 of the way."""
    answers = {
        "a": {"q1": Fraction(7), "q2": Fraction(4), "q3": Fraction(1)},
        "b": {"q1": Fraction(10), "q2": Fraction(10), "q3": Fraction(7)},
        "c": {"q1": Fraction(9)},
    }
    [row] = scale_index(answers, ["q1", "q2", "q3"], TEN).rows
    assert (row.respondents, row.incomplete) == (2, 1)
    assert row.index == Fraction(5500, 90)
    assert row.means == {"q1": Fraction(17, 2), "q2": 7, "q3": 4}


@given(st.lists(st.lists(st.integers(1, 10), min_size=2, max_size=2), min_size=1, max_size=9))
def test_the_ends_of_the_scale_are_0_and_100_and_everybody_is_between(given_answers: list[list[int]]) -> None:
    answers = {str(n): {"q": Fraction(a), "r": Fraction(b)} for n, (a, b) in enumerate(given_answers)}
    found = scale_index(answers, ["q", "r"], TEN).rows[-1].index
    assert found is not None and 0 <= found <= 100
    turned = {n: {q: 11 - a for q, a in own.items()} for n, own in answers.items()}
    assert scale_index(turned, ["q", "r"], TEN).rows[-1].index == 100 - found


OPEN = "What do you take home?"
SURVEY = """\
Nr,Track,Overall,Ideal,What do you take home?
E1,school,7,4,A map.
E2,care,10,10,Nothing yet.
E3,school; care,1,,A friend.
E4,care,"4,5",2,Courage.
"""


def test_the_command(qualcode: Run, tmp_path: Path) -> None:  # noqa: F811
    made = study(tmp_path / "s")
    (made.root / "survey.csv").write_text(SURVEY, encoding="utf-8")
    made.close()
    root = str(made.root)
    assert qualcode("-C", root, "add", str(made.root / "survey.csv"), "--open", OPEN).code == 0
    done = qualcode("-C", root, "index", "Overall", "Ideal", "--by", "Track", "--json")
    assert done.code == 0, done.err
    found = {row["group"]: (row["respondents"], row["index"]) for row in json.loads(done.out)["rows"]}
    assert found["school"] == (1, 50) and found["all"][0] == 3
    printed = qualcode("-C", root, "index", "Overall", "Ideal", "-o", "-", "--format", "md", "--lang", "da").out
    assert "sprunget et spørgsmål over" in printed
    assert "left a question out" in qualcode("-C", root, "index", "Overall", "Ideal", "--lang", "en").err
    for argv, code in (
        (("Overall", "Track"), 3), (("Overall", "--scale", "1-5"), 3), (("Overall", "--scale", "ten"), 2),
        (("Overal",), 2), (("Overall", "--by", "Trakc"), 2),
    ):  # fmt: skip
        assert qualcode("-C", root, "index", *argv).code == code, argv


@pytest.mark.parametrize("said", ["10-1", "1", "-", "1-1", "a-b"])
def test_what_is_no_scale(qualcode: Run, tmp_path: Path, said: str) -> None:  # noqa: F811
    made = study(tmp_path / "s")
    assert qualcode("-C", str(made.root), "index", "x", "--scale", said).code == 2


@pytest.mark.parametrize("four", ["4 - Enig", "4: Instämmer", "4. Enig", "(4) Agree", "4) Enig", "4=Enig", "Agree (4)"])
def test_a_step_with_its_words_is_its_number(qualcode: Run, tmp_path: Path, four: str) -> None:  # noqa: F811
    study(tmp_path).close()
    (tmp_path / "cases.csv").write_text(f"case,Trivsel\nA,{four}\nB,2\n", "utf-8")
    [row] = json.loads(qualcode("index", "Trivsel", "--scale", "1-5", "--json").out)["rows"]
    assert (row["respondents"], row["index"]) == (2, 50)


@pytest.mark.parametrize("words", ["Enig", "3-4", "4 5", "4 timer om ugen", "2 - 4"])
def test_words_and_ranges_are_no_step(qualcode: Run, tmp_path: Path, words: str) -> None:  # noqa: F811
    study(tmp_path).close()
    (tmp_path / "cases.csv").write_text(f"case,Trivsel\nA,{words}\nB,2\n", "utf-8")
    assert "not_numeric" in qualcode("index", "Trivsel", "--scale", "1-5").err
