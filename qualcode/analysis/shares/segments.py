"""Coded ranges as units: every document, start and end that carries a code is one."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from ...core.errors import UsageError
from ..arrays import encode, places
from ..assignment import Axis, weights_of
from ..columns import Columns


def segment_units(
    units: Columns, pieces: Columns, codings: Columns, texts: Mapping[str, str] | None = None
) -> tuple[Columns, Columns]:
    """The frames `units` and `marks` of the segments that codings make.

    `units` and `pieces` are those of the informants' speech, such as turns; a segment takes the
    columns of the first unit it touches, and its size is the informant speech inside it. A range
    without informant speech is skipped.
    Raises UsageError `segment_two_informants` for a range over the speech of two informants.
    """
    found: dict[tuple[str, int, int], int] = {}
    ranges = zip(*(codings[name].tolist() for name in ("document", "start", "stop")), strict=True)
    of_coding = np.array([found.setdefault(place, len(found)) for place in ranges], dtype=np.int64)
    distinct = list(found)
    segments = Columns(
        {
            "document": [document for document, _, _ in distinct],
            "start": np.array([start for _, start, _ in distinct], dtype=np.int64),
            "stop": np.array([stop for _, _, stop in distinct], dtype=np.int64),
        }
    )
    axis = Axis(pieces, segments, places(pieces["unit"], units["unit"]))
    touches = axis.touches()
    informant, _ = encode(units["informant"])
    order = np.lexsort((touches.start, touches.coding))
    segment, unit = touches.coding[order], touches.unit[order]
    first = np.flatnonzero(np.append(True, segment[1:] != segment[:-1])) if segment.size else segment
    kept = segment[first]
    position = np.full(len(segments), -1, dtype=np.int64)
    position[kept] = np.arange(len(kept))
    strangers = informant[unit] != informant[unit[first]][position[segment]] if segment.size else segment
    if strangers.any():
        row = segments.row(int(segment[int(strangers.argmax())]))
        raise UsageError(
            f"the range {row['document']}@{row['start']}-{row['stop']} covers the speech of two informants; "
            "as a segment it must belong to one",
            slug="segment_two_informants",
        )
    made = units.take(unit[first])
    names = np.array([f"{d}@{a}-{b}" for d, a, b in distinct], dtype=object)
    length = (touches.stop - touches.start)[order]
    made = made.assign(
        unit=names[kept],
        document=segments["document"].to_numpy()[kept],
        chars=np.bincount(position[segment], weights=length, minlength=len(kept)).astype(np.int64),
    )
    if texts and all(document in texts for document in axis.documents):
        _, words = axis.in_words(texts)
        sizes = np.bincount(words.coding, weights=words.stop - words.start, minlength=len(segments))
        made = made.assign(words=sizes[kept].astype(np.int64))
    else:
        made = made.without("words")
    carried = position[of_coding] >= 0
    marks = Columns({"unit": names[of_coding[carried]], "code": codings["code"][carried]})
    weights = weights_of(codings)
    if weights is not None:
        marks = marks.assign(weight=weights[carried])
    return made, marks
