"""Codebooks as reports: printed, compared over time, and what in them could be tidied."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from ..core.choices import Where
from ..core.errors import DataError, UnknownName, UsageError
from ..core.model import Codebook, in_language
from ..core.table import Block, Heading, Report
from . import codebooks, selection
from .codes import OPEN
from .counts import counts
from .layers import people
from .names import codings_of
from .study import created

if TYPE_CHECKING:
    from ..report.build.lookup import Lookup as View
    from .handle import Handle


def codebook(
    project: Handle,
    name: str,
    *,
    language: str = "",
    examples: int = 0,
    top_level_only: bool = False,
    coders: Sequence[str] = (),
    memos: bool = False,
) -> Report:
    """A codebook, or one code of it and what is below, as a printed appendix; with `memos` those about its codes.

    A bundled frame that is not in use can be looked at too. Raises UnknownName otherwise.
    """
    from ..codebook.bundled import load_bundled

    language = language or project.settings.language
    below = ""
    if name in project.codes.books:
        book = project.codes.books[name]
    elif ":" in name or name not in _bundled():
        try:
            full = project.codes.known(name)
        except UnknownName as error:
            known = [*project.codes.books, *_bundled(), *(id for id, _ in project.codes)]
            raise UnknownName("codebook or code", name, known, slug="unknown_code") from error
        book, below = project.codes.book(full.partition(":")[0]), full.partition(":")[2]
    else:
        book = load_bundled(name)
    blocks = printed_codebook(
        project, book, language, examples=examples, below=below, top_level_only=top_level_only, coders=coders,
        memos=memos,
    )  # fmt: skip
    title = in_language(book.title, language)
    blocks = blocks[1:] if blocks and isinstance(blocks[0], Heading) else blocks  # the report's title says it
    data = {"format": "qualcode/codebook-show/1", "codebook": book.id, "codes": _plain(project, book, below)}
    return Report(title, tuple(blocks), language, "codebook", data, created(project))


def _bundled() -> tuple[str, ...]:
    from ..codebook import bundled

    return bundled.names()


def _plain(project: Handle, book: Codebook, below: str) -> list[dict[str, Any]]:
    counted = codebooks.counts(project, book)
    return [
        {
            "id": f"{book.id}:{code.id}", "parent": f"{book.id}:{code.parent}" if code.parent else None,
            "name": dict(code.name), "brief": dict(code.brief), "definition": dict(code.definition),
            "use": dict(code.use), "avoid": dict(code.avoid), "codable": code.codable, "origin": code.origin,
            "color": code.color, "codings": counted[code.id][0], "codings_below": counted[code.id][1],
        }
        for code in book.codes
        if not below or code.id == below or code.id.startswith(f"{below}.")
    ]  # fmt: skip


def printed_codebook(
    project: Handle,
    book: Codebook,
    language: str,
    *,
    examples: int = 0,
    below: str = "",
    top_level_only: bool = False,
    coders: Sequence[str] = (),
    memos: bool = False,
) -> list[Block]:
    """The blocks of a printed codebook, with counts and, where asked for, coded passages and memos."""
    from ..codebook.printout import printed
    from ..report.build.lookup import Lookup
    from ..report.wording import Words

    whose = counts(project, coders).coders
    counted = {id: own for id, (own, _) in codebooks.counts(project, book, coders).items()}
    passages: dict[str, list[tuple[str, str]]] = {}
    used = book.id in project.codes.books
    study = Lookup(selection.bundle(project), Words(language)) if used and (examples or memos) else None
    if examples and study is not None:
        from ..report.build.quotes import quoted

        for coding in selection.codings(project, Where(codes=(f"{book.id}:",), coders=whose)):
            found = passages.setdefault(coding.code.partition(":")[2], [])
            if len(found) < examples and coding.document not in {place.partition("@")[0] for _, place in found}:
                place = f"{coding.document}@{coding.span.start}-{coding.span.stop}"
                found.append((quoted(study, coding, 0), place))
    blocks: list[Block] = printed(
        book, language, counts=counted, examples=passages, below=below, top_level_only=top_level_only
    )
    if memos and study is not None:
        blocks = _with_memos(blocks, book, study)
    if not any(counted.values()):
        return blocks
    return [*blocks, codings_of(project, whose, language)]


def _with_memos(blocks: Sequence[Block], book: Codebook, study: View) -> list[Block]:
    """What was written about each code, as the last thing in its entry."""
    from ..report.build.memos import beside

    start = f"code-{book.id}-"
    found: list[Block] = []
    waiting: list[Block] = []
    for block in blocks:
        if isinstance(block, Heading):
            found += waiting
            own = block.name.startswith(start)
            waiting = beside(study, "code", f"{book.id}:{block.name.removeprefix(start)}") if own else []
        found.append(block)
    return [*found, *waiting]


def codebooks_report(project: Handle, *, language: str = "", coder: str = "", memos: bool = False) -> Report:
    """Every codebook that tables are made for or that has codings, printed one after the other."""
    language = language or project.settings.language
    blocks: list[Block] = []
    for book in shown_books(project):
        blocks += printed_codebook(project, book, language, coders=(coder,) if coder else (), memos=memos)
    data = {"format": "qualcode/codebooks/1", "codebooks": [book.id for book in shown_books(project)]}
    return Report(project.settings.name, tuple(blocks), language, "codebook", data, created(project))


def shown_books(project: Handle) -> list[Codebook]:
    """The codebooks that tables are made for, and those that have codings."""
    used = {code.partition(":")[0] for code in counts(project).codes}
    ids = dict.fromkeys([*project.codes.default_books(), *(id for id in project.codes.books if id in used)])
    return [project.codes.books[id] for id in ids]


def codebook_diff(
    project: Handle, before: str, after: str, book: str = "", *, language: str = ""
) -> tuple[bool, Report]:
    """What changed between two versions of a codebook, and whether anything did.

    Raises UsageError (`which_codebook`) when several are in use and none is named.
    """
    from ..codebook.compare import diff
    from ..codebook.compare_report import diff_report
    from ..codebook.loader import load

    if not book:
        if before.endswith((".yaml", ".yml")):
            book = load(before).id
        elif len(project.codes.books) == 1:
            book = next(iter(project.codes.books))
        else:
            listed = ", ".join(project.codes.books)
            raise UsageError(f"which codebook: {listed}?", slug="which_codebook", hint="--codebook ID")
    old, new = codebooks.version(project, before, book), codebooks.version(project, after, book)
    found = diff(old, new, codebooks.recoded_between(project, book))
    used = {code.partition(":")[2]: n for code, n in counts(project).codes.items() if code.startswith(f"{book}:")}
    used |= {was: used[now] for was, now in codebooks.recoded_between(project, book).items() if now in used}
    return bool(found), diff_report(found, language or project.settings.language, used, created(project))


def tidying(project: Handle, book: str, *, language: str = "") -> Report:
    """Which codes of a book are little used, and which may be the same."""
    from ..codebook import open_codes
    from ..core.table import Column, Table

    language = language or project.settings.language
    if book == OPEN and book not in project.codes.books:
        raise DataError("no open codes yet", slug="nothing_coded", hint="`qualcode tag ADDRESS open:NAME` makes one")
    found = project.codes.book(book)
    persons = Where(codes=(f"{book}:",), coders=people(project))
    codings = selection.codings(project, persons) if persons.coders else []
    lists = {
        "never used": open_codes.never_used(codings, found),
        "used once": open_codes.used_once(codings, found),
        "by one coder": open_codes.by_one_coder(codings, found),
        "in one document": open_codes.in_one_document(codings, found),
    }
    rows = tuple((code, project.codes.label(code, language), why) for why, codes in lists.items() for code in codes)
    little = Table((Column("code", "Code", "code"), Column("name", "Name"), Column("why", "Why")), rows,
                   "Codes that are little used", "little-used")  # fmt: skip
    candidates = open_codes.merge_candidates(codings, found, language=language)
    pairs = tuple((c.one, c.other, c.shared, c.overlap, c.names, c.reason) for c in candidates)
    merging = Table(
        (
            Column("one", "Code", "code"), Column("other", "and code", "code"),
            Column("shared", "Shared segments", "count"),
            Column("overlap", "Overlap", "share"), Column("names", "Names alike", "share"),
            Column("reason", "Because of"),
        ), pairs, "Codes that may be one", "merge-candidates",
    )  # fmt: skip
    data = {"format": "qualcode/codebook-tidy/1", "little_used": little.records(), "merge": merging.records()}
    return Report(f"Tidying {book}", (little, merging), language, "tidy", data, created(project))
