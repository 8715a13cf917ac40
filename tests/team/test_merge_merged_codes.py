"""A code that one copy merged into another, while the other copy went on coding with it: the merging is followed."""

import shutil
from pathlib import Path

import pytest

from qualcode.project.memos import write
from qualcode.project.merging import Wishes, merge

from ..cli.conftest import Run, qualcode
from ..study import ANNA, BO, study
from .test_merge import at, both_ways, content, merged

__all__ = ["qualcode"]

GUIDE = "questions:\n  - id: q1\n    text: Hvad er vigtigt?\n    elicits: [frame:support]\n"


@pytest.fixture
def two(tmp_path: Path) -> tuple[Path, Path]:
    """Two copies of a study in which `support` and `value` are used."""
    with study(tmp_path / "a", ANNA, BO) as project:
        project.tag("D1:2", "support")
        project.tag("D1:4", "value")
    shutil.copytree(tmp_path / "a", tmp_path / "b")
    return tmp_path / "a", tmp_path / "b"


def edit(qualcode: Run, root: Path, *words: str) -> None:
    done = qualcode("-C", root, "codebook", *words)
    assert done.code == 0, done.err


def support_into_value(qualcode: Run, root: Path) -> None:
    edit(qualcode, root, "merge", "frame:support", "--into", "frame:value")


def coded(root: Path) -> list[tuple[str, int, str, str]]:
    with at(root) as project:
        return sorted((c.document, c.span.start, c.code.partition(":")[2], c.coder) for c in project.codings())


def codes(root: Path) -> set[str]:
    with at(root) as project:
        return {code.id for code in project.codes.book("frame")}


def test_codings_memos_and_questions_go_to_the_code_that_stayed(two: tuple[Path, Path], qualcode: Run) -> None:
    a, b = two
    for root in two:
        (root / "questions.yaml").write_text(GUIDE, "utf-8")
    support_into_value(qualcode, a)
    with at(b, "bo") as project:
        project.tag("M1:2", "support", coder="bo")
        project.tag("M1:4", "support", coder="bo", memo="first")
        project.tag("M1:4", "value", coder="bo", memo="second")
        write(project, "frame:support", "bo's thought")
    before = content(b)
    shutil.copytree(b, b.with_name("b-then"))
    with at(b, "bo") as project:
        done = merge(project, a, Wishes())
    assert (done.conflicts, done.account.carried["codings of codes that were merged into others"]) == ((), 3)
    once = content(b)
    assert codes(b) == {"value", "value.mission", "capacity"}
    assert {code for _, _, code, _ in coded(b)} == {"value"}
    assert [c[8] for c in once["codings"] if c[5] == "bo" and c[8]] == ["second\nfirst"]  # type: ignore[attr-defined]
    with at(b, "bo") as project:
        assert [memo.about for memo in project.store.memos()] == ["code frame:value"]
        assert [question.elicits for question in project.questions] == [("frame:value",)]
        assert merge(project, a, Wishes()).account.carried == {}
        project.undo()
    assert content(b) == before, "one undo takes all of it back"
    with at(a) as project:
        come = merge(project, b.with_name("b-then"), Wishes()).account.carried
        assert come["codings of codes that were merged into others"] == 1
        assert "codings of codes that were merged into others" not in merge(project, b, Wishes()).account.carried
    assert content(a) == once, "it does not matter who merges whom"


def test_a_merging_that_was_undone_is_not_told(two: tuple[Path, Path], qualcode: Run) -> None:
    a, b = two
    support_into_value(qualcode, a)
    with at(a) as project:
        project.undo()
    with at(b, "bo") as project:
        project.tag("M1:2", "support", coder="bo")
    assert both_ways(a, b) == []
    assert content(a) == content(b)
    assert "support" in codes(a)


def test_a_third_copy_hears_of_it_by_a_snapshot_and_under_an_earlier_name(
    two: tuple[Path, Path], qualcode: Run
) -> None:
    a, b = two
    c = a.with_name("c")
    shutil.copytree(a, c)
    edit(qualcode, a, "rename", "frame:support", "help")
    edit(qualcode, a, "merge", "frame:help", "--into", "frame:value")
    edit(qualcode, a, "rename", "frame:value", "worth")
    assert qualcode("-C", a, "snapshot", "-o", a.with_name("out"), "--allow-identifiable").code == 0
    assert merged(b, a.with_name("out") / "snapshot") == []
    with at(c, "bo") as project:
        project.tag("M1:2", "support", coder="bo")
    assert both_ways(b, c) == []
    assert content(b) == content(c)
    assert {code for _, _, code, _ in coded(b)} == {"worth"}
    assert "support" not in codes(c)


def test_what_is_restored_of_a_time_before_has_the_code_that_stayed(two: tuple[Path, Path], qualcode: Run) -> None:
    a, _ = two
    assert qualcode("-C", a, "snapshot", "-o", a.with_name("out"), "--allow-identifiable").code == 0
    support_into_value(qualcode, a)
    done = qualcode("-C", a, "restore", a.with_name("out") / "snapshot", "--force")
    assert "1 coding: of a time before the code was renamed or merged" in done.err
    assert [code for _, _, code, _ in coded(a)] == ["value", "value"]
    assert "frame:support" not in qualcode("-C", a, "check").out


