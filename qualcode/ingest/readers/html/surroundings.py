"""What stands around an article on a web page, and what the page says about itself.

Cookie bars, menus, share buttons, lists of other articles and footers are not the author's words.
They are known by their element and by the words in its class or id (and in `remarks` by what they say);
each kind that is left out is counted, and a page that would lose most of its words so is read whole.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field

from .remarks import author_of, date_of
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
_HOLDERS = frozenset(("div", "section", "ul", "ol", "p", "span", "form", "header", "table", "a", "details", "dl"))


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
