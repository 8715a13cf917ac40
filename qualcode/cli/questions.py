"""`question`: the interview guide, and which turns answer what."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, Any

import typer

from ..core.errors import UnknownName, printable, the_first
from ..core.table import Column, table
from ..core.text import legible
from . import context
from .options import Json

question = typer.Typer(rich_markup_mode=None, no_args_is_help=True, help="The interview guide and its answers.")
app = question
groups = {"question": question}


@question.command("list")
def list_questions(as_json: Json = False) -> None:
    """List the items of the guide, with how many informants answered each, or what follows it up."""
    from ..project.guide_reports import answers_given
    from .output import emit_table

    with context.project() as project:
        answered: dict[str, set[str]] = {}
        main = {item.id: item.main for item in project.questions}
        for unit in answers_given(project):
            item = unit.question or ""
            for id in {item, main.get(item, item)}:
                answered.setdefault(id, set()).add(unit.case)
        rows = [
            (item.id, item.text, item.dimension, item.parent or "", len(answered.get(item.id, ())))
            for item in project.questions
        ]
    columns = [
        Column("id", "Item"), Column("text", "Question", width=4), Column("dimension", "Dimension"),
        Column("parent", "Under"), Column("answered", "Answered by", "count"),
    ]  # fmt: skip
    emit_table(table("questions", columns, rows), "question-list", as_json=as_json)


@question.command("import")
def import_guide(
    path: Annotated[Path, typer.Argument(help="A document, a table or yaml.")],
    replace: Annotated[bool, typer.Option("--replace", help="Take the place of the present guide.")] = False,
) -> None:
    """Take an interview guide in; check questions.yaml afterwards."""
    from ..project import guide

    with context.project(readonly=False) as project:
        imported = guide.import_guide(project, path, replace=replace)
    items = imported.questions
    main = sum(item.parent is None and item.kind == "question" for item in items)
    context.say(f"questions.yaml: {main} main questions, {len(items)} items in all; look it through, then:")
    if imported.not_taken:
        context.say(f"  neither question nor dimension, and not taken: {_shown(imported.not_taken)}")
    context.say("  qualcode question match")


def _shown(lines: Sequence[str], most: int = 12) -> str:
    shown = "; ".join(repr(printable(line if len(line) <= 60 else f"{line[:59]}…")) for line in lines[:most])
    return shown + (f"; and {len(lines) - most} more" if len(lines) > most else "")


@question.command()
def match(
    documents: Annotated[list[str] | None, typer.Argument(metavar="[DOCUMENT]...", help="All without one.")] = None,
    source: Annotated[
        Path | None, typer.Option("--from", metavar="FILE.csv", help="Corrections: document,turn,question.")
    ] = None,
    output: Annotated[
        Path | None, typer.Option("-o", "--output", metavar="FILE.csv", help="Write the matches, to be corrected.")
    ] = None,
    as_json: Json = False,
) -> None:
    """Match the interviewer's turns to the guide; show what was asked, skipped, asked twice, and unsure."""
    from ..ingest.guide.match import read_matches, write_matches
    from ..project import guide
    from .output import say_written

    corrections = read_matches(source) if source is not None else ()
    with context.project(readonly=False) as project:
        results = guide.match(project, project.documents_named(documents or ()), corrections)
        read = {result.document: project.document(result.document) for result in results}
    turns = {id: document.turns for id, document in read.items()}
    texts = {id: document.text for id, document in read.items()}
    if output is not None:
        write_matches(output, [(result.document, match) for result in results for match in result.matches])
        say_written(output, "csv", f"correct the column `question` and read it back with --from {output}")
    if as_json:
        print(json.dumps({"format": "qualcode/question-match/1", "documents": [_object(r) for r in results]},
                         ensure_ascii=False, indent=1))  # fmt: skip
        return
    for result in results:
        sure = sum(match.kind != "unsure" for match in result.matches)
        # an empty cell of a survey is a question put and not answered, or none of this survey's
        missing = "no answer" if read[result.document].kind == "survey" else "not asked"
        context.show(f"{result.document}: {sure} asked, {result.changed} turns changed, "
              f"{result.answers[0]} answers before, {result.answers[1]} now"
              + (f"; {missing}: {', '.join(result.skipped)}" if result.skipped else ""))  # fmt: skip
        if result.collapsed:
            context.say(f"{result.document}: {result.answers[0]} answers became {result.answers[1]}: are these the "
                        "questions of this interview? `qualcode undo` takes the matching back")  # fmt: skip
        for note in result.notes:
            context.say(f"note: {note}")
        proposed = [match for match in result.matches if match.kind == "unsure"]
        if proposed:
            one = proposed[0]
            context.say(f"{result.document}: {len(proposed)} not sure and not applied; to say so: "
                        f"qualcode question at {result.document}:{one.turn} {one.question}")  # fmt: skip
        other = guide.other_questions(read[result.document], result.matches) if result.skipped else []
        if other:
            places = the_first([f"{result.document}:{number}" for number in other], 6)
            context.say(f"{result.document}: in no item, though something is asked: {places}; if the first asks "
                        f"{result.skipped[0]} in other words: "
                        f"qualcode question at {result.document}:{other[0]} {result.skipped[0]}")  # fmt: skip
        by_number = {turn.index: turn for turn in turns[result.document]}
        for found in result.matches:
            words = legible(by_number[found.turn].span.cut(texts[result.document]).replace("\n", " "))
            mark = "" if found.kind == "asked" else f" ({found.kind})"
            place = f"{result.document}:{found.turn:<4} #{found.question or '-':<4}"
            context.show(f"  {place} {found.score:3.0f}{mark}  {words[-80:]}")


def _object(result: Any) -> dict[str, Any]:
    return {
        "document": result.document, "changed": result.changed, "answers": list(result.answers),
        "skipped": list(result.skipped),
        "matches": [
            {"turn": m.turn, "question": m.question, "score": m.score, "kind": m.kind} for m in result.matches
        ],
    }  # fmt: skip


@question.command()
def at(
    place: Annotated[str, typer.Argument(help="The turn that asks, such as D1:14.")],
    item: Annotated[str, typer.Argument(help="The item it asks; - for none.")],
) -> None:
    """Say which item one turn asks."""
    from ..core.address import parse
    from ..project import guide

    address = parse(place)
    if not address.turns:
        raise UnknownName("turn", place, hint="expected for instance D1:14")
    with context.project(readonly=False) as project:
        [document] = project.documents_named([address.document])
        done = guide.match(project, (document,), [(document, address.turns[0], None if item == "-" else item)])
    for note in (note for matched in done for note in matched.notes):
        context.say(f"note: {note}")
    context.say(f"{place}: {'asks nothing of the guide' if item == '-' else f'asks item {item}'}")


@question.command()
def mark(
    place: Annotated[str, typer.Argument(help="The answer, such as D1#4.")],
    status: Annotated[str, typer.Argument(metavar="answered|no_answer|not_asked|missing")],
) -> None:
    """Say that an answer is none: it then does not count in shares."""
    from ..project import guide

    with context.project(readonly=False) as project:
        guide.set_status(project, place, status)
    context.say(f"{place}: {status}")
