"""What stands around an article on a web page, and what the page says about itself.

Cookie bars, menus, share buttons, lists of other articles and footers are not the author's words.
They are known by their element, by the words in its class or id and by what they say; each kind that is left
out is counted, and a page that would lose most of its words so is read whole. Bylines and captions are kept apart.
"""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import replace

from ..blocks import Block
from .tokens import Tag

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
_LINK = (
    r"(?:(?:privatlivs|cookie|persondata|personvern|privacy|integritets)\S*(?: policy)?|om (?:os|oss)|about(?: us)?"
    r"|(?:kontakta?|contact)(?: (?:oss?|us))?|terms\b.{0,20}|vilkår|villkor|sitemap|report abuse|learn more"
    r"|til(?:gængelighed|gjengelighet|lgänglighet)\S*)"
)
_FOOT = re.compile(
    r"^(?:(?:©|\(c\)|copyright\b).{0,200}"
    r"|.{0,60}\b(?:all rights reserved|alle rettigh?e[dt]er (?:er )?(?:forbeholdes?|forbeholdt|reservert|reserverede)"
    r"|alla rättigheter (?:är )?(?:förbehållna|reserverade))\b.{0,60}"
    r"|(?:gemt|lagret|sparad|saved|hentet|hämtad|retrieved|printed|udskrevet|utskriven)\b.{0,60}https?://\S+.{0,40}"
    r"|published using google docs|updated automatically every \d+ minutes|(?:udskriv|skriv ut|print)\b.{0,12}"
    r"|(?:proudly |drives af |drevet av )?(?:powered (?:by|af)|drives (?:af|av|med)|drivs av) \S.{0,40}"
    r"|(?:side|sida|sid|page) \d+ (?:af|av|of|/) \d+"
    rf"|(?:[^|·•.?!:]{{1,40}}[|·•]\s*){{0,8}}{_LINK}(?:\s*[|·•][^|·•.?!:]{{1,40}}){{0,8}})$",
    re.IGNORECASE,
)
"""Below a page: who owns it, where it was saved from, links to its other parts."""
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
    end = len(kept)
    while end > 1 and _is_below(kept[end - 1][0]):
        end -= 1
    for at, (block, _) in enumerate(kept):
        kind = "footers" if at >= end and _FOOT.match(block.text) else _left_out(block)
        if kind:
            left[kind] = left.get(kind, 0) + len(block.text.split())
        elif block.kind == "paragraph" and _is_byline_or_credit(block.text, len(found) < _ENOUGH):
            found.append(replace(block, kind="caption"))
        else:
            found.append(block)
    return found, {kind: count for kind, count in left.items() if count}


def _left_out(block: Block) -> str:
    if block.kind not in ("paragraph", "heading", "list"):
        return ""
    return next((kind for kind, pattern in _LEFT if pattern.match(block.text)), "")


def _is_below(block: Block) -> bool:
    """Whether a block may stand below the article."""
    foot = block.kind != "cell" and (_FOOT.match(block.text) or _is_byline_or_credit(block.text, False))
    return bool(foot or _left_out(block))


def _is_title(block: Block) -> bool:
    return block.kind == "heading" and block.level == 1


def _is_byline_or_credit(text: str, early: bool) -> bool:
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


ELEMENTS = {"aside": "asides", "footer": "footers", "dialog": "notices"}
_CLASSES: dict[str, tuple[str, ...]] = {
    "cookie notices": ("cookie", "consent", "gdpr", "onetrust", "samtykke", "samtycke", "informasjonskaps"),
    "share buttons": ("share", "sharing", "social", "some-links", "addthis", "del-artikel"),
    "links to other pages": (
        "related", "relatert", "relaterede", "relaterade", "see-also", "seealso", "teaser-list", "recommend",
        "more-news", "most-read", "mest-lest", "mest-laeste", "mest-last", "read-more", "les-ogsa", "laes-ogsa", 
        "las-ocksa",
    ),
    "menus": ("menu", "navbar", "breadcrumb", "brodsmule", "skip", "site-nav", "toc", "pagination"),
    "footers": ("footer", "colophon", "site-info", "copyright"),
    "asides": ("sidebar", "side-bar", "faktaboks-annonce"),
    "advertisements": ("advert", "annonse", "annonce", "annons", "sponsor", "promo", "banner"),
    "invitations": ("newsletter", "nyhedsbrev", "nyhetsbrev", "subscribe", "signup", "paywall", "abonne"),
    "page headers": ("masthead", "site-header", "blog-header"),
}  # fmt: skip
_CLASS = {
    kind: re.compile(rf"(?:^|[\s_-])(?:{'|'.join(map(re.escape, words))})", re.IGNORECASE)
    for kind, words in _CLASSES.items()
}
_CLASS["readers' comments"] = re.compile(
    r"(?:^|\s)(?:(?:post|blog|article|artikel|entry|readers?|user|wp-block)[_-])?"
    r"(?:comments|kommentar(?:er|e)|comments?[_-]?(?:list|section|area|thread|wrapper|container|block|form|feed)|"
    r"kommentarfelt\w*)(?:\s|$)|disqus",
    re.IGNORECASE,
)
"""Whole names: `has-comments` and `comments-open` say something of the article."""
_BYLINE = re.compile(
    r"(?:^|[\s_-])(?:byline|author|forfatter|författare|dateline|pubdate|publish|timestamp)|"
    r"(?:^|\s)(?:(?:post|entry|article|artikel)[_-])?meta(?:\s|$)",
    re.IGNORECASE,
)
_CAPTION = re.compile(
    r"(?:^|[\s_-])(?:caption|billedtekst|bildetekst|bildtext|photo-?credit|image-?credit|fotobyline)", re.IGNORECASE
)
_OF_PAGES = {"header": "page headers", "footer": "footers"}
_NOTE = re.compile(
    r"#(?:_?(?:ftn|edn)(?:t|ref|t_ref)?\d+|sd(?:foot|end)note\d+(?:sym|anc)|fn(?:ref)?[:-]?\d+|cite_(?:note|ref)-\S+)"
)
"""Where the marks of notes point to, as Word, LibreOffice, Google, pandoc and Wikipedia write them."""
_HOLDERS = frozenset(("div", "section", "ul", "ol", "p", "span", "form", "header", "table", "a", "details", "dl"))


