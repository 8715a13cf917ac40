"""What a person may type by mistake: refused in words, with nothing changed and nothing ignored."""

from __future__ import annotations

import json
import sqlite3
from pathlib import Path

import pytest

from qualcode.project import Project, agreement, coders, consensus
from tests.cli.conftest import Run
from tests.study import ANNA, BO, conversation, study


@pytest.fixture
def place(tmp_path: Path) -> Path:
    with study(tmp_path, ANNA, BO) as project:
        project.tag("D1#1", "value")
        project.tag("M1#1", "value", coder="bo")
    return tmp_path


def stored(root: Path) -> list[tuple[str, str, str]]:
    with Project.open(root, readonly=True) as project:
        return [(c.document, c.code, c.coder) for c in project.codings()]


@pytest.mark.parametrize(
    ("line", "slug"),
    [
        (("tag", "D1:2", "value", "--quote", ""), "quote_not_found"),
        (("untag", "D1", "--quote", "  "), "quote_not_found"),
        (("tag", "D1:2", "value", "--coder", "   "), "bad_option"),
        (("tag", "D1:2", "value", "--coder", "ana,bo"), "bad_option"),
        (("coder", "rename", "bo", "Hansen, Bo"), "bad_option"),
        (("coder", "finish", "D1", "--coder", "ana,bo"), "bad_option"),
        (("init", "another", "--coder", "ana,bo"), "bad_option"),
        (("tag", "--finish"), "option_conflict"),
        (("tag", "D1:2", "value", "--skip-bad"), "option_conflict"),
        (("untag", "D1", "--coder", "nobody"), "unknown_coder"),
        (("show", "D1", "--coder", "nobody"), "unknown_coder"),
        (("coder", "rename", "bo", " "), "bad_option"),
        (("report", "excerpts", "--by", "x"), "bad_option"),
        (("report", "excerpts", "--source", "x"), "bad_option"),
        (("pseudonymised", "--no"), "option_conflict"),
        (("cooccur", "value", "--coder", "ana"), "empty_category_set"),
        (("cooccur", "--chars", "--within", "3"), "option_conflict"),
        (("agree", "--level", "9"), "empty_category_set"),
        (("agree", "--weights", "transcripts"), "bad_option"),
        (("shares", "--coder", "ana", "--json", "-o", "x.csv"), "option_conflict"),
        (("sql", ""), "bad_query"),
        (("sql", "delete from coding"), "bad_query"),
    ],
)
def test_used_wrongly_changes_nothing(qualcode: Run, place: Path, line: tuple[str, ...], slug: str) -> None:
    before = stored(place)
    ran = qualcode(*line)
    assert (ran.code, ran.err.split(": ")[1]) == (2, slug), ran.err
    assert stored(place) == before


def test_a_coder_with_a_comma_from_before_goes_on(qualcode: Run, place: Path) -> None:
    with sqlite3.connect(place / "qualcode.sqlite") as database:
        database.execute("UPDATE coder SET id = 'Hansen, Bo' WHERE id = 'bo'")
    assert qualcode("tag", "D1:2", "value", "--coder", "Hansen, Bo").code == 0
    assert qualcode("coder", "rename", "Hansen, Bo", "bo").code == 0


@pytest.mark.parametrize(
    "line",
    [
        ("log", "-n", "99999999999999999999"),
        ("cooccur", "--within", "-1"),
        ("cooccur", "--within", "99999999999999999999"),
        ("agree", "--seed", "-1"),
        ("agree", "--replicates", "99999999999999999999"),
    ],
)
def test_a_number_beyond_reason_is_refused(qualcode: Run, place: Path, line: tuple[str, ...]) -> None:
    ran = qualcode(*line)
    assert (ran.code, ran.out) == (2, "")
    assert f"Invalid value for '{line[1]}'" in ran.err or f"'{line[1]}' / " in ran.err


def test_more_steps_back_than_there_are_take_none_back(qualcode: Run, place: Path) -> None:
    before = stored(place)
    ran = qualcode("undo", "99")
    assert ran.code == 3
    assert "there are only 3 changes to undo, not 99" in ran.err
    assert stored(place) == before
    assert qualcode("undo", "2").code == 0
    assert qualcode("redo", "3").code == 3
    assert stored(place) == []
    assert qualcode("redo", "2").code == 0
    assert stored(place) == before


@pytest.mark.parametrize(
    "line", [("agree", "--view", "sets"), ("report", "sample"), ("report", "method", "--coder", "ana")]
)
def test_json_is_an_object_that_names_its_format(qualcode: Run, place: Path, line: tuple[str, ...]) -> None:
    def refuse(constant: str) -> None:
        raise AssertionError(constant)

    ran = qualcode(*line, "--json")
    assert ran.code == 0, ran.err
    assert json.loads(ran.out, parse_constant=refuse)["format"].startswith("qualcode/")


def test_a_query_cannot_write_another_file(qualcode: Run, place: Path) -> None:
    for query in ("attach 'other.sqlite' as other", "vacuum into 'copy.sqlite'"):
        assert qualcode("sql", query).code == 2
    assert not list(place.glob("other.sqlite")) + list(place.glob("copy.sqlite"))


def test_a_query_loses_no_column_of_the_same_name_and_no_bytes(qualcode: Run, place: Path) -> None:
    ran = qualcode("sql", "select 1 as a, 2 as a, x'4142' as b", "--json")
    assert json.loads(ran.out)["rows"] == [{"a": 1, "a_2": 2, "b": "b'AB'"}]


def test_reading_a_folder_as_a_table_says_so(qualcode: Run, place: Path) -> None:
    ran = qualcode("tag", "--from", "transcripts")
    assert (ran.code, ran.err.split(": ")[1]) == (3, "not_a_file")


