"""What stands around an article on a web page, and what the page says about itself.

Cookie bars, menus, share buttons, lists of other articles and footers are not the author's words.
They are known by their element, by the words in its class or id, and by what they say; each kind
that is left out is counted, and a page that would lose most of its words so is read whole.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from ..blocks import Block
from .tokens import Tag

ELEMENTS = {"aside": "asides", "footer": "footers", "dialog": "notices"}
_CLASSES: dict[str, tuple[str, ...]] = {
    "cookie notices": ("cookie", "consent", "gdpr", "onetrust", "samtykke", "samtycke", "informasjonskaps"),
    "share buttons": ("share", "sharing", "social", "some-links", "addthis", "del-artikel"),
    "links to other pages": (
        "related", "relatert", "relaterede", "relaterade", "see-also", "seealso", "teaser-list", "recommend",
        "more-news", "most-read", "mest-lest", "mest-laeste", "mest-last", "read-more", "les-ogsa", "laes-ogsa", 
        "las-ocksa",
    ),
    "menus": ("menu", "navbar", "breadcrumb", "brodsmule", "skip-link", "skiplink", "site-nav", "toc", "pagination"),
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
    r"(?:^|[\s_-])(?:byline|author|forfatter|författare|dateline|pubdate|publish|timestamp)", re.IGNORECASE
)
_HOLDERS = frozenset(("div", "section", "ul", "ol", "p", "span", "form", "header", "table", "a", "details", "dl"))
_COOKIES = re.compile(
    r"^(?=.{0,400}$).*\b(?:cookies|informasjonskapsler|kakor)\b.*\b(?:accept|godta|godkend|tillad|aksepter|acceptera|"
    r"godkänn|samtyk|samtyck|bruker|bruger|använder|use)",
    re.IGNORECASE | re.DOTALL,
)
_SEE_ALSO = re.compile(
    r"^(?:see also|read more|read also|related|les også|læs også|läs också|läs även|se også|se också|relatert|"
    r"relaterede|relaterade|mest lest|mest læste|mest lästa|share|del på|del artikel\w*|dela)\b.{0,30}$",
    re.IGNORECASE,
)


def kind_of_surrounding(tag: Tag, in_article: bool) -> str:
    """What kind of thing an element holds that is none of the article; "" where it may be the article's."""
    if tag.name in ELEMENTS:
        return ELEMENTS[tag.name]
    if tag.name == "header" and not in_article and not tag.rest:
        return ""
    if not tag.rest or tag.name not in _HOLDERS:
        return ""
    role = tag.get("role")
    if role in ("navigation", "banner", "contentinfo", "complementary", "search", "dialog"):
        return {"navigation": "menus", "contentinfo": "footers", "dialog": "notices"}.get(role, "asides")
    names = f"{tag.get('class')} {tag.get('id')}"
    if names == " ":
        return ""
    if tag.get("id") == "header" and not in_article:
        return "page headers"
    return next((kind for kind, pattern in _CLASS.items() if pattern.search(names)), "")


def is_byline(tag: Tag) -> bool:
    """Whether an element names the author or the date, by its class."""
    return bool(tag.rest) and tag.name in ("p", "div", "span", "address") and bool(_BYLINE.search(tag.get("class")))


@dataclass(slots=True)
class Facts:
    """Who wrote the page, when, and where it stands on the net, as its head says."""

    title: str = ""
    author: str = ""
    date: str = ""
    address: str = ""
    _seen: dict[str, str] = field(default_factory=dict)

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


def without_remarks(blocks: Sequence[Block], main: Sequence[bool]) -> tuple[list[Block], dict[str, int]]:
    """The blocks of the article: those in its element where most words stand there, without notices of
    cookies and headings over links; and the words left out, by kind."""
    left: dict[str, int] = {}
    kept = list(zip(blocks, main, strict=True))
    words = [len(block.text.split()) for block in blocks]
    inside = sum(count for count, is_main in zip(words, main, strict=True) if is_main)
    if inside >= 0.4 * sum(words) and inside < sum(words):
        outside = [block for block, is_main in kept if not is_main and not _is_title(block)]
        left["outside the article"] = sum(len(block.text.split()) for block in outside)
        kept = [(block, is_main) for block, is_main in kept if is_main or _is_title(block)]
    found = []
    for block, _ in kept:
        kind = "cookie notices" if _COOKIES.match(block.text) else "links to other pages" if _see_also(block) else ""
        if kind:
            left[kind] = left.get(kind, 0) + len(block.text.split())
        else:
            found.append(block)
    return found, {kind: count for kind, count in left.items() if count}


def _is_title(block: Block) -> bool:
    return block.kind == "heading" and block.level == 1


def _see_also(block: Block) -> bool:
    return block.kind in ("paragraph", "heading", "list") and _SEE_ALSO.match(block.text) is not None
