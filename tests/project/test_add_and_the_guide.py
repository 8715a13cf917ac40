"""`add`, `reread` and `import` leave the guide alone until a person asks to match it."""

from __future__ import annotations

from pathlib import Path

import pytest

from qualcode.project import Project
from tests.cli.conftest import Run
from tests.study import study

GUIDE = "1. Hvad bruger I data til i jeres center?\n2. Hvem bestemmer over budgettet?\n"
TALK = (
    "I: Hvad bruger I data til i jeres center?\nMia: Til at planlægge.\n"
    "I: Hvad mere er der at sige?\nMia: Ikke andet.\n"
    "I: Hvem bestemmer over budgettet?\nMia: Bestyrelsen.\n"
)


@pytest.fixture
def place(tmp_path: Path) -> Path:
    study(tmp_path).close()
    return tmp_path


@pytest.fixture
def guided(qualcode: Run, place: Path) -> Path:
    (place / "guide.md").write_text(GUIDE, "utf-8")
    (place / "P1.txt").write_text(TALK, "utf-8")
    assert qualcode("question", "import", "guide.md").code == 0
    return place


def items(place: Path, id: str = "P1") -> list[str | None]:
    with Project.open(place) as project:
        return [turn.question for turn in project.document(id).turns]


def answers(place: Path) -> int:
    with Project.open(place) as project:
        return len(project.units("answer"))


def test_add_says_what_matching_would_make_and_does_not_do_it(qualcode: Run, guided: Path) -> None:
    ran = qualcode("add", "P1.txt")
    assert "3 answers, 2 after `qualcode question match P1`" in ran.err
    assert set(items(guided)) == {None} and answers(guided) == 3


def test_add_matches_where_it_is_asked_to(qualcode: Run, guided: Path) -> None:
    ran = qualcode("add", "P1.txt", "--match")
    assert "matched to the guide: 3 answers before, 2 now" in ran.err
    assert items(guided) == ["1", "1", "1", "1", "2", "2"] and answers(guided) == 2


@pytest.mark.file_engine  # counted alike on both
def test_an_answer_that_is_said_to_be_none_is_none_in_the_lists_of_answers(qualcode: Run, guided: Path) -> None:
    qualcode("add", "P1.txt", "--match")
    assert qualcode("question", "mark", "P1#2", "no_answer").code == 0
    assert [line.split("\t")[-1] for line in qualcode("question", "list").out.splitlines()[1:]] == ["1", "0"]
    printed = qualcode("report", "guide", "-o", "-", "--format", "md").out
    assert [line.split("|")[-2].strip() for line in printed.splitlines() if line.startswith(("| 1", "| 2"))] == [
        "1",
        "0",
    ]
    said = qualcode("report", "answers", "-o", "-", "--format", "md", "--allow-identifiable").out
    assert "planlægge" in said and "Bestyrelsen" not in said


def test_the_settings_say_so_for_all_and_one_add_otherwise(qualcode: Run, guided: Path) -> None:
    settings = guided / "qualcode.toml"
    settings.write_text(settings.read_text("utf-8").replace("match = false", "match = true"), "utf-8")
    (guided / "P2.txt").write_text(TALK.replace("Mia", "Bo"), "utf-8")
    qualcode("add", "P1.txt")
    qualcode("add", "P2.txt", "--no-match")
    assert items(guided)[:1] == ["1"] and set(items(guided, "P2")) == {None}


def test_who_asks_is_settled_before_the_guide_is_matched(qualcode: Run, guided: Path) -> None:
    """AK and P07 alone do not tell who asks; beside other interviews by AK they do."""
    plain = "AK: Hvad bruger I data til i jeres center.\n{0}: Til at planlægge.\n"
    plain += "AK: Hvem bestemmer over budgettet.\n{0}: De.\n"
    for id in ("P07", "P08", "P09"):
        (guided / f"{id}.txt").write_text(plain.format(id), "utf-8")
    qualcode("add", "P07.txt", "P08.txt", "P09.txt", "--match")
    assert items(guided, "P07") == ["1", "1", "2", "2"]


def test_answers_that_collapse_are_warned_of(qualcode: Run, guided: Path) -> None:
    many = "".join(f"I: Hvad sker der i afdeling {n}?\nMia: Alt muligt i {n}.\n" for n in range(9))
    (guided / "P1.txt").write_text(many.replace("afdeling 0", "center, hvad bruger I data til i jeres center"), "utf-8")
    ran = qualcode("add", "P1.txt", "--match")
    assert "9 answers became" in ran.err and "qualcode add transcripts --no-match" in ran.err


def test_reread_matches_nothing_and_names_what_is_new(qualcode: Run, guided: Path) -> None:
    qualcode("add", "P1.txt", "--match")
    more = TALK.replace("I: Hvem", "I: Hvad bruger I data til i jeres center i år?\nMia: Ja.\nI: Hvem")
    (guided / "P1.txt").write_text(more, "utf-8")
    ran = qualcode("reread", "P1")
    assert "1 turn of the interviewer is new and not matched to the guide: `qualcode question match P1`" in ran.err
    assert items(guided) == ["1"] * 6 + ["2", "2"]


def test_reread_of_what_was_never_matched_says_nothing_of_the_guide(qualcode: Run, guided: Path) -> None:
    qualcode("add", "P1.txt")
    (guided / "P1.txt").write_text(TALK + "I: Mere?\nMia: Nej.\n", "utf-8")
    assert "guide" not in qualcode("reread", "P1").err
    assert set(items(guided)) == {None}


def test_the_numbers_that_stand_in_a_text_are_those_of_the_new_text(qualcode: Run, place: Path) -> None:
    form = "Spørgsmål 1: Hvad?\n\nEt.\n\nSpørgsmål 2: Hvem?\n\nTo.\n\nSpørgsmål 3: Hvor?\n\nTre.\n"
    (place / "P1.txt").write_text(form, "utf-8")
    qualcode("add", "P1.txt")
    (place / "P1.txt").write_text(form + "\nSpørgsmål 4: Hvornår?\n\nFire.\n", "utf-8")
    assert qualcode("reread", "P1").code == 0
    assert items(place) == ["1", "1", "2", "2", "3", "3", "4", "4"]


def test_question_match_leaves_a_survey_its_own_numbers(qualcode: Run, guided: Path) -> None:
    rows = "".join(
        f'{n};"Jeg synes det er svært at svare på, nummer {n}";"Og mere at sige om det, {n}"\n' for n in range(4)
    )
    (guided / "svar.csv").write_text("nr;Hvad skal ændres;Hvad er godt\n" + rows, "utf-8")
    (guided / "P1.txt").unlink()
    qualcode("add", "svar.csv", "--open", "2,3")
    before = answers(guided)
    qualcode("question", "match")
    assert answers(guided) == before > 0


def test_a_study_that_is_imported_is_not_matched(qualcode: Run, guided: Path) -> None:
    qualcode("add", "P1.txt")
    assert qualcode("export", "study.qdpx", "--allow-identifiable").code == 0
    qualcode("init", "other")
    (guided / "other" / "questions.yaml").write_text((guided / "questions.yaml").read_text("utf-8"), "utf-8")
    ran = qualcode("-C", "other", "import", "study.qdpx")
    assert ran.code == 0
    assert set(items(guided / "other")) == {None}
