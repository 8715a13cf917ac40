"""Codings written some documents at a time are the codings written at once."""

from __future__ import annotations

from pathlib import Path

import pytest

from qualcode.core.choices import Where
from qualcode.project import portions, reports
from qualcode.report import Options, write
from tests.cli.conftest import Run
from tests.study import ANNA, BO, study

CHOICES = (Where(), Where(codes=("frame:value",)), Where(cases=("B",)), Where(documents=("M1", "D1")))


@pytest.mark.parametrize("where", CHOICES, ids=["all", "code", "case", "documents"])
@pytest.mark.parametrize("name", ["codings.csv", "codings.tsv"])
def test_portions_give_the_same_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, where: Where, name: str) -> None:
    project = study(tmp_path, ANNA, BO)
    (tmp_path / "cases.csv").write_text("case,members,role\nA,D1,=1+1\nB,M1,manager\n", encoding="utf-8")
    project.tag("D1#1", "value", memo="+ a memo\r\nof two lines", weight=0.5)
    project.tag("D1#2", "capacity", "value.mission")
    project.tag("M1#1", "support", unsure=True)
    write(reports.codings(project, where), tmp_path / f"whole-{name}")
    monkeypatch.setattr(portions, "MOST_CODINGS", 1)
    portion = tmp_path / name
    reports.write_codings(project, where, portion, portion.suffix[1:], Options(), language="en", text=True)
    assert len(list(portions.portions(project, where))) == (1 if where.cases else 2)
    assert portion.read_bytes() == (tmp_path / f"whole-{name}").read_bytes()
    assert portion.read_bytes().count(b"frame:") > 0


def test_a_refusal_comes_before_anything_is_read(
    qualcode: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    study(tmp_path, ANNA).close()
    from qualcode.store import Store

    def read(*_: object) -> None:
        raise AssertionError("a text was read")

    monkeypatch.setattr(Store, "_document", read)
    refused = qualcode("export", "codings.csv")
    assert refused.code == 2
    assert "identifiable" in refused.err
