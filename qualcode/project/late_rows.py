"""What a survey's table says now, beside what was read from it before: late, changed and lost answers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..core.errors import argument, several, the_first
from ..core.model import Document
from ..core.values import frozen
from . import cases as case_files
from .answer_marks import BY_HAND, ITEMS

if TYPE_CHECKING:
    from ..ingest.read import ReadResult
    from ..store import Change
    from .handle import Handle

READING = ("kind", "split", "open", "closed")
"""Options of reading that decide what the documents of a table are."""


@frozen
class Compared:
    """What became of the rows of a table since it was read."""

    there: tuple[tuple[Document, ReadResult], ...]
    late: tuple[ReadResult, ...]
    refused: str = ""
    """Why nothing of the table can be taken; empty where it can."""
    notes: tuple[str, ...] = ()


def as_read(stored: Mapping[str, Any]) -> dict[str, Any]:
    """The options with which a document was read, as `ingest.ReadRequest` takes them."""
    return {
        key: tuple(value) if isinstance(value, list) else value
        for key, value in stored.items()
        if key not in (BY_HAND, ITEMS)
    }


def as_asked(project: Handle, ids: Sequence[str], request: Mapping[str, Any]) -> dict[str, Any]:
    """Options of reading under which the columns that held the answers of these documents hold them again."""
    wanted = {*ids}
    titles = {
        turn.span.cut(document.text): None
        for document in project.documents()
        if document.id in wanted and document.kind == "survey"
        for turn in document.turns
        if turn.role == "interviewer"
    }
    return {**request, "extra": {**(request.get("extra") or {}), "asked": tuple(titles)}}


def from_file(project: Handle, path: Path, id: str = "") -> list[str]:
    """The documents that were read from a file, or from where the document `id` came from; that one in any case."""
    sources = project.store.sources()
    paths = {project.relative(path), *(source["path"] for source in sources if source["id"] == id)} - {"", None}
    found = [source["id"] for source in sources if source["path"] in paths]
    return found if not id or id in found else [*found, id]


def paired(here: Sequence[str], results: Sequence[ReadResult]) -> list[str | None]:
    """For each document of a file the id that it has in the project, where it is in it.

    Where two files have one name, the documents of the second have a number behind their ids there.
    """
    known = {id.casefold(): id for id in here}
    read = {result.document.id.casefold() for result in results}

    def place(id: str) -> str | None:
        numbered = (f"{id}-{number}" for number in range(2, 10))
        return known.get(id) or next((known[other] for other in numbered if other in known and other not in read), None)

    return [place(result.document.id.casefold()) for result in results]


def compare(project: Handle, path: Path, results: Sequence[ReadResult]) -> Compared:
    """The rows of a survey's table beside the documents that came from it.

    Where those that were there read otherwise now, or none of them is in it, nothing is taken: rows may have moved, and
    an answer must never come under another respondent's name, nor a respondent in twice.
    """
    from_it = from_file(project, path)
    places = paired(from_it, results)
    known = {document.id: document for document in project.documents() if document.id in from_it}
    there = tuple((known[id], result) for id, result in zip(places, results, strict=True) if id is not None)
    late = tuple(result for id, result in zip(places, results, strict=True) if id is None)
    changed = [old.id for old, new in there if old.text != new.document.text]
    found = {id for id in places if id is not None}
    gone = [id for id in from_it if id not in found]
    refused = ""
    if changed:
        shown = " ".join(changed[:5]) + (" ..." if len(changed) > 5 else "")
        refused = f"changed since it was read; `qualcode reread {shown}` takes it, then add it again"
        refused += f": {len(late)} are new" if late else ""
    elif not there:
        refused = (
            f"nothing taken: its rows have other names than when it was read ({the_first(gone, 3)}; now "
            f"{the_first([result.document.id for result in late], 3)}); is the column that names them called as before?"
        )
    said = [note for old, new in there for note in new.document.warnings if note not in old.warnings]
    return Compared(there, late, refused, (*said, *_gone(gone if there else []), *facts(project, there)))


def take_people(change: Change, old: Document, people: Mapping[str, Mapping[str, str]]) -> None:
    """Add those to cases.csv who answer a question of a survey now and did not when it was read."""
    answered = {turn.speaker for turn in old.turns}
    late = {speaker: said for speaker, said in people.items() if speaker not in answered}
    if not late:
        return
    before = change.text("cases.csv")
    cases = {case.id: case for case in case_files.parse(before or "", "cases.csv")}
    case_files.add_respondents(cases, old.id, old.id, late)
    change.file("cases.csv", before, case_files.dump(cases.values()))


def _gone(gone: Sequence[str]) -> list[str]:
    if not gone:
        return []
    removed = " ".join(argument(id) for id in gone) if len(gone) <= 5 else "DOCUMENT ..."
    return [
        f"{several(len(gone), 'document')} that came from it have no row with an answer in it any more: "
        f"{the_first(gone, 6)}; they stay, and `qualcode remove {removed}` takes them out"
    ]


def facts(project: Handle, there: Sequence[tuple[Document, ReadResult]]) -> list[str]:
    """A note on what the table says of its respondents otherwise than cases.csv, which stays as people have it."""
    cases = {case.id: case for case in project.cases}
    names = {name for case in project.cases for name in case.attributes}
    otherwise, new = [], set()
    for old, result in there:
        case = cases.get(old.id)
        if case is None:
            continue
        for name, value in case_files.of_row(old.id, "", result.case_attributes).attributes.items():
            if name not in names:
                new.add(name)
            elif case.attributes.get(name, value) != value:
                otherwise.append(f"{name} of {old.id} ({case.attributes[name]}, now {value})")
    notes = []
    if otherwise:
        notes.append(f"cases.csv stays as it is, where the table says otherwise now: {the_first(otherwise, 4)}")
    if new:
        notes.append(f"columns that cases.csv has not: {', '.join(sorted(new))}")
    return notes
