"""The words of RTF: control words in nested groups, code pages, and what is not text.

The groups are kept on a list, never on Python's stack, so that any depth can be read.
"""

from __future__ import annotations

import codecs
import re
from collections import Counter
from collections.abc import Callable
from dataclasses import replace

from ....core.languages import word_set
from ....core.values import frozen
from ..blocks import Block, is_coloured
from ..symbols import symbol
from .paragraphs import Blocks

CHARSETS = {
    0: "cp1252", 77: "mac_roman", 128: "cp932", 129: "cp949", 134: "cp936", 136: "cp950", 161: "cp1253", 162:
    "cp1254", 163: "cp1258", 177: "cp1255", 178: "cp1256", 186: "cp1257", 204: "cp1251", 222: "cp874", 238:
    "cp1250", 255: "cp437",
}  # fmt: skip
CHARACTERS = {
    "tab": "\t", "line": "\n", "lbr": "\n", "softline": "\n", "column": "\n", "emdash": "—", "endash": "–",
    "lquote": "‘", "rquote": "’", "ldblquote": "“", "rdblquote": "”", "bullet": "•", "emspace": "\u2003",
    "enspace": "\u2002", "qmspace": "\u2005", "zwj": "\u200d", "zwnj": "\u200c", "ltrmark": "\u200e", "rtlmark":
    "\u200f", "zwbo": "\u200b",
}  # fmt: skip
SIGNS = {"~": "\u00a0", "-": "\u00ad", "_": "\u2011", "\t": "\t"}
NO_TEXT = frozenset(
    (
    "colortbl", "fldinst", "pict", "objdata", "objclass", "themedata", "colorschememapping", "datastore",
    "latentstyles", "listtable", "listoverridetable", "rsidtbl", "generator", "xmlnstbl", "filetbl", "revtbl",
    "bkmkstart", "bkmkend", "header", "headerl", "headerr", "headerf", "footer", "footerl", "footerr",
    "footerf", "shprslt", "nonshppict", "pn", "pntxta", "pntxtb", "pgdsctbl", "wgrffmtfilter", "mmathPr",
    "datafield", "formfield", "private", "template", "ftnsep", "ftnsepc", "ftncn", "aftnsep", "aftnsepc",
    "aftncn", "xe", "tc", "atnid", "atntime", "atndate", "atnref", "atrfstart", "atrfend", "falt", "panose",
    "fontemb", "blipuid", "nonesttables", "docvar", "keywords", "operator", "company",
    )
)  # fmt: skip
TOKEN = re.compile(
    r"\\(?:'([0-9a-fA-F]{2})|([a-zA-Z]{1,32})(-?\d{1,10})?[ ]?|([^a-zA-Z]))|([{}])|([^\\{}\r\n]+)|[\r\n]+", re.DOTALL
)

_TEXT_DESTINATIONS = frozenset(("shptxt", "ud", "fldrslt", "footnote", "annotation", "result"))
_PARAGRAPH_WORDS = word_set("par sect page pard intbl cell nestcell row nestrow trowd trhdr outlinelevel ilvl ftnalt")
_PLAIN = dict.fromkeys(("bold", "apart", "hidden", "deleted"), False)
_LEFT_OUT = {"pict": "pictures", "object": "embedded objects"}

NO, QUIET, CLOSED = 0, 1, 2
"""Text is read; is not, but a text destination inside may begin again; is not at all."""


@frozen
class State:
    """What a group inherits and gives back at its end."""

    silence: int = NO
    destination: str = ""
    bold: bool = False
    apart: bool = False
    hidden: bool = False
    deleted: bool = False
    skip: int = 1
    """How many characters stand for one \\u code in programs that know no Unicode."""
    font: int = 0
    language: int = 0


def _colours(text: str) -> dict[int, str]:
    """The colours of the file's table, as `1F4E79`, by their number."""
    table = re.search(r"\{\\colortbl([^{}]*)\}", text)
    parts = [re.findall(r"\\(?:red|green|blue)(\d{1,3})", entry) for entry in table[1].split(";")] if table else []
    return {at: "".join(f"{int(part) & 255:02x}" for part in entry) for at, entry in enumerate(parts)}


