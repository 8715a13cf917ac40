"""Word documents of other people and programs as templates: their looks, and nothing else of them."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable
from importlib import resources
from pathlib import Path

import docx
import pytest
from docx.enum.style import WD_STYLE_TYPE
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml.ns import qn
from docx.oxml.parser import OxmlElement
from docx.shared import Cm
from lxml import etree

from qualcode.core.errors import ReadError
from qualcode.core.table import Column, Contents, Heading, Paragraph, Report, Table
from qualcode.report import Options, render
from qualcode.report.build.appendix import appendix_report
from tests.report.study import BOOK, BUNDLE, SHARES

WIDE = Table((Column("a", "A"),), (("x",),), "Wide", "wide", wide=True)
REPORT = Report("Title", (Contents(), Heading("One"), Paragraph("point", "list"), WIDE, Paragraph("after")))


def parts(data: bytes) -> dict[str, str]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name).decode("utf-8", "replace") for name in archive.namelist()}


def changed(path: Path, change: Callable[[str, str], str]) -> Path:
    """Pass every part of a file through `change(name, text)`."""
    with zipfile.ZipFile(path) as archive:
        files = {name: archive.read(name) for name in archive.namelist()}
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in files.items():
            text = name.endswith((".xml", ".rels"))
            archive.writestr(name, change(name, content.decode()).encode() if text else content)
    return path


def written(path: Path, report: Report = REPORT) -> bytes:
    return render(report, "docx", Options(template=path))


def plain(path: Path) -> Path:
    docx.Document().save(str(path))
    return path


def whole(data: bytes) -> None:
    """Every relation that the text or a header names is there, and every part is XML that can be read."""
    found = parts(data)
    for name, text in found.items():
        if name.endswith(".xml"):
            etree.fromstring(text.encode())
            folder, _, file = name.rpartition("/")
            rels = found.get(f"{folder}/_rels/{file}.rels", "")
            assert set(re.findall(r'\br:(?:id|embed|link)="([^"]+)"', text)) <= set(re.findall(r'Id="([^"]+)"', rels))
        if name.endswith(".rels"):
            assert "External" not in text
    docx.Document(io.BytesIO(data))


def test_a_template_file_of_word_dotx_is_taken_as_a_document_is(tmp_path: Path) -> None:
    path = changed(plain(tmp_path / "a.dotx"), lambda _, text: text.replace("document.main+xml", "template.main+xml"))
    data = written(path)
    whole(data)
    assert "template.main" not in parts(data)["[Content_Types].xml"]


def test_measures_with_decimals_as_google_docs_writes_them(tmp_path: Path) -> None:
    path = changed(
        plain(tmp_path / "a.docx"), lambda _, text: text.replace('w:left="1800"', 'w:left="1440.5000000002"')
    )
    section = docx.Document(io.BytesIO(written(path))).sections[0]
    assert section.left_margin is not None and abs(section.left_margin - Cm(2.54)) < 1000


def test_a_document_whose_parts_use_another_prefix(tmp_path: Path) -> None:
    def other(name: str, text: str) -> str:
        return text.replace("<w:", "<x:").replace("</w:", "</x:").replace(" w:", " x:").replace("xmlns:w=", "xmlns:x=")

    path = changed(plain(tmp_path / "a.docx"), lambda n, t: other(n, t) if n == "word/document.xml" else t)
    data = written(path)
    whole(data)
    assert docx.Document(io.BytesIO(data)).paragraphs[0].text == "Title"


def test_a_logo_in_the_header_comes_along_and_a_linked_page_does_not(tmp_path: Path) -> None:
    from qualcode.report.figures import shares_figure

    figure = shares_figure(SHARES, (BOOK,), "en", kind="bars")
    png = tmp_path / "logo.png"
    png.write_bytes(_png())
    own = docx.Document()
    header = own.sections[0].header
    header.paragraphs[0].add_run("My university").add_picture(str(png), Cm(1))
    id = header.part.relate_to("https://example.org", RELATIONSHIP_TYPE.HYPERLINK, is_external=True)
    link = OxmlElement("w:hyperlink", {qn("r:id"): id})
    header.paragraphs[0]._p.append(link)
    own.add_paragraph("Secret").add_run().add_picture(str(png), Cm(2))
    own.save(str(tmp_path / "a.docx"))
    data = written(tmp_path / "a.docx", Report("t", (figure,)))
    whole(data)
    found = parts(data)
    assert "example.org" not in "".join(found.values())
    headers = [text for name, text in found.items() if name.startswith("word/header")]
    assert len(headers) == 1 and "My university" in headers[0] and "r:embed" in headers[0]


def test_a_header_of_the_first_chapter_stays_though_the_last_has_none_of_its_own(tmp_path: Path) -> None:
    own = docx.Document()
    own.sections[0].header.paragraphs[0].text = "My university"
    own.add_section()
    own.save(str(tmp_path / "a.docx"))
    assert docx.Document(io.BytesIO(written(tmp_path / "a.docx"))).sections[0].header.paragraphs[0].text == (
        "My university"
    )


def test_a_template_without_lists_gets_a_list_that_has_bullets(tmp_path: Path) -> None:
    own = docx.Document()
    for style in list(own.styles):
        if style.name == "List Bullet":
            style.delete()
    relation = next(id for id, rel in own.part.rels.items() if rel.reltype == RELATIONSHIP_TYPE.NUMBERING)
    del own.part.rels[relation]
    own.save(str(tmp_path / "a.docx"))
    data = written(tmp_path / "a.docx")
    whole(data)
    document = docx.Document(io.BytesIO(data))
    number = document.styles["List Bullet"].element.find(".//{*}numId")
    assert number.get(qn("w:val")) in re.findall(r'w:numId="(\d+)"', parts(data)["word/numbering.xml"])


def test_added_styles_rest_on_normal_though_the_program_does_not_say_that_it_is_the_default(tmp_path: Path) -> None:
    """LibreOffice writes no `w:default`; text without a style would have the looks of no style at all."""
    path = changed(plain(tmp_path / "a.docx"), lambda _, text: text.replace(' w:default="1"', ""))
    document = docx.Document(io.BytesIO(written(path)))
    added = document.styles["qualcode table text"]
    assert added.base_style is not None and added.base_style.name == "Normal"
    assert document.styles.default(WD_STYLE_TYPE.PARAGRAPH) is not None


def test_what_belongs_to_the_persons_text_stays_behind(tmp_path: Path) -> None:
    own = docx.Document()
    comment = own.add_comment(own.add_paragraph("Secret").runs, text="Hidden remark", author="Ana Lind")
    assert comment is not None
    own.core_properties.author = own.core_properties.last_modified_by = "Ana Lind"
    own.save(str(tmp_path / "a.docx"))
    found = "".join(parts(written(tmp_path / "a.docx")).values())
    for word in ("Secret", "Hidden remark", "Ana Lind", "python-docx", "thumbnail", "rsidR="):
        assert word not in found, word


@pytest.mark.parametrize("part", ["word/document.xml", "word/styles.xml"])
def test_a_template_that_is_not_whole_is_refused_with_what_to_do(tmp_path: Path, part: str) -> None:
    path = changed(plain(tmp_path / "a.docx"), lambda name, text: text[:400] if name == part else text)
    with pytest.raises(ReadError, match=r"a\.docx") as found:
        written(path)
    assert "save it as .docx" in str(found.value.hint)


def test_the_file_has_no_clock_and_no_system_in_it() -> None:
    data = render(appendix_report(BUNDLE, shares=SHARES), "docx")
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert archive.testzip() is None
        for entry in archive.infolist():
            assert (entry.date_time, entry.create_system, entry.external_attr) == ((1980, 1, 1, 0, 0, 0), 0, 0)
    assert render(appendix_report(BUNDLE, shares=SHARES), "docx") == data


def test_our_own_styles_come_in_a_file_that_names_nobody() -> None:
    """Whoever changes `report.docx` in Word must not leave a name, a date or a text in it."""
    content = resources.files("qualcode.report.writers.word").joinpath("report.docx").read_bytes()
    found = parts(content)
    for name in ("creator", "lastModifiedBy", "created", "modified", "Company"):
        assert not re.search(rf"<(?:\w+:)?{name}\b[^>]*>[^<]", "".join(found.values())), name
    assert not "".join(p.text for p in docx.Document(io.BytesIO(content)).paragraphs)


def _png() -> bytes:
    import zlib

    def chunk(kind: bytes, data: bytes) -> bytes:
        return len(data).to_bytes(4, "big") + kind + data + zlib.crc32(kind + data).to_bytes(4, "big")

    size = (1).to_bytes(4, "big") * 2 + b"\x08\x02\x00\x00\x00"
    body = chunk(b"IHDR", size) + chunk(b"IDAT", zlib.compress(b"\0\xff\0\0")) + chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + body
