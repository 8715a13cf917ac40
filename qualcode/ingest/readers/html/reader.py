"""Web pages (.html): the words a reader sees, as headings, paragraphs, lists and cells.

Nothing is ever fetched: pictures, frames and scripts of the page are left out and counted.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace

from qualcode.core.container import kind_of
from qualcode.core.encoding import decode

from ....core.errors import ReadError
from ....core.languages import primary
from ....core.numbering import counter
from ..blocks import Block, Gathered, Raw, ReaderOptions, is_coloured
from .surroundings import Facts, article, is_apart, is_note_mark, kind_of_surrounding
from .tables import Tables
from .tokens import Tag, tokens


class _Shown(Gathered):
    """The block that is being read, with white space as a browser shows it."""

    def __init__(self) -> None:
        super().__init__()
        self.bold_depth = self.apart_depth = 0
        self.kind, self._level, self._number = "paragraph", 0, ""

    def last(self) -> str:
        return self.parts[-1][-1] if self.parts else ""

    def become(self, kind: str, level: int, number: str = "") -> None:
        """Say what the block is that now begins."""
        self.kind, self._level, self._number = kind, level, number

    def words(self, text: str) -> None:
        """Words, their white space already made single."""
        if text[:1] == " " and self.last().strip() == "":
            text = text.lstrip(" ")
        self.add(text, self.bold_depth > 0, self.apart_depth > 0)

    def take(self, same: bool = False) -> Block | None:
        """The block as gathered, None when it has no words; then begin the next one.

        With `same` the next one is of the same kind; a number stays until its words come.
        """
        block = self.block(self.kind, self._level, self._number, blank="\n ")
        if block is not None and " \n" in block.text:
            text = block.text.replace(" \n", "\n")
            block = replace(block, text=text, bold=min(block.bold, len(text)))
        super().__init__()
        if block is not None or not same:
            self._number = ""
        if not same:
            self.kind, self._level = "paragraph", 0
        return block


MEDIA_TYPE = "text/html"

_CHARSET = re.compile(rb"charset\s*=\s*[\"']?\s*([\w.:-]+)", re.IGNORECASE)
_LINKED_DATA = re.compile(r"<script[^>]{0,200}application/ld\+json[^>]{0,200}>", re.IGNORECASE)
_SAME = dict.fromkeys(("windows-1252", "iso-8859-1", "latin-1", "latin1", "iso8859-1", "us-ascii", "ascii"), "cp1252")
"""What browsers read under these names."""

_BLOCKS = frozenset(
    (
        "address", "article", "aside", "blockquote", "body", "center", "dd", "details", "dialog", "dir", "div", "dl",
        "dt", "fieldset", "figure", "footer", "form", "header", "hgroup", "hr", "html", "legend", "main", "menu",
        "p", "pre", "section", "summary", "ul", "ol", "li", "head", "optgroup",
    )
)  # fmt: skip
_WRAPPERS = frozenset(("address", "center", "div", "p", "section", "blockquote"))
_HEADINGS = {f"h{level}": level for level in range(1, 7)}
_LEFT_OUT = {
    "nav": "navigation", "template": "templates", "svg": "drawings", "select": "choice lists", "button": "buttons",
    "iframe": "frames", "object": "embedded objects", "audio": "recordings", "video": "films", "canvas": "drawings",
    "noscript": "", "rt": "readings above characters", "rp": "", "datalist": "choice lists",
}  # fmt: skip
_VOID = frozenset(("br", "hr", "img", "input", "meta", "link", "wbr", "source", "area", "base", "col", "embed"))
_NUMBERS = {"a": "lowerLetter", "A": "upperLetter", "i": "lowerRoman", "I": "upperRoman"}
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden|mso-hide\s*:\s*all", re.IGNORECASE)
_APART = re.compile(r"font-style\s*:\s*italic|text-decoration\s*:\s*underline", re.IGNORECASE)
_COLOUR = re.compile(r"(?<![\w-])color\s*[:=]\s*[\"']?(#[0-9a-f]{6})\b", re.IGNORECASE)
_BOLD = re.compile(r"font-weight\s*:\s*(?:bold|[6-9]00)", re.IGNORECASE)


def read(content: bytes, name: str, options: ReaderOptions) -> list[Raw]:
    """One Raw with the blocks of a page. Raises ReadError when there is no text in it."""
    if not content:
        raise ReadError(name, "empty file", slug="empty_file")
    if kind_of(content) in ("zip", "ole", "pdf", "rtf"):
        raise ReadError(name, f"not a web page: it looks like {kind_of(content).upper()}")
    text, encoding, warnings = _decoded(content, name, options)
    page, blocks, words = _article(text) if not options.extra.get("whole_page") else (None, [], {})
    if page is None:
        page = _Page(text, whole=True, quotations=bool(options.extra.get("quotations")))
        page.read()
        blocks = page.blocks
    if not blocks:
        raise ReadError(name, "no text in the page", slug="empty_file")
    title = " ".join(page.title.split())
    if blocks[0].kind == "paragraph" and " ".join(blocks[0].text.split()) == title:
        blocks[0] = replace(
            blocks[0], kind="heading", level=1
        )  # which LibreOffice writes as a paragraph in large letters
    counted = ", ".join(f"{what} {count}" for what, count in sorted(page.left_out.items()))
    around = ", ".join(f"{what} ({count} words)" for what, count in sorted(words.items()))
    if around:
        warnings = (*warnings, f"left out around the article: {around}; --whole-page reads them too")
    return [
        Raw(
            tuple(blocks),
            facts=page.facts.attributes(),
            title=title or page.facts.shown_title,
            language=primary(page.language),
            media_type=MEDIA_TYPE,
            encoding=encoding,
            warnings=(*warnings, *([f"left out: {counted}"] if counted else [])),
        )
    ]


def _article(text: str) -> tuple[_Page | None, list[Block], dict[str, int]]:
    """The article of a page, its blocks and what was left out around it, in words; None where the page is none.

    What would leave next to nothing is no article with things around it.
    """
    page = _Page(text)
    page.read()
    page.facts.take_saved_from(text[:1000])
    for found in _LINKED_DATA.finditer(text):
        page.facts.take_linked_data(text[found.end() :].partition("</script")[0])
    kept, outside = article(page.blocks, page.main)
    for block in kept[:10]:
        if block.kind == "caption":
            page.facts.take_byline(block.text)
    around = {**page.words_left_out, **outside}
    everything = _words(page.blocks) + sum(page.words_left_out.values())
    return (page, kept, around) if kept and _words(kept) >= max(30, 0.15 * everything) else (None, [], {})


def _words(blocks: list[Block]) -> int:
    return sum(len(block.text.split()) for block in blocks)


def _decoded(content: bytes, name: str, options: ReaderOptions) -> tuple[str, str, tuple[str, ...]]:
    if options.encoding or content.startswith((b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")):
        return decode(content, name, options.encoding)
    found = _CHARSET.search(content[:4096])
    declared = found[1].decode("ascii", "replace").lower() if found else ""
    declared = _SAME.get(declared, declared)
    if declared and not declared.startswith("utf-16"):
        if declared != "utf-8" and not content.isascii() and _is_utf8(content):
            declared_wrongly = f"the page says its encoding is {declared}, but it was read as utf-8"
            return *decode(content, name, "utf-8")[:2], (declared_wrongly,)
        try:
            return content.decode(declared).replace("\r\n", "\n").replace("\r", "\n"), declared, ()
        except (LookupError, UnicodeError):
            text, taken, warnings = decode(content, name)
            return text, taken, (*warnings, f"the page says its encoding is {declared}, but it was read as {taken}")
    return decode(content, name)


def _is_utf8(content: bytes) -> bool:
    try:
        content.decode("utf-8")
    except UnicodeError:
        return False
    return True  # letters of another encoding next to never make this one by chance


class _Page:
    """The state of reading one page from tag to tag."""

    def __init__(self, text: str, whole: bool = False, quotations: bool = False) -> None:
        """`whole`: also what stands around the article; `quotations`: lines quoted in a mail begin with `> `."""
        self._text = text
        self._whole = whole
        self._quotations = quotations
        self._quoted = 0
        """How many quotations are open."""
        self.facts = Facts()
        self.main: list[bool] = []
        """For each block whether it stands in the page's `main` or `article`."""
        self.words_left_out: Counter[str] = Counter()
        self._article_depth = 0
        self._kind_skipped = ""
        self._in_byline = False
        self._lowered = text.lower()
        self.blocks: list[Block] = []
        self.left_out: Counter[str] = Counter()
        self.title = ""
        self.language = ""
        self._now = _Shown()
        self._tables = Tables(self._take)
        self._in_title = False
        self._skipped = ""
        """The element that is being left out, and how many of its name are open."""
        self._skip_depth = 0
        self._lists: list[tuple[str, int, str]] = []
        """For each open list: its tag, the number of the last item, the format of numbers."""
        self._spans: list[tuple[bool, bool]] = []

    def read(self) -> None:
        for token in tokens(self._text):
            if isinstance(token, Tag):
                if self._skipped:
                    self._skip(token)
                elif token.closing:
                    self._end(token)
                else:
                    self._start(token)
            elif self._in_title:
                self.title += token
            elif not self._skipped:
                self._now.words(token)
            elif self._kind_skipped:
                self.words_left_out[self._kind_skipped] += len(token.split())
        self._flush()
        self._tables.close_all()

    # Leaving out.

    def _skip(self, tag: Tag) -> None:
        if tag.name == self._skipped:
            self._skip_depth += -1 if tag.closing else 1
            if self._skip_depth == 0:
                self._skipped = self._kind_skipped = ""

    def _leave_out(self, name: str) -> None:
        if f"</{name}" in self._lowered:
            self._skipped, self._skip_depth = name, 1

    # Tags.

    def _start(self, tag: Tag) -> None:
        name = tag.name
        if name in ("main", "article"):
            self._flush()
            self._article_depth += 1
        if not self._whole and (kind := kind_of_surrounding(tag, self._article_depth > 0)):
            self._flush()
            self._kind_skipped = kind if f"</{name}" in self._lowered else ""
            self._leave_out(name)
            return
        if name in ("meta", "link"):
            self.facts.take(tag)
        elif name == "time":
            self.facts.take_time(tag)
        elif name == "br":
            if self._now.last() == "\n":  # a second one leaves an empty line
                self._flush(same=True)
            elif self._now.length:
                self._now.add("\n", False, False)
        elif name in ("b", "strong"):
            self._now.bold_depth += 1
        elif name in ("i", "em", "u"):
            self._now.apart_depth += 1
        elif name in ("span", "font"):
            bold = _BOLD.search(tag.rest or "") is not None
            colour = _COLOUR.search(tag.rest or "")
            apart = _APART.search(tag.rest or "") is not None or is_coloured(colour and colour[1])
            self._spans.append((bold, apart))
            self._now.bold_depth += bold
            self._now.apart_depth += apart
        elif name in _LEFT_OUT:
            if _LEFT_OUT[name]:
                self.left_out[_LEFT_OUT[name]] += 1
            self._leave_out(name)
        elif name == "a" and is_note_mark(tag):
            self._leave_out(name)
        elif name == "img":
            self.left_out["pictures"] += 1
        elif name == "title":
            self._in_title = not self.title
        elif name == "html":
            self.language = tag.get("lang") or tag.get("xml:lang")
        elif name in _HEADINGS:
            self._flush()
            self._now.become("heading", _HEADINGS[name])
        elif name in ("figcaption", "caption"):
            self._flush()
            self._now.become("caption", 0)
        elif name in ("table", "tr", "td", "th"):
            self._flush()
            self._tables.start(tag)
        elif name in _BLOCKS:
            self._start_block(tag)
            self._quoted += self._quotations and name == "blockquote"
            if not self._whole and is_apart(tag):
                self._flush()
                self._now.become("caption", 0)
                self._in_byline = True
        if tag.rest and name not in _VOID and (tag.has("hidden") or _HIDDEN.search(tag.rest)):
            self.left_out["hidden passages"] += 1
            self._leave_out(name)

    def _start_block(self, tag: Tag) -> None:
        name = tag.name
        if name in _WRAPPERS:
            # Inside a heading, an item or a caption it wraps the words; they stay what they are.
            if self._now.length:
                self._flush(same=self._now.kind != "heading")
            return
        self._flush()
        if name in ("ul", "ol", "dir", "menu"):
            start = tag.get("start")
            first = int(start) - 1 if start.isdigit() and len(start) < 9 else 0
            self._lists.append((name, first, _NUMBERS.get(tag.get("type"), "decimal")))
        elif name == "li":
            self._start_item(tag)
        elif name in ("dd", "dt"):
            self._now.become("list", 1 if name == "dd" else 0)

    def _start_item(self, tag: Tag) -> None:
        number = ""
        if self._lists:
            kind, last, format = self._lists[-1]
            value = tag.get("value") if tag.rest else ""
            last = int(value) if value.isdigit() and len(value) < 9 else last + 1
            self._lists[-1] = (kind, last, format)
            if kind == "ol":
                number = counter(last, format) + "."
        self._now.become("list", max(len(self._lists) - 1, 0), number)

    def _end(self, tag: Tag) -> None:
        name = tag.name
        if name in ("main", "article"):
            self._flush()
            self._article_depth = max(self._article_depth - 1, 0)
        elif name in ("b", "strong"):
            self._now.bold_depth = max(self._now.bold_depth - 1, 0)
        elif name in ("i", "em", "u"):
            self._now.apart_depth = max(self._now.apart_depth - 1, 0)
        elif name in ("span", "font"):
            bold, apart = self._spans.pop() if self._spans else (False, False)
            self._now.bold_depth = max(self._now.bold_depth - bold, 0)
            self._now.apart_depth = max(self._now.apart_depth - apart, 0)
        elif name == "title":
            self._in_title = False
        elif name in ("table", "tr", "td", "th"):
            self._flush()
            self._tables.end(name)
        elif name in ("ul", "ol", "dir", "menu"):
            self._flush()
            if self._lists:
                self._lists.pop()
        elif name in _WRAPPERS:
            self._flush(same=not self._in_byline)
            self._in_byline = False
            self._quoted = max(0, self._quoted - (name == "blockquote"))
        elif name in _HEADINGS or name in _BLOCKS or name in ("figcaption", "caption"):
            self._flush()

    def _flush(self, same: bool = False) -> None:
        """End the block; `same` begins another of its kind, as after an empty line."""
        block = self._now.take(same)
        if block is not None and not self._tables.takes(block):
            self._take(block)

    def _take(self, block: Block) -> None:
        if self._quoted:
            marked = "\n".join("> " * self._quoted + line for line in block.text.split("\n"))
            block = replace(block, text=marked)
        self.blocks.append(block)
        self.main.append(self._article_depth > 0)
