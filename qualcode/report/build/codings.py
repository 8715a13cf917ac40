"""Every coding as one row: the table that other programs, and `tag --from`, read."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import chain
from typing import Any

from ...core.case_map import joined
from ...core.model import Bundle, Coding
from ...core.table import Column, Report, Table
from ...core.text import proof_of
from ..wording import Words
from .lookup import Lookup

FORMAT = "qualcode/codings/1"


def codings_report(
    bundle: Bundle,
    *,
    language: str = "en",
    text: bool = True,
    created: str = "",
    rows_only: bool = False,
) -> Report:
    """The codings with everything that is known of each: where, who, what, how sure, and the words.

    Without `text` no word of a document is in it. A workbook has nothing but the rows: with `rows_only` the table for
    pages and the data for JSON are not made.
    """
    words = Words(language)
    study = Lookup(bundle, words)
    flat = _flat(study, text)
    return Report(
        words("codings.title"),
        () if rows_only else (_short(study, text),),
        language,
        "codings",
        {"format": FORMAT} if rows_only else {"format": FORMAT, "rows": flat.records()},
        created,
        flat=(flat,),
    )


def coding_rows(
    portions: Iterable[Bundle], *, language: str = "en", text: bool = True
) -> tuple[tuple[Column, ...], Iterator[tuple[Any, ...]]]:
    """The same table as columns and rows that come one after the other, from a study in portions.

    Every portion has all cases, so that the first says which attributes are columns.
    """
    words = Words(language)
    studies = (Lookup(portion, words) for portion in portions)
    first = next(studies)
    rows = (row for study in chain((first,), studies) for row in _rows(study, first.attributes, text))
    return _columns(words, first.attributes, text), rows


def _flat(study: Lookup, text: bool) -> Table:
    columns = _columns(study.words, study.attributes, text)
    return Table(columns, tuple(_rows(study, study.attributes, text)), study.words("codings.title"), "codings")


def _columns(words: Words, attributes: Sequence[str], text: bool) -> tuple[Column, ...]:
    return (
        Column("id", words("col.number"), "count"),
        *words.columns("address:address document title case case_name"),
        *(Column(f"case.{key}", key) for key in attributes),
        *words.columns(
            "speaker question turn:count page code:code code_name coder weight:number qualifier unsure memo"
        ),
        Column("quote", words("col.quote")) if text else Column("proof", "proof"),
        *words.columns("start:count stop:count created:date origin"),
    )


def _rows(study: Lookup, attributes: Sequence[str], text: bool) -> Iterator[tuple[Any, ...]]:
    """The cells of each coding, in the order of the columns."""
    here: tuple[str, int, int] | None = None
    place: tuple[Any, ...] = ()
    for coding in study.codings:
        span = coding.span
        if here != (coding.document, span.start, span.stop):  # several codes on one place come after each other
            here = (coding.document, span.start, span.stop)
            place = _place(study, coding, attributes)
        yield (
            coding.id,
            *place,
            coding.code,
            study.code_name(coding.code),
            coding.coder,
            coding.weight,
            coding.qualifier,
            coding.unsure,
            coding.memo,
            coding.quote if text else proof_of(coding.quote),
            span.start,
            span.stop,
            coding.created,
            coding.origin,
        )


def _place(study: Lookup, coding: Coding, attributes: Sequence[str]) -> tuple[Any, ...]:
    """What is known of where a coding stands, from `address` to `page`; the turn and the page are those it begins on.

    Where it reaches over several speakers, cases or questions, all of them stand in the cell.
    """
    document = study.documents.get(coding.document)
    turns, whose = study.turns_of(coding), study.whose(coding)
    cases = [study.case_map.cases[id] for id in whose if id in study.case_map.cases]
    page = document.page_at(coding.span.start) if document else None
    return (
        f"{coding.document}@{coding.span.start}-{coding.span.stop}",
        coding.document,
        document.title if document else "",
        joined(whose),
        joined(case.name for case in cases),
        *(joined(case.attributes.get(key, "") for case in cases) for key in attributes),
        joined(turn.speaker for turn in turns),
        joined(turn.question or "" for turn in turns),
        turns[0].index if turns else None,
        page.label if page else "",
    )


def _short(study: Lookup, text: bool) -> Table:
    """What fits on a page: the place as a reader cites it, who, what, by whom, the words."""
    words = study.words
    several = study.several_coders
    columns = [
        Column("address", words("col.address"), "address"),
        Column("case", words("col.case"), width=1.5),
        Column("code", words("col.code"), width=2),
        *([Column("coder", words("col.coder"))] if several else []),
        *([Column("quote", words("col.quote"), width=5)] if text else [Column("words", words("col.words"), "count")]),
    ]
    rows: list[tuple[Any, ...]] = []
    for coding in study.codings:
        qualifier = study.qualifier(coding)
        name = study.code_name(coding.code) + (f" ({qualifier})" if qualifier else "")
        rows.append(
            (
                study.address(coding),
                _who(study, coding),
                name,
                *([study.coder_name(coding.coder)] if several else []),
                coding.quote if text else _words_in(coding),
            )
        )
    caption = words("codings.caption", n=len(study.once))
    notes = (words("codings.stretches"),) if len(study.once) < len(rows) else ()
    return Table(tuple(columns), tuple(rows), caption, "codings", notes, wide=True)


def _who(study: Lookup, coding: Coding) -> str:
    """In whose material a coding stands; where that person does not speak there, who does."""
    named, role = joined(study.named(id) for id in study.whose(coding)), study.role_of(coding)
    return named if role in ("", "informant") else f"{named} ({study.words(f'role.{role}')})"


def _words_in(coding: Coding) -> int:
    from ...core.text import words as count_words

    return count_words(coding.quote)
