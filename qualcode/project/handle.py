"""The slim handle on a project: where it lies, what it says of itself, its database, its codes and its cases.

Every function of this package takes a handle. What people call is `Project`, a handle with the verbs on it; because
the functions know nothing of the verbs, none of their modules needs the module that gathers them all.
"""

from __future__ import annotations

import contextlib
import json
import os
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from functools import cached_property
from pathlib import Path, PurePath
from typing import TYPE_CHECKING, Any, Self

from ..core.errors import QualcodeError, StoreError, UnknownName
from ..core.files import as_there, keep_originals, write
from ..core.languages import composed
from ..settings import FILE, Settings, checked_name
from ..settings import load as load_settings
from ..store import Store
from ..store.history import gone
from .folder import find, place

if TYPE_CHECKING:
    from ..core.model import Case, Document, Question
    from .blind import Blind
    from .cases import CaseMap
    from .codes import Codes
    from .working_copy import Brought, Conflict


class Handle:
    """One study's folder. Use `open`; close it, or use it in a `with`."""

    def __init__(
        self, root: Path, settings: Settings, *, coder: str = "", readonly: bool = False, store: str | None = None
    ) -> None:
        self.root, self.settings, self.readonly = root, settings, readonly
        self.place = place(root, settings, store)
        self.coder = checked_name(coder or os.environ.get("QUALCODE_CODER", "") or settings.coder or _login())
        self._store: Store | None = None
        self.brought: Brought | None = None
        """What the last look at the shared files did."""
        self.conflicts: tuple[Conflict, ...] = ()
        """Shared files that were changed here and elsewhere in the same place; see `working_copy`."""
        keep_originals(self._originals)
        self.kept: Any = None
        """What `study.study_of` has cut and counted, until something changes."""
        self.rule: tuple[object, Blind] | None = None
        """What is hidden from this coder, as `blind.blind` found it at a moment."""
        self.hidden: dict[str, set[str]] = {}
        """Document -> the coders whose work in it was hidden so far; see `blind`."""

    @classmethod
    def open(
        cls, start: str | Path = ".", *, coder: str = "", readonly: bool = False, store: str | None = None
    ) -> Self:
        """The project at `start` or above it; UsageError (`no_project`) when there is none.

        `store` is where its database is: the address of a server, or "" for the file in the folder; without it
        what `QUALCODE_STORE` or the settings say.
        """
        root = find(Path(start))
        opened = cls(root, load_settings(root / FILE), coder=coder, readonly=readonly, store=store)
        if opened.place.address:
            _ = opened.store  # what others wrote in codebooks, cases and guide arrives before anybody reads them
        return opened

    # -- the folder --------------------------------------------------------------------

    @property
    def store(self) -> Store:
        """The database, for reading."""
        if self._store is None:
            self._store = self.place.open(readonly=self.readonly)
            self._store.forget_files = self.forget_files
            self._store.backchannels = self.settings.backchannels
            if self._store.files.shared:
                self.bring_files()
        return self._store

    @property
    def writable(self) -> Store:
        """The database, for changing; reopened when it was open for reading only."""
        if self._store is not None and self._store.readonly:
            self._store.close()
            self._store = None
        self.readonly = False
        return self.store

    @contextlib.contextmanager
    def database_made(self, *, keep: bool = True) -> Iterator[bool]:
        """A database where there is none, and whether it is new; in a folder, it is taken away again where nothing
        came into it."""
        if self.place.exists():
            yield False
            return
        self.place.create(self.settings.name).close()
        try:
            yield True
        except (QualcodeError, KeyboardInterrupt):
            keep = False
            raise
        finally:
            if not keep and not self.place.address:
                self.close()
                self.place.path.unlink()

    def bring_files(self) -> None:
        """Let what was written in the shared files elsewhere arrive here, and what was written here go there."""
        from .working_copy import bring

        brought = self.brought = bring(self)
        self.conflicts = brought.conflicts
        if brought.arrived:
            if FILE in brought.arrived:
                self.settings = load_settings(self.root / FILE)
                self.store.backchannels = self.settings.backchannels
            self.forget_files()

    def _originals(self) -> list[Path]:
        """The files that the documents were read from; asked where a file that exists is about to be written over."""
        try:
            if self._store is not None:
                return [self.original(source["path"]) for source in self._store.sources() if source["path"]]
            with self.place.open(readonly=True) as store:
                return [self.original(source["path"]) for source in store.sources() if source["path"]]
        except StoreError:
            return []

    def close(self) -> None:
        if self._store is not None:
            self._store.close()
            self._store = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def original(self, path: str) -> Path:
        """Where a file lies whose stored path this is."""
        return Path(as_there(self.root / path))

    def relative(self, path: Path) -> str:
        """A path as stored: relative to the project with forward slashes, or absolute outside it."""
        absolute = path.absolute()
        root = str(self.root) + os.sep
        if str(absolute).startswith(root):
            written = str(absolute)[len(root) :].replace(os.sep, "/")
        elif absolute.is_relative_to(self.root):  # spelt otherwise, where capitals do not count
            written = absolute.relative_to(self.root).as_posix()
        else:
            written = str(absolute)
        # A name with bytes that are no text cannot be stored as text; it is kept readable instead.
        return written.encode("utf-8", "backslashreplace").decode()

    def forget_files(self) -> None:
        """Read the hand-written files again next time."""
        for name in ("cases", "case_map", "questions"):
            self.__dict__.pop(name, None)
        self.kept = None
        if "codes" in self.__dict__:
            self.codes.forget()

    @cached_property
    def codes(self) -> Codes:
        """The codebooks in use."""
        from .codes import Codes

        return Codes(self)

    @cached_property
    def cases(self) -> tuple[Case, ...]:
        """The rows of `cases.csv`, with documents by id: a file may stand there as it is called, `Interview 1`."""
        from . import cases

        found = cases.load(self.root / "cases.csv")
        there = self.store.document_keys() if found else {}
        if all(member.document in there for case in found for member in case.members):
            return found
        called = self.documents_by_name()
        return tuple(
            replace(case, members=tuple(
                replace(member, document=document_called(member.document, called)) for member in case.members
            ))
            for case in found
        )  # fmt: skip

    @cached_property
    def case_map(self) -> CaseMap:
        from .cases import CaseMap

        return CaseMap(self.cases)

    @cached_property
    def questions(self) -> tuple[Question, ...]:
        """The interview guide, main questions before their sub-questions."""
        path = self.root / "questions.yaml"
        if not path.exists():
            return ()
        return _guide(path, self.root / ".cache" / "guide")

    # -- documents ---------------------------------------------------------------------

    def document(self, id: str) -> Document:
        """A document by its id, or as `documents_named` takes it; UnknownName with the nearest otherwise."""
        document = self.store.document(composed(id)) or self.store.document(self.documents_named([id])[0])
        if document is None:
            raise gone("document")  # by somebody else, since its name was found
        return document

    def documents_named(self, names: Iterable[str]) -> list[str]:
        """The ids of documents as a person names them: by id, or by the file they were read from, with or without
        its ending, and with blanks where the id has hyphens. UnknownName with the nearest unless exactly one fits."""
        there = self.store.document_keys()
        found = [composed(name) for name in names]
        for at, name in enumerate(found):
            if name not in there:
                wanted = _spelt(name)
                fitting = [one["id"] for one in self.store.sources() if wanted in _names(one["id"], one["path"] or "")]
                if len(fitting) != 1:
                    ids = self.store.document_ids()
                    raise UnknownName("document", name, ids, hint="`qualcode status` lists the documents")
                found[at] = fitting[0]
        return found

    def documents_by_name(self) -> dict[str, str]:
        """The id behind each way to call a document that means one alone, in small letters (see `documents_named`)."""
        found: dict[str, set[str]] = {}
        for one in self.store.sources():
            for name in _names(one["id"], one["path"] or ""):
                found.setdefault(name.casefold(), set()).add(one["id"])
        ids = {_spelt(id).casefold(): id for id in self.store.document_ids()}
        return {**{name: next(iter(fitting)) for name, fitting in found.items() if len(fitting) == 1}, **ids}

    def documents(self) -> Iterator[Document]:
        return self.store.documents()


