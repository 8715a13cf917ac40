"""Interview guides: from the files researchers have, and to and from questions.yaml."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qualcode.core.errors import ProblemsFound
from qualcode.core.languages import composed
from qualcode.core.model import Question
from qualcode.ingest.guide.guide_file import parse_guide, read_guide, write_guide

YAML = """
questions:
  - id: "1"
    text: "Hvad forstår du ved det?"
    dimension: "Forståelse"
    elicits: [moore:value]
    sub:
      - {id: "1a", text: "Hvor har du det fra?"}
  - id: "2"
    text: "Hvad bruger du det til?"
"""

GUIDE = (
    Question("1", "Hvad forstår du ved det?", 1, None, "Forståelse", ("moore:value",)),
    Question("1a", "Hvor har du det fra?", 2, "1", "Forståelse"),
    Question("2", "Hvad bruger du det til?", 3),
)


def test_questions_and_what_belongs_under_them() -> None:
    assert parse_guide(YAML) == GUIDE


def test_every_mistake_is_named_with_its_line() -> None:
    text = (
        'questions:\n  - {id: "1", text: "A?"}\n  - {id: "1", text: "B?"}\n'
        '  - {id: "3"}\n  - {id: "x y", text: "C?", ask: 1}\n'
    )
    with pytest.raises(ProblemsFound) as raised:
        parse_guide(text, "q.yaml")
    assert [(p.line, p.message.split(";")[0]) for p in raised.value.problems] == [
        (3, "the id '1' is used twice"),
        (4, "item 3: `text` is missing"),
        (5, "unknown key 'ask'"),
        (5, "id 'x y': expected letters and digits, without blanks, # : @"),
    ]
    with pytest.raises(ProblemsFound, match=r"q\.yaml:2:.*not YAML"):
        parse_guide("questions: [\n  {id: 1", "q.yaml")


def test_what_is_written_is_read() -> None:
    assert parse_guide(write_guide(GUIDE)) == GUIDE


_TEXT = st.text(st.characters(blacklist_categories=("Cs", "Cc")), min_size=1, max_size=60).map(
    lambda text: composed(" ".join(text.split())) or "?"
)


@given(st.lists(st.tuples(_TEXT, st.lists(_TEXT, max_size=3), st.sampled_from(["", "Trust", "Værdi: x"])), max_size=5))
def test_any_guide_survives_the_file(content: list[tuple[str, list[str], str]]) -> None:
    guide: list[Question] = []
    for number, (text, subs, dimension) in enumerate(content, start=1):
        guide.append(Question(str(number), text, len(guide) + 1, None, dimension))
        for place, sub in enumerate(subs):
            guide.append(Question(f"{number}{'abc'[place]}", sub, len(guide) + 1, str(number), dimension))
    assert parse_guide(write_guide(guide)) == tuple(guide)


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("guide.txt", "Forståelse\n\n1. Hvem er du?\na) Hvor længe?\n- Hvor?\n\n2. Hvorfor?\n"),
        ("guide.md", "# Guide\n\n## Forståelse\n\n1. Hvem er du?\n   - Hvor længe?\n   - Hvor?\n2. Hvorfor?\n"),
        ("numbers.txt", "Q1: Hvem er du?\nQ1a: Hvor længe?\nQ1b: Hvor?\nQ2: Hvorfor?\n"),
        ("danish.txt", "Spørgsmål 1: Hvem er du?\n1.1 Hvor længe?\n1.2 Hvor?\nSpørgsmål 2: Hvorfor?\n"),
    ],
)
def test_numbered_items_are_questions_and_lettered_ones_sub_questions(name: str, text: str, tmp_path: Path) -> None:
    path = tmp_path / name
    path.write_text(text, "utf-8")
    assert [(q.id, q.text, q.parent) for q in read_guide(path)] == [
        ("1", "Hvem er du?", None),
        ("1a", "Hvor længe?", "1"),
        ("1b", "Hvor?", "1"),
        ("2", "Hvorfor?", None),
    ]


def test_a_guide_without_numbers(tmp_path: Path) -> None:
    path = tmp_path / "guide.md"
    path.write_text("# Tillid\n\nVi taler om data.\n\nHvem er du?\n\nHvorfor?\n\n# Fremtid\n\nOg så?\n", "utf-8")
    assert [(q.id, q.text, q.dimension) for q in read_guide(path)] == [
        ("1", "Hvem er du?", "Tillid"),
        ("2", "Hvorfor?", "Tillid"),
        ("3", "Og så?", "Fremtid"),
    ]


def test_a_word_guide_with_headings_and_numbers(tmp_path: Path) -> None:
    from docx import Document

    document = Document()
    document.add_heading("Forståelse", 1)
    for text, style in [("Hvem er du?", "List Number"), ("Hvor længe?", "List Bullet 2"), ("Hvorfor?", "List Number")]:
        document.add_paragraph(text, style=style)
    out = io.BytesIO()
    document.save(out)
    path = tmp_path / "guide.docx"
    path.write_bytes(out.getvalue())
    assert [(q.text, q.parent is None, q.dimension) for q in read_guide(path)] == [
        ("Hvem er du?", True, "Forståelse"),
        ("Hvor længe?", False, "Forståelse"),
        ("Hvorfor?", True, "Forståelse"),
    ]


TABLE = [
    ("Dimensjon: Prosess", "Spørsmål", "Oppfølgingsspørsmål"),
    ("Generelt", "Hvilke tjenester har dere?\nHvilke er nye?", "Er de typiske?"),
    ("Oppstart", "Hvor kom ideen fra?\nHvem var med?", "Utenfra?\nOgså politikerne?"),
    ("Dimensjon: Praksis", "Spørsmål", "Oppfølgingsspørsmål"),
    ("Læring", "Fortell om kompetansen.", ""),
]


def test_a_guide_that_is_a_table_has_dimensions_questions_and_follow_ups(tmp_path: Path) -> None:
    (tmp_path / "guide.csv").write_text(
        "\n".join(";".join(f'"{cell}"' for cell in row) for row in TABLE), encoding="utf-8"
    )
    found = read_guide(tmp_path / "guide.csv")
    assert [(q.id, q.parent, q.dimension, q.text) for q in found] == [
        ("1", None, "Prosess", "Hvilke tjenester har dere?"), ("2", None, "Prosess", "Hvilke er nye?"),
        ("2a", "2", "Prosess", "Er de typiske?"), ("3", None, "Prosess", "Hvor kom ideen fra?"),
        ("3a", "3", "Prosess", "Utenfra?"), ("4", None, "Prosess", "Hvem var med?"),
        ("4a", "4", "Prosess", "Også politikerne?"), ("5", None, "Praksis", "Fortell om kompetansen."),
    ]  # fmt: skip


def test_a_table_that_people_make_for_their_guide(tmp_path: Path) -> None:
    text = "Nr;Tema;Spørgsmål;Opfølgning\n1;Data;Hvad er data for dig?;Hvorfor?\n2;Roller;Hvem bruger dem?;\n"
    (tmp_path / "guide.csv").write_text(text, encoding="cp1252")
    assert [(q.id, q.parent, q.dimension, q.text) for q in read_guide(tmp_path / "guide.csv")] == [
        ("1", None, "Data", "Hvad er data for dig?"), ("1a", "1", "Data", "Hvorfor?"),
        ("2", None, "Roller", "Hvem bruger dem?"),
    ]  # fmt: skip


def test_a_guide_printed_to_pdf_may_lose_the_blank_behind_a_number(tmp_path: Path) -> None:
    path = tmp_path / "guide.txt"
    path.write_text("9. Har dere en policy?\n10.Har dere et team\n(CSIRT)?\n11.I hvilken grad?\n", encoding="utf-8")
    assert [(question.id, question.text) for question in read_guide(path)] == [
        ("9", "Har dere en policy?"), ("10", "Har dere et team (CSIRT)?"), ("11", "I hvilken grad?"),
    ]  # fmt: skip


def test_short_lines_above_questions_without_numbers_are_dimensions(tmp_path: Path) -> None:
    path = tmp_path / "guide.txt"
    path.write_text(
        "Interviewguide\nVærdi\nHvad er ledelse?\n– Hvordan?\nLegitimitet\nFortæl om jeres støtte\nHvem mangler?\n",
        encoding="utf-8",
    )
    assert [(question.id, question.dimension) for question in read_guide(path)][:2] == [("1", "Værdi"), ("1a", "Værdi")]
    assert {question.dimension for question in read_guide(path)} == {"Værdi", "Legitimitet"}
