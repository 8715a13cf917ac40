"""The Word document that a report is written into: our own, or the looks of a person's.

Of a person's document only styles, theme, fonts, numbering, settings, headers and footers are
taken; its text, comments, footnotes, pictures and properties stay behind.
"""

from __future__ import annotations

import copy
import io
import re
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path
from typing import Any, BinaryIO

from docx.document import Document
from docx.enum.section import WD_ORIENT
from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part, XmlPart
from docx.oxml.parser import parse_xml
from docx.package import Package
from docx.parts.document import DocumentPart
from docx.parts.numbering import NumberingPart
from docx.section import Section
from docx.shared import Twips
from lxml import etree

from ....core.container import Package as Zipped
from ....core.container import timeless
from ....core.errors import ReadError
from . import styles
from .fragments import NAMESPACES, cleaned
from .styles import w

R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_KEPT = frozenset(("styles", "theme", "settings", "fontTable", "numbering", "header", "footer"))
_KEPT_INSIDE = frozenset(("image", "hyperlink", "font"))
_SETTINGS_LEFT_OUT = frozenset((
    "footnotePr", "endnotePr", "attachedTemplate", "mailMerge", "docVars", "trackRevisions", "documentProtection",
    "writeProtection", "rsids", "revisionView", "schemaLibrary", "attachedSchema", "hdrShapeDefaults",
))  # fmt: skip
"""Settings that point to parts left behind, or that belong to the person's own text."""
_SETTINGS_AFTER_FIELDS = frozenset((
    "hdrShapeDefaults", "footnotePr", "endnotePr", "compat", "docVars", "rsids", "mathPr", "attachedSchema",
    "themeFontLang", "clrSchemeMapping", "doNotIncludeSubdocsInStats", "shapeDefaults", "decimalSymbol",
    "listSeparator", "captions", "smartTagType", "schemaLibrary", "docId", "chartTrackingRefBased",
))  # fmt: skip
"""Settings before which the schema wants `w:updateFields`."""


class ReportPart(DocumentPart):
    """A document's main part into which long tables are joined as prepared text when it is saved.

    python-docx keeps every element of a document in memory and takes a fifth of a millisecond to make
    a cell; a transcript has thousands, all alike.
    """

    prepared: list[str]

    @property
    def blob(self) -> bytes:
        """The part as it is written."""
        pieces = super().blob.split(b"<?prepared rows?>")
        rows = [text.encode() for text in self.prepared]
        return b"".join(part for pair in zip(pieces, [*rows, b""], strict=True) for part in pair)


class ReportDocument:
    """An empty document with the looks that a report is to have."""

    def __init__(self, package: Package) -> None:
        old = package.main_document_part
        root: Any = parse_xml(f"<w:document {NAMESPACES}><w:body/></w:document>")
        root.body.append(_section_of(parse_xml(old.blob)))
        self.part = ReportPart(old.partname, CONTENT_TYPE.WML_DOCUMENT_MAIN, root, package)
        self.part.prepared = []
        self.package = package
        _take(old, self.part, _KEPT)
        package.rels.clear()
        package.load_rel(RELATIONSHIP_TYPE.OFFICE_DOCUMENT, self.part, "rId1")
        self.document = Document(root, self.part)
        element: Any = self.document.styles.element
        styles.name_defaults(element)
        self.ids, bullets = styles.added_to(element)
        """Style ids by name in lower case."""
        if bullets:
            wanted = self.ids["list bullet"]
            style = next(each for each in element.iter(f"{w}style") if each.get(f"{w}styleId") == wanted)
            styles.add_bullets(self._numbering(), style)
        self._drop(self.settings, _SETTINGS_LEFT_OUT)
        section = self.document.sections[-1]
        self._drop(section._sectPr, {"type", "footnotePr", "endnotePr", "sectPrChange"})
        known = set(self.part.rels)
        for reference in list(section._sectPr):
            if reference.get(f"{R}id", "") not in {"", *known}:
                section._sectPr.remove(reference)

    @property
    def settings(self) -> Any:
        return self.document.settings.element

    def speak(self, language: str) -> None:
        """Set the language of proofing, and how numbers are written in it."""
        tag = styles.TAGS[language]
        for found in self.document.styles.element.iter(f"{w}lang"):
            found.set(f"{w}val", tag)
            found.set(f"{w}eastAsia", tag)
        comma = language != "en"
        for name, value in (("themeFontLang", tag), ("decimalSymbol", ".,"[comma]), ("listSeparator", ",;"[comma])):
            self.settings.find(f"{w}{name}").set(f"{w}val", value)

    def room(self, landscape: bool) -> int:
        """The width between the margins, in twentieths of a point."""
        section = self.document.sections[-1]
        wide, high = section.page_width or Twips(11906), section.page_height or Twips(16838)
        sides = (section.left_margin or 0) + (section.right_margin or 0) + (section.gutter or 0)
        upright = wide if section.orientation != WD_ORIENT.LANDSCAPE else min(wide, high)
        return round(((max(wide, high) if landscape else upright) - sides) / Twips(1))

    def turn_fields_on(self) -> None:
        """Ask Word to compute the table of contents when the document is first opened."""
        flag = etree.Element(f"{w}updateFields", {f"{w}val": "true"})
        self._drop(self.settings, {"updateFields"})
        for child in self.settings.iterchildren(etree.Element):
            if etree.QName(child).localname in _SETTINGS_AFTER_FIELDS:
                child.addprevious(flag)
                return
        self.settings.append(flag)

    def describe(self, title: str, author: str, language: str, moment: datetime | None) -> None:
        """The properties: these and no others, so that nobody's name or clock gets in."""
        properties = self.document.core_properties
        element: Any = properties._element
        for child in list(element):
            element.remove(child)
        properties.title, properties.author = cleaned(title)[:255], cleaned(author)[:255]
        properties.language = styles.TAGS[language]
        if moment is not None:
            properties.created = properties.modified = moment

    def save(self, stream: BinaryIO) -> None:
        """Write the file; the same report gives the same bytes."""
        raw = io.BytesIO()
        self.document.save(raw)
        stream.write(timeless(raw.getvalue()))

    def _numbering(self) -> Any:
        try:
            return self.part.numbering_part.element
        except NotImplementedError:  # python-docx cannot make one
            element = parse_xml(f"<w:numbering {NAMESPACES}/>")
            part = NumberingPart(PackURI("/word/numbering.xml"), CONTENT_TYPE.WML_NUMBERING, element, self.package)
            self.part.relate_to(part, RELATIONSHIP_TYPE.NUMBERING)
            return element

    @staticmethod
    def _drop(element: Any, names: Iterable[str]) -> None:
        for child in list(element):
            if isinstance(child.tag, str) and etree.QName(child).localname in names:
                element.remove(child)


