"""Content controls: the marks in a Word file that say where a value came from.

A control's tag holds the expression where it fits (Word allows 64 characters), else its key; a part
of the file then holds the expression. Neither is printed, and both survive whatever an author
does around them; a control that is copied to another place is a second field.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ...core.table import Figure, Table
from ..writers.pictures import picture
from ..writers.word.fragments import NAMESPACES, cleaned, escape, paragraph, run, text_of
from ..writers.word.styles import added_to
from ..writers.word.tables import table_xml
from .expression import Expression
from .package import R, WordFile
from .runs import TAG, joined, parsed, pieces, tag_of, w, write

LONGEST_TAG = 64
EMU = 360_000
_A = "http://schemas.openxmlformats.org/drawingml/2006/main"
_WP = "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"


def tag_for(expression: Expression) -> str:
    """The tag of a control: the expression itself, or where it is too long its key."""
    tag = f"{TAG}:{expression}"
    return tag if len(tag) <= LONGEST_TAG else f"{TAG}#{expression.key}"


def expression_text(control: Any, kept: Mapping[str, tuple[str, str]]) -> str:
    """The expression behind a control; empty where it has been lost."""
    tag = tag_of(control)
    if tag.startswith(f"{TAG}:"):
        return tag[len(TAG) + 1 :]
    return kept.get(tag[len(TAG) + 1 :], ("", ""))[0]


class Bookmarks:
    """Hidden bookmarks inside the controls, for word processors that forget a control's tag.

    LibreOffice up to 7.4 saves controls without their names, but with the bookmarks in them.
    """

    PREFIX = "_qcf_"

    def __init__(self, file: WordFile) -> None:
        self._names: set[str] = set()
        self._last = 0
        for part in file.text_parts():
            for mark in file.tree(part).iter(w("bookmarkStart")):
                self._names.add(str(mark.get(w("name"))))
                number = mark.get(w("id"), "")
                self._last = max(self._last, int(number) if number.isdigit() else 0)

    def around(self, expression: Expression, content: str) -> str:
        """Content in a bookmark that names the expression's key."""
        number = 1
        while f"{self.PREFIX}{expression.key}_{number}" in self._names:
            number += 1
        name = f"{self.PREFIX}{expression.key}_{number}"
        self._names.add(name)
        self._last += 1
        return f'<w:bookmarkStart w:id="{self._last}" w:name="{name}"/>{content}<w:bookmarkEnd w:id="{self._last}"/>'

    @classmethod
    def restore(cls, root: Any, kept: Mapping[str, tuple[str, str]]) -> None:
        """Give controls that have lost their tag the one that their bookmark remembers."""
        for mark in root.iter(w("bookmarkStart")):
            name = str(mark.get(w("name")))
            owner = next(mark.iterancestors(w("sdt")), None)
            if not name.startswith(cls.PREFIX) or owner is None or tag_of(owner):
                continue
            key = name[len(cls.PREFIX) :].partition("_")[0]
            text = kept.get(key, ("", ""))[0]
            tag = f"{TAG}:{text}" if text and len(text) + len(TAG) < LONGEST_TAG else f"{TAG}#{key}"
            properties = owner.find(w("sdtPr"))
            if properties is None:
                properties = owner.makeelement(w("sdtPr"))
                owner.insert(0, properties)
            properties.insert(0, properties.makeelement(w("tag"), {w("val"): tag}))


def control(document: Any, expression: Expression, content: str) -> Any:
    """A control with some content, and an id that no other control of the part has."""
    taken = {each.get(w("val")) for each in document.iter(w("id"))}
    number = int(expression.key[:7], 16) + 1
    while str(number) in taken:
        number += 1
    tag = escape(tag_for(expression))
    return parsed(
        f'<w:sdt {NAMESPACES}><w:sdtPr><w:alias w:val="{tag}"/><w:tag w:val="{tag}"/>'
        f'<w:id w:val="{number}"/></w:sdtPr><w:sdtContent>{content}</w:sdtContent></w:sdt>'
    )


def content_of(control: Any) -> Any:
    found = control.find(w("sdtContent"))
    return control if found is None else found


def text_in(control: Any) -> str:
    """The words in a control as a reader sees them; none while Word shows its own hint there."""
    if control.find(f"{w('sdtPr')}/{w('showingPlcHdr')}") is not None:
        return ""
    content = content_of(control)
    lines = list(content.iter(w("p")))
    if not lines:
        return joined(pieces(content, inside=True))
    return "\n".join(joined(pieces(line)) for line in lines)


