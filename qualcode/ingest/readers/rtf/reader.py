"""Rich Text Format (.rtf, and what many programs save as .doc)."""

from __future__ import annotations

from dataclasses import replace

from qualcode.core.container import kind_of, refuse_ole

from ....core.errors import ReadError
from ..blocks import Raw, RawPage, ReaderOptions
from .parser import RichText

MEDIA_TYPE = "application/rtf"
LANGUAGES = {
    1030: "da", 1044: "nb", 2068: "nn", 1053: "sv", 2077: "sv", 1033: "en", 2057: "en", 3081: "en", 1031: "de",
    1043: "nl", 1036: "fr", 1035: "fi", 1039: "is", 1045: "pl", 1034: "es", 3082: "es", 1040: "it", 2070: "pt",
    1046: "pt",
}  # fmt: skip


def read(content: bytes, name: str, options: ReaderOptions) -> list[Raw]:
    """One Raw with the blocks of an RTF file; notes come after the body.

    Raises ReadError for anything else, and when there is no text.
    """
    found = kind_of(content)
    if found == "empty":
        raise ReadError(name, "empty file", slug="empty_file")
    refuse_ole(content, name)
    if found != "rtf":
        raise ReadError(name, "not an RTF file: it does not begin with {\\rtf")
    rich = RichText(content[content.index(b"{\\rt") :].decode("latin-1"))
    blocks = rich.read()
    if not options.footnotes:
        notes = [block for block in blocks if block.kind in ("footnote", "endnote")]
        blocks = [block for block in blocks if block.kind not in ("footnote", "endnote")]
        rich.left_out["footnotes and endnotes"] += len(notes)
    comments = rich.blocks.comments
    if options.comments:
        blocks += comments
    elif comments:
        rich.left_out["comments"] = len(comments)
    if not blocks:
        raise ReadError(name, "no text in the file", slug="empty_file")
    last = rich.blocks.page
    if not last:
        blocks = [replace(block, page=None) if block.page is not None else block for block in blocks]
    pages = tuple(RawPage(str(page + 1), approximate=True) for page in range(last + 1)) if last else ()
    counted = ", ".join(f"{what} {count}" for what, count in sorted(rich.left_out.items()) if count)
    return [
        Raw(
            tuple(blocks),
            pages,
            rich.title.strip(),
            _language(rich),
            MEDIA_TYPE,
            warnings=(f"left out: {counted}",) if counted else (),
        )
    ]


def _language(rich: RichText) -> str:
    known = [(count, LANGUAGES[code]) for code, count in rich.languages.items() if code in LANGUAGES]
    return max(known)[1] if known else LANGUAGES.get(rich.default_language, "")
