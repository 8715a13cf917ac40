"""What the database can be asked: every reading statement of the store, and none that writes."""

from __future__ import annotations

import contextlib
import json
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from ..core.errors import StoreDamaged
from ..core.model import Document, Page, Source, Span, Turn
from ..core.text import natural
from .by_document import ByDocument
from .connection import Connection
from .history import Entry

if TYPE_CHECKING:
    from ..core.model import Assignment, Coder, Coding, Decision, Foreign, Measure, Memo, Round


_DOCUMENT = (
    "key, id, title, kind, text, language, path, sha256, reader, reader_version, media_type, encoding, "
    "attributes, pseudonymised, warnings"
)

_PLAIN = (
    "coder", "document", "turn", "page", "coding", "memo", "decision", "assignment", "answer_status", "foreign_part",
    "round", "measure",
)  # fmt: skip


class Reading(ByDocument):
    """The reading half of `Store`."""

    _connection: Connection
    backchannels: bool = True
    """As the settings of the study have it, for the documents read here."""

    def history(self, limit: int | None = None) -> list[Entry]:
        """The audit trail, newest first."""
        rows = self.rows(
            "SELECT key, at, coder, action, summary, state, undone FROM history ORDER BY key DESC"
            + ("" if limit is None else " LIMIT ?"),
            () if limit is None else (limit,),
        )
        return [Entry(*row) for row in rows]

    def last_change(self) -> object:
        """A value that is another one after every change, by whatever program; it prints the same everywhere."""
        with self._connection.speaking():
            return self._connection.last_change()

    def plain_rows(self, table: str) -> list[dict[str, Any]]:
        """Every row of a table as it is stored, removed documents too, in the order of keys."""
        if table not in _PLAIN:
            raise ValueError(table)
        order = "document, number" if table in ("turn", "page") else "key"
        with self._connection.speaking():
            cursor = self._connection.execute(f"SELECT * FROM {table} ORDER BY {order}")
            names = [each[0] for each in cursor.description]
            return [dict(zip(names, row, strict=True)) for row in cursor]

    def joined_history(self) -> list[Entry]:
        """What was done in copies that were merged into this study, oldest first; their keys are their own."""
        rows = self.rows("SELECT key, at, coder, action, summary, state FROM joined_history ORDER BY at, key")
        return [Entry(*row) for row in rows]

    def settled(self) -> list[tuple[str, str, str, str]]:
        """(subject, value in JSON, coder, time) of what was turned down where two copies differed."""
        return self.rows("SELECT subject, refused, coder, at FROM settled ORDER BY key")

    def removed_texts(self) -> list[tuple[int, str, str]]:
        """(key, id, text) of documents that were taken out, or read again, oldest first."""
        return self.rows("SELECT key, id, text FROM document WHERE removed = 1 ORDER BY key")

    def lasting_ids(self, document: int) -> set[str]:
        """The lasting ids of the codings of a document given by key, also of a removed one."""
        return {row[0] for row in self.rows("SELECT uid FROM coding WHERE document = ?", (document,))}

    def document_keys(self) -> dict[str, int]:
        return dict(self.rows("SELECT id, key FROM document WHERE removed = 0"))

    def code_keys(self) -> dict[str, int]:
        return dict(self.rows("SELECT id, key FROM code"))

    def coder_keys(self) -> dict[str, int]:
        return dict(self.rows("SELECT id, key FROM coder"))

    def document_ids(self) -> list[str]:
        return [row[0] for row in in_order(self.rows("SELECT id FROM document WHERE removed = 0 ORDER BY key"))]

    def _added_in_order(self, ordered: Sequence[str]) -> bool:
        """Whether the keys of the documents follow their names, so that the database can order by them."""
        keys = self.document_keys() if ordered else {}
        return all(keys[one] < keys[next] for one, next in pairwise(ordered))

    def sources(self) -> list[dict[str, Any]]:
        """Id, path, digest, length and reading options of every document, without its text."""
        names = (
            "id",
            "title",
            "kind",
            "language",
            "path",
            "sha256",
            "length",
            "request",
            "pseudonymised",
            "key",
        )
        rows = in_order(self.rows(f"SELECT {', '.join(names)} FROM document WHERE removed = 0 ORDER BY key"))
        return [dict(zip(names, row, strict=True)) for row in rows]

    def survey_files(self) -> dict[str, str]:
        """Respondent -> the table it stands in, for surveys that are a document for each respondent."""
        rows = self.rows("SELECT id, path, request FROM document WHERE removed = 0 AND kind = 'survey'")
        return {
            id: path for id, path, request in rows if path and json.loads(request or "{}").get("split") != "question"
        }

    def document(self, id: str) -> Document | None:
        """A document with its text, turns and pages."""
        rows = self.rows(f"SELECT {_DOCUMENT} FROM document WHERE id = ? AND removed = 0", (id,))
        return self._document(rows[0]) if rows else None

    def documents(self) -> Iterator[Document]:
        """All documents, P2 before P10: the same order on every machine, whatever was added or read again when."""
        for row in in_order(self.rows(f"SELECT {_DOCUMENT} FROM document WHERE removed = 0 ORDER BY key"), 1):
            yield self._document(row)

    def texts(self, documents: list[str] | None = None) -> Iterator[tuple[str, str, str]]:
        """Id, language and text of each document, without its turns: for searching."""
        sql = "SELECT id, language, text FROM document WHERE removed = 0" + _in("id", documents) + " ORDER BY key"
        ordered = self.document_ids()
        with self._connection.speaking():
            rows = self._connection.execute(sql, tuple(documents or ()))
            if self._added_in_order(ordered):
                yield from rows
            else:
                yield from in_order(rows.fetchall())

    def digests(self) -> list[tuple[str, int, str, int]]:
        """Id, key, digest of the text and its length, of every document: what tells one text from another."""
        return in_order(self.rows("SELECT id, key, digest, length FROM document WHERE removed = 0 ORDER BY key"))

    def _document(self, row: tuple[Any, ...]) -> Document:
        key, id, title, kind, text, language, path, sha256, reader, version, media, encoding, *rest = row
        attributes, pseudonymised, warnings = rest
        turns = tuple(
            Turn(number, speaker, role, Span(start, stop), seconds, question)
            for number, speaker, role, start, stop, seconds, question in self.rows(
                "SELECT number, speaker, role, start, stop, time, question FROM turn "
                "WHERE document = ? ORDER BY number",
                (key,),
            )
        )
        pages = tuple(
            Page(number, label, Span(start, stop), bool(approximate))
            for number, label, start, stop, approximate in self.rows(
                "SELECT number, label, start, stop, approximate FROM page WHERE document = ? ORDER BY number",
                (key,),
            )
        )
        if any(not 0 <= turn.span.start <= turn.span.stop <= len(text) for turn in turns):
            raise StoreDamaged(
                f"{self._connection.label}: a turn of {id} runs backwards or beyond the text",
                hint="`qualcode check` says what is damaged, `qualcode backups` lists the copies to put back",
            )
        source = Source(path, sha256, reader, version, media, encoding) if sha256 else None
        return Document(
            id, title, kind, text, language, turns, pages, source,
            self.parsed(attributes, id), bool(pseudonymised), tuple(self.parsed(warnings, id)),
            self.backchannels,
        )  # fmt: skip

    def codings(
        self, documents: list[str] | None = None, coders: list[str] | None = None, codes: list[str] | None = None
    ) -> list[Coding]:
        """Codings in the order of their places; of the named documents, coders and full codes only, if given."""
        from ..core.model import Coding

        rows = self.rows(
            "SELECT c.key, d.id, c.start, c.stop, c.quote, k.id, p.id, c.weight, c.qualifier, c.memo, c.unsure, "
            "c.created, c.origin, c.uid FROM coding c "
            "JOIN document d ON d.key = c.document JOIN code k ON k.key = c.code "
            "JOIN coder p ON p.key = c.coder WHERE d.removed = 0"
            + _in("d.id", documents) + _in("p.id", coders) + _in("k.id", codes)
            + " ORDER BY c.document, c.start, c.stop, c.key",
            (*(documents or ()), *(coders or ()), *(codes or ())),
        )  # fmt: skip
        ordered = self.document_ids() if documents is None or len(documents) > 1 else []
        if not self._added_in_order(ordered):
            place = {id: at for at, id in enumerate(ordered)}
            rows = sorted(rows, key=lambda row: place[row[1]])
        return [
            Coding(key, document, Span(start, stop), quote, code, coder, weight, qualifier, memo, bool(unsure), *rest)
            for key, document, start, stop, quote, code, coder, weight, qualifier, memo, unsure, *rest in rows
        ]

    def coding_numbers(self, radix: tuple[int, int]) -> Iterator[list[tuple[int, int, int]]]:
        """All codings for the analyses, some at a time in the order they were made, as three whole numbers each.

        (document key * radix[0] + code key) * radix[1] + coder key; start * PLACE + stop; and the key of the
        coding, negative where `coding_extras` has more to say. Of a million rows most time goes into making
        Python's numbers, so there are few. `radix` is larger than any key of a code and of a coder.
        """
        sql = (
            "SELECT (CAST(document AS bigint) * ? + code) * ? + coder, CAST(start AS bigint) * ? + stop, "
            "CASE WHEN weight = 1 AND qualifier = '' THEN key ELSE -key END FROM coding ORDER BY key"
        )
        return self._connection.batches(sql, (*radix, PLACE), 20_000)

    def coding_extras(self) -> list[tuple[int, float, str]]:
        """(key, weight, qualifier) of the codings that are not of full weight or carry a qualifier."""
        return self.rows("SELECT key, weight, qualifier FROM coding WHERE weight <> 1 OR qualifier <> '' ORDER BY key")

    def coding_rows(self, places: Iterable[tuple[int, int | None]]) -> list[tuple[Any, ...]]:
        """What makes codings the same, and what they say: at (document key, start), or in all of a document.

        (key, document, start, stop, code, coder, qualifier, weight, memo, unsure), the names by their keys.
        """
        found: list[tuple[Any, ...]] = []
        for document, start in places:
            found += self.rows(
                "SELECT key, document, start, stop, code, coder, qualifier, weight, memo, unsure "
                "FROM coding WHERE document = ?" + ("" if start is None else " AND start = ?"),
                (document,) if start is None else (document, start),
            )
        return found

    def rows_with_code(self, code: int) -> list[tuple[Any, ...]]:
        """The codings of a code given by key, as `coding_rows` gives them."""
        return self.rows(
            "SELECT key, document, start, stop, code, coder, qualifier, weight, memo, unsure "
            "FROM coding WHERE code = ?",
            (code,),
        )

    def known_coders(self) -> list[Coder]:
        """Each coder, in the order they came."""
        from ..core.model import Coder

        return [Coder(*row) for row in self.rows("SELECT id, name, kind FROM coder ORDER BY key")]

    def coders(self) -> list[tuple[Coder, int]]:
        """Each coder with the number of codings."""
        from ..core.model import Coder

        rows = self.rows(
            "SELECT p.id, p.name, p.kind, coalesce(n, 0) FROM coder p LEFT JOIN "
            f"(SELECT coder, count(*) AS n FROM coding WHERE {THERE} GROUP BY coder) AS counted "
            "ON coder = p.key ORDER BY p.key"
        )
        return [(Coder(id, name, kind), count) for id, name, kind, count in rows]

    def coding_uids(self) -> set[str]:
        """The lasting ids of all codings."""
        return {uid for (uid,) in self.rows("SELECT uid FROM coding WHERE uid <> ''")}

    def memos(self, subject: str = "") -> list[Memo]:
        """Memos, oldest first; with `subject` those about the study, a document, a place, a code, a case or a cell."""
        from ..core.model import Memo

        rows = self.rows(
            "SELECT m.key, m.text, p.id, m.created, m.subject, coalesce(d.id, ''), m.start, m.stop, m.unit, m.quote, "
            "coalesce(k.id, ''), m.case_id, m.uid, m.kind, m.language FROM memo m JOIN coder p ON p.key = m.coder "
            "LEFT JOIN document d ON d.key = m.document LEFT JOIN code k ON k.key = m.code "
            "WHERE (d.key IS NULL OR d.removed = 0)"
            + _in("m.subject", [subject] if subject else None) + " ORDER BY m.key",
            (subject,) if subject else (),
        )  # fmt: skip
        return [
            Memo(
                id, text, coder, created, subject, document, None if start is None else Span(start, stop), unit,
                quote, *named,
            )
            for id, text, coder, created, subject, document, start, stop, unit, quote, *named in rows
        ]  # fmt: skip

    def decisions(self) -> list[Decision]:
        """What reviews settled, oldest first."""
        from ..core.model import Decision

        rows = self.rows(
            "SELECT n.key, d.id, n.start, n.stop, n.quote, k.id, n.verdict, p.id, n.created, coalesce(w.id, ''), "
            "n.why, n.round, n.uid FROM decision n JOIN document d ON d.key = n.document JOIN code k ON k.key = n.code "
            "JOIN coder p ON p.key = n.coder LEFT JOIN coder w ON w.key = n.about WHERE d.removed = 0 ORDER BY n.key"
        )
        return [Decision(key, id, Span(start, stop), *rest) for key, id, start, stop, *rest in rows]

    def words(self, document: int, spans: Iterable[Span]) -> list[str]:
        """What stands at places of a document given by its key."""
        [(text,)] = self.rows("SELECT text FROM document WHERE key = ?", (document,))
        return [span.cut(text) for span in spans]

    def rows_of_coder(self, coder: int) -> list[tuple[Any, ...]]:
        """The codings of a coder given by key, as `coding_rows` gives them."""
        return self.rows(
            "SELECT key, document, start, stop, code, coder, qualifier, weight, memo, unsure "
            "FROM coding WHERE coder = ?",
            (coder,),
        )

    def keys_where(self, table: str, column: str, key: int) -> list[int]:
        """The keys of `rows_where`."""
        return [row["key"] for row in self.rows_where(table, column, key)]

    def rows_where(self, table: str, column: str, key: int) -> list[dict[str, Any]]:
        """The rows of a small table that belong to a document, code or coder given by key, as they are stored."""
        if table not in ("memo", "decision", "assignment", "round", "measure") or column not in (
            "document", "code", "coder", "about", "adjudicator",
        ):  # fmt: skip
            raise ValueError(table, column)
        with self._connection.speaking():
            cursor = self._connection.execute(f"SELECT * FROM {table} WHERE {column} = ? ORDER BY key", (key,))
            names = [each[0] for each in cursor.description]
            return [dict(zip(names, row, strict=True)) for row in cursor]

    def assignments(self) -> list[tuple[int, Assignment]]:
        """Who was given, has begun or has finished which document, with the keys."""
        from ..core.model import Assignment

        rows = self.rows(
            "SELECT a.key, p.id, d.id, a.state, coalesce(r.id, ''), a.blind, a.places FROM assignment a "
            "JOIN coder p ON p.key = a.coder JOIN document d ON d.key = a.document "
            "LEFT JOIN round r ON r.key = a.round WHERE d.removed = 0 ORDER BY a.key"
        )
        return [
            (key, Assignment(coder, document, state, round, bool(blind), self._spans(places, document)))
            for key, coder, document, state, round, blind, places in rows
        ]

    def _spans(self, places: str, where: str) -> tuple[Span, ...]:
        return () if places == "[]" else tuple(Span(start, stop) for start, stop in self.parsed(places, where))

    def rounds(self) -> list[Round]:
        """The rounds of coding in the order they were planned."""
        from ..core.model import Round

        rows = self.rows(
            "SELECT r.id, r.kind, r.plan, coalesce(w.id, ''), p.id, r.created FROM round r "
            "JOIN coder p ON p.key = r.coder LEFT JOIN coder w ON w.key = r.adjudicator ORDER BY r.key"
        )
        return [Round(id, kind, self.parsed(plan, f"round {id}"), *rest) for id, kind, plan, *rest in rows]

    def round_keys(self) -> dict[str, int]:
        return dict(self.rows("SELECT id, key FROM round"))

    def measures(self) -> list[Measure]:
        """The agreement that was kept of each round, oldest first."""
        from ..core.model import Measure

        rows = self.rows(
            "SELECT m.key, r.id, m.result, p.id, m.created, m.uid FROM measure m JOIN round r ON r.key = m.round "
            "JOIN coder p ON p.key = m.coder ORDER BY m.created, m.key"
        )
        return [Measure(key, id, self.parsed(result, f"round {id}"), *rest) for key, id, result, *rest in rows]

    def answer_statuses(self) -> dict[tuple[str, str], tuple[int, str]]:
        """(document, question) -> (key, status) where a person set one."""
        rows = self.rows(
            "SELECT d.id, s.question, s.key, s.status FROM answer_status s "
            "JOIN document d ON d.key = s.document WHERE d.removed = 0"
        )
        return {(document, question): (key, status) for document, question, key, status in rows}

    def foreign(self) -> list[tuple[int, Foreign]]:
        """What came from other programs' files and is handed back to them, with its keys."""
        from ..core.model import Foreign

        rows = self.rows("SELECT key, format, kind, subject, value FROM foreign_part ORDER BY key")
        return [(key, Foreign(*row)) for key, *row in rows]

    def rows_of(self, table: str, document: int) -> list[int]:
        """Keys of the rows of `assignment` or `answer_status` that belong to a document."""
        if table not in ("assignment", "answer_status"):
            raise ValueError(table)
        return [row[0] for row in self.rows(f"SELECT key FROM {table} WHERE document = ?", (document,))]

    def query(self, sql: str) -> tuple[list[str], list[tuple[Any, ...]]]:
        """Run a reading query of the user's; UsageError with the database's words when it fails. Nothing is written."""
        return self._connection.ask(sql)

    def parsed(self, text: str, where: str) -> Any:
        """What is stored as JSON; StoreDamaged when it is none any more."""
        with self.damage_told(where):
            return json.loads(text)

    @contextlib.contextmanager
    def damage_told(self, where: str) -> Iterator[None]:
        """StoreDamaged for a ValueError: what is stored cannot be read."""
        try:
            yield
        except ValueError as error:
            raise StoreDamaged(
                f"{self._connection.label}: what is stored of {where} cannot be read: {error}",
                hint="`qualcode check` says what is damaged, `qualcode backups` lists the copies to put back",
            ) from error

    def rows(self, sql: str, values: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
        with self._connection.speaking():
            return self._connection.execute(sql, values).fetchall()


PLACE = 2**31
"""A place in a text as one number is its start times this, and its stop."""
THERE = "document NOT IN (SELECT key FROM document WHERE removed = 1)"
"""Which codings count: no join, for looking up the document of each of a million takes longer than reading them."""


def in_order(rows: Iterable[Any], at: int = 0) -> list[Any]:
    """Rows in the natural order of the ids that stand in one of their columns: P2 before P10."""
    return sorted(rows, key=lambda row: (natural(row[at]), row[at]))


def by_coders(coders: list[str] | None) -> str:
    return "" if coders is None else f" AND coder IN (SELECT key FROM coder WHERE 1 = 1{_in('id', coders)})"


def _in(column: str, values: list[str] | None) -> str:
    # No database but SQLite takes an empty list.
    return f" AND {column} IN ({', '.join('?' * len(values)) or 'NULL'})" if values is not None else ""
