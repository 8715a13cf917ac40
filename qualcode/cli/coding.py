"""`tag`, `untag`, `undo`, `redo` and `memo`: making and unmaking codings."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from ..core.errors import DataError, ExitCode, UsageError, several
from . import context
from .options import Coder, Json

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ..core.model import Document
    from ..project import Project
    from ..project.tag import Tag, Tagged
    from ..store import Entry

app = typer.Typer(rich_markup_mode=None)

Quote = Annotated[
    str | None, typer.Option("--quote", metavar="WORDS", help="The very words to code, inside the address.")
]


@app.command()
def tag(
    address: Annotated[
        str | None, typer.Argument(help="D1#3 an answer (D1#3/Kari), D1:14 a turn, D1@120-180 characters.")
    ] = None,
    codes: Annotated[list[str] | None, typer.Argument(metavar="[CODE]...", help="One or more codes.")] = None,
    quote: Quote = None,
    weight: Annotated[
        str, typer.Option("--weight", metavar="NUMBER", help="More than 0, at most 1; 0.5 or 0,5. 1 without it.")
    ] = "",
    qualifier: Annotated[
        str | None, typer.Option("--as", metavar="QUALIFIER", help="Such as promotes or inhibits.")
    ] = None,
    memo: Annotated[str, typer.Option("--memo", help="Why.")] = "",
    unsure: Annotated[
        bool | None, typer.Option("--unsure/--sure", help="Mark it to come back to, or take the mark away.")
    ] = None,
    coder: Coder = "",
    source: Annotated[
        Path | None,
        typer.Option(
            "--from",
            metavar="FILE",
            help="A CSV or XLSX file with a row for each coding; - what `find` printed, or its file, and CODE.",
        ),
    ] = None,
    skip_bad: Annotated[bool, typer.Option("--skip-bad", help="With --from: leave bad rows out.")] = False,
    finish: Annotated[
        bool, typer.Option("--finish", help="With --from: its coders have finished its documents.")
    ] = False,
) -> int:
    """Code a place; code everything in a table; or, without arguments, open the coding screen.

    A coding that is there keeps its weight, qualifier, memo and mark unless you say another.
    A code that no codebook has is made in the codebook `open` when written open:NAME.
    """
    if source == Path("-") or (source is not None and address):
        found = [code for code in (address, *(codes or ())) if code]
        return _tag_found(source, found, coder, weight=_weight(weight), qualifier=qualifier, memo=memo, unsure=unsure)
    if source is not None:
        return _tag_file(source, coder, skip_bad, finish)
    if skip_bad or finish:
        raise UsageError("--skip-bad and --finish go with --from FILE", slug="option_conflict")
    if address is None or not (codes or ":" in address or "#" in address or "@" in address):
        from ..tui import open_screen

        with context.project(readonly=False, coder=coder) as project:
            return open_screen(project, address)
    from ..project.quote_places import found_by_its_ends
    from ..project.tag import new_but_for_capitals, wishes
    from ..project.tag import tag as store_tags

    with context.project(readonly=False, coder=coder) as project:
        tags = wishes(
            project, address, codes or (), quote=_words(quote), weight=_weight(weight), qualifier=qualifier, memo=memo,
            unsure=unsure,
        )  # fmt: skip
        warnings = [*project.codes.warnings(tags), *_uncounted(project, tags)]
        told = {found_by_its_ends(_words(quote), f"{tag.document}@{tag.span.start}-{tag.span.stop}", tag.quote)
                for tag in tags}  # fmt: skip
        warnings += [*filter(None, told), *new_but_for_capitals(project, tags)]
        done = store_tags(project, tags)
    for warning in warnings:
        context.say(f"warning: {warning}")
    context.say(_told(done, address))
    return ExitCode.DONE


def _weight(written: str) -> float | None:
    """The number of --weight, with a point or a comma; None where nothing is said."""
    if not written:
        return None
    try:
        return float(written.strip().replace(",", "."))
    except ValueError:
        raise UsageError(
            f"--weight {written!r}: expected a number such as 0.5 or 0,5", slug="intensity_range"
        ) from None


def _words(quote: str | None) -> str:
    """The words of --quote; no words at all would quietly mean the whole address."""
    if quote is not None and not quote.strip():
        raise UsageError("--quote without words", slug="quote_not_found", hint="leave it out to mean the whole address")
    return quote or ""


def _uncounted(project: Project, tags: Sequence[Tag]) -> list[str]:
    """A coding that no share will count is said at once, not found out after a hundred of them."""
    from ..core.units import UNCOUNTED, counted

    found = []
    for document, span in dict.fromkeys((tag.document, tag.span) for tag in tags):
        known = project.document(document)
        why = counted(known, span, project.settings.unit) if known.kind in ("interview", "focus-group") else ""
        if why:
            found.append(f"{document}@{span.start}-{span.stop}: {UNCOUNTED[why]}")
    return found


def _told(done: Tagged, place: str) -> str:
    parts = []
    if done.added:
        parts.append(f"{several(len(done.added), 'coding')} added")
    if done.changed:
        parts.append(f"{len(done.changed)} changed")
    if done.unchanged:
        parts.append(f"{done.unchanged} already there")
    return f"{place}: {', '.join(done.codes)} ({', '.join(parts)})"


def _tag_file(source: Path, coder: str, skip_bad: bool, finish: bool) -> int:
    if source.suffix.lower() in (".docx", ".docm"):
        return _tag_comments(source, coder)
    from ..project.tag_tables import tag_file
    from .output import Progress

    with context.project(readonly=False, coder=coder) as project, Progress("coding") as progress:
        done = tag_file(project, source, coder=coder, skip_bad=skip_bad, finish=finish, progress=progress)
    for problem in done.skipped:
        context.say(str(problem))
    for warning in done.warnings:
        context.say(f"warning: {warning}")
    left_out = f", {several(len(done.skipped), 'row')} left out" if done.skipped else ""
    context.say(
        f"{source.name}: {several(len(done.added), 'coding')} added, {len(done.changed)} changed, "
        f"{done.unchanged} already there{left_out}"
    )
    return ExitCode.NO if done.skipped else ExitCode.DONE


def _tag_found(source: Path, codes: Sequence[str], coder: str, **said: Any) -> int:
    """Code every place that `find` printed, or wrote into a file: `qualcode find data | qualcode tag --from - CODE`."""
    from ..project.tag import tag as store_tags
    from ..project.tag import wishes
    from .find import read_addresses

    if not codes:
        raise UsageError(
            "--from - codes the places that `find` prints: which code?",
            slug="no_code",
            hint="qualcode find data | qualcode tag --from - CODE",
        )
    places = read_addresses(source)
    if not places:
        context.say("no place came in, and nothing is coded")
        return ExitCode.DONE
    with context.project(readonly=False, coder=coder) as project:
        cache: dict[str, Document] = {}
        tags = [tag for place in places for tag in wishes(project, place, codes, cache=cache, **said)]
        done = store_tags(project, tags, action="tag --from", summary=f"{several(len(tags), 'coding')} of places found")
    context.say(_told(done, several(len(places), "place")))
    return ExitCode.DONE


def _tag_comments(source: Path, coder: str) -> int:
    """The comments of a Word file as codings by their authors, as `import` takes them."""
    from ..project.files_in import import_file
    from .exchange import say_account

    with context.project(readonly=False, coder=coder) as project:
        done = import_file(project, source, format="word-comments")
    context.say(f"{source.name}: comments of a Word file")
    say_account(done.account)
    return ExitCode.DONE


@app.command()
def untag(
    address: Annotated[str, typer.Argument(help="The place; codings inside it are taken away.")],
    codes: Annotated[
        list[str] | None, typer.Argument(metavar="[CODE]...", help="These codes; all without one.")
    ] = None,
    quote: Quote = None,
    coder: Coder = "",
    every_coder: Annotated[bool, typer.Option("--every-coder", help="Also other people's codings.")] = False,
) -> None:
    """Take codings away; `undo` brings them back."""
    with context.project(readonly=False, coder=coder) as project:
        gone = project.untag(address, *(codes or ()), quote=_words(quote), coder=coder.strip(), every_coder=every_coder)
    context.say(f"{address}: {several(len(gone), 'coding')} taken away ({', '.join(gone)})")


Whoever = Annotated[bool, typer.Option("--any", help="Also another coder's change; it is said whose.")]


@app.command()
def undo(
    count: Annotated[int, typer.Argument(min=1, help="How many changes.")] = 1,
    whoever: Whoever = False,
    coder: Coder = "",
) -> None:
    """Take your latest change back, whatever command made it; what was written by hand since stays."""
    with context.project(readonly=False, coder=coder) as project:
        _enough(project, count, "undo", whoever)
        for _ in range(count):
            context.say(f"undone: {_entry(project, project.undo(whoever=whoever))}")


@app.command()
def redo(
    count: Annotated[int, typer.Argument(min=1, help="How many changes.")] = 1,
    whoever: Whoever = False,
    coder: Coder = "",
) -> None:
    """Do again what you undid last."""
    with context.project(readonly=False, coder=coder) as project:
        _enough(project, count, "redo", whoever)
        for _ in range(count):
            context.say(f"done again: {_entry(project, project.redo(whoever=whoever))}")


def _enough(project: Project, count: int, what: str, whoever: bool) -> None:
    """Refuse before anything is changed when there are fewer changes than asked for."""
    if count == 1:
        return
    state = {"undo": "done", "redo": "undone"}[what]
    entries = (entry for entry in project.store.history() if whoever or entry.coder == project.coder)
    if (there := sum(entry.state == state for entry in entries)) < count:
        are = "is" if there == 1 else "are"
        found = f"there {are} only {several(there, 'change')}" if there else "there is nothing"
        raise DataError(f"{found} to {what}, not {count}", slug=f"nothing_to_{what}", hint="`qualcode log --all`")


def _entry(project: Project, entry: Entry) -> str:
    from ..project.undo import told

    return told(entry, project)


@app.command()
def memo(
    about: Annotated[str, typer.Argument(help="A document, an address, a code, a case; - for the study.")] = "",
    text: Annotated[str, typer.Argument(help="The memo; without it the memos are shown.")] = "",
    coder: Coder = "",
    as_json: Json = False,
) -> None:
    """Write a memo about anything, or show the memos."""
    from ..project import memos

    if text:
        with context.project(readonly=False, coder=coder) as project:
            context.say(f"memo {memos.write(project, about, text)} written about {about}")
        return
    from .output import emit_table

    with context.project() as project:
        emit_table(memos.table(project, about), "memo", as_json=as_json)
