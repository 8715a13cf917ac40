"""The whole study as one appendix: what a supervisor and an examiner ask to see."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from ...core.model import Bundle, Coding, Document
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
    guide: Sequence[Block] = (),
    extra: Sequence[Report] = (),
    uncoded: bool = False,
    first: int = 0,
    codings: Iterable[Coding] | None = None,
    by: str = "",
    attribute_names: Mapping[str, str] | None = None,
    value_names: Mapping[str, str] | None = None,
    text: bool = True,
    memos: bool = False,
    version: str = "",
    created: str = "",
) -> Report:
    """Method note, guide, sample, codebook, share tables, further reports, and every transcript with its codes.

    Each part is an appendix of its own ("Bilag A"), so that it can stand in a thesis alone.
    `shares` is what the method note explains; `share_reports` are printed; `codebook` is the
    printed codebook as blocks; `extra` are other reports, each its own appendix. Sources of different kinds
    stand in an appendix for each kind; with `uncoded` they come once more without their codes. `first` numbers
    the appendices from there ("Bilag 14") instead of lettering them. Without `text` no words of a document are in it.
    """
    words = Words(language)
    study, bare = Study(bundle, words, codings), Study(bundle, words, ())
    attributes, values = attribute_names or {}, value_names or {}
    blocks: list[Block] = [Contents(words("contents"), 2)]

    def part(heading: str, name: str, content: Sequence[Block]) -> None:
        if content:
            blocks.append(PageBreak())
            blocks.append(Heading(heading, 1, name, appendix=True))
            blocks.extend(content)

    method = method_blocks(study, shares=shares, by=by, value_names=values, version=version)
    part(
        words("method.title"),
        "appendix-method",
        [*method, *_pointers(words, study, share_reports, codebook, guide, extra)],
    )
    part(words("guide.title"), "appendix-guide", _below(guide))
    part(words("sample.title"), "appendix-sample", sample_tables(study, attributes, values))
    part(words("codebook.title"), "appendix-codebook", _below(codebook))
    part(words("shares.title"), "appendix-shares", [block for each in share_reports for block in _below(each.blocks)])
    for number, report in enumerate(extra, start=1):
        part(report.title, f"appendix-extra-{number}", _below(report.blocks))
    for heading, key, documents, coded in _material(bundle, words, uncoded):
        transcripts: list[Block] = [Note(words("interviews.note" if coded else "transcripts.note"))]
        for number, document in enumerate(documents):
            if number:
                transcripts.append(PageBreak())
            shown = study if coded else bare
            transcripts += transcript_blocks(shown, document, text=text, memos=memos, coded=coded)
        part(heading, key, transcripts)
    data = {
        "format": FORMAT,
        "documents": [document.id for document in bundle.documents],
        "codings": len(study.codings),
        "shares": [report.data for report in share_reports],
    }
    name = title or words("appendix.title", study=bundle.name) if bundle.name or title else words("appendix.plain")
    return Report(name, tuple(blocks), language, "appendix", data, created, author=author, appendices_from=first)


def _below(blocks: Iterable[Block]) -> list[Block]:
    """Blocks under an appendix's heading: their own headings one level down, no contents list."""
    found: list[Block] = []
    for block in blocks:
        if isinstance(block, Heading):
            found.append(Heading(block.text, min(block.level + 1, 3), block.name))
        elif not isinstance(block, Contents):
            found.append(block)
    return found


def _material(bundle: Bundle, words: Words, uncoded: bool) -> list[tuple[str, str, list[Document], bool]]:
    """Title, name, documents, and whether with codes, of each appendix of material: one for each kind of source."""
    kinds: dict[str, list[Document]] = {}
    for document in bundle.documents:
        kinds.setdefault(document.kind, []).append(document)
    one = len(kinds) == 1
    found = []
    for coded, key in ((True, "appendix.material"), *([(False, "appendix.transcripts")] if uncoded else [])):
        for kind, documents in kinds.items():
            named = words.kinds(kind, 2)
            title = words("appendix.interviews") if one and coded else words(key, kinds=named[:1].upper() + named[1:])
            name = "appendix-interviews" if one and coded else f"{key.replace('.', '-')}-{kind}"
            found.append((title, name, documents, coded))
    return found


def _pointers(
    words: Words,
    study: Study,
    share_reports: Sequence[Report],
    codebook: Sequence[Block],
    guide: Sequence[Block],
    extra: Sequence[Report],
) -> list[Paragraph]:
    """Where in the appendix each thing stands, by reference that follows when it moves."""
    from ...core.table import Run

    parts: list[Run] = []
    for there, name, title in (
        (bool(guide), "appendix-guide", words("guide.title")),
        (True, "appendix-sample", words("sample.title")),
        (bool(codebook), "appendix-codebook", words("codebook.title")),
        (bool(share_reports), "appendix-shares", words("shares.title")),
        *((True, f"appendix-extra-{number}", report.title) for number, report in enumerate(extra, start=1)),
        *((True, name, title) for title, name, *_ in _material(study.bundle, words, False)),
    ):
        if there:
            parts += [Run("; " if parts else ""), Run(title, ref=name), Run(f": {title[:1].lower()}{title[1:]}")]
    return [Paragraph((*parts, Run(".")))] if parts else []
