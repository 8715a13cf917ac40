"""A mark on a numbered answer goes with the answer when its number changes, and is named where it cannot."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.conftest import Run

TALK = "I: How?\nMia: We began in spring.\nI: And?\nMia: No idea at all.\nI: Who?\nMia: The nurses came.\n"
GREETING = "I: Hello.\nMia: Hello to you.\n"


@pytest.fixture
def original(qualcode: Run, tmp_path: Path) -> Path:
    """The original of a study whose second answer is marked as none."""
    path = tmp_path / "transcripts" / "P1.txt"
    assert qualcode("init", ".", "--coder", "ana").code == 0
    path.write_text(TALK, encoding="utf-8")
    assert qualcode("add", str(path)).code == 0
    assert qualcode("question", "mark", "P1#2", "no_answer").code == 0
    assert qualcode("tag", "P1:2", "open:start").code == 0
    return path


def share(qualcode: Run) -> str:
    [row] = json.loads(qualcode("shares", "open", "--json").out)["rows"]
    return f"{row['numerator']}/{row['denominator']}"


def counted(qualcode: Run) -> list[str]:
    told = json.loads(qualcode("shares", "open", "--json", "--explain", "all", "open:start").out)
    return sorted(unit["text"] for unit in told["units"])


@pytest.mark.parametrize(
    ("changed", "left"),
    [
        (GREETING + TALK, ["Hello to you.", "We began in spring.", "The nurses came."]),
        (GREETING + TALK.replace("No idea", "No, no idea"),
         ["Hello to you.", "We began in spring.", "The nurses came."]),
        (TALK.replace("No idea at all.", "Pass."), ["We began in spring.", "The nurses came."]),
        (TALK.replace("I: How?\n", "I: Hm?\n" + "Mia: Yes, we did so.\nI: How?\n"),
         ["Yes, we did so.", "We began in spring.", "The nurses came."]),
    ],
)  # fmt: skip
def test_a_reread_carries_it(qualcode: Run, original: Path, changed: str, left: list[str]) -> None:
    original.write_text(changed, encoding="utf-8")
    assert qualcode("reread", "P1").code == 0
    assert counted(qualcode) == sorted(left)
    assert share(qualcode) == f"1/{len(left)}"
    assert qualcode("undo").code == 0
    assert counted(qualcode) == ["The nurses came.", "We began in spring."]


def test_two_marks_may_change_places(qualcode: Run, original: Path) -> None:
    assert qualcode("question", "mark", "P1#3", "missing").code == 0
    first, second, third = (f"{block}\n" for block in TALK.strip().replace("\nI:", "\n\nI:").split("\n\n"))
    original.write_text(first + third + second, encoding="utf-8")
    assert qualcode("reread", "P1").code == 0
    assert qualcode("sql", "SELECT question, status FROM answer_status ORDER BY question").out.split()[-4:] == [
        "2", "missing", "3", "no_answer",
    ]  # fmt: skip


@pytest.mark.parametrize(
    "said", ["", "I: And?\nMia: No idea at all. " + "But then the numbers came every month. " * 3 + "\n"]
)
def test_an_answer_that_is_gone_or_says_far_more_is_named(qualcode: Run, original: Path, said: str) -> None:
    original.write_text(TALK.replace("I: And?\nMia: No idea at all.\n", said), encoding="utf-8")
    done = qualcode("reread", "P1")
    assert "P1#2 was marked no_answer" in done.err
    assert share(qualcode) == f"1/{3 if said else 2}"


def test_another_who_asks_takes_no_mark_to_other_words(qualcode: Run, original: Path) -> None:
    done = qualcode("speakers", "P1", "--interviewer", "Mia", "--informant", "I")
    assert "P1#2 was marked no_answer" in done.err
    assert qualcode("undo").code == 0
    assert share(qualcode) == "1/2"


def test_an_item_of_the_guide_takes_the_mark_of_its_words(qualcode: Run, original: Path, tmp_path: Path) -> None:
    guide = tmp_path / "guide.md"
    guide.write_text("1. And?\n2. Who?\n3. How?\n", encoding="utf-8")
    assert qualcode("question", "import", str(guide)).code == 0
    for turn, item in ((1, "3"), (3, "1"), (5, "2")):
        assert qualcode("question", "at", f"P1:{turn}", item).code == 0
    assert "The nurses came." in counted(qualcode)
    assert "No idea at all." not in counted(qualcode)


def test_what_was_marked_under_an_item_stays_with_the_item(qualcode: Run, original: Path, tmp_path: Path) -> None:
    guide = tmp_path / "guide.md"
    guide.write_text("1. How?\n2. And?\n3. Who?\n", encoding="utf-8")
    assert qualcode("question", "import", str(guide)).code == 0
    for turn in (1, 3, 5):
        assert qualcode("question", "at", f"P1:{turn}", str(turn // 2 + 1)).code == 0
    assert counted(qualcode) == ["The nurses came.", "We began in spring."]
    original.write_text(GREETING + TALK, encoding="utf-8")
    assert qualcode("reread", "P1").code == 0
    assert counted(qualcode) == ["The nurses came.", "We began in spring."]
