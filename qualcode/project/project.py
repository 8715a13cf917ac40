"""A project: the folder, and all that can be done with it.

This package alone knows all layers. The command line, the coding screen and scripts call
`Project`; what each method does is written in the modules beside this one.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..core.errors import DataError, UnknownName
from ..settings import FILE, Settings
from ..settings import load as load_settings
from ..store import Entry, Store
from .codes import Codes
from .folder import DATABASE, find, write_text

if TYPE_CHECKING:
    from ..core.model import Bundle, Case, Coding, Document, Question, Unit
    from ..core.results import Agreement, Crosstab, Shares
    from ..core.where import Where
    from .cases import CaseMap
    from .tag import Tagged


class Project:
    """One study. Use `Project.open`; close it, or use it in a `with`."""

    def __init__(self, root: Path, settings: Settings, *, coder: str = "", readonly: bool = False) -> None:
        self.root, self.settings, self.readonly = root, settings, readonly
        self.coder = coder or os.environ.get("QUALCODE_CODER", "") or settings.coder or _login()
        self.codes = Codes(self)
        self._store: Store | None = None

    @classmethod
    def open(cls, start: str | Path = ".", *, coder: str = "", readonly: bool = False) -> Project:
        """The project at `start` or above it; UsageError (`no_project`) when there is none."""
        root = find(Path(start))
        return cls(root, load_settings(root / FILE), coder=coder, readonly=readonly)

    # -- the folder --------------------------------------------------------------------

    @property
    def store(self) -> Store:
        """The database, for reading."""
        if self._store is None:
            self._store = Store.open(self.root / DATABASE, readonly=self.readonly)
        return self._store

    @property
    def writable(self) -> Store:
        """The database, for changing; reopened when it was open for reading only."""
        if self._store is not None and self._store.readonly:
            self._store.close()
            self._store = None
        self.readonly = False
        return self.store

    def close(self) -> None:
        if self._store is not None:
            self._store.close()
            self._store = None

    def __enter__(self) -> Project:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def relative(self, path: Path) -> str:
        """A path as stored: relative to the project with forward slashes, or absolute outside it."""
        absolute = path.absolute()
        written = absolute.relative_to(self.root).as_posix() if absolute.is_relative_to(self.root) else str(absolute)
        # A name with bytes that are no text cannot be stored as text; it is kept readable instead.
        return written.encode("utf-8", "backslashreplace").decode()

    def write_files(self, files: list[tuple[str, str | None]]) -> None:
        """Write hand-written files that a change rewrites; None takes a file away."""
        for name, text in files:
            path = self.root / name
            if text is None:
                path.unlink(missing_ok=True)
            else:
                try:
                    write_text(path, text)
                except OSError as error:
                    raise DataError(
                        f"{path} cannot be written: {error.strerror or error}; nothing was changed",
                        slug="cannot_write",
                    ) from error
        self.forget_files()

    def forget_files(self) -> None:
        """Read the hand-written files again next time."""
        for name in ("cases", "case_map", "questions"):
            self.__dict__.pop(name, None)
        self.codes.forget()

    @cached_property
    def cases(self) -> tuple[Case, ...]:
        """The rows of `cases.csv`."""
        from . import cases

        return cases.load(self.root / "cases.csv")

    @cached_property
    def case_map(self) -> CaseMap:
        from .cases import CaseMap

        return CaseMap.of(self.cases)

    @cached_property
    def questions(self) -> tuple[Question, ...]:
        """The interview guide, main questions before their sub-questions."""
        path = self.root / "questions.yaml"
        if not path.exists():
            return ()
        from .guide_cache import load

        return load(path, self.root / ".cache" / "guide")

    # -- documents ---------------------------------------------------------------------

    def document(self, id: str) -> Document:
        """A document by its id; UnknownName with the nearest otherwise."""
        document = self.store.document(id)
        if document is None:
            raise UnknownName("document", id, self.store.document_ids(), hint="`qualcode status` lists the documents")
        return document

    def documents(self) -> Iterator[Document]:
        return self.store.documents()

    def add(self, paths: Sequence[str | Path], **options: Any) -> Any:
        """Read files, folders and globs into the project; see `project.adding.add`."""
        from .add import add

        return add(self, [Path(path) for path in paths], **options)

    def units(self, kind: str = "", where: Where | None = None, *, case: str = "") -> list[Unit]:
        """The units of analysis with their words and cases, in order."""
        from .frames import units

        return units(self, kind or self.settings.unit, where, case=case)

    # -- coding ------------------------------------------------------------------------

    def tag(self, place: str | Unit, *codes: str, **said: Any) -> Tagged:
        """Code a place, given as an address or a unit; see `project.tagging.wishes`."""
        from .tag import tag, wishes

        address = place if isinstance(place, str) else place.label
        return tag(self, wishes(self, address, codes, **said))

    def untag(self, place: str | Unit, *codes: str, **said: Any) -> list[str]:
        """Take codings away; see `project.codings.untag`."""
        from .codings import untag

        return untag(self, place if isinstance(place, str) else place.label, codes, **said)

    def codings(self, where: Where | None = None) -> list[Coding]:
        """Codings in the order of their places."""
        from .frames import codings

        return codings(self, where)

    def undo(self) -> Entry:
        """Take back the latest change; DataError `nothing_to_undo` when there is none."""
        return self._travelled(self.writable.undo, "undo")

    def redo(self) -> Entry:
        """Do again what was undone last; DataError `nothing_to_redo` when there is none."""
        return self._travelled(self.writable.redo, "redo")

    def _travelled(self, travel: Callable[..., Entry | None], what: str) -> Entry:
        entry = travel(self.write_files)
        if entry is None:
            raise DataError(f"there is nothing to {what}", slug=f"nothing_to_{what}", hint="`qualcode log` shows all")
        return entry

    # -- results -----------------------------------------------------------------------

    def bundle(self, where: Where | None = None) -> Bundle:
        """The whole study as one value."""
        from .frames import bundle

        return bundle(self, where)

    def shares(self, *categories: str, **options: Any) -> Shares:
        """Weighted shares per category and group; see `project.analyses.shares`."""
        from .results import shares

        return shares(self, categories, **options)

    def agreement(self, *categories: str, unit: str = "", coders: Sequence[str] = (), **options: Any) -> Agreement:
        """Intercoder agreement; see `project.agreeing.compute` and `analysis.agreement`."""
        from .agreement import AgreementRequest, compute

        return compute(self, AgreementRequest(categories, unit, coders=tuple(coders)), **options)[0]

    def crosstab(self, *categories: str, by: str = "", count: str = "units", **options: Any) -> Crosstab:
        """Codes by an attribute, `question`, `kind` or `qualifier`; see `project.comparing.crosstab`."""
        from .comparisons import crosstab
        from .results import ShareRequest

        return crosstab(self, ShareRequest(categories, by, **options), count=count)


def _login() -> str:
    import getpass

    try:
        return getpass.getuser()
    except (OSError, KeyError):
        return "coder"


def check_attribute(name: str, known: Iterable[str]) -> str:
    """An attribute of the cases or documents; UnknownName with the nearest otherwise."""
    known = list(dict.fromkeys(known))
    if name not in known:
        raise UnknownName("attribute", name, known, hint="the columns of cases.csv are the attributes")
    return name
