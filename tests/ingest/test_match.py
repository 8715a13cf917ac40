"""Which turn asks which item of the guide."""

from __future__ import annotations

from pathlib import Path

import pytest

from qualcode.core.errors import ProblemsFound
from qualcode.core.model import Document
from qualcode.core.units import units
from qualcode.ingest.guide.guide_file import parse_guide
from qualcode.ingest.guide.match import QuestionMatch, match_questions, read_matches, skipped, write_matches
from qualcode.ingest.read import ReadRequest

from .reading import read

GUIDE = parse_guide(
    """
- {id: "1", text: "Hvad forstår du ved datainformeret ledelse?", sub: [{id: "1a", text: "Hvor har du begrebet fra?"}]}
- {id: "2", text: "Hvor stor tillid har du til de data, du får forelagt?"}
- {id: "3", text: "Hvordan bruger I data i dialogen med politikerne og borgerne?"}
- {id: "4", text: "Hvilke kompetencer og ressourcer har I til at arbejde med data?"}
"""
)


def document_of(tmp_path: Path, *turns: str) -> Document:
    text = "".join(f"{'I' if n % 2 == 0 else 'U1'}: {turn}\n" for n, turn in enumerate(turns))
    return read(tmp_path, text).document


def asked(document: Document) -> list[tuple[int, str, str]]:
    return [(match.turn, match.question, match.kind) for match in match_questions(document, GUIDE)[1]]


def test_an_answer_reaches_to_the_next_item_and_follow_ups_are_inside(tmp_path: Path) -> None:
    document = document_of(
        tmp_path,
        "Tak, fordi du ville være med.", "Selv tak.",
        "Hvad forstår du ved datainformeret ledelse?", "At vi ser på tallene.",
        "Kan du uddybe det?", "Hver mandag.",
        "Så går vi videre. Hvor stor tillid har du til de data, du får forelagt?", "Stor.",
    )  # fmt: skip
    turns, matches = match_questions(document, GUIDE)
    assert [turn.question for turn in turns] == [None, None, "1", "1", "1", "1", "2", "2"]
    assert [(m.turn, m.question, m.kind) for m in matches] == [(3, "1", "asked"), (7, "2", "asked")]
    assert skipped(GUIDE, matches) == ("3", "4")


def test_other_words_for_the_same_question(tmp_path: Path) -> None:
    document = document_of(
        tmp_path,
        "Ja. Og hvad forstår du egentlig selv ved begrebet datainformeret ledelse?", "Det er svært.",
        "Okay. Hvordan bruger I så data, når I er i dialog med politikere og borgere?", "Sjældent.",
    )  # fmt: skip
    assert [(turn, question) for turn, question, _ in asked(document)] == [(1, "1"), (3, "3")]


def test_a_sub_question_asked_in_its_own_right_is_an_item(tmp_path: Path) -> None:
    document = document_of(
        tmp_path,
        "Hvad forstår du ved datainformeret ledelse?", "Tal.",
        "Hvor har du begrebet fra?", "Et kursus.",
    )  # fmt: skip
    assert asked(document) == [(1, "1", "asked"), (3, "1a", "asked")]


def test_of_several_questions_in_one_turn_the_last_counts(tmp_path: Path) -> None:
    both = "Hvad forstår du ved datainformeret ledelse? Og hvor har du begrebet fra?"
    assert asked(document_of(tmp_path, both, "Et kursus.")) == [(1, "1a", "asked")]


def test_asked_again_and_out_of_order(tmp_path: Path) -> None:
    document = document_of(
        tmp_path,
        "Hvilke kompetencer og ressourcer har I til at arbejde med data?", "Få.",
        "Hvad forstår du ved datainformeret ledelse?", "Tal.",
        "Hvilke kompetencer og ressourcer har I til at arbejde med data?", "Som sagt få.",
    )  # fmt: skip
    turns, matches = match_questions(document, GUIDE)
    assert [(m.turn, m.question, m.kind) for m in matches] == [(1, "4", "asked"), (3, "1", "asked"), (5, "4", "again")]
    assert [len(unit.pieces) for unit in units(read_with(document, turns), "answer")] == [2, 1]


def read_with(document: Document, turns: tuple[object, ...]) -> Document:
    from dataclasses import replace

    return replace(document, turns=turns)  # type: ignore[arg-type]


@pytest.mark.parametrize("turn", ["Ja.", "Hvordan det?", "Kan du give et eksempel?", "Hvad siger borgerne så?", ""])
def test_a_free_follow_up_is_no_item(turn: str, tmp_path: Path) -> None:
    assert asked(
        document_of(tmp_path, turn or "Nå?", "Jo.", "Hvad forstår du ved datainformeret ledelse?", "Tal.")
    ) == [(3, "1", "asked")]


