"""What a reader sees for the values of what is compared: names of cases, kinds of source in the report's language."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from ..core.model import in_language
from .split import group_names

if TYPE_CHECKING:
    from .handle import Handle

QUALIFIER = "qualifier"


def value_names(project: Handle, by: str, language: str) -> Callable[[str], str]:
    """The name of a value of `by`: the study's own label for it before any other."""
    labels = project.settings.labels
    if by == QUALIFIER:
        known = qualifier_names(project, language)
        return lambda value: labels.get(value) or known.get(value, value)
    if by == "kind":
        from ..report.wording import Words

        words = Words(language)
        return lambda value: labels.get(value) or words.known("kind", value)
    return group_names(project, by)


def qualifier_names(project: Handle, language: str) -> dict[str, str]:
    """What codings can say about their codes, in words."""
    return {id: in_language(names, language) for book in project.codes.books.values() for id, names in book.qualifiers}
