"""Labels that people and programs write, each kind with a small text; and who of them asks."""

from __future__ import annotations

from pathlib import Path

import pytest

from qualcode.core.units import units
from qualcode.ingest.read import ReadRequest

from .reading import read, said

TALK = "{0}: Hvordan går det?\n{1}: Det går fint, vi er snart færdige.\n{0}: Hvad mangler I?\n{1}: Vi skal skrive.\n"


def roles(folder: Path, text: str, name: str = "D1.txt", request: ReadRequest | None = None) -> dict[str, str]:
    return {s.label: s.role for s in read(folder, text, name, request).found.speakers}


@pytest.mark.parametrize(
    "informant",
    [
        "Maj Britt",
        "August",
        "101",
        "005",
        "Capt. Bello",
        "Maj. Holm",
        "Hansen (A)",
        "sjaelland_kone",
        "سارة",
        "Berg, Anna",
    ],
)
def test_whatever_a_label_looks_like_it_speaks(informant: str, tmp_path: Path) -> None:
    assert roles(tmp_path, TALK.format("Interviewer", informant)) == {
        "Interviewer": "interviewer", informant: "informant",
    }  # fmt: skip


def test_a_month_or_a_number_that_stands_alone_before_colons_is_no_speaker(tmp_path: Path) -> None:
    diary = "August: vi begyndte.\nDet gik godt.\nMaj: vi sluttede.\nTak for nu.\n"
    assert roles(tmp_path, diary) == {}
    assert roles(tmp_path, "1: æbler\n2: pærer\n3: blommer\n1: ost\n2: brød\n") == {}


def test_marks_of_no_width_and_wide_colons_are_no_part_of_a_label(tmp_path: Path) -> None:
    assert roles(tmp_path, TALK.format("\u200eInterviewer\u200f", "\u202aAnna\u202c")) == {
        "Interviewer": "interviewer", "Anna": "informant",
    }  # fmt: skip
    assert roles(tmp_path, TALK.format("Interviewer", "Anna").replace(": ", "：")) == {
        "Interviewer": "interviewer", "Anna": "informant",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("question", "answer"),
    [("Spørgsmål", "Svar"), ("Spørsmål", "Svar"), ("Fråga", "Svar"), ("Question", "Answer"), ("Q", "A")],
)  # fmt: skip
def test_numbered_questions_are_one_who_asks_and_number_the_answers(question: str, answer: str, tmp_path: Path) -> None:
    text = "".join(f"{question} {n}: Noget om emne {n}.\n{answer}: Det er svar {n}.\n\n" for n in (1, 2, 4))
    document = read(tmp_path, text).document
    assert said(document)[:2] == [
        (question, "interviewer", "Noget om emne 1."), (answer, "informant", "Det er svar 1."),
    ]  # fmt: skip
    assert [unit.label for unit in units(document, "answer")] == ["D1#1", "D1#2", "D1#4"]


TIMED = [
    ("Anna", 0, "Hvem er du?"),
    ("Bo", 21, "Jeg er Bo."),
    ("Anna", 24, "Hvad laver du?"),
    ("Bo", 31, "Jeg er i praktik."),
]


@pytest.mark.parametrize(
    "form",
    [
        "**{who}** [0:{at:02}]\n{words}\n\n", "{who}: 00:00:{at:02}\n\n{words}\n\n", "{who} 0:{at:02}\n{words}\n\n",
        "{who}: [00:00:{at:02}] {words}\n", "[{who}] 00:00:{at:02}\n{words}\n\n",
    ],
)  # fmt: skip
def test_a_time_on_the_line_of_a_label_is_no_word(form: str, tmp_path: Path) -> None:
    text = "".join(form.format(who=who, at=at, words=words) for who, at, words in TIMED)
    document = read(tmp_path, text, "D1.md").document
    assert [(t.speaker, t.time, t.span.cut(document.text)) for t in document.turns] == TIMED


