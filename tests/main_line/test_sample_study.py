"""The sample study from transcripts to thesis: the published percentages, and every number traced."""

from __future__ import annotations

import csv
import json
import os
import re
import subprocess
import sys
import zipfile
from fractions import Fraction
from pathlib import Path

import pytest

from qualcode.project import Project
from tests.cli.conftest import Run

PUBLISHED = {
    ("director", "moore:value"): ("33 %", 12, 36),
    ("director", "moore:support"): ("31 %", 11, 36),
    ("director", "moore:capacity"): ("44 %", 16, 36),
    ("manager", "moore:value"): ("26 %", 9, 34),
    ("manager", "moore:support"): ("18 %", 6, 34),
    ("manager", "moore:capacity"): ("29 %", 10, 34),
}


def table(qualcode: Run, *argv: str) -> dict[tuple[str, str], tuple[Fraction, int, int]]:
    ran = qualcode("shares", "--json", *argv)
    assert ran.code == 0, ran.err
    return {
        (row["group"], row["code"]): (
            Fraction(row["share"]).limit_denominator(1000), row["numerator"], row["denominator"],
        )
        for row in json.loads(ran.out)["rows"]
    }  # fmt: skip


def test_the_table_has_the_published_percentages(qualcode: Run, sample: Path) -> None:
    found = table(qualcode)
    assert {cell: (n, d) for cell, (_, n, d) in found.items()} == {c: (n, d) for c, (_, n, d) in PUBLISHED.items()}
    assert all(share == Fraction(n, d) for share, n, d in found.values())
    assert qualcode("shares", "-o", "table.md").code == 0
    text = (sample / "table.md").read_text("utf-8").replace("\u00a0", " ")
    for percent, numerator, denominator in PUBLISHED.values():
        assert f"{percent} | {numerator}/{denominator}" in text
    assert "1,08" in text, "categories per answer, of the directors"
    assert "0,74" in text


def test_seventy_answers_of_eight_informants(sample: Path) -> None:
    with Project.open(sample) as project:
        answers = project.units("answer")
        per_case = {case.id: sum(unit.case == case.id for unit in answers) for case in project.cases}
    assert per_case == {"D1": 12, "D2": 12, "D3": 12, "M1": 7, "M2": 7, "M3": 7, "M4": 7, "M5": 6}


def test_one_tag_less_changes_exactly_that_answer(qualcode: Run, sample: Path) -> None:
    before = table(qualcode)
    assert qualcode("untag", "D1#9", "moore:value").code == 0
    after = table(qualcode)
    assert {cell for cell in before if before[cell] != after[cell]} == {("director", "moore:value")}
    assert after["director", "moore:value"][1:] == (11, 36)
    assert qualcode("undo").code == 0
    assert table(qualcode) == before


def test_every_share_can_be_opened(qualcode: Run, sample: Path) -> None:
    for (group, code), (_, numerator, denominator) in PUBLISHED.items():
        opened = json.loads(qualcode("shares", "--explain", group, code, "--json").out)
        assert (opened["numerator"], opened["denominator"]) == (numerator, denominator)
        counted = [unit for unit in opened["units"] if unit["counts"]]
        assert len(counted) == numerator
        assert all(unit["text"] and unit["coders"] == "ana" for unit in counted)


@pytest.mark.parametrize(
    ("argv", "percent"),
    [
        ((), (33, 31, 44, 26, 18, 29)),
        (("--equalize", "informant"), (33, 31, 44, 26, 18, 29)),
        (("--base", "coded"), (39, 35, 52, 41, 27, 45)),
        (("--base", "codings"), (31, 28, 41, 36, 24, 40)),
        (("--count", "fractional", "--base", "coded"), (30, 30, 40, 36, 24, 40)),
    ],
)
def test_the_rows_of_the_worked_example_that_rest_on_the_categories_alone(
    qualcode: Run, sample: Path, argv: tuple[str, ...], percent: tuple[int, ...]
) -> None:
    ran = json.loads(qualcode("shares", "--json", *argv).out)
    assert tuple(int(row["share"] * 100 + 0.5) for row in ran["rows"]) == percent


