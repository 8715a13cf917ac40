"""Ready-made reports of a project: results and the study, handed to `report.build`."""

from __future__ import annotations

import contextlib
import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from .. import __version__
from ..core.choices import Where
from ..core.errors import QualcodeError, UsageError, did_you_mean
from ..core.model import Bundle
from ..core.results.shares import Shares
from ..core.table import Report, Table
from ..core.ticks import Tick, ticking
from . import blind, selection
from .cases import check_attribute
from .layers import CONSENSUS, begun, coded, layer, layer_or_people
from .names import coder_names, codings_of, frame_names, selected, value_names
from .portions import portions
from .results import EVERYBODY, ShareRequest, compute_shares, explain, of_frames
from .study import created

if TYPE_CHECKING:
    from ..report import Options
    from .handle import Handle
    from .named_reports import ReportRequest

__all__ = [
    "ShareRequest",
    "audit",
    "codings",
    "excerpts",
    "explanation",
    "interviews",
    "method",
    "sample",
    "share_table",
    "shares",
]


def of_one_layer(project: Handle, coder: str, where: Where | None) -> tuple[Bundle, Where]:
    """The study with one coder's codings, as tables count them; with all when several are asked for."""
    where = where or Where()
    if not where.coders:
        where = replace(where, coders=(layer(project, coder),))
    return selection.bundle(project, where), where


def of_everybody(project: Handle, coder: str, where: Where | None) -> Bundle:
    """The study with one coder's codings, else with everybody's as they stand after a review."""
    where = where or Where()
    if coder:
        return of_one_layer(project, coder, where)[0]
    bundle = selection.bundle(project, where)
    from .settled import in_force

    return bundle if where.coders else replace(bundle, codings=tuple(in_force(project, bundle.codings)))


def shares(
    project: Handle, request: ShareRequest | None = None, *, language: str = "", caveats: bool = True, **named: Any
) -> Report:
    """The share tables of a request, a block for each frame; of the study's defaults without one."""
    request = request or ShareRequest()
    language = language or project.settings.language
    return of_frames(
        project, request, language,
        lambda one: _shares(project, one, compute_shares(project, one), language, caveats=caveats, **named),
    )  # fmt: skip


def share_table(project: Handle, request: ShareRequest) -> tuple[Shares, Table]:
    """The result of a request, and the table of it as the report has it, for the coding screen to paint."""
    found = compute_shares(project, request)
    report = _shares(project, request, found, project.settings.language)
    return found, next(block for block in report.blocks if isinstance(block, Table))


def _shares(project: Handle, request: ShareRequest, found: Shares, language: str, **named: Any) -> Report:
    from ..report.build.shares import shares_report

    compared = [group.group for group in found.groups] != [EVERYBODY]
    by = str(found.options["by"]) if compared else ""
    made = shares_report(
        found,
        language=language,
        code_names=lambda code: project.codes.label(code, language),
        group_names=value_names(project, by, language),
        by_name=project.settings.labels.get(by, by),
        frame_names=frame_names(project, found.options["categories"], language),
        coder_names=coder_names(project, language),
        where=selected(project, request.where, language),
        created=created(project),
        **named,
    )
    if by in ("question", "item") and any(question.elicits for question in project.questions):
        from .guide_reports import intended

        return replace(made, blocks=(*made.blocks, *intended(project, request, found, language)))
    return made


def explanation(project: Handle, request: ShareRequest, group: str, code: str, *, language: str = "") -> Report:
    """The units behind one share: which are in the numerator and the denominator, with their words."""
    from ..report.build.shares import explanation_report

    language = language or project.settings.language
    found, frames = explain(project, request, group, code)
    return explanation_report(
        found,
        language=language,
        units={one.unit: frames.unit(one.unit) for one in found.units if one.unit in frames.by_label},
        codings={coding.id: coding for coding in blind.seen(project, project.store.codings())},
        code_names=lambda full: project.codes.label(full, language),
        group_names=value_names(project, request.by or project.settings.by, language),
        created=created(project),
    )


