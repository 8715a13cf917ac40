"""How a snapshot lies on the disk: which file holds what, and how a line is written."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from hashlib import sha256
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import quote

from ...core.errors import ReadError, StoreNewer

FOLDER = "snapshot"
HEAD = "snapshot.json"
ATTRIBUTES = ".gitattributes"
AS_IT_IS = "* -text\n"
"""What ATTRIBUTES says: git changes no ends of lines, as it does on Windows, for places in a text count them."""
FORMAT = "qualcode/snapshot/1"
UNFINISHED = "unfinished"
"""A file that is there while a snapshot is written: one that a stopped program left is half of two."""
ROOMS = (
    "documents",
    "codings",
    "answers",
    "coders",
    "memos",
    "decisions",
    "rounds",
    "measures",
    "settled",
    "log",
    "other",
)
"""The folders in it; what lies in them is the snapshot's, and goes when it is no part of it any more."""

Row = dict[str, Any]
Files = dict[str, str]
"""Relative path -> text."""


class Differences(NamedTuple):
    """What a snapshot on the disk does not say as the study is now."""

    missing: tuple[str, ...]
    changed: tuple[str, ...]
    extra: tuple[str, ...]

    def __bool__(self) -> bool:
        return any(self)


_DEVICE = re.compile(r"(?:con|prn|aux|nul|com\d|lpt\d)(?=[.]|$)", re.IGNORECASE)
"""What Windows takes for a device, whatever ending stands behind it."""
_LONGEST = 120
_ENCODER = json.JSONEncoder(ensure_ascii=False, separators=(", ", ": "))
"""Made once: `json.dumps` makes one for each line."""


def name(id: str) -> str:
    """A file name for an id, the same on every system; what it is called is never read back from it."""
    safe = quote(id, safe=" ()+,=@")
    if _DEVICE.match(safe):
        safe = f"%{ord(safe[0]):02X}{safe[1:]}"
    safe = re.sub(r"^[. ]|[. ]$", lambda found: f"%{ord(found[0]):02X}", safe) or "%"
    return safe if len(safe) <= _LONGEST else _told_apart(safe, id)


def names(ids: Iterable[str]) -> dict[str, str]:
    """A file name for each id; of two that some systems take for one (Eva, eva) the second has a mark of its own."""
    found: dict[str, str] = {}
    taken: set[str] = set()
    for id in sorted(set(ids)):
        safe = name(id)
        found[id] = _told_apart(safe, id) if safe.casefold() in taken else safe
        taken.add(found[id].casefold())
    return found


def _told_apart(safe: str, id: str) -> str:
    return f"{safe[: _LONGEST - 9]}~{sha256(id.encode('utf-8', 'surrogatepass')).hexdigest()[:8]}"


def line(row: Mapping[str, Any]) -> str:
    """One row: its fields in their order, what is empty or usual left out by the caller."""
    return _ENCODER.encode(row)


def lines(head: Mapping[str, Any], rows: Iterable[Mapping[str, Any]]) -> str:
    """A file: what all its rows have in common, then one line a row."""
    return "".join(f"{line(row)}\n" for row in (head, *rows))


def without(row: Mapping[str, Any], usual: Mapping[str, Any]) -> Row:
    """A row without what it has as nearly all rows have it."""
    return {key: value for key, value in row.items() if key not in usual or usual[key] != value}


def read(folder: Path) -> tuple[Row, Files]:
    """The head and all files of a snapshot; ReadError where it is none, StoreNewer where a newer version wrote it."""
    head_path = folder / HEAD
    if (folder / UNFINISHED).exists():
        raise ReadError(folder, "was being written when the program was stopped, and is not whole",
                        slug="snapshot_damaged", hint="`qualcode snapshot` writes it whole")  # fmt: skip
    try:
        head = json.loads(head_path.read_text("utf-8"))
        if not isinstance(head, dict) or not str(head.get("format", "")).startswith("qualcode/snapshot/"):
            raise ValueError
        if head["format"] != FORMAT:
            raise StoreNewer(
                f"{folder} was written by a newer qualcode ({head['format']})", hint="pip install --upgrade qualcode"
            )
        files = on_disk(folder)
    except FileNotFoundError as error:
        raise ReadError(folder, f"is no snapshot: there is no {HEAD} in it", slug="no_snapshot",
                        hint="`qualcode snapshot` writes one") from error  # fmt: skip
    except (OSError, ValueError) as error:
        raise ReadError(head_path, f"cannot be read: {error or 'not a snapshot'}", slug="snapshot_damaged") from error
    return head, files


def on_disk(folder: Path, *, errors: str = "strict") -> Files:
    """What the files of a snapshot say."""
    return {path.relative_to(folder).as_posix(): path.read_bytes().decode("utf-8", errors) for path in written(folder)}


def written(folder: Path) -> list[Path]:
    """The files that belong to a snapshot."""
    found = [path for room in ROOMS for path in (folder / room).rglob("*") if path.is_file()]
    rows = [path for path in found if path.suffix in (".txt", ".jsonl") and not path.name.startswith(".")]
    return sorted([*rows, *(folder / top for top in (HEAD, ATTRIBUTES) if (folder / top).is_file())])


def rows(path: str, text: str) -> list[Row]:
    """The lines of a file; ReadError `snapshot_damaged` names the one that is none, such as a mark of git's."""
    written = [each for each in text.split("\n") if each.strip()]
    try:
        found = json.loads(f"[{','.join(written)}]")  # half the time of a call for each line
    except ValueError:
        found = []
    if len(found) == len(written) and all(isinstance(row, dict) for row in found):
        return list(found)
    found = []
    for number, each in enumerate(text.split("\n"), start=1):
        if not each.strip():
            continue
        try:
            row = json.loads(each)
        except ValueError:
            row = None
        if not isinstance(row, dict):
            marks = each.startswith(("<<<<<<<", "=======", ">>>>>>>"))
            why = "git could not merge it; keep the lines that hold" if marks else "no row"
            raise ReadError(path, f"line {number}: {why}", slug="snapshot_damaged")
        found.append(row)
    return found


def as_written(path: str, text: str, head: Row) -> str:
    """The text of a document, with the ends of lines it was written with; ReadError where it is another text."""
    for each in (text, text.replace("\r\n", "\n")):
        if sha256(each.encode("utf-8", "surrogatepass")).hexdigest() == head["digest"] or not head["digest"]:
            return each
    raise ReadError(
        path, "its text is not the one that was read in, on which the codings rest", slug="snapshot_damaged",
        hint="take the file as it was, say by `git checkout`; `qualcode reread DOCUMENT` takes in a changed original",
    )  # fmt: skip
