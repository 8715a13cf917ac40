"""Files from strangers are opened with limits: no entities, no bombs, nothing fetched."""

from __future__ import annotations

import io
import zipfile
import zlib
from typing import Any

from ..core.errors import ReadError

MAX_FILE = 64 * 1024 * 1024
MAX_UNPACKED = 256 * 1024 * 1024
MAX_ENTRIES = 2_000


def check_size(content: bytes, name: str) -> None:
    """Refuse a file that no codebook can be."""
    if not content:
        raise ReadError(name, "the file is empty")
    if len(content) > MAX_FILE:
        raise ReadError(name, f"{len(content):,} bytes; a codebook may have {MAX_FILE:,}", slug="too_large")


def xml_root(content: bytes, name: str) -> Any:
    """The root of an XML file without a document type; ReadError says what is wrong with it."""
    check_size(content, name)
    if content.startswith(b"PK\x03\x04"):
        raise ReadError(
            name,
            "this is a zip archive, perhaps a whole project (.qdpx), not a codebook",
            hint="export the codebook alone (.qdc) from the other program",
        )
    from lxml import etree

    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        root = etree.fromstring(content, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        head = content[:1024].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
        if head.startswith((b"<!doctype html", b"<html")):
            raise ReadError(name, "this is a web page, not a codebook") from None
        line = getattr(error, "lineno", None)
        place = f" (line {line})" if line else ""
        raise ReadError(name, f"this is not well-formed XML{place}: {error}", slug="bad_xml") from None
    if getattr(root.getroottree().docinfo, "internalDTD", None) is not None or b"<!DOCTYPE" in content[:4096].upper():
        raise ReadError(name, "the XML has a document type declaration, which a codebook never has", slug="xml_doctype")
    return root


def check_zip(content: bytes, name: str) -> None:
    """Refuse an Excel file that is none, is too large when unpacked, or declares entities."""
    check_size(content, name)
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            entries = archive.infolist()
            total = sum(entry.file_size for entry in entries)
            if len(entries) > MAX_ENTRIES or total > MAX_UNPACKED:
                raise ReadError(name, f"{total:,} bytes when unpacked; refused", slug="too_large")
            for entry in entries:
                if entry.filename.endswith((".xml", ".rels")):
                    with archive.open(entry) as part:
                        if b"<!DOCTYPE" in part.read(4096).upper():
                            raise ReadError(
                                name, f"{entry.filename} has a document type declaration", slug="xml_doctype"
                            )
    except (zipfile.BadZipFile, zlib.error, OSError, NotImplementedError, RuntimeError) as error:
        raise ReadError(
            name,
            f"this is no Excel workbook: {error}",
            hint="save it again as .xlsx without a password, or as .csv",
        ) from None
