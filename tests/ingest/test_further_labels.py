"""Labels and questions of a kind that a rule for the usual ones would miss, each with the reading a person gives it."""

from __future__ import annotations

import textwrap
from pathlib import Path

import pytest

from qualcode.core.units import is_backchannel
from qualcode.ingest.read import ReadRequest

from .making import column, docx, p, pdf
from .reading import read, said

TALKS = {
    "in-ip": (
        """
        IN: Hur länge har du arbetat här?
        IP: Jag började för tio år sedan, och sedan dess har mycket förändrats.
        IN: Vad har förändrats?
        IP: Framför allt dokumentationen, som tar mycket mer tid nu.
        """,
        {"IN": "interviewer", "IP": "informant"},
    ),
    "second researcher asks once": (
        """
        U1: Hvad er jeres vigtigste opgave som ledere?
        I2: At skabe værdi for borgerne, og det gør vi ved at bruge data.
        U2: Hvordan bruger I data?
        I1: Vi følger hver uge, hvor mange der får hjælp, og så taler vi om det på mødet.
        I2: Og det bruger vi så i budgettet.
        U1: Hvad er svært ved det?
        I1: At tallene kommer for sent, og at de ikke altid er rigtige.
        """,
        {"U1": "interviewer", "U2": "interviewer", "I1": "informant", "I2": "informant"},
    ),
    "three speakers and no question mark": (
        """
        Kari: da begynner vi
        Per: ja det er greit
        Kari: fortell om jobben din
        Per: jeg jobber på et lager og kjører truck hele dagen
        Lise: og jeg sitter på kontoret ved siden av
        Kari: hvordan er samarbeidet
        Per: det er bra vi spiser lunsj sammen hver dag
        Lise: ja det gjør vi og så planlegger vi uka på mandager
        Kari: hva skulle dere ønske var annerledes
        Lise: ja mer tid og færre møter
        """,
        {"Kari": "interviewer", "Per": "informant", "Lise": "informant"},
    ),
    "nobody marks a question in German": (
        """
        Lena: Was machen Sie beruflich.
        Uwe: Ich arbeite im Krankenhaus, seit zehn Jahren, und es gefällt mir.
        Lena: Wie lange machen Sie das schon.
        Uwe: Seit zehn Jahren, und seitdem hat sich viel verändert.
        Lena: Erzählen Sie mehr davon.
        Uwe: Vor allem die Dokumentation, sie braucht mehr Zeit.
        """,
        {"Lena": "interviewer", "Uwe": "informant"},
    ),
    "a letter behind a number": (
        """
        I: Hvad laver du?
        Elev 12 M: Jeg går i skole.
        I: Siden hvornår?
        Elev 14 M: Siden maj.
        Elev 12 M: Ja, også mig.
        Elev 14 M: Nej, du begyndte før.
        """,
        {"I": "interviewer", "Elev 12 M": "informant", "Elev 14 M": "informant"},
    ),
    "what somebody does, said now and then": (
        """
        Anne Berg (forsker): Hva er rollen din?
        Olav Nes (rektor): Jeg er rektor på en barneskole.
        Anne Berg: Hvor mange er dere?
        Olav Nes: Omtrent førti.
        Anne Berg (forsker): Og elever?
        """,
        {"Anne Berg (forsker)": "interviewer", "Olav Nes (rektor)": "informant"},
    ),
    "initials that speak once": (
        """
        LA: Vi mangler 200.000. Hvor skal de komme fra?
        OV: Fra kantinen.
        LA: Hvad siger I andre til det?
        PH: Det er jeg imod.
        MN: Det er jeg ikke.
        PH: Nej.
        LA: Er vi så enige?
        """,
        {"LA": "interviewer", "OV": "informant", "PH": "informant", "MN": "informant"},
    ),
    "both at once": (
        """
        I: Hvor lenge har dere bodd her?
        Mor: Siden nittiåtte, begge to.
        Far: Nittisyv.
        I: Trives dere?
        Begge: Ja.
        Mor: Veldig.
        Far: Stort sett.
        """,
        {"I": "interviewer", "Mor": "informant", "Far": "informant", "Begge": "informant"},
    ),
    "two numbers": (
        """
        1: Hvad synes du om kantinen?
        2: Den er for dyr, og maden er kold.
        1: Hvor tit spiser du der?
        2: En gang om ugen.
        1: Hvorfor ikke oftere?
        2: Prisen, som sagt.
        """,
        {"1": "interviewer", "2": "informant"},
    ),
    "two numbers in brackets": (
        """
        (1) Hvad synes du om kantinen?
        (2) Den er for dyr, og maden er kold.
        (1) Hvor tit spiser du der?
        (2) En gang om ugen.
        (1) Hvorfor ikke oftere?
        (2) Prisen, som sagt.
        """,
        {"1": "interviewer", "2": "informant"},
    ),
    "notes of whoever watched": (
        """
        Interviewer: Hva gjør du når det er travelt?
        Eva: Jeg prøver å puste.
        [Feltnotat: telefonen ringer]
        Interviewer: Og hvis det ikke hjelper?
        Eva: Da går jeg en tur.
        """,
        {"Interviewer": "interviewer", "Eva": "informant", "": "other"},
    ),
}


