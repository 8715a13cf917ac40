"""What may not stay in a text: control characters and broken code points, each reported.

Everything else stays as it was read: ligatures, combining marks, bidirectional marks,
U+2028, U+2029 and U+0085 are text.
"""

from __future__ import annotations

import re
from dataclasses import replace

from .blocks import Block, Raw

_ODD = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff]")
_ESCAPES = re.compile("(?:\x1b\\[|\x9b)[0-?]*[ -/]*[@-~]|\x1b\\][^\x07\x1b\n]*(?:\x07|\x1b\\\\)?")
_PAIR = re.compile("[\ud800-\udbff][\udc00-\udfff]")


def clean(raw: Raw) -> tuple[tuple[Block, ...], tuple[str, ...]]:
    """The blocks with clean text, and a note for every kind of change with its places."""
    changed: dict[int, Block] = {}
    broken: list[int] = []
    control: list[int] = []
    for index, block in enumerate(raw.blocks):
        if _ODD.search(block.text) is None:
            continue
        text = block.text.replace("\r\n", "\n").replace("\r", "\n")
        before = text
        text = _PAIR.sub(lambda pair: pair[0].encode("utf-16", "surrogatepass").decode("utf-16"), text)
        if re.search("[\ud800-\udfff]", text):
            broken.append(index)
            text = re.sub("[\ud800-\udfff]", "\ufffd", text)
        if _ODD.search(text):
            if _ODD.search(re.sub("[\x0b\x0c]", "", text)):
                control.append(index)
            text = _ESCAPES.sub("", text)
            # A form feed or vertical tab parts words; it becomes a blank of the same length.
            text = re.sub("[\x0b\x0c]", " ", text)
            text = _ODD.sub("", text)
        shorter = len(before) != len(text)
        breaks = tuple((min(at, len(text)), page) for at, page in block.page_breaks)
        bold = min(block.bold, len(text)) if shorter else block.bold
        changed[index] = replace(block, text=text, page_breaks=breaks, bold=bold)
    if not changed:
        return raw.blocks, ()
    blocks = tuple([changed.get(index, block) for index, block in enumerate(raw.blocks)])
    notes = []
    place = "line" if raw.separated == "\n" else "paragraph"
    if broken:
        notes.append(f"broken code points replaced by U+FFFD in {_places(place, broken)}")
    if control:
        notes.append(f"control characters removed from {_places(place, control)}")
    return blocks, tuple(notes)


def _places(place: str, indexes: list[int]) -> str:
    shown = ", ".join(str(index + 1) for index in indexes[:10])
    more = f" and {len(indexes) - 10} more" if len(indexes) > 10 else ""
    return f"{place}{'s' if len(indexes) > 1 else ''} {shown}{more}"
