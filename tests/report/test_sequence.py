"""A sequence by actor: the order is what the codebook says, the lanes are who takes the steps."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qualcode.codebook import loads
from qualcode.core.errors import UsageError
from qualcode.report.figures import draw, sequence_figure
from tests.cli.conftest import Run, qualcode  # noqa: F401
from tests.study import conversation, study

BOOK = """\
id: twice
title: {en: "Anchored twice", nb: "Forankret to ganger"}
kind: inductive
links:
  - {from: leaders.define, kind: leads to, to: council.anchor}
  - {from: council.anchor, kind: leads to, to: staff.take-part}
  - {from: staff.take-part, kind: leads to, to: council.again}
  - {from: council.again, kind: leads to, to: leaders.carry-out}
codes:
  - id: leaders
    name: {en: "Administrative leaders"}
    codes:
      - {id: define, name: {en: "define"}}
      - {id: carry-out, name: {en: "carry out"}}
  - id: council
    name: {en: "Political leaders"}
    codes:
      - {id: anchor, name: {en: "anchor"}}
      - {id: again, name: {en: "anchor again"}}
  - id: staff
    name: {en: "Staff"}
    codes:
      - {id: take-part, name: {en: "take part"}}
"""


def steps(data: object) -> list[tuple[str, int, int]]:
    return [(box["label"], box["lane"], box["column"]) for box in data["boxes"]]  # type: ignore[index]


def test_steps_stand_in_the_order_of_the_links_in_the_lanes_of_their_categories() -> None:
    figure = sequence_figure([loads(BOOK)])
    assert figure.data["lanes"] == ["Administrative leaders", "Political leaders", "Staff"]
    assert steps(figure.data) == [
        ("define", 0, 0), ("anchor", 1, 1), ("take part", 2, 2), ("anchor again", 1, 3), ("carry out", 0, 4),
    ]  # fmt: skip
    assert [(arrow["from"], arrow["to"]) for arrow in figure.data["arrows"]] == [
        ([0, 0], [1, 1]), ([1, 1], [2, 2]), ([2, 2], [3, 1]), ([3, 1], [4, 0]),
    ]  # fmt: skip
    assert "Political leaders: anchor again" in figure.alt


def test_without_links_the_codebook_is_the_order() -> None:
    book = loads(BOOK[: BOOK.index("links:")] + BOOK[BOOK.index("codes:") :])
    assert [label for label, _, _ in steps(sequence_figure([book]).data)] == [
        "define", "carry out", "anchor", "anchor again", "take part",
    ]  # fmt: skip


def test_by_who_has_them() -> None:
    counts = {
        "director": {"twice:leaders.define": 3, "twice:council.anchor": 1},
        "manager": {"twice:council.anchor": 4},
    }
    data = sequence_figure([loads(BOOK)], counts=counts, lane_names={"director": "Directors"}).data
    assert data["lanes"] == ["Directors", "manager"]
    assert steps(data) == [("define", 0, 0), ("anchor", 0, 1), ("anchor", 1, 1)]
    assert data["arrows"][0]["to"] == [1, 1], "the arrow leads to those who have it most"


@pytest.mark.parametrize("width", [6, 8, 16, 30])
@pytest.mark.parametrize("language", ["da", "nb", "sv", "en"])
def test_it_is_drawn_at_every_width_with_every_step_on_it(width: float, language: str) -> None:
    figure = sequence_figure([loads(BOOK)], language=language)
    svg = draw(figure, language, width=width).decode()
    assert svg == draw(figure, language, width=width).decode()
    for word in ("define", "again", "part"):
        assert word in svg


def test_a_flat_codebook_has_no_actors() -> None:
    flat = "id: flat\ntitle: Flat\nkind: inductive\ncodes:\n  - {id: a, name: A}\n  - {id: b, name: B}\n"
    with pytest.raises(UsageError) as caught:
        sequence_figure([loads(flat)])
    assert caught.value.slug == "nothing_to_draw"


NAMES = [f"{who}.{what}" for who in "abc" for what in "xyz"]


@given(st.lists(st.tuples(st.sampled_from(NAMES), st.sampled_from(NAMES)).filter(lambda p: p[0] != p[1]), max_size=12))
def test_circles_and_branches_end_and_lose_no_step(links: list[tuple[str, str]]) -> None:
    text = "id: t\ntitle: T\nkind: inductive\n"
    if links:
        text += "links:\n" + "".join(f"  - {{from: {a}, kind: leads to, to: {b}}}\n" for a, b in dict.fromkeys(links))
    text += "codes:\n" + "".join(
        f"  - id: {who}\n    name: {who}\n    codes:\n" + "".join(f"      - {{id: {x}, name: {x}}}\n" for x in "xyz")
        for who in "abc"
    )
    data = sequence_figure([loads(text)]).data
    assert len(data["boxes"]) == 9
    assert min(box["column"] for box in data["boxes"]) == 0


def test_the_command(qualcode: Run, tmp_path: object) -> None:  # noqa: F811
    from pathlib import Path

    root = Path(str(tmp_path)) / "s"
    made = study(root, conversation("D1", ("I", "Who?"), ("A", "I do.")))
    (root / "codebooks" / "twice.yaml").write_text(BOOK, encoding="utf-8")
    made.close()
    assert qualcode("-C", str(root), "plot", "sequence", "twice", "-o", "f.svg").code == 0
    assert "anchor again" in Path("f.svg").read_text("utf-8")
    assert qualcode("-C", str(root), "tag", "D1:2", "twice:staff.take-part").code == 0
    assert qualcode("-C", str(root), "plot", "sequence", "twice", "--by", "document", "-o", "g.svg").code == 0
    drawn = Path("g.svg").read_text("utf-8")
    assert "take part" in drawn and "define" not in drawn
    assert qualcode("-C", str(root), "plot", "sequence", "frame:support", "-o", "h.svg").code == 2
    assert not Path("h.svg").exists()
