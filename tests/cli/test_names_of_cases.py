"""A case is called by its id or by its name, in every command that takes one."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from .conftest import Run

TALK = "I: Hvad er data?\n\n{name}: Tal om os selv, vores borgere.\n\nI: Og mere?\n\n{name}: Nej.\n"
CASES = """\
case,name,kind,members,weight,part_of,role
K1,Køge Kommune,municipality,,,,
P01,Kari N,informant,D1,,K1,leder
P02,Ola B,informant,D2,,,ansat
P03,Ola B,informant,D3,,,ansat
"""


@pytest.fixture
def place(qualcode: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Three interviews; P01 alone is called Kari N, P02 and P03 are both called Ola B."""
    qualcode("init", str(tmp_path / "p"), "--lang", "en", "--coder", "kim")
    monkeypatch.chdir(tmp_path / "p")
    for number, name in enumerate(("Kari", "Ola", "Ole"), start=1):
        Path(f"D{number}.txt").write_text(TALK.format(name=name), encoding="utf-8")
    assert qualcode("add", "D1.txt", "D2.txt", "D3.txt", "--interviewer", "I").code == 0
    Path("cases.csv").write_text(CASES, encoding="utf-8")
    qualcode("codebook", "use", "moore")
    assert qualcode("tag", "D1:2", "moore:capacity").code == qualcode("tag", "D2:2", "moore:value").code == 0
    return tmp_path / "p"


WAYS = [
    ("find", "borgere", "--case", "{}"),
    ("find", "borgere", "--where", "case={}"),
    ("find", "--code", "capacity", "--case", "{}"),
    ("crosstab", "moore", "--by", "case", "--explain", "{}", "moore:capacity"),
    ("matrix", "moore", "--explain", "{}", "moore:capacity"),
    ("shares", "moore", "--by", "case", "--explain", "{}", "moore:capacity"),
    ("shares", "moore", "--by", "role", "--case", "{}"),
    ("list", "uncoded", "--case", "{}"),
    ("list", "words", "--case", "{}"),
    ("case", "show", "{}"),
]


@pytest.mark.parametrize("way", WAYS)
def test_the_name_of_a_case_gives_what_its_id_gives(way: tuple[str, ...], qualcode: Run, place: Path) -> None:
    by_id, by_name, in_capitals = (
        qualcode(*(word.format(name) for word in way)) for name in ("P01", "Kari N", "KARI N")
    )
    assert by_id.code == 0 and by_id.out
    assert (by_name.code, by_name.out) == (in_capitals.code, in_capitals.out) == (0, by_id.out)


@pytest.mark.parametrize("way", WAYS)
def test_a_name_of_several_cases_is_refused_with_their_ids(way: tuple[str, ...], qualcode: Run, place: Path) -> None:
    refused = qualcode(*(word.format("Ola B") for word in way))
    assert refused.code == 2 and "ambiguous_name: 'Ola B' may mean P02, P03" in refused.err


def test_a_name_that_no_case_has_is_refused_with_the_nearest(qualcode: Run, place: Path) -> None:
    refused = qualcode("find", "borgere", "--case", "Kari M")
    assert refused.code == 2 and "did you mean 'Kari N'?" in refused.err
    assert "unknown_value" in qualcode("find", "borgere", "--where", "role=LEDER").err


def test_a_case_that_holds_others_is_called_by_its_name(qualcode: Run, place: Path) -> None:
    found = qualcode("find", "borgere", "--where", "municipality=Køge Kommune").out
    assert found and found == qualcode("find", "borgere", "--where", "municipality=K1").out
    behind = qualcode("matrix", "moore", "--by", "municipality", "--explain", "Køge Kommune", "moore:capacity").out
    assert "D1@" in behind


def test_changing_a_case_by_its_name_makes_no_second_one(qualcode: Run, place: Path) -> None:
    assert "P01: role = chef" in qualcode("case", "set", "Kari N", "role=chef").err
    assert qualcode("case", "set", "P02", "part_of=Køge Kommune").code == 0
    assert "ambiguous_name" in qualcode("case", "set", "Ola B", "role=chef").err
    assert qualcode("memo", "Kari N", "om hende").code == qualcode("memo", "cell Kari N moore:value", "x").code == 0
    assert qualcode("case", "rename", "Kari N", "P99").code == 0
    with Path("cases.csv").open(encoding="utf-8", newline="") as stream:
        rows = {row["case"]: (row["part_of"], row["role"]) for row in csv.DictReader(stream)}
    assert rows == {"K1": ("", ""), "P99": ("K1", "chef"), "P02": ("K1", "ansat"), "P03": ("", "ansat")}
    memos = qualcode("memo").out
    assert "case P99" in memos and "cell P99 moore:value" in memos
