"""Bytes to text: what the encoding was is found, said, or refused."""

from __future__ import annotations

from pathlib import Path

import pytest

from qualcode.core.encoding import best_eight_bit, decode
from qualcode.core.errors import ReadError, UsageError
from qualcode.ingest.read import ReadRequest
from qualcode.ingest.readers.blocks import Block, Raw, clean

from .making import odt
from .reading import read, said

DANISH = "I: Hvad er “fællesskab” for dig – helt ærligt?\nU1: Å, det er svært … øvelse gør mester. Æbler på Ærø.\n"
NORWEGIAN = "Han så på været ute i fjæra, og søstera mi sa at båten lå på land. Østfold og Ålesund.\n"
SWEDISH = "Hur länge har ni träffats? Jo, vi åkte från Örebro på måndagen och hälsade på Åsa i Ängelholm.\n"


@pytest.mark.parametrize("text", [DANISH, NORWEGIAN, SWEDISH])
@pytest.mark.parametrize("encoding", ["cp1252", "mac_roman", "cp865", "utf-8", "utf-8-sig", "utf-16"])
def test_the_encodings_of_nordic_files_are_told_apart(text: str, encoding: str) -> None:
    text = text if encoding != "cp865" else text.translate(str.maketrans("“”–…", '""-.'))
    read_text, taken, warnings = decode(text.encode(encoding), "x.txt")
    assert read_text == text
    assert taken == encoding and warnings == ()


@pytest.mark.parametrize(
    ("word", "encoding"),
    [("Øl på Ærø", "cp1252"), ("blåbærgrød", "mac_roman"), ("SMØRREBRØD", "cp865"), ("gå i gården", "mac_roman")],
)
def test_a_few_letters_are_enough(word: str, encoding: str) -> None:
    assert word.encode(best_eight_bit(word.encode(encoding))).decode(encoding) == word


def test_two_encodings_in_one_file_are_named_by_line(tmp_path: Path) -> None:
    content = "I: Er det svært?\nU1: Ja, på Ærø.\n".encode() + "I: Hvornår?\nU1: På mandag.\n".encode("cp1252")
    document = read(tmp_path, content).document
    assert "Ærø" in document.text and "På mandag" in document.text and "\ufffd" not in document.text
    assert document.warnings == ("two encodings in one file: lines 3, 4 read as cp1252, the rest as utf-8",)
    assert document.source is not None and document.source.encoding == "utf-8+cp1252"


def test_every_line_end_is_one_and_the_mark_is_no_text(tmp_path: Path) -> None:
    document = read(tmp_path, b"\xef\xbb\xbfI: et\r\nU1: to\rI: tre\nU1: fire\r\n").document
    assert document.text == "I: et\nU1: to\nI: tre\nU1: fire\n"
    assert [speaker for speaker, _, _ in said(document)] == ["I", "U1", "I", "U1"]


def test_a_declared_encoding_is_taken_or_refused_with_the_line(tmp_path: Path) -> None:
    polish = "I: Zażółć gęślą?\nU1: Jaźń.\n"
    assert read(tmp_path, polish.encode("cp1250"), request=ReadRequest(encoding="cp1250")).document.text == polish
    with pytest.raises(ReadError, match="line 2 is not utf-8"):
        read(tmp_path, b"I: ja\nU1: p\xe5\n", request=ReadRequest(encoding="utf-8"))
    with pytest.raises(UsageError, match="no encoding 'klingon'"):
        read(tmp_path, "I: ja\n", request=ReadRequest(encoding="klingon"))


@pytest.mark.parametrize(
    "content", [b"\x89PNG\r\n\x1a\n\x00\x00", b"%PDF-1.7 x", b"PK\x03\x04abc", bytes(range(256)) * 20]
)
def test_what_is_no_text_is_refused(content: bytes, tmp_path: Path) -> None:
    with pytest.raises(ReadError, match="not text"):
        read(tmp_path, content)


def test_surrogates_are_joined_or_replaced(tmp_path: Path) -> None:
    """Some programs write an emoji as two halves, and now and then only one half."""
    document = read(tmp_path, b"I: \xed\xa0\xbd\xed\xb8\x80 her\nU1: ja \xed\xa0\x80\n").document
    assert document.text == "I: \U0001f600 her\nU1: ja \ufffd\n"
    assert document.warnings == ("broken code points replaced by U+FFFD in line 2",)
    document.text.encode()


def test_control_characters_go_and_are_reported(tmp_path: Path) -> None:
    document = read(
        tmp_path, b"I: Hej\x00 med\x07 \x1b[31mr\xc3\xb8d\x1b[0m\nU1: ja\x0bog\x0cnej\nI: slut\x1a\n"
    ).document
    assert document.text == "I: Hej med rød\nU1: ja og nej\nI: slut\n"
    assert document.warnings == ("control characters removed from lines 1, 3",)
    assert [page.label for page in document.pages] == ["1", "2"]


def test_only_a_newline_ends_a_line(tmp_path: Path) -> None:
    text = "I: et\u2028U1: to\u2029U1: tre\u0085U1: fire\nU1: e\u0301 ﬁ \u202eskjult\u202c\n"
    document = read(tmp_path, text).document
    assert document.text == text
    assert [speaker for speaker, _, _ in said(document)] == ["I", "U1"]


@pytest.mark.parametrize("name", ["D1.txt", "D1.md", "D1.html", "D1.rtf", "D1.odt"])
def test_soft_hyphens_are_no_letters_of_a_word(tmp_path: Path, name: str) -> None:
    words = "Det er kom\u00admune\u00adforvaltning.", "Og kom\u00admunen."
    content: str | bytes = "\n\n".join(words)
    if name.endswith("html"):
        content = "".join(f"<p>{each.replace(chr(0xAD), '&shy;')}</p>" for each in words)
    elif name.endswith("rtf"):
        content = "{\\rtf1\\ansi " + "\\par ".join(each.replace("\u00ad", "\\-") for each in words) + "}"
    elif name.endswith("odt"):
        content = odt("".join(f"<text:p>{each}</text:p>" for each in words))
    document = read(tmp_path, content, name).document
    assert document.text == "Det er kommuneforvaltning.\n\nOg kommunen."
    assert document.warnings == ()


def test_pages_and_bold_labels_stay_where_soft_hyphens_go() -> None:
    block = Block("An\u00adna: Kom\u00admunen er her.", page=0, bold=6, page_breaks=((13, 1),))
    (cleaned,), _ = clean(Raw((block,)))
    assert (cleaned.text[: cleaned.bold], cleaned.text[cleaned.page_breaks[0][0] :]) == ("Anna:", "nen er her.")
