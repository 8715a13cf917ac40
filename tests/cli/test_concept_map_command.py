"""`plot map` writes a concept map of codebooks, without any document."""

from __future__ import annotations

from pathlib import Path

import networkx

from ..spread import BOOK
from .conftest import Run


def test_the_command_draws_a_codebook_that_codes_nothing_yet(qualcode: Run) -> None:
    assert qualcode("init", ".").code == 0
    Path("codebooks").mkdir(exist_ok=True)
    Path("codebooks/spread.yaml").write_text(BOOK, "utf-8")
    assert qualcode("plot", "map", "spread", "-o", "map.svg").code == 0
    assert ">leads to</text>" in Path("map.svg").read_text("utf-8")
    assert qualcode("plot", "map", "spread", "-o", "map.graphml").code == 0
    assert len(networkx.read_graphml("map.graphml")) == 5
    assert qualcode("plot", "map", "spread:network", "-o", "part.graphml").code == 0
    assert set(networkx.read_graphml("part.graphml")) == {"spread:network", "spread:network.meeting", "spread:interest"}
    assert qualcode("plot", "map", "nothing", "-o", "none.svg").code == 2
    assert not Path("none.svg").exists()
