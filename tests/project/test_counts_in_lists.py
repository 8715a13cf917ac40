"""Lists of codebooks, documents and coders count what the tables count: one layer, an interrupted answer once."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from qualcode.project import Project
from tests.cli.conftest import Run
from tests.study import conversation, study

BACK_AND_FORTH = conversation(
    "A",
    ("I", "Hvad?", "1"), ("Anna", "Jeg underviser."),
    ("I", "Hvem?", "2"), ("Anna", "Kolleger."),
    ("I", "Hvad?", "1"), ("Anna", "Jeg retter opgaver."),
    ("I", "Hvem?", "2"), ("Anna", "Forældre."),
)  # fmt: skip
ONCE = conversation("B", ("I", "Hvad?", "1"), ("Bo", "Tal."), ("I", "Hvem?", "2"), ("Bo", "Alle."))


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """Ana and bo coded the same interrupted answer, a review settled it, and a rule proposed something."""
    with study(tmp_path, BACK_AND_FORTH, ONCE) as project:
        for coder in ("ana", "bo", "consensus"):
            project.tag("A#1", "value", coder=coder)
        project.tag("B#1", "support", coder="ana")
        _proposed(project)
    return tmp_path


def _proposed(project: Project) -> None:
    project.tag("B#2", "capacity", coder="rule:frame")


def told(qualcode: Run, *argv: str) -> dict[str, Any]:
    ran = qualcode(*argv, "--json")
    assert ran.code == 0, ran.err
    return dict(json.loads(ran.out))


def chosen(root: Path, coder: str) -> None:
    file = root / "qualcode.toml"
    kept = [line for line in file.read_text("utf-8").splitlines() if not line.startswith("analyse")]
    file.write_text("\n".join([f'analyse = "{coder}"', *kept]), "utf-8")


def test_codebook_list_counts_the_layer_of_the_tables(qualcode: Run, place: Path) -> None:
    def number(*argv: str) -> int:
        return next(row["codings"] for row in told(qualcode, "codebook", "list", *argv)["rows"] if row["id"] == "frame")

    assert number("--coder", "bo") == 1, "two stretches of one answer"
    assert number() == 3, "every person's, and no consensus on top"
    chosen(place, "consensus")
    assert number() == 1
    ran = qualcode("codebook", "list")
    assert ran.err.strip() == "codings of consensus; not counted: 1 of rule:frame (--coder NAME)"


def test_the_printed_codebook_says_whose_codings_it_counts(qualcode: Run, place: Path) -> None:
    chosen(place, "ana")
    codes = told(qualcode, "codebook", "show", "frame")["codes"]
    assert {code["id"]: code["codings"] for code in codes if code["codings"]} == {"frame:value": 1, "frame:support": 1}
    assert "Codings counted: those of ana." in qualcode("codebook", "show", "frame").out
    assert (
        "Talte kodninger: dem, bo har lavet."
        in qualcode("report", "codebook", "--coder", "bo", "--lang", "da", "-o", "-", "--format", "md").out
    )


def test_status_counts_documents_by_the_layer_and_tells_people_from_what_they_agreed_on(
    qualcode: Run, place: Path
) -> None:
    chosen(place, "ana")
    state = told(qualcode, "status")
    assert {one["id"]: (one["units"], one["codings"]) for one in state["documents"]} == {"A": (2, 1), "B": (2, 1)}
    assert state["counted"] == ["ana"]
    assert [(one["id"], one["kind"], one["codings"]) for one in state["coders"]] == [
        ("ana", "human", 2), ("bo", "human", 1), ("consensus", "consensus", 1), ("rule:frame", "rule", 1),
    ]  # fmt: skip
    out = qualcode("status").out
    assert "coders: ana (2 codings), bo (1 coding)\n" in out
    assert "beside them: consensus (1 coding), rule:frame (1 coding)\n" in out
    assert "codings in the table: those of ana\n" in out
    assert [(row["coder"], row["codings"]) for row in told(qualcode, "coder", "list")["rows"]] == [
        ("ana", 2), ("bo", 1), ("consensus", 1), ("rule:frame", 1),
    ]  # fmt: skip


def test_a_document_counts_its_paragraphs_in_status_as_in_tables(qualcode: Run, tmp_path: Path) -> None:
    note = conversation("N", ("", "Et afsnit.\n\nEt til."), kind="observation")
    study(tmp_path, note).close()
    qualcode("tag", "N:1", "value")
    shares = told(qualcode, "shares", "value", "--by", "-")
    assert told(qualcode, "status")["documents"][0]["units"] == shares["rows"][0]["denominator"]


def test_check_cuts_no_units(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from qualcode.core import units as unitising
    from qualcode.project.check import check

    def never(*_: object) -> list[object]:
        raise AssertionError("a unit was cut")

    with Project.open(place, readonly=True) as project:
        before = check(project)
        monkeypatch.setattr(unitising, "units", never)
        monkeypatch.setattr(unitising, "answers", never)
        assert check(project) == before


def test_find_shows_peoples_codings_and_says_what_it_left_out(qualcode: Run, place: Path) -> None:
    found = told(qualcode, "find", "--code", "value")
    assert {c["coder"] for passage in found["passages"] for c in passage["codings"]} == {"ana", "bo"}
    assert found["beside"] == {"consensus": 2}
    assert told(qualcode, "find", "--code", "value", "--document", "B")["beside"] == {}
    assert "codings left out: 1 of rule:frame (--coder NAME)" in qualcode("find", "--code", "capacity").err
    asked = told(qualcode, "find", "--code", "value", "--coder", "consensus")
    assert {c["coder"] for passage in asked["passages"] for c in passage["codings"]} == {"consensus"}


def test_words_inside_a_proposal_are_found_only_when_the_rule_is_named(qualcode: Run, place: Path) -> None:
    assert told(qualcode, "find", "Alle", "--code", "capacity")["matches"] == []
    named = told(qualcode, "find", "Alle", "--code", "capacity", "--coder", "rule:frame")
    assert [match["address"].partition("@")[0] for match in named["matches"]] == ["B"]


def test_lists_count_one_layer_and_say_whose(qualcode: Run, place: Path) -> None:
    chosen(place, "ana")
    ran = qualcode("list", "codes")
    assert [line.split("\t")[:2] for line in ran.out.splitlines()[1:]] == [["frame:support", "1"], ["frame:value", "1"]]
    assert "codings of ana; not counted: 1 of consensus, 1 of rule:frame (--coder NAME)" in ran.err
    assert [row["address"] for row in told(qualcode, "list", "uncoded")["rows"]] == ["A#2", "B#2"]
    assert [row["address"] for row in told(qualcode, "list", "uncoded", "--coder", "bo")["rows"]] == [
        "A#2", "B#1", "B#2",
    ]  # fmt: skip
