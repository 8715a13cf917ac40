"""Cuts HTML into tags and text, one after the other, whatever state it is in.

Real pages close tags in the wrong order (`<B><P>Aho</B>: text`), and repairing that into a
tree moves words between paragraphs. For text only the order of tags matters, so there is no
tree: nesting of any depth costs nothing, and the time is proportional to the file.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator

from ....core.values import frozen

_TAG = re.compile(r"</?([a-zA-Z][^\s/>]*)")
_ATTRIBUTE = re.compile(r"""([^\s=/>"']+)\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s>]+))""")
_LONGEST_VALUE = 100_000
"""Characters in which a quoted attribute must end; else its quote is taken for a slip."""
_RAW = frozenset(("script", "style", "title", "textarea", "xmp", "noembed", "noframes"))
"""Elements whose content is no markup."""


@frozen
class Tag:
    """A start or end tag; attributes are read only when asked for."""

    name: str
    closing: bool
    rest: str

    def get(self, attribute: str) -> str:
        """The value of an attribute, `""` where it is not set."""
        for found in _ATTRIBUTE.finditer(self.rest):
            if found[1].lower() == attribute:
                return html.unescape(found[2] or found[3] or found[4] or "")
        return ""

    def has(self, attribute: str) -> bool:
        """Whether an attribute is there, with or without a value."""
        return re.search(rf"(?:^|\s){attribute}(?=[\s=/]|$)", self.rest, re.IGNORECASE) is not None


def tokens(text: str) -> Iterator[Tag | str]:
    """Tags, and the text between them with character references resolved.

    White space written in the source becomes one blank; a tabulator or line end written as
    a character reference (`&#9;`) is meant, and stays.
    """
    at, length = 0, len(text)
    lowered = text.lower() if "<" in text else text
    preformatted = 0
    while at < length:
        begin = text.find("<", at)
        begin = length if begin < 0 else begin
        if begin > at:
            yield _text(text[at:begin], preformatted)
        if begin >= length:
            return
        if text.startswith("<!--", begin):
            end = text.find("-->", begin + 4)
            at = length if end < 0 else end + 3
            continue
        if text[begin + 1 : begin + 2] in ("!", "?"):
            end = text.find(">", begin)
            at = length if end < 0 else end + 1
            continue
        match = _TAG.match(text, begin)
        if match is None:
            yield "<"
            at = begin + 1
            continue
        end = _tag_end(text, match.end())
        closing = text[begin + 1] == "/"
        name = match[1].lower()
        rest = text[match.end() : end]
        at = end + 1
        yield Tag(name, closing, rest)
        if name == "pre":
            preformatted = max(0, preformatted + (-1 if closing else 1))
        if name in _RAW and not closing:
            stop = lowered.find(f"</{name}", at)
            stop = length if stop < 0 else stop
            if name == "title":
                yield _text(text[at:stop], 0)
            at = stop


def _tag_end(text: str, at: int) -> int:
    """Where the `>` of a tag stands, `>` inside quoted attributes passed over."""
    while True:
        end = text.find(">", at)
        if end < 0:
            return len(text)
        quote = _open_quote(text[at:end])
        if not quote:
            return end
        close = text.find(quote, end, end + _LONGEST_VALUE)
        if close < 0:
            return end
        at = close + 1


def _open_quote(piece: str) -> str:
    """The quote in which an attribute list ends, if it ends inside one."""
    if '"' not in piece and "'" not in piece:
        return ""
    open_ = ""
    before = ""
    for char in piece:
        if open_:
            open_ = "" if char == open_ else open_
        elif char in "\"'" and before == "=":
            open_ = char
        if not char.isspace():
            before = char
    return open_


_SPACE = re.compile(r"[ \t\n\r\f]+")


def _text(text: str, preformatted: int) -> str:
    if not preformatted:
        text = _SPACE.sub(" ", text)
    return html.unescape(text) if "&" in text else text
