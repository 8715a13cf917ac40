"""What a reader sees for the names in the database: of frames, coders, cases, groups and judgements."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from ..core.choices import Where
from ..core.model import in_language
from ..core.table import Note, Table
from .case_names import group_names, one_called
from .layers import CONSENSUS

if TYPE_CHECKING:
    from ..core.results.common import Accounting
    from .handle import Handle

QUALIFIER = "qualifier"


def title(project: Handle, book: str, language: str) -> str:
    """What a codebook is called."""
    known = project.codes.books.get(book)
    return (in_language(known.title, language) if known else "") or book


def frame_names(project: Handle, categories: Sequence[str], language: str) -> list[str]:
    """The titles of the codebooks that categories are from."""
    return [title(project, book, language) for book in dict.fromkeys(c.partition(":")[0] for c in categories)]


def selected(project: Handle, where: Where, language: str) -> str:
    """A selection in the words of a report, with the study's own labels."""
    from ..report.build.accounting import selection
    from ..report.wording import Words

    return selection(where, Words(language), project.settings.labels)


def coder_names(project: Handle, language: str = "") -> dict[str, str]:
    """What each coder is called; with a language the consensus by its word for it."""
    names = {coder.id: coder.name or coder.id for coder in project.store.known_coders()}
    if language and names.get(CONSENSUS) == CONSENSUS:
        from ..report.wording import Words

        names[CONSENSUS] = Words(language)("coder.consensus")
    return names


def codings_of(project: Handle, coders: Sequence[str], language: str) -> Note:
    """The note under a report of a study whose layer may not be chosen: whose codings it counts."""
    from ..report.wording import Words

    names = coder_names(project, language)
    return Note(Words(language)("account.codings", coder=[names.get(one, one) for one in coders]))


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


def groups_told(project: Handle, found: Table, column: str, by: str, language: str) -> Table:
    """A table with one row or more a group of `by`, whose `column` and groups are called what the study calls them;
    as it is where the groups are words or codes."""
    if by in ("term", "code"):
        return found
    called, at = value_names(project, by, language), [one.key for one in found.columns].index(column)
    title = project.settings.labels.get(by, found.columns[at].title)
    columns = (*found.columns[:at], replace(found.columns[at], title=title), *found.columns[at + 1 :])
    rows = tuple((*row[:at], called(row[at]), *row[at + 1 :]) for row in found.rows)
    return replace(found, columns=columns, rows=rows)


def group_called(project: Handle, by: str, name: str, groups: Iterable[str]) -> str:
    """The one of the groups that a person means, who writes what it is or what reports show for it; else the name.

    UsageError `ambiguous_name` where reports show it for several.
    """
    groups = list(groups)
    if name in groups:
        return name
    shown = value_names(project, by, project.settings.language)
    return one_called(name, ((group, shown(group)) for group in groups)) or name


def account_told(
    project: Handle, accounting: Accounting | None, language: str, categories: Sequence[str] = ()
) -> list[str]:
    """What was counted and what was left out, as sentences; `categories` are the rows, whose frames are named."""
    from ..report.build.accounting import Basis, account_notes
    from ..report.wording import Words

    basis = Basis(coders=coder_names(project, language), frames=frame_names(project, categories, language))
    return account_notes(accounting, Words(language), basis)


def qualifier_names(project: Handle, language: str) -> dict[str, str]:
    """What codings can say about their codes, in words."""
    return {id: in_language(names, language) for book in project.codes.books.values() for id, names in book.qualifiers}
