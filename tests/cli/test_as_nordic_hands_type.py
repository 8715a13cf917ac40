"""Decimal commas in options, CSV files in the study's own dialect, and words joined by whatever sign was at hand."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.conftest import Run


@pytest.fixture
def study(qualcode: Run, tmp_path: Path) -> Path:
    assert qualcode("init", ".", "--coder", "ana").code == 0
    for id, said in {
        "A": "We don't send an e-mail, it's EU-work.",
        "B": "We don\u2019t send an e\u2011mail, it\u00b4s EU\u2010work.",
        "C": "We don\u2018t send an e-mail, it\u2019s EU-work.",
    }.items():
        (tmp_path / "transcripts" / f"{id}.txt").write_text(f"I: So?\nMia: {said}\nI: And?\nMia: No.\n", "utf-8")
    assert qualcode("add", "transcripts").code == 0
    for id in "ABC":
        assert qualcode("tag", f"{id}#1", "open:a").code == 0
    return tmp_path


@pytest.mark.parametrize("level", ["0,9", "0.9"])
def test_a_level_is_typed_with_a_comma_or_a_point(qualcode: Run, study: Path, level: str) -> None:
    ran = qualcode("shares", "open", "--ci", "wilson", "--ci-level", level, "--json")
    assert ran.code == 0 and json.loads(ran.out)["options"]["confidence"] == 0.9


@pytest.mark.parametrize("command", [("shares", "open", "--ci-level", "x"), ("agree", "open", "--fail-under", "x")])
def test_what_is_no_number_is_answered_with_how_one_is_written(
    qualcode: Run, study: Path, command: tuple[str, ...]
) -> None:
    ran = qualcode(*command)
    assert ran.code == 2 and "0.5 or 0,5" in ran.err


@pytest.mark.parametrize("command", [("find", "send"), ("list", "words"), ("list", "codes"), ("crosstab", "open")])
def test_csv_is_written_as_the_study_says(qualcode: Run, study: Path, command: tuple[str, ...]) -> None:
    settings = study / "qualcode.toml"
    settings.write_text(settings.read_text("utf-8").replace('dialect = "excel"', 'dialect = "nordic"'), "utf-8")
    assert qualcode(*command, "-o", "out.csv", "--allow-identifiable").code == 0
    heading = (study / "out.csv").read_text("utf-8-sig").splitlines()[0]
    assert ";" in heading and "," not in heading


def test_a_word_is_one_however_it_is_joined(qualcode: Run, study: Path) -> None:
    rows = json.loads(qualcode("shares", "open", "--by", "document", "--weight", "words", "--json").out)["rows"]
    assert {(row["numerator"], row["denominator"]) for row in rows} == {(7, 8)}
    words = {row["word"] for row in json.loads(qualcode("list", "words", "--common", "--json").out)["rows"]}
    assert {"don't", "e-mail", "it's", "eu-work"} <= words and not words & {"don", "mail", "work"}
    compared = json.loads(qualcode("keyness", "A", "B", "--by", "document", "--min-informants", "1", "--json").out)
    assert all(row["frequencies"][0] == row["frequencies"][1] for row in compared["rows"])


@pytest.mark.parametrize("typed", ["don't", "e-mail", "it's", "EU-work"])
def test_it_is_found_in_all_its_forms(qualcode: Run, study: Path, typed: str) -> None:
    assert len(qualcode("find", typed).out.splitlines()) == 3
