"""The interview guide of a project as a report, and the answers to its questions side by side."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from ..core.choices import Where, under
from ..core.errors import DataError, QualcodeError, UnknownName
from ..core.grouping import grouped
from ..core.model import Document, Unit
from ..core.results.shares import Shares
from ..core.table import Report, Table
from . import selection
from .layers import layer
from .results import ShareRequest, compute_shares
from .study import created, study_of

if TYPE_CHECKING:
    from .handle import Handle


def guide(project: Handle, *, language: str = "") -> Report:
    """The guide as it stands, also the items nobody was asked; DataError (`no_guide`) without one."""
    from ..report.build.guide import guide_report

    _needs_guide(project)
    language = language or project.settings.language
    documents = answered(project)
    kinds = {source["id"]: source["kind"] for source in project.store.sources()}
    return guide_report(
        project.questions, language=language, code_names=lambda code: project.codes.label(code, language),
        answered={id: len(found) for id, found in documents.items()},
        interviews=all(kinds[id] == "interview" for found in documents.values() for id in found),
        created=created(project),
    )  # fmt: skip


def answers_given(project: Handle, where: Where | None = None) -> list[Unit]:
    """The answers to items of the guide, as tables count them: without those that somebody said are none."""
    status = study_of(project).status
    return [unit for unit in selection.units(project, "answer", where) if unit.question and status(unit) == "answered"]


def answered(project: Handle) -> dict[str, set[str]]:
    """In which documents each item of the guide has an answer; a question's follow-ups count as its answers too."""
    found: dict[str, set[str]] = {}
    parent = {question.id: question.main for question in project.questions}
    for unit in answers_given(project):
        question = unit.question or ""
        found.setdefault(question, set()).add(unit.document)
        found.setdefault(parent.get(question, question), set()).add(unit.document)
    return found


def answers(
    project: Handle, where: Where | None = None, *, language: str = "", coder: str = "", source: str = "name"
) -> Report:
    """Everybody's answers to each question of the guide, or to those that a selection names."""
    from ..report.build.guide import answers_report

    _needs_guide(project)
    language = language or project.settings.language
    where = selection.checked(project, where)
    units = [unit for unit in answers_given(project, where) if unit.text.strip()]
    main = {question.id: question.main for question in project.questions}
    by_question = grouped((unit.question or "", unit) for unit in units)
    wanted = [
        one
        for one in project.questions
        if one.kind == "question" and (one.id in by_question or (not one.parent and not where.questions))
    ]
    for name in where.questions:
        if name not in main:
            raise UnknownName("question", name, main)
    files = project.store.survey_files()
    in_files = {item: {files.get(id, "") for id in found} for item, found in answered(project).items()} if files else {}
    everybody = [project.document(id) for id in dict.fromkeys(unit.document for unit in units)]
    everybody = [one for one in everybody if one.kind != "survey" or one.id in files]  # else it is itself one question
    silent: dict[str, list[str]] = {}
    unasked: dict[str, list[str]] = {}
    for one in wanted:
        if one.parent:
            continue
        there = {unit.document for unit in units if main.get(unit.question or "") == one.id}
        for document in everybody:
            file = files.get(document.id, "")
            if document.id in there:
                continue
            if file and file not in in_files.get(one.id, ()):  # the whole survey does without this question
                unasked.setdefault(one.id, []).append(PurePosixPath(file).stem)
            else:
                kept = silent if _put(project, document, one.id, main) else unasked
                kept.setdefault(one.id, []).append(document.id)
    return answers_report(
        [(one, by_question.get(one.id, ())) for one in wanted], language=language, named=_named(project, source),
        codes=_codes(project, layer(project, coder), language), hidden=source not in ("name", "case"),
        said=_said(project, language), silent=silent,
        unasked={id: list(dict.fromkeys(found)) for id, found in unasked.items()}, created=created(project),
    )  # fmt: skip


def _put(project: Handle, document: Document, question: str, main: Mapping[str, str]) -> bool:
    """Whether an item of the guide was put; who fills in a survey is asked all that the survey asks."""
    told = study_of(project).statuses.get((document.id, question))
    if told is not None:
        return told != "not_asked"
    return document.kind == "survey" or any(main.get(turn.question or "") == question for turn in document.turns)


def _said(project: Handle, language: str) -> Callable[[Unit], tuple[str, str]]:
    """The words of an answer as they are quoted, and the line that gives them in another language."""
    from ..report.build.edits import Edits, translated
    from ..report.wording import Words

    edits, words = Edits(project.store.memos("place")), Words(language)

    def said(unit: Unit) -> tuple[str, str]:
        if not edits:
            return unit.text, ""
        text = project.document(unit.document).text
        pieces = [edits.edited(unit.document, text, piece).text.strip() for piece in unit.pieces]
        translations = edits.translations(unit.document, unit.span, language)
        return "\n".join(pieces), translated(translations, words)

    return said


def intended(project: Handle, request: ShareRequest, found: Shares, language: str) -> list[Table]:
    """What the main questions were meant to bring up, beside what was found in all answers; nothing where no
    question is meant to bring up any category of the table."""
    from ..report.build.guide import intended_table
    from ..report.wording import Words

    main = [one for one in project.questions if one.kind == "question" and not one.parent]
    whole = compute_shares(project, replace(request, by="-"))
    rows = []
    for row in whole.rows:
        meant = sum(any(under(_full(project, code), row.code) for code in one.elicits) for one in main)
        parts = (int(row.numerator or 0), int(row.denominator or 0))
        rows.append((project.codes.label(row.code, language), (meant, len(main)), parts))
    if not any(meant for _, (meant, _), _ in rows):
        return []
    name = f"shares-intended-{whole.rows[0].code.partition(':')[0]}"
    return [intended_table(rows, Words(language), name)]


def _full(project: Handle, code: str) -> str:
    try:
        return project.codes.known(code)
    except QualcodeError:
        return code  # of a frame that is not in use; `check` says so


def _named(project: Handle, source: str) -> Callable[[Unit], str]:
    cases = {case.id: case for case in project.cases}
    labels = project.settings.labels

    def name(unit: Unit) -> str:
        case = cases.get(unit.case)
        if source == "name":
            return (case.name or case.id) if case else unit.case
        if source == "case":
            return unit.case
        value = project.case_map.attributes(unit.case).get(source, "")
        return labels.get(value, value)

    return name


def _codes(project: Handle, coder: str, language: str) -> Callable[[Unit], list[str]]:
    by_document = grouped(
        (coding.document, (coding.span.start, coding.span.stop, coding.code))
        for coding in selection.codings(project, Where(coders=(coder,)))
    )

    def codes(unit: Unit) -> list[str]:
        there = by_document.get(unit.document, ())
        found = [
            code
            for start, stop, code in there
            if any(start < piece.stop and piece.start < stop for piece in unit.pieces)
        ]
        return [project.codes.label(code, language) for code in dict.fromkeys(found)]

    return codes


def _needs_guide(project: Handle) -> None:
    if not project.questions:
        raise DataError(
            "the study has no interview guide", slug="no_guide",
            hint="`qualcode question import guide.docx` reads one",
        )  # fmt: skip
