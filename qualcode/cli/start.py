"""`init`, `demo`, `add`, `status` and `formats`: from an empty folder to a project with texts, own or invented."""

from __future__ import annotations

import contextlib
import io
import json
import os
import shlex
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from ..core.errors import DataError, ExitCode, UsageError, printable, several
from ..project.folder import DATABASE
from . import context, options
from .options import Json
from .output import Progress

if TYPE_CHECKING:
    from ..project.add import Added
    from ..project.worked_examples import Step


app = typer.Typer(rich_markup_mode=None)


@app.command()
def init(
    folder: Annotated[Path, typer.Argument(help="Made when it does not exist.")] = Path(),
    name: Annotated[str, typer.Option("--name", help="The study's name; the folder's without it.")] = "",
    language: Annotated[str, typer.Option("--lang", metavar="da|nb|sv|en", help="Language of reports.")] = "en",
    coder: Annotated[str, typer.Option("--coder", help="Who codes at this computer.")] = "",
    store: Annotated[
        str, typer.Option("--store", metavar="URL", help="On a server: postgresql://USER@HOST/DATABASE.")
    ] = "",
) -> None:
    """Make a project in a folder; nothing that is there is changed.

    With --store the study is on a PostgreSQL server, for several who code at once; one that is there already is
    joined, and the folder becomes one more working copy of it.
    """
    from ..project import init as make
    from ..project.folder import default_store
    from ..settings import FILE

    lang = options.language(language, "en")
    where = Path(context.folder or ".") / folder
    address = store or ("" if (where / FILE).exists() else default_store())
    root = make(where, name=name, language=lang, coder=coder, store=address or None)
    if address:
        from .server import say_joined

        say_joined(root, address)
        return
    context.say(f"made a project in {root}")
    from .server import say_cloud

    say_cloud(root)
    context.say("  put interviews into transcripts/ and read them:    qualcode add transcripts")
    context.say("  choose a frame:                                    qualcode codebook use moore")
    context.say("  .gitignore keeps transcripts and the database out of git: interviews are confidential")


@app.command()
def add(
    paths: Annotated[list[Path], typer.Argument(metavar="PATH...", help="Files, folders or patterns.")],
    kind: options.Kind = None,
    language: options.TextLanguage = None,
    speaker_style: options.Style = None,
    interviewer: options.Interviewer = None,
    speakers: options.Speakers = None,
    encoding: options.Encoding = None,
    pdf_engine: options.Engine = None,
    hyphens: options.Hyphens = None,
    whole_page: options.WholePage = False,
    comments: options.Comments = False,
    split: Annotated[
        str | None, typer.Option("--split", metavar="respondent|question", help="How a survey becomes documents.")
    ] = None,
    open_: options.Open = None,
    closed: options.Closed = None,
    pseudonymised: Annotated[
        bool | None, typer.Option("--pseudonymised/--identifiable", help="Whether the text can identify anybody.")
    ] = None,
    match: Annotated[
        bool | None,
        typer.Option(
            "--match/--no-match", help="Match what is asked to questions.yaml at once; qualcode.toml says so for all."
        ),
    ] = None,
    workers: Annotated[int | None, typer.Option("--workers", min=1, help="Processes; one a core without it.")] = None,
    as_json: Json = False,
) -> int:
    """Read transcripts and documents into the project, in one change that can be undone."""
    from ..project.add import add as read_in

    request = options.wishes(
        kind=kind, language=language, speaker_style=speaker_style, encoding=encoding, pdf_engine=pdf_engine,
        comments=comments, split=split, hyphens=hyphens, whole_page=whole_page, open_=open_, closed=closed,
        interviewer=interviewer, speakers=speakers,
    )  # fmt: skip
    with context.project(readonly=False) as project, Progress("reading") as progress:
        outcomes = read_in(
            project, paths, progress=progress, workers=workers, pseudonymised=pseudonymised, match=match, **request
        )
    if as_json:
        print(json.dumps({"format": "qualcode/add/1", "files": [_object(o) for o in outcomes]}, ensure_ascii=False))
    else:
        _tell(outcomes)
    failed = [outcome for outcome in outcomes if outcome.outcome == "failed"]
    return ExitCode.DATA if failed else ExitCode.DONE


def _object(outcome: Added) -> dict[str, Any]:
    return {
        "path": outcome.path, "outcome": outcome.outcome, "documents": list(outcome.documents),
        "message": outcome.message, "warnings": list(outcome.warnings),
        "error": outcome.error.slug if outcome.error else None,
    }  # fmt: skip


def _tell(outcomes: list[Added]) -> None:
    names = Counter(Path(outcome.path).name for outcome in outcomes)
    for outcome in outcomes:
        path = Path(outcome.path)
        # Two files of one name are told apart by their folders.
        name = printable(path.name if names[path.name] == 1 else f"{path.parent.name}/{path.name}")
        if outcome.outcome == "added":
            ids = ", ".join(outcome.documents[:4]) + (" ..." if len(outcome.documents) > 4 else "")
            context.say(f"{name}: {ids}: {printable(outcome.message)}")
        elif outcome.outcome == "passed":
            context.say(f"{name}: not read: {printable(outcome.message)}")
        elif outcome.outcome != "failed":
            context.say(f"{name}: {printable(outcome.message)}")
        for warning in outcome.warnings:
            context.say(f"  ! {printable(warning)}")
    failed = [outcome for outcome in outcomes if outcome.outcome == "failed"]
    for outcome in failed:
        slug = outcome.error.slug if outcome.error else "unreadable"
        context.say(f"error: {slug}: {printable(outcome.message)}")
        if outcome.error and outcome.error.hint:
            context.say(f"  try: {printable(outcome.error.hint)}")
    added = sum(len(o.documents) for o in outcomes if o.outcome == "added")
    if len(outcomes) > 1:
        unchanged = sum(o.outcome == "unchanged" for o in outcomes)
        changed = sum(o.outcome == "changed" for o in outcomes)
        passed = sum(o.outcome == "passed" for o in outcomes)
        context.say(
            f"{several(len(outcomes), 'file')}: {several(added, 'document')} added, "
            f"{unchanged} there already, {changed} changed, "
            f"{len(failed)} failed" + (f", {passed} not read" if passed else "")
        )


