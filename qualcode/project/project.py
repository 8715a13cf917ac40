"""A project: the folder, and all that can be done with it.

The command line, the coding screen and scripts call `Project`; what each verb does is written in the module it
names, which takes the slim `Handle` that a project also is.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..store import Entry
from .handle import Handle

if TYPE_CHECKING:
    from ..core.choices import Where
    from ..core.model import Bundle, Coding, Unit
    from ..core.results.agreement import Agreement
    from ..core.results.comparison import CaseMatrix, Crosstab, Keyness, Ranking
    from ..core.results.patterns import Cooccurrence, Saturation
    from ..core.results.shares import Shares
    from .speakers import Speaker
    from .tag import Tagged


class Project(Handle):
    """One study with its verbs. Use `Project.open`; close it, or use it in a `with`."""

    # -- documents ---------------------------------------------------------------------

    def add(self, paths: str | Path | Iterable[str | Path], *, workers: int = 1, **options: Any) -> Any:
        """Read files, folders and globs, or one of them, into the project; see `project.add`.

        In this process: `workers` may be more in a script whose own work stands under `if __name__ == "__main__"`.
        """
        from .add import add

        many = [paths] if isinstance(paths, str | Path) else paths
        return add(self, [Path(path) for path in many], workers=workers, **options)

    def speakers(self, *documents: str) -> list[Speaker]:
        """Who speaks in the documents, all without a name; `project.speakers.change_speakers` puts it right."""
        from .speakers import speakers

        return speakers(self, documents)

    def units(self, kind: str = "", where: Where | None = None, *, case: str = "") -> list[Unit]:
        """The units of analysis with their words and cases, in order."""
        from .selection import units

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
        from .selection import codings

        return codings(self, where)

    def undo(self, *, whoever: bool = False) -> Entry:
        """Take back one's own latest change, or with `whoever` anybody's; what was written by hand since stays.

        Raises DataError: `nothing_to_undo`, `changed_since` where others have built on the change, and
        `file_changed_by_hand` where its lines in a file are not as it left them.
        """
        from .undo import undo

        return undo(self, whoever=whoever)

    def redo(self, *, whoever: bool = False) -> Entry:
        """Do again what one undid last; DataError as `undo`, with `nothing_to_redo`."""
        from .undo import redo

        return redo(self, whoever=whoever)

    # -- results -----------------------------------------------------------------------

    def bundle(self, where: Where | None = None) -> Bundle:
        """The whole study as one value."""
        from .selection import bundle

        return bundle(self, where)

    def shares(self, *categories: str, **options: Any) -> Shares:
        """Weighted shares per category and group; the arguments are those of `project.results.requested`.

        UsageError `which_codebook` where several frames have codings and none is named.
        """
        from .results import compute_shares, one_frame, requested

        return compute_shares(self, one_frame(self, requested(categories, **options)))

    def agreement(
        self, *categories: str, unit: str = "", coders: Sequence[str] = (), round: str = "", **options: Any
    ) -> Agreement:
        """Intercoder agreement, of a planned round if named; see `project.agreement.compute`, `analysis.agreement`."""
        from .agreement import AgreementRequest, compute

        return compute(self, AgreementRequest(categories, unit, coders=tuple(coders), round=round), **options)[0]

    def crosstab(self, *categories: str, by: str = "", count: str = "units", **options: Any) -> Crosstab:
        """Codes by an attribute, `question`, `kind` or `qualifier`; see `project.comparisons.crosstab`."""
        from .comparisons import crosstab
        from .results import one_frame, requested

        return crosstab(self, one_frame(self, requested(categories, by, **options)), count=count)

    def matrix(self, *categories: str, by: str = "", **options: Any) -> CaseMatrix:
        """Cases, or the values of an attribute, by codes; see `project.comparisons.matrix`."""
        from .comparisons import matrix
        from .results import one_frame, requested

        return matrix(self, one_frame(self, requested(categories, by, **options)))

    def rank(self, *categories: str, rank_by: str = "weight", **options: Any) -> Ranking:
        """Codes by weight within each qualifier; see `project.comparisons.ranking`."""
        from .comparisons import ranking
        from .results import one_frame, requested

        return ranking(self, one_frame(self, requested(categories, **options)), rank_by=rank_by)

    def cooccur(self, *categories: str, counting: str = "units", **options: Any) -> Cooccurrence:
        """Every pair of codes with its counts and coefficients; see `project.comparisons.cooccurrence`."""
        from .comparisons import cooccurrence
        from .results import requested

        return cooccurrence(self, requested(categories, **options), counting=counting)

    def saturation(self, *categories: str, base: int = 4, run: int = 2, **options: Any) -> Saturation:
        """New codes per document; see `project.comparisons.saturation`."""
        from .comparisons import saturation
        from .results import requested

        return saturation(self, requested(categories, **options), base=base, run=run)

    def keyness(self, first: str, second: str, *, by: str = "", min_informants: int = 2, **options: Any) -> Keyness:
        """The words that one group uses more than another; see `project.comparisons.keyness`."""
        from .comparisons import keyness
        from .results import requested

        return keyness(self, requested((), by, **options), (first, second), min_informants=min_informants)
