"""RQDA's database (`.rqda`) -> a study. What has a status of 0 was deleted there and stays behind."""

from __future__ import annotations

from pathlib import Path

from ..core.model import Bundle, Case, Codebook, Document, Memo
from ..core.ticks import ROWS, ticking
from .account import Account
from .databases import Database, Gathering, Row, attribute_name, member_of, opened, text, when
from .drafts import Draft, book_of, color_of
from .interface import Arrived, Choices
from .prose import taken_apart


def read(path: Path, choices: Choices) -> Arrived:
    """The study in an RQDA database."""
    with opened(path) as database:
        return _Reading(database, path, choices).arrived()


class _Reading:
    def __init__(self, database: Database, path: Path, choices: Choices) -> None:
        self.database, self.path, self.choices = database, path, choices
        self.account = Account()
        self.gathering = Gathering(self.account, "rqda")
        self.memos: list[Memo] = []
        self.documents: dict[int, Document] = {}

    def rows(self, table: str) -> list[Row]:
        return [row for row in self.database.rows(table) if row.get("status", 1) != 0]

    def arrived(self) -> Arrived:
        book, codes = self._codebook()
        attributes = self._attributes("fileattr", "fileid")
        for row in ticking(self.rows("source"), self.choices.progress):
            words = text(row.get("file")) and str(row["file"])
            if not words:
                self.account.lose("documents", "are empty", text(row.get("name")))
                continue
            words = words.replace("\r\n", "\n").replace("\r", "\n")
            document = self.gathering.document(text(row.get("name")), words, attributes.get(row["id"], {}))
            self.documents[row["id"]] = document
            self._memo(f"document {document.id}", text(row.get("memo")), row)
        for row in ticking(self.rows("coding"), self.choices.progress, ROWS):
            document_, code = self.documents.get(row["fid"]), codes.get(row["cid"])
            if document_ is None or code is None:
                self.account.lose("codings", "have a code or a text that is not there", text(row.get("seltext"))[:60])
                continue
            self.gathering.coding(
                document_, int(row["selfirst"]), int(row["selend"]), row.get("seltext") or "", code,
                self.gathering.coder(text(row.get("owner"))), memo=text(row.get("memo")), created=when(row.get("date")),
            )  # fmt: skip
        cases = self._cases()
        for row in self.rows("journal"):
            self._memo("", f"{text(row.get('name'))}\n\n{text(row.get('journal'))}".strip(), row)
        for row in self.rows("annotation"):
            at, document_ = int(row.get("position") or 0), self.documents.get(row["fid"])
            if document_ is not None:
                stop = min(len(document_.text), at + 1)
                self._memo(f"place {document_.id}@{max(0, stop - 1)}-{stop}", text(row.get("annotation")), row)
        gathering = self.gathering
        bundle = Bundle(self.path.stem, self.choices.language, tuple(gathering.documents), (book,) if book else (),
                        tuple(gathering.codings), tuple(gathering.coders.values()), tuple(cases),
                        memos=tuple(self.memos))  # fmt: skip
        return Arrived(bundle, self.account, "RQDA")

    def _memo(self, about: str, said: str, row: Row) -> None:
        if said:
            coder = self.gathering.coder(text(row.get("owner")))
            self.memos.append(Memo.on(about, len(self.memos) + 1, said, coder, when(row.get("date"))))

    def _codebook(self) -> tuple[Codebook | None, dict[int, str]]:
        """Codes may be in several categories; the first is the parent, and the others are named."""
        categories = {
            row["catid"]: Draft(text(row["name"]) or "unnamed", codable=False) for row in self.rows("codecat")
        }
        inside: dict[int, list[int]] = {}
        for row in self.rows("treecode"):
            inside.setdefault(row["cid"], []).append(row["catid"])
        codes: dict[int, Draft] = {}
        for row in self.rows("freecode"):
            draft = Draft(text(row["name"]) or "unnamed", color=color_of(text(row.get("color"))) or "")
            if memo := text(row.get("memo")):
                for field, value in taken_apart(memo, self.choices.language).items():
                    setattr(draft, field, value)
            groups = [categories[each] for each in inside.get(row["id"], []) if each in categories]
            draft.parent = groups[0] if groups else None
            for other in groups[1:]:
                self.account.lose("code categories", "beyond a code's first one", f"{draft.name} in {other.name}")
            codes[row["id"]] = draft
        drafts = [*categories.values(), *codes.values()]
        if not drafts:
            return None, {}
        account = Account()
        book = book_of(drafts, account, name=self.path.stem, id=self.choices.codebook, language=self.choices.language)
        self.account.take(account)
        return book, {id: f"{book.id}:{draft.full}" for id, draft in codes.items()}

    def _attributes(self, table: str, key: str) -> dict[int, dict[str, str]]:
        found: dict[int, dict[str, str]] = {}
        for row in self.rows(table):
            if value := text(row.get("value")):
                found.setdefault(row[key], {})[attribute_name(text(row.get("variable")))] = value
        return found

    def _cases(self) -> list[Case]:
        attributes = self._attributes("caseattr", "caseid")
        passages: dict[int, list[Row]] = {}
        for row in self.rows("caselinkage"):
            passages.setdefault(row["caseid"], []).append(row)
        cases = []
        for row in self.rows("cases"):
            id = text(row.get("name"))
            members = [
                member_of(self.documents[each["fid"]], int(each["selfirst"]), int(each["selend"]))
                for each in passages.get(row["id"], [])
                if each["fid"] in self.documents
            ]
            mine = self.gathering.members(id, members)
            cases.append(Case(id, members=mine, attributes=attributes.get(row["id"], {})))
            self._memo(f"case {id}", text(row.get("memo")), row)
        return cases
