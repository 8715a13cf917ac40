"""Reading files into the project: what is new, what changed, what failed and why."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from .. import __version__
from ..core.errors import QualcodeError, ReadError, UnknownName, argument, several
from ..core.grouping import grouped
from ..core.model import Case, Document
from ..core.numbering import unused
from ..core.units import ASKED
from ..core.values import frozen
from ..store import Change
from ..store.store import now
from . import add_notes, late_rows, word_index
from . import cases as case_files
from .files import digest_of, expand, known_advice

if TYPE_CHECKING:
    from ..ingest.read import ReadResult
    from .handle import Handle

Progress = Callable[[int, int, str], None]
"""(files done, files in all, name of the file just read)."""


@frozen
class Added:
    """What became of one file."""

    path: str
    outcome: str
    """`added`, `unchanged`, `changed` (differs from what was read before), `failed`, or `passed` (a file in
    a folder that no reader takes)."""
    documents: tuple[str, ...] = ()
    message: str = ""
    """For people: what was found, or why it failed."""
    warnings: tuple[str, ...] = ()
    error: QualcodeError | None = None


def add(
    project: Handle,
    paths: Sequence[Path],
    *,
    progress: Progress | None = None,
    workers: int | None = None,
    pseudonymised: bool | None = None,
    match: bool | None = None,
    **request: Any,
) -> list[Added]:
    """Read files into the project in one change; a file that fails is reported and left out.

    `request` holds the fields of `ingest.ReadRequest`. With `match`, or where the settings say so, the
    interviewer's turns are matched to the guide; else it is only said what that would make.
    A file whose content is in the project already is left alone; one that changed since it was
    read is named, and `reread` takes the new version.
    """
    own = [project.root / name for name in OWN_FILES]
    files, passed = expand(paths, ours=own)
    if not files:
        named = "; ".join(f"{path.name} is {what}" for path, what in passed[:5])
        raise ReadError(" ".join(map(str, paths)), "no file that qualcode can read" + (f": {named}" if named else ""),
                        slug="missing_file", hint="`qualcode formats` lists the formats")  # fmt: skip
    from ..ingest.read import document_kind

    if request.get("kind"):
        request["kind"] = document_kind(request["kind"])
    asked_for = tuple(request.get("interviewer") or ())
    request.setdefault("interviewer", project.settings.interviewer)
    request["encoding"] = request.get("encoding") or project.settings.encoding or None
    request["pdf_engine"] = request.get("pdf_engine") or project.settings.pdf_engine or None
    marked = project.settings.pseudonymised if pseudonymised is None else pseudonymised
    outcomes: dict[Path, Added] = {}
    fresh: list[Path] = []
    tables: dict[Path, dict[str, Any]] = {}
    known = _Known.of(project)
    seen: dict[Path, Added] = {}
    for path in files:
        outcome = known.seen(project, path, request)
        if outcome is None:
            fresh.append(path)
        elif known.may_differ(project, path, outcome):
            tables[path], seen[path] = known.as_read(project, path, request), outcome
        else:
            outcomes[path] = outcome
    if fresh or tables:
        matching = {"match": project.settings.match if match is None else match}
        read = _read(fresh, request | matching, project, workers, progress)
        for path, before in tables.items():
            here = late_rows.from_file(project, path)
            read += _read([path], late_rows.as_asked(project, here, before) | matching, project, workers, None)
        _check_interviewers(asked_for, read)
        with project.writable.change("add", project.coder) as change:
            storing = _Storing(project, change, marked)
            for path, result in read:
                if isinstance(result, QualcodeError):
                    outcomes[path] = Added(str(path), "failed", message=result.message, error=result)
                else:
                    done = storing.take(path, result, tables.get(path, request))
                    if path in seen and done.outcome == seen[path].outcome == "unchanged":
                        done = replace(seen[path], warnings=done.warnings)
                    outcomes[path] = done
            storing.keep_cases()
            added = [id for outcome in outcomes.values() if outcome.outcome == "added" for id in outcome.documents]
            more = " ..." if len(added) > 6 else ""
            change.summary = f"{several(len(added), 'document')}: {', '.join(added[:6])}{more}"
        word_index.keep(project)
        project.forget_files()  # a row of cases.csv may be of a document that is here only now
    return [outcomes[path] for path in files] + [Added(str(path), "passed", message=what) for path, what in passed]


OWN_FILES = (
    "cases.csv", "questions.yaml", "qualcode.toml", "keys.toml", "codebooks", "reports", "snapshot", "backups",
    "qualcode.sqlite", "tags.csv",
)  # fmt: skip
"""What a project's folder holds besides originals; `add .` leaves it alone."""


