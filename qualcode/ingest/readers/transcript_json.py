"""Transcripts as JSON: Whisper and its relatives, Otter, Teams, Zoom, Rev, AssemblyAI, Deepgram, Amberscript, Trint.

They differ in names, not in shape: somewhere there is a list of objects, each with words and
usually a time and a speaker. Of the lists with most text the one that says who speaks is the transcript.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from qualcode.core.encoding import decode
from qualcode.core.errors import ReadError

from .blocks import Block, Raw, ReaderOptions, seconds

_TEXT = (
    "text", "transcript", "content", "utterance", "caption", "message", "words", "value", "sentence", "display",
    "punctuated_word", "word",
)  # fmt: skip
_HEARINGS = ("alternatives", "nBest")
_PARTS = ("elements", "words", "tokens", "sentences")
_IDS = ("id", "spkid", "speaker_id", "speakerId", "key", "label")
_SPEAKER = (
    "speaker", "speaker_name", "speakerName", "speakerDisplayName", "speaker_label", "speakerLabel",
    "displayName", "participant", "user", "username", "author", "name", "speaker_id", "speakerId", "speakerTag",
)  # fmt: skip
_START = (
    "start", "start_time", "startTime", "startOffset", "start_offset", "startMs", "start_ms", "begin",
    "offset", "timestamp", "time", "ts", "timestamps", "offsets",
)  # fmt: skip
_STOP = (
    "end", "end_time", "endTime", "endOffset", "end_offset", "endMs", "end_ms", "end_ts", "stop", "timestamps",
    "offsets",
)  # fmt: skip
_DEEPEST = 8
_WITHOUT_BLANKS = 0.7
_MARK = re.compile(r"[.,;:?!…)\]]+")
_LANGUAGES = {
    "danish": "da", "norwegian": "nb", "nynorsk": "nn", "swedish": "sv", "english": "en", "no": "nb",
    "german": "de", "dansk": "da", "norsk": "nb", "svenska": "sv",
}  # fmt: skip
_ISO = re.compile(r"PT(?:(\d+)H)?(?:(\d+)M)?(?:([\d.]+)S)?$")
OTTER_RATE = 16_000
"""Otter counts samples of sound, not seconds."""


def read(data: bytes, name: str, options: ReaderOptions) -> list[Raw]:
    """The segments of a transcript, in the order of the file."""
    text, encoding, warnings = decode(data, name, options.encoding)
    try:
        content = json.loads(text)
    except ValueError as error:
        line = getattr(error, "lineno", 1)
        raise ReadError(name, f"line {line}: not JSON: {getattr(error, 'msg', error)}", slug="not_json") from None
    segments = _largest(content)
    notes: list[str] = []
    names = _speakers(content)
    blocks = list(_blocks(segments, names, _who_when(content, names), notes))
    if not blocks:
        whole = content.get("text") if isinstance(content, dict) else content
        if not isinstance(whole, str) or not whole.strip():
            raise ReadError(name, "no transcript in it: expected a list of objects with `text`", slug="no_transcript")
        blocks = [Block(whole.strip())]
    language = content.get("language") if isinstance(content, dict) else None
    return [
        Raw(
            tuple(blocks),
            language=_language(language),
            media_type="application/json",
            encoding=encoding,
            warnings=(*warnings, *notes),
            separated="\n",
        )
    ]


def _language(value: Any) -> str:
    if not isinstance(value, str):
        return ""
    folded = value.casefold().strip()
    return _LANGUAGES.get(folded) or re.split(r"[-_]", folded)[0][:3]


def _largest(content: Any) -> Sequence[Mapping[str, Any]]:
    """The list of objects with the words of the talk: of those with nearly all of the text the one that names who
    speaks, then one with times, then the one with fewest objects."""
    found: list[tuple[int, Sequence[Mapping[str, Any]]]] = []
    for items in _lists(content):
        size = sum(len(_words(item)) for item in items)
        if size:
            found.append((size, items))
    whole = max((size for size, _ in found), default=0)
    # Words one by one hold fewer blanks than the sentences they make.
    near = [items for size, items in found if size > _WITHOUT_BLANKS * whole]
    return max(
        near,
        key=lambda items: (
            any(_speaker(item, {}) for item in items),
            any(_time(item, _START, 1.0) is not None for item in items),
            -len(items),
        ),
        default=(),
    )


def _lists(content: Any, depth: int = 0) -> Iterator[Sequence[Mapping[str, Any]]]:
    """Every list of objects."""
    if isinstance(content, list):
        yield [item for item in content if isinstance(item, dict)]
    if depth < _DEEPEST and isinstance(content, dict | list):
        for child in content.values() if isinstance(content, dict) else content:
            yield from _lists(child, depth + 1)


def _words(item: Mapping[str, Any]) -> str:
    """What an object says: its text, that of the likeliest of several hearings, or its words put together."""
    for key in _TEXT:
        value = item.get(key)
        if isinstance(value, str):
            return value
    for key in _HEARINGS:  # the words of one alone may be those of all the talk once more
        value = item.get(key)
        if isinstance(value, list) and value and isinstance(value[0], dict):
            return next((said for key in _TEXT if isinstance(said := value[0].get(key), str)), "")
    return _joined(_words(part) for part in _parts(item))


def _parts(item: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    for key in _PARTS:
        value = item.get(key)
        if isinstance(value, list):
            return [part for part in value if isinstance(part, dict)]
    return []


def _joined(words: Iterable[str]) -> str:
    """Words with a blank between them, unless the file has the blanks as words of their own or a mark follows."""
    said = ""
    for word in words:
        apart = said and word and not (said[-1].isspace() or word[0].isspace() or _MARK.fullmatch(word))
        said += f" {word}" if apart else word
    return said


def _speakers(content: Any) -> dict[str, str]:
    """Names of speakers that the segments only number."""
    names: dict[str, str] = {}
    pending = [content]
    while pending:
        value = pending.pop()
        if not isinstance(value, dict):
            continue
        listed = value.get("speakers")
        if isinstance(listed, dict):
            listed = [
                {"id": key, "name": entry} if isinstance(entry, str) else {"id": key, **entry}
                for key, entry in listed.items()
                if isinstance(entry, str | dict)
            ]
        for entry in listed if isinstance(listed, list) else ():
            if isinstance(entry, dict):
                label = entry.get("speaker_name") or entry.get("name") or entry.get("displayName")
                if isinstance(label, str):
                    names |= {str(entry[key]): label for key in _IDS if key in entry}
        pending.extend(child for key, child in value.items() if isinstance(child, dict))
    return names


def _who_when(content: Any, names: Mapping[str, str]) -> list[tuple[float, str]]:
    """Who begins to speak when, where a list without words says it; in order."""
    for items in _lists(content):
        found = [(_time(item, _START, 1.0), _speaker(item, names)) for item in items if not _words(item)]
        told = sorted((time, who) for time, who in found if time is not None and who)
        if told and len(told) == len(items):
            return told
    return []


def _blocks(
    segments: Sequence[Mapping[str, Any]],
    names: Mapping[str, str],
    turns: Sequence[tuple[float, str]],
    notes: list[str],
) -> Iterator[Block]:
    """A block for each object with words; where none of them names anybody, `turns` say who speaks when."""
    scale = _scale(segments)
    named = any(_speaker(item, names) for item in segments)
    untimed = empty = 0
    open_: Block | None = None
    for item in segments:
        said = _words(item)
        words = said.strip()
        if not words:
            empty += not said
            continue
        if open_ is not None and _MARK.fullmatch(words):
            open_ = replace(open_, text=open_.text + words)
            continue
        start, stop = _time(item, _START, scale), _time(item, _STOP, scale)
        if start is not None and stop is not None and stop < start:
            stop = None
        untimed += start is None
        # Who says a sentence that names nobody among others that do is not known; a word alone goes on with one.
        speaker = _speaker(item, names) or ("?" if named and " " in words else "")
        if turns and not named and start is not None:
            speaker = next((who for at, who in reversed(turns) if at * scale <= start), turns[0][1])
        if open_ is not None:
            yield open_
        open_ = Block(words, kind="cue", speaker=speaker, time=start, stop_time=stop)
    if open_ is not None:
        yield open_
    if empty:
        notes.append(f"{empty} segments without words left out")
    if untimed and untimed < len(segments):
        notes.append(f"{untimed} segments without a readable time")


def _speaker(item: Mapping[str, Any], names: Mapping[str, str]) -> str:
    for key in _SPEAKER:
        value = item.get(key)
        if isinstance(value, dict):
            value = value.get("name") or value.get("displayName") or value.get("id")
        if isinstance(value, bool) or value is None or value == "":
            continue
        if isinstance(value, int):
            return names.get(str(value), f"Speaker {value}")
        if isinstance(value, str) and value.strip():
            return names.get(value, value.strip())
    return ""


def _scale(segments: Sequence[Mapping[str, Any]]) -> float:
    """Seconds in one unit: some count milliseconds, Otter samples."""
    starts = []
    characters = 0
    for item in segments:
        timed = next(iter(_parts(item)), item) if not any(key in item for key in _START) else item
        value = next((timed[key] for key in _START if isinstance(timed.get(key), int | float)), None)
        if isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value):
            starts.append(value)
        characters += len(_words(item))
    if not starts:
        return 1.0
    if any("start_offset" in item and "transcript" in item for item in segments) and max(starts) > 16 * characters:
        return 1 / OTTER_RATE
    named = any(key.casefold().endswith("ms") for item in segments[:1] for key in item)
    whole = all(float(value).is_integer() for value in starts)
    # Nobody speaks more slowly than one character in two seconds for a whole recording.
    return 0.001 if named or (whole and max(starts) > 2 * characters + 600) else 1.0


def _time(item: Mapping[str, Any], keys: Sequence[str], scale: float) -> float | None:
    """When an object begins (`_START`) or ends, or the first or last of its words."""
    end = keys is _STOP
    for key in keys:
        value = item.get(key)
        if isinstance(value, dict):  # `{"from": ..., "to": ...}`
            value = value.get("to" if end else "from")
        elif isinstance(value, list):  # `[start, end]`
            value = value[end] if len(value) == 2 else None
        if isinstance(value, bool) or value is None:
            continue
        if isinstance(value, int | float):
            return round(value * scale, 3) if math.isfinite(value) and value >= 0 else None
        if isinstance(value, str):
            return _text_time(value)
    parts = _parts(item)
    return _time(parts[-1 if end else 0], keys, scale) if parts else None


def _text_time(value: str) -> float | None:
    iso = _ISO.match(value)
    if iso and any(iso.groups()):
        return int(iso[1] or 0) * 3600 + int(iso[2] or 0) * 60 + float(iso[3] or 0)
    clock = seconds(value)
    if clock is not None:
        return clock
    try:
        number = float(value.rstrip("s"))
    except ValueError:
        return None
    return number if math.isfinite(number) and number >= 0 else None
