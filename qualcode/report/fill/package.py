"""A Word file as its parts: those that are changed are written anew, all others as they were."""

from __future__ import annotations

import io
import posixpath
import re
import zipfile
from pathlib import Path
from typing import Any

from ...core.container import Package
from ...core.errors import ReadError

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
FIELDS = "urn:qualcode:fields:1"
"""The part in which expressions too long for a control's tag are kept, and each value's digest."""

_TEXT_PARTS = re.compile(r"word/(document\d*|header\d*|footer\d*|footnotes|endnotes)\.xml$")


class WordFile:
    """The parts of a .docx, parsed when first asked for."""

    def __init__(self, path: Path) -> None:
        self.path = path
        try:
            data = path.read_bytes()
        except OSError as error:
            raise ReadError(path, error.strerror or str(error)) from error
        self._entries = Package(data, str(path), "a Word document (.docx)").whole()
        self._data = {info.filename: content for info, content in self._entries}
        self._trees: dict[str, Any] = {}
        self._changed: dict[str, bytes] = {}
        self._touched: set[str] = set()
        self.main = self._main_part()
        for part in (self.main, "[Content_Types].xml"):
            if part not in self._data:
                raise ReadError(self.path, f"damaged: the part {part} is missing")

    def _main_part(self) -> str:
        for relation in self._relations("_rels/.rels") if "_rels/.rels" in self._data else ():
            if relation.get("Type", "").endswith("/officeDocument"):
                return str(relation.get("Target", "")).lstrip("/")
        if "word/document.xml" in self._data:
            return "word/document.xml"
        raise ReadError(self.path, "expected a Word document (.docx): it has no text part")

    def _relations(self, part: str) -> list[Any]:
        return list(self.tree(part)) if part in self._data or part in self._changed else []

    def text_parts(self) -> list[str]:
        """The parts that hold words an author writes, the text itself first."""
        names = [name for name in self._data if name == self.main or _TEXT_PARTS.match(name)]
        order = ("document", "header", "footer", "footnotes", "endnotes")

        def rank(name: str) -> tuple[int, int]:
            stem = posixpath.basename(name).removesuffix(".xml")
            number = re.search(r"\d+$", stem)
            kind = stem[: number.start()] if number else stem
            return (order.index(kind) if kind in order else 0, int(number[0]) if number else 0)

        return sorted(names, key=rank)

    def tree(self, part: str) -> Any:
        """The root element of a part."""
        if part not in self._trees:
            from lxml import etree

            parser = etree.XMLParser(resolve_entities=False, no_network=True)
            try:
                self._trees[part] = etree.fromstring(self._data[part], parser)
            except etree.XMLSyntaxError as error:
                raise ReadError(self.path, f"{part} is damaged: {error}") from error
        return self._trees[part]

    def touch(self, part: str) -> None:
        """Say that a part's tree was changed."""
        self._touched.add(part)

    @property
    def changed(self) -> bool:
        return bool(self._touched or self._changed)

    def put(self, part: str, data: bytes) -> None:
        """Add or replace a part."""
        self._changed[part] = data

    def has(self, part: str) -> bool:
        return part in self._data or part in self._changed

    def names(self) -> list[str]:
        return [*self._data, *(name for name in self._changed if name not in self._data)]

    def relate(self, part: str, kind: str, target: str) -> str:
        """The id by which `part` refers to `target` (relative to it); made where there is none."""
        from lxml import etree

        rels = posixpath.join(posixpath.dirname(part), "_rels", posixpath.basename(part) + ".rels")
        if not self.has(rels):
            self._data[rels] = f'<Relationships xmlns="{RELATIONS}"/>'.encode()
            self._entries.append((_info(rels), self._data[rels]))
        root = self.tree(rels)
        for relation in root:
            if relation.get("Target") == target and relation.get("Type") == kind:
                return str(relation.get("Id"))
        taken = {relation.get("Id") for relation in root}
        number = 1
        while f"rIdQ{number}" in taken:
            number += 1
        etree.SubElement(root, f"{{{RELATIONS}}}Relationship", Id=f"rIdQ{number}", Type=kind, Target=target)
        self.touch(rels)
        return f"rIdQ{number}"

    def declare(self, *, suffix: str = "", part: str = "", type: str) -> None:
        """Say of which type files with a suffix, or one part, are."""
        from lxml import etree

        root = self.tree("[Content_Types].xml")
        if suffix:
            if any(each.get("Extension", "").lower() == suffix for each in root.findall(f"{{{TYPES}}}Default")):
                return
            root.insert(0, etree.Element(f"{{{TYPES}}}Default", Extension=suffix, ContentType=type))
        else:
            if any(each.get("PartName") == f"/{part}" for each in root.findall(f"{{{TYPES}}}Override")):
                return
            etree.SubElement(root, f"{{{TYPES}}}Override", PartName=f"/{part}", ContentType=type)
        self.touch("[Content_Types].xml")

    def kept(self) -> dict[str, tuple[str, str]]:
        """The expressions and digests kept in the file, by key."""
        part = self._fields_part()
        if not part:
            return {}
        return {
            str(each.get("key")): (str(each.get("expression", "")), str(each.get("value", "")))
            for each in self.tree(part)
        }

    def keep(self, fields: dict[str, tuple[str, str]]) -> None:
        """Store expressions and digests, by key, in a part of their own."""
        from lxml import etree

        if fields == self.kept():
            return
        part = self._fields_part()
        if not part:
            number = 1
            while self.has(f"customXml/item{number}.xml"):
                number += 1
            part = f"customXml/item{number}.xml"
            properties = f"customXml/itemProps{number}.xml"
            self.put(properties, _item_properties(number))
            self.put(
                f"customXml/_rels/item{number}.xml.rels",
                f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<Relationships xmlns="{RELATIONS}">'
                f'<Relationship Id="rId1" Type="{R}/customXmlProps" Target="itemProps{number}.xml"/>'
                "</Relationships>".encode(),
            )
            self.declare(suffix="xml", type="application/xml")
            self.declare(part=properties, type="application/vnd.openxmlformats-officedocument.customXmlProperties+xml")
            depth = self.main.count("/")
            self.relate(self.main, f"{R}/customXml", "../" * depth + part)
        spaces: Any = {None: FIELDS}
        root = etree.Element(f"{{{FIELDS}}}fields", nsmap=spaces)
        for key, (expression, digest) in sorted(fields.items()):
            etree.SubElement(root, f"{{{FIELDS}}}field", key=key, expression=expression, value=digest)
        self._trees.pop(part, None)
        self.put(part, etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True))

    def _fields_part(self) -> str:
        for name, data in self._data.items():
            if re.match(r"customXml/item\d+\.xml$", name) and FIELDS.encode() in data:
                return name
        return ""

    def bytes(self) -> bytes:
        """The whole file: unchanged parts with the bytes they had, in the order they had."""
        from lxml import etree

        for part in self._touched:
            self._changed[part] = etree.tostring(
                self._trees[part].getroottree(), xml_declaration=True, encoding="UTF-8", standalone=True
            )
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
            written = set()
            for info, data in self._entries:
                archive.writestr(info, self._changed.get(info.filename, data))
                written.add(info.filename)
            for name in sorted(set(self._changed) - written):
                archive.writestr(_info(name), self._changed[name])
        return out.getvalue()


def _info(name: str) -> zipfile.ZipInfo:
    info = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
    info.compress_type = zipfile.ZIP_DEFLATED
    return info


def _item_properties(number: int) -> bytes:
    space = "http://schemas.openxmlformats.org/officeDocument/2006/customXml"
    return (
        '<?xml version="1.0" encoding="UTF-8" standalone="no"?>\n'
        f'<ds:datastoreItem ds:itemID="{{9C6B2A10-5D1E-4E57-9B1A-{number:012X}}}" xmlns:ds="{space}">'
        f'<ds:schemaRefs><ds:schemaRef ds:uri="{FIELDS}"/></ds:schemaRefs></ds:datastoreItem>'
    ).encode()
