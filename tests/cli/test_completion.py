"""What the shell offers after Tab: names of the study at hand, and nothing where there is none."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.conftest import Run
from tests.cli.conftest import qualcode as qualcode
from tests.study import ANNA, BO, study


@pytest.fixture
def place(tmp_path: Path) -> Path:
    with study(tmp_path / "study", ANNA, BO) as made:
        made.tag("D1#1", "open:tvivl og tro", coder="bo")
    (tmp_path / "study" / "cases.csv").write_text("case,name,kind,members,weight\nAnna B,,,D1,\nBo,,,M1,\n", "utf-8")
    return tmp_path


def offered(qualcode: Run, monkeypatch: pytest.MonkeyPatch, line: str, shell: str = "bash") -> list[str]:
    monkeypatch.setenv("_QUALCODE_COMPLETE", f"complete_{shell}")
    monkeypatch.setenv("COMP_WORDS", line)
    monkeypatch.setenv("COMP_CWORD", str(len(line.split()) - (not line.endswith(" "))))
    monkeypatch.setenv("_TYPER_COMPLETE_ARGS", line)
    ran = qualcode()
    assert "Traceback" not in ran.err
    return [line for line in ran.out.splitlines() if line]


@pytest.mark.parametrize(
    ("line", "names"),
    [
        ("qualcode show ", ["D1", "M1"]),
        ("qualcode show d", ["D1"]),
        ("qualcode tag D1#1 frame:v", ["frame:value", "frame:value.mission"]),
        ("qualcode tag D1#1 cap", ["capacity"]),
        ("qualcode shares fr", ["frame", "frame:value", "frame:value.mission", "frame:support", "frame:capacity"]),
        ("qualcode shares --case ", ["Anna\\ B", "Bo"]),
        ("qualcode crosstab --coder b", ["bo"]),
        ("qualcode find x --document M", ["M1"]),
        ("qualcode case show B", ["Bo"]),
        (
            "qualcode codebook show f",
            ["frame", "frame:value", "frame:value.mission", "frame:support", "frame:capacity"],
        ),
        ("qualcode codebook merge frame:s", ["frame:support"]),
        ("qualcode codebook rename frame:value ", []),
        ("qualcode remove ", ["D1", "M1"]),
        ("qualcode sta", ["status"]),
    ],
)
def test_names_of_the_study_are_offered(
    qualcode: Run, place: Path, monkeypatch: pytest.MonkeyPatch, line: str, names: list[str]
) -> None:
    monkeypatch.chdir(place / "study")
    assert offered(qualcode, monkeypatch, line) == names


def test_another_folder_is_asked_where_it_is_named(qualcode: Run, place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert offered(qualcode, monkeypatch, "qualcode -C study show ") == ["D1", "M1"]


@pytest.mark.parametrize("damage", ["no study", "no database", "torn", "codebook"])
def test_nothing_is_said_where_nothing_can_be_offered(
    qualcode: Run, place: Path, monkeypatch: pytest.MonkeyPatch, damage: str
) -> None:
    root = place / "study"
    match damage:
        case "no study":
            root = place
        case "no database":
            (root / "qualcode.sqlite").unlink()
        case "torn":
            (root / "qualcode.sqlite").write_bytes(b"SQLite format 3" + bytes(200))
        case _:
            (root / "codebooks" / "frame.yaml").write_text("[", "utf-8")
    monkeypatch.chdir(root)
    assert offered(qualcode, monkeypatch, "qualcode tag D1#1 fra" if damage == "codebook" else "qualcode show ") == []
