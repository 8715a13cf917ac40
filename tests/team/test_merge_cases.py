"""A case that got another id in one copy is the same case in the other, with all that was said of it there."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from qualcode.core.errors import UsageError
from qualcode.project import Project
from qualcode.project.coders import rename_case, set_case
from qualcode.project.memos import write

from ..cli.conftest import Run, qualcode
from ..study import ANNA, BO, study
from .test_merge import at, both_ways, content, merged

__all__ = ["qualcode"]

Act = Callable[[Project], object]


@pytest.fixture
def two(tmp_path: Path) -> tuple[Path, Path]:
    """Two copies of a study with two cases, one of which is part of the other, and a memo about it."""
    with study(tmp_path / "a", ANNA, BO) as project:
        set_case(project, "Aby", {"kind": "municipality"}, members=["M1"])
        set_case(project, "Anna", {"role": "director", "part_of": "Aby"}, members=["D1"])
        write(project, "Anna", "of both")
    shutil.copytree(tmp_path / "a", tmp_path / "b")
    return tmp_path / "a", tmp_path / "b"


def renamed(root: Path, *pairs: tuple[str, str]) -> None:
    with at(root) as project:
        for old, new in pairs:
            rename_case(project, old, new)


def did(root: Path, act: Act) -> None:
    with at(root, "bo") as project:
        act(project)


def cases(root: Path) -> dict[str, dict[str, str]]:
    with at(root) as project:
        return {id: dict(case.attributes) for id, case in project.case_map.cases.items()}


def memos(root: Path) -> set[tuple[str, str]]:
    with at(root) as project:
        return {(memo.case, memo.text) for memo in project.store.memos()}


def attribute(project: Project) -> None:
    set_case(project, "Anna", {"age": "50", "name": "A. Holm", "weight": "2"})


def changed_attribute(project: Project) -> None:
    set_case(project, "Anna", {"role": "manager"})


def member(project: Project) -> None:
    set_case(project, "Anna", {}, members=["D1", "M1:Bo"])


def about_it(project: Project) -> None:
    write(project, "Anna", "of Bo's")


def part(project: Project) -> None:
    set_case(project, "Bo", {"part_of": "Anna"}, members=["M1:Bo"])


@pytest.mark.parametrize("act", [about_it, attribute, changed_attribute, part])
def test_what_is_said_of_a_case_meanwhile_follows_its_new_id(two: tuple[Path, Path], act: Act) -> None:
    a, b = two
    renamed(a, ("Anna", "I01"))
    did(b, act)
    before = [shutil.copytree(root, root.with_name(f"{root.name}-then")) for root in two]
    assert [merged(a, before[1]), merged(b, before[0])] == [[], []]
    once = content(a)
    assert content(b) == once
    assert both_ways(a, b) == []
    assert merged(a, before[1]) == []
    assert content(a) == content(b) == once
    assert "Anna" not in cases(a)
    assert {case for case, _ in memos(a)} == {"I01"}
    if act is attribute:
        assert cases(b)["I01"] == {"role": "director", "age": "50"}
    if act is changed_attribute:
        assert cases(b)["I01"] == {"role": "manager"}
    if act is part:
        with at(a) as project:
            assert project.case_map.cases["Bo"].part_of == "I01"


def test_the_case_that_others_are_part_of_may_be_the_one_renamed(two: tuple[Path, Path], qualcode: Run) -> None:
    a, b = two
    renamed(a, ("Aby", "X1"))
    did(b, attribute)
    assert both_ways(a, b) == []
    assert content(a) == content(b)
    for root in two:
        with at(root) as project:
            assert project.case_map.cases["Anna"].part_of == "X1"
        assert "case" not in qualcode("-C", root, "check").out


def test_a_case_renamed_in_both_copies_is_asked_about_and_is_one_meanwhile(two: tuple[Path, Path]) -> None:
    a, b = two
    renamed(a, ("Anna", "I01"))
    renamed(b, ("Anna", "P1"))
    did(b, lambda project: write(project, "P1", "of Bo's"))
    told = ["case Anna, renamed on both sides"]
    assert [merged(a, b), merged(b, a), merged(a, b), merged(b, a)] == 4 * [told]
    assert (set(cases(a)), set(cases(b))) == ({"Aby", "I01"}, {"Aby", "P1"})
    assert memos(a) == {("I01", "of both"), ("I01", "of Bo's")}
    assert merged(a, b, prefer="theirs") == merged(b, a) == merged(a, b) == []
    assert content(a) == content(b)
    assert set(cases(a)) == {"Aby", "P1"}


def test_a_case_renamed_in_one_copy_and_taken_out_in_the_other_is_asked_about(two: tuple[Path, Path]) -> None:
    a, b = two
    renamed(a, ("Anna", "I01"))
    table = b / "cases.csv"
    table.write_text("".join(x for x in table.read_text().splitlines(True) if not x.startswith("Anna")), "utf-8")
    told = ["case I01, taken out in one copy and changed in the other"]
    assert [merged(a, b), merged(b, a)] == [told, told]
    assert merged(a, b, prefer="mine") == merged(b, a) == []
    assert content(a) == content(b)
    assert set(cases(b)) == {"Aby", "I01"}


@pytest.mark.parametrize(
    "pairs", [[("Anna", "x"), ("Aby", "Anna"), ("x", "Aby")], [("Anna", "I01"), ("I01", "I02"), ("Aby", "Anna")]]
)
def test_an_id_that_went_to_another_case_is_that_cases(
    two: tuple[Path, Path], qualcode: Run, pairs: list[tuple[str, str]]
) -> None:
    a, b = two
    renamed(a, *pairs)
    did(b, attribute)
    did(b, about_it)
    assert both_ways(a, b) == []
    assert content(a) == content(b)
    assert merged(a, b) == []
    now = pairs[-1][1] if len(cases(a).keys() & {"Aby"}) else "I02"
    assert cases(a)[now] == {"role": "director", "age": "50"}
    assert {case for case, _ in memos(b)} == {now}
    c = Path(shutil.copytree(b, b.with_name("c"), ignore=shutil.ignore_patterns("*.sqlite*")))
    assert qualcode("-C", b, "snapshot").code == 0
    shutil.copytree(b / "snapshot", c / "snapshot")
    assert qualcode("-C", c, "restore").code == 0
    assert merged(c, a) == merged(a, c) == []
    assert content(a) == content(c) == content(b)


def test_a_new_case_with_the_id_that_another_had_is_a_new_one(two: tuple[Path, Path]) -> None:
    a, b = two
    renamed(a, ("Anna", "I01"))
    with at(a) as project:
        set_case(project, "Anna", {"role": "clerk"}, members=["M1:Bo"])
    did(b, attribute)
    assert both_ways(a, b) == []
    assert content(a) == content(b)
    assert cases(b)["Anna"] == {"role": "clerk", "age": ""}
    assert cases(b)["I01"] == {"role": "director", "age": "50"}


def test_a_case_renamed_to_what_a_new_one_is_called_elsewhere_is_one_with_it_and_that_is_told(
    two: tuple[Path, Path], qualcode: Run
) -> None:
    a, b = two
    renamed(a, ("Anna", "I01"))
    with at(b, "bo") as project:
        set_case(project, "I01", {"age": "50"}, members=["M1:Bo"])
    ran = qualcode("-C", b, "merge", a)
    assert "the two are one now (I01)" in ran.err + ran.out
    assert merged(a, b) == merged(b, a) == []
    assert content(a) == content(b)
    assert cases(a)["I01"] == {"role": "director", "age": "50"}


def test_a_third_copy_follows_by_way_of_a_second(two: tuple[Path, Path]) -> None:
    a, b = two
    c = Path(shutil.copytree(b, b.with_name("c")))
    renamed(a, ("Anna", "I01"))
    did(c, about_it)
    assert merged(b, a) == merged(b, c) == merged(c, b) == merged(a, c) == []
    assert content(a) == content(b) == content(c)
    assert memos(c) == {("I01", "of both"), ("I01", "of Bo's")}


@pytest.mark.parametrize("by", ["", "snapshot"])
def test_it_is_followed_by_a_snapshot_and_after_an_undo_not(two: tuple[Path, Path], qualcode: Run, by: str) -> None:
    a, b = two
    renamed(a, ("Anna", "I01"))
    did(b, about_it)
    assert qualcode("-C", a, "snapshot").code == 0
    assert merged(b, a / by) == []
    assert memos(b) == {("I01", "of both"), ("I01", "of Bo's")}
    with at(b) as project:
        project.undo(whoever=True)
    assert memos(b) == {("Anna", "of both"), ("Anna", "of Bo's")}
    with at(a) as project:
        project.undo()
    assert merged(b, a) == []
    assert set(cases(b)) == {"Aby", "Anna"}


def test_what_another_program_keeps_of_a_case_goes_along(two: tuple[Path, Path]) -> None:
    a, b = two
    with at(b) as project, project.writable.change("import", "ana") as change:
        change.insert("foreign_part", {"format": "qdpx", "kind": "guid", "subject": "case Anna", "value": "G"})
    renamed(a, ("Anna", "I01"))
    assert both_ways(a, b) == []
    for root in two:
        with at(root) as project:
            assert {part.subject for _, part in project.store.foreign()} == {"case I01"}


def test_a_snapshot_of_before_the_renaming_is_restored_with_the_present_id(
    two: tuple[Path, Path], qualcode: Run
) -> None:
    a, _ = two
    assert qualcode("-C", a, "snapshot", "-o", a.with_name("then"), "--allow-identifiable").code == 0
    renamed(a, ("Anna", "I01"))
    ran = qualcode("-C", a, "restore", a.with_name("then") / "snapshot")
    assert "1 memo: of a time before the case was renamed" in ran.err
    assert memos(a) == {("I01", "of both")}
    assert "case_gone" not in qualcode("-C", a, "check").out


def test_a_restored_memo_or_coding_without_its_case_or_code_is_told(two: tuple[Path, Path], qualcode: Run) -> None:
    a, _ = two
    with at(a) as project:
        project.tag("D1:2", "capacity")
    assert qualcode("-C", a, "snapshot", "-o", a.with_name("then"), "--allow-identifiable").code == 0
    text = (a / "cases.csv").read_text("utf-8")
    (a / "cases.csv").write_text("".join(x for x in text.splitlines(True) if not x.startswith("Anna")), "utf-8")
    frame = a / "codebooks" / "frame.yaml"
    frame.write_text(frame.read_text("utf-8").replace("id: capacity", "id: other"), "utf-8")
    ran = qualcode("-C", a, "restore", a.with_name("then") / "snapshot")
    assert (ran.code, "code_gone" in ran.err, "case_gone" in ran.err) == (0, True, True), ran


def test_a_case_cannot_take_the_id_of_another(two: tuple[Path, Path]) -> None:
    a, _ = two
    with at(a) as project, pytest.raises(UsageError, match="there is a case"):
        rename_case(project, "Anna", "Aby")
