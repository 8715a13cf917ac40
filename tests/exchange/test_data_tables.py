"""Codings and units as data: JSON lines, Parquet, a matrix for R and Excel, SPSS, IRaMuTeQ."""

from __future__ import annotations

import csv
import json
from html import escape
from pathlib import Path

import pytest

from qualcode.cli import main
from qualcode.core.errors import ExitCode
from qualcode.core.model import Span
from qualcode.project import Project
from qualcode.project.coders import set_case
from qualcode.project.exchange import whole
from qualcode.project.guide import set_status

from ..ingest.test_opendocument import TEXT_CELL, sheet
from ..study import ANNA, BO, study


@pytest.fixture
def root(tmp_path: Path) -> Path:
    with study(tmp_path / "s", ANNA, BO) as project:
        project.tag("D1:2", "value.mission", weight=0.5, memo="hvorfor")
        project.tag("M1:4", "capacity")
        set_case(project, "Anna", {"role": "director"}, members=["D1"])
    return tmp_path / "s"


def export(root: Path, name: str, *more: str) -> Path:
    out = root.parent / name
    assert main(["-C", str(root), "export", str(out), "--allow-identifiable", *more]) == ExitCode.DONE
    return out


def test_json_lines_hold_a_coding_a_line(root: Path) -> None:
    rows = [json.loads(line) for line in export(root, "codings.jsonl").read_text("utf-8").splitlines()]
    assert [(row["address"], row["code"], row["weight"], row["case.role"]) for row in rows] == [
        ("D1@33-79", "frame:value.mission", 0.5, "director"), ("M1@87-132", "frame:capacity", 1.0, ""),
    ]  # fmt: skip


def test_parquet_comes_back(root: Path) -> None:
    pytest.importorskip("pyarrow")
    out = export(root, "codings.parquet")
    with Project.open(root) as project:
        before = whole(project).codings
    assert main(["-C", str(root), "untag", "D1:2"]) == 0
    assert main(["-C", str(root), "import", str(out)]) == 0
    with Project.open(root) as project:
        assert [(c.span, c.weight, c.memo) for c in whole(project).codings] == [
            (c.span, c.weight, c.memo) for c in before
        ]


def test_a_table_saved_again_as_opendocument_comes_back(root: Path) -> None:
    with export(root, "codings.csv").open(encoding="utf-8-sig", newline="") as stream:
        rows = [[f"<table:table-cell{TEXT_CELL}><text:p>{escape(cell)}</text:p></table:table-cell>" for cell in row]
                for row in csv.reader(stream)]  # fmt: skip
    again = root.parent / "again.ods"
    again.write_bytes(sheet("".join(f"<table:table-row>{''.join(row)}</table:table-row>" for row in rows)))
    for take in (["import"], ["tag", "--from"]):
        assert main(["-C", str(root), "untag", "D1:2"]) == 0
        assert main(["-C", str(root), *take, str(again)]) == 0
        with Project.open(root) as project:
            assert [(c.span, c.weight, c.memo) for c in whole(project).codings if c.document == "D1"] == [
                (Span(33, 79), 0.5, "hvorfor")
            ]


def test_the_matrix_has_a_row_a_unit_and_counts_what_is_below_a_code(root: Path) -> None:
    rows = list(csv.DictReader(export(root, "units.csv", "--matrix", "--unit", "turn").open(encoding="utf-8-sig")))
    said = {
        row["unit"]: (row["role"], row["frame:value"], row["frame:value.mission"], row["frame:capacity"])
        for row in rows
    }
    assert said["D1:2"] == ("director", "1", "1", "0")
    assert said["M1:4"] == ("", "0", "0", "1")
    assert len(rows) == 5, "what the interviewer says is no unit"
    assert "frame:support" not in rows[0]


def test_spss_gets_names_it_takes_and_the_codes_as_labels(root: Path) -> None:
    pyreadstat = pytest.importorskip("pyreadstat")
    frame, meta = pyreadstat.read_sav(export(root, "units.sav", "--unit", "turn"))
    assert list(frame.columns) == ["unit", "document", "case", "speaker", "question", "role", "frame_value",
                                   "frame_value_mission", "frame_capacity"]  # fmt: skip
    assert meta.column_names_to_labels["frame_value_mission"] == "Mission"
    assert frame["frame_value_mission"].sum() == 1
    assert meta.variable_value_labels["frame_capacity"] == {0: "no", 1: "yes"}


