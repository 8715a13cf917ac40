"""Codes that are steps of a scale: how far apart two coders are counts, not only whether they agree."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.conftest import Run

SCALE = """\
id: trust
title: {en: Trust}
kind: deductive
source: ["A scale of our own"]
codes:
  - {id: level-1, name: {en: Low}, brief: {en: x}}
  - {id: level-2, name: {en: Some}, brief: {en: x}}
  - {id: level-3, name: {en: High}, brief: {en: x}}
"""

INTERVIEW = """\
Interviewer: Do you trust them?
Anna: Hardly.
Interviewer: And the others?
Anna: Oh yes, mostly.
"""


@pytest.fixture
def scale(qualcode: Run, tmp_path: Path) -> Path:
    assert qualcode("init", ".", "--coder", "ana").code == 0
    (tmp_path / "codebooks" / "trust.yaml").write_text(SCALE, encoding="utf-8")
    (tmp_path / "P1.txt").write_text(INTERVIEW, encoding="utf-8")
    assert qualcode("add", "P1.txt").code == 0
    for coder, first, second in (("ana", 1, 2), ("bo", 1, 3)):
        assert qualcode("tag", "P1#1", f"trust:level-{first}", "--coder", coder).code == 0
        assert qualcode("tag", "P1#2", f"trust:level-{second}", "--coder", coder).code == 0
    return tmp_path


@pytest.mark.parametrize(("metric", "alpha"), [("nominal", 4 / 10), ("interval", 8 / 11)])
def test_a_step_apart_is_nearer_than_any_other_value(qualcode: Run, scale: Path, metric: str, alpha: float) -> None:
    """Values 1 1 and 2 3: observed 2/4, expected 22/12 by squares; 1/2 of 10/12 where any two values differ alike."""
    domain = "trust:level-1,trust:level-2,trust:level-3"
    ran = qualcode("agree", "--view", "values", "--domain", domain, "--metric", metric, "--ci", "0",
                   "--coefficient", "krippendorff_alpha", "--json")  # fmt: skip
    assert ran.code == 0, ran.err
    [row] = json.loads(ran.out)["rows"]
    assert row["coefficients"]["krippendorff_alpha"]["value"] == pytest.approx(alpha, abs=1e-9)
