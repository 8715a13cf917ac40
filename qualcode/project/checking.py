"""`check`: everything about a project that does not fit together, in one list."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from .. import checks
from ..core.errors import Problem, ProblemsFound
from .showing import status

if TYPE_CHECKING:
    from .project import Project


def check(project: Project) -> list[Problem]:
    """Problems of hand-written files first; of the study as a whole when those can be read."""
    problems: list[Problem] = []
    for path in project.codes.paths:
        problems += [problem for problem in codebook_problems(path) if problem.severity == "error"]
    try:
        _ = project.cases, project.questions
    except ProblemsFound as error:
        problems += error.problems
    if any(problem.severity == "error" for problem in problems):
        return problems
    documents = status(project)["documents"]
    from ..codebook.rules import violations_everywhere

    bundle = project.bundle()
    study = checks.Study(
        bundle,
        frozenset(id for id, _ in project.codes),
        tuple(document["id"] for document in documents if document["changed"]),
        tuple(document["id"] for document in documents if document["missing"]),
        tuple((c, str(broken)) for c, broken in violations_everywhere(project.codes.books.values(), bundle.codings)),
    )
    return problems + checks.run(study)


def codebook_problems(path: Path) -> list[Problem]:
    """Every mistake in a codebook's file, and what a complete codebook would have besides."""
    from ..codebook import check_file

    return check_file(path)[1]
