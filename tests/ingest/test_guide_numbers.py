"""Guides numbered in the ways people number them: which lines are questions, probes and headings."""

from __future__ import annotations

import io
from pathlib import Path

import pytest

from qualcode.ingest.guide.guide_file import parse_guide, read_guide
from qualcode.ingest.read import ReadRequest

from .reading import read

ROLE, LONG, DATA, HOW, NOT, WISH = (
    "Hvad er din rolle?", "Hvor længe har du haft den?", "Bruger du data?", "Hvordan?", "Hvorfor ikke?",
    "Hvad ønsker du?",
)  # fmt: skip
PLAIN = [("1", ROLE, ""), ("1a", LONG, ""), ("2", DATA, ""), ("2a", HOW, ""), ("2b", NOT, ""), ("3", WISH, "")]
IN_PARTS = [("1", ROLE, "Baggrund"), ("2", LONG, "Baggrund"), ("3", DATA, "Data"), ("4", WISH, "Data")]
DECIMAL = [("1.1", ROLE, "Baggrund"), ("1.2", LONG, "Baggrund"), ("2.1", DATA, "Data"), ("2.1a", HOW, "Data"),
           ("2.2", WISH, "Data")]  # fmt: skip

GUIDES = {
    "named": (f"Q1 {ROLE}\nQ1a {LONG}\nQ2 {DATA}\nQ2a {HOW}\nQ2b {NOT}\nQ3 {WISH}", PLAIN),
    "nr and dash": (f"Nr. 1 - {ROLE}\na) {LONG}\nNr. 2 - {DATA}\na) {HOW}\nb) {NOT}\nNr. 3 - {WISH}", PLAIN),
    "hash": (f"#1 {ROLE}\n#1a {LONG}\n#2 {DATA}\n#2a {HOW}\n#2b {NOT}\n#3 {WISH}", PLAIN),
    "hash and colon": (f"# 1: {ROLE}\na) {LONG}\n# 2: {DATA}\na) {HOW}\nb) {NOT}\n# 3: {WISH}", PLAIN),
    "number sign": (f"№1. {ROLE}\n– {LONG}\n№2. {DATA}\n– {HOW}\n– {NOT}\n№3. {WISH}", PLAIN),
    "brackets": (f"(1) {ROLE}\n(1a) {LONG}\n(2) {DATA}\n(2a) {HOW}\n(2b) {NOT}\n(3) {WISH}", PLAIN),
    "bare numbers": (f"1 {ROLE}\n1a {LONG}\n2 {DATA}\n2a {HOW}\n2b {NOT}\n3 {WISH}", PLAIN),
    "arrows": (f"1. {ROLE}\n→ {LONG}\n2. {DATA}\n→ {HOW}\n→ {NOT}\n3. {WISH}", PLAIN),
    "a word for follow-ups": (
        f"Spørgsmål 1: {ROLE}\nOpfølgende: {LONG}\nSpørgsmål 2: {DATA}\nUddybende: {HOW}\nOpfølgning: {NOT}\n3: {WISH}",
        PLAIN,
    ),
    "decimals below questions": (f"1. {ROLE}\n1.1. {LONG}\n2. {DATA}\n2.1. {HOW}\n2.2. {NOT}\n3. {WISH}", PLAIN),
    "decimals below titles": (
        f"1 Baggrund\n1.1 {ROLE}\n1.2 {LONG}\n2 Data\n2.1 {DATA}\n2.1.1 {HOW}\n2.2 {WISH}", DECIMAL,
    ),
    "decimals below titles with dots": (
        f"1. Baggrund\n1.1. {ROLE}\n1.2. {LONG}\n2. Data\n2.1. {DATA}\na) {HOW}\n2.2. {WISH}", DECIMAL,
    ),
    "letters and numbers": (
        f"Tema A: Baggrund\nA1. {ROLE}\nA2. {LONG}\nTema B: Data\nB1. {DATA}\nB2. {WISH}",
        [("A1", ROLE, "Baggrund"), ("A2", LONG, "Baggrund"), ("B1", DATA, "Data"), ("B2", WISH, "Data")],
    ),
    "1 a) and 1 b)": (
        f"1 a) {ROLE}\n1 b) {LONG}\n2 a) {DATA}\n2 b) {WISH}",
        [("1a", ROLE, ""), ("1b", LONG, ""), ("2a", DATA, ""), ("2b", WISH, "")],
    ),
    "Roman parts": (f"I. Baggrund\n1. {ROLE}\n2. {LONG}\nII. Data\n3. {DATA}\n4. {WISH}", IN_PARTS),
    "lettered parts": (f"A. Baggrund\n1. {ROLE}\n2. {LONG}\nB. Data\n3. {DATA}\n4. {WISH}", IN_PARTS),
    "titled parts": (f"Del 1 Baggrund\n1. {ROLE}\n2. {LONG}\nDel 2 Data\n3. {DATA}\n4. {WISH}", IN_PARTS),
    "lines above": (f"Interviewguide\nBaggrund:\n1. {ROLE}\n2. {LONG}\nData:\n3. {DATA}\n4. {WISH}", IN_PARTS),
    "bullets alone": (f"Baggrund\n• {ROLE}\n• {LONG}\nData\n• {DATA}\n• {WISH}", IN_PARTS),
    "questions of the study": (
        f"Forskningsspørgsmål 1: Baggrund\n1. {ROLE}\n2. {LONG}\nForskningsspørgsmål 2: Data\n3. {DATA}\n4. {WISH}",
        IN_PARTS,
    ),
}  # fmt: skip


