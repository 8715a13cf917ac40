"""A turn of a transcript as every writer shows it: partly coded words in brackets, and what stands in the margin."""

from __future__ import annotations

from collections.abc import Iterator

from ...core import numbers
from ...core.table import Mark, TranscriptLine
from ..wording import Words


def is_partial(mark: Mark, line: TranscriptLine) -> bool:
    """Whether only some words of the line are coded."""
    return bool(mark.stop) and (mark.start > 0 or mark.stop < len(line.text))


def mark_numbers(line: TranscriptLine) -> dict[int, int]:
    """The number of each mark on some words of the line; marks on the same words share one."""
    numbers: dict[tuple[int, int], int] = {}
    found = {}
    for mark in sorted(line.marks, key=lambda mark: (mark.start, mark.stop)):
        if is_partial(mark, line):
            found[id(mark)] = numbers.setdefault((mark.start, mark.stop), len(numbers) + 1)
    return found


def bracketed(line: TranscriptLine) -> list[tuple[str, bool, bool]]:
    """The line cut at its partly coded words: (text, whether it is a bracket, whether raised)."""
    spans = sorted({(mark.start, mark.stop) for mark in line.marks if is_partial(mark, line)})
    events: list[tuple[int, int, int, str, bool]] = []
    for number, (start, stop) in enumerate(spans, start=1):
        events.append((start, 1, -stop, "[", False))
        events.append((stop, 0, -start, f"]|{number}", True))
    parts: list[tuple[str, bool, bool]] = []
    at = 0
    for place, _, _, sign, closing in sorted(events):
        if place > at:
            parts.append((line.text[at:place], False, False))
            at = place
        if closing:
            bracket, _, raised = sign.partition("|")
            parts += [(bracket, True, False), (raised, True, True)]
        else:
            parts.append((sign, True, False))
    if at < len(line.text):
        parts.append((line.text[at:], False, False))
    return parts


def said_in(line: TranscriptLine) -> str:
    """The words of a line, those that are coded in part in brackets with a number: `It is [seen]1 there`."""
    return "".join(text for text, _, _ in bracketed(line))


def margin(line: TranscriptLine, words: Words) -> Iterator[tuple[Mark, str]]:
    """The marks of a line with what stands beside it, after the number of the words that they are on."""
    numbered = mark_numbers(line)
    for mark in line.marks:
        number = numbered.get(id(mark))
        yield mark, (f"{number} " if number else "") + mark_label(mark, words)


def mark_label(mark: Mark, words: Words) -> str:
    """What stands beside a coded line: code, qualifier, weight where it is not 1, coder, memo."""
    label = str(mark.label)
    if mark.continued:
        return words("mark.continued", label=label)
    if mark.qualifier:
        label += f" ({mark.qualifier})"
    if mark.weight != 1:
        label += f" × {numbers.number(mark.weight, words.language)}"
    if mark.coder:
        label += f" [{mark.coder}]"
    if mark.memo:
        label += f": {mark.memo}"
    return label
