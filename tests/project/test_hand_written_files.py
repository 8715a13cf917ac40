"""cases.csv, questions.yaml and qualcode.toml: read as written, with every mistake at once."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qualcode import settings
from qualcode.core.errors import ProblemsFound
from qualcode.core.languages import composed
from qualcode.core.model import Case, Member
from qualcode.project import Project, cases
from tests.cli.conftest import Run
from tests.study import ANNA, BO, study

NAMES = (
    st.text(st.characters(categories=["L", "N"], include_characters=" -'"), min_size=1, max_size=8)
    .map(str.strip)
    .map(composed)
)
NAME = NAMES.filter(bool)


@given(
    st.lists(
        st.tuples(
            NAME,
            st.dictionaries(NAME.map(lambda key: "a_" + " ".join(key.split())), NAME, max_size=3),
            st.one_of(st.none(), st.integers(0, 9)),
        ),
        max_size=5,
        unique_by=lambda row: row[0],
    )
)
def test_cases_written_and_read_are_the_same(rows: list[tuple[str, dict[str, str], int | None]]) -> None:
    keys = list(dict.fromkeys(key for _, attributes, _ in rows for key in attributes))
    before = tuple(
        Case(id, "", "informant", (Member(f"doc {at}"),), {key: attributes.get(key, "") for key in keys}, weight)
        for at, (id, attributes, weight) in enumerate(rows)
    )
    assert cases.parse(cases.dump(before)) == before


def test_a_spreadsheets_semicolons_and_decimal_commas_are_read() -> None:
    [case] = cases.parse("case;members;weight;rolle\nD1;D1:Anna; D2;1,5;direktør\n".replace("D1:Anna; D2", "D1:Anna"))
    assert (case.weight, case.members, case.attributes) == (1.5, (Member("D1", "Anna"),), {"rolle": "direktør"})


def test_every_mistake_in_cases_is_named_with_its_line() -> None:
    with pytest.raises(ProblemsFound) as caught:
        cases.parse("case,members,weight\nD1,D1,-1\nD1,D2,\nD3,D1,x\n")
    assert [(p.line, p.slug) for p in caught.value.problems] == [
        (2, "weight_negative"),
        (3, "cases_row"),
        (4, "cases_member"),
        (4, "weight_negative"),
    ]


def test_a_speaker_no_row_names_is_a_case_of_its_own(tmp_path: Path) -> None:
    project = study(tmp_path, ANNA, BO)
    assert [unit.case for unit in project.units("answer")] == ["D1", "D1", "M1", "M1"]


def test_a_case_is_set_listed_and_undone(qualcode: Run, tmp_path: Path) -> None:
    study(tmp_path, ANNA, BO).close()
    assert qualcode("case", "set", "D1", "role=director", "name=Anna", "--member", "D1:anna").code == 0
    [row] = json.loads(qualcode("case", "list", "--json").out)["rows"]
    assert (row["case"], row["role"], row["members"]) == ("D1", "director", "D1:anna")
    assert qualcode("case", "set", "D1", "--member", "D1:Hanna").code == 2
    qualcode("undo")
    assert json.loads(qualcode("case", "list", "--json").out)["rows"] == []


def test_attributes_come_in_from_a_spreadsheet(qualcode: Run, tmp_path: Path) -> None:
    import openpyxl

    study(tmp_path, ANNA, BO).close()
    book = openpyxl.Workbook()
    for row in (("case", "role", "years"), ("D1", "director", 6), ("M1", "manager", 2)):
        book.active.append(row)
    book.save(tmp_path / "people.xlsx")
    assert qualcode("case", "import", "people.xlsx").code == 0
    with Project.open(tmp_path) as project:
        assert [(c.id, dict(c.attributes)) for c in project.cases] == [
            ("D1", {"role": "director", "years": "6"}),
            ("M1", {"role": "manager", "years": "2"}),
        ]


def test_settings_as_init_writes_them_are_read_back(tmp_path: Path) -> None:
    written = settings.Settings(
        name='En "undersøgelse"\\', id="x", language="da", codebooks=("moore", "open"), interviewer=("I", "Å"),
        labels={"director": "Direktører", "år i stillingen": "År"},
    )  # fmt: skip
    path = tmp_path / "qualcode.toml"
    path.write_text(written.to_toml(), encoding="utf-8")
    assert settings.load(path) == written


def test_every_mistake_in_the_settings_is_named_at_once(tmp_path: Path) -> None:
    path = tmp_path / "qualcode.toml"
    path.write_text('langauge = "da"\nunit = "word"\ncodebooks = "moore"\n[reading]\nencodign = ""\n', encoding="utf-8")
    with pytest.raises(ProblemsFound) as caught:
        settings.load(path)
    said = str(caught.value)
    assert "did you mean 'language'?" in said
    assert "did you mean 'reading.encoding'?" in said
    assert "expected a list of texts" in said
    assert "expected one of answer, turn" in said


def test_a_broken_settings_file_stops_every_command_with_its_reason(qualcode: Run, tmp_path: Path) -> None:
    study(tmp_path, ANNA).close()
    (tmp_path / "qualcode.toml").write_text("name = unquoted", encoding="utf-8")
    ran = qualcode("status")
    assert (ran.code, ran.out) == (3, "")
    assert "not valid TOML" in ran.err


GUIDE = """\
questions:
  - id: "1"
    text: "Hvad er data godt for?"
    sub:
      - {id: "1a", text: "Hvem får mest ud af det?"}
  - id: "2"
    text: "Og hvem laver arbejdet?"
  - id: "3"
    text: "Hvad sker der om fem år?"
