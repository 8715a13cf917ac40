"""A frame without a code yet, a level that no frame has: said in words, and no report is stopped by it."""

from __future__ import annotations

from pathlib import Path

import pytest

from qualcode.cli import context, main
from tests.study import ANNA, BO, study

pytestmark = pytest.mark.file_engine  # what is counted is computed above the store


@pytest.fixture
def root(tmp_path: Path) -> Path:
    with study(tmp_path / "study", ANNA, BO) as made:
        made.tag("D1#1", "frame:value")
    (tmp_path / "study" / "cases.csv").write_text("case,members,role\nA,D1,leader\nB,M1,worker\n", "utf-8")
    return tmp_path / "study"


def ran(root: Path, capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, str]:
    context.folder = ""
    code = main(["-C", str(root), *words])
    return code, capsys.readouterr().err


@pytest.mark.parametrize(
    "command", ["shares", "crosstab --by role", "matrix", "rank", "plot bars", "cooccur", "agree", "shares frame"]
)
def test_a_level_that_no_frame_has_names_the_deepest(
    root: Path, capsys: pytest.CaptureFixture[str], command: str
) -> None:
    code, said = ran(root, capsys, *command.split(), "--level", "9")
    assert (code, "empty_category_set" in said, "--level 2" in said) == (2, True, True), said


def test_a_frame_without_a_code_yet_stops_no_appendix(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert ran(root, capsys, "codebook", "new", "mine")[0] == 0
    assert ran(root, capsys, "coder", "begin")[0] == 0
    code, said = ran(root, capsys, "appendix", str(root / "appendix.docx"), "--allow-identifiable")
    assert code == 0, said
    code, said = ran(root, capsys, "shares", "mine")
    assert (code, "qualcode codebook add mine:NAME" in said) == (2, True), said


def test_a_frame_that_is_not_in_use_is_offered_and_no_open_code(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, said = ran(root, capsys, "shares", "moore")
    assert (code, "qualcode codebook use moore" in said, "open:" in said) == (2, True, False), said


@pytest.mark.parametrize(
    "field",
    ["figure('bars', width='x')", "share(3)", "share('frame:value', decimals='x')", "table('shares', level='x')",
     "share()", "quote('D1#1', coder='ana')", "number(none)", "share(['frame:value'])", "table('shares', level=-1)"],
)  # fmt: skip
def test_a_field_with_an_argument_of_the_wrong_kind_is_no_bug(
    root: Path, capsys: pytest.CaptureFixture[str], field: str
) -> None:
    assert ran(root, capsys, "coder", "begin")[0] == 0
    draft = root / "draft.md"
    draft.write_text(f"{{{{ {field} }}}}\n", "utf-8")
    code, said = ran(root, capsys, "fill", str(draft), "-o", str(root / "out.md"), "--allow-identifiable")
    assert (code, "draft.md:1: error:" in said, "Evaluator" in said) == (3, True, False), said
    assert not (root / "out.md").exists()


@pytest.mark.parametrize("command", ["shares frame", "find ja", "list codes", "matrix frame"])
def test_a_value_that_nobody_has_is_a_slip(root: Path, capsys: pytest.CaptureFixture[str], command: str) -> None:
    code, said = ran(root, capsys, *command.split(), "--where", "role=leder")
    assert (code, "there is no role 'leder'; did you mean 'leader'?" in said) == (2, True), said
    assert ran(root, capsys, *command.split(), "--where", "role=leader")[0] == 0
