"""An answer that another interrupts is its own words, in every list, search and proposal; not the other's between."""

from __future__ import annotations

import json
from pathlib import Path

from qualcode.project.counts import counts, own_counts
from qualcode.project.propose import ProposalRequest, by_rules, store
from tests.cli.conftest import Run
from tests.study import FRAME, conversation, study

BACK = conversation(
    "A",
    ("I", "Hvad?", "1"), ("Anna", "Jeg underviser.", "1"),
    ("I", "Hvem?", "2"), ("Anna", "Kolleger.", "2"),
    ("I", "Hvad?", "1"), ("Anna", "Jeg retter opgaver.", "1"),
)  # fmt: skip
TWO = conversation(
    "F", ("I", "Hvad?", "1"), ("Anna", "Undervisning.", "1"), ("Bo", "Tal.", "1"), ("Anna", "Og opgaver.", "1")
)


def listed(qualcode: Run, *argv: str) -> list[str]:
    ran = qualcode(*argv, "--json")
    assert ran.code == 0, ran.err
    return [row.get("address", row.get("unit", "")) for row in json.loads(ran.out)["rows"]]


def test_a_filter_by_question_lists_the_answers_to_it_alone(qualcode: Run, tmp_path: Path) -> None:
    with study(tmp_path, BACK) as project:
        project.tag("A#2", "value", coder="ana")
    assert listed(qualcode, "list", "uncoded") == ["A#1"]
    assert listed(qualcode, "list", "uncoded", "--question", "2") == []
    assert listed(qualcode, "list", "uncoded", "--question", "1") == ["A#1"]


def test_a_filter_by_case_lists_the_answers_of_that_person_alone(qualcode: Run, tmp_path: Path) -> None:
    study(tmp_path, TWO).close()
    assert len(listed(qualcode, "list", "uncoded")) == 2
    assert len(listed(qualcode, "list", "uncoded", "--case", "F/Bo")) == 1
    assert len(listed(qualcode, "list", "uncoded", "--case", "F/Anna")) == 1


def test_whole_units_that_were_found_are_those_of_the_selection(qualcode: Run, tmp_path: Path) -> None:
    with study(tmp_path, BACK) as project:
        text = project.document("A").text
        project.tag(f"A@{text.index('Jeg underviser')}-{text.index('Kolleger') + 8}", "value", coder="ana")
    found = [
        [
            one["unit"]
            for one in json.loads(qualcode("find", "--code", "value", "--whole", *more, "--json").out)["passages"]
        ]
        for more in ((), ("--question", "2"))
    ]
    assert found == [["A#1", "A#2"], ["A#2"]]


def test_a_rule_that_codes_whole_answers_codes_their_own_words(tmp_path: Path) -> None:
    frame = FRAME.replace("id: value\n", "id: value\n    seeds: {da: [underviser]}\n", 1)
    with study(tmp_path, BACK, frame=frame) as project:
        found = by_rules(project, ProposalRequest("frame", mark="unit"))
        text = project.document("A").text
        assert [one.span.cut(text) for one in found.found] == ["Jeg underviser.", "Jeg retter opgaver."]
        store(project, found)
        shares = project.shares("frame", by="question", coder="rule:frame")
        assert [(row.group, row.numerator) for row in shares.rows if row.code == "frame:value"] == [("1", 1), ("2", 0)]


def test_the_screen_counts_an_answer_of_several_stretches_once(tmp_path: Path) -> None:
    """Its own counting, without arrays, is that of the lists: interrupted by another answer, or by another person."""
    with study(tmp_path, BACK, TWO) as project:
        for place, code in (("A#1", "value"), ("A#2", "value"), ("F#1", "value"), ("A#2", "support")):
            project.tag(place, code, coder="ana")
        project.tag("A:2", "support", coder="ana")
        project.tag("A#1", "value", coder="bo")
        assert len(project.store.codings(None, ["ana"])) > 6
        for coder in ("ana", "bo"):
            assert own_counts(project, coder) == counts(project, (coder,)).codes
