"""What `add` says: who is in doubt, what was not read and why, which options were not used."""

from __future__ import annotations

import errno
import json
import os
from pathlib import Path

import pytest

from qualcode.core.text import natural
from qualcode.project import Project
from qualcode.project.views import originals
from tests.cli.conftest import Run
from tests.study import study

TALK = "{0}: Fortæl om dit arbejde\n{1}: Jeg leder et center med ni ansatte, og det har jeg gjort længe.\n"


@pytest.fixture
def place(tmp_path: Path) -> Path:
    study(tmp_path).close()
    return tmp_path


def roles(folder: Path) -> dict[str, dict[str, str]]:
    with Project.open(folder) as project:
        return {d.id: {t.speaker: t.role for t in d.turns if t.speaker} for d in project.documents()}


def test_files_are_read_in_natural_order_and_those_that_are_not_are_named(qualcode: Run, place: Path) -> None:
    folder = place / "transcripts"
    folder.mkdir(exist_ok=True)
    for number in (10, 2, 1):
        (folder / f"P{number}.txt").write_text(f"I: A {number}?\nMia: One {number}.\nI: B?\nMia: Two.\n", "utf-8")
    for name in ("noter.pages", "bog.epub", "lyd.m4a", "foto.jpg", "Thumbs.db", "~$P1.docx", ".hidden.txt",
                 ".P4.docx.icloud"):  # fmt: skip
        (folder / name).write_bytes(b"x")
    ran = qualcode("add", "transcripts")
    assert ran.code == 0
    assert [line.split(":")[0] for line in ran.err.splitlines() if ".txt: P" in line] == ["P1.txt", "P2.txt", "P10.txt"]
    for name, what in (
        ("noter.pages", "Export To, Word"),
        ("bog.epub", "e-book"),
        ("lyd.m4a", "transcribe"),
        ("foto.jpg", "text"),
        (".P4.docx.icloud", "not on this computer: choose Download Now"),
    ):
        assert any(line.startswith(f"{name}: not read: ") and what in line for line in ran.err.splitlines()), name
        if not name.endswith(".icloud"):
            assert what in qualcode("add", f"transcripts/{name}").err, "the same when it is named itself"
    assert not any(name in ran.err for name in ("Thumbs", "~$", "hidden"))
    assert "8 files: 3 documents added" in ran.err and "5 not read" in ran.err


