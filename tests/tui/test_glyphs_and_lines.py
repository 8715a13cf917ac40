"""Where words stand on the screen: widths, wrapping, and laying out only what is near."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from qualcode.core.model import Document, Span, Turn
from qualcode.tui import glyphs
from qualcode.tui.lines import BLOCK, Layout, wrap

from .small import FIRST, interview

TEXTS = st.text(
    alphabet=st.sampled_from("ab é–“ 日本語 אב ا e\u0301\u0301👩\u200d👧\u200c\t\n\x1b\x00\u202e\u2028\ud800 x"),
    max_size=80,
)


@given(TEXTS)
def test_what_is_shown_has_one_code_point_for_each_and_no_control_reaches_the_terminal(text: str) -> None:
    shown = glyphs.shown(text)
    assert len(shown) == len(text)
    assert not any(char in shown for char in "\x00\x1b\u202e\u2028\ud800")
    shown.encode("utf-8")


@given(TEXTS)
def test_clusters_cover_a_text_and_are_as_wide_as_the_terminal_library_says(text: str) -> None:
    found = list(glyphs.clusters(text, 0, len(text)))
    assert [start for start, _, _ in found] == [0, *(stop for _, stop, _ in found)][: len(found)]
    assert (found[-1][1] if found else 0) == len(text)
    assert sum(cells for _, _, cells in found) == glyphs.width(text, 0, len(text)) == cell_len(glyphs.shown(text))


@given(TEXTS, st.integers(2, 30))
def test_wrapped_rows_lose_only_blanks_and_fit_the_width(text: str, width: int) -> None:
    rows = wrap(text, 0, len(text), width)
    last = 0
    for start, stop in rows:
        assert last <= start <= stop
        assert set(text[last:start]) <= {" ", "\n"}
        assert glyphs.width(text, start, stop) <= width or len(list(glyphs.clusters(text, start, stop))) == 1
        last = stop
    assert set(text[last:]) <= {" ", "\n"}


@given(TEXTS, st.data())
def test_every_cell_leads_to_the_cluster_that_is_drawn_there(text: str, data: st.DataObject) -> None:
    starts = {start: sum(c for _, stop, c in glyphs.clusters(text, 0, len(text)) if stop <= start)
              for start, _, cells in glyphs.clusters(text, 0, len(text)) if cells}  # fmt: skip
    for start, cell in starts.items():
        assert glyphs.offset_at(text, 0, len(text), cell) == start
    beyond = data.draw(st.integers(0, 5))
    assert glyphs.offset_at(text, 0, len(text), glyphs.width(text, 0, len(text)) + beyond) == len(text)


@given(TEXTS)
def test_stepping_by_characters_visits_the_same_places_both_ways(text: str) -> None:
    places = [0]
    while places[-1] < len(text):
        places.append(glyphs.step(text, places[-1], 0, len(text)))
    back = [len(text)]
    while back[-1] > 0:
        back.append(glyphs.step(text, back[-1], 0, len(text), back=True))
    assert places == back[::-1]


def test_a_cut_text_ends_in_an_ellipsis_and_never_inside_a_wide_character() -> None:
    assert glyphs.cut("日本語です", 6) == "日本…"
    assert glyphs.padded("日本", 6) == "日本  "
    assert glyphs.cut("short", 10) == "short"


def test_a_row_holds_the_offsets_of_its_words_and_headings_stand_before_their_turn() -> None:
    document = interview("D1", FIRST)
    layout = Layout(document, 30, {0: "1  What do you use data for?", 2: "2  Who supports it?"})
    rows = [layout.row(number) for number in range(layout.height)]
    kinds = [row.kind for row in rows if row]
    assert kinds[0] == "heading" and rows[0] is not None and rows[0].text == "1  What do you use data for?"
    words = [document.text[row.start : row.stop] for row in rows if row and row.kind == "text"]
    assert words[0] == "What do you use data for?"
    assert words[1:3] == ["We look at absence. It shows", "where children need us."]
    at = kinds.index("heading", 1)
    assert kinds[at - 1] == "blank"


def long_document(turns: int) -> Document:
    speech = "word " * 40
    text = "\n".join([speech] * turns)
    step = len(speech) + 1
    return Document(
        "L", "L", "interview", text, "en",
        tuple(Turn(n + 1, "A", "informant", Span(n * step, n * step + len(speech))) for n in range(turns)),
    )  # fmt: skip


def test_only_what_is_near_the_screen_is_wrapped() -> None:
    layout = Layout(long_document(5000), 40)
    layout.settle(10_000, 30)
    assert 0 < len(layout._rows) < 60


def test_settling_says_how_far_the_rows_above_moved_what_is_in_view() -> None:
    document = Document("L", "L", "notes", "a\n" * 3000, "en", tuple(
        Turn(n + 1, "", "informant", Span(n * 6, n * 6 + 5)) for n in range(1000)
    ))  # fmt: skip
    layout = Layout(document, 40)  # guesses one row a turn, of which each has three
    before = layout.row(500)
    assert before is not None
    moved = layout.settle(500, 20)
    assert moved > 0
    after = layout.row(500 + moved)
    assert after is not None and after.start == before.start


def test_the_line_of_a_place_shows_that_place_wherever_it_is() -> None:
    document = long_document(400)
    layout = Layout(document, 33)
    for offset in (0, 5, len(document.text) // 2, len(document.text) - 3):
        row = layout.row(layout.line_of(offset))
        assert row is not None and row.start <= offset <= row.stop


def test_a_paragraph_without_end_is_divided_and_nothing_of_it_is_lost() -> None:
    text = "ord " * 5000
    document = Document("N", "N", "notes", text, "da", (Turn(1, "", "informant", Span(0, len(text))),))
    layout = Layout(document, 50)
    assert len(layout.starts) >= len(text) // BLOCK
    rows = [row for block in range(len(layout.starts)) for row in layout.rows(block)]
    assert layout.height == len(rows)
    assert "".join(text[r.start : r.stop] for r in rows).replace(" ", "") == text.replace(" ", "")
    assert sum(1 for row in rows if row.first) == 1