@pytest.mark.parametrize("name", TALKS)
def test_who_asks(tmp_path: Path, name: str) -> None:
    text, roles = TALKS[name]
    document = read(tmp_path, textwrap.dedent(text).lstrip()).document
    assert {speaker: role for speaker, role, _ in said(document)} == roles


PEOPLE = ("Per", "Lise", "Ola", "Eva", "Jon", "Ida", "Tor")
ASKS = (
    "Hva gjør dere på jobb",
    "Hvordan er samarbeidet",
    "Fortell om møtene",
    "Hva er vanskelig",
    "Hvorfor er det slik",
)


@pytest.mark.parametrize("moderator", ["Moderator", "Kari", "M"])
@pytest.mark.parametrize("mark", ["?", ".", ""])
def test_a_focus_group_of_many_has_answers(tmp_path: Path, moderator: str, mark: str) -> None:
    said_ = "Jeg synes det er bra på avdelingen, men vi har lite tid til å snakke sammen."
    text = f"{moderator}: Velkommen, da begynner vi.\n" + "".join(
        f"{moderator}: {ask}{mark}\n" + "".join(f"{PEOPLE[(3 * n + k) % 7]}: {said_}\n" for k in range(3))
        for n, ask in enumerate(ASKS)
    )
    result = read(tmp_path, text)
    assert (result.document.kind, result.found.interviewer) == ("interview", (moderator,))


def test_a_chair_who_gives_the_word_and_a_member_who_asks_make_no_interview(tmp_path: Path) -> None:
    text = "".join(
        f"Lund: Så er det {who}.\n{who}: Vi støtter sagen, og vi har talt om den længe i udvalget.\nLund: Tak.\n"
        for who in PEOPLE * 2
    )
    text += "Per: Hvad koster det?\nLund: Det kan forvaltningen svare på.\nPer: Hvornår?\nLund: I maj.\nPer: Hvorfor?\n"
    result = read(tmp_path, text)
    assert (result.document.kind, result.found.interviewer) == ("meeting", ())


def test_numbered_prompts_that_end_with_a_full_stop_ask(tmp_path: Path) -> None:
    text = (
        "1. Beskriv din rolle i projektet.\nJeg er projektleder.\nOg jeg har økonomien.\n\n"
        "2. Fortæl om samarbejdet.\nDet har været godt.\n\n3. Hvad har været sværest?\nTidsplanen.\n"
    )
    turns = read(tmp_path, text).document.turns
    assert [(turn.role, turn.question, turn.span.cut(text)) for turn in turns] == [
        ("interviewer", "1", "Beskriv din rolle i projektet."),
        ("informant", "1", "Jeg er projektleder.\nOg jeg har økonomien."),
        ("interviewer", "2", "Fortæl om samarbejdet."), ("informant", "2", "Det har været godt."),
        ("interviewer", "3", "Hvad har været sværest?"), ("informant", "3", "Tidsplanen."),
    ]  # fmt: skip


@pytest.mark.parametrize(
    "text",
    [
        "1. Beskriv din rolle.\na. Siden når?\n2. Fortæl om det.\na. Med hvem?\n3. Hvad var svært?\na. Tid?\n",
        "1. Beskriv din rolle.\n2. Fortæl om samarbejdet.\n3. Hvad var svært?\n4. Hvad nu?\n",
        "1. Baggrund\nVi begyndte i maj.\n2. Metode\nVi talte med ni.\n3. Resultat\nDe var glade.\n",
    ],
    ids=["guide with probes", "guide", "report"],
)
def test_numbered_lines_that_nobody_answers_are_no_interview(tmp_path: Path, text: str) -> None:
    document = read(tmp_path, text).document
    assert document.kind == "document"
    assert "interviewer" not in {turn.role for turn in document.turns}


@pytest.mark.parametrize(
    ("words", "language"),
    [
        ("Ja, spændende. Det giver mening.", "da"),
        ("Ikke sant. (laughs)", "nb"),
        ("Mm, vad bra.", "sv"),
        ("That's interesting. [ler]", "en"),
    ],
)
def test_nods_end_no_answer(words: str, language: str) -> None:
    assert is_backchannel(words, language)


def test_a_party_behind_one_name_of_two_makes_them_two(tmp_path: Path) -> None:
    text = "Berg (SV): Jeg er imot.\nBerg (H): Jeg er for.\nBerg: Hvem av oss?\nNes (H): Begge.\n" * 2
    assert {turn.speaker for turn in read(tmp_path, text).document.turns} == {
        "Berg (SV)",
        "Berg (H)",
        "Berg",
        "Nes (H)",
    }


