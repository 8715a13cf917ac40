"""The real page and word-processor files that lie beside the repository are read whole."""

from __future__ import annotations

import difflib
import importlib
import re
from pathlib import Path
from typing import Any

import pytest

from qualcode.core.errors import ReadError
from qualcode.ingest.readers.blocks import Raw, ReaderOptions
from tests.shared import SHARED, needs_shared

pytestmark = [pytest.mark.shared, needs_shared]

SAMPLES = SHARED / "samples"
MODULES = {
    ".docx": "word", ".doc": "word", ".odt": "opendocument", ".rtf": "rtf", ".pdf": "pdf", ".html": "html",
    ".htm": "html",
}  # fmt: skip
REFUSED = {"scan_no_text_agreement.pdf", "en_unix_aho.doc"}


def read(name: str, **options: Any) -> Raw:
    path = SAMPLES / name
    module = importlib.import_module(f"qualcode.ingest.readers.{MODULES[path.suffix]}.reader")
    (raw,) = module.read(path.read_bytes(), path.name, ReaderOptions(**options))
    assert isinstance(raw, Raw)
    return raw


def words(raw: Raw) -> list[str]:
    return " ".join(block.text for block in raw.blocks).split()


def turns(raw: Raw, *labels: str) -> int:
    return sum(block.text.startswith(tuple(f"{label}:" for label in labels)) for block in raw.blocks)


def test_every_sample_is_read_or_refused_with_a_reason() -> None:
    read_well = 0
    for path in sorted(SAMPLES.iterdir()):
        if path.suffix not in MODULES:
            continue
        if path.name in REFUSED:
            with pytest.raises(ReadError):
                read(path.name)
            continue
        raw = read(path.name)
        assert raw.blocks, path.name
        for block in raw.blocks:
            assert block.text == block.text.strip("\n"), path.name
            assert block.text.strip(), path.name
            assert 0 <= block.bold <= len(block.text), path.name
            assert block.page is None or block.page < len(raw.pages), path.name
            assert all(0 <= at <= len(block.text) for at, _ in block.page_breaks), path.name
        read_well += 1
    assert read_well > 20


def test_what_content_controls_hold_is_there_and_nothing_else_differs() -> None:
    ours = words(read("sheffield_lisa.docx"))
    theirs = (SAMPLES / "sheffield_lisa_converted_by_source.txt").read_text(encoding="utf-8").split()
    differing = [
        (tag, " ".join(ours[a:b]), " ".join(theirs[c:d]))
        for tag, a, b, c, d in difflib.SequenceMatcher(None, ours, theirs, autojunk=False).get_opcodes()
        if tag != "equal"
    ]
    assert differing == [("delete", "Not at this point.", "")]


def test_the_guide_is_the_same_in_word_and_printed() -> None:
    word = [" ".join(f"{block.number} {block.text}".split()) for block in read("no_intervjuguide.docx").blocks]
    printed = [re.sub(r"^[•o] ", "", " ".join(block.text.split())) for block in read("no_intervjuguide.pdf").blocks]
    assert word == printed


def test_a_contract_is_the_same_in_word_and_rich_text() -> None:
    assert words(read("no_contract_two_columns.docx")) == words(read("no_contract_two_columns.rtf"))


@pytest.mark.parametrize("engine", ["pdfium", "pdfminer"])
def test_an_interview_exported_with_numbers_in_the_margin(engine: str) -> None:
    raw = read("pdpilot_p2.pdf", pdf_engine=engine)
    assert (turns(raw, "Dan"), turns(raw, "Participant")) == (81, 84)
    assert not any(re.search(r"\b\d/8\b", block.text) for block in raw.blocks)
    assert [page.label for page in raw.pages] == [str(number) for number in range(1, 9)]


