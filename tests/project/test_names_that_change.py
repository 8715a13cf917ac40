"""A case or a coder gets another name, by command or by hand: what hangs on the old name follows, or it is said."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.conftest import Run
from tests.study import conversation, study

CASES = "case,members,rolle,part_of\nA,A,leder,Kommune\nB,B,leder,Kommune\nKommune,,,\n"


@pytest.fixture
def two(qualcode: Run, tmp_path: Path) -> Path:
    with study(tmp_path, conversation("A", ("X", "Ja.")), conversation("B", ("X", "Nej."))):
        (tmp_path / "cases.csv").write_text(CASES, "utf-8")
    for argv in (
        ("tag", "A#1", "open:tid", "--coder", "ana"),
        ("tag", "B#1", "open:ro", "--coder", "bo"),
        ("memo", "case A", "Om A."),
        ("memo", "cell A open:tid", "Resumé."),
    ):
        ran = qualcode(*argv)
        assert ran.code == 0, ran.err
    return tmp_path


def about(qualcode: Run) -> list[str]:
    return [row["about"] for row in json.loads(qualcode("memo", "--json").out)["rows"]]


def problems(qualcode: Run, slug: str) -> list[tuple[str, str]]:
    found = json.loads(qualcode("check", "--json").out)
    return [(row["message"], row["hint"]) for row in found["problems"] if row["slug"] == slug]


def test_memos_follow_a_renamed_case_and_undo_takes_it_back(qualcode: Run, two: Path) -> None:
    ran = qualcode("case", "rename", "Kommune", "Lindsø")
    assert ran.code == 0, ran.err
    assert "A,,informant,A,,Lindsø,leder" in (two / "cases.csv").read_text("utf-8")
    ran = qualcode("case", "rename", "A", "P07")
    assert "A is now P07; 2 memos carried over" in ran.err
    assert about(qualcode) == ["case P07", "cell P07 open:tid"]
    assert "Resumé." in qualcode("matrix", "open", "--coder", "ana", "-o", "-", "--format", "md").out
    assert qualcode("undo").code == 0
    assert about(qualcode) == ["case A", "cell A open:tid"]
    assert problems(qualcode, "case_gone") == []


def test_a_row_renamed_by_hand_leaves_its_memos_and_check_says_so(qualcode: Run, two: Path) -> None:
    (two / "cases.csv").write_text(CASES.replace("A,A,", "A1,A,"), "utf-8")
    [(message, hint)] = problems(qualcode, "case_gone")
    assert message == "2 memos about a case that there is not" and "`qualcode case rename A A1`" in hint
    assert qualcode("case", "rename", "A", "A1").code == 0
    assert about(qualcode) == ["case A1", "cell A1 open:tid"]
    assert problems(qualcode, "case_gone") == []


@pytest.mark.parametrize(
    ("old", "new", "slug"), [("A", "B", "case_exists"), ("Z", "Y", "unknown_case"), ("A", "P\n7", "bad_id")]
)
def test_a_name_that_is_taken_unknown_or_none_changes_nothing(
    qualcode: Run, two: Path, old: str, new: str, slug: str
) -> None:
    ran = qualcode("case", "rename", old, new)
    assert (ran.code, slug in ran.err) == (2, True), ran.err
    assert (two / "cases.csv").read_text("utf-8") == CASES
    assert about(qualcode) == ["case A", "cell A open:tid"]


def test_a_document_in_which_one_case_speaks_is_another_name_for_it(qualcode: Run, two: Path) -> None:
    assert qualcode("case", "rename", "B", "Ulla").code == 0
    assert qualcode("memo", "cell B open:ro", "Ro er vigtigt.").code == 0
    assert about(qualcode)[-1] == "cell Ulla open:ro"


def test_memos_of_a_code_taken_out_by_hand_are_told_although_nothing_is_coded_with_it(qualcode: Run, two: Path) -> None:
    assert qualcode("untag", "A#1", "open:tid", "--coder", "ana").code == 0
    book = two / "codebooks" / "open.yaml"
    text = book.read_text("utf-8")
    book.write_text(text.replace("id: tid", "id: tiden"), "utf-8")
    assert [message for message, _ in problems(qualcode, "code_gone")] == ["no codebook has the code of 1 memo"]


def test_the_settings_name_a_coder_who_is_called_otherwise_now(qualcode: Run, two: Path) -> None:
    settings = two / "qualcode.toml"
    text = settings.read_text("utf-8")
    assert 'analyse = ""' in text
    settings.write_text(text.replace('analyse = ""', 'analyse = "bo"'), "utf-8")
    assert qualcode("shares", "open").code == 0
    ran = qualcode("coder", "rename", "bo", "bodil")
    assert 'note: qualcode.toml still says analyse = "bo": write "bodil" there' in ran.err
    ran = qualcode("shares", "open")
    assert ran.code == 2 and "analyse_nobody" in ran.err and "bodil" in ran.err, ran.err
    assert qualcode("shares", "open", "--coder", "bodil").code == 0
    assert qualcode("list", "uncoded").code == 2
    told = qualcode("status")
    assert (told.code, "nobody has coded by that name; did you mean 'bodil'" in told.err) == (0, True), told.err
    assert len(problems(qualcode, "analyse_nobody")) == 1
    settings.write_text(text.replace('analyse = ""', 'analyse = "bodil"'), "utf-8")
    assert qualcode("shares", "open").code == 0


def test_only_another_has_coded_than_the_study_analyses(qualcode: Run, tmp_path: Path) -> None:
    """Whose codings count is never another's in silence."""
    with study(tmp_path, conversation("A", ("X", "Ja."))):
        pass
    settings = tmp_path / "qualcode.toml"
    settings.write_text(settings.read_text("utf-8").replace('analyse = ""', 'analyse = "cia"'), "utf-8")
    assert qualcode("tag", "A#1", "open:tid", "--coder", "bo").code == 0
    ran = qualcode("shares", "open")
    assert ran.code == 2 and "analyse_nobody" in ran.err, ran.out


