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
from .archive import Archive
from .interface import Account, Arrived, Choices, Segment
from .markup import xml_root
from .refi.elements import date

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
W14 = "{http://schemas.microsoft.com/office/word/2010/wordml}"
W15 = "{http://schemas.microsoft.com/office/word/2012/wordml}"
OMITTED = " [...] "
STRICT = b"http://purl.oclc.org/ooxml/wordprocessingml/main"
LOOSE = b"http://schemas.openxmlformats.org/wordprocessingml/2006/main"
CONTEXT = 60
"""How many characters before the words are remembered, to tell them from the same words elsewhere."""
_APART = re.compile(r"word/(?:footnotes|endnotes|header\d*|footer\d*)\.xml")
_AS = {"tab": " ", "br": " ", "cr": " ", "noBreakHyphen": "-", "sym": OMITTED}
"""What stands in the words of a file for what is no letter there."""


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
            if not comment.quote.strip() or not comment.text:
                why = "hang on no words" if comment.text else "say nothing"
                account.lose("comments", why, f"{comment.author}: {comment.text or comment.quote}")
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
    """The words that each comment hangs on, and those before them, in the text and in what stands apart from it."""
    apart = sorted(name for name in archive if _APART.fullmatch(name))
    ended = 0
    for name in ("word/document.xml", *apart):
        root = _part(archive, path, name)
        if root is not None:
            ended += _Said(comments, ended).walk(root)


class _Said:
    """The words of one part of a Word file, read from start to end."""

    def __init__(self, comments: dict[str, _Comment], ended: int) -> None:
        self.comments = comments
        self.ended = ended
        """How many characters the parts before it have: comments are taken in their order."""
        self.text: list[str] = []
        self.length = 0
        self.struck = 0
        """How many pieces so far were struck out."""
        self.begun: dict[str, tuple[int, int]] = {}
        """Where the words of a comment begin, and how many pieces were struck out before."""
        self.paragraph = 0
        self.bare: list[str] = []
        """Comments on no words, in the paragraph that is being read: they hang on all of it."""

    def walk(self, root: Any) -> int:
        """Give each comment its words; returns how many characters there are."""
        from lxml import etree

        inside = 0
        for event, element in etree.iterwalk(root, events=("start", "end")):
            name = element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""
            if name in ("del", "moveFrom", "instrText"):
                inside += 1 if event == "start" else -1
            elif event == "start":
                self._begin(name, element, inside > 0)
            elif name == "p" and not inside:
                self._end_paragraph()
        return self.length

    def _begin(self, name: str, element: Any, struck: bool) -> None:
        id = element.get(f"{W}id") or ""
        if name == "commentRangeStart":  # which counts where it stands before words that were struck out, too
            self.begun[id] = (self.length, self.struck)
        elif name in ("commentRangeEnd", "commentReference"):
            self._comment(id)
        elif struck:
            self.struck += 1
        elif name == "p":
            self.paragraph = self.length
        elif name == "t":
            self._say(element.text or "")
        elif name in _AS:
            self._say(_AS[name])

    def _say(self, piece: str) -> None:
        self.text.append(piece)
        self.length += len(piece)
        if len(self.text) > 512:
            self.text = ["".join(self.text)]

    def _comment(self, id: str) -> None:
        comment = self.comments.get(id)
        if comment is None or comment.quote:
            return
        start, struck = self.begun.get(id, (self.length, self.struck))
        if "".join(self.text)[start:].strip():
            self._hang(comment, start)
        elif struck == self.struck and id not in self.bare:
            self.bare.append(id)

    def _end_paragraph(self) -> None:
        for id in self.bare:
            self._hang(self.comments[id], self.paragraph)
        self.bare.clear()
        self._say("\n")

    def _hang(self, comment: _Comment, start: int) -> None:
        said = "".join(self.text)
        comment.quote = said[start:].strip("\n").removeprefix(OMITTED).removesuffix(OMITTED)
        comment.before = said[max(0, start - CONTEXT) : start]
        comment.place = self.ended + start


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
_NUMBER = re.compile(r"^\(?\d{1,2}[.)]\s+(?=\D)")
_HASH = re.compile(r"#([\w][\w./>-]*)")
_WORDS, _LENGTH = 5, 50
"""A name of a new code has at most so many words and characters; what is longer is a sentence."""


def names_in(comment: str, known: Any) -> list[tuple[str, str]]:
    """The codes a comment names, each with what it says besides; empty where it is a sentence.

    Codes stand on lines of their own or between semicolons, commas or slashes, or as `#hashtags`.
    `known` tells whether a name is a code already; `name: words` and `name – words` then say why.
    """
    comment = _bare(comment, known)
    if known(comment):
        return [(comment, "")]
    if hashes := _HASH.findall(comment):
        rest = " ".join(_HASH.sub(" ", comment).split())
        return [(name.replace("_", " "), rest) for name in hashes]
    found: list[tuple[str, str]] = []
    loose: list[str] = []
    for line in re.split(r"[\n;|]", comment):
        line = _bare(_LEAD.sub("", _NUMBER.sub("", line.strip()), count=1).strip(" \t•-–—*"), known)
        if not line:
            continue
        if known(line):
            found.append((line, ""))
            continue
        name, why = _reasoned(line, known)
        if name:
            found.append((name, why))
            continue
        parts = [_bare(part, known) for part in re.split(r",|\s/\s|\s\+\s", line) if part.strip()]
        if len(parts) == 1 and any(known(part.strip()) for part in line.split("/")):
            parts = [_bare(part, known) for part in line.split("/") if part.strip()]
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


def _bare(text: str, known: Any) -> str:
    """A name without quotation marks around it, and a known one without its full stop."""
    text = text.strip()
    if len(text) > 2 and text[0] in "\"'“”„«»‘’" and text[-1] in "\"'“”«»‘’":
        text = text[1:-1].strip()
    return text[:-1] if text.endswith(".") and known(text[:-1]) else text


def _reasoned(line: str, known: Any) -> tuple[str, str]:
    for mark in (": ", " – ", " — ", " - "):
        name, found, why = line.partition(mark)
        if found and known(name.strip()):
            return name.strip(), why.strip()
    return "", ""


def _is_name(text: str) -> bool:
    short = len(text) <= _LENGTH and len(text.split()) <= _WORDS
    return short and text[-1:] not in ".?!:" and ": " not in text and "://" not in text


codec = WordComments()
