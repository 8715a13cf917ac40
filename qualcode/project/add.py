"""Reading files into the project: what is new, what changed, what failed and why."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from .. import __version__
from ..core.errors import QualcodeError, ReadError, UsageError
from ..core.model import Case, Document, Member
from ..store import Change
from ..store.store import now
from . import cases as case_files

if TYPE_CHECKING:
    from ..ingest import ReadResult
    from .handle import Handle

Progress = Callable[[int, int, str], None]
"""(files done, files in all, name of the file just read)."""


@dataclass(frozen=True, slots=True)
class Added:
    """What became of one file."""

    path: str
    outcome: str
    """`added`, `unchanged`, `changed` (differs from what was read before), or `failed`."""
    documents: tuple[str, ...] = ()
    message: str = ""
    """For people: what was found, or why it failed."""
    warnings: tuple[str, ...] = ()
    error: QualcodeError | None = None


def expand(paths: Sequence[Path]) -> list[Path]:
    """Files meant by paths, folders and globs, in order, each once; hidden files left out.

    In a folder only files of a known format are taken; a file named outright always is.
    """
    from ..ingest import formats

    found: dict[Path, None] = {}
    for path in paths:
        if any(mark in str(path) for mark in "*?[") and not path.exists():
            base = Path(path.anchor) if path.is_absolute() else Path()
            pattern = str(path.relative_to(path.anchor)) if path.is_absolute() else str(path)
            matches = sorted(match for match in base.glob(pattern) if not match.is_dir())
            if not matches:
                raise ReadError(path, "no file fits this pattern", slug="missing_file")
            found.update(dict.fromkeys(matches))
        elif path.is_dir() and not formats.by_suffix(path):
            inside = (
                file
                for file in sorted(path.rglob("*"))
                if not any(part.startswith((".", "~$")) for part in file.relative_to(path).parts)
                and not file.is_dir()
                and formats.by_suffix(file)
            )
            found.update(dict.fromkeys(inside))
        else:
            found[path] = None
    return list(found)


def add(
    project: Handle,
    paths: Sequence[Path],
    *,
    progress: Progress | None = None,
    workers: int | None = None,
    pseudonymised: bool | None = None,
    **request: Any,
) -> list[Added]:
    """Read files into the project in one change; a file that fails is reported and left out.

    `request` holds the fields of `ingest.ReadRequest`. A file whose content is in the
    project already is left alone; one that changed since it was read is named, and
    `reread` takes the new version.
    """
    files = expand(paths)
    if not files:
        raise ReadError(" ".join(map(str, paths)), "no file that qualcode can read", slug="missing_file",
                        hint="`qualcode formats` lists the formats")  # fmt: skip
    request.setdefault("interviewer", project.settings.interviewer)
    request["encoding"] = request.get("encoding") or project.settings.encoding or None
    request["pdf_engine"] = request.get("pdf_engine") or project.settings.pdf_engine or None
    marked = project.settings.pseudonymised if pseudonymised is None else pseudonymised
    outcomes: dict[Path, Added] = {}
    fresh: list[Path] = []
    known = _Known.of(project)
    for path in files:
        outcome = known.seen(project, path)
        if outcome is None:
            fresh.append(path)
        else:
            outcomes[path] = outcome
    if fresh:
        with project.writable.change("add", project.coder) as change:
            attributes: dict[str, Mapping[str, str]] = {}
            for path, result in _read(fresh, request, project, workers, progress):
                if isinstance(result, QualcodeError):
                    outcomes[path] = Added(str(path), "failed", message=result.message, error=result)
                else:
                    outcomes[path] = _store(project, change, known, path, result, request, marked, attributes)
            _keep_attributes(project, change, attributes)
            added = [id for outcome in outcomes.values() if outcome.outcome == "added" for id in outcome.documents]
            change.summary = f"{len(added)} documents: {', '.join(added[:6])}" + (" ..." if len(added) > 6 else "")
    return [outcomes[path] for path in files]


def _read(
    files: list[Path], request: dict[str, Any], project: Handle, workers: int | None, progress: Progress | None
) -> Iterator[tuple[Path, list[ReadResult] | QualcodeError]]:
    from ..ingest import ReadRequest, read_many

    wanted = ReadRequest(**{"guide": project.questions, "language": None, **request})
    for done, (path, result) in enumerate(read_many(files, wanted, workers), start=1):
        if progress:
            progress(done, len(files), path.name)
        yield path, result


@dataclass(slots=True)
class _Known:
    """What the project has, to recognise files and to find free names."""

    by_path: dict[str, str]
    by_digest: dict[str, str]
    ids: set[str]

    @classmethod
    def of(cls, project: Handle) -> _Known:
        sources = project.store.sources()
        return cls(
            {source["path"]: source["sha256"] for source in sources},
            {source["sha256"]: source["id"] for source in sources},
            {source["id"].casefold() for source in sources},
        )

    def seen(self, project: Handle, path: Path) -> Added | None:
        relative = project.relative(path)
        if relative not in self.by_path and not self.by_digest:
            return None
        try:
            digest = digest_of(path)
        except OSError:
            return None  # reading it will say what is wrong
        if digest in self.by_digest:
            return Added(str(path), "unchanged", (self.by_digest[digest],), "in the project already")
        if relative in self.by_path:
            return Added(
                str(path), "changed", message="changed since it was read; `qualcode reread` takes the new version"
            )
        return None

    def free(self, wanted: str) -> str:
        id, number = wanted, 2
        while id.casefold() in self.ids:
            id, number = f"{wanted}-{number}", number + 1
        self.ids.add(id.casefold())
        return id


def digest_of(path: Path) -> str:
    """SHA-256 of a file's bytes; of regular files only, so that a pipe is never waited for."""
    if not path.is_file():
        raise OSError(f"{path} is not a file")
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _store(
    project: Handle,
    change: Change,
    known: _Known,
    path: Path,
    results: list[ReadResult],
    request: Mapping[str, Any],
    pseudonymised: bool,
    attributes: dict[str, Mapping[str, str]],
) -> Added:
    ids: list[str] = []
    for result in results:
        document = result.document
        digest = document.source.sha256 if document.source else ""
        if digest in known.by_digest and not ids:
            return Added(
                str(path), "unchanged", (known.by_digest[digest],), f"the same content as {known.by_digest[digest]}"
            )
        document = replace(document, id=known.free(document.id), pseudonymised=pseudonymised)
        if not document.language:
            document = replace(document, language=project.settings.language)
        insert(project, change, document, path, request)
        ids.append(document.id)
        if result.case_attributes:
            attributes[document.id] = result.case_attributes
    if results and results[0].document.source:
        known.by_digest[results[0].document.source.sha256] = ids[0]
    warnings = tuple(warning for result in results for warning in result.document.warnings)
    passed = [f"{label} ({count})" for label, count in results[0].found.passed_over] if results else []
    if passed:
        more = f" and {len(passed) - 8} more" if len(passed) > 8 else ""
        warnings += (f"not taken for speakers: {', '.join(passed[:8])}{more}",)
    summary = results[0].found.summary("en") if len(results) == 1 else f"{len(results)} documents"
    if results and results[0].document.kind == "survey":
        summary += f"; answers to: {_asked(results)} (--open and --closed COLUMN change this)"
    encoding = results[0].document.source.encoding if results and results[0].document.source else ""
    if encoding and encoding.lower() not in ("utf-8", "ascii"):
        summary += f"; read as {encoding}"
    return Added(str(path), "added", tuple(ids), summary, warnings)


