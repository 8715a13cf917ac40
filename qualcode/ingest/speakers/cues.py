"""Captions to paragraphs: cues cut sentences at the width of a screen, people read on.

Cues of one speaker are joined; a long pause or, where nobody is named, the end of a sentence
begins a new paragraph. Labels inside cues move from the text to the speaker.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from ..readers.blocks import STAMP, Block, Raw, seconds, starts_of
from .decide import Wanted, decide
from .lined import lined
from .remarks import is_notice, is_remark

FEWEST_CUES = 5
_SENTENCE_ENDS = '.!?…"”»'
_TIME = re.compile(rf"{STAMP}(?:[ \t]+(?=\S)|$)")
_DASHED = re.compile(r"[ \t]*[-–—]+[ \t]*(?=[^\W\d])")
SOMEBODY = ">>"
"""Who speaks after a chevron that names nobody: somebody else than before, at every chevron."""
PAUSE = 3.0
"""Seconds of silence that begin a new paragraph of the same speaker."""
LONG = 700
"""Characters after which the next end of a sentence closes a paragraph; twice as many where none comes."""


def gather(raw: Raw, wanted: Wanted) -> Raw:
    """The same content with cues joined to paragraphs."""
    blocks = raw.blocks
    if not any(block.speaker for block in blocks):
        blocks = _labels_to_speakers(blocks, wanted)
    if not any(block.speaker for block in blocks):
        blocks = tuple(part for block in blocks for part in _dashed(block))
    voices = any(block.speaker for block in raw.blocks)
    joined = tuple(_join(blocks, voices))
    return replace(raw, blocks=joined, separated="\n")


def captions_of(raw: Raw) -> Raw | None:
    """The content as cues, where times part a text into short lines, as captions are shown: on lines of their own, or
    in front of each line; None where they do not."""
    cues: list[Block] = []
    time: float | None = None
    stamps = lines = 0
    timed: list[Block] = []
    for block in raw.blocks:
        text = block.text.strip()
        if not text:
            continue
        stamp = _TIME.match(text)
        if block.kind != "paragraph" or len(text) > (120 if stamp is None else 400):
            return None
        if stamp is not None:
            later = seconds(stamp[0])
            if later is None or later < (time or 0):
                return None
            time, stamps = later, stamps + 1
            text = text[stamp.end() :]
            if not text:
                continue
        cues.append(replace(block, text=text))
        if time is not None:  # before the first there may be a title
            lines += 1
            cues[-1] = replace(cues[-1], kind="cue", time=time)
            timed += cues[-1:] if stamp is not None else ()
    if stamps < FEWEST_CUES or not stamps <= lines <= 1.5 * stamps:
        return None
    if not timed:
        return replace(raw, blocks=tuple(cues))
    if len(timed) < stamps or not _spoken_on(timed):
        return None
    note = f"{stamps} lines with a time each and no name: joined to paragraphs, in which several may speak"
    return replace(raw, blocks=tuple(cues), warnings=(*raw.warnings, note))


def _spoken_on(lines: Sequence[Block]) -> bool:
    """Whether lines with times in front are one talk cut up: they go on with each other's sentences, or follow each
    other within seconds. Notes of whoever watched do neither, and have the time of day."""
    first, last = lines[0].time or 0.0, lines[-1].time or 0.0
    if first >= 60 or sum(len(line.text) for line in lines) > 120 * len(lines):
        return False
    within = sum(after.text[0].islower() and before.text[-1] not in _SENTENCE_ENDS for before, after in pairwise(lines))
    asking = sum(line.text.endswith("?") for line in lines)
    close = len(lines) >= 20 and last - first <= 10 * len(lines) and asking < 0.2 * len(lines)
    return within >= 0.2 * len(lines) or close


def _labels_to_speakers(blocks: tuple[Block, ...], wanted: Wanted) -> tuple[Block, ...]:
    text = "\n".join(block.text for block in blocks)
    starts = starts_of(blocks)
    doc = lined(text, blocks, starts)
    decision = decide(doc, wanted)
    if decision.style not in ("colon", "bracket", "chevron"):
        return blocks
    hits: dict[int, list[tuple[int, int, str]]] = {}
    for hit in decision.hits:
        index = doc.block_at(hit.start)
        start = hit.start - starts[index]
        hits.setdefault(index, []).append((start, hit.words - starts[index], decision.names[hit.key]))
    parted: list[Block] = []
    for index, block in enumerate(blocks):
        places = hits.get(index)
        if not places:
            parted.append(block)
            continue
        if block.text[: places[0][0]].strip():
            parted.append(replace(block, text=block.text[: places[0][0]].strip()))
        for number, (_, words, label) in enumerate(places):
            stop = places[number + 1][0] if number + 1 < len(places) else len(block.text)
            parted.append(replace(block, text=block.text[words:stop].strip(), speaker=label or SOMEBODY))
    return tuple(parted)


def _dashed(block: Block) -> Iterator[Block]:
    """A caption in which two speak, each after a dash, as subtitles have it, parted; any other as it is."""
    lines = block.text.split("\n")
    if block.kind != "cue" or sum(_DASHED.match(line) is not None for line in lines) < 2:
        yield block
        return
    for line in lines:
        dash = _DASHED.match(line)
        yield replace(block, text=line[dash.end() :] if dash else line, speaker=SOMEBODY if dash else "")


def _join(blocks: Iterable[Block], voices: bool) -> Iterable[Block]:
    """Blocks of cues that belong together; where the file gives `voices` to what is said, a cue without one is not."""
    open_: Block | None = None
    words: list[str] = []
    length = 0
    speaking = ""
    for block in blocks:
        text = " ".join(block.text.split("\n")) if block.kind == "cue" else block.text
        remark = is_remark(text, 0, len(text))
        remark = remark or (not block.speaker and is_notice(text, 0, len(text), apart=voices))
        if block.kind != "cue" or remark:
            if open_ is not None:
                yield replace(open_, text=" ".join(words))
                open_ = None
            yield replace(block, speaker="") if remark else block
            continue
        # A cue without a name goes on with whoever spoke last; a name may be a cue of its own.
        speaking = block.speaker or speaking
        if not text.strip():
            continue
        if open_ is not None and not _ends(open_, block, speaking, words[-1], length):
            words.append(text.strip())
            length += len(text) + 1
            open_ = replace(open_, stop_time=block.stop_time)
            continue
        if open_ is not None:
            yield replace(open_, text=" ".join(words))
        open_ = replace(block, text="", speaker=speaking)
        words = [text.strip()]
        length = len(text)
    if open_ is not None:
        yield replace(open_, text=" ".join(words))


def _ends(open_: Block, block: Block, speaking: str, last: str, length: int) -> bool:
    if speaking != open_.speaker or block.speaker == SOMEBODY:
        return True
    pause = None
    if open_.stop_time is not None and block.time is not None:
        pause = block.time - open_.stop_time
    sentence = last[-1:] in _SENTENCE_ENDS
    if pause is not None and pause >= PAUSE and (sentence or pause >= 2 * PAUSE):
        return True
    return length >= (LONG if sentence else 2 * LONG)
