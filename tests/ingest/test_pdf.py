"""PDF pages become the text that was printed on them, not the lines of the paper."""

from __future__ import annotations

import pytest

from qualcode.core.errors import ReadError, UsageError
from qualcode.ingest.readers.blocks import Raw, ReaderOptions
from qualcode.ingest.readers.pdf import reader as pdf

from .making import OPTIONS, Placed, blocks, column, kinds, texts
from .making import pdf as pages_of

ENGINES = pytest.mark.parametrize("engine", ["pdfium", "pdfminer"])


def read(pages: list[list[Placed]], engine: str | None = None, **extra: object) -> list[Raw]:
    options = ReaderOptions(pdf_engine=engine, extra=extra) if engine or extra else OPTIONS
    return pdf.read(pages_of(pages), "interview.pdf", options)


TURNS = [
    "I: How did the work begin?",
    "U1: It began with a small group of people who met every week and",
    "talked about what they had seen, and it went on from there until",
    "everybody took part.",
    "I: And then?",
    "U1: Then it grew.",
]


@ENGINES
def test_lines_are_joined_to_paragraphs_and_labels_begin_new_ones(engine: str) -> None:
    assert texts(read([column(TURNS)], engine)) == [
        "I: How did the work begin?",
        "U1: It began with a small group of people who met every week and talked about what they had seen, "
        "and it went on from there until everybody took part.",
        "I: And then?",
        "U1: Then it grew.",
    ]


@ENGINES
def test_headers_footers_and_page_numbers_go_and_the_numbers_become_labels(engine: str) -> None:
    pages = [
        [
            (60, 800, "Interview with U1"),
            *column([f"I: Question {number}?", f"U1: Answer {number}."]),
            (280, 40, f"Page {number + 4}"),
        ]
        for number in range(1, 5)
    ]
    raw = read(pages, engine)[0]
    assert [block.text for block in raw.blocks][:2] == ["I: Question 1?", "U1: Answer 1."]
    assert len(raw.blocks) == 8
    assert [page.label for page in raw.pages] == ["5", "6", "7", "8"]
    assert "left out: page header or footer 'Interview with U1' on 4 pages" in raw.warnings
    assert "left out: page header or footer 'Page 5' on 4 pages" in raw.warnings


def test_a_header_that_changes_sides_is_known_by_its_words() -> None:
    odd: list[Placed] = [(60, 800, "The council"), (500, 800, "1")]
    even: list[Placed] = [(60, 800, "2"), (400, 800, "The council")]
    words = ["First things.", "Second ones.", "Then others.", "At last some."]
    pages = [[*(even if at % 2 else odd), *column([text])] for at, text in enumerate(words)]
    assert texts(read(pages)) == words


def test_a_label_that_opens_every_page_is_no_header() -> None:
    pages = [
        column(
            [
                "Interviewer",
                question,
                "",
                "Interviewee",
                answer,
                "",
                "Interviewer",
                "And then?",
                "",
                "Interviewee",
                "So.",
            ]
        )
        for question, answer in [
            ("Who met?", "We did."),
            ("Where was it?", "There."),
            ("Why?", "Because."),
            ("When?", "Then."),
        ]
    ]
    found = texts(read(pages))
    assert found.count("Interviewer") == 8
    assert found.count("Interviewee") == 8


def test_text_outside_the_page_and_numbers_in_the_margin_go() -> None:
    page = column(TURNS) + [(20, 750 - 12 * number, str(number + 1)) for number in range(6)] + [(700, 400, "outside")]
    raw = read([page])[0]
    assert [block.text for block in raw.blocks][2:] == ["I: And then?", "U1: Then it grew."]
    assert "left out: numbers in the margin 6" in raw.warnings
    assert "left out: lines outside the page 1" in raw.warnings


LEFT = [
    "The first column tells how the work was",
    "begun and who took part in it. Every week",
    "they met and talked about what they had",
    "seen, and wrote it down for those who",
    "could not come. So it went on for a year",
    "and then for another one, until all of",
    "them knew what they wanted. It was not",
]
RIGHT = [
    "easy to agree on it, and the second column",
    "tells why. Some wanted to go on as before",
    "and others thought that the time had come",
    "for something new, which is what they did",
    "in the end. The text then stops here, and",
    "nobody has written down what came after",
    "that, although many of them remember it.",
]


@pytest.mark.parametrize("row_by_row", [False, True], ids=["in order", "mixed"])
def test_two_columns_are_read_one_after_the_other(row_by_row: bool) -> None:
    left, right = column(LEFT), column(RIGHT, x=320)
    mixed = [line for pair in zip(left, right, strict=True) for line in pair]
    raw = read([mixed if row_by_row else left + right])[0]
    assert [block.text for block in raw.blocks] == [" ".join(LEFT + RIGHT)]
    assert raw.warnings == (("columns put in order on page 1",) if row_by_row else ())


def test_the_rows_of_a_table_stay_rows() -> None:
    rows = [
        ("P4", "Features", "We look at what is important here."),
        ("P1", "Trends", "They show it."),
        ("P2", "Trends", "So do we."),
    ]
    page: list[Placed] = []
    for number, row in enumerate(rows):
        page += [(x, 750 - 20 * number, cell) for x, cell in zip((60, 150, 300), row, strict=True)]
    assert texts(read([page])) == ["\t".join(row) for row in rows]


