"""XML from strangers, opened with limits (no entities, no bombs, nothing fetched) and looked into whatever its
namespace is; and text that XML can hold."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from ..core.errors import ReadError

MAX_FILE = 64 * 1024 * 1024
ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
"""What no XML file may hold."""


def check_size(content: bytes, name: str, what: str = "a codebook", limit: int = MAX_FILE) -> None:
    """Refuse a file that is empty, or larger than what it shall be can be."""
    if not content:
        raise ReadError(name, "the file is empty")
    if len(content) > limit:
        raise ReadError(name, f"{len(content):,} bytes; {what} may have {limit:,}", slug="too_large")


def xml_root(content: bytes, name: str, what: str = "a codebook", limit: int = MAX_FILE) -> Any:
    """The root of an XML file without a document type; ReadError says what is wrong with it."""
    check_size(content, name, what, limit)
    if content.startswith(b"PK\x03\x04"):
        raise ReadError(
            name,
            "this is a zip archive, perhaps a whole project (.qdpx), not a codebook",
            hint="export the codebook alone (.qdc) from the other program",
        )
    from lxml import etree

    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=limit > MAX_FILE)
    try:
        root = etree.fromstring(content, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        head = content[:1024].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
        if head.startswith((b"<!doctype html", b"<html")):
            raise ReadError(name, f"this is a web page, not {what}") from None
        line = getattr(error, "lineno", None)
        place = f" (line {line})" if line else ""
        raise ReadError(name, f"this is not well-formed XML{place}: {error}", slug="bad_xml") from None
    if getattr(root.getroottree().docinfo, "internalDTD", None) is not None or b"<!DOCTYPE" in content[:4096].upper():
        raise ReadError(name, f"the XML has a document type declaration, which {what} never has", slug="xml_doctype")
    return root


def legal(text: str) -> str:
    """Text that XML can hold; a line end is one character, as any reader would make it."""
    return ILLEGAL.sub(" ", text.replace("\r\n", "\n").replace("\r", "\n"))


_locals: dict[Any, str] = {}
"""Names seen so far: a project has tens of thousands of elements and a few dozen names."""


def local(element: Any) -> str:
    """An element's name without its namespace, which differs from program to program."""
    tag = element.tag
    try:
        return _locals[tag]
    except KeyError:
        return _locals.setdefault(tag, tag.rpartition("}")[2] if isinstance(tag, str) else "")


def children(element: Any, *names: str) -> Iterator[Any]:
    return (child for child in element if local(child) in names)


def child(element: Any, name: str) -> Any | None:
    for each in element:
        if local(each) == name:
            return each
    return None


def words_of(element: Any) -> str:
    """All text in an element, without blanks around; most have no elements in them."""
    return ("".join(element.itertext()) if len(element) else element.text or "").strip()