def _asked(results: Sequence[ReadResult]) -> str:
    """The titles of a survey's columns of answers."""
    titles = {
        turn.span.cut(result.document.text): None
        for result in results[:200]
        for turn in result.document.turns
        if turn.role == "interviewer"
    }
    return "; ".join(titles)


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
        "digest": hashlib.sha256(document.text.encode()).hexdigest(),
    }  # fmt: skip
    turns = (
        (turn.index, turn.speaker, turn.role, turn.span.start, turn.span.stop, turn.time, turn.question)
        for turn in document.turns
    )
    pages = ((p.number, p.label, p.span.start, p.span.stop, int(p.approximate)) for p in document.pages)
    return change.document(row, turns, pages)


def _keep_attributes(project: Handle, change: Change, attributes: Mapping[str, Mapping[str, str]]) -> None:
    """What a survey says about its respondents becomes rows of cases.csv."""
    if not attributes:
        return
    before = change.text("cases.csv")
    cases = list(case_files.parse(before or "", "cases.csv"))
    known = {case.id for case in cases}
    cases += [
        Case(id, members=(Member(id),), attributes=_beside_ours(values))
        for id, values in attributes.items()
        if id not in known
    ]
    change.file("cases.csv", before, case_files.dump(cases))


def _beside_ours(values: Mapping[str, str]) -> dict[str, str]:
    """Attributes whose names are not those of our own columns: a survey's `Name` is `Name (survey)`."""
    return {
        f"{key} (survey)" if key.strip().casefold() in case_files.OWN else key: value for key, value in values.items()
    }


def remove(project: Handle, ids: Sequence[str]) -> None:
    """Take documents out of the project, with their codings; `undo` brings both back."""
    keys = project.store.document_keys()
    for id in ids:
        project.document(id)
    if not ids:
        raise UsageError("no document named", slug="bad_address")
    project.writable.backup("remove")
    with project.writable.change("remove", project.coder) as change:
        for id in ids:
            change.update("document", keys[id], {"removed": 1})
        change.summary = ", ".join(ids)
