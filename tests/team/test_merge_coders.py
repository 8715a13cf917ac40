"""Coders of two copies who were renamed, made one, or whose names are in other letters: one person stays one."""

import shutil
from pathlib import Path

import pytest

from qualcode.project import Project
from tests.cli.conftest import Run, qualcode

from ..study import ANNA, BO, study
from .test_merge import at, both_ways, content, merged

__all__ = ["qualcode"]


@pytest.fixture
def two(tmp_path: Path) -> tuple[Path, Path]:
    """The folders of two copies of a study in which ana and bo have coded the same words."""
    with study(tmp_path / "a", ANNA, BO) as project:
        project.tag("D1:2", "value")
        project.tag("D1:2", "value", coder="bo")
        project.tag("M1:2", "value", coder="bo")
    shutil.copytree(tmp_path / "a", tmp_path / "b")
    return tmp_path / "a", tmp_path / "b"


def did(qualcode: Run, root: Path, *words: str | Path) -> None:
    ran = qualcode("-C", root, *words)
    assert ran.code == 0, ran.err


def coded(root: Path) -> list[tuple[str, str]]:
    with Project.open(root) as project:
        return sorted((f"{coding.document}@{coding.span.start}", coding.coder) for coding in project.codings())


@pytest.mark.parametrize("order", [0, 1])
def test_two_who_are_one_in_a_copy_are_one_in_the_other(two: tuple[Path, Path], qualcode: Run, order: int) -> None:
    a, b = two
    did(qualcode, a, "coder", "rename", "bo", "ana", "--merge")
    did(qualcode, b, "tag", "M1:4", "support", "--coder", "bo")
    did(qualcode, b, "tag", "D1:4", "support", "--coder", "bo")
    did(qualcode, b, "tag", "D1:4", "support", "--coder", "ana")
    shutil.copytree(b, b.with_name("b-then"))
    did(qualcode, *((b, "merge", a) if order else (a, "merge", b)))
    did(qualcode, *((a, "merge", b) if order else (b, "merge", a)))
    did(qualcode, a, "merge", b.with_name("b-then"))
    assert content(a) == content(b)
    assert {coder for _, coder in coded(a)} == {"ana"} and len(coded(a)) == 4
    assert content(a)["coders"] == ["ana"]
    once = content(a)
    assert both_ways(a, b) == [] and content(a) == content(b) == once


def test_who_is_one_with_somebody_there_and_was_renamed_here_is_followed(two: tuple[Path, Path], qualcode: Run) -> None:
    a, b = two
    did(qualcode, a, "coder", "rename", "bo", "ana", "--merge")
    did(qualcode, b, "coder", "rename", "bo", "boris")
    did(qualcode, b, "tag", "M1:4", "support", "--coder", "boris")
    assert both_ways(a, b) == [] and content(a) == content(b)
    assert content(a)["coders"] == ["ana"] and len(coded(a)) == 3
    once = content(a)
    assert both_ways(a, b) == [] and content(a) == content(b) == once


def test_who_is_one_with_another_in_each_copy_makes_no_one_of_these_two(two: tuple[Path, Path], qualcode: Run) -> None:
    a, b = two
    for copy in (a, b):
        did(qualcode, copy, "tag", "D1:4", "support", "--coder", "eva")
    did(qualcode, a, "coder", "rename", "bo", "ana", "--merge")
    did(qualcode, b, "coder", "rename", "bo", "eva", "--merge")
    assert merged(a, b) and merged(b, a), "whose codings those are is asked"
    assert content(a)["coders"] == content(b)["coders"] == ["ana", "eva"]
    assert merged(a, b, prefer="mine") == merged(b, a) == [] and content(a) == content(b)


def test_a_third_copy_follows_two_who_are_one(two: tuple[Path, Path], qualcode: Run) -> None:
    a, b = two
    shutil.copytree(a, a.with_name("c"))
    c = a.with_name("c")
    did(qualcode, a, "coder", "rename", "bo", "ana", "--merge")
    did(qualcode, c, "tag", "M1:4", "support", "--coder", "bo")
    did(qualcode, b, "merge", a)
    assert both_ways(b, c) == [] and content(b) == content(c)
    assert {coder for _, coder in coded(c)} == {"ana"}


def test_made_one_by_either_name_in_each_copy_is_asked_once(two: tuple[Path, Path], qualcode: Run) -> None:
    a, b = two
    did(qualcode, a, "coder", "rename", "bo", "ana", "--merge")
    did(qualcode, b, "coder", "rename", "ana", "bo", "--merge")
    assert both_ways(a, b) == ["the name of one coder"]
    assert merged(a, b, prefer="theirs") == [] and merged(b, a) == []
    assert content(a) == content(b) and content(a)["coders"] == ["bo"]


@pytest.mark.parametrize("how", ["letters", "renamed"])
def test_one_coder_by_two_names_is_said_and_settled(two: tuple[Path, Path], qualcode: Run, how: str) -> None:
    a, b = two
    if how == "renamed":
        did(qualcode, a, "coder", "rename", "bo", "boris")
        did(qualcode, b, "coder", "rename", "bo", "Bosse")
    else:
        did(qualcode, a, "tag", "D1:4", "support", "--coder", "Ida")
        did(qualcode, b, "tag", "M1:4", "support", "--coder", "ida")
    ran = qualcode("-C", a, "merge", b)
    assert ran.code == 1 and "the name of one coder\n" in ran.out and "1 open" in ran.err
    assert merged(b, a) == ["the name of one coder"]
    assert merged(a, b, prefer="theirs") == [] and merged(b, a) == []
    assert content(a) == content(b)
    assert ("ida" if how == "letters" else "Bosse") in str(content(a)["coders"])


def test_two_of_one_copy_whose_names_differ_in_letters_alone_stay_two(two: tuple[Path, Path], qualcode: Run) -> None:
    a, b = two
    did(qualcode, b, "tag", "M1:4", "support", "--coder", "Bo")
    assert both_ways(a, b) == [] and content(a) == content(b)
    assert content(a)["coders"] == ["Bo", "ana", "bo"]


def test_who_was_renamed_is_not_taken_for_one_whose_name_differs_in_letters(
    two: tuple[Path, Path], qualcode: Run
) -> None:
    a, b = two
    did(qualcode, b, "tag", "M1:4", "support", "--coder", "Bo")
    did(qualcode, b, "coder", "rename", "bo", "anders")
    assert both_ways(a, b) == [] and content(a) == content(b)
    assert content(a)["coders"] == ["Bo", "ana", "anders"]


def test_who_was_renamed_and_codes_again_by_the_old_name_is_followed_by_a_third_copy(
    two: tuple[Path, Path], qualcode: Run
) -> None:
    a, b = two
    c = a.with_name("c")
    shutil.copytree(a, c)
    did(qualcode, b, "coder", "rename", "bo", "boris")
    did(qualcode, b, "tag", "D1:4", "support", "--coder", "bo")
    assert merged(a, b) == merged(c, a) == []
    with at(c) as project:
        assert sorted(coding.coder for coding in project.codings()) == ["ana", "bo", "boris", "boris"]
