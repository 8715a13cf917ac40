"""The files meant by paths, folders and patterns; and those in a folder that no reader takes, with what to do."""

from __future__ import annotations

import contextlib
import hashlib
import os
from collections.abc import Iterable, Sequence
from pathlib import Path

from ..core.errors import ReadError
from ..core.text import natural

_SILENT = frozenset(("thumbs.db", "desktop.ini", ".ds_store", "icon\r"))
"""What operating systems put into folders."""
_HIDDEN = (".", "~$")
_AUDIO = "a recording: transcribe it first (noScribe, Word, Teams and Whisper write texts that can be read)"
_PICTURE = "a picture: recognise its text first, and save it as .txt, .docx or a PDF with text"
_ADVICE = {
    **dict.fromkeys((".mp3", ".wav", ".m4a", ".aac", ".ogg", ".flac", ".wma", ".amr", ".opus"), _AUDIO),
    **dict.fromkeys((".mp4", ".mov", ".avi", ".mkv", ".webm", ".m4v", ".wmv"), _AUDIO),
    **dict.fromkeys((".png", ".jpg", ".jpeg", ".gif", ".tif", ".tiff", ".heic", ".bmp", ".webp"), _PICTURE),
    ".pages": "a Pages document: in Pages choose File, Export To, Word",
    ".numbers": "a Numbers table: in Numbers choose File, Export To, Excel or CSV",
    ".key": "a Keynote presentation: export it as PDF",
    ".epub": "an e-book: convert it to .docx or .txt, for instance with Calibre or LibreOffice",
    ".mobi": "an e-book: convert it to .docx or .txt, for instance with Calibre",
    ".ppt": "a presentation: save it as .pptx or PDF",
    ".odp": "a presentation: save it as .pptx or PDF",
    ".one": "a OneNote section: export it as Word or PDF",
    ".msg": "an e-mail: save it as .eml, .txt or .html",
    ".wpd": "a WordPerfect document: save it as .docx with LibreOffice",
    ".gdoc": "a link to Google Docs: download the document as .docx",
    ".gsheet": "a link to Google Sheets: download the table as .xlsx or .csv",
    ".icloud": "it is in iCloud and not on this computer: choose Download Now in Finder, then add it again",
    ".zip": "an archive: unpack it first",
    ".rar": "an archive: unpack it first",
    ".7z": "an archive: unpack it first",
    ".mx24": "a MAXQDA project: export it as REFI-QDA (.qdpx) and use `qualcode import FILE.qdpx`",
    ".nvp": "an NVivo project: export it as REFI-QDA (.qdpx) and use `qualcode import FILE.qdpx`",
    ".nvpx": "an NVivo project: export it as REFI-QDA (.qdpx) and use `qualcode import FILE.qdpx`",
    ".qdpx": "a project of another program: use `qualcode import FILE.qdpx`",
    ".qdc": "a codebook: use `qualcode codebook import FILE.qdc`",
    ".yaml": "a codebook or a guide, not a text",
    ".yml": "a codebook or a guide, not a text",
}


def expand(paths: Sequence[Path], *, ours: Iterable[Path] = ()) -> tuple[list[Path], list[tuple[Path, str]]]:
    """The files to read, each once, in natural order (P2 before P10) inside a folder; and the files of
    folders that are not read, each with what it is and what to do.

    Hidden files, what systems put into folders, and the project's own files (`ours`) are passed over.
    """
    from ..ingest.readers import formats

    own = {path.resolve() for path in ours}
    found: dict[Path, None] = {}
    passed: dict[Path, str] = {}
    for path in paths:
        if any(mark in str(path) for mark in "*?[") and not path.exists():
            found.update(dict.fromkeys(_fitting(path)))
        elif path.is_dir() and not formats.by_suffix(path):
            for file, is_folder in _inside(path, own):
                if is_folder:
                    if file.suffix.lower() in _ADVICE:
                        passed[file] = advice(file)
                elif formats.by_suffix(file) or file.is_dir():
                    found[file] = None
                else:
                    passed[file] = advice(file)
        else:
            found[path] = None
    return list(found), list(passed.items())


def _inside(path: Path, own: set[Path]) -> list[tuple[Path, bool]]:
    """(file or folder, whether it is a folder) of all below `path` that a person put there, in natural order."""
    here = path.resolve()
    if any(place in own for place in (here, *here.parents)):
        return []
    inside = {str(place.relative_to(here)) for place in own if place.is_relative_to(here)}
    entries: list[tuple[str, bool]] = []
    closed: list[OSError] = []
    for folder, folders, names in os.walk(path, onerror=closed.append):
        before = os.path.relpath(folder, path) + os.sep if folder != str(path) else ""
        folders[:] = [name for name in folders if not name.startswith(_HIDDEN) and before + name not in inside]
        entries += [(before + name, True) for name in folders]
        # Pages and Numbers save a folder; it is named as a whole.
        folders[:] = [name for name in folders if Path(name).suffix.lower() not in _ADVICE]
        for name in names:
            hidden = name.startswith(_HIDDEN) and not name.endswith(".icloud")
            if hidden or name.casefold() in _SILENT or before + name in inside:
                continue
            file = Path(folder, name)
            # A link that goes round, or where nobody may look, is for the reading to refuse.
            with contextlib.suppress(OSError, RuntimeError):
                if file.is_symlink() and file.resolve() in own:
                    continue
            entries.append((before + name, False))
    # A folder that may not be opened is for the reading to refuse, as a file is.
    entries += [(os.path.relpath(str(error.filename), path), False) for error in closed]
    entries.sort(key=lambda entry: natural(entry[0]))
    return [(path / name, is_folder) for name, is_folder in entries]


def _fitting(path: Path) -> list[Path]:
    base = Path(path.anchor) if path.is_absolute() else Path()
    pattern = str(path.relative_to(path.anchor)) if path.is_absolute() else str(path)
    matches = sorted((match for match in base.glob(pattern) if not match.is_dir()), key=lambda file: natural(str(file)))
    if not matches:
        raise ReadError(path, "no file fits this pattern", slug="missing_file")
    return matches


def known_advice(path: Path) -> str:
    """What a file of a kind that is known and not read is, and what to do with it; "" for any other."""
    return _ADVICE.get(path.suffix.lower(), "")


def advice(path: Path) -> str:
    """What a file is that no reader takes, and what to do with it."""
    return known_advice(path) or (
        f"no reader for files that end in {path.suffix!r}: save it as .docx, .txt or .pdf"
        if path.suffix
        else "the name has no ending that says what it is"
    )


def digest_of(path: Path) -> str:
    """SHA-256 of a file's bytes; of regular files only, so that a pipe is never waited for."""
    if not path.is_file():
        raise OSError(f"{path} is not a file")
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
