"""Step 3: what a memo is about, and what a review settled, become columns with keys.

Before, both stood in words (`cell D1 moore:value`, `[moore:value] no`), which a renamed code or a
document read again left behind. What the words meant is looked up here once.
"""

from __future__ import annotations

import hashlib
import json
import re
import sqlite3
from collections.abc import Callable
from typing import Any

from ...core import address as addresses
from ...core import units as unitising
from ...core.errors import UsageError
from ...core.model import Document, Span, Turn

Row = dict[str, Any]

_DECIDED = re.compile(r"\[(?P<code>[^\]]+)\] (?P<verdict>yes|no)\b(?:, [^:\s]+:\S+?)?(?:: (?P<why>.*))?\Z", re.DOTALL)
_REJECTED = "rejected in review"


def keyed_memos(connection: sqlite3.Connection, create: Callable[[str], None]) -> None:
    """Carry the old memos over; `create` runs the statements of a file beside this one."""
    connection.execute("ALTER TABLE document ADD COLUMN digest TEXT NOT NULL DEFAULT ''")
    connection.create_function("text_digest", 1, lambda text: hashlib.sha256(text.encode()).hexdigest())
    connection.execute("UPDATE document SET digest = text_digest(text)")
    old = connection.execute(
        "SELECT m.key, m.about, m.text, m.coder, m.created, p.id FROM memo m JOIN coder p ON p.key = m.coder"
    ).fetchall()
    connection.execute("DROP TABLE memo")
    create("tables_3.sql")
    found = _Names(connection)
    rows: dict[int, tuple[str, Row]] = {}
    for key, about, text, coder, created, coder_id in old:
        table, row = found.decision(about, text, coder_id) or ("memo", found.memo(about, text))
        row |= {"coder": coder, "created": created}
        columns, marks = ", ".join(row), ", ".join("?" * len(row))
        connection.execute(f"INSERT INTO {table} (key, {columns}) VALUES (?, {marks})", (key, *row.values()))
        rows[key] = table, row
    _rewrite_history(connection, rows)


class _Names:
    """Names to keys, as they are when the database is brought up to date."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self.documents = dict(connection.execute("SELECT id, key FROM document ORDER BY removed DESC, key"))
        self._read: dict[int, Document] = {}

    def code(self, id: str) -> int:
        self._connection.execute("INSERT INTO code (id) VALUES (?) ON CONFLICT (id) DO NOTHING", (id,))
        return int(self._connection.execute("SELECT key FROM code WHERE id = ?", (id,)).fetchone()[0])

    def memo(self, about: str, text: str) -> Row:
        kind, _, rest = about.partition(" ")
        row: Row = {"subject": "study", "text": text}
        if kind == "code" and rest:
            row |= {"subject": "code", "code": self.code(rest)}
        elif kind == "case" and rest:
            row |= {"subject": "case", "case_id": rest}
        elif kind == "cell" and " " in rest:
            case, _, code = rest.rpartition(" ")
            row |= {"subject": "cell", "case_id": case, "code": self.code(code)}
        elif kind == "document" and rest in self.documents:
            row |= {"subject": "document", "document": self.documents[rest]}
        elif kind == "place" and (place := self.place(rest)):
            row |= {"subject": "place", **place}
        elif about:
            row["text"] = f"{about}: {text}"  # what it was about is no longer there; the words still say it
        return row

    def place(self, written: str) -> Row | None:
        """Document, characters, words and kind of an address; None when nothing stands there any more."""
        try:
            address = addresses.parse(written)
        except UsageError:
            return None
        key = self.documents.get(address.document)
        if key is None:
            return None
        document = self._document(key, address.document)
        span, unit = address.span, "characters"
        if address.turns:
            turns = {turn.index: turn.span for turn in document.turns}
            first, last = address.turns
            span, unit = None, "turn"
            if first in turns and last in turns:
                span = Span(turns[first].start, turns[last].stop)
        elif address.answer:
            label = f"{document.id}#{address.answer}"
            answers = [
                one for one in unitising.answers(document) if address.answer == one.question or one.label == label
            ]
            span, unit = answers[0].span if answers else None, "answer"
        if span is None or span.stop > len(document.text) or not len(span):
            return None
        return {
            "document": key, "start": span.start, "stop": span.stop, "quote": span.cut(document.text), "unit": unit,
        }  # fmt: skip

    def _document(self, key: int, id: str) -> Document:
        if key not in self._read:
            kind, text = self._connection.execute("SELECT kind, text FROM document WHERE key = ?", (key,)).fetchone()
            turns = self._connection.execute(
                "SELECT number, speaker, role, start, stop, time, question FROM turn "
                "WHERE document = ? ORDER BY number",
                (key,),
            )
            self._read[key] = Document(
                id, id, kind, text, "",
                tuple(Turn(number, speaker, role, Span(start, stop), *rest)
                      for number, speaker, role, start, stop, *rest in turns),
                backchannels=False,  # answers were cut so when these memos were written
            )  # fmt: skip
        return self._read[key]

    def decision(self, about: str, text: str, coder: str) -> tuple[str, Row] | None:
        """The decision that an old memo was, if it was one."""
        kind, _, rest = about.partition(" ")
        if kind == "coding" and text.startswith(_REJECTED) and rest.isdigit():
            coding = self._connection.execute(
                "SELECT document, start, stop, quote, code, coder FROM coding WHERE key = ?", (int(rest),)
            ).fetchone()
            if coding is None:
                return None
            row: Row = dict(zip(("document", "start", "stop", "quote", "code", "about"), coding, strict=True))
            return "decision", {**row, "verdict": "no"}
        decided = _DECIDED.match(text)
        if kind != "place" or coder != "consensus" or decided is None:
            return None
        place = self.place(rest)
        if place is None:
            return None
        del place["unit"]
        return "decision", {
            **place, "code": self.code(decided["code"]), "verdict": decided["verdict"], "why": decided["why"] or "",
        }  # fmt: skip


def _rewrite_history(connection: sqlite3.Connection, rows: dict[int, tuple[str, Row]]) -> None:
    """Undo and redo find the old memos where they are now; what was undone before cannot be done again."""
    changed = connection.execute("SELECT key, state, changes FROM history WHERE changes LIKE '%[\"memo\",%'").fetchall()
    for entry, state, changes in changed:
        steps = json.loads(changes)
        for step in steps:
            if step[0] == "memo" and step[1] in rows:
                step[0], row = rows[step[1]]
                step[3] = step[3] and row
        connection.execute(
            "UPDATE history SET changes = ?, state = ? WHERE key = ?",
            (
                json.dumps(steps, ensure_ascii=False, separators=(",", ":")),
                "abandoned" if state == "undone" else state,
                entry,
            ),
        )
