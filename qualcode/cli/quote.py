"""`quote`: how words of the material are quoted, with what an editor puts in, leaves out, or translates."""

from __future__ import annotations

import json
from typing import Annotated

import typer

from ..core.errors import ExitCode, UsageError
from . import context
from .options import Coder, Json

app = typer.Typer(rich_markup_mode=None)


@app.command()
def quote(
    address: Annotated[
        str, typer.Argument(help="D1#3 an answer (D1#3/Kari), D1:14 a turn, D1@120-180 characters.")
    ] = "",
    insert: Annotated[
        str | None, typer.Option("--insert", metavar="WORDS", help='Put in brackets: "opgaven, red."')
    ] = None,
    after: Annotated[
        str, typer.Option("--after", metavar="WORDS", help="With --insert: behind these words of it.")
    ] = "",
    leave_out: Annotated[
        str | None, typer.Option("--leave-out", metavar="WORDS", help="Words of it that are not quoted: (…).")
    ] = None,
    translate: Annotated[
        str | None, typer.Option("--translate", metavar="WORDS", help="Print this beside the original.")
    ] = None,
    language: Annotated[
        str, typer.Option("--lang", metavar="CODE", help="With --translate: its language, as en.")
    ] = "",
    words: Annotated[str, typer.Option("--quote", metavar="WORDS", help="With --translate: these words of it.")] = "",
    clear: Annotated[bool, typer.Option("--clear", help="Take back all that was done to quotes there.")] = False,
    coder: Coder = "",
    as_json: Json = False,
) -> int:
    """Show how a place is quoted; put in, leave out, translate. The text itself never changes; `undo` takes it back.

    Excerpts, the matrix, answers, the appendix, the printed codebook, the HTML page and drafts that are filled print
    quotes so. Without an address every place that has something is listed.
    """
    from ..project import quotes

    done = [option for option, said in (("--insert", insert), ("--leave-out", leave_out), ("--translate", translate),
                                        ("--clear", clear or None)) if said is not None]  # fmt: skip
    if len(done) > 1:
        raise UsageError(f"{' and '.join(done)}: one at a time", slug="option_conflict")
    if after and insert is None:
        raise UsageError("--after goes with --insert", slug="option_conflict")
    if (language or words) and translate is None:
        raise UsageError("--lang and --quote go with --translate", slug="option_conflict")
    if translate is not None and not language:
        raise UsageError("--translate needs --lang: which language is it in, such as en?", slug="bad_option")
    if not address:
        if done:
            raise UsageError(f"{done[0]} needs an address, such as D1#3 or D1:14", slug="bad_address")
        return _listed(as_json)
    with context.project(readonly=not done, coder=coder if done else "") as project:
        if clear:
            gone = quotes.clear(project, address)
            context.say(f"{address}: {gone} taken back; `qualcode undo` brings {'it' if gone == 1 else 'them'} again")
            return ExitCode.DONE
        if insert is not None:
            found = quotes.insert(project, address, insert, after)
        elif leave_out is not None:
            found = quotes.leave_out(project, address, leave_out)
        elif translate is not None:
            found = quotes.translate(project, address, translate, language, words)
        else:
            found = quotes.quote(project, address)
    if as_json:
        _print_json(
            {"format": "qualcode/quote/1", "address": found.address, "text": found.text, "original": found.original,
             "translations": [{"language": of, "text": text} for of, text in found.translations]}
        )  # fmt: skip
        return ExitCode.DONE
    context.show(found.text)
    for of, text in found.translations:
        context.show(f"[{of}] {text}")
    return ExitCode.DONE


def _listed(as_json: bool) -> int:
    from ..core.table import Column, table
    from ..project import quotes
    from .output import emit_table

    with context.project() as project:
        found = quotes.every(project)
    rows = [(m.about.partition(" ")[2], m.kind, m.language, m.quote, m.text, m.coder, m.created) for m in found]
    columns = (
        Column("address", "Place", "address"), Column("kind", "What"), Column("language", "Language"),
        Column("quote", "Words there", width=3), Column("text", "Printed", width=3), Column("coder", "Coder"),
        Column("created", "When", "date"),
    )  # fmt: skip
    emit_table(table("quotes", columns, rows), "quote", as_json=as_json)
    if not found and not as_json:
        context.say('quotes are printed as they stand; `qualcode quote D1#3 --insert "opgaven, red." --after WORDS`')
    return ExitCode.DONE


def _print_json(value: object) -> None:
    print(json.dumps(value, ensure_ascii=False, indent=1))
