"""What is counted: answers, turns, paragraphs, sentences and documents, and the stretches an answer is coded in."""

from __future__ import annotations

import pytest

from qualcode.core.errors import UsageError
from qualcode.core.model import Coding, Document, Span, Turn
from qualcode.core.units import (
    answers,
    asked,
    counted,
    covering,
    informant_turns,
    interrupted,
    kind_for,
    later_stretches,
    segments,
    units,
)

ROLES = {"I": "interviewer", "A": "informant", "B": "informant", "O": "other", "": "informant"}


def interview(*said: tuple[str, str, str | None], kind: str = "interview", **fields: object) -> Document:
    """A document of turns (speaker, words, question), one line each."""
    text, turns = "", []
    for index, (speaker, words, question) in enumerate(said, start=1):
        turns.append(Turn(index, speaker, ROLES[speaker], Span(len(text), len(text) + len(words)), question=question))
        text += words + "\n"
    return Document("D1", "", kind, text, turns=tuple(turns), **fields)  # type: ignore[arg-type]


GUIDED = interview(
    ("A", "Before we begin.", None),
    ("I", "Why?", "1"),
    ("A", "Because.", "1"),
    ("I", "And?", "2"),
    ("A", "So.", "2"),
    ("I", "Back to why.", "1"),
    ("A", "Also this.", "1"),
    ("O", "(phone)", "1"),
    ("A", "And that.", "1"),
)


def test_an_answer_gathers_what_one_speaker_says_under_one_question() -> None:
    found = answers(GUIDED)
    assert [(unit.label, unit.question, unit.turns, unit.index) for unit in found] == [
        ("D1#1", "1", (3, 7, 9), 1),
        ("D1#2", "2", (5,), 2),
    ]
    assert [piece.cut(GUIDED.text) for piece in found[0].pieces] == ["Because.", "Also this.", "And that."]
    assert {(unit.document, unit.kind, unit.speaker) for unit in found} == {("D1", "answer", "A")}
    assert units(GUIDED, "answer") == found


def test_two_informants_answer_the_same_question_each_for_himself() -> None:
    found = answers(interview(("I", "Why?", "1"), ("A", "Yes.", "1"), ("B", "No.", "1"), ("A", "Well.", "1")))
    assert [(unit.speaker, unit.turns) for unit in found] == [("A", (2, 4)), ("B", (3,))]


def test_an_answer_is_coded_in_the_stretches_that_no_other_answer_breaks() -> None:
    first, second = answers(GUIDED)
    assert [span.cut(GUIDED.text) for span in segments(GUIDED, first)] == ["Because.", "Also this.\n(phone)\nAnd that."]
    assert [span.cut(GUIDED.text) for span in segments(GUIDED, second)] == ["So."]
    assert interrupted(GUIDED) == [segments(GUIDED, first)]


def test_without_a_guide_an_answer_ends_where_the_interviewer_says_something() -> None:
    document = interview(
        ("A", "One.", None), ("I", "Mm-hmm.", None), ("A", "Still one.", None), ("I", "Why so?", None),
        ("A", "Two.", None), ("B", "Two of mine.", None), ("O", "(noise)", None), ("A", "More two.", None),
        language="en",
    )  # fmt: skip
    assert [(unit.label, unit.speaker, unit.turns, unit.question) for unit in answers(document)] == [
        ("D1#1", "A", (1, 3), None), ("D1#2", "A", (5, 8), None), ("D1#3", "B", (6,), None),
    ]  # fmt: skip
    assert [(unit.document, unit.kind, unit.index) for unit in answers(document)] == [
        ("D1", "answer", n) for n in (1, 2, 3)
    ]
    assert [piece.cut(document.text) for piece in answers(document)[1].pieces] == ["Two.", "More two."]
    assert [span.cut(document.text) for span in segments(document, answers(document)[1])] == ["Two.", "More two."]
    danish = [("A", "Et.", None), ("I", "Nå ja.", None), ("A", "To.", None)]
    assert [len(answers(interview(*danish, language=language))) for language in ("da", "en")] == [1, 2]
    strict = interview(
        ("A", "One.", None), ("I", "Mm-hmm.", None), ("A", "Two.", None), language="en", backchannels=False
    )
    assert [unit.turns for unit in answers(strict)] == [(1,), (3,)]


def test_the_interviewers_hum_before_anybody_has_spoken_makes_no_answer() -> None:
    assert answers(interview(("I", "Mm.", None), ("I", "Hello?", None))) == []


@pytest.mark.parametrize(
    ("kind", "people_answer"),
    [("interview", True), ("focus-group", True), ("survey", True), ("document", False), ("observation", False),
     ("notes", False), ("web", False)],
)  # fmt: skip
def test_a_kind_says_whether_somebody_answers(kind: str, people_answer: bool) -> None:
    document = interview(("I", "Why?", "1"), ("A", "Because.", "1"), kind=kind)
    assert asked(document) is people_answer
    assert kind_for(document, "answer") == ("answer" if people_answer else "paragraph")
    assert kind_for(document, "turn") == "turn"