def _read(
    files: list[Path], request: dict[str, Any], project: Handle, workers: int | None, progress: Progress | None
) -> list[tuple[Path, list[ReadResult] | QualcodeError]]:
    """Each file with what was read; who asks is decided over all of them."""
    from ..ingest.many import read_many, settle_roles
    from ..ingest.read import ReadRequest

    wanted = ReadRequest(**{"guide": project.questions, "language": None, **request})
    found: list[tuple[Path, list[ReadResult] | QualcodeError]] = []
    for done, (path, result) in enumerate(read_many(files, wanted, workers), start=1):
        if progress:
            progress(done, len(files), path.name)
        if isinstance(result, ReadError) and result.slug == "unknown_format" and known_advice(path):
            result = ReadError(result.path, known_advice(path), slug=result.slug, hint="qualcode formats")
        found.append((path, result))
    members = grouped(
        (member.document.casefold(), member.speaker)
        for case in project.cases
        for member in case.members
        if member.speaker
    )
    settled = iter(settle_roles([result for _, result in found if isinstance(result, list)], wanted, members))
    return [(path, next(settled) if isinstance(result, list) else result) for path, result in found]


def _check_interviewers(
    asked_for: Sequence[str], read: Sequence[tuple[Path, list[ReadResult] | QualcodeError]]
) -> None:
    """Raise UsageError where a label given as the interviewer's speaks in none of the files."""
    from ..ingest.speakers.labels import fold_label

    found: dict[str, str] = {}
    for _, results in read:
        for result in results if isinstance(results, list) else ():
            found |= {fold_label(spelt): s.label for s in result.found.speakers for spelt in (s.label, *s.spellings)}
    for wanted in asked_for:
        parts = [part for part in wanted.split(",") if part.strip()]
        if fold_label(wanted) in found or (parts and all(fold_label(part) in found for part in parts)):
            continue
        missing = next((part.strip() for part in parts if fold_label(part) not in found), wanted)
        labels = ", ".join(dict.fromkeys(found.values())) or "none"
        raise UnknownName(
            "speaker", missing, found.values(), slug="no_such_interviewer",
            hint=f"--interviewer takes a label of the files; the labels found: {labels}; nothing was added",
        )  # fmt: skip


_FEW_WORDS = 12
"""Of a row: in these and its headings a word such as `a` or `en` decides nothing about its language."""

_CHOICES = (
    "interviewer", "kind", "language", "speaker_style", "speakers", "comments", "split", "open", "closed", "extra",
)  # fmt: skip
"""Options of reading that a person gives."""


def _plain(value: Any) -> Any:
    """A value as it is when it was stored and read back."""
    return json.loads(json.dumps(value))


