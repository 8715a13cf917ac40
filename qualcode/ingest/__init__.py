"""Files in, documents out: readers of formats, and the deciding of speakers, turns and answers.

Importing this package is cheap; every reader and every library is imported when first used.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

from .readers import formats

if TYPE_CHECKING:
    from .anchor import Anchored, reanchor
    from .found import FileFound, SpeakerFound
    from .guide.guide_file import guide_and_rest, parse_guide, read_guide, write_guide
    from .guide.match import QuestionMatch, columns_apart, match_questions, read_matches, skipped, write_matches
    from .many import read_many
    from .read import ReadRequest, ReadResult, read_file
    from .speakers.speaker_map import read_speaker_map

_PLACES = {
    "Anchored": "anchor",
    "reanchor": "anchor",
    "guide_and_rest": "guide.guide_file",
    "parse_guide": "guide.guide_file",
    "read_guide": "guide.guide_file",
    "write_guide": "guide.guide_file",
    "read_many": "many",
    "QuestionMatch": "guide.match",
    "columns_apart": "guide.match",
    "match_questions": "guide.match",
    "read_matches": "guide.match",
    "write_matches": "guide.match",
    "ReadRequest": "read",
    "ReadResult": "read",
    "read_file": "read",
    "read_speaker_map": "speakers.speaker_map",
    "skipped": "guide.match",
    "FileFound": "found",
    "SpeakerFound": "found",
}

__all__ = [
    "Anchored",
    "FileFound",
    "QuestionMatch",
    "ReadRequest",
    "ReadResult",
    "SpeakerFound",
    "columns_apart",
    "formats",
    "guide_and_rest",
    "match_questions",
    "parse_guide",
    "read_file",
    "read_guide",
    "read_many",
    "read_matches",
    "read_speaker_map",
    "reanchor",
    "skipped",
    "write_guide",
    "write_matches",
]


def __getattr__(name: str) -> Any:
    if name in _PLACES:
        return getattr(importlib.import_module(f".{_PLACES[name]}", __name__), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
