"""The project folder: finding it, and making a new one.

`qualcode.toml` marks the folder, as `.git` marks a repository; it is found by walking up.
"""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator
from pathlib import Path

from ..core.case_map import NO_CASES
from ..core.errors import StoreError, UsageError
from ..core.files import write
from ..settings import FILE, Settings, load, new_name, with_own, with_store, without_own
from ..store import Place
from ..store.place import FILE as _FILE

DATABASE = _FILE
GUIDE = "questions.yaml"

STORE = "QUALCODE_STORE"
"""The environment's word on where the database is, before that of the settings."""
FOLDERS = ("transcripts", "codebooks", "reports")

GITIGNORE = """\
# Written by `qualcode init`. Interviews are confidential, and they come under any name: recordings, exports, drafts
# with quotes, copies that a cloud folder made. So nothing here goes into git but what says nothing about people.
/*
!/.gitignore
!/README.md
!/qualcode.toml
!/keys.toml
!/questions.yaml
!/codebooks/
/codebooks/*
!/codebooks/*.yaml
!/codebooks/*.yml
!/*.py
!/*.R

# These hold words of people, or what is known about them. Take a line away only when everyone who can read the
# repository may read the interviews.
!/transcripts
!/snapshot
!/cases.csv
!/reports
/transcripts/
/snapshot/
/cases.csv
/reports/
"""

QUESTIONS = """\
# The interview guide, for instance:
#
# questions:
#   - id: "1"
#     text: "Hvordan arbejder I med data i dag?"
#     dimension: "Praksis"
#     sub:
#       - {id: "1a", text: "Kan du give et eksempel?"}
questions: []
"""


def find(start: Path) -> Path:
    """The project folder at or above `start`; UsageError (`no_project`) when there is none."""
    start = start.absolute()
    if not start.is_dir():
        raise UsageError(f"{start} is not a folder", slug="no_project")
    for folder in (start, *start.parents):
        if (folder / FILE).is_file():
            return folder
    raise UsageError(
        f"no project here: neither {start} nor a folder above it has a {FILE}",
        slug="no_project",
        hint="`qualcode init` makes one in this folder; `-C FOLDER` points to another",
    )


def place(root: Path, settings: Settings, store: str | None = None) -> Place:
    """Where the database of a folder is; `store` as of `Handle.open`."""
    address = (os.environ.get(STORE, "") or settings.store) if store is None else store
    return Place(root, address, settings.id)


def default_store() -> str:
    """Where a new study is, where nobody says."""
    return os.environ.get(STORE, "")


@contextlib.contextmanager
def writing_into(root: Path) -> Iterator[None]:
    """StoreError where the folder of a new project cannot be written."""
    try:
        yield
    except OSError as error:
        raise StoreError(
            f"{root} cannot be written: {error.strerror or error}",
            slug="store_readonly",
            hint="choose a folder that you may write to",
        ) from error


def init(root: Path, *, name: str = "", language: str = "en", coder: str = "", store: str | None = None) -> Path:
    """Make a project in `root` and return it; nothing that exists is changed.

    `store` is the address of a server where the study shall be: a study that is there already is joined, and the
    folder becomes one more working copy of it. A project without its database, as a clone from git is, or an `init`
    that was stopped, gets what is missing. Raises UsageError (`project_exists`) when the folder is a whole project.
    """
    import uuid  # which asks what system this is: nothing that other commands should wait for

    coder = coder and new_name(coder)
    root = root.absolute()
    begun = (root / FILE).exists()
    if store is None and not begun:
        store = default_store() or None
    settings = load(root / FILE) if begun else Settings(
        name=name or root.name, id=str(uuid.uuid4()), language=language, coder=coder
    )  # fmt: skip
    where = place(root, settings, store)
    if begun and where.exists():
        raise UsageError(f"{root} is a project already", slug="project_exists", hint="`qualcode status` shows it")
    written = where.without_password()[0] if store else settings.store
    if where.address and not begun and where.exists():
        return _join(where, written, coder)
    with writing_into(root):
        for folder in FOLDERS:
            (root / folder).mkdir(parents=True, exist_ok=True)
        _write_new(root / ".gitignore", GITIGNORE)
        _write_new(root / "cases.csv", NO_CASES)
        _write_new(root / "questions.yaml", QUESTIONS)
        if not where.exists():
            # Others may join from the moment it is there, so what they get is in it from the first.
            shared = {FILE: without_own(settings.to_toml()), "cases.csv": NO_CASES, "questions.yaml": QUESTIONS}
            where.create(settings.name, shared if where.address else None).close()
        # Last, because its presence is what makes the folder a project.
        if not begun:
            write(root / FILE, settings._replace(store=written).to_toml())
        elif written != settings.store:
            write(root / FILE, with_store((root / FILE).read_text("utf-8"), written))
    return root


def _join(where: Place, written: str, coder: str) -> Path:
    """Make a folder the working copy of a study that is on a server."""
    with where._replace(id="").open(readonly=True) as there:
        files = there.files.all()
        there.files.remember(files)
    if FILE not in files:
        raise StoreError(
            "the study there has no settings yet: whoever made it has not finished", slug="store_missing",
            hint="try again when `qualcode init --store URL` is done there",
        )  # fmt: skip
    for folder in FOLDERS:
        (where.folder / folder).mkdir(parents=True, exist_ok=True)
    _write_new(where.folder / ".gitignore", GITIGNORE)
    for path, text in files.items():
        if path != FILE:
            _write_new(where.folder / path, text)
    write(where.folder / FILE, with_own(files[FILE], {"coder": coder, "store": written}))
    return where.folder


def _write_new(path: Path, text: str) -> None:
    if not path.exists():
        write(path, text)
