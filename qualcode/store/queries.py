"""What the database can be asked: every reading statement of the store, and none that writes."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from operator import gt
from sys import intern
from typing import TYPE_CHECKING, Any

from ..core.errors import DataError, StoreDamaged
from ..core.model import Document, Page, Source, Span, Turn
from ..core.text import natural
from .history import Entry, gone
from .statements import THERE, CodingQueries, among, in_order

if TYPE_CHECKING:
    from ..core.model import Assignment, Coder, Decision, Foreign, Measure, Memo, Round


_DOCUMENT = (
    "key, id, title, kind, text, language, path, sha256, reader, reader_version, media_type, encoding, "
    "attributes, pseudonymised, warnings"
)

Said = tuple[int, int, int, str, str, str | None]
"""A turn as a row, for a search that may look at a hundred thousand: start, stop, number, speaker, role, question."""
_TOGETHER = 50
"""Documents whose turns and pages are asked for at once: of a survey each has three, and a question takes longer."""

_PLAIN = (
    "coder", "document", "turn", "page", "coding", "memo", "decision", "assignment", "answer_status", "foreign_part",
    "round", "measure",
)  # fmt: skip

_source = lru_cache(maxsize=16)(Source)
"""The same object for the same file: all respondents of a survey have one."""


class Reading(CodingQueries):
    """The reading half of `Store`."""

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

    def latest(self, coder: str | None, state: str = "done") -> Entry | None:
        """What `undo` would take back: a coder's latest change, or anybody's; with `undone` what `redo` would do."""
        order = "DESC" if state == "done" else "ASC"
        rows = self.rows(
            "SELECT key, at, coder, action, summary, state, undone FROM history WHERE state = ?"
            + ("" if coder is None else " AND coder = ?")
            # What was undone is in an index of its own; the latest that is done stands near the end.
            + ("" if state == "done" else " AND undone IS NOT NULL")
            + f" ORDER BY key {order} LIMIT 1",
            (state,) if coder is None else (state, coder),
        )
        return Entry(*rows[0]) if rows else None

    def last_change(self) -> object:
        """A value that is another one after every change, by whatever program; it prints the same everywhere."""
        with self._connection.speaking():
            return self._connection.last_change()

    def plain_rows(self, table: str) -> list[dict[str, Any]]:
        """Every row of a table as it is stored, removed documents too, in the order of keys."""
        if table not in _PLAIN:
            raise ValueError(table)
        order = "document, number" if table in ("turn", "page") else "key"
        return self.named_rows(f"SELECT * FROM {table} ORDER BY {order}")

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

    def document_key(self, id: str) -> int:
        """The key of a document; DataError `gone_meanwhile` when there is none any more."""
        rows = self.rows("SELECT key FROM document WHERE id = ? AND removed = 0", (id,))
        if not rows:
            raise gone("document")
        return int(rows[0][0])

    def code_keys(self) -> dict[str, int]:
        return dict(self.rows("SELECT id, key FROM code"))

    def coder_keys(self) -> dict[str, int]:
        return dict(self.rows("SELECT id, key FROM coder"))

    def sources(self) -> list[dict[str, Any]]:
        """Id, path, digest, length and reading options of every document, without its text."""
        return sorted(
            self.named_rows(
                "SELECT id, title, kind, language, path, sha256, length, request, pseudonymised, key "
                "FROM document WHERE removed = 0 ORDER BY key"
            ),
            key=lambda row: (natural(row["id"]), row["id"]),
        )

    def survey_files(self) -> dict[str, str]:
        """Respondent -> the table it stands in, for surveys that are a document for each respondent."""
        rows = self.rows("SELECT id, path, request FROM document WHERE removed = 0 AND kind = 'survey'")
        return {
            id: path for id, path, request in rows if path and json.loads(request or "{}").get("split") != "question"
        }

    def document(self, id: str) -> Document | None:
        """A document with its text, turns and pages."""
        rows = self.rows(f"SELECT {_DOCUMENT} FROM document WHERE id = ? AND removed = 0", (id,))
        return next(self._documents(rows)) if rows else None

    def outline(self, id: str, text: str) -> Document | None:
        """A document whose text is known, with an empty turn for each speaker, role and question in place of its own:
        who speaks there and how it can be grouped is known by them, and reading all turns of it takes the longest."""
        rows = self.rows(f"SELECT {_DOCUMENT.replace(' text,', '')} FROM document WHERE id = ? AND removed = 0", (id,))
        if not rows:
            return None
        key, *rest = rows[0]
        turns = self.rows("SELECT DISTINCT speaker, role, question FROM turn WHERE document = ?", (key,))
        nowhere = Span(0, 0)
        outlined = tuple(Turn(0, speaker, role, nowhere, None, question) for speaker, role, question in turns)
        return self._document((key, *rest[:3], text, *rest[3:]), outlined, tuple(self._pages((key,))[key]))

    def said(self, document: Document, role: str) -> list[Said]:
        """The turns of one role, or of `all`, in order."""
        rows = self.rows(
            "SELECT start, stop, number, speaker, role, question FROM turn WHERE document = "
            "(SELECT key FROM document WHERE id = ? AND removed = 0)"
            + ("" if role == "all" else " AND role = ?") + " ORDER BY number",
            (document.id,) if role == "all" else (document.id, role),
        )  # fmt: skip
        starts, stops = [row[0] for row in rows], [row[1] for row in rows]
        if rows and (min(starts) < 0 or max(stops) > len(document.text) or any(map(gt, starts, stops))):
            raise self._turn_beyond(document.id)
        return rows

    def documents(self) -> Iterator[Document]:
        """All documents, P2 before P10: the same order on every machine, whatever was added or read again when."""
        order = in_order(self.rows("SELECT id, key FROM document WHERE removed = 0 ORDER BY key"))
        for first in range(0, len(order), _TOGETHER):
            keys = [key for _, key in order[first : first + _TOGETHER]]
            these = f"WHERE key IN ({', '.join('?' * len(keys))}) AND removed = 0"
            rows = {row[0]: row for row in self.rows(f"SELECT {_DOCUMENT} FROM document {these}", tuple(keys))}
            yield from self._documents([rows[key] for key in keys if key in rows])

    def informants(self) -> list[tuple[str, str]]:
        """(document, speaker) of everybody who is called by a name and answers, in the order of the documents."""
        return in_order(
            self.rows(
                "SELECT DISTINCT d.id, t.speaker FROM turn t JOIN document d ON d.key = t.document "
                "WHERE d.removed = 0 AND t.role = 'informant' AND t.speaker <> ''"
            )
        )

    def document_attributes(self) -> list[str]:
        """The names of what documents have been told of, as far as it is theirs and not their cases'."""
        rows = self.rows("SELECT id, attributes FROM document WHERE removed = 0 AND attributes <> '{}' ORDER BY key")
        return list(dict.fromkeys(name for id, written in rows for name in self.parsed(written, id)))

    def texts(self, documents: list[str] | None = None) -> Iterator[tuple[str, str, str]]:
        """Id, language and text of each document, without its turns: for searching."""
        # The keys first: sorting rows would take all texts through a sorter before the first is given out.
        keys = "SELECT key FROM document WHERE removed = 0" + among("id", documents)
        sql = f"SELECT id, language, text FROM document WHERE key IN ({keys}) ORDER BY key"
        ordered = self.document_ids()
        with self._connection.speaking():
            rows = self._connection.execute(sql, tuple(documents or ()))
            if self._added_in_order(ordered):
                for row in rows:  # noqa: UP028 - `yield from` would close the cursor, maybe after the connection
                    yield row
            else:
                yield from in_order(rows.fetchall())

    def digests(self) -> list[tuple[str, int, str, int]]:
        """Id, key, digest of the text and its length, of every document: what tells one text from another."""
        return in_order(self.rows("SELECT id, key, digest, length FROM document WHERE removed = 0 ORDER BY key"))

    def _documents(self, rows: Sequence[tuple[Any, ...]]) -> Iterator[Document]:
        """Documents with their turns and pages, which are asked for together."""
        keys = tuple(row[0] for row in rows)
        turns: defaultdict[int, list[Turn]] = defaultdict(list)
        for key, number, speaker, role, start, stop, seconds, question in self.rows(
            "SELECT document, number, speaker, role, start, stop, time, question FROM turn "
            f"WHERE document IN ({', '.join('?' * len(keys))}) ORDER BY document, number",
            keys,
        ):
            question = question and intern(question)
            turns[key].append(Turn(number, intern(speaker), intern(role), Span(start, stop), seconds, question))
        pages = self._pages(keys)
        for row in rows:
            yield self._document(row, tuple(turns.get(row[0], ())), tuple(pages.get(row[0], ())))

    def _pages(self, keys: tuple[int, ...]) -> defaultdict[int, list[Page]]:
        pages: defaultdict[int, list[Page]] = defaultdict(list)
        for key, number, label, start, stop, approximate in self.rows(
            "SELECT document, number, label, start, stop, approximate FROM page "
            f"WHERE document IN ({', '.join('?' * len(keys))}) ORDER BY document, number",
            keys,
        ):
            pages[key].append(Page(number, label, Span(start, stop), bool(approximate)))
        return pages

    def _turn_beyond(self, id: str) -> StoreDamaged:
        return StoreDamaged(
            f"{self._connection.label}: a turn of {id} runs backwards or beyond the text",
            hint="`qualcode check` says what is damaged, `qualcode backups` lists the copies to put back",
        )

    def _document(self, row: tuple[Any, ...], turns: tuple[Turn, ...], pages: tuple[Page, ...]) -> Document:
        _, id, title, kind, text, language, path, sha256, reader, version, media, encoding, *rest = row
        attributes, pseudonymised, warnings = rest
        if any(not 0 <= turn.span.start <= turn.span.stop <= len(text) for turn in turns):
            raise self._turn_beyond(id)
        source = _source(path, sha256, reader, version, media, encoding) if sha256 else None
        return Document(
            id, title, intern(kind), text, intern(language), turns, pages, source,
            self.parsed(attributes, id), bool(pseudonymised), tuple(self.parsed(warnings, id)),
            self.backchannels,
        )  # fmt: skip

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

    def memos(self, subject: str = "") -> list[Memo]:
        """Memos, oldest first; with `subject` those about the study, a document, a place, a code, a case or a cell."""
        from ..core.model import Memo

        rows = self.rows(
            "SELECT m.key, m.text, p.id, m.created, m.subject, coalesce(d.id, ''), m.start, m.stop, m.unit, m.quote, "
            "coalesce(k.id, ''), m.case_id, m.uid, m.kind, m.language FROM memo m JOIN coder p ON p.key = m.coder "
            "LEFT JOIN document d ON d.key = m.document LEFT JOIN code k ON k.key = m.code "
            "WHERE (d.key IS NULL OR d.removed = 0)"
            + among("m.subject", [subject] if subject else None) + " ORDER BY m.key",
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

    def check_words(self, document: int, quoted: Sequence[tuple[Span, str]]) -> None:
        """Refuse to store what rests on words that are no longer there; DataError `text_changed_meanwhile`.

        Called inside the transaction that stores it: another program may have read the document again
        since its text was shown.
        """
        found = self.words(document, (span for span, _ in quoted))
        for (span, quote), words in zip(quoted, found, strict=True):
            if words != quote:
                raise DataError(
                    f"the words at {span.start}-{span.stop} are not those that were shown: the document was read "
                    "again by another program; nothing was stored",
                    slug="text_changed_meanwhile", hint="look at the document again",
                )  # fmt: skip

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

    def rows_of(self, table: str, column: str, key: int) -> list[dict[str, Any]]:
        """The rows of a small table that belong to a document, code or coder given by key, as they are stored."""
        if table not in ("memo", "decision", "assignment", "answer_status", "round", "measure") or column not in (
            "document", "code", "coder", "about", "adjudicator",
        ):  # fmt: skip
            raise ValueError(table, column)
        return self.named_rows(f"SELECT * FROM {table} WHERE {column} = ? ORDER BY key", (key,))

    def query(self, sql: str) -> tuple[list[str], list[tuple[Any, ...]]]:
        """Run a reading query of the user's; UsageError with the database's words when it fails. Nothing is written."""
        return self._connection.ask(sql)
