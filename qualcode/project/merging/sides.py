"""The two copies that are merged, each with its present and its past.

The other copy is looked at in a folder of its own that is thrown away afterwards: whatever it was, a project, a
database alone, a snapshot or a project of another program, it is then a project like this one, and the
original is never written to.
"""

from __future__ import annotations

import contextlib
import shutil
from collections.abc import Iterator
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from ...codebook.loader import loads
from ...core.errors import DataError, ProblemsFound, QualcodeError, ReadError, UsageError, printable
from ...core.scratch import scratch
from ...settings import FILE
from ...store import Store
from ...store.damage import refuse_damaged
from ...store.past import changed_files, past_of
from .. import case_renames, code_renames
from ..code_renames import followed
from ..exchange import whole
from ..folder import DATABASE, init
from ..handle import Handle
from ..snapshot.layout import HEAD
from ..told_names import PERSON, Renamed, told

if TYPE_CHECKING:
    from ...core.model import Bundle, Codebook
    from ..project import Project

HAND_WRITTEN = ("cases.csv", "questions.yaml")


class Side:
    """One copy of a study."""

    def __init__(self, handle: Handle) -> None:
        self.handle, self.store = handle, handle.store
        self.past = past_of(handle.store)
        self._parsed: dict[tuple[str, str], Codebook | None] = {}
        self.settled: dict[str, set[str]] = {}
        for subject, refused, *_ in self.store.settled():
            self.settled.setdefault(subject, set()).add(refused)
        self.earlier_texts: dict[str, list[str]] = {}
        """Document -> what its text was before it was read again, or when it was taken out."""
        for key, id, words in self.store.removed_texts():
            if key not in self.past.never_here:
                self.earlier_texts.setdefault(id, []).append(words)
        self.part_of: dict[str, str] = {}
        """Codes (full ids) that there are no more -> the ones here of which they are part, by either copy's merging."""
        self.refresh()

    def refresh(self) -> None:
        """Look at the study as it is now."""
        self.bundle: Bundle = whole(self.handle)
        self.keys = self.store.document_keys()
        self.code_names = {key: id for id, key in self.store.code_keys().items()}
        self.coder_names = {key: id for id, key in self.store.coder_keys().items()}

    def file(self, path: str) -> str | None:
        """A hand-written file's text as it is on the disk."""
        return self.store.files.text(path)

    @cached_property
    def _moves(self) -> dict[str, str]:
        return code_renames.present_names(self.store, *map(code_renames.renames, self._named))

    def has_renamed(self, what: list[Renamed]) -> None:
        """Take in what was renamed just now, in a change that is not in the history yet."""
        self._named[1].extend(what)
        for name in ("_moves", "moved_codes", "moved_here", "merged_codes", "first_names"):
            self.__dict__.pop(name, None)

    @cached_property
    def _named(self) -> tuple[list[Renamed], list[Renamed]]:
        """What other copies told of the names of codes, and what was done with them here."""
        return code_renames.known(self.store)

    @cached_property
    def moved_codes(self) -> dict[str, str]:
        """Full ids that codes had once -> their full ids now."""
        return {old: new for old, new in self._moves.items() if old != new}

    @cached_property
    def moved_here(self) -> dict[str, str]:
        """Likewise, of what was renamed in this very copy."""
        moved = code_renames.present_names(self.store, code_renames.renames(self._named[1]))
        return {old: new for old, new in moved.items() if old != new}

    @cached_property
    def merged_codes(self) -> dict[str, str]:
        """Names (full ids) of codes that were merged into others -> the names that those have now."""
        here = {full for full, _ in self.handle.codes}
        found: dict[str, str] = {}
        for old, end in code_renames.merged_names(*self._named).items():
            new = end if end in here else self._moves.get(end, end)
            if new in here:
                found[old] = new
        return found

    @cached_property
    def first_names(self) -> dict[str, str]:
        """Codes (full ids) -> what each was called first; none for one that took a name which another had before."""
        return code_renames.first_names(self._moves, (full for full, _ in self.handle.codes))

    @cached_property
    def moved_cases(self) -> dict[str, str]:
        """Ids that cases had once -> their ids now."""
        return case_renames.present_ids(self.store)

    @cached_property
    def moved_coders(self) -> dict[str, str]:
        """Names that coders had once -> their names now; those who are one with somebody else have that one's."""
        renamed = {
            old: self.coder_names[key]
            for (table, key, column), values in self.past.values.items()
            if table == "coder" and column == "id" and key in self.coder_names
            for old in values
        }
        return {**renamed, **self._joined_coders(renamed)}

    @cached_property
    def joined_coders(self) -> dict[str, str]:
        """Of these, the ones who became one with somebody else, and are no longer there."""
        return {
            old: new for old, new in self._joined_coders(self.moved_coders).items()
            if old not in self.coder_names.values()
        }  # fmt: skip

    def _joined_coders(self, renamed: dict[str, str]) -> dict[str, str]:
        here = set(self.coder_names.values())
        ends = followed(told(self.store, PERSON)).items()
        return {old: now for old, new in ends if (now := new if new in here else renamed.get(new, "")) in here}

    def parsed(self, path: str, text: str) -> Codebook | None:
        """An earlier version of a codebook; None where it had mistakes."""
        if (path, text) not in self._parsed:
            try:
                self._parsed[path, text] = loads(text, path)
            except ProblemsFound:
                self._parsed[path, text] = None
        return self._parsed[path, text]

    def values(self, table: str, key: int, column: str) -> list[object]:
        """What a column of a row held before; codes by their present names."""
        found = self.past.values.get((table, key, column), [])
        return [self.code_name(each) for each in found] if column == "code" else found

    def code_name(self, key: object) -> str:
        """What a code is called now that had this key; the one that it became part of, where it did."""
        name = self.code_names.get(key, "") if isinstance(key, int) else ""
        return self.part_of.get(name, name)


