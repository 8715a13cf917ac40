"""The ready-made reports by name: what each is, what makes it, and whether it holds the words of documents.

A new report is a line here and a function that makes it; `report`, its help and the drafts that
`fill` completes find it here.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import field, replace
from typing import TYPE_CHECKING

from ..core.choices import Where
from ..core.errors import UsageError, did_you_mean
from ..core.table import Column, Note, Report, Table
from ..core.ticks import Tick
from ..core.values import frozen
from .selection import documents
from .unused_options import FILTERS, filters, refuse

if TYPE_CHECKING:
    from .handle import Handle


@frozen
class ReportRequest:
    """What a ready-made report shall show; each takes what concerns it."""

    where: Where = field(default_factory=Where)
    language: str = "en"
    coder: str = ""
    by: str = ""
    limit: int | None = None
    source: str = "name"
    longest: int | None = None
    """Words of the longest quote; None is the report's own."""
    text: bool = True
    codes: bool = True
    """Whether transcripts show their codings."""
    memos: bool = False
    checklist: str = "coreq"
    progress: Tick | None = None
    """Told how many transcripts are in."""


@frozen
class NamedReport:
    """One ready-made report."""

    help: str
    make: Callable[[Handle, ReportRequest], Report]
    shows_text: bool = False
    """Whether it prints the words of documents, so that it asks whether they may be shown."""
    by_roles: bool = True
    """Whether it rests on who asks and who answers, so that a doubt about it is noted."""
    takes: tuple[str, ...] = ()
    """The options that change it, beside the coder; any other is refused."""

    def report(self, project: Handle, asked: ReportRequest) -> Report:
        refuse_unused(asked, self)
        made = self.make(project, asked)
        return with_doubts(project, made, asked.where) if self.by_roles else made


def refuse_unused(asked: ReportRequest, known: NamedReport) -> None:
    """UsageError (`option_conflict`) where a report is asked for with what changes nothing in it: a selection of what
    has no parts, or an option of another report."""
    if asked.where and not set(FILTERS) & set(known.takes):
        raise UsageError(
            f"this report tells of the whole study: {asked.where.describe()} would leave nothing out of it",
            slug="option_conflict", hint="leave out --code, --case, --document, --question and --where",
        )  # fmt: skip
    name = next(name for name, each in REPORTS.items() if each is known)
    hint = "`qualcode report memos` prints every memo" if asked.memos and "memos" not in known.takes else ""
    given = {
        **filters(asked.where), "by": bool(asked.by), "limit": asked.limit is not None,
        "longest": asked.longest is not None, "source": asked.source != "name", "no-codes": not asked.codes,
        "memos": asked.memos, "checklist": asked.checklist != "coreq",
    }  # fmt: skip
    refuse(name, given, known.takes, hint)


def _sample(project: Handle, asked: ReportRequest) -> Report:
    from . import reports

    return reports.sample(project, asked.where, language=asked.language, coder=asked.coder, by=asked.by)


def _interviews(project: Handle, asked: ReportRequest) -> Report:
    from . import reports

    return reports.interviews(
        project, asked.where, language=asked.language, coder=asked.coder, text=asked.text, codes=asked.codes,
        memos=asked.memos, progress=asked.progress,
    )  # fmt: skip


def _transcripts(project: Handle, asked: ReportRequest) -> Report:
    from . import reports

    return reports.interviews(
        project, asked.where, language=asked.language, text=asked.text, codes=False, progress=asked.progress
    )


def _excerpts(project: Handle, asked: ReportRequest) -> Report:
    from . import reports

    return reports.excerpts(
        project, asked.where, language=asked.language, coder=asked.coder, by=asked.by or "code", limit=asked.limit,
        source=asked.source, longest=asked.longest,
    )  # fmt: skip


def _guide(project: Handle, asked: ReportRequest) -> Report:
    from . import guide_reports

    return guide_reports.guide(project, language=asked.language)


def _answers(project: Handle, asked: ReportRequest) -> Report:
    from . import guide_reports

    return guide_reports.answers(
        project, asked.where, language=asked.language, coder=asked.coder, source=asked.source
    )  # fmt: skip


def _memos(project: Handle, asked: ReportRequest) -> Report:
    from . import reports

    return reports.memos(project, asked.where, language=asked.language, text=asked.text)


def _shares(project: Handle, asked: ReportRequest) -> Report:
    from . import reports

    request = reports.ShareRequest(asked.where.codes, asked.by, coder=asked.coder, where=asked.where)
    return reports.shares(project, request, language=asked.language)


def _agreement(project: Handle, asked: ReportRequest) -> Report:
    from . import agreement, comparison_reports

    request = agreement.AgreementRequest(where=asked.where)
    found = agreement.by_frame(project, request)
    return comparison_reports.agreements(project, found, request, asked.language, disagreements=True)


def _rounds(project: Handle, asked: ReportRequest) -> Report:
    from . import comparison_reports

    return comparison_reports.rounds(project, asked.language)


