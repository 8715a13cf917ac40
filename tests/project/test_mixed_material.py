"""Interviews, documents, an observation and a survey in one study, with two frames, two coders and answers that are
interrupted: every report counts the same codings, in the right units, and calls everything by its name."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from qualcode.core.languages import LANGUAGES
from tests.cli.conftest import Run
from tests.study import FRAME, conversation, study

pytestmark = pytest.mark.file_engine  # what is counted is computed above the store

LEAVITT = (
    FRAME.replace("id: frame", "id: leavitt")
    .replace('{en: "A frame", da: "En ramme"}', '{en: "Leavitt", da: "Leavitts diamant"}')
    .replace("kind: deductive\n", "kind: deductive\nqualifiers: {promotes: {en: promotes, da: fremmer}}\n")
)
GUIDE = """questions:
  - {id: "1", text: "Hvad bruger I data til?", dimension: Praksis}
  - {id: "2", text: "Hvem støtter?", dimension: Opbakning}
  - {id: "3", text: "Hvornår?", dimension: Opbakning}
"""
CASES = """case,kind,members,role,part_of
A,kommune,,,
B,kommune,,,
P1,informant,I1,leder,A
P2,informant,I2,medarbejder,A
"""


def interview(number: int) -> Any:
    """The first question is come back to, and the third is never asked."""
    return conversation(
        f"I{number}",
        ("I", "Hvad?", "1"), ("Anna", f"Jeg underviser {number}.", "1"),
        ("I", "Hvem?", "2"), ("Anna", f"Kolleger {number}.", "2"),
        ("I", "Hvad ellers?", "1"), ("Anna", "Jeg retter opgaver.", "1"),
    )  # fmt: skip


@pytest.fixture
def mixed(qualcode: Run, tmp_path: Path) -> Run:
    documents = [
        interview(1), interview(2),
        conversation("Dok", ("", "Afsnit et om tal."), ("", "Afsnit to om penge."), kind="document"),
        conversation("Obs", ("", "Mødet begynder."), ("", "Lederen viser tal."), kind="observation"),
        conversation("Sv", ("R1", "Svar et", "1"), ("R2", "Svar to", "1"), kind="survey"),
    ]  # fmt: skip
    with study(tmp_path, *documents, language="da") as project:
        (tmp_path / "codebooks" / "leavitt.yaml").write_text(LEAVITT, "utf-8")
        (tmp_path / "questions.yaml").write_text(GUIDE, "utf-8")
        (tmp_path / "cases.csv").write_text(CASES, "utf-8")
        project.forget_files()
        for coder in ("ana", "bo"):
            project.tag("I1#1", "frame:value", coder=coder)
            project.tag("Sv#1", "frame:capacity", coder=coder)
            project.tag("Dok:1", "leavitt:value", coder=coder, qualifier="promotes")
            project.tag("Obs:1", "leavitt:support", coder=coder)
        project.tag("I2#2", "frame:support", coder="ana")
    return qualcode


def text(run: Run, *argv: str) -> str:
    ran = run(*argv, "--format", "md", "-o", "-")
    assert ran.code == 0, ran.err
    return ran.out.replace("\N{NO-BREAK SPACE}", " ")


def data(run: Run, *argv: str) -> dict[str, Any]:
    ran = run(*argv, "--json")
    assert ran.code == 0, ran.err
    found: dict[str, Any] = json.loads(ran.out)
    return found


def test_an_answer_in_two_stretches_is_one_coding_in_every_report(mixed: Run) -> None:
    assert "1 af 1 kodning citeret, fra 1 kilde." in text(mixed, "report", "excerpts", "--coder", "ana")
    assert "»Jeg underviser 1. (…) Jeg retter opgaver.«" in text(mixed, "report", "excerpts", "--coder", "ana")
    assert re.search(
        r"Interview · 6 replikker · \d+ ord · 1 kodning\.", text(mixed, "report", "interviews", "--coder", "ana")
    )
    codings = text(mixed, "report", "codings", "--coder", "ana")
    assert "6 kodninger" in codings and "er én kodning, der står på flere rækker" in codings
    assert "ana har lavet 6 kodninger i 5 dokumenter" in text(mixed, "report", "method", "--coder", "ana")
    listed = {row["code"]: row["codings"] for row in data(mixed, "list", "codes", "--coder", "ana")["rows"]}
    assert sum(listed.values()) == 6 and listed["frame:value"] == 1


def test_respondents_who_answer_one_question_are_units_of_their_own(mixed: Run) -> None:
    rows = {row["code"]: row for row in data(mixed, "list", "codes", "--coder", "ana")["rows"]}
    assert (rows["frame:capacity"]["units"], rows["frame:capacity"]["cases"]) == (2, 2)


def test_agreement_on_a_frame_rests_on_the_material_it_was_used_on(mixed: Run) -> None:
    found = data(mixed, "agree", "--ci", "0")
    units = {row["code"]: row["units"] for row in found["rows"]}
    # The answers of I1 and the survey; the paragraphs of the document and the observation.
    assert set(units.items()) == {
        *((f"frame:{code}", 4) for code in ("value", "support", "capacity")),
        *((f"leavitt:{code}", 4) for code in ("value", "support", "capacity")),
    }
    assert len(found["frames"]) == 2 and found["coders"] == ["ana", "bo"]
    alone = data(mixed, "agree", "leavitt", "--ci", "0")
    assert [row for row in found["rows"] if row["code"].startswith("leavitt")] == alone["rows"]
    printed = text(mixed, "agree", "--ci", "0")
    assert "(En ramme)" in printed and "(Leavitts diamant)" in printed
    assert "Enhed: enhed" not in printed and "besvarelse i spørgeskemaer" in printed


def test_agreement_names_a_frame_that_nobody_has_used(mixed: Run, tmp_path: Path) -> None:
    (tmp_path / "codebooks" / "third.yaml").write_text(FRAME.replace("id: frame", "id: third"), "utf-8")
    found = data(mixed, "agree", "--ci", "0")
    assert {row["code"].partition(":")[0] for row in found["rows"]} == {"frame", "leavitt"}
    assert found["frames_without_codings"] == ["En ramme"]


def test_a_checklist_says_when_nothing_new_came(mixed: Run) -> None:
    with_words = [text(mixed, "report", "checklist", "--coder", "ana", "--lang", each) for each in LANGUAGES]
    assert all("COREQ" in each for each in with_words)


def test_what_is_left_out_is_told_in_what_was_said(mixed: Run) -> None:
    """The third question was asked of nobody: it is no answer that another frame leaves out."""
    printed = text(mixed, "shares", "leavitt", "--coder", "ana")
    assert "I1, I2 og Sv (6 enheder)" in printed  # four answers and two entries
    account = data(mixed, "shares", "leavitt", "--coder", "ana")["accounting"]
    (part,) = account["left_out"]
    assert (part["units"], part["silent"]) == (8, 2)
    assert account["counted"] + 8 == account["looked_at"]


@pytest.mark.parametrize(
    ("language", "respondents", "both"),
    [
        ("da", "2 respondenter; andelene beskriver disse besvarelser", "4 informanter og respondenter; andelene"),
        ("nb", "2 respondenter; andelene beskriver disse besvarelsene", "4 informanter og respondenter; andelene"),
        ("sv", "2 respondenter; andelarna beskriver dessa svar", "4 informanter och respondenter; andelarna"),
        ("en", "2 respondents; the shares describe what these answered", "4 informants and respondents; the shares"),
    ],
)  # fmt: skip
def test_those_who_fill_in_a_survey_are_respondents(mixed: Run, language: str, respondents: str, both: str) -> None:
    alone = text(mixed, "shares", "frame", "--coder", "ana", "--document", "Sv", "--lang", language)
    assert respondents in alone
    assert "nterview" not in alone and "ntervju" not in alone and "nformant" not in alone
    assert both in text(mixed, "shares", "frame", "--coder", "ana", "--lang", language)


def test_groups_without_the_attribute_are_named_in_words(mixed: Run) -> None:
    for command in ("crosstab", "matrix", "shares"):
        printed = text(mixed, command, "frame", "--by", "role", "--coder", "ana")
        assert "(ikke angivet)" in printed, command
        assert "| –: " not in printed and "\n| – |" not in printed, command
    assert "Kodninger fordelt på role" in text(mixed, "matrix", "frame", "--by", "role", "--coder", "ana")


def test_judgements_are_named_in_the_language_of_the_report(mixed: Run) -> None:
    assert "fordelt på vurdering" in text(
        mixed, "crosstab", "leavitt", "--by", "qualifier", "--count", "codings", "--coder", "ana"
    )
    assert "Uden vurdering: koder efter vægt" in text(mixed, "rank", "leavitt", "--coder", "ana")


def test_codes_of_one_name_are_told_apart_by_their_frame(mixed: Run) -> None:
    printed = text(mixed, "cooccur", "--coder", "ana")
    assert "Værdi (En ramme)" in printed and "Værdi (Leavitts diamant)" in printed
    quotes = text(mixed, "report", "excerpts", "--coder", "ana")
    assert "## Værdi (En ramme)" in quotes and "## Værdi (Leavitts diamant)" in quotes and "## Kapacitet\n" in quotes


@pytest.mark.parametrize(
    ("language", "title"),
    [
        ("da", "Informanter, respondenter og kilder"),
        ("nb", "Informanter, respondenter og kilder"),
        ("sv", "Informanter, respondenter och källor"),
        ("en", "Informants, respondents and sources"),
    ],
)
def test_the_sample_is_called_by_all_who_are_in_it(mixed: Run, language: str, title: str) -> None:
    (Path.cwd() / "cases.csv").write_text(CASES + "R,informant,Sv:R1,,\n", "utf-8")
    assert text(mixed, "report", "sample", "--lang", language).startswith(f"# {title}\n")


def test_a_case_without_members_has_no_documents(mixed: Run) -> None:
    printed = text(mixed, "report", "sample")
    assert "| B |  | 0 | – |" in printed and "Tabel 2: Informanter**" in printed


@pytest.mark.file_engine  # counted alike on both
def test_the_sample_in_a_sentence_is_of_those_whose_words_there_are(mixed: Run, tmp_path: Path) -> None:
    cases = CASES.replace("I1,leder", "I1,leder; ekspert") + "P3,informant,,leder,A\n"
    (tmp_path / "cases.csv").write_text(cases, "utf-8")
    settings = (tmp_path / "qualcode.toml").read_text("utf-8")
    (tmp_path / "qualcode.toml").write_text(settings.replace('by = ""', 'by = "role"'), "utf-8")
    assert "2 informanter: leder (1), ekspert (1) og medarbejder (1)" in text(
        mixed, "report", "method", "--coder", "ana"
    )


def test_a_list_writes_numbers_as_its_language_does(mixed: Run) -> None:
    printed = text(mixed, "list", "words")
    assert re.search(r"\d,\d\d \|", printed) and not re.search(r"\d\.\d\d \|", printed)


def test_one_selects_by_the_dimension_of_the_questions(mixed: Run) -> None:
    found = data(mixed, "shares", "frame", "--coder", "ana", "--where", "dimension=Opbakning")
    assert {row["code"]: (row["numerator"], row["denominator"]) for row in found["rows"]}["frame:support"] == (1, 2)
    assert "dimensioner = Opbakning" in text(
        mixed, "shares", "frame", "--coder", "ana", "--where", "dimension=Opbakning"
    )
    listed = data(mixed, "list", "uncoded", "--coder", "ana", "--where", "dimension=Opbakning")["rows"]
    assert [row["address"] for row in listed] == ["I1#2"]
    wrong = mixed("shares", "frame", "--coder", "ana", "--where", "dimensoin=Opbakning")
    assert wrong.code == 2 and "dimension" in wrong.err
