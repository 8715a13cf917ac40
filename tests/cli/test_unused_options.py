"""A report, a figure and a field of a draft refuse by name what would change nothing in them."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.conftest import Run
from tests.study import ANNA, BO, study

GUIDE = 'questions:\n- {id: "1", text: "Hvad er data godt for?"}\n- {id: "2", text: "Og hvem laver arbejdet?"}\n'


@pytest.fixture
def place(tmp_path: Path) -> Path:
    with study(tmp_path, ANNA, BO) as project:
        (tmp_path / "cases.csv").write_text("case,members,role\nD1,D1,director\nM1,M1,\n", "utf-8")
        (tmp_path / "questions.yaml").write_text(GUIDE, "utf-8")
        project.tag("D1#1", "value")
        project.tag("M1#2", "capacity")
    return tmp_path


@pytest.mark.parametrize(
    "line",
    [
        
        "audit --by role", "guide --by role", "codebook --by role", "rounds --limit 3", 
        "transcripts --code frame:value", "transcripts --question 1", "answers --code frame:value", "answers --by role",
        "memos --code frame:value", "sample --limit 2", "shares --source role", "interviews --by role",
        "method --checklist srqr", "codings --no-codes", "matrix --longest 5", "guide --memos",
    ],
)  # fmt: skip
def test_a_report_refuses_what_changes_nothing_in_it(qualcode: Run, place: Path, line: str) -> None:
    ran = qualcode("report", *line.split())
    option = next(word for word in line.split() if word.startswith("--"))
    assert (ran.code, ran.out) == (2, "")
    assert ran.err.startswith(f"error: option_conflict: {line.split()[0]} has no room for {option}\n"), ran.err


@pytest.mark.parametrize(
    "line",
    [
        "cooccurrence --by role", "map --by role", "map --where role=director", "map --document D1", "map --unit turn",
        "saturation --by role", "timeline --document D1 --by role", "timeline --document D1 --level 1",
        "heatmap --base coded", "bars --kind triangle", "sequence --case D1", "sequence --by role --unit turn",
    ],
)  # fmt: skip
def test_a_figure_too(qualcode: Run, place: Path, line: str) -> None:
    ran = qualcode("plot", *line.split(), "-o", "figure.svg")
    option = [word for word in line.split() if word.startswith("--")][-1]
    assert ran.code == 2 and f"option_conflict: {line.split()[0]} has no room for {option}\n" in ran.err, ran.err
    assert not (place / "figure.svg").exists()


@pytest.mark.parametrize(
    ("field", "option"),
    [
        ('table("sample", unit="turn")', "unit"),
        ('table("answers", "frame:value")', "code"),
        ('table("matrix", base="coded")', "base"),
        ('table("rank", by="role")', "by"),
        ('table("matrix", sort="total")', "sort"),
        ('figure("cooccurrence", by="role")', "by"),
        ('figure("heatmap", score="intensity")', "score"),
    ],
)
def test_a_field_of_a_draft_too(qualcode: Run, place: Path, field: str, option: str) -> None:
    (place / "draft.md").write_text(f"{{{{ {field} }}}}\n", "utf-8")
    ran = qualcode("fill", "draft.md", "-o", "filled.md", "--allow-identifiable")
    assert ran.code and f"has no room for --{option} " in ran.err, ran.err
    assert not (place / "filled.md").exists()


@pytest.mark.parametrize(
    "line",
    [
        "report sample --by role", "report interviews --code frame:value --memos",
        "report excerpts --limit 1 --source role",
        "report matrix --by role --memos", "report memos --document D1", "report codebook --memos",
        "report checklist --checklist srqr", "report transcripts --document D1 --no-codes", "report method --case D1",
        "plot shares frame --by role --base coded --kind bars -o f.svg",
        "plot heatmap frame --by role --level 1 -o f.svg",
        "plot sequence frame --by role --case D1 --case M1 -o f.svg", "plot map frame --level 1 --coder ana -o f.svg",
    ],
)  # fmt: skip
def test_what_does_change_it_is_taken(qualcode: Run, place: Path, line: str) -> None:
    ran = qualcode(*line.split())
    assert ran.code == 0, ran.err


def test_a_matrix_without_text_has_no_word_of_a_document(qualcode: Run, place: Path) -> None:
    assert "Det er godt for borgerne" in qualcode("report", "matrix", "--format", "md").out
    ran = qualcode("report", "matrix", "--no-text", "-o", "matrix.md")
    assert ran.code == 0 and "borgerne" not in (place / "matrix.md").read_text("utf-8")


@pytest.mark.parametrize(
    ("language", "said"), [("da", "(ikke angivet)"), ("nb", "(ikke oppgitt)"), ("en", "(not given)")]
)
@pytest.mark.parametrize("name", ["heatmap", "sequence"])
def test_a_group_without_a_value_is_called_alike_in_figures_and_tables(
    qualcode: Run, place: Path, name: str, language: str, said: str
) -> None:
    assert said in qualcode("shares", "frame", "--by", "role", "--lang", language, "--format", "md").out
    ran = qualcode("plot", name, "frame", "--by", "role", "--lang", language, "--width", "30", "-o", "figure.svg")
    drawn = " ".join((place / "figure.svg").read_text("utf-8").replace("</text>", " ").split())
    assert ran.code == 0 and all(word in drawn for word in said.split()), drawn
