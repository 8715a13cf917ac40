"""The whole study as one appendix, or as a file for each part: what a supervisor and an examiner ask to see."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from itertools import pairwise

from ...core.errors import UnknownName, UsageError
from ...core.grouping import grouped
from ...core.model import Bundle, Document
from ...core.numbering import doubled
from ...core.numbers import NO_BREAK
from ...core.results.shares import Shares
from ...core.table import Block, Column, Contents, Heading, Note, PageBreak, Paragraph, Report, Run, Table
from ...core.ticks import Tick, ticking
from ...core.values import frozen
from ..wording import Words, capital
from .entries import are_entries, by_table, entries_table
from .interviews import transcript_blocks
from .lookup import Lookup
from .method import method_blocks
from .sample import sample_tables, title_of

FORMAT = "qualcode/appendix/1"


@frozen
class Part:
    """One appendix of an appendix: "Bilag A", "Bilag 14"."""

    key: str
    """What a person calls it when she numbers it: `guide`, `interviews`, `transcripts`."""
    title: str
    name: str
    """Stable, for references and the names of files."""
    blocks: tuple[Block, ...]
    number: int = 0
    """As the thesis numbers it; 0 takes the next letter or number."""


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
    separate: bool = False,
    first: int = 0,
    numbers: Mapping[str, int] | None = None,
    chosen: Collection[str] | None = None,
    begun: Collection[str] | None = None,
    by: str = "",
    attribute_names: Mapping[str, str] | None = None,
    value_names: Mapping[str, str] | None = None,
    text: bool = True,
    memos: bool = False,
    version: str = "",
    created: str = "",
    progress: Tick | None = None,
) -> Report:
    """Method note, guide, sample, codebook, share tables, further reports, and every transcript with its codes.

    Each part is an appendix of its own ("Bilag A"), so that it can stand in a thesis alone.
    `shares` is what the method note explains; `share_reports` are printed; `codebook` is the
    printed codebook as blocks; `extra` are other reports, each its own appendix. Sources of different kinds
    stand in an appendix for each kind, with `separate` each source in one of its own; with `uncoded` they come once
    more without their codes. `first` numbers the appendices from there ("Bilag 14") instead of lettering them;
    `numbers` gives parts the numbers that the thesis gives them, and leaves the others out. Without `text` no words of
    a document are in it. `chosen` are the cases that a selection leaves, where it does not leave all,
    `begun` the documents that the coder has begun. Raises
    UnknownName for a part that there is not, UsageError (`option_conflict`) for two appendices of one number.
    """
    words = Words(language)
    study, bare = Lookup(bundle, words, None, chosen, begun), Lookup(bundle, words, ())
    attributes, values = attribute_names or {}, value_names or {}
    parts: list[Part] = []

    def part(key: str, heading: str, name: str, content: Sequence[Block]) -> None:
        if content:
            parts.append(Part(key, heading, name, tuple(content)))

    of_documents: set[str] = set()
    method = method_blocks(study, shares=shares, by=by, value_names=values, version=version)
    part("method", words("method.title"), "appendix-method", method)
    part("guide", words("guide.title"), "appendix-guide", _below(guide))
    part("sample", title_of(study), "appendix-sample", sample_tables(study, attributes, values))
    part("codebook", words("codebook.title"), "appendix-codebook", _below(codebook))
    printed = [block for each in share_reports for block in _below(each.blocks)]
    part("shares", words("shares.title"), "appendix-shares", printed)
    for number, report in enumerate(extra, start=1):
        part(report.kind, report.title, f"appendix-extra-{number}", _below(report.blocks))
    for heading, name, key, documents, coded in _material(bundle, words, uncoded):
        shown = study if coded else bare
        tables = [rows for rows in by_table(documents).values() if are_entries(shown, rows)]
        entries: list[Block] = [
            entries_table(shown, rows, attributes, values, text=text, coded=coded) for rows in tables
        ]
        in_tables = {document.id for rows in tables for document in rows}
        documents = [document for document in documents if document.id not in in_tables]
        if not documents:
            part(key, heading, name, entries)
            continue
        material = [
            transcript_blocks(shown, each, text=text, memos=memos, coded=coded) for each in ticking(documents, progress)
        ]
        note = Note(words("interviews.note" if coded else "transcripts.note", turn=study.numbered(documents)))
        if separate:
            part(key, heading, name, entries)
            for document, (top, *said) in zip(documents, material, strict=True):
                titled = top.text if isinstance(top, Heading) else document.id
                titled = words("appendix.coded", title=titled) if coded and uncoded else titled
                part(key, titled, f"{name}-{document.id}", [note, *said])
                of_documents.add(f"{name}-{document.id}")
        else:
            together = [block for each in material for block in (PageBreak(), *each)]
            apart: list[Block] = [*entries, PageBreak()] if entries else []
            part(key, heading, name, [*apart, note, *together[1:]])
    parts = _numbered(parts, numbers or {})
    if parts and parts[0].key == "method":
        pointers = _pointers(parts[1:], of_documents)
        parts[0] = replace(parts[0], blocks=(*parts[0].blocks, *pointers))
    blocks: list[Block] = [Contents(words("contents"), 2)]
    for one in parts:
        blocks += [PageBreak(), Heading(one.title, 1, one.name, appendix=True, number=one.number), *one.blocks]
    data = {
        "format": FORMAT,
        "documents": [document.id for document in bundle.documents],
        "codings": len(study.once),
        "shares": [report.data for report in share_reports],
        "parts": [{"part": each.key, "title": each.title, "number": each.number or None} for each in parts],
    }
    name = title or words("appendix.title", study=bundle.name) if bundle.name or title else words("appendix.plain")
    return Report(name, tuple(blocks), language, "appendix", data, created, author=author, appendices_from=first)


def in_files(report: Report) -> list[tuple[str, Report]]:
    """An appendix taken apart: a list of the appendices, then each by itself, with what its file's name ends in."""
    words = Words(report.language)
    starts = [at for at, block in enumerate(report.blocks) if isinstance(block, Heading) and block.appendix]
    made: list[tuple[str, Report]] = []
    listed = []
    number = 0
    for order, (start, stop) in enumerate(zip(starts, [*starts[1:], len(report.blocks)], strict=True), start=1):
        heading = report.blocks[start]
        assert isinstance(heading, Heading)  # so chosen above
        number = heading.number or (number + 1 if number else report.appendices_from)
        label = str(number) if number else doubled(order).upper()
        inside = report.blocks[start + 1 : stop]
        while inside and isinstance(inside[-1], PageBreak):
            inside = inside[:-1]
        title = f"{words('appendix')} {label}: {heading.text}"
        if sum(isinstance(block, Heading) and block.level == 2 for block in inside) > 1:
            inside = (Contents(words("contents"), 2), *inside)
        alone = replace(report, title=title, blocks=inside, data={}, appendices_from=0)
        made.append((f"{label}-{_in_a_name(heading.text)}", alone))
        listed.append((f"{words('appendix')}{NO_BREAK}{label}", heading.text))
    columns = (Column("number", words("appendix")), Column("title", words("col.title"), width=4))
    table = Table(columns, tuple(listed), "", "appendices")
    return [("", replace(report, blocks=(table,))), *made]


