"""One file to documents: find the reader, read, decide who speaks, hand over.

Everything that is the same for all formats happens here, once: the checks on the file
itself, the cleaning of the text, offsets, pages, speakers, turns and questions.
"""

from __future__ import annotations

import hashlib
import re
from array import array
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..core.errors import DataError, ReadError, UnknownName
from ..core.languages import composed
from ..core.model import DOCUMENT_KINDS, Document, Page, Question, Source, Span, Turn
from ..core.numbering import unused
from ..core.text import identifier, trim, words
from .language import guess_language
from .readers import formats
from .readers.blocks import Block, Raw, Reader, ReaderOptions, clean, starts_of, whole
from .readers.choice import content_of, format_of
from .readers.line_numbers import without_line_numbers, without_page_feet
from .readers.quoted_mail import without_quoted_mail
from .readers.talk_tables import with_notes_apart
from .speakers.cues import captions_of, gather
from .speakers.decide import Wanted, decide
from .speakers.lined import Lined, lined
from .speakers.roles import MOST_SPEAKERS, FileFound, SpeakerFound
from .speakers.turns import build_turns

if TYPE_CHECKING:
    from .guide.match import QuestionMatch

READER_VERSION = "1"
ASKED = ("interview", "focus-group")
"""Kinds in which somebody asks; in notes of a meeting it is no doubt that nobody does."""


@dataclass(frozen=True)
class ReadRequest:
    """What a person may say about the files to read; None leaves it to the reader."""

    kind: str | None = None
    language: str | None = None
    speaker_style: str | None = None
    interviewer: tuple[str, ...] = ()
    speakers: Mapping[str, str] = field(default_factory=dict)
    """Label to role, to another label, or to `label/role`."""
    encoding: str | None = None
    pdf_engine: str | None = None
    comments: bool = False
    split: str | None = None
    """`respondent` or `question`, for tables of answers."""
    open: tuple[str, ...] = ()
    """Columns of a table, by title or number, that hold answers; all others then hold facts."""
    closed: tuple[str, ...] = ()
    """Columns of a table that hold facts, whatever they look like."""
    guide: tuple[Question, ...] = ()
    match: bool = True
    """Whether turns get the items of the guide that they ask; else they are only proposed."""
    extra: Mapping[str, Any] = field(default_factory=dict)
    """For readers of other packages."""


@dataclass(frozen=True)
class ReadResult:
    """One document, and what the person who adds it should be told."""

    document: Document
    found: FileFound
    matches: tuple[QuestionMatch, ...] = ()
    skipped: tuple[str, ...] = ()
    """Items of the guide that were not asked."""
    proposed: tuple[Turn, ...] = ()
    """The turns as they would be under the guide, where nobody has asked to match it."""
    case_attributes: Mapping[str, str] = field(default_factory=dict)
    """Facts about the respondent from a table of answers."""
    people: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    """By speaker, the same where a document is what all respondents answer to one question."""


def read_file(path: Path, request: ReadRequest | None = None, *, name: str | None = None) -> list[ReadResult]:
    """The documents of one file, most often one.

    `name` is the path to store (relative to the project). Raises ReadError with the reason
    for whatever cannot be read, UsageError for options that cannot be.
    """
    request = request or ReadRequest()
    path = Path(path)
    shown = name or str(path)
    data = content_of(path, shown)
    format_ = format_of(path, data, shown)
    extra = dict(request.extra)
    for option in ("split", "open", "closed"):
        if getattr(request, option):
            extra[option] = getattr(request, option)
    options = ReaderOptions(
        encoding=request.encoding, pdf_engine=request.pdf_engine, comments=request.comments, extra=extra
    )
    try:
        reader: Reader = format_.load()
        raws = [whole(raw) for raw in reader(data, shown, options)]
    except DataError as error:
        if error.slug != "plugin":
            raise
        raise ReadError(shown, error.message, slug=error.slug, hint=error.hint) from error
    except RecursionError:
        raise ReadError(shown, "nested too deeply", slug="too_deep") from None
    except MemoryError:
        raise ReadError(shown, "too large for this computer's memory", slug="too_large") from None
    source = Source(
        shown.replace("\\", "/").encode("utf-8", "backslashreplace").decode(),
        hashlib.sha256(data).hexdigest(),
        format_.name,
        READER_VERSION,
    )
    del data
    taken: set[str] = set()
    results = []
    for raw in raws:
        result = result_from(raw, request, source, _document_id(path, raw.name, taken))
        if not result.document.text.strip():
            raise ReadError(shown, "the file holds no text", slug="empty")
        results.append(result)
    if not results:
        raise ReadError(shown, "the file holds no text", slug="empty")
    return results


