"""The whole study as one appendix: what a supervisor and an examiner ask to see."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from ...core.model import Bundle, Coding
from ...core.results import Shares
from ...core.table import Block, Contents, Heading, Note, PageBreak, Paragraph, Report
from ..wording import Words
from .interviews import transcript_blocks
from .method import method_blocks
from .sample import sample_tables
from .study import Study

FORMAT = "qualcode/appendix/1"


def appendix_report(
    bundle: Bundle,
    *,
    language: str = "en",
    title: str = "",
    author: str = "",
    shares: Shares | None = None,
    share_reports: Sequence[Report] = (),
    codebook: Sequence[Block] = (),
    extra: Sequence[Report] = (),
    codings: Iterable[Coding] | None = None,
    by: str = "",
    attribute_names: Mapping[str, str] | None = None,
    value_names: Mapping[str, str] | None = None,
    text: bool = True,
    memos: bool = False,
    version: str = "",
    created: str = "",
) -> Report:
    """Method note, sample, codebook, share tables, further reports, and every transcript with its codes.

    Each part is an appendix of its own ("Bilag A"), so that it can stand in a thesis alone.
    `shares` is what the method note explains; `share_reports` are printed; `codebook` is the
    printed codebook as blocks; `extra` are other reports, each its own appendix. Without `text` no
    words of a document are in it.
    """
    words = Words(language)
    study = Study(bundle, words, codings)
    attributes, values = attribute_names or {}, value_names or {}
    blocks: list[Block] = [Contents(words("contents"), 2)]

    def part(heading: str, name: str, content: Sequence[Block]) -> None:
        if content:
            blocks.append(PageBreak())
            blocks.append(Heading(heading, 1, name, appendix=True))
            blocks.extend(content)

    method = method_blocks(study, shares=shares, by=by, value_names=values, version=version)
    part(words("method.title"), "appendix-method", [*method, *_pointers(words, study, share_reports, codebook)])
    part(words("sample.title"), "appendix-sample", sample_tables(study, attributes, values))
    part(words("codebook.title"), "appendix-codebook", _below(codebook))
    part(words("shares.title"), "appendix-shares", [block for each in share_reports for block in _below(each.blocks)])
    for number, report in enumerate(extra, start=1):
        part(report.title, f"appendix-extra-{number}", _below(report.blocks))
    transcripts: list[Block] = [Note(words("interviews.note"))]
    for number, document in enumerate(bundle.documents):
        if number:
            transcripts.append(PageBreak())
        transcripts += transcript_blocks(study, document, text=text, memos=memos)
    if bundle.documents:
        part(words("appendix.interviews"), "appendix-interviews", transcripts)
    data = {
        "format": FORMAT,
        "documents": [document.id for document in bundle.documents],
        "codings": len(study.codings),
        "shares": [report.data for report in share_reports],
    }
    name = title or words("appendix.title", study=bundle.name) if bundle.name or title else words("appendix.plain")
    return Report(name, tuple(blocks), language, "appendix", data, created, author=author)


def _below(blocks: Iterable[Block]) -> list[Block]:
    """Blocks under an appendix's heading: their own headings one level down, no contents list."""
    found: list[Block] = []
    for block in blocks:
        if isinstance(block, Heading):
            found.append(Heading(block.text, min(block.level + 1, 3), block.name))
        elif not isinstance(block, Contents):
            found.append(block)
    return found


def _pointers(
    words: Words, study: Study, share_reports: Sequence[Report], codebook: Sequence[Block]
) -> list[Paragraph]:
    """Where in the appendix each thing stands, by reference that follows when it moves."""
    from ...core.table import Run

    parts: list[Run] = []
    for there, name, key in (
        (True, "appendix-sample", "sample.title"),
        (bool(codebook), "appendix-codebook", "codebook.title"),
        (bool(share_reports), "appendix-shares", "shares.title"),
        (bool(study.bundle.documents), "appendix-interviews", "appendix.interviews"),
    ):
        if there:
            parts += [Run("; " if parts else ""), Run(words(key), ref=name), Run(f": {words(key).lower()}")]
    return [Paragraph((*parts, Run(".")))] if parts else []
