"""The editing commands of `codebook`: each rewrites the YAML in place and carries the codings over."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from functools import partial
from typing import TYPE_CHECKING, Annotated, Any

import typer

from ..core.errors import UsageError, several
from ..core.text import legible
from . import context

if TYPE_CHECKING:
    from ..core.model import Coding
    from ..project import Project
    from ..project.recode import Carried, Chooser, Make

PATIENCE = 2.0
"""Seconds that a pattern may take on one coding."""

Code = Annotated[str, typer.Argument(metavar="CODE", help="Such as moore:capacity.")]


def _target(project: Project, code: str) -> tuple[str, str]:
    """The codebook of a code, and its id inside it."""
    book, _, id = project.codes.known(code).partition(":")
    return book, id


def _inside(code: str, book: str) -> str:
    """A code's id inside a codebook, whether or not it was written with its codebook."""
    named, colon, id = code.partition(":")
    if colon and named != book:
        raise UsageError(f"{code} is not in the codebook {book}", slug="other_codebook")
    return id if colon else code


def _done(project: Project, book: str, make: Make, action: str, summary: str, choose: Chooser | None = None) -> None:
    from ..project import recode

    carried = recode.edit(project, book, make, action=f"codebook {action}", summary=summary, choose=choose)
    went = carried.codings
    _noted(carried)
    context.say(
        f"{book}: {summary}"
        + (f"; {several(went, 'coding')} carried over" if went else "")
        + "; `qualcode undo` takes it back"
    )


def _noted(carried: Carried) -> None:
    """What could not be kept as it was is named."""
    for note in carried.notes:
        context.say(f"note: {note}")


def add(
    code: Annotated[
        str, typer.Argument(metavar="CODE", help="Such as moore:capacity.trust; its parent is there already.")
    ],
    name: Annotated[str, typer.Option("--name", help="Its name; made from the id without it.")] = "",
    brief: Annotated[str, typer.Option("--brief", help="One line that says what it is.")] = "",
    definition: Annotated[str, typer.Option("--definition", help="The full definition.")] = "",
    color: Annotated[str, typer.Option("--color", metavar="#RRGGBB", help="Its parent's, lightened, without it.")] = "",
    category: Annotated[bool, typer.Option("--category", help="It groups others and is not applied itself.")] = False,
) -> None:
    """Add a code to a codebook in use."""
    from ..codebook import edits

    with context.project(readonly=False) as project:
        book, colon, id = code.partition(":")
        if not colon:
            raise UsageError(f"{code!r}: say the codebook too, such as moore:{code}", slug="bad_address")
        label = name or id.rpartition(".")[2].replace("-", " ").capitalize()
        make = partial(
            edits.add, id=id, name=label, brief=brief, definition=definition, color=color, codable=not category
        )
        _done(project, book, make, "add", f"{id} added")


def rename(
    code: Code,
    to: Annotated[str, typer.Argument(metavar="[NEW-ID]", help="The new id; its codings follow.")] = "",
    name: Annotated[str, typer.Option("--name", help="A new name; the id stays.")] = "",
    language: Annotated[str, typer.Option("--lang", help="Of the name; the codebook's without it.")] = "",
) -> None:
    """Give a code another id, another name, or both."""
    from ..codebook import edits

    if not to and not name:
        raise UsageError("say the new id, or --name, or both", slug="bad_option")
    with context.project(readonly=False) as project:
        book, id = _target(project, code)
        new = _inside(to, book) if to else None
        if new and "." not in new and "." in id:
            new = f"{id.rpartition('.')[0]}.{new}"
        make = partial(edits.rename, id=id, to=new, name=name or None, language=language or None)
        _done(
            project,
            book,
            make,
            "rename",
            f"{id} is now {' '.join(part for part in (new, repr(name) if name else '') if part)}",
        )


