"""A document is named by its id, or by the file that people see in their folder."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.conftest import Run

TALK = "Interviewer: Hvad bruger I data til?\n\nAnna: Vi ser på fravær.\n"


@pytest.fixture
def study(qualcode: Run, tmp_path: Path) -> Run:
    """`Fokusgruppe 2 (kort).txt`, whose id has neither blanks nor brackets; and `P 1.txt` beside `P-1.md`."""
    assert qualcode("init", ".", "--coder", "ana", "--lang", "da").code == 0
    folder = tmp_path / "transcripts"
    for at, name in enumerate(("Fokusgruppe 2 (kort).txt", "P 1.txt", "P-1.md")):
        (folder / name).write_text(TALK + f"\nInterviewer: Og {at}?\n\nAnna: Ja, {at}.\n", "utf-8")
        assert qualcode("add", f"transcripts/{name}").code == 0
    return qualcode


NAMES = ("Fokusgruppe-2-kort", "Fokusgruppe 2 kort", "Fokusgruppe 2 (kort)", "Fokusgruppe 2 (kort).txt")


@pytest.mark.parametrize("name", NAMES)
def test_every_command_takes_a_document_by_its_file(study: Run, tmp_path: Path, name: str) -> None:
    def done(*words: str) -> str:
        ran = study(*words)
        assert ran.code == 0, f"{words}: {ran.err}"
        return ran.out

    assert done("show", f"{name}:2", "--plain") == "Vi ser på fravær.\n"
    done("tag", f"{name}:2", "open:fravær")
    (tmp_path / "tags.csv").write_text(f"document,quote,code\n{name},Vi ser,open:ser\n", "utf-8")
    done("tag", "--from", "tags.csv")
    assert "Fokusgruppe-2-kort@" in done("find", "fravær", "--document", name)
    assert "Fokusgruppe-2-kort" in done("list", "uncoded", "--document", name)
    done("memo", name, "Et memo")
    done("memo", f"{name}:2", "Et memo")
    assert "Fokusgruppe-2-kort:2" in done("memo")
    done("case", "set", "C1", "--member", f"{name}:Anna")
    assert "Fokusgruppe-2-kort:Anna" in (tmp_path / "cases.csv").read_text("utf-8")
    assert "Anna" in done("speakers", name)
    done("coder", "finish", name)
    done("pseudonymised", name)
    done("reread", name)
    done("untag", f"{name}:2", "open:fravær")
    done("remove", name)
    assert "Fokusgruppe" not in done("status").split("codebooks")[0]


@pytest.mark.parametrize("name", NAMES)
def test_a_row_of_cases_csv_names_a_document_by_its_file(study: Run, tmp_path: Path, name: str) -> None:
    study("tag", "Fokusgruppe-2-kort:2", "open:fravær")
    for rows in (f"case;rolle\n{name};leder\n", f"case;members;rolle\nAnna;{name}:Anna;leder\n"):
        (tmp_path / "cases.csv").write_text(rows, "utf-8")
        shares = json.loads(study("shares", "open", "--by", "rolle", "--json").out)["rows"]
        assert [(row["group"], row["numerator"], row["denominator"]) for row in shares] == [
            ("leder", 1, 2), ("–", 0, 0),
        ]  # fmt: skip
        assert "case_member" not in study("check").out
    assert study("case", "set", "Anna", "alder=50").code == 0
    assert study("speakers", "Fokusgruppe-2-kort", "--rename", "Anna=Ane").code == 0
    assert "Ane" in (tmp_path / "cases.csv").read_text("utf-8")
    (tmp_path / "cases.csv").write_text("case;rolle\nFokusgrupe 2;leder\n", "utf-8")
    assert "did you mean 'Fokusgruppe-2-kort'" in study("check").out


def test_a_name_that_fits_several_or_none_is_refused_with_the_nearest(study: Run) -> None:
    for name in ("P 1", "Fokusgrupe 2 kort", "p 1"):
        ran = study("show", name)
        assert ran.code == 2 and "did you mean" in ran.err, name
    assert study("show", "P-1.md").out.startswith("P-1-2 ")
