"""What a snapshot calls otherwise than the codebooks and cases do now, which stay as they are when work is restored."""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING

from ... import checks
from ...core.errors import Problem, ProblemsFound
from .. import case_renames, code_renames
from ..check import probable_renames
from ..selection import bundle

if TYPE_CHECKING:
    from ...store import Change
    from ..handle import Handle


def caught_up(project: Handle, change: Change) -> dict[str, int]:
    """Give what was restored the present names of its codes and cases; how many of each kind there were."""
    store = project.writable
    moved = code_renames.present_names(store, *code_renames.known(store))
    found = {"codings": code_renames.catch_up(project, change, moved)}
    with contextlib.suppress(ProblemsFound):  # in a table written by hand: `check` tells them
        found["memos"] = case_renames.catch_up(project, change, {case.id for case in project.cases})
    return {kind: count for kind, count in found.items() if count}


def standing(project: Handle) -> tuple[Problem, ...]:
    """What rests on codes and cases that there are not."""
    try:
        codes = frozenset(full for full, _ in project.codes)
        cases = {"", *(case.id for case in project.cases)}
        if project.store.code_keys().keys() <= codes and all(memo.case in cases for memo in project.store.memos()):
            return ()  # a study of ten thousand codings need not be read for that
        study = checks.CheckedStudy(bundle(project, hidden=True), codes, probable=probable_renames(project))
    except ProblemsFound:
        return ()
    return (*checks.codes_exist(study), *checks.cases_of_memos_exist(study))
