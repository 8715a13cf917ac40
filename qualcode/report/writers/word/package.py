"""A Word file as a package of parts: our own looks, and the zip that is made without a clock."""

from __future__ import annotations

import re
import zipfile
from dataclasses import dataclass
from typing import BinaryIO

from . import styles
from .fragments import NAMESPACES, escape

W = styles.W
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_RELATIONSHIPS = "http://schemas.openxmlformats.org/package/2006/relationships"
_CONTENT = "http://schemas.openxmlformats.org/package/2006/content-types"
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'

OWN_SECTION = (
    '<w:footerReference w:type="default" r:id="rId9"/>'
    '<w:pgSz w:w="11906" w:h="16838"/>'
    '<w:pgMar w:top="1418" w:right="1418" w:bottom="1418" w:left="1418" w:header="709" w:footer="709" w:gutter="0"/>'
)


@dataclass(slots=True)
class Package:
    """The parts of the file to be, all but its text."""

    parts: dict[str, bytes]
    types: dict[str, str]
    """Content type by part name, for parts that are not known by their suffix."""
    suffixes: dict[str, str]
    relations: list[tuple[str, str, str]]
    """Of the main document: (id, type, target)."""
    section: str
    """The inside of the last `w:sectPr`."""
    ids: dict[str, str]
    """Style ids by name in lower case."""
    page: tuple[int, int] = (11906, 16838)
    margins: tuple[int, int] = (1418, 1418)
    """Left and right, in twentieths of a point."""
    pictures: int = 0

    @property
    def text_width(self) -> int:
        return self.page[0] - sum(self.margins)

    @property
    def landscape_width(self) -> int:
        return max(self.page) - sum(self.margins)

    def add_picture(self, data: bytes, suffix: str) -> str:
        """Store a picture; the id by which the text refers to it."""
        self.pictures += 1
        name = f"media/qualcode{self.pictures}.{suffix}"
        self.parts[f"word/{name}"] = data
        self.suffixes.setdefault(suffix, f"image/{suffix}")
        id = f"rIdQ{self.pictures}"
        self.relations.append((id, f"{R}/image", name))
        return id

    def landscape_section(self) -> str:
        """The last section's properties with the page turned."""
        wide, high = max(self.page), min(self.page)
        turned = f'<w:pgSz w:w="{wide}" w:h="{high}" w:orient="landscape"/>'
        return re.sub(r"<w:pgSz\b[^>]*/>", turned, self.section, count=1)

    def save(self, stream: BinaryIO, document: bytes, core: str, contents: bool) -> None:
        """Zip everything, in a fixed order and with a fixed time."""
        self.parts["word/document.xml"] = document
        self.parts["docProps/core.xml"] = core.encode()
        if contents:
            self._update_fields()
        self.parts["word/_rels/document.xml.rels"] = relations_part(self.relations).encode()
        self.parts["_rels/.rels"] = relations_part(
            [
                ("rId1", f"{R}/officeDocument", "word/document.xml"),
                (
                    "rId2",
                    "http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties",
                    "docProps/core.xml",
                ),
            ]
        ).encode()
        self.types["word/document.xml"] = f"{WORD}.document.main+xml"
        self.types["docProps/core.xml"] = "application/vnd.openxmlformats-package.core-properties+xml"
        self.parts["[Content_Types].xml"] = self._content_types().encode()
        first = ["[Content_Types].xml", "_rels/.rels", "word/document.xml"]
        with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
            for name in [*first, *sorted(set(self.parts) - set(first))]:
                entry = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
                entry.compress_type = zipfile.ZIP_DEFLATED
                entry.create_system = 0  # the same on every system
                entry.external_attr = 0
                archive.writestr(entry, self.parts[name], compresslevel=4)

    def _content_types(self) -> str:
        defaults = {"rels": "application/vnd.openxmlformats-package.relationships+xml", "xml": "application/xml"}
        defaults |= self.suffixes
        kinds = "".join(f'<Default Extension="{k}" ContentType="{escape(v)}"/>' for k, v in sorted(defaults.items()))
        parts = "".join(
            f'<Override PartName="/{escape(name)}" ContentType="{escape(kind)}"/>'
            for name, kind in sorted(self.types.items())
            if name in self.parts
        )
        return f'{_HEAD}<Types xmlns="{_CONTENT}">{kinds}{parts}</Types>'

    def _update_fields(self) -> None:
        """Ask Word to compute the table of contents when the document is first opened."""
        text = self.parts["word/settings.xml"].decode()
        if "updateFields" not in text:
            text = re.sub(r"(<w:settings\b[^>]*>)", r'\1<w:updateFields w:val="true"/>', text, count=1)
        self.parts["word/settings.xml"] = _ordered_settings(text).encode()


