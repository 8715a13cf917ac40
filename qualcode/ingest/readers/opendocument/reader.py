"""OpenDocument text (.odt) as blocks. Its spreadsheets are tables like any other: `core.spreadsheets`."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import Any

from qualcode.core.container import SAVE_AS, Package

from ....core.errors import ReadError
from ....core.languages import primary
from ..blocks import Raw, RawPage, ReaderOptions
from .body import OFFICE, Walk
from .styles import FO, STYLE, Styles

MEDIA_TYPE = "application/vnd.oasis.opendocument.text"
DC = "{http://purl.org/dc/elements/1.1/}"
DEFAULT_LANGUAGE = f".//{STYLE}default-style[@{STYLE}family='paragraph']/{STYLE}text-properties"


def read(content: bytes, name: str, options: ReaderOptions) -> list[Raw]:
    """One Raw with the blocks of an .odt file; footnotes and endnotes come after the body.

    Raises ReadError when it is no OpenDocument text, protected, damaged, too large or empty.
    """
    package = _package(content, name, "an OpenDocument text (.odt)")
    root = package.xml("content.xml")
    body = root.find(f"{OFFICE}body/{OFFICE}text")
    if body is None:
        raise ReadError(name, "not an OpenDocument text (.odt): there is no text body in it")
    common = package.xml("styles.xml") if "styles.xml" in package else None
    styles = Styles([part for part in (common, root) if part is not None])
    walk = Walk(styles)
    walk.walk(body)
    blocks = list(walk.blocks)
    if options.footnotes:
        blocks += walk.notes
    elif walk.notes:
        walk.left_out["footnotes and endnotes"] = len(walk.notes)
    if options.comments:
        blocks += walk.comments
    elif walk.comments:
        walk.left_out["comments"] = len(walk.comments)
    if not blocks:
        raise ReadError(name, "no text in the file", slug="empty_file")
    if not walk.page:
        blocks = [replace(block, page=None) if block.page is not None else block for block in blocks]
    pages = tuple(RawPage(str(page + 1), approximate=True) for page in range(walk.page + 1)) if walk.page else ()
    counted = ", ".join(f"{what} {count}" for what, count in sorted(walk.left_out.items()))
    title, language = _facts(package, common, styles, walk.style_uses)
    return [
        Raw(
            tuple(blocks),
            pages,
            title or (blocks[0].text if (blocks[0].kind, blocks[0].level) == ("heading", 1) else ""),
            language,
            MEDIA_TYPE,
            warnings=(f"left out: {counted}",) if counted else (),
        )
    ]


def _package(content: bytes, name: str, expected: str) -> Package:
    package = Package(content, name, expected)
    if "META-INF/manifest.xml" in package and b"encryption-data" in package.read("META-INF/manifest.xml"):
        raise ReadError(name, "password-protected: save it without a password", slug="password_protected", hint=SAVE_AS)
    if "content.xml" not in package:
        raise ReadError(name, f"not {expected}: the package has no content.xml")
    return package


def _facts(package: Package, common: Any | None, styles: Styles, uses: Counter[str]) -> tuple[str, str]:
    """Title, and the language of most paragraphs, else of the file."""
    title = ""
    declared = ""
    if "meta.xml" in package:
        meta = package.xml("meta.xml")
        title = (meta.findtext(f".//{DC}title") or "").strip()
        declared = meta.findtext(f".//{DC}language") or ""
    spoken: Counter[str] = Counter()
    for style, count in uses.items():
        spoken[styles.get("paragraph", style).language] += count
    language, count = spoken.most_common(1)[0] if spoken else ("", 0)
    if not language and common is not None:
        default = common.find(DEFAULT_LANGUAGE)
        language = default.get(f"{FO}language", "") if default is not None else ""
    return title, primary(language or declared)
