"""Codings that reach over two answers, and answers that are gone on with: what carries both, what comes next."""

from __future__ import annotations

from pathlib import Path

import pytest

from qualcode.core.errors import UnknownName
from qualcode.project import Project
from qualcode.project.comparisons import behind
from qualcode.project.find import FindRequest, find
from qualcode.project.groups import NONE
from qualcode.project.results import ShareRequest
from tests.study import FRAME, conversation, study

LINES = (
    ("I", "Hvad er data godt for?", "1"),
    ("Anna", "Det er godt for borgerne."),
    ("I", "Hvem hjælper?", "2"),
    ("Anna", "Byrådet bakkede op."),
    ("I", "Tilbage til data, hvorfor?", "1"),
    ("Anna", "Det er hele pointen."),
    ("I", "Og hvem laver det?", "3"),
    ("Anna", "Vi har ikke hænder."),
)


@pytest.fixture
def project(tmp_path: Path) -> Project:
    """value reaches from D1#1 into D1#2; support stands on D1#1, capacity on what D1#1 goes on with and on D1#3."""
    made = study(tmp_path, conversation("D1", *LINES))
    text = made.document("D1").text
    start, stop = text.index("for borgerne"), text.index(" bakkede")
    made.tag(f"D1@{start}-{stop}", "value")
    made.tag("D1#1", "support", quote="Det er godt")
    made.tag("D1#2", "mission", quote="bakkede op")
    made.tag("D1#1", "capacity", quote="hele pointen")
    made.tag("D1#3", "capacity", quote="hænder")
    return made


def units(project: Project, asked: str, *, whole: bool = True) -> list[str]:
    return [passage.unit for passage in find(project, FindRequest(codes=asked, whole=whole)).passages]


def test_only_the_answers_that_carry_both_are_shown_whole(project: Project) -> None:
    assert units(project, "frame:value and support") == ["D1#1"]
    assert units(project, "(value and support) or capacity") == ["D1#1", "D1#3"]
    assert len(find(project, behind(project, ShareRequest(), ("value", "support"), "cooccur")).passages) == 1
    assert units(project, "value") == ["D1#1", "D1#2"]


def test_an_answer_with_one_of_two_codes_is_not_left_out_for_both(project: Project) -> None:
    """D1#2 has a part of the passage of value, and no support."""
    assert units(project, "mission not (value and support)", whole=False) == ["D1#2"]
    assert units(project, "(value and support) and mission") == units(project, "value and support and mission") == []


def test_the_next_answer_need_not_be_the_next_words(project: Project) -> None:
    """Between D1#2 and D1#3 the informant goes on with D1#1, and capacity stands there too."""
    assert units(project, "mission followed by capacity") == ["D1#2"]
    assert units(project, "support followed by capacity") == ["D1#1"]
    assert units(project, "capacity followed by mission") == []


def test_soft_hyphens_make_no_words_between_two_passages(tmp_path: Path) -> None:
    made = study(
        tmp_path, conversation("D1", ("I", "Hvad?"), ("Anna", "Tal og sam\u00adar\u00adbej\u00adde giver tid."))
    )
    made.tag("D1#1", "value", quote="Tal")
    made.tag("D1#1", "capacity", quote="giver")
    assert units(made, "value near/2 capacity", whole=False) == ["D1#1"]
    assert units(made, "value near/1 capacity", whole=False) == []


def test_behind_a_cell_of_those_without_a_question_or_a_qualifier(tmp_path: Path) -> None:
    frame = FRAME.replace("codes:\n", 'qualifiers: {promotes: {en: "Helps"}, inhibits: {en: "Hinders"}}\ncodes:\n', 1)
    lines = ("I", "Hvad?"), ("Anna", "Tal er gode."), ("I", "Og?"), ("Anna", "Ja tak.")
    made = study(tmp_path, conversation("D1", *lines), frame=frame)
    made.tag("D1#1", "value")
    made.tag("D1#2", "value", qualifier="promotes")

    def cell(by: str, group: str) -> list[str]:
        request = behind(made, ShareRequest(by=by), ("value",), "crosstab", group)
        return [passage.unit for passage in find(made, request).passages]

    assert cell("question", NONE) == ["D1#1", "D1#2"]
    assert cell("qualifier", NONE) == cell("qualifier", "") == ["D1#1"]
    assert cell("qualifier", "promotes") == cell("qualifier", "Helps") == ["D1#2"]
    with pytest.raises(UnknownName, match="promotez"):
        units(made, "value[promotez]")
