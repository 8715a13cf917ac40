"""Other programs' SQLite databases: opened for reading only, and read by column names that may be missing."""

from __future__ import annotations

import contextlib
import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

from ..core.errors import QualcodeError, ReadError
from ..core.model import Bundle, Case, Codebook, Coder, Coding, Document, Member, Memo, Source, Span
from ..core.quotes import find_quote
from .drafts import Draft, book_of, color_of
from .interface import Account, Arrived, Choices, free_members
from .names import attribute_name, digest, free_id, label_before
from .prose import taken_apart
from .qdc import split_flat

Row = dict[str, Any]
UNDATED = "2000-01-01 00:00:00"
"""Written where the study does not know when, for programs that need a date."""
QUALCODER = "data.qda"
"""What the database is called in the folder of a QualCoder project."""
IMPORTANT = "marked as important in QualCoder"
"""What the memo of a coding says that is."""
SHAPES = (
    "%Y-%m-%d %H:%M:%S", "%Y-%m-%d %H:%M:%S.%f", "%a %b %d %H:%M:%S %Y", "%Y-%m-%dT%H:%M:%SZ", "%Y-%m-%d",
)  # fmt: skip


class Database:
    """A database of another program. Columns that an older or newer version lacks are simply not there."""

    def __init__(self, connection: sqlite3.Connection, path: Path) -> None:
        self._connection, self.path = connection, path
        self.tables = {row[0].lower() for row in self._ask("SELECT name FROM sqlite_master WHERE type = 'table'")}

    def _ask(self, sql: str) -> list[tuple[Any, ...]]:
        try:
            return self._connection.execute(sql).fetchall()
        except (sqlite3.Error, OverflowError) as error:
            raise ReadError(self.path, f"this database is damaged: {error}") from None

    def rows(self, table: str, order: str = "rowid") -> list[Row]:
        """All rows of a table, in the order in which they were made; none where there is no such table."""
        if table.lower() not in self.tables:
            return []
        columns = [row[1].lower() for row in self._ask(f'PRAGMA table_info("{table}")')]
        rows = self._ask(f'SELECT * FROM "{table}" ORDER BY {order}')
        return [dict(zip(columns, row, strict=True)) for row in rows]


@contextlib.contextmanager
def opened(path: Path) -> Iterator[Database]:
    """A database for reading; ReadError when it is none."""
    try:
        connection = sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)
        connection.text_factory = lambda raw: raw.decode("utf-8", "replace")
        connection.execute("PRAGMA trusted_schema = OFF")
    except sqlite3.Error as error:
        raise ReadError(path, f"this database cannot be opened: {error}") from None
    with contextlib.closing(connection):
        try:
            yield Database(connection, path)
        except QualcodeError:
            raise
        except (ArithmeticError, AttributeError, LookupError, TypeError, ValueError) as error:
            # A cell of SQLite holds anything, and a table may lack any column: what no version of the program
            # writes is refused as a whole, because what rests on it cannot be known.
            raise ReadError(
                path, f"this database does not hold what its program writes ({type(error).__name__}: {error})",
                slug="foreign_database", hint="open it in its own program and export it again",
            ) from error  # fmt: skip


def text(value: Any) -> str:
    """A cell as text without blanks around; nothing where it is empty."""
    return "" if value is None else str(value).strip()


def when(value: Any) -> str:
    """A date as programs store it, as ISO 8601 in UTC; empty where it cannot be read."""
    written = text(value)
    for shape in SHAPES:
        with contextlib.suppress(ValueError):
            return datetime.strptime(" ".join(written.split()), shape).strftime("%Y-%m-%dT%H:%M:%SZ")
    return ""


