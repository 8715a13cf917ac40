"""Opening what comes from strangers: zip packages and the XML in them.

A Word or OpenDocument file is a zip of XML parts. Before anything is inflated the sizes that
the package declares are checked; what is inflated is bounded again; XML with a document type
declaration is refused, because neither format ever has one and entities grow without limit.
Nothing is ever written to disk or fetched.
"""

from __future__ import annotations

import functools
import io
import posixpath
import struct
import zipfile
import zlib
from collections.abc import Callable, Mapping
from typing import Any, TypeVar
from urllib.parse import unquote

from .errors import ReadError

MAX_PART = 64 * 1024 * 1024
"""Bytes that one part may have when unpacked: some hundred times the longest thesis."""
MAX_RATIO = 200
"""How many times larger than packed a large part may be; real ones stay under 60."""
SMALL_PART = 8 * 1024 * 1024
"""Below this size no ratio is suspicious: blank pages pack very well."""
MAX_ENTRIES = 20_000

_DAMAGE = (
    zipfile.BadZipFile, zlib.error, struct.error, EOFError, OSError, NotImplementedError, RuntimeError, ValueError,
)  # fmt: skip
"""What the zip library raises for packages that are not as they say."""

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ZIP_STARTS = (b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")
SAVE_AS = "open it in its program and save a copy without a password, or as .docx"


def kind_of(content: bytes) -> str:
    """What the first bytes say: `zip`, `ole`, `rtf`, `pdf`, `html`, `binary`, `text` or `empty`."""
    if not content:
        return "empty"
    if content.startswith(ZIP_STARTS):
        return "zip"
    if content.startswith(OLE):
        return "ole"
    head = content[:1024].lstrip(b"\xef\xbb\xbf \t\r\n\x00")
    if head.startswith(b"{\\rt"):
        return "rtf"
    if b"%PDF-" in content[:1024]:
        return "pdf"
    lowered = head.lower()
    if lowered.startswith((b"<!doctype html", b"<html", b"<head", b"<body")) or b"<html" in lowered:
        return "html"
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "text"
    return "binary" if b"\x00" in content[:4096] else "text"


def refuse_ole(content: bytes, name: str) -> None:
    """Raise the reason why an OLE container (password-protected, or Word 97) cannot be read."""
    if not content.startswith(OLE):
        return
    if "EncryptedPackage".encode("utf-16-le") in content:
        raise ReadError(name, "password-protected: save it without a password", slug="password_protected", hint=SAVE_AS)
    if "WordDocument".encode("utf-16-le") in content:
        raise ReadError(
            name,
            "an old binary Word file (.doc): save it as .docx",
            slug="legacy_doc",
            hint="open it in Word or LibreOffice, then Save As .docx",
        )
    raise ReadError(
        name,
        "password-protected, or an old binary Office file: save it without a password, as .docx",
        slug="legacy_doc",
        hint=SAVE_AS,
    )


class Package:
    """A zip of XML parts, each read on demand and within limits."""

    def __init__(self, content: bytes, name: str, expected: str) -> None:
        """`expected` says in messages what the file should be: `a Word file (.docx)`.

        Raises ReadError for what is empty, protected, cut off, no zip at all, or a bomb.
        """
        self.name = name
        found = kind_of(content)
        if found == "empty":
            raise ReadError(name, "empty file", slug="empty_file")
        refuse_ole(content, name)
        if found != "zip":
            looks = {"text": "plain text", "rtf": "RTF", "pdf": "PDF", "html": "HTML"}.get(found)
            reason = f"not {expected}" + (f": it looks like {looks}" if looks else "")
            raise ReadError(name, reason, hint=f"give it the suffix of {looks}" if looks else None)
        self._content = content
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(content))
            entries = self._zip.infolist()
        except _DAMAGE as error:
            raise ReadError(
                name, f"damaged or cut off: {expected} is a zip package, and this one cannot be opened"
            ) from error
        if len(entries) > MAX_ENTRIES:
            raise ReadError(
                name, f"{len(entries)} entries in the package; at most {MAX_ENTRIES} are read", slug="too_large"
            )
        self._entries: dict[str, zipfile.ZipInfo] = {}
        for entry in entries:
            if entry.flag_bits & 0x1:
                raise ReadError(
                    name, "password-protected: save it without a password", slug="password_protected", hint=SAVE_AS
                )
            self._entries.setdefault(entry.filename.lstrip("/"), entry)

    def __contains__(self, part: str) -> bool:
        return part in self._entries

    def names(self) -> list[str]:
        return list(self._entries)

    def read(self, part: str) -> bytes:
        """The bytes of a part; ReadError when it is missing, too large or damaged."""
        entry = self._entries.get(part)
        if entry is None:
            raise ReadError(self.name, f"the part {part} is missing from the package")
        declared, packed = entry.file_size, max(entry.compress_size, 1)
        if declared > MAX_PART or (declared > SMALL_PART and declared > MAX_RATIO * packed):
            raise ReadError(
                self.name,
                f"{part} would unpack to {declared / 1e6:.0f} MB from {packed / 1e6:.1f} MB (a zip bomb?)",
                slug="too_large",
            )
        try:
            inside = self._stored(entry) if entry.compress_type in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED) else None
            if inside is None:
                with self._zip.open(entry) as stream:
                    data = stream.read(declared + 1)
            else:
                data = _unpacked(inside, entry)
        except _DAMAGE as error:
            raise ReadError(self.name, f"damaged: the part {part} cannot be unpacked") from error
        if len(data) != declared:
            raise ReadError(self.name, f"damaged: the part {part} is not as long as the package says")
        return data

    def whole(self) -> list[tuple[zipfile.ZipInfo, bytes]]:
        """Every entry with its bytes, in the order of the package, each within the limits of `read`."""
        return [(entry, self.read(name)) for name, entry in self._entries.items()]

    def _stored(self, entry: zipfile.ZipInfo) -> bytes | None:
        """The bytes of a part as they lie in the package, packed; None where its own header says otherwise.

        The library reads a part through four layers of streams, which for small parts takes longer than unpacking.
        """
        at = entry.header_offset
        head = self._content[at : at + _HEADER.size]
        if len(head) < _HEADER.size:
            return None
        mark, name_length, extra_length = _HEADER.unpack(head)
        begin = at + _HEADER.size + name_length + extra_length
        name = self._content[at + _HEADER.size : at + _HEADER.size + name_length]
        if mark != b"PK\x03\x04" or name != entry.orig_filename.encode("utf-8" if entry.flag_bits & 0x800 else "cp437"):
            return None
        stop = begin + entry.compress_size
        return self._content[begin:stop] if stop <= self._zip.start_dir else None

    def once(self, part: str, made: Callable[[Package, str], _Made]) -> _Made:
        """What `made(package, part)` makes of a part; for parts equal to one that was seen, without unpacking.

        A thousand interviews written with one template have a thousand equal copies of the styles, the lists and
        the relationships, each longer than the interview; packed by one program they are equal as they lie there.
        `made` must use no other part, and nobody may change what it returns.
        """
        entry = self._entries.get(part)
        packed = self._stored(entry) if entry is not None else None
        if entry is None or packed is None:
            return made(self, part)
        seen = _SEEN.setdefault(made, {})
        key = entry.compress_type, entry.file_size, entry.CRC, packed
        if key in seen:
            seen[key] = seen.pop(key)  # the one used last goes last
        else:
            fresh = made(self, part)
            if len(seen) >= _SEEN_AT_MOST:
                del seen[next(iter(seen))]
            seen[key] = fresh
        known: _Made = seen[key]
        return known

    def xml(self, part: str, renamed: Mapping[bytes, bytes] | None = None) -> Any:
        """The root element of an XML part; see `parse_xml`."""
        return parse_xml(self.read(part), self.name, part, renamed)

    def relations(self, part: str) -> list[tuple[str, str]]:
        """(kind, part) for each relationship of `part` (`""`: the package) inside the package.

        The kind is the last piece of the relationship's type, such as `styles`.
        """
        folder, base = posixpath.split(part)
        listing = posixpath.join(folder, "_rels", f"{base}.rels")
        if listing not in self._entries:
            return []
        return [
            (kind, target.lstrip("/") if target.startswith("/") else posixpath.normpath(posixpath.join(folder, target)))
            for kind, target in self.once(listing, _relations)
        ]


