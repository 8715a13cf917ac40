"""PDF files: text in reading order, without what only the paper needed.

pdfium gives the lines, fast; pdfminer.six gives them where pdfium cannot open a file, or when
it is asked for. Then, the same for both: margins away, columns in order, lines into
paragraphs, words broken at line ends put together.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from qualcode.core.container import kind_of

from ....core.errors import ReadError, UsageError, printable
from ..blocks import Raw, RawPage, ReaderOptions
from . import miner as pdf_miner
from . import pdfium as pdf_pdfium
from .code_names import in_words, take_code_names, take_left_names
from .hyphens import HyphenDecision, Hyphens
from .lines import CONTROL, PageLines, join_on_row, spell_out, without_stretched_blanks
from .margins import Margins, take_margins
from .order import by_columns, columns_of, downwards, runs_upwards
from .paragraphs import Paragraphs
from .ruled import in_tables, take_tables

MEDIA_TYPE = "application/pdf"
ENGINES = ("pdfium", "pdfminer")
UNSURE_SHOWN = 20
"""How many unsure hyphens the warnings list one by one."""


def read(content: bytes, name: str, options: ReaderOptions) -> list[Raw]:
    """One Raw with the paragraphs, headings, captions and footnotes of a PDF.

    `options.extra["hyphens"]` may map a word as broken (`data-drevet`) to `join`, `keep` or
    `space`, against what was decided. Raises ReadError for what is protected, damaged or
    without any text, UsageError for an unknown engine.
    """
    return [_read(content, name, options)[0]]


def hyphen_decisions(content: bytes, name: str, options: ReaderOptions) -> list[HyphenDecision]:
    """What was decided about every hyphen at a line's end, in reading order."""
    return _read(content, name, options)[1]


def _read(content: bytes, name: str, options: ReaderOptions) -> tuple[Raw, list[HyphenDecision]]:
    found = kind_of(content)
    if found == "empty":
        raise ReadError(name, "empty file", slug="empty_file")
    if found != "pdf":
        raise ReadError(name, "not a PDF: the file does not begin as one")
    engine = options.pdf_engine
    if engine not in (None, *ENGINES):
        raise UsageError(f"PDF engine {engine!r}: expected {' or '.join(ENGINES)}")
    warnings: list[str] = []
    pages = _lines(content, name, engine, warnings)
    if all(page.empty for page in pages):
        raise ReadError(
            name,
            "no text layer (scanned?): run OCR first",
            slug="no_text_layer",
            hint="ocrmypdf scanned.pdf with-text.pdf, or the text recognition of the scanner's program",
        )
    for page in pages:
        for line in page.lines:
            if not line.text.isprintable():
                line.text = line.text.translate(CONTROL)
            if not line.text.isascii():
                spell_out(line)
    take_tables(pages)
    for page in pages:
        for line in page.lines:
            without_stretched_blanks(line)
    names = take_left_names(pages)
    margins = take_margins(pages)
    names += take_code_names(pages)
    _order(pages, warnings)
    hyphens = Hyphens((line.text for page in pages for line in (*page.body, *in_tables(page))), _chosen(options.extra))
    paragraphs = Paragraphs(pages, hyphens, options.footnotes)
    blocks = paragraphs.blocks()
    if not blocks:
        raise ReadError(name, "no text layer (scanned?): run OCR first", slug="no_text_layer")
    if paragraphs.notes_left_out:
        warnings.append(f"left out: footnotes {paragraphs.notes_left_out}")
    warnings += [*_margin_warnings(margins), *in_words(names)]
    empty = [str(index + 1) for index, page in enumerate(pages) if page.empty]
    if empty:
        warnings.append(f"no text layer on {_pages(empty)} of {len(pages)} (scanned or blank)")
    warnings += _hyphen_warnings(hyphens.decisions)
    title, language = _facts(content)
    raw = Raw(
        tuple(blocks),
        tuple(RawPage(label) for label in margins.labels),
        title,
        language,
        MEDIA_TYPE,
        warnings=tuple(warnings),
    )
    return raw, hyphens.decisions


