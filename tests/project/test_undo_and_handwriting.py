"""Undo takes back one's own latest change, and never what was written by hand or built on since."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qualcode.core.merge import merge
from qualcode.project import Project
from qualcode.project.coders import set_case
from tests.cli.conftest import Run
from tests.study import ANNA, BO, study

HAND = "  - id: hand\n    name: {en: Hand made}\n"


def frame(root: Path) -> Path:
    return root / "codebooks" / "frame.yaml"


def test_what_was_written_by_hand_since_stays(qualcode: Run, tmp_path: Path) -> None:
    study(tmp_path, ANNA).close()
    before = frame(tmp_path).read_text("utf-8")
    qualcode("codebook", "define", "frame:value", "brief", "Something else.")
    frame(tmp_path).write_text(frame(tmp_path).read_text("utf-8") + HAND, encoding="utf-8")
    assert qualcode("undo").code == 0
    assert frame(tmp_path).read_text("utf-8") == before + HAND
    assert qualcode("redo").code == 0
    assert "Something else." in frame(tmp_path).read_text("utf-8") and HAND in frame(tmp_path).read_text("utf-8")


def test_where_its_own_lines_were_changed_nothing_is_undone_and_the_lines_are_named(
    qualcode: Run, tmp_path: Path
) -> None:
    study(tmp_path, ANNA).close()
    qualcode("codebook", "define", "frame:value", "brief", "Something else.")
    changed = frame(tmp_path).read_text("utf-8").replace("Something else.", "By hand.")
    frame(tmp_path).write_text(changed, encoding="utf-8")
    ran = qualcode("undo")
    assert (ran.code, frame(tmp_path).read_text("utf-8")) == (3, changed)
    line = changed.splitlines().index(next(line for line in changed.splitlines() if "By hand." in line)) + 1
    assert f"codebooks/frame.yaml, line {line}" in ran.err


def test_a_column_that_others_wrote_in_since_stays(qualcode: Run, tmp_path: Path) -> None:
    """Lines alone could be undone, and would leave a row with more cells than there are columns."""
    study(tmp_path, ANNA, BO).close()
    assert qualcode("case", "set", "Ida", "role=boss", "--member", "D1").code == 0
    with Project.open(tmp_path, coder="bo") as project:
        set_case(project, "Eva", {"role": "aide"}, members=["M1"])
    table = (tmp_path / "cases.csv").read_bytes()
    ran = qualcode("undo")
    assert (ran.code, "file_changed_by_hand" in ran.err, "cases.csv" in ran.err) == (3, True, True), ran.err
    assert (tmp_path / "cases.csv").read_bytes() == table
    assert qualcode("undo", "--any").code == qualcode("undo").code == qualcode("status").code == 0


def test_the_line_ends_and_the_mark_of_a_windows_editor_stay(qualcode: Run, tmp_path: Path) -> None:
    study(tmp_path, ANNA).close()
    windows = b"\xef\xbb\xbf" + frame(tmp_path).read_bytes().replace(b"\n", b"\r\n")
    frame(tmp_path).write_bytes(windows)
    assert qualcode("codebook", "define", "frame:value", "brief", "Something else.").code == 0
    assert frame(tmp_path).read_bytes().startswith(b"\xef\xbb\xbf")
    assert b"\n" not in frame(tmp_path).read_bytes().replace(b"\r\n", b"")
    qualcode("undo")
    assert frame(tmp_path).read_bytes() == windows


def test_ones_own_latest_change_is_taken_back_and_anothers_only_when_asked(qualcode: Run, tmp_path: Path) -> None:
    study(tmp_path, ANNA).close()
    qualcode("tag", "D1#1", "value")
    qualcode("tag", "D1#2", "support", "--coder", "bo")
    assert "frame:value" in qualcode("undo").err
    with Project.open(tmp_path) as project:
        assert [c.coder for c in project.codings()] == ["bo"]
    ran = qualcode("undo")
    assert ran.code == 3 and "bo has built on it" in ran.err and "undo --any" in ran.err, "bo coded in the document"
    assert "(bo," in qualcode("undo", "--any").err
    assert qualcode("undo").code == 0


def test_an_open_code_that_others_use_since_is_not_taken_from_them(qualcode: Run, tmp_path: Path) -> None:
    study(tmp_path, ANNA, BO).close()
    qualcode("tag", "D1#1", "open:thing")
    qualcode("tag", "M1#1", "open:thing", "--coder", "bo")
    assert qualcode("undo").code == 3
    assert "thing" in (tmp_path / "codebooks" / "open.yaml").read_text("utf-8")
    with Project.open(tmp_path) as project:
        assert len(project.codings()) == 2


LINES = st.lists(st.sampled_from(["a", "b", "c", "d"]), max_size=8).map(lambda lines: "".join(f"{x}\n" for x in lines))


@given(LINES, LINES)
def test_merging_with_nothing_changed_on_one_side_gives_the_other(base: str, changed: str) -> None:
    assert merge(base, changed, base) == (changed, [])
    assert merge(base, base, changed) == (changed, [])


@given(LINES, LINES, LINES)
def test_a_merge_without_clashes_keeps_every_line_that_one_side_added(base: str, wanted: str, theirs: str) -> None:
    merged, clashes = merge(base, wanted, theirs)
    if clashes:
        assert merged == theirs
        return
    for line in set(wanted.split()) | set(theirs.split()):
        if line not in base.split():
            assert line in merged.split()


@pytest.mark.parametrize("command", [("cases.csv",), ("qualcode.toml",), ("codebooks/frame.yaml",)])
def test_results_are_never_written_over_what_the_study_rests_on(
    qualcode: Run, tmp_path: Path, command: tuple[str, ...]
) -> None:
    study(tmp_path, ANNA).close()
    qualcode("tag", "D1#1", "value")
    path = tmp_path / command[0]
    before = path.read_bytes()
    ran = qualcode("shares", "-o", command[0], "--format", "csv")
    assert (ran.code, path.read_bytes()) == (2, before)
    assert "own_input" in ran.err


@pytest.mark.parametrize(
    "made", [("memo", "D1:2", "hers"), ("question", "mark", "D1#1", "missing"), ("coder", "begin", "D1")]
)
def test_an_interview_that_another_wrote_about_is_not_taken_away_by_undo(
    qualcode: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, made: tuple[str, ...]
) -> None:
    assert qualcode("init", ".", "--coder", "ana").code == 0
    (tmp_path / "transcripts" / "D1.txt").write_text("I: How?\nMia: So.\nI: And?\nMia: Thus.\n", encoding="utf-8")
    assert qualcode("add", "transcripts").code == 0
    monkeypatch.setenv("QUALCODE_CODER", "bo")
    assert qualcode(*made).code == 0
    monkeypatch.setenv("QUALCODE_CODER", "ana")
    ran = qualcode("undo")
    assert ran.code != 0 and "bo has built on it since" in ran.err
    assert qualcode("undo", "--any").code == qualcode("undo").code == 0