def codings(
    project: Handle, where: Where | None = None, *, language: str = "", coder: str = "", text: bool = True,
    rows_only: bool = False,
) -> Report:  # fmt: skip
    """One row a coding, of every coder unless one is named; what a review settled stands once.

    With `rows_only` it is what `write_codings` writes, for a workbook: every coding, and nothing but the rows.
    """
    from ..report.build.codings import codings_report

    bundle = selection.bundle(project, where) if rows_only else of_everybody(project, coder, where)
    return codings_report(
        bundle, language=language or project.settings.language, text=text, created=created(project),
        rows_only=rows_only,
    )  # fmt: skip


def write_codings(
    project: Handle,
    where: Where,
    path: Path,
    format: str,
    options: Options,
    *,
    language: str,
    text: bool,
    progress: Tick | None = None,
) -> None:
    """Write the codings to a file as `csv` or `tsv`, some documents at a time."""
    from ..report import write_rows
    from ..report.build.codings import coding_rows

    columns, rows = coding_rows(portions(project, where, progress), language=language, text=text)
    write_rows(columns, rows, path, format, options)


def interviews(
    project: Handle, where: Where | None = None, *, language: str = "", coder: str = "", text: bool = True,
    codes: bool = True, memos: bool = False, progress: Tick | None = None,
) -> Report:  # fmt: skip
    """Every transcript with its codes in the margin, or as it was transcribed."""
    from ..report.build.interviews import interviews_report, transcripts_report

    if not codes:
        return transcripts_report(
            selection.bundle(project, where), language=language or project.settings.language, text=text,
            created=created(project), progress=progress,
        )  # fmt: skip

    bundle, where = of_one_layer(project, coder, where)
    return interviews_report(
        bundle, language=language or project.settings.language, text=text, memos=memos, created=created(project),
        begun=begun(project, where.coders), progress=progress,
    )  # fmt: skip


def for_each_document(
    project: Handle, make: Callable[[Handle, ReportRequest], Report], asked: ReportRequest, number: int | None
) -> list[tuple[str, Report]]:
    """A report of each document of a selection alone, with what its file's name ends in; numbered from `number`."""
    from ..report.wording import Words

    found = []
    documents = selection.bundle(project, asked.where).documents
    for at, document in enumerate(ticking(documents, asked.progress)):
        alone = replace(asked.where, documents=(document.id,))
        one = make(project, replace(asked, where=alone, progress=None))
        title = f"{document.id} – {document.title}" if document.title not in ("", document.id) else document.id
        suffix = document.id
        if number is not None:
            title = f"{Words(asked.language)('appendix')} {number + at}: {title}"
            suffix = f"{number + at}-{document.id}"
        found.append((suffix, replace(one, title=title)))
    return found


def check_source(project: Handle, source: str) -> None:
    """UsageError (`bad_option`) for a way of naming who says a quote that there is not."""
    known = ["name", "case", "none", *selection.attribute_names(project), "role"]
    if source not in known:
        meant = did_you_mean(source, known)
        raise UsageError(
            f"--source {source!r}: expected name, case, none, or an attribute such as role{meant}", slug="bad_option"
        )


def memos(project: Handle, where: Where | None = None, *, language: str = "", text: bool = True) -> Report:
    """Every memo, by what it is about; those about documents, places and cases only inside a selection."""
    from ..report.build.lookup import Lookup as View
    from ..report.build.memos import memos_report
    from ..report.wording import Words
    from .memos import named

    bundle = selection.bundle(project, where)
    inside = {document.id for document in bundle.documents}
    view = View(bundle, Words(language or project.settings.language), chosen=selection.chosen_cases(project, where))
    left_out = {case.id for case in bundle.cases} - {case.id for case in view.listed}
    found = [
        memo for memo in bundle.memos
        if (not memo.document or memo.document in inside) and memo.case not in left_out
    ]  # fmt: skip
    return memos_report(view, found, text=text, created=created(project), named=lambda memo: named(project, memo))