@pytest.mark.parametrize(
    ("hers", "his", "code", "gone"),
    [
        ([], [("rename", "frame:support", "help")], "value", {"support", "help"}),
        ([], [("rename", "frame:value", "worth")], "worth", {"support", "value"}),
        ([], [("move", "frame:value", "frame:support")], "value", {"support", "support.value"}),
        ([("rename", "frame:value", "worth")], [], "worth", {"support", "value"}),
        ([("move", "frame:value", "frame:capacity")], [], "capacity.value", {"support", "value"}),
        ([], [("merge", "frame:value", "--into", "frame:capacity")], "capacity", {"support", "value"}),
        ([("merge", "frame:value", "--into", "frame:capacity")], [], "capacity", {"support", "value"}),
        ([], [("add", "frame:support.late")], "value", {"support", "support.late"}),
    ],
)
def test_whatever_else_became_of_either_code(
    two: tuple[Path, Path], qualcode: Run, hers: list[tuple[str, ...]], his: list[tuple[str, ...]], code: str,
    gone: set[str],
) -> None:  # fmt: skip
    a, b = two
    support_into_value(qualcode, a)
    with at(b, "bo") as project:
        project.tag("M1:2", "support", coder="bo")
    for root, done in ((a, hers), (b, his)):
        for words in done:
            edit(qualcode, root, *words)
    assert both_ways(a, b) == []
    assert content(a) == content(b)
    assert {each[2] for each in coded(a)} == {code}
    assert not codes(a) & gone
    if his and his[0][0] == "add":
        assert "value.late" in codes(a)


def test_codes_below_one_that_was_merged_go_along(two: tuple[Path, Path], qualcode: Run) -> None:
    a, b = two
    for root in two:
        edit(qualcode, root, "add", "frame:support.mission")
        edit(qualcode, root, "add", "frame:support.time")
    support_into_value(qualcode, a)
    with at(b, "bo") as project:
        project.tag("M1:2", "support.mission", coder="bo")
        project.tag("M1:4", "support.time", coder="bo")
    assert both_ways(a, b) == []
    assert content(a) == content(b)
    assert codes(a) == {"value", "value.mission", "value.time", "capacity"}
    assert [code for _, _, code, coder in coded(a) if coder == "bo"] == ["value.mission", "value.time"]


def test_two_codes_each_merged_into_the_other_are_one_and_a_person_says_which(
    two: tuple[Path, Path], qualcode: Run
) -> None:
    a, b = two
    support_into_value(qualcode, a)
    edit(qualcode, b, "merge", "frame:value", "--into", "frame:support")
    with at(b, "bo") as project:
        project.tag("M1:2", "support", coder="bo")
    asked = ["two codes, each merged into the other in one copy"]
    assert merged(a, b) == merged(a, b) == merged(b, a) == asked
    assert [{code for _, _, code, _ in coded(root)} for root in two] == [{"value"}, {"support"}]
    assert len(coded(a)) == len(coded(b)) == 3
    assert merged(a, b, prefer="theirs") == merged(b, a) == merged(a, b) == []
    assert content(a) == content(b)
    assert {code for _, _, code, _ in coded(a)} == {"support"}
    assert "value" not in codes(a)


def test_a_code_made_again_under_the_name_is_a_code_of_its_own(two: tuple[Path, Path], qualcode: Run) -> None:
    a, b = two
    support_into_value(qualcode, a)
    assert both_ways(a, b) == []
    edit(qualcode, b, "add", "frame:support")
    with at(b, "bo") as project:
        project.tag("M1:2", "frame:support", coder="bo")
    assert both_ways(a, b) == []
    assert content(a) == content(b)
    assert sorted(code for _, _, code, _ in coded(a)) == ["support", "value", "value"]


def test_what_was_written_of_a_code_since_it_was_merged_is_named(two: tuple[Path, Path], qualcode: Run) -> None:
    a, b = two
    support_into_value(qualcode, a)
    edit(qualcode, b, "define", "frame:support", "definition", "Hjælp fra andre.")
    with at(a) as project:
        [lost] = merge(project, b, Wishes(dry_run=True)).account.lost
    assert lost.examples == ["frame:support, Hjælp fra andre."]


def test_a_code_that_only_the_other_copy_has_comes_with_all_that_it_says(two: tuple[Path, Path], qualcode: Run) -> None:
    a, b = two
    edit(qualcode, a, "add", "frame:capacity.new")
    edit(qualcode, a, "define", "frame:capacity.new", "brief", "Nyt.")
    edit(qualcode, a, "merge", "frame:support", "--into", "frame:capacity.new")
    with at(b, "bo") as project:
        project.tag("M1:2", "frame:support", coder="bo")
    assert both_ways(a, b) == []
    assert content(a) == content(b)
    assert sorted(code for _, _, code, _ in coded(b)) == ["capacity.new", "capacity.new", "value"]


def test_a_code_moved_below_one_that_was_renamed_elsewhere_is_not_asked_about(
    two: tuple[Path, Path], qualcode: Run
) -> None:
    a, b = two
    with at(a) as project:
        project.tag("D1:4", "open:thing")
    both_ways(a, b)
    edit(qualcode, a, "rename", "frame:support", "backing")
    edit(qualcode, b, "promote", "open:thing", "--into", "frame:support")
    assert both_ways(a, b) == []
    assert content(a) == content(b)
    assert "backing.thing" in codes(b)
