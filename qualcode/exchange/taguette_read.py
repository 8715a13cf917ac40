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
from ..core.grouping import grouped
from ..core.model import Bundle, Document
from ..core.ticks import ROWS, ticking
from .databases import Database, Gathering, Row, opened, text, when
from .interface import Account, Arrived, Choices

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


class TaguetteCodec:
    """Taguette databases, `.sqlite3`."""

    def read(self, path: Path, choices: Choices) -> Arrived:
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

    def write(self, bundle: Bundle, path: Path, choices: Choices) -> Account:
        """Make a database at `path`."""
        from .taguette_write import write

        return write(bundle, path, choices)


codec = TaguetteCodec()


class _Reading:
    def __init__(self, database: Database, project: Row, choices: Choices) -> None:
        self.database, self.project, self.progress = database, project, choices.progress
        self.gathering = Gathering(choices, "taguette")

    def arrived(self) -> Arrived:
        gathering, name = self.gathering, text(self.project["name"]) or "taguette"
        drafts = {row["id"]: gathering.draft(row["path"], row["description"]) for row in self.database.rows("tags")}
        codes = gathering.codes(drafts, name, flat=".")
        documents: dict[int, tuple[Document, Words]] = {}
        said: list[tuple[str, object, str, object]] = []
        authors = self._authors()
        for row in ticking(self.database.rows("documents"), self.progress):
            words = Words(row["contents"])
            if not words.text.strip():
                gathering.account.lose("documents", "are empty", text(row["name"]))
                continue
            document = gathering.document(text(row["name"]) or text(row["filename"]), words.text)
            documents[row["id"]] = (document, words)
            author, _ = authors.get(("document", row["id"]), ("", ""))
            said.append((f"document {document.id}", row["description"], author, row.get("created")))
        tagged = grouped((row["highlight_id"], row["tag_id"]) for row in self.database.rows("highlight_tags"))
        for row in ticking(self.database.rows("highlights"), self.progress, ROWS):
            if row["document_id"] not in documents:
                continue
            document, words = documents[row["document_id"]]
            start, stop = words.place(row["start_offset"]), words.place(row["end_offset"], end=True)
            author, date = authors.get(("highlight", row["id"]), ("", ""))
            tags = [tag for tag in tagged.get(row["id"], []) if tag in codes]
            if not tags:
                gathering.account.lose("highlights", "have no tag", f"{document.id}: {document.text[start:stop][:60]}")
            for tag in tags:
                gathering.coding(document, start, stop, "", codes[tag], gathering.coder(author), created=date)
        first = next(iter(gathering.coders), "")  # who is not said to have written something
        said.append(("", self.project.get("description"), "", self.project.get("created")))
        for about, what, author, created in said:
            gathering.memo(about, what, author or first, created)
        return gathering.arrived(name, "Taguette")

    def _authors(self) -> dict[tuple[str, int], tuple[str, str]]:
        """Who added each document and highlight, and when: the last command about it says."""
        found = {}
        for row in self.database.rows("commands", "id"):
            try:
                said = json.loads(row["payload"])
            except (TypeError, ValueError):
                continue
            said = {"document_id": row.get("document_id"), **said} if isinstance(said, dict) else {}
            for about in ("document", "highlight"):
                if said.get("type") == f"{about}_add" and isinstance(id := said.get(f"{about}_id"), int):
                    found[about, id] = (text(row["user_login"]), when(row["date"]))
        return found
