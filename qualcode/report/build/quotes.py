"""The words of a coding as a thesis prints them: the informant's own, short enough to read, and where they stand."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from ...core.model import Coding, Document, Span
from ...core.text import sentences
from ...core.text import words as count_words
from .edits import CUT, translated
from .lookup import Lookup

LONGEST = 120
"""Words of the longest quote that is printed whole; APA sets 40 as a block, two pages is nobody's quote."""

PUBLISHED = ("author", "title", "publisher", "date", "address")
"""The attributes of a document by which a reader finds it, in the order in which they are cited."""


def quoted(study: Lookup, coding: Coding, longest: int = LONGEST, *, labels: bool = True) -> str:
    """The coded words without what the interviewer says between them, cut to `longest` words (0: never).

    Without `labels` the names that stand between the words of several informants are left out.
    """
    document = study.documents.get(coding.document)
    if document is None:
        return coding.quote
    pieces = _own(study, coding, document, labels)
    if longest and sum(count_words(piece.cut(document.text)) for piece in pieces) > longest:
        return _telling(study, coding, document, pieces, longest)
    return _joined([_printed(study, document, piece) for piece in pieces])


def _printed(study: Lookup, document: Document, span: Span) -> str:
    """Words as they are quoted: with what an editor has put in, without what she has left out."""
    return study.edits.edited(document.id, document.text, span).text.strip()


def _joined(parts: Sequence[str]) -> str:
    """Parts with the sign of what is left out between them, once."""
    found: list[str] = []
    for part in parts:
        if found and not (found[-1].endswith(CUT) or part.startswith(CUT)):
            found.append(CUT)
        found.append(part)
    return " ".join(found)


def said_in_other_words(study: Lookup, coding: Coding) -> str:
    """The translation of a coding's words alone."""
    found = study.edits.translations(coding.document, coding.span, study.words.language)
    return " ".join(memo.text for memo in found)


def translation(study: Lookup, coding: Coding) -> str:
    """The words of a coding in another language, as the line under the quote says it; empty where there is none."""
    return translated(study.edits.translations(coding.document, coding.span, study.words.language), study.words)


def _own(study: Lookup, coding: Coding, document: Document, labels: bool) -> list[Span]:
    """The stretches of a coding that an informant says; all of it where there are no turns or nobody else speaks."""
    return [piece for one in study.stretches(coding) for piece in _of_informants(document, one.span, labels)]


def _of_informants(document: Document, span: Span, labels: bool) -> list[Span]:
    pieces: list[Span] = []
    between, last = False, ""
    for turn in document.turns_on(span):
        if turn.role != "informant":
            between = True
            continue
        piece = turn.span.common(span)
        if pieces and not between and (labels or turn.speaker == last):
            piece = Span(pieces.pop().start, piece.stop)
        pieces.append(piece)
        between, last = False, turn.speaker
    return pieces or [span]


def _telling(study: Lookup, coding: Coding, document: Document, pieces: Sequence[Span], longest: int) -> str:
    """The sentences that were coded more closely, then the first ones, until `longest` words; in their order."""
    said = [each for piece in pieces for each in sentences(document.text, piece, document.language)]
    closer = [
        other.span
        for one in study.stretches(coding)
        for other in study.codings_on(coding.document, one.span)
        if len(other.span) < len(one.span)
    ]
    order = sorted(range(len(said)), key=lambda at: (not any(said[at].overlaps(span) for span in closer), at))
    kept: list[int] = []
    room = longest
    for at in order:
        size = count_words(said[at].cut(document.text))
        if kept and size > room:
            break
        kept.append(at)
        room -= size
    kept.sort()
    parts: list[str] = [CUT] if kept[0] > 0 else []
    for before, at in zip([None, *kept], kept, strict=False):
        if before is not None and at > before + 1 and parts[-1] != CUT:
            parts.append(CUT)
        parts.append(_shortened(_printed(study, document, said[at]), longest))
    if kept[-1] < len(said) - 1 and not parts[-1].endswith(CUT):
        parts.append(CUT)
    return " ".join(parts)


def _shortened(sentence: str, longest: int) -> str:
    """One sentence that is itself too long ends after so many words: speech has no full stops."""
    words = sentence.split()
    return sentence if len(words) <= longest else f"{' '.join(words[:longest])} {CUT}"


def page(study: Lookup, coding: Coding) -> str:
    """The page of the original that a coding begins on, as printed there; empty where pages are not known."""
    document = study.documents.get(coding.document)
    found = document.page_at(coding.span.start) if document is not None and document.pages else None
    if found is None or document is None or len(document.pages) < 2:
        return ""
    return study.words("quote.page", page=found.label)


def place(study: Lookup, coding: Coding) -> str:
    """Where a coding stands: its address, and the page where one is known: "Strategien:6, s. 3"."""
    addresses = dict.fromkeys(study.address(one) for one in study.stretches(coding))
    return ", ".join(part for part in (*addresses, page(study, coding)) if part)


def published(document: Document) -> str:
    """How a source that was published is cited: author, title, publisher, date, address; else empty."""
    known = document.attributes
    if not (known.get("author") or known.get("address")):
        return ""
    told = {**known, "title": known.get("title") or document.title}
    named = ": ".join(told[key] for key in ("author", "title") if told.get(key))
    issue = ", ".join(told[key] for key in ("publisher", "date") if told.get(key))
    return ". ".join(part.rstrip(".") for part in (named, issue, told.get("address", "")) if part)


def source_of(study: Lookup, source: str, value_names: dict[str, str]) -> Callable[[Coding], str]:
    """Who or what a quote is from: by `name`, `case` (the id), `none`, or an attribute such as `role`.

    A published source has nothing to hide, so it is cited as such whatever is asked for people. What an interviewer
    says is the interviewer's, whosever interview it is.
    """

    def name(coding: Coding) -> str:
        document = study.documents.get(coding.document)
        if document is not None and (cited := published(document)):
            return cited
        if document is not None and (role := study.role_of(coding)) != "informant":  # nobody's words are another's
            return study.words(f"role.{role}").capitalize() if role == "interviewer" and source != "none" else ""
        cases = study.cases_of(coding)
        if not cases:
            spoken = document is not None and document.kind in ("interview", "focus-group", "survey")
            return "" if spoken or source != "name" or document is None else document.title
        if source == "none":
            return ""
        if source == "name":
            named = [study.case_name(case) for case in cases]
        elif source == "case":
            named = [case.id for case in cases]
        else:
            values = [case.attributes.get(source, "") for case in cases]
            named = [value_names.get(value, value) for value in values]
        return ", ".join(filter(None, dict.fromkeys(named)))

    return name


def hides(source: str) -> bool:
    """Whether quotes shall not show which of several informants says them."""
    return source not in ("name", "case")
