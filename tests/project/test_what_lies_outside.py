"""What stands on nothing that is counted, or was said to be no answer, is told by searches and lists as by tables."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from qualcode.core.choices import Where
from qualcode.core.errors import DataError, UsageError
from qualcode.core.table import Excerpts, Table
from qualcode.project import Project, codebooks, guide, lists, named_reports
from qualcode.project.find import FindRequest, Words, find, grouped, search
from qualcode.project.lists import ListRequest
from tests.cli.conftest import Run
from tests.study import ANNA, BO, conversation, study

pytestmark = pytest.mark.file_engine  # what is counted is computed above the store


def counted(project: Project, request: FindRequest, by: str) -> list[tuple[str, int, int, int]]:
    looking = search(project, request)
    return grouped(project, looking, looking.by_document() if isinstance(looking, Words) else looking, by)


@pytest.fixture
def project(tmp_path: Path) -> Project:
    """`I` is a speaker's label, D1:1 the interviewer's words; M1#2 was answered, and said to be no answer."""
    (tmp_path / "cases.csv").write_text("case,members\nM1,M1\n", "utf-8")
    project = study(tmp_path, ANNA, BO)
    project.tag("D1@0-1", "value")
    project.tag("D1:1", "value")
    project.tag("D1#1", "value")
    project.tag("M1#2", "capacity")
    guide.set_status(project, "M1#2", "no_answer")
    return project


def test_a_coding_on_a_label_alone_is_found(project: Project) -> None:
    passages = find(project, FindRequest(codes="value")).passages
    assert [(one.text, one.speaker, one.case) for one in passages[:1]] == [("I", "", "")]
    assert len(passages) == 3, "the label, the interviewer, and the answer"
    nobodys = find(project, FindRequest(codes="value", where=Where(cases=("D1",)))).passages
    assert "I" not in [one.text for one in nobodys], "a label is nobody's words"
    assert counted(project, FindRequest(codes="value"), "kind") == [("interview", 3, 1, 1)]


def test_whole_answers_tell_what_lies_on_none(project: Project, qualcode: Run) -> None:
    found = find(project, FindRequest(codes="value", whole=True))
    assert (len(found.passages), found.outside) == (1, 2)
    none = find(project, FindRequest(codes="capacity", whole=True))
    assert (len(none.passages), none.outside) == (0, 1), "what was said to be no answer is behind no cell of a table"
    project.close()
    assert "2 codings on no whole answer or paragraph left out" in qualcode("find", "--code", "value", "--whole").err


def test_codes_are_listed_with_what_stands_outside(project: Project, qualcode: Run) -> None:
    assert [(row.code, row.codings) for row in lists.codes(project, ListRequest())] == [("frame:value", 1)]
    assert lists.outside(project, ListRequest()) == 3, "the label, the interviewer's words, and what is no answer"
    assert lists.outside(project, ListRequest(where=Where(cases=("D1",)))) == 0, "neither is anybody's words"
    project.close()
    ran = qualcode("list", "codes")
    assert "left out: 3 codings that stand outside what is counted" in ran.err
    assert json.loads(qualcode("list", "codes", "--json").out)["outside"] == 3


def test_an_answer_said_to_be_none_is_no_gap(project: Project) -> None:
    assert [row.address for row in lists.uncoded(project, ListRequest())] == ["D1#2", "M1#1"]
    assert [(gap.document, gap.units) for gap in lists.gaps(project, ListRequest(where=Where(documents=("M1",))))] == [
        ("M1", 1)
    ]
    assert "systemer" not in {row.word for row in lists.words(project, ListRequest())}
    [left] = lists.left_out(project, ListRequest())
    assert (left.why, left.units, left.documents, left.unit) == ("no_answer", 1, ("M1",), "answer")


def test_a_case_shows_its_answers_and_whose_codings_they_carry(project: Project, qualcode: Run) -> None:
    project.tag("M1#1", "support", coder="bo")
    project.tag("M1#1", "capacity", coder="consensus")
    project.close()
    ran = qualcode("case", "show", "M1", "--json")
    assert json.loads(ran.out)["rows"] == [{"answer": "M1#1", "words": 5, "codes": "frame:support"}]
    assert "1 answer; codings of ana and bo; not counted: 1 of consensus (--coder NAME)" in ran.err


def test_places_are_grouped_by_what_their_own_document_is(tmp_path: Path) -> None:
    rounds = [
        replace(conversation(id, ("I", "Hvad?", "1"), ("Anna", said)), attributes={"round": number})
        for id, said, number in (("A1", "data data", "first"), ("A2", "data", "second"))
    ]
    (tmp_path / "cases.csv").write_text("case,members\nanna,A1; A2\n", "utf-8")
    with study(tmp_path, *rounds) as project:
        assert counted(project, FindRequest(("data",)), "round") == [("first", 2, 1, 1), ("second", 1, 1, 1)]