def move(
    code: Code,
    under: Annotated[str, typer.Argument(metavar="PARENT", help="The code it shall stand under; / is the top.")],
    after: Annotated[str, typer.Option("--after", help="The sibling it shall stand after.")] = "",
    first: Annotated[bool, typer.Option("--first", help="Before its siblings.")] = False,
) -> None:
    """Put a code, with all below it, under another one or at the top."""
    from ..codebook import edits

    with context.project(readonly=False) as project:
        book, id = _target(project, code)
        parent = None if under == "/" else _inside(under, book)
        make = partial(edits.move, id=id, under=parent, after=_inside(after, book) if after else None, first=first)
        _done(project, book, make, "move", f"{id} moved {'to the top' if parent is None else f'under {parent}'}")


def merge(
    codes: Annotated[list[str], typer.Argument(metavar="CODE...", help="The codes that go.")],
    into: Annotated[str, typer.Option("--into", metavar="CODE", help="The code that stays.")],
) -> None:
    """Merge codes into one; its codings are those of all, each segment once a coder."""
    from ..codebook import regroup

    with context.project(readonly=False) as project:
        book, target = _target(project, into)
        ids = [_inside(project.codes.known(code), book) for code in codes]
        make = partial(regroup.merge, ids=ids, into=target)
        _done(project, book, make, "merge", f"{', '.join(ids)} merged into {target}")


def split(
    code: Code,
    into: Annotated[list[str], typer.Option("--into", metavar="ID[:NAME]", help="A new code; at least two.")],
    keep: Annotated[bool, typer.Option("--keep", help="The old code stays as their theme.")] = False,
    rules: Annotated[
        list[str] | None,
        typer.Option("--rule", metavar="ID=WORDS", help="Codings with these words (a pattern) go there."),
    ] = None,
    rest: Annotated[str, typer.Option("--rest", metavar="ID", help="Where codings go that no rule fits.")] = "",
) -> None:
    """Split a code; its codings go by rule, or one by one as you answer."""
    from ..codebook import regroup

    with context.project(readonly=False) as project:
        book, id = _target(project, code)
        parts = []
        language = project.codes.book(book).language
        for part in into:
            new, _, name = part.partition(":")
            parts.append(
                regroup.Part(new.strip(), {language: name.strip() or new.strip().replace("-", " ").capitalize()})
            )
        make = partial(regroup.split, id=id, parts=parts, keep=keep)
        ids = [part.id for part in parts]
        for named in [*([rest] if rest else []), *(rule.partition("=")[0] for rule in rules or ())]:
            if named not in ids and not (keep and named == id):
                raise UsageError(f"{named!r} is none of {', '.join(ids)}", slug="bad_split")
        choose = _chooser(
            project, rules or [], rest, sum(1 for c in project.store.codings() if c.code == f"{book}:{id}")
        )
        _done(project, book, make, "split", f"{id} split into {', '.join(ids)}", choose)


def _chooser(project: Project, rules: list[str], rest: str, count: int) -> Any:
    import regex  # like `re`, but it can be told when to stop

    patterns: list[tuple[str, Any]] = []
    for rule in rules:
        part, equals, words = rule.partition("=")
        if not equals or not words:
            raise UsageError(f"--rule {rule!r}: expected ID=WORDS", slug="bad_option")
        try:
            patterns.append((part, regex.compile(words, regex.IGNORECASE)))
        except regex.error as error:
            raise UsageError(f"--rule {rule!r}: not a pattern: {error}", slug="bad_option") from error
    if not patterns and not rest and not sys.stdin.isatty():
        return None
    seen = 0

    def choose(coding: Coding, several: tuple[str, ...]) -> str:
        nonlocal seen
        seen += 1
        by_part = {full.rpartition(".")[2].rpartition(":")[2]: full for full in several}
        by_part |= {full.partition(":")[2]: full for full in several}
        for part, pattern in patterns:
            try:
                if pattern.search(coding.quote, timeout=PATIENCE):
                    return by_part[part]
            except TimeoutError:
                raise UsageError(
                    f"--rule {part}: the pattern takes too long", slug="bad_option", hint="write a simpler one"
                ) from None
        if rest:
            return by_part[rest]
        return _ask(coding, several, seen, count)

    return choose


