"""Every coding as one row: the table that other programs, and `tag --from`, read."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from ...core.model import Bundle, Coding
from ...core.table import Column, Report, Table
from ..wording import Words
from .study import Study

FORMAT = "qualcode/codings/1"


def codings_report(
    bundle: Bundle,
    *,
    language: str = "en",
    codings: Iterable[Coding] | None = None,
    text: bool = True,
    created: str = "",
) -> Report:
    """The codings with everything that is known of each: where, who, what, how sure, and the words.

    `codings` restricts the table to some of them; without `text` no word of a document is in it.
    """
    words = Words(language)
    study = Study(bundle, words, codings)
    flat = _flat(study, text)
    return Report(
        words("codings.title"),
        (_short(study, text),),
        language,
        "codings",
        {"format": FORMAT, "rows": flat.records()},
        created,
        flat=(flat,),
    )


def _flat(study: Study, text: bool) -> Table:
    words = study.words
    attributes = study.attributes
    columns = [
        Column("id", words("col.number"), "count"),
        Column("address", words("col.address"), "address"),
        Column("document", words("col.document")),
        Column("title", words("col.title")),
        Column("case", words("col.case")),
        Column("case_name", words("col.case_name")),
        *(Column(f"case.{key}", key) for key in attributes),
        Column("speaker", words("col.speaker")),
        Column("question", words("col.question")),
        Column("turn", words("col.turn"), "count"),
        Column("page", words("col.page")),
        Column("code", words("col.code"), "code"),
        Column("code_name", words("col.code_name")),
        Column("coder", words("col.coder")),
        Column("weight", words("col.weight"), "number"),
        Column("qualifier", words("col.qualifier")),
        Column("unsure", words("col.unsure")),
        Column("memo", words("col.memo")),
        Column("quote", words("col.quote")),
        Column("start", words("col.start"), "count"),
        Column("stop", words("col.stop"), "count"),
        Column("created", words("col.created"), "date"),
        Column("origin", words("col.origin")),
    ]
    if not text:
        columns = [column for column in columns if column.key != "quote"]
    rows = []
    for coding in study.codings:
        document = study.documents.get(coding.document)
        turn = study.turn_of(coding)
        case = study.case(coding.document, turn.speaker if turn else "")
        page = document.page_at(coding.span.start) if document else None
        values: dict[str, Any] = {
            "id": coding.id,
            "address": f"{coding.document}@{coding.span.start}-{coding.span.stop}",
            "document": coding.document,
            "title": document.title if document else "",
            "case": case.id if case else "",
            "case_name": case.name if case else "",
            "speaker": turn.speaker if turn else "",
            "question": (turn.question if turn else "") or "",
            "turn": turn.index if turn else None,
            "page": page.label if page else "",
            "code": coding.code,
            "code_name": study.code_name(coding.code),
            "coder": coding.coder,
            "weight": coding.weight,
            "qualifier": coding.qualifier,
            "unsure": coding.unsure,
            "memo": coding.memo,
            "quote": coding.quote,
            "start": coding.span.start,
            "stop": coding.span.stop,
            "created": coding.created,
            "origin": coding.origin,
        }
        values |= {f"case.{key}": case.attributes.get(key, "") if case else "" for key in attributes}
        rows.append(tuple(values[column.key] for column in columns))
    return Table(tuple(columns), tuple(rows), words("codings.title"), "codings")


def _short(study: Study, text: bool) -> Table:
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
        case = study.case_of(coding)
        qualifier = study.qualifier(coding)
        name = study.code_name(coding.code) + (f" ({qualifier})" if qualifier else "")
        rows.append(
            (
                study.address(coding),
                study.case_name(case) if case else "",
                name,
                *([study.coder_name(coding.coder)] if several else []),
                coding.quote if text else _words_in(coding),
            )
        )
    caption = words("codings.caption", n=len(rows))
    return Table(tuple(columns), tuple(rows), caption, "codings", wide=True)


def _words_in(coding: Coding) -> int:
    from ...core.text import words as count_words

    return count_words(coding.quote)