def test_what_belongs_to_no_case_is_a_group_of_its_own(project: Project) -> None:
    """The attribute is there, and nobody in D1 has it: no group is no error."""
    (project.root / "cases.csv").write_text("case,members,role\nM1,M1,manager\n", "utf-8")
    project.forget_files()
    assert counted(project, FindRequest(codes="value"), "role") == [("", 3, 1, 1)]
    only = ListRequest(where=Where(documents=("D1",)), by="role")
    assert [(row.group, row.codings) for row in lists.codes(project, only)] == [("", 1)]


def test_words_of_a_source_are_those_of_its_turns(project: Project) -> None:
    made = named_reports.make(project, "sample", named_reports.ReportRequest())
    [table] = [block for block in made.blocks if isinstance(block, Table) and block.name == "sample-documents"]
    words = [column.key for column in table.columns].index("words")
    said = [sum(len(t.span.cut(d.text).split()) for t in d.turns) for d in (ANNA, BO)]
    assert [row[words] for row in table.rows] == [*said, sum(said)], "without the labels in front"


def test_a_frame_of_ones_own_is_in_use_already(project: Project) -> None:
    with pytest.raises(UsageError, match="frame is in use already"):
        codebooks.use(project, "frame")


@pytest.mark.parametrize("report", ["sample", "interviews", "codings", "excerpts", "shares"])
def test_a_selection_of_nobody_is_refused_by_every_report(project: Project, report: str) -> None:
    with pytest.raises(DataError, match="cases M1; documents D1") as refused:
        named_reports.make(project, report, named_reports.ReportRequest(where=Where(documents=("D1",), cases=("M1",))))
    assert refused.value.slug == "no_units"


def test_an_appendix_of_nobody_is_refused(project: Project, qualcode: Run, tmp_path: Path) -> None:
    project.close()
    ran = qualcode("appendix", "x.md", "--document", "D1", "--case", "M1", "--allow-identifiable")
    assert (ran.code, "no_units" in ran.err, (tmp_path / "x.md").exists()) == (3, True, False)


def test_an_answer_said_to_be_none_waits_for_nobody(project: Project, qualcode: Run) -> None:
    project.close()
    counted = {row["id"]: row["units"] for row in json.loads(qualcode("status", "--json").out)["documents"]}
    assert counted == {"D1": 2, "M1": 1}
    [ana] = json.loads(qualcode("coder", "progress", "--json").out)["rows"]
    assert (ana["units"], ana["coded"]) == (3, 1)
    [listed] = json.loads(qualcode("coder", "list", "--json").out)["rows"]
    assert (listed["assigned"], listed["begun"]) == (ana["assigned"], ana["begun"]) == (0, 2)


def test_an_answer_said_to_be_none_counts_without_its_codes_where_it_is_asked_to_count(project: Project) -> None:
    def of(code: str) -> tuple[object, object, int]:
        found = project.shares("frame", by="-", nonresponse="zero")
        row = next(row for row in found.rows if row.code == code)
        assert found.accounting is not None
        return row.numerator, row.denominator, found.accounting.outside

    assert of("frame:capacity") == (0, 4, 3), "the label, the interviewer's words, and the answer that is none"


def test_words_of_an_interviewer_are_quoted_as_nobody_elses(project: Project, qualcode: Run) -> None:
    """D1 is Anna's interview: her questions are asked by the interviewer, and a label is said by nobody."""
    (project.root / "cases.csv").write_text("case,name,members\nD1,Anna,D1\n", "utf-8")
    project.forget_files()
    made = named_reports.make(project, "excerpts", named_reports.ReportRequest())
    quotes = [quote for block in made.blocks if isinstance(block, Excerpts) for quote in block.items]
    assert [(quote.text, quote.source) for quote in quotes][:2] == [
        ("I", ""),
        ("Hvad er data godt for?", "Interviewer"),
    ]
    [spread] = [block for block in made.blocks if isinstance(block, Table)]
    assert spread.rows[0][1:3] == (3, 1), "three codings, of one informant's words"
    project.close()
    assert "— Interviewer" not in (said := qualcode("find", "--code", "value", "--format", "md", "-o", "-").out)
    assert "— I (interviewer) · D1@3-25" in said and "— Anna · D1" in said
    assert "| D1 | Anna | D1 |" in (sample := qualcode("report", "sample", "--format", "md", "-o", "-").out)
    assert "| 1 |" in next(line for line in sample.splitlines() if line.startswith("| D1 | Anna")), "on her own words"


def test_what_stands_on_no_turn_is_shown(project: Project, qualcode: Run) -> None:
    project.tag("D1@26-40", "support")  # begins on the label of Anna's first turn
    project.close()
    shown = qualcode("show", "D1").out
    assert shown.index("frame:support ana") < shown.index("3  I:"), "with the words that follow the label"
    assert "on no turn:\n   ▌ frame:value ana  “I”" in shown
    assert (
        "1 coding stands on no turn: D1@0-1 (Value)"
        in qualcode("report", "interviews", "--format", "md", "-o", "-").out
    )