@contextlib.contextmanager
def opened(project: Handle, path: Path) -> Iterator[Project]:
    """The other copy as a project, whatever it is; ReadError where it is none."""
    with scratch() as root:
        try:
            with _as_project(project, path, root) as other:
                try:
                    yield other
                except Exception as error:
                    refuse_damaged(other.store, error)
                    raise
        except QualcodeError as error:  # what is said is of the person's own copy, not of the one that was read here
            own = path if path.is_dir() else path.parent if (path.parent / FILE).is_file() else project.root
            places = [(str(root / DATABASE), str(path if path.is_file() else own / DATABASE)), (str(root), str(own))]

            def theirs(text: str) -> str:
                for here, there in places:
                    text = text.replace(here, there)
                return text

            error.message = theirs(error.message)
            if isinstance(error, ProblemsFound):
                error.problems = tuple(each._replace(path=theirs(each.path)) for each in error.problems)
            raise


@contextlib.contextmanager
def _as_project(project: Handle, path: Path, root: Path) -> Iterator[Project]:
    from ..project import Project

    if not path.exists():
        raise ReadError(path, "is not there", slug="missing_file")
    if path.is_dir():
        if path.resolve() == project.root.resolve():
            raise UsageError(f"{path} is this project itself", slug="same_project")
        if (path / HEAD).is_file():
            _from_snapshot(project, path, root)
        elif not (path / FILE).is_file():
            raise ReadError(path, f"is no project: there is no {FILE} in it", slug="no_project")
        else:
            _copy_project(project, path, root)
    elif _is_database(path):
        if path.resolve() == (project.root / DATABASE).resolve():
            raise UsageError(f"{path} is this project's own database", slug="same_project")
        beside = path.parent if (path.parent / FILE).is_file() else None
        _copy_folder(beside or project.root, path, root)
        if beside is None or path.name != DATABASE:
            _files_of_its_time(root)
    else:
        init(root, name=project.settings.name, language=project.settings.language, store="")
        from ...exchange import read_study
        from ..files_in import import_file

        if not read_study(path).exact:
            # Another program wrote it: its codes are known by their GUIDs as those of the codebooks here.
            for book in sorted((project.root / "codebooks").glob("*.y*ml")):
                shutil.copy(book, root / "codebooks" / book.name)
        with Project.open(root, coder=project.coder, store="") as other:
            import_file(other, path)
    with Project.open(root, coder=project.coder, store="") as other:
        yield other


def _copy_project(project: Handle, path: Path, root: Path) -> None:
    """A whole folder; of a study on a server, the database as it is there now."""
    with Handle.open(path, readonly=True) as other:
        if not other.place.address:
            _copy_folder(path, path / DATABASE, root)
            return
        if other.place.address == project.place.address:
            raise UsageError(f"{path} is a working copy of this study itself", slug="same_project",
                             hint="`qualcode sync` brings its files here")  # fmt: skip
        store = other.store
        _copy_folder(path, None, root)
        store.copy_to(root / DATABASE)


def _is_database(path: Path) -> bool:
    with path.open("rb") as file:
        head = file.read(72)
    return head.startswith(b"SQLite format 3\0") and head[68:72] == b"qcod"


def _from_snapshot(project: Handle, path: Path, root: Path) -> None:
    from ..snapshot import restore
    from ..snapshot.layout import read

    if not read(path)[0].get("text"):
        raise DataError(
            f"{printable(str(path))} has no texts, and a merge compares texts", slug="no_text",
            hint="in a new folder: `qualcode init`, the codebooks that came with it, `qualcode add transcripts` with "
            "the same ones, `qualcode restore SNAPSHOT --force`; then merge that folder",
        )  # fmt: skip
    beside = path.absolute().parent
    _copy_folder(beside if (beside / FILE).is_file() else project.root, None, root)
    with Handle.open(root, coder=project.coder, store="") as other:
        restore(other, path, force=True)


def _copy_folder(folder: Path, database: Path | None, root: Path) -> None:
    """What qualcode reads of a project, without the transcripts."""
    try:
        shutil.copy(folder / FILE, root / FILE)
        if database is not None:
            if not database.is_file():
                raise ReadError(database, "is not there", slug="missing_file")
            shutil.copyfile(database, root / DATABASE)
            journal = Path(f"{database}-journal")
            if journal.is_file():
                shutil.copyfile(journal, root / f"{DATABASE}-journal")
        for name in HAND_WRITTEN:
            if (folder / name).is_file():
                shutil.copy(folder / name, root / name)
        (root / "codebooks").mkdir()
        for book in sorted((*folder.glob("codebooks/*.yaml"), *folder.glob("codebooks/*.yml"))):
            shutil.copy(book, root / "codebooks" / book.name)
    except OSError as error:
        raise ReadError(folder, str(error.strerror or error)) from error


def _files_of_its_time(root: Path) -> None:
    """Hand-written files as the database last knew them: what lies in the folder belongs to another one."""
    with Store.open(root / DATABASE) as store, contextlib.suppress(QualcodeError):
        latest: dict[str, str | None] = {}
        for each in changed_files(store):
            latest[each.path] = each.after
    for path, text in latest.items():
        target = root / path
        if text is None:
            target.unlink(missing_ok=True)
        elif target.resolve().is_relative_to(root.resolve()):
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_text(text, "utf-8", newline="")