def test_splitting_a_code_keeps_the_sum_and_undoes(qualcode: Run, sample: Path) -> None:
    before = table(qualcode)
    split = ("codebook", "split", "moore:capacity", "--keep", "--into", "hands:Hænder", "--into", "systems:Systemer")
    ran = qualcode(*split, "--rule", "systems=system|data|tal", "--rest", "hands")
    assert ran.code == 0, ran.err
    assert table(qualcode) == before, "the parent's share is that of its parts together"
    parts = table(qualcode, "moore:capacity.hands", "moore:capacity.systems")
    assert all(parts["director", code][1] <= 16 for code in ("moore:capacity.hands", "moore:capacity.systems"))
    with Project.open(sample) as project:
        left = [c for c in project.codings() if c.code == "moore:capacity"]
        moved = [c for c in project.codings() if c.code.startswith("moore:capacity.") and c.coder == "ana"]
    assert (len(left), len(moved)) == (0, 26)
    qualcode("undo")
    assert table(qualcode) == before
    with Project.open(sample) as project:
        assert sum(c.code == "moore:capacity" and c.coder == "ana" for c in project.codings()) == 26
    qualcode("redo")
    assert table(qualcode, "moore:capacity.hands", "moore:capacity.systems") == parts


def test_the_exported_codings_can_be_read_back(qualcode: Run, sample: Path, tmp_path: Path) -> None:
    assert qualcode("export", "codings.csv").code == 0
    rows = list(csv.DictReader((sample / "codings.csv").open(encoding="utf-8-sig", newline="")))
    assert len(rows) == 121
    assert {row["coder"] for row in rows} == {"ana", "bo"}
    before = table(qualcode)
    ran = qualcode("tag", "--from", "codings.csv")
    assert ran.code == 0, ran.err
    assert "121 already there" in ran.err
    assert table(qualcode) == before


def test_a_second_run_of_the_demo_is_harmless(qualcode: Run, sample: Path) -> None:
    before = table(qualcode)
    assert qualcode("demo", str(sample)).code == 0
    assert table(qualcode) == before
    log = json.loads(qualcode("log", "--json", "--all").out)["changes"]
    assert [change["action"] for change in log] == ["tag --from", "add"]


def test_the_demo_touches_nobody_elses_folder(qualcode: Run, tmp_path: Path) -> None:
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "thesis.docx").write_bytes(b"mine")
    ran = qualcode("demo", str(tmp_path / "mine"))
    assert (ran.code, [path.name for path in (tmp_path / "mine").iterdir()]) == (2, ["thesis.docx"])


def words_of(path: Path) -> str:
    with zipfile.ZipFile(path) as archive:
        xml = archive.read("word/document.xml").decode("utf-8")
    return re.sub(r"<[^>]+>", " ", xml)


def test_the_appendix_holds_everything_a_supervisor_asks_for(sample: Path) -> None:
    text = " ".join(words_of(sample / "reports" / "appendix.docx").replace("\u00a0", " ").split())
    for part in (
        "Metodebeskrivelse",
        "Informanter og kilder",
        "Kodebog",
        "Andele",
        "Moores strategiske trekant",
        "12/36",
        "26 %",
    ):
        assert part in text
    with Project.open(sample) as project:
        for document in project.documents():
            turn = max(document.turns, key=lambda turn: len(turn.span))
            first = " ".join(turn.span.cut(document.text).split())[:40]
            assert first in text, f"{document.id} is not in the appendix"


def test_the_appendix_is_the_same_bytes_twice(qualcode: Run, sample: Path) -> None:
    assert qualcode("appendix", "one.docx").code == 0
    assert qualcode("appendix", "two.docx").code == 0
    assert (sample / "one.docx").read_bytes() == (sample / "two.docx").read_bytes()


