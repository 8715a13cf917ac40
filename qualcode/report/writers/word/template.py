"""The looks of a person's own Word document, for a report that is to stand in it.

Only styles, theme, fonts, numbering, settings, headers and footers are taken: the text, its
comments, footnotes and pictures stay behind.
"""

from __future__ import annotations

import posixpath
import re
import zipfile
from pathlib import Path
from typing import Any

from ....core.errors import ReadError
from . import styles
from .fragments import escape
from .package import OWN_SECTION, WORD, Package, R, W, own, relations_part

_STRICT = "http://purl.oclc.org/ooxml/"
_KEPT = ("styles", "theme", "settings", "fontTable", "numbering", "header", "footer")
LARGEST_PART = 200_000_000


def from_template(path: Path) -> Package:
    """The looks of a person's own Word document; ReadError when it is none."""
    try:
        with zipfile.ZipFile(path) as archive:
            if any(info.file_size > LARGEST_PART for info in archive.infolist()):
                raise ReadError(path, "the template has a part of more than 200 MB")
            files = {name: archive.read(name) for name in archive.namelist() if not name.endswith("/")}
    except FileNotFoundError as error:
        raise ReadError(path, "there is no such template") from error
    except (zipfile.BadZipFile, OSError, RuntimeError, NotImplementedError) as error:
        raise ReadError(path, "not a Word document (docx)", hint="open it in Word and save it as .docx") from error
    return _Template(path, files).package()


class _Template:
    def __init__(self, path: Path, files: dict[str, bytes]) -> None:
        self.path, self.files = path, files
        main = self.main_part()
        self.main, self.folder = main, posixpath.dirname(main)

    def failed(self, reason: str) -> ReadError:
        return ReadError(self.path, reason, hint="open it in Word and save it as .docx")

    def xml(self, name: str) -> Any:
        from lxml import etree

        parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=True)
        try:
            return etree.fromstring(self.files[name], parser)
        except KeyError as error:
            raise self.failed(f"not a Word document: it has no part {name}") from error
        except etree.XMLSyntaxError as error:
            raise self.failed(f"its part {name} is not whole") from error

    def relations(self, part: str) -> list[tuple[str, str, str, bool]]:
        name = f"{posixpath.dirname(part)}/_rels/{posixpath.basename(part)}.rels".lstrip("/")
        if name not in self.files:
            return []
        return [
            (rel.get("Id", ""), rel.get("Type", ""), rel.get("Target", ""), rel.get("TargetMode") == "External")
            for rel in self.xml(name)
        ]

    def main_part(self) -> str:
        for _, kind, target, _ in self.relations(""):
            if kind.endswith("/officeDocument"):
                if kind.startswith(_STRICT):
                    raise self.failed("it is saved as Strict Open XML, which is not supported")
                return target.lstrip("/")
        raise self.failed("not a Word document")

    def package(self) -> Package:
        w = f"{{{W}}}"
        document = self.xml(self.main)
        section = document.find(f"{w}body/{w}sectPr")
        types = {rel.get("PartName", "").lstrip("/"): rel.get("ContentType", "") for rel in self.overrides()}
        package = Package({}, {}, self.suffixes(), [], "", {})
        for id, kind, target, external in self.relations(self.main):
            short = kind.rsplit("/", 1)[-1]
            if external or short not in _KEPT:
                continue
            name = posixpath.normpath(posixpath.join(self.folder, target)) if target[:1] != "/" else target[1:]
            if name not in self.files:
                continue
            self.keep(package, name, types)
            package.relations.append((id, kind, posixpath.relpath(name, "word")))
        self.complete(package)
        if section is not None:
            known = {id for id, _, _ in package.relations}
            for child in list(section):
                dropped = child.tag in (f"{w}type", f"{w}footnotePr", f"{w}endnotePr", f"{w}sectPrChange")
                if dropped or (child.get(f"{{{R}}}id") and child.get(f"{{{R}}}id") not in known):
                    section.remove(child)
            package.section = "".join(_rebuilt(child) for child in section)
            self.measure(package, section)
        else:
            package.section = OWN_SECTION.split("/>", 1)[1]
        return package

    def keep(self, package: Package, name: str, types: dict[str, str]) -> None:
        """A part with what it refers to; a header's logo comes along, a linked template does not."""
        package.parts[name] = self.files[name]
        if name in types:
            package.types[name] = types[name]
        kept = []
        for id, kind, target, external in self.relations(name):
            if kind.rsplit("/", 1)[-1] not in ("image", "hyperlink", "font"):
                continue
            if external:
                continue
            inner = posixpath.normpath(posixpath.join(posixpath.dirname(name), target))
            if inner in self.files:
                package.parts[inner] = self.files[inner]
                if inner in types:
                    package.types[inner] = types[inner]
                kept.append((id, kind, target))
        if kept:
            rels = f"{posixpath.dirname(name)}/_rels/{posixpath.basename(name)}.rels"
            package.parts[rels] = relations_part(kept).encode()
        elif self.relations(name):
            package.parts[name] = _without_links(self.files[name])

    def complete(self, package: Package) -> None:
        """Add our styles to the template's, and the parts that every report has."""
        from lxml import etree

        by_kind = {kind.rsplit("/", 1)[-1]: f"word/{target}" for _, kind, target in package.relations}
        by_kind = {kind: posixpath.normpath(name) for kind, name in by_kind.items()}
        if "styles" not in by_kind:
            raise self.failed("it has no styles")
        root = self.xml(by_kind["styles"])
        package.ids, bullets = styles.added_to(root)
        if bullets:
            self.add_bullets(package, root, by_kind)
        package.parts[by_kind["styles"]] = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
        settings = by_kind.get("settings")
        if settings is None:
            ready = own("en")
            package.parts["word/settings.xml"] = ready.parts["word/settings.xml"]
            package.types["word/settings.xml"] = ready.types["word/settings.xml"]
            package.relations.append(("rIdQsettings", f"{R}/settings", "settings.xml"))
        else:
            cleaned = self.xml(settings)
            for child in list(cleaned):
                if etree.QName(child).localname in _SETTINGS_LEFT_OUT:
                    cleaned.remove(child)
            package.parts[settings] = etree.tostring(cleaned, xml_declaration=True, encoding="UTF-8", standalone=True)
            if settings != "word/settings.xml":
                package.parts["word/settings.xml"] = package.parts.pop(settings)
                package.types["word/settings.xml"] = package.types.pop(settings, f"{WORD}.settings+xml")
                package.relations = [
                    (id, kind, "settings.xml" if kind.endswith("/settings") else target)
                    for id, kind, target in package.relations
                ]

    def add_bullets(self, package: Package, root: Any, by_kind: dict[str, str]) -> None:
        from lxml import etree

        w = f"{{{W}}}"
        name = by_kind.get("numbering")
        if name is None:
            name = "word/numbering.xml"
            numbering: Any = etree.Element(f"{w}numbering", nsmap={"w": W})
            package.types[name] = f"{WORD}.numbering+xml"
            package.relations.append(("rIdQnumbering", f"{R}/numbering", "numbering.xml"))
        else:
            numbering = self.xml(name)
        abstract = 1 + max(
            (int(n.get(f"{w}abstractNumId", 0)) for n in numbering.findall(f"{w}abstractNum")), default=0
        )
        nums = numbering.findall(f"{w}num")
        number = 1 + max((int(n.get(f"{w}numId", 0)) for n in nums), default=0)
        definition = etree.fromstring(styles.NUMBERING.format(abstract=abstract))
        if nums:
            nums[0].addprevious(definition)
        else:
            numbering.append(definition)
        num = etree.fromstring(styles.NUM.format(num=number, abstract=abstract))
        (nums[-1].addnext if nums else numbering.append)(num)
        for style in root.iter(f"{w}style"):
            if style.get(f"{w}styleId") == package.ids["list bullet"]:
                for reference in style.iter(f"{w}numId"):
                    reference.set(f"{w}val", str(number))
        package.parts[name] = etree.tostring(numbering, xml_declaration=True, encoding="UTF-8", standalone=True)

    def measure(self, package: Package, section: Any) -> None:
        w = f"{{{W}}}"
        size, margins = section.find(f"{w}pgSz"), section.find(f"{w}pgMar")
        if size is not None:
            package.page = (_number(size.get(f"{w}w"), 11906), _number(size.get(f"{w}h"), 16838))
        if margins is not None:
            gutter = _number(margins.get(f"{w}gutter"), 0)
            package.margins = (
                _number(margins.get(f"{w}left"), 1418) + gutter,
                _number(margins.get(f"{w}right"), 1418),
            )

    def overrides(self) -> list[Any]:
        return [each for each in self.xml("[Content_Types].xml") if each.get("PartName")]

    def suffixes(self) -> dict[str, str]:
        every = {
            each.get("Extension", "").lower(): each.get("ContentType", "") for each in self.xml("[Content_Types].xml")
        }
        every.pop("", None)
        return every