def test_the_dash_before_an_answer_is_no_part_of_it(tmp_path: Path) -> None:
    text = "".join(f"- Hva gjør du på dag {n}?\n– Jeg kjører buss nummer {n}.\n" for n in range(4))
    document = read(tmp_path, text).document
    assert said(document) == [
        line
        for n in range(4)
        for line in (
            ("", "interviewer", f"Hva gjør du på dag {n}?"),
            ("", "informant", f"Jeg kjører buss nummer {n}."),
        )
    ]


@pytest.mark.parametrize(
    "head", ["LK: Lene Kirk, forsker\nTB: Tom Bo, informant\n", "LK: Interviewer\nTB: Informant\n", "LK: interviewer\n"]
)
def test_a_head_that_says_who_is_who_is_nobodys_words_and_believed(tmp_path: Path, head: str) -> None:
    text = f"{head}\nLK: Fortæl om dit arbejde\nTB: Jeg passer haverne.\nLK: Nå\nTB: Ja, man går meget alene.\n"
    result = read(tmp_path, text)
    assert result.found.doubt == ""
    assert [(speaker, role) for speaker, role, _ in said(result.document) if role != "other"] == [
        ("LK", "interviewer"), ("TB", "informant"),
    ] * 2  # fmt: skip


@pytest.mark.parametrize(
    ("text", "kind", "paragraphs"),
    [
        ("09:05 Anna kommer ind.\n09:12 Bo sidder.\n", "", ["09:05 Anna kommer ind.", "09:12 Bo sidder."]),
        ("09:05\nAnna kommer ind.\n\n10:00\n", "notes", ["09:05\nAnna kommer ind.", "10:00"]),
        ("[00:05] Stille.\n[00:12] En bil.\n", "observation", ["[00:05] Stille.", "[00:12] En bil."]),
    ],
)
def test_the_time_of_day_is_a_word_of_the_notes_and_no_place_in_a_recording(
    tmp_path: Path, text: str, kind: str, paragraphs: list[str]
) -> None:
    document = read(tmp_path, text, request=ReadRequest(kind=kind)).document
    assert [words for _, _, words in said(document)] == paragraphs
    assert {turn.time for turn in document.turns} == {None}


@pytest.mark.parametrize("stamps", [("00:05", "00:12"), ("35:05", "36:12"), ("09:05:10", "09:06:00")])
def test_a_time_in_a_recording_is_the_turns(tmp_path: Path, stamps: tuple[str, str]) -> None:
    document = read(tmp_path, "".join(f"{stamp} Og så videre.\n" for stamp in stamps)).document
    assert [words for _, _, words in said(document)] == ["Og så videre."] * 2
    assert None not in {turn.time for turn in document.turns}


def test_a_line_of_blanks_takes_no_longer_than_one_of_words(tmp_path: Path) -> None:
    """A table that was pasted may hold thousands in a row; where each were tried anew, this would never end."""
    text = "Anna" + " " * 200_000 + "Bo"
    assert said(read(tmp_path, text).document) == [("", "informant", text)]


INITIALS_TALK = "\n\n".join(
    f"{{0}}: {asked}?\n\n{{1}}: {answered}."
    for asked, answered in (
        ("Hva måler dere", "Vi måler sykefravær"), ("Hvem bruker det", "Ledergruppen"), ("Hva mangler", "Tid, mest"),
    )
)  # fmt: skip


@pytest.mark.parametrize("asks", ["Intervjuer", "I", "AK", "NB", "Sara"])
@pytest.mark.parametrize("answers", ["KL", "PS", "SV", "RE", "FX"])
@pytest.mark.parametrize("kind", ["txt", "docx", "pdf"])
def test_initials_that_are_an_abbreviation_too_speak_where_they_take_turns(
    tmp_path: Path, kind: str, answers: str, asks: str
) -> None:
    text = INITIALS_TALK.format(asks, answers)
    paragraphs = text.split("\n\n")
    drawn = pdf([column(paragraphs)]) if kind == "pdf" else docx("".join(map(p, paragraphs)))
    document = read(tmp_path, text if kind == "txt" else drawn, f"D1.{kind}").document
    assert [(turn.speaker, turn.role) for turn in document.turns] == [(asks, "interviewer"), (answers, "informant")] * 3


def test_abbreviations_here_and_there_are_words(tmp_path: Path) -> None:
    text = INITIALS_TALK.format("I", "Kari").replace("Tid, mest.", "Tid, mest.\n\nNB: mangler lyd.") + (
        "\n\nI: Er det mer?\n\nKari: Nei.\n\nPS: Ring henne."
    )
    speakers = {turn.speaker for turn in read(tmp_path, text).document.turns}
    assert speakers == {"I", "Kari"}
