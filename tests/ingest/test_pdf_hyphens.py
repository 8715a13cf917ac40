"""Hyphens at line ends: the document's own words decide, and doubts are named."""

from __future__ import annotations

import pytest

from qualcode.ingest.readers.blocks import ReaderOptions
from qualcode.ingest.readers.pdf import reader as pdf
from qualcode.ingest.readers.pdf.hyphens import Hyphens

from .making import OPTIONS, column
from .making import pdf as pages_of


def joined(before: str, after: str, *lines: str) -> tuple[str, bool]:
    hyphens = Hyphens([before, after, *lines])
    text = "".join(hyphens.join(before, after, 1))
    return text, hyphens.decisions[0].sure if hyphens.decisions else True


@pytest.mark.parametrize(
    ("before", "after", "result"),
    [
        ("the infor-", "mation is", "the information is"),
        ("organisasjons-", "og personalutvikling", "organisasjons- og personalutvikling"),
        ("barn-", "och ungdom", "barn- och ungdom"),
        ("EU-", "Kommissionen", "EU-Kommissionen"),
        ("UTVIK-", "LING", "UTVIKLING"),
        ("i 2019-", "2020", "i 2019-2020"),
        ("an e-", "mail", "an e-mail"),
        ("GDPR-", "reglerne", "GDPR-reglerne"),
        ("a soft\u00ad", "ware", "a software"),
        ("they said -", "and then", "they said - and then"),
    ],
)
def test_without_help_from_the_document(before: str, after: str, result: str) -> None:
    assert joined(before, after) == (result, True)


def test_the_document_writes_the_word_with_a_hyphen_elsewhere() -> None:
    assert joined("their self-", "efficacy", "self-efficacy is high") == ("their self-efficacy", True)


def test_the_document_writes_the_word_as_one_elsewhere() -> None:
    assert joined("grafen linjärprogram-", "men", "linjärprogrammen löses") == ("grafen linjärprogrammen", True)


def test_the_spelling_that_is_more_common_wins() -> None:
    assert joined("a co-", "operation", "cooperation co-operation cooperation")[0] == "a cooperation"


def test_two_whole_words_that_are_never_written_together_are_doubtful() -> None:
    text, sure = joined("en data-", "drevet", "data er data", "drevet og drevet")
    assert (text, sure) == ("en datadrevet", False)


def test_an_english_compound_keeps_its_hyphen() -> None:
    assert joined("a React-", "based tool", "React is old") == ("a React-based tool", False)
    assert joined("face-to-", "face", "face to face") == ("face-to-face", False)


def test_a_part_that_is_no_word_is_joined_even_after_a_prefix() -> None:
    assert joined("we ex-", "cluded them") == ("we excluded them", True)


UNBROKEN = ["Det gik godt, og så gik vi hjem.", "Vi har mål for det hele."] * 60
"""So many lines, and none ends in a broken word: whoever printed them did not break words."""


def test_where_words_are_not_broken_a_hyphen_at_a_line_end_is_the_writers() -> None:
    assert joined("a very high-", "quality newspaper", *UNBROKEN) == ("a very high-quality newspaper", False)
    assert joined("the infor-", "mation is", *UNBROKEN[:80]) == ("the information is", True)  # too few to tell
    assert joined("the infor-", "mation is", *UNBROKEN, "information") == ("the information is", True)
    often = ["lange ord bliver altid adskil-"] * 5
    assert joined("the infor-", "mation is", *UNBROKEN, *often) == ("the information is", True)


def test_a_word_that_was_broken_off_is_not_joined_with_the_next() -> None:
    said = ["det var jo- altså det- det var", "så e- ja", "og hj- hjemme"]
    assert joined("som jo-", "avgjorde det", *UNBROKEN, *said) == ("som jo- avgjorde det", False)


PAGE = column(
    ["The work was data-", "driven, data said, driven by data and driven on: it goes on as infor-", "mation does."],
    leading=14,
)


def test_doubts_are_listed_and_a_person_can_decide_otherwise() -> None:
    content = pages_of([PAGE])
    raw = pdf.read(content, "a.pdf", OPTIONS)[0]
    assert raw.blocks[0].text.startswith("The work was data-driven, data said")
    assert "words broken at line ends: 2, of them 1 not certain" in raw.warnings
    assert "not certain: 'data-driven' at a line end on page 1 was read as 'data-driven'" in raw.warnings
    decided = pdf.read(content, "a.pdf", ReaderOptions(extra={"hyphens": {"data-driven": "join"}}))[0]
    assert decided.blocks[0].text.startswith("The work was datadriven, data said")
    assert not any(warning.startswith("not certain") for warning in decided.warnings)


def test_every_decision_is_recorded() -> None:
    found = pdf.hyphen_decisions(pages_of([PAGE]), "a.pdf", OPTIONS)
    assert [(decision.broken, decision.result, decision.page) for decision in found] == [
        ("data-driven", "data-driven", 1), ("infor-mation", "information", 1),
    ]  # fmt: skip
