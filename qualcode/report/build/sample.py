"""Who was interviewed and what was read: the sample table and the table of sources."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from pathlib import PurePosixPath
from typing import Any

from ...core.grouping import grouped
from ...core.model import Bundle, Case, Document
from ...core.numbers import NO_BREAK, typed
from ...core.table import Block, Cell, Column, Paragraph, Report, Table
from ...core.units import asked
from ..wording import Words
from .accounting import listed
from .entries import are_entries, by_table
from .lookup import Lookup, taken_in_turns

FORMAT = "qualcode/sample/1"


def sample_report(
    bundle: Bundle,
    *,
    language: str = "en",
    attribute_names: Mapping[str, str] | None = None,
    value_names: Mapping[str, str] | None = None,
    by: str = "",
    chosen: Collection[str] | None = None,
    begun: Collection[str] | None = None,
    created: str = "",
) -> Report:
    """The cases with their attributes and material, and the documents with their size; of a selection that leaves
    only some cases, those (`chosen`) and what they are part of. How many codings there are is not known of documents
    that nobody has begun (`begun` are those that somebody has).

    With `by`, first what each value of an attribute stands for: how many informants of each role, and how many
    sources of each other kind.

    The numbers come from the cases themselves, so that a slip in the text shows beside them.
    `attribute_names` and `value_names` give what is shown for an attribute and its values.
    """
    words = Words(language)
    study = Lookup(bundle, words, chosen=chosen, begun=begun)
    tables = sample_tables(study, attribute_names or {}, value_names or {})
    if by:
        tables.insert(0, composition(study, by, attribute_names or {}, value_names or {}))
    data = {"format": FORMAT, **{table.name: table.records() for table in tables}}
    return Report(title_of(study), tuple(tables), language, "sample", data, created)


def title_of(study: Lookup) -> str:
    """What the sample is called: of informants, of respondents where all fill in surveys, or of sources alone."""
    somebody = any(study.kind_of(case) == "informant" for case in study.listed) or any(
        map(asked, study.bundle.documents)
    )
    return study.words(f"sample.title_{study.people if somebody else 'sources'}")


def sample_tables(study: Lookup, attribute_names: Mapping[str, str], value_names: Mapping[str, str]) -> list[Table]:
    """One table of cases for each kind of case, and one of documents."""
    tables = []
    kinds = dict.fromkeys(study.kind_of(case) for case in study.listed)
    kinds.pop("entry", None)  # slips of a table are sources, and the appendix prints each with its words
    for kind in kinds:
        cases = [case for case in study.listed if study.kind_of(case) == kind]
        tables.append(_cases(study, kind, cases, attribute_names, value_names))
    tables.append(_documents(study))
    return tables


def _cases(
    study: Lookup, kind: str, cases: list[Case], attribute_names: Mapping[str, str], value_names: Mapping[str, str]
) -> Table:
    words = study.words
    attributes = [key for key in study.attributes if any(case.attributes.get(key) for case in cases)]
    counts = {key for key in attributes if _counted(case.attributes.get(key, "") for case in cases)}
    measures = {key: _decimals(case.attributes.get(key, "") for case in cases) for key in attributes}
    named = any(case.name and case.name != case.id for case in cases)
    columns = [
        Column("case", words("col.id")),
        *([Column("name", words("col.case_name"), width=2)] if named else []),
        *(
            Column(key, attribute_names.get(key, key), "count" if key in counts else "number", measures[key])
            if key in counts or measures[key]
            else Column(key, attribute_names.get(key, key))
            for key in attributes
        ),
        Column("documents", words("col.documents")),
        Column("words", words("col.words" if kind == "document" else "col.words_said"), "count"),
        Column("codings", words("col.codings"), "count"),
    ]
    said, reached = _said(study), _coded(study)
    coded = Counter(level for levels in reached for level in levels)
    within = grouped((level, each) for each in filter(study.leaves, study.bundle.cases) for level in study.levels(each))
    rows: list[tuple[Any, ...]] = []
    for case in cases:
        members = dict.fromkeys(member.document for each in within.get(case.id, ()) for member in each.members)
        documents = [id for id in members if id in study.documents]
        values = ((key, case.attributes.get(key, "")) for key in attributes)
        shown = [
            (int(value) if value else None)
            if key in counts
            else typed(value)
            if measures[key]
            else value_names.get(value, value)
            for key, value in values
        ]
        name = [study.case_name(case) if case.name else ""] if named else []
        rows.append(
            (
                case.id,
                *name,
                *shown,
                ", ".join(documents),
                sum(map(study.word_counts.__getitem__, documents)) if kind == "document" else said.get(case.id, 0),
                study.coded_in(documents, coded[case.id]),
            )
        )
    here = {case.id for case in cases}
    total = (
        words("sample.total", n=len(cases)).replace(" ", NO_BREAK),
        *(Cell("") for _ in columns[:-3]),
        sum(row[-2] for row in rows),
        _known_sum(rows) and sum(not levels.isdisjoint(here) for levels in reached),  # of two once
    )
    caption = words.heading(study.called(cases)) if kind == "informant" else words.known("sample.cases", kind)
    if caption == kind:
        caption = words("sample.cases.other", kind=kind)
    at = len(rows)
    return Table(
        tuple(columns), (*rows, total), caption, f"sample-{kind}", bold_rows=frozenset({at}), rules=frozenset({at}),
        notes=_unsure(study), wide=len(columns) > 8,
    )  # fmt: skip


def _known_sum(rows: Sequence[Sequence[Any]]) -> int | None:
    """The last column in sum; None where nothing of it is known."""
    known = [row[-1] for row in rows if row[-1] is not None]
    return sum(known) if known or not rows else None


def _unsure(study: Lookup) -> tuple[str, ...]:
    """A note where it is not settled who asks: whose words are counted rests on it."""
    note = unsure_note(study.bundle.documents, study.words)
    return (note,) if note else ()


def unsure_note(documents: Iterable[Document], words: Words) -> str:
    """The sentence that names the documents in which it is not settled who asks; empty where all is clear."""
    doubtful = [document.id for document in documents if document.doubt]
    return words("account.unsure", documents=listed(doubtful, words)) if doubtful else ""


ROLES = ("role", "rolle", "roll", "position", "stilling", "befattning", "funktion", "funksjon", "title", "titel")


def role_attribute(study: Lookup, by: str) -> str:
    """The attribute that says who an informant is: one called so, else the first of words that several share."""
    informants = [case for case in study.bundle.cases if case.id not in study.case_map.holding]
    candidates = []
    for key in study.attributes:
        values = [value for case in informants if (value := case.attributes.get(key, ""))]
        if key != by and values and not _counted(values):
            if key.casefold() in ROLES:
                return key
            if len(set(values)) < len(values):
                candidates.append(key)
    return candidates[0] if candidates else ""


def composition(study: Lookup, by: str, attribute_names: Mapping[str, str], value_names: Mapping[str, str]) -> Table:
    """What each group consists of, counted from cases and documents: "Director: 1, Middle manager: 3"."""
    words = study.words
    role = role_attribute(study, by)
    people: dict[str, Counter[str]] = {}
    sources: dict[str, Counter[str]] = {}
    known: set[str] = set()
    for document in study.bundle.documents:
        for turn in document.turns if asked(document) else ():
            case = study.case(document.id, turn.speaker) if turn.role == "informant" else None
            if (
                case is None
                or not study.leaves(case)
                or (person := study.case_map.person(document, turn.speaker, case.id)) in known
            ):
                continue
            known.add(person)
            for value in _values(study, case, by):
                people.setdefault(value, Counter())[study.attribute(case, role) if role else ""] += 1
    for document in study.bundle.documents:
        if asked(document):
            continue
        owner = study.case(document.id)
        for value in _values(study, owner, by) if owner else [document.attributes.get(by, "")]:
            sources.setdefault(value, Counter())[document.kind] += 1
    order = [value for case in study.bundle.cases for value in _values(study, case, by)]
    groups = [value for value in dict.fromkeys([*order, *people, *sources]) if value in people or value in sources]
    rows: list[tuple[Any, ...]] = []
    planned = _planned(study, by)
    ordered = sorted(groups, key=lambda value: not value)
    for group in ordered:
        roles = people.get(group, Counter())
        told = [f"{value_names.get(value, value)}: {words.form(n)}" for value, n in roles.items() if value]
        kinds = [f"{words.known('kind', kind)}: {words.form(n)}" for kind, n in sources.get(group, Counter()).items()]
        rows.append((
            value_names.get(group, group) or words("no_group"), *([planned.get(group)] if planned else []),
            sum(roles.values()), *([", ".join(told)] if role else []), ", ".join(kinds),
        ))  # fmt: skip
    columns = (
        Column("group", attribute_names.get(by, by)),
        *([Column("planned", words("sample.planned"), "count")] if planned else []),
        Column("informants", words("sample.carried_out") if planned else words.heading(study.people), "count"),
        *([Column("roles", attribute_names.get(role, role), width=3)] if role else []),
        Column("sources", words("sample.sources"), width=2),
    )
    caption = words("sample.by", by=attribute_names.get(by, by))
    return Table(columns, tuple(rows), caption, "sample-by", notes=_unsure(study))


PLANNED = ("planned", "planlagt", "planlagte", "planerad", "planerade", "planerat")
"""How a column is called that says how many interviews were planned: its first word."""


def _planned(study: Lookup, by: str) -> dict[str, int]:
    """How many interviews were planned in each group, where cases.csv says so: plan and work stand side by side."""
    key = next((name for name in study.attributes if name.casefold().replace("_", " ").split(" ")[0] in PLANNED), "")
    found: dict[str, int] = {}
    for case in study.listed if key else ():
        number = case.attributes.get(key, "").strip()
        if number.isdecimal():
            for value in _values(study, case, by):
                found[value] = found.get(value, 0) + int(number)
    return found


def _values(study: Lookup, case: Case, by: str) -> list[str]:
    cases = study.case_map.cases
    holder = next((id for id in study.levels(case) if cases[id].kind == by), "")
    text = study.attribute(case, by) or holder
    return [part for each in text.split(";") if (part := each.strip())] or [""]


def _counted(values: Iterable[str]) -> bool:
    """Whether an attribute is a number to be aligned and grouped; years are names, not numbers."""
    found = [value for value in values if value]
    return all(value.isascii() and value.isdigit() for value in found) and not all(
        1900 <= int(value) <= 2100 for value in found
    )


def _decimals(values: Iterable[str]) -> int:
    """With how many decimals an attribute is measured, such as full-time equivalents; 0 where it is no such number."""
    found = [value for value in values if value]
    if any(typed(value) is None for value in found):
        return 0
    return max((len(value.replace(",", ".").partition(".")[2]) for value in found), default=0)


def _said(study: Lookup) -> dict[str, int]:
    """How many words each case says: its informants' speech."""
    from ...core.text import words as count_words

    found: dict[str, int] = {}
    for document in study.bundle.documents:
        for turn in document.turns:
            if turn.role == "informant":
                case = study.case(document.id, turn.speaker, turn.span)
                for level in study.levels(case) if case is not None and study.leaves(case) else ():
                    found[level] = found.get(level, 0) + count_words(turn.span.cut(document.text))
    return found


