"""Second copies: how cloud services, and people's file managers, name the copy of a file that they make beside it."""

from __future__ import annotations

import re
from pathlib import Path

_SAID = re.compile(
    r"conflict|conflit|konflikt|\(\d+\)|\b(copy|kopi|kopia|kopio)\b|-(DESKTOP|LAPTOP)-\w+|-[A-Z0-9-]{2,}PC\b",
    re.IGNORECASE,
)
"""What Dropbox, Google Drive, Nextcloud, Syncthing, Seafile, Windows and macOS write after the file's own name."""
_BEFORE = re.compile(r"(?:kopi (?:af|av)|kopia av|copy of) ", re.IGNORECASE)
_COMPUTER = re.compile(r"-(?:(?=\S*[A-ZÆØÅÄÖ])[A-ZÆØÅÄÖ0-9]{3,}(?:-[A-ZÆØÅÄÖ0-9]+)*|.*(?:\bMac\b|MacBook|iMac).*)\Z")
"""OneDrive: the name of the computer; people write languages and years there too."""
_NUMBER = re.compile(r" \d+\Z")
"""iCloud; people number versions of their codebooks so too."""
_ID = re.compile(r"^id:\s*(\S+)", re.MULTILINE)


def second_copy_of(path: Path) -> Path | None:
    """The file beside a copy that was made of it when two computers changed it; None for other files."""
    name = _BEFORE.sub("", path.stem, count=1)
    others = (other for other in path.parent.glob(f"*{path.suffix}") if other != path)
    for other in sorted(others, key=lambda other: -len(other.stem)):
        if not name.startswith(other.stem):
            continue
        rest = name[len(other.stem) :]
        if (not rest and name != path.stem) or _SAID.search(rest):
            return other
        if (_COMPUTER.match(rest) or _NUMBER.match(rest)) and _same_thing(path, other):
            return other
    return None


def _same_thing(path: Path, other: Path) -> bool:
    """Whether two files with names that could be anything are about one thing: databases, or codebooks with one id."""
    if path.suffix == ".sqlite":
        return True
    try:
        ids = [_ID.search(each.read_text("utf-8", "replace")) for each in (path, other)]
    except OSError:
        return False
    return ids[0] is not None and ids[1] is not None and ids[0][1] == ids[1][1]
