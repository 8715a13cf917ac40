"""What a drawing counts is what it shows, however many codes a unit carries."""

from __future__ import annotations

from pathlib import Path

from qualcode.project import Project
from qualcode.project.figures import shares_figure, together
from qualcode.project.results import ShareRequest
from tests.cli.conftest import Run
from tests.study import ANNA, BO, study


def test_only_sets_that_a_drawing_shows_are_counted(qualcode: Run, tmp_path: Path) -> None:
    """One answer carries the three corners and twelve codes more: 2^15 subsets, of which a triangle shows four."""
    study(tmp_path, ANNA, BO).close()
    assert qualcode("codebook", "use", "moore").code == 0
    more = [f"open:idea-{number}" for number in range(12)]
    corners = ["moore:value", "moore:support", "moore:capacity"]
    tagged = qualcode("tag", "D1:2", *corners, *more)
    assert tagged.code == 0, tagged.err
    with Project.open(tmp_path) as project:
        request = ShareRequest(categories=(*corners, *more), by="-")
        counted = together(project, request)["all"]
        drawing = shares_figure(project, ShareRequest(categories=tuple(corners), by="-"))
    of_the_frame = {codes: count for codes, count in counted.items() if "moore:value" in codes}
    pairs = [frozenset(("moore:value", other)) for other in corners[1:]]
    assert of_the_frame == dict.fromkeys((frozenset(corners), *pairs), 1)
    assert len(counted) < 40
    assert drawing.kind == "triangle"
    panel = drawing.data["panels"][0]
    assert panel["all"] == 1 and [edge["count"] for edge in panel["edges"]] == [1, 1, 1]
