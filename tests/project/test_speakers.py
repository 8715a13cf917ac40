"""`speakers`: who speaks and who asks, listed and put right; texts and codings stay."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from qualcode.core.material import DOUBTS
from qualcode.project import Project
from tests.cli.conftest import Run
from tests.study import study

TALK = (
    "AK: Du leder et center med mange ansatte her i byen.\nP07: Ja, det gør jeg.\nMai: Det gør hun.\n"
    "AK: Og pengene kommer fra kommunen, som jeg forstår det.\nP07: Det gør de.\nMia: Alle sammen.\n"
) * 2


@pytest.fixture
def place(qualcode: Run, tmp_path: Path) -> Path:
    study(tmp_path).close()
    (tmp_path / "P1.txt").write_text(TALK, "utf-8")
    assert "nobody is taken for the interviewer" in qualcode("add", "P1.txt").err
    assert qualcode("tag", "P1:2", "open:ja").code == 0
    return tmp_path


def roles(place: Path, id: str = "P1") -> dict[str, str]:
    with Project.open(place) as project:
        return {turn.speaker: turn.role for turn in project.document(id).turns}


def quotes(place: Path) -> list[str]:
    with Project.open(place) as project:
        return [coding.quote for coding in project.store.codings()]


def test_speakers_are_listed_with_what_they_said_and_the_doubt(qualcode: Run, place: Path) -> None:
    rows = json.loads(qualcode("speakers", "P1", "--json").out)["rows"]
    assert [(row["speaker"], row["role"], row["turns"]) for row in rows] == [
        ("AK", "informant", 4), ("P07", "informant", 4), ("Mai", "informant", 2), ("Mia", "informant", 2),
    ]  # fmt: skip
    assert all(row["doubt"].startswith(DOUBTS) for row in rows)


def test_who_asks_is_settled_and_codings_stay_and_undo_takes_it_back(qualcode: Run, place: Path) -> None:
    ran = qualcode("speakers", "P1", "--interviewer", "ak")
    assert "AK asks; 4 answers before, 8 now; the doubt about who asks is settled" in ran.err
    assert roles(place) == {"AK": "interviewer", "P07": "informant", "Mai": "informant", "Mia": "informant"}
    assert quotes(place) == ["Ja, det gør jeg."]
    assert qualcode("check").code == 0
    qualcode("undo")
    assert roles(place)["AK"] == "informant"
    assert "who_asks" in qualcode("check").out
    qualcode("redo")
    assert roles(place)["AK"] == "interviewer"


def test_names_and_roles_outlive_a_changed_original(qualcode: Run, place: Path) -> None:
    changed = qualcode("speakers", "P1", "--interviewer", "AK", "--rename", "Mai=Mia", "--other", "P07")
    assert changed.code == 0
    wanted = {"AK": "interviewer", "P07": "other", "Mia": "informant"}
    assert roles(place) == wanted
    (place / "P1.txt").write_text("AK: Velkommen.\nMai: Tak.\n" + TALK, "utf-8")
    assert qualcode("reread", "P1").code == 0
    assert roles(place) == wanted


def test_a_case_names_its_speaker_by_the_new_name(qualcode: Run, place: Path) -> None:
    (place / "cases.csv").write_text("case,members,rolle\nA,P1:Mai,leder\n", "utf-8")
    qualcode("speakers", "P1", "--rename", "Mai=Maj Britt")
    with Project.open(place) as project:
        assert [(member.document, member.speaker) for member in project.cases[0].members] == [("P1", "Maj Britt")]
        assert project.cases[0].attributes == {"rolle": "leder"}
    qualcode("undo")
    assert (place / "cases.csv").read_text("utf-8") == "case,members,rolle\nA,P1:Mai,leder\n"


def test_a_map_changes_many_at_once(qualcode: Run, place: Path) -> None:
    (place / "P2.txt").write_text(TALK.replace("P07", "P08"), "utf-8")
    qualcode("add", "P2.txt")
    (place / "hvem.csv").write_text("label;navn;rolle\nAK;Anna;interviewer\nMai;;anden\nMia;;anden\n", "utf-8")
    assert qualcode("speakers", "--all", "--from", "hvem.csv").code == 0
    for id, informant in (("P1", "P07"), ("P2", "P08")):
        assert roles(place, id) == {"Anna": "interviewer", informant: "informant", "Mai": "other", "Mia": "other"}


def test_what_is_right_is_confirmed(qualcode: Run, place: Path) -> None:
    assert "settled" in qualcode("speakers", "P1", "--confirm").err
    assert qualcode("check").code == 0
    assert set(roles(place).values()) == {"informant"}


@pytest.mark.parametrize(
    ("asked", "slug", "said"),
    [
        (("P1", "--interviewer", "Bo"), "no_such_speaker", "AK, P07, Mai, Mia"),
        (("P1", "--rename", "AK"), "bad_speakers", "LABEL=NAME"),
        (("--interviewer", "AK"), "bad_address", "--all"),
        (("P9", "--interviewer", "AK"), "unknown_document", "P1"),
    ],
)
def test_what_cannot_be_changes_nothing(
    qualcode: Run, place: Path, asked: tuple[str, ...], slug: str, said: str
) -> None:
    before = roles(place)
    ran = qualcode("speakers", *asked)
    assert ran.code == 2 and slug in ran.err and said in ran.err
    assert roles(place) == before


def test_two_in_one_option_and_those_who_asked_before_answer(qualcode: Run, place: Path) -> None:
    qualcode("speakers", "P1", "--interviewer", "AK")
    qualcode("speakers", "P1", "--interviewer", "Mai,Mia")
    assert roles(place) == {"AK": "informant", "P07": "informant", "Mai": "interviewer", "Mia": "interviewer"}


def test_the_guide_is_not_matched_again_unasked(qualcode: Run, place: Path) -> None:
    (place / "guide.md").write_text("1. Hvor mange leder du i byen?\n2. Hvor kommer pengene fra?\n", "utf-8")
    qualcode("question", "import", "guide.md")
    qualcode("speakers", "P1", "--interviewer", "AK")
    qualcode("question", "match")
    qualcode("question", "at", "P1:1", "1")
    ran = qualcode("speakers", "P1", "--interviewer", "P07")
    assert "qualcode question match P1" in ran.err


@pytest.mark.file_engine
def test_a_merge_takes_over_who_asks(qualcode: Run, place: Path) -> None:
    import shutil

    other = place.parent / "copy"
    shutil.copytree(place, other)
    assert qualcode("-C", str(other), "speakers", "P1", "--interviewer", "AK").code == 0
    assert qualcode("merge", str(other)).code == 0
    assert roles(place)["AK"] == "interviewer"
    assert qualcode("check").code == 0
    assert qualcode("-C", str(other), "merge", str(place)).code == 0
    assert roles(other)["AK"] == "interviewer"


@pytest.mark.file_engine
def test_erasing_a_document_leaves_no_name_of_its_speakers(qualcode: Run, place: Path) -> None:
    qualcode("speakers", "P1", "--rename", "Mai=Karoline Hemmelig")
    assert qualcode("remove", "P1", "--erase", "--yes").code == 0
    assert b"Hemmelig" not in (place / "qualcode.sqlite").read_bytes()


def test_two_who_are_two_cases_do_not_become_one_speaker(qualcode: Run, place: Path) -> None:
    for case, speaker in (("Ida", "P07"), ("Mia", "Mia")):
        assert qualcode("case", "set", case, "--member", f"P1:{speaker}").code == 0
    before = roles(place)
    ran = qualcode("speakers", "P1", "--rename", "P07=Mia")
    assert ran.code == 2 and "P1:Mia cannot belong to Mia: it belongs to Ida already" in ran.err
    assert roles(place) == before and qualcode("check").code in (0, 1)
    assert "P1:P07" in (place / "cases.csv").read_text("utf-8")
