"""`check`: everything about a project that does not fit together, in one list."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .. import checks
from ..core.errors import Problem, ProblemsFound
from ..core.model import Coding
from .showing import status

if TYPE_CHECKING:
    from .project import Project


def check(project: Project) -> list[Problem]:
    """Problems of hand-written files first; of the study as a whole when those can be read."""
    problems: list[Problem] = []
    for path in project.codes.paths:
        problems += codebook_problems(path)
    try:
        _ = project.cases, project.questions
    except ProblemsFound as error:
        problems += error.problems
    if any(problem.severity == "error" for problem in problems):
        return problems
    documents = status(project)["documents"]
    study = checks.Study(
        project.bundle(),
        frozenset(id for id, _ in project.codes),
        tuple(document["id"] for document in documents if document["changed"]),
        tuple(document["id"] for document in documents if document["missing"]),
        lambda codings: broken_rules(project, codings),
    )
    return problems + checks.run(study)


def codebook_problems(path: object) -> list[Problem]:
    """Every mistake in a codebook's file."""
    from pathlib import Path

    from ..codebook import parse_with_problems

    file = Path(str(path))
    _, problems = parse_with_problems(file.read_text("utf-8"), str(file))
    return problems


def broken_rules(project: Project, codings: list[Coding]) -> list[str]:
    """The rules that codings on one segment by one coder break, as sentences."""
    from ..codebook import violations

    return [str(broken) for broken in violations(project.codes.books.values(), [coding.code for coding in codings])]
