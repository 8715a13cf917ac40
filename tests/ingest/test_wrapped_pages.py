"""Web pages in one file, e-mails and presentations."""

from __future__ import annotations

import email.policy
import plistlib
from email.message import EmailMessage
from pathlib import Path

import pytest

from qualcode.core.errors import ReadError
from qualcode.core.model import Document
from qualcode.ingest.read import ReadRequest

from .making import OPTIONS, relations, zipped
from .reading import read
from .web_pages import BODY, HEAD

PAGE = (
    f"{HEAD}<nav>Forside</nav><article><h1>Tal om vejene</h1>{''.join(f'<p>{words}</p>' for words in BODY)}</article>"
)
SAVED = "https://www.example.dk/vejene"


def mhtml(page: str, charset: str = "utf-8") -> bytes:
    """As Chrome and Edge save a page: a message of many parts, the page the first of them."""
    message = EmailMessage(policy=email.policy.SMTP)
    message["From"], message["Subject"] = "<Saved by Blink>", "Tal om vejene"
    message["Snapshot-Content-Location"] = SAVED
    message.set_content(page, subtype="html", charset=charset, cte="quoted-printable")
    message.add_related(b"GIF89a", "image", "gif")
    return bytes(message)


def counted(document: Document) -> list[str]:
    return [turn.span.cut(document.text) for turn in document.turns if turn.role == "informant"]


@pytest.mark.parametrize("charset", ["utf-8", "iso-8859-1"])
def test_a_page_in_one_file_is_read_as_the_page(charset: str, tmp_path: Path) -> None:
    page = PAGE.replace("charset=utf-8", f"charset={charset}")
    document = read(tmp_path, mhtml(page, charset), "side.mhtml", ReadRequest(kind="web")).document
    assert counted(document) == BODY and "Forside" not in document.text
    assert document.attributes["address"] == SAVED


def test_a_page_that_safari_saved(tmp_path: Path) -> None:
    main = {"WebResourceData": PAGE.encode(), "WebResourceURL": SAVED, "WebResourceTextEncodingName": "UTF-8"}
    archive = plistlib.dumps({"WebMainResource": main, "WebSubresources": []}, fmt=plistlib.FMT_BINARY)
    document = read(tmp_path, archive, "side.webarchive", ReadRequest(kind="web")).document
    assert counted(document) == BODY and document.attributes["address"] == SAVED


def mail(html: bool = False) -> EmailMessage:
    message = EmailMessage(policy=email.policy.SMTP)
    message["From"], message["To"] = "Åse Nøhr <aase@example.dk>", "kim@example.dk"
    message["Subject"], message["Date"] = "Svar på spørgsmål", "Tue, 04 May 2021 09:12:00 +0200"
    if html:
        message.set_content("<p>Data er tal om os selv.</p><p>Vi bruger dem hver dag.</p>", subtype="html")
    else:
        message.set_content("Data er tal om os selv.\n\nVi bruger dem hver dag.\n", charset="iso-8859-1")
    message.add_attachment(b"%PDF", maintype="application", subtype="pdf", filename="bilag.pdf")
    return message


@pytest.mark.parametrize("html", [False, True])
def test_an_email_is_its_words_and_its_date_and_names_nobody(html: bool, tmp_path: Path) -> None:
    document = read(tmp_path, bytes(mail(html)), "svar.eml").document
    assert document.text.strip().split("\n\n") == ["Data er tal om os selv.", "Vi bruger dem hver dag."]
    assert document.title == "Svar på spørgsmål"
    assert dict(document.attributes) == {"date": "2021-05-04"}
    assert "Åse" not in str(document)
    assert "left out: attachments 1 (bilag.pdf)" in document.warnings


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.mhtml", b"Just words.\n"),
        ("a.mhtml", b"Content-Type: multipart/related; boundary=x\n\n--x\nContent-Type: image/gif\n\nGIF\n"),
        ("a.webarchive", b"bplist00" + b"\xff" * 40),
        ("a.webarchive", plistlib.dumps({"WebMainResource": {"WebResourceData": 10**9}})),
        ("a.eml", b"Just words, and no head.\n"),
        ("a.eml", b"From: \xff<\xfe\nSubject: =?x?q?=\nContent-Type: multipart/mixed; boundary=\n\n--\n"),
        ("a.pptx", zipped({"word/document.xml": "<w/>"})),
        ("a.pptx", b"PK\x03\x04"),
    ],
)  # fmt: skip
def test_what_is_none_of_these_is_refused_in_words(name: str, content: bytes, tmp_path: Path) -> None:
    with pytest.raises(ReadError) as refused:
        read(tmp_path, content, name)
    assert refused.value.reason