_HEADER = struct.Struct("<4s22xHH")
"""Of the header before a part: its mark, and how long the name and the extra field after it are."""
_Made = TypeVar("_Made")
_SEEN: dict[Any, dict[tuple[int, int, int, bytes], Any]] = {}
_SEEN_AT_MOST = 16


def _unpacked(inside: bytes, entry: zipfile.ZipInfo) -> bytes:
    """The bytes of a part, one more than declared at most; BadZipFile where they are not what was packed."""
    data = inside
    if entry.compress_type == zipfile.ZIP_DEFLATED:
        inflating = zlib.decompressobj(-15)
        data = inflating.decompress(inside, entry.file_size + 1)
    if len(data) == entry.file_size and zlib.crc32(data) != entry.CRC:
        raise zipfile.BadZipFile("the checksum is another")
    return data


def _relations(package: Package, listing: str) -> tuple[tuple[str, str], ...]:
    """(kind, target as written) of each relationship in a listing."""
    return tuple(
        (relation.get("Type", "").rpartition("/")[2], unquote(relation.get("Target", "")))
        for relation in package.xml(listing)
        if isinstance(relation.tag, str) and relation.get("TargetMode") != "External"
    )


def parse_xml(data: bytes, name: str, part: str, renamed: Mapping[bytes, bytes] | None = None) -> Any:
    """The root element of `data`, parsed without entities, network or document type.

    `renamed` maps namespace names that mean the same, replaced in the root's declarations.
    Raises ReadError with one line for XML that is broken, nested deeper than 256 elements,
    or has a DOCTYPE.
    """
    from lxml import etree

    if any(mark in data for mark in DOCTYPES):
        raise doctype(name, part)
    for old, new in (renamed or {}).items():
        head = data[:16384]
        if old in head:
            data = head.replace(old, new) + data[16384:]
    try:
        root = etree.fromstring(data, _parser())
    except (etree.XMLSyntaxError, ValueError) as error:
        reason = str(error).splitlines()[0] if str(error) else "no content"
        raise ReadError(name, f"the XML in {part} cannot be read: {reason}") from error
    if root.getroottree().docinfo.internalDTD is not None:
        raise doctype(name, part)
    return root


