"""`speakers`: who speaks in the documents, and putting it right."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ..core.errors import ExitCode, UsageError, argument
from ..core.table import Column, table
from . import context
from .options import FormatName, Json, Output

if TYPE_CHECKING:
    from ..project.speakers import SpeakersChanged, SpeakerWishes

app = typer.Typer(rich_markup_mode=None)

Labels = list[str] | None


@app.command()
def speakers(
    documents: Annotated[list[str] | None, typer.Argument(metavar="[DOCUMENT]...", help="All without one.")] = None,
    interviewer: Annotated[
        Labels, typer.Option("--interviewer", metavar="LABEL", help="All who ask; U1,U2 for several.")
    ] = None,
    informant: Annotated[Labels, typer.Option("--informant", metavar="LABEL", help="Somebody who answers.")] = None,
    other: Annotated[
        Labels, typer.Option("--other", metavar="LABEL", help="Somebody whose words count nowhere: an observer.")
    ] = None,
    rename: Annotated[
        Labels, typer.Option("--rename", metavar="LABEL=NAME", help="Another name; one that is there joins the two.")
    ] = None,
    from_: Annotated[
        Path | None, typer.Option("--from", metavar="MAP.csv", help="A table of label,role or label,name,role.")
    ] = None,
    confirm: Annotated[bool, typer.Option("--confirm", help="Who asks is right as it is.")] = False,
    every: Annotated[bool, typer.Option("--all", help="Change every document in which the labels speak.")] = False,
    as_json: Json = False,
    output: Output = "",
    format: FormatName = "",
) -> int:
    """List who speaks and who asks; or change names and roles in documents that may be coded already.

    Texts and codings stay as they are, and `undo` takes it back. `reread` keeps what was set here.
    """
    from ..project import speakers as speaking

    wishes = _wishes(interviewer, informant, other, rename, from_, confirm)
    if not wishes.empty:
        if not documents and not every:
            raise UsageError("name the documents to change, or --all", slug="bad_address",
                             hint="`qualcode speakers` lists them")  # fmt: skip
        with context.project(readonly=False) as project:
            ids = project.store.document_ids() if every else list(documents or ())
            for done in speaking.change_speakers(project, ids, wishes):
                _tell(done)
        return ExitCode.DONE
    if every:
        raise UsageError("--all goes with a change", slug="option_conflict")
    with context.project() as project:
        rows = speaking.speakers(project, documents or ())
    from .output import emit_table

    names = ("document", "speaker", "role", "turns", "words", "questions", "doubt")
    kinds = ("text", "text", "text", "count", "count", "count", "text")
    columns = [Column(name, name, kind) for name, kind in zip(names, kinds, strict=True)]
    listed = table("speakers", columns, [tuple(getattr(row, name) for name in names) for row in rows])
    emit_table(listed, "speakers", as_json=as_json, output=output, format=format)
    doubtful = list(dict.fromkeys(row.document for row in rows if row.doubt))
    for id in doubtful[:5]:
        label = next(row.speaker for row in rows if row.document == id)
        context.say(f"{id}: to settle who asks: qualcode speakers {id} --interviewer {argument(label)}, or --confirm")
    return ExitCode.DONE


def _wishes(
    interviewer: Labels, informant: Labels, other: Labels, rename: Labels, from_: Path | None, confirm: bool
) -> SpeakerWishes:
    from ..project.speakers import SpeakerWishes

    roles = dict.fromkeys(informant or (), "informant") | dict.fromkeys(other or (), "other")
    names: dict[str, str] = {}
    for pair in rename or ():
        label, equals, name = pair.partition("=")
        if not equals or not label.strip() or not name.strip():
            raise UsageError(f"--rename {pair!r}: expected LABEL=NAME", slug="bad_speakers")
        names[label.strip()] = name.strip()
    if from_ is not None:
        from ..ingest.speakers.decide import name_and_role
        from ..ingest.speakers.speaker_map import read_speaker_map

        for label, value in read_speaker_map(from_).items():
            name, role = name_and_role(value)
            if name and name != label:
                names[label] = name
            if role:
                roles[label] = role
    return SpeakerWishes(tuple(interviewer or ()), roles, names, confirm)


def _tell(done: SpeakersChanged) -> None:
    asks = ", ".join(done.interviewers)
    before, after = done.answers
    counted = f"{before} answers before, {after} now" if before != after else f"{after} answers as before"
    context.say(
        f"{done.document}: {done.turns} turns changed; {f'{asks} asks' if asks else 'nobody asks'}; {counted}"
        + ("; the doubt about who asks is settled" if done.settled else "")
    )
    if done.unmatched:
        context.say(f"  who asks is another than when the guide was matched: qualcode question match {done.document}")
    for note in done.notes:
        context.say(f"  note: {note}")
