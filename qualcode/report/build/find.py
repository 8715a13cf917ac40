"""What a search found, on paper: words in their context, or passages with their codes."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

from ...core.model import Coding
from ...core.results.retrieval import Found, Hit, Passage
from ...core.table import Block, Column, Excerpt, Excerpts, Heading, Note, Report, Table
from ..wording import Words, capital

FORMAT = "qualcode/find/1"


def found_report(
    found: Found,
    *,
    language: str = "en",
    code_name: Callable[[str], str] = str,
    case_name: Callable[[str], str] = str,
    sort: str = "document",
    created: str = "",
) -> Report:
    """The hits of a search as a table of words in context, its passages as quotes.

    Passages sorted by code or case stand under a heading for each.
    """
    words = Words(language)
    places = len(found.hit_documents)
    note = Note(words("found.summary", query=found.query, n=len(found), documents=places, looked=found.documents))
    flat = _hits_table(found.hits, words) if found.hits else _passages_table(found.passages, words)
    blocks: list[Block] = [note]
    if found.hits:
        blocks.append(flat)
    else:
        for title, passages in _headed(found.passages, sort, code_name, case_name):
            if title:
                blocks.append(Heading(title, 1))
            blocks.append(Excerpts(tuple(_excerpt(passage, code_name, case_name, words) for passage in passages)))
    return Report(
        words("found.title"), tuple(blocks), language, "found", found_object(found), created, flat=(flat,)
    )  # fmt: skip


def _headed(
    passages: Sequence[Passage], sort: str, code_name: Callable[[str], str], case_name: Callable[[str], str]
) -> list[tuple[str, list[Passage]]]:
    gathered: dict[str, list[Passage]] = {}
    for passage in passages:
        titles = [code_name(passage.codes[0])] if sort == "code" else [""]
        if sort == "case":
            titles = list(dict.fromkeys(case_name(case) for case, _ in passage.chosen)) or titles
        for title in titles:
            gathered.setdefault(title, []).append(passage)
    return list(gathered.items())


def _excerpt(
    passage: Passage, code_name: Callable[[str], str], case_name: Callable[[str], str], words: Words
) -> Excerpt:
    memo = " · ".join(dict.fromkeys(coding.memo for coding in passage.codings if coding.memo))
    return Excerpt(
        passage.text,
        passage.unit or passage.address,
        _who(passage, case_name, words),
        tuple(_code_with_qualifier(coding, code_name) for coding in _distinct(passage.codings)),
        memo,
    )


def _who(passage: Passage, case_name: Callable[[str], str], words: Words) -> str:
    """Who says it: a case by what it is called, an interviewer by the label, whosever interview it is."""
    if passage.nobodys:
        role = words.known("role", passage.role)
        return f"{passage.speaker} ({role})" if passage.speaker and role else passage.speaker or capital(role)
    return ", ".join(map(case_name, passage.cases)) or passage.speaker


def _distinct(codings: Sequence[Coding]) -> list[Coding]:
    return list({(coding.code, coding.qualifier): coding for coding in codings}.values())


def _code_with_qualifier(coding: Coding, code_name: Callable[[str], str]) -> str:
    return code_name(coding.code) + (f" [{coding.qualifier}]" if coding.qualifier else "")


def _hits_table(hits: Sequence[Hit], words: Words) -> Table:
    return Table(hit_columns(words), tuple(map(hit_row, hits)), "", "found", wide=True)


def hit_columns(words: Words) -> tuple[Column, ...]:
    """What is told of a place, a row each."""
    return (
        Column("turn", words("col.place"), "address"),
        *words.columns("address:address speaker case page"),
        Column("before", words("col.before"), width=4),
        Column("match", words("col.match"), width=2),
        Column("after", words("col.after"), width=4),
    )


def hit_row(hit: Hit) -> tuple[Any, ...]:
    """The cells of a place, in the order of the columns."""
    line = _line(hit.before), _line(hit.match), _line(hit.after)
    return (hit.turn, hit.address, hit.speaker, hit.case, hit.page, *line)


def _line(text: str) -> str:
    return " ".join(text.split())


def _passages_table(passages: Sequence[Passage], words: Words) -> Table:
    return Table(passage_columns(words), tuple(passage_rows(passages)), "", "found", wide=True)


def passage_columns(words: Words) -> tuple[Column, ...]:
    """What is told of a coding of a passage, a row each."""
    return (
        *words.columns(
            "document:address address:address unit:address case speaker question page code:code coder "
            "weight:number qualifier unsure"
        ),
        Column("quote", words("col.quote"), width=6),
        Column("memo", words("col.memo"), width=3),
    )


def passage_rows(passages: Iterable[Passage]) -> Iterator[tuple[Any, ...]]:
    """The cells of each coding of each passage, in the order of the columns, as they come."""
    return (
        (
            passage.document, passage.address, passage.unit, passage.case, passage.speaker, passage.question,
            passage.page, coding.code, coding.coder, coding.weight, coding.qualifier, coding.unsure,
            passage.text, coding.memo,
        )
        for passage in passages
        for coding in passage.codings
    )  # fmt: skip


def quotes_table(
    passages: Sequence[Passage], words: Words, *, code_name: Callable[[str], str], case_name: Callable[[str], str]
) -> Table:
    """The passages for the running text: whose, where, the words, and which codes where not all have the same."""
    several = len({passage.codes for passage in passages}) > 1
    columns = [Column("case", words("col.case"), width=2), Column("unit", words("col.unit"), "address")]
    columns += [Column("code", words("col.code"), width=2)] * several
    columns.append(Column("quote", words("col.quote"), width=7))
    rows = []
    for passage in passages:
        codes = [_code_with_qualifier(coding, code_name) for coding in _distinct(passage.codings)]
        place = (_who(passage, case_name, words), passage.unit or passage.address)
        rows.append((*place, *["; ".join(codes)] * several, _line(passage.text)))
    return Table(tuple(columns), tuple(rows), "", "passages", wide=True)


def found_object(found: Found) -> dict[str, Any]:
    """The whole of it as `find --json` prints it."""
    return {
        "format": FORMAT,
        "query": found.query,
        "looked": {"documents": found.documents},
        "beside": dict(found.beside),
        "outside": found.outside,
        "matches": [hit_object(hit) for hit in found.hits],
        "passages": [passage_object(passage) for passage in found.passages],
    }


def hit_object(hit: Hit) -> dict[str, Any]:
    """A place as JSON has it."""
    return {
        "address": hit.address, "turn": hit.turn, "document": hit.document, "kind": hit.kind,
        "speaker": hit.speaker, "role": hit.role, "case": hit.case, "question": hit.question, "page": hit.page,
        "term": hit.term, "before": hit.before, "match": hit.match, "after": hit.after,
    }  # fmt: skip


def passage_object(passage: Passage) -> dict[str, Any]:
    """A passage with its codings as JSON has it."""
    return {
        "address": passage.address, "document": passage.document, "unit": passage.unit, "kind": passage.kind,
        "speaker": passage.speaker, "role": passage.role, "case": passage.case, "question": passage.question,
        "page": passage.page, "text": passage.text,
        "codings": [
            {
                "id": c.id, "code": c.code, "coder": c.coder, "weight": c.weight, "qualifier": c.qualifier,
                "unsure": c.unsure, "memo": c.memo, "start": c.span.start, "stop": c.span.stop, "origin": c.origin,
            }
            for c in passage.codings
        ],
    }  # fmt: skip


def counts_table(rows: Sequence[tuple[str, int, int, int]], by: str, words: Words) -> Table:
    """How many places in each group, with the documents and cases they stand in."""
    columns = (
        Column(by, words.known("col", by), width=3),
        *words.columns("places:count documents:count cases:count"),
    )
    return Table(columns, tuple(rows), "", "found-counts")
