"""Word: a document a supervisor can read and a student can paste from.

Real styles, tables by APA 7 with captions that count, headers that repeat, wide tables on their
own turned page, a table of contents, the language set. Built with python-docx; only the rows of tables
and transcripts are joined as prepared text. No clock gets in: the same report gives the same bytes.
"""

from __future__ import annotations

import os
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from ....core.languages import written
from ....core.table import Contents, Report

if TYPE_CHECKING:
    from ... import Options

__all__ = ["language_of", "write"]


def write(report: Report, stream: BinaryIO, options: Options) -> None:
    """Write a report as a Word document; ReadError when the template cannot be used."""
    from .body import Body
    from .document import from_template, own

    target = own(report.language) if options.template is None else from_template(options.template)
    target.describe(report.title, report.author, report.language, _moment(report.created))
    if any(isinstance(block, Contents) for block in report.blocks):
        target.turn_fields_on()
    Body(report, target, options).write()
    target.save(stream)


def language_of(template: Path) -> str | None:
    """The language of a person's own document, if reports are written in it: da, nb, sv or en."""
    from .document import from_template
    from .styles import TAGS, w

    for found in from_template(template).document.styles.element.iterfind(f"{w}docDefaults//{w}lang"):
        short = written(found.get(f"{w}val", ""))
        return short if short in TAGS else None
    return None


def _moment(created: str) -> datetime | None:
    """When the document was made: the study's date or SOURCE_DATE_EPOCH, never now."""
    try:
        return datetime.fromisoformat(created[:16])
    except ValueError:
        epoch = os.environ.get("SOURCE_DATE_EPOCH", "")
        return datetime.fromtimestamp(int(epoch), UTC) if epoch.isdigit() else None
