"""From the database to the files of a snapshot."""

from __future__ import annotations

import contextlib
import hashlib
import json
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ...core import files as disk
from ...core.errors import DataError, UsageError, printable
from ...core.ticks import ROWS, Tick, ticking
from ...settings import FILE
from ...store.past import ARRIVING
from ..code_renames import done_here
from ..told_names import NAMES
from . import layout
from .layout import Differences, Files, Row

if TYPE_CHECKING:
    from ..handle import Handle

CODING: Mapping[str, Any] = {"qualifier": "", "weight": 1.0, "memo": "", "unsure": 0, "origin": "hand"}
"""What most codings say, and so need not."""
MEMO: Mapping[str, Any] = {"document": None, "start": None, "stop": None, "quote": "", "unit": "", "code": None,
                           "case_id": "", "kind": "", "language": ""}  # fmt: skip
MEASURE: Mapping[str, Any] = {}
STATE: Mapping[str, Any] = {"round": None, "blind": 0, "places": []}
DECISION: Mapping[str, Any] = {"about": None, "why": "", "round": 1}
TURN: Mapping[str, Any] = {"speaker": "", "time": None, "question": None}
PAGE: Mapping[str, Any] = {"approximate": 0}
_IDENTIFYING = ("path", "request", "warnings", "attributes", "title")


def write(
    project: Handle, folder: Path, *, text: bool = True, force: bool = False, progress: Tick | None = None
) -> Differences:
    """Write the study as text; only files that change are touched. Returns what was different before.

    Raises DataError `not_restored` where the study's own snapshot was changed since, by `git pull` say, and was not
    restored: what came with it would be taken away again. With `force` it is.
    """
    moment = _moment(project)
    files = made(project, text=text, progress=progress)
    before = _compared(folder, files)
    if before and not force and folder == project.root / layout.FOLDER and _changed_since(project, folder):
        raise DataError(
            "the snapshot was changed since it was written or restored, and writing it would take that away",
            slug="not_restored",
            hint="`qualcode merge snapshot` keeps both; `qualcode restore` takes what is there; --force lets it go",
        )
    try:
        if before or (folder / layout.UNFINISHED).exists():
            _put(folder, files, before, progress)
    except OSError as error:
        raise DataError(
            f"{printable(str(folder))}: the snapshot cannot be written: {error.strerror or error}", slug="unwritable",
            hint="make room or give the right to write, then `qualcode snapshot` again",
        ) from error  # fmt: skip
    if text and folder == project.root / layout.FOLDER:
        remember(project, files, moment)
    return before


