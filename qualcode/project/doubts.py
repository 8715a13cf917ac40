"""A note under every report that prints or counts what people said, while it is not settled who of them asks."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from ..core.choices import Where
from ..core.table import Note, Report, Table
from .selection import documents

if TYPE_CHECKING:
    from .handle import Handle


def with_doubts(project: Handle, report: Report, where: Where) -> Report:
    """The report with the note, if a document of the selection is in doubt and nothing in the report says so yet."""
    from ..report.build.sample import unsure_note
    from ..report.wording import Words

    note = unsure_note(documents(project, where), Words(report.language))
    if not note or any(note in _said(block) for block in report.blocks):
        return report
    return replace(report, blocks=(*report.blocks, Note(note)), account=(*report.account, note))


def _said(block: object) -> tuple[str, ...]:
    return block.notes if isinstance(block, Table) else (block.text,) if isinstance(block, Note) else ()
