"""The tables, quotes and reports that published theses print, made of a study that is visible here."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from qualcode.core.choices import ShareChoices, Where
from qualcode.core.errors import DataError, UsageError
from qualcode.core.table import Excerpts, Table, Transcript
from qualcode.project import Project, comparison_reports, comparisons, named_reports, reports
from qualcode.project import memos as memo
from qualcode.project.appendix import AppendixRequest, appendix
from qualcode.project.results import ShareRequest
from qualcode.report import render
from tests.study import conversation, study

JUDGED = """\
id: frame
title: {en: "A frame"}
kind: deductive
qualifiers:
  supports: {en: "supports"}
  not: {en: "does not support"}
codes:
  - id: technology
    name: {en: "Technology"}
  - id: people
    name: {en: "People"}
"""
CASES = """\
id,name,kind,documents,role,votes
d1,Director Dora,informant,D1,director,9
m1,Manager Mads,informant,M1,manager,4
"""
QUESTIONS = """\
questions:
  - {id: "1", text: "What do you use data for?", dimension: "Use", elicits: ["frame:technology"]}
  - {id: "2", text: "Who decides?", dimension: "Power"}
"""


@pytest.fixture
def project(tmp_path: Path) -> Project:
    made = study(
        tmp_path / "s",
        conversation("D1", ("I", "What for?", "1"), ("A", "We count everything twice."), ("I", "Why?"),
                     ("A", "Nobody trusts the first count."), ("I", "Who?", "2"), ("A", "The board decides.")),
        conversation("M1", ("I", "What for?", "1"), ("A", "We hardly use it."), ("I", "Who?", "2"), ("A", "I do.")),
        frame=JUDGED,
    )  # fmt: skip
    root = tmp_path / "s"
    (root / "cases.csv").write_text(CASES, encoding="utf-8")
    (root / "questions.yaml").write_text(QUESTIONS, encoding="utf-8")
    made = Project.open(root)
    for address, code, qualifier in (
        ("D1:2", "technology", "supports"), ("D1:6", "people", "not"), ("M1:2", "technology", "not"),
    ):  # fmt: skip
        made.tag(address, f"frame:{code}", qualifier=qualifier)
    return made


def markdown(report: object) -> str:
    return render(report, "md").decode()  # type: ignore[arg-type]


def test_quotes_with_the_role_alone_name_nobody_in_any_format(project: Project) -> None:
    report = reports.excerpts(project, source="role")
    for format in ("md", "json", "csv", "html"):
        told = render(report, format).decode()
        assert "director" in told
        assert not any(name in told for name in ("D1", "M1", "d1", "m1", "Dora", "Mads")), format


def test_what_supports_and_what_does_not_stand_apart_in_the_declared_order(project: Project) -> None:
    report = reports.excerpts(project, Where(codes=("frame:technology",)))
    assert [block.caption for block in report.blocks if isinstance(block, Excerpts)] == ["Supports", "Does not support"]


def test_the_interviewer_is_not_inside_the_quotation_marks(project: Project) -> None:
    text = project.document("D1").text
    start, stop = text.index("We count"), text.index("first count.") + len("first count.")
    project.tag(f"D1@{start}-{stop}", "frame:people", qualifier="supports")
    quotes = [
        item.text for block in reports.excerpts(project).blocks if isinstance(block, Excerpts) for item in block.items
    ]
    assert "We count everything twice. (…) Nobody trusts the first count." in quotes
    assert not any("Why?" in quote for quote in quotes)


def test_a_long_answer_is_cut_to_so_many_words(project: Project) -> None:
    report = reports.excerpts(project, Where(codes=("frame:technology",)), longest=3)
    quotes = [item.text for block in report.blocks if isinstance(block, Excerpts) for item in block.items]
    assert quotes == ["We count everything (…)", "We hardly use (…)"]
    assert "We count everything twice." in markdown(reports.excerpts(project, longest=0))


def test_judgements_are_shares_of_the_row_in_their_declared_order_with_the_largest_gap(project: Project) -> None:
    request = ShareRequest(("frame",), "qualifier")
    found = comparisons.crosstab(project, request, count="codings")
    assert found.columns == ("supports", "not")
    told = markdown(comparison_reports.crosstab(project, found, request, "en"))
    assert "| Technology | 1 | 50% | 1 | 50% | 2 |" in told
    assert "Largest share of “does not support”: People (1 of 1) – 100%." in told


def test_votes_in_a_column_weigh_the_codings_and_sort_the_table(project: Project) -> None:
    request = ShareRequest(("frame",), "qualifier", choices=ShareChoices(weight="column:votes"))
    found = comparisons.crosstab(project, request, count="weight", sort="total")
    assert found.row_totals == {"frame:technology": 13, "frame:people": 9}
    assert found.rows[0] == "frame:technology"
    ranked = comparisons.ranking(project, request)
    assert [(row.qualifier, row.code, row.weight) for row in ranked.rows] == [
        ("supports", "frame:technology", 9), ("not", "frame:people", 9), ("not", "frame:technology", 4),
    ]  # fmt: skip


def test_votes_without_counting_weight_are_refused(project: Project) -> None:
    request = ShareRequest(("frame",), "qualifier", choices=ShareChoices(weight="column:votes"))
    with pytest.raises(UsageError, match="--count weight"):
        comparisons.crosstab(project, request)


def test_shares_by_question_say_what_the_questions_were_meant_to_bring_up(project: Project) -> None:
    told = markdown(reports.shares(project, ShareRequest(("frame",), "question")))
    assert "| Technology | 1/2 | 50% | 2/4 | 50% |" in told


def test_dimensions_of_the_guide_are_compared_in_its_order(project: Project) -> None:
    found = project.shares("frame", by="dimension")
    assert [group.group for group in found.groups] == ["Use", "Power"]


def test_the_guide_and_the_answers_to_one_question_are_reports(project: Project) -> None:
    asked = named_reports.ReportRequest()
    guide = named_reports.make(project, "guide", asked)
    assert [block.caption for block in guide.blocks if isinstance(block, Table)] == ["Use", "Power"]
    told = markdown(named_reports.make(project, "answers", replace(asked, where=Where(questions=("2",)))))
    assert "The board decides." in told
    assert "We hardly use it." not in told


def test_a_study_without_a_guide_says_how_to_get_one(tmp_path: Path) -> None:
    made = study(tmp_path / "s", conversation("D1", ("I", "Well?"), ("A", "Yes.")))
    with pytest.raises(DataError, match="no interview guide"):
        named_reports.make(made, "guide", named_reports.ReportRequest())


def test_transcripts_have_their_words_and_no_code(project: Project) -> None:
    report = named_reports.make(project, "transcripts", named_reports.ReportRequest())
    lines = [line for block in report.blocks if isinstance(block, Transcript) for line in block.lines]
    assert any(line.text == "The board decides." for line in lines)
    assert not any(line.marks for line in lines)


def test_memos_of_every_sort_reach_the_appendix(project: Project) -> None:
    for about in ("-", "frame:people", "d1", "D1", "D1:2", "cell d1 frame:people"):
        memo.write(project, about, f"note on {about}")
    told = markdown(appendix(project, AppendixRequest(memos=True)))
    assert all(f"note on {about}" in told for about in ("-", "frame:people", "d1", "D1", "D1:2"))
    assert "note on cell d1 frame:people" in markdown(appendix(project, AppendixRequest()))


def test_appendices_are_numbered_as_the_thesis_numbers_them(project: Project) -> None:
    told = markdown(appendix(project, AppendixRequest(first=14)))
    assert "Appendix 14" in told.replace("\N{NO-BREAK SPACE}", " ")
    assert "Appendix A" not in told.replace("\N{NO-BREAK SPACE}", " ")


def test_the_coded_words_can_stand_in_the_cells_of_a_matrix(project: Project) -> None:
    told = markdown(comparison_reports.matrices(project, ShareRequest(("frame",)), "en", said=True))
    row = next(line for line in told.splitlines() if "We count everything twice." in line)
    assert "The board decides." in row
