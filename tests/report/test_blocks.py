"""Every format writes every kind of block."""

from __future__ import annotations

from typing import get_args

import pytest

from qualcode.core.table import Block, PageBreak, Report
from qualcode.report import Options, render
from qualcode.report.figures import shares_figure
from qualcode.report.writers.blocks import METHODS
from tests.report.study import BOOK, SHARES
from tests.report.test_web import report

PAGES = ("text", "md", "latex", "html", "docx")


def test_every_kind_of_block_has_its_method() -> None:
    assert set(METHODS) == set(get_args(Block))


@pytest.mark.parametrize("format", PAGES)
def test_a_report_with_one_of_every_kind_is_written(format: str) -> None:
    blocks = (*report("word").blocks, PageBreak(), shares_figure(SHARES, (BOOK,), "en", kind="bars"))
    assert {type(block) for block in blocks} == set(get_args(Block))
    whole = render(Report("t", blocks), format, Options())
    assert len(whole) > len(render(Report("t", ()), format, Options()))