def test_in_a_kind_of_ones_own_somebody_answers_where_somebody_asks() -> None:
    assert asked(interview(("I", "Why?", None), ("A", "Because.", None), kind="workshop"))
    assert asked(interview(("A", "Because.", "1"), kind="workshop"))
    assert not asked(interview(("A", "Notes.", None), kind="workshop"))


def test_turns_are_units_of_the_informants_alone() -> None:
    found = units(GUIDED, "turn")
    assert [(unit.label, unit.index, unit.turns, unit.question) for unit in found] == [
        ("D1:1", 1, (1,), None), ("D1:3", 3, (3,), "1"), ("D1:5", 5, (5,), "2"), ("D1:7", 7, (7,), "1"),
        ("D1:9", 9, (9,), "1"),
    ]  # fmt: skip
    assert [turn.index for turn in informant_turns(GUIDED)] == [1, 3, 5, 7, 9]
    assert {(unit.document, unit.kind, unit.speaker) for unit in found} == {("D1", "turn", "A")}
    assert [unit.pieces for unit in found] == [(turn.span,) for turn in informant_turns(GUIDED)]


def test_paragraphs_and_sentences_are_numbered_through_the_document() -> None:
    document = Document(
        "N", "", "document", "One. Two.\n\n Three. ", "en",
        (Turn(1, "", "informant", Span(0, 9), question="q"), Turn(2, "", "informant", Span(9, 19))),
    )  # fmt: skip
    paragraphs = units(document, "paragraph")
    assert [(u.label, u.index, u.turns, u.question) for u in paragraphs] == [
        ("N@0-9", 1, (1,), "q"),
        ("N@12-18", 2, (2,), None),
    ]
    sentences = units(document, "sentence")
    assert [(u.pieces[0].cut(document.text), u.index, u.kind) for u in sentences] == [
        ("One.", 1, "sentence"), ("Two.", 2, "sentence"), ("Three.", 3, "sentence"),
    ]  # fmt: skip
    assert {unit.document for unit in (*paragraphs, *sentences)} == {"N"}
    assert [unit.speaker for unit in units(GUIDED, "sentence")] == ["A"] * 5


def test_a_sentence_does_not_end_at_an_abbreviation_of_its_language() -> None:
    def said(language: str) -> int:
        return len(units(interview(("A", "Det er ca. Tre år siden. Ja.", None), language=language), "sentence"))

    assert (said("da"), said("en")) == (2, 3)


def test_a_whole_document_is_one_unit_of_what_its_informants_say() -> None:
    (whole,) = units(GUIDED, "document")
    assert (whole.label, whole.kind, whole.index, whole.turns, len(whole.pieces)) == (
        "D1",
        "document",
        1,
        (1, 3, 5, 7, 9),
        5,
    )
    assert whole.document == "D1"
    assert units(interview(("I", "Hello?", None)), "document") == []


def test_a_unit_that_cannot_be_cut_from_a_text_is_refused() -> None:
    with pytest.raises(UsageError, match="unit 'chapter': expected one of answer, turn, paragraph"):
        units(GUIDED, "chapter")


def test_why_a_coding_counts_in_no_share() -> None:
    def place(turn: int) -> Span:
        return GUIDED.turns[turn - 1].span

    assert counted(GUIDED, place(2)) == "interviewer"
    assert counted(GUIDED, place(1)) == "no_question"
    assert counted(GUIDED, place(1), "turn") == ""
    assert counted(GUIDED, place(3)) == ""
    assert counted(GUIDED, Span(place(1).start, place(3).stop)) == ""
    assert counted(interview(("A", "Free.", None)), Span(0, 3)) == ""


def test_a_later_stretch_of_an_interrupted_answer_is_one_coding_with_the_first() -> None:
    first, later = segments(GUIDED, answers(GUIDED)[0])

    def coding(id: int, span: Span, code: str = "m:a", coder: str = "ana", qualifier: str = "") -> Coding:
        return Coding(document="D1", span=span, code=code, coder=coder, qualifier=qualifier, id=id, quote="")

    whole = [coding(1, first), coding(2, later)]
    assert later_stretches(GUIDED, whole) == {2}
    assert later_stretches(GUIDED, [coding(1, first), coding(2, later, code="m:b")]) == set()
    assert later_stretches(GUIDED, [coding(1, first), coding(2, later, coder="bo")]) == set()
    assert later_stretches(GUIDED, [coding(1, first, qualifier="for"), coding(2, later)]) == set()
    assert later_stretches(GUIDED, [coding(2, later)]) == set()
    document = interview(("A", "Notes.", None), kind="document")
    assert interrupted(document) == [] and later_stretches(document, whole) == set()


def test_the_union_of_spans() -> None:
    spans = [Span(8, 9), Span(0, 3), Span(2, 5), Span(5, 6), Span(0, 1)]
    assert covering(spans) == [Span(0, 6), Span(8, 9)]
    assert covering([Span(0, 9), Span(2, 3), Span(4, 9)]) == [Span(0, 9)]
    assert covering([]) == []
