"""The tidy frames that every analysis reads: one row a fact, columns by name, nothing else assumed.

units     one row a unit of analysis. Needed: `unit` (its label) and `informant` (a case's id).
          Optional: `document`, `question` (the main question), `item` (the item of the guide),
          `status` (answered | no_answer | not_asked | missing; default answered),
          `speaker_role` (only `informant` is counted; default informant), `primary` (the unit's
          primary code), `words`, `chars` (sizes), and any other column, to group or weight by.
pieces    `unit`, `document`, `start`, `stop`: the informant speech that a unit consists of,
          half-open, in code points. Pieces never overlap.
codings   `document`, `start`, `stop`, `code`; optional `coder`, `weight` (0..1, default 1),
          `qualifier`, `id`.
marks     `unit`, `code`; optional `coder`, `weight`: codings already given to units, either by
          `assign` or because the data came that way.
turns     `document`, `start`, `stop`, `role`, `informant`, `question`: all speech in order.

Names may be strings or categories. `role` is free for an attribute of cases in `units`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from ..core.errors import UnknownName, UsageError
from .columns import Columns

STATUSES = ("answered", "no_answer", "not_asked", "missing")


def require(frame: Columns, columns: Iterable[str], name: str) -> None:
    """UsageError `bad_option` when a frame lacks a column that the analysis needs."""
    absent = [column for column in columns if column not in frame.columns]
    if absent:
        raise UsageError(f"the frame {name!r} needs the column {', '.join(absent)}", slug="bad_option")


def is_codings(frame: Columns) -> bool:
    """Whether a frame holds codings (places in a text) rather than marks (codes of units)."""
    if "unit" in frame.columns:
        return False
    require(frame, ("document", "start", "stop", "code"), "codings")
    return True


def one_layer(frame: Columns, coder: str | None) -> Columns:
    """The rows of one coder; UsageError `coder_ambiguous` when there are several and none is chosen."""
    if "coder" not in frame.columns:
        return frame
    coders = [str(name) for name in frame["coder"].unique()]
    if coder is None:
        if len(coders) > 1:
            listed = ", ".join(sorted(coders))
            raise UsageError(
                f"expected the codings of one coder, found {listed}: choose one",
                slug="coder_ambiguous",
                hint=f"--coder {sorted(coders)[0]}",
            )
        return frame
    if coder not in coders:
        if not coders:
            return frame
        raise UnknownName("coder", coder, coders)
    return frame[frame["coder"] == coder] if len(coders) > 1 else frame


def check_ranges(codings: Columns, lengths: Mapping[str, int] | None) -> None:
    """UsageError `segment_range` for a coded range that is empty or outside its document."""
    if not len(codings):
        return
    start, stop = codings["start"].to_numpy(), codings["stop"].to_numpy()
    wrong = (start < 0) | (stop <= start)
    if lengths:
        known = codings["document"].numbers(lengths, float("inf"))
        wrong |= stop > known
    if wrong.any():
        row = codings.row(int(wrong.argmax()))
        length = (lengths or {}).get(str(row["document"]))
        limit = f" of {length} characters" if length is not None else ""
        raise UsageError(
            f"the range {row['start']}-{row['stop']} in {row['document']}{limit} is empty or outside the document",
            slug="segment_range",
        )
