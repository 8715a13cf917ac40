"""What `add` tells of a file that was read: who asks, what the guide makes of it, which columns answer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from ..core.errors import argument, several
from ..core.model import Document, Turn
from ..core.text import natural
from ..core.units import units
from .guide import collapses

SOMEBODY = ">>"

if TYPE_CHECKING:
    from ..ingest.read import ReadResult
    from .handle import Handle


def who_asks(project: Handle, result: ReadResult, id: str) -> str:
    """A doubt about who asks, how many answers it makes, and what to type."""
    count = _answers(project, result.document)
    labels = [speaker.label for speaker in result.found.speakers if speaker.role != "other"]
    shown = labels[0] if labels else "LABEL"
    return (
        f"{result.found.doubt}; {several(count, 'answer')} as it is; if it is otherwise: "
        f"qualcode speakers {id} --interviewer {argument(shown)}"
    )


def nobody_asks(result: ReadResult, id: str) -> tuple[str, ...]:
    """Why a talk of many is a meeting, or whose words follow the marks of captions, and what to type otherwise."""
    document, speakers = result.document, result.found.speakers
    if document.kind == "meeting" and not result.found.interviewer and speakers:
        return (
            f"{len(speakers)} speak and nobody interviews: taken for a meeting, counted in turns; "
            f"if it is otherwise: qualcode speakers {id} --interviewer {argument(speakers[0].label)}",
        )
    if len(speakers) == 1 and speakers[0].label in ("", SOMEBODY):
        return (
            f"{SOMEBODY} says that another speaks, not who: {several(speakers[0].turns, 'turn')} of nobody named, "
            "all counted as answers; write the names after it in the file and "
            f"`qualcode reread {id}`, or add it as --kind document",
        )
    return ()


def under_guide(project: Handle, result: ReadResult, id: str) -> str:
    """The answers before and after matching to the guide, whether it was done or only could be."""
    if result.proposed:
        before, after = _answers(project, result.document), _answers(project, result.document, result.proposed)
        return f"; {several(before, 'answer')}, {after} after `qualcode question match {id}`"
    if result.matches and result.document.kind != "survey":
        before, after = _before_and_after(project, result)
        unsure = sum(match.kind == "unsure" for match in result.matches)
        more = f", {unsure} not sure: `qualcode question match {id}` shows them" if unsure else ""
        return f"; matched to the guide: {several(before, 'answer')} before, {after} now{more}"
    return ""


def collapsed(project: Handle, result: ReadResult, id: str) -> tuple[str, ...]:
    """A warning where the guide made so few of so many answers that it cannot be this interview's."""
    if not result.matches or not collapses(*(counts := _before_and_after(project, result))):
        return ()
    return (
        f"{counts[0]} answers became {counts[1]} under the guide: are these the questions of {id}? "
        "`qualcode undo`, then `qualcode add transcripts --no-match`",
    )


def asked(results: Sequence[ReadResult]) -> str:
    """The titles of a survey's columns of answers, in their order: the first respondent may have left some empty."""
    titles = {
        turn.span.cut(result.document.text): natural(turn.question or "")
        for result in results[:200]
        for turn in result.document.turns
        if turn.role == "interviewer"
    }
    return "; ".join(sorted(titles, key=titles.__getitem__))


def _before_and_after(project: Handle, result: ReadResult) -> tuple[int, int]:
    plain = tuple(replace(turn, question=None) for turn in result.document.turns)
    return _answers(project, result.document, plain), _answers(project, result.document)


def _answers(project: Handle, document: Document, turns: Sequence[Turn] | None = None) -> int:
    document = replace(
        document, backchannels=project.settings.backchannels, turns=document.turns if turns is None else tuple(turns)
    )
    return len(units(document, "answer"))