def test_settings_that_name_nobody_and_nothing_are_told_by_check(qualcode: Run, two: Path) -> None:
    """What every table is made by must not be a slip of the hand that makes one group of all in silence."""
    settings = two / "qualcode.toml"
    text = settings.read_text("utf-8")
    assert 'by = ""' in text
    settings.write_text(text.replace('by = ""', 'by = "rollen"').replace('analyse = ""', 'analyse = "bent"'), "utf-8")
    assert [message for message, _ in problems(qualcode, "by_nothing")] == [
        "by = \"rollen\" in qualcode.toml: nothing has that attribute; did you mean 'rolle'?"
    ]
    assert len(problems(qualcode, "analyse_nobody")) == 1
    for command in ("shares", "crosstab"):
        ran = qualcode(command, "open", "--coder", "ana")
        assert ran.code == 2 and "by_nothing" in ran.err, ran.out
    assert qualcode("case", "set", "A", "rollen=leder").code == 0
    assert problems(qualcode, "by_nothing") == []
    assert "leder" in qualcode("shares", "open", "--coder", "ana").out


def test_an_item_of_the_guide_renamed_by_hand_is_told_until_the_guide_is_matched_again(
    qualcode: Run, tmp_path: Path
) -> None:
    guide = tmp_path / "questions.yaml"
    with study(tmp_path):
        guide.write_text('questions:\n  - {id: "1", text: "Hvad laver du i hverdagen?"}\n', "utf-8")
        (tmp_path / "A.txt").write_text("I: Hvad laver du i hverdagen?\nA: Jeg underviser.\n", "utf-8")
    assert qualcode("add", "A.txt", "--interviewer", "I").code == 0
    assert qualcode("question", "match").code == 0
    assert problems(qualcode, "question_gone") == []
    guide.write_text(guide.read_text("utf-8").replace('"1"', '"1a"'), "utf-8")
    assert problems(qualcode, "question_gone") == [
        ("answers to 1, which questions.yaml has not", "qualcode question match A")
    ]
    assert qualcode("question", "match", "A").code == 0
    assert problems(qualcode, "question_gone") == []


def test_a_head_above_the_talk_makes_no_second_case_of_a_document(qualcode: Run, tmp_path: Path) -> None:
    with study(tmp_path):
        talk = "I: Hvad laver du?\nAnna: Underviser.\nI: Og ellers?\nAnna: Retter opgaver.\n"
        (tmp_path / "D1.txt").write_text(f"Interview med Anna, maj\n\n{talk}", "utf-8")
        (tmp_path / "cases.csv").write_text("case,members\nLærer,D1:Anna\n", "utf-8")
    assert qualcode("add", "D1.txt", "--interviewer", "I").code == 0
    assert qualcode("memo", "case D1", "Om Anna.").code == 0
    assert about(qualcode) == ["case Lærer"]
