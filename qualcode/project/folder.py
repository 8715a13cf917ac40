"""The project folder: finding it, and making a new one.

`qualcode.toml` marks the folder, as `.git` marks a repository; it is found by walking up.
"""

from __future__ import annotations

import uuid
from pathlib import Path

from ..core.errors import StoreError, UsageError
from ..core.files import write
from ..settings import FILE, Settings
from ..store import Store

DATABASE = "qualcode.sqlite"
GUIDE = "questions.yaml"
FOLDERS = ("transcripts", "codebooks", "reports")

GITIGNORE = """\
# Written by `qualcode init`. Interviews are confidential: neither the transcripts nor the
# database, which holds their text, belongs in git, nor what is known about the people in
# cases.csv, nor tables, drafts and transcripts that lie beside them. Take a line away only when
# everyone who can read the repository may read the interviews.
/transcripts/
/imported/
/qualcode.sqlite*
/reports/
/snapshot/
/backups/
/.cache/
/cases.csv
/*.csv
/*.tsv
/*.xlsx
/*.ods
/*.docx
/*.doc
/*.odt
/*.rtf
/*.pdf
/*.txt
/*.vtt
/*.srt
/*.html
/*.htm
/*.json
/*.qdpx
/*.mp3
/*.m4a
/*.wav
/*.mp4
"""

CASES = "case,name,kind,members,weight\n"

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


def init(root: Path, *, name: str = "", language: str = "en", coder: str = "") -> Path:
    """Make a project in `root` and return it; nothing that exists is changed.

    A project without its database, as a clone from git is, or an `init` that was stopped, gets what is
    missing. Raises UsageError (`project_exists`) when the folder is a whole project already.
    """
    root = root.absolute()
    begun = (root / FILE).exists()
    if begun and (root / DATABASE).exists():
        raise UsageError(f"{root} is a project already", slug="project_exists", hint="`qualcode status` shows it")
    settings = Settings(name=name or root.name, id=str(uuid.uuid4()), language=language, coder=coder)
    try:
        for folder in FOLDERS:
            (root / folder).mkdir(parents=True, exist_ok=True)
        _write_new(root / ".gitignore", GITIGNORE)
        _write_new(root / "cases.csv", CASES)
        _write_new(root / "questions.yaml", QUESTIONS)
        if not (root / DATABASE).exists():
            Store.create(root / DATABASE).close()
        # Last, because its presence is what makes the folder a project.
        if not begun:
            write(root / FILE, settings.to_toml())
    except OSError as error:
        raise StoreError(
            f"{root} cannot be written: {error.strerror or error}",
            slug="store_readonly",
            hint="choose a folder that you may write to",
        ) from error
    return root


def _write_new(path: Path, text: str) -> None:
    if not path.exists():
        write(path, text)
