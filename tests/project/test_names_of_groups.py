"""A group has one name in tables, figures and lists, and is meant by it wherever a person names a group."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.conftest import Run
from tests.study import conversation, study

pytestmark = pytest.mark.file_engine  # what is counted is computed above the store


@pytest.fixture
def municipalities(qualcode: Run, tmp_path: Path) -> Path:
    """Two informants in two municipalities, which have names of their own in cases.csv."""
    words = ("Tid er penge, og tid er der for lidt af.", "Ro er alt, og ro er der for lidt af.")
    with study(tmp_path, conversation("P1", ("X", words[0])), conversation("P2", ("X", words[1]))):
        (tmp_path / "cases.csv").write_text(
            "case,name,kind,members,part_of\nA,Lindsø Kommune,kommune,,\nB,Egeby Kommune,kommune,,\n"
            "P1,,informant,P1,A\nP2,,informant,P2,B\n", "utf-8",
        )  # fmt: skip
    assert qualcode("tag", "P1#1", "open:tid").code == 0
    assert qualcode("coder", "begin", "P2").code == 0
    return tmp_path


def test_tables_figures_and_lists_call_it_the_same(qualcode: Run, municipalities: Path) -> None:
    assert "Lindsø Kommune" in qualcode("shares", "open", "--by", "kommune", "--format", "md").out
    assert qualcode("plot", "bars", "open", "--by", "kommune", "-o", "bars.svg").code == 0
    assert "Lindsø Kommune" in (municipalities / "bars.svg").read_text("utf-8")
    words = qualcode("keyness", "A", "B", "--by", "kommune", "--min-informants", "1", "--format", "md")
    assert "Lindsø Kommune" in words.out, words.err
    assert (
        "Lindsø Kommune"
        in qualcode("shares", "open", "--by", "kommune", "--explain", "A", "open:tid", "--format", "md").out
    )


@pytest.mark.parametrize("name", ["A", "Lindsø Kommune"])
def test_a_group_is_meant_by_its_name_as_by_its_id(qualcode: Run, municipalities: Path, name: str) -> None:
    explained = qualcode("shares", "open", "--by", "kommune", "--explain", name, "open:tid")
    assert "open:tid" in explained.out or "tid" in explained.out, explained.err
    listed = qualcode("keyness", name, "B", "--by", "kommune", "--min-informants", "1", "--json")
    assert json.loads(listed.out)["groups"] == ["A", "B"], listed.err
    draft = municipalities / "draft.md"
    of = f'"{name}", by="kommune"'
    draft.write_text(f'{{{{ share("open:tid", {of}) }}}} and {{{{ number("words", {of}) }}}} words', "utf-8")
    filled = qualcode("fill", "draft.md", "-o", "filled.md")
    assert filled.code == 0, filled.err
    text = (municipalities / "filled.md").read_text("utf-8")
    assert "100" in text and "10" in text


def test_what_people_read_of_a_list_has_the_names_and_what_programs_read_the_ids(
    qualcode: Run, municipalities: Path
) -> None:
    settings = municipalities / "qualcode.toml"
    settings.write_text(
        settings.read_text("utf-8").replace("[labels]", '[labels]\nkommune = "Municipality"\n#'), "utf-8"
    )
    for command in (("list", "codes"), ("list", "words"), ("find", "tid", "--count")):
        read = qualcode(*command, "--by", "kommune", "--format", "md").out
        assert "| Municipality |" in read
        assert "| Lindsø Kommune |" in read
        rows = json.loads(qualcode(*command, "--by", "kommune", "--json").out)["rows"]
        assert {row.get("group", row.get("kommune")) for row in rows} <= {"A", "B"}
        assert "\nA\t" in qualcode(*command, "--by", "kommune").out
