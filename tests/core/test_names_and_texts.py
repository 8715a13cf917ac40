"""Names as people type them, texts as files have them: the edges that a longer test steps over."""

from __future__ import annotations

import pytest

from qualcode.core.codes import Code
from qualcode.core.errors import Problem, ProblemsFound, UnknownName, nearest, several
from qualcode.core.files import decoded
from qualcode.core.model import Member, Span
from qualcode.core.quotes import find_quote
from qualcode.core.text import slugify
from qualcode.ingest.readers import formats


def test_a_code_without_a_name_is_called_by_its_id() -> None:
    assert Code("value", {}).label("da") == "value"
    assert Code("value", {"en": "Public value"}).label("en") == "Public value"


@pytest.mark.parametrize(
    ("name", "format"),
    [("a.b.CSV", "csv"), (".txt", "text"), ("notes", None), ("a.unheard-of", None), ("a.unheard-of", None)],
)
def test_the_ending_says_the_format(name: str, format: str | None) -> None:
    found = formats.by_suffix(name)
    assert (found and found.name) == format


def test_a_quote_is_looked_for_within_a_place_and_at_its_very_start() -> None:
    text = "Data er alt. Og data er intet."
    assert find_quote(text, "data er") == [Span(16, 23)]
    assert find_quote(text, "DATA ER") == [Span(0, 7), Span(16, 23)]
    assert find_quote(text, "a", Span(0, 12)) == [Span(1, 2), Span(3, 4), Span(8, 9)]
    assert find_quote(text, "DATA", Span(5, 12)) == find_quote(text, "intet", Span(0, 12)) == []


def test_a_name_becomes_letters_digits_and_hyphens() -> None:
    assert slugify("Café 時間") == "cafe"
    assert slugify("2. runde") == "c2-runde" and slugify("runde 2") == "runde-2"


def test_a_member_is_written_as_the_table_of_cases_has_it() -> None:
    written = [Member("D1"), Member("D1", "Anna"), Member("D1", passage=":14-18"), Member("D1", "")]
    assert [str(member) for member in written] == ["D1", "D1:Anna", "D1:14-18", "D1:"]


def test_a_wrong_name_is_told_by_what_it_would_be() -> None:
    assert UnknownName("case attribute", "rolle").slug == "unknown_case_attribute"


def test_two_near_names_are_offered_and_short_ones_sooner() -> None:
    assert len(nearest("value", ["value1", "value2", "value3"])) == 2
    assert nearest("D1", ["D9"]) == ("D9",)
    assert nearest("abcd", ["abxy"]) == (), "of longer names half is not enough"


def test_all_problems_of_a_file_are_kept_and_told_with_what_mends_them() -> None:
    problems = [Problem("a.yaml", line, 1, "error", "what is this?", "unknown_field") for line in (3, 7)]
    error = ProblemsFound(problems, hint="qualcode codebook check")
    assert error.problems == tuple(problems) and error.hint == "qualcode codebook check"
    assert str(error).splitlines() == [str(problem) for problem in problems]


def test_one_thing_is_no_plural() -> None:
    assert [several(n, "answer") for n in (0, 1, 2)] == ["0 answers", "1 answer", "2 answers"]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_a_mark_at_the_start_of_a_file_is_none_of_its_words(encoding: str) -> None:
    assert decoded("æøå\r\nja\r\n".encode(encoding))[0] == "æøå\nja\n"
