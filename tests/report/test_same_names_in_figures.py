"""Two codes of one name in two branches are told apart in every figure, as they are in tables."""

from __future__ import annotations

from pathlib import Path

import pytest

from qualcode.cli import context, main
from tests.study import ANNA, BO, study

FRAME = """\
id: food
title: Food
codes:
  - {id: fruit, name: Fruit, codes: [{id: red, name: Red}, {id: green, name: Green}]}
  - {id: veg, name: Vegetables, codes: [{id: red, name: Red}]}
"""


@pytest.mark.parametrize("name", ["shares", "bars", "heatmap", "cooccurrence", "map"])
def test_each_says_its_branch(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    with study(tmp_path, ANNA, BO, frame=FRAME) as project:
        for place, codes in (("D1:2", ("food:fruit.red", "food:veg.red")), ("M1:2", ("food:fruit.red",))):
            project.tag(place, *codes)
    monkeypatch.chdir(tmp_path)
    context.folder = ""
    level = ("--level", "2") if name != "map" else ()
    assert main(["plot", name, "food", "-o", "figure.svg", *level]) == 0
    drawn = (tmp_path / "figure.svg").read_text("utf-8")
    assert "(Fruit)" in drawn and "(Vegetables)" in drawn
    assert "Green (" not in drawn, "a name that stands once needs none"