class RichText:
    """Reads the groups of one file into blocks, a font and a style table, and a few facts."""

    def __init__(self, text: str) -> None:
        self._text = text
        self.blocks = Blocks()
        self.left_out: Counter[str] = Counter()
        self.languages: Counter[int] = Counter()
        self.default_language = 0
        self.title = ""
        self._state = State()
        self._stack: list[State] = []
        self._codepage = "cp1252"
        self._colours = _colours(text)
        self._fonts: dict[int, tuple[str, str]] = {}
        self._font_name = ""
        self._defining = 0
        self._default_font = 0
        self._headings: dict[int, int] = {}
        self._style_name = ""
        self._style = 0
        self._pending = bytearray()
        self._to_skip = 0
        self._starred = False
        self._author = ""
        self._words: dict[str, Callable[[int | None], None]] = {
            "par": lambda _: self.blocks.end_paragraph(),
            "sect": lambda _: self.blocks.end_paragraph(),
            "page": lambda _: self.blocks.turn_page(),
            "pard": lambda _: self.blocks.plain_paragraph(),
            "intbl": lambda _: self.blocks.in_table(),
            "cell": lambda _: self.blocks.end_cell(),
            "nestcell": lambda _: self.blocks.add("\t", False, False),
            "row": lambda _: self.blocks.end_row(),
            "nestrow": lambda _: self.blocks.add("\n", False, False),
            "trowd": lambda _: self.blocks.define_row(),
            "trhdr": lambda _: self.blocks.heading_row(),
            "outlinelevel": lambda n: self.blocks.outline(0 if n is None or n > 8 else n + 1),
            "s": self._use_style,
            "ilvl": lambda n: self.blocks.list_level(n or 0),
            "plain": lambda _: self._set(bold=False, apart=False, hidden=False, deleted=False, font=self._default_font),
            "b": lambda n: self._set(bold=n != 0),
            **dict.fromkeys(("i", "ul"), lambda n: self._set(apart=n != 0)),
            "ulnone": lambda _: self._set(apart=False),
            "cf": lambda n: self._set(apart=is_coloured(self._colours.get(n or 0))),
            "v": lambda n: self._set(hidden=n != 0),
            "deleted": self._deleted,
            "uc": lambda n: self._set(skip=max(n or 0, 0)),
            "f": self._use_font,
            "lang": lambda n: self._set(language=n or 0),
            "deff": self._default,
            "deflang": self._default_lang,
            "ansicpg": self._code_page,
            "mac": lambda _: self._encoding("mac_roman"),
            "pc": lambda _: self._encoding("cp437"),
            "pca": lambda _: self._encoding("cp850"),
            "fcharset": self._charset,
            "cpg": lambda n: self._font_encoding(f"cp{n}"),
            "u": self._unicode,
            "ftnalt": lambda _: self.blocks.note_is_endnote(),
        }

    def read(self) -> list[Block]:
        """Every block. A file that ends inside groups is read to its end."""
        text, at, length = self._text, 0, len(self._text)
        while at < length:
            for match in TOKEN.finditer(text, at):
                byte, word, number, sign, brace, plain = match.groups()
                at = match.end()
                if plain is not None:
                    self._plain(plain)
                elif byte is not None:
                    self._byte(int(byte, 16))
                elif word is not None:
                    if word == "bin":
                        at += max(int(number or 0), 0)
                        break
                    self._word(word, None if number is None else int(number))
                elif brace == "{":
                    self._flush()
                    self._stack.append(self._state)
                    self._to_skip = 0
                    self._starred = False
                elif brace == "}":
                    self._close()
                elif sign is not None:
                    self._sign(sign)
            else:
                break
        self._flush()
        return self.blocks.finish()

    # Groups and destinations.

    def _close(self) -> None:
        self._flush()
        self._to_skip = 0
        self._starred = False
        if not self._stack:
            return
        before, self._state = self._state, self._stack.pop()
        if before.destination == self._state.destination:
            return
        if before.destination in ("footnote", "annotation", "shptxt"):
            self.blocks.end_aside()
        elif before.destination in ("listtext", "pntext"):
            self.blocks.end_number()

    def _enter(self, word: str) -> bool:
        """Begin a destination; False when `word` is none."""
        if word in _LEFT_OUT and self._state.silence < CLOSED and self._state.destination != "nonshppict":
            self.left_out[_LEFT_OUT[word]] += 1
        if word in _TEXT_DESTINATIONS:
            if self._state.silence < CLOSED:
                self._set(silence=NO, destination=word)
                if word in ("footnote", "annotation"):
                    self.blocks.begin_aside("footnote" if word == "footnote" else "comment", self._author)
                elif word == "shptxt":
                    self.blocks.begin_aside("paragraph")
            return True
        if word in ("fonttbl", "stylesheet", "info"):
            self._set(silence=CLOSED, destination=word)
            return True
        if word == "title" and self._state.destination == "info":
            self._set(destination="title")
            return True
        if word == "atnauthor":
            self._author = ""
            self._set(silence=CLOSED, destination="atnauthor")
            return True
        if word in ("listtext", "pntext"):
            self._set(destination="listtext")
            self.blocks.begin_number()
            return True
        if word in NO_TEXT:
            self._set(silence=CLOSED, destination=word)
            return True
        if word in ("upr", "shp", "shpinst", "object", "field", "shppict", "do"):
            if word != "field":
                self._set(silence=max(self._state.silence, QUIET), destination=word)
            return True
        return False

    def _word(self, word: str, number: int | None) -> None:
        if self._to_skip and word != "u":
            self._to_skip -= 1
            return
        if word not in ("u",):
            self._flush()
        starred, self._starred = self._starred, False
        if self._enter(word):
            return
        if starred:
            self._set(silence=max(self._state.silence, QUIET), destination=word)
            return
        if word in CHARACTERS:
            self._put(CHARACTERS[word])
        elif word in self._words and (self._state.silence == NO or word not in _PARAGRAPH_WORDS):
            self._words[word](number)

    def _sign(self, sign: str) -> None:
        if sign == "*":
            self._starred = True
            return
        self._flush()
        if self._to_skip:
            self._to_skip -= 1
        elif sign in "\r\n":
            if self._state.silence == NO:
                self.blocks.end_paragraph()
        else:
            self._put(SIGNS.get(sign, sign if sign in "\\{}" else ""))

    # Characters.

    def _plain(self, text: str) -> None:
        if self._to_skip:
            skipped = min(self._to_skip, len(text))
            self._to_skip -= skipped
            text = text[skipped:]
        if not text:
            return
        if self._pending:
            encoding = self._now_encoding()
            if _is_wide(encoding) and _incomplete(bytes(self._pending), encoding):
                self._pending.append(ord(text[0]) & 0xFF)
                text = text[1:]
            self._flush()
        if text.isascii():
            self._put(text)
        else:  # bytes above 127 that a careless program did not escape
            self._put(text.encode("latin-1", "replace").decode(self._now_encoding(), "replace"))

    def _byte(self, value: int) -> None:
        if self._to_skip:
            self._to_skip -= 1
        else:
            self._pending.append(value)

    def _unicode(self, number: int | None) -> None:
        if number is None:
            return
        self._flush()
        self._to_skip = self._state.skip
        point = number + 0x10000 if number < 0 else number
        if 0xF020 <= point <= 0xF0FF:
            self._put(symbol(self._fonts.get(self._state.font, ("", ""))[1], f"{point:X}"))
        elif 0 < point < 0x110000:
            self._put(chr(point))

    def _flush(self) -> None:
        if not self._pending:
            return
        data = bytes(self._pending)
        self._pending.clear()
        encoding, name = self._fonts.get(self._state.font, ("", ""))
        if name.lower() in ("symbol", "wingdings") and self._state.silence == NO:
            self._put("".join(symbol(name, f"{byte:X}") for byte in data))
            return
        self._put(data.decode(encoding or self._codepage, "replace"))

    def _put(self, text: str) -> None:
        state = self._state
        if state.silence == NO:
            if state.deleted or state.hidden:
                return
            self.blocks.add(text, state.bold, state.apart)
            self.languages[state.language] += len(text)
        elif state.destination == "title":
            self.title += text
        elif state.destination == "atnauthor":
            self._author += text
        elif state.destination == "fonttbl":
            self._font_name += text
            if text.endswith(";"):
                encoding = self._fonts.get(self._defining, ("", ""))[0]
                self._fonts[self._defining] = (encoding, self._font_name.rstrip("; ").strip())
                self._font_name = ""
        elif state.destination == "stylesheet":
            self._style_name += text
            if text.endswith(";"):
                match = re.search(r"(?:heading|overskrift|rubrik)\s*(\d)", self._style_name, re.IGNORECASE)
                if match:
                    self._headings[self._style] = int(match[1])
                elif self._style_name.strip("; ").lower() in ("title", "titel", "tittel"):
                    self._headings[self._style] = 1
                self._style_name, self._style = "", 0

    # Properties.

    def _set(self, **changes: object) -> None:
        self._state = replace(self._state, **changes)  # type: ignore[arg-type]

    def _deleted(self, number: int | None) -> None:
        if number != 0 and not self._state.deleted and self._state.silence == NO:
            self.left_out["deletions"] += 1
        self._set(deleted=number != 0)

    def _use_style(self, number: int | None) -> None:
        if self._state.destination == "stylesheet":
            self._style = number or 0
        elif self._state.silence == NO:
            self.blocks.outline(self._headings.get(number or 0, 0))

    def _use_font(self, number: int | None) -> None:
        if self._state.destination == "fonttbl":
            self._defining = number or 0
            self._fonts.setdefault(self._defining, ("", ""))
        else:
            self._set(font=number or 0)

    def _default(self, number: int | None) -> None:
        self._default_font = number or 0
        self._set(font=self._default_font)

    def _default_lang(self, number: int | None) -> None:
        self.default_language = number or 0
        self._set(language=number or 0)

    def _code_page(self, number: int | None) -> None:
        self._encoding({65001: "utf-8", 10000: "mac_roman"}.get(number or 0, f"cp{number}"))

    def _encoding(self, encoding: str) -> None:
        self._codepage = encoding if _known(encoding) else "cp1252"

    def _charset(self, number: int | None) -> None:
        self._font_encoding(CHARSETS.get(-1 if number is None else number, ""))

    def _font_encoding(self, encoding: str) -> None:
        if self._state.destination == "fonttbl" and (not encoding or _known(encoding)):
            self._fonts[self._defining] = (encoding, self._fonts.get(self._defining, ("", ""))[1])

    def _now_encoding(self) -> str:
        return self._fonts.get(self._state.font, ("", ""))[0] or self._codepage


def _known(encoding: str) -> bool:
    try:
        codecs.lookup(encoding)
    except LookupError:
        return False
    return True


def _is_wide(encoding: str) -> bool:
    return encoding in ("cp932", "cp936", "cp949", "cp950")


def _incomplete(data: bytes, encoding: str) -> bool:
    decoder = codecs.getincrementaldecoder(encoding)("replace")
    decoder.decode(data)
    return bool(decoder.getstate()[0])
