"""Reading files into a project: what is added, left alone, named and undone."""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path

import pytest

from qualcode.project import Project
from tests.cli.conftest import Run

INTERVIEW = "I: Hvad er data godt for?\n\nAnna: Det er godt for borgerne.\n\nI: Hvem?\n\nAnna: Os allesammen.\n"
OTHER = "I: Hvad er data godt for?\n\nBo: Ikke meget.\n\nI: Hvorfor?\n\nBo: Fordi ingen ser på dem.\n"


@pytest.fixture
def place(tmp_path: Path, qualcode: Run) -> Path:
    qualcode("init", ".", "--coder", "ana")
    (tmp_path / "transcripts" / "A1.txt").write_text(INTERVIEW, encoding="utf-8")
    (tmp_path / "transcripts" / "B1.txt").write_text(OTHER, encoding="utf-8")
    return tmp_path


def documents(root: Path) -> list[str]:
    with Project.open(root, readonly=True) as project:
        return project.store.document_ids()


def test_a_folder_is_read_and_what_was_found_is_said(qualcode: Run, place: Path) -> None:
    ran = qualcode("add", "transcripts")
    assert ran.code == 0, ran.err
    assert "2 speakers: I (2 turns), Anna (2); interviewer: I" in ran.err
    assert documents(place) == ["A1", "B1"]


def test_reading_the_same_file_again_changes_nothing(qualcode: Run, place: Path) -> None:
    qualcode("add", "transcripts")
    ran = qualcode("add", "transcripts", "--json")
    assert [f["outcome"] for f in json.loads(ran.out)["files"]] == ["unchanged", "unchanged"]
    assert documents(place) == ["A1", "B1"]
    assert len(json.loads(qualcode("log", "--json").out)["changes"]) == 1


def test_the_same_words_under_another_name_are_recognised(qualcode: Run, place: Path) -> None:
    qualcode("add", "transcripts/A1.txt")
    (place / "copy.txt").write_text(INTERVIEW, encoding="utf-8")
    assert qualcode("add", "copy.txt").code == 0
    assert documents(place) == ["A1"]


@pytest.mark.parametrize("together", [False, True])
@pytest.mark.parametrize("saved", ["crlf", "bom", "utf-16"])
def test_the_same_talk_saved_in_another_way_is_no_second_document(
    qualcode: Run, place: Path, saved: str, together: bool
) -> None:
    talk = INTERVIEW + "".join(f"Anna: Her er nummer {n} af det, jeg vil sige om det.\n" for n in range(12))
    (place / "transcripts" / "A1.txt").write_text(talk, encoding="utf-8")
    text = talk.replace("\n", "\r\n") if saved == "crlf" else talk
    again = place / "transcripts" / "Z1.txt"
    encoding = {"bom": "utf-8-sig", "utf-16": "utf-16"}.get(saved, "utf-8")
    if not together:
        qualcode("add", "transcripts")
    again.write_bytes(text.encode(encoding))
    assert "Z1.txt: the same content as A1" in qualcode("add", "transcripts").err
    assert documents(place) == ["A1", "B1"]


def test_two_who_say_the_same_few_words_are_two_documents(qualcode: Run, place: Path) -> None:
    (place / "transcripts" / "A1.txt").write_text("I: Hvad mener du?\nAnna: Ja, bestemt.\n", encoding="utf-8")
    (place / "transcripts" / "C1.txt").write_text(
        "I: Hvad mener du?\r\nAnna: Ja, bestemt.\r\n", encoding="utf-8", newline=""
    )
    qualcode("add", "transcripts")
    assert documents(place) == ["A1", "B1", "C1"]


def test_two_files_of_one_content_in_one_go_are_read_once(qualcode: Run, place: Path) -> None:
    (place / "transcripts" / "C1.txt").write_text(INTERVIEW, encoding="utf-8")
    ran = qualcode("add", "transcripts")
    assert documents(place) == ["A1", "B1"]
    assert "C1.txt: the same content as A1" in ran.err


def test_a_file_that_changed_is_named_and_not_read_over(qualcode: Run, place: Path) -> None:
    qualcode("add", "transcripts")
    (place / "transcripts" / "A1.txt").write_text(INTERVIEW + "\nI: Tak.\n", encoding="utf-8")
    ran = qualcode("add", "transcripts")
    assert "reread" in ran.err
    assert "1 changed" in ran.err
    state = json.loads(qualcode("status", "--json").out)
    assert [(d["id"], d["changed"]) for d in state["documents"]] == [("A1", True), ("B1", False)]


def test_two_files_of_one_name_get_two_ids(qualcode: Run, place: Path) -> None:
    (place / "transcripts" / "more").mkdir()
    (place / "transcripts" / "more" / "A1.txt").write_text(OTHER.replace("Bo", "Cay"), encoding="utf-8")
    qualcode("add", "transcripts")
    assert documents(place) == ["A1", "A1-2", "B1"]


def test_a_bad_file_does_not_stop_the_others(qualcode: Run, place: Path) -> None:
    (place / "transcripts" / "Z.docx").write_bytes(b"this is no zip archive")
    (place / "transcripts" / "Y.txt").write_bytes(b"")
    ran = qualcode("add", "transcripts")
    assert ran.code == 3
    assert documents(place) == ["A1", "B1"]
    assert "Z.docx" in ran.err
    assert "Y.txt" in ran.err
    assert "4 files: 2 documents added, 0 there already, 0 changed, 2 failed" in ran.err
    assert "Traceback" not in ran.err


def test_adding_is_undone_in_one_step(qualcode: Run, place: Path) -> None:
    qualcode("add", "transcripts")
    assert qualcode("undo").code == 0
    assert documents(place) == []
    qualcode("redo")
    assert documents(place) == ["A1", "B1"]