def put_text(control: Any, text: str) -> None:
    """Give a control other words, with the looks that its first words have."""
    content = content_of(control)
    hint = control.find(f"{w('sdtPr')}/{w('showingPlcHdr')}")
    if hint is not None:
        hint.getparent().remove(hint)
    found = pieces(content, inside=True)
    if found:
        first = found[0].element.getparent()
    else:
        first = content.makeelement(w("r"))
        line = next(content.iter(w("p")), content)
        line.append(first)
    for piece in found:
        owner = piece.element.getparent()
        if owner is not first:
            owner.remove(piece.element)
            if all(child.tag == w("rPr") for child in owner):
                owner.getparent().remove(owner)
    if hint is not None:  # the hint's own grey style must not colour the value
        for looks in first.findall(w("rPr")):
            first.remove(looks)
    write(first, text)


def table_of(control: Any) -> Any:
    """The table of a control: within it, or round it where LibreOffice has moved the control into a cell."""
    inside = next(content_of(control).iter(w("tbl")), None)
    return inside if inside is not None else next(control.iterancestors(w("tbl")), None)


def grid(element: Any) -> list[list[str]]:
    """The words of a table's cells."""
    return [
        ["\n".join(joined(pieces(p, inside=True)) for p in cell.iter(w("p"))) for cell in row.iter(w("tc"))]
        for row in element.iter(w("tr"))
    ]


class Blocks:
    """Makes tables and figures for one file, with the styles and parts they need."""

    def __init__(self, file: WordFile, language: str) -> None:
        self.file, self.language = file, language
        self._ids: dict[str, str] = {}

    def styles(self) -> dict[str, str]:
        """The ids of the styles that tables use, added to the file where it lacks them."""
        if not self._ids:
            part = "word/styles.xml"
            if not self.file.has(part):
                return {"qualcode table": "TableNormal", "qualcode table text": "Normal", "qualcode note": "Normal"}
            root = self.file.tree(part)
            before = len(root)
            self._ids, _ = added_to(root)
            if len(root) != before:
                self.file.touch(part)
        return self._ids

    def table(self, table: Table, room: int) -> str:
        """The table and its notes, without a caption: that is the author's."""
        ids = self.styles()
        notes = "".join(paragraph(run(note), ids["qualcode note"]) for note in table.notes)
        return table_xml(table, self.language, None, ids, room) + notes

    def expected(self, table: Table) -> list[list[str]]:
        """The words of the table's cells, to compare with those in the file."""
        ids = dict.fromkeys(("qualcode table", "qualcode table text"), "x")
        xml = table_xml(table, self.language, None, ids, 9000)
        return grid(parsed(xml.replace("<w:tbl>", f"<w:tbl {NAMESPACES}>", 1)))

    def figure(self, part: str, root: Any, figure: Figure, key: str, room: int) -> str:
        """A run with the drawing; the picture is a part of the file named after the expression."""
        from docx.oxml.shape import CT_Inline
        from docx.shared import Emu
        from lxml import etree

        drawn = picture(figure, self.language, "png", room / 567)
        name = f"media/qualcode-{key}.png"
        self.file.put(f"word/{name}", drawn.data)
        self.file.declare(suffix="png", type="image/png")
        id = self.file.relate(part, f"{R}/image", name)
        numbers = [int(each.get("id", "0")) for each in root.iter(f"{{{_WP}}}docPr") if each.get("id", "").isdigit()]
        number = max(numbers, default=0) + 1
        wide, high = int(drawn.width * EMU), int(drawn.height * EMU)
        inline: Any = CT_Inline.new_pic_inline(number, id, f"{key}.png", Emu(wide), Emu(high))
        inline.docPr.name = f"qualcode {key}"
        inline.docPr.set("descr", cleaned(figure.alt or figure.caption))
        return f"<w:r><w:drawing>{etree.tostring(inline, encoding='unicode')}</w:drawing></w:r>"

    def redraw(self, part: str, control: Any, figure: Figure, key: str) -> None:
        """Put another drawing in the place of the old one; its width in the text stays the author's."""
        picture_element = next(control.iter(f"{{{_A}}}blip"), None)
        described = next(control.iter(f"{{{_WP}}}docPr"), None)
        drawn = picture(figure, self.language, "png")
        name = f"media/qualcode-{key}.png"
        self.file.put(f"word/{name}", drawn.data)
        if described is not None:
            described.set("descr", figure.alt or figure.caption)
        if picture_element is not None:
            picture_element.set(f"{{{R}}}embed", self.file.relate(part, f"{R}/image", name))
        for extent in (*control.iter(f"{{{_WP}}}extent"), *control.iter(f"{{{_A}}}ext")):
            if extent.get("cx"):
                extent.set("cy", str(int(int(extent.get("cx")) * drawn.height / drawn.width)))


def described(control: Any) -> str:
    """The description of the picture in a control; empty where there is none."""
    found = next(control.iter(f"{{{_WP}}}docPr"), None)
    return "" if found is None else str(found.get("descr", ""))


def inline(text: str, looks: Any) -> str:
    """A run with some words and the looks of another run."""
    from lxml import etree

    properties = "" if looks is None else etree.tostring(looks, encoding="unicode")
    return f"<w:r>{properties}{text_of(text)}</w:r>"