# -- presentations -----------------------------------------------------------------------

NAMES = (
    'xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
)


def shape(kind: str, *paragraphs: str) -> str:
    """A shape with a placeholder of a kind (none for a text box); `\\t` before a paragraph moves it in."""
    place = f'<p:ph type="{kind}"/>' if kind else ""
    written = "".join(
        f'<a:p><a:pPr lvl="{len(each) - len(each.lstrip(chr(9)))}"/><a:r><a:t>{each.strip()}</a:t></a:r></a:p>'
        for each in paragraphs
    )
    return f"<p:sp><p:nvSpPr><p:nvPr>{place}</p:nvPr></p:nvSpPr><p:txBody>{written}</p:txBody></p:sp>"


def slide(*shapes: str, root: str = "sld", shown: bool = True) -> str:
    hidden = "" if shown else ' show="0"'
    return f"<p:{root} {NAMES}{hidden}><p:cSld><p:spTree>{''.join(shapes)}</p:spTree></p:cSld></p:{root}>"


def pptx(*slides: str, notes: str = "") -> bytes:
    """A presentation whose slides are shown in the order given, though their files are numbered the other way."""
    files = [f"slides/slide{len(slides) - at}.xml" for at in range(len(slides))]
    listed = "".join(f'<p:sldId id="{256 + at}" r:id="r{at}"/>' for at in range(len(slides)))
    rels = "".join(f'<Relationship Id="r{at}" Type="x/slide" Target="{file}"/>' for at, file in enumerate(files))
    parts = {
        "ppt/presentation.xml": f"<p:presentation {NAMES}><p:sldIdLst>{listed}</p:sldIdLst></p:presentation>",
        "ppt/_rels/presentation.xml.rels": "<Relationships "
        f'xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{rels}</Relationships>',
        **{f"ppt/{file}": each for file, each in zip(files, slides, strict=True)},
    }
    if notes:
        parts[f"ppt/slides/_rels/slide{len(slides)}.xml.rels"] = relations({"notesSlide": "../notesSlides/n1.xml"})
        parts["ppt/notesSlides/n1.xml"] = slide(shape("body", notes), root="notes")
    return zipped(parts)


def test_slides_are_pages_in_the_order_shown(tmp_path: Path) -> None:
    table = "<p:graphicFrame><a:tbl><a:tr><a:tc><a:txBody><a:p><a:r><a:t>Mål</a:t></a:r></a:p></a:txBody></a:tc><a:tc>"
    table += "<a:txBody><a:p><a:r><a:t>30 %</a:t></a:r></a:p></a:txBody></a:tc></a:tr></a:tbl></p:graphicFrame>"
    content = pptx(
        slide(shape("ctrTitle", "Lean i kommunen"), shape("sldNum", "1"), shape("ftr", "Fortroligt")),
        slide(
            shape("title", "Hvad vi lærte"), shape("body", "Begynd i det små", "\tog bliv ved"), shape("", "Kilde: os")
        ),
        slide(shape("title", "Skjult"), shown=False),
        slide(table),
    )
    document = read(tmp_path, content, "oplæg.pptx").document
    assert document.text.split("\n\n") == [
        "Lean i kommunen", "Hvad vi lærte", "Begynd i det små", "og bliv ved", "Kilde: os", "Mål", "30 %",
    ]  # fmt: skip
    assert document.title == "Lean i kommunen"
    at = document.text.index("Begynd"), document.text.index("30 %")
    assert [page.label for place in at if (page := document.page_at(place))] == ["2", "4"]
    assert "left out: hidden slides 1" in document.warnings


def test_speaker_notes_come_when_asked_for(tmp_path: Path) -> None:
    from qualcode.ingest.readers.slides import read as read_slides

    content = pptx(slide(shape("title", "Mål")), notes="Husk at nævne tallene.")
    [without] = read_slides(content, "a.pptx", OPTIONS)
    assert [block.text for block in without.blocks] == ["Mål"] and without.warnings == ("left out: speaker notes 1",)
    document = read(tmp_path, content, "a.pptx", ReadRequest(comments=True)).document
    assert "Husk at nævne tallene." in document.text and "Husk at nævne tallene." not in counted(document)
