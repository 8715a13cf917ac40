"""Quotes by code or by case, spread so that every informant is heard before any is heard twice."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence

from ...core.case_map import joined, values
from ...core.grouping import grouped
from ...core.model import Bundle, Coding
from ...core.results.common import people_called
from ...core.table import Block, Column, Excerpt, Excerpts, Heading, Note, Report, Table
from ...core.units import asked
from ...core.values import frozen
from ..wording import Words, capital
from .lookup import Lookup
from .memos import beside
from .quotes import LONGEST, hides, page, place, quoted, said_in_other_words, source_of, translation

FORMAT = "qualcode/excerpts/1"


def excerpts_report(
    bundle: Bundle,
    *,
    by: str = "code",
    language: str = "en",
    said_by: Callable[[Coding], Collection[str]] | None = None,
    limit: int | None = None,
    source: str = "name",
    longest: int = LONGEST,
    value_names: dict[str, str] | None = None,
    created: str = "",
) -> Report:
    """The coded words under each code (`by="code"`) or each informant (`by="case"`), those of several under each.

    `said_by` says which cases' words of a coding were asked for, where not all were: only they have headings.
    `limit` quotes under each heading, taken from every informant in turn. `source` says how the
    informant is named: `name`, `case` (the id), `none`, or an attribute such as `role`; with the last two
    nothing is printed that tells one informant from another. Quotes of more than `longest` words are cut.
    What codings say about their code (supports, contradicts) divides the quotes under it.
    """
    words = Words(language)
    study = Lookup(bundle, words)
    names = value_names or {}
    quoting = Quoting(study, source_of(study, source, names), hides(source), longest, not hides(source))
    if by != "case":
        groups = _by_code(study)
    elif quoting.hidden:
        groups = _by_attribute(study, said_by or study.whose, source, names)
    else:
        groups = _by_case(study, said_by or study.whose)
    called = _called(study)
    who = words.who(called)
    blocks: list[Block] = [] if limit is None else [Note(words("excerpts.note", **who))]
    rows = []
    heard: dict[str, int] = {}
    picked = []
    for title, name, found in groups:
        chosen = spread(study, found, limit, heard)
        picked.append((title, chosen))
        informants, quoted = _informants(study, found), _informants(study, chosen)
        rows.append((title, len(found), len(informants), len(chosen), len(quoted)))
        blocks.append(Heading(title, 1, name))
        said = words("count.codings", n=len(found))
        heard_from = words(f"count.{called}", n=len(quoted))
        blocks.append(Note(words("excerpts.spread", quotes=len(chosen), said=said, who=heard_from)))
        if quoting.memos:
            kind, _, key = name.partition("-")
            blocks += beside(study, kind, key)
        for judged, part in _by_qualifier(study, chosen) if by != "case" else [("", chosen)]:
            blocks.append(Excerpts(tuple(quoting.excerpt(coding, by != "case") for coding in part), judged))
    table = Table(
        (
            Column("heading", words("col.case" if by == "case" else "col.code"), width=3),
            Column("codings", words("col.codings"), "count"),
            Column("informants", words.heading(called), "count"),
            Column("quoted", words("col.quoted"), "count"),
            Column("informants_quoted", capital(words("col.quoted_of", **who)), "count"),
        ),
        tuple(rows),
        words("excerpts.table", **who),
        "excerpts-spread",
    )
    flat = _flat(quoting, picked)
    data = {"format": FORMAT, "by": by, "source": source, "rows": flat.records()}
    blocks.insert(0 if limit is None else 1, table)
    return Report(words("excerpts.title"), tuple(blocks), language, "excerpts", data, created, flat=(flat,))


@frozen
class Quoting:
    """How the quotes of one report are printed."""

    study: Lookup
    named: Callable[[Coding], str]
    """Who says it, as the reader shall see it."""
    hidden: bool = False
    """Whether nothing may tell which of several informants says it."""
    longest: int = LONGEST
    memos: bool = True

    def excerpt(self, coding: Coding, by_code: bool) -> Excerpt:
        """A coding as a quote with its source; under a code's heading the other codes there are named."""
        study = self.study
        here = [
            other.code
            for other in study.codings_on(coding.document, *(one.span for one in study.stretches(coding)))
            if not (by_code and other.code == coding.code)
        ]
        said = study.qualifier(coding)
        codes = (*([said] if said else []), *(study.code_name(code) for code in dict.fromkeys(here)))
        memo = coding.memo if self.memos else ""
        return Excerpt(
            self.words_of(coding), self.place(coding), self.named(coding), codes, memo, translation(study, coding)
        )  # fmt: skip

    def words_of(self, coding: Coding) -> str:
        return quoted(self.study, coding, self.longest, labels=not self.hidden)

    def place(self, coding: Coding) -> str:
        """Where it stands; of an informant who shall not be told apart, nothing."""
        document = self.study.documents.get(coding.document)
        if self.hidden and (document is None or document.kind not in ("document", "web")):
            return ""
        return place(self.study, coding)