def own(language: str) -> ReportDocument:
    """The document of a report without a template: A4, our styles, page numbers at the foot."""
    made = ReportDocument(styles.own_document().part.package)
    made.speak(language)
    return made


def from_template(path: Path) -> ReportDocument:
    """The looks of a person's own Word document; ReadError when it is none."""
    hint = "open it in Word and save it as .docx"
    try:
        Zipped(path.read_bytes(), str(path), "a Word document (.docx)").whole()
        package = Package.open(str(path))
        if any("purl.oclc.org/ooxml" in rel.reltype for rel in package.rels.values()):
            raise ReadError(path, "it is saved as Strict Open XML, which is not supported", hint=hint)
        main = package.main_document_part
        if not any(rel.reltype == RELATIONSHIP_TYPE.STYLES for rel in main.rels.values()):
            raise ReadError(path, "it has no styles", hint=hint)
        return ReportDocument(package)
    except FileNotFoundError as error:
        raise ReadError(path, "there is no such template") from error
    except etree.XMLSyntaxError as error:
        raise ReadError(path, "one of its parts is not whole", hint=hint) from error
    except (ReadError, MemoryError):
        raise
    except Exception as error:  # python-docx takes whatever stands in a part for what it should be
        raise ReadError(path, "not a Word document (docx)", hint=hint) from error


def turned(section: Section, landscape: bool) -> None:
    """Give a section's page the direction."""
    wide, high = section.page_width or Twips(11906), section.page_height or Twips(16838)
    section.orientation = WD_ORIENT.LANDSCAPE if landscape else WD_ORIENT.PORTRAIT
    small, large = sorted((wide, high))
    section.page_width, section.page_height = (large, small) if landscape else (small, large)


def _section_of(document: Any) -> Any:
    """The last section's properties, with the headers that it has from sections before."""
    found = list(document.iter(f"{w}sectPr"))
    if not found:
        return parse_xml(f"<w:sectPr {NAMESPACES}/>")
    section = copy.deepcopy(found[-1])
    section.attrib.clear()  # numbers by which Word tells one sitting from another
    for earlier in reversed(found[:-1]):
        has = {(each.tag, each.get(f"{w}type")) for each in section}
        for each in earlier:
            if each.get(f"{R}id") and (each.tag, each.get(f"{w}type")) not in has:
                section.insert(0, copy.deepcopy(each))
    for element in section.iter():
        for name, value in element.attrib.items():
            if re.fullmatch(r"-?\d+\.\d+", value):  # some programs write parts of a twentieth of a point
                element.set(name, str(round(float(value))))
    return section


def _take(source: Part, target: Part, kinds: frozenset[str]) -> None:
    """Relate to `target` what `source` refers to, by kind; nothing outside the file."""
    for rel in source.rels.values():
        if rel.is_external or rel.reltype.rsplit("/", 1)[-1] not in kinds:
            continue
        target.load_rel(rel.reltype, rel.target_part, rel.rId)
        _cut_loose(rel.target_part)


def _cut_loose(part: Part) -> None:
    """Take from a part all that points out of it, but pictures and fonts: a header's logo comes along."""
    gone = {
        id for id, rel in part.rels.items() if rel.is_external or rel.reltype.rsplit("/", 1)[-1] not in _KEPT_INSIDE
    }
    for id in gone:
        del part.rels[id]
    if gone and isinstance(part, XmlPart):
        for element in part.element.iter(etree.Element):
            for name, value in list(element.attrib.items()):
                if name.startswith(R) and value in gone:
                    del element.attrib[name]
