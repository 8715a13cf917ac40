"""What rules and likeness propose, what they leave alone, and that no table counts it."""

from __future__ import annotations

from pathlib import Path

import pytest

from qualcode.core.choices import Where
from qualcode.core.errors import DataError, UsageError
from qualcode.project import Project
from qualcode.project.propose import MODEL, ProposalRequest, by_likeness, by_rules, store, take_back
from qualcode.retrieval.likeness import Example, Likeness
from tests.study import conversation, study

FRAME = """\
id: frame
title: {en: "A frame"}
kind: deductive
source: ["A source (2000)."]
codes:
  - id: technology
    name: {en: "Technology"}
    seeds: {da: ["system", "=it", "data NEAR/2 drift"]}
  - id: people
    name: {en: "People"}
    seeds: {da: ["medarbejder"], sv: ["medarbetare"]}
"""
D1 = conversation(
    "D1",
    ("I", "Hvilke systemer har I?", "1"),
    ("D1", "Vi har gamle systemer. Det går. Medarbejderudvikling er der også."),
    ("I", "Mere?", "2"),
    ("D1", "Data til drift. Det er it og kapitel."),
)


def test_a_seed_of_several_searches_is_each_of_them(tmp_path: Path) -> None:
    either = FRAME.replace('"system", "=it", "data NEAR/2 drift"', '"hest OR kapitel OR data"')
    found = by_rules(study(tmp_path, D1, frame=either), ProposalRequest("frame", ("technology",))).found
    assert [one.quote for one in found] == ["Data til drift.", "Det er it og kapitel."]


@pytest.fixture
def project(tmp_path: Path) -> Project:
    return study(tmp_path, D1, frame=FRAME)


def test_a_seed_is_found_with_endings_and_in_compounds_in_informants_sentences(project: Project) -> None:
    found = by_rules(project, ProposalRequest("frame")).found
    assert [(one.quote, one.code, one.reason) for one in found] == [
        ("Vi har gamle systemer.", "frame:technology", "system"),
        ("Medarbejderudvikling er der også.", "frame:people", "medarbejder"),
        ("Data til drift.", "frame:technology", "data NEAR/2 drift"),
        ("Det er it og kapitel.", "frame:technology", "=it"),
    ]


def test_proposals_are_the_machines_and_say_what_they_rest_on(project: Project) -> None:
    store(project, by_rules(project, ProposalRequest("frame")))
    codings = project.codings()
    assert {(c.coder, c.origin) for c in codings} == {("rule:frame", "rule")}
    assert [c.memo for c in codings] == ["system", "medarbejder", "data NEAR/2 drift", "=it"]
    kinds = {coder.id: coder.kind for coder, _ in project.store.coders()}
    assert kinds["rule:frame"] == "rule"


def test_what_a_person_has_coded_is_not_proposed(project: Project) -> None:
    project.tag("D1#1", "technology")
    proposals = by_rules(project, ProposalRequest("frame"))
    assert proposals.coded_already == 1
    assert [one.unit for one in proposals.found if one.code == "frame:technology"] == ["D1#2", "D1#2"]


def test_a_run_is_taken_back_whole_and_people_are_not(project: Project) -> None:
    project.tag("D1#2", "people")
    store(project, by_rules(project, ProposalRequest("frame")))
    assert take_back(project, "rule:frame") == 4
    assert [c.coder for c in project.codings()] == ["ana"]
    with pytest.raises(UsageError, match="is a person"):
        take_back(project, "ana")


def test_a_run_can_be_kept_to_a_place_and_to_codes(project: Project) -> None:
    asked = ProposalRequest("frame", ("technology",), Where(questions=("1",)), mark="words")
    assert [one.quote for one in by_rules(project, asked).found] == ["systemer"]
    project.tag("D1#2", "people")
    inside = ProposalRequest("frame", within="people", mark="unit")
    assert {one.unit for one in by_rules(project, inside).found} == {"D1#2"}


def test_languages_without_seeds_are_named(tmp_path: Path) -> None:
    with study(tmp_path, D1, frame=FRAME.replace("da:", "nb:")) as project:
        assert by_rules(project, ProposalRequest("frame")).silent == ("da",)


def test_a_frame_without_seeds_says_where_they_go(tmp_path: Path) -> None:
    with study(tmp_path, D1) as project, pytest.raises(DataError, match="no seed words"):
        by_rules(project, ProposalRequest("frame"))


ABOUT = {
    "frame:technology": "systemet maskinen skærmen programmet driften serveren netværket",
    "frame:people": "kollegaen lederen medarbejderen holdningen mødet samtalen teamet",
}


def example(number: int, code: str, case: str) -> Example:
    """Seven words about one of two things, turned around so that no two units are the same."""
    words = ABOUT[code].split()
    turned = words[number % 7 :] + words[: number % 7]
    return Example(f"{case}#{number}", " ".join(turned[:5]) + " og så var det det hele", "da", case, frozenset([code]))


EXAMPLES = [example(n, code, case) for n, case in enumerate("ABCDEF") for code in ABOUT]


def test_likeness_finds_what_is_about_the_same_and_names_its_reasons() -> None:
    model = Likeness(EXAMPLES)
    enough, too_little = model.codes()
    assert (enough, too_little) == (sorted(ABOUT), {})
    quality = model.quality("frame:people")
    assert (quality.useful, quality.precision, quality.recall) == (True, 1.0, 1.0)
    waiting = [
        Example("X#1", "medarbejderne og lederne holdt et møde om samtalerne", "da", "X", frozenset()),
        Example("X#2", "serverne og skærmene i netværket var langsomme", "da", "X", frozenset()),
    ]
    [one] = model.suggest(waiting, "frame:people", quality.threshold, 5)
    assert one.label == "X#1"
    assert all(label.split("#")[0] in "ABCDEF" for label in one.like)


def test_codes_without_a_pattern_are_not_called_useful() -> None:
    """The code goes by the case's letter and says nothing about the words."""
    shuffled = [
        Example(e.label, EXAMPLES[(at * 5) % 12].text, "da", e.case, frozenset(["f:odd"] if at % 2 else []))
        for at, e in enumerate(EXAMPLES)
    ]
    texts_alike = [Example(e.label, "det samme hver gang", "da", e.case, e.codes) for e in shuffled]
    assert not Likeness(texts_alike).quality("f:odd").useful


def test_too_little_to_learn_from_is_said(project: Project) -> None:
    project.tag("D1#1", "technology")
    with pytest.raises(DataError, match=r"too little to learn from.*frame:technology, has 1 in 1"):
        by_likeness(project, ProposalRequest("frame"))


def test_likeness_in_a_project_proposes_only_what_nobody_has_coded(tmp_path: Path) -> None:
    interviews = []
    for case in "ABCDEF":
        lines: list[tuple[str, str] | tuple[str, str, str]] = []
        for number, (code, words) in enumerate(ABOUT.items(), start=1):
            del code
            lines += [("I", "Ja?", str(number)), (case, " ".join(words.split()[:5]) + f" hos {case}")]
        interviews.append(conversation(case, *lines))
    with study(tmp_path, *interviews, frame=FRAME) as project:
        for case in "ABCDE":
            project.tag(f"{case}#1", "technology")
            project.tag(f"{case}#2", "people")
        proposals = by_likeness(project, ProposalRequest("frame"))
        assert {(one.unit, one.code) for one in proposals.found} == {
            ("F#1", "frame:technology"),
            ("F#2", "frame:people"),
        }
        store(project, proposals)
        assert {c.origin for c in project.codings() if c.coder == MODEL} == {"model"}
