"""`find`: words in the material, or the passages that carry some codes."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Annotated

import typer

from ..core.errors import ExitCode, UsageError, several
from . import context, options
from .options import FormatName, Json, Language, Output

if TYPE_CHECKING:
    from ..core.model import Coding
    from ..core.results import Found, Hit, Passage
    from ..core.table import Report
    from ..project import Project
    from ..project.find import FindRequest

app = typer.Typer(rich_markup_mode=None)

WIDTH = 100
"""Of a line where there is no screen to ask."""


@app.command()
def find(
    words: Annotated[
        list[str] | None,
        typer.Argument(help='Words, "a phrase", data*, =data (whole), /pattern/, "data NEAR/5 ledelse"; any of them.'),
    ] = None,
    code: Annotated[
        str, typer.Option("--code", metavar="CODES", help='"value and capacity", "value not (a or b)", "a near/20 b".')
    ] = "",
    every: Annotated[bool, typer.Option("--all", help="All the words in the same answer or paragraph.")] = False,
    pattern: Annotated[bool, typer.Option("--regex", help="The words are regular expressions.")] = False,
    whole_words: Annotated[bool, typer.Option("--word", help="Whole words, never inside longer ones.")] = False,
    stem: Annotated[bool, typer.Option("--stem", help="Words with any ending.")] = False,
    case_sensitive: Annotated[bool, typer.Option("--case-sensitive", help="Upper and lower case differ.")] = False,
    fold_accents: Annotated[bool, typer.Option("--fold-accents", help="cafe finds café; å, ä, ö, æ, ø stay.")] = False,
    who: Annotated[
        str, typer.Option("--who", metavar="ROLE", help="informant, interviewer, other or all.")
    ] = "informant",
    whole: Annotated[
        bool, typer.Option("--whole", help="With --code: whole answers, not only the coded words.")
    ] = False,
    same: Annotated[
        str, typer.Option("--same", metavar="unit|case|document", help="What `and` and `not` of --code compare.")
    ] = "unit",
    sort: Annotated[str, typer.Option("--sort", metavar="BY", help="document, case, code or weight.")] = "document",
    count: Annotated[bool, typer.Option("--count", help="Print only how many, by --by.")] = False,
    by: Annotated[
        str, typer.Option("--by", metavar="WHAT", help="With --count: document, case, kind, term, code, role, ...")
    ] = "",
    kinds: Annotated[
        list[str] | None, typer.Option("--kind", metavar="KIND", help="Only sources of this kind.")
    ] = None,
    coders: options.Coders = None,
    documents: options.Documents = None,
    cases: options.Cases = None,
    questions: options.Questions = None,
    wheres: options.Wheres = None,
    language: Language = "",
    as_json: Json = False,
    output: Output = "",
    format: FormatName = "",
    allow_identifiable: options.Identifiable = False,
    in_screen: Annotated[
        bool, typer.Option("--open", help="Open the coding screen on what is found: n next, L list, C code them all.")
    ] = False,
    fail_if_none: Annotated[bool, typer.Option("--fail-if-none", help="Exit with 1 when nothing is found.")] = False,
) -> int:
    """Find words in the material, or the passages that carry some codes.

    Upper and lower case, white space, composed letters and the shape of quotes make no difference.
    """
    from ..project import word_index
    from ..project.find import FindRequest, grouped
    from ..project.find import find as search
    from ..retrieval.words import Spelling

    if in_screen and (count or as_json or output or format):
        raise UsageError("--open shows the places in the coding screen, and prints nothing", slug="option_conflict")
    if by and not count:
        raise UsageError("--by goes with --count", slug="option_conflict")
    filters = [*(wheres or ()), *(f"kind={kind}" for kind in kinds or ())]
    where = options.where(coders=coders, documents=documents, cases=cases, questions=questions, attributes=filters)
    request = FindRequest(
        tuple(words or ()), code, where, who, Spelling(case_sensitive, not fold_accents, whole_words, stem),
        patterns=pattern, every=every, same=same, whole=whole, sort=sort,
    )  # fmt: skip
    if in_screen:
        from ..tui import open_screen

        request.check()
        with context.project(readonly=False) as project:
            return open_screen(project, found=request)
    with context.project() as project:
        found = search(project, request)
        if count:
            lang = options.language(language, project.settings.language)
            _counts(grouped(found, by or "document"), by or "document", lang, as_json, output, format)
            _said(found)
        else:
            shown(project, found, request, language, as_json, output, format, allow_identifiable)
        if words:
            word_index.catch_up(project)  # what was found is printed already
    return ExitCode.NO if fail_if_none and not len(found) else ExitCode.DONE


def shown(
    project: Project, found: Found, request: FindRequest, language: str, as_json: bool, output: str, format: str,
    allow_identifiable: bool,
) -> None:  # fmt: skip
    """Print what was found, or write it, and say how much it is."""
    lang = options.language(language, project.settings.language)
    if as_json or output or format:
        _written(project, found, request, lang, as_json, output, format, allow_identifiable)
    elif request.words:
        _lines(found.hits)
    else:
        _passages(project, found.passages, lang)
    _said(found)


def _said(found: Found) -> None:
    what = "passage" if found.passages else "place"
    if found.beside:
        left = ", ".join(f"{count} of {coder}" for coder, count in found.beside.items())
        context.say(f"codings left out: {left} (--coder NAME)")
    if not len(found):
        context.say(f"nothing found in {several(found.documents, 'document')} looked through")
        return
    documents = len(found.hit_documents)
    context.say(f"{several(len(found), what)} in {documents} of {several(found.documents, 'document')}")


def _counts(
    rows: list[tuple[str, int, int, int]], by: str, language: str, as_json: bool, output: str, format: str
) -> None:
    from ..report.build.retrieved import counts_table
    from ..report.wording import Words
    from .output import emit_table

    emit_table(counts_table(rows, by, Words(language)), "find-counts", as_json=as_json, output=output, format=format)


def _written(
    project: Project, found: Found, request: FindRequest, language: str, as_json: bool, output: str, format: str,
    allow_identifiable: bool,
) -> None:  # fmt: skip
    from .output import emit

    if output and output != "-":
        from ..project.confidential import confidential_documents

        confidential_documents(project, found.hit_documents, allow_identifiable)
    emit(report(project, found, request, language), as_json=as_json, output=output, format=format)


def report(project: Project, found: Found, request: FindRequest, language: str) -> Report:
    """What was found as a report in the words of the study."""
    from ..project.study import created
    from ..report.build.retrieved import found_report

    names = {case.id: case.name or case.id for case in project.cases}
    return found_report(
        found, language=language, code_name=lambda code: project.codes.label(code, language),
        case_name=lambda case: names.get(case, case), sort=request.sort, created=created(project),
    )  # fmt: skip


def _lines(hits: tuple[Hit, ...]) -> None:
    """Words in their context: aligned on a screen, separated by tabs in a pipe."""
    from .show import visible

    if not sys.stdout.isatty():
        for hit in hits:
            line = f"{hit.before[-40:]}[{hit.match}]{hit.after[:40]}".replace("\n", " ")
            print(f"{hit.turn}\t{hit.address}\t{visible(line)}")
        return
    import shutil

    from rich.console import Console
    from rich.text import Text

    console = Console(highlight=False, soft_wrap=True)
    width = max(60, shutil.get_terminal_size((WIDTH, 24)).columns)
    place = max((len(hit.address) for hit in hits), default=0)
    who = min(14, max((len(hit.speaker) for hit in hits), default=0))
    side = max(12, (width - place - who - 8) // 2 - 6)
    for hit in hits:
        before = visible(" ".join(hit.before.split())) + (" " if hit.before[-1:].isspace() else "")
        after = (" " if hit.after[:1].isspace() else "") + visible(" ".join(hit.after.split()))
        shown = Text(f"{hit.address:<{place}}  ", style="dim")
        shown.append(f"{hit.speaker[:who]:<{who}}  ", style="bold")
        shown.append(f"{before[-side:]:>{side}}")
        shown.append(visible(" ".join(hit.match.split())), style="reverse")
        shown.append(after[: max(12, width - len(shown.plain) - 1)])
        console.print(shown)


def _passages(project: Project, passages: tuple[Passage, ...], language: str) -> None:
    """Each passage with its address and who says it, then its words, then its codes."""
    from .show import visible

    if not sys.stdout.isatty():
        for passage in passages:  # in a file there is nothing to paint, and rich takes ten times as long
            print(_head(passage))
            print(f"  {visible(passage.text)}")
            for coding in passage.codings:
                print("  ▌ " + "".join(text for text, _ in _said_of(coding)))
        return
    from rich.console import Console
    from rich.padding import Padding
    from rich.text import Text

    console = Console(highlight=False)
    for passage in passages:
        head = Text(passage.address, style="dim")
        head.append(f"  {passage.speaker}", style="bold")
        if passage.unit and passage.unit != passage.address:
            head.append(f"  {passage.unit}", style="dim")
        console.print(head)
        console.print(Padding(Text(visible(passage.text)), (0, 0, 0, 2)))
        for coding in passage.codings:
            console.print(Text.assemble(("  ▌ ", "green"), *_said_of(coding)))


def _head(passage: Passage) -> str:
    unit = f"  {passage.unit}" if passage.unit and passage.unit != passage.address else ""
    return f"{passage.address}  {passage.speaker}{unit}"


def _said_of(coding: Coding) -> list[tuple[str, str]]:
    """A coding in words, each with its look."""
    from .show import visible

    return [
        (coding.code, "bold green"),
        (f" [{coding.qualifier}]" if coding.qualifier else "", ""),
        (f" ×{coding.weight:g}" if coding.weight != 1 else "", ""),
        (f" {coding.coder}", "dim"),
        (f"  {visible(coding.memo)}" if coding.memo else "", "dim italic"),
    ]


def read_addresses() -> list[str]:
    """The addresses that `find` printed, from standard input: one a line, or its JSON.

    UsageError when a line holds no address.
    """
    import json

    from ..core import address as addresses

    text = sys.stdin.read()
    if text.lstrip().startswith("{"):
        try:
            found = json.loads(text)
        except ValueError as error:
            raise UsageError(f"this is no JSON of `find`: {error}", slug="bad_address") from None
        return [one["address"] for one in (*found.get("matches", ()), *found.get("passages", ()))]
    wanted = []
    for number, line in enumerate(text.splitlines(), start=1):
        if not line.strip():
            continue
        cells = [cell.strip() for cell in line.split("\t")]
        places = [cell for cell in cells[:2] if addresses.parse(cell).span] if len(cells) > 1 else cells[:1]
        if not places:
            raise UsageError(f"line {number} has no address: {line[:60]}", slug="bad_address", hint=addresses.EXPECTED)
        wanted.append(places[0])
    return wanted