def kind_of_surrounding(tag: Tag, in_article: bool) -> str:
    """What kind of thing an element holds that is none of the article; "" where it may be the article's."""
    if tag.name in ELEMENTS:
        return ELEMENTS[tag.name]
    if tag.name == "header" and not in_article and not tag.rest:
        return ""
    if not tag.rest or tag.name not in _HOLDERS:
        return ""
    if tag.name == "div" and tag.get("title") in _OF_PAGES:  # as LibreOffice saves a document
        return _OF_PAGES[tag.get("title")]
    role = tag.get("role")
    if role in ("navigation", "banner", "contentinfo", "complementary", "search", "dialog"):
        return {"navigation": "menus", "contentinfo": "footers", "dialog": "notices"}.get(role, "asides")
    names = f"{tag.get('class')} {tag.get('id')}"
    if names == " ":
        return ""
    if not in_article and "header" in (tag.get("id"), tag.get("class")):
        return "page headers"
    if "bottom" in (tag.get("id"), tag.get("class")):
        return "footers"
    return next((kind for kind, pattern in _CLASS.items() if pattern.search(names)), "")


def is_apart(tag: Tag) -> bool:
    """Whether an element names the author or the date, or says what a picture shows, by its class."""
    if not tag.rest or tag.name not in ("p", "div", "span", "address"):
        return False
    return any(pattern.search(tag.get("class")) for pattern in (_BYLINE, _CAPTION))


def is_note_mark(tag: Tag) -> bool:
    """Whether a link is the number of a foot- or endnote, in the text or before the note: no word of anybody's."""
    return bool(tag.rest) and _NOTE.fullmatch(tag.get("href")) is not None


class Facts:
    """Who wrote the page, when, and where it stands on the net, as its head says."""

    def __init__(self) -> None:
        self._seen: dict[str, str] = {}

    def take(self, tag: Tag) -> None:
        """Read a `meta` or `link` element of the head."""
        if tag.name == "link":
            if tag.get("rel").lower() == "canonical":
                self._seen.setdefault("address", tag.get("href"))
            return
        name = (tag.get("property") or tag.get("name") or tag.get("itemprop")).lower()
        content = " ".join(tag.get("content").split())
        key = _META.get(name)
        if key and content and not (key == "author" and content.startswith("http")):
            self._seen.setdefault(key, content)

    def take_time(self, tag: Tag) -> None:
        """Read a `time` element: the first is most often when the page was published."""
        if tag.get("datetime"):
            self._seen.setdefault("time", tag.get("datetime"))

    def take_linked_data(self, written: str) -> None:
        """Read what a page tells search engines of itself (https://schema.org/Article, as JSON-LD)."""
        try:
            told = json.loads(written)
        except (ValueError, RecursionError):
            return
        graph = told.get("@graph", told) if isinstance(told, dict) else told
        for one in graph if isinstance(graph, list) else [graph]:
            if isinstance(one, dict) and "headline" in one:
                people = one.get("author") or ()
                names = [
                    each["name"] if isinstance(each, dict) and isinstance(each.get("name"), str) else each
                    for each in (people if isinstance(people, list) else [people])
                ]
                author = ", ".join(name for name in names if isinstance(name, str))
                for key, value in (("author", author), ("date", one.get("datePublished"))):
                    if isinstance(value, str) and value.strip():
                        self._seen.setdefault(key, " ".join(value.split()))

    def take_saved_from(self, comment: str) -> None:
        """Read where a browser says that it saved the page from (Mark of the Web)."""
        found = re.search(r"saved from url=\(\d+\)(https?://[^\s>]+)", comment)
        if found:
            self._seen.setdefault("shown address", found[1])

    def take_byline(self, text: str) -> None:
        """Read what stands under the title, where the head says less."""
        for key, value in (("author", author_of(text)), ("time", date_of(text))):
            if value:
                self._seen.setdefault(key, value)

    def attributes(self) -> dict[str, str]:
        """What is known, by name; the date as ISO writes it, without the hour."""
        date = self._seen.get("date") or self._seen.get("time", "")
        day = re.match(r"\d{4}-\d{2}-\d{2}", date)
        found = {
            "author": self._seen.get("author", ""),
            "date": day[0] if day else date,
            "address": self._seen.get("address") or self._seen.get("shown address", ""),
        }
        return {key: value for key, value in found.items() if value}

    @property
    def shown_title(self) -> str:
        return self._seen.get("title", "")


_META = {
    "author": "author", "article:author": "author", "dc.creator": "author", "dcterms.creator": "author",
    "article:published_time": "date", "date": "date", "dc.date": "date", "dcterms.date": "date",
    "datepublished": "date", "pubdate": "date", "publish-date": "date", "og:url": "shown address", "og:title": "title",
}  # fmt: skip