def _put(folder: Path, files: Files, before: Differences, progress: Tick | None) -> None:
    """Write what is missing or changed and take away the rest; stopped in between, the folder says so."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / layout.UNFINISHED).touch()
    for path in ticking((*before.missing, *before.changed), progress):
        disk.write(folder / path, files[path], durable=False)
    for path in before.extra:
        (folder / path).unlink()
    for neighbour in folder.rglob(f"*{disk.PART}"):
        neighbour.unlink(missing_ok=True)
    for parent in sorted({(folder / path).parent for path in before.extra}, reverse=True):
        if parent.is_dir() and not any(parent.iterdir()):
            parent.rmdir()
    (folder / layout.UNFINISHED).unlink()


def check(project: Handle, folder: Path, *, progress: Tick | None = None) -> Differences:
    """What a snapshot on the disk does not say as the study is now; ReadError where there is none."""
    head, _ = layout.read(folder)
    return _compared(folder, made(project, text=bool(head.get("text")), progress=progress))


def _compared(folder: Path, files: Files) -> Differences:
    there = {path.relative_to(folder).as_posix() for path in layout.written(folder)}
    changed = [
        path for path in sorted(files.keys() & there) if (folder / path).read_bytes() != files[path].encode()
    ]  # fmt: skip
    return Differences(tuple(sorted(files.keys() - there)), tuple(changed), tuple(sorted(there - files.keys())))


# -- what this computer has written or taken in last --------------------------------------------


def _memory(project: Handle) -> Path:
    return project.root / ".cache" / "snapshot"


def digest(files: Files) -> str:
    """The same for the same study."""
    found = hashlib.sha256()
    for path, text in sorted(files.items()):
        found.update(f"{path} {len(text)}\n".encode())
        found.update(text.encode("utf-8", "surrogatepass"))
    return found.hexdigest()


def remember(project: Handle, files: Files, moment: str = "", *, arrived: bool = False) -> None:
    """That the database, at a moment or now, and these files had all in common.

    With `arrived` it was the latest change that brought what is in the files: once that is undone, they have more.
    Where this cannot be written, `restore` asks once more than it needs to.
    """
    by = [f"{entry.key}\n" for entry in project.store.history(1) if arrived and entry.action in ARRIVING]
    with contextlib.suppress(OSError):
        disk.write(_memory(project), f"{moment or _moment(project)}\n{digest(files)}\n{''.join(by)}", durable=False)


def remember_merged(project: Handle, files: Files) -> None:
    """That the database has all that is in these files, and perhaps more."""
    remember(project, files, "merged", arrived=True)


def _moment(project: Handle) -> str:
    """Another text after every change of the study."""
    latest = project.store.history(1), project.store.last_change()
    return hashlib.sha256(repr(latest).encode("utf-8", "surrogatepass")).hexdigest()


def _remembered(project: Handle) -> list[str]:
    """The moment of the database and the digest of the snapshot when they had all in common last."""
    try:
        return _memory(project).read_text("utf-8").split()
    except OSError:
        return []


def _changed_since(project: Handle, folder: Path) -> bool:
    """Whether somebody else wrote into the snapshot since; what was stopped while writing is nobody else's."""
    known = _remembered(project)
    if len(known) < 2 or (folder / layout.UNFINISHED).exists():
        return False
    undone = {str(entry.key) for entry in project.store.history() if entry.state != "done"} if known[2:] else set()
    return bool(undone.intersection(known[2:])) or digest(layout.on_disk(folder, errors="replace")) != known[1]


def in_common(project: Handle, files: Files) -> bool:
    """Whether neither the database nor the snapshot, whose files are given, changed since they had all in common."""
    known = _remembered(project)
    return len(known) > 1 and known[0] == _moment(project) and known[1] == digest(files)


def unwritten(project: Handle) -> bool:
    """Whether something was done in the database since it was written or restored last."""
    if not project.store.document_keys() and not project.store.history(1):
        return False
    known = _remembered(project)
    return not known or (known[0] != _moment(project) and digest(made(project)) not in known)


# -- the files ----------------------------------------------------------------------------------


def made(project: Handle, *, text: bool = True, progress: Tick | None = None) -> Files:
    """Every file of a snapshot of the study as it is now."""
    return _Making(project, text, progress).files()


