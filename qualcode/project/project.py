"""A project: the folder, and all that can be done with it.

The command line, the coding screen and scripts call `Project`; what each verb does is written in the module it
names, which takes the slim `Handle` that a project also is.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..core.errors import DataError
from ..store import Entry
from .handle import Handle

if TYPE_CHECKING:
    from ..core.model import Bundle, Coding, Unit
    from ..core.results import Agreement, Crosstab, Shares
    from ..core.where import Where
    from .tag import Tagged


class Project(Handle):
    """One study with its verbs. Use `Project.open`; close it, or use it in a `with`."""

    # -- documents ---------------------------------------------------------------------

    def add(self, paths: Sequence[str | Path], **options: Any) -> Any:
        """Read files, folders and globs into the project; see `project.add`."""
        from .add import add

        return add(self, [Path(path) for path in paths], **options)

    def units(self, kind: str = "", where: Where | None = None, *, case: str = "") -> list[Unit]:
        """The units of analysis with their words and cases, in order."""
        from .frames import units

        return units(self, kind or self.settings.unit, where, case=case)

    # -- coding ------------------------------------------------------------------------

    def tag(self, place: str | Unit, *codes: str, **said: Any) -> Tagged:
        """Code a place, given as an address or a unit; see `project.tag.wishes`."""
        from .tag import tag, wishes

        address = place if isinstance(place, str) else place.label
        return tag(self, wishes(self, address, codes, **said))

    def untag(self, place: str | Unit, *codes: str, **said: Any) -> list[str]:
        """Take codings away; see `project.codings.untag`."""
        from .codings import untag

        return untag(self, place if isinstance(place, str) else place.label, codes, **said)

    def codings(self, where: Where | None = None) -> list[Coding]:
        """Codings in the order of their places."""
        from .frames import codings

        return codings(self, where)

    def undo(self) -> Entry:
        """Take back the latest change; DataError `nothing_to_undo` when there is none."""
        return self._travelled(self.writable.undo, "undo")

    def redo(self) -> Entry:
        """Do again what was undone last; DataError `nothing_to_redo` when there is none."""
        return self._travelled(self.writable.redo, "redo")

    def _travelled(self, travel: Callable[..., Entry | None], what: str) -> Entry:
        entry = travel(self.write_files)
        if entry is None:
            raise DataError(f"there is nothing to {what}", slug=f"nothing_to_{what}", hint="`qualcode log` shows all")
        return entry

    # -- results -----------------------------------------------------------------------

    def bundle(self, where: Where | None = None) -> Bundle:
        """The whole study as one value."""
        from .frames import bundle

        return bundle(self, where)

    def shares(self, *categories: str, **options: Any) -> Shares:
        """Weighted shares per category and group; see `project.results.shares`."""
        from .results import shares

        return shares(self, categories, **options)

    def agreement(self, *categories: str, unit: str = "", coders: Sequence[str] = (), **options: Any) -> Agreement:
        """Intercoder agreement; see `project.agreement.compute` and `analysis.agreement`."""
        from .agreement import AgreementRequest, compute

        return compute(self, AgreementRequest(categories, unit, coders=tuple(coders)), **options)[0]

    def crosstab(self, *categories: str, by: str = "", count: str = "units", **options: Any) -> Crosstab:
        """Codes by an attribute, `question`, `kind` or `qualifier`; see `project.comparisons.crosstab`."""
        from .comparisons import crosstab
        from .results import ShareRequest

        return crosstab(self, ShareRequest(categories, by, **options), count=count)
