"""The study in portions of a bounded size: what lets a million codings be written out in little memory."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from ..core.choices import Where
from ..core.model import Bundle
from ..store.counts import counts_by_document
from . import selection

if TYPE_CHECKING:
    from .handle import Handle

MOST_CODINGS = 10_000
MOST_TEXT = 5_000_000
"""Codings, and characters of text, that a portion has at most, unless a single document has more."""


def document_ids(project: Handle, where: Where) -> list[str]:
    """The documents that a selection reaches, without reading their texts where that can be told."""
    if where.cases or where.attributes:
        return [document.id for document in selection.bundle(project, replace(where, codes=())).documents]
    where = selection.checked(project, where)
    return list(where.documents) or project.store.document_ids()


def portions(project: Handle, where: Where, progress: Callable[[int, int], None] | None = None) -> Iterator[Bundle]:
    """The study some documents at a time, in their order, each portion with the codings of its documents.

    Books, cases, coders and questions are in every portion; memos and assignments are in none.
    """
    shared = Bundle(
        name=project.settings.name,
        language=project.settings.language,
        documents=(),
        codebooks=tuple(project.codes.books.values()),
        codings=(),
        coders=tuple(coder for coder, _ in project.store.coders()),
        cases=project.cases,
        questions=project.questions,
    )
    every = document_ids(project, where)
    done = 0
    for ids in _divided(project, every):
        if progress is not None:
            progress(done, len(every))
        done += len(ids)
        inside = replace(where, documents=tuple(ids))
        texts = tuple(project.document(id) for id in ids)
        yield replace(shared, documents=texts, codings=tuple(selection.codings(project, inside)))


def _divided(project: Handle, ids: Sequence[str]) -> Iterator[list[str]]:
    codings = {id: count for id, (_, count) in counts_by_document(project.store).items()}
    lengths = {source["id"]: source["length"] for source in project.store.sources()}
    portion: list[str] = []
    many = long = 0
    for id in ids:
        if portion and (many + codings[id] > MOST_CODINGS or long + lengths[id] > MOST_TEXT):
            yield portion
            portion, many, long = [], 0, 0
        portion.append(id)
        many, long = many + codings[id], long + lengths[id]
    if portion or not ids:
        yield portion