def test_parliament_and_council_lose_their_headers_and_keep_their_labels() -> None:
    kenya = read("kenya_hansard_2009-05-20P.pdf")
    assert sum("May, 2009 (P)" in block.text for block in kenya.blocks) == 0
    minister = (
        "The Assistant Minister, Ministry of State for Provincial Administration and Internal Security (Mr. Ojode): Mr."
    )
    assert any(block.text.startswith(minister) for block in kenya.blocks)
    assert [page.label for page in kenya.pages] == [str(number) for number in range(1, 36)]
    winnipeg = read("winnipeg_council_2013-02-27.pdf")
    assert sum("COUNCIL OF THE CITY" in block.text for block in winnipeg.blocks) <= 1
    assert turns(winnipeg, "Mr. Speaker") > 80


def test_two_columns_footnotes_and_broken_words_of_an_article() -> None:
    raw = read("raise_preprint_two_columns.pdf")
    assert [block.number for block in raw.blocks if block.kind == "footnote"] == [str(n) for n in range(1, 13)]
    text = " ".join(words(raw))
    assert "computer power, especially in universities where many researchers" in text
    assert "self-hosted" in text
    assert "SBCARS 2025, September" not in text


def test_a_swedish_paper_has_its_words_whole() -> None:
    text = " ".join(words(read("sv_uppsats_latex.pdf")))
    assert "övertäckningsdesigner" in text
    assert "övertäck-" not in text
    assert "r-graf" in text


def test_a_coded_print_out_keeps_labels_on_lines_of_their_own() -> None:
    raw = read("mlss_interview12_coded_PO.pdf")
    assert sum(block.text == "Interviewee" for block in raw.blocks) > 70
    assert not any("delvetool.com/transcripts" in block.text for block in raw.blocks)


def test_the_dialect_corpus_and_an_old_word_page() -> None:
    danish = read("da_ndc_aarhus4.html")
    assert danish.encoding == "cp1252"
    assert ("heading", "Interviewer") in [(block.kind, block.text) for block in danish.blocks]
    assert any("mødte du ham" in block.text for block in danish.blocks)
    aho = read("en_unix_aho.htm")
    assert turns(aho, "MSM", "Aho") == 92


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("zero_bytes.docx", "empty file"), ("truncated.docx", "cut off"), ("really_a_text.docx", "plain text"),
        ("docx_without_document.docx", "missing"), ("zip_bomb_200mb.docx", "bomb"), ("entity_bomb.docx", "DOCTYPE"),
        ("xxe_external_entity.docx", "DOCTYPE"), ("password_protected.docx", "password"),
        ("password_user.pdf", "password"),
        ("scan_image_only.pdf", "OCR"), ("truncated.pdf", "damaged"), ("flate_bomb_100mb.pdf", "OCR"),
    ],
)  # fmt: skip
def test_hostile_files_are_refused_in_one_line(name: str, reason: str) -> None:
    with pytest.raises(ReadError) as found:
        read(f"hostile/{name}")
    assert reason in found.value.message
    assert "\n" not in found.value.message


@pytest.mark.parametrize(("name", "text"), [("deep_nesting.html", "I: dybt"), ("deep_groups.rtf", "I: hej")])
def test_endless_nesting_is_read(name: str, text: str) -> None:
    assert [block.text for block in read(f"hostile/{name}").blocks] == [text]


def test_three_hundred_pages_have_all_their_turns(tmp_path: Path) -> None:
    import importlib.util

    spec = importlib.util.spec_from_file_location("gen", SAMPLES / "hostile" / "gen.py")
    assert spec is not None and spec.loader is not None
    made = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(made)
    made.interview_pdf(tmp_path / "a.pdf", 60, "da", "Interview med U1 - Synlig Læring", 7)
    truth = dict(line.split("\t") for line in (tmp_path / "a.pdf.truth.tsv").read_text(encoding="utf-8").splitlines())
    reader = importlib.import_module("qualcode.ingest.readers.pdf.reader")
    (raw,) = reader.read((tmp_path / "a.pdf").read_bytes(), "a.pdf", ReaderOptions())
    assert turns(raw, "I", "U1", "U2", "U3") == len(raw.blocks) == int(truth["turns (labels at line start)"])
    text = " ".join(words(raw))
    assert "Synlig Læring" not in text
    assert not re.search(r"\bSide \d", text)
    assert not re.search(r"\w-(?:\s|\w)", text)
