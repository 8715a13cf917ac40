"""Turns of a document that came from a table of answers: a question, then what was answered."""

from __future__ import annotations

from qualcode.core.letters import composed
from qualcode.core.model import Span, Turn
from qualcode.core.text import trim, words

from ..found import FileFound, SpeakerFound
from ..readers.blocks import Raw
from .label_styles import Lined


def is_survey(raw: Raw) -> bool:
    """Whether the blocks are questions and answers of a table."""
    return bool(raw.blocks) and all(block.column and block.number for block in raw.blocks)


def survey_turns(doc: Lined) -> tuple[tuple[Turn, ...], FileFound]:
    """Headings ask, everything else answers; the item is the place of the column, from 1.

    Respondents who left a column empty keep the numbers of the others, as the numbers come from
    the table, not from the document.
    """
    turns: list[Turn] = []
    counted: dict[str, list[int]] = {}
    for start, block in zip(doc.starts, doc.blocks, strict=True):
        span = trim(doc.text, Span(start, start + len(block.text)))
        if span is None:
            continue
        asks = block.kind == "heading"
        role = "interviewer" if asks else "informant"
        turns.append(Turn(len(turns) + 1, composed(block.speaker), role, span, None, block.number or None))
        if block.speaker:
            tally = counted.setdefault(block.speaker, [0, 0, 0, 0])
            for place, value in enumerate((1, 1, 1, words(block.text))):
                tally[place] += value
    speakers = tuple(
        SpeakerFound(label, "informant", said[0], said[1], said[2], said[3]) for label, said in counted.items()
    )
    return tuple(turns), FileFound(speakers, "column")
