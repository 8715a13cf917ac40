"""Word: a document a supervisor can read and a student can paste from.

Real styles, tables by APA 7 with captions that count, headers that repeat, wide tables on their
own turned page, a table of contents, the language set. The document is joined from prepared
text and zipped without a clock: the same report gives the same bytes.
"""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from ....core.table import Contents, Report
from .body import Body
from .fragments import escape
from .package import own
from .styles import TAGS
from .template import from_template

if TYPE_CHECKING:
    from ... import Options

__all__ = ["language_of", "write"]


def write(report: Report, stream: BinaryIO, options: Options) -> None:
    """Write a report as a Word document; ReadError when the template cannot be used."""
    template = options.template
    package = from_template(template) if template is not None else own(report.language)
    document = Body(report, package, options).xml().encode()
    contents = any(isinstance(block, Contents) for block in report.blocks)
    package.save(stream, document, _properties(report), contents)


def language_of(template: Path) -> str | None:
    """The language of a person's own document, if reports are written in it: da, nb, sv or en."""
    styles = from_template(template).parts.get("word/styles.xml", b"")
    found = re.search(rb'<w:rPrDefault>.*?<w:lang[^>]*w:val="([A-Za-z]+)', styles, re.DOTALL)
    if found is None:
        return None
    short = found[1].decode().lower()
    short = "nb" if short in ("no", "nn") else short
    return short if short in TAGS else None


def _properties(report: Report) -> str:
    """Title, author, language and date; the date is the study's or SOURCE_DATE_EPOCH, never now."""
    moment = _moment(report.created)
    dates = "".join(
        f'<dcterms:{name} xsi:type="dcterms:W3CDTF">{moment}</dcterms:{name}>' for name in ("created", "modified")
    )
    return (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<cp:coreProperties '
        'xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" '
        'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
        f"<dc:title>{escape(report.title)}</dc:title><dc:creator>{escape(report.author)}</dc:creator>"
        f"<dc:language>{TAGS[report.language]}</dc:language>{dates if moment else ''}</cp:coreProperties>"
    )


def _moment(created: str) -> str:
    if re.fullmatch(r"\d{4}-\d{2}-\d{2}", created):
        return f"{created}T00:00:00Z"
    if re.fullmatch(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2})?(\.\d+)?(Z|[+-]\d{2}:\d{2})?", created):
        return f"{created[:16]}:00Z"
    epoch = os.environ.get("SOURCE_DATE_EPOCH", "")
    if epoch.isdigit():
        from datetime import UTC, datetime

        return datetime.fromtimestamp(int(epoch), UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    return ""
