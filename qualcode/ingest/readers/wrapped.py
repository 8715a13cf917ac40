"""Pages and texts that a program wrapped up: a web page in one file (.mhtml, .webarchive), an e-mail (.eml).

What is inside is read by the reader of its kind; nothing else that the file holds is looked at, and nothing fetched.
"""

from __future__ import annotations

import codecs
import contextlib
import email.policy
import plistlib
import struct
from collections.abc import Iterator
from dataclasses import replace
from email.message import EmailMessage, MIMEPart
from email.parser import BytesParser
from email.utils import parsedate_to_datetime

from qualcode.core.errors import ReadError, the_first

from .blocks import Raw, ReaderOptions
from .html.reader import read as read_page
from .plain import read_text

_ERRORS = (ValueError, LookupError, TypeError, AttributeError, OverflowError, RecursionError, MemoryError, struct.error)
"""What damaged content makes the standard library's parsers raise, besides errors of their own (ValueErrors)."""


@contextlib.contextmanager
def _parsing(name: str, expected: str) -> Iterator[None]:
    try:
        yield
    except _ERRORS:
        raise ReadError(name, f"not {expected}, or a damaged one") from None


def read_mhtml(content: bytes, name: str, options: ReaderOptions) -> list[Raw]:
    """The page that Chrome, Edge or Word saved as a single file. Raises ReadError when there is none in it."""
    with _parsing(name, "a web page in one file (.mhtml)"):
        message = _message(content, name)
        pages = [part for part in message.walk() if part.get_content_type() == "text/html"]
        if not pages or not message.is_multipart():
            raise ValueError("no page")
        page, encoding = _bytes(pages[0]), pages[0].get_content_charset() or ""
        address = message.get("Snapshot-Content-Location") or pages[0].get("Content-Location") or ""
    return _page(page, name, options, encoding, str(address))


def read_webarchive(content: bytes, name: str, options: ReaderOptions) -> list[Raw]:
    """The page that Safari saved. Raises ReadError when there is none in it."""
    with _parsing(name, "a page as Safari saves it (.webarchive)"):
        main = plistlib.loads(content)["WebMainResource"]
        page, encoding = main["WebResourceData"], main.get("WebResourceTextEncodingName", "")
        if not isinstance(page, bytes):
            raise ValueError("no bytes")
    return _page(page, name, options, str(encoding), str(main.get("WebResourceURL", "")))


def _page(content: bytes, name: str, options: ReaderOptions, encoding: str, address: str) -> list[Raw]:
    if encoding and not options.encoding:
        with contextlib.suppress(LookupError, UnicodeError):  # then the page itself may say better
            content = content.decode(encoding).encode("utf-8")
            options = replace(options, encoding="utf-8")
    told = {"address": address} if address.startswith("http") else {}
    return [replace(raw, facts={**told, **raw.facts}) for raw in read_page(content, name, options)]


def read_mail(content: bytes, name: str, options: ReaderOptions) -> list[Raw]:
    """The words of an e-mail and its date; who wrote it, who may take part in the study, is not kept.

    Raises ReadError for what is none, or has no words.
    """
    with _parsing(name, "an e-mail (.eml)"):
        message = _message(content, name)
        if not any(header in message for header in ("From", "Date", "Subject", "MIME-Version")):
            raise ValueError("no sender, date or subject")
        date, title = _date(message), _header(message, "Subject")
        body = message.get_body(preferencelist=("plain", "html"))
        files = [part.get_filename() or part.get_content_type() for part in message.iter_attachments()]
    if body is None:
        raise ReadError(name, "no text in the e-mail", slug="empty_file")
    if body.get_content_type() == "text/html":
        whole = replace(options, extra={**options.extra, "whole_page": True, "quotations": True})
        raws = _page(_bytes(body), name, whole, body.get_content_charset() or "", "")
    else:
        raws = read_text(_bytes(body), name, replace(options, encoding=options.encoding or _charset(body)))
    left = (f"left out: attachments {len(files)} ({the_first(files, 4)})",) if files else ()
    facts = {"date": date} if date else {}
    return [
        replace(raw, facts=facts, title=title, media_type="message/rfc822", warnings=(*raw.warnings, *left))
        for raw in raws
    ]


def _message(content: bytes, name: str) -> EmailMessage:
    if not content:
        raise ReadError(name, "empty file", slug="empty_file")
    message = BytesParser(policy=email.policy.default).parsebytes(content)
    assert isinstance(message, EmailMessage)
    return message


def _bytes(part: MIMEPart) -> bytes:
    found = part.get_payload(decode=True)
    return found if isinstance(found, bytes) else b""


def _charset(part: MIMEPart) -> str | None:
    """The encoding that a part names; None for one that nobody knows."""
    with contextlib.suppress(LookupError):
        return codecs.lookup(part.get_content_charset() or "").name
    return None


def _date(message: EmailMessage) -> str:
    date = _header(message, "Date")
    with contextlib.suppress(ValueError):  # then as it is written
        date = parsedate_to_datetime(date).date().isoformat()
    return date


def _header(message: EmailMessage, name: str) -> str:
    return " ".join(str(message.get(name, "")).split())