def relations_part(rows: list[tuple[str, str, str]]) -> str:
    inside = "".join(
        f'<Relationship Id="{escape(id)}" Type="{escape(kind)}" Target="{escape(target)}"/>'
        for id, kind, target in rows
    )
    return f'{_HEAD}<Relationships xmlns="{_RELATIONSHIPS}">{inside}</Relationships>'


def own(language: str) -> Package:
    """The package of a report without a template: A4, our styles, page numbers at the foot."""
    tag = styles.TAGS[language]
    comma = "." if language == "en" else ","
    settings = (
        f'{_HEAD}<w:settings xmlns:w="{W}"><w:zoom w:percent="100"/><w:defaultTabStop w:val="709"/>'
        '<w:characterSpacingControl w:val="doNotCompress"/>'
        '<w:compat><w:compatSetting w:name="compatibilityMode" w:uri="http://schemas.microsoft.com/office/word" '
        f'w:val="15"/></w:compat><w:themeFontLang w:val="{tag}"/>'
        f'<w:decimalSymbol w:val="{comma}"/><w:listSeparator w:val="{";" if comma == "," else ","}"/></w:settings>'
    )
    numbering = (
        f'{_HEAD}<w:numbering xmlns:w="{W}">'
        + styles.NUMBERING.format(abstract=1)
        + styles.NUM.format(num=styles.BULLET, abstract=1)
        + "</w:numbering>"
    )
    footer = (
        f'{_HEAD}<w:ftr {NAMESPACES}><w:p><w:pPr><w:pStyle w:val="Footer"/><w:jc w:val="center"/></w:pPr>'
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText xml:space="preserve"> PAGE </w:instrText></w:r>'
        '<w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>1</w:t></w:r>'
        '<w:r><w:fldChar w:fldCharType="end"/></w:r></w:p></w:ftr>'
    )
    return Package(
        parts={
            "word/styles.xml": styles.own(language).encode(),
            "word/settings.xml": settings.encode(),
            "word/numbering.xml": numbering.encode(),
            "word/footer1.xml": footer.encode(),
        },
        types={
            f"word/{name}.xml": f"{WORD}.{kind}+xml"
            for name, kind in (
                ("styles", "styles"), ("settings", "settings"), ("numbering", "numbering"), ("footer1", "footer")
            )
        },
        suffixes={},
        relations=[
            ("rId1", f"{R}/styles", "styles.xml"),
            ("rId2", f"{R}/settings", "settings.xml"),
            ("rId3", f"{R}/numbering", "numbering.xml"),
            ("rId9", f"{R}/footer", "footer1.xml"),
        ],
        section=OWN_SECTION,
        ids=styles.own_ids(),
    )  # fmt: skip


def _ordered_settings(text: str) -> str:
    """`w:updateFields` where the schema wants it: before the elements that come after it."""
    flag = '<w:updateFields w:val="true"/>'
    rest = text.replace(flag, "", 1)
    for later in ("hdrShapeDefaults", "footnotePr", "endnotePr", "compat", "docVars", "rsids", "themeFontLang"):
        at = rest.find(f"<w:{later}")
        if at >= 0:
            return rest[:at] + flag + rest[at:]
    return rest.replace("</w:settings>", flag + "</w:settings>")
