"""One report of what is counted for several frames: a block for each, headed by its name."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from ...core.results.common import Later
from ...core.table import Block, Heading, Note, Report, Table
from ..wording import Words


def by_frame(parts: Sequence[tuple[str, str, Report]], unused: Sequence[str], language: str) -> Report:
    """The reports of single frames as one; `parts` are (id and title of the frame, its report).

    Frames of which nothing is coded in the selection are named in `unused`, not printed as zeros. The
    rows of machine formats stand under one another, each with its code's full name.
    """
    words = Words(language)
    first = parts[0][2]
    blocks: list[Block] = []
    for id, title, report in parts:
        if len(parts) > 1:
            blocks.append(Heading(title, 2))
        blocks += [named(block, id, title) if len(parts) > 1 else block for block in report.blocks]
    left = (words("frames.unused", frames=list(unused)),) if unused else ()
    blocks += map(Note, left)

    def made() -> dict[str, Any]:
        data = {**first.data, "frames_without_codings": list(unused)} if unused else dict(first.data)
        if len(parts) > 1:
            data["frames"] = [dict(report.data) for *_, report in parts]
            data["rows"] = [row for *_, report in parts for row in report.data["rows"]]
        return data

    data = Later(made)
    account = (*dict.fromkeys(sentence for *_, report in parts for sentence in report.account), *left)
    if len(parts) == 1:
        return replace(first, blocks=tuple(blocks), data=data, account=account)
    flats = [report.flat[0] for *_, report in parts if report.flat]
    same = len({tuple(column.key for column in flat.columns) for flat in flats}) == 1
    flat = (replace(flats[0], rows=tuple(row for one in flats for row in one.rows)),) if flats and same else first.flat
    return replace(first, blocks=tuple(blocks), data=data, flat=flat, account=account)


def named(block: Block, id: str, title: str) -> Block:
    """A table whose caption says which frame it is of, so that it can stand alone in a thesis."""
    if not isinstance(block, Table):
        return block
    return replace(block, caption=f"{block.caption} ({title})", name=f"{block.name}-{id}")
