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
from typing import Any

from ..core.errors import UnknownName, UsageError, one_of
from ..core.model import Span
from ..core.text import WORD, paragraphs, sentences
from .columns import Columns, Frame, as_given, columns_of, missing

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
