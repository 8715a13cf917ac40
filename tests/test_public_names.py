"""What `import qualcode` promises to scripts."""

from __future__ import annotations

import inspect
import io
from pathlib import Path

import pytest

import qualcode
from qualcode.core.errors import QualcodeError, UsageError
from qualcode.core.model import Coding, Document, Span, Unit
from qualcode.core.results.shares import Share, Shares
from qualcode.core.table import Column, Report, table
from qualcode.project import Project, init
from tests.study import ANNA, FRAME, study

PUBLIC = [
    "Coding", "Document", "Project", "QualcodeError", "Span", "Unit", "__version__", "init", "load_codebook", "open",
    "save",
]  # fmt: skip


def test_the_public_names_are_these_and_all_of_them_are_there() -> None:
    assert qualcode.__all__ == sorted(qualcode.__all__) == PUBLIC
    assert set(PUBLIC) <= set(dir(qualcode))
    for name in PUBLIC:
        assert getattr(qualcode, name) is not None


def test_public_names_are_the_things_themselves() -> None:
    assert (qualcode.Coding, qualcode.Document, qualcode.Span, qualcode.Unit) == (Coding, Document, Span, Unit)
    assert (qualcode.Project, qualcode.QualcodeError, qualcode.init) == (Project, QualcodeError, init)


def test_a_name_that_is_not_public_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="no attribute 'tags'"):
        qualcode.tags  # type: ignore[attr-defined]  # noqa: B018


def test_public_functions_and_classes_are_documented() -> None:
    for name in PUBLIC:
        if not name.startswith("__"):
            assert inspect.getdoc(getattr(qualcode, name)), name


def test_a_study_is_opened_coded_and_read(tmp_path: Path) -> None:
    study(tmp_path, ANNA).close()
    with qualcode.open(tmp_path, coder="bo") as opened:
        answer = opened.units("answer")[0]
        opened.tag(answer, "frame:value", weight=0.5)
        (coding,) = opened.codings()
    assert (coding.code, coding.coder, coding.weight) == ("frame:value", "bo", 0.5)
    assert coding.span == Span(answer.pieces[0].start, answer.pieces[-1].stop)


def test_a_codebook_is_loaded_from_its_file(tmp_path: Path) -> None:
    path = tmp_path / "frame.yaml"
    path.write_text(FRAME, encoding="utf-8")
    assert qualcode.load_codebook(path).code("value.mission").label("da") == "Formål"


def test_a_report_a_table_and_shares_are_saved(tmp_path: Path) -> None:
    cases = table("cases", [Column("case", "Case"), Column("turns", "Turns", "count")], [("D1", 6), ("M1", 4)])
    qualcode.save(cases, tmp_path / "cases.csv")
    assert (tmp_path / "cases.csv").read_text("utf-8").splitlines()[1:] == ["D1,6", "M1,4"]
    qualcode.save(Report("Cases", (cases,)), tmp_path / "cases.json")
    assert '"D1"' in (tmp_path / "cases.json").read_text("utf-8")
    stream = io.BytesIO()
    shares = Shares({"unit": "answer"}, (Share("directors", "frame:value", 0.25, 1, 4, 2),), ())
    qualcode.save(shares, stream, "csv", language="da", dialect="nordic")
    assert "0,25" in stream.getvalue().decode("utf-8-sig")


def test_a_value_that_is_no_result_is_not_saved(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="Span cannot be written: expected a report, a table or a result"):
        qualcode.save(Span(0, 1), tmp_path / "span.csv")
    assert list(tmp_path.iterdir()) == []
