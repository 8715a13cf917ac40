"""Hand-written files in the history: what became of a text, not the text again.

A codebook that grows by one code at a time would otherwise be stored twice with every code, before and after it:
four hundred open codes were nine megabytes of history. So a step `["file", path, before, after]` is stored with

before   true where it is what the step before left of this file, else the text;
after    [start, stop, words] for the words that took the place of those from start to stop, else the text.

null is no file. Whoever reads such steps reads those of the whole history in their order, whatever was undone since.
"""

from __future__ import annotations

import json
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any, cast

if TYPE_CHECKING:
    from .connection import Connection
    from .entries import Step

ENTRIES = "changes LIKE '%[\"file\"%'"
"""The condition for entries of the history that may have a step of a file."""


class Texts:
    """The last text of each file, while the steps of the history go by."""

    def __init__(self) -> None:
        self._last: dict[str, str | None] = {}

    def whole(self, steps: Iterable[Any]) -> list[Any]:
        """Steps with their texts, from how they are stored. Raises ValueError where a step before is missing."""
        found: list[Any] = []
        for step in steps:
            if step[0] == "file":
                table, path, before, after = step
                if before is True:
                    before = self._last.get(path)
                    if before is None:
                        raise ValueError(f"what {path} was before a change is not there")
                if isinstance(after, list):
                    start, stop, words = after
                    after = f"{before[:start]}{words}{before[stop:]}"
                self._last[path] = after
                step = (table, path, before, after)
            found.append(step)
        return found

    def folded(self, steps: Iterable[Step]) -> list[Step]:
        """Steps as they are to be stored, from those with their texts."""
        found: list[Step] = []
        for step in steps:
            if step[0] == "file":
                table, path, before, after = cast("tuple[str, str, str | None, Any]", step)
                known = before is not None and self._last.get(path) == before
                self._last[path] = after
                if isinstance(before, str) and isinstance(after, str):
                    after = _replaced(before, after)
                step = (table, path, True if known else before, after)
            found.append(step)
        return found


def steps_in(changes: str) -> Iterator[list[Any]]:
    """The steps of files in what is stored of an entry; of what else it holds, which may be a hundred thousand rows,
    nothing is read."""
    read = json.JSONDecoder().raw_decode
    at = changes.find(_STEP)
    while at >= 0:
        step, at = read(changes, at)
        if len(step) == 4:  # not what was said of a turn whose speaker is called `file`
            yield step
        at = changes.find(_STEP, at)


_STEP = '["file",'
"""How a step begins; in a text its quotation marks would be escaped."""


def texts_before(connection: Connection, entry: int | None = None) -> Texts:
    """The files as the entries of the history before this one left them; as all entries did, without one."""
    texts = Texts()
    rows = connection.execute(
        f"SELECT changes FROM history WHERE {ENTRIES}{'' if entry is None else ' AND key < ?'} ORDER BY key",
        () if entry is None else (entry,),
    )
    for (changes,) in rows.fetchall():
        texts.whole(steps_in(changes))
    return texts


def _replaced(before: str, after: str) -> Any:
    """[start, stop, words] that make one text of the other, or the text where that is hardly longer."""
    start = _alike(before, after)
    end = _alike(before[start:][::-1], after[start:][::-1])
    words = after[start : len(after) - end]
    return [start, len(before) - end, words] if 2 * len(words) < len(after) else after


def _alike(one: str, other: str) -> int:
    """How many characters two texts have in common at their beginning."""
    sizes = range(1, min(len(one), len(other)) + 1)
    return bisect_left(sizes, True, key=lambda size: one[:size] != other[:size])
