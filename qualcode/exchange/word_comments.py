"""Comments of a Word file as codings: the words they hang on, what they say, who wrote them and when.

Many students code with comments. A comment that names codes is codings by its author; a comment that is a
sentence is a memo about its words. Replies belong to the comment they answer.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ..core.errors import ReadError, argument
from ..core.model import Bundle
from .account import Account
from .archive import Archive
from .guard import xml_root
from .interface import Arrived, Choices, Segment
from .refi.elements import date

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
W14 = "{http://schemas.microsoft.com/office/word/2010/wordml}"
W15 = "{http://schemas.microsoft.com/office/word/2012/wordml}"
STRICT = b"http://purl.oclc.org/ooxml/wordprocessingml/main"
LOOSE = b"http://schemas.openxmlformats.org/wordprocessingml/2006/main"
CONTEXT = 60
"""How many characters before the words are remembered, to tell them from the same words elsewhere."""


@dataclass(slots=True)
class _Comment:
    author: str
    created: str
    text: str
    paragraphs: list[str]
    """Ids of its paragraphs, by which replies name it."""
    quote: str = ""
    before: str = ""
    place: int = -1
    replies: list[str] = field(default_factory=list)


class WordComments:
    """Reads the comments of `.docx` files; `appendix` and others write Word files."""

    def read(self, path: Path, choices: Choices) -> Arrived:
        """The comments of a file as segments; ReadError when it has none."""
        account = Account()
        with Archive(path) as archive:
            comments = _comments(archive, path)
            _anchors(archive, path, comments)
            _replies(archive, path, comments)
        segments = []
        for comment in sorted(comments.values(), key=lambda each: each.place):
            if not comment.quote.strip():
                account.lose("comments", "hang on no words", f"{comment.author}: {comment.text}")
                continue
            segments.append(
                Segment("", comment.quote, (comment.text,), " ".join(comment.author.split()) or choices.coder,
                        "\n".join(comment.replies), created=comment.created, before=comment.before)
            )  # fmt: skip
        return Arrived(Bundle(), account, "Word", tuple(segments))


def _part(archive: Archive, path: Path, name: str) -> Any | None:
    if name not in archive:
        return None
    content = archive.read(name, 256 * 1024**2).replace(STRICT, LOOSE)
    return xml_root(content, f"{path}: {name}", what="a Word file", limit=256 * 1024**2)


def _comments(archive: Archive, path: Path) -> dict[str, _Comment]:
    root = _part(archive, path, "word/comments.xml")
    found: dict[str, _Comment] = {}
    for element in root.iter(f"{W}comment") if root is not None else ():
        paragraphs = list(element.iter(f"{W}p"))
        text = "\n".join("".join(_pieces(paragraph)).strip() for paragraph in paragraphs).strip()
        ids = [paragraph.get(f"{W14}paraId") or "" for paragraph in paragraphs]
        created = date(element.get(f"{W}date"))
        found[element.get(f"{W}id") or ""] = _Comment(element.get(f"{W}author") or "", created, text, ids)
    if not any(comment.text for comment in found.values()):
        raise ReadError(path, "this Word file has no comments", slug="no_comments",
                        hint=f"`qualcode add {argument(path)}` reads it as a transcript or a document")  # fmt: skip
    return found


def _pieces(element: Any) -> list[str]:
    """The words of an element as Word shows them: without what was struck out."""
    found = []
    for part in element.iter(f"{W}t", f"{W}tab", f"{W}br", f"{W}cr", f"{W}noBreakHyphen"):
        name = part.tag.rpartition("}")[2]
        found.append(part.text or "" if name == "t" else "-" if name == "noBreakHyphen" else " ")
    return found


def _anchors(archive: Archive, path: Path, comments: dict[str, _Comment]) -> None:
    """The words that each comment hangs on, and those before them."""
    root = _part(archive, path, "word/document.xml")
    text: list[str] = []
    length = 0
    begun: dict[str, int] = {}
    paragraph = 0
    for event, element in _walk(root):
        name = element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""
        id = element.get(f"{W}id") or ""
        piece = ""
        if event == "end":
            if name == "p":
                piece = "\n"
        elif name == "p":
            paragraph = length
        elif name == "commentRangeStart":
            begun[id] = length
        elif name in ("commentRangeEnd", "commentReference") and id in comments and not comments[id].quote:
            # A comment without a range hangs on its paragraph.
            start = begun.get(id, paragraph)
            said = "".join(text)
            comments[id].quote = said[start:length].strip("\n")
            comments[id].before = said[max(0, start - CONTEXT) : start]
            comments[id].place = start
        elif name == "t":
            piece = element.text or ""
        elif name in ("tab", "br", "cr"):
            piece = " "
        elif name == "noBreakHyphen":
            piece = "-"
        if piece:
            text.append(piece)
            length += len(piece)
            if len(text) > 512:
                text = ["".join(text)]


def _walk(root: Any) -> Any:
    """Start and end of every element but of what was struck out, in the order of the text."""
    from lxml import etree

    skipped = 0
    for event, element in etree.iterwalk(root, events=("start", "end")):
        hidden = element.tag in (f"{W}del", f"{W}moveFrom", f"{W}instrText")
        if hidden:
            skipped += 1 if event == "start" else -1
        elif not skipped:
            yield event, element


def _replies(archive: Archive, path: Path, comments: dict[str, _Comment]) -> None:
    """An answer to a comment is said with it, and is no coding of its own."""
    root = _part(archive, path, "word/commentsExtended.xml")
    if root is None:
        return
    by_paragraph = {id: key for key, comment in comments.items() for id in comment.paragraphs if id}
    for element in root.iter(f"{W15}commentEx"):
        mine = by_paragraph.get(element.get(f"{W15}paraId") or "")
        parent = by_paragraph.get(element.get(f"{W15}paraIdParent") or "")
        if mine in comments and parent in comments and mine != parent:
            reply = comments.pop(mine)
            comments[parent].replies.append(f"{reply.author}: {reply.text}")


# -- what a comment names --------------------------------------------------------------

_LEAD = re.compile(r"(?:codes?|koder?|kod|tags?|tema|theme|kategori|category)\s*[:=]\s*", re.IGNORECASE)
_HASH = re.compile(r"#([\w][\w./>-]*)")
_WORDS, _LENGTH = 5, 50
"""A name of a new code has at most so many words and characters; what is longer is a sentence."""


def names_in(comment: str, known: Any) -> list[tuple[str, str]]:
    """The codes a comment names, each with what it says besides; empty where it is a sentence.

    Codes stand on lines of their own or between semicolons, commas or slashes, or as `#hashtags`.
    `known` tells whether a name is a code already; `name: words` and `name – words` then say why.
    """
    comment = comment.strip()
    if known(comment):
        return [(comment, "")]
    if hashes := _HASH.findall(comment):
        rest = " ".join(_HASH.sub(" ", comment).split())
        return [(name.replace("_", " "), rest) for name in hashes]
    found: list[tuple[str, str]] = []
    loose: list[str] = []
    for line in re.split(r"[\n;|]", comment):
        line = _LEAD.sub("", line.strip(), count=1).strip(" \t•-–—*")
        if not line:
            continue
        if known(line):
            found.append((line, ""))
            continue
        name, why = _reasoned(line, known)
        if name:
            found.append((name, why))
            continue
        parts = [part.strip() for part in re.split(r",|\s/\s|\s\+\s", line) if part.strip()]
        if len(parts) > 1 and all(known(part) or _is_name(part) for part in parts):
            found += [(part, "") for part in parts]
        elif _is_name(line):
            found.append((line, ""))
        else:
            loose.append(line)
    if loose and not found:
        return []
    said = "\n".join(loose)
    return [(name, "\n".join(text for text in (why, said) if text)) for name, why in dict(found).items()]


def _reasoned(line: str, known: Any) -> tuple[str, str]:
    for mark in (": ", " – ", " — ", " - "):
        name, found, why = line.partition(mark)
        if found and known(name.strip()):
            return name.strip(), why.strip()
    return "", ""


def _is_name(text: str) -> bool:
    return len(text) <= _LENGTH and len(text.split()) <= _WORDS and text[-1:] not in ".?!:" and ": " not in text


codec = WordComments()
