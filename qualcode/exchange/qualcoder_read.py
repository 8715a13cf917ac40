"""QualCoder projects (a `.qda` folder with an SQLite database) -> a study.

Positions are Python's: code points of `source.fulltext`. Versions 2 to 4 differ in columns and tables,
which are looked for by name.
"""

from __future__ import annotations

import re
from pathlib import Path

from ..core.model import Bundle, Document
from ..core.ticks import ROWS, ticking
from .databases import IMPORTANT, QUALCODER, Database, Gathering, Row, attributes_in, opened, text, when
from .drafts import Draft
from .interface import Account, Arrived, Choices
from .refi.notes import told


class QualcoderCodec:
    """QualCoder projects, `.qda` folders."""

    def read(self, path: Path, choices: Choices) -> Arrived:
        """The study in a `.qda` folder, or in its `data.qda`; ReadError when it is none."""
        with opened(path / QUALCODER if path.is_dir() else path) as database:
            return _Reading(database, path, choices).arrived()

    def write(self, bundle: Bundle, path: Path, choices: Choices) -> Account:
        """Make a folder at `path`."""
        from .qualcoder_write import write

        return write(bundle, path, choices)


codec = QualcoderCodec()


class _Reading:
    def __init__(self, database: Database, path: Path, choices: Choices) -> None:
        self.database, self.progress = database, choices.progress
        self.name = (path if path.is_dir() else path.parent).stem
        self.gathering = Gathering(choices, "qualcoder")
        self.account = self.gathering.account
        self.documents: dict[int, Document] = {}

    def arrived(self) -> Arrived:
        project = (self.database.rows("project") or [{}])[0]
        for row in self.database.rows("coder_names"):
            self.gathering.coder(text(row.get("name")))
        self.codes = self._codes()
        self._sources()
        self._codings()
        self._cases()
        self._notes(project)
        self._left_out()
        return self.gathering.arrived(self.name, text(project.get("about")) or "QualCoder")

    def _memo(self, about: str, said: object, row: Row) -> None:
        self.gathering.memo(about, said, row.get("owner"), row.get("date"))

    # -- codes ---------------------------------------------------------------------------

    def _codes(self) -> dict[int, str]:
        """Categories group codes; from version 4 a code may stand under another."""
        categories = {row["catid"]: (self._draft(row, codable=False), row) for row in self.database.rows("code_cat")}
        codes = {row["cid"]: (self._draft(row), row) for row in self.database.rows("code_name")}
        for draft, row in categories.values():
            above = categories.get(row.get("supercatid") or 0)
            draft.parent = above[0] if above else None
        for draft, row in codes.values():
            above = codes.get(row.get("supercid") or 0) or categories.get(row.get("catid") or 0)
            draft.parent = above[0] if above else None
        above_all = [draft for draft, _ in categories.values()]
        mine = {cid: draft for cid, (draft, _) in codes.items()}
        for draft in (*above_all, *mine.values()):
            _break_circle(draft)
        return self.gathering.codes(mine, self.name, above_all)

    def _draft(self, row: Row, codable: bool = True) -> Draft:
        return self.gathering.draft(row.get("name"), row.get("memo"), row.get("color"), codable=codable)

    # -- texts and codings ---------------------------------------------------------------

    def _sources(self) -> None:
        attributes = self._attributes("file")
        for row in ticking(self.database.rows("source"), self.progress):
            words = row.get("fulltext")
            name = text(row.get("name"))
            if not isinstance(words, str) or not words.strip():
                media = text(row.get("mediapath"))
                self.account.lose("files", "have no text; pictures, sound and film are not taken in", media or name)
                continue
            document = self.gathering.document(name, words, attributes.get(row["id"], {}))
            self.documents[row["id"]] = document
            self._memo(f"document {document.id}", row.get("memo"), row)

    def _codings(self) -> None:
        for row in ticking(self.database.rows("code_text"), self.progress, ROWS):
            document, code = self.documents.get(row["fid"]), self.codes.get(row["cid"])
            if document is None or code is None:
                self.account.lose("codings", "have a code or a text that is not there", text(row.get("seltext"))[:60])
                continue
            memo = text(row.get("memo"))
            if row.get("important") == 1:
                self.account.change("codings", "were marked as important, which their memo says now", document.id)
                memo = f"{memo}\n\n{IMPORTANT}".strip()
            self.gathering.coding(
                document, row["pos0"], row["pos1"], row.get("seltext") or "", code,
                self.gathering.coder(text(row.get("owner"))), memo=memo, created=when(row.get("date")),
            )  # fmt: skip
        self.gathering.codings = [told(coding, [coding.memo]) for coding in self.gathering.codings]

    # -- cases, memos --------------------------------------------------------------------

    def _attributes(self, kind: str) -> dict[int, dict[str, str]]:
        rows = (row for row in self.database.rows("attribute") if row.get("attr_type") == kind)
        return attributes_in(rows, "id", "name")

    def _cases(self) -> None:
        attributes = self._attributes("case")
        passages: dict[int, list[tuple[Document, int, int]]] = {}
        for row in self.database.rows("case_text"):
            if row["fid"] in self.documents:
                passage = (self.documents[row["fid"]], row["pos0"], row["pos1"])
                passages.setdefault(row["caseid"], []).append(passage)
        for row in self.database.rows("cases"):
            mine = passages.get(row["caseid"], [])
            id = self.gathering.case(row.get("name"), mine, attributes.get(row["caseid"], {}))
            self._memo(f"case {id}", row.get("memo"), row)

    def _notes(self, project: Row) -> None:
        for row in self.database.rows("annotation"):
            if document := self.documents.get(row["fid"]):
                self._memo(f"place {document.id}@{row['pos0']}-{row['pos1']}", row.get("memo"), row)
        for row in self.database.rows("journal"):
            name = text(row.get("name"))
            # An entry must have a name there: a memo that has none goes out under `Memo`, or `Memo 2`.
            name = "" if re.fullmatch(r"Memo(?: \d+)?", name) else name
            self._memo("", f"{name}\n\n{text(row.get('jentry'))}", row)
        self.gathering.memo("", project.get("memo"), project.get("codername"), project.get("date"))

    def _left_out(self) -> None:
        for table, what, why in (
            ("code_image", "codings of pictures", "have no words, and are not taken in"),
            ("code_av", "codings of recordings", "have no words, and are not taken in"),
            ("graph", "networks", "are not taken in"),
            ("stored_sql", "stored queries", "are not taken in"),
        ):
            if rows := self.database.rows(table):
                self.account.lose(what, why, count=len(rows))


def _break_circle(draft: Draft) -> None:
    seen = [draft]
    at = draft
    while at.parent is not None:
        if at.parent in seen:
            at.parent = None
            return
        at = at.parent
        seen.append(at)
