"""Archives from strangers: looked through before anything in them is believed, and nothing is unpacked."""

from __future__ import annotations

import io
import stat
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path, PurePosixPath

from ..core.errors import ReadError, printable

MAX_ENTRIES = 20_000
MAX_XML = 1024**3
MAX_UNPACKED = 16 * 1024**3
MAX_RATIO = 200
"""No text or XML packs better than this; what does is made to fill a disk."""
SMALL = 8 * 1024**2
"""Below this a high ratio does no harm."""


class Archive:
    """The entries of a zip file, found without regard to the case of their names.

    Raises ReadError for what is no zip archive, for names that lead out of it, for links, for two
    entries of one name, and for what is far larger unpacked than packed.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        try:
            self._zip = zipfile.ZipFile(path)
            entries = self._zip.infolist()
        except (zipfile.BadZipFile, zlib.error, OSError, NotImplementedError, ValueError) as error:
            head = _head(path)
            if head.lstrip(b"\xef\xbb\xbf \t\r\n").lower().startswith((b"<!doctype html", b"<html")):
                raise ReadError(path, "this is a web page that was saved under the name of a project") from None
            if isinstance(error, OSError) and not head:
                raise ReadError(path, error.strerror or "cannot be read") from None
            raise ReadError(path, f"this is no zip archive, or it is cut short: {error}", slug="bad_archive") from None
        if len(entries) > MAX_ENTRIES:
            raise ReadError(path, f"{len(entries):,} entries; refused", slug="too_large")
        self._entries: dict[str, zipfile.ZipInfo] = {}
        for entry in entries:
            self._check(entry)
            if not entry.is_dir():
                key = entry.filename.casefold()
                if key in self._entries:
                    raise ReadError(path, f"two entries are called {printable(entry.filename)}", slug="bad_archive")
                self._entries[key] = entry
        if sum(entry.file_size for entry in entries) > MAX_UNPACKED:
            raise ReadError(path, "far too large when unpacked; refused", slug="too_large")

    def _check(self, entry: zipfile.ZipInfo) -> None:
        name = entry.orig_filename
        shown = printable(name)
        parts = PurePosixPath(name.replace("\\", "/")).parts
        if "\x00" in name or name.startswith(("/", "\\")) or name[1:2] == ":" or ".." in parts:
            raise ReadError(
                self.path, f"the entry {shown} points out of the archive; nothing was read", slug="unsafe_archive"
            )
        if stat.S_ISLNK(entry.external_attr >> 16):
            raise ReadError(self.path, f"the entry {shown} is a link; nothing was read", slug="unsafe_archive")
        if entry.flag_bits & 1:
            raise ReadError(self.path, f"the entry {shown} is protected by a password", slug="protected")
        if entry.file_size > SMALL and entry.file_size > MAX_RATIO * max(1, entry.compress_size):
            raise ReadError(
                self.path, f"the entry {shown} unpacks to {entry.file_size:,} bytes; refused", slug="too_large"
            )

    def __iter__(self) -> Iterator[str]:
        return (entry.filename for entry in self._entries.values())

    def __contains__(self, name: str) -> bool:
        return name.casefold() in self._entries

    def name(self, wanted: str) -> str:
        """The entry's name as it is written in the archive."""
        return self._entries[wanted.casefold()].filename

    def read(self, name: str, limit: int = MAX_XML) -> bytes:
        """An entry's bytes; never more than it says it has."""
        entry = self._entries[name.casefold()]
        if entry.file_size > limit:
            raise ReadError(self.path, f"{printable(name)}: {entry.file_size:,} bytes; refused", slug="too_large")
        try:
            with self._zip.open(entry) as stream:
                content = stream.read(entry.file_size + 1)
        except (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError) as error:
            raise ReadError(self.path, f"{printable(name)} is damaged: {error}", slug="bad_archive") from None
        if len(content) > entry.file_size:
            raise ReadError(self.path, f"{printable(name)} is larger than it says; refused", slug="too_large")
        return content

    def close(self) -> None:
        self._zip.close()

    def __enter__(self) -> Archive:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


class NewArchive:
    """A zip file that is the same, byte for byte, whenever the same entries are put in."""

    def __init__(self) -> None:
        self._entries: dict[str, bytes] = {}

    def add(self, name: str, content: bytes) -> None:
        self._entries[name] = content

    def write(self, path: Path) -> None:
        """All entries in the order of their names, without times of their own."""
        buffer = io.BytesIO()
        with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as archive:
            for name in sorted(self._entries):
                entry = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
                entry.external_attr = 0o644 << 16
                entry.create_system = 3
                entry.compress_type = zipfile.ZIP_DEFLATED
                archive.writestr(entry, self._entries[name])
        path.write_bytes(buffer.getvalue())


def _head(path: Path) -> bytes:
    try:
        with path.open("rb") as stream:
            return stream.read(512)
    except OSError:
        return b""