@pytest.mark.parametrize("suffix", ["txt", "docx"])
@pytest.mark.parametrize("name", GUIDES)
def test_a_guide_as_people_number_it(tmp_path: Path, name: str, suffix: str) -> None:
    text, wanted = GUIDES[name]
    path = tmp_path / f"guide.{suffix}"
    if suffix == "docx":
        from docx import Document

        document, out = Document(), io.BytesIO()
        for line in text.split("\n"):
            document.add_paragraph(line)
        document.save(out)
        path.write_bytes(out.getvalue())
    else:
        path.write_text(text, "utf-8")
    assert [(q.id, q.text, q.dimension) for q in read_guide(path)] == wanted


def test_the_title_of_a_document_is_no_dimension_of_its_questions(tmp_path: Path) -> None:
    (tmp_path / "g.md").write_text(f"# Interviewguide\n1. {ROLE}\n2. {DATA}\n", "utf-8")
    assert [q.dimension for q in read_guide(tmp_path / "g.md")] == ["", ""]


def test_topics_below_a_title_are_no_questions_of_their_own(tmp_path: Path) -> None:
    (tmp_path / "guide.txt").write_text("1. Baggrund\n1.1 Uddannelse\n1.2 Erfaring\n2. Data\n2.1 Systemer\n", "utf-8")
    assert [(q.id, q.parent) for q in read_guide(tmp_path / "guide.txt")] == [
        ("1", None), ("1a", "1"), ("1b", "1"), ("2", None), ("2a", "2")
    ]  # fmt: skip


def test_a_probe_with_a_little_word_behind_it_is_asked(tmp_path: Path) -> None:
    guide = parse_guide(f"- text: '{DATA}'\n  sub: ['{HOW}', '{NOT}']\n- text: '{WISH}'\n")
    text = f"I: {DATA}\nR: Nej.\nI: Hvorfor ikke?\nR: Tja.\nI: Hvorfor ikke det?\nR: Tiden.\nI: {WISH}\nR: Ro.\n"
    turns = read(tmp_path, text, request=ReadRequest(guide=guide)).document.turns
    later = text.replace("I: Hvorfor ikke?\nR: Tja.\n", "")
    assert read(tmp_path, later, request=ReadRequest(guide=guide)).document.turns[2].question == "1b"
    assert [turn.question for turn in turns] == ["1", "1", "1b", "1b", "1b", "1b", "2", "2"]
