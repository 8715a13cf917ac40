"""Quotes by code or by case, spread so that every informant is heard before any is heard twice."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from ...core.model import Bundle, Coding
from ...core.table import Block, Column, Excerpt, Excerpts, Heading, Note, Report, Table
from ..wording import Words
from .study import Study

FORMAT = "qualcode/excerpts/1"


def excerpts_report(
    bundle: Bundle,
    *,
    by: str = "code",
    language: str = "en",
    codings: Iterable[Coding] | None = None,
    limit: int | None = None,
    source: str = "name",
    value_names: dict[str, str] | None = None,
    memos: bool = True,
    created: str = "",
) -> Report:
    """The coded words under each code (`by="code"`) or each informant (`by="case"`).

    `limit` quotes under each heading, taken from every informant in turn. `source` says how the
    informant is named: `name`, `case` (the id), `none`, or an attribute such as `role`.
    """
    words = Words(language)
    study = Study(bundle, words, codings)
    named = _source(study, source, value_names or {})
    groups = _by_case(study) if by == "case" else _by_code(study)
    blocks: list[Block] = [Note(words("excerpts.note"))]
    rows = []
    heard: dict[str, int] = {}
    picked = []
    for title, name, found in groups:
        chosen = spread(study, found, limit, heard)
        picked.append((title, chosen))
        informants = {_speaker(study, coding) for coding in found}
        quoted = {_speaker(study, coding) for coding in chosen}
        rows.append((title, len(found), len(informants), len(chosen), len(quoted)))
        blocks.append(Heading(title, 1, name))
        blocks.append(Note(words("excerpts.spread", quotes=len(chosen), of=len(found), n=len(quoted))))
        blocks.append(Excerpts(tuple(excerpt(study, coding, named, by != "case", memos) for coding in chosen)))
    table = Table(
        (
            Column("heading", words("col.case" if by == "case" else "col.code"), width=3),
            Column("codings", words("col.codings"), "count"),
            Column("informants", words("col.informants"), "count"),
            Column("quoted", words("col.quoted"), "count"),
            Column("informants_quoted", words("col.informants_quoted"), "count"),
        ),
        tuple(rows),
        words("excerpts.table"),
        "excerpts-spread",
    )
    flat = _flat(study, picked, named)
    data = {"format": FORMAT, "by": by, "rows": flat.records()}
    blocks.insert(1, table)
    return Report(words("excerpts.title"), tuple(blocks), language, "excerpts", data, created, flat=(flat,))


_Group = tuple[str, str, list[Coding]]


def _by_code(study: Study) -> list[_Group]:
    found: dict[str, list[Coding]] = {}
    for coding in study.codings:
        found.setdefault(coding.code, []).append(coding)
    return [(study.code_name(code), f"code-{code}", found[code]) for code in sorted(found, key=study.code_order)]


def _by_case(study: Study) -> list[_Group]:
    found: dict[str, list[Coding]] = {}
    names: dict[str, str] = {}
    for coding in study.codings:
        key, names_key = _speaker(study, coding), study.case_of(coding)
        names[key] = study.case_name(names_key) if names_key else key
        found.setdefault(key, []).append(coding)
    return [(names[key], f"case-{key}", codings) for key, codings in found.items()]


def _speaker(study: Study, coding: Coding) -> str:
    case = study.case_of(coding)
    return case.id if case else coding.document


def spread(
    study: Study, codings: Sequence[Coding], limit: int | None, heard: dict[str, int] | None = None
) -> list[Coding]:
    """At most `limit` codings, one of each informant in turn; the same words are quoted once.

    The informants that were least quoted so far (`heard`, counted on) begin. Of each the heaviest
    codings come first, then those nearest to the usual length under the code; words that overlap
    a quote already chosen are left out. The quotes are returned in the order of the material.
    """
    distinct: dict[tuple[str, int, int], Coding] = {}
    for coding in codings:
        distinct.setdefault((coding.document, coding.span.start, coding.span.stop), coding)
    every = list(distinct.values())
    heard = {} if heard is None else heard
    if limit is None:
        for coding in every:
            heard[_speaker(study, coding)] = heard.get(_speaker(study, coding), 0) + 1
        return every
    lengths = sorted(len(coding.span) for coding in every)
    usual = lengths[len(lengths) // 2] if lengths else 0
    waiting: dict[str, list[Coding]] = {}
    for coding in every:
        waiting.setdefault(_speaker(study, coding), []).append(coding)
    for own in waiting.values():
        own.sort(key=lambda c: (-c.weight, abs(len(c.span) - usual), c.span, c.id))
    chosen: list[Coding] = []
    while len(chosen) < limit and any(waiting.values()):
        for speaker in sorted(waiting, key=lambda speaker: heard.get(speaker, 0)):
            own = waiting[speaker]
            while own and any(_overlap(own[0], other) for other in chosen):
                own.pop(0)
            if own and len(chosen) < limit:
                chosen.append(own.pop(0))
                heard[speaker] = heard.get(speaker, 0) + 1
    place = {id(coding): at for at, coding in enumerate(every)}
    return sorted(chosen, key=lambda coding: place[id(coding)])


def _overlap(first: Coding, second: Coding) -> bool:
    return first.document == second.document and first.span.overlaps(second.span)


def _source(study: Study, source: str, value_names: dict[str, str]) -> Callable[[Coding], str]:
    def name(coding: Coding) -> str:
        case = study.case_of(coding)
        if case is None or source == "none":
            return ""
        if source == "name":
            return study.case_name(case)
        if source == "case":
            return case.id
        value = case.attributes.get(source, "")
        return value_names.get(value, value)

    return name


def excerpt(study: Study, coding: Coding, named: Callable[[Coding], str], by_code: bool, memos: bool) -> Excerpt:
    """A coding as a quote with its source; under a code's heading the other codes there are named."""
    here = [
        other.code
        for other in study.codings_by_document.get(coding.document, ())
        if other.span.overlaps(coding.span) and not (by_code and other.code == coding.code)
    ]
    codes = tuple(study.code_name(code) for code in dict.fromkeys(here))
    return Excerpt(coding.quote, study.address(coding), named(coding), codes, coding.memo if memos else "")


def _flat(study: Study, groups: list[tuple[str, list[Coding]]], named: Callable[[Coding], str]) -> Table:
    words = study.words
    columns = (
        Column("heading", words("col.title")),
        Column("code", words("col.code"), "code"),
        Column("case", words("col.case")),
        Column("source", words("col.case_name")),
        Column("address", words("col.address"), "address"),
        Column("quote", words("col.quote")),
        Column("memo", words("col.memo")),
    )
    rows = [
        (title, c.code, _speaker(study, c), named(c), study.address(c), c.quote, c.memo)
        for title, chosen in groups
        for c in chosen
    ]
    return Table(columns, tuple(rows), words("excerpts.title"), "excerpts")
