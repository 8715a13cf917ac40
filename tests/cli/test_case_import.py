"""`case import`: tables of informants as people have them."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from .conftest import Run

TALK = "I: Hvad er data?\n\n{name}: Tal om os selv, nummer {number}.\n\nI: Og hvad mere?\n\n{name}: Meget mere.\n"


@pytest.fixture
def place(qualcode: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Two interviews, D1 with Anna and D2 with Bo."""
    qualcode("init", str(tmp_path / "p"), "--lang", "da", "--coder", "kim")
    monkeypatch.chdir(tmp_path / "p")
    for number, name in enumerate(("Anna", "Bo"), start=1):
        Path(f"D{number}.txt").write_text(TALK.format(name=name, number=number), encoding="utf-8")
    assert qualcode("add", "D1.txt", "D2.txt", "--interviewer", "I").code == 0
    return tmp_path / "p"


def rows() -> dict[str, tuple[str, str]]:
    """Each case with its members and its role."""
    with Path("cases.csv").open(encoding="utf-8", newline="") as stream:
        return {row["case"]: (row["members"], row.get("Rolle", "")) for row in csv.DictReader(stream)}


@pytest.mark.parametrize(
    ("table", "expected"),
    [
        ("Dokument;Rolle\nD1.docx;leder\nD2.txt;ansat\n", {"D1": ("D1", "leder"), "D2": ("D2", "ansat")}),
        ("Informant;Interview;Rolle\nA;D1;leder\nB;D2;ansat\n", {"A": ("D1", "leder"), "B": ("D2", "ansat")}),
        ("Person;Transskription;Rolle\nA;D1;leder\nB;D2;ansat\n", {"A": ("D1", "leder"), "B": ("D2", "ansat")}),
        ("Rolle;Fil\nleder;D1.txt\nleder;D2.txt\n", {"D1": ("D1", "leder"), "D2": ("D2", "leder")}),
        ("Informant;Rolle\nAnna;leder\nbo;ansat\n", {"Anna": ("D1:Anna", "leder"), "bo": ("D2:Bo", "ansat")}),
        ("Case;Medlemmer;Rolle\nByen;D1, D2.txt;\n", {"Byen": ("D1; D2", "")}),
        (
            "Tabel 1: Informanter;;\n;;\nInformant;Fil;Rolle\nA;D1;leder\nB;D2;ansat\n",
            {"A": ("D1", "leder"), "B": ("D2", "ansat")},
        ),
        ("Informanter;\n\nFilnavn;Rolle\nD1.txt;leder\nD2;ansat\n", {"D1": ("D1", "leder"), "D2": ("D2", "ansat")}),
        ("Oversikt\nTranscript\tRolle\nD1\tleder\nD2\tansat\n", {"D1": ("D1", "leder"), "D2": ("D2", "ansat")}),
        (
            "Tabel 1, alle\nPerson;Udskrift;Rolle\nA;D1;leder\nB;D2;ansat\n",
            {"A": ("D1", "leder"), "B": ("D2", "ansat")},
        ),
        ('Alle\nDokument,Rolle\nD1,"leder; chef"\nD2,ansat\n', {"D1": ("D1", "leder; chef"), "D2": ("D2", "ansat")}),
    ],
)
def test_where_a_case_speaks_is_found_in_its_table(
    table: str, expected: dict[str, tuple[str, str]], qualcode: Run, place: Path
) -> None:
    Path("t.csv").write_text(table, encoding="utf-8")
    said = qualcode("case", "import", "t.csv")
    assert said.code == 0 and "no document that is here" not in said.err
    assert rows() == expected


def test_a_case_that_speaks_nowhere_is_named_at_once(qualcode: Run, place: Path) -> None:
    Path("t.csv").write_text("Informant;Fil;Rolle\nA;D1;leder\nB;D9;ansat\nI alt;;2\n", encoding="utf-8")
    said = qualcode("case", "import", "t.csv").err
    assert "t.csv: 3 cases added" in said and "the column Fil says in which documents they speak" in said
    assert "no document that is here belongs to B, I alt; to say where it speaks: qualcode case set B" in said


def test_a_second_table_adds_to_what_is_there(qualcode: Run, place: Path) -> None:
    Path("a.csv").write_text("Informant;Fil;Rolle\nA;D1;leder\n", encoding="utf-8")
    Path("b.csv").write_text("Informant;Alder\nA;52\n", encoding="utf-8")
    qualcode("case", "import", "a.csv")
    assert "0 cases added, 1 changed" in qualcode("case", "import", "b.csv").err
    assert rows() == {"A": ("D1", "leder")}


def test_an_attribute_that_is_no_document_stays_an_attribute(qualcode: Run, place: Path) -> None:
    Path("t.csv").write_text("Informant;Interview;Rolle\nD1;telefon;leder\nD2;rådhuset;ansat\n", encoding="utf-8")
    qualcode("case", "import", "t.csv")
    assert "Interview" in Path("cases.csv").read_text("utf-8") and rows()["D1"] == ("D1", "leder")


def test_rows_of_one_case_are_one_and_may_not_say_different_things(qualcode: Run, place: Path) -> None:
    Path("t.csv").write_text("Informant;Fil;Rolle\nA;D1;leder\nA;D2;\nA;D2;leder\nB;D9;\n", encoding="utf-8")
    assert "2 cases added" in qualcode("case", "import", "t.csv").err
    assert rows() == {"A": ("D1; D2", "leder"), "B": ("D9", "")}
    before = Path("cases.csv").read_bytes()
    Path("t.csv").write_text("Fil;Rolle;Alder\nD1;leder;50\nD2;ansat;40\nD1.txt;ansat;51\n", encoding="utf-8")
    refused = qualcode("case", "import", "t.csv")
    assert refused.code == 3
    assert "t.csv:4: error: D1: Rolle is 'ansat' here, and 'leder' on line 2 [case_twice]" in refused.err
    assert "D1: Alder is '51' here, and '50' on line 2" in refused.err
    assert Path("cases.csv").read_bytes() == before


def test_a_map_of_speakers_may_not_say_two_things_of_one(qualcode: Run, place: Path) -> None:
    Path("s.csv").write_text("label,role\nAnna,informant\nAnna,informant\n", encoding="utf-8")
    assert qualcode("speakers", "D1", "--from", "s.csv").code == 0
    Path("s.csv").write_text("label,role\nAnna,informant\nAnna,interviewer\n", encoding="utf-8")
    refused = qualcode("speakers", "D1", "--from", "s.csv")
    assert refused.code == 3
    assert "s.csv:3: error: Anna is interviewer here, and informant on line 2 [bad_speakers]" in refused.err
