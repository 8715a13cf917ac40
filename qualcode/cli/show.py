"""`show` and `log`: looking at the material and at what was done to it."""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING, Annotated, Any

import typer

from ..core import address as addresses
from ..core.errors import UnknownName, several
from ..core.model import Coding, Document, Question, Turn
from ..core.text import legible
from . import context
from .options import Json

if TYPE_CHECKING:
    from ..project import Project

app = typer.Typer(rich_markup_mode=None)


@app.command()
def show(
    place: Annotated[str, typer.Argument(metavar="ADDRESS", help="D1, D1:14-18, D1#3, D1#3/Kari or D1@120-180.")],
    as_json: Json = False,
    coder: Annotated[str, typer.Option("--coder", help="Show only this coder's codings.")] = "",
    plain: Annotated[bool, typer.Option("--plain", help="The words alone.")] = False,
) -> None:
    """Show a document, a turn, an answer or a stretch of text, with its codings."""
    from ..project import views
    from ..project.blind import seen

    with context.project() as project:
        address = addresses.parse(place)
        document = project.document(address.document)
        if as_json:
            shown = views.document_object(project, document)
            if address.turns or address.answer or address.span:
                wanted = {turn.index for turn in views.turns_at(document, address)}
                shown["turns"] = [turn for turn in shown["turns"] if turn["index"] in wanted]
                shown["answers"] = [a for a in shown["answers"] if wanted & set(a["turns"])]
            print(json.dumps(shown, ensure_ascii=False, indent=1))
            return
        if plain:
            from ..project.quote_places import spans_of

            context.show("\n".join(span.cut(document.text) for span in spans_of(document, address)))
            return
        if coder and coder not in (known := project.store.coder_keys()):
            raise UnknownName("coder", coder, known)
        codings = seen(project, project.store.codings([document.id], [coder] if coder else None))
        turns = views.turns_at(document, address)
        _print_turns(project, document, turns, codings, heading=len(turns) == len(document.turns))


def _print_turns(project: Project, document: Document, turns: list[Any], codings: list[Coding], heading: bool) -> None:
    from rich.console import Console
    from rich.text import Text

    console = Console(highlight=False, soft_wrap=not sys.stdout.isatty())
    if heading:
        console.print(Text(legible(f"{document.id}  {document.title}"), style="bold"))
        details = [document.kind, document.language, several(len(document.turns), "turn")]
        if document.pages:
            details.append(several(len(document.pages), "page"))
        console.print(Text(legible(" · ".join(part for part in details if part)), style="dim"))
        for warning in document.warnings:
            console.print(Text(f"! {legible(warning)}", style="yellow"))
    width = len(str(document.turns[-1].index)) if document.turns else 1
    questions: dict[str, Question] = {question.id: question for question in project.questions}
    last_question = None
    here: dict[int, list[tuple[Coding, int, bool]]] = {}
    """By turn, the codings that hold some of its words, each with the turn it goes on from, 0 where it begins there,
    and whether it is shown there first. What begins on a speaker's label begins with the words after it."""
    shown = {turn.index for turn in turns}
    for coding in codings:
        touched = [turn.index for turn in document.turns_on(coding.span)]
        inside = [at for at in touched if at in shown]
        for at in inside:
            here.setdefault(at, []).append((coding, touched[0] if at != touched[0] else 0, at == inside[0]))
        if heading and not touched:
            here.setdefault(-1, []).append((coding, 0, True))
    for turn in turns:
        if turn.question and turn.question != last_question:
            asked = questions.get(turn.question)
            console.print()
            console.print(Text(legible(f"#{turn.question}  {asked.text if asked else ''}".rstrip()), style="bold cyan"))
        last_question = turn.question or last_question
        words = Text(style="dim" if turn.role != "informant" else "")
        words.append(f"{turn.index:>{width}}  ", style="dim")
        if turn.speaker:
            words.append(f"{legible(turn.speaker)}: ", style="bold")
        words.append(legible(turn.span.cut(document.text)))
        console.print(words)
        for coding, since, first in here.get(turn.index, ()):
            console.print(_coding_line(document, turn, coding, width, since, first))
    if nowhere := here.get(-1):
        console.print()
        console.print(Text("on no turn:", style="dim"))
        for coding, *_ in nowhere:
            console.print(_coding_line(document, None, coding, width))


def _coding_line(
    document: Document, turn: Turn | None, coding: Coding, width: int, since: int = 0, first: bool = True
) -> Any:
    """A coding under a turn, with its words there where they are not all of the turn's; its memo where it is shown
    `first`."""
    from rich.text import Text

    line = Text.assemble((" " * (width + 2) + "▌ ", "green"), *coding_parts(coding))
    if since:
        line.append(f"  continued from {since}", style="dim")
    said = coding.span if turn is None else turn.span.common(coding.span)
    if turn is None or said != turn.span:
        quote = legible(said.cut(document.text)).replace("\n", " ")
        line.append(f"  “{quote if len(quote) <= 70 else quote[:69] + '…'}”", style="italic dim")
    if first:
        line.append(*memo_part(coding))
    return line


def coding_parts(coding: Coding) -> list[tuple[str, str]]:
    """A coding in words, each with its look: code, qualifier, weight, coder, and whether it is unsure."""
    return [
        (legible(coding.code), "bold green"),
        (f" [{legible(coding.qualifier)}]" if coding.qualifier else "", ""),
        (f" ×{coding.weight:g}" if coding.weight != 1 else "", ""),
        (f" {legible(coding.coder)}", "dim"),
        (" ?" if coding.unsure else "", "yellow"),
    ]


def memo_part(coding: Coding) -> tuple[str, str]:
    """The memo of a coding, with its look; empty without one."""
    return (f"  {legible(coding.memo)}" if coding.memo else "", "dim italic")


@app.command()
def log(
    count: Annotated[int, typer.Option("-n", "--count", min=1, max=1_000_000, help="How many changes.")] = 20,
    every: Annotated[bool, typer.Option("--all", help="Every change since the beginning.")] = False,
    as_json: Json = False,
) -> None:
    """Show what was done, by whom and when, newest first."""
    from ..project import views

    with context.project() as project:
        entries = views.log(project, None if every else count)
    if as_json:
        rows = [
            {
                "id": entry.key or None, "at": entry.at, "coder": entry.coder, "action": entry.action,
                "summary": entry.summary, "state": entry.state, "undone": entry.undone,
            }
            for entry in entries
        ]  # fmt: skip
        print(json.dumps({"format": "qualcode/log/1", "changes": rows}, ensure_ascii=False, indent=1))
        return
    for entry in entries:
        state = "" if entry.state == "done" else f"  ({entry.state})"
        context.show(f"{entry.key or '-'}\t{entry.at}\t{entry.coder}\t{entry.action}\t{legible(entry.summary)}{state}")
