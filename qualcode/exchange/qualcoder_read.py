"""QualCoder projects (a `.qda` folder with an SQLite database) -> a study.

Positions are Python's: code points of `source.fulltext`. Versions 2 to 4 differ in columns and tables,
which are looked for by name.
"""

from __future__ import annotations

import re
from pathlib import Path

from ..core.model import Bundle, Case, Codebook, Memo
from ..core.ticks import ROWS, ticking
from .account import Account
from .databases import Database, Gathering, Row, attribute_name, member_of, opened, text, when
from .drafts import Draft, book_of, color_of
from .interface import Arrived, Choices
from .prose import taken_apart
from .refi.notes import told

DATABASE = "data.qda"
MARKED = "marked as important in QualCoder"


def read(path: Path, choices: Choices) -> Arrived:
    """The study in a `.qda` folder, or in its `data.qda`; ReadError when it is none."""
    with opened(path / DATABASE if path.is_dir() else path) as database:
        return _Reading(database, path, choices).arrived()


class _Reading:
    def __init__(self, database: Database, path: Path, choices: Choices) -> None:
        self.database, self.path, self.choices = database, path, choices
        self.account = Account()
        self.gathering = Gathering(self.account, "qualcoder")
        self.memos: list[Memo] = []
        self.codes: dict[int, str] = {}

    def arrived(self) -> Arrived:
        project = (self.database.rows("project") or [{}])[0]
        for row in self.database.rows("coder_names"):
            self.gathering.coder(text(row.get("name")))
        book = self._codebook()
        self._sources()
        self._codings()
        cases = self._cases()
        self._notes(project)
        self._left_out()
        name = (self.path if self.path.is_dir() else self.path.parent).stem
        gathering = self.gathering
        bundle = Bundle(
            name, self.choices.language, tuple(gathering.documents), (book,) if book is not None else (),
            tuple(gathering.codings), tuple(gathering.coders.values()), tuple(cases), memos=tuple(self.memos),
        )  # fmt: skip
        return Arrived(bundle, self.account, text(project.get("about")) or "QualCoder")

    def _memo(self, about: str, said: str, owner: object, date: object) -> None:
        if said:
            coder = self.gathering.coder(text(owner))
            self.memos.append(Memo.on(about, len(self.memos) + 1, said, coder, when(date)))

    # -- codes ---------------------------------------------------------------------------

    def _codebook(self) -> Codebook | None:
        """Categories group codes; from version 4 a code may stand under another."""
        categories: dict[int, tuple[Draft, Row]] = {}
        codes: dict[int, tuple[Draft, Row]] = {}
        for row in self.database.rows("code_cat"):
            categories[row["catid"]] = (self._draft(row, codable=False), row)
        for row in self.database.rows("code_name"):
            codes[row["cid"]] = (self._draft(row), row)
        for draft, row in categories.values():
            above = categories.get(row.get("supercatid") or 0)
            draft.parent = above[0] if above else None
        for draft, row in codes.values():
            above = codes.get(row.get("supercid") or 0) or categories.get(row.get("catid") or 0)
            draft.parent = above[0] if above else None
        drafts = [draft for draft, _ in (*categories.values(), *codes.values())]
        for draft in drafts:
            _break_circle(draft)
        if not drafts:
            return None
        account = Account()
        stem = (self.path if self.path.is_dir() else self.path.parent).stem
        book = book_of(drafts, account, name=stem, id=self.choices.codebook, language=self.choices.language)
        self.account.take(account)
        self.codes = {cid: f"{book.id}:{draft.full}" for cid, (draft, _) in codes.items()}
        return book

    def _draft(self, row: Row, codable: bool = True) -> Draft:
        draft = Draft(" ".join(text(row.get("name")).split()) or "unnamed", codable=codable)
        draft.color = color_of(text(row.get("color"))) or ""
        if memo := text(row.get("memo")):
            for field, value in taken_apart(memo, self.choices.language).items():
                setattr(draft, field, value)
        return draft

    # -- texts and codings ---------------------------------------------------------------

    def _sources(self) -> None:
        self.documents = {}
        attributes = self._attributes("file")
        for row in ticking(self.database.rows("source"), self.choices.progress):
            words = row.get("fulltext")
            name = text(row.get("name"))
            if not isinstance(words, str) or not words.strip():
                media = text(row.get("mediapath"))
                self.account.lose("files", "have no text; pictures, sound and film are not taken in", media or name)
                continue
            if "\r" in words:
                words = words.replace("\r\n", "\n").replace("\r", "\n")
            document = self.gathering.document(name, words, attributes.get(row["id"], {}))
            self.documents[row["id"]] = document
            self._memo(f"document {document.id}", text(row.get("memo")), row.get("owner"), row.get("date"))

    def _codings(self) -> None:
        for row in ticking(self.database.rows("code_text"), self.choices.progress, ROWS):
            document, code = self.documents.get(row["fid"]), self.codes.get(row["cid"])
            if document is None or code is None:
                self.account.lose("codings", "have a code or a text that is not there", text(row.get("seltext"))[:60])
                continue
            memo = text(row.get("memo"))
            if row.get("important") == 1:
                self.account.change("codings", "were marked as important, which their memo says now", document.id)
                memo = f"{memo}\n\n{MARKED}".strip()
            self.gathering.coding(
                document, row["pos0"], row["pos1"], row.get("seltext") or "", code,
                self.gathering.coder(text(row.get("owner"))), memo=memo, created=when(row.get("date")),
            )  # fmt: skip
        self.gathering.codings = [told(coding, [coding.memo]) for coding in self.gathering.codings]

    # -- cases, memos --------------------------------------------------------------------

    def _attributes(self, kind: str) -> dict[int, dict[str, str]]:
        found: dict[int, dict[str, str]] = {}
        for row in self.database.rows("attribute"):
            value = text(row.get("value"))
            if row.get("attr_type") == kind and value:
                found.setdefault(row["id"], {})[attribute_name(text(row.get("name")))] = value
        return found

    def _cases(self) -> list[Case]:
        attributes = self._attributes("case")
        passages: dict[int, list[Row]] = {}
        for row in self.database.rows("case_text"):
            passages.setdefault(row["caseid"], []).append(row)
        cases = []
        for row in self.database.rows("cases"):
            id = " ".join(text(row.get("name")).split())
            members = [
                member_of(self.documents[each["fid"]], each["pos0"], each["pos1"])
                for each in passages.get(row["caseid"], [])
                if each["fid"] in self.documents
            ]
            mine = self.gathering.members(id, members)
            cases.append(Case(id, members=mine, attributes=attributes.get(row["caseid"], {})))
            self._memo(f"case {id}", text(row.get("memo")), row.get("owner"), row.get("date"))
        return cases

    def _notes(self, project: Row) -> None:
        for row in self.database.rows("annotation"):
            document = self.documents.get(row["fid"])
            if document is not None:
                place = f"place {document.id}@{row['pos0']}-{row['pos1']}"
                self._memo(place, text(row.get("memo")), row.get("owner"), row.get("date"))
        for row in self.database.rows("journal"):
            name = text(row.get("name"))
            # An entry must have a name there: a memo that has none goes out under `Memo`, or `Memo 2`.
            name = "" if re.fullmatch(r"Memo(?: \d+)?", name) else name
            said = f"{name}\n\n{text(row.get('jentry'))}".strip()
            self._memo("", said, row.get("owner"), row.get("date"))
        self._memo("", text(project.get("memo")), project.get("codername"), project.get("date"))

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
