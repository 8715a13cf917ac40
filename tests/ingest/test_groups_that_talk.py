"""Focus groups: whoever says one thing has a turn of her own, whether lines, bold labels, a list or a table say who."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from html import escape
from pathlib import Path

import pytest

from qualcode.ingest.read import ReadRequest
from tests.ingest.making import column, docx, odt, p, pdf, r
from tests.ingest.reading import read

Row = tuple[str, ...]

SAID = (
    ("Mette", "Velkommen. Hvordan bruger I data i jeres arbejde?"),
    ("Birgit", "Vi registrerer alt, og så ser vi sjældent på det igen."),
    ("Karen", "Nej. Det er mest for ledelsens skyld."),
    ("Ali", "Men tavlemødet bruger da tallene: 3 fald i januar."),
    ("Mette", "Hvad gør det ved jer, at tallene står der?"),
    ("Flere", "Ja, ja!"),
    ("Tove", "Det giver retning, og vi kan gå til politikerne med det."),
    ("Jonas", "Hvilke politikere?"),
    ("Tove", "Ældreudvalget, og de spurgte meget."),
    ("?", "Det er rigtigt."),
    ("Karen?", "Altså, jeg synes: vi mangler tid."),
)
TURNS = [(who.rstrip("?") or who, words) for who, words in SAID]
HEAD = (
    "Dato: 12. marts 2026",
    "Deltagere: Birgit (sygeplejerske), Karen, Ali og Tove (leder)",
    "Moderator: Mette, referent: Jonas",
    "Optaget i et mødelokale på rådhuset, hvor der var lidt støj fra gangen.",
    "Gruppen kendte hinanden i forvejen.",
)


def turns(tmp_path: Path, content: str | bytes, name: str = "F.txt") -> list[tuple[str, str]]:
    document = read(tmp_path, content, name).document
    return [(turn.speaker, turn.span.cut(document.text)) for turn in document.turns if turn.speaker]


def roles(tmp_path: Path, content: str | bytes, name: str = "F.txt") -> dict[str, str]:
    return {turn.speaker: turn.role for turn in read(tmp_path, content, name).document.turns if turn.speaker}


def test_a_head_above_the_talk_takes_nobodys_turn(tmp_path: Path) -> None:
    text = "\n".join([*HEAD, *(f"{who}: {words}" for who, words in SAID)]) + "\n"
    assert turns(tmp_path, text) == TURNS
    assert roles(tmp_path, text) == dict.fromkeys(dict(TURNS), "informant") | {"Mette": "interviewer", "Jonas": "other"}


def test_one_who_only_probably_spoke_has_a_turn_of_her_own(tmp_path: Path) -> None:
    text = "\n".join([*HEAD, *(f"{who}: {words}" for who, words in SAID)]).replace("\nBirgit:", "\nBirgit?:")
    assert turns(tmp_path, text) == TURNS


def test_those_whom_the_head_lists_speak_in_talk_that_goes_on_without_labels(tmp_path: Path) -> None:
    """Paragraphs without a label go on with whoever speaks; only the list tells that Ali and Birgit are people."""
    aside = "\nOg så går der en time.\nDet er ikke så godt.\n"
    text = "\n".join(HEAD) + "\n\n" + aside.join(f"{who}: {words}" for who, words in SAID)
    assert {"Birgit", "Ali"} <= set(dict(turns(tmp_path, text)))
    assert "Ali" not in dict(turns(tmp_path, text.replace("Ali og ", "").replace("Deltagere", "Emne")))


def test_bold_labels_are_labels_however_often_they_stand(tmp_path: Path) -> None:
    bold = "<w:b/>"
    paragraphs = [f"<w:p>{r(who + ': ', bold)}{r(words)}</w:p>" + p("Det gik der lidt tid med.") for who, words in SAID]
    said = turns(tmp_path, docx("".join(paragraphs)), "F.docx")
    assert [who for who, _ in said] == [who for who, _ in TURNS]


def word(rows: Sequence[Row]) -> bytes:
    cells = ("".join(f"<w:tc>{p(text)}</w:tc>" for text in row) for row in rows)
    return docx("<w:tbl>" + "".join(f"<w:tr>{row}</w:tr>" for row in cells) + "</w:tbl>")


def opendocument(rows: Sequence[Row]) -> bytes:
    cell = "<table:table-cell><text:p>{}</text:p></table:table-cell>"
    cells = ("".join(cell.format(escape(text, quote=False)) for text in row) for row in rows)
    return odt(
        "<table:table>" + "".join(f"<table:table-row>{row}</table:table-row>" for row in cells) + "</table:table>"
    )


def html(rows: Sequence[Row]) -> bytes:
    cells = ("".join(f"<td>{escape(text)}</td>" for text in row) for row in rows)
    return f"<table>{''.join(f'<tr>{row}</tr>' for row in cells)}</table>".encode()


def markdown(rows: Sequence[Row]) -> bytes:
    head, *rest = ("| " + " | ".join(row) + " |" for row in rows)
    return "\n".join([head, "|---" * len(rows[0]) + "|", *rest]).encode()


def csv(rows: Sequence[Row]) -> bytes:
    return "\n".join(";".join(row) for row in rows).encode()


FORMATS: dict[str, Callable[[Sequence[Row]], bytes]] = {
    "docx": word, "odt": opendocument, "html": html, "md": markdown, "csv": csv,
}  # fmt: skip


@pytest.mark.parametrize(
    ("headings", "cells"),
    [
        (("Nr.", "Tid", "Hvem", "Tekst"), lambda at, who, words: (str(at), f"00:{at:02}:10", who, words)),
        (("Taler", "Udsagn"), lambda at, who, words: (who, words)),
        (("#", "Speaker", "Text", "Codes"), lambda at, who, words: (str(at), who, words, "tid" if at % 2 else "")),
        (("Hvem", "Tid", "Hva blir sagt"), lambda at, who, words: (who, f"00:{at:02}:10", words)),
    ],
    ids=["number and time", "two columns", "codes beside", "a heading of one's own"],
)
@pytest.mark.parametrize("format", FORMATS)
def test_a_table_of_talk(tmp_path: Path, format: str, headings: Row, cells: Callable[[int, str, str], Row]) -> None:
    rows = [headings, *(cells(at, who, words) for at, (who, words) in enumerate(TURNS, start=1))]
    assert turns(tmp_path, FORMATS[format](rows), f"F.{format}") == TURNS


def test_a_plan_of_who_does_what_is_no_talk(tmp_path: Path) -> None:
    plan = [("Hvem", "Opgave", "Start"), *(("Direktionen", f"Plan {at}", f"0{at}.03.2026") for at in range(1, 5))]
    plan += [("Centerchefer", f"Møde {at}", f"0{at}.04.2026") for at in range(1, 5)]
    for columns in (3, 2):
        assert turns(tmp_path, word([row[:columns] for row in plan]), "P.docx") == []


@pytest.mark.parametrize(
    "labels",
    [("Formål", "Ansvar", "Tidsplan"), ("Sagsfremstilling", "Indstilling", "Beslutning"), ("Mål", "Aktiviteter"),
     ("Bakgrunn", "Tiltak", "Effekt"), ("Åtgärd", "Ansvarig"), ("Lokalforankring", "Hovedgreb", "Partnere")],
    ids=lambda labels: labels[0],
)  # fmt: skip
def test_what_a_plan_says_section_after_section_is_no_talk(tmp_path: Path, labels: Row) -> None:
    sections = [f"Område {at}\nVi følger op hvert halve år.\n" + "".join(
        f"{label}: Vi arbejder med {label.lower()}en i {at}.\n" for label in labels) for at in range(1, 6)]  # fmt: skip
    document = read(tmp_path, "Strategi 2026\n\n" + "\n".join(sections)).document
    assert (document.kind, [turn.speaker for turn in document.turns if turn.speaker]) == ("document", [])


@pytest.mark.parametrize("format", ["docx", "odt", "html"])
def test_a_table_of_talk_with_its_head_in_the_same_table(tmp_path: Path, format: str) -> None:
    head = [("Dato", "3. maj 2025"), ("Interviewer", "Mette"), ("Informant", "Kim, pædagog")]
    said = [("Mette", "Hvad laver du?"), ("Kim", "Jeg er pædagog."), ("Mette", "Hvor længe?"), ("Kim", "Ti år.")]
    assert turns(tmp_path, FORMATS[format]([*head, *said]), f"F.{format}") == said


@pytest.mark.parametrize("name", ["F.txt", "F.srt"])
def test_one_of_several_who_says_a_few_words_before_the_others(tmp_path: Path, name: str) -> None:
    said = [("INT", "Hvordan bruger I data?"), ("P1", "Vi bruger dem"), ("P2", "Ikke mig."), ("P2", "Nej.")]
    cues = "".join(f"{n}\n00:00:0{n},000 --> 00:00:0{n},900\n{who}: {words}\n\n" for n, (who, words) in enumerate(said))
    text = cues if name == "F.srt" else "\n".join(f"{who}: {words}" for who, words in said)
    assert dict(turns(tmp_path, text, name))["P1"] == "Vi bruger dem"


def test_a_group_that_speaks_in_turn_and_asks_nothing_talks(tmp_path: Path) -> None:
    said = [(who, f"Jeg har set det i uge {at}.") for at in range(1, 4) for who in ("Anna", "Bodil", "Carla")]
    assert turns(tmp_path, "\n\n".join(f"{who}: {words}" for who, words in said)) == said


def test_a_row_number_before_the_speaker_is_nobodys_word(tmp_path: Path) -> None:
    rows = [(str(at), who, words) for at, (who, words) in enumerate(TURNS * 2, start=1)]
    assert turns(tmp_path, word(rows), "F.docx") == TURNS * 2


ASKED = ("Hvordan bruger I data?", "Hvad betyder det for jer?", "Hvem beslutter det?")
TOLD = ("Mest til økonomistyring.", "Det giver et fælles sprog.", "Det gør direktionen.")


@pytest.mark.parametrize(
    ("asks", "answers", "head"),
    [
        ("Interviewer 1 (Mette):", "Anne-Mette L.:", "Interviewperson: Anne-Mette L., 45, leder\nInterviewer: Mette"),
        ("MH:", "A.L.:", "MH: Mette Holm, studerende\nA.L.: centerchef"),
        ("Mette H. –", "Dr. Holm –", ""),
        ("I.", "P.", ""),
        ("Sp.:", "Sv.:", ""),
        ("I1>", "R1>", ""),
        ("\U0001f469 Mette:", "\U0001f468 Bo:", ""),
        ("[12.03.2026 10:00] Mette Holm\n", "[12.03.2026 10:01] Bo Lund\n", ""),
    ],
    ids=["roles in the head", "a legend", "names with a full stop", "letters with a full stop", "sp and sv", "arrows",
         "pictures", "a chat"],
)  # fmt: skip
def test_two_who_talk_and_what_the_head_says_of_them(tmp_path: Path, asks: str, answers: str, head: str) -> None:
    lines = [f"{asks} {question}\n{answers} {answer}\n" for question, answer in zip(ASKED, TOLD, strict=True)]
    document = read(tmp_path, head + "\n\n" + "\n".join(lines)).document
    said = {
        role: [t.span.cut(document.text) for t in document.turns if t.role == role]
        for role in ("interviewer", "informant")
    }
    assert said == {"interviewer": list(ASKED), "informant": list(TOLD)}


PAIR = tuple(who for pair in zip(ASKED, TOLD, strict=True) for who in pair)


@pytest.mark.parametrize("gap", ["\n", "\n\n"], ids=["lines", "paragraphs"])
@pytest.mark.parametrize(
    ("head", "asks", "answers"),
    [
        ("Interviewnummer: 7\nInformant: Rektor, Oslo\nIntervjuer: Kari\nDato: 12.02.2024", "Intervjuer", "Informant"),
        ("Dato: 3. maj\nInformant: Rektor, Oslo\nInterviewer: Kari", "Interviewer", "Informant"),
        ("Interviewer: Sofie | Informant: Peter & Lone | Sted: Aarhus", "Sofie", "Peter"),
        ("Interviewer: Sara (SA). Informant: Ahmed (AH). Tolk: Leila (L)", "SA", "AH"),
        ("Interviewer (I): Jane Smith\nRespondent (R): head teacher, 52", "I", "R"),
        ("Peter: lærer, 54 år\nKim: pædagog\nInterviewer: Signe", "Signe", "Peter"),
        ("Til stede: Kari Lie (intervjuer), Ole Berg (rådmann)", "Kari", "Ole"),
        ("Antecknare: Nils\nSamtalsledare: Karin\nDeltagare: Åsa (sjuksköterska)", "Karin", "Åsa"),
    ],
)
def test_no_line_of_a_head_is_an_answer(tmp_path: Path, head: str, asks: str, answers: str, gap: str) -> None:
    lines = [f"{who}: {words}" for who, words in zip((asks, answers) * 3, PAIR, strict=True)]
    lines += [f"{who}: {words}" for who, words in (("Kim", "Nej."), ("Kim", "Jo.")) if "Kim" in head]
    text = gap.join([*head.split("\n"), "", *lines])
    assert [turn for turn in turns(tmp_path, text) if turn[0] != "Kim"] == list(
        zip((asks, answers) * 3, PAIR, strict=True)
    )
    assert {asks: "interviewer", answers: "informant"}.items() <= roles(tmp_path, text).items()


def test_what_was_put_between_and_behind_the_turns_is_nobodys_word(tmp_path: Path) -> None:
    text = "".join(
        f"{above}\nI: {asked}\nR: {told}\n"
        for above, asked, told in zip(
            ("Tema 1: Data\n1. Hvordan bruger I data?", "2. Hvad betyder det?", "Tema 2: Ledelse\n3. Hvem beslutter?"),
            ASKED, TOLD, strict=True,
        )
    )  # fmt: skip
    wanted = list(zip("IRIRIR", PAIR, strict=True))
    guide = "\nBilag: Interviewguide\nTema: Data\nHvordan bruger I data?\n"
    assert turns(tmp_path, text) == wanted
    assert turns(tmp_path, text + guide) == wanted
    assert turns(tmp_path, text + guide.replace("Bilag: ", "")) == wanted
    for after in (
        "[Interviewet slutter]\nHun så træt ud.",
        "Egne refleksioner: Hun så træt ud.",
        "Noter efter interviewet\nTræt.",
    ):
        assert turns(tmp_path, text + after) == wanted
    assert turns(tmp_path, text + "Mine noter siger det samme.")[-1][1].endswith("Mine noter siger det samme.")
    listed = (
        f"I: {ASKED[0]}\nR: Jeg spørger mig selv om to ting:\n1. Er det sandt?\n2. Er det nyttigt?\nI: Ja.\nR: Ja.\n"
    )
    assert "Er det nyttigt?" in turns(tmp_path, listed)[1][1]
    led = "I: Hvad nu?\nR: Jeg spørger:\n1. Er det sandt?\nI: Og?\nR: Så spørger jeg:\n2. Er det nyttigt?\nI: Ja.\n"
    assert "Er det nyttigt?" in turns(tmp_path, led)[3][1]


def test_a_head_without_a_line_below_it_and_a_greeting(tmp_path: Path) -> None:
    lines = [f"{who}: {words}" for who, words in zip(("Interviewer", "Informant") * 3, PAIR, strict=True)]
    head = ["Sted: Oslo", "Interviewer: Eva", "Informant: Bibliotekar"]
    assert len(turns(tmp_path, docx("".join(map(p, [*head, *lines]))), "F.docx")) == 6
    hello = ["Sted: Oslo", "Interviewer: Hej", "Informant: Hej"]
    assert len(turns(tmp_path, docx("".join(map(p, [*hello, *lines]))), "F.docx")) == 8


def test_facts_within_an_answer_make_no_head_of_what_was_said_before(tmp_path: Path) -> None:
    text = "I: Kom med et eksempel\nR: Vi har et skema\nDato: 3. maj\nSted: Aarhus\nI: Hvorfor?\nR: For at huske.\n"
    said = turns(tmp_path, text)
    assert [who for who, _ in said] == ["I", "R", "I", "R"] and said[1][1].endswith("Sted: Aarhus")


def test_one_of_several_with_a_number_speaks_once(tmp_path: Path) -> None:
    text = "Interviewer: Hvad leger I?\nBarn 1: Far og mor.\nInterviewer: Kan I lide det?\nBarn 1: Ja.\nBarn 2: Nej!\n"
    assert turns(tmp_path, text)[-1] == ("Barn 2", "Nej!")


def test_whoever_translates_is_nobody_who_was_asked(tmp_path: Path) -> None:
    lines = [f"I: {asked}\nTolk: What?\nR: {told}\nTolk: Yes." for asked, told in zip(ASKED, TOLD, strict=True)]
    assert roles(tmp_path, "\n".join(lines)) == {"I": "interviewer", "Tolk": "other", "R": "informant"}


def test_questions_in_capitals_are_asked_though_an_answer_asks_too(tmp_path: Path) -> None:
    text = "\n".join(f"{asked.upper()}\n{told} Eller hvad?" for asked, told in zip(ASKED, TOLD, strict=True))
    document = read(tmp_path, text).document
    asked = [turn.span.cut(document.text) for turn in document.turns if turn.role == "interviewer"]
    assert asked == [question.upper() for question in ASKED]


@pytest.mark.parametrize("note", ["Memo: Her virker hun usikker.", "Observatør: Vi har fem minutter."])
def test_a_note_that_stands_once_between_the_turns_is_not_the_informants(tmp_path: Path, note: str) -> None:
    lines = [f"{who}: {words}" for who, words in zip(("Interviewer", "Informant") * 3, PAIR, strict=True)]
    text = "\n".join([*lines[:4], note, *lines[4:]])
    assert roles(tmp_path, text)[note.partition(":")[0]] == "other"
    assert ("Informant", TOLD[1]) in turns(tmp_path, text)


@pytest.mark.parametrize(
    "text",
    [
        "Goal: All services online.\nOwner: Head of HR\nRisk: Time.\n" * 3,
        "Formål: At måle effekt.\nTovholder: Staben.\nFrist: Maj.\n" * 2 + "Mette Holm: skriver udkast\n",
        "Mål: Ökad trygghet\nAnsvarig: Skolchefen\nTidplan: Q2\n" * 3,
        "§ 1\nStk. 1: Loven gælder for kommuner.\nStk. 2: Ministeren fastsætter regler.\n" * 2,
        "Indsats: Møder\nEffekt: Ro\nHvordan ved vi det? Vi måler.\n" * 2,
        "Strengths: Staff\nWeaknesses: Old IT\nOpportunities: Law\nThreats: Cuts\n" * 2,
        "Borger: En person, der bor her.\nLeder: En, der har ansvar.\nDirektør: Den øverste leder.\n",
    ],
    ids=["goals", "a plan", "a plan with a goal", "a law", "a theory", "strengths", "a list of words"],
)
@pytest.mark.parametrize("suffix", ["txt", "docx"])
def test_the_fields_of_a_plan_speak_nowhere(tmp_path: Path, text: str, suffix: str) -> None:
    parts = [line.partition(":") for line in text.splitlines()]
    bold = "".join(f"<w:p>{r(label + colon, '<w:b/>')}{r(words)}</w:p>" for label, colon, words in parts)
    document = read(tmp_path, docx(bold) if suffix == "docx" else text, f"D.{suffix}").document
    assert (document.kind, {turn.speaker for turn in document.turns}) == ("document", {""})


def test_a_time_between_the_label_and_its_colon_begins_a_paragraph_of_a_page(tmp_path: Path) -> None:
    said = [("Eva", "Hur gör ni det?"), ("KC", "Vi prioriterar, och det andra steget: att säga nej till alla."),
            ("Eva", "Och politikerna?"), ("KC", "De frågar alltid vad det kostar.")]  # fmt: skip
    lines = [f"{who} [00:0{at}:05]: {words}" for at, (who, words) in enumerate(said)]
    assert turns(tmp_path, pdf([column(lines)]), "F.pdf") == said


@pytest.mark.parametrize(
    ("name", "title", "kind"),
    [
        ("Fokusgrupp1.txt", "", "focus-group"),
        ("FG1.txt", "Fokusgruppeinterview, marts\n\n", "focus-group"),
        ("FG1.md", "# Focus group, March\n\n", "focus-group"),
        ("gruppintervju_norr.txt", "", "focus-group"),
        ("Birgit.txt", "", "interview"),
    ],
)
def test_what_its_name_calls_a_focus_group_is_one_where_several_answer(
    tmp_path: Path, name: str, title: str, kind: str
) -> None:
    said = "\n\n".join(f"{who}: {words}" for who, words in SAID[:8])
    asks = ReadRequest(interviewer=("Mette",))
    assert read(tmp_path, title + said, name, asks).document.kind == kind
    alone = "\n\n".join(f"{who}: {words}" for who, words in SAID[:2] * 2)
    assert read(tmp_path, title + alone, name, asks).document.kind == "interview"
