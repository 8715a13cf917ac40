"""Cases inside cases: which case each is part of, said in `part_of` or told by whose documents it speaks in."""

from __future__ import annotations

from collections.abc import Iterable

from .model import Case


def parents(cases: Iterable[Case]) -> dict[str, str]:
    """The case that each case is part of; cases that stand alone are not in it.

    A municipality whose members are whole documents holds the informants who speak in them.
    """
    cases = list(cases)
    holder = {
        member.document: case.id
        for case in cases
        for member in case.members
        if member.speaker is None and not member.passage
    }
    found: dict[str, str] = {}
    for case in cases:
        if case.part_of:
            found[case.id] = case.part_of
            continue
        within = {holder.get(member.document, "") for member in case.members if member.speaker or member.passage}
        parts = [member for member in case.members if member.speaker is None and not member.passage]
        if len(within) == 1 and not parts and within != {""} and within != {case.id}:
            found[case.id] = within.pop()
    return found