def result_from(raw: Raw, request: ReadRequest, source: Source, id: str) -> ReadResult:
    """Speakers, turns, pages and questions of what a reader handed on."""
    wanted = Wanted(request.speaker_style, request.interviewer, request.speakers)
    a_row = is_survey(raw)
    stated, fields = (None, dict(raw.attributes)) if a_row else stated_kind(raw.attributes)
    asked_for = request.kind or stated
    raw = without_line_numbers(without_page_feet(raw))
    raw = raw if a_row else without_quoted_mail(raw)
    kinds = {block.kind for block in raw.blocks}
    if "cell" in kinds and not a_row and asked_for not in ("document", "web"):
        raw = with_notes_apart(raw)
    if "cue" in kinds:
        raw = gather(raw, wanted)
    text, blocks, starts, notes = _compose(raw)
    doc = lined(text, blocks, starts)
    if a_row:
        turns, found = survey_turns(doc)
        kind = asked_for or "survey"
    else:
        dialogue = asked_for not in ("document", "web")
        decision = decide(doc, wanted, dialogue=dialogue)
        cues = None if decision.hits or wanted.style == "none" else captions_of(raw)
        if cues is not None:
            return result_from(cues, request, source, id)
        turns, found = build_turns(doc, decision, wanted, seek_questions=dialogue, kind=asked_for or "")
        kind = asked_for or _kind_of(found, id, raw.title, text)
        if kind not in ASKED:
            found = replace(found, doubt="")
    # What a document says of itself is a fact about it, not about who speaks; what stands beside a slip in its row, its
    # votes above all, is corrected in cases.csv as a respondent's answers are.
    of_somebody = kind in ASKED or a_row
    document = Document(
        id,
        raw.title.strip() or id,
        kind,
        text,
        request.language or guess_language(text) or raw.language,
        turns,
        _pages(raw, text, starts),
        replace(source, media_type=raw.media_type, encoding=raw.encoding),
        dict(raw.facts) if of_somebody else {**raw.facts, **fields},
        warnings=(*raw.warnings, *notes),
    )
    result = ReadResult(document, found, case_attributes=fields if of_somebody else {}, people=raw.people)
    return under_guide(result, request)


_GROUP = re.compile(
    r"fo[ck]us[ _-]?gr(?:oup|upp)|gruppe?[ _-]?(?:intervju|interview|samtal)|group[ _-]?(?:interview|discussion)",
    re.IGNORECASE,
)


def _kind_of(found: FileFound, id: str, title: str, text: str) -> str:
    """Who speaks tells what it is: many of whom nobody interviews the others are a meeting, several who are asked in
    what its file, its title or its first line calls a focus group are one."""
    if len(found.speakers) > MOST_SPEAKERS and not found.interviewer:
        return "meeting"
    called = " ".join([id, title, text[:200].split("\n")[0]])
    if _GROUP.search(called) and sum(speaker.role == "informant" for speaker in found.speakers) > 1:
        return "focus-group"
    return "interview" if found.speakers or found.questions else "document"


def under_guide(result: ReadResult, request: ReadRequest) -> ReadResult:
    """The result with its turns matched to the guide, or with what matching would make of them."""
    if not request.guide:
        return result
    from .guide.match import columns_apart, match_questions, skipped

    document = result.document
    if document.kind not in ("interview", "focus-group"):
        document = columns_apart(document, request.guide)
    turns, matches = match_questions(document, request.guide)
    if not request.match:
        asked = document.kind in ASKED and any(turn.role == "interviewer" for turn in document.turns)
        return replace(result, document=document, proposed=turns if asked and matches else ())
    if matches or document.kind != "survey":  # a column that the guide does not have keeps its own number
        document = replace(document, turns=turns)
    return replace(result, document=document, matches=matches, skipped=skipped(request.guide, matches))


def _document_id(path: Path, name: str, taken: set[str]) -> str:
    """Letters, digits, `-` and `_` of the file's name; what tells several documents apart after it."""
    stem = path.name
    found = formats.by_suffix(stem)
    if found is not None:
        fits = [suffix for suffix in found.suffixes if stem.lower().endswith(suffix)]
        stem = stem[: -len(max(fits, key=len))] if fits else stem
    id = identifier(f"{stem} {name}" if name else stem)
    unique = unused(id, lambda each: each.casefold() in taken)
    taken.add(unique.casefold())
    return unique


def _compose(raw: Raw) -> tuple[str, tuple[Block, ...], array[int], tuple[str, ...]]:
    """The document's text, and where each block begins in it."""
    blocks, notes = clean(raw)
    return raw.separated.join([block.text for block in blocks]), blocks, starts_of(blocks, len(raw.separated)), notes


def _pages(raw: Raw, text: str, starts: array[int]) -> tuple[Page, ...]:
    if not raw.pages:
        return ()
    begins: dict[int, int] = {}
    for start, block in zip(starts, raw.blocks, strict=True):
        if block.page is not None:
            begins.setdefault(block.page, start)
        for offset, page in block.page_breaks:
            begins.setdefault(page, start + offset)
    pages = []
    following = len(text)
    for index in range(len(raw.pages) - 1, -1, -1):
        start = min(begins.get(index, following), following)
        printed = raw.pages[index]
        pages.append(Page(index + 1, printed.label, Span(start, following), printed.approximate))
        following = start
    return tuple(reversed(pages))