def test_text_that_may_identify_people_is_not_written_unasked(qualcode: Run, sample: Path) -> None:
    assert qualcode("pseudonymised", "D1", "--no").code == 0
    for argv in (("appendix", "a.docx"), ("export", "c.csv"), ("export", "s.html")):
        ran = qualcode(*argv)
        assert ran.code == 2
        assert "error: identifiable: the text of D1 may identify people" in ran.err
        assert not (sample / argv[1]).exists()
        assert qualcode(*argv, "--no-text").code == 0
    assert "offentlig" in words_of(sample / "a.docx").casefold()
    assert "Fik du kaffe" not in words_of(sample / "a.docx")
    assert qualcode("export", "c.csv", "--allow-identifiable").code == 0


def test_a_number_in_a_draft_stays_true(qualcode: Run, sample: Path) -> None:
    draft = '{{ share("moore:value", group="director") }} mod {{ share("moore:value", group="manager") }}.\n'
    (sample / "draft.md").write_text(draft, encoding="utf-8")
    assert qualcode("fill", "draft.md", "-o", "thesis.md").code == 0
    shown = re.sub(r"<!--.*?-->", "", (sample / "thesis.md").read_text("utf-8")).replace("\u00a0", " ")
    assert shown == "33 % mod 26 %.\n"
    assert qualcode("verify", "thesis.md").code == 0
    qualcode("untag", "D1#9", "moore:value")
    ran = qualcode("verify", "thesis.md")
    assert ran.code == 1
    assert len(ran.out.splitlines()) == 1, "exactly the affected number is named"
    assert "'33 %' -> '31 %'" in ran.out.replace("\u00a0", " ")
    assert qualcode("fill", "thesis.md", "--update").code == 0
    assert qualcode("verify", "thesis.md").code == 0


def run(*argv: str, cwd: Path, **options: object) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "qualcode", *argv], cwd=cwd, text=True, capture_output=True, encoding="utf-8", **options
    )  # type: ignore[call-overload]


def test_a_closed_pipe_is_no_error(sample: Path) -> None:
    if os.name != "posix":
        pytest.skip("pipes as on Unix")
    code = f"'{sys.executable}' -m qualcode show D1 --json | head -c 10; exit ${{PIPESTATUS[0]}}"
    done = subprocess.run(["bash", "-c", code], cwd=sample, capture_output=True, text=True)
    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full, a device that is always full")
def test_a_full_disk_is_said(sample: Path) -> None:
    code = f"'{sys.executable}' -m qualcode shares --json > /dev/full"
    done = subprocess.run(["bash", "-c", code], cwd=sample, capture_output=True, text=True)
    assert done.returncode == 3
    assert "No space left" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.skipif(os.name != "posix" or os.geteuid() == 0, reason="the administrator may write anywhere")
def test_a_folder_that_may_not_be_written_is_said(sample: Path) -> None:
    sample.chmod(0o500)
    try:
        done = run("tag", "D1#3", "moore:value", cwd=sample)
        assert done.returncode == 4
        assert "Traceback" not in done.stderr
        assert run("shares", cwd=sample).returncode == 0, "reading still works"
    finally:
        sample.chmod(0o700)


def test_a_locked_database_is_said_and_reading_goes_on(sample: Path) -> None:
    import sqlite3

    other = sqlite3.connect(sample / "qualcode.sqlite", isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    try:
        done = run("tag", "D1#3", "moore:value", cwd=sample)
        assert done.returncode == 4
        assert done.stderr.startswith("error: store_locked: ")
        assert run("shares", cwd=sample).returncode == 0
    finally:
        other.execute("ROLLBACK")


@pytest.mark.parametrize("damage", ["missing", "cut", "another"])
def test_a_broken_database_is_said(sample: Path, damage: str) -> None:
    path = sample / "qualcode.sqlite"
    if damage == "missing":
        path.unlink()
    else:
        path.write_bytes(path.read_bytes()[:5000] if damage == "cut" else b"not a database" * 500)
    done = run("shares", cwd=sample)
    assert (done.returncode, done.stdout) == (4, "")
    assert done.stderr.startswith("error: store_")
    assert "Traceback" not in done.stderr
