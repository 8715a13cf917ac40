"""The printed codebook as a report; its blocks are made where codebooks are known."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from ...core.table import Block, Contents, Heading, Report
from ..wording import Words


def codebook_report(
    blocks: Sequence[Block],
    *,
    language: str = "en",
    title: str = "",
    data: Mapping[str, Any] | None = None,
    contents: bool = False,
    created: str = "",
) -> Report:
    """Printed codebooks under one title; with `contents` a list of their headings comes first."""
    words = Words(language)
    listed: tuple[Block, ...] = (Contents(words("contents"), 2),) if contents else ()
    plain = {"format": "qualcode/codebook/1", "codes": [b.text for b in blocks if isinstance(b, Heading)]}
    return Report(title or words("codebook.title"), (*listed, *blocks), language, "codebook", data or plain, created)