_SETTINGS_LEFT_OUT = {
    "footnotePr", "endnotePr", "attachedTemplate", "mailMerge", "docVars", "trackRevisions", "documentProtection",
    "writeProtection", "rsids", "revisionView", "schemaLibrary", "attachedSchema", "hdrShapeDefaults",
}  # fmt: skip
"""Settings that point to parts left behind, or that belong to the template's own text."""


def _rebuilt(element: Any) -> str:
    """An element with the prefixes that our document declares, and without what it does not know."""
    from lxml import etree

    prefixes = {W: "w", R: "r"}
    name = etree.QName(element)
    if name.namespace not in prefixes:
        return ""
    attributes = ""
    for key, value in element.attrib.items():
        attribute = etree.QName(key)
        if attribute.namespace in prefixes:
            attributes += f' {prefixes[attribute.namespace]}:{attribute.localname}="{escape(str(value))}"'
    inside = "".join(_rebuilt(child) for child in element if isinstance(child.tag, str))
    tag = f"{prefixes[name.namespace]}:{name.localname}"
    return f"<{tag}{attributes}>{inside}</{tag}>" if inside else f"<{tag}{attributes}/>"


def _without_links(part: bytes) -> bytes:
    return re.sub(rb'\sr:id="[^"]*"', b"", part)


def _number(text: str | None, otherwise: int) -> int:
    try:
        return round(float(text)) if text else otherwise
    except ValueError:
        return otherwise