def _in_a_name(title: str) -> str:
    """A title, or the id before its dash, as it may stand in the name of a file: `Informanter-og-kilder`, `D1`."""
    return re.sub(r"[^\w-]+", "-", title.partition(" – ")[0]).strip("-")[:60]


def _numbered(parts: Sequence[Part], numbers: Mapping[str, int]) -> list[Part]:
    """The parts that have a number in the thesis, in its order; all of them where it gives none."""
    if not numbers:
        return list(parts)
    known = list(dict.fromkeys(each.key for each in parts))
    wanted = {_called(name, known): number for name, number in numbers.items()}
    found = []
    for key, number in wanted.items():
        own = [each for each in parts if each.key == key]
        found += [replace(each, number=number + at) for at, each in enumerate(own)]
    found.sort(key=lambda each: each.number)
    for one, other in pairwise(found):
        if one.number == other.number:
            raise UsageError(
                f"two appendices would be number {one.number}: {one.title} and {other.title}", slug="option_conflict",
                hint=f"give {other.key if other.key != one.key else one.key} a later number",
            )  # fmt: skip
    return found


def _called(name: str, known: Sequence[str]) -> str:
    """The part that a name means: `interview` and `interviews` are one."""
    for key in known:
        if name.casefold().rstrip("s") == key.rstrip("s"):
            return key
    raise UnknownName("part of the appendix", name, known, slug="unknown_name")


def _below(blocks: Iterable[Block]) -> list[Block]:
    """Blocks under an appendix's heading: their own headings one level down, no contents list."""
    found: list[Block] = []
    for block in blocks:
        if isinstance(block, Heading):
            found.append(Heading(block.text, min(block.level + 1, 3), block.name))
        elif not isinstance(block, Contents):
            found.append(block)
    return found


def _material(bundle: Bundle, words: Words, uncoded: bool) -> list[tuple[str, str, str, list[Document], bool]]:
    """Title, name, key, documents, and whether with codes, of each appendix of material: one a kind of source."""
    kinds = grouped((document.kind, document) for document in bundle.documents)
    one = len(kinds) == 1
    found = []
    for coded, key in ((True, "appendix.material"), *([(False, "appendix.transcripts")] if uncoded else [])):
        for kind, documents in kinds.items():
            named = words.kinds(kind, 2)
            title = words("appendix.interviews") if one and coded else words(key, kinds=capital(named))
            name = "appendix-interviews" if one and coded else f"{key.replace('.', '-')}-{kind}"
            called = f"{kind}s" if coded else "transcripts" if kind == "interview" or one else f"{kind}-transcripts"
            found.append((title, name, called, documents, coded))
    return found


def _pointers(parts: Sequence[Part], of_documents: Collection[str]) -> list[Paragraph]:
    """Where in the appendix each thing stands, by reference that follows when it moves; documents keep their names."""
    runs: list[Run] = []
    for part in parts:
        title = part.title if part.name in of_documents else part.title[:1].lower() + part.title[1:]
        runs += [Run("; " if runs else ""), Run(part.title, ref=part.name), Run(f": {title}")]
    return [Paragraph((*runs, Run(".")))] if runs else []