_Group = tuple[str, str, list[Coding]]


def _by_code(study: Lookup) -> list[_Group]:
    found = grouped((coding.code, coding) for coding in study.once)
    return [(study.code_name(code), f"code-{code}", found[code]) for code in sorted(found, key=study.code_order)]


def _by_qualifier(study: Lookup, codings: Sequence[Coding]) -> list[tuple[str, list[Coding]]]:
    """The quotes under what they say about the code, in the order the codebook declares; one part without words
    where no coding says anything."""
    if not any(coding.qualifier for coding in codings):
        return [("", list(codings))]
    found = grouped((coding.qualifier, coding) for coding in sorted(codings, key=study.qualifier_order))
    unsaid = study.words("excerpts.no_qualifier")
    return [(capital(study.qualifier(part[0])) or unsaid, part) for part in found.values()]


def _by_case(study: Lookup, said_by: Callable[[Coding], Collection[str]]) -> list[_Group]:
    """The quotes of each case; a coding that reaches from one informant into another is each one's."""
    found = grouped((case, coding) for coding in study.once for case in said_by(coding))
    return [(study.named(id), f"case-{id}", codings) for id, codings in found.items()]


def _by_attribute(
    study: Lookup, said_by: Callable[[Coding], Collection[str]], source: str, names: Mapping[str, str]
) -> list[_Group]:
    """The quotes of all those with the same attribute, where cases shall not be told apart."""
    found: dict[str, list[Coding]] = {}
    for coding in study.once:
        cases = (study.case_map.cases.get(id) for id in said_by(coding))
        told = (values(case.attributes.get(source, "") if case else "") or ("",) for case in cases)
        for value in dict.fromkeys(value for each in told for value in each):
            found.setdefault(value, []).append(coding)
    unsaid = study.words("no_group")
    return [(names.get(value, value) or unsaid, f"case-{value}", codings) for value, codings in found.items()]


def _informants(study: Lookup, codings: Iterable[Coding]) -> set[str]:
    """Whose words are coded: both informants' where a coding reaches over two, nobody's of interviewers and labels."""
    return {who for coding in codings if study.role_of(coding) == "informant" for who in study.whose(coding)}


def _called(study: Lookup) -> str:
    """The word for those who are quoted, as `Accounting.who` has it for those who are counted."""
    quoted = {coding.document for coding in study.once}
    documents = [document for document in study.bundle.documents if document.id in quoted]
    return people_called(each.kind for each in documents) if all(map(asked, documents)) else "sources"


def spread(
    study: Lookup, codings: Sequence[Coding], limit: int | None, heard: dict[str, int] | None = None
) -> list[Coding]:
    """At most `limit` codings, one of each informant in turn; the same words are quoted once.

    The informants that were least quoted so far (`heard`, counted on) begin; words of several are chosen as the
    first one's, and all of them are heard. Of each the heaviest
    codings come first, then those nearest to the usual length under the code; words that overlap
    a quote already chosen are left out. The quotes are returned in the order of the material.
    """
    distinct: dict[tuple[str, int, int], Coding] = {}
    for coding in codings:
        distinct.setdefault((coding.document, coding.span.start, coding.span.stop), coding)
    every = list(distinct.values())
    heard = {} if heard is None else heard

    def hear(coding: Coding) -> None:
        for who in study.whose(coding):
            heard[who] = heard.get(who, 0) + 1

    if limit is None:
        for coding in every:
            hear(coding)
        return every
    lengths = sorted(len(coding.span) for coding in every)
    usual = lengths[len(lengths) // 2] if lengths else 0
    waiting = grouped((study.whose(coding)[0], coding) for coding in every)
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
                hear(chosen[-1])
    place = {id(coding): at for at, coding in enumerate(every)}
    return sorted(chosen, key=lambda coding: place[id(coding)])


def _overlap(first: Coding, second: Coding) -> bool:
    return first.document == second.document and first.span.overlaps(second.span)


def _flat(quoting: Quoting, groups: list[tuple[str, list[Coding]]]) -> Table:
    study, words = quoting.study, quoting.study.words
    told = not quoting.hidden
    columns = (
        Column("heading", words("col.title")),
        Column("code", words("col.code"), "code"),
        Column("qualifier", words("col.qualifier")),
        *([Column("case", words("col.case"))] if told else []),
        Column("source", words("col.case_name")),
        *words.columns("address:address page quote translation"),
        *([Column("memo", words("col.memo"))] if quoting.memos else []),
    )
    rows = [
        (
            title, c.code, c.qualifier, *([joined(study.whose(c))] if told else []), quoting.named(c),
            study.address(c) if quoting.place(c) else "", page(study, c) if quoting.place(c) else "",
            quoting.words_of(c), said_in_other_words(study, c), *([c.memo] if quoting.memos else []),
        )
        for title, chosen in groups
        for c in chosen
    ]  # fmt: skip
    return Table(columns, tuple(rows), words("excerpts.title"), "excerpts")
