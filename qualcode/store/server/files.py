"""The hand-written files of a shared study: they stand in the database, and every folder is a working copy.

A change of one is a row like any other, so that there is nothing to put right after a crash: a folder whose copy was
not written gets it before the next command, by `project.working_copy`.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from pathlib import Path

from ...core import files as disk
from ...core.errors import DataError
from ...core.merge import merge
from ..connection import Connection
from ..hand_written import Files, must_wait, neighbour_of, text_of
from ..history import FileChangedMeanwhile

SETTINGS = "qualcode.toml"
_KEPT = Path(".cache") / "shared_files.json"
_OURS = re.compile(r"(cases\.csv|questions\.yaml|qualcode\.toml|codebooks/[^/\\:]+\.ya?ml)\Z")
"""What a folder takes from the server. Others wrote there, and no path of theirs may lead out of the folder."""


class SharedFiles(Files):
    """The files in the database, and the copies of them in a folder."""

    shared = True

    def __init__(self, connection: Connection, folder: Path) -> None:
        self._connection, self._folder = connection, folder
        self._wanted: dict[str, tuple[str | None, str | None]] = {}

    def all(self) -> dict[str, str]:
        rows = self._connection.execute("SELECT path, text FROM shared_file ORDER BY path").fetchall()
        return {path: text for path, text in rows if _OURS.match(path)}

    def last_copied(self) -> dict[str, str]:
        try:
            kept = json.loads((self._folder / _KEPT).read_text("utf-8"))
        except (OSError, ValueError):
            return {}
        return kept if isinstance(kept, dict) else {}

    def remember(self, copied: Mapping[str, str]) -> None:
        disk.write(self._folder / _KEPT, json.dumps(copied, ensure_ascii=False, indent=0), durable=False)

    def place(self, path: str, text: str | None) -> None:
        if not _OURS.match(path):
            raise DataError(f"{path} is not a file that a study shares", slug="cannot_write")
        target = self._folder / path
        if text is None:
            target.unlink(missing_ok=True)
        else:
            disk.put(neighbour_of(target, text), target)

    def text(self, path: str) -> str | None:
        row = self._connection.execute("SELECT text FROM shared_file WHERE path = ?", (path,)).fetchone()
        return None if row is None else str(row[0])

    def waiting(self) -> bool:
        return False

    def leftovers(self) -> list[Path]:
        return []

    def clear_away(self) -> None:
        """Nothing waits here for a commit."""

    def stage(self, wanted: Mapping[str, tuple[str | None, str | None]], entry: int) -> dict[str, Path | None]:
        self._wanted = {path: texts for path, texts in wanted.items() if texts[0] != texts[1]}
        for path, (before, after) in self._wanted.items():
            if after is None:
                sql, values = "DELETE FROM shared_file WHERE path = ? AND text = ?", (path, before)
            elif before is None:
                sql = "INSERT INTO shared_file (path, text) VALUES (?, ?) ON CONFLICT (path) DO NOTHING"
                values = (path, after)
            else:
                sql, values = "UPDATE shared_file SET text = ? WHERE path = ? AND text = ?", (after, path, before)  # type: ignore[assignment]
            if self._connection.execute(sql, values).rowcount != 1:
                raise FileChangedMeanwhile(path)
        return dict.fromkeys(self._wanted)

    def put_in_place(self, staged: Mapping[str, Path | None], take_back: Callable[[int], None]) -> None:
        """Write the copies in this folder; what was written there by hand meanwhile stays, and is sent next time."""
        copied = self.last_copied()
        try:
            for path, (before, after) in self._wanted.items():
                if path == SETTINGS:
                    continue  # each folder's has lines of its own: it is written before the next command
                here = text_of(self._folder, path)
                if here in (before, after, copied.get(path)):
                    self.place(path, after)
                elif before is not None and after is not None and here is not None:
                    both, clashes = merge(before, after, here)
                    if clashes:
                        continue
                    self.place(path, both)
                copied = (
                    {**copied, path: after} if after is not None else {k: v for k, v in copied.items() if k != path}
                )
            self.remember(copied)
        except (OSError, DataError) as error:
            raise must_wait(staged, error) from error
        finally:
            self._wanted = {}

    def finish(self, take_back: Callable[[int], None]) -> None:
        """Nothing was begun that is not whole."""
