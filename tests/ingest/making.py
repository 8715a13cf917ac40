"""Makes small Word, OpenDocument and PDF files from what a test shows."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping, Sequence

from qualcode.ingest.readers.blocks import Block, Raw, ReaderOptions

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
NAMESPACES = (
    f'xmlns:w="{W}" xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
    'xmlns:v="urn:schemas-microsoft-com:vml" xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"'
)
ODF = " ".join(
    f'xmlns:{short}="urn:oasis:names:tc:opendocument:xmlns:{long}:1.0"'
    for short, long in {
        "office": "office", "text": "text", "table": "table", "style": "style", "draw": "drawing",
        "fo": "xsl-fo-compatible",
    }.items()
)  # fmt: skip

OPTIONS = ReaderOptions()


def zipped(parts: Mapping[str, str | bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in parts.items():
            package.writestr(name, content)
    return buffer.getvalue()


def relations(targets: Mapping[str, str]) -> str:
    listed = "".join(
        f'<Relationship Id="r{number}" Type="{RELATIONS}/{kind}" Target="{target}"/>'
        for number, (kind, target) in enumerate(targets.items())
    )
    return (
        f'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{listed}</Relationships>'
    )


def word_part(root: str, content: str) -> str:
    return f'<?xml version="1.0" encoding="UTF-8"?><w:{root} {NAMESPACES}>{content}</w:{root}>'


def docx(body: str, **parts: str) -> bytes:
    """A Word file with this body; `styles`, `numbering`, `footnotes` ... are the inner XML of other parts."""
    files = {
        "_rels/.rels": relations({"officeDocument": "word/document.xml"}),
        "word/document.xml": word_part("document", f"<w:body>{body}</w:body>"),
        "word/_rels/document.xml.rels": relations({name: f"{name}.xml" for name in parts}),
    }
    roots = {"header": "hdr", "footer": "ftr"}
    return zipped(files | {f"word/{name}.xml": word_part(roots.get(name, name), xml) for name, xml in parts.items()})


def p(text: str, properties: str = "") -> str:
    """A Word paragraph of one run."""
    return f'<w:p>{properties}<w:r><w:t xml:space="preserve">{text}</w:t></w:r></w:p>'


def r(text: str, properties: str = "") -> str:
    """A Word run of text."""
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


def field(type: str) -> str:
    return f'<w:r><w:fldChar w:fldCharType="{type}"/></w:r>'


def odt(body: str, automatic: str = "", styles: str = "") -> bytes:
    content = (
        f"<office:document-content {ODF}><office:automatic-styles>{automatic}</office:automatic-styles>"
        f"<office:body><office:text>{body}</office:text></office:body></office:document-content>"
    )
    files = {"mimetype": "application/vnd.oasis.opendocument.text", "content.xml": content}
    if styles:
        files["styles.xml"] = f"<office:document-styles {ODF}>{styles}</office:document-styles>"
    return zipped(files)


Placed = tuple[float, float, str] | tuple[float, float, str, str, float]
"""x, y from the bottom, text, and where not plain the font and its size."""


def pdf(pages: Sequence[Sequence[Placed]], size: tuple[float, float] = (595, 842), **canvas: object) -> bytes:
    """A PDF with each text at its place, in 10 point Helvetica unless said otherwise."""
    from reportlab.pdfgen.canvas import Canvas

    buffer = io.BytesIO()
    drawn = Canvas(buffer, pagesize=size, **canvas)
    for page in pages:
        for x, y, text, *look in page:
            font, points = look or ("Helvetica", 10)
            drawn.setFont(font, points)
            drawn.drawString(x, y, text)
        drawn.showPage()
    drawn.save()
    return buffer.getvalue()


def column(lines: Sequence[str], x: float = 60, top: float = 750, leading: float = 12) -> list[Placed]:
    """Lines one below the other; an empty one leaves its room."""
    return [(x, top - leading * number, line) for number, line in enumerate(lines) if line]


def texts(raws: list[Raw]) -> list[str]:
    return [block.text for block in raws[0].blocks]


def kinds(raws: list[Raw]) -> list[tuple[str, str]]:
    return [(block.kind, block.text) for block in raws[0].blocks]


def blocks(raws: list[Raw]) -> tuple[Block, ...]:
    return raws[0].blocks