def _coded(study: Lookup) -> list[set[str]]:
    """The cases whose words each coding stands on, and those they are part of."""
    return [
        {level for case in study.cases_of(one) if study.leaves(case) for level in study.levels(case)}
        for one in study.once
    ]


def _documents(study: Lookup) -> Table:
    words = study.words
    documents = study.bundle.documents
    dated = any(document.attributes.get("date") for document in documents)
    paged = any(document.pages for document in documents)
    turned = any(map(taken_in_turns, documents))
    columns = [
        Column("document", words("col.id")),
        Column("title", words("col.title"), width=3),
        Column("kind", words("col.kind")),
        *([Column("date", words("col.date"), "date")] if dated else []),
        *([Column("pages", words("col.pages"), "count")] if paged else []),
        *words.columns("turns:count " * turned + "words:count codings:count"),
    ]
    rows: list[tuple[Any, ...]] = []
    tables = _filled_in(study, documents)
    for path, entries in tables.items():
        texts = [[None] if dated else [], [None] if paged else []]
        kind = words.known("kind", entries[0].kind)
        rows.append((
            PurePosixPath(path).stem,
            words.sources("survey", study.number(entries)) if entries[0].kind == "survey"
            else words("entries.rows", n=len(entries)),
            kind,
            *texts[0], *texts[1], *([_turns(entries)] if turned else []),
            sum(study.word_counts[each.id] for each in entries), study.coded_in(each.id for each in entries),
        ))  # fmt: skip
    told = {each.id for entries in tables.values() for each in entries}
    for document in documents:
        if document.id in told:
            continue
        approximate = any(page.approximate for page in document.pages)
        pages = None if approximate or not document.pages else len(document.pages)
        rows.append(
            (
                document.id,
                document.title,
                words.known("kind", document.kind),
                *([document.attributes.get("date") or None] if dated else []),
                *([pages] if paged else []),
                *([_turns([document])] if turned else []),
                study.word_counts[document.id],
                study.coded_in([document.id]),
            )
        )
    at = len(rows)
    turns = [_turns(documents)] if turned else []
    total = (
        words("sample.total", n=sum(study.kinds().values())).replace(" ", NO_BREAK),
        *[Cell("")] * (len(columns) - len(turns) - 3),
        *turns,
        sum(row[-2] for row in rows),
        _known_sum(rows),
    )
    return Table(
        tuple(columns), (*rows, total), words("sample.documents"), "sample-documents", bold_rows=frozenset({at}),
        rules=frozenset({at}),
    )  # fmt: skip


