"""RQDA's database (`.rqda`) -> a study. What has a status of 0 was deleted there and stays behind."""

from __future__ import annotations

from pathlib import Path

from ..core.grouping import grouped
from ..core.model import Document
from ..core.ticks import ROWS, ticking
from .databases import Database, Gathering, Row, attributes_in, opened, text, when
from .drafts import Draft
from .interface import Arrived, Choices


class RqdaCodec:
    """RQDA databases; read only, because RQDA is no longer kept up."""

    def read(self, path: Path, choices: Choices) -> Arrived:
        """The study in an RQDA database."""
        with opened(path) as database:
            return _Reading(database, path, choices).arrived()


codec = RqdaCodec()


class _Reading:
    def __init__(self, database: Database, path: Path, choices: Choices) -> None:
        self.database, self.path = database, path
        self.gathering = Gathering(choices, "rqda")
        self.account = self.gathering.account
        self.documents: dict[int, Document] = {}

    def rows(self, table: str) -> list[Row]:
        return [row for row in self.database.rows(table) if row.get("status", 1) != 0]

    def arrived(self) -> Arrived:
        codes = self._codes()
        attributes = attributes_in(self.rows("fileattr"), "fileid", "variable")
        for row in ticking(self.rows("source"), self.gathering.choices.progress):
            words = text(row.get("file")) and str(row["file"])
            if not words:
                self.account.lose("documents", "are empty", text(row.get("name")))
                continue
            document = self.gathering.document(text(row.get("name")), words, attributes.get(row["id"], {}))
            self.documents[row["id"]] = document
            self._memo(f"document {document.id}", row.get("memo"), row)
        for row in ticking(self.rows("coding"), self.gathering.choices.progress, ROWS):
            document_, code = self.documents.get(row["fid"]), codes.get(row["cid"])
            if document_ is None or code is None:
                self.account.lose("codings", "have a code or a text that is not there", text(row.get("seltext"))[:60])
                continue
            self.gathering.coding(
                document_, int(row["selfirst"]), int(row["selend"]), row.get("seltext") or "", code,
                self.gathering.coder(text(row.get("owner"))), memo=text(row.get("memo")), created=when(row.get("date")),
            )  # fmt: skip
        self._cases()
        for row in self.rows("journal"):
            self._memo("", f"{text(row.get('name'))}\n\n{text(row.get('journal'))}", row)
        for row in self.rows("annotation"):
            at, document_ = int(row.get("position") or 0), self.documents.get(row["fid"])
            if document_ is not None:
                stop = min(len(document_.text), at + 1)
                self._memo(f"place {document_.id}@{max(0, stop - 1)}-{stop}", row.get("annotation"), row)
        return self.gathering.arrived(self.path.stem, "RQDA")

    def _memo(self, about: str, said: object, row: Row) -> None:
        self.gathering.memo(about, said, row.get("owner"), row.get("date"))

    def _codes(self) -> dict[int, str]:
        """Codes may be in several categories; the first is the parent, and the others are named."""
        categories = {row["catid"]: self.gathering.draft(row["name"], codable=False) for row in self.rows("codecat")}
        inside = grouped((row["cid"], row["catid"]) for row in self.rows("treecode"))
        codes: dict[int, Draft] = {}
        for row in self.rows("freecode"):
            draft = self.gathering.draft(row["name"], row.get("memo"), row.get("color"))
            groups = [categories[each] for each in inside.get(row["id"], []) if each in categories]
            draft.parent = groups[0] if groups else None
            for other in groups[1:]:
                self.account.lose("code categories", "beyond a code's first one", f"{draft.name} in {other.name}")
            codes[row["id"]] = draft
        return self.gathering.codes(codes, self.path.stem, categories.values())

    def _cases(self) -> None:
        attributes = attributes_in(self.rows("caseattr"), "caseid", "variable")
        passages: dict[int, list[tuple[Document, int, int]]] = {}
        for row in self.rows("caselinkage"):
            if row["fid"] in self.documents:
                passage = (self.documents[row["fid"]], int(row["selfirst"]), int(row["selend"]))
                passages.setdefault(row["caseid"], []).append(passage)
        for row in self.rows("cases"):
            id = self.gathering.case(row.get("name"), passages.get(row["id"], []), attributes.get(row["id"], {}))
            self._memo(f"case {id}", row.get("memo"), row)
