"""`fill` and `verify`: numbers and quotes in a draft, and whether they still hold."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated, Any

import typer

from ..core.errors import ExitCode, UsageError, printable, several
from . import context, options
from .options import Json, Language

app = typer.Typer(rich_markup_mode=None)


@app.command()
def fill(
    draft: Annotated[Path, typer.Argument(metavar="DRAFT", help="A docx, md or tex file with fields in {{ }}.")],
    output: Annotated[Path | None, typer.Option("-o", "--output", metavar="FILE", help="The filled file.")] = None,
    update: Annotated[bool, typer.Option("--update", help="Renew values put in before, in place.")] = False,
    force: Annotated[bool, typer.Option("--force", help="Write over a file that was changed since.")] = False,
    allow_identifiable: options.Identifiable = False,
    language: Language = "",
    as_json: Json = False,
) -> int:
    """Put numbers, quotes, tables and figures into a draft, so that they can be checked later."""
    from ..project.fill import Evaluator, refuse_to_erase, remember
    from ..report.fill import fill as fill_in

    if output is None and not update:
        raise UsageError("say where to write with -o, or --update to renew the file itself", slug="bad_option")
    with context.project() as project:
        lang = options.language(language, project.settings.language)
        if output is not None and not force:
            refuse_to_erase(project, draft, output)
        asked = Evaluator(project, lang, allowed=allow_identifiable)
        done = fill_in(draft, output or draft, asked, update=update, language=lang)
        remember(project, done.path)
    if as_json:
        checks = [_object(check) for check in done.checks]
        said = {"path": str(done.path), "filled": checks, "kept": done.kept, "notes": asked.notes}
        print(json.dumps({"format": "qualcode/fill/1", **said}, ensure_ascii=False, indent=1))
        return ExitCode.DONE
    for check in done.checks:
        context.say(f"  {check.place}: {printable(check.expression)} = {printable(check.new)}")
    for note in asked.notes:
        context.say(f"note: {printable(note)}")
    put_in = several(len(done.checks), "value")
    context.say(f"{done.path}: {put_in} put in, {done.kept} kept; `qualcode verify {done.path}` later")
    return ExitCode.DONE


@app.command()
def verify(
    path: Annotated[Path, typer.Argument(metavar="FILE", help="A file that `fill` wrote.")],
    every: Annotated[bool, typer.Option("--all", help="Also name what still holds.")] = False,
    language: Language = "",
    as_json: Json = False,
) -> int:
    """Compute every number of a filled draft again and name each that no longer holds; exit code 1 if one does not."""
    from ..project.fill import Evaluator
    from ..report.fill import verify as check_all

    with context.project() as project:
        lang = options.language(language, project.settings.language)
        checks = check_all(path, Evaluator(project, lang), language=lang)
    wrong = [check for check in checks if not check.ok]
    if as_json:
        rows = [_object(check) for check in checks]
        print(json.dumps({"format": "qualcode/verify/1", "checks": rows}, ensure_ascii=False, indent=1))
    else:
        for check in checks if every else wrong:
            print(printable(str(check)))
        context.say(f"{several(len(checks), 'value')}: {len(checks) - len(wrong)} hold, {len(wrong)} do not")
        if any(check.reason == "changed" for check in wrong):
            context.say(f"  try: qualcode fill {path} --update")
    return ExitCode.NO if wrong else ExitCode.DONE


def _object(check: Any) -> dict[str, Any]:
    return {
        "place": str(check.place), "expression": check.expression, "old": check.old, "new": check.new,
        "ok": check.ok, "reason": check.reason,
    }  # fmt: skip
