"""`find`: words in the material, or the passages that carry some codes."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from ..core.errors import ExitCode, UsageError
from . import context, options
from .find_output import counted, shown

app = typer.Typer(rich_markup_mode=None)


@app.command()
@options.gathered
def find(
    words: Annotated[
        list[str] | None,
        typer.Argument(help='Words, "a phrase", data*, =data (whole), /pattern/, "data NEAR/5 ledelse"; any of them.'),
    ] = None,
    *,
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
    places: options.Places,
    out: options.Out,
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
    from ..project.find import FindRequest
    from ..retrieval.words import Spelling

    if in_screen and (count or out.as_json or out.output or out.format):
        raise UsageError("--open shows the places in the coding screen, and prints nothing", slug="option_conflict")
    if by and not count:
        raise UsageError("--by goes with --count", slug="option_conflict")
    where = places.where(coders=coders, kinds=kinds)
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
        if count:
            number = counted(project, request, by or "document", out)
        else:
            number = shown(project, request, out, allow_identifiable)
        if words:
            word_index.catch_up(project)  # what was found is printed already
    return ExitCode.NO if fail_if_none and not number else ExitCode.DONE


def read_addresses(source: Path) -> list[str]:
    """The addresses that `find` printed (`-` for standard input): one a line, a table, its JSON, or an object a line.

    A table may have been looked through and saved again by another program. UsageError when a line holds no address.
    """
    import json

    from ..core import address as addresses
    from ..core.errors import ReadError

    if source == Path("-"):
        text = sys.stdin.read()
    elif source.suffix.lower() in (".json", ".jsonl"):
        try:
            text = source.read_text("utf-8-sig")
        except (OSError, UnicodeDecodeError) as error:
            raise ReadError(source, str(error)) from None
    else:
        return _of_a_file(source)
    if text.lstrip().startswith("{"):
        lines = [line for line in text.strip().split("\n") if line.strip()]
        try:
            objects = [json.loads(each) for each in ([text] if lines[0].strip() == "{" else lines)]
            found = [one for each in objects for one in (*each.get("matches", ()), *each.get("passages", ()))]
            return [one["address"] for one in found or objects if "format" not in one]
        except (ValueError, KeyError, AttributeError, TypeError) as error:
            raise UsageError(f"this is no JSON of `find`: {error}", slug="bad_address") from None
    if (table := _of_a_table(text)) is not None:
        return table
    wanted = []
    for number, line in enumerate(text.splitlines(), start=1):
        if not line.strip() or line.startswith("  "):
            continue  # the words and the codes of a passage, below the line with its address
        cells = [line.split("  ")[0]] if "\t" not in line else [cell.strip() for cell in line.split("\t")]
        places = [cell for cell in cells[:2] if addresses.parse(cell).span] if len(cells) > 1 else cells[:1]
        if not places:
            raise UsageError(f"line {number} has no address: {line[:60]}", slug="bad_address", hint=addresses.EXPECTED)
        wanted.append(places[0])
    return wanted


def _of_a_file(path: Path) -> list[str]:
    """The first column with nothing but places in it, whatever its heading says in whichever language."""
    from ..core import address as addresses
    from ..core.errors import QualcodeError
    from ..core.spreadsheets import read_sheet

    def is_place(cell: str) -> bool:
        try:
            return addresses.parse(cell).span is not None
        except QualcodeError:
            return False

    sheet = read_sheet(path)
    for at in range(len(sheet.header)):
        cells = [row.cells[at].strip() for row in sheet.body if not row.blank]
        if cells and all(map(is_place, cells)):
            return list(dict.fromkeys(cells))
    raise UsageError(
        f"{path.name}: no column holds places as `find` writes them", slug="bad_address", hint=addresses.EXPECTED
    )


def _of_a_table(text: str) -> list[str] | None:
    """The column `address` of CSV or TSV; None for what has no such heading."""
    import csv
    import io

    text = text.removeprefix("\ufeff")
    for delimiter in ",;\t":
        rows = csv.DictReader(io.StringIO(text, newline=""), delimiter=delimiter)
        if "address" in (rows.fieldnames or ()):
            return list(dict.fromkeys(row["address"] for row in rows if row["address"]))
    return None
