"""From the files of a snapshot to the database: one change, after which the study is what the snapshot says."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import field
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ...core.errors import DataError, Problem, ReadError
from ...core.grouping import grouped
from ...core.ticks import Tick, ticking
from ...core.values import frozen
from ...exchange.interface import named
from ...store.entries import USUAL
from ...store.store import now
from ..exchange import trying
from . import layout, write
from .layout import Files, Row, as_written
from .names_now import caught_up, standing

if TYPE_CHECKING:
    from ...store import Change
    from ..handle import Handle

_TURN = ("number", "speaker", "role", "start", "stop", "time", "question")
_PAGE = ("number", "label", "start", "stop", "approximate")
_UNSAID = ("path", "title")
"""What a snapshot without text does not say of a document."""


@frozen
class Restored:
    """How many rows of each kind were added, changed and taken away."""

    added: Mapping[str, int]
    changed: Mapping[str, int]
    removed: Mapping[str, int]
    dry_run: bool
    renamed: Mapping[str, int] = field(default_factory=dict)
    """How many of each kind have a code, or a case, by another name than the snapshot's, which is of a time before."""
    standing: tuple[Problem, ...] = ()
    """What now rests on codes and cases that the codebooks and `cases.csv` have not."""


def restore(
    project: Handle, folder: Path, *, force: bool = False, dry_run: bool = False, progress: Tick | None = None
) -> Restored:
    """Make the database what a snapshot says; a missing database is made.

    Raises DataError `not_in_snapshot` where the database has work that was never written to a snapshot, unless
    `force`; ReadError `snapshot_damaged` for files that cannot be read, such as unsettled conflicts of git.
    """
    head, files = layout.read(folder)
    with project.database_made(keep=not dry_run) as new:
        return _restored(project, folder, head, files, new, force, dry_run, progress)


def _restored(
    project: Handle, folder: Path, head: Row, files: Files, new: bool, force: bool, dry_run: bool, progress: Tick | None
) -> Restored:
    own = folder.resolve() == (project.root / layout.FOLDER).resolve()
    if own and write.in_common(project, files):
        return Restored({}, {}, {}, dry_run)
    if not force and not dry_run and own and write.unwritten(project):
        raise DataError(
            "the database has work that is in no snapshot yet, and restoring would take it away",
            slug="not_in_snapshot",
            hint="`qualcode snapshot` writes it; `qualcode merge snapshot` keeps both; --force lets it go",
        )
    parts = {path: layout.rows(path, text) for path, text in files.items() if path.endswith(".jsonl")}
    with trying(project, "restore", lambda: not dry_run, trial=dry_run or new) as change:
        restoring = _Restoring(project, change, files, parts, bool(head.get("text")), progress)
        try:
            restoring.all()
        except (KeyError, TypeError) as error:
            raise ReadError(folder, f"is not whole: {error} is missing", slug="snapshot_damaged") from error
        renamed = caught_up(project, change)
        for kind, count in renamed.items():
            restoring.changed[kind] = restoring.changed.get(kind, 0) + count
        left = () if new and dry_run else standing(project)  # to read codebooks would leave a cache of them there
        change.summary = restoring.told()
    if own and not dry_run and head.get("text"):
        write.remember(project, files, arrived=True)
    return Restored(restoring.added, restoring.changed, restoring.removed, dry_run, renamed, left)