@pytest.mark.parametrize("form", ["({at}) {who}\n{words}\n\n", "{who} {at}\n{words}\n\n", "{who}\n{words}\n\n"])
def test_a_name_on_its_own_line_may_end_in_an_initial(form: str, tmp_path: Path) -> None:
    talk = [("Intervjuer", "Hva gjør du?"), ("Kari N.", "Jeg er sykepleier."), ("Intervjuer", "Lenge?"),
            ("Kari N.", "I ti år.")]  # fmt: skip
    text = "".join(form.format(who=who, at=f"00:{at:02}", words=words) for at, (who, words) in enumerate(talk))
    assert [(who, words) for who, _, words in said(read(tmp_path, text).document)] == talk


def test_a_time_that_answers_stays_a_word(tmp_path: Path) -> None:
    text = "I: Hvornår mødes I?\nBo: 10:30\nI: Hvor længe varer det?\nBo: En time, mere eller mindre.\n"
    assert said(read(tmp_path, text).document)[1] == ("Bo", "informant", "10:30")


def test_notes_of_an_observer_are_nobodys_answer(tmp_path: Path) -> None:
    text = "I: Hvad synes du?\nE1: Det er godt.\n[Observationsnote]: hun smiler\n"
    text += "I: Hvorfor?\nE1: Det virker.\nNote: pause\nNote: støj\n"
    text += "[Observationsnote]: hun rejser sig\n"
    document = read(tmp_path, text).document
    assert {t.speaker: t.role for t in document.turns} == {
        "I": "interviewer", "E1": "informant", "Observationsnote": "other", "Note": "other",
    }  # fmt: skip
    assert [document.turns[0].index, len(units(document, "answer"))] == [1, 2]


@pytest.mark.parametrize("note", ["Observer note", "Researcher's note", "Forskerens note", "Forskarens anteckning"])
def test_a_note_in_brackets_on_its_own_line_is_nobodys_answer(note: str, tmp_path: Path) -> None:
    text = f"I: Hvad nu?\nP1: Det er godt.\n({note}: smiler og ser ud)\nI: Hvorfor?\nP1: Det virker.\n"
    assert [words for who, _, words in said(read(tmp_path, text).document) if who == "P1"] == [
        "Det er godt.", "Det virker.",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("asks", "answers"),
    [("Tutkija", "Haastateltava 1"), ("Haastattelija", "Vastaaja"), ("Forscherin", "Teilnehmerin"),
     ("Kysymys", "Vastaus")],
)  # fmt: skip
def test_finnish_and_german_words_for_who_asks(asks: str, answers: str, tmp_path: Path) -> None:
    text = f"{asks}: Ja, bitte.\n{answers}: Nein.\n{asks}: Danke.\n{answers}: Gern.\n"
    assert roles(tmp_path, text) == {asks: "interviewer", answers: "informant"}


def test_one_who_speaks_alone(tmp_path: Path) -> None:
    text = "Anna: Først det ene emne.\n\nAnna: Så det andet.\n\nAnna: Til sidst tak.\n"
    assert said(read(tmp_path, text).document) == [
        ("Anna", "informant", "Først det ene emne."), ("Anna", "informant", "Så det andet."),
        ("Anna", "informant", "Til sidst tak."),
    ]  # fmt: skip


def test_minutes_have_a_chair_and_members_who_speak_once(tmp_path: Path) -> None:
    members = ["Lars Holm", "Mette Krogh", "Ida Bang", "Jens Vang"]
    text = "".join(f"Formanden: Ordet er givet videre.\n{who}: Jeg støtter forslaget.\n" for who in members)
    assert set(roles(tmp_path, text)) == {"Formanden", *members}
    parties = "".join(
        f"Formanden: Værsgo.\n{who}: Vi støtter det.\n" for who in ("Hansen (A)", "Olsen (H)", "Berg (SV)")
    )
    assert set(roles(tmp_path, parties)) == {"Formanden", "Hansen (A)", "Olsen (H)", "Berg (SV)"}


def test_chevrons_inside_a_line_change_the_speaker(tmp_path: Path) -> None:
    document = read(tmp_path, ">> Who is it? >> It is me. >> And you?\n>> Me too.\n").document
    assert [words for _, _, words in said(document)] == ["Who is it?", "It is me.", "And you?", "Me too."]


def test_what_recurs_and_is_not_taken_is_named_with_its_count(tmp_path: Path) -> None:
    found = read(tmp_path, "Kort fortalt: ja.\nNoget andet.\nKort fortalt: nej.\nOg mere.\n").found
    assert found.passed_over == (("Kort fortalt", 2),)


