"""`list`: frequencies and gaps: words, codes, what is uncoded, what one coder alone has."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from ..core.errors import ExitCode, one_of, several
from ..core.table import Column, table
from . import context, options

app = typer.Typer(rich_markup_mode=None)

KINDS: dict[str, tuple[tuple[str, str], ...]] = {
    "words": (("word", "text"), ("uses", "count"), ("documents", "count"), ("cases", "count"), ("per_1000", "number")),
    "codes": (("code", "code"), ("codings", "count"), ("units", "count"), ("documents", "count"), ("cases", "count")),
    "uncoded": (("address", "address"), ("case", "text"), ("words", "count"), ("text", "text")),
    "gaps": (("address", "address"), ("case", "text"), ("units", "count"), ("words", "count")),
    "single": (("address", "address"), ("code", "code"), ("coder", "text"), ("others", "text"), ("text", "text")),
}
"""What can be listed, with the columns of each."""
CODED = ("codes", "uncoded", "gaps", "single")
"""Lists that rest on somebody's codings."""
QUOTING = ("uncoded", "single")
"""Lists that hold people's words."""


@app.command(name="list")
@options.gathered
def list_(
    what: Annotated[str, typer.Argument(metavar="words|codes|uncoded|gaps|single")],
    *,
    by: Annotated[str, typer.Option("--by", metavar="ATTRIBUTE", help="words, codes: for each role, case, ...")] = "",
    most: Annotated[int, typer.Option("--most", min=1, max=1_000_000, help="So many words of each group.")] = 50,
    shortest: Annotated[int, typer.Option("--min-length", min=1, max=100, help="Letters of a listed word.")] = 3,
    stem: Annotated[bool, typer.Option("--stem", help="words: all endings of a word together.")] = False,
    common: Annotated[bool, typer.Option("--common", help="words: also and, not, we and their like.")] = False,
    who: Annotated[str, typer.Option("--who", metavar="ROLE", help="Whose words.")] = "informant",
    kinds: Annotated[list[str] | None, typer.Option("--kind", metavar="KIND", help="Only such sources.")] = None,
    codes: options.Codes = None,
    coders: options.Coders = None,
    places: options.Places,
    out: options.Out,
    allow_identifiable: Annotated[
        bool, typer.Option("--allow-identifiable", help="Also text that may identify people.")
    ] = False,
) -> int:
    """List words or codes by how often, units without a coding, the longest gaps, or what one coder alone coded."""
    from ..core.results.common import WHY, plain
    from ..project import lists
    from ..project.names import groups_told
    from ..report.wording import Words
    from .output import emit_table, whose

    one_of("list", what, KINDS)
    where = places.where(codes=codes, coders=coders, kinds=kinds)
    request = lists.ListRequest(where, who, by, most, shortest, stem, common)
    with context.project() as project:
        rows: list[Any] = getattr(lists, what)(project, request)
        if out.to_file and what in QUOTING:
            from ..project.confidential import confidential_documents

            confidential_documents(project, {row.document for row in rows}, allow_identifiable)
        counted, beside = lists.whose(project, what, where), lists.beside(project, what, where)
        left = lists.left_out(project, request)
        outside = lists.outside(project, request) if what == "codes" else 0
        words = Words(options.language(out.language, project.settings.language))
        shown = (("group", "text"), *KINDS[what]) if by else KINDS[what]
        columns = [
            Column(name, words.known("col", by if name == "group" else name), kind, width=6 if name == "text" else None)
            for name, kind in shown
        ]
        listed = table(f"list-{what}", columns, [tuple(getattr(row, name) for name, _ in shown) for row in rows])
        told = groups_told(project, listed, "group", by, words.language) if by else None
    said: dict[str, Any] = {"coders": list(counted), "beside": beside} if what in CODED else {}
    said["left_out"] = plain(left)
    if what == "codes":
        said["outside"] = outside
    emit_table(
        listed, f"list-{what}", **out.place, language=words.language, shown=told, **said,
    )  # fmt: skip
    of = f"; {whose(counted, beside)}" if what in CODED else ""
    context.say(f"{len(rows)} {'rows' if len(rows) != 1 else 'row'}{of}")
    if what == "words":
        rest = "" if common else ", without the common ones of each language (--common has them too)"
        context.say(f"words of {several(shortest, 'letter')} or more{rest}; per_1000 is of all words")
    for part in left:
        units = several(part.units, part.unit)
        context.say(f"left out: {units} in {', '.join(part.documents)} ({WHY[part.why].lower()})")
    if outside:
        stand = "stands" if outside == 1 else "stand"
        context.say(f"left out: {several(outside, 'coding')} that {stand} outside what is counted")
    return ExitCode.DONE
