"""Labels as people type them in a hurry: shortened, misspelt, within a line; plans that only look like talk; and what a
text brings along from the pages it was copied from."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.ingest.making import column, docx, pdf, r
from tests.ingest.reading import read, said

ASKS, ANSWERS = "interviewer", "informant"
Turns = list[tuple[str, str, str]]


def spoken(folder: Path, text: str | bytes, name: str = "D1.txt") -> Turns:
    """The turns of those who speak, each as one line."""
    document = read(folder, text, name).document
    return [(who, role, " ".join(words.split())) for who, role, words in said(document) if role != "other"]


def talk(asks: str, answers: str) -> Turns:
    return [
        (asks, ASKS, "Hvad er din rolle?"), (answers, ANSWERS, "Jeg leder et center med fyrre ansatte."),
        (asks, ASKS, "Hvor længe?"), (answers, ANSWERS, "I ti år."),
        (asks, ASKS, "Hvad er svært?"), (answers, ANSWERS, "Tiden."),
    ]  # fmt: skip


def typed(*labels: str) -> str:
    words = [words for _, _, words in talk("", "")]
    return "\n".join(f"{label} {said}" for label, said in zip(labels, words, strict=True)) + "\n"


@pytest.mark.parametrize(
    ("labels", "who"),
    [
        (("Interviewer:", "R:", "I:", "R:", "I:", "R:"), ("Interviewer", "R")),
        (("Interviewer:", "Informant:", "Interviewer:", "R:", "I:", "R:"), ("Interviewer", "Informant")),
        (("Interviewer:", "R:", "I:", "R:", "Interveiwer:", "Informant:"), ("Interviewer", "Informant")),
        (("I:", "Respondent:", "I:", "R:", "Interviewer:", "R:"), ("Interviewer", "Respondent")),
        (("Mette:", "Bo:", "M:", "Bo:", "Mette:", "Bo:"), ("Mette", "Bo")),
        (("Interviewer:", "Bo:", "Interveiwer:", "Bo:", "Interviewer:", "Bo:"), ("Interviewer", "Bo")),
        (("Interviewer:", "Bo:", "Interviewer;", "Bo:", "Interviewer:", "Bo;"), ("Interviewer", "Bo")),
        (("Jeg:", "Hun:", "Jeg:", "Hun:", "Jeg:", "Hun:"), ("Jeg", "Hun")),
        (("Mig:", "Bo:", "Mig:", "Bo:", "Mig:", "Bo:"), ("Mig", "Bo")),
        (("I:", "A1:", "I:", "A1:", "I:", "A1:"), ("I", "A1")),
        (("Spm. 1:", "Bo:", "Spm. 2:", "Bo:", "Spm. 3:", "Bo:"), ("Spm", "Bo")),
        (("[0.15] I:", "[0.19] R:", "[0.24] I:", "[0.27] R:", "[1.02.31] I:", "[1.02.36] R:"), ("I", "R")),
        (("I (0.15):", "R (0.19):", "I (0.24):", "R (0.27):", "I (0.31):", "R (0.36):"), ("I", "R")),
        (("Mette |", "Bo |", "Mette |", "Bo |", "Mette |", "Bo |"), ("Mette", "Bo")),
        (("Mette:", "Bo:", "Mette -", "Bo –", "Mette-", "Bo:"), ("Mette", "Bo")),
        (("Mette skriver:", "Bo skriver:") * 3, ("Mette", "Bo")),
        (("Mette //", "Bo //") * 3, ("Mette", "Bo")),
        (("[1] Mette:", "[2] Bo:", "[3] Mette:", "[4] Bo:", "[5] Mette:", "[6] Bo:"), ("Mette", "Bo")),
        (("Mette Holm (MH):", "Bo Ask (BA):", "MH:", "BA:", "MH:", "BA:"), ("MH", "BA")),
        (("Interviewer:", "Bo\n") * 3, ("Interviewer", "Bo")),
        (("Mette — 03/05/2024 10:15\n", "Bo — 04/05/2024 10:16\n") * 3, ("Mette", "Bo")),
        (("Mette Holm  10:15 AM\n", "Bo Ask  1:16 PM\n") * 3, ("Mette Holm", "Bo Ask")),
        (("Q-", "A-") * 3, ("Q", "A")),
        (("Mette skrev:", "Bo svarede:", "Mette spurgte:", "Bo skrev:", "Mette wrote:", "Bo said:"), ("Mette", "Bo")),
        (("INT)", "RES)", "INT)", "RES)", "INT)", "RES)"), ("INT", "RES")),
        (("I)", "R)", "I)", "R)", "I)", "R)"), ("I", "R")),
    ],
    ids=lambda value: " ".join(value[:5]),
)
def test_one_who_is_called_two_things_is_one(tmp_path: Path, labels: tuple[str, ...], who: tuple[str, str]) -> None:
    assert spoken(tmp_path, typed(*labels)) == talk(*who)


def half(asks: str, answers: str) -> str:
    """The talk with labels before the turns of one of the two alone; an empty label is none."""
    labels = {asks: f"{asks}: ", answers: f"{answers}: "} | {"": ""}
    return "Interview med Jens\n\n" + "\n".join(labels[who] + words for who, _, words in talk(asks, answers)) + "\n"


@pytest.mark.parametrize("who", [("I", ""), ("Interviewer", ""), ("Mette Holm", ""), ("", "Svar"), ("", "Informant")])
def test_only_one_of_two_has_a_label(tmp_path: Path, who: tuple[str, str]) -> None:
    text = half(*who).replace("fyrre ansatte.", "fyrre ansatte.\n\nOg ti elever.")
    assert spoken(tmp_path, text) == [
        (name, role, words.replace("ansatte.", "ansatte. Og ti elever.")) for name, role, words in talk(*who)
    ]
    assert f"interviewer: {who[0] or '–'};" in read(tmp_path, text).found.summary()


@pytest.mark.parametrize(
    "labels",
    [
        ("Interviewer:", "I:", "Interviewer:", "I:", "Interviewer:", "I:"),
        ("Mette:", "M:", "Mette:", "M:", "Mette:", "M:"),
        ("Interviewer:", "Kristin:", "Kristina:", "Kristin:", "Interviewer:", "Kristina:"),
    ],
    ids=" ".join,
)
def test_two_who_answer_each_other_are_two(tmp_path: Path, labels: tuple[str, ...]) -> None:
    assert [f"{who}:" for who, _, _ in spoken(tmp_path, typed(*labels))] == list(labels)


def test_a_fact_of_the_head_is_no_turn_of_whoever_is_called_so_for_short(tmp_path: Path) -> None:
    text = "Interviewer: Mette Holm\nInformant: Rektor\n\n" + typed("I:", "R:", "I:", "R:", "I:", "R:")
    assert spoken(tmp_path, text) == talk("I", "R")


ONE_LINE = (
    "Anna: Hvad er din rolle? Bo: Jeg leder et center med fyrre ansatte.\n"
    "Anna: Hvor længe? - Bo: I ti år.\n"
    "Anna: Hvad er svært?\n"
    "Bo: Tiden.\n"
)


@pytest.mark.parametrize("name", ["D1.txt", "D1.vtt", "D1.srt", "D1.pdf"])
def test_two_who_speak_in_one_line(tmp_path: Path, name: str) -> None:
    cues = [f"00:00:0{n}.000 --> 00:00:0{n}.900\n{line}\n" for n, line in enumerate(ONE_LINE.splitlines(), start=1)]
    contents: dict[str, str | bytes] = {
        "txt": ONE_LINE,
        "vtt": "WEBVTT\n\n" + "\n".join(cues),
        "srt": "\n".join(f"{n}\n{cue.replace('.', ',', 2)}" for n, cue in enumerate(cues, start=1)),
        "pdf": pdf([column(ONE_LINE.splitlines())]),
    }
    assert spoken(tmp_path, contents[name[3:]], name) == talk("Anna", "Bo")


def test_a_name_within_the_lines_of_a_list_is_nobody_who_speaks(tmp_path: Path) -> None:
    text = "".join(f"{n}. Punkt {n} er vigtigt. NVivo: godt nok.\nDet gælder også Mac.\n" for n in range(1, 8))
    assert read(tmp_path, f"NVivo: et program\n{text}  - NVivo: igen\n").found.speakers == ()


def test_talk_without_marks_is_no_plan(tmp_path: Path) -> None:
    said = [
        ("Mette", "hvad er planen for i dag"), ("Bo", "møde klokken ni"), ("Mette", "hvem kommer til mødet"),
        ("Bo", "hele holdet fra syd"), ("Mette", "hvad skal besluttes"), ("Bo", "budgettet for næste år"),
    ]  # fmt: skip
    turns = spoken(tmp_path, "\n".join(f"{who}: {words}" for who, words in said))
    assert [(who, words) for who, _, words in turns] == said


@pytest.mark.parametrize("form", ["[{0}] {1}", "{0} – {1}", "{0}) {1}", "{0} 00:0{2}:10\n{1}"])
def test_short_lines_of_a_page_with_labels_of_any_kind_stay_apart(tmp_path: Path, form: str) -> None:
    lines = [form.format(who, words, at).split("\n") for at, (who, _, words) in enumerate(talk("INT", "RES"))]
    content = pdf([column([line for pair in lines for line in pair])])
    assert spoken(tmp_path, content, "D1.pdf") == talk("INT", "RES")


def test_names_that_are_words_speak_where_every_line_begins_with_a_name(tmp_path: Path) -> None:
    said = [
        ("Interviewer", "Hva ser dere?"), ("Sol", "Bare storm."), ("Storm", "Det er liv i det."), ("Liv", "Og sol."),
        ("Interviewer", "Hvor?"), ("Liv", "Ute."), ("Sol", "Inne."), ("Storm", "Ja."),
    ]  # fmt: skip
    turns = spoken(tmp_path, "\n".join(f"{who}: {words}" for who, words in said))
    assert [(who, words) for who, _, words in turns] == said


@pytest.mark.parametrize(
    "plan",
    [
        "Fase {0}\nMette: laver udkast til tavlen\nBo: køber tavlen ind\nFrist: {0}. maj\n\n",
        "Mette: holder oplæg for personalet\nBo: hænger tavlen op i gang {0}\n",
        "Dag {0}\nHun viste mig rundt hele formiddagen.\nRefleksion: De glemte, at jeg var der.\n\n",
        "Informant {0}: Direktør, kvinde, 5{0} år\n",
        "Trin {0}\nA) Vi mangler tid\nB) Vi mangler folk\nC) Vi mangler viden\n\n",
    ],
    ids=["phases", "tasks", "a diary", "who was asked", "a list"],
)
def test_a_plan_a_diary_and_a_list_are_no_talk(tmp_path: Path, plan: str) -> None:
    document = read(tmp_path, "Uge 12 på centret\n\n" + "".join(plan.format(number) for number in (1, 2, 3))).document
    assert (document.kind, {turn.speaker for turn in document.turns}) == ("document", {""})


def test_a_group_whose_last_one_says_more_each_round_talks(tmp_path: Path) -> None:
    said = [(who, f"Ja, jeg så det i uge {at}.") for at in range(1, 4) for who in ("Anna", "Bodil", "Carla")]
    text = "\n".join(f"{who}: {words}" + ("\nOg så igen." if who == "Carla" else "") for who, words in said)
    assert [who for who, _, _ in spoken(tmp_path, text)] == [who for who, _ in said]


PAGED = [
    "I: Hvad er din rolle?", "R: Jeg leder et center", "", "med fyrre ansatte.", "I: Hvor længe?", "R: I ti år.",
    "", "I: Hvad er svært?", "R: Tiden.",
]  # fmt: skip


@pytest.mark.parametrize("foot", ["Side {0} af 2", "Page {0} of 2", "{0}/2", "Sida {0} av 2", "{0}\n\f"])
def test_the_feet_of_pages_in_a_copied_text_are_nobodys_words(tmp_path: Path, foot: str) -> None:
    numbers = iter((1, 2))
    text = "\n".join(line or foot.format(next(numbers)) for line in PAGED)
    assert spoken(tmp_path, text) == talk("I", "R")


@pytest.mark.parametrize("line", ["Side 2 af 2", "Page 2 of 2", "2/2"])
@pytest.mark.parametrize("name", ["D1.txt", "D1.pdf"])
def test_a_foot_of_a_page_that_somebody_quotes_is_said(tmp_path: Path, line: str, name: str) -> None:
    lines = ["I: Hvad stod der?", "R: Nederst stod der kun", line, "I: Og?", "R: Ikke andet."]
    feet = [
        [*column(lines), (280, 40, "Side 1 af 2")],
        [*column(["I: Hvad mere?", "R: Intet."]), (280, 40, "Side 2 af 2")],
    ]
    content = pdf(feet) if name.endswith("pdf") else "\n".join(lines)
    assert ("R", ANSWERS, f"Nederst stod der kun {line}") in spoken(tmp_path, content, name)


def test_the_same_answer_at_the_foot_of_two_pages_is_no_foot(tmp_path: Path) -> None:
    lines = ["I: Hvad er spørgsmål {0}?", "R: Svaret er langt.", "I: Og {0}?", "R: Tja, det er", "svært."]
    pages = [column([line.format(n) for line in lines], top=120) for n in (1, 2)]
    said = [words for who, _, words in spoken(tmp_path, pdf(pages), "D1.pdf") if who == "R"]
    assert said == ["Svaret er langt.", "Tja, det er svært."] * 2


def test_what_a_program_says_of_its_recording_is_no_turn_though_a_bold_name_stands_before_it(tmp_path: Path) -> None:
    rows = [(who, f": {words}") for who, _, words in talk("Mette Holm", "Bo Lund")]
    rows = [("Mette Holm", " startede transskriptionen"), *rows, ("Mette Holm", " stoppede transskriptionen")]
    body = "".join(f"<w:p>{r(who, '<w:b/>')}{r(words)}</w:p>" for who, words in rows)
    assert spoken(tmp_path, docx(body), "D1.docx") == talk("Mette Holm", "Bo Lund")


def test_short_questions_between_the_answers_are_no_answers(tmp_path: Path) -> None:
    text = (
        "Interview med Karen\n12. april 2024\n\n1. Hvad er din rolle?\nJeg leder en gruppe.\n"
        "2. Bruger du data?\nJa, hver dag.\nHvordan?\nJeg ser på fraværet.\n"
        "3. Bruger du data til møder med byrådet?\nNej.\nHvorfor ikke?\nDe spørger ikke.\n"
    )
    assert spoken(tmp_path, text) == [
        ("", ASKS, "Hvad er din rolle?"), ("", ANSWERS, "Jeg leder en gruppe."),
        ("", ASKS, "Bruger du data?"), ("", ANSWERS, "Ja, hver dag."),
        ("", ASKS, "Hvordan?"), ("", ANSWERS, "Jeg ser på fraværet."),
        ("", ASKS, "Bruger du data til møder med byrådet?"), ("", ANSWERS, "Nej."),
        ("", ASKS, "Hvorfor ikke?"), ("", ANSWERS, "De spørger ikke."),
    ]  # fmt: skip
    assert [turn.question for turn in read(tmp_path, text).document.turns][-4:] == ["3"] * 4


ASKED = ("Hvad er din rolle?", "Bruger du data?", "Hvad mangler du?")


@pytest.mark.parametrize("suffix", ["txt", "docx"])
@pytest.mark.parametrize(
    ("lines", "answers"),
    [
        (("1.1 {0}", "Leder.", "1.2 {1}", "Ja.", "2.1 {2}", "Tid."), ("Leder.", "Ja.", "Tid.")),
        (("1. {0}", "Leder.", "1a. {1}", "Ja.", "2. {2}", "Tid."), ("Leder.", "Ja.", "Tid.")),
        (("Tema 1: Rolle", "1. {0}", "Leder.", "2. {1}", "Ja.", "Tema 2: Data", "3. {2}", "Tid."),
         ("Leder.", "Ja.", "Tid.")),
        (("1. {0}", "Hvad er jeg? Leder.", "2. {1}", "Ja. Hvem gør ikke?", "3. {2}", "To ting:", "a) Tid.", "b) Ro."),
         ("Hvad er jeg? Leder.", "Ja. Hvem gør ikke?", "To ting: a) Tid. b) Ro.")),
    ],
    ids=["decimals", "letters", "themes", "answers that ask"],
)  # fmt: skip
def test_numbered_questions_without_labels(
    tmp_path: Path, lines: tuple[str, ...], answers: tuple[str, ...], suffix: str
) -> None:
    text = [line.format(*ASKED) for line in lines]
    content = "\n".join(text) if suffix == "txt" else docx("".join(f"<w:p>{r(line)}</w:p>" for line in text))
    turns = spoken(tmp_path, content, f"D1.{suffix}")
    assert [(role, words) for _, role, words in turns[::2]] == [(ASKS, words) for words in ASKED]
    assert [(role, words) for _, role, words in turns[1::2]] == [(ANSWERS, words) for words in answers]


@pytest.mark.parametrize(
    "answer",
    ["Jeg spørger altid.\nHvordan går det?", "Del 1", "Tema 4", "1.5 mio. kr. er nok."],
    ids=["a question at its end", "a part", "a theme", "a number"],
)
def test_an_answer_that_looks_like_something_else_is_an_answer(tmp_path: Path, answer: str) -> None:
    text = "".join(f"{n}. {asked}\n{answer}\n" for n, asked in enumerate(ASKED, start=1))
    assert [words for _, role, words in spoken(tmp_path, text) if role == ANSWERS] == [" ".join(answer.split("\n"))] * 3


@pytest.mark.parametrize(
    "line",
    ["Interviewer Hansen var her.", "Ole; han er leder; og Bo, altså mig.", "A) at blive", "(1.15) Ja.", "7/10"],
)
def test_a_line_of_an_answer_is_no_label(tmp_path: Path, line: str) -> None:
    text = typed(*("Interviewer:", "Bo:") * 3).replace("I ti år.", f"I ti år.\n{line}")
    assert spoken(tmp_path, text)[3] == ("Bo", ANSWERS, f"I ti år. {line}")


def test_a_numbered_question_that_goes_on_in_the_next_line(tmp_path: Path) -> None:
    text = "1. Hvad er din rolle her,\nog hvor længe?\nLeder.\n2. Bruger du\ndata?\nJa.\n3. Hvad mangler du?\nTid.\n"
    assert [words for _, role, words in spoken(tmp_path, text) if role == ASKS] == [
        "Hvad er din rolle her, og hvor længe?", "Bruger du data?", "Hvad mangler du?"
    ]  # fmt: skip


def test_the_title_of_the_next_of_several_interviews_is_no_answer(tmp_path: Path) -> None:
    one, two = typed(*("I:", "R1:") * 3), typed(*("I:", "R2:") * 3)
    text = f"INTERVIEW 1: Centerchef\n\n{one}\nINTERVIEW 2: Direktør\n\n{two}"
    assert spoken(tmp_path, text) == talk("I", "R1") + talk("I", "R2")


@pytest.mark.parametrize("leading", [12, 20])
def test_lines_of_a_short_page_that_end_before_the_margin_are_paragraphs(tmp_path: Path, leading: int) -> None:
    """The widest line of a page may be short too: how wide the page is says where lines could have ended."""
    lines = [
        "Der er stille i rummet.",
        "Hun siger ikke noget i et helt minut.",
        "Så rejser lederen sig",
        "Vi gik hjem.",
    ]
    document = read(tmp_path, pdf([column(lines, leading=leading)]), "D1.pdf").document
    assert document.text.split("\n\n") == lines


def test_what_somebody_is_said_to_have_said_makes_no_speaker(tmp_path: Path) -> None:
    text = typed(*("Mette:", "Bo:") * 3).replace("I ti år.", "Lena sagde: ti.\nLena sagde: elleve.\nOle sagde: ja.")
    assert {who for who, _, _ in spoken(tmp_path, text)} == {"Mette", "Bo"}


@pytest.mark.parametrize("labels", [("Int.:", "Resp.:"), ("Mette:", "Bo:"), ("I:", "P1:")])
def test_whoever_answers_in_the_line_of_the_question_has_turns_of_her_own(
    tmp_path: Path, labels: tuple[str, str]
) -> None:
    asks, answers = (label.strip(":") for label in labels)
    lines = [f"{label} {words}" for label, (_, _, words) in zip(labels * 3, talk("", ""), strict=True)]
    text = "\n".join(f"{asked} {answered}" for asked, answered in zip(lines[::2], lines[1::2], strict=True))
    assert spoken(tmp_path, text) == talk(asks, answers)


def test_questions_in_brackets_between_the_answers_are_asked(tmp_path: Path) -> None:
    text = "[Hvad er din rolle?]\nJeg leder.\n\n[Hvor længe?]\nI ti år.\n\n(Hvad er svært?)\nTiden.\n"
    assert [role for _, role, _ in spoken(tmp_path, text)] == [ASKS, ANSWERS] * 3


def test_who_stutters_is_not_the_interviewer(tmp_path: Path) -> None:
    text = (
        "I: Why?\nR: It is hard to say, because\nI - I do not know.\nI: And now?\nR: It is fine.\nI: Good?\nR: Yes.\n"
    )
    assert spoken(tmp_path, text)[1] == ("R", ANSWERS, "It is hard to say, because I - I do not know.")


def test_the_end_of_a_sentence_above_nothing_is_said(tmp_path: Path) -> None:
    text = typed(*("I:", "U1:") * 3).replace("Tiden.\n", "Det er det jeg vil sige om\nU7:\n")
    assert spoken(tmp_path, text)[-1] == ("U1", ANSWERS, "Det er det jeg vil sige om U7:")


def test_two_whose_codes_are_of_one_letter_are_two(tmp_path: Path) -> None:
    text = "I: Hvad?\nA1: Ja, det er godt.\nA2: Nej.\nI: Hvorfor?\nA2: Derfor.\nA1: Ok.\n"
    assert [who for who, _, _ in spoken(tmp_path, text)] == ["I", "A1", "A2", "I", "A2", "A1"]
