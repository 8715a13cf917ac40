"""What `find` found: printed or written while it is found.

The first place is there at once, and a hundred thousand need no more memory than those of one document.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from itertools import chain
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, cast

from ..core.errors import several
from . import context, options
from .output import Progress, refuse_json, say_written

if TYPE_CHECKING:
    from ..core.model import Coding
    from ..core.results.retrieval import Found, Hit, Passage
    from ..project import Project
    from ..project.find import FindRequest

WIDTH = 100
"""Of a line where there is no screen to ask."""
MOMENT = 0.3
"""Seconds for which lines are gathered before they are aligned with each other and printed."""


class Passing:
    """What a search finds, counted while it goes by; use it in a `with`, for the bar of a long one."""

    def __init__(
        self, project: Project, request: FindRequest, closed: Iterable[str] = (), *, quiet: bool = True
    ) -> None:
        """`closed` are documents of which nothing may be given out: UsageError `identifiable` at the first place.
        A bar has room where it is `quiet`: nothing else comes on the screen meanwhile."""
        from ..project.find import in_order, search

        self._project, self._closed = project, frozenset(closed)
        self.looking = search(project, request)
        self._found = in_order(project, self.looking, request)
        self._bar = Progress("looking")
        if quiet:
            self.looking.progress = self._bar
        self.number = self.nobodys = 0
        self.documents: set[str] = set()
        self.written: tuple[str, str] | None = None

    def __iter__(self) -> Iterator[Hit | Passage]:
        for one in self._found:
            self.number += 1
            self.nobodys += not self.hitting and cast("Passage", one).nobodys
            self.documents.add(one.document)
            if one.document in self._closed:
                self._refuse()
            yield one

    def __enter__(self) -> Passing:
        return self

    def __exit__(self, *_: object) -> None:
        self._bar.__exit__()

    def counts(self, by: str) -> list[tuple[str, int, int, int]]:
        """(group, places, documents, cases), most places first."""
        from ..project.find import HitsOfDocument, Words, grouped

        def passing() -> Iterator[HitsOfDocument | Passage]:
            for one in self.looking.by_document() if isinstance(self.looking, Words) else self.looking:
                self.number += len(one) if isinstance(one, HitsOfDocument) else 1
                self.nobodys += not isinstance(one, HitsOfDocument) and one.nobodys
                self.documents.add(one.document)
                yield one

        return grouped(self._project, self.looking, passing(), by)

    def hits(self) -> Iterator[Hit]:
        return cast("Iterator[Hit]", iter(self))

    def passages(self) -> Iterator[Passage]:
        return cast("Iterator[Passage]", iter(self))

    def found(self) -> Found:
        """All of it at once."""
        from ..project.find import gathered

        return gathered(self.looking, self)

    def _refuse(self) -> None:
        from ..project.confidential import confidential_documents

        self.documents.update(one.document for one in self._found)  # all of them are named
        confidential_documents(self._project, self.documents, False)

    def say(self) -> None:
        """How much it was, and what was left out."""
        if self.written:
            say_written(*self.written)
        if self.looking.beside:
            left = ", ".join(f"{count} of {coder}" for coder, count in self.looking.beside.items())
            context.say(f"codings left out: {left} (--coder NAME)")
        if self.nobodys:
            said = "1 passage is" if self.nobodys == 1 else f"{self.nobodys} passages are"
            context.say(f"{said} in no informant's words, so no table counts what is coded there")
        if self.looking.outside:
            context.say(f"{several(self.looking.outside, 'coding')} on no whole answer or paragraph left out (--whole)")
        looked = several(len(self.looking.documents), "document")
        if not self.number:
            context.say(f"nothing found in {looked} looked through")
            return
        what = several(self.number, "place" if self.hitting else "passage")
        context.say(f"{what} in {len(self.documents)} of {looked}")

    @property
    def hitting(self) -> bool:
        """Whether it looks for words."""
        from ..project.find import Words

        return isinstance(self.looking, Words)


def counted(project: Project, request: FindRequest, by: str, out: options.Out) -> int:
    """Print how many places each group has; returns how many there are."""
    from ..project.names import groups_told
    from ..report.build.find import counts_table
    from ..report.wording import Words
    from .output import emit_table

    lang = options.language(out.language, project.settings.language)
    with Passing(project, request) as passing:
        rows = passing.counts(by)
    table = counts_table(rows, by, Words(lang))
    told = groups_told(project, table, by, by, lang)
    emit_table(table, "find-counts", **out.place, language=lang, shown=told)
    passing.say()
    return passing.number


def shown(project: Project, request: FindRequest, out: options.Out, allow_identifiable: bool) -> int:
    """Print what is found, or write it, and say how much it is; returns how many places."""
    if out.as_json:
        refuse_json(out.output, out.format)
    lang = options.language(out.language, project.settings.language)
    closed = _unmarked(project) if out.to_file and not allow_identifiable else []
    quiet = out.to_file or not sys.stdout.isatty()
    with Passing(project, request, closed, quiet=quiet) as passing:
        if out.as_json or out.output or out.format:
            _written(project, passing, request, lang, out)
        elif passing.hitting:
            _lines(passing.hits())
        else:
            _passages(passing.passages())
    passing.say()
    return passing.number


def _unmarked(project: Project) -> list[str]:
    return [source["id"] for source in project.store.sources() if not source["pseudonymised"]]


# -- into files and pipes ------------------------------------------------------------------


def _written(project: Project, passing: Passing, request: FindRequest, language: str, out: options.Out) -> None:
    """In a format for programs row by row, in one for people as a whole."""
    from ..report import Options, print_rows, writer_for
    from .output import emit

    path = out.output if out.to_file else None
    format = "json" if out.as_json else writer_for(path, out.format or None).name

    def write(stream: IO[bytes]) -> None:
        if format == "json":
            _json(passing, stream, 1 if out.as_json else 2)
        elif format == "jsonl":
            _json_lines(passing, stream)
        else:
            chosen = Options(to_file=out.to_file, dialect=project.settings.dialect)
            print_rows(*_table(passing, language), stream, format, chosen)

    if format not in ("json", "jsonl", "csv", "tsv"):
        emit(_report(project, passing.found(), request, language), **out.place)
    elif path:
        from ..core.files import output as file

        with file(Path(path)) as stream:
            write(stream)
        passing.written = path, out.format
    else:
        sys.stdout.flush()
        write(sys.stdout.buffer)
        sys.stdout.buffer.flush()


def _report(project: Project, found: Found, request: FindRequest, language: str) -> Any:
    from ..project.study import created
    from ..report.build.find import found_report

    names = {case.id: case.name or case.id for case in project.cases}
    return found_report(
        found, language=language, code_name=lambda code: project.codes.label(code, language),
        case_name=lambda case: names.get(case, case), sort=request.sort, created=created(project),
    )  # fmt: skip


def _table(passing: Passing, language: str) -> tuple[Any, Iterator[tuple[Any, ...]]]:
    from ..report.build.find import hit_columns, hit_row, passage_columns, passage_rows
    from ..report.wording import Words

    words = Words(language)
    if passing.hitting:
        return hit_columns(words), map(hit_row, passing.hits())
    return passage_columns(words), passage_rows(passing.passages())


def _json(passing: Passing, stream: IO[bytes], indent: int) -> None:
    """One object, as `json.dumps` writes it, with its longest list item by item; what is known only then comes last."""
    from ..report.build.find import FORMAT

    looking = passing.looking
    about = {"format": FORMAT, "query": looking.query, "looked": {"documents": len(looking.documents)}}
    filled, empty = ("matches", "passages") if passing.hitting else ("passages", "matches")
    margin = "\n" + " " * indent
    stream.write(_dumped(about, indent)[:-2].encode() + f',{margin}"{filled}": ['.encode())
    between = b""
    for each in _objects(passing):
        dumped = _dumped(each, indent).replace("\n", margin + " " * indent)
        stream.write(between + (margin + " " * indent + dumped).encode())
        between = b","
    rest = {empty: [], "beside": dict(looking.beside), "outside": looking.outside}
    stream.write((margin if between else "").encode() + b"]," + _dumped(rest, indent)[1:].encode() + b"\n")


def _json_lines(passing: Passing, stream: IO[bytes]) -> None:
    for each in _objects(passing):
        stream.write(json.dumps(each, ensure_ascii=False).encode() + b"\n")


def _objects(passing: Passing) -> Iterator[dict[str, Any]]:
    from ..report.build.find import hit_object, passage_object

    return map(hit_object, passing.hits()) if passing.hitting else map(passage_object, passing.passages())


def _dumped(value: Any, indent: int) -> str:
    return json.dumps(value, ensure_ascii=False, indent=indent, allow_nan=False)


# -- for people ----------------------------------------------------------------------------


def _lines(hits: Iterator[Hit]) -> None:
    """Words in their context: aligned on a screen, separated by tabs in a pipe."""
    from ..core.text import legible

    if not sys.stdout.isatty():
        flushed = _flushing()
        for hit in hits:
            line = f"{hit.before[-40:]}[{hit.match}]{hit.after[:40]}".replace("\n", " ")
            print(f"{hit.turn}\t{hit.address}\t{legible(line)}")
            flushed()
        return
    import shutil

    from rich.console import Console
    from rich.text import Text

    console = Console(highlight=False, soft_wrap=True)
    width = max(60, shutil.get_terminal_size((WIDTH, 24)).columns)
    first = _of_a_moment(hits)
    place = max((len(hit.address) for hit in first), default=0)
    who = min(14, max((len(hit.speaker) for hit in first), default=0))
    for hit in chain(first, hits):
        place, who = max(place, len(hit.address)), max(who, min(14, len(hit.speaker)))
        side = max(12, (width - place - who - 8) // 2 - 6)
        before = legible(" ".join(hit.before.split())) + (" " if hit.before[-1:].isspace() else "")
        after = (" " if hit.after[:1].isspace() else "") + legible(" ".join(hit.after.split()))
        shown = Text(f"{hit.address:<{place}}  ", style="dim")
        shown.append(f"{hit.speaker[:who]:<{who}}  ", style="bold")
        shown.append(f"{before[-side:]:>{side}}")
        shown.append(legible(" ".join(hit.match.split())), style="reverse")
        shown.append(after[: max(12, width - len(shown.plain) - 1)])
        console.print(shown)


def _of_a_moment(hits: Iterator[Hit]) -> list[Hit]:
    """What is found in the first moment: most often all there is, and enough to see how wide the columns are."""
    ends = time.monotonic() + MOMENT
    first = []
    for hit in hits:
        first.append(hit)
        if time.monotonic() > ends:
            break
    return first


def _flushing() -> Callable[[], None]:
    """To be called after each line: what waits is given out now and then, the first lines at once, as whoever wants no
    more of them (`| head -1`) is gone by the next."""
    begun = time.monotonic()
    due = 0.0

    def flushed() -> None:
        nonlocal due
        if (now := time.monotonic()) > due:
            sys.stdout.flush()
            due = now + min((now - begun) / 10, MOMENT)

    return flushed


def _passages(passages: Iterator[Passage]) -> None:
    """Each passage with its address and who says it, then its words, then its codes."""
    from ..core.text import legible

    if not sys.stdout.isatty():
        flushed = _flushing()
        for passage in passages:  # in a file there is nothing to paint, and rich takes ten times as long
            print(_head(passage))
            print("  " + legible(passage.text).replace("\n", "\n  "))
            for coding in passage.codings:
                print("  ▌ " + "".join(text for text, _ in _said_of(coding)))
            flushed()
        return
    from rich.console import Console
    from rich.padding import Padding
    from rich.text import Text

    console = Console(highlight=False)
    for passage in passages:
        head = Text(passage.address, style="dim")
        head.append(f"  {_speaker(passage)}", style="bold")
        if passage.unit and passage.unit != passage.address:
            head.append(f"  {passage.unit}", style="dim")
        console.print(head)
        console.print(Padding(Text(legible(passage.text)), (0, 0, 0, 2)))
        for coding in passage.codings:
            console.print(Text.assemble(("  ▌ ", "green"), *_said_of(coding)))


def _head(passage: Passage) -> str:
    unit = f"  {passage.unit}" if passage.unit and passage.unit != passage.address else ""
    return f"{passage.address}  {_speaker(passage)}{unit}".rstrip()


def _speaker(passage: Passage) -> str:
    """Who says it; of one who is no informant, what he is."""
    return f"{passage.speaker} ({passage.role})".lstrip() if passage.nobodys and passage.role else passage.speaker


def _said_of(coding: Coding) -> list[tuple[str, str]]:
    """A coding in words, each with its look."""
    from .show import coding_parts, memo_part

    return [*coding_parts(coding), memo_part(coding)]
