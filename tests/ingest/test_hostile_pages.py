"""Files made to break a reader end in one line that says why."""

from __future__ import annotations

import io
import tracemalloc
import zipfile
import zlib

import pytest

from qualcode.core import container
from qualcode.core.errors import ReadError
from qualcode.ingest.readers.blocks import ReaderOptions
from qualcode.ingest.readers.html import reader as html
from qualcode.ingest.readers.opendocument import reader as opendocument
from qualcode.ingest.readers.pdf import reader as pdf
from qualcode.ingest.readers.rtf import reader as rtf
from qualcode.ingest.readers.word import reader as word

from .making import NAMESPACES, OPTIONS, column, docx, odt, p, relations, zipped
from .making import pdf as pages_of

READERS = {"docx": word.read, "odt": opendocument.read, "rtf": rtf.read, "pdf": pdf.read, "html": html.read}
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(512)


def refusal(reader: str, content: bytes) -> str:
    with pytest.raises(ReadError) as found:
        READERS[reader](content, f"bad.{reader}", OPTIONS)
    assert "\n" not in found.value.message
    assert found.value.message.startswith(f"bad.{reader}: ")
    return found.value.message


@pytest.mark.parametrize("reader", READERS)
def test_an_empty_file(reader: str) -> None:
    assert "empty file" in refusal(reader, b"")


@pytest.mark.parametrize("reader", ["docx", "odt", "rtf", "pdf"])
def test_plain_text_under_another_name(reader: str) -> None:
    assert "not " in refusal(reader, b"I: hej\nU1: hej\n")


@pytest.mark.parametrize("reader", ["docx", "odt", "rtf"])
def test_password_protected_and_old_binary_files_are_told_apart(reader: str) -> None:
    assert "password-protected" in refusal(reader, OLE + "EncryptedPackage".encode("utf-16-le"))
    assert "save it as .docx" in refusal(reader, OLE + "WordDocument".encode("utf-16-le"))


@pytest.mark.parametrize(
    ("reader", "content"), [("docx", docx(p("x") * 500)), ("odt", odt("<text:p>x</text:p>" * 500))]
)
def test_a_package_cut_in_half(reader: str, content: bytes) -> None:
    assert "damaged or cut off" in refusal(reader, content[: len(content) * 2 // 3])


def test_a_package_without_a_document() -> None:
    assert "missing" in refusal("docx", zipped({"_rels/.rels": relations({"officeDocument": "word/document.xml"})}))
    assert "no content.xml" in refusal("odt", zipped({"mimetype": "x"}))


def test_another_office_file_under_the_name() -> None:
    assert "spreadsheet" in refusal(
        "docx", zipped({"_rels/.rels": relations({"officeDocument": "xl/book.xml"}), "xl/book.xml": "<x/>"})
    )
    assert "OpenDocument" in refusal("docx", zipped({"mimetype": "application/vnd.oasis.opendocument.text"}))


def test_a_bomb_is_refused_before_it_is_unpacked() -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("_rels/.rels", relations({"officeDocument": "word/document.xml"}))
        with package.open("word/document.xml", "w") as part:
            for _ in range(24):
                part.write(b"A" * (1 << 20))
    tracemalloc.start()
    assert "would unpack to 25 MB" in refusal("docx", buffer.getvalue())
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 4 << 20


def test_a_package_that_lies_about_its_sizes() -> None:
    content = bytearray(docx(p("x" * 4000)))
    entry = content.rfind(b"PK\x01\x02", 0, content.rfind(b"word/document.xml"))
    content[entry + 24 : entry + 28] = (10).to_bytes(4, "little")
    assert "damaged" in refusal("docx", bytes(content))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_a_document_type_is_refused_and_no_entity_read(encoding: str) -> None:
    xml = f'<?xml version="1.0" encoding="{encoding}"?><!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>'
    xml += f"<w:document {NAMESPACES}><w:body><w:p><w:r><w:t>&a;</w:t></w:r></w:p></w:body></w:document>"
    content = zipped({"_rels/.rels": relations({"officeDocument": "d.xml"}), "d.xml": xml.encode(encoding)})
    message = refusal("docx", content)
    assert "DOCTYPE" in message
    assert "root:" not in message


def test_broken_and_endlessly_nested_xml() -> None:
    assert "cannot be read" in refusal("docx", docx("<w:p><w:r>").replace(b"x", b"x"))
    deep = "<w:sdt><w:sdtContent>" * 2000 + p("deep") + "</w:sdtContent></w:sdt>" * 2000
    assert "cannot be read" in refusal("docx", docx(deep))


def test_a_relationship_that_points_outside_reads_nothing() -> None:
    assert "missing" in refusal("docx", zipped({"_rels/.rels": relations({"officeDocument": "../../../etc/passwd"})}))


def test_a_pdf_cut_in_half() -> None:
    content = pages_of([column(["Some text."])])
    assert "damaged or incomplete" in refusal("pdf", content[: len(content) // 3])


def test_a_pdf_with_nothing_but_a_picture_asks_for_ocr() -> None:
    from reportlab.lib.utils import ImageReader
    from reportlab.pdfgen.canvas import Canvas

    width = height = 8
    rows = b"".join(b"\x00" + bytes(3 * width) for _ in range(height))

    def chunk(kind: bytes, data: bytes) -> bytes:
        return len(data).to_bytes(4, "big") + kind + data + zlib.crc32(kind + data).to_bytes(4, "big")

    size = width.to_bytes(4, "big") + height.to_bytes(4, "big") + b"\x08\x02\x00\x00\x00"
    png = b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", size) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")
    buffer = io.BytesIO()
    canvas = Canvas(buffer)
    canvas.drawImage(ImageReader(io.BytesIO(png)), 0, 0, 500, 700)
    canvas.save()
    assert "run OCR first" in refusal("pdf", buffer.getvalue())


def test_a_page_that_unpacks_to_a_hundred_megabytes_is_not_analysed() -> None:
    packed = zlib.compress(b" " * (100 << 20), 9)
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Count 1 /Kids [3 0 R] >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R >>",
        b"<< /Length %d /Filter /FlateDecode >>\nstream\n" % len(packed) + packed + b"\nendstream",
    ]
    content = b"%PDF-1.4\n" + b"".join(
        b"%d 0 obj\n" % n + body + b"\nendobj\n" for n, body in enumerate(objects, start=1)
    )
    content += b"trailer\n<< /Size 5 /Root 1 0 R >>\n%%EOF\n"
    assert "run OCR first" in refusal("pdf", content)
    with pytest.raises(ReadError, match="run OCR first"):
        pdf.read(content, "a.pdf", ReaderOptions(pdf_engine="pdfminer"))


def test_what_the_first_bytes_say() -> None:
    samples = {
        b"PK\x03\x04": "zip", OLE: "ole", b"{\\rtf1": "rtf", b"%PDF-1.7": "pdf",
        b"\xef\xbb\xbf <!DOCTYPE html>": "html",
        b"I: hej": "text", b"\x89PNG\r\n\x1a\n\x00": "binary", b"": "empty", b"\xff\xfeI\x00": "text",
    }  # fmt: skip
    assert {content: container.kind_of(content) for content in samples} == samples