@dataclass(slots=True)
class _Known:
    """What the project has, to recognise files and to find free names."""

    by_path: dict[str, str]
    by_digest: dict[str, str]
    ids: set[str]
    requests: dict[str, dict[str, Any]]
    """What each document was read with."""
    rows: Counter[str]
    """How many documents came from each file."""

    @classmethod
    def of(cls, project: Handle) -> _Known:
        sources = project.store.sources()
        return cls(
            {source["path"]: source["sha256"] for source in sources},
            {source["sha256"]: source["id"] for source in sources},
            {source["id"].casefold() for source in sources},
            {source["id"]: json.loads(source["request"] or "{}") for source in sources},
            Counter(source["path"] for source in sources if source["kind"] == "survey"),
        )

    def may_differ(self, project: Handle, path: Path, outcome: Added) -> bool:
        """Whether a survey's table may hold other rows than came from it: it changed, or has more of them."""
        from ..core.spreadsheets import SUFFIXES, read_sheet

        count = self.rows[project.relative(path)]
        if not count or path.suffix.lower() not in SUFFIXES:
            return False
        if outcome.outcome == "changed":
            return True
        try:
            return len(read_sheet(path).body) > count
        except ReadError:
            return False

    def as_read(self, project: Handle, path: Path, request: Mapping[str, Any]) -> dict[str, Any]:
        """What to read a survey's table with that was read before: with what it was read then."""
        before = late_rows.as_read(self.requests[self._read_from(project.relative(path))])
        return {**request, **dict.fromkeys(late_rows.READING), **before}

    def seen(self, project: Handle, path: Path, request: Mapping[str, Any]) -> Added | None:
        relative = project.relative(path)
        if relative not in self.by_path and not self.by_digest:
            return None
        try:
            digest = digest_of(path)
        except OSError:
            return None  # reading it will say what is wrong
        if digest in self.by_digest:
            id = self.by_digest[digest]
            before = self.requests[id]
            given = [key for key in _CHOICES if request.get(key) and _plain(request[key]) != before.get(key)]
            unused = f"; {', '.join(given)} as given now was not used: `qualcode reread {id}` takes it" if given else ""
            return Added(str(path), "unchanged", (id,), "in the project already" + unused)
        if relative in self.by_path:
            advice = f"`qualcode reread {self._read_from(relative)}` takes it"
            return Added(str(path), "changed", message=f"changed since it was read; {advice}")
        return None

    def _read_from(self, relative: str) -> str:
        """The document that was read from a file."""
        return self.by_digest[self.by_path[relative]]

    def free(self, wanted: str) -> str:
        id = unused(wanted, lambda name: name.casefold() in self.ids)
        self.ids.add(id.casefold())
        return id


_SAID_TWICE = 100
"""Words: two people may give the same short answers, and two notes say that nothing happened; this much is one text."""


def _text_digest(document: Document) -> str:
    return hashlib.sha256(document.text.encode()).hexdigest()


class _Storing:
    """What was read on its way into the project, as a part of one change."""

    def __init__(self, project: Handle, change: Change, pseudonymised: bool) -> None:
        self.project, self.change, self.pseudonymised = project, change, pseudonymised
        self.known = _Known.of(project)  # another program may have added meanwhile: reading is long, and holds no lock
        self.by_text = {digest: id for id, _, digest, _ in project.store.digests() if digest}
        self.cases: dict[str, Case] = {}
        """What tables say of the rows that were stored."""

    def take(self, path: Path, results: list[ReadResult], request: Mapping[str, Any]) -> Added:
        """Store the documents of a file, read with `request`, or those that came into a survey's table since."""
        if self.project.relative(path) in self.known.by_path:
            return self._late(path, results, request)
        alone = results[0].document if len(results) == 1 else None
        text = _text_digest(alone) if alone and len(alone.text.split()) >= _SAID_TWICE else ""
        if text and text in self.by_text:  # saved again, with other line ends or in another format
            same = self.by_text[text]
            return Added(str(path), "unchanged", (same,), f"the same content as {same}")
        added = self._new(path, results, request)
        if text and added.outcome == "added":
            self.by_text[text] = added.documents[0]
        return added

    def keep_cases(self) -> None:
        """What a table says about its rows becomes rows of cases.csv."""
        if not self.cases:
            return
        before = self.change.text("cases.csv")
        known = list(case_files.parse(before or "", "cases.csv"))
        ids = {case.id for case in known}
        known += [case for case in self.cases.values() if case.id not in ids]
        self.change.file("cases.csv", before, case_files.dump(known))

    def _new(self, path: Path, results: list[ReadResult], request: Mapping[str, Any]) -> Added:
        from ..ingest.language import guess_language

        ids: list[str] = []
        # A respondent's few words do not tell their language; all the answers of the table do.
        # The study's own is no guess.
        of_all = guess_language("\n".join(result.document.text for result in results)) if len(results) > 1 else ""
        for result in results:
            document = result.document
            digest = document.source.sha256 if document.source else ""
            if digest in self.known.by_digest and not ids:
                same = self.known.by_digest[digest]
                return Added(str(path), "unchanged", (same,), f"the same content as {same}")
            doubt = (result.found.doubt,) if result.found.doubt else ()
            document = replace(
                document,
                id=self.known.free(document.id),
                pseudonymised=self.pseudonymised,
                warnings=(*document.warnings, *doubt),
            )
            if of_all and (not document.language or len(document.text.split()) < _FEW_WORDS):
                document = replace(document, language=request.get("language") or of_all)
            insert(self.project, self.change, document, path, request)
            ids.append(document.id)
            if result.case_attributes:
                kind = "informant" if document.kind in ASKED else "entry"
                self.cases[document.id] = case_files.of_row(document.id, kind, result.case_attributes)
            case_files.add_respondents(self.cases, document.id, ids[0], result.people)
        if results and results[0].document.source:
            self.known.by_digest[results[0].document.source.sha256] = ids[0]
        return Added(str(path), "added", tuple(ids), *_told(self.project, results, ids))

    def _late(self, path: Path, results: list[ReadResult], request: Mapping[str, Any]) -> Added:
        """Take in the respondents that came into a survey's table after it was added; the others stay."""
        found = late_rows.compare(self.project, path, results)
        if found.refused or not found.late:
            outcome = "changed" if found.refused else "unchanged"
            message = found.refused or "the answers are in the project already"
            return Added(str(path), outcome, message=message, warnings=found.notes)
        late = list(found.late)
        self.known.by_digest.pop(late[0].document.source.sha256 if late[0].document.source else "", None)
        added = self._new(path, late, request)
        keys = self.project.store.document_keys()
        for old, new in found.there:  # the table as it is now has their words too: their original did not change
            digest = new.document.source.sha256 if new.document.source else ""
            self.change.update("document", keys[old.id], {"sha256": digest})
        message = f"{len(found.there)} there already; {len(late)} came since it was added"
        return replace(added, message=message, warnings=(*added.warnings, *found.notes))