def test_many_processes_give_the_same_as_one(qualcode: Run, place: Path) -> None:
    for number in range(12):
        (place / "transcripts" / f"C{number:02}.txt").write_text(OTHER.replace("Bo", f"C{number}"), encoding="utf-8")
    assert qualcode("add", "transcripts", "--workers", "2").code == 0
    assert documents(place) == ["A1", "B1", *(f"C{number:02}" for number in range(12))]


def test_python_takes_one_path_or_many_and_starts_no_process(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("qualcode.ingest.many._seconds", lambda paths: 1000.0)
    monkeypatch.setattr("qualcode.ingest.many._pool", lambda workers: pytest.fail("a process"))
    files = [place / f"P{number}.txt" for number in range(6)]
    for number, file in enumerate(files):
        file.write_text(f"{INTERVIEW}\nI: Og {number}?\n", "utf-8")
    with Project.open(place) as project:
        assert [one.documents for one in project.add(str(files[0]))] == [("P0",)]
        assert [one.documents for one in project.add(files[1])] == [("P1",)]
        assert [one.outcome for one in project.add(file for file in files)] == ["unchanged"] * 2 + ["added"] * 4


@pytest.mark.skipif(os.name == "nt", reason="links need rights on Windows")
def test_a_link_that_goes_round_does_not_stop_the_others(qualcode: Run, place: Path) -> None:
    (place / "transcripts" / "round.txt").symlink_to("round.txt")
    ran = qualcode("add", "transcripts")
    assert ran.code not in (0, 70) and "round.txt" in ran.err, ran.err
    assert documents(place) == ["A1", "B1"]


def test_a_pattern_that_fits_nothing_and_a_file_that_is_not_there(qualcode: Run, place: Path) -> None:
    for path in ("transcripts/*.odt", "transcripts/none.txt"):
        ran = qualcode("add", path)
        assert ran.code == 3
        assert "Traceback" not in ran.err
    assert documents(place) == []


@pytest.mark.skipif(sys.platform == "win32", reason="named pipes as on Unix")
def test_a_pipe_is_refused_and_never_waited_for(qualcode: Run, place: Path) -> None:
    os.mkfifo(place / "pipe.txt")
    ran = qualcode("add", "pipe.txt")
    assert ran.code == 3
    assert "pipe.txt" in ran.err


def test_the_interviewer_can_be_named(qualcode: Run, place: Path) -> None:
    text = "AK: Ja.\n\nBM: Hvad så?\n\nAK: Nej.\n\nBM: Hvorfor?\n\nAK: Derfor.\n\nBM: Jamen hvorfor?\n"
    (place / "transcripts" / "K.txt").write_text(text, encoding="utf-8")
    assert qualcode("add", "transcripts/K.txt", "--interviewer", "AK").code == 0
    shown = json.loads(qualcode("show", "K", "--json").out)
    assert {s["speaker"]: s["role"] for s in shown["speakers"]} == {"AK": "interviewer", "BM": "informant"}


SURVEY = """\
id,role,Hvad er data godt for?
R1,director,Det hjælper os at se hvad der virker for borgerne.
R2,manager,Ingenting.
"""


def test_a_survey_becomes_documents_and_its_columns_attributes(qualcode: Run, place: Path) -> None:
    (place / "survey.csv").write_text(SURVEY, encoding="utf-8")
    assert qualcode("add", "survey.csv", "--kind", "survey").code == 0
    assert len(documents(place)) == 2
    rows = json.loads(qualcode("case", "list", "--json").out)["rows"]
    assert [row["role"] for row in rows] == ["director", "manager"]
    qualcode("undo")
    assert json.loads(qualcode("case", "list", "--json").out)["rows"] == []


def test_a_re_read_carries_every_coding_to_its_words(qualcode: Run, place: Path) -> None:
    qualcode("add", "transcripts/A1.txt")
    qualcode("tag", "A1:2", "open:Borgere", "--quote", "godt for borgerne")
    qualcode("tag", "A1:4", "open:Alle")
    longer = "Dette er tilføjet øverst.\n\n" + INTERVIEW
    (place / "transcripts" / "A1.txt").write_text(longer, encoding="utf-8")
    ran = qualcode("reread", "A1")
    assert ran.code == 0, ran.err
    assert len(ran.out.splitlines()) == 2, "both codings moved and both are named"
    with Project.open(place, readonly=True) as project:
        text = project.document("A1").text
        assert [(c.span.cut(text), c.quote) for c in project.codings()] == [
            ("godt for borgerne", "godt for borgerne"),
            ("Os allesammen.", "Os allesammen."),
        ]
    assert qualcode("check").code == 0
    qualcode("undo")
    with Project.open(place, readonly=True) as project:
        assert project.document("A1").text.startswith("I: Hvad")
        assert [c.quote for c in project.codings()] == ["godt for borgerne", "Os allesammen."]


def test_words_that_are_gone_stop_a_re_read(qualcode: Run, place: Path) -> None:
    qualcode("add", "transcripts/A1.txt")
    qualcode("tag", "A1:4", "open:Alle")
    (place / "transcripts" / "A1.txt").write_text(INTERVIEW.replace("Os allesammen", "Kun mig selv her"), "utf-8")
    ran = qualcode("reread", "A1")
    assert ran.code == 1
    assert "lost" in ran.out
    with Project.open(place, readonly=True) as project:
        assert "Os allesammen" in project.document("A1").text, "nothing was changed"
    assert qualcode("reread", "A1", "--drop-lost").code == 0
    with Project.open(place, readonly=True) as project:
        assert project.codings() == []
