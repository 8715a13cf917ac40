"""What those are called who are counted follows the sources: respondents and documents give no interviews."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.conftest import Run, qualcode  # noqa: F401
from tests.study import ANNA, BO, conversation, study

pytestmark = pytest.mark.file_engine

ANSWERS = (("I", "Hvorfor?", "1"), ("Eva", "Fordi det hjælper."))
SURVEY = (conversation("S1", *ANSWERS, kind="survey"), conversation("S2", *ANSWERS, kind="survey"))
LETTERS = (
    conversation("L1", ("", "Vi skriver, fordi det haster."), kind="document"),
    conversation("L2", ("", "Det haster ikke."), kind="observation"),
)
TALK = (conversation("F1", *ANSWERS, ("Per", "Jeg ved det ikke."), kind="focus-group"),)

MATERIAL = {
    "interviews": ((ANNA, BO), ("D1:2", "M1:2"), "informants"),
    "survey": (SURVEY, ("S1:2", "S2:2"), "respondents"),
    "both": ((ANNA, *SURVEY), ("D1:2", "S1:2"), "informants and respondents"),
    "letters": (LETTERS, ("L1:1", "L2:1"), "sources"),
    "mixed": ((ANNA, *LETTERS), ("D1:2", "L1:1"), "sources"),
}
COMMANDS = (
    ("shares", "--ci", "jackknife"), ("shares", "--equalize", "informant"),
    ("report", "excerpts", "--limit", "1"), ("report", "excerpts", "--by", "case"), ("report", "memos"),
    ("report", "checklist"), ("report", "method"), ("report", "sample"), ("crosstab", "--by", "-"),
    ("crosstab", "--by", "kind", "--count", "cases"), ("rank", "--rank-by", "cases"),
    ("saturation", "--base", "1", "--run", "1"), ("plot", "bars", "-o", "bars.svg"),
)  # fmt: skip
OTHERS = {
    "survey": {
        "en": "informant|interview", "da": "informant|interview",
        "nb": "informant|intervju", "sv": "informant|intervju",
    },
    "letters": {
        "en": "informant|respondent|interview", "da": "informant|respondent|interview",
        "nb": "informant|respondent|intervju", "sv": "informant|respondent|intervju",
    },
}  # fmt: skip


def printed(run: Run, *command: str, language: str = "en") -> str:
    """What a command prints as Markdown, or the file it writes."""
    target = () if "-o" in command else ("-o", "-", "--format", "md")
    ran = run(*command, "--lang", language, *target)
    assert ran.code == 0, ran.err
    return ran.out if target else Path(command[-1]).read_text("utf-8")


def made(run: Run, root: Path, name: str) -> str:
    documents, places, people = MATERIAL[name]
    with study(root, *documents) as project:
        for place in places:
            project.tag(place, "value")
    rows = (f"c{one.id},{one.id},nurse\n" for one in documents)
    (root / "cases.csv").write_text("case,members,role\n" + "".join(rows), "utf-8")
    assert run("coder", "begin").code == 0
    assert run("pseudonymised", "--all").code == 0
    return people


@pytest.mark.parametrize("language", ["en", "da", "nb", "sv"])
@pytest.mark.parametrize("name", ["survey", "letters"])
def test_nobody_is_called_what_he_is_not(qualcode: Run, tmp_path: Path, name: str, language: str) -> None:  # noqa: F811
    made(qualcode, tmp_path, name)
    assert qualcode("memo", f"case {'S1' if name == 'survey' else 'L1'}", "Om den.").code in (0, 2)
    for command in COMMANDS:
        said = printed(qualcode, *command, language=language).replace("Interview ", "").casefold()  # in their titles
        if command[1] == "checklist":  # its items are about interviews
            said = "".join(line.split("|")[3] for line in said.splitlines() if line.count("|") == 5)
        for other in OTHERS[name][language].split("|"):
            assert other not in said, (command, other, said[max(said.find(other) - 60, 0) :][:140])


@pytest.mark.parametrize("name", MATERIAL)
def test_the_spread_and_the_excerpts_are_among_those_who_are_there(qualcode: Run, tmp_path: Path, name: str) -> None:  # noqa: F811
    people = made(qualcode, tmp_path, name)
    shares = printed(qualcode, "shares", "--ci", "bootstrap")
    assert f"among the {people}**" in shares and f"bootstrap over the {people}" in shares
    one = people.replace("informants and respondents", "informant or respondent").removesuffix("s")
    assert "when one at a time is left out" in shares and f"Leaving one {one} out" in shares
    quotes = printed(qualcode, "report", "excerpts", "--limit", "2")
    assert f"from all {people} in turn" in quotes and f"excerpts among the {people}**" in quotes
    assert f"2 of 2 codings quoted, from 2 {people}." in quotes


def test_what_the_sources_are_is_said_where_both_are_counted(qualcode: Run, tmp_path: Path) -> None:  # noqa: F811
    made(qualcode, tmp_path, "mixed")
    assert "*Sources: informants and documents.*" in printed(qualcode, "shares")
    assert "Sources: " not in printed(qualcode, "shares", "--document", "L1", "--document", "L2")


def test_a_focus_group_is_no_interview(qualcode: Run, tmp_path: Path) -> None:  # noqa: F811
    with study(tmp_path, *TALK) as project:
        project.tag("F1:2", "value")
    said = printed(qualcode, "shares")
    assert "2 informants; the shares describe this material, not a population." in said
    assert "salience in the answers" in said and "interview" not in said


def test_excerpts_that_are_all_there_are_in_no_turn(qualcode: Run, tmp_path: Path) -> None:  # noqa: F811
    made(qualcode, tmp_path, "interviews")
    assert "in turn" not in printed(qualcode, "report", "excerpts")


def test_the_checklist_names_the_table_that_there_is(qualcode: Run, tmp_path: Path) -> None:  # noqa: F811
    made(qualcode, tmp_path, "survey")
    assert "See the table “Respondents”; attributes: role." in printed(qualcode, "report", "checklist")
    assert "**Table 1: Respondents**" in printed(qualcode, "report", "sample")


@pytest.mark.parametrize(
    ("by", "what"),
    [
        ("weight", "weight"),
        ("units", "number of units"),
        ("codings", "number of codings"),
        ("cases", "number of cases"),
    ],
)
def test_a_ranking_says_what_it_is_ranked_by(qualcode: Run, tmp_path: Path, by: str, what: str) -> None:  # noqa: F811
    made(qualcode, tmp_path, "interviews")
    said = printed(qualcode, "rank", "--rank-by", by)
    assert f"**Table 1: Codes by {what}**" in said
    assert "Share: of the sum of all codes in the table." in said


@pytest.mark.parametrize("language", ["en", "da", "nb", "sv"])
def test_a_crosstab_of_everything_is_by_nothing(qualcode: Run, tmp_path: Path, language: str) -> None:  # noqa: F811
    made(qualcode, tmp_path, "interviews")
    said = printed(qualcode, "crosstab", "--by", "-", language=language)
    caption, everything = {
        "en": ("Codes", "All"), "da": ("Koder", "Alle"), "nb": ("Koder", "Alle"), "sv": ("Koder", "Alla")
    }[language]  # fmt: skip
    assert f": {caption}**" in said and f"| {everything}: " in said


def test_the_method_counts_turns_only_where_somebody_takes_them(qualcode: Run, tmp_path: Path) -> None:  # noqa: F811
    made(qualcode, tmp_path, "letters")
    assert "The material consists of 1 document and 1 observation, in all 8 words." in printed(
        qualcode, "report", "method"
    )


def test_a_survey_by_question_is_counted_by_those_who_answer(qualcode: Run, tmp_path: Path) -> None:  # noqa: F811
    assert qualcode("init", ".", "--coder", "ana").code == 0
    Path("answers.csv").write_text("id;Why?;How?\nr1;Because.;Well.\nr2;No idea.;\nr3;;Badly.\n", "utf-8")
    columns = ("--split", "question", "--open", "Why?", "--open", "How?")
    assert qualcode("add", "answers.csv", *columns, "--pseudonymised").code == 0
    Path("talk.txt").write_text("I: Why?\nAnna: Because it is new.\n", "utf-8")
    assert qualcode("add", "talk.txt", "--interviewer", "I", "--pseudonymised").code == 0
    assert qualcode("codebook", "use", "moore").code == 0
    assert qualcode("coder", "begin").code == 0
    assert "3 completed questionnaires and 1 interview" in printed(qualcode, "report", "method")
    assert "4 entries in 3 completed questionnaires" in printed(qualcode, "shares")
    sample = printed(qualcode, "report", "sample")
    assert "| answers | 3 completed questionnaires | survey |" in sample and "**Total\xa0(4)**" in sample


def test_a_row_of_what_is_known_of_a_letter_makes_no_informant(qualcode: Run, tmp_path: Path) -> None:  # noqa: F811
    made(qualcode, tmp_path, "mixed")
    assert "There is 1 informant." in printed(qualcode, "report", "method")
    sample = printed(qualcode, "report", "sample")
    assert "**Table 1: Informants**" in sample and "| D1 | nurse | D1 |" in sample.replace("| cD1 |", "| D1 |")
    assert "**Table 2: Documents**" in sample and "| cL1 | nurse | L1 | 5 | 1 |" in sample
    assert (
        "| D1 | Interview D1 | interview | 6 | " in sample and "| L1 | Interview L1 | document |  | 5 | 1 |" in sample
    )
    alone = printed(qualcode, "report", "sample", "--document", "L1", "--document", "L2")
    assert "Turns" not in alone and "| L1 | Interview L1 | document | 5 | 1 |" in alone


@pytest.mark.parametrize(
    ("language", "turn", "paragraph", "either"),
    [
        ("en", "of the turn", "of the paragraph", "of the turn or paragraph"),
        ("da", "på replik", "på afsnit", "på replik eller afsnit"),
        ("nb", "på replikk", "på avsnitt", "på replikk eller avsnitt"),
        ("sv", "på replik", "på stycke", "på replik eller stycke"),
    ],
)  # fmt: skip
def test_numbers_of_what_is_written_are_not_of_turns(
    qualcode: Run,  # noqa: F811
    tmp_path: Path,
    language: str,
    turn: str,
    paragraph: str,
    either: str,
) -> None:
    made(qualcode, tmp_path, "mixed")
    assert f"{either} (D1:14)" in printed(qualcode, "report", "method", language=language)
    for document, said in (("D1", turn), ("L1", paragraph)):
        chosen = ("--document", document)
        assert f"{said} (D1:14)" in printed(qualcode, "report", "method", *chosen, language=language)
        for command in (("interviews",), ("interviews", "--no-codes")):
            whole = printed(qualcode, "report", *command, *chosen, language=language)
            assert f"{said}{'.' if command[1:] else ';'}" in whole, command
            assert ("replik" in whole or "turn" in whole) == (document == "D1")
    qualcode("appendix", "a.docx", "--lang", language)
    from docx import Document

    heads = [row.cells[1].text for table in Document("a.docx").tables for row in table.rows[:1] if len(row.cells) == 3]
    text = {"en": "Text", "da": "Tekst", "nb": "Tekst", "sv": "Text"}[language]
    assert heads.count(text) == 2 and len([one for one in heads if one.startswith(("Who", "Hvem", "Vem"))]) == 1


def test_the_second_answer_of_a_respondent_is_not_without_what_is_known_of_him(qualcode: Run, tmp_path: Path) -> None:  # noqa: F811
    assert qualcode("init", ".", "--coder", "ana").code == 0
    rows = "".join(f"r{n};{n};Because {n}.;Well {n}.\n" for n in range(1, 4))
    Path("answers.csv").write_text(f"id;age;Why?;How?\n{rows}", "utf-8")
    open_ones = ("--open", "Why?", "--open", "How?", "--pseudonymised")
    assert qualcode("add", "answers.csv", *open_ones).code == 0
    assert qualcode("appendix", "a.md").code == 0
    text = Path("a.md").read_text("utf-8")
    assert "| answers-r1 | 1 | Why? | Because 1. |" in text and "|  |  | How? | Well 1. |" in text
