"""The study's answers to the fields of a draft: `{{ share("moore:value", group="director") }}`.

share(code, group=..., by=..., unit=..., count=..., base=..., coder=..., decimals=...)   "33 %"
number(what, group=..., ...)        answers, informants, documents, codings, words; with a code: its numerator
number("passages", find=..., ...)   how many passages are coded so; number("places", words=...) where words stand
quote(address)                      the words at a place, between marks of the language
table("passages", find=..., ...)    the passages, as `find --code` finds them
table(name, by=..., ...)            shares, crosstab, matrix, rank ..., any report; index with COLUMNS, scale=...
figure(name, by=..., ...)           shares, bars, heatmap, cooccurrence, saturation, timeline, map, sequence
"""

from __future__ import annotations

import contextlib
import hashlib
import inspect
import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import fields, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..core import address as addresses
from ..core.choices import CERTAINTY, ShareChoices, Where
from ..core.errors import UnknownName, UsageError, argument, printable
from ..core.files import refuse_inputs, write
from ..core.results.common import Accounting
from ..core.results.shares import Shares
from ..core.table import Heading, Report, Table
from . import amounts, found_fields
from .handle import Handle
from .names import QUALIFIER, account_told, group_called
from .quote_places import pieces_of
from .quotes import printed
from .results import EVERYBODY, ShareRequest, compute_shares
from .scale_index import scale_index
from .unused_options import refuse

if TYPE_CHECKING:
    from ..report.fill import Value

CHOICES = tuple(one.name for one in fields(ShareChoices) if one.name not in ("unit", *CERTAINTY))
REQUEST = ("by", "unit", "level", "coder")
COMPARISONS = {
    "crosstab": ("by", "count", "sort", "share", "weight"), "matrix": ("by",), "ranking": ("rank_by", "weight"),
    "cooccurrence": (), "saturation": (),
}  # fmt: skip
"""The comparisons that a table can be, and what each takes beside the filters, the unit and the level."""
WRITTEN = ".cache/filled.json"
"""Which files `fill` wrote, and as what: so that what an author wrote in one since is never written over."""
FILTERS = {"case": "cases", "document": "documents", "question": "questions"}


