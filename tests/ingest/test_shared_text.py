"""Real transcripts of many conventions and formats, as a researcher would want them."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from qualcode.core.errors import ReadError
from qualcode.ingest.guide.guide_file import read_guide
from qualcode.ingest.read import ReadRequest, read_file
from tests.shared import SHARED, needs_shared

pytestmark = [pytest.mark.shared, needs_shared]
SAMPLES = SHARED / "samples"
HOSTILE = SAMPLES / "hostile"

SPEAKERS = {
    "sheffield_ana.docx": ("Researcher 1", {"Researcher 1": 123, "Ana": 123}),
    "sheffield_lisa.docx": ("Researcher 1", {"Researcher 1": 50, "Lisa": 50}),
    "pdpilot_p2.pdf": ("Dan", {"Dan": 81, "Participant": 84}),
    "mlss_interview12.txt": (
        "Interviewer 1, Interviewer 2",
        {"Interviewer 1": 53, "Interviewer 2": 12, "Interviewee": 95},
    ),
    "mlss_interview12_coded_PO.pdf": (
        "Interviewer 1, Interviewer 2",
        {"Interviewer 1": 53, "Interviewer 2": 12, "Interviewee": 95},
    ),
    "da_ndc_aarhus4.txt": ("Interviewer", {"Interviewer": 102, "aarhus4": 121}),
    "da_ndc_aarhus4.html": ("Interviewer", {"Interviewer": 103, "aarhus4": 122}),
    "nb_ndc_aal_03gm.txt": ("amg", {"amg": 59, "aal_03gm": 82}),
    "sv_ndc_anundsjo.html": ("int", {"int": 110, "anundsjo_om2": 507, "anundsjo_ow3": 720, "anundsjo_ow4": 22}),
    "en_gotime_125.md": (
        "Mat Ryer",
        {"Mat Ryer": 93, "Natalie Pistunovich": 74, "Ronna Steinberg": 54, "Johnny Boursiquot": 23},
    ),
    "en_unix_aho.htm": ("MSM", {"MSM": 46, "Aho": 46}),
    "en_gluck_oralhistory.csv": ("DB", {"DB": 165, "LG": 164, "KRISTIN": 6}),
    "de_ohd_transcript.vtt": ("INT", {"INT": 2, "AB": 1}),
    "de_ohd_transcript.csv": ("INT", {"INT": 1, "AB": 1}),
    "de_ohd_transcript.ods": ("INT", {"INT": 1, "AB": 1}),
    "en_zoom_class.vtt": (
        "",
        {"Andrew Knight": 12, "Paul McCartney": 10, "George Harrison": 2, "Ringo Starr": 1, "John Lennon": 5},
    ),
}


@pytest.mark.parametrize("name", SPEAKERS)
def test_speakers_and_their_turns(name: str) -> None:
    (result,) = read_file(SAMPLES / name)
    interviewer, turns = SPEAKERS[name]
    assert ", ".join(result.found.interviewer) == interviewer
    assert {speaker.label: speaker.turns for speaker in result.found.speakers} == turns
    assert result.document.kind == "interview"


@pytest.mark.parametrize(
    ("name", "count", "some"),
    [
        ("winnipeg_council_2013-02-27.pdf", 17, {"Mr. Speaker", "Mayor Katz", "Councillor Swandel"}),
        ("kenya_hansard_2009-05-20P.pdf", 36, {"Mr. Speaker", "Mr. Ojode", "Eng. Gumbo", "Prof. Kaloki"}),
        ("de_bundestag_18-181_raw.txt", 11, {"Präsident Dr. Norbert Lammert", "Dr. Angela Merkel, Bundeskanzlerin"}),
    ],
)
def test_assemblies_have_many_speakers_and_no_interviewer(name: str, count: int, some: set[str]) -> None:
    (result,) = read_file(SAMPLES / name)
    assert len(result.found.speakers) == count and some <= {speaker.label for speaker in result.found.speakers}
    assert result.found.interviewer == ()


@pytest.mark.parametrize(
    "name",
    [
        "winnipeg_disposition.docx", "no_intervjuguide.docx", "no_intervjuguide.pdf", "raise_preprint_two_columns.pdf",
        "sv_uppsats_latex.pdf", "fa_statutes_rtl.pdf", "no_contract_two_columns.docx", "no_contract_two_columns.rtf",
        "pl_cp1250.rtf", "mlss_interview_guide.pdf", "en_talkpython_299_timestamps.txt", "en_ergo_hackathon.srt",
        "en_fairfax_council_seg006.whisper.json",
    ],
)  # fmt: skip
def test_documents_have_no_speakers(name: str) -> None:
    (result,) = read_file(SAMPLES / name)
    assert result.found.speakers == () and result.document.kind == "document"


def test_questions_without_speakers() -> None:
    (result,) = read_file(SAMPLES / "pt_raise_exp_p1.txt")
    assert result.found.questions == 14
    assert [turn.question for turn in result.document.turns] == [str(n) for n in range(1, 15) for _ in range(2)]
    (result,) = read_file(SAMPLES / "nl_carpark_interview.odt")
    assert result.found.questions == 5


@pytest.mark.parametrize("name", ["en_stacks_survey.csv", "en_stacks_survey.xlsx"])
def test_a_survey(name: str) -> None:
    results = read_file(SAMPLES / name)
    assert len(results) == 61
    assert results[0].document.turns[0].span.cut(results[0].document.text) == (
        "What are the strengths of the Blockstack community and project? What are its weaknesses?"
    )
    assert results[0].case_attributes["How long have you been a member of the community?"] == "1"
    assert "8 rows without an open answer left out" in results[0].document.warnings
    assert len(read_file(SAMPLES / name, ReadRequest(split="question"))) == 11


def test_the_same_guide_in_two_formats() -> None:
    word, printed = (read_guide(SAMPLES / f"no_intervjuguide.{kind}") for kind in ("docx", "pdf"))
    assert [q.id for q in word] == [q.id for q in printed] and len(word) == 115
    assert [q.text for q in word][:20] == [q.text for q in printed][:20]


SPEAKERS_OF_HOSTILE = {
    "false_speakers.txt": {"I", "U1", "U2", "Interviewer og U1"},
    "unicode_stress.txt": {"I", "U1"},
    "mixed_encoding.txt": {"I", "U1"},
    "cp1252.txt": {"I", "U1"},
    "utf16le_bom.txt": {"I", "U1"},
    "utf8_bom_crlf_cr.txt": {"I", "U1"},
    "nul_and_control.txt": {"I", "U1"},
    "lone_surrogates.txt": {"I", "U1"},
    "broken.vtt": {"Mette", "Jens"},
}


@pytest.mark.parametrize("name", SPEAKERS_OF_HOSTILE)
def test_hostile_files_that_can_be_read(name: str) -> None:
    (result,) = read_file(HOSTILE / name)
    assert {speaker.label for speaker in result.found.speakers} == SPEAKERS_OF_HOSTILE[name]
    result.document.text.encode()
    assert not any(ord(char) < 32 and char not in "\n\t" for char in result.document.text)


def test_every_other_hostile_file_is_read_or_refused_in_one_line() -> None:
    slow = []
    for path in sorted(HOSTILE.iterdir()):
        began = time.perf_counter()
        try:
            assert all(result.document.turns for result in read_file(path))
        except ReadError as error:
            assert "\n" not in error.message and path.name in error.message
        if time.perf_counter() - began > 20:
            slow.append(path.name)
    assert slow == []


def test_every_sample_is_read_or_refused_in_one_line() -> None:
    refused = set()
    for path in sorted(SAMPLES.iterdir()):
        try:
            for result in read_file(path):
                document = result.document
                for before, after in zip(document.turns, document.turns[1:], strict=False):
                    assert before.span.stop <= after.span.start and before.index + 1 == after.index
                assert all(turn.span.cut(document.text).strip() for turn in document.turns)
        except ReadError as error:
            assert "\n" not in error.message
            refused.add(Path(error.path).name)
    assert refused == {
        "en_unix_aho.doc", "hostile", "qualcoder-demo.qda", "scan_no_text_agreement.pdf", "sheffield_facesheet.xlsx",
    }  # fmt: skip
