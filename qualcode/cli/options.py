"""Options that many commands share, written once."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from ..core.errors import UsageError
from ..core.languages import LANGUAGES, written

if TYPE_CHECKING:
    from ..core.where import Where

Json = Annotated[bool, typer.Option("--json", help="Print one JSON object instead of a table.")]
Language = Annotated[str, typer.Option("--lang", metavar="da|nb|sv|en", help="Language of words and numbers.")]
Output = Annotated[str, typer.Option("-o", "--output", metavar="FILE", help="Write to a file; its suffix says how.")]
Dialect = Annotated[str, typer.Option("--dialect", metavar="excel|nordic", help="Of CSV; the study's own without it.")]
FormatName = Annotated[str, typer.Option("--format", metavar="NAME", help="The format, whatever the suffix says.")]
Coder = Annotated[str, typer.Option("--coder", metavar="NAME", help="Who codes.")]
Counting = Annotated[
    str, typer.Option("--coder", metavar="NAME", help="Whose codings are counted; what tables count without it.")
]
Codes = Annotated[list[str] | None, typer.Option("--code", metavar="CODE", help="Only this code and those below it.")]
Coders = Annotated[list[str] | None, typer.Option("--coder", metavar="NAME", help="Only codings by this coder.")]
Cases = Annotated[list[str] | None, typer.Option("--case", metavar="CASE", help="Only this case.")]
Documents = Annotated[list[str] | None, typer.Option("--document", metavar="ID", help="Only this document.")]
Questions = Annotated[list[str] | None, typer.Option("--question", metavar="ID", help="Only under this question.")]
Wheres = Annotated[
    list[str] | None, typer.Option("--where", metavar="KEY=VALUE", help="Only cases with this attribute.")
]
Identifiable = Annotated[bool, typer.Option("--allow-identifiable", help="Also text that may identify people.")]
UnitKind = Annotated[str, typer.Option("--unit", metavar="KIND", help="answer, turn, paragraph, sentence, ...")]


def where(
    codes: list[str] | None = None,
    coders: list[str] | None = None,
    cases: list[str] | None = None,
    documents: list[str] | None = None,
    questions: list[str] | None = None,
    attributes: list[str] | None = None,
) -> Where:
    """The selection that the filter options describe."""
    from ..core.where import Where

    wanted: dict[str, tuple[str, ...]] = {}
    for pair in attributes or ():
        key, equals, value = pair.partition("=")
        if not equals or not key:
            raise UsageError(f"--where {pair!r}: expected KEY=VALUE, for instance role=director")
        wanted[key] = (*wanted.get(key, ()), value)
    return Where(
        tuple(codes or ()), tuple(coders or ()), tuple(cases or ()), tuple(documents or ()), tuple(questions or ()),
        wanted,
    )  # fmt: skip


def language(wanted: str, fallback: str) -> str:
    """A language of reports; UsageError for any other."""
    chosen = written(wanted) if wanted else fallback
    if chosen not in LANGUAGES:
        raise UsageError(f"--lang {wanted!r}: expected da, nb, sv or en")
    return chosen
