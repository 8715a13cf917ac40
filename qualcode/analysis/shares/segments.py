"""Coded ranges as units: every document, start and end that carries a code is one."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd

from ...core.errors import UsageError
from ..arrays import encode, places
from ..assignment import weights_of
from ..ranges import Axis


def segment_units(
    units: pd.DataFrame, pieces: pd.DataFrame, codings: pd.DataFrame, texts: Mapping[str, str] | None = None
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The frames `units` and `marks` of the segments that codings make.

    `units` and `pieces` are those of the informants' speech, such as turns; a segment takes the
    columns of the first unit it touches, and its size is the informant speech inside it. A range
    without informant speech is skipped.
    Raises UsageError `segment_two_informants` for a range over the speech of two informants.
    """
    ranges = codings[["document", "start", "stop"]].astype({"document": object})
    of_coding, distinct = pd.factorize(pd.MultiIndex.from_frame(ranges))
    segments = pd.DataFrame(list(distinct), columns=["document", "start", "stop"])
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
        row = segments.iloc[int(segment[int(strangers.argmax())])]
        raise UsageError(
            f"the range {row['document']}@{row['start']}-{row['stop']} covers the speech of two informants; "
            "as a segment it must belong to one",
            slug="segment_two_informants",
        )
    made = units.iloc[unit[first]].reset_index(drop=True)
    names = np.array([f"{d}@{a}-{b}" for d, a, b in distinct], dtype=object)
    made["unit"] = names[kept]
    made["document"] = segments["document"].to_numpy()[kept]
    length = (touches.stop - touches.start)[order]
    made["chars"] = np.bincount(position[segment], weights=length, minlength=len(kept)).astype(np.int64)
    if texts and all(document in texts for document in axis.documents):
        _, words = axis.in_words(texts)
        sizes = np.bincount(words.coding, weights=words.stop - words.start, minlength=len(segments))
        made["words"] = sizes[kept].astype(np.int64)
    else:
        made = made.drop(columns="words", errors="ignore")
    carried = position[of_coding] >= 0
    marks = pd.DataFrame({"unit": names[of_coding[carried]], "code": codings["code"].to_numpy()[carried]})
    weights = weights_of(codings)
    if weights is not None:
        marks["weight"] = weights[carried]
    return made, marks
