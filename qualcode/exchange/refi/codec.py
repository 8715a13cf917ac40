"""The archive around a REFI-QDA project: opened with care, written the same every time.

Beside the standard's XML lies `qualcode.json`, the whole study as qualcode knows it. It counts only while
the XML is the one that was written with it: once another program has changed that, the XML is the truth.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from lxml import etree

from ...core.errors import ReadError
from ...core.model import Bundle, Foreign
from ...core.plain import plain, restored
from ..archive import Archive, NewArchive
from ..interface import Account, Arrived, Choices
from ..markup import local, xml_root
from .read import Reading
from .texts import Files, project_entry

if TYPE_CHECKING:
    from .write import Writing

EXTRA = "qualcode.json"
FORMAT = "qualcode/study/1"
QDE = "project.qde"


class QdpxCodec:
    """Reads `.qdpx` and bare `.qde` files, writes `.qdpx`."""

    def read(self, path: Path, choices: Choices) -> Arrived:
        """The project in an archive; ReadError for whatever is not one, or is not safe."""
        account = Account()
        if not _is_zip(path):
            return self._of_xml(_root(_content(path), path), path, Files(None, account), choices, account)
        with Archive(path) as archive:
            entry = project_entry(archive)
            content = archive.read(entry)
            files = Files(archive, account, entry)
            if EXTRA in archive and choices.offsets in ("", "auto"):
                exact = _exact(archive, content, path)
                if exact is not None:
                    return exact
                account.notes.append(
                    "another program has changed this study since qualcode wrote it: its XML is read, "
                    f"and what only {EXTRA} says is left out"
                )
            root = _root(content, path)
            del content  # a tenth of the memory that a large project takes
            arrived = self._of_xml(root, path, files, choices, account)
            unused = [name for name in archive if name not in files.used and name not in (entry, EXTRA)]
            for name in unused:
                if not name.endswith((".root", ".DS_Store")) and not name.startswith("__MACOSX/"):
                    account.lose("files", "in the archive belong to nothing", name)
            return arrived

    def _of_xml(self, root: Any, path: Path, files: Files, choices: Choices, account: Account) -> Arrived:
        reading = Reading(root, files, path.stem, choices, account)
        reading.kept.path = str(path)
        return Arrived(reading.bundle(), account, reading.origin)

    def write(self, bundle: Bundle, path: Path, choices: Choices) -> Account:
        """A valid project, with the whole study beside it."""
        from .write import Writing

        account = Account()
        bundle = numbered(bundle)
        writing = Writing(bundle, choices, account)
        content = _xml_bytes(writing.project())
        archive = NewArchive()
        archive.add(QDE, content)
        for name, text in writing.texts.items():
            archive.add(f"sources/{name}", text.encode("utf-8", "replace"))
        for entry, bytes_ in _kept_files(bundle.foreign, account).items():
            archive.add(f"sources/{entry.rpartition('/')[2]}", bytes_)
        archive.add(EXTRA, _json_bytes(_extra(bundle, writing, content)))
        archive.write(path)
        return account


codec = QdpxCodec()


def _root(content: bytes, path: Path) -> Any:
    root = xml_root(content, str(path), what="a REFI-QDA project", limit=1024**3)
    if local(root) != "Project":
        raise ReadError(path, f"no REFI-QDA project: expected Project, found {local(root)}", slug="not_qdpx")
    return root


def numbered(bundle: Bundle) -> Bundle:
    """Codings and memos numbered from 1 in their order, so that the same study is written the same.

    The numbers of a database tell when something was made, which is nobody's business elsewhere.
    """
    codings = {coding.id: number for number, coding in enumerate(bundle.codings, start=1)}
    memos = {memo.id: number for number, memo in enumerate(bundle.memos, start=1)}
    foreign = []
    for part in bundle.foreign:
        subject, value = part.subject, part.value
        kind, _, rest = subject.partition(" ")
        if kind == "memo":
            if int(rest) not in memos:
                continue
            subject = f"memo {memos[int(rest)]}"
        if part.kind == "guids":
            kept = {str(codings[int(id)]): guids for id, guids in json.loads(value).items() if int(id) in codings}
            value = json.dumps(dict(sorted(kept.items(), key=lambda each: int(each[0]))), separators=(",", ":"))
        foreign.append(replace(part, subject=subject, value=value))
    return replace(
        bundle,
        codings=tuple(replace(coding, id=codings[coding.id]) for coding in bundle.codings),
        memos=tuple(replace(memo, id=memos[memo.id]) for memo in bundle.memos),
        decisions=tuple(replace(one, id=number) for number, one in enumerate(bundle.decisions, start=1)),
        foreign=tuple(sorted(foreign, key=lambda part: (part.kind, part.subject, part.value))),
    )


def _extra(bundle: Bundle, writing: Writing, content: bytes) -> dict[str, Any]:
    """The study without the texts, which lie in `sources/`, and without paths of this computer."""
    documents = []
    changed = {}
    for document in bundle.documents:
        stored = writing.texts[writing.files[document.id]]
        if stored != document.text:
            changed[document.id] = [[at, char] for at, char in enumerate(document.text) if stored[at] != char]
        source = document.source
        if source is not None and (source.path.startswith(("/", "\\")) or source.path[1:2] == ":"):
            source = replace(source, path="")
        documents.append(replace(document, text="", source=source))
    foreign = tuple(
        replace(part, value=f"::sources/{part.subject.rpartition('/')[2]}") if part.kind == "file" else part
        for part in bundle.foreign
        if part.kind != "project"
    )
    foreign += (Foreign("qdpx", "project", "", json.dumps(writing.said(), ensure_ascii=False)),)
    codebooks = (*writing.books, *(book for book in bundle.codebooks if not book.codes))
    named = replace(bundle, name=writing.said()["name"], language=writing.language)
    study = plain(replace(named, documents=tuple(documents), codebooks=codebooks, foreign=foreign))
    for written, document in zip(study["documents"] if documents else (), bundle.documents, strict=True):
        written["text"] = ""
        written["file"] = writing.files[document.id]
    return {"format": FORMAT, "xml": _sha(content), "study": study, "characters": changed}


def _exact(archive: Archive, content: bytes, path: Path) -> Arrived | None:
    """The study as qualcode wrote it; None when the XML is no longer the same."""
    try:
        extra = json.loads(archive.read(EXTRA))
        if extra.get("format") != FORMAT or extra.get("xml") != _sha(content):
            return None
        study = extra["study"]
        for document in study.get("documents", ()):
            text = list(archive.read(f"sources/{document.pop('file')}").decode("utf-8"))
            for at, char in extra["characters"].get(document["id"], ()):
                text[at] = char
            document["text"] = "".join(text)
        bundle: Bundle = restored(Bundle, study)
    except (ValueError, TypeError, KeyError, AttributeError, IndexError) as error:
        raise ReadError(path, f"{EXTRA} is damaged: {error}", slug="bad_archive") from None
    foreign = tuple(
        replace(part, value=f"{path}{part.value}") if part.kind == "file" else part for part in bundle.foreign
    )
    return Arrived(replace(bundle, foreign=foreign), Account(), "qualcode", exact=True)


def _sha(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def _kept_files(foreign: tuple[Foreign, ...], account: Account) -> dict[str, bytes]:
    """The bytes of files that came with other programs' projects, out of the archives they came in."""
    found: dict[str, bytes] = {}
    by_archive: dict[str, list[str]] = {}
    for part in foreign:
        if part.kind == "file":
            where, _, entry = part.value.rpartition("::")
            by_archive.setdefault(where, []).append(entry)
    for where, entries in sorted(by_archive.items()):
        try:
            with Archive(Path(where)) as archive:
                for entry in entries:
                    if entry in archive:
                        found[entry] = archive.read(entry, 16 * 1024**3)
                        account.carry("files of other programs")
                    else:
                        account.lose("files", "of another program are no longer in the archive they came in", entry)
        except ReadError:
            account.lose("files", "of another program are gone with the archive they came in", where, len(entries))
    return found


def _is_zip(path: Path) -> bool:
    return _content(path, 4).startswith(b"PK")


def _content(path: Path, size: int = -1) -> bytes:
    try:
        with path.open("rb") as stream:
            return stream.read(size)
    except OSError as error:
        raise ReadError(path, error.strerror or "cannot be read") from None


def _json_bytes(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode("utf-8")


def _xml_bytes(root: Any) -> bytes:
    etree.indent(root)
    return bytes(etree.tostring(root, xml_declaration=True, encoding="utf-8")) + b"\n"
