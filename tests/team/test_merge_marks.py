"""What two copies say of answers stays with its words when the copies have other guides, texts or speakers."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.cli.conftest import Ran, Run, qualcode
from tests.project.test_marks_and_the_guide import (
    CHANGE,
    FIRST,
    HELP,
    MADE,
    PROOF,
    SECOND,
    TRAINING,
    WEEK,
    asked,
    marks,
    write_guide,
)

__all__ = ["qualcode"]

Copies = Callable[..., tuple[Run, Run]]


def of(qualcode: Run, folder: str) -> Run:
    def run(*argv: str) -> Ran:
        ran = qualcode("-C", folder, *argv)
        assert ran.code == 0 or (argv[0] == "merge" and ran.code == 1), ran.err  # 1: the guide is asked about
        return ran

    return run


def said(*commands: tuple[Run, str]) -> None:
    for run, line in commands:
        run(*line.split())


@pytest.fixture
def copies(qualcode: Run, tmp_path: Path) -> Copies:
    """Two copies, `a` and `b`, of a study of two interviews, with or without a guide."""

    def made(guide: bool = True) -> tuple[Run, Run]:
        a, b = of(qualcode, "a"), of(qualcode, "b")
        assert qualcode("init", "a", "--coder", "ana", "--lang", "en").code == 0
        for id, talk in (("P1", FIRST), ("P2", SECOND)):
            (tmp_path / "a" / "transcripts" / f"{id}.txt").write_text(talk, encoding="utf-8")
        a("add", "a/transcripts")
        if guide:
            write_guide(tmp_path / "a", WEEK, HELP, PROOF, CHANGE)
            said((a, "question match"), (a, "question at P2:5 3"))
            said((a, "question mark P1#2 no_answer"), (a, "question mark P2#2 not_asked"))
        shutil.copytree(tmp_path / "a", tmp_path / "b")
        return a, b

    return made


def test_another_guide_there_changes_nothing_until_it_is_taken(copies: Copies, tmp_path: Path) -> None:
    a, b = copies()
    write_guide(tmp_path / "b", TRAINING, WEEK, HELP, PROOF, CHANGE)
    said((b, "question match"), (b, "question mark P2#5 missing"), (a, "question mark P1#3 no_answer"))
    a("merge", "b")
    assert asked(a, "P1") == ["1", "2", "3", "4"]
    assert asked(a, "P2") == ["1", "4", "3"]
    here = {**MADE, "P1#3": "no_answer", "P2#4": "missing"}
    assert marks(a) == here
    a("merge", "b", "--prefer", "theirs")
    there = {"P1#3": "no_answer", "P2#3": "not_asked", "P1#4": "no_answer", "P2#5": "missing"}
    for _ in range(2):
        assert asked(a, "P1") == ["2", "3", "4", "5"]
        assert asked(a, "P2") == ["2", "5", "4"]
        assert marks(a) == there
        a("question", "match")  # what was set by hand still is
    a("undo")
    assert marks(a) == here


def test_another_guide_here_takes_their_marks_under_its_items(copies: Copies, tmp_path: Path) -> None:
    a, b = copies()
    write_guide(tmp_path / "a", TRAINING, WEEK, HELP, PROOF, CHANGE)
    said((a, "question match"), (b, "question mark P1#3 no_answer"), (b, "question mark P2#2 missing"))
    a("merge", "b")
    assert marks(a) == {"P1#3": "no_answer", "P1#4": "no_answer", "P2#3": "missing"}
    assert asked(a, "P2") == ["2", "5", "4"]


def test_what_was_set_by_hand_there_stays_through_a_later_match_here(copies: Copies) -> None:
    a, b = copies()
    b("question", "at", "P2:3", "2")
    assert "P2#2 was marked not_asked, and #2 is now: there is an answer to it now" in a("merge", "b").err
    for _ in range(2):
        assert asked(a, "P2") == ["1", "2", "3"]
        a("question", "match")
    b("merge", "a")
    assert marks(b) == marks(a)


def test_a_document_that_comes_in_brings_what_was_set_of_it(copies: Copies, tmp_path: Path) -> None:
    a, b = copies()
    (tmp_path / "b" / "transcripts" / "P3.txt").write_text(SECOND.replace("Ole", "Liv"), encoding="utf-8")
    said((b, "add b/transcripts/P3.txt"), (b, "question match P3"), (b, "question at P3:5 3"))
    a("merge", "b")
    a("question", "match")
    assert asked(a, "P3") == ["1", "4", "3"]


def test_marks_by_number_go_to_the_numbers_of_the_newer_text(copies: Copies, tmp_path: Path) -> None:
    a, b = copies(guide=False)
    (tmp_path / "a" / "transcripts" / "P1.txt").write_text("I: Hello.\nMia: Hello to you.\n" + FIRST, encoding="utf-8")
    said((a, "reread P1"), (b, "question mark P1#2 no_answer"), (a, "question mark P1#4 missing"))
    a("merge", "b")
    assert marks(a) == {"P1#3": "no_answer", "P1#4": "missing"}
    b("merge", "a")
    assert marks(b) == marks(a)


def test_marks_of_answers_that_somebody_else_gave_are_named(copies: Copies) -> None:
    a, b = copies()
    b("speakers", "P1", "--interviewer", "Mia", "--informant", "I")
    assert "P1#2 was marked no_answer" in a("merge", "b").err
    assert marks(a) == {"P2#2": "not_asked"}
