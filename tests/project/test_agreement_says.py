"""What an agreement rests on is said wherever it is written, and why a coefficient has no value, in words."""

from __future__ import annotations

from pathlib import Path

import pytest

from qualcode.report.wording import Words
from tests.cli.conftest import Run
from tests.study import ANNA, BO, study

pytestmark = pytest.mark.file_engine  # what is counted is computed above the store

REASONS = (
    "no_variation", "one_category", "no_pairable_units", "no_decisions", "no_pairable_length",
    "never_used", "always_used",
)  # fmt: skip


@pytest.mark.parametrize("language", ["da", "nb", "sv", "en"])
def test_every_reason_has_words(language: str) -> None:
    words = Words(language)
    assert [reason for reason in REASONS if f"agree.reason.{reason}" not in words] == []


def test_whose_documents_are_taken_as_looked_at_stands_in_every_format(qualcode: Run, tmp_path: Path) -> None:
    """ana finished D1 and coded in M1, which she did not finish; bo finished nothing."""
    with study(tmp_path, ANNA, BO) as project:
        project.tag("D1#1", "value")
        project.tag("M1#1", "value")
        project.tag("M1#2", "value")
        project.tag("D1#1", "value", coder="bo")
        project.tag("D1#2", "value", coder="bo")
    assert qualcode("coder", "finish", "D1", "--coder", "ana").code == 0
    said = "bo has finished no document: those that bo has coded in are taken as looked at."
    for argv in (("agree", "-o", "a.md"), ("report", "agreement", "-o", "a.md")):
        assert qualcode(*argv, "--allow-identifiable").code == 0
        text = (tmp_path / "a.md").read_text("utf-8")
        assert text.count(said) == 1
        assert "Documents that a coder has not finished are left out: ana 1." in text, "two codings in one document"
    assert said in qualcode("agree", "--format", "csv", "-o", "-").err
    assert "negative\\_agreement cannot be computed" not in text and "never_used" not in text


def test_a_code_that_everybody_gave_everywhere_has_no_agreement_on_its_absence(qualcode: Run, tmp_path: Path) -> None:
    with study(tmp_path, ANNA) as project:
        for coder in ("ana", "bo"):
            project.tag("D1#1", "value", coder=coder)
            project.tag("D1#2", "value", coder=coder)
    ran = qualcode(
        "agree", "frame", "--coefficient", "positive_agreement,negative_agreement", "--format", "csv", "-o", "-"
    )
    rows = {tuple(line.split(",")[:2]): line.split(",")[-2] for line in ran.out.splitlines()[1:]}
    assert rows["frame:value", "negative_agreement"] == "always_used"
    assert rows["frame:support", "positive_agreement"] == "never_used"