def test_front_matter_with_lists_is_facts_and_no_text(tmp_path: Path) -> None:
    text = "---\ntitle: 'Samtale'\ntags:\n  - skole\n  - praktik\n---\n" + TALK.format("I", "Anna")
    result = read(tmp_path, text, "D1.md")
    assert (result.document.title, "skole" in result.document.text) == ("Samtale", False)
    assert result.case_attributes["tags"] == "skole; praktik"


# -- questions without labels ----------------------------------------------------------


def answers(folder: Path, text: str, name: str) -> list[str]:
    return [words for _, role, words in said(read(folder, text, name).document) if role == "informant"]


def test_questions_that_are_wrapped_and_dashed(tmp_path: Path) -> None:
    text = (
        "-Hvordan er opplegget? Får de\nprogram hjem?\n\nJa, det får de som vil.\n\n-Er det mange som ønsker\n"
        "hyppigere trening?\n\nNei, ikke mange.\n\n-Fortell litt om behovet.\n\nMer tid.\n"
    )
    assert answers(tmp_path, text, "D1.txt") == ["Ja, det får de som vil.", "Nei, ikke mange.", "Mer tid."]


def test_a_remark_behind_the_question_and_bold_headings_between_answers(tmp_path: Path) -> None:
    text = (
        "**Baggrund**\n\nHvor gammel er du? (Noteres)\n\n47 år.\n\nHvad arbejder du med? [pause]\n\nJeg er montør.\n\n"
        "**Læsevaner**\n\nHvad læser du?\n\nMest romaner.\n\nHvor læser du?\n\nI sofaen.\n"
    )
    assert answers(tmp_path, text, "D1.md") == ["47 år.", "Jeg er montør.", "Mest romaner.", "I sofaen."]


# -- who asks --------------------------------------------------------------------------


@pytest.mark.parametrize("asker", ["U1", "Interviewer", "F", "U", "S", "Undersøger", "Forsker"])
def test_what_is_said_weighs_more_than_the_sound_of_a_label(asker: str, tmp_path: Path) -> None:
    found = read(tmp_path, TALK.format(asker, "I") * 2).found
    assert found.interviewer == (asker,)
    assert {s.label: s.role for s in found.speakers}["I"] == "informant"
    assert "unsure who asks" in found.doubt or "I" in found.doubt, "where the label says otherwise it is said"


def test_two_researchers_ask_the_informant(tmp_path: Path) -> None:
    text = TALK.format("U1", "I") + TALK.format("U2", "I")
    assert read(tmp_path, text).found.interviewer == ("U1", "U2")
    request = ReadRequest(interviewer=("U1,U2",))
    assert read(tmp_path, text, request=request).found.interviewer == ("U1", "U2")


def test_prompts_without_question_marks_and_the_files_name_tell_who_asks(tmp_path: Path) -> None:
    text = "AK: Fortæl om dit arbejde\nP07: Jeg leder et center med ni ansatte, og det har jeg gjort længe.\n" * 3
    assert read(tmp_path, text, "P07.txt").found.interviewer == ("AK",)


def test_where_nobody_clearly_asks_it_is_said(tmp_path: Path) -> None:
    found = read(tmp_path, "Bo: Ja, det var en god dag.\nAnna: Nej, slet ikke for mig.\n" * 4).found
    assert found.interviewer == ()
    assert found.doubt == "nobody is taken for the interviewer (labels: Bo, Anna)"


def test_who_transcribed_it_is_said_by_nobody(tmp_path: Path) -> None:
    document = read(tmp_path, TALK.format("I", "Anna") + "\nTranscribed by https://otter.ai\n").document
    assert said(document)[-1] == ("", "other", "Transcribed by https://otter.ai")


def test_in_notes_of_a_meeting_it_is_no_doubt_that_nobody_asks(tmp_path: Path) -> None:
    text = "Bo: Ja, det var en god dag.\nAnna: Nej, slet ikke for mig.\n" * 4
    assert read(tmp_path, text, request=ReadRequest(kind="meeting")).found.doubt == ""