class Gathering:
    """A study that comes out of a database, with names that are free and places that hold."""

    def __init__(self, choices: Choices, reader: str) -> None:
        self.choices, self._reader = choices, reader
        self.account = Account()
        self.documents: list[Document] = []
        self.coders: dict[str, Coder] = {}
        self.codings: list[Coding] = []
        self.cases: list[Case] = []
        self.memos: list[Memo] = []
        self.codebooks: list[Codebook] = []
        self._taken: set[str] = set()
        self._seen: set[tuple[str, Span, str, str]] = set()
        self._members: set[Member] = set()

    def arrived(self, name: str, origin: str) -> Arrived:
        """All of it, as the study of a name that a program wrote."""
        bundle = Bundle(
            name, self.choices.language, tuple(self.documents), tuple(self.codebooks), tuple(self.codings),
            tuple(self.coders.values()), tuple(self.cases), memos=tuple(self.memos),
        )  # fmt: skip
        return Arrived(bundle, self.account, origin)

    def draft(self, name: Any, about: Any = "", color: Any = "", *, codable: bool = True) -> Draft:
        """A code as a row has it, with the fields that its one text tells."""
        draft = Draft(" ".join(text(name).split()) or "unnamed", codable=codable, color=color_of(text(color)) or "")
        if said := text(about):
            for field, value in taken_apart(said, self.choices.language).items():
                setattr(draft, field, value)
        return draft

    def codes(
        self, drafts: Mapping[Any, Draft], name: str, more: Iterable[Draft] = (), *, flat: str = ""
    ) -> dict[Any, str]:
        """Make a codebook of drafts, those of `more` first; the full ids of the codes by the keys of the others.

        With `flat` that mark in names parts the levels of a tree.
        """
        all_ = [*more, *drafts.values()]
        if not all_:
            return {}
        account = Account()
        if flat:
            split_flat(all_, flat, account)
        book = book_of(all_, account, name=name, id=self.choices.codebook, language=self.choices.language)
        self.account.take(account)
        self.codebooks.append(book)
        return {key: f"{book.id}:{draft.full}" for key, draft in drafts.items()}

    def memo(self, about: str, said: Any, who: Any = "", date: Any = "") -> None:
        """A memo, unless it says nothing."""
        if words := text(said):
            memo = Memo.on(about, len(self.memos) + 1, words, self.coder(text(who)), when(date))
            self.memos.append(memo)

    def case(self, name: Any, passages: Iterable[tuple[Document, int, int]], attributes: Mapping[str, str]) -> str:
        """A case of a name and of passages of documents; its id."""
        id = " ".join(text(name).split())
        members = free_members(id, (member_of(*passage) for passage in passages), self._members, self.account)
        self.cases.append(Case(id, members=members, attributes=dict(attributes)))
        return id

    def document(self, name: str, words: str, attributes: dict[str, str] | None = None) -> Document:
        """A text as a document; its line ends become `\\n`, and places are counted in it as it then is."""
        words = words.replace("\r\n", "\n").replace("\r", "\n")
        id = free_id(name, self._taken)
        document = Document(id, name or id, "", words, attributes=attributes or {},
                            source=Source("", digest(words), self._reader, "1", "text/plain"))  # fmt: skip
        self.documents.append(document)
        return document

    def coder(self, name: str) -> str:
        """A coder by name; unknown where the file does not say."""
        id = " ".join(name.split()) or "unknown"
        self.coders.setdefault(id, Coder(id))
        return id

    def coding(self, document: Document, start: Any, stop: Any, quote: str, code: str, coder: str, **said: Any) -> None:
        """A coding on its words: where the quote does not stand at its place, it is looked for nearby."""
        if not (isinstance(start, int) and isinstance(stop, int)):  # a cell of SQLite holds anything
            self.account.lose("codings", "have no numbers for a place", f"{document.id} {quote[:40]}")
            return
        span = Span(start, stop)
        words = document.text[max(0, start) : max(0, stop)]
        shown = f"{document.id}@{start}-{stop} {quote[:40]}"
        if quote.strip() and "".join(words.split()) != "".join(quote.split()):
            found = find_quote(document.text, quote)
            if not found:
                self.account.lose("codings", "have words that are not in their text", shown)
                return
            span = min(found, key=lambda each: abs(each.start - start))
            self.account.change("codings", "stood beside their words, and were moved to them", shown)
        if not 0 <= span.start < span.stop <= len(document.text):
            self.account.lose("codings", "are beyond the text, or of no length", shown)
            return
        identity = (document.id, span, code, coder)
        if identity in self._seen:
            self.account.change("codings", "were written more than once, and are stored once", shown)
            return
        self._seen.add(identity)
        self.codings.append(
            Coding(
                len(self.codings) + 1, document.id, span, span.cut(document.text), code, coder, origin="import", **said
            )
        )


def member_of(document: Document, start: int, stop: int) -> Member:
    """Whom a passage of a case means: the document, the speaker whose label stands before it, or the passage."""
    if start <= 1 and stop >= len(document.text.rstrip()) - 1:
        return Member(document.id)
    label = label_before(document.text, start)
    return Member(document.id, label) if label else Member(document.id, None, f"@{start}-{stop}")


def attributes_in(rows: Iterable[Row], id: str, name: str) -> dict[int, dict[str, str]]:
    """What a table of attributes says, by the column of whom it is about; without empty values."""
    found: dict[int, dict[str, str]] = {}
    for row in rows:
        if value := text(row.get("value")):
            found.setdefault(row[id], {})[attribute_name(text(row.get(name)))] = value
    return found
