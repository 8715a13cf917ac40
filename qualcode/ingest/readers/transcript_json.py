"""Transcripts as JSON: Whisper and its relatives, Otter, Teams, Zoom, Rev, AssemblyAI, Deepgram.

They differ in names, not in shape: somewhere there is a list of objects, each with words and
usually a time and a speaker. The list with most text is the transcript.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from qualcode.core.encoding import decode
from qualcode.core.errors import ReadError

from .blocks import Block, Raw, ReaderOptions, seconds

_TEXT = ("text", "transcript", "content", "utterance", "caption", "message", "words", "value", "sentence")
_SPEAKER = (
    "speaker", "speaker_name", "speakerName", "speakerDisplayName", "speaker_label", "speakerLabel",
    "displayName", "participant", "user", "username", "author", "name", "speaker_id", "speakerId",
)  # fmt: skip
_START = (
    "start", "start_time", "startTime", "startOffset", "start_offset", "startMs", "start_ms", "begin",
    "offset", "timestamp", "time", "ts",
)  # fmt: skip
_STOP = ("end", "end_time", "endTime", "endOffset", "end_offset", "endMs", "end_ms", "end_ts", "stop")
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
    blocks = list(_blocks(segments, _speakers(content), notes))
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
    """The list of objects with most text; of equal ones the one with fewest objects."""
    best: Sequence[Mapping[str, Any]] = ()
    weight = 0
    pending: list[tuple[Any, int]] = [(content, 0)]
    while pending:
        value, depth = pending.pop()
        if isinstance(value, dict):
            children = list(value.values())
        elif isinstance(value, list):
            children = value
            items = [item for item in value if isinstance(item, dict)]
            size = sum(len(_words(item)) for item in items)
            # Words one by one hold fewer blanks than the sentences they make.
            if size > weight or (size > 0.8 * weight and 0 < len(items) < len(best)):
                best, weight = items, max(size, weight)
        else:
            continue
        if depth < 8:
            pending.extend((child, depth + 1) for child in children if isinstance(child, dict | list))
    return best


def _words(item: Mapping[str, Any]) -> str:
    for key in _TEXT:
        value = item.get(key)
        if isinstance(value, str):
            return value
    elements = item.get("elements")
    if isinstance(elements, list):
        return "".join(str(part.get("value", "")) for part in elements if isinstance(part, dict))
    word = item.get("word") or item.get("punctuated_word")
    return word if isinstance(word, str) else ""


def _speakers(content: Any) -> dict[str, str]:
    """Names of speakers that the segments only number."""
    names: dict[str, str] = {}
    pending = [content]
    while pending:
        value = pending.pop()
        if not isinstance(value, dict):
            continue
        listed = value.get("speakers")
        if isinstance(listed, list):
            for entry in listed:
                if isinstance(entry, dict) and "id" in entry:
                    label = entry.get("speaker_name") or entry.get("name") or entry.get("displayName")
                    if isinstance(label, str):
                        names[str(entry["id"])] = label
        pending.extend(child for key, child in value.items() if isinstance(child, dict))
    return names


def _blocks(segments: Sequence[Mapping[str, Any]], names: Mapping[str, str], notes: list[str]) -> Iterator[Block]:
    scale = _scale(segments)
    named = any(_speaker(item, names) for item in segments)
    untimed = empty = 0
    for item in segments:
        words = _words(item).strip()
        if not words:
            empty += 1
            continue
        start, stop = _time(item, _START, scale), _time(item, _STOP, scale)
        if start is not None and stop is not None and stop < start:
            stop = None
        untimed += start is None
        if stop is None and start is not None:
            parts = item.get("elements")
            if isinstance(parts, list) and parts and isinstance(parts[-1], dict):
                stop = _time(parts[-1], _STOP, scale)
        # Who says a sentence that names nobody among others that do is not known; a word alone goes on with one.
        speaker = _speaker(item, names) or ("?" if named and " " in words else "")
        yield Block(words, kind="cue", speaker=speaker, time=start, stop_time=stop)
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
        value = next((item[key] for key in _START if isinstance(item.get(key), int | float)), None)
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
    for key in keys:
        value = item.get(key)
        if isinstance(value, bool) or value is None:
            continue
        if isinstance(value, int | float):
            return round(value * scale, 3) if math.isfinite(value) and value >= 0 else None
        if isinstance(value, str):
            return _text_time(value)
    return None


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