def _matrix(project: Handle, asked: ReportRequest) -> Report:
    from . import comparison_reports, reports

    request = reports.ShareRequest(asked.where.codes, asked.by, coder=asked.coder, where=asked.where)
    return comparison_reports.matrices(project, request, asked.language, 2 if asked.text else 0)


def _codebook(project: Handle, asked: ReportRequest) -> Report:
    from . import codebook_reports

    return codebook_reports.codebooks_report(project, language=asked.language, coder=asked.coder, memos=asked.memos)


def _method(project: Handle, asked: ReportRequest) -> Report:
    from . import reports

    return reports.method(project, asked.where, language=asked.language, coder=asked.coder)


def _audit(project: Handle, asked: ReportRequest) -> Report:
    from . import reports

    return reports.audit(project, language=asked.language)


def _codings(project: Handle, asked: ReportRequest) -> Report:
    from . import reports

    return reports.codings(project, asked.where, language=asked.language, coder=asked.coder, text=asked.text)


def _checklist(project: Handle, asked: ReportRequest) -> Report:
    from . import reports

    return reports.checklist(project, asked.checklist, language=asked.language, coder=asked.coder)


SOURCES = ("case", "document", "where")
"""The filters of what is printed by its sources."""

REPORTS: dict[str, NamedReport] = {
    "sample": NamedReport("Informants and sources, with their attributes and size.", _sample, takes=(*FILTERS, "by")),
    "guide": NamedReport("The interview guide: dimensions, questions, follow-ups.", _guide),
    "answers": NamedReport(
        "What everybody answered, question by question.", _answers, shows_text=True,
        takes=(*SOURCES, "question", "source"),
    ),
    "interviews": NamedReport(
        "Every transcript with its codes beside the words.", _interviews, shows_text=True,
        takes=(*FILTERS, "no-codes", "memos"),
    ),
    "transcripts": NamedReport(
        "Every transcript without codes.", _transcripts, shows_text=True, takes=(*SOURCES, "no-codes")
    ),
    "excerpts": NamedReport(
        "Quotes under each code or case, with their source.", _excerpts, shows_text=True,
        takes=(*FILTERS, "by", "limit", "longest", "source", "memos"),
    ),
    "shares": NamedReport("The share table of the study's own settings.", _shares, takes=(*FILTERS, "by")),
    "matrix": NamedReport(
        "Cases by codes, with summaries and two quotes a cell.", _matrix, shows_text=True,
        takes=(*FILTERS, "by", "memos"),
    ),
    "memos": NamedReport(
        "Every memo, by what it is about.", _memos, shows_text=True, by_roles=False, takes=(*SOURCES, "memos")
    ),
    "codebook": NamedReport("Every codebook in use, with definitions and counts.", _codebook, takes=("memos",)),
    "codings": NamedReport("One row a coding.", _codings, shows_text=True, takes=FILTERS),
    "agreement": NamedReport("Agreement between coders, with the disagreements.", _agreement, takes=FILTERS),
    "rounds": NamedReport(
        "The rounds of coding: how each was drawn, and its agreement as it was then.", _rounds, by_roles=False
    ),
    "method": NamedReport(
        "The method note: what was coded, by whom, and how it is counted.", _method, takes=FILTERS
    ),
    "audit": NamedReport("What was changed when and by whom.", _audit, by_roles=False),
    "checklist": NamedReport(
        "COREQ or SRQR, filled where the study can fill it.", _checklist, takes=("checklist",)
    ),
}  # fmt: skip


def make(project: Handle, name: str, asked: ReportRequest) -> Report:
    """The report of this name; UsageError (`unknown_report`) with the nearest where there is none."""
    return known(name).report(project, asked)


def known(name: str) -> NamedReport:
    """What is known of a report; UsageError (`unknown_report`) for one that nobody makes."""
    if name not in REPORTS:
        meant = did_you_mean(name, REPORTS)
        raise UsageError(f"there is no report {name!r}{meant} (there are {', '.join(REPORTS)})", slug="unknown_report")
    return REPORTS[name]


def listed() -> Report:
    """The names of the reports, and what each is."""
    rows = tuple((name, each.help) for name, each in REPORTS.items())
    table = Table((Column("name", "Name", "code"), Column("what", "What it is", width=4)), rows, name="reports")
    return Report("Reports", (table,), "en", "reports", {"format": "qualcode/reports/1", "reports": table.records()})


def with_doubts(project: Handle, report: Report, where: Where) -> Report:
    """The report with the note, if a document of the selection is in doubt and nothing in the report says so yet."""
    from ..report.build.sample import unsure_note
    from ..report.wording import Words

    note = unsure_note(documents(project, where), Words(report.language))
    if not note or any(note in _said(block) for block in report.blocks):
        return report
    return replace(report, blocks=(*report.blocks, Note(note)), account=(*report.account, note))


def _said(block: object) -> tuple[str, ...]:
    return block.notes if isinstance(block, Table) else (block.text,) if isinstance(block, Note) else ()
