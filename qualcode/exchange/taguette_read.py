"""Taguette's database -> a study. A document is HTML, and a highlight says its place in UTF-8 bytes of its words.

Who highlighted is in the log of commands, not on the highlight. Tags are flat, with dots where people
want a tree.
"""

from __future__ import annotations

import json
from bisect import bisect_right
from html.parser import HTMLParser
from pathlib import Path

from ..core.errors import ReadError
from ..core.model import Bundle, Codebook, Document, Memo
from ..core.ticks import ROWS, ticking
from .account import Account
from .databases import Database, Gathering, Row, opened, text, when
from .drafts import Draft, book_of
from .interface import Arrived, Choices
from .prose import taken_apart
from .qdc import split_flat

BLOCKS = frozenset(
    (
        "address", "article", "aside", "blockquote", "dd", "div", "dl", "dt", "figcaption", "figure", "footer", "h1",
        "h2", "h3", "h4", "h5", "h6", "header", "hr", "li", "main", "nav", "ol", "p", "pre", "section", "table",
        "tbody", "td", "tfoot", "th", "thead", "tr", "ul",
    )
)  # fmt: skip


class Words(HTMLParser):
    """The words of a document with their places in bytes; each block is a line, which counts nothing."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self._parts: list[str] = []
        self._length = 0
        self._bytes = 0
        self._begins: list[int] = []
        """Byte at which each stretch of words begins, and below its offset in the text and its words."""
        self._offsets: list[int] = []
        self._stretches: list[str] = []
        self._break = False
        self._began = False
        self.feed(html)
        self.close()
        self.text = "".join(self._parts)

    def handle_starttag(self, tag: str, attrs: object) -> None:
        self._began = True
        self._break = self._break or tag in BLOCKS or tag == "br"

    def handle_endtag(self, tag: str) -> None:
        self._break = self._break or tag in BLOCKS

    def handle_data(self, data: str) -> None:
        if not self._began:
            data = data.lstrip()  # what stands before the first element is not part of the page
        if not data:
            return
        if self._break and self._length and self._parts[-1][-1:] != "\n":
            self._parts.append("\n")
            self._length += 1
        self._break = False
        self._begins.append(self._bytes)
        self._offsets.append(self._length)
        self._stretches.append(data)
        self._parts.append(data)
        self._length += len(data)
        self._bytes += len(data.encode("utf-8", "surrogatepass"))

    def place(self, position: int, *, end: bool = False) -> int:
        """The offset in `text` of a byte; an end belongs to what stands before it."""
        at = bisect_right(self._begins, position - 1 if end else position) - 1
        if at < 0:
            return 0
        inside = self._stretches[at].encode("utf-8", "surrogatepass")[: max(0, position - self._begins[at])]
        return self._offsets[at] + len(inside.decode("utf-8", "ignore"))


def read(path: Path, choices: Choices) -> Arrived:
    """The one project in a Taguette database; ReadError when there are several or none."""
    with opened(path) as database:
        projects = database.rows("projects")
        if not projects:
            raise ReadError(path, "there is no project in this Taguette database", slug="empty")
        if len(projects) > 1:
            names = ", ".join(text(project["name"]) for project in projects[:5])
            raise ReadError(path, f"there are {len(projects)} projects in this Taguette database: {names}",
                            hint="in Taguette, export the one as SQLite")  # fmt: skip
        return _Reading(database, projects[0], choices).arrived()


class _Reading:
    def __init__(self, database: Database, project: Row, choices: Choices) -> None:
        self.database, self.project, self.choices = database, project, choices
        self.account = Account()
        self.gathering = Gathering(self.account, "taguette")

    def arrived(self) -> Arrived:
        name = text(self.project["name"]) or "taguette"
        book, codes = self._codebook(name)
        documents: dict[int, tuple[Document, Words]] = {}
        said: list[tuple[str, str, str, str]] = []
        authors = self._authors()
        for row in ticking(self.database.rows("documents"), self.choices.progress):
            words = Words(row["contents"])
            if not words.text.strip():
                self.account.lose("documents", "are empty", text(row["name"]))
                continue
            document = self.gathering.document(text(row["name"]) or text(row["filename"]), words.text)
            documents[row["id"]] = (document, words)
            if about := text(row["description"]):
                author, _ = authors.get(("document", row["id"]), ("", ""))
                said.append((f"document {document.id}", about, author, when(row.get("created"))))
        tagged: dict[int, list[int]] = {}
        for row in self.database.rows("highlight_tags"):
            tagged.setdefault(row["highlight_id"], []).append(row["tag_id"])
        for row in ticking(self.database.rows("highlights"), self.choices.progress, ROWS):
            if row["document_id"] not in documents:
                continue
            document, words = documents[row["document_id"]]
            start, stop = words.place(row["start_offset"]), words.place(row["end_offset"], end=True)
            author, date = authors.get(("highlight", row["id"]), ("", ""))
            tags = [tag for tag in tagged.get(row["id"], []) if tag in codes]
            if not tags:
                self.account.lose("highlights", "have no tag", f"{document.id}: {document.text[start:stop][:60]}")
            for tag in tags:
                self.gathering.coding(document, start, stop, "", codes[tag], self.gathering.coder(author), created=date)
        if about := text(self.project.get("description")):
            said.append(("", about, "", when(self.project.get("created"))))
        gathering = self.gathering
        first = next(iter(gathering.coders), "")
        memos = tuple(
            Memo.on(about, number, words, gathering.coder(author or first), created)
            for number, (about, words, author, created) in enumerate(said, start=1)
        )
        books = (book,) if book is not None else ()
        bundle = Bundle(name, self.choices.language, tuple(gathering.documents), books, tuple(gathering.codings),
                        tuple(gathering.coders.values()), memos=memos)  # fmt: skip
        return Arrived(bundle, self.account, "Taguette")

    def _codebook(self, name: str) -> tuple[Codebook | None, dict[int, str]]:
        rows = self.database.rows("tags")
        drafts = []
        for row in rows:
            draft = Draft(" ".join(text(row["path"]).split()) or "unnamed")
            if about := text(row["description"]):
                for field, value in taken_apart(about, self.choices.language).items():
                    setattr(draft, field, value)
            drafts.append(draft)
        if not drafts:
            return None, {}
        all_, account = list(drafts), Account()
        split_flat(all_, ".", account)
        book = book_of(all_, account, name=name, id=self.choices.codebook, language=self.choices.language)
        self.account.take(account)
        return book, {row["id"]: f"{book.id}:{draft.full}" for row, draft in zip(rows, drafts, strict=True)}

    def _authors(self) -> dict[tuple[str, int], tuple[str, str]]:
        """Who added each document and highlight, and when: the last command about it says."""
        found = {}
        for row in self.database.rows("commands", "id"):
            try:
                said = json.loads(row["payload"])
            except (TypeError, ValueError):
                continue
            kind = said.get("type") if isinstance(said, dict) else ""
            about = (
                row["document_id"]
                if kind == "document_add"
                else said.get("highlight_id")
                if kind == "highlight_add"
                else None
            )
            if isinstance(about, int):
                found[kind.removesuffix("_add"), about] = (text(row["user_login"]), when(row["date"]))
        return found
