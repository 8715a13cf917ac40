"""Captions: WebVTT as Teams and Zoom export it, and SubRip, also word by word.

One block is one cue with its times and, where a voice tag names one, its speaker. Cues are
joined to paragraphs later, for all formats that have them (`cues`).
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from qualcode.core.encoding import decode
from qualcode.core.errors import ReadError

from .blocks import BRACKETED, Block, Raw, ReaderOptions

_TIME = re.compile(r"(?:(\d+):)?(\d{1,2}):(\d{1,2})(?:[.,:](\d{1,3}))?$")
_VOICE = re.compile(r"<v(?:\.[^\s>]{0,100})?[ \t]{1,8}([^>\n]{0,200})>")
_TAG = re.compile(
    r"</?(?:c|i|b|u|s|ruby|rt|lang|font|v)(?:[.\s][^>\n]{0,300})?>|<\d[\d:.]{0,20}>|\{\\[^}\n]{0,200}\}", re.IGNORECASE
)
_TIMING = re.compile(r"[\d\s:.,;]*\d[\d\s:.,;]*-->")
_DASH = re.compile(r"^[ \t]*[-–—][ \t]*(?=<v[ .])", re.MULTILINE)
_SAID_DASH = re.compile(r"[-–—][ \t]+")
_STAMPED = re.compile(rf"{BRACKETED}(?:[ \t]+|$)")
_NOT_TEXT = re.compile(r"(?:NOTE|STYLE|REGION|X-TIMESTAMP-MAP)(?:[\s:=]|$)")


@dataclass(slots=True)
class _Chunk:
    """Lines between blank lines, with the number of the first."""

    line: int
    lines: list[str]


def read_vtt(data: bytes, name: str, options: ReaderOptions) -> list[Raw]:
    """The cues of a WebVTT file; notes and styles are left out, bad times are named."""
    text, encoding, warnings = decode(data, name, options.encoding)
    return [_captions(text, name, encoding, warnings, "text/vtt")]


def read_srt(data: bytes, name: str, options: ReaderOptions) -> list[Raw]:
    """The cues of a SubRip file."""
    text, encoding, warnings = decode(data, name, options.encoding)
    return [_captions(text, name, encoding, warnings, "application/x-subrip")]


def _captions(text: str, name: str, encoding: str, warnings: tuple[str, ...], media_type: str) -> Raw:
    cues: list[Block] = []
    notes: list[str] = []
    dropped = 0
    for chunk in _chunks(text):
        first = chunk.lines[0]
        if chunk.line == 1 and first.startswith("WEBVTT"):
            chunk = _Chunk(2, chunk.lines[1:])
            if not _timings(chunk):
                continue
        if _NOT_TEXT.match(chunk.lines[0]) and not _timings(chunk):
            dropped += chunk.lines[0].startswith("NOTE")
            continue
        cues.extend(_cues(chunk, notes, bool(cues)))
    if not cues:
        raise ReadError(name, "no captions in it", slug="empty")
    cues, named, timed = _without_marks(cues)
    if named:
        notes.append(f"names before words whose voice is named already, left out: {named}")
    if timed:
        notes.append(f"times among the words of captions, left out: {timed}")
    if not cues:
        raise ReadError(name, "no captions in it", slug="empty")
    cues, twice = _once(cues)
    if twice:
        notes.append(f"captions that stand twice with one time, read once: {twice}")
    cues, repeated = _unrolled(cues)
    if repeated:
        notes.append(f"{repeated} lines that repeat the caption before were left out")
    if dropped:
        notes.append(f"{dropped} comments (NOTE) left out")
    return Raw(
        tuple(cues), media_type=media_type, encoding=encoding, warnings=(*warnings, *_shortened(notes)), separated="\n"
    )


def _shortened(notes: list[str], most: int = 20) -> list[str]:
    return notes if len(notes) <= most else [*notes[:most], f"... and {len(notes) - most} more"]


def _chunks(text: str) -> Iterator[_Chunk]:
    lines: list[str] = []
    first = 0
    for number, line in enumerate(text.split("\n"), start=1):
        if line and lines and _TIMING.match(lines[-1]):
            lines.append(line)  # YouTube puts a line of one blank above the words; only an empty line ends a caption
        elif line.strip():
            if not lines:
                first = number
            lines.append(line)
        elif lines:
            yield _Chunk(first, lines)
            lines = []
    if lines:
        yield _Chunk(first, lines)


def _timings(chunk: _Chunk) -> list[int]:
    """Which lines say when a cue is shown. Somebody may say "from A --> B", which is no such line; a time
    that cannot be read is one where a cue must have it, on its first line or after its name."""
    sure = [at for at, line in enumerate(chunk.lines) if _TIMING.match(line)]
    return sure or [at for at, line in enumerate(chunk.lines[:2]) if "-->" in line and "<v" not in line][:1]


def _cues(chunk: _Chunk, notes: list[str], begun: bool) -> Iterator[Block]:
    """The cues of a chunk: usually one; several where blank lines are missing."""
    arrows = _timings(chunk)
    if not arrows:
        if begun and not chunk.lines[0].strip().isdigit():
            notes.append(f"line {chunk.line}: words without a time, kept with the caption before")
            yield from _voices("\n".join(chunk.lines), None, None)
        elif any(not line.strip().isdigit() for line in chunk.lines):
            notes.append(f"line {chunk.line}: not a caption, left out")
        return
    for place, at in enumerate(arrows):
        stop = arrows[place + 1] if place + 1 < len(arrows) else len(chunk.lines)
        words = chunk.lines[at + 1 : stop]
        if place + 1 < len(arrows) and words and words[-1].strip().isdigit():
            words = words[:-1]
        yield from _cue(chunk.line + at, chunk.lines[at], words, notes)


def _cue(line: int, times: str, words: list[str], notes: list[str]) -> Iterator[Block]:
    left, _, right = times.partition("-->")
    start = _seconds(left.strip())
    stop = _seconds((right.split() or [""])[0])
    if not any(word.strip() for word in words):
        return
    if start is None or stop is None:
        notes.append(f"line {line}: the time {times.strip()!r} cannot be read; the words are kept")
    elif stop < start:
        notes.append(f"line {line}: the caption ends before it begins; the words are kept")
        stop = None
    yield from _voices("\n".join(words), start, stop)


def _seconds(stamp: str) -> float | None:
    found = _TIME.match(stamp)
    if found is None:
        return None
    hours, minutes, seconds, fraction = found.groups()
    if int(seconds) > 59:
        return None
    return int(hours or 0) * 3600 + int(minutes) * 60 + int(seconds) + float(f"0.{fraction or 0}")


def _voices(text: str, start: float | None, stop: float | None) -> Iterator[Block]:
    """The words of a cue, parted where a voice tag names a speaker."""
    pieces = _VOICE.split(_DASH.sub("", text))
    voices = len(pieces) // 2
    for place in range(0, len(pieces), 2):
        speaker = html.unescape(pieces[place - 1]).strip() if place else ""
        words = html.unescape(_TAG.sub("", pieces[place]))
        words = "\n".join(line.strip() for line in words.split("\n") if line.strip())
        if voices > 1 and place:  # two voices in one cue, each after a dash
            words = _SAID_DASH.sub("", words, count=1) if _SAID_DASH.match(words) else words
        if words:
            yield Block(words, kind="cue", speaker=speaker, time=start, stop_time=stop)


def _without_marks(cues: list[Block]) -> tuple[list[Block], int, int]:
    """The cues without what noScribe and others write among the words once more: the voice's name and the time.

    With how many names and times that were.
    """
    found: list[Block] = []
    named = timed = 0
    for cue in cues:
        words = cue.text
        if cue.speaker and words.casefold().startswith(f"{cue.speaker.casefold()}:"):
            words = words[len(cue.speaker) + 1 :].lstrip()
            named += 1
        stamp = _STAMPED.match(words)
        if stamp is not None:
            words = words[stamp.end() :].lstrip()
            timed += 1
        if words:
            found.append(cue if words == cue.text else replace(cue, text=words))
    return found, named, timed


def _once(cues: list[Block]) -> tuple[list[Block], int]:
    """The cues without those that repeat the one before, times and all: two parts of a recording were joined."""
    found = [cue for at, cue in enumerate(cues) if not (at and cue.time is not None and cue == cues[at - 1])]
    return found, len(cues) - len(found)


def _unrolled(cues: list[Block]) -> tuple[list[Block], int]:
    """Rolling captions show each line twice; where most do, the second showing goes."""
    shown: list[Block] = []
    repeated = 0
    last: list[str] = []
    for cue in cues:
        lines = cue.text.split("\n")
        fresh = lines
        for size in range(min(len(last), len(lines)), 0, -1):
            if last[-size:] == lines[:size]:
                fresh = lines[size:]
                break
        repeated += len(lines) - len(fresh)
        last = lines
        if fresh:
            shown.append(replace(cue, text="\n".join(fresh)))
    return (shown, repeated) if repeated > 0.3 * len(cues) and repeated > 3 else (cues, 0)
