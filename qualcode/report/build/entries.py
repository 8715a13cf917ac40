"""The entries of a survey or a wall of slips as one table: each is too short to be read as a transcript."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import PurePosixPath
from typing import Any

from ...core.grouping import grouped
from ...core.model import Coding, Document, Turn
from ...core.table import Cell, Column, Table
from ...core.text import words as count_words
from .interviews import marks_by_turn
from .lookup import Lookup

FEWEST, LONGEST = 3, 60
"""So many entries make a table of a source whose entries have so many words at most, on average."""
MOST_ATTRIBUTES = 5


def by_table(documents: Sequence[Document]) -> dict[str, list[Document]]:
    """Documents by the file they come from: two surveys ask different things."""
    return grouped((document.source.path if document.source else "", document) for document in documents)


def are_entries(study: Lookup, documents: Sequence[Document]) -> bool:
    """Whether documents are rows of a table, each of them short: answers to a survey, or slips from a wall."""
    if len(documents) < FEWEST or any(document.kind in ("interview", "focus-group") for document in documents):
        return False
    if any(document.kind != "survey" and document.source is None for document in documents):
        return False
    return sum(study.word_counts[document.id] for document in documents) <= LONGEST * len(documents)


def entries_table(
    study: Lookup,
    documents: Sequence[Document],
    attribute_names: Mapping[str, str],
    value_names: Mapping[str, str],
    *,
    text: bool = True,
    coded: bool = True,
) -> Table:
    """A row an answer: whose it is, what is known of it, the words, the codes."""
    words = study.words
    cases = {document.id: study.case(document.id) for document in documents}
    attributes = [
        key for key in study.attributes if any(case and case.attributes.get(key) for case in cases.values())
    ][:MOST_ATTRIBUTES]  # fmt: skip
    numbers = {
        key
        for key in attributes
        if all((case.attributes.get(key, "") or "0").isdecimal() for case in cases.values() if case)
    }
    asked = _questions(documents)
    several = len(set(asked.values())) > 1
    columns = (
        Column("document", words("col.id")),
        *(Column(key, attribute_names.get(key, key), "count" if key in numbers else "text") for key in attributes),
        *([Column("question", words("col.question"), width=2)] if several else []),
        Column("text", words("col.text") if several or not asked else next(iter(asked.values())), width=5),
        *([Column("codes", words("col.codes"), width=2)] if coded else []),
    )
    rows: list[tuple[Any, ...]] = []
    for document in documents:
        case = cases[document.id]
        known = case.attributes if case else {}
        values = [
            (int(known[key]) if known.get(key) else None)
            if key in numbers
            else "; ".join(value_names.get(part.strip(), part.strip()) for part in known.get(key, "").split(";"))
            for key in attributes
        ]
        marked = marks_by_turn(study, document) if coded else {}
        said = [turn for turn in document.turns if turn.role != "interviewer"]
        for at, turn in enumerate(said):
            first = at == 0
            rows.append((
                document.id if first else "",
                *(values if first else [Cell("")] * len(attributes)),
                *([asked.get((document.id, turn.index), "")] if several else []),
                _words(study, document, turn, text),
                *([_codes(study, [coding for coding, _ in marked.get(turn.index, ())])] if coded else []),
            ))  # fmt: skip
    source = documents[0].source
    stem = PurePosixPath(source.path).stem if source else ""
    named = words("entries.caption" if documents[0].kind == "survey" else "entries.rows_caption")
    caption = f"{named}: {stem}" if stem else named
    return Table(columns, tuple(rows), caption, f"entries-{stem}" if stem else "entries", wide=len(columns) > 6)


def _questions(documents: Sequence[Document]) -> dict[tuple[str, int], str]:
    """The heading above each answer, which a survey's reader sets before it as what was asked."""
    found: dict[tuple[str, int], str] = {}
    for document in documents:
        heading = ""
        for turn in document.turns:
            if turn.role == "interviewer":
                heading = " ".join(turn.span.cut(document.text).split())
            elif heading:
                found[document.id, turn.index] = heading
    return found


def _words(study: Lookup, document: Document, turn: Turn, text: bool) -> str:
    said = turn.span.cut(document.text)
    return " ".join(said.split()) if text else study.words("interviews.left_out", n=count_words(said))


def _codes(study: Lookup, codings: Sequence[Coding]) -> str:
    told = []
    for coding in codings:
        qualifier = study.qualifier(coding)
        told.append(f"{study.code_name(coding.code)} ({qualifier})" if qualifier else study.code_name(coding.code))
    return "; ".join(dict.fromkeys(told))
