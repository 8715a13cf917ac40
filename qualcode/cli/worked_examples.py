"""`demo --study` and `demo --list`: a worked example carried through with the commands a person would type."""

from __future__ import annotations

import contextlib
import io
import json
import shlex
from pathlib import Path

from ..core.errors import DataError
from ..project import worked_examples as examples
from ..project.folder import DATABASE
from . import context


def tell_all(as_json: bool = False) -> None:
    """One line for each worked example."""
    if as_json:
        studies = [
            {
                "name": each.name, "title": each.title, "language": each.language,
                "steps": [step.typed for step in each.steps], "look": list(each.look),
            }
            for each in map(examples.load, examples.names())
        ]  # fmt: skip
        print(json.dumps({"format": "qualcode/demo/1", "studies": studies}, ensure_ascii=False, indent=1))
        return
    width = max(map(len, examples.names()))
    for name in examples.names():
        study = examples.load(name)
        print(f"{name:<{width}}  {study.language}  {study.title}")
    context.say("\nrun one with: qualcode demo --study NAME [FOLDER]")


def carry_through(root: Path, name: str) -> None:
    """Copy the material into `root` and run every command of the plan there, in order."""
    study = examples.load(name)
    root = root.absolute()
    if examples.is_there(root, study):
        context.say(f"{root} holds {study.name} already; nothing was changed")
    else:
        examples.copy(root, study)
        context.say(study.title)
        try:
            for step in study.steps:
                if step.say:
                    context.say(f"\n{step.say}")
                context.say(f"   {step.typed}")
                _run(root, step)
        except BaseException:
            # Half a study would be taken for a whole one the next time; the material stays for a look.
            (root / DATABASE).unlink(missing_ok=True)
            raise
    context.say("\nNext:")
    context.say(f"   cd {shlex.quote(str(root))}")
    for line in study.look:
        context.say(f"   {line}")


def _run(root: Path, step: examples.Step) -> None:
    from .run import run

    said = io.StringIO()
    before = context.folder
    context.folder = ""
    try:
        with contextlib.chdir(root), contextlib.redirect_stderr(said), contextlib.redirect_stdout(io.StringIO()):
            code = run(step.words)
    finally:
        context.folder = before
    if code:
        raise DataError(f"`{step.typed}` ended with {code}:\n{said.getvalue().strip()}", slug="worked_example")