class Evaluator:
    """What `report.fill` asks: the value of one function with its arguments.

    What a value leaves out is kept in `notes`, because a number in running text has no room for it. Words of
    documents that are not marked as pseudonymised are given only when that is `allowed`.
    """

    def __init__(self, project: Handle, language: str, *, allowed: bool = True) -> None:
        self.project, self.language, self.allowed = project, language, allowed
        self.notes: list[str] = []
        self._functions: dict[str, Callable[..., Value]] = {
            "share": self._share, "number": self._number, "quote": self._quote, "table": self._table,
            "figure": self._figure,
        }  # fmt: skip

    def __call__(self, name: str, args: tuple[Any, ...], named: Mapping[str, Any]) -> Value:
        if name not in self._functions:
            raise UnknownName("function", name, self._functions)
        function, named = self._functions[name], {key: value for key, value in named.items() if value is not None}
        takes = inspect.signature(function)
        try:
            bound = takes.bind(*args, **named)
        except TypeError as error:
            named_first = [it.name for it in takes.parameters.values() if it.kind is it.POSITIONAL_OR_KEYWORD]
            raise UsageError(f"{name}: {error}; it begins with {', '.join(named_first)}", slug="bad_field") from error
        for key, value in bound.arguments.items():
            parameter = takes.parameters[key]
            for one in value if parameter.kind is parameter.VAR_POSITIONAL else (value,):
                _check_kind(name, key, one, str(parameter.annotation))
        return function(*args, **named)

    def _note(self, sentences: Iterable[str]) -> None:
        self.notes += [sentence for sentence in sentences if sentence not in self.notes]

    def _left_out(self, accounting: Accounting | None, categories: Sequence[str] = ()) -> None:
        self._note(account_told(self.project, accounting, self.language, categories))

    def _share(self, code: str, group: str = "", decimals: int = 0, **named: Any) -> Value:
        from ..core import numbers
        from ..report.fill import Value

        if not 0 <= decimals <= 3:
            raise UsageError(f"share: decimals={decimals}: expected 0 to 3", slug="bad_field")
        full, shares = self._shares(code, group, named)
        return Value(numbers.share(_cell(self.project, shares, group, full).share, self.language, decimals))

    def _shares(self, code: str, group: str, named: dict[str, Any]) -> tuple[str, Shares]:
        project = self.project
        full = project.codes.known(code)
        book = full.partition(":")[0]
        if not group and "by" not in named:
            named["by"] = "-"
        request = _request((), named)
        # A category of its frame's usual table is taken from it, because what counts as coded depends on the set;
        # of its own frame alone, because another frame's material is not divided by.
        mine = tuple(one for one in project.codes.categories((), request.level) if one.startswith(f"{book}:"))
        request = replace(request, categories=mine if full in mine else (full,), level=None)
        shares = compute_shares(project, request)
        self._left_out(shares.accounting, request.categories)
        return full, shares

    def _number(self, what: str, group: str = "", **named: Any) -> Value:
        from ..core import numbers
        from ..report.fill import Value

        project, language = self.project, self.language
        if what in (found_fields.PASSAGES, found_fields.PLACES):
            asked, filters = found_fields.asked(named)
            found = found_fields.number(project, what, _request((), filters).where, asked)
            return Value(numbers.count(found, language))
        if what in (*amounts.OF_THE_STUDY, *amounts.COUNTED):
            number, accounting = amounts.amount(project, what, _request((), named), group)
            self._left_out(accounting)
            return Value(numbers.count(number, language))
        try:
            full = project.codes.known(what)
        except UnknownName as error:
            known = [*amounts.COUNTED, *amounts.OF_THE_STUDY, "passages", "places", *(id for id, _ in project.codes)]
            raise UnknownName("number", what, known, slug="bad_field") from error
        _, shares = self._shares(full, group, named)
        numerator = _cell(project, shares, group, full).numerator
        return Value(numbers.number(numerator, language) if numerator is None or numerator % 1 else
                     numbers.count(int(numerator), language))  # fmt: skip

    def _quote(self, place: str) -> Value:
        from ..report.fill import Value
        from .confidential import confidential_documents

        address = addresses.parse(place)
        document = self.project.document(address.document)
        confidential_documents(self.project, {document.id}, self.allowed)
        said = printed(self.project)
        pieces = (said(document.id, document.text, piece) for piece in pieces_of(document, address))
        return Value(" ".join(" ".join(piece.split()) for piece in pieces), quote=True)

    def _table(self, name: str, *categories: str, **named: Any) -> Value:
        from ..report.fill import Value
        from ..report.writers.blocks import without_command
        from . import named_reports, reports
        from .confidential import confidential

        if name == "rank":
            name = "ranking"
        if name == found_fields.PASSAGES:
            search, filters = found_fields.asked(named)
            where = _request(categories, filters).where
            return Value(table=found_fields.table(self.project, where, search, self.language, allowed=self.allowed))
        if name in COMPARISONS:
            report = _comparison(self.project, self.language, name, categories, named)
        elif name == "index":
            scale, by = str(named.get("scale", "1-10")), str(named.get("by", ""))
            report = scale_index(self.project, categories, scale, by, language=self.language)
        elif name == "shares":
            report = reports.shares(self.project, _request(categories, named), language=self.language)
        elif name in named_reports.REPORTS:
            asked = _request(categories, named)
            refuse(name, dict.fromkeys(named, True), (*FILTERS, "where", "by", "coder"))
            where = replace(asked.where, codes=categories)
            if named_reports.REPORTS[name].shows_text:
                confidential(self.project, where, self.allowed)
            report = named_reports.make(
                self.project, name, named_reports.ReportRequest(where, self.language, asked.coder, asked.by)
            )
        else:
            raise UnknownName(
                "table", name, (*COMPARISONS, "index", "passages", *named_reports.REPORTS), slug="bad_field"
            )
        tables: tuple[Table, ...] = report.tables
        if not tables:
            raise UsageError(f"the report {name} has no table here", slug="bad_field", hint="it is one of text alone")
        self._note(report.account)
        self._one_of([block.text for block in report.blocks if isinstance(block, Heading)], f'table("{name}"')
        return Value(table=replace(tables[0], notes=tuple(map(without_command, tables[0].notes))))

    def _figure(self, name: str, *categories: str, **named: Any) -> Value:
        from ..report.fill import Value
        from . import figures

        request = _request(categories, named, ("kind", "width", "document"))
        width = named.get("width")
        if width is not None and not isinstance(width, (int, float)):
            raise UsageError(f"figure: width {width!r}: expected centimetres, such as 12", slug="bad_field")
        found = figures.drawn(
            self.project, name, request, language=self.language, document=str(named.get("document", "")),
            kind=str(named.get("kind", "")), width=width,
        )  # fmt: skip
        self._note(figures.drawn_report(self.project, found, self.language).account)
        self._one_of([frame for frame, *_ in found.figures], f'figure("{name}"')
        return Value(figure=found.figures[0][1])

    def _one_of(self, frames: Sequence[str], field: str) -> None:
        """Say which frame stands in a field that has room for one, where several have codings."""
        if len(frames) > 1:
            self._note([f"{field}) is of {frames[0]} alone; {field}, CODEBOOK) asks for {', '.join(frames[1:])}"])


