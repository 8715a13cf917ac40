"""The worked examples: whole studies that travel with the program, each with the commands that carry it through.

Apart from `demo`, which is the shortest way from transcripts to one table: a worked example shows a kind
of study from its sources to everything its thesis prints. Its folder holds the material as its authors
would have it, and `study.toml`, which says what the study is, which commands to run and what to look at.
"""

from __future__ import annotations

import shlex
import shutil
import tomllib
from importlib.resources import files
from pathlib import Path
from typing import NamedTuple

from ..core.errors import DataError, UnknownName, UsageError
from ..core.files import write
from ..store import Store
from . import demo
from .folder import DATABASE, GITIGNORE, writing_into

PLAN = "study.toml"


class Step(NamedTuple):
    """One thing that is done to the material, and how a person would type it."""

    say: str
    """What it is for, in the study's language; empty when it belongs to the step before."""
    typed: str
    """The whole command line."""

    @property
    def words(self) -> list[str]:
        """What stands after `qualcode`."""
        return shlex.split(self.typed)[1:]


class WorkedExample(NamedTuple):
    """A study that travels with the program."""

    name: str
    title: str
    language: str
    folder: Path
    steps: tuple[Step, ...]
    look: tuple[str, ...]
    """What to open or type afterwards."""
    sample: bool
    """Whether the sample study's transcripts, cases, guide and codings belong to it."""


def folder() -> Path:
    """Where the worked examples lie: inside the installed package, or in the repository it is run from."""
    package = Path(str(files("qualcode")))
    for place in (package / "_study" / "studies", package.parent / "studies"):
        if place.is_dir():
            return place
    raise DataError("the worked examples are not in this installation", slug="no_sample_study",
                    hint="pip install --force-reinstall qualcode")  # fmt: skip


def names() -> list[str]:
    """Every worked example's name, the sample study's own first."""
    found = sorted(plan.parent.name for plan in folder().glob(f"*/{PLAN}"))
    return sorted(found, key=lambda name: name != "data-informed-leadership")


def load(name: str) -> WorkedExample:
    """The worked example of that name; UnknownName (`unknown_name`) with the nearest when there is none."""
    if name not in names():
        raise UnknownName("worked example", name, names(), slug="unknown_name", hint="`qualcode demo --list`")
    place = folder() / name
    plan = tomllib.loads((place / PLAN).read_text("utf-8"))
    return WorkedExample(
        name, plan["title"], plan["language"], place,
        tuple(_steps(plan["steps"])), tuple(plan["look"]), plan.get("sample", False),
    )  # fmt: skip


def _steps(lines: list[str]) -> list[Step]:
    """Lines as a person would write them down: `# what for`, then `qualcode ...`."""
    steps, say = [], ""
    for line in lines:
        if line.startswith("#"):
            say = line.lstrip("# ")
        else:
            steps.append(Step(say, line))
            say = ""
    return steps


def is_there(root: Path, study: WorkedExample) -> bool:
    """Whether `root` holds this study already, carried through."""
    return (root / DATABASE).exists() and (root / PLAN).exists() and _same(root / PLAN, study.folder / PLAN)


def _same(mine: Path, theirs: Path) -> bool:
    return mine.read_bytes() == theirs.read_bytes()


def copy(root: Path, study: WorkedExample) -> Path:
    """Put the material of `study` into `root`, an empty folder or a new one, as a project without texts yet.

    Raises UsageError (`project_exists`) when something is there.
    """
    root = root.absolute()
    if root.exists() and any(root.iterdir()):
        other = f"`qualcode demo --study {study.name} OTHER-FOLDER`"
        raise UsageError(f"{root} is not empty", slug="project_exists", hint=other)
    with writing_into(root):
        if study.sample:
            demo.copy(root)
        shutil.copytree(study.folder, root, dirs_exist_ok=True)
        (root / "reports").mkdir(exist_ok=True)
        if not (root / ".gitignore").exists():
            write(root / ".gitignore", GITIGNORE)
    if not (root / DATABASE).exists():
        Store.create(root / DATABASE).close()
    return root