"""


def test_turns_are_matched_to_the_guide_and_put_right_by_hand(qualcode: Run, tmp_path: Path) -> None:
    study(tmp_path, ANNA).close()
    (tmp_path / "questions.yaml").write_text(GUIDE, encoding="utf-8")
    ran = qualcode("question", "match", "--json")
    assert ran.code == 0, ran.err
    [found] = json.loads(ran.out)["documents"]
    assert ([(m["turn"], m["question"]) for m in found["matches"]], found["skipped"]) == ([(1, "1"), (5, "2")], ["3"])
    assert qualcode("question", "at", "D1:3", "1a").code == 0
    with Project.open(tmp_path) as project:
        assert [unit.label for unit in project.units("answer")] == ["D1#1", "D1#1a", "D1#2"]
    qualcode("undo")
    with Project.open(tmp_path) as project:
        assert [unit.label for unit in project.units("answer")] == ["D1#1", "D1#2"]


def test_a_guide_comes_in_from_a_file(qualcode: Run, tmp_path: Path) -> None:
    study(tmp_path, ANNA).close()
    (tmp_path / "guide.md").write_text("1. Hvad er data godt for?\n2. Og hvem laver arbejdet?\n", encoding="utf-8")
    assert qualcode("question", "import", "guide.md").code == 0
    rows = json.loads(qualcode("question", "list", "--json").out)["rows"]
    assert [(row["id"], row["text"], row["answered"]) for row in rows] == [
        ("1", "Hvad er data godt for?", 1),
        ("2", "Og hvem laver arbejdet?", 1),
    ]
    assert qualcode("question", "import", "guide.md").code == 2, "a guide that is there is not written over"


def test_check_names_what_does_not_fit_together(qualcode: Run, tmp_path: Path) -> None:
    project = study(tmp_path, ANNA)
    project.tag("D1#1", "value.mission")
    project.close()
    (tmp_path / "cases.csv").write_text("case,members\nD1,D1:Hanne\nD2,D9\n", encoding="utf-8")
    frame = tmp_path / "codebooks" / "frame.yaml"
    frame.write_text(frame.read_text("utf-8").replace("id: mission", "id: purpose"), encoding="utf-8")
    ran = qualcode("check", "--json")
    assert ran.code == 1
    problems = {p["slug"]: p for p in json.loads(ran.out)["problems"]}
    assert "case_member" in problems
    assert "no codebook has the code of 1 coding" in problems["code_gone"]["message"]
    assert qualcode("tag", "D1#1", "value.purpose", "--weight", "0.5").code == 0
    ran = qualcode("codebook", "recode", "frame:value.mission", "value.purpose")
    assert ran.code == 0 and "weights" in ran.err, "what two codings do not share is named"
    with Project.open(tmp_path) as opened:
        assert [c.code for c in opened.codings()] == ["frame:value.purpose"]