def _check_kind(function: str, name: str, value: Any, annotation: str) -> None:
    """UsageError `bad_field` where an argument that must be a text, or a whole number, is something else."""
    kind, expected = {"str": (str, "a text in quotation marks"), "int": (int, "a whole number")}.get(
        annotation, (object, "")
    )
    if not isinstance(value, kind) or (kind is int and isinstance(value, bool)):
        raise UsageError(f"{function}: {name}={value!r}: expected {expected}", slug="bad_field",
                         hint="docs/fill.md shows each of them")  # fmt: skip


def _request(categories: tuple[str, ...], named: Mapping[str, Any], extra: tuple[str, ...] = ()) -> ShareRequest:
    known = (*REQUEST, *CHOICES, *FILTERS, "where", *extra)
    for name in named:
        if name not in known:
            raise UnknownName("argument", name, known, slug="bad_field")
    _check_kind("a field", "level", named.get("level", 1), "int")
    where = Where(
        **{plural: _several(named[name]) for name, plural in FILTERS.items() if name in named},
        attributes=_attributes(named.get("where", "")),
    )
    choices = ShareChoices.of({name: named[name] for name in CHOICES if name in named})
    return ShareRequest(
        categories, str(named.get("by", "")), str(named.get("unit", "")), named.get("level"),
        str(named.get("coder", "")), where, choices,
    )  # fmt: skip


def _several(value: Any) -> tuple[str, ...]:
    return tuple(map(str, value)) if isinstance(value, list | tuple) else (str(value),)


def _attributes(text: Any) -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for pair in _several(text) if text else ():
        key, equals, value = pair.partition("=")
        if not equals:
            raise UsageError(f"where={pair!r}: expected KEY=VALUE", slug="bad_field")
        found[key.strip()] = (*found.get(key.strip(), ()), value.strip())
    return found


def _cell(project: Handle, shares: Shares, group: str, code: str) -> Any:
    groups = list(dict.fromkeys(row.group for row in shares.rows))
    by = str(shares.options["by"] or "")
    wanted = group_called(project, by, group, groups) if group else (EVERYBODY if groups == [EVERYBODY] else group)
    if wanted not in groups and by in ("", "-"):
        raise amounts.of_which(group)
    if wanted not in groups:
        expected = f"one of {', '.join(groups)}"
        raise UsageError(f"group {group!r}: expected {expected}", slug="unknown_group")
    return shares.cell(wanted, code)


def _comparison(
    project: Handle, language: str, name: str, categories: tuple[str, ...], named: Mapping[str, Any]
) -> Report:
    """One of the comparisons; `codebook`, `sort`, `share` and `rank_by` are those of the commands."""
    from . import comparison_reports, comparisons

    options = {key: named[key] for key in ("codebook", "sort", "share", "rank_by", "count") if key in named}
    rest = {key: value for key, value in named.items() if key not in options}
    request = _request((*categories, *_several(options.get("codebook", ()))), rest)
    every = ("codebook", "unit", "level", "coder", "where", *FILTERS)
    refuse(name, dict.fromkeys(named, True), (*every, *COMPARISONS[name]))
    if name == "crosstab":
        usual = "codings" if request.by == QUALIFIER else "units"
        return comparison_reports.crosstabs(
            project, request, language, count=str(options.get("count", usual)),
            sort=str(options.get("sort", "book")), share=str(options.get("share", "")),
        )  # fmt: skip
    if name == "matrix":
        return comparison_reports.matrices(project, request, language)
    if name == "ranking":
        return comparison_reports.rankings(
            project, request, language, rank_by=str(options.get("rank_by", "weight"))
        )  # fmt: skip
    if name == "cooccurrence":
        found = comparisons.cooccurrence(project, request)
        return comparison_reports.cooccurrence(project, found, request, language)
    return comparison_reports.saturation(project, comparisons.saturation(project, request), request, language)


def refuse_to_erase(project: Handle, draft: Path, output: Path) -> None:
    """UsageError `written_since` when the file to write holds more than `fill` put there, `own_input` when the study
    rests on it."""
    if not output.exists() or output.resolve() == draft.resolve():
        return
    refuse_inputs(output)
    filled = _known(project).get(str(output.resolve()))
    if filled != _digest(output):
        raise UsageError(
            f"{printable(str(output))} is there already, and is not what `fill` last wrote there",
            slug="written_since",
            hint=f"`qualcode fill {argument(output)} --update` renews its numbers and keeps your words; "
            "--force writes over it"
            if filled
            else "choose another name; --force writes over it",
        )


def remember(project: Handle, output: Path) -> None:
    """Note what was written. Where it cannot be noted, the next `fill` asks."""
    known = {path: digest for path, digest in _known(project).items() if Path(path).exists()}
    known[str(output.resolve())] = _digest(output)
    with contextlib.suppress(OSError):
        write(project.root / WRITTEN, json.dumps(known, indent=1), durable=False)


def _known(project: Handle) -> dict[str, str]:
    try:
        found = json.loads((project.root / WRITTEN).read_text("utf-8"))
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}


def _digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()