def with_turns(document: Document, request: ReadRequest) -> Document:
    """The document with its turns, kind and language found; its text is not touched.

    `document.kind` and `document.language` are kept where they say something.
    """
    blocks = tuple([Block(line) for line in document.text.split("\n")])
    doc = lined(document.text, blocks, starts_of(blocks))
    wanted = Wanted(request.speaker_style, request.interviewer, request.speakers)
    dialogue = document.kind not in ("document", "web")
    decision = decide(doc, wanted, dialogue=dialogue)
    turns, found = build_turns(doc, decision, wanted, seek_questions=dialogue, kind=document.kind)
    return replace(
        document,
        turns=turns,
        kind=document.kind or _kind_of(found, document.id, document.title, document.text),
        language=document.language or guess_language(document.text) or "",
    )


def is_survey(raw: Raw) -> bool:
    """Whether the blocks are questions and answers of a table."""
    return bool(raw.blocks) and all(block.column and block.number for block in raw.blocks)


def survey_turns(doc: Lined) -> tuple[tuple[Turn, ...], FileFound]:
    """Headings ask, everything else answers; the item is the place of the column, from 1.

    Respondents who left a column empty keep the numbers of the others, as the numbers come from
    the table, not from the document.
    """
    turns: list[Turn] = []
    counted: dict[str, list[int]] = {}
    for start, block in zip(doc.starts, doc.blocks, strict=True):
        span = trim(doc.text, Span(start, start + len(block.text)))
        if span is None:
            continue
        asks = block.kind == "heading"
        role = "interviewer" if asks else "informant"
        turns.append(Turn(len(turns) + 1, composed(block.speaker), role, span, None, block.number or None))
        if block.speaker:
            tally = counted.setdefault(block.speaker, [0, 0, 0, 0])
            for place, value in enumerate((1, 1, 1, words(block.text))):
                tally[place] += value
    speakers = tuple(
        SpeakerFound(label, "informant", said[0], said[1], said[2], said[3]) for label, said in counted.items()
    )
    return tuple(turns), FileFound(speakers, "column")


# What people call the kinds of documents.

_KIND_WORDS = {  # in Danish, Norwegian, Swedish and English
    "interview": "interviews intervju intervjuer intervjuet intervjun samtale samtaler samtal enkeltinterview",
    "focus-group": "focusgroup focus_group fokusgruppe fokusgrupper fokusgrupp fokusgruppeinterview "
    "fokusgruppeintervju fokusgruppsintervju gruppeinterview gruppeintervju gruppintervju",
    "document": "documents dokument dokumenter dokumentet rapport report referat protokoll protokol policy "
    "styringsdokument",
    "observation": "observations observasjon observasjoner observationer observasjonsnotat observationsnotat",
    "survey": "surveys spørgeskema spørreskjema spørreundersøkelse spørgeskemaundersøgelse enkät enquete questionnaire",
    "notes": "note notat notater noter feltnote feltnoter feltnotat feltnotater anteckning anteckningar "
    "fältanteckningar fieldnotes",
    "web": "webpage website nettside nettsted nettartikkel webside webartikel webbsida webb artikel artikkel article",
    "workshop": "workshops verksted värkstad værksted arbejdsseminar arbeidsseminar seminar",
    "meeting": "meetings møde møder mødet møte møter möte möten träff træff treff træf",
    "other": "andet annet annat anden annen annan",
}
_KINDS = {word: kind for kind, words in _KIND_WORDS.items() for word in (kind, *words.split())}


def document_kind(word: str) -> str:
    """The kind of document that a word means: `intervju` is `interview`.

    Raises UnknownName with the nearest kinds for a word that means none.
    """
    key = word.strip().casefold().replace(" ", "-")
    kind = _KINDS.get(key) or _KINDS.get(key.replace("-", ""))
    if kind is None:
        raise UnknownName("kind of document", word, _KINDS, hint=f"kinds: {', '.join(DOCUMENT_KINDS)}")
    return kind


_KIND_FIELDS = ("kind", "type", "typ", "slags", "slag", "art", "dokumenttype", "dokumenttyp", "document type")


def stated_kind(fields: Mapping[str, str]) -> tuple[str | None, dict[str, str]]:
    """The kind that the fields at the head of a file say it is (`kind: møde`), and the fields without it."""
    for key, value in fields.items():
        if key.casefold() in _KIND_FIELDS:
            try:
                kind = document_kind(value)
            except UnknownName:
                continue
            return kind, {name: text for name, text in fields.items() if name != key}
    return None, dict(fields)
