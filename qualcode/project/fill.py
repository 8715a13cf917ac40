"""The study's answers to the fields of a draft: `{{ share("moore:value", group="director") }}`.

share(code, group=..., by=..., unit=..., count=..., base=..., coder=..., decimals=...)   "33 %"
number(what, group=..., ...)        answers, informants, documents, codings, words; with a code: its numerator
quote(address)                      the words at a place, between marks of the language
table(name, by=..., ...)            shares, sample, codebook
figure(name, by=..., ...)           shares, bars, heatmap, cooccurrence, saturation, timeline
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from ..core import address as addresses
from ..core.choices import ShareChoices
from ..core.errors import UnknownName, UsageError
from ..core.results import Shares
from ..core.table import Report, Table
from ..core.where import Where
from . import selection
from .layers import layer_or_all
from .places import pieces_of
from .quotes import printed
from .results import EVERYBODY, ShareRequest, compute_shares

if TYPE_CHECKING:
    from ..report.fill import Value
    from .handle import Handle

CHOICES = (
    "score", "count", "base", "weight", "equalize", "overlap", "rollup", "nonresponse", "measure",
)  # fmt: skip
REQUEST = ("by", "unit", "level", "coder")
FILTERS = {"case": "cases", "document": "documents", "question": "questions"}
NUMBERS = ("answers", "units", "informants", "documents", "codings", "words", "cases", "questions")


def evaluator(project: Handle, language: str) -> Callable[[str, tuple[Any, ...], Mapping[str, Any]], Value]:
    """What `report.fill` asks: the value of one function with its arguments."""
    functions: dict[str, Callable[..., Value]] = {
        "share": lambda *args, **named: _share(project, language, *args, **named),
        "number": lambda *args, **named: _number(project, language, *args, **named),
        "quote": lambda *args, **named: _quote(project, *args, **named),
        "table": lambda *args, **named: _table(project, language, *args, **named),
        "figure": lambda *args, **named: _figure(project, language, *args, **named),
    }

    def evaluate(name: str, args: tuple[Any, ...], named: Mapping[str, Any]) -> Value:
        if name not in functions:
            raise UnknownName("function", name, functions)
        try:
            return functions[name](*args, **named)
        except TypeError as error:
            raise UsageError(f"{name}: {error}", slug="bad_field") from error

    return evaluate


def _request(categories: tuple[str, ...], named: Mapping[str, Any], extra: tuple[str, ...] = ()) -> ShareRequest:
    known = (*REQUEST, *CHOICES, *FILTERS, "where", *extra)
    for name in named:
        if name not in known:
            raise UnknownName("argument", name, known, slug="bad_field")
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
    labels = {label: value for value, label in project.settings.labels.items()}
    wanted = labels.get(group, group) if group else (EVERYBODY if groups == [EVERYBODY] else group)
    if wanted not in groups:
        expected = f"one of {', '.join(groups)}"
        raise UsageError(f"group {group!r}: expected {expected}", slug="unknown_group")
    return shares.cell(wanted, code)


def _shares(project: Handle, request: ShareRequest, code: str) -> Shares:
    # A category of the study's usual table is taken from it, because what counts as coded depends on the set.
    usual = project.codes.categories((), request.level)
    if code not in usual:
        request = replace(request, categories=(code,), level=None)
    return compute_shares(project, request)


def _share(
    project: Handle, language: str, code: str, group: str = "",
    decimals: int = 0, **named: Any,
) -> Value:  # fmt: skip
    from ..core import numbers
    from ..report.fill import Value

    full = project.codes.known(code)
    if not group and "by" not in named:
        named["by"] = "-"
    shares = _shares(project, _request((), named), full)
    return Value(numbers.share(_cell(project, shares, group, full).share, language, decimals))


def _number(project: Handle, language: str, what: str, group: str = "", **named: Any) -> Value:
    from ..core import numbers
    from ..report.fill import Value

    if what == "documents":
        return Value(numbers.count(len(project.store.document_ids()), language))
    if what == "cases":
        return Value(numbers.count(len(project.cases), language))
    if what == "questions":
        main = [item for item in project.questions if item.parent is None and item.kind == "question"]
        return Value(numbers.count(len(main), language))
    if what == "codings":
        where = _request((), named).where
        coders = layer_or_all(project, str(named.get("coder", "")))
        return Value(numbers.count(len(selection.codings(project, replace(where, coders=coders))), language))
    if not group and "by" not in named:
        named["by"] = "-"
    if what in NUMBERS:
        if what == "words":
            units = selection.units(project, str(named.get("unit", "")), _request((), named).where)
            from ..core.text import words

            return Value(numbers.count(sum(words(unit.text) for unit in units), language))
        first = project.codes.categories((), None)[0]
        shares = _shares(project, _request((), named), first)
        group_name = _cell(project, shares, group, first).group
        found = next(g for g in shares.groups if g.group == group_name)
        return Value(numbers.count(found.informants if what == "informants" else found.units, language))
    try:
        full = project.codes.known(what)
    except UnknownName as error:
        raise UnknownName("number", what, [*NUMBERS, *(id for id, _ in project.codes)], slug="bad_field") from error
    shares = _shares(project, _request((), named), full)
    numerator = _cell(project, shares, group, full).numerator
    return Value(numbers.number(numerator, language) if numerator is None or numerator % 1 else
                 numbers.count(int(numerator), language))  # fmt: skip


def _quote(project: Handle, place: str) -> Value:
    from ..report.fill import Value

    address = addresses.parse(place)
    document = project.document(address.document)
    said = printed(project)
    pieces = (said(document.id, document.text, piece) for piece in pieces_of(document, address))
    words = " ".join(" ".join(piece.split()) for piece in pieces)
    return Value(words, quote=True)


def _table(project: Handle, language: str, name: str, *categories: str, **named: Any) -> Value:
    from ..report.fill import Value
    from . import named_reports, reports

    comparison = ("crosstab", "matrix", "ranking", "cooccurrence", "saturation")
    if name == "rank":
        name = "ranking"
    if name in comparison:
        report = _comparison(project, language, name, categories, named)
    elif name == "shares":
        report = reports.shares(project, _request(categories, named), language=language)
    elif name in named_reports.REPORTS:
        asked = _request(categories, named)
        report = named_reports.make(
            project, name, named_reports.ReportRequest(asked.where, language, asked.coder, asked.by)
        )
    else:
        raise UnknownName("table", name, (*comparison, *named_reports.REPORTS), slug="bad_field")
    tables: tuple[Table, ...] = report.tables
    if not tables:
        raise UsageError(f"the report {name} has no table here", slug="bad_field", hint="it is one of text alone")
    return Value(table=tables[0])


def _comparison(
    project: Handle, language: str, name: str, categories: tuple[str, ...], named: Mapping[str, Any]
) -> Report:
    """One of the comparisons; `codebook`, `sort`, `share` and `rank_by` are those of the commands."""
    from . import comparison_reports, comparisons

    options = {key: named[key] for key in ("codebook", "sort", "share", "rank_by", "count") if key in named}
    rest = {key: value for key, value in named.items() if key not in options}
    request = _request((*categories, *_several(options.get("codebook", ()))), rest)
    if name == "crosstab":
        usual = "codings" if request.by == comparisons.QUALIFIER else "units"
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


def _figure(project: Handle, language: str, name: str, *categories: str, **named: Any) -> Value:
    from ..report.fill import Value
    from . import figures

    request = _request(categories, named, ("kind", "width", "document"))
    drawn = figures.figure(
        project, name, request, language=language, document=str(named.get("document", "")),
        kind=str(named.get("kind", "")), width=named.get("width"),
    )  # fmt: skip
    return Value(figure=drawn)
