"""Folders that a command needs for a moment, outside the study. They may hold people's words, so none stays behind:
its command takes it away, and where that was killed, the next command that needs one, or `remove --erase`.
"""

from __future__ import annotations

import contextlib
import os
import re
import shutil
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from .files import ABANDONED

_NAME = re.compile(r"qualcode-(\d+)-\w+")


@contextlib.contextmanager
def scratch() -> Iterator[Path]:
    """A folder for its owner alone, gone when the body ends."""
    clear_away()
    with tempfile.TemporaryDirectory(prefix=f"qualcode-{os.getpid()}-") as folder:
        yield Path(folder)


def clear_away() -> None:
    """Take away the folders of programs that run no more."""
    for folder in Path(tempfile.gettempdir()).glob("qualcode-*"):
        named = _NAME.fullmatch(folder.name)
        if named and _is_gone(int(named[1]), folder):
            shutil.rmtree(folder, ignore_errors=True)


def _is_gone(process: int, folder: Path) -> bool:
    if os.name == "posix":
        with contextlib.suppress(PermissionError, OverflowError):
            try:
                os.kill(process, 0)
            except ProcessLookupError:
                return True
        return False
    with contextlib.suppress(OSError):  # elsewhere, to ask for a process would end it
        return time.time() - folder.stat().st_mtime > ABANDONED
    return False
