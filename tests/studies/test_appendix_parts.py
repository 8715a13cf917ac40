"""An appendix as a thesis numbers it: in one file or a file each, its surveys as tables."""

from __future__ import annotations

from pathlib import Path

import pytest

from qualcode.core.errors import UnknownName, UsageError
from qualcode.core.table import Heading, Report, Table
from qualcode.project import Project, reports
from qualcode.project.appendix import AppendixRequest, appendix
from qualcode.report import render
from qualcode.report.build.appendix import in_files
from tests.cli.conftest import Run, qualcode  # noqa: F401
from tests.study import FRAME, conversation, study


@pytest.fixture
def project(tmp_path: Path) -> Project:
    made = study(
        tmp_path / "s",
        conversation("D1", ("I", "Who?", "1"), ("A", "The board decides.")),
        conversation("D2", ("I", "Who?", "1"), ("B", "I do.")),
        conversation("P1", ("A", "The plan says so."), kind="document"),
        frame=FRAME,
    )
    (made.root / "questions.yaml").write_text('questions:\n  - {id: "1", text: "Who?"}\n', encoding="utf-8")
    made = Project.open(made.root, coder=made.coder)
    made.tag("D1:2", "frame:value")
    return made


def headings(report: Report) -> list[tuple[int, str]]:
    return [(block.number, block.text) for block in report.blocks if isinstance(block, Heading) and block.appendix]


def test_documents_are_numbered_one_by_one_as_in_the_thesis(project: Project) -> None:
    numbers = {"interviews": 14, "guide": 3, "transcripts": 22}
    made = appendix(project, AppendixRequest("da", separate=True, numbers=numbers))
    assert headings(made) == [
        (3, "Interviewguide"),
        (14, "D1 – Interview D1, kodet"),
        (15, "D2 – Interview D2, kodet"),
        (22, "D1 – Interview D1"),
        (23, "D2 – Interview D2"),
    ]
    told = render(made, "md").decode()
    for label in ("Bilag 3", "Bilag 14", "Bilag 15", "Bilag 22"):
        assert label in told.replace("\u00a0", " ")
    latex = render(made, "latex").decode()
    assert "\\setcounter{section}{2}" in latex and "\\setcounter{section}{13}" in latex
    assert "\\setcounter{section}{14}" not in latex, "what follows counts by itself"


def test_letters_and_a_first_number_still_count_the_parts(project: Project) -> None:
    lettered = in_files(appendix(project, AppendixRequest("da")))
    assert [suffix[:1] for suffix, _ in lettered[1:4]] == ["A", "B", "C"]
    numbered = in_files(appendix(project, AppendixRequest("da", first=7)))
    assert [suffix.partition("-")[0] for suffix, _ in numbered[1:4]] == ["7", "8", "9"]


def test_a_file_for_each_and_one_that_lists_them(project: Project, qualcode: Run) -> None:  # noqa: F811
    done = qualcode(
        "-C", str(project.root), "appendix", "bilag.md", "--each", "--separate", "--lang", "da", "--allow-identifiable",
        "--number", "guide=3", "--number", "interviews=14",
    )  # fmt: skip
    assert done.code == 0
    there = sorted(path.name for path in Path.cwd().glob("bilag*"))
    assert there == ["bilag-14-D1.md", "bilag-15-D2.md", "bilag-3-Interviewguide.md", "bilag.md"]
    assert "The board decides" in Path("bilag-14-D1.md").read_text("utf-8")
    listed = Path("bilag.md").read_text("utf-8").replace("\u00a0", " ")
    assert listed.index("Bilag 3") < listed.index("Bilag 14") < listed.index("Bilag 15")


def test_one_number_twice_and_a_part_that_is_not_there_are_refused(project: Project) -> None:
    with pytest.raises(UsageError, match="number 15"):
        appendix(project, AppendixRequest("da", separate=True, numbers={"interviews": 14, "documents": 15}))
    with pytest.raises(UnknownName, match="guide"):
        appendix(project, AppendixRequest("da", numbers={"guid": 3}))


@pytest.mark.parametrize("said", [["--number", "x"], ["--number", "guide=0"], ["--number", "3", "--number", "guide=2"]])
def test_numbers_that_are_none(project: Project, qualcode: Run, said: list[str]) -> None:  # noqa: F811
    assert qualcode("-C", str(project.root), "appendix", "a.md", *said).code == 2
    assert not Path("a.md").exists()


SLIPS = """\
Nr,Spår,Röster,Faktor
F1,skola,9,Chefen var med.
F2,omsorg,12,Ingen tid.
F3,skola,4,Nätet räcker inte.
"""


def test_entries_of_a_survey_are_a_table_and_one_source(tmp_path: Path) -> None:
    made = study(tmp_path / "s", frame=FRAME)
    file = made.root / "slips.csv"
    file.write_text(SLIPS, encoding="utf-8")
    made.add([file])
    made.tag("slips-F2:2", "frame:value")
    report = appendix(made, AppendixRequest("sv"))
    [entries] = [block for block in report.blocks if isinstance(block, Table) and block.name == "entries-slips"]
    assert [(row[0], row[2], row[3], bool(row[4])) for row in entries.rows] == [
        ("slips-F1", 9, "Chefen var med.", False),
        ("slips-F2", 12, "Ingen tid.", True),
        ("slips-F3", 4, "Nätet räcker inte.", False),
    ]
    assert not any(isinstance(b, Heading) and b.text.startswith("slips-F") for b in report.blocks)
    [sources] = [t for t in reports.sample(made).tables if t.name == "sample-documents"]
    assert [row[0] for row in sources.rows[:-1]] == ["slips"]


def test_the_guide_follows_a_code_that_moves(tmp_path: Path, qualcode: Run) -> None:  # noqa: F811
    made = study(tmp_path / "s", frame=FRAME)
    guide = made.root / "questions.yaml"
    before = 'questions:\n  - {id: "1", text: "Why frame:values?", elicits: ["frame:value", "frame:support"]}\n'
    guide.write_text(before, encoding="utf-8")
    made.close()
    done = qualcode("-C", str(made.root), "codebook", "group", "frame:value", "--into", "aims", "--name", "Aims")
    assert done.code == 0, done.err
    assert guide.read_text("utf-8") == before.replace('"frame:value"', '"frame:aims.value"')
    assert qualcode("-C", str(made.root), "undo").code == 0
    assert guide.read_text("utf-8") == before