@app.command()
def status(as_json: Json = False) -> None:
    """Show the documents, what is coded, and which originals changed."""
    from ..project.views import status as tell

    with context.project() as project:
        state = tell(project)
        in_folder = not project.place.address
    if as_json:
        print(json.dumps(state, ensure_ascii=False, indent=1))
        return
    if in_folder:
        from .server import say_cloud

        say_cloud(Path(state["folder"]))
    from .output import emit_table, status_table

    print(f"{printable(state['name'])}   {printable(state['folder'])}")
    if state["documents"]:
        emit_table(status_table(state), "status")
    else:
        print("no documents yet: qualcode add PATH...")
    frames = ", ".join(f"{book['id']} ({several(book['codes'], 'code')})" for book in state["codebooks"])
    context.show(f"codebooks: {frames or 'none yet: qualcode codebook use moore'}")
    people = [coder for coder in state["coders"] if coder["kind"] == "human"]
    context.show(f"coders: {_numbered(people) or 'none yet'}")
    if beside := _numbered([coder for coder in state["coders"] if coder["kind"] != "human" and coder["codings"]]):
        context.show(f"beside them: {beside}")
    if len(people) > 1 or beside:
        context.show(f"codings in the table: those of {' and '.join(state['counted']) or 'nobody yet'}")
    if state["blind"]:
        waited = "; ".join(f"{id} until {' and '.join(who)} finished" for id, who in list(state["blind"].items())[:6])
        more = f" and {len(state['blind']) - 6} more" if len(state["blind"]) > 6 else ""
        context.show(f"coded blind: {waited}{more}   (qualcode coder progress)")
    print(f"cases: {state['cases']}   questions: {state['questions']}")
    if state["wrong_choice"]:
        context.say(f"{printable(state['wrong_choice'])}: no table can be made until another name stands there")
    for damage in state["damage"][:1]:
        more = f" (and {len(state['damage']) - 1} more)" if len(state["damage"]) > 1 else ""
        context.say(f"damage: {printable(damage)}{more}: `qualcode check` says all, `qualcode backups` has copies")


def _numbered(coders: list[dict[str, Any]]) -> str:
    return ", ".join(f"{one['id']} ({_codings(one['codings'])})" for one in coders)


def _codings(number: int) -> str:
    return f"{number} {'coding' if number == 1 else 'codings'}"


@app.command()
def formats(as_json: Json = False) -> None:
    """List the formats that can be read and written."""
    from .. import exchange, report
    from ..ingest import readers

    rows = [("read", f) for f in readers.formats] + [("write", f) for f in report.formats]
    rows += [("swap", f) for f in exchange.studies]
    if as_json:
        listed = [{"direction": way, "name": f.name, "suffixes": list(f.suffixes), "title": f.title} for way, f in rows]
        print(json.dumps({"format": "qualcode/formats/1", "formats": listed}, ensure_ascii=False, indent=1))
        return
    for way, known in rows:
        print(f"{way:<6}{known.name:<14}{' '.join(known.suffixes):<24}{known.title}")
    print("\nread: by `add`; write: by `-o FILE` and `export`; swap: whole studies, by `import` and `export`")


@app.command()
def demo(
    folder: Annotated[Path | None, typer.Argument(help="Where; made when it does not exist.")] = None,
    study: Annotated[
        str | None, typer.Option("--study", metavar="NAME", help="A worked example, carried through whole.")
    ] = None,
    listed: Annotated[bool, typer.Option("--list", help="The worked examples.")] = False,
    language: Annotated[
        str | None, typer.Option("--lang", metavar="da|nb|sv|en", help="Language of the sample study's table.")
    ] = None,
    as_json: Json = False,
) -> None:
    """Run the sample study: read eight interviews, tag, compute the share table, write the appendix.

    With --study another kind of study, from its sources to every table and appendix.
    """
    if as_json and not listed:
        raise UsageError("--json goes with --list", slug="option_conflict")
    if listed:
        if folder is not None or study:
            raise UsageError("--list names the worked examples, and runs none", slug="option_conflict",
                             hint="`qualcode demo --study NAME [FOLDER]`")  # fmt: skip
        tell_all(as_json)
        return
    root = Path(context.folder or ".") / (folder or f"qualcode-{study or 'demo'}")
    if study and language:
        raise UsageError("--lang is for the sample study: a worked example is in the language of its material")
    with _in_a_folder():
        if study:
            carry_through(root, study)
        else:
            from ..project.demo import run

            run(root, options.language(language or "", "da"), context.say)


@contextlib.contextmanager
def _in_a_folder() -> Iterator[None]:
    """An example goes into a folder of its own, and never into the study of a team."""
    from ..project.folder import STORE

    elsewhere = os.environ.pop(STORE, "")
    try:
        yield
        if elsewhere:
            context.say(f"! {STORE} leads to a study on a server: unset it before you look at this one")
    finally:
        if elsewhere:
            os.environ[STORE] = elsewhere


def tell_all(as_json: bool = False) -> None:
    """One line for each worked example."""
    from ..project import worked_examples as examples

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
    from ..project import worked_examples as examples

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


def _run(root: Path, step: Step) -> None:
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