def _turns(documents: Iterable[Document]) -> int | Cell:
    """How many turns are taken in documents; blank where nobody takes any."""
    counts = [len(document.turns) for document in documents if taken_in_turns(document)]
    return sum(counts) if counts else Cell("")


def _filled_in(study: Lookup, documents: Sequence[Document]) -> dict[str, list[Document]]:
    """Answers and slips by the table they are rows of: a source each would fill pages and say nothing."""
    tables = by_table([document for document in documents if document.source is not None and document.source.path])
    surveys = {
        path for path, rows in tables.items() if all(row.kind == "survey" for row in rows) and study.number(rows) > 1
    }
    return {path: rows for path, rows in tables.items() if path in surveys or are_entries(study, rows)}


def sample_sentences(study: Lookup, by: str, value_names: Mapping[str, str]) -> list[Block]:
    """The sample in a sentence, counted from the cases in the material: "8 informants: 3 directors and 5 managers".

    A case of several values is in the group of each.
    """
    words = study.words
    informants = [
        case for case in study.listed
        if study.kind_of(case) == "informant" and any(member.document in study.documents for member in case.members)
    ]  # fmt: skip
    if not informants:
        return []
    groups: dict[str, int] = {}
    for case in informants:
        for value in filter(None, _values(study, case, by) if by else ()):
            groups[value] = groups.get(value, 0) + 1
    people = words(f"count.{study.called(informants)}", n=len(informants))
    if not groups:
        return [Paragraph(words("method.informants", n=len(informants), people=people))]
    parts = [words("method.group", group=value_names.get(value, value), n=n) for value, n in groups.items()]
    return [Paragraph(words("method.informants_by", n=len(informants), people=people, groups=words.listed(parts)))]
