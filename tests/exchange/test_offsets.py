"""Positions in texts: every way of counting, found out from the selections or said not to be."""

from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qualcode.core.errors import UsageError
from qualcode.exchange.offsets import Convention, Counted, Selection, candidates, convention, detect

ALL = [Convention(*each) for each in product(("codepoints", "utf16"), ("stored", "one", "two"), (False, True),
                                              (False, True))]  # fmt: skip
TEXT = "Det er godt 😀 for borgerne.\r\nOg for os 👩‍👧 i huset.\r\nJa, det er sagt mange gange.\r\n"


def naive(stored: str, counting: Convention, marked: bool) -> list[int]:
    """The position of each character of the text with plain line ends, counted one by one."""
    position = int(counting.mark and marked)
    found = []
    at = 0
    while at < len(stored):
        found.append(position)
        if stored[at : at + 2] == "\r\n":
            position += 1 if counting.line_end == "one" else 2
            at += 2
            continue
        if stored[at] == "\n" and counting.line_end == "two":
            position += 2
        else:
            position += 2 if counting.unit == "utf16" and ord(stored[at]) > 0xFFFF else 1
        at += 1
    return [*found, position]


@given(st.text(st.sampled_from("ab \r\n😀é"), max_size=30), st.booleans(), st.sampled_from(ALL))
def test_a_position_and_an_offset_are_each_others_inverse(stored: str, marked: bool, counting: Convention) -> None:
    counted = Counted(stored, marked)
    positions = naive(stored, counting, marked)
    assert [counted.offset(position, counting) for position in positions] == list(range(len(counted.text) + 1))
    assert [counted.position(offset, counting) for offset in range(len(counted.text) + 1)] == positions


def words_of(text: str) -> list[tuple[int, int]]:
    import re

    return [match.span() for match in re.finditer(r"\w+", text)]


WORDS = st.lists(
    st.sampled_from(["borgerne", "😀", "vi", "har", "👩‍👧", "råd.", "\r\n", "\n", "nok,", "𝒳"]), min_size=12
)


@settings(max_examples=200, deadline=None)
@given(WORDS.map(" ".join), st.booleans(), st.sampled_from([each for each in ALL if not each.inclusive]), st.data())
def test_the_detector_is_right_or_says_that_it_cannot_tell(
    stored: str, marked: bool, counting: Convention, data
) -> None:
    counted = Counted(stored, marked)
    spans = words_of(counted.text)
    chosen = [span for span in spans if data.draw(st.booleans())] or spans
    if not chosen:
        return
    selections = [Selection(counted.position(a, counting), counted.position(b, counting)) for a, b in chosen]
    found = detect([(counted, selections)], Convention())
    places = [
        (counted.offset(s.start, found.counting), counted.offset(s.stop + found.counting.inclusive, found.counting))
        for s in selections
    ]
    assert places == chosen or found.sure in ("undecidable", "likely")


@pytest.mark.parametrize("counting", candidates({"astral", "crlf", "mark"}), ids=str)
def test_quotes_in_the_file_decide(counting: Convention) -> None:
    counted = Counted(TEXT, True)
    selections = []
    for start, stop in words_of(counted.text)[2:]:
        position = counted.position(stop, counting) - counting.inclusive
        selections.append(Selection(counted.position(start, counting), position, counted.text[start:stop]))
    found = detect([(counted, selections)], Convention())
    assert (found.counting, found.sure, found.fits) == (counting, "sure", 1.0)


def test_where_every_count_is_the_same_that_is_said() -> None:
    found = detect([(Counted("Det er godt.", False), [Selection(4, 6)])], convention("utf16"))
    assert (found.sure, str(found.counting)) == ("the same", "codepoints")


def test_what_is_expected_gives_way_where_it_is_far_worse_though_two_others_are_close() -> None:
    counted = Counted("– Ja 😀 nej og ja, vi er fem.", True)  # a counted mark shifts all but the first word alike
    spans = words_of(counted.text)
    utf16 = convention("utf16")
    selections = [Selection(counted.position(a, utf16), counted.position(b, utf16)) for a, b in spans]
    found = detect([(counted, selections)], Convention())
    assert (found.counting, found.sure) == (utf16, "undecidable")


def test_names_that_are_no_quotes_are_not_taken_for_them() -> None:
    found = detect([(Counted("Vi 😀 har nok og mere", False), [Selection(5, 8, "Q 1"), Selection(9, 12, "Q 2"),
                                                               Selection(13, 15, "Q 3")])], Convention())  # fmt: skip
    assert (found.counting.unit, found.sure, found.fits) == ("codepoints", "likely", 1.0)


@pytest.mark.parametrize("written", ["utf8", "utf16+crlf", "", "codepoints+"])
def test_an_unknown_count_is_refused(written: str) -> None:
    with pytest.raises(UsageError, match="expected auto, codepoints or utf16"):
        convention(written)