def test_a_corpus_for_iramuteq_has_stars_before_words(root: Path) -> None:
    corpus = export(root, "corpus.txt", "--format", "iramuteq", "--unit", "turn").read_text("utf-8")
    assert corpus.startswith("**** *doc_D1 *case_Anna *question_1 *role_director\nDet er godt for borgerne.")
    assert corpus.count("****") == 5


@pytest.mark.parametrize("more", [["c.jsonl", "--matrix"], ["c.csv", "--unit", "turn"], ["c.csv", "--strict"],
                                  ["c.qdpx", "--no-text"]])  # fmt: skip
def test_what_does_not_go_together_is_refused(root: Path, more: list[str]) -> None:
    assert main(["-C", str(root), "export", str(root / more[0]), "--allow-identifiable", *more[1:]]) == ExitCode.USAGE
    assert not (root / more[0]).exists()


def test_a_table_without_words_is_not_placed_on_other_words(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = root.parent / "codings.csv"
    assert main(["-C", str(root), "export", str(out), "--no-text"]) == 0
    assert "borgerne" not in out.read_text("utf-8-sig")
    assert main(["-C", str(root), "untag", "D1:2"]) == 0
    assert main(["-C", str(root), "tag", "--from", str(out)]) == 0
    assert "1 coding added" in capsys.readouterr().err
    out.write_text(out.read_text("utf-8-sig").replace("D1@33-79", "D1@34-80"), "utf-8")
    assert main(["-C", str(root), "tag", "--from", str(out)]) == ExitCode.DATA
    assert "other words stand at D1@34-80" in capsys.readouterr().err


def test_a_workbook_that_cuts_a_quote_says_so(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    from ..study import conversation

    with study(tmp_path / "s", conversation("L", ("I", "Hvad?"), ("Anna", "ord " * 9000 + "slut."))) as project:
        project.tag("L:2", "value")
    out = export(tmp_path / "s", "codings.xlsx")
    assert "1 text cut short" in capsys.readouterr().err and out.exists()


def test_a_table_for_excel_begins_with_a_mark(root: Path) -> None:
    assert export(root, "codings.csv").read_bytes().startswith(b"\xef\xbb\xbf")


def test_units_have_a_row_where_tables_count_them(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """bo has begun M1 alone, and one of its answers was said to be none; words are said whoever has coded them."""
    with Project.open(root) as project:
        project.tag("M1#1", "support", coder="bo")
        set_status(project, "M1#2", "no_answer")
    rows = list(csv.DictReader(export(root, "u.csv", "--matrix", "--coder", "bo").open(encoding="utf-8-sig")))
    assert [(row["unit"], row["frame:support"]) for row in rows] == [("M1#1", "1")]
    said = capsys.readouterr().err
    assert "Not begun by bo, so not counted: D1 (2 answers)." in said
    assert "1 question asked without a codable answer" in said
    corpus = export(root, "corpus.txt", "--format", "iramuteq").read_text("utf-8")
    assert corpus.count("****") == 3 and "systemer" not in corpus
    assert "codings stand outside" not in capsys.readouterr().err, "a corpus counts nobody's codings"


def test_units_by_codes_have_the_codes_asked_for_of_one_coder(root: Path) -> None:
    rows = csv.DictReader(export(root, "u.csv", "--matrix", "--code", "capacity").open(encoding="utf-8-sig"))
    assert [name for name in rows.fieldnames or () if name.startswith("frame:")] == ["frame:capacity"]
    two = ["--coder", "ana", "--coder", "bo"]
    with Project.open(root) as project:
        project.tag("M1#1", "support", coder="bo")
    args = ["-C", str(root), "export", str(root / "x.csv"), "--matrix", "--allow-identifiable", *two]
    assert main(args) == ExitCode.USAGE and not (root / "x.csv").exists()


def test_a_code_asked_for_that_nobody_used_has_a_column_of_zeros(root: Path) -> None:
    """And the units stay those of the documents that the coder has begun."""
    with Project.open(root) as project:
        project.tag("M1#1", "support", coder="bo")
    rows = list(
        csv.DictReader(
            export(root, "u.csv", "--matrix", "--code", "capacity", "--coder", "bo").open(encoding="utf-8-sig")
        )
    )
    assert [(row["unit"], row["frame:capacity"]) for row in rows] == [("M1#1", "0"), ("M1#2", "0")]