def test_indents_empty_lines_and_short_last_lines_end_paragraphs() -> None:
    page = column(
        [
            "The first paragraph goes over two lines of the page, and its last line",
            "is short.",
            "The second one begins where there would have been room for its word,",
            "and goes on to the end of the line, which is as long as all of them.",
        ]
    )
    page += [
        (80, 702, "While this one is indented, as books do it, and has no other sign of"),
        (60, 690, "where it begins. It ends here."),
    ]
    page += [(60, 660, "An empty line stands before this one.")]
    found = texts(read([page]))
    assert [text.split()[0] for text in found] == ["The", "The", "While", "An"]


def test_a_paragraph_that_runs_over_a_page_end_says_where() -> None:
    first = column(
        ["This sentence begins on the first page of the document and then goes", "on to the next page where it"]
    )
    raw = read([first, column(["ends at last."])])[0]
    (block,) = raw.blocks
    ((at, page),) = block.page_breaks
    assert (block.text[at:], page, block.page) == ("ends at last.", 1, 0)


def test_footnotes_stand_apart_and_their_marks_go() -> None:
    body = [
        "The text of the page has a note in it, which is printed in small type",
        "at the foot of the page, as it is in books.",
    ]
    page = [
        *column(body),
        (260, 741, "1", "Helvetica", 6),
        (60, 90, "1 The note itself, which goes on", "Helvetica", 7),
    ]
    page += [(60, 82, "for a second line.", "Helvetica", 7)]
    found = [(block.kind, block.number, block.text) for block in blocks(read([page]))]
    assert found == [
        ("paragraph", "", " ".join(body)),
        ("footnote", "1", "The note itself, which goes on for a second line."),
    ]
    without = pdf.read(pages_of([page]), "a.pdf", ReaderOptions(footnotes=False))[0]
    assert [block.kind for block in without.blocks] == ["paragraph"]
    assert "left out: footnotes 1" in without.warnings


def test_headings_and_captions_are_told_by_type_and_words() -> None:
    page: list[Placed] = [
        (60, 780, "A large heading", "Helvetica-Bold", 18),
        (60, 750, "A bold heading", "Helvetica-Bold", 10),
    ]
    page += column(["Text below it that is longer than the heading is, on two lines of", "the page."], top=735)
    page += column(["Table 1: What was counted."], top=690)
    assert kinds(read([page])) == [
        ("heading", "A large heading"), ("heading", "A bold heading"),
        ("paragraph", "Text below it that is longer than the heading is, on two lines of the page."),
        ("caption", "Table 1: What was counted."),
    ]  # fmt: skip


@ENGINES
def test_a_bold_label_is_measured(engine: str) -> None:
    page: list[Placed] = [(60, 750, "Ana:", "Helvetica-Bold", 10), (86, 750, "Not at this point.")]
    page += [(60, 736, "Bo:", "Helvetica-Bold", 10), (86, 736, "I see.")]
    assert [(block.bold, block.text) for block in blocks(read([page], engine))] == [
        (4, "Ana: Not at this point."),
        (3, "Bo: I see."),
    ]


def test_pages_without_text_are_named() -> None:
    raws = read([column(["Some text."]), [], [], column(["More."]), []])
    assert "no text layer on pages 2-3, 5 of 5 (scanned or blank)" in raws[0].warnings
    assert len(raws[0].pages) == 5


def test_a_file_without_any_text_asks_for_text_recognition() -> None:
    with pytest.raises(ReadError, match="run OCR first"):
        read([[], []])


def test_a_password_is_asked_for_in_no_terminal() -> None:
    locked = pages_of([column(["secret"])], encrypt="hemmelig")
    for engine in (None, "pdfminer"):
        with pytest.raises(ReadError, match="password-protected"):
            pdf.read(locked, "locked.pdf", ReaderOptions(pdf_engine=engine))


def test_an_unknown_engine_is_refused() -> None:
    with pytest.raises(UsageError, match="expected pdfium or pdfminer"):
        read([column(["x"])], "acrobat")


@ENGINES
def test_both_engines_read_the_same_words(engine: str) -> None:
    page = column(["I: Tæt på det «rigtige» – er det?", "U1: Ja, det er det.", "", *LEFT])
    assert texts(read([page], engine)) == ["I: Tæt på det «rigtige» – er det?", "U1: Ja, det er det.", " ".join(LEFT)]


@pytest.mark.parametrize("first", ["I 00:{at:02}", "{at} I: Hvad nu?", "{at}. Hvad nu?"])
def test_what_is_said_at_the_top_of_pages_is_no_header(first: str) -> None:
    """A time or number beside it differs, the words come again; within the pages too where it is a label."""
    said = [[first.format(at=at), f"Anna: Vi måler det hele, og så {at} gange til.", ""] for at in range(1, 25)]
    pages = [column([line for turn in said[at : at + 12] for line in turn]) for at in (0, 12)]
    read = pdf.read(pages_of(pages), "a.pdf", OPTIONS)
    assert read[0].warnings == ()
    assert first.format(at=13) in " ".join(" ".join(block.text.split()) for block in read[0].blocks)
