"""Files themselves: what is refused, what a document is called, and many at once."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from qualcode.core.errors import QualcodeError, ReadError
from qualcode.core.text import identifier
from qualcode.ingest.many import read_many
from qualcode.ingest.read import ReadRequest, read_file
from qualcode.ingest.readers import formats

from .reading import read

TEXT = "I: Hvad hedder filen?\nU1: Det er lige meget.\n"


@pytest.mark.parametrize(
    ("name", "id"),
    [
        ("to ord.txt", "to-ord"),
        ("Møde nr. 3 – æøå.TXT", "Møde-nr-3-æøå"),
        ("-rf.txt", "rf"),
        ("$(id).txt", "id"),
        ("dobbelt.docx.txt", "dobbelt-docx"),
        ("日本語.txt", "日本語"),
        ("uden_endelse", "uden_endelse"),
        ("A\u030ase.txt", "Åse"),
    ],
)
def test_a_document_is_called_after_its_file(name: str, id: str, tmp_path: Path) -> None:
    document = read(tmp_path, TEXT, name).document
    assert document.id == id and len(document.turns) == 2


def test_an_id_is_never_empty_and_never_long() -> None:
    assert identifier("???") == "document"
    assert len(identifier("a" * 300)) == 100


def test_what_is_no_file_is_refused_in_one_line(tmp_path: Path) -> None:
    (tmp_path / "mappe.docx").mkdir()
    cases = {tmp_path / "mappe.docx": "folder", tmp_path / "ingen.txt": "no such file"}
    if hasattr(os, "mkfifo"):
        os.mkfifo(tmp_path / "rør.txt")
        (tmp_path / "dinglende.txt").symlink_to(tmp_path / "findes_ikke.txt")
        (tmp_path / "a.txt").symlink_to(tmp_path / "b.txt")
        (tmp_path / "b.txt").symlink_to(tmp_path / "a.txt")
        cases |= {tmp_path / "rør.txt": "pipe", tmp_path / "dinglende.txt": "leads nowhere", tmp_path / "a.txt": "link"}
    for path, reason in cases.items():
        with pytest.raises(ReadError, match=reason) as raised:
            read_file(path)
        assert "\n" not in str(raised.value)


def test_a_line_break_in_a_file_name_is_shown_escaped(tmp_path: Path) -> None:
    if sys.platform == "win32":
        pytest.skip("no such names on Windows")
    with pytest.raises(ReadError) as raised:
        read(tmp_path, "", "linje\nskift\x1b.txt")
    assert "linje\\nskift\\x1b.txt: the file is empty" in str(raised.value)


def test_an_unknown_ending_is_refused_with_the_known_ones(tmp_path: Path) -> None:
    with pytest.raises(ReadError, match=r"no reader for files that end in '\.qqq'.*\.docx"):
        read(tmp_path, TEXT, "x.qqq")


def test_every_format_is_there_and_can_be_imported() -> None:
    for format_ in formats:
        assert callable(format_.load()), format_.name
        assert format_.title and all(suffix.startswith(".") for suffix in format_.suffixes)


def test_what_a_person_says_goes_before_what_is_guessed(tmp_path: Path) -> None:
    text = "Dette er en tekst, som også handler om noget, og hvad den siger, er på dansk.\n"
    assert (read(tmp_path, text).document.kind, read(tmp_path, text).document.language) == ("document", "da")
    document = read(tmp_path, text, request=ReadRequest(kind="notes", language="sv")).document
    assert (document.kind, document.language) == ("notes", "sv")


def test_the_source_can_be_recognised_again(tmp_path: Path) -> None:
    path = tmp_path / "D1.txt"
    path.write_bytes(TEXT.encode())
    source = read_file(path, name="transcripts/D1.txt")[0].document.source
    assert source is not None
    assert (source.path, source.reader, source.encoding) == ("transcripts/D1.txt", "text", "utf-8")
    assert len(source.sha256) == 64


@pytest.mark.parametrize("workers", [1, 2])
def test_many_files_keep_their_order_and_pass_the_bad_ones(workers: int, tmp_path: Path) -> None:
    paths = []
    for number in range(7):
        path = tmp_path / f"D{number}.txt"
        path.write_text("" if number == 3 else TEXT, "utf-8")
        paths.append(path)
    seen: list[tuple[int, int, str]] = []
    outcomes = list(read_many(paths, workers=workers, progress=lambda n, of, path: seen.append((n, of, path.name))))
    assert [path for path, _ in outcomes] == paths
    bad = outcomes[3][1]
    assert isinstance(bad, ReadError) and bad.slug == "empty" and "D3.txt: the file is empty" in str(bad)
    good = [outcome for _, outcome in outcomes if not isinstance(outcome, QualcodeError)]
    assert [results[0].document.id for results in good] == ["D0", "D1", "D2", "D4", "D5", "D6"]
    assert seen[-1] == (7, 7, "D6.txt")


def test_importing_is_cheap() -> None:
    code = (
        "import sys, qualcode.ingest.read as i; i.formats.by_suffix('x.docx'); "
        "print([m for m in ('lxml', 'openpyxl', 'pdfminer', 'rapidfuzz', 'ruamel', 'pypdfium2') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
