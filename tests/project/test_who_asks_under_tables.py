"""Every table says where it is not settled who asks, until somebody has settled it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.conftest import Run
from tests.study import study

TALK = (
    "AK: Du leder et center med mange ansatte her i byen.\nP07: Ja, det gør jeg.\n"
    "AK: Og pengene kommer fra kommunen, som jeg forstår det.\nP07: Det gør de, alle sammen.\n"
) * 2
SAID = {
    "da": "Ikke afgjort, hvem der spørger, så spørgsmål kan være talt som svar: P1.",
    "nb": "Ikke avgjort hvem som spør, så spørsmål kan være talt som svar: P1.",
    "sv": "Inte avgjort vem som frågar, så frågor kan vara räknade som svar: P1.",
    "en": "Not settled who asks, so questions may be counted as answers: P1.",
}


@pytest.fixture
def place(qualcode: Run, tmp_path: Path) -> Path:
    study(tmp_path).close()
    (tmp_path / "P1.txt").write_text(TALK, "utf-8")
    (tmp_path / "cases.csv").write_text("case,members,rolle\nA,P1:P07,leder\n", "utf-8")
    qualcode("add", "P1.txt")
    (tmp_path / "questions.yaml").write_text('questions:\n- id: "1"\n  text: "Hvad leder du?"\n', "utf-8")
    for coder in ("ana", "bo"):
        assert qualcode("tag", "P1:2", "frame:value", "--coder", coder).code == 0
    return tmp_path


TABLES = [
    ("shares", "--coder", "ana"), ("crosstab", "--by", "document", "--coder", "ana"), ("matrix", "--coder", "ana"),
    ("cooccur", "--coder", "ana"), ("rank", "--coder", "ana"), ("agree", "frame", "--coders", "ana,bo"),
    *(
        ("report", name, "--coder", "ana", "--allow-identifiable")
        for name in (
            "sample", "shares", "answers", "guide", "interviews", "transcripts", "excerpts", "codings", "codebook",
            "matrix", "method",
        )
    ),
]  # fmt: skip


@pytest.mark.parametrize("asked", TABLES, ids=" ".join)
def test_the_note_stands_until_it_is_settled(qualcode: Run, place: Path, asked: tuple[str, ...]) -> None:
    before = qualcode(*asked, "--lang", "en", "-o", "-", "--format", "md")
    assert before.code == 0, before.err
    assert SAID["en"] in before.out and "qualcode speakers" in before.out
    assert qualcode("speakers", "P1", "--interviewer", "AK").code == 0
    assert SAID["en"] not in qualcode(*asked, "--lang", "en", "-o", "-", "--format", "md").out


@pytest.mark.parametrize("language", SAID)
def test_it_is_said_in_the_language_of_the_table(qualcode: Run, place: Path, language: str) -> None:
    assert SAID[language] in qualcode("shares", "--coder", "ana", "--lang", language, "-o", "-", "--format", "md").out


def test_it_is_data_too(qualcode: Run, place: Path) -> None:
    told = json.loads(qualcode("shares", "--coder", "ana", "--json").out)
    assert told["accounting"]["unsure_who_asks"] == ["P1"]


MISNAMED = {
    "en": "Here the only informant is counted for a case that names another speaker: P1.",
    "da": "Her er den eneste informant talt for en case, der nævner en anden taler: P1.",
    "nb": "Her er den eneste informanten talt for et case som nevner en annen taler: P1.",
    "sv": "Här är den enda informanten räknad för ett fall som nämner en annan talare: P1.",
}


@pytest.mark.parametrize("language", MISNAMED)
def test_who_counts_for_a_case_that_names_another_is_said(qualcode: Run, place: Path, language: str) -> None:
    """The label in the transcript is not the one in the table, most often; where it is another person, it is seen."""
    asked = ("shares", "--coder", "ana", "--lang", language, "-o", "-", "--format", "md")
    qualcode("speakers", "P1", "--interviewer", "AK")
    assert MISNAMED[language] not in qualcode(*asked).out
    (place / "cases.csv").write_text("case,name,kind,members\nK,,informant,P1:Nobody\n", "utf-8")
    assert MISNAMED[language] in qualcode(*asked).out
    told = json.loads(qualcode("shares", "--coder", "ana", "--json").out)
    assert told["accounting"]["speakers_misnamed"] == ["P1"]
    more = "case,name,kind,members\nK,,informant,P1:Nobody\nL,,informant,P1\n"
    (place / "cases.csv").write_text(more, "utf-8")
    told = json.loads(qualcode("shares", "--coder", "ana", "--by", "case", "--json").out)
    assert told["accounting"]["speakers_misnamed"] == [] and "K" in told["accounting"]["cases"]