def excerpts(
    project: Handle,
    where: Where | None = None,
    *,
    language: str = "",
    coder: str = "",
    by: str = "code",
    limit: int | None = None,
    source: str = "name",
    longest: int | None = None,
) -> Report:
    """The coded words under each code or case, spread over the informants."""
    from ..report.build.excerpts import excerpts_report
    from ..report.build.quotes import LONGEST

    bundle, _ = of_one_layer(project, coder, where)
    return excerpts_report(
        bundle, by=by, said_by=selection.said_by(project, where),
        language=language or project.settings.language, limit=limit, source=source,
        value_names=dict(project.settings.labels), created=created(project),
        longest=LONGEST if longest is None else longest,
    )  # fmt: skip


def sample(project: Handle, where: Where | None = None, *, language: str = "", coder: str = "", by: str = "") -> Report:
    """The informants and the documents; with `by` first what each group consists of, counted by role and kind.

    People are described before it is settled whose codings count, so this is not refused where several have coded:
    a note names those whose codings stand in the tables. Raises UnknownName for an attribute that no case has.
    """
    from ..report.build.sample import sample_report

    if by:
        check_attribute(by, selection.attribute_names(project))
    where, language = where or Where(), language or project.settings.language
    whose = where.coders or layer_or_people(project, coder)
    bundle = selection.bundle(project, replace(where, coders=whose))
    made = sample_report(
        bundle, language=language, by=by, chosen=selection.chosen_cases(project, where), begun=begun(project, whose),
        attribute_names=project.settings.labels,
        value_names=project.settings.labels, created=created(project),
    )  # fmt: skip
    if not bundle.codings:
        return made
    note = codings_of(project, whose, language)
    return replace(made, blocks=(*made.blocks, note), data={**made.data, "coders": list(whose)})


def method(project: Handle, where: Where | None = None, *, language: str = "", coder: str = "") -> Report:
    """What was coded, by whom, in which unit, and how shares are computed."""
    from ..report.build.method import method_note

    bundle, where = of_one_layer(project, coder, where)
    counted = where.coders[0]
    request = ShareRequest(coder=counted, where=_places(where))
    return method_note(
        bundle, language=language or project.settings.language,
        shares=compute_shares(project, request) if has_begun(project, counted) else None,
        by=project.settings.by, value_names=project.settings.labels, version=__version__,
        chosen=selection.chosen_cases(project, where),
    )  # fmt: skip


def has_begun(project: Handle, coder: str) -> bool:
    """Whether there is anything to count: a study is described and printed before anybody has coded too."""
    return bool(begun(project, (coder,)))


def _places(where: Where) -> Where:
    return replace(where, coders=(), codes=())


def audit(project: Handle, *, language: str = "") -> Report:
    """What was done, by whom and when, oldest first."""
    from ..report.build.audit import audit_report

    history = [entry._replace(summary=blind.summary(project, entry)) for entry in project.store.history()]
    return audit_report(
        list(reversed(history)), language=language or project.settings.language, created=created(project)
    )


def checklist(project: Handle, name: str, *, language: str = "", coder: str = "") -> Report:
    """COREQ or SRQR, filled where the study can fill it; memos `[coreq 10] ...` about the study fill the rest."""
    from ..report.build.checklists import checklist_report
    from .agreement import AgreementRequest, compute
    from .comparisons import saturation

    found_saturation = found_agreement = None
    with contextlib.suppress(QualcodeError):
        found_saturation = saturation(project, ShareRequest(coder=coder))
    with contextlib.suppress(QualcodeError):
        found_agreement, _ = compute(project, AgreementRequest(), ci=None)
    answers: dict[str, str] = {}
    for memo in project.store.memos("study"):
        match = re.match(rf"\[{re.escape(name)} ([^\]]+)\]\s*(.+)", memo.text, re.DOTALL | re.IGNORECASE)
        if match:
            answers[match[1]] = match[2]
    people = tuple(known.id for known, count in coded(project) if count and known.id != CONSENSUS)
    bundle = selection.bundle(project, Where(coders=people) if people else None)
    return checklist_report(
        bundle, name, language=language or project.settings.language, answers=answers,
        saturation=found_saturation, agreement=found_agreement, by=project.settings.by,
        value_names=project.settings.labels, version=__version__, created=created(project),
    )  # fmt: skip