def _lines(content: bytes, name: str, engine: str | None, warnings: list[str]) -> list[PageLines]:
    if engine == "pdfminer":
        return pdf_miner.read_pages(content, name)
    try:
        return pdf_pdfium.read_pages(content, name)
    except pdf_pdfium.Unreadable as error:
        if engine == "pdfium":
            raise ReadError(name, f"a damaged or incomplete PDF: {error}") from error
        pages = pdf_miner.read_pages(content, name)
        warnings.append("pdfium could not open the file; it was read with pdfminer")
        return pages


def _order(pages: Sequence[PageLines], warnings: list[str]) -> None:
    """Put the body of every page in reading order."""
    mixed = []
    for index, page in enumerate(pages):
        columns = columns_of(page)
        if columns is None:
            if runs_upwards(page.body):
                page.body = join_on_row(downwards(page.body))
            continue
        page.gutters = columns.gutters
        if columns.mixed:
            mixed.append(str(index + 1))
            page.body = by_columns(page)
    if mixed:
        warnings.append(f"columns put in order on {_pages(mixed)}")


def _chosen(extra: Mapping[str, Any]) -> Mapping[str, str]:
    chosen = extra.get("hyphens")
    return chosen if isinstance(chosen, Mapping) else {}


def _pages(numbers: Sequence[str]) -> str:
    """Page numbers as words, runs of them shortened: `pages 1-4, 7`."""
    runs: list[list[int]] = []
    for number in map(int, numbers):
        if runs and number == runs[-1][1] + 1:
            runs[-1][1] = number
        else:
            runs.append([number, number])
    shown = ", ".join(str(first) if first == last else f"{first}-{last}" for first, last in runs)
    return f"page {shown}" if len(numbers) == 1 else f"pages {shown}"


def _margin_warnings(margins: Margins) -> Iterator[str]:
    for texts in sorted(margins.running.values(), key=len, reverse=True):
        shown = " ".join(texts[0].split())[:80]
        yield f"left out: page header or footer {printable(shown)!r} on {len(texts)} pages"
    if margins.numbers:
        yield f"left out: numbers in the margin {margins.numbers}"
    if margins.twice:
        yield f"left out: lines cut by a page's edge that stand whole or again on the next page {margins.twice}"
    if margins.outside:
        yield f"left out: lines outside the page {margins.outside}"


def _hyphen_warnings(decisions: Sequence[HyphenDecision]) -> Iterator[str]:
    unsure: dict[str, HyphenDecision] = {}
    for decision in decisions:
        if not decision.sure:
            unsure.setdefault(decision.broken.casefold(), decision)
    if decisions:
        yield f"words broken at line ends: {len(decisions)}, of them {len(unsure)} not certain"
    shown = list(unsure.values())
    for decision in shown[:UNSURE_SHOWN]:
        yield f"not certain: {decision.broken!r} at a line end on page {decision.page} was read as {decision.result!r}"
    if len(shown) > UNSURE_SHOWN:
        yield f"not certain: {len(shown) - UNSURE_SHOWN} more words broken at line ends"


_PROGRAM_TITLE = re.compile(
    r"^(?:Microsoft (?:Office )?(?:Word|PowerPoint) - |untitled$)|\.(?:docx?|pdf|odt|rtf)$", re.IGNORECASE
)


def _facts(content: bytes) -> tuple[str, str]:
    """The title and the language that the file states."""
    import pypdfium2 as pdfium

    try:
        document = pdfium.PdfDocument(content)
    except pdfium.PdfiumError:
        return "", ""
    try:
        title = _PROGRAM_TITLE.sub("", document.get_metadata_dict().get("Title", "")).strip()
    except UnicodeDecodeError:
        title = ""  # damaged
    finally:
        document.close()
    return title, ""
