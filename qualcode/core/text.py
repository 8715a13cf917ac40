"""Words and sentences in a text, and the text as it is compared, by code-point offset.

Nothing here changes a text: comparisons fold to NFC and white space, places do not.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterator

from .errors import printable
from .languages import SOFT_HYPHEN, as_read
from .model import Span

_MARKS = "\u0300-\u036f\u0483-\u0489\u0591-\u05bd\u0610-\u061a\u064b-\u065f\u0670"
WORD_LETTER = rf"[\w{_MARKS}]"
ALIKE = {"'": "'’‘‛ʼ´`", '"': '"“”„‟«»', "-": "-\u2010\u2011\u2012–—―\u2212"}
"""Marks that are typed in one way and printed in others, by the one that is typed: by Word, by hand on a Nordic
keyboard, and where a line must not break."""
APOSTROPHES, HYPHENS = ALIKE["'"], ALIKE["-"][:3]
"""Those that stand within words: a dash parts them."""
JOINS = HYPHENS[1:] + APOSTROPHES + "-"
"""What may stand within a word, for a class of a regular expression: the plain hyphen last."""
WORD = re.compile(rf"{WORD_LETTER}+(?:[{JOINS}]{WORD_LETTER}+)*")
"""A word as counted: letters with the marks that may stand on them, and digits, joined by apostrophes and hyphens."""
SENTENCE_END = re.compile(r"[.!?…]+[\"'”’»)\]]*(?=\s+[\"'“‘«„(\[]*[A-ZÀ-ÖØ-Þ0-9])")

ABBREVIATIONS = {  # the last word of what looks like a sentence, lower case
    "da": "bl.a. ca. dvs. dr. evt. f.eks. fx. hr. inkl. jf. kl. m.fl. m.m. mht. mio. mr. mv. nr. osv. pga. "
    "pct. ph.d. s. skt. stk. tlf. vedr. vha.",
    "nb": "bl.a. ca. dr. dvs. etc. ev. f.eks. hhv. iht. inkl. jf. kl. m.fl. m.m. mht. mill. mv. nr. osv. "
    "pga. ph.d. pkt. pst. s. st. tlf. vedr.",
    "sv": "bl.a. ca. dvs. dr. e.d. enl. etc. ev. exkl. f.d. fr.o.m. hr. inkl. jfr. kap. kl. m.fl. m.m. milj. "
    "nr. o.d. osv. p.g.a. prof. resp. s. s.k. st. t.ex. t.o.m. tel.",
    "en": "approx. dr. e.g. etc. fig. i.e. inc. jr. mr. mrs. ms. no. p. pp. prof. sr. st. vs.",
}
_ABBREVIATIONS = {language: frozenset(listed.split()) for language, listed in ABBREVIATIONS.items()}


def words(text: str) -> int:
    """How many words a text has."""
    return len(WORD.findall(as_read(text)))


def plain_joins(text: str) -> str:
    """The text with plain apostrophes and hyphens: a word is the same however they were typed.

    >>> plain_joins("it’s an e\u2011mail")
    "it's an e-mail"
    """
    return _plainly(text, ("'", APOSTROPHES), ("-", HYPHENS))


def natural(text: str) -> tuple[tuple[int, int, str], ...]:
    """A key by which P2 stands before P10, whatever the case.

    >>> sorted(["P10", "P2", "p1"], key=natural)
    ['p1', 'P2', 'P10']
    """
    return tuple(
        (0, int(part), "") if part.isdigit() and part.isascii() else (1, 0, part)
        for part in re.split(r"(\d+)", text.casefold())
        if part
    )


ORDERS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff]")
"""What a terminal obeys and what no XML may hold: never part of a word that is written into a file."""


def written_out(text: str) -> str:
    """The text as files for people hold it: orders to a terminal become U+FFFD, and `\\n` ends every line.

    >>> written_out("\\x1b[31mred\\r\\nblue")
    '\ufffd[31mred\\nblue'
    """
    if text.isprintable():
        return text
    return ORDERS.sub("\ufffd", text.replace("\r\n", "\n").replace("\r", "\n"))


_UNSEEN = dict.fromkeys(map(ord, "\u00ad\u200b\u2060\ufeff"))
_JOINERS = "\u200c\u200d"


def legible(text: str) -> str:
    r"""Words of the material for a terminal, which must obey none: orders and marks of direction become escapes.

    Line breaks stay. What nobody sees is left out, such as soft hyphens; tabs and blanks that do not break are blanks;
    what joins the parts of a small picture into one stays.

    >>> legible("sam\u00adarbejde\u00a0og\ttid \x1b[31m")
    'samarbejde og tid \\x1b[31m'
    """
    if text.isprintable():
        return text
    return "".join(
        char if char.isprintable() or char == "\n" or char in _JOINERS else " " if char.isspace() else printable(char)
        for char in text.translate(_UNSEEN)
    )


def paragraphs(text: str, span: Span) -> Iterator[Span]:
    """The maximal pieces of `span` without a line break, trimmed; empty ones left out."""
    start = span.start
    while start < span.stop:
        stop = text.find("\n", start, span.stop)
        stop = span.stop if stop < 0 else stop
        piece = trim(text, Span(start, stop))
        if piece is not None:
            yield piece
        start = stop + 1


def sentences(text: str, span: Span, language: str = "") -> Iterator[Span]:
    """The sentences of `span`, paragraph by paragraph.

    A sentence ends in `.`, `!`, `?` or `…` (with closing quotes) before white space and an
    upper-case letter or a digit, unless its last word is an abbreviation of `language`.
    """
    known = _ABBREVIATIONS.get(language, frozenset())
    for paragraph in paragraphs(text, span):
        start = paragraph.start
        for end in SENTENCE_END.finditer(text, paragraph.start, paragraph.stop):
            last = text[start : end.end()].rsplit(None, 1)[-1].lstrip("\"'“‘«„([").casefold()
            if last in known:
                continue
            piece = trim(text, Span(start, end.end()))
            if piece is not None:
                yield piece
            start = end.end()
        rest = trim(text, Span(start, paragraph.stop)) if start > paragraph.start else paragraph
        if rest is not None:
            yield rest


def trim(text: str, span: Span) -> Span | None:
    """`span` without white space at its ends; None when nothing is left."""
    start, stop = span.start, span.stop
    while start < stop and text[start].isspace():
        start += 1
    while stop > start and text[stop - 1].isspace():
        stop -= 1
    if start >= stop:
        return None
    return Span(start, stop) if stop - start < len(span) else span


class Offsets:
    """Where the code points of a folded text stand in the text itself: `offsets[i]`.

    Only the places where the distance changes are kept, so that a long text costs little more than itself.
    """

    __slots__ = ("_folded", "_own", "_step")

    def __init__(self) -> None:
        self._folded, self._own, self._step = [0], [0], [1]

    def add(self, folded: int, own: int, step: int) -> None:
        """From `folded` on, code points stand at `own` and the `step`-th after it; 0 keeps them there."""
        self._folded.append(folded)
        self._own.append(own)
        self._step.append(step)

    def __getitem__(self, index: int) -> int:
        at = bisect_right(self._folded, index) - 1
        return self._own[at] + (index - self._folded[at]) * self._step[at]

    def end(self, index: int) -> int:
        """Where the letter ends of which the code point before `index` is, or is a part."""
        at = bisect_right(self._folded, index - 1) - 1
        return self._own[at] + index - self._folded[at] if self._step[at] else self._own[at + 1]


def fold(text: str) -> tuple[str, Offsets]:
    """`text` for comparison, and for each folded code point its offset in `text`.

    As `letters` folds it, with any run of white space a single blank, typographic quotes and dashes made plain.
    The offsets go one further: the end of one is the end of the other.
    """
    whole, offsets = letters(text, blanks=True)
    return plain_marks(whole), offsets or Offsets()


def letters(text: str, *, case: bool = False, blanks: bool = False) -> tuple[str, Offsets | None]:
    """`text` with its letters alike: composed, case folded (`ß` is `ss`, `ς` is `σ`), ligatures taken apart, and no
    soft hyphens; and where they stand in `text`, None where each stands at its own place.

    With `case` upper and lower case differ, and `ß` from `ss`; with `blanks` a run of white space is one blank.

    >>> letters("Stra\u00adße, ﬁn")[0], letters("Stra\u00adße, ﬁn", case=True)[0]
    ('strasse, fin', 'Straße, fin')
    """
    simple, folded = _folded_evenly(text, case)
    uneven = "|".join(part for part in (_BLANKS * blanks, "" if simple else _uneven(text, case)) if part)
    if not uneven:
        return folded, None
    offsets = Offsets()
    parts: list[str] = []
    at = size = 0
    for found in re.compile(uneven).finditer(text):
        piece = folded[at : found.start()] if simple else _alike(text[at : found.start()], case)
        own = found.group()
        plain = " " if own.isspace() and blanks else _alike(as_read(own), case)
        parts += (piece, plain)
        size += len(piece)
        offsets.add(size, found.start(), 0)
        size += len(plain)
        at = found.end()
        offsets.add(size, at, 1)
    parts.append(folded[at:] if simple else _alike(text[at:], case))
    return "".join(parts), offsets


def _folded_evenly(text: str, case: bool) -> tuple[bool, str]:
    """The text folded letter by letter, and whether that is all there is to fold."""
    try:
        bytewise = text.encode("latin-1")
    except UnicodeEncodeError:
        folded = text if case else text.casefold()
        # Whatever folds to more letters makes the text longer; nothing makes it shorter.
        simple = len(folded) == len(text) and SOFT_HYPHEN not in text and unicodedata.is_normalized("NFC", text)
        return simple and not (case and _LIGATURE.search(text)), folded
    if b"\xad" in bytewise or (not case and (b"\xdf" in bytewise or b"\xb5" in bytewise)):
        return False, _alike(text, case)
    return True, text if case else bytewise.translate(_LATIN).decode("latin-1")  # a third of the time


_LATIN = bytes(low if (low := ord(chr(code).lower())) < 256 else code for code in range(256))
_BLANKS = r"\s{2,}|[^\S ]"
"""White space that is not a single blank."""
_LIGATURE = re.compile("[ﬀ-ﬆ]")


def _alike(text: str, case: bool) -> str:
    if not case:
        return text.casefold()
    return _LIGATURE.sub(lambda found: unicodedata.normalize("NFKC", found.group()), text)


def _uneven(text: str, case: bool) -> str:
    """A pattern of what folds to another number of letters, or to another letter than case alone makes of it.

    Letters with accents of their own, soft hyphens, `ß`, and signs that double another letter, such as `Ω` for ohm.
    """
    there = [char for char in set(text) if char > "\x7f"]
    marks = "".join(char for char in there if unicodedata.combining(char))
    other = "".join(
        char for char in there
        if char == SOFT_HYPHEN or len(_alike(char, case)) != 1 or not unicodedata.is_normalized("NFC", char)
    )  # fmt: skip
    return "|".join([rf"(?s:.)[{marks}]+"] * bool(marks) + [f"[{other}]"] * bool(other))


def plain_marks(text: str) -> str:
    """The text with quotation marks, apostrophes, hyphens and dashes as they are typed."""
    return _plainly(text, *ALIKE.items())


def _plainly(text: str, *alike: tuple[str, str]) -> str:
    for plain, marks in alike:
        for mark in marks[1:]:
            text = text.replace(mark, plain)  # ten times as fast as one `translate` where there are few or none
    return text


_ASCII = str.maketrans(
    {"æ": "ae", "ø": "oe", "å": "aa", "ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss", "ð": "d", "þ": "th", "ł": "l"}
)


def slugify(name: str, fallback: str = "code") -> str:
    """A level of an id made from a name: the letters a to z, digits and hyphens.

    >>> slugify("Egen silo"), slugify("Værdiskabelse"), slugify("2. runde"), slugify("時間")
    ('egen-silo', 'vaerdiskabelse', 'c2-runde', 'code')
    """
    plain = unicodedata.normalize("NFC", name).casefold().translate(_ASCII)
    plain = unicodedata.normalize("NFKD", plain).encode("ascii", "ignore").decode()
    slug = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:60].rstrip("-")
    if not slug:
        return fallback
    return slug if slug[0].isalpha() else f"c{slug}"


def identifier(text: str) -> str:
    """`text` as a document's id; Nordic letters stay.

    >>> identifier("Møde nr. 3 – æøå")
    'Møde-nr-3-æøå'
    """
    id = re.sub(r"[^\w-]+", "-", unicodedata.normalize("NFC", text)).strip("-")
    return re.sub(r"-{2,}", "-", id)[:100].strip("-_") or "document"


def proof_of(quote: str) -> str:
    """A short mark of some words that says nothing of them, and by which the same words are known again.

    >>> proof_of("We got trust."), proof_of("We  got trust.") == proof_of("We got trust.")
    ('fafcb1a8eb48', True)
    """
    import hashlib

    return hashlib.sha256(" ".join(quote.split()).encode("utf-8", "surrogatepass")).hexdigest()[:12]
