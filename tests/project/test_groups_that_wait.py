"""A group of which nobody has begun any document keeps its row: a dash and 0/0, never a zero and never nothing."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from qualcode.core.choices import Where
from tests.cli.conftest import Run
from tests.study import conversation, study

pytestmark = pytest.mark.file_engine  # what is counted is computed above the store

ASK = (("I", "Hvad?", "1"), ("X", "Data er godt."), ("I", "Hvem?", "2"), ("X", "Os alle."))


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """The leader's interview is coded; that of the nurse and that of somebody without a role are not begun."""
    with study(tmp_path, *(conversation(id, *ASK) for id in ("A", "B", "C"))) as project:
        rows = "K,kommune,,\nA,informant,A,leder\nB,informant,B,sygeplejerske\nC,informant,C,\n"
        (tmp_path / "cases.csv").write_text(
            "case,kind,members,rolle,part_of\n"
            + "".join(f"{row},{'K' if row[0] in 'BC' else ''}\n" for row in rows.splitlines()), "utf-8",
        )  # fmt: skip
        project.forget_files()
        project.tag("A#1", "frame:value")
    return tmp_path


def told(qualcode: Run, *argv: str) -> dict[str, Any]:
    ran = qualcode(*argv, "--json")
    assert ran.code == 0, ran.err
    return dict(json.loads(ran.out))


def test_shares(qualcode: Run, place: Path) -> None:
    found = told(qualcode, "shares", "value", "--by", "rolle")
    assert [(r["group"], r["numerator"], r["denominator"], r["share"]) for r in found["rows"]] == [
        ("leder", 1, 2, 0.5), ("sygeplejerske", 0, 0, None), ("–", 0, 0, None),
    ]  # fmt: skip
    assert [(group["group"], group["units"]) for group in found["groups"]] == [
        ("leder", 2), ("sygeplejerske", 0), ("–", 0),
    ]  # fmt: skip
    assert len(qualcode("shares", "value", "--by", "rolle").out.splitlines()) == 4
    assert "| – | 0/0 |" in qualcode("shares", "value", "--by", "rolle", "-o", "-", "--format", "md").out


def test_the_begun_part_of_a_selection_is_as_it_was(qualcode: Run, place: Path) -> None:
    rows = told(qualcode, "shares", "value", "--by", "rolle", "--document", "A")["rows"]
    assert [row["group"] for row in rows] == ["leder"]
    rows = told(qualcode, "shares", "value", "--by", "rolle", "--base", "material")["rows"]
    assert [(r["group"], r["denominator"]) for r in rows] == [("leder", 2), ("sygeplejerske", 2), ("–", 2)]


def test_a_test_between_groups_leaves_out_those_that_wait(qualcode: Run, place: Path) -> None:
    assert qualcode("shares", "value", "--by", "rolle", "--test", "permutation").code == 0


def test_crosstab(qualcode: Run, place: Path) -> None:
    found = told(qualcode, "crosstab", "value", "--by", "rolle")
    assert [(r["column"], r["count"], r["column_share"]) for r in found["rows"]] == [
        ("leder", 1, 0.5), ("sygeplejerske", None, None), ("–", None, None),
    ]  # fmt: skip
    shown = qualcode("crosstab", "value", "--by", "rolle", "-o", "-", "--format", "md").out
    assert "| Value | 1 | 50% | – | – | – | – | 1 |" in shown


@pytest.mark.parametrize("by", ["", "rolle"])
def test_matrix(qualcode: Run, place: Path, by: str) -> None:
    found = told(qualcode, "matrix", "value", *(("--by", by) if by else ()))
    cells = [(r["case"], r["units"]) for r in found["rows"]]
    if by:
        assert cells == [("leder", 1), ("sygeplejerske", None), ("–", None)]
    else:
        assert sorted(cells, key=str) == [("A", 1), ("B", None), ("C", None), ("K", None)]
    assert "Not in the table" not in qualcode("matrix", "value", "-o", "-", "--format", "md").out


@pytest.mark.parametrize("name", ["shares", "bars", "heatmap"])
def test_figures(qualcode: Run, place: Path, name: str) -> None:
    ran = qualcode("plot", name, "--by", "rolle", "-o", "f.svg")
    assert ran.code == 0, ran.err
    drawn = (place / "f.svg").read_text("utf-8")
    assert "sygeplejerske" in drawn


def test_the_page_and_a_field(qualcode: Run, place: Path) -> None:
    file = place / "qualcode.toml"
    file.write_text('by = "rolle"\n' + file.read_text("utf-8").replace("\nby =", "\n# by ="), "utf-8")
    assert qualcode("export", "s.html", "--allow-identifiable").code == 0
    assert "0/0" in (place / "s.html").read_text("utf-8")
    (place / "d.md").write_text('{{ share("value", group="sygeplejerske", by="rolle") }}', "utf-8")
    assert qualcode("fill", "d.md", "-o", "o.md").code == 0
    assert "-->–<!--" in (place / "o.md").read_text("utf-8")
    (place / "d.md").write_text('{{ number("answers", group="sygeplejerske") }}', "utf-8")
    assert qualcode("fill", "d.md", "-o", "o.md", "--force").code == 0
    assert "-->0<!--" in (place / "o.md").read_text("utf-8")
    assert told(qualcode, "shares", "--explain", "sygeplejerske", "value")["units"] == []


@pytest.mark.parametrize("name", ["triangle", "diamond"])
def test_a_frames_own_drawing(qualcode: Run, tmp_path: Path, name: str) -> None:
    book = {"triangle": "moore", "diamond": "leavitt"}[name]
    with study(tmp_path, *(conversation(id, *ASK) for id in ("A", "B"))) as project:
        (tmp_path / "cases.csv").write_text("case,members,rolle\nA,A,leder\nB,B,andre\n", "utf-8")
        project.forget_files()
    assert qualcode("codebook", "use", book).code == 0
    assert qualcode("tag", "A#1", f"{book}:{'value' if book == 'moore' else 'tasks'}").code == 0
    ran = qualcode("plot", "shares", book, "--by", "rolle", "-o", "f.svg")
    assert ran.code == 0, ran.err
    assert "andre" in (tmp_path / "f.svg").read_text("utf-8")


def test_a_document_that_answers_nothing_of_the_question_keeps_its_place_in_every_table(tmp_path: Path) -> None:
    asked = conversation("A", ("I", "Hvad?", "1"), ("Anna", "Jeg underviser."))
    other = conversation("B", ("I", "Hvem?", "2"), ("Bo", "Kolleger."))
    with study(tmp_path, asked, other) as project:
        guide = 'questions:\n  - {id: "1", text: "Hvad?"}\n  - {id: "2", text: "Hvem?"}\n'
        (project.root / "questions.yaml").write_text(guide, "utf-8")
        project.forget_files()
        project.tag("A#1", "value", coder="ana")
        project.tag("B#2", "value", coder="ana")
        where = Where(questions=("1",))
        shares = project.shares("frame", by="document", where=where)
        crosstab = project.crosstab("frame", by="document", where=where)
        assert [(group.group, group.units, group.not_asked) for group in shares.groups] == [("A", 1, 0), ("B", 0, 1)]
        assert crosstab.columns == ("A", "B")
        assert [crosstab.cell("frame:value", name).count for name in crosstab.columns] == [1, None]