def test_no_open_codes_yet_is_said_as_such(qualcode: Run, place: Path) -> None:
    ran = qualcode("codebook", "tidy")
    assert (ran.code, "no open codes yet" in ran.err) == (3, True)


def test_a_study_where_nothing_is_coded_can_be_reported(qualcode: Run, tmp_path: Path) -> None:
    study(tmp_path, ANNA, coder="ny").close()
    for line in (("report", "interviews"), ("report", "method"), ("appendix", "a.docx", "--no-text")):
        ran = qualcode(*line)
        assert ran.code == 0, (line, ran.err)


def test_documents_without_cases_are_counted_where_the_study_compares_cases(qualcode: Run, tmp_path: Path) -> None:
    plan = conversation("Plan", ("", "Data er en vej."), ("", "Borgerne kommer først."), kind="document")
    with study(tmp_path, ANNA, plan) as project:
        project.tag("Plan:1", "value")
    (tmp_path / "cases.csv").write_text("case,members,role\nAnna,D1,director\n", "utf-8")
    settings = tmp_path / "qualcode.toml"
    settings.write_text(settings.read_text("utf-8").replace('by = ""', 'by = "role"'), "utf-8")
    ran = qualcode("shares", "value", "--document", "Plan", "--unit", "paragraph", "--json")
    assert ran.code == 0, ran.err
    [row] = json.loads(ran.out)["rows"]
    assert (row["group"], row["numerator"], row["denominator"]) == ("all", 1, 2)
    assert qualcode("crosstab", "value", "--document", "Plan", "--unit", "paragraph").code == 0


def test_documents_have_no_answers_so_their_paragraphs_are_counted(qualcode: Run, tmp_path: Path) -> None:
    plan = conversation("Plan", ("", "Data er en vej."), ("", "Borgerne kommer først."), kind="document")
    with study(tmp_path, plan) as project:
        project.tag("Plan:1", "value")
    [row] = json.loads(qualcode("shares", "value", "--json").out)["rows"]
    assert (row["numerator"], row["denominator"], row["informants"]) == (1, 2, 0)
    assert qualcode("crosstab", "value").code == 0


def test_a_study_that_nobody_has_begun_has_no_shares_and_the_message_says_why(qualcode: Run, tmp_path: Path) -> None:
    study(tmp_path, ANNA).close()
    for line in (("shares",), ("crosstab",), ("matrix",), ("plot", "shares", "-o", "a.svg")):
        ran = qualcode(*line)
        assert (ran.code, "not_begun" in ran.err) == (3, True), (line, ran.err)
    assert qualcode("shares", "--base", "material").code == 0


def test_without_a_codebook_the_message_says_how_to_take_one(qualcode: Run, tmp_path: Path) -> None:
    study(tmp_path, ANNA).close()
    (tmp_path / "codebooks" / "frame.yaml").unlink()
    for line in (("shares",), ("matrix",), ("cooccur",)):
        ran = qualcode(*line)
        assert (ran.code, "qualcode codebook use moore" in ran.err) == (2, True), line


def test_several_frames_are_taken_into_use_together_or_not_at_all(qualcode: Run, place: Path) -> None:
    books = place / "codebooks"
    assert qualcode("codebook", "use", "swot", "nosuch").code == 2
    assert [path.name for path in books.iterdir()] == ["frame.yaml"]
    assert qualcode("codebook", "use", "swot", "moore").code == 0
    assert sorted(path.stem for path in books.iterdir()) == ["frame", "moore", "swot"]
    qualcode("undo")
    assert [path.name for path in books.iterdir()] == ["frame.yaml"]


def test_one_undo_takes_back_one_decision_of_a_review(qualcode: Run, place: Path) -> None:
    with Project.open(place) as project:
        request = agreement.AgreementRequest()
        for coder in ("ana", "bo"):
            coders.set_state(project, coder, ["D1", "M1"], "finished")
        first, *_ = waiting = agreement.unsettled(project, request)
        consensus.begin(project, request)
        before = stored(place)
        consensus.settle(project, first, "frame:value", "klart")
        assert len(stored(place)) == len(before) + 1
        assert len(agreement.unsettled(project, request)) == len(waiting) - 1
    qualcode("undo")
    assert stored(place) == before
    with Project.open(place) as project:
        assert len(agreement.unsettled(project, request)) == len(waiting)


@pytest.mark.parametrize("id", ["", "  ", "a\nb"])
def test_a_case_without_a_name_does_not_spoil_the_table_of_cases(qualcode: Run, place: Path, id: str) -> None:
    before = (place / "cases.csv").read_bytes()
    ran = qualcode("case", "set", id, "role=director")
    assert (ran.code, ran.err.split(": ")[1]) == (2, "bad_id")
    assert (place / "cases.csv").read_bytes() == before


def test_an_attribute_called_like_a_column_of_ours_changes_no_number(qualcode: Run, place: Path) -> None:
    def rows(by: str) -> list[tuple[str, int, int]]:
        ran = qualcode("shares", "value", "--coder", "ana", "--by", by, "--base", "material", "--json")
        assert ran.code == 0, ran.err
        return [(r["group"], r["numerator"], r["denominator"]) for r in json.loads(ran.out)["rows"]]

    before = rows("-")
    (place / "cases.csv").write_text(
        "case,members,status,unit,words,question,informant\nD1,D1,gift,a,9,x,x\nM1,M1,enlig,a,9,x,x\n", "utf-8"
    )
    assert rows("-") == before
    assert rows("status") == [("gift", 1, 2), ("enlig", 0, 2)]
