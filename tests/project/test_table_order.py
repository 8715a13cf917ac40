"""Tables have one order on every machine: P2 before P10, whatever was added or read again when."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.conftest import Run
from tests.cli.conftest import qualcode as qualcode

IN_ORDER = ["P1", "P2", "P10", "P11"]
TABLES = {
    "status": (("status",), "documents", "id"),
    "sample": (("report", "sample"), "documents", "document"),
    "matrix": (("matrix", "moore", "--coder", "ana"), "rows", "case"),
    "uncoded": (("list", "uncoded", "--coder", "ana"), "rows", "address"),
    "find": (("find", "svar"), "matches", "document"),
    "find by case": (("find", "svar", "--sort", "case"), "matches", "document"),
    "counts": (("find", "svar", "--count", "--by", "case"), "rows", "case"),
    "shares": (("shares", "moore", "--by", "case", "--coder", "ana"), "rows", "group"),
    "crosstab": (("crosstab", "moore", "--by", "case", "--coder", "ana"), "rows", "column"),
}


@pytest.fixture
def place(qualcode: Run, tmp_path: Path) -> Path:
    assert qualcode("init", ".").code == 0
    for id in ("P10", "P2", "P11", "P1"):
        words = f"I: Hvad er data?\nMia: Mit svar er {id}.\nI: Og?\nMia: Ja, det er et svar.\n"
        (tmp_path / "transcripts" / f"{id}.txt").write_text(words, "utf-8")
        assert qualcode("add", f"transcripts/{id}.txt").code == 0
    assert qualcode("codebook", "use", "moore").code == 0
    for id in ("P11", "P2", "P10", "P1"):
        assert qualcode("tag", f"{id}:2", "moore:value", "--coder", "ana").code == 0
    return tmp_path


@pytest.mark.parametrize("table", TABLES)
def test_a_table_has_its_documents_in_natural_order(qualcode: Run, place: Path, table: str) -> None:
    command, rows, column = TABLES[table]
    said = json.loads(qualcode(*command, "--json").out)
    found = said.get(rows) or next(each for each in said.values() if isinstance(each, list) and column in each[0])
    ids = [str(row[column]).split(":")[0].split("#")[0].split("@")[0] for row in found]
    assert [id for id in dict.fromkeys(ids) if id in IN_ORDER] == IN_ORDER


def test_a_document_that_is_read_again_keeps_its_place(qualcode: Run, place: Path) -> None:
    changed = place / "transcripts" / "P1.txt"
    changed.write_text(changed.read_text("utf-8") + "I: Slut?\nMia: Slut.\n", "utf-8")
    assert qualcode("reread", "P1").code == 0
    assert [each["id"] for each in json.loads(qualcode("status", "--json").out)["documents"]] == IN_ORDER
    assert qualcode("export", "codings.csv", "--allow-identifiable").code == 0
    rows = (place / "codings.csv").read_text("utf-8-sig").splitlines()[1:]
    assert [row.split(",")[2] for row in rows] == IN_ORDER