def _ask(coding: Coding, several: tuple[str, ...], number: int, count: int) -> str:
    """Ask where one coding goes; nothing is stored before the last is answered."""
    context.say(f"\n{number} of {count}   {coding.document}@{coding.span.start}-{coding.span.stop}   {coding.coder}")
    context.say("   " + legible(coding.quote).replace("\n", "\n   "))
    if coding.memo:
        context.say(f"   memo: {legible(coding.memo)}")
    for at, code in enumerate(several, start=1):
        context.say(f"   {at}  {code}")
    while True:
        answer = typer.prompt(f"   1-{len(several)}", err=True).strip()
        if answer.isdigit() and 1 <= int(answer) <= len(several):
            return several[int(answer) - 1]
        if answer in several:
            return str(answer)


def retire(code: Code, back: Annotated[bool, typer.Option("--back", help="Offer it again.")] = False) -> None:
    """Keep a code and its codings, but take no new ones."""
    from ..codebook import edits

    with context.project(readonly=False) as project:
        book, id = _target(project, code)
        make = partial(edits.retire, id=id, retired=not back)
        _done(project, book, make, "retire", f"{id} {'offered again' if back else 'retired'}")


def recolour(
    code: Code, color: Annotated[str, typer.Argument(metavar="COLOUR", help="#RRGGBB or a hue's name.")]
) -> None:
    """Give a code another colour."""
    from ..codebook import edits

    with context.project(readonly=False) as project:
        book, id = _target(project, code)
        make = partial(edits.recolour, id=id, color=color)
        _done(project, book, make, "recolour", f"{id} is {color}")


def define(
    code: Code,
    field: Annotated[str, typer.Argument(metavar="brief|definition|use|not|name")],
    text: Annotated[str, typer.Argument(help="The words.")],
    language: Annotated[str, typer.Option("--lang", help="The codebook's without it.")] = "",
) -> None:
    """Write one of a code's texts: its definition, when to use it, when not."""
    from ..codebook import edits

    with context.project(readonly=False) as project:
        book, id = _target(project, code)
        make = partial(edits.define, id=id, field=field, value=text, language=language or None)
        _done(project, book, make, "define", f"{field} of {id} written")


def group(
    codes: Annotated[list[str], typer.Argument(metavar="CODE...", help="Codes of one codebook.")],
    into: Annotated[str, typer.Option("--into", metavar="ID", help="The theme; made when it is new.")],
    name: Annotated[str, typer.Option("--name", help="Of a new theme.")] = "",
    language: Annotated[str, typer.Option("--lang", help="Of the name; the study's without it.")] = "",
) -> None:
    """Gather codes under a theme."""
    from ..codebook import regroup

    with context.project(readonly=False) as project:
        book, _ = _target(project, codes[0])
        ids = [_inside(project.codes.known(code), book) for code in codes]
        # A frame has names in four languages, and a person writes hers.
        written = project.codes.book(book).code(ids[0]).name
        spoken = language or project.settings.language
        own = spoken if language or spoken in written else project.codes.book(book).language
        names = {own: name.strip()} if name.strip() else ""
        make = partial(regroup.group, ids=ids, into=_inside(into, book), name=names)
        _done(project, book, make, "group", f"{', '.join(ids)} gathered under {into}")


def promote(
    code: Annotated[str, typer.Argument(metavar="CODE", help="An open code, such as open:timing.")],
    frame: Annotated[str, typer.Option("--into", metavar="CODEBOOK[:PARENT]", help="Where it shall belong.")],
) -> None:
    """Make an open code part of a frame, with its codings; it is marked as the researcher's own."""
    from ..project import recode

    with context.project(readonly=False) as project:
        book, _, parent = frame.partition(":")
        project.codes.book(book)
        carried = recode.promote(project, project.codes.known(code), book, parent or None)
    _noted(carried)
    context.say(
        f"{code} is now in {frame}; {several(carried.codings, 'coding')} carried over; `qualcode undo` takes it back"
    )


COMMANDS: Mapping[str, Any] = {
    "add": add, "rename": rename, "move": move, "merge": merge, "split": split, "retire": retire,
    "recolour": recolour, "define": define, "group": group, "promote": promote,
}  # fmt: skip