def test_questions_that_stand_in_a_text_without_speakers(tmp_path: Path) -> None:
    text = (
        "# Noter\n\n**Hvad forstår du ved datainformeret ledelse?**\n\nTal.\n\n"
        "**Hvor stor tillid har du til de data, du får forelagt?**\n\nStor.\n\n"
        "**Hvilke kompetencer og ressourcer har I til at arbejde med data?**\n\nFå.\n"
    )
    result = read(tmp_path, text, "D1.md", ReadRequest(guide=GUIDE))
    assert [(t.role, t.question) for t in result.document.turns] == [
        ("other", None),
        ("interviewer", "1"),
        ("informant", "1"),
        ("interviewer", "2"),
        ("informant", "2"),
        ("interviewer", "4"),
        ("informant", "4"),
    ]
    assert result.skipped == ("3",)


def test_columns_of_a_survey_are_matched_to_the_guide(tmp_path: Path) -> None:
    table = (
        "id,Hvor stor tillid har du til data du får forelagt?,Hvad forstår du ved datainformeret ledelse?\n"
        "1,Stor men ikke ubegrænset,Det er når vi ser på tal\n2,Slet ingen tillid har jeg,At chefen kan regne lidt\n"
    )
    path = tmp_path / "svar.csv"
    path.write_text(table, "utf-8")
    from qualcode.ingest.read import read_file

    results = read_file(path, ReadRequest(guide=GUIDE))
    assert [turn.question for turn in results[0].document.turns] == ["2", "2", "1", "1"]


def test_matches_can_be_corrected_in_a_file(tmp_path: Path) -> None:
    path = tmp_path / "matches.csv"
    write_matches(path, [("D1", QuestionMatch(3, "1", 100.0, "asked")), ("D1", QuestionMatch(7, "2", 75.5, "unsure"))])
    assert path.read_text("utf-8-sig") == "document,turn,question,score,kind\nD1,3,1,100,asked\nD1,7,2,75.5,unsure\n"
    path.write_text("document;turn;question\nD1;3;1a\nD1;D1:7;-\n", "utf-8")
    assert read_matches(path) == (("D1", 3, "1a"), ("D1", 7, None))
    path.write_text("document,turn,question\nD1,x,1\n", "utf-8")
    with pytest.raises(ProblemsFound, match=r"matches.csv:2: error: turn 'x' is no number"):
        read_matches(path)


PROBES = parse_guide(
    """
- id: "1"
  text: "Hvad forstår du ved datainformeret ledelse?"
  sub: [{id: "1a", text: "Hvordan?"}, {id: "1b", text: "Internt?"}]
- {id: "2", text: "Hvor stor tillid har du til de data, du får forelagt?", sub: [{id: "2a", text: "Hvorfor?"}]}
"""
)


def test_a_probe_of_one_word_is_only_asked_below_its_question(tmp_path: Path) -> None:
    document = document_of(
        tmp_path,
        "Hvordan har du det i dag?", "Godt.", "Hvorfor?", "Solen skinner.", "Hvordan?", "På himlen.",
        "Hvad forstår du ved datainformeret ledelse?", "Tal.", "Og hvordan?", "Med kurver.",
        "Hvorfor?", "Det ved jeg ikke.",
        "Hvor stor tillid har du til de data, du får forelagt?", "Stor.", "Internt?", "Ja.", "Hvorfor?", "De passer.",
    )  # fmt: skip
    _, matches = match_questions(document, PROBES)
    assert [(m.turn, m.question) for m in matches] == [(7, "1"), (9, "1a"), (13, "2"), (17, "2a")]


def test_a_question_with_its_probe_in_one_turn_is_the_question(tmp_path: Path) -> None:
    document = document_of(tmp_path, "Hvad forstår du ved datainformeret ledelse? Hvordan?", "Tal.")
    _, matches = match_questions(document, PROBES)
    assert [(m.turn, m.question) for m in matches] == [(1, "1")]


@pytest.mark.parametrize(
    "guide",
    [
        ("Hva betyr arbeidet for deg?", "Hva betyr arbeidet for deg og familien din?", "Hva betyr arbeidet?"),
        ("Hvorfor?", "Hvorfor ikke?", "Hvad ellers?", "Noget andet?"),
        ("Kerro itsestäsi", "Miten viihdyt työssäsi?", "Miten viihdyt kotona?"),
        ("Hur började du?", "Hur är det nu?", "Vem hjälper dig?"),
    ],
)
def test_who_reads_an_item_out_asks_it_and_none_that_is_alike(guide: tuple[str, ...], tmp_path: Path) -> None:
    items = parse_guide("".join(f'- {{id: "{at}", text: "{text}"}}\n' for at, text in enumerate(guide, 1)))
    for order in (list(range(len(guide))), list(reversed(range(len(guide))))):
        turns = [words for at in order for words in (guide[at], "Det ved jeg ikke.")]
        matches = match_questions(document_of(tmp_path, *turns), items)[1]
        assert [(match.question, match.kind) for match in matches] == [(str(at + 1), "asked") for at in order]


