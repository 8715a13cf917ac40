"""Word files (.docx): every word that Word shows, in reading order.

The zip and its XML are read directly: the usual library drops content controls, tracked
insertions, text boxes and tables from a paragraph's text, and takes ten times as long.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from itertools import islice
from typing import Any

from ....core.container import Package, parse_xml
from ....core.errors import ReadError, argument, printable
from ....core.grouping import grouped
from ....core.languages import primary
from ..blocks import Block, Raw, RawPage, ReaderOptions
from .body import Walk
from .numbering import Definitions, Numbering
from .styles import VAL, Styles, W, traits

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
EXPECTED = "a Word file (.docx)"

STRICT = {
    b"http://purl.oclc.org/ooxml/wordprocessingml/main": b"http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    b"http://purl.oclc.org/ooxml/officeDocument/math": b"http://schemas.openxmlformats.org/officeDocument/2006/math",
}
"""The names of the strict variant of the format, and the usual ones that mean the same."""

_SAMPLE = 1000
"""How many runs of text are looked at for their language."""
DC = "{http://purl.org/dc/elements/1.1/}"


def read(content: bytes, name: str, options: ReaderOptions) -> list[Raw]:
    """One Raw with the blocks of a Word file; footnotes and endnotes come after the body.

    Raises ReadError when it is no Word file, protected, damaged, too large or empty.
    """
    package = Package(content, name, EXPECTED)
    main = _main_part(package, name)
    parts = grouped((kind, part) for kind, part in package.relations(main) if part in package)
    data = package.read(main)
    body = parse_xml(data, name, main, STRICT)
    _not_our_own(package, parts, body if b"qualcode:" in data else None, name)
    styles = package.once(parts["styles"][0], _styles) if "styles" in parts else Styles()
    lists = package.once(parts["numbering"][0], _definitions) if "numbering" in parts else Definitions()
    walk = Walk(styles, Numbering(lists), traits(body))
    walk.walk(body)
    last_page = walk.page
    blocks = list(walk.blocks)
    if options.footnotes:
        blocks += _notes(package, parts, walk)
    elif walk.notes:
        walk.left_out["footnotes and endnotes"] += len(walk.notes)
    if options.comments:
        walk.left_out.pop("comments", None)
        blocks += _comments(package, parts, walk)
    if not blocks:
        raise ReadError(name, "no text in the file", slug="empty_file")
    pages = tuple(RawPage(str(number + 1), approximate=True) for number in range(last_page + 1)) if last_page else ()
    title = _title(package, blocks)
    return [
        Raw(
            tuple(blocks),
            pages,
            title,
            _language(body, styles),
            MEDIA_TYPE,
            warnings=(*_counted(walk.left_out), *_margins(package, parts)),
        )
    ]


def _not_our_own(package: Package, parts: dict[str, list[str]], body: Any | None, name: str) -> None:
    """A report that qualcode wrote, or a draft that it filled, holds what was said already: no new material.

    `body` is None where nothing in the file's text can be one of our fields.
    """
    if "styles" in parts and package.once(parts["styles"][0], _has_our_styles):
        raise ReadError(name, "a report that qualcode wrote, and no transcript", slug="own_output",
                        hint="add the original of what it quotes")  # fmt: skip
    if body is not None and any(tag.get(f"{W}val", "").startswith("qualcode:") for tag in body.iter(f"{W}tag")):
        raise ReadError(name, "a draft that qualcode filled, and no transcript", slug="own_output",
                        hint=f"`qualcode fill {argument(name)} --update` renews its numbers")  # fmt: skip


def _has_our_styles(package: Package, part: str) -> bool:
    return b'w:styleId="Qualcode' in package.read(part)


def _main_part(package: Package, name: str) -> str:
    for kind, part in package.relations(""):
        if kind == "officeDocument":
            if part in package:
                if not part.endswith((".xml", ".XML")):
                    break
                if package.names() and part.startswith(("xl/", "ppt/")):
                    raise ReadError(
                        name, f"not {EXPECTED}: it is a {'spreadsheet' if part.startswith('xl/') else 'slide show'}"
                    )
                return part
            raise ReadError(name, f"not {EXPECTED}: its document part {printable(part)} is missing from the package")
    if "word/document.xml" in package:
        return "word/document.xml"
    if "mimetype" in package and b"opendocument" in package.read("mimetype"):
        raise ReadError(name, f"not {EXPECTED}: it is an OpenDocument file", hint="give it the suffix .odt")
    raise ReadError(name, f"not {EXPECTED}: the package names no document part")


def _part(package: Package, parts: dict[str, list[str]], kind: str) -> Any | None:
    found = parts.get(kind)
    return package.xml(found[0], STRICT) if found else None


def _styles(package: Package, part: str) -> Styles:
    return Styles(package.xml(part, STRICT))


def _definitions(package: Package, part: str) -> Definitions:
    return Definitions(package.xml(part, STRICT))


def _notes(package: Package, parts: dict[str, list[str]], walk: Walk) -> list[Block]:
    """Footnotes, then endnotes, in the order in which the text refers to them."""
    found = []
    referred = walk.notes
    for kind in ("footnote", "endnote"):
        wanted = [id for noted, id in referred if noted == kind]
        root = _part(package, parts, f"{kind}s") if wanted else None
        if root is None:
            continue
        elements = {element.get(f"{W}id"): element for element in root.iterchildren(f"{W}{kind}")}
        for number, id in enumerate(wanted, start=1):
            if id in elements:
                text = _aside(walk, elements[id])
                if text:
                    found.append(Block(text, kind, number=str(number)))
    return found


def _comments(package: Package, parts: dict[str, list[str]], walk: Walk) -> list[Block]:
    root = _part(package, parts, "comments")
    found = []
    for element in root.iterchildren(f"{W}comment") if root is not None else ():
        text = _aside(walk, element)
        if text:
            found.append(Block(text, "comment", speaker=element.get(f"{W}author", "")))
    return found


def _aside(walk: Walk, element: Any) -> str:
    """The text of a note, its paragraphs on lines."""
    walk.blocks = []
    walk.walk(element)
    return "\n".join(block.text.strip() for block in walk.blocks)


def _title(package: Package, blocks: Iterable[Block]) -> str:
    for kind, part in package.relations(""):
        if kind == "core-properties" and part in package:
            title = package.once(part, _own_title)
            if title:
                return title
    first = next(iter(blocks), None)
    return first.text if first is not None and first.kind == "heading" and first.level == 1 else ""


def _own_title(package: Package, part: str) -> str:
    return str(package.xml(part).findtext(f"{DC}title") or "").strip()


def _language(body: Any, styles: Styles) -> str:
    """The language that most of the marked text is in, else that of the whole file."""
    marked = Counter(element.get(VAL) for element in islice(body.iter(f"{W}lang"), _SAMPLE) if element.get(VAL))
    if marked:
        runs = sum(1 for _ in islice(body.iter(f"{W}r"), _SAMPLE))
        language, count = marked.most_common(1)[0]
        if count * 3 > runs:
            return primary(language)
    return primary(styles.language)


def _counted(left_out: Counter[str]) -> list[str]:
    if not left_out:
        return []
    return ["left out: " + ", ".join(f"{what} {count}" for what, count in sorted(left_out.items()))]


def _margin(package: Package, part: str) -> str:
    return " ".join("".join(t.text or "" for t in package.xml(part, STRICT).iter(f"{W}t")).split())


def _margins(package: Package, parts: dict[str, list[str]]) -> list[str]:
    """What the headers and footers say, where they say more than a page number."""
    found: dict[str, None] = {}
    for kind in ("header", "footer"):
        for part in parts.get(kind, ()):
            text = package.once(part, _margin)
            if sum(char.isalpha() for char in text) > 6:
                found.setdefault(text)
    return [f"left out: page header or footer {printable(text[:80])!r}" for text in found]
