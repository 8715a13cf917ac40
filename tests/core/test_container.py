"""Packages of parts: read as the zip library reads them, and equal parts looked into once."""

from __future__ import annotations

import io
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qualcode.core.container import Package
from qualcode.core.errors import ReadError


def package(parts: dict[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", method) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return stream.getvalue()


@given(
    st.dictionaries(st.text("abcæøå.", min_size=1, max_size=12), st.binary(max_size=200), min_size=1, max_size=4),
    st.sampled_from([zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2]),
    st.binary(max_size=5),
)
def test_each_part_is_what_the_zip_library_finds(parts: dict[str, bytes], method: int, before: bytes) -> None:
    """Also where other bytes stand before the package, as in one that unpacks itself."""
    data = package(parts, method)
    if before:
        data = b"PK\x03\x04" + before + data  # so that it still looks like a zip
    opened = Package(data, "a.docx", "a Word file (.docx)")
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert {name: opened.read(name) for name in opened.names()} == {n: archive.read(n) for n in archive.namelist()}


@pytest.mark.parametrize("at", [14, 30, 45, 60])
def test_a_damaged_part_is_refused(at: int) -> None:
    """A byte of the part's own header, of its name, or of its packed content is another."""
    data = bytearray(package({"word/document.xml": b"<w>" + bytes(range(97, 123)) * 3 + b"</w>"}))
    data[at] ^= 0x55
    opened = Package(bytes(data), "a.docx", "a Word file (.docx)")
    if at == 14:  # the checksum in the header before the part; the one in the list of all parts counts
        assert opened.read("word/document.xml").startswith(b"<w>abc")
        return
    with pytest.raises(ReadError, match="damaged"):
        opened.read("word/document.xml")


def test_equal_parts_of_two_packages_are_looked_into_once_and_others_again() -> None:
    looked: list[bytes] = []

    def made(opened: Package, part: str) -> bytes:
        looked.append(opened.read(part))
        return looked[-1]

    for content in (b"styles", b"styles", b"others", b"styles"):
        opened = Package(package({"x.xml": content, "y.xml": content}), "a.docx", "a Word file (.docx)")
        assert opened.once("x.xml", made) == opened.once("y.xml", made) == content
    assert looked == [b"styles", b"others"]


def test_what_was_seen_does_not_grow_without_end_and_keeps_what_is_in_use() -> None:
    looked: list[bytes] = []

    def made(opened: Package, part: str) -> bytes:
        looked.append(opened.read(part))
        return looked[-1]

    for number in range(40):
        opened = Package(package({"a": b"template", "b": b"%d" % number}), "a.docx", "a Word file (.docx)")
        opened.once("a", made)
        opened.once("b", made)
    assert looked.count(b"template") == 1 and len(looked) == 41
    first = Package(package({"b": b"0"}), "a.docx", "a Word file (.docx)")
    first.once("b", made)
    assert looked.count(b"0") == 2, "the one seen long ago was forgotten"
