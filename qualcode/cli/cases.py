"""`case`: the informants and other cases, and what is known about them."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from ..core.errors import UsageError, argument, several, the_first
from ..core.table import Column, table
from . import context
from .options import Json

case = typer.Typer(rich_markup_mode=None, no_args_is_help=True, help="Cases and their attributes.")
app = case
groups = {"case": case}


@case.command("list")
def list_cases(as_json: Json = False) -> None:
    """List the cases with their attributes."""
    from .output import emit_table

    with context.project() as project:
        cases = project.cases
    attributes = list(dict.fromkeys(key for case in cases for key in case.attributes))
    columns = [Column("case", "Case"), Column("name", "Name"), Column("kind", "Kind"), Column("members", "Members")]
    columns += [Column("weight", "Weight", "number")]
    columns += [Column(key, key) for key in attributes]
    rows = [
        (
            found.id, found.name, found.kind,
            "; ".join(m.document + (f":{m.speaker}" if m.speaker else "") for m in found.members), found.weight,
            *(found.attributes.get(key, "") for key in attributes),
        )
        for found in cases
    ]  # fmt: skip
    emit_table(table("cases", columns, rows), "case-list", as_json=as_json)


@case.command("show")
def show_case(id: Annotated[str, typer.Argument(help="The case.")], as_json: Json = False) -> None:
    """Show one case: its attributes, its answers and what is coded in them."""
    from ..core.by_place import codings_in_place
    from ..core.choices import Where
    from ..core.text import words
    from ..project.blind import seen
    from ..project.case_names import row_called
    from ..project.counts import uncounted
    from ..project.layers import layer_or_people
    from ..project.study import study_of
    from .output import emit_table, whose

    with context.project() as project:
        id = row_called(project.case_map.cases, id)
        status, coders = study_of(project).status, layer_or_people(project)
        units = [unit for unit in project.units("answer", Where(cases=(id,))) if status(unit) == "answered"]
        documents = list(dict.fromkeys(unit.document for unit in units))
        codings = codings_in_place(seen(project, project.store.codings(documents, list(coders))))
        beside = uncounted(project, coders)
        rows = [
            (
                unit.label,
                words(unit.text),
                ", ".join(dict.fromkeys(coding.code for coding in codings[unit.document].on(*unit.pieces))),
            )
            for unit in units
        ]
        found = project.case_map.cases[id]
    if not as_json:
        facts = ", ".join(f"{key} = {value}" for key, value in found.attributes.items() if value)
        context.show(f"{found.id}  {found.name}  ({found.kind})  {facts}")
    columns = [Column("answer", "Answer", "address"), Column("words", "Words", "count"), Column("codes", "Codes")]
    emit_table(table("case", columns, rows), "case-show", as_json=as_json)
    context.say(f"{several(len(rows), 'answer')}; {whose(coders, beside)}")


@case.command("set")
def set_case(
    id: Annotated[str, typer.Argument(help="The case; made when new.")],
    values: Annotated[
        list[str] | None, typer.Argument(metavar="[KEY=VALUE]...", help="role=director name='...'")
    ] = None,
    members: Annotated[
        list[str] | None, typer.Option("--member", metavar="D1[:SPEAKER]", help="A document, or one speaker in it.")
    ] = None,
) -> None:
    """Add a case, or change its name, kind, weight and attributes."""
    from ..project import coders

    pairs: dict[str, str] = {}
    for value in values or ():
        key, equals, text = value.partition("=")
        if not equals or not key.strip():
            raise UsageError(f"{value!r}: expected KEY=VALUE, for instance role=director")
        pairs[key.strip()] = text.strip()
    with context.project(readonly=False) as project:
        id = coders.set_case(project, id, pairs, members=members or ()).id
    context.say(f"{id}: {', '.join(f'{k} = {v}' for k, v in pairs.items()) or 'there'}")


@case.command("rename")
def rename_case(old: str, new: str) -> None:
    """Give a case another id, and carry the memos about it along."""
    from ..project import coders

    with context.project(readonly=False) as project:
        memos = coders.rename_case(project, old, new)
    context.say(f"{old} is now {new}" + (f"; {several(memos, 'memo')} carried over" if memos else ""))


@case.command("import")
def import_cases(
    path: Annotated[Path, typer.Argument(help="A CSV or XLSX table, one row a case.")],
    column: Annotated[str, typer.Option("--id", metavar="COLUMN", help="The column that names the case.")] = "",
) -> None:
    """Take cases and their attributes from a table."""
    from ..project import cases_in

    with context.project(readonly=False) as project:
        done = cases_in.import_cases(project, path, id_column=column)
    context.say(f"{path.name}: {several(done.added, 'case')} added, {done.changed} changed")
    if done.places:
        context.say(f"the column {done.places} says in which documents they speak")
    if done.silent:
        context.say(f"no document that is here belongs to {the_first(done.silent, 6)}; to say where it speaks: "
                    f"qualcode case set {argument(done.silent[0])} --member DOCUMENT")  # fmt: skip