class _Making:
    def __init__(self, project: Handle, text: bool, progress: Tick | None) -> None:
        self.store, self.text, self.progress = project.store, text, progress
        self.all_documents = {row["key"]: row for row in self.store.plain_rows("document")}
        self.documents = {key: row["id"] for key, row in self.all_documents.items() if not row["removed"]}
        self.coders = {key: id for id, key in self.store.coder_keys().items()}
        self.codes = {key: id for id, key in self.store.code_keys().items()}
        self.rounds = {key: id for id, key in self.store.round_keys().items()}
        self.uids: dict[tuple[str, int], str] = {}
        self.of_document = layout.names(self.documents.values())
        """Document -> what its files are called; likewise for coders."""
        self.of_coder = layout.names(self.coders.values())

    def files(self) -> Files:
        head = {"format": layout.FORMAT, "text": self.text}
        files: Files = {layout.HEAD: json.dumps(head, indent=1) + "\n", layout.ATTRIBUTES: layout.AS_IT_IS}
        files |= self._documents() | self._codings() | self._by_coder("memo", MEMO)
        files |= self._by_coder("decision", DECISION) | self._rounds() | self._by_coder("measure", MEASURE)
        files |= self._coders() | self._answers()
        files |= self._settled()
        if self.text:
            files |= self._log() | self._foreign()
        return files

    def _documents(self) -> Files:
        turns, pages = self._of_documents("turn", TURN), self._of_documents("page", PAGE)
        files: Files = {}
        for number, key in enumerate(ticking(self.documents, self.progress), start=1):
            row = {"number": number, **self.all_documents[key]}
            words = row.pop("text")
            for column in ("key", "removed"):
                del row[column]
            for column in ("request", "attributes", "warnings"):
                row[column] = json.loads(row[column])
            if not self.text:
                row = {column: value for column, value in row.items() if column not in _IDENTIFYING}
            path = f"documents/{self.of_document[row['id']]}"
            rows = [*({"turn": one} for one in turns.get(key, [])), *({"page": one} for one in pages.get(key, []))]
            files[f"{path}.jsonl"] = layout.lines(row, rows)
            if self.text:
                files[f"{path}.txt"] = words
        return files

    def _of_documents(self, table: str, usual: Mapping[str, Any]) -> dict[int, list[Row]]:
        found: dict[int, list[Row]] = {}
        for row in self.store.plain_rows(table):
            if not self.text:
                row.pop("speaker", None)
            found.setdefault(row.pop("document"), []).append(layout.without(row, usual))
        return found

    def _codings(self) -> Files:
        groups: dict[tuple[int, int], list[Row]] = {}
        for row in ticking(self.store.plain_rows("coding"), self.progress, ROWS):
            self.uids["coding", row["key"]] = row["uid"]
            if row["document"] in self.documents:
                groups.setdefault((row.pop("document"), row.pop("coder")), []).append(self._named(row, CODING))
        files: Files = {}
        for (document, coder), rows in groups.items():
            head = {"document": self.documents[document], "coder": self.coders[coder]}
            rows.sort(key=lambda row: (row["start"], row["stop"], row["code"], row.get("qualifier", ""), row["uid"]))
            path = f"codings/{self.of_document[head['document']]}/{self.of_coder[head['coder']]}.jsonl"
            files[path] = layout.lines(head, rows)
        return files

    def _named(self, row: Row, usual: Mapping[str, Any]) -> Row:
        """A row with names in place of keys, its lasting id first."""
        del row["key"]
        if row.get("code") is not None:
            row["code"] = self.codes[row["code"]]
        if row.get("document") is not None:
            row["document"] = self.documents[row["document"]]
        if row.get("about") is not None:
            row["about"] = self.coders[row["about"]]
        if "result" in row:
            row["round"], row["result"] = self.rounds[row["round"]], json.loads(row["result"])
        if not self.text:
            row.pop("quote", None)
        return {"uid": row.pop("uid"), **layout.without(row, usual)}

    def _by_coder(self, table: str, usual: Mapping[str, Any]) -> Files:
        groups: dict[str, list[Row]] = {}
        for row in self.store.plain_rows(table):
            self.uids[table, row["key"]] = row["uid"]
            if row.get("document") is None or row["document"] in self.documents:
                groups.setdefault(self.coders[row.pop("coder")], []).append(self._named(row, usual))
        return self._files(f"{table}s", groups, lambda row: (row["created"], row["uid"]))

    def _files(self, room: str, groups: Mapping[str, list[Row]], order: Any) -> Files:
        names = layout.names(groups)
        return {
            f"{room}/{names[coder]}.jsonl": layout.lines({"coder": coder}, sorted(rows, key=order))
            for coder, rows in groups.items()
        }

    def _coders(self) -> Files:
        states: dict[int, list[Row]] = {}
        for row in self.store.plain_rows("assignment"):
            if row["document"] in self.documents:
                said = {"document": self.documents[row["document"]], "state": row["state"], "blind": row["blind"],
                        "round": self.rounds.get(row["round"]), "places": json.loads(row["places"])}  # fmt: skip
                states.setdefault(row["coder"], []).append(layout.without(said, STATE))
        return {
            f"coders/{self.of_coder[row['id']]}.jsonl": layout.lines(
                {"coder": row["id"], "name": row["name"], "kind": row["kind"]},
                sorted(states.get(row["key"], []), key=lambda each: each["document"]),
            )
            for row in self.store.plain_rows("coder")
        }

    def _rounds(self) -> Files:
        """A file for each round, in the order they were planned."""
        files: Files = {}
        names = layout.names(self.rounds.values())
        for number, row in enumerate(self.store.plain_rows("round"), start=1):
            adjudicator = self.coders[row["adjudicator"]] if row["adjudicator"] is not None else ""
            head = {
                "round": row["id"],
                "number": number,
                "kind": row["kind"],
                "adjudicator": adjudicator,
                "coder": self.coders[row["coder"]],
                "created": row["created"],
                "plan": json.loads(row["plan"]),
            }
            files[f"rounds/{names[row['id']]}.jsonl"] = layout.lines(head, ())  # fmt: skip
        return files

    def _answers(self) -> Files:
        groups: dict[str, list[Row]] = {}
        for row in self.store.plain_rows("answer_status"):
            if row["document"] in self.documents:
                said = {"question": row["question"], "status": row["status"]}
                groups.setdefault(self.documents[row["document"]], []).append(said)
        return {
            f"answers/{self.of_document[id]}.jsonl": layout.lines(
                {"document": id}, sorted(rows, key=lambda row: row["question"])
            )
            for id, rows in groups.items()
        }

    def _settled(self) -> Files:
        groups: dict[str, list[Row]] = {}
        settled = [tuple(row) for row in self.store.settled()]
        known, kept = {row[:2] for row in settled}, set(settled)
        # A snapshot has no history: what codes were called before is told by it as by a copy that merged this one.
        told = [tuple(each.row().values()) for each in done_here(self.store)]
        own = [row for row in told if row in kept or row[:2] not in known]
        for subject, refused, coder, at in (*(row for row in settled if row not in own), *own):
            groups.setdefault(coder, []).append({"subject": subject, "refused": json.loads(refused), "at": at})

        def order(row: Row) -> tuple[str, ...]:
            # One renaming rests on another: those of one second stay as they were done.
            return (row["at"], *(() if row["subject"].startswith(NAMES) else (row["subject"], layout.line(row))))

        return self._files("settled", groups, order)

    def _log(self) -> Files:
        groups: dict[str, list[Row]] = {}
        for entry in (*self.store.joined_history(), *reversed(self.store.history())):
            if entry.action != "restore":
                said = {"at": entry.at, "action": entry.action, "summary": entry.summary, "state": entry.state}
                groups.setdefault(entry.coder, []).append(layout.without(said, {"state": "done"}))
        return self._files("log", groups, lambda row: (row["at"], row["action"], row["summary"]))

    def _foreign(self) -> Files:
        groups: dict[str, list[Row]] = {}
        for _, part in self.store.foreign():
            kind, _, rest = part.subject.partition(" ")
            subject, value = part.subject, part.value
            if kind == "memo" and rest.isdecimal():
                subject = f"memo {self.uids.get(('memo', int(rest)), '')}"
            if part.kind == "guids":
                found = {self.uids.get(("coding", int(key)), ""): guids for key, guids in json.loads(value).items()}
                value = json.dumps({uid: guids for uid, guids in sorted(found.items()) if uid}, separators=(",", ":"))
            groups.setdefault(part.format, []).append({"kind": part.kind, "subject": subject, "value": value})
        return {
            f"other/{layout.name(format)}.jsonl": layout.lines(
                {"format": format}, sorted(rows, key=lambda row: (row["kind"], row["subject"], row["value"]))
            )
            for format, rows in groups.items()
        }


def hand_written(project: Handle, folder: Path) -> None:
    """Copy what is text already to where a snapshot is written; UsageError where another project lies."""
    here = project.root
    settings = (here / FILE).read_bytes()
    if (folder / FILE).exists() and (folder / FILE).read_bytes() != settings:
        raise UsageError(f"{folder} is another project", slug="project_exists", hint="choose another folder")
    for name in (FILE, "cases.csv", "questions.yaml"):
        if (here / name).is_file():
            disk.write(folder / name, (here / name).read_bytes(), durable=False)
    for path in project.codes.paths:
        disk.write(folder / "codebooks" / path.name, path.read_bytes(), durable=False)
