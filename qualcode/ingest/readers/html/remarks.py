"""What stands among the paragraphs of an article and is none of its words, known by what it says.

Bylines and captions are kept apart and never counted; notices, buttons and links in words are left out and counted.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from ..blocks import Block

_ENOUGH = 8
"""Blocks from the top of a page within which its byline stands."""

_CAPITAL = r"(?!\w+\s?:)[A-ZÀ-ÖØ-Þ][\w.’'-]*"
_NAME = rf"{_CAPITAL}(?:[ \xa0](?:(?:von|van|de|da|af|av)[ \xa0])?{_CAPITAL}){{1,3}}"
_NAMES = rf"{_NAME}(?:(?:, {_NAME})* (?:&|og|och|and) {_NAME})?"
_DATE = re.compile(
    r"\d{4}-\d{2}-\d{2}|\d{1,2}[./]\d{1,2}[./]\d{4}|\d{1,2}\.?\s+[a-zæøå]{3,10}\.?,?\s+\d{4}|[A-Z][a-z]{2,8}\s+\d{1,2},?\s+\d{4}",
    re.IGNORECASE,
)
_AUTHOR = re.compile(
    r"(?:^|[\s(|·])(?i:a[fv]|by|text|tekst|journalist|reporter)"
    rf"(?:\s+og\s+foto|\s+och\s+foto)?\s*:?\s+({_NAMES})"
)
_BY = re.compile(
    rf"^(?:Af|Av|By|Skrevet a[fv]|Skriven av|Written by|Posted by)\s*:?\s+{_NAMES}(?:\s*$|\s*[·|•,–—(\n-])"
)
_PUBLISHED = re.compile(
    r"^(?:first |sist |senast |sidst |last )?"
    rf"(?:publi[cs]\w+|offentliggjort|oppdatert|opdateret|uppdaterad|updated|posted|posta[td])\b[^.]{{0,30}}?(?:{_DATE.pattern})",
    re.IGNORECASE,
)
_CREDITED = re.compile(
    r"^(?:Text|Tekst|Foto|Photos?|Illustra[ts]\w+)(?:\s+(?:og|och|and|&)\s+\w+)?\s*:\s*\S", re.IGNORECASE
)
_PICTURE = re.compile(
    r"(?:^|[\s(\[.])(?:(?:Arkiv|Genre|Presse?|Privat)foto|Foto(?:graf)?|FOTO|Photo(?: [Cc]redit)?|Illustra[ts]\w+)"
    r"\s*:\s*[A-ZÀ-ÖØ-Þ][\w ./,&’'-]{1,60}[)\]]?$"
)
_COOKIES = re.compile(
    r"^(?=.{0,400}$).*\b(?:cookies|informasjonskapsler|kakor)\b.*\b(?:accept|godta|godkend|tillad|aksepter|acceptera|"
    r"godkänn|samtyk|samtyck|bruker|bruger|använder|use)",
    re.IGNORECASE | re.DOTALL,
)
_LINKS = re.compile(
    r"^(?:see also|read more|read also|also read|related(?: articles?| stories)?|les også|læs også|läs också|läs även|"
    r"les mer|læs mere|läs mer|se også|se också|relatert|relaterede|relaterade|mest lest|mest læste|mest lästa)"
    r"(?:\s*$|\s*[:»>→–-].{0,120}$|\s(?!.*[.!?]$).{0,30}$)",
    re.IGNORECASE,
)
_TAGS = re.compile(
    r"^(?:emneord|emner|tags?|taggar|stikkord|ämnen|nyckelord|keywords|topics)\s*:.{0,120}$", re.IGNORECASE
)
_SHARE = re.compile(
    r"^(?:share|del|dela)(?:\s+(?:this|denne|den här|på|on|via|artik\w+|article|story|sak\w*|side\w*|saken)\b)*"
    r"\s*(?::.{0,80}|(?:facebook|twitter|linkedin|e-?(?:mail|post)|x)?)$",
    re.IGNORECASE,
)
_GOES_ON = re.compile(
    r"^\W*(?:artik\w+|article|story|teksten|texten|saken) (?:fort\w+|continues) [^.]{0,60}\W*$|"
    r"^\W*(?:annonse|annonce|annons|advertisement|reklame)\W*$",
    re.IGNORECASE,
)  # fmt: skip
_PAGE = re.compile(
    r"^(?:(?:skriv ut|udskriv|print)(?:\s*$| (?:siden|sidan|this)|\s*[|·])|tipsa? en v[eä]n|"
    r"fant du det du lette|fandt du (?:det|hvad)|hittade du|var (?:denne|den här) (?:siden|sidan|informa)|"
    r"was this page|"
    r"(?:til(?:bage til)?|till|back to) (?:the )?top(?:pen)?$|"
    r"(?:hopp|gå|spring|hoppa|skip) (?:till?|to) (?:main |hoved)?(?:innhold|indhold|innehåll|content)).{0,60}$",
    re.IGNORECASE,
)
_LEFT = (
    ("cookie notices", _COOKIES), ("links to other pages", _LINKS), ("links to other pages", _TAGS),
    ("share buttons", _SHARE), ("advertisements", _GOES_ON), ("menus", _PAGE),
)  # fmt: skip


def article(blocks: Sequence[Block], main: Sequence[bool]) -> tuple[list[Block], dict[str, int]]:
    """The blocks of the article: those in its element where most words stand there, its bylines and captions told
    apart; and the words left out, by kind."""
    left: dict[str, int] = {}
    kept = list(zip(blocks, main, strict=True))
    words = [len(block.text.split()) for block in blocks]
    inside = sum(count for count, is_main in zip(words, main, strict=True) if is_main)
    if inside >= 0.4 * sum(words) and inside < sum(words):
        outside = [block for block, is_main in kept if not is_main and not _is_title(block)]
        left["outside the article"] = sum(len(block.text.split()) for block in outside)
        kept = [(block, is_main) for block, is_main in kept if is_main or _is_title(block)]
    found: list[Block] = []
    for block, _ in kept:
        kind = _left_out(block)
        if kind:
            left[kind] = left.get(kind, 0) + len(block.text.split())
        elif block.kind == "paragraph" and _is_apart(block.text, len(found) < _ENOUGH):
            found.append(replace(block, kind="caption"))
        else:
            found.append(block)
    return found, {kind: count for kind, count in left.items() if count}


def _left_out(block: Block) -> str:
    if block.kind not in ("paragraph", "heading", "list"):
        return ""
    return next((kind for kind, pattern in _LEFT if pattern.match(block.text)), "")


def _is_title(block: Block) -> bool:
    return block.kind == "heading" and block.level == 1


def _is_apart(text: str, early: bool) -> bool:
    """Whether a paragraph is a byline, where one stands, or ends with who took the picture above it."""
    if early and is_byline(text):
        return True
    dated = len(text.split()) < 8 and _PUBLISHED.match(text)  # as municipalities do under their pages
    return bool(dated) or (len(text) < 400 and _PICTURE.search(text) is not None)


def is_byline(text: str) -> bool:
    """Whether a paragraph says no more than who wrote the article and when.

    >>> is_byline("Af Mette Holm · 12. maj 2021 · 4 min. læsetid"), is_byline("Af hensyn til borgerne ventede vi.")
    (True, False)
    """
    if len(text.split()) > 25:
        return False
    return any(pattern.match(text) for pattern in (_BY, _PUBLISHED, _CREDITED))


def author_of(byline: str) -> str:
    """The names in a byline; "" where it has none."""
    found = _AUTHOR.search(byline)
    return found[1] if found else ""


def date_of(byline: str) -> str:
    """The first date in a byline, as written; "" where it has none."""
    found = _DATE.search(byline)
    return found[0] if found else ""