def document_called(name: str, by_name: Mapping[str, str]) -> str:
    """The id of the one document that is called so (`Handle.documents_by_name`); the name where there is none."""
    return by_name.get(_spelt(name).casefold(), name)


def _names(id: str, path: str) -> set[str]:
    """What a document is called: its id, and its file with and without the ending."""
    file = PurePath(path)
    return {_spelt(name) for name in (id, file.name, file.stem)}


def _spelt(name: str) -> str:
    return "-".join(composed(name).split())


def _login() -> str:
    import getpass

    try:
        return getpass.getuser()
    except (OSError, KeyError):
        return "coder"


_GUIDE_FORMAT = 1
"""Raised when the same file would be read differently than before."""
_GUIDE_FIELDS = ("id", "text", "order", "parent", "dimension", "elicits", "kind")


def _guide(path: Path, folder: Path) -> tuple[Question, ...]:
    """The items of a guide file, kept as JSON by content, so that opening a project needs no YAML parser.

    As the codebooks are: a stale entry cannot be found, and a cache that cannot be read or written is
    done without.
    """
    from ..core.model import Question

    written = path.read_bytes()
    if all(line[:1] in (b"", b"#") or line == b"questions: []" for line in written.splitlines()):
        return ()  # as `init` writes it
    import hashlib

    key = hashlib.sha256(f"{_GUIDE_FORMAT} {' '.join(_GUIDE_FIELDS)}\n".encode() + written).hexdigest()
    kept = folder / f"guide-{key}.json"
    try:
        rows = json.loads(kept.read_text("utf-8"))
        return tuple(Question(**{**row, "elicits": tuple(row["elicits"])}) for row in rows)
    except (OSError, ValueError, TypeError, KeyError):
        pass
    from ..ingest.guide.guide_file import read_guide

    questions = tuple(read_guide(path))
    with contextlib.suppress(OSError):
        rows = [{field: getattr(question, field) for field in _GUIDE_FIELDS} for question in questions]
        write(kept, json.dumps(rows, ensure_ascii=False), durable=False)
    return questions
