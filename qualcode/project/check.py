"""`check`: everything about a project that does not fit together, in one list."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from .. import checks
from ..core.errors import Problem, ProblemsFound, QualcodeError, StoreDamaged
from ..core.ticks import Tick
from ..settings import FILE as SETTINGS
from ..store.damage import Damage, thoroughly
from ..store.past import changed_files
from . import selection
from .folder import DATABASE
from .groups import wrong_choices
from .views import CHANGED, GONE, originals

if TYPE_CHECKING:
    from .handle import Handle


def check(project: Handle, *, progress: Tick | None = None) -> list[Problem]:
    """Damage first, then problems of hand-written files; of the study as a whole when those can be read.

    `progress` is told how many texts, originals and coded documents are looked at.
    """
    damage = [_damaged(one) for one in thoroughly(project.store, progress)]
    written: list[Problem] = []
    for path in project.codes.paths:
        written += [problem for problem in codebook_problems(path) if problem.severity == "error"]
    try:
        _ = project.cases, project.questions
    except ProblemsFound as error:
        written += error.problems
    if any(problem.severity == "error" for problem in written):
        return damage + written
    try:
        return damage + written + _of_the_study(project, progress)
    except StoreDamaged as error:
        return [*damage, *written, _damaged(Damage(Path(project.store.label).name, error.message, error.slug))]


def _of_the_study(project: Handle, progress: Tick | None) -> list[Problem]:
    from ..codebook.rules import violations_everywhere

    state = originals(project, progress)
    bundle = selection.bundle(project, hidden=True)
    study = checks.CheckedStudy(
        bundle,
        frozenset(id for id, _ in project.codes),
        tuple(id for id, original in state.items() if original == CHANGED),
        tuple(id for id, original in state.items() if original == GONE),
        probable_renames(project),
        tuple(
            (coding, str(broken))
            for coding, broken in violations_everywhere(project.codes.books.values(), bundle.codings, progress)
            if broken.rule != "unknown"  # a code that is gone is a problem of its own
        ),
    )
    chosen = [
        Problem(SETTINGS, None, None, "warning", error.message, error.slug, error.hint or "")
        for error in wrong_choices(project)
    ]
    return [*chosen, *checks.run(study)]


def _damaged(one: Damage) -> Problem:
    hint = "`qualcode backups` lists the copies that can be put back"
    if one.slug == "conflicted_copy":
        hint = "compare the two, keep one in this folder, and move the other out of it"
        if Path(DATABASE).suffix in one.where:
            hint = f'`qualcode merge "{one.where}"` takes in what is only there; then move it out of this folder'
    return Problem(one.where, None, None, "error", one.message, one.slug, hint)


def codebook_problems(path: Path) -> list[Problem]:
    """Every mistake in a codebook's file, and what a complete codebook would have besides."""
    from ..codebook.checks import check_file
    from ..retrieval.rules import rules_of

    book, problems = check_file(path)
    if book is None:
        return problems
    for code in book.codes:
        try:
            rules_of(book, [code.id])
        except QualcodeError as error:
            problems.append(Problem(str(path), None, None, "error", error.message, error.slug, error.hint or ""))
    return problems


def probable_renames(project: Handle) -> dict[str, str]:
    """Codes that somebody renamed in the file itself, old full id to new, by likeness of name and definition.

    The file as the history last knew it is compared with the file as it is now.
    """
    from ..codebook.compare import diff
    from ..codebook.loader import loads

    last: dict[str, str] = {}
    for each in changed_files(project.store):
        if each.path.startswith("codebooks/") and (each.after or each.before):
            last[each.path] = each.after or each.before or ""
    found: dict[str, str] = {}
    for book in project.codes.books.values():
        name = project.relative(project.codes.path(book.id))
        if name in last:
            try:
                old = loads(last[name], name)
            except ProblemsFound:
                continue
            for pair in diff(old, book).renamed:
                found[f"{book.id}:{pair.before.id}"] = f"{book.id}:{pair.now.id}"
    return found
