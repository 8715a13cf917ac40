"""Completion in the shell: the codes, documents, cases and coders of the study at hand.

What a parameter takes is told by its metavar, so that a new command completes as its neighbours do. It is quick,
because a person waits between two keys, and it never fails: where there is no study, nothing is offered.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from ..project import Project

VARIABLE = "_QUALCODE_COMPLETE"
"""What the shell sets while it asks."""

Offer = Callable[["Project"], Iterable[str]]


def codes(project: Project) -> Iterable[str]:
    """Codes by their full ids, then without their codebook where no other has the same: bash divides words at `:`."""
    found = [full for full, code in project.codes if not code.retired]
    short = [full.partition(":")[2] for full in found]
    return [*found, *(name for name in short if short.count(name) == 1)]


def books(project: Project) -> Iterable[str]:
    return project.codes.books


def documents(project: Project) -> Iterable[str]:
    return project.store.document_ids()


def cases(project: Project) -> Iterable[str]:
    return [case.id for case in project.cases]


def coders(project: Project) -> Iterable[str]:
    return project.store.coder_keys()


def questions(project: Project) -> Iterable[str]:
    return [question.id for question in project.questions]


def _all(*offers: Offer) -> Offer:
    return lambda project: [name for offer in offers for name in offer(project)]


BY_METAVAR: dict[str, Offer] = {
    "CODE": codes, "PARENT": codes, "ADDRESS": documents, "DOCUMENT": documents, "ID": documents, "CODEBOOK": books,
    "CODEBOOK or CODE": _all(books, codes), "CASE": cases,
}  # fmt: skip
BY_NAME: dict[str, Offer] = {
    "coder": coders, "coders": coders, "address": documents, "place": documents, "questions": questions,
    "about": _all(documents, codes, cases),
}  # fmt: skip
NEVER = frozenset(("to", "title", "format", "report", "study", "rest"))
"""Parameters whose value is new, or is no name of the study, whatever their metavar says."""


def attach(command: Any) -> Any:
    """Tell each parameter of a command, and of the commands inside it, what may stand there."""
    for inner in getattr(command, "commands", {}).values():
        attach(inner)
    for parameter in command.params:
        offer = _offer(parameter, command.name or "")
        if offer is not None and parameter._custom_shell_complete is None:
            parameter._custom_shell_complete = _answering(offer)
    return command


def _offer(parameter: Any, command: str) -> Offer | None:
    if parameter.name in BY_NAME:
        return BY_NAME[parameter.name]
    if parameter.name in NEVER:
        return None
    metavar = (parameter.metavar or "").strip("[].{} ").removesuffix("...").strip("[]{}. ")
    if parameter.name == "id" and command in ("show", "set"):
        return cases
    return BY_METAVAR.get(metavar)


def _answering(offer: Offer) -> Callable[[Any, Any, str], list[str]]:
    def answer(context: Any, _: Any, begun: str) -> list[str]:
        return _begin_with(offer, context.find_root().params.get("folder") or ".", begun)

    return answer


def _begin_with(offer: Offer, folder: str, begun: str) -> list[str]:
    from ..project import Project

    bash = os.environ.get(VARIABLE) == "complete_bash"
    try:
        with Project.open(Path(folder), readonly=True) as project:
            names = [name for name in offer(project) if name.isprintable()]
    except Exception:  # the shell shows whatever is said here between two words: nothing is better
        return []
    wanted = begun.casefold()
    found = [name for name in dict.fromkeys(names) if name.casefold().startswith(wanted)]
    return [name.replace(" ", "\\ ") if bash else name for name in found]
