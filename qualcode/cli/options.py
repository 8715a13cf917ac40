"""Options that many commands share, written once."""

from __future__ import annotations

import dataclasses
import inspect
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, get_type_hints

import typer

from ..core.errors import UsageError
from ..core.languages import LANGUAGES, written
from ..core.values import frozen

if TYPE_CHECKING:
    from ..core.choices import Where

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


@frozen
class Places:
    """Which material a command is about: the options that many have, as one parameter (`gathered`)."""

    cases: Cases = None
    documents: Documents = None
    questions: Questions = None
    wheres: Wheres = None

    def where(self, **more: Any) -> Where:
        """The selection that they describe, with what else restricts it."""
        return where(
            cases=self.cases, documents=self.documents, questions=self.questions, attributes=self.wheres, **more
        )


@frozen
class Out:
    """Where a result goes, and in which form: the options that many have, as one parameter (`gathered`)."""

    language: Language = ""
    as_json: Json = False
    output: Output = ""
    format: FormatName = ""

    @property
    def to_file(self) -> bool:
        """Whether it goes into a file."""
        return self.output not in ("", "-")

    @property
    def place(self) -> dict[str, Any]:
        """What `emit` and `emit_table` of `output` are told of it."""
        return {"as_json": self.as_json, "output": self.output, "format": self.format}


@frozen
class OutTable(Out):
    """The same for what is most often opened in a spreadsheet."""

    dialect: Dialect = ""


def gathered(command: Callable[..., Any]) -> Callable[..., Any]:
    """A command as Typer is to see it: each parameter that is `Places` or `Out` as the options that it gathers."""
    of_command = inspect.signature(command, eval_str=True)
    gathers: dict[str, tuple[Any, list[str]]] = {}
    parameters: list[inspect.Parameter] = []
    for one in of_command.parameters.values():
        kind = one.annotation
        if dataclasses.is_dataclass(kind):
            types, fields = get_type_hints(kind, include_extras=True), dataclasses.fields(kind)
            gathers[one.name] = (kind, [each.name for each in fields])
            parameters += [one.replace(name=f.name, annotation=types[f.name], default=f.default) for f in fields]
        else:
            parameters.append(one)

    def run(**said: Any) -> Any:
        for name, (kind, fields) in gathers.items():
            said[name] = kind(**{field: said.pop(field) for field in fields})
        return command(**said)

    run.__name__, run.__doc__, run.__module__ = command.__name__, command.__doc__, command.__module__
    run.__annotations__ = {}
    plain = [one.replace(kind=inspect.Parameter.KEYWORD_ONLY) for one in parameters]
    run.__signature__ = of_command.replace(parameters=plain)  # type: ignore[attr-defined]
    return run


def number(written: str) -> float:
    """A number as people write it, with a point or a decimal comma."""
    from ..core.numbers import typed

    value = typed(str(written))
    if value is None:
        raise typer.BadParameter(f"{written!r}: expected a number such as 0.5 or 0,5")
    return value


# How a file is to be read: the same for `add` and for `reread`.

Kind = Annotated[
    str | None, typer.Option("--kind", help="interview, document, observation, survey, ... in your language too.")
]
TextLanguage = Annotated[str | None, typer.Option("--language", help="Of the text; guessed without it.")]
Style = Annotated[str | None, typer.Option("--speaker-style", help="How speakers are written; see docs/formats.md.")]
Interviewer = Annotated[
    list[str] | None, typer.Option("--interviewer", metavar="LABEL", help="A label that asks; U1,U2 for several.")
]
Speakers = Annotated[
    Path | None, typer.Option("--speakers", metavar="MAP.csv", help="A table of label,role or label,name,role.")
]
Encoding = Annotated[str | None, typer.Option("--encoding", help="Such as cp1252; guessed without it.")]
Engine = Annotated[str | None, typer.Option("--pdf-engine", metavar="pdfium|pdfminer")]
Hyphens = Annotated[
    list[str] | None,
    typer.Option("--hyphen", metavar="WORD=join|keep|space", help="Decide a word broken at a line end of a PDF."),
]
Comments = Annotated[bool, typer.Option("--comments", help="Word comments as text of their own.")]
WholePage = Annotated[bool, typer.Option("--whole-page", help="A web page with its menus, notices and footers.")]
Open = Annotated[
    list[str] | None, typer.Option("--open", metavar="COLUMN", help="A survey's column with answers; again for more.")
]
Closed = Annotated[
    list[str] | None, typer.Option("--closed", metavar="COLUMN", help="A survey's column with facts, not answers.")
]


def where(
    codes: list[str] | None = None,
    coders: list[str] | None = None,
    cases: list[str] | None = None,
    documents: list[str] | None = None,
    questions: list[str] | None = None,
    attributes: list[str] | None = None,
    kinds: list[str] | None = None,
) -> Where:
    """The selection that the filter options describe; kinds of documents in any of the languages, as for `add`."""
    from ..core.choices import Where

    wanted: dict[str, tuple[str, ...]] = {}
    if kinds:
        from ..ingest.read import document_kind

        wanted["kind"] = tuple(map(document_kind, kinds))
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


def wishes(
    *,
    hyphens: list[str] | None = None,
    whole_page: bool = False,
    open_: list[str] | None = None,
    closed: list[str] | None = None,
    interviewer: list[str] | None = None,
    speakers: Path | None = None,
    **plain: Any,
) -> dict[str, Any]:
    """The fields of `ingest.ReadRequest` that were given; what was not given is not there."""
    request: dict[str, Any] = {key: value for key, value in plain.items() if value not in (None, False)}
    extra: dict[str, Any] = {}
    if hyphens:
        extra["hyphens"] = _hyphens(hyphens)
    if whole_page:
        extra["whole_page"] = True
    if extra:
        request["extra"] = extra
    for key, listed in (("open", open_), ("closed", closed), ("interviewer", interviewer)):
        if listed:
            request[key] = tuple(listed)
    if speakers is not None:
        from ..ingest.speakers.speaker_map import read_speaker_map

        request["speakers"] = read_speaker_map(speakers)
    return request


def _hyphens(decisions: list[str]) -> dict[str, str]:
    found = {}
    for decision in decisions:
        word, equals, how = decision.rpartition("=")
        if not equals or how not in ("join", "keep", "space"):
            raise UsageError(f"--hyphen {decision!r}: expected WORD=join, WORD=keep or WORD=space")
        found[word] = how
    return found
