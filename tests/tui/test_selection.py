"""Selecting words with the keyboard."""

from __future__ import annotations

from qualcode.core.model import Span
from qualcode.tui.selection import Reader, Selection

from .small import FIRST, interview

DOCUMENT = interview("D1", FIRST)
TEXT = DOCUMENT.text
READER = Reader(DOCUMENT)
START = DOCUMENT.turns[1].span.start


def words(selection: Selection) -> str:
    return selection.span.cut(TEXT)


def test_a_selection_begins_with_a_word() -> None:
    assert words(READER.begin(START)) == "We"


def test_it_grows_by_words_sentences_and_turns() -> None:
    head = READER.word(READER.word(START))
    assert TEXT[START:head] == "We look"
    head = READER.sentence(head)
    assert TEXT[START:head] == "We look at absence."
    head = READER.sentence(head)
    assert TEXT[START:head] == "We look at absence. It shows where children need us."
    assert READER.turn(START) == head
    assert TEXT[START : READER.turn(head)].endswith("Who supports it?")


def test_it_shrinks_the_same_ways() -> None:
    end = DOCUMENT.turns[1].span.stop
    assert TEXT[START : READER.word(end, back=True)] == "We look at absence. It shows where children need "
    assert TEXT[START : READER.sentence(end, back=True)] == "We look at absence. "
    assert READER.turn(end, back=True) == START


def test_moving_over_the_end_of_a_turn_skips_the_label_of_the_next() -> None:
    end = DOCUMENT.turns[1].span.stop
    assert TEXT[: READER.word(end)].endswith("I: Who")
    assert TEXT[READER.word(DOCUMENT.turns[2].span.start, back=True) :].startswith("us.\n")


def test_a_character_is_what_is_drawn_as_one() -> None:
    document = interview("E", (("A", "e\u0301a 👩\u200d👧.", None),))
    reader = Reader(document)
    start = document.turns[0].span.start
    first = reader.character(start)
    assert document.text[start:first] == "e\u0301"
    third = reader.character(reader.character(first))
    assert document.text[third : reader.character(third)] == "👩\u200d👧"
    assert reader.character(first, back=True) == start


def test_blanks_at_its_ends_are_not_coded_and_nothing_is_nothing() -> None:
    at = TEXT.index(" look ")
    tidy = READER.tidy(Span(at, at + len(" look ")))
    assert tidy is not None and tidy.cut(TEXT) == "look"
    assert READER.tidy(Span(at, at + 1)) is None


def test_a_double_click_takes_the_word_under_it() -> None:
    at = TEXT.index("absence")
    assert READER.word_at(at + 3).cut(TEXT) == "absence"
    assert len(READER.word_at(at - 1)) == 0


def test_in_a_very_long_turn_the_word_before_is_found_too() -> None:
    document = interview("L", (("A", "word " * 3000 + "end", None),))
    reader = Reader(document)
    stop = document.turns[0].span.stop
    assert document.text[reader.word(stop, back=True) : stop] == "end"
