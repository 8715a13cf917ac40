"""Municipalities and the people in them: one that was only observed has a row like the others, plan beside work."""

from __future__ import annotations

from pathlib import Path

import pytest

from qualcode.project import Project, comparison_reports, memos, reports
from qualcode.project.appendix import AppendixRequest, appendix
from qualcode.project.results import ShareRequest
from qualcode.report import render
from tests.study import FRAME, conversation, study

CASES = """\
case,name,kind,part_of,members,role,planned interviews
A,Town A,town,,,,2
B,Town B,town,,B-notes,,3
A1,,informant,A,A1,director,
A2,,informant,A,A2,manager,
"""


@pytest.fixture
def project(tmp_path: Path) -> Project:
    made = study(
        tmp_path / "s",
        conversation("A1", ("I", "Who?"), ("X", "The board decides.")),
        conversation("A2", ("I", "Who?"), ("X", "I do.")),
        conversation("B-notes", ("X", "Nobody asked."), kind="observation"),
        frame=FRAME,
    )
    (made.root / "cases.csv").write_text(CASES, encoding="utf-8")
    made = Project.open(made.root, coder=made.coder)
    for address in ("A1:2", "A2:2", "B-notes:1"):
        made.tag(address, "frame:value")
    return made


def test_a_town_that_holds_nobody_is_a_row_beside_those_that_do(project: Project) -> None:
    [table] = comparison_reports.matrices(project, ShareRequest(("frame:value",), "town"), "en").tables
    assert [(row[0], row[1]) for row in table.rows] == [("Town A", 2), ("Town B", 1)]


def test_planned_stands_beside_carried_out(project: Project) -> None:
    composition = reports.sample(project, by="town").tables[0]
    assert [column.title for column in composition.columns[:3]] == ["town", "Planned", "Carried out"]
    assert [row[:4] for row in composition.rows] == [("A", 2, 2, "director: 1, manager: 1"), ("B", 3, 0, "")]
    danish = reports.sample(project, by="town", language="da").tables[0]
    assert [column.title for column in danish.columns[1:3]] == ["Planlagt", "Gennemført"]
    (project.root / "cases.csv").write_text(CASES.replace("planned interviews", "beds"), encoding="utf-8")
    unplanned = reports.sample(Project.open(project.root), by="town").tables[0]
    assert unplanned.columns[1].title == "Informants"


def test_claims_stand_under_the_matrix_and_the_appendix_has_the_towns_as_rows(project: Project) -> None:
    memos.write(project, "cell A frame:value", "Two say so.")
    memos.write(project, "A", "Claim A1: the board decides.")
    told = render(comparison_reports.matrices(project, ShareRequest(("frame:value",), "town"), "en"), "md").decode()
    assert told.index("Two say so.") < told.index("Claim A1")
    printed = render(appendix(project, AppendixRequest("en", memos=True)), "md").decode()
    assert printed.count("Claim A1") == 1, "with memos it stands in their part"
    matrix = printed[printed.index("Two say so.") - 400 : printed.index("Two say so.")]
    assert "| Town A" in matrix and "| A1" not in matrix
