"""The index of closed questions that were read as attributes of cases, such as the columns of a survey."""

from __future__ import annotations

import re
from collections.abc import Sequence
from fractions import Fraction
from typing import TYPE_CHECKING

from ..core.case_map import values
from ..core.errors import DataError, UsageError
from ..core.numbers import typed
from ..core.table import Report
from .cases import check_attribute
from .groups import NONE
from .names import value_names
from .study import created

if TYPE_CHECKING:
    from .handle import Handle


def scale_of(said: str) -> tuple[Fraction, Fraction]:
    """The ends of a scale as a person writes them: `1-10`; UsageError (`bad_option`) for anything else."""
    low, dash, high = said.strip().partition("-")
    ends = typed(low), typed(high)
    if not dash or ends[0] is None or ends[1] is None or ends[0] >= ends[1]:
        raise UsageError(f"--scale {said!r}: expected its ends, such as 1-10", slug="bad_option")
    return Fraction(str(ends[0])), Fraction(str(ends[1]))


def scale_index(project: Handle, questions: Sequence[str], scale: str, by: str = "", *, language: str = "") -> Report:
    """The index of closed questions, by group; a respondent with several values of `by` counts in each.

    Raises UnknownName for a question or an attribute that no case has, DataError (`not_numeric`, `off_the_scale`) for
    an answer that is no number or beyond the scale, with the case that gave it.
    """
    from ..analysis.comparison.scale_index import scale_index as computed
    from ..report.build.comparisons import scale_index_report

    ends = scale_of(scale)
    known = list(dict.fromkeys(key for case in project.cases for key in case.attributes))
    for name in (*questions, *([by] if by else [])):
        check_attribute(name, known)
    answers: dict[str, dict[str, Fraction]] = {}
    groups: dict[str, tuple[str, ...]] = {}
    for case in project.cases:
        if not any(name in case.attributes for name in questions):
            continue
        answers[case.id] = {
            name: _answer(case.id, name, case.attributes[name], ends)
            for name in questions
            if case.attributes.get(name, "").strip()
        }
        groups[case.id] = values(project.case_map.attributes(case.id).get(by, "")) or (NONE,) if by else ()
    ordered = sorted(answers.items(), key=lambda pair: groups[pair[0]] == (NONE,))  # those without stand last
    respondents = {id: own for id, own in ordered if own}
    if not respondents:
        raise DataError(
            f"nobody has answered {', '.join(questions)}", slug="no_units", hint="`qualcode case list` shows the cases"
        )
    found = computed(respondents, questions, ends, groups)
    language = language or project.settings.language
    labels = project.settings.labels
    return scale_index_report(
        found, language=language, by_name=labels.get(by, by), question_names=lambda name: labels.get(name, name),
        group_names=value_names(project, by, language), created=created(project),
    )  # fmt: skip


_LABELLED = re.compile(r"(?:\((\d+)\)|(\d+)\s*[-–—:.)=])\s*[^\W\d_].*|[^\W\d_][^\d]*\((\d+)\)", re.DOTALL)
"""A step of a scale with its words, as survey programs write it: `4 - Enig`, `(4) Enig`, `Enig (4)`."""


def _step(text: str) -> float | None:
    """The number of an answer, alone or with its words; None where it has none."""
    labelled = _LABELLED.fullmatch(text.strip())
    return typed(next(filter(None, labelled.groups()))) if labelled else typed(text)


def _answer(case: str, name: str, text: str, ends: tuple[Fraction, Fraction]) -> Fraction:
    number = _step(text)
    if number is None:
        raise DataError(
            f"{case}: {name} is {text!r}, which is no number", slug="not_numeric", hint=f"mend {case} in cases.csv"
        )
    if not ends[0] <= Fraction(str(number)) <= ends[1]:
        raise DataError(
            f"{case}: {name} is {text}, beyond the scale", slug="off_the_scale",
            hint=f"mend {case} in cases.csv, or give the scale that was used with --scale",
        )  # fmt: skip
    return Fraction(str(number))
