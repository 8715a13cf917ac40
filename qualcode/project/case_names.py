"""Which case, or which group of a table, a person means by a name: the same in every command."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING

from ..core.errors import UnknownName, UsageError
from ..core.languages import same_name
from ..core.model import Case
from ..core.values import UNDEFINED

if TYPE_CHECKING:
    from .handle import Handle


def one_called(name: str, shown: Iterable[tuple[str, str]]) -> str | None:
    """The one of (id, what is shown for it) that is shown as `name`, exactly or in capitals; None for none. What has
    no other name than its id is met by that alone. Those without a value have the words of any language for it.

    Raises UsageError `ambiguous_name` where it is shown for several.
    """
    from ..report.wording import without_value

    shown = list(shown)
    if without_value(name) and (none := next((id for id, _ in shown if id in NO_VALUE), None)) is not None:
        return none
    alike = [(id, text) for id, text in shown if text not in ("", id) and same_name(text) == same_name(name)]
    found = [id for id, text in alike if text == name] or [id for id, _ in alike]
    if len(found) > 1:
        raise UsageError(
            f"{name!r} may mean {', '.join(found)}", slug="ambiguous_name", hint="write the one that is meant"
        )
    return found[0] if found else None


NO_VALUE = ("", UNDEFINED)
"""What stands for those without a value of an attribute: in the study, and as a group of a table."""


def case_called(cases: Mapping[str, Case], name: str) -> str | None:
    """The id of the case with an id or a name; None for none. Raises UsageError `ambiguous_name`."""
    return name if name in cases else one_called(name, ((case.id, case.name) for case in cases.values()))


def row_called(cases: Mapping[str, Case], name: str) -> str:
    """The id of the case in `cases.csv` that a name means; UnknownName where there is none."""
    found = case_called(cases, name)
    if found is None:
        raise unknown_case(name, cases)
    return found


def known_case(project: Handle, name: str) -> str:
    """The id of the case that a name means: a row's, or a document's that no row names; `D1/Anna` is one of several
    informants in it. UnknownName where there is none."""
    cases, documents = project.case_map.cases, project.store.document_ids()
    if name in documents:
        return name
    found = case_called(cases, name)
    if found is None and name.partition("/")[0] not in documents:
        raise unknown_case(name, cases, documents)
    return found or name


def unknown_case(name: str, cases: Mapping[str, Case], documents: Iterable[str] = ()) -> UnknownName:
    names = (case.name for case in cases.values() if case.name)
    return UnknownName("case", name, [*cases, *names, *documents], hint="`qualcode case list` shows them")


def kinds_that_hold(project: Handle) -> set[str]:
    """The kinds of cases that others are part of, which one compares by as by an attribute: team, town."""
    return {case.kind for case in project.cases if case.id in project.case_map.holding}


def group_names(project: Handle, by: str) -> Callable[[str], str]:
    """What is shown for a group: its label in qualcode.toml, the name of the case it is, or itself."""
    of_cases = by == "case" or by in kinds_that_hold(project)
    names = {case.id: case.name for case in project.cases} if of_cases else {}
    return lambda group: project.settings.labels.get(group) or names.get(group) or group