def _told(project: Handle, results: list[ReadResult], ids: Sequence[str]) -> tuple[str, tuple[str, ...]]:
    """What is said of a file that was added: what was found in it, and what to look at."""
    warnings = tuple(warning for result in results for warning in result.document.warnings)
    for id, result in zip(ids, results, strict=True):
        if result.found.doubt:
            warnings += (add_notes.who_asks(project, result, id),)
        warnings += add_notes.nobody_asks(result, id)
        warnings += add_notes.collapsed(project, result, id)
    passed = [f"{label} ({count})" for label, count in results[0].found.passed_over] if results else []
    if passed:
        more = f" and {len(passed) - 8} more" if len(passed) > 8 else ""
        told = f"not taken for speakers: {', '.join(passed[:8])}{more}"
        if ids:
            told += f"; where they are: `qualcode reread {argument(ids[0])} --speakers MAP.csv`, a table of label,role"
        warnings += (told,)
    summary = results[0].found.summary("en") if len(results) == 1 else several(len(results), "document")
    if len(results) == 1:
        summary += add_notes.under_guide(project, results[0], ids[0])
    if results and results[0].document.kind == "survey":
        summary += f"; answers to: {add_notes.asked(results)} (--open and --closed COLUMN change this)"
    encoding = results[0].document.source.encoding if results and results[0].document.source else ""
    if encoding and encoding.lower() not in ("utf-8", "ascii"):
        summary += f"; read as {encoding}"
    return summary, warnings


def insert(project: Handle, change: Change, document: Document, path: Path | None, request: Mapping[str, Any]) -> int:
    """Store a document with its turns and pages; returns its key.

    `path` is its original; None where there is none here, and the document says itself where it came from.
    """
    source = document.source
    known = source.path if source else ""
    row = {
        "id": document.id, "title": document.title, "kind": document.kind, "language": document.language,
        "text": document.text, "length": len(document.text), "path": project.relative(path) if path else known,
        "sha256": source.sha256 if source else "", "reader": source.reader if source else "",
        "reader_version": (source.reader_version if source else "") or __version__,
        "media_type": source.media_type if source else "", "encoding": source.encoding if source else "",
        "request": json.dumps({key: value for key, value in request.items() if value}, ensure_ascii=False),
        "attributes": json.dumps(dict(document.attributes), ensure_ascii=False),
        "warnings": json.dumps(list(document.warnings), ensure_ascii=False),
        "pseudonymised": int(document.pseudonymised), "added": now(),
        "digest": _text_digest(document),
    }  # fmt: skip
    turns = (
        (turn.index, turn.speaker, turn.role, turn.span.start, turn.span.stop, turn.time, turn.question)
        for turn in document.turns
    )
    pages = ((p.number, p.label, p.span.start, p.span.stop, int(p.approximate)) for p in document.pages)
    return change.document(row, turns, pages)
