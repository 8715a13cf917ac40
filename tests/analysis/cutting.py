"""Units and pieces from a frame of turns: for cases that are written down as frames, with no project around them.

A project cuts its documents in `core.units`, and the worked cases go through that in
`test_oracles_through_the_command`.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from qualcode.analysis.columns import Columns, Frame, as_given, columns_of, missing, require
from qualcode.core.errors import UsageError, one_of
from qualcode.core.model import Span
from qualcode.core.text import WORD, paragraphs, sentences


def cut(
    turns: Frame,
    unit: str = "answer",
    *,
    texts: Mapping[str, str] | None = None,
    languages: Mapping[str, str] | None = None,
) -> tuple[Frame, Frame]:
    """The frames `units` and `pieces` of informant speech, cut from `turns`.

    An answer gathers all turns of one informant under one question of one document. Paragraphs
    and sentences need `texts`, and words are counted where there are any; `languages` gives the
    abbreviations that end no sentence. For `segment` the turns are returned.
    Raises UsageError `question_missing` for an answer without a question.
    """
    one_of("unit", unit, ("answer", "turn", "paragraph", "sentence", "segment", "document"))
    given, turns = turns, columns_of(turns)
    require(turns, ("document", "start", "stop", "role", "informant"), "turns")
    speech = turns[turns["role"] == "informant"]
    rows: dict[str, dict[str, Any]] = {}
    pieces: list[tuple[str, str, int, int]] = []
    for number, turn in enumerate(speech.records(), start=1):
        document, informant = str(turn["document"]), turn["informant"]
        question = turn.get("question")
        question = None if missing(question) else str(question)
        text = (texts or {}).get(document)
        if unit == "answer" and question is None:
            raise UsageError(
                f"{document}, characters {turn['start']}-{turn['stop']}: an answer needs the question it belongs to",
                slug="question_missing",
            )
        for start, stop in _spans(turn, unit, text, (languages or {}).get(document, "")):
            if unit == "answer":
                label = f"{document}#{question}|{informant}"
            elif unit == "document":
                label = f"{document}|{informant}"
            else:
                label = f"{document}:{number}" if unit in ("turn", "segment") else f"{document}@{start}-{stop}"
            row = rows.setdefault(
                label,
                {"unit": label, "document": document, "informant": informant, "question": question, "chars": 0}
                | ({"words": 0} if text is not None else {}),
            )
            row["chars"] += stop - start
            if text is not None:
                row["words"] += sum(1 for _ in WORD.finditer(text, start, stop))
            pieces.append((label, document, start, stop))
    units = Columns({name: [row[name] for row in rows.values()] for name in next(iter(rows.values()), _NO_UNITS)})
    places = Columns(dict(zip(_PIECES, zip(*pieces, strict=True), strict=True)) if pieces else {n: [] for n in _PIECES})
    return as_given(given, units), as_given(given, places)


_NO_UNITS = dict.fromkeys(("unit", "document", "informant", "question"))
_PIECES = ("unit", "document", "start", "stop")


def _spans(turn: Mapping[str, Any], unit: str, text: str | None, language: str) -> list[tuple[int, int]]:
    whole = Span(int(turn["start"]), int(turn["stop"]))
    if unit not in ("paragraph", "sentence"):
        return [(whole.start, whole.stop)]
    if text is None:
        raise UsageError(f"unit {unit}: the text of {turn['document']} is needed to cut it", slug="bad_option")
    found = paragraphs(text, whole) if unit == "paragraph" else sentences(text, whole, language)
    return [(span.start, span.stop) for span in found]
