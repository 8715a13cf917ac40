"""The sample study, from transcripts to thesis table, in a folder of one's own."""

from __future__ import annotations

import shutil
import tomllib
from collections.abc import Callable
from importlib.resources import files
from pathlib import Path

from ..core.errors import DataError, UsageError, several
from ..core.files import write
from ..settings import FILE
from ..store import Store
from .folder import DATABASE, GITIGNORE, writing_into
from .project import Project
from .tag_tables import tag_file

HAND_WRITTEN = ("cases.csv", "questions.yaml", "tags.csv")


def study_folder() -> Path:
    """Where the sample study lies: inside the installed package, or in the repository it is run from."""
    installed = Path(str(files("qualcode").joinpath("_study")))
    if installed.is_dir():
        return installed
    repository = Path(str(files("qualcode"))).parent
    if (repository / "transcripts").is_dir() and (repository / "tags.csv").is_file():
        return repository
    raise DataError("the sample study is not in this installation", slug="no_sample_study",
                    hint="pip install --force-reinstall qualcode")  # fmt: skip


def copy(root: Path) -> Path:
    """Put the sample study into `root`; files that are there already stay as they are.

    Raises UsageError (`project_exists`) when another project, or anything else, is there.
    """
    source = study_folder()
    root = root.absolute()
    settings = (source / FILE).read_text("utf-8")
    theirs = root / FILE
    if theirs.exists():
        try:
            same = tomllib.loads(theirs.read_text("utf-8-sig")).get("id") == tomllib.loads(settings)["id"]
        except (tomllib.TOMLDecodeError, UnicodeDecodeError):
            same = False
        if not same:
            raise UsageError(f"{root} is another project", slug="project_exists", hint="`qualcode demo OTHER-FOLDER`")
    elif root.exists() and any(root.iterdir()):
        raise UsageError(f"{root} is not empty", slug="project_exists", hint="`qualcode demo OTHER-FOLDER`")
    with writing_into(root):
        (root / "reports").mkdir(parents=True, exist_ok=True)
        for name in ("transcripts", "codebooks"):
            (root / name).mkdir(exist_ok=True)
        for file in sorted((source / "transcripts").iterdir()):
            _copy(file, root / "transcripts" / file.name)
        for name in ("moore", "leavitt"):
            _copy(source / "codebooks" / f"{name}.yaml", root / "codebooks" / f"{name}.yaml")
        for name in HAND_WRITTEN:
            _copy(source / name, root / name)
        if not (root / ".gitignore").exists():
            write(root / ".gitignore", GITIGNORE)
        if not theirs.exists():
            write(theirs, settings)
        if not (root / DATABASE).exists():
            Store.create(root / DATABASE).close()
    return root


def _copy(source: Path, target: Path) -> None:
    if not target.exists():
        shutil.copyfile(source, target)


def run(root: Path, language: str, say: Callable[..., None]) -> None:
    """The whole line on the sample study: read, tag, compute, write CSV and appendix.

    Each step finds what an earlier run did and leaves it alone.
    """
    from ..report import write
    from . import reports
    from .add import Added
    from .appendix import AppendixRequest, appendix

    root = copy(root)
    with Project.open(root, store="") as project:  # never in the study of a team
        say(f"1  reading the transcripts in {root / 'transcripts'}")
        outcomes: list[Added] = project.add([root / "transcripts"], workers=1)
        for outcome in outcomes:
            if outcome.error:
                raise outcome.error
            say(f"   {Path(outcome.path).name}: {outcome.message}")
        say("2  tagging from tags.csv, two coders")
        done = tag_file(project, root / "tags.csv", finish=True)
        say(f"   {several(len(done.added), 'coding')} added, {done.unchanged} there already")
        say("3  writing reports/shares.csv, reports/codings.csv and reports/appendix.docx")
        shares = reports.shares(project, language=language)
        folder = root / "reports"
        write(shares, folder / "shares.csv")
        write(reports.codings(project, language=language), folder / "codings.csv")
        write(appendix(project, AppendixRequest(language)), folder / "appendix.docx")
        say("")
        from ..report.writers.terminal import show

        # A table even where the output is a pipe: this is the picture of what qualcode does.
        show(shares, width=min(shutil.get_terminal_size((100, 24)).columns, 120))
        say("")
        say("Next:")
        say(f"   cd {root}")
        say("   qualcode show D1#3                     an answer with its codings")
        say("   qualcode tag D1#3 moore:capacity       add one; `qualcode shares` again; `qualcode undo`")
        say("   qualcode tag                           the coding screen")
        say("   qualcode shares --explain director moore:value")
        say("   open reports/appendix.docx             the appendix, in Word")
        say("   qualcode demo --list                   whole studies of other kinds, to look at")