def test_a_folder_that_may_not_be_opened_is_named(qualcode: Run, place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    closed = place / "transcripts" / "more"
    closed.mkdir(parents=True)
    (closed.parent / "P1.txt").write_text(TALK.format("I", "Mia") * 2, "utf-8")
    scandir = os.scandir

    def refused(path: str) -> object:
        if Path(path) == closed.relative_to(place) or Path(path) == closed:
            raise PermissionError(errno.EACCES, "Permission denied", str(path))
        return scandir(path)

    monkeypatch.setattr(os, "scandir", refused)  # whoever runs the tests may be let in everywhere
    ran = qualcode("add", "transcripts")
    assert (ran.code, list(roles(place))) == (3, ["P1"])
    assert "transcripts/more: " in ran.err.replace(os.sep, "/"), ran.err


def test_a_projects_own_files_are_no_originals(qualcode: Run, place: Path) -> None:
    (place / "cases.csv").write_text("case,svar\nA,et langt svar med egne ord her\n", "utf-8")
    (place / "P1.txt").write_text(TALK.format("I", "Mia") * 2, "utf-8")
    assert qualcode("add", ".").code == 0
    assert list(roles(place)) == ["P1"]
    assert qualcode("codebook", "use", "moore").code == 0  # which makes a copy of the project first
    assert qualcode("codebook", "rename", "moore:value", "worth").code == 0
    assert any(place.glob("backups/*/cases.csv")) and qualcode("snapshot").code == 0
    ran = qualcode("add", ".")
    assert (ran.code, "backups" in ran.err, "backup.json" in ran.err) == (0, False, False), ran.err
    assert list(roles(place)) == ["P1"]


def test_an_interviewer_who_speaks_nowhere_is_an_error_and_nothing_is_added(qualcode: Run, place: Path) -> None:
    (place / "P1.txt").write_text(TALK.format("U1", "Mia") * 2, "utf-8")
    ran = qualcode("add", "P1.txt", "--interviewer", "U7")
    assert ran.code == 2
    assert "did you mean 'U1'?" in ran.err and "labels found: U1, Mia" in ran.err
    assert roles(place) == {}
    assert qualcode("add", "P1.txt", "--interviewer", "U1,Mia").code == 0


def test_the_researchers_label_is_the_one_that_comes_back(qualcode: Run, place: Path) -> None:
    for number in (7, 8, 9):
        (place / f"interview{number}.txt").write_text(TALK.format("KB", f"X{number}") * 2, "utf-8")
    assert qualcode("add", *[f"interview{number}.txt" for number in (7, 8, 9)]).code == 0
    assert roles(place)["interview8"] == {"KB": "interviewer", "X8": "informant"}


def test_a_case_in_the_table_answers(qualcode: Run, place: Path) -> None:
    (place / "cases.csv").write_text("case,members\nBo,P1:Bo\n", "utf-8")
    (place / "P1.txt").write_text("Bo: Ja, det er godt.\nAnna: Nej, det er det ikke.\n" * 4, "utf-8")
    qualcode("add", "P1.txt")
    assert roles(place)["P1"]["Bo"] == "informant"


def test_a_doubt_says_how_many_answers_it_makes_and_what_to_type(qualcode: Run, place: Path) -> None:
    (place / "P1.txt").write_text("Bo: Ja, det er godt.\nAnna: Nej, slet ikke.\n" * 4, "utf-8")
    ran = qualcode("add", "P1.txt")
    assert "nobody is taken for the interviewer (labels: Bo, Anna); " in ran.err
    assert "answers as it is; if it is otherwise: qualcode speakers P1 --interviewer Bo" in ran.err
    found = json.loads(qualcode("check", "--json").out)["problems"]
    assert [p["slug"] for p in found if p["slug"] == "who_asks"] == ["who_asks"]


def test_options_for_a_file_that_is_there_are_said_to_be_unused(qualcode: Run, place: Path) -> None:
    (place / "P1.txt").write_text(TALK.format("I", "Mia") * 2, "utf-8")
    qualcode("add", "P1.txt")
    ran = qualcode("add", "P1.txt", "--interviewer", "Mia", "--language", "nb")
    assert "interviewer, language as given now was not used: `qualcode reread P1` takes it" in ran.err


def test_kinds_in_the_users_words(qualcode: Run, place: Path) -> None:
    (place / "P1.txt").write_text(TALK.format("I", "Mia") * 2, "utf-8")
    assert qualcode("add", "P1.txt", "--kind", "intervju").code == 0
    with Project.open(place) as project:
        assert project.document("P1").kind == "interview"
    (place / "P2.txt").write_text(TALK.format("I", "Mia") * 3, "utf-8")
    ran = qualcode("add", "P2.txt", "--kind", "intervjux")
    assert ran.code == 2 and "did you mean" in ran.err


def test_two_files_of_one_name_are_told_apart_by_their_folders(qualcode: Run, place: Path) -> None:
    for folder in ("round1", "round2"):
        (place / folder).mkdir()
        (place / folder / "P1.txt").write_text(TALK.format("I", folder) * 2, "utf-8")
    ran = qualcode("add", "round1", "round2")
    assert "round1/P1.txt: P1: " in ran.err and "round2/P1.txt: P1-2: " in ran.err


def test_natural_order() -> None:
    assert sorted(["P10", "P2", "p1", "P1b"], key=natural) == ["p1", "P1b", "P2", "P10"]


SURVEY = "Id;Hvad er godt ved tallene?\na1;Vi kan se udviklingen måned for måned\na2;Det er nemt at finde dem frem\n"


def test_answers_that_come_late_are_added_and_others_stay(qualcode: Run, place: Path) -> None:
    (place / "svar.csv").write_text(SURVEY, "utf-8")
    qualcode("add", "svar.csv")
    (place / "svar.csv").write_text(SURVEY + "a3;Endelig spørger lederne til dem\n", "utf-8")
    ran = qualcode("reread", "svar-a1")
    assert "svar.csv holds 1 that are not in the study: svar-a3; `qualcode add svar.csv` takes them" in ran.err
    ran = qualcode("add", "svar.csv")
    assert "svar.csv: svar-a3: 2 there already; 1 came since it was added" in ran.err
    with Project.open(place) as project:
        assert set(originals(project).values()) == {"as read"}, "their rows are in the table as it is now"
    assert set(roles(place)) == {"svar-a1", "svar-a2", "svar-a3"}
    assert "in the project already" in qualcode("add", "svar.csv").err


def test_rows_that_moved_are_never_taken_for_late_ones(qualcode: Run, place: Path) -> None:
    rows = ["Hvad er godt ved tallene?", "Vi kan se udviklingen fra måned", "Det er nemt at finde dem frem"]
    (place / "svar.csv").write_text("svar;x\n" + "".join(f"{row};1\n" for row in rows[1:]), "utf-8")
    qualcode("add", "svar.csv", "--open", "svar")
    (place / "svar.csv").write_text(
        "svar;x\n" + "".join(f"{row};1\n" for row in ["Nyt svar som er først her", *rows[1:]]), "utf-8"
    )
    ran = qualcode("add", "svar.csv", "--open", "svar")
    assert "changed since it was read; `qualcode reread svar-1 svar-2`" in ran.err and len(roles(place)) == 2


def test_who_asks_is_changed_afterwards_and_codings_stay(qualcode: Run, place: Path) -> None:
    (place / "P1.txt").write_text("Bo: Ja, det er godt.\nAnna: Nej, slet ikke.\n" * 4, "utf-8")
    qualcode("add", "P1.txt")
    assert qualcode("tag", "P1:2", "open:no").code == 0
    ran = qualcode("reread", "P1", "--interviewer", "Bo")
    assert (ran.code, "1 coding kept" in ran.err) == (0, True), ran.err
    assert roles(place)["P1"] == {"Bo": "interviewer", "Anna": "informant"}
    assert not any(p["slug"] == "who_asks" for p in json.loads(qualcode("check", "--json").out)["problems"])
    assert qualcode("reread", "P1", "--interviewer", "Cleo").code == 2
    qualcode("undo")
    assert roles(place)["P1"]["Bo"] == "informant"
    assert qualcode("reread", "P1", "--language", "nb", "--kind", "samtale").code == 0
    with Project.open(place) as project:
        assert (project.document("P1").language, project.document("P1").kind) == ("nb", "interview")


def test_who_asks_stays_as_decided_when_the_original_changes(qualcode: Run, place: Path) -> None:
    (place / "P1.txt").write_text("Bo: Ja, det er godt.\nAnna: Nej, slet ikke.\n" * 4, "utf-8")
    qualcode("add", "P1.txt", "--interviewer", "Anna")
    qualcode("reread", "P1", "--interviewer", "Bo")
    (place / "P1.txt").write_text("Bo: Ja, det er rigtig godt.\nAnna: Nej, slet ikke.\n" * 4, "utf-8")
    assert qualcode("reread", "P1").code == 0
    assert roles(place)["P1"] == {"Bo": "interviewer", "Anna": "informant"}


GUIDE = "1. Hvad er data godt for i jeres center?\n2. Hvem arbejder med tallene til daglig?\n"


def test_a_question_set_by_hand_survives_matching_and_rereading(qualcode: Run, place: Path) -> None:
    talk = "I: Hvad er data godt for i jeres center?\nMia: Alt.\nI: Og så?\nMia: Mere.\n"
    talk += "I: Hvem arbejder med tallene til daglig?\nMia: Jeg.\n"
    (place / "P1.txt").write_text(talk, "utf-8")
    (place / "guide.md").write_text(GUIDE, "utf-8")
    qualcode("add", "P1.txt")
    qualcode("question", "import", "guide.md")
    ran = qualcode("question", "match")
    assert "P1: 2 asked" in ran.out and "3 answers before, 2 now" in ran.out
    assert qualcode("question", "at", "P1:3", "2").code == 0

    def questions() -> list[str | None]:
        with Project.open(place) as project:
            return [turn.question for turn in project.document("P1").turns]

    assert questions() == ["1", "1", "2", "2", "2", "2"]
    qualcode("question", "match")
    assert questions() == ["1", "1", "2", "2", "2", "2"]
    (place / "P1.txt").write_text("I: Velkommen til?\nMia: Tak for det.\n" + talk, "utf-8")
    assert qualcode("reread", "P1").code == 0
    qualcode("question", "match")
    assert questions()[2:] == ["1", "1", "2", "2", "2", "2"]
