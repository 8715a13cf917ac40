"""Several programs at once on one project: nothing is lost, and what no longer holds is refused in words."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from qualcode.core.errors import DataError, UsageError
from qualcode.project import Project, recode
from qualcode.project.coders import set_case
from qualcode.project.tag import tag, wishes
from tests.study import ANNA, BO, study

AT_ONCE = """
import sys
from qualcode.cli import main
sys.stdin.readline()
sys.exit(max(main(["-C", sys.argv[1], *line.split()]) for line in sys.argv[2:]))
"""


def together(root: Path, *programs: list[str]) -> list[int]:
    """Run several programs, each a list of command lines, beginning at one moment; their exit codes."""
    running = [
        subprocess.Popen([sys.executable, "-c", AT_ONCE, str(root), *lines], stdin=subprocess.PIPE, text=True)
        for lines in programs
    ]
    for process in running:
        assert process.stdin is not None
        process.stdin.write("\n")
        process.stdin.flush()
    return [process.wait(120) for process in running]


def test_four_who_add_codes_and_set_cases_all_find_their_own(tmp_path: Path) -> None:
    study(tmp_path, ANNA, BO).close()
    codes = together(
        tmp_path,
        *([f"codebook add frame:new-{at}", f"case set C{at} role=r{at}", f"tag D1#1 open:thing --coder c{at}"]
          for at in range(4)),
    )  # fmt: skip
    assert codes == [0, 0, 0, 0]
    with Project.open(tmp_path) as project:
        assert {f"frame:new-{at}" for at in range(4)} <= {full for full, _ in project.codes}
        assert {case.id: dict(case.attributes) for case in project.cases} == {
            f"C{at}": {"role": f"r{at}"} for at in range(4)
        }
        assert [code.id for code in project.codes.book("open")] == ["thing"], "the open code they all made is one"
        assert sorted((c.code, c.coder) for c in project.codings()) == [("open:thing", f"c{at}") for at in range(4)]


def test_two_who_tag_while_one_edits_the_codebook_lose_nothing(tmp_path: Path) -> None:
    study(tmp_path, ANNA, BO).close()
    assert together(
        tmp_path,
        [f"tag {place} frame:support --coder ana" for place in ("D1#1", "D1#2", "M1#1", "M1#2")],
        [f"tag {place} frame:capacity --coder bo" for place in ("D1#1", "D1#2", "M1#1", "M1#2")],
        [
            "codebook rename frame:value worth",
            "codebook add frame:worth.more",
            "codebook define frame:worth brief Nice",
        ],
    ) == [0, 0, 0]
    with Project.open(tmp_path) as project:
        assert len(project.codings()) == 8
        assert {"frame:worth.more", "frame:worth.mission"} <= {full for full, _ in project.codes}


def test_three_who_add_the_same_folder_have_each_file_once(tmp_path: Path) -> None:
    study(tmp_path, ANNA, BO).close()
    for at in range(4):
        (tmp_path / "transcripts" / f"P{at}.txt").write_text(f"I: Hvad?\nMia: Svar nummer {at}.\n", "utf-8")
    answers = [["Navn", "Hvad?"], ["Mia", "Alt er godt."], ["No", "Intet er godt."]]
    (tmp_path / "transcripts" / "svar.csv").write_text("".join(";".join(row) + "\n" for row in answers), "utf-8")
    assert together(tmp_path, *[[f"add {tmp_path / 'transcripts'}"]] * 3) == [0, 0, 0]
    with Project.open(tmp_path) as project:
        assert sorted(project.store.document_ids()) == ["D1", "M1", "P0", "P1", "P2", "P3", "svar-1", "svar-2"]
        assert [case.id for case in project.cases] == ["svar-1", "svar-2"]


def other(root: Path) -> Project:
    return Project.open(root, coder="bo")


def test_a_code_renamed_before_the_key_is_refused_and_not_coded_without_a_code(tmp_path: Path) -> None:
    with study(tmp_path, ANNA) as project:
        tags = wishes(project, "D1#1", ["value.mission"])
        with other(tmp_path) as bo:
            from functools import partial

            from qualcode.codebook import edits

            recode.edit(bo, "frame", partial(edits.rename, id="value.mission", to="value.aim"), action="x", summary="")
        with pytest.raises(UsageError, match="renamed, merged or taken away by another program"):
            tag(project, tags)
        assert project.codings() == []
        project.tag("D1#1", "value.aim")


def test_words_that_were_read_again_before_the_key_are_not_coded_as_others(tmp_path: Path) -> None:
    from qualcode.project.reread import reread

    with study(tmp_path, ANNA) as project:
        tags = wishes(project, "D1#1", ["value"])
        (tmp_path / "new.txt").write_text(ANNA.text.replace("I: ", "I: Nå, altså. ", 1), encoding="utf-8")
        with other(tmp_path) as bo:
            assert reread(bo, "D1", tmp_path / "new.txt").outcome == "reread"
        with pytest.raises(DataError, match="read again by another program"):
            tag(project, tags)
        assert project.codings() == []


def test_a_document_taken_out_before_the_key_is_said(tmp_path: Path) -> None:
    from qualcode.project.erase import remove

    with study(tmp_path, ANNA, BO) as project:
        tags = wishes(project, "D1#1", ["value"])
        with other(tmp_path) as bo:
            remove(bo, ["D1"])
        with pytest.raises(DataError, match="taken away by another program"):
            tag(project, tags)


def test_a_case_set_by_another_since_the_file_was_read_stays(tmp_path: Path) -> None:
    with study(tmp_path, ANNA, BO) as project:
        assert [case.id for case in project.cases] == []
        with other(tmp_path) as bo:
            set_case(bo, "B", {"role": "manager"})
        set_case(project, "A", {"role": "director"})
        assert [case.id for case in project.cases] == ["B", "A"]
