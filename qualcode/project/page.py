"""The coded study as one HTML page: its material and codings, and the table and drawing of each frame."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from ..core.choices import Where
from ..core.table import Block, Heading, Note
from . import figures, reports, selection
from .counts import uncounted
from .layers import layer, layer_or_people, people
from .names import coder_names, title
from .results import ShareRequest, used_frames
from .selected import natural_unit

if TYPE_CHECKING:
    from .handle import Handle


def study_page(project: Handle, where: Where | None = None, *, language: str = "", text: bool = True) -> bytes:
    """The coded study as one HTML file; whether its text may be written is the caller's to ask.

    Everybody's own codings stand in it, and those of the layer that is counted. What the consensus repeats
    and what rules and models propose is shown only where its coder is asked for.
    """
    from ..report.page import study_page as page
    from ..report.wording import Words

    where, language = where or Where(), language or project.settings.language
    coder = where.coders[0] if len(where.coders) == 1 else ""
    shown = where.coders or tuple(dict.fromkeys([*people(project), *layer_or_people(project)]))
    words = Words(language)
    left = {} if where.coders else uncounted(project, shown)
    names = coder_names(project, language)
    parts = [f"{words('count.codings', n=number)} ({names[one]})" for one, number in left.items()]
    return page(
        selection.bundle(project, replace(where, coders=shown)), language=language,
        blocks=_results(project, replace(where, coders=(), codes=()), coder, language),
        notes=[words("account.beside", parts=words.listed(parts))] if parts else [],
        no_text=not text, allow_identifiable=True, unit_of=lambda document: natural_unit(project, document),
    )  # fmt: skip


def _results(project: Handle, where: Where, coder: str, language: str) -> list[Block]:
    """The share table and the drawing of each frame, headed by its name where there are several."""
    from ..report.build.frames import named
    from ..report.wording import Words

    request = ShareRequest(coder=coder, where=where)
    if not reports.has_begun(project, layer(project, coder)):
        return []
    requests, unused = used_frames(project, request)
    blocks: list[Block] = []
    for book, one in requests.items():
        name = title(project, book, language)
        whole = figures.whole_frame(project, request, book, one)
        if len(requests) > 1:
            blocks.append(Heading(name, 2))
        found = reports.shares(project, one, language=language).blocks
        blocks += [named(block, book, name) for block in found] if len(requests) > 1 else found
        drawn = figures.shares_figure(project, whole, language=language)
        blocks.append(replace(drawn, name=f"figure-shares-{book}"))
    if unused:
        names = [title(project, book, language) for book in unused]
        blocks.append(Note(Words(language)("frames.unused", frames=names)))
    return blocks