@pytest.mark.parametrize("form", ["Okay. {1}", "{0}. {1}", "Ja, det forstår jeg godt. {1}"])
def test_what_is_read_out_after_a_word_or_its_number_is_that_item(form: str, tmp_path: Path) -> None:
    guide = ("Hvad er ledelse?", "Hvad er god ledelse?", "Hvad er god ledelse hos jer?")
    items = parse_guide("".join(f'- {{id: "{at}", text: "{text}"}}\n' for at, text in enumerate(guide, 1)))
    turns = [words for at in (3, 2, 1) for words in (form.format(at, guide[at - 1]), "Det ved jeg ikke.")]
    assert [match.question for match in match_questions(document_of(tmp_path, *turns), items)[1]] == ["3", "2", "1"]


def test_an_unsure_match_is_proposed_and_not_applied(tmp_path: Path) -> None:
    document = document_of(tmp_path, "Forstår du datainformeret ledelse?", "Tal.")
    turns, matches = match_questions(document, PROBES)
    assert [(m.question, m.kind) for m in matches] == [("1", "unsure")]
    assert {turn.question for turn in turns} == {None}


CONTRARY = parse_guide(
    """
- {id: "1", text: "Hvad er din rolle?", sub: [{id: "1a", text: "Hvorfor?"}]}
- {id: "2", text: "Hvordan ser en typisk dag ud?"}
- {id: "3", text: "Hvad fungerer godt i samarbejdet?"}
- {id: "4", text: "Hvad fungerer mindre godt?"}
"""
)


def test_a_probe_does_not_make_up_for_a_question_that_is_passed_over_for_it(tmp_path: Path) -> None:
    document = document_of(
        tmp_path,
        "Hvad er din rolle?", "Leder.",
        "Hvordan ser en typisk dag ud for dig?", "Møder.",
        "Hvorfor?", "Fordi alle skal høres.",
    )  # fmt: skip
    _, matches = match_questions(document, CONTRARY)
    assert [(match.turn, match.question) for match in matches] == [(1, "1"), (3, "2")]


def test_a_question_turned_round_is_another(tmp_path: Path) -> None:
    document = document_of(
        tmp_path,
        "Hvad fungerer mindre godt i samarbejdet?", "Vi ses for sjældent.",
        "Og hvad fungerer så godt i samarbejdet?", "Tonen.",
    )  # fmt: skip
    _, matches = match_questions(document, CONTRARY)
    assert [(match.turn, match.question) for match in matches] == [(1, "4"), (3, "3")]


MANY_WORDS = parse_guide(
    """
- id: "1"
  text: "How (by hand or not) and where are your models deployed? A deployed model is one that somebody uses every day."
- {id: "2", text: "Have you met trouble with the data?", sub: [{id: "2a", text: "What are the issues?"}]}
"""
)


def test_an_item_is_matched_as_it_is_said_and_a_follow_up_of_one_word_only_near_its_question(tmp_path: Path) -> None:
    document = document_of(
        tmp_path,
        "Uh, so, how and where are, um, your models deployed?", "Here.",
        "And what are the issues that he saw?", "None.",
        "Have you met trouble with the data?", "Yes.",
        "What are the issues?", "Many.",
    )  # fmt: skip
    _, matches = match_questions(document, MANY_WORDS)
    assert [(m.turn, m.question) for m in matches if m.kind != "unsure"] == [(1, "1"), (5, "2"), (7, "2a")]


@pytest.mark.parametrize(
    "words",
    [
        "Hvor stor tillid har du til data, du får forelagt, og hvordan bruger I data i dialogen med politikerne?",
        "Hvor stor tillid har du til de data, du får forelagt? Og hvordan bruger I data i dialogen med politikerne?",
        "Hvor stor tillid har du til de data, du får forelagt? "
        "Hvordan bruger I data i dialogen med politikerne og borgerne?",
    ],
    ids=["one sentence", "two sentences", "read out"],
)
def test_of_two_items_in_one_turn_the_last_counts_and_the_other_was_asked(tmp_path: Path, words: str) -> None:
    (match,) = match_questions(document_of(tmp_path, words, "Stor."), GUIDE)[1]
    assert (match.question, match.kind, match.also) == ("3", "asked", ("2",))
    assert skipped(GUIDE, [match]) == ("1", "4")


def test_an_item_within_another_is_not_asked_with_it(tmp_path: Path) -> None:
    guide = parse_guide(
        "[{id: '1', text: 'Hvad er vigtigt for dig, og hvorfor er det vigtigt?'},"
        " {id: '2', text: 'Hvorfor er det vigtigt?'}]"
    )
    document = document_of(tmp_path, "Men hvad er vigtigt for dig, og hvorfor er det vigtigt?", "Ro.")
    assert [(m.question, m.also) for m in match_questions(document, guide)[1]] == [("1", ())]