@functools.cache
def _parser() -> Any:
    """Without entities, network or document type; comments and processing instructions are no content."""
    from lxml import etree

    return etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True, remove_pis=True
    )


DOCTYPES = (b"<!DOCTYPE", "<!DOCTYPE".encode("utf-16-le"), "<!DOCTYPE".encode("utf-16-be"))


def doctype(name: str, part: str) -> ReadError:
    """What is said of a part that declares a document type."""
    return ReadError(
        name,
        f"refused: {part} has a document type declaration (DOCTYPE), which this format never has",
        slug="unsafe_xml",
    )


_EARLIEST = b"\x00\x00\x21\x00"
"""1980-01-01 0:00, the first moment that a zip file can name."""


def timeless(data: bytes) -> bytes:
    """The same archive with one fixed time on every part, and no trace of the system it was made on."""
    found = bytearray(data)
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        entries, at = archive.infolist(), archive.start_dir
    for entry in entries:
        found[entry.header_offset + 10 : entry.header_offset + 14] = _EARLIEST
        found[at + 5] = 0
        found[at + 12 : at + 16] = _EARLIEST
        found[at + 38 : at + 42] = bytes(4)
        at += 46 + sum(int.from_bytes(found[at + place : at + place + 2], "little") for place in (28, 30, 32))
    return bytes(found)
