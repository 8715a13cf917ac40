"""How words are quoted: what an editor puts in brackets, leaves out, or says in another language.

The text of a document never changes. These are notes at places of it, of a kind of their own; they
follow the words when a document is read again, and travel with the study as memos do.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from ..core import address as addresses
from ..core.errors import DataError, UsageError
from ..core.languages import primary
from ..core.model import Document, Memo, Span
from ..core.values import frozen
from ..store.store import now
from . import memos, quote_places

if TYPE_CHECKING:
    from .handle import Handle


@frozen
class Quote:
    """A place as it is quoted now."""

    address: str
    text: str
    """With what was put in, without what was left out."""
    original: str
    translations: tuple[tuple[str, str], ...]
    """Language and words."""
    edits: tuple[Memo, ...]
    """Everything that was done to it, in the order of the text."""


def insert(project: Handle, address: str, words: str, after: str = "") -> Quote:
    """Put an editor's words into every quote of a place: behind the words `after`, else at its end."""
    _not_empty(words, "--insert")
    return _keep(project, address, after, "insertion", words)


def leave_out(project: Handle, address: str, words: str) -> Quote:
    """Leave words of a place out of quotes; `(…)` stands there."""
    _not_empty(words, "--leave-out")
    return _keep(project, address, words, "omission", "(…)")


def translate(project: Handle, address: str, words: str, language: str, quote: str = "") -> Quote:
    """Give a place, or the words `quote` in it, in another language; an earlier translation into it is replaced."""
    _not_empty(words, "--translate")
    return _keep(project, address, quote, "translation", words, primary(language))


def clear(project: Handle, address: str) -> int:
    """Take back whatever was done to quotes of a place; how many that was. DataError (`nothing_there`) for none."""
    parsed, document, spans = _found(project, address)
    there = _edits_at(project, document, spans)
    if not there:
        raise DataError(
            f"{parsed}: nothing was put in, left out or translated there", slug="nothing_there",
            hint="`qualcode quote` lists every place that has something",
        )  # fmt: skip
    with project.writable.change("quote", project.coder) as change:
        for memo in there:
            change.delete("memo", memo.id)
        change.summary = f"{parsed}: {len(there)} taken back"
    return len(there)


def quote(project: Handle, address: str, language: str = "") -> Quote:
    """A place as it is quoted now."""
    from ..report.build.edits import Edits

    parsed, document, spans = _found(project, address)
    there = _edits_at(project, document, spans)
    known = Edits(there)
    translations = [memo for span in spans for memo in known.translations(document.id, span, language)]
    return Quote(
        str(parsed),
        " (…) ".join(known.edited(document.id, document.text, span).text.strip() for span in spans),
        " (…) ".join(span.cut(document.text).strip() for span in spans),
        tuple(dict.fromkeys((memo.language, memo.text) for memo in translations)),
        tuple(there),
    )


def every(project: Handle) -> list[Memo]:
    """Everything that was done to quotes, in the order of the material."""
    order = {id: at for at, id in enumerate(project.store.document_ids())}
    found = [memo for memo in project.store.memos("place") if memo.edits and memo.span is not None]
    return sorted(found, key=lambda memo: (order.get(memo.document, 0), memo.span or Span(0, 0), memo.id))


def _keep(project: Handle, address: str, words: str, kind: str, text: str, language: str = "") -> Quote:
    _, document, spans = _found(project, address)
    if words.strip():
        span = quote_places.quoted(document, words.strip(), spans)
    elif len(spans) == 1 or kind == "insertion":
        span = spans[-1]
    else:
        # An answer with somebody else's words in it is one quotation to its translator.
        span = Span(spans[0].start, spans[-1].stop)
    note = Memo(
        0, text.strip(), project.coder, now(), "place", document.id, span, "characters", span.cut(document.text),
        kind=kind, language=language,
    )  # fmt: skip
    same = [
        memo
        for memo in _edits_at(project, document, [span])
        if memo.span == span and memo.kind == kind and memo.language == language
    ]
    if kind == "insertion":
        same = [memo for memo in same if memo.text == note.text]
    with project.writable.change("quote", project.coder) as change:
        for memo in same:
            change.delete("memo", memo.id)
        memos.keep(project, change, note)
        change.summary = f"{kind} at {document.id}@{span.start}-{span.stop}"
    return quote(project, address, language)


def _found(project: Handle, address: str) -> tuple[addresses.Address, Document, list[Span]]:
    parsed = addresses.parse(address)
    document = project.document(parsed.document)
    if not (parsed.turns or parsed.answer or parsed.span):
        raise UsageError(
            f"{address} is a whole document: which words are quoted?", slug="bad_address",
            hint=f"{document.id}:3 is a turn, {document.id}#2 an answer; `qualcode show {document.id}` shows them",
        )  # fmt: skip
    return parsed, document, quote_places.spans_of(document, parsed)


def _edits_at(project: Handle, document: Document, spans: Sequence[Span]) -> list[Memo]:
    return [
        memo
        for memo in every(project)
        if memo.document == document.id and memo.span and any(memo.span.overlaps(span) for span in spans)
    ]


def _not_empty(words: str, option: str) -> None:
    if not words.strip():
        raise UsageError(f"{option} without words", slug="bad_option")


def printed(project: Handle) -> Callable[[str, str, Span], str]:
    """How the words at a place of a document are quoted: `printed(project)(document, text, span)`."""
    from ..report.build.edits import Edits

    known = Edits(project.store.memos("place"))
    return lambda document, text, span: known.edited(document, text, span).text
