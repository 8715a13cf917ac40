"""Files in, documents out: readers of formats, and the deciding of speakers, turns and answers.

Importing this package is cheap; every reader and every library is imported when first used.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

from qualcode.core.formats import Format, Formats

if TYPE_CHECKING:
    from .anchor import Anchored, reanchor
    from .found import Found, SpeakerFound
    from .guide import parse_guide, read_guide, write_guide
    from .many import read_many
    from .match import QuestionMatch, match_questions, read_matches, skipped, write_matches
    from .read import ReadRequest, ReadResult, read_file
    from .speaker_map import read_speaker_map

readers = Formats(
    "reader",
    "qualcode.readers",
    [
        Format("text", (".txt", ".text", ".log"), "qualcode.ingest.plain:read_text", "Plain text"),
        Format("markdown", (".md", ".markdown"), "qualcode.ingest.plain:read_markdown", "Markdown"),
        Format("docx", (".docx", ".docm", ".doc"), "qualcode.ingest.word:read", "Word"),
        Format("odt", (".odt",), "qualcode.ingest.opendocument:read", "OpenDocument text"),
        Format("rtf", (".rtf",), "qualcode.ingest.rich:read", "Rich Text Format"),
        Format("pdf", (".pdf",), "qualcode.ingest.pdf:read", "PDF"),
        Format("html", (".html", ".htm", ".xhtml"), "qualcode.ingest.web:read", "Web page"),
        Format("vtt", (".vtt",), "qualcode.ingest.subtitles:read_vtt", "WebVTT captions (Teams, Zoom)"),
        Format("srt", (".srt",), "qualcode.ingest.subtitles:read_srt", "SubRip captions"),
        Format(
            "json",
            (".json",),
            "qualcode.ingest.transcript_json:read",
            "Transcript as JSON (Whisper, Otter, Teams)",
        ),
        Format("csv", (".csv",), "qualcode.ingest.sheets:read_csv", "Table: answers or a transcript"),
        Format("tsv", (".tsv", ".tab"), "qualcode.ingest.sheets:read_csv", "Table separated by tabs"),
        Format("xlsx", (".xlsx", ".xlsm"), "qualcode.ingest.sheets:read_xlsx", "Excel workbook"),
        Format("ods", (".ods",), "qualcode.ingest.sheets:read_ods", "OpenDocument spreadsheet"),
    ],
)
"""Every format that can be read; other packages add theirs under `qualcode.readers`."""

_PLACES = {
    "Anchored": "anchor",
    "reanchor": "anchor",
    "parse_guide": "guide",
    "read_guide": "guide",
    "write_guide": "guide",
    "read_many": "many",
    "QuestionMatch": "match",
    "match_questions": "match",
    "read_matches": "match",
    "write_matches": "match",
    "ReadRequest": "read",
    "ReadResult": "read",
    "read_file": "read",
    "read_speaker_map": "speaker_map",
    "skipped": "match",
    "Found": "found",
    "SpeakerFound": "found",
}

__all__ = [
    "Anchored",
    "Found",
    "QuestionMatch",
    "ReadRequest",
    "ReadResult",
    "SpeakerFound",
    "match_questions",
    "parse_guide",
    "read_file",
    "read_guide",
    "read_many",
    "read_matches",
    "read_speaker_map",
    "readers",
    "reanchor",
    "skipped",
    "write_guide",
    "write_matches",
]


def __getattr__(name: str) -> Any:
    if name in _PLACES:
        return getattr(importlib.import_module(f".{_PLACES[name]}", __name__), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
