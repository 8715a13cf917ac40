"""What was said of answers stays with its words, or its item, when the guide is written anew; what cannot is named."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.conftest import Run

WEEK = "What do you do in a usual week?"
HELP = "Who helps you when things go wrong?"
PROOF = "How do you know that it works?"
CHANGE = "What would you change tomorrow?"
TRAINING = "Which training did you get before you began?"
FIRST = f"""I: {WEEK}
Mia: We plan the week and call the families.
I: {HELP}
Mia: No idea at all.
I: {PROOF}
Mia: The numbers come every month from the office.
I: {CHANGE}
Mia: I would hire two more nurses for the nights.
"""
SECOND = f"""I: {WEEK}
Ole: Every week is another.
I: {CHANGE}
Ole: Nothing, thank you.
I: Right, and hey, the proof of it all?
Ole: There is none of that.
"""
MADE = {"P1#2": "no_answer", "P2#2": "not_asked"}


def write_guide(folder: Path, *items: str) -> None:
    rows = "".join(f'  - {{id: "{number}", text: "{text}"}}\n' for number, text in enumerate(items, 1))
    (folder / "questions.yaml").write_text(f"questions:\n{rows}", encoding="utf-8")


def marks(qualcode: Run) -> dict[str, str]:
    return rows(
        qualcode,
        "SELECT d.id || '#' || s.question, s.status FROM answer_status s JOIN document d ON d.key = s.document "
        "WHERE d.removed = 0 ORDER BY 1",
    )


def asked(qualcode: Run, document: str) -> list[str]:
    """The items of the turns that ask, in order; - for none."""
    return list(
        rows(
            qualcode,
            "SELECT t.number, coalesce(t.question, '-') FROM turn t JOIN document d ON d.key = t.document "
            f"WHERE d.removed = 0 AND d.id = '{document}' AND t.role = 'interviewer' ORDER BY t.number",
        ).values()
    )


def rows(qualcode: Run, sql: str) -> dict[str, str]:
    import json

    return {
        str(name): value
        for name, value in (each.values() for each in json.loads(qualcode("sql", sql, "--json").out)["rows"])
    }


@pytest.fixture
def project(qualcode: Run, tmp_path: Path) -> Path:
    """Two interviews matched to four items; one answer is none, one item was not asked, one was set by hand."""
    assert qualcode("init", ".", "--coder", "ana", "--lang", "en").code == 0
    (tmp_path / "transcripts" / "P1.txt").write_text(FIRST, encoding="utf-8")
    (tmp_path / "transcripts" / "P2.txt").write_text(SECOND, encoding="utf-8")
    write_guide(tmp_path, WEEK, HELP, PROOF, CHANGE)
    assert qualcode("add", "transcripts").code == 0
    assert qualcode("question", "match").code == 0
    assert qualcode("question", "at", "P2:5", "3").code == 0
    for place, status in MADE.items():
        assert qualcode("question", "mark", place, status).code == 0
    return tmp_path


@pytest.mark.parametrize(
    ("guide", "marked", "second"),
    [
        ((TRAINING, WEEK, HELP, PROOF, CHANGE), {"P1#3": "no_answer", "P2#3": "not_asked"}, ["2", "5", "4"]),
        ((WEEK, HELP, TRAINING, PROOF, CHANGE), MADE, ["1", "5", "4"]),
        ((HELP, PROOF, CHANGE), {"P1#1": "no_answer", "P2#1": "not_asked"}, ["-", "3", "2"]),
        ((CHANGE, PROOF, WEEK, HELP), {"P1#4": "no_answer", "P2#4": "not_asked"}, ["3", "1", "2"]),
        ((WEEK, "Who helps when things go wrong?", PROOF, CHANGE), MADE, ["1", "4", "3"]),
        ((TRAINING, WEEK, "Who helps when things go wrong?", "How do you know it works?", CHANGE),
         {"P1#3": "no_answer", "P2#3": "not_asked"}, ["2", "5", "4"]),
    ],
)  # fmt: skip
def test_an_item_with_another_number_takes_along_what_was_said_of_it(
    qualcode: Run, project: Path, guide: tuple[str, ...], marked: dict[str, str], second: list[str]
) -> None:
    write_guide(project, *guide)
    assert qualcode("question", "match").code == 0
    assert marks(qualcode) == marked
    assert asked(qualcode, "P2") == second
    assert qualcode("undo").code == 0
    assert marks(qualcode) == MADE
    assert asked(qualcode, "P2") == ["1", "4", "3"]


def test_the_same_by_an_imported_guide(qualcode: Run, project: Path) -> None:
    (project / "new.md").write_text(f"1. {TRAINING}\n2. {WEEK}\n3. {HELP}\n4. {PROOF}\n5. {CHANGE}\n", encoding="utf-8")
    assert qualcode("question", "import", "new.md", "--replace").code == 0
    assert qualcode("question", "match", "P2").code == 0
    assert marks(qualcode) == {"P1#2": "no_answer", "P2#3": "not_asked"}
    assert qualcode("question", "match").code == 0
    assert marks(qualcode) == {"P1#3": "no_answer", "P2#3": "not_asked"}
    assert asked(qualcode, "P2") == ["2", "5", "4"]


def test_what_was_said_of_an_item_that_is_taken_out_is_named(qualcode: Run, project: Path) -> None:
    write_guide(project, WEEK, CHANGE)
    done = qualcode("question", "match")
    assert marks(qualcode) == {}
    for lost in ("P1#2 was marked no_answer", "P2#2 was marked not_asked", "P2:5 was set to #3"):
        assert lost in done.err
    assert asked(qualcode, "P2") == ["1", "2", "2"]


def test_an_item_that_reads_quite_otherwise_is_the_same_with_a_word_about_it(qualcode: Run, project: Path) -> None:
    write_guide(project, WEEK, "Whom can you turn to?", "Evidence, in your words?", CHANGE)
    done = qualcode("question", "match")
    assert marks(qualcode) == MADE
    assert asked(qualcode, "P2") == ["1", "4", "3"]
    assert "P2#2 was marked not_asked, and #2 is now: item 2 of the guide reads quite otherwise now" in done.err
    assert "P2:5 was set to #3, which reads quite otherwise now" in done.err


def test_nothing_is_said_of_an_item_that_took_the_number_of_another(qualcode: Run, project: Path) -> None:
    write_guide(project, TRAINING, WEEK, HELP, PROOF, CHANGE)
    refused = qualcode("question", "mark", "P2#2", "missing")
    assert refused.code == 3
    assert "another_item" in refused.err
    assert marks(qualcode) == MADE
    assert qualcode("question", "match").code == 0
    assert qualcode("question", "mark", "P2#3", "missing").code == 0
    assert marks(qualcode) == {"P1#3": "no_answer", "P2#3": "missing"}


def test_two_marks_that_come_to_one_answer_are_named(qualcode: Run, project: Path) -> None:
    assert qualcode("question", "mark", "P2#4", "no_answer").code == 0
    done = qualcode("question", "at", "P2:3", "2")
    assert "P2#2 was marked not_asked: it is one with #2 now, which is marked no_answer" in done.err
    assert marks(qualcode) == {"P1#2": "no_answer", "P2#2": "no_answer"}


def test_more_said_under_an_item_in_a_new_text_is_named(qualcode: Run, project: Path) -> None:
    more = FIRST.replace("No idea at all.", "No idea at all. " + "But then the numbers came every month. " * 3)
    (project / "transcripts" / "P1.txt").write_text(more, encoding="utf-8")
    done = qualcode("reread", "P1")
    assert "P1#2 was marked no_answer" in done.err
    assert marks(qualcode) == {"P2#2": "not_asked"}


def test_a_mark_stays_with_its_item_where_the_words_were_changed_or_taken_out(qualcode: Run, project: Path) -> None:
    original = project / "transcripts" / "P1.txt"
    original.write_text(FIRST.replace("No idea at all.", "Pass."), encoding="utf-8")
    assert qualcode("reread", "P1").code == 0
    assert marks(qualcode) == MADE
    original.write_text(FIRST.replace(f"I: {HELP}\nMia: No idea at all.\n", ""), encoding="utf-8")
    done = qualcode("reread", "P1")
    assert "P1#2 was marked no_answer, and #2 is now: the words stand elsewhere" in done.err
    assert marks(qualcode) == MADE


def test_columns_of_a_survey_that_give_way_to_the_guide_keep_their_marks(qualcode: Run, tmp_path: Path) -> None:
    assert qualcode("init", ".", "--coder", "ana", "--lang", "en").code == 0
    table = "id,What was good about the course?,What was bad about the course?\n"
    people = (
        "R1,The teachers were there all the time.,no\nR2,Nothing was good in my eyes.,The rooms were cold and dark.\n"
    )
    (tmp_path / "transcripts" / "survey.csv").write_text(table + people, encoding="utf-8")
    assert qualcode("add", "transcripts", "--kind", "survey").code == 0
    assert qualcode("question", "mark", "survey-R1#2", "no_answer").code == 0
    write_guide(tmp_path, WEEK, HELP)
    assert qualcode("question", "match").code == 0
    assert asked(qualcode, "survey-R1") == ["S1", "S2"]
    assert marks(qualcode) == {"survey-R1#S2": "no_answer"}