class _Restoring:
    def __init__(
        self, project: Handle, change: Change, files: Files, parts: Mapping[str, list[Row]], text: bool,
        progress: Tick | None,
    ) -> None:  # fmt: skip
        self.progress = progress
        self.store, self.change, self.files, self.parts, self.text = project.writable, change, files, parts, text
        self.added, self.changed, self.removed = Counter[str](), Counter[str](), Counter[str]()
        self.documents: dict[str, int] = {}
        self.codes: dict[str, int] = {}
        self.keys: dict[str, dict[str, int]] = {}
        """Table -> lasting id -> key."""

    def all(self) -> None:
        for path, rows in self.parts.items():
            if not rows:
                raise ReadError(path, "is empty", slug="snapshot_damaged")
        self._coders()
        self._documents()
        self._lasting("coding", "codings", write.CODING)
        self._lasting("memo", "memos", write.MEMO)
        self._lasting("decision", "decisions", write.DECISION)
        self._rounds()
        self._lasting("measure", "measures", write.MEASURE)
        self._states()
        self._rounds_gone()
        self._answers()
        if self.text:
            self._foreign()
        self._said()
        self._coders_gone()

    def told(self) -> str:
        """What was done, in a line of the log."""
        said = ((what, counts) for what, counts in (("added", self.added), ("changed", self.changed),
                                                    ("taken away", self.removed)))  # fmt: skip
        return "; ".join(f"{what}: {', '.join(named(kind, count) for kind, count in counts.items())}"
                         for what, counts in said if counts) or "nothing"  # fmt: skip

    def _room(self, room: str) -> Iterable[tuple[str, Row, list[Row]]]:
        for path, (head, *rows) in self.parts.items():
            if path.startswith(f"{room}/"):
                yield path, head, rows

    def _update(self, table: str, known: Row, row: Row) -> None:
        """Make a row that is there what it is in the snapshot; most are already, and cost the database nothing."""
        if not row.items() <= known.items():
            self.change.update(table, known["key"], row)
            self.changed[f"{table}s"] += 1

    def _insert(self, table: str, rows: list[Row]) -> list[int]:
        if rows:
            self.added[f"{table}s"] += len(rows)
        return self.change.insert_all(table, rows) if len(rows) > 1 else [self.change.insert(table, r) for r in rows]

    def _delete(self, table: str, key: int) -> None:
        self.change.delete(table, key)
        self.removed[f"{table}s"] += 1

    def _coders(self) -> None:
        here = {row["id"]: row for row in self.store.plain_rows("coder")}
        self.coders: dict[str, int] = {id: row["key"] for id, row in here.items()}
        for _, head, _ in self._room("coders"):
            row = {"id": head["coder"], "name": head.get("name", ""), "kind": head.get("kind", "human")}
            if head["coder"] in here:
                self._update("coder", here[head["coder"]], row)
            else:
                [self.coders[head["coder"]]] = self._insert("coder", [row])

    def _coder(self, id: str) -> int:
        if id not in self.coders:
            [self.coders[id]] = self._insert("coder", [{"id": id}])
        return self.coders[id]

    def _code(self, id: str) -> int:
        if id not in self.codes:
            self.codes[id] = self.store.code_key(self.change, id)
        return self.codes[id]

    def _coders_gone(self) -> None:
        wanted = {head["coder"] for _, head, _ in self._room("coders")}
        if wanted >= self.store.coder_keys().keys():
            return
        used = {row[column] for table in ("coding", "memo", "decision", "assignment", "round", "measure")
                for row in self.store.plain_rows(table) for column in ("coder", "about", "adjudicator")
                if column in row}  # fmt: skip
        for id, key in self.store.coder_keys().items():
            if id not in wanted and key not in used:
                self._delete("coder", key)

    def _documents(self) -> None:
        here = {row["id"]: row for row in self.store.plain_rows("document") if not row["removed"]}
        turns = _grouped(self.store.plain_rows("turn"))
        pages = _grouped(self.store.plain_rows("page"))
        wanted = sorted(self._room("documents"), key=lambda part: (part[1].get("number", 0), part[1]["id"]))
        self.heads = {head["id"]: head for _, head, _ in wanted}
        for path, head, rows in ticking(wanted, self.progress):
            id = head["id"]
            known = here.get(id)
            text = self.files.get(f"{path.removesuffix('.jsonl')}.txt")
            if text is None:
                if self.text:
                    raise ReadError(path, "its text is not there", slug="snapshot_damaged")
                text = self._text_here(id, head)
            row = self._document_row(head, as_written(path, text, head), known)
            said = [{**write.TURN, **each["turn"]} for each in rows if "turn" in each]
            leaves = [{**write.PAGE, **each["page"]} for each in rows if "page" in each]
            same = known is not None and known["digest"] == row["digest"]
            if known is not None and same and self._same_turns(known["key"], said, leaves, turns, pages):
                self.documents[id] = known["key"]
                self._update("document", known, row)
                continue
            if known is not None:
                self._update("document", known, {"removed": 1})
            else:
                self.added["documents"] += 1
            self.documents[id] = self.change.document(
                row,
                (tuple(each[c] for c in _TURN) for each in said),
                (tuple(each[c] for c in _PAGE) for each in leaves),
            )
        for id, row in here.items():
            if id not in self.documents:
                self.change.update("document", row["key"], {"removed": 1})
                self.removed["documents"] += 1

    @cached_property
    def _texts(self) -> dict[int, str]:
        """The texts by the keys of their documents, where a snapshot has no quotes."""
        return {row["key"]: row["text"] for row in self.store.plain_rows("document")}

    @cached_property
    def _texts_here(self) -> dict[str, str]:
        """The texts by their digests, where a snapshot has none."""
        return {row["digest"]: row["text"] for row in reversed(self.store.plain_rows("document"))}

    def _text_here(self, id: str, head: Row) -> str:
        if head["digest"] in self._texts_here:
            return self._texts_here[head["digest"]]
        raise DataError(
            f"the snapshot has no texts, and the text of {id} is not in the database",
            slug="no_text", hint="`qualcode add transcripts` reads them",
        )  # fmt: skip

    def _document_row(self, head: Row, text: str, known: Row | None) -> Row:
        row = {column: value for column, value in head.items() if column != "number"}
        for column in ("request", "attributes", "warnings"):
            if column in row:
                row[column] = json.dumps(row[column], ensure_ascii=False)
        for column in _UNSAID if not self.text else ():
            row[column] = known[column] if known else (head["id"] if column == "title" else "")
        return {**row, "text": text, "length": len(text)}

    def _same_turns(
        self, key: int, said: list[Row], leaves: list[Row], turns: Mapping[int, list[Row]],
        pages: Mapping[int, list[Row]],
    ) -> bool:  # fmt: skip
        """Whether turns and pages are the same; questions that were set otherwise are set as they are there."""
        here = turns.get(key, [])
        unsaid = {"question"} if self.text else {"question", "speaker"}
        alike = [{c: v for c, v in each.items() if c not in unsaid} for each in here]
        there = [{c: v for c, v in each.items() if c not in unsaid} for each in said]
        if alike != there or leaves != pages.get(key, []):
            return False
        self.change.questions(key, {each["number"]: each["question"] for each in said})
        return True

    def _lasting(self, table: str, room: str, usual: Mapping[str, Any]) -> None:
        """Rows with lasting ids: new ones added, others changed to what they are there, those not there taken away."""
        here = {row["uid"]: row for row in self.store.plain_rows(table)}
        kept, keys = set(self.documents.values()), self.keys.setdefault(table, {})
        names: tuple[str, ...] = USUAL.get(table, ())
        new: dict[str, tuple[Any, ...]] = {}
        seen: set[str] = set()
        for path, head, rows in ticking(list(self._room(room)), self.progress):
            in_one = {"document": self.documents[head["document"]]} if "document" in head else {}
            of_all = {"coder": self._coder(head["coder"]), **in_one}
            for each in rows:
                if (uid := each["uid"]) in seen:
                    continue
                seen.add(uid)
                row = self._row({**usual, **each}, of_all)
                if uid in here:
                    keys[uid] = here[uid]["key"]
                    self._update(table, here[uid], row)
                    continue
                names = names or tuple(row)
                if len(row) > len(names):
                    raise ReadError(path, f"{uid}: has what is in no {table}", slug="snapshot_damaged")
                new[uid] = tuple(map(row.__getitem__, names))
        for uid, row in here.items():
            if uid not in seen and (row.get("document") is None or row["document"] in kept):
                self._delete(table, row["key"])
        if new:
            self.added[f"{table}s"] = len(new)
            keys.update(zip(new, self.change.insert_rows(table, names, list(new.values())), strict=True))

    def _row(self, row: Row, of_all: Row) -> Row:
        """A row with keys of here in the place of names, and with what all rows of its file have in common."""
        if row.get("document") is not None:
            row["document"] = self.documents[row["document"]]
        if row.get("code") is not None:
            row["code"] = self.codes.get(row["code"]) or self._code(row["code"])
        if row.get("about") is not None:
            row["about"] = self._coder(row["about"])
        if "result" in row:
            row["round"] = self.store.round_keys()[row["round"]]
            row["result"] = json.dumps(row["result"], ensure_ascii=False)
        row |= of_all
        if row.get("start") is not None and not row.get("quote"):
            row["quote"] = self._texts[row["document"]][row["start"] : row["stop"]]
        return row

    def _rounds(self) -> None:
        here = {row["id"]: row for row in self.store.plain_rows("round")}
        for _, head, _ in sorted(self._room("rounds"), key=lambda part: (part[1].get("number", 0), part[1]["round"])):
            row = {"id": head["round"], "kind": head["kind"], "coder": self._coder(head["coder"]),
                   "adjudicator": self._coder(head["adjudicator"]) if head.get("adjudicator") else None,
                   "created": head["created"], "plan": json.dumps(head["plan"], ensure_ascii=False)}  # fmt: skip
            if head["round"] in here:
                self._update("round", here[head["round"]], row)
            else:
                self._insert("round", [row])

    def _rounds_gone(self) -> None:
        """Rounds that are not there go last, when nothing was given in them and no agreement is kept of them."""
        wanted = {head["round"] for _, head, _ in self._room("rounds")}
        used = {row["round"] for table in ("assignment", "measure") for row in self.store.plain_rows(table)}
        for id, key in self.store.round_keys().items():
            if id not in wanted and key not in used:
                self._delete("round", key)

    def _states(self) -> None:
        here = {(row["coder"], row["document"]): row for row in self.store.plain_rows("assignment")}
        keys = self.store.round_keys()
        wanted = {}
        for _, head, rows in self._room("coders"):
            for each in rows:
                if each["document"] in self.documents:
                    said = {**write.STATE, **each}
                    wanted[self._coder(head["coder"]), self.documents[each["document"]]] = {
                        "state": said["state"], "round": keys.get(said["round"]), "blind": said["blind"],
                        "places": json.dumps(said["places"]),
                    }  # fmt: skip
        self._keyed("assignment", ("coder", "document"), here, wanted)

    def _answers(self) -> None:
        here = {(row["document"], row["question"]): row for row in self.store.plain_rows("answer_status")}
        wanted = {(self.documents[head["document"]], each["question"]): {"status": each["status"]}
                  for _, head, rows in self._room("answers") for each in rows
                  if head["document"] in self.documents}  # fmt: skip
        self._keyed("answer_status", ("document", "question"), here, wanted)

    def _keyed(
        self, table: str, columns: tuple[str, str], here: Mapping[tuple[Any, Any], Row],
        wanted: Mapping[tuple[Any, Any], Row],
    ) -> None:  # fmt: skip
        kept = set(self.documents.values())
        for place, row in here.items():
            if place not in wanted and row["document"] in kept:
                self._delete(table, row["key"])
        for place, row in wanted.items():
            if place in here:
                self._update(table, here[place], row)
            else:
                self._insert(table, [{**dict(zip(columns, place, strict=True)), **row}])

    def _foreign(self) -> None:
        wanted = []
        for _, head, rows in self._room("other"):
            for each in rows:
                memo, value = self.keys["memo"].get(each["subject"].removeprefix("memo ")), each["value"]
                subject = f"memo {memo}" if memo else each["subject"]
                if each["kind"] == "guids":
                    keys = self.keys["coding"]
                    keyed = {str(keys[uid]): guids for uid, guids in json.loads(value).items() if uid in keys}
                    value = json.dumps(keyed, separators=(",", ":"))
                wanted.append({"format": head["format"], "kind": each["kind"], "subject": subject, "value": value})
        here = {tuple(row[c] for c in ("format", "kind", "subject", "value")): row["key"]
                for row in self.store.plain_rows("foreign_part")}  # fmt: skip
        there = {tuple(row.values()) for row in wanted}
        for values, key in here.items():
            if values not in there:
                self._delete("foreign_part", key)
        self._insert("foreign_part", [row for row in wanted if tuple(row.values()) not in here])

    def _said(self) -> None:
        """What was done and decided elsewhere, as far as it is not known here."""
        known = {(entry.at, entry.coder, entry.action, entry.summary)
                 for entry in (*self.store.history(), *self.store.joined_history())}  # fmt: skip
        log = [{"at": each["at"], "coder": head["coder"], "action": each["action"], "summary": each["summary"],
                "state": each.get("state", "done")} for _, head, rows in self._room("log") for each in rows
               if (each["at"], head["coder"], each["action"], each["summary"]) not in known]  # fmt: skip
        self.change.insert_all("joined_history", sorted(log, key=lambda row: row["at"]))
        settled = {row[:3] for row in self.store.settled()}
        rows = [
            {"at": now(), **each, "coder": head["coder"]} for _, head, rows in self._room("settled") for each in rows
        ]
        for each in sorted(rows, key=lambda row: row["at"] or ""):  # a name rests on the one before, whoever gave it
            refused = json.dumps(each["refused"], ensure_ascii=False, sort_keys=True, separators=(",", ":"))
            row = {"subject": each["subject"], "refused": refused, "coder": each["coder"]}
            if tuple(row.values()) not in settled:
                self.change.insert("settled", {**row, "at": each["at"] or now()})


def _grouped(rows: Iterable[Row]) -> dict[int, list[Row]]:
    return grouped((row.pop("document"), row) for row in rows)
