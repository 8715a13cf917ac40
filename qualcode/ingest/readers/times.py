"""Time stamps as transcripts write them: 0:03, [00:01:02.5], (1:02:03,250), #00:01:02-3#."""

from __future__ import annotations

import re

CLOCK = r"(?:\d{1,2}:\d{1,2}:\d{1,2}\.\d{1,7}|(?:\d{1,3}:)?\d{1,2}:\d{2}(?:[.,]\d{1,3})?)"
_RANGE = rf"{CLOCK}(?:-\d)?(?:[ \t]*(?:-->|[-–—])[ \t]*{CLOCK}(?:-\d)?)?"
BRACKETED = (
    rf"(?:\[[ \t]*{_RANGE}[ \t]*\]|\([ \t]*{_RANGE}[ \t]*\)|<[ \t]*{_RANGE}[ \t]*>|\{{[ \t]*{_RANGE}[ \t]*\}}"
    rf"|#{_RANGE}#)"
)
STAMP = rf"(?:{BRACKETED}|{_RANGE})"
ONLY_STAMP = re.compile(rf"[ \t]*{STAMP}[ \t]*$")
LEADING_STAMP = re.compile(rf"[ \t]*({STAMP})[ \t]+(?=\S)")
_PARTS = re.compile(r"(?:(\d{1,3}):)?(\d{1,2}):(\d{1,2})(?:[.,](\d{1,7}))?(?:-(\d))?")


def seconds(stamp: str | None) -> float | None:
    """The first time in `stamp` as seconds; None without one, or with 60 or more seconds.

    >>> seconds("[00:01:02.5]"), seconds("#00:00:05-2#"), seconds("12:75")
    (62.5, 5.2, None)
    """
    found = _PARTS.search(stamp) if stamp else None
    if found is None:
        return None
    hours, minutes, whole, fraction, tenth = found.groups()
    if int(whole) > 59 or (hours and int(minutes) > 59):
        return None
    part = float(f"0.{fraction or tenth or 0}")
    return int(hours or 0) * 3600 + int(minutes) * 60 + int(whole) + part
