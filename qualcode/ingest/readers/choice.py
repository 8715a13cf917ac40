"""The file itself: its bytes, or the reason in one line, and the reader that what it is asks for."""

from __future__ import annotations

import os
import stat
from pathlib import Path

from qualcode.core.container import kind_of
from qualcode.core.errors import ReadError
from qualcode.core.formats import Format

from . import formats

MAX_BYTES = 2 * 1024**3

_WORD_PROCESSED = {"docx": {"rtf": "rtf", "html": "html"}, "rtf": {"zip": "docx", "html": "html"}}
"""Word saves each of these under the endings of the others: what the file is decides, not its name."""


def content_of(path: Path, shown: str) -> bytes:
    """The bytes of a regular file; ReadError in one line for anything else."""
    try:
        info = path.stat()
    except FileNotFoundError:
        reason = "the link leads nowhere" if path.is_symlink() else "there is no such file"
        raise ReadError(shown, reason, slug="missing_file") from None
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise ReadError(shown, reason, slug="unreadable") from None
    if stat.S_ISDIR(info.st_mode) and not os.access(path, os.R_OK | os.X_OK):
        raise ReadError(shown, "this folder may not be opened: what is in it is not read", slug="unreadable")
    if stat.S_ISDIR(info.st_mode):
        raise ReadError(shown, "this is a folder, not a file", slug="not_a_file")
    if not stat.S_ISREG(info.st_mode):
        raise ReadError(shown, "this is a pipe, socket or device, not a file", slug="not_a_file")
    if info.st_size == 0:
        raise ReadError(shown, "the file is empty", slug="empty")
    if info.st_size > MAX_BYTES:
        raise ReadError(shown, f"larger than {MAX_BYTES >> 30} GB", slug="too_large")
    try:
        return path.read_bytes()
    except OSError as error:
        raise ReadError(shown, (error.strerror or str(error)).lower(), slug="unreadable") from None


def format_of(path: Path, data: bytes, shown: str) -> Format:
    """The format to read a file as, by its ending and, where Word mixes them up, by what it is.

    Raises ReadError `unknown_format` with the endings that are known.
    """
    found = formats.by_suffix(path.name)
    if found is None and not path.suffix and kind_of(data) == "text":
        return formats.named("text")
    if found is None:
        known = " ".join(sorted({suffix for format_ in formats for suffix in format_.suffixes}))
        if path.suffix and not path.name.startswith("."):
            what = f"no reader for files that end in {path.suffix!r}"
        else:
            what = "the file name has no ending that says what it is"
        raise ReadError(shown, f"{what}; known endings: {known}", slug="unknown_format", hint="qualcode formats")
    if found.name in _WORD_PROCESSED:
        return formats.named(_WORD_PROCESSED[found.name].get(kind_of(data), found.name))
    return found
