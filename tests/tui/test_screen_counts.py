"""What the screen says in figures is what the commands say: the table is the report's, the tree counts as lists do."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from qualcode.core.model import Document
from qualcode.project import Project
from qualcode.tui import actions, panel
from tests.cli.conftest import Run, qualcode  # noqa: F401
from tests.study import conversation
from tests.study import study as small_study
from tests.tui.small import interview, picture, screen, select, session, study

BACK = interview(
    "A",
    (
        ("I", "What do you do?", "1"), ("A", "I teach.", "1"),
        ("I", "With whom?", "2"), ("A", "Colleagues.", "2"),
        ("I", "What else do you do?", "1"), ("A", "I mark papers.", "1"),
    ),
)  # fmt: skip
TOGETHER = interview(
    "F", (("I", "What?", "1"), ("Anna", "Teaching.", "1"), ("Bo", "Figures.", "1"), ("Anna", "Papers.", "1"))
)


def listed(run: Run, root: Path) -> dict[str, int]:
    """How often each code is used, as `list codes` says."""
    told = json.loads(run("-C", str(root), "list", "codes", "--json").out)["rows"]
    return {row["code"]: row["codings"] for row in told if row["codings"]}


@pytest.mark.parametrize("document", [BACK, TOGETHER])
def test_an_answer_coded_whole_counts_once_in_the_tree(
    qualcode: Run,  # noqa: F811
    tmp_path: Path,
    document: Document,
) -> None:
    root = study(tmp_path / "s", document)
    with Project.open(root, coder="ana") as project:
        at_work = session(project)
        at_work.to_unit(0)
        actions.code(at_work, "value")
        assert len(project.store.codings()) == 2, "it lies in two stretches"
        assert at_work.counts["frame:value"] == 1 == listed(qualcode, root)["frame:value"]
        assert "Public value" in tree_line(at_work, "Public value") and tree_line(at_work, "Public value").endswith("1")
        actions.code(at_work, "support")
        at_work.to_unit(1)
        actions.code(at_work, "value")
        assert at_work.counts == listed(qualcode, root) == {"frame:value": 2, "frame:support": 1}
        at_work.reload()
        assert at_work.counts == {"frame:value": 2, "frame:support": 1}
        at_work.to_unit(0)
        actions.remove(at_work)
        assert {code: n for code, n in at_work.counts.items() if n} == listed(qualcode, root)
    with Project.open(root, coder="ana") as project:
        assert session(project).counts == listed(qualcode, root)


def tree_line(at_work: object, name: str) -> str:
    lines = ["".join(text for text, _ in line) for line in panel.side(at_work, 40, 30)]  # type: ignore[arg-type]
    return next(line.rstrip() for line in lines if name in line)


def test_stretches_coded_one_by_one_become_one_coding_and_come_apart_again(qualcode: Run, tmp_path: Path) -> None:  # noqa: F811
    root = study(tmp_path / "s", BACK)
    with Project.open(root, coder="ana") as project:
        at_work = session(project)
        for words in ("I teach.", "I mark papers."):
            select(at_work, words)
            actions.code(at_work, "value")
            assert at_work.counts["frame:value"] == 1 == listed(qualcode, root)["frame:value"]
        select(at_work, "I mark papers.")
        actions.weigh(at_work, "0.5")
        assert at_work.counts["frame:value"] == 1
        actions.qualify(at_work, "promotes")
        assert at_work.counts["frame:value"] == 2 == listed(qualcode, root)["frame:value"]


MINUTES = conversation("Referat", ("", "Afsnit et om tal."), ("", "Afsnit to om penge."), kind="document")
ANNA = conversation("D1", ("I", "Hvad?", "1"), ("Anna", "Tal.", "1"), ("I", "Hvem?", "2"), ("Anna", "Os.", "2"))
BO = conversation("M1", ("I", "Hvad?", "1"), ("Bo", "Penge.", "1"), ("I", "Hvem?", "2"), ("Bo", "Dem.", "2"))


@pytest.mark.asyncio
@pytest.mark.parametrize("language", ["da", "en"])
async def test_the_live_table_is_the_table_of_the_command(
    qualcode: Run,  # noqa: F811
    tmp_path: Path,
    language: str,
) -> None:
    root = tmp_path / "s"
    with small_study(root, ANNA, BO, MINUTES, language=language) as project:
        (root / "cases.csv").write_text("case,members,role\nA,D1,director\nB,M1,manager\nR,Referat,director\n", "utf-8")
        settings = root / "qualcode.toml"
        labelled = settings.read_text("utf-8").replace("[labels]", '[labels]\ndirector = "Direktører"')
        settings.write_text(labelled.replace('by = ""', 'by = "role"'), "utf-8")
        project.forget_files()
        for place, code in (("D1#1", "value"), ("M1#2", "support"), ("Referat:1", "value"), ("Referat:2", "capacity")):
            project.tag(place, code, coder="ana")
    told = qualcode("-C", str(root), "shares", "--coder", "ana", "--format", "md").out
    with Project.open(root, coder="ana") as project:
        app = screen(project)
        async with app.run_test(size=(110, 30)) as pilot:
            await pilot.press("t")
            for _ in range(400):
                await pilot.pause(0.02)
                if app.table.ready:
                    break
            await pilot.pause(0.05)
            shown = picture(app)
    for name in ("Værdi", "Støtte", "Kapacitet") if language == "da" else ("Value", "Support", "Capacity"):
        row = next(line for line in told.splitlines() if line.strip("| ").startswith(name))
        live = next(line for line in shown.splitlines() if line.strip().startswith(name) and "/" in line)
        assert cells(live) == cells(row), (live, row)
    assert any("Direktører" in line and ("enhed" in line or "unit" in line) for line in shown.splitlines()), shown


def cells(line: str) -> list[str]:
    """The shares and what they rest on: `50 %`, `2/4`."""
    parts = line.replace("\N{NO-BREAK SPACE}", " ").replace(" %", "%").split()
    return [part for part in parts if part[:1].isdigit() and ("%" in part or "/" in part)]
