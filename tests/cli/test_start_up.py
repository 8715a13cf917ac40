"""What a person waits for: the modules that short commands import, and those they must not."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

import qualcode
from tests.study import ANNA, BO, study

HEAVY = {
    "docx", "jinja2", "lxml", "matplotlib", "numpy", "pandas", "pdfminer", "pypdfium2",
    "python_calamine", "rapidfuzz", "rich", "scipy", "textual", "xlsxwriter",
}  # fmt: skip

NOT_FOR_ONE_CODE = {
    "qualcode.analysis", "qualcode.checks", "qualcode.codebook.loader", "qualcode.codebook.write",
    "qualcode.core.results", "qualcode.core.table", "qualcode.exchange", "qualcode.ingest",
    "qualcode.project.add", "qualcode.project.cases", "qualcode.project.codings", "qualcode.report",
    "qualcode.tui",
}  # fmt: skip


def imported(tmp_path: Path, program: str, *argv: str) -> set[str]:
    """The modules that Python has after `program`, run in a process of its own with these arguments."""
    out = tmp_path / "modules.json"
    program += f"; import json, pathlib; pathlib.Path({str(out)!r}).write_text(json.dumps(list(sys.modules)))"
    repository = Path(qualcode.__file__).parents[1]
    environment = {**os.environ, "PYTHONPATH": str(repository)}
    done = subprocess.run(
        [sys.executable, "-c", f"import sys; {program}", *argv],
        capture_output=True, text=True, encoding="utf-8", env=environment, cwd=tmp_path,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return set(json.loads(out.read_text("utf-8")))


def command(tmp_path: Path, *argv: str) -> set[str]:
    """The modules that one run of the command line imports."""
    return imported(tmp_path, "from qualcode.cli import main; assert main() == 0", *argv)


@pytest.fixture
def project(tmp_path: Path) -> Path:
    root = tmp_path / "study"
    study(root, ANNA).close()
    return root


def test_importing_qualcode_imports_nothing_but_itself(tmp_path: Path) -> None:
    modules = imported(tmp_path, "import qualcode")
    assert {name for name in modules if name.startswith("qualcode")} == {"qualcode"}
    assert modules & HEAVY == set()


def test_the_version_needs_neither_a_project_nor_a_database(tmp_path: Path) -> None:
    modules = command(tmp_path, "--version")
    assert modules & (HEAVY | {"ruamel", "ruamel.yaml", "sqlite3", "tomllib"}) == set()
    assert {name for name in modules if name.startswith("qualcode.")} == {
        "qualcode.cli", "qualcode.cli.commands", "qualcode.cli.run", "qualcode.core", "qualcode.core.errors",
    }  # fmt: skip


def test_coding_an_answer_imports_no_library_and_no_other_part_of_qualcode(tmp_path: Path, project: Path) -> None:
    """The first run reads the codebook's YAML and keeps it; from then on nothing reads YAML either."""
    first = command(tmp_path, "-C", str(project), "tag", "D1#1", "frame:value")
    assert first & HEAVY == set()
    assert "ruamel.yaml" in first
    second = command(tmp_path, "-C", str(project), "tag", "D1#2", "frame:capacity")
    assert second & (HEAVY | {"ruamel", "ruamel.yaml"} | NOT_FOR_ONE_CODE) == set()
    with qualcode.open(project) as opened:
        assert [coding.code for coding in opened.codings()] == ["frame:value", "frame:capacity"]


ANALYSES = (
    ("shares",), ("shares", "--ci", "bootstrap"), ("crosstab", "--by", "case"), ("matrix",), ("cooccur",),
    ("keyness", "Anna", "Bo", "--by", "speaker"), ("rank",),
)  # fmt: skip


@pytest.mark.parametrize("argv", ANALYSES, ids=[" ".join(argv) for argv in ANALYSES])
def test_the_analyses_count_without_a_data_frame(tmp_path: Path, argv: tuple[str, ...]) -> None:
    """Importing pandas takes longer than any table of sixty interviews."""
    root = tmp_path / "study"
    opened = study(root, ANNA, BO)
    (root / "cases.csv").write_text("case,members,speaker\nA,D1,Anna\nB,M1,Bo\n", encoding="utf-8")
    opened.tag("D1#1", "value", qualifier="")
    opened.tag("M1#1", "support")
    opened.close()
    assert command(tmp_path, "-C", str(root), *argv) & {"pandas", "rich", "matplotlib"} == set()


@pytest.mark.parametrize("argv", [("status",), ("codebook", "list"), ("coder", "list")], ids=" ".join)
def test_lists_count_without_arrays(tmp_path: Path, argv: tuple[str, ...]) -> None:
    """Importing numpy takes as long as a list of sixty interviews; the database counts what a list shows."""
    root = tmp_path / "study"
    opened = study(root, ANNA)
    opened.tag("D1#1", "value")
    opened.close()
    assert command(tmp_path, "-C", str(root), *argv) & {"numpy", "pandas"} == set()


def test_the_collector_works_while_a_command_runs(tmp_path: Path) -> None:
    """It rests only while modules are imported: a long command must not keep what it has thrown away."""
    program = (
        "import gc, qualcode.cli.run as running; running.run = lambda argv: 0 if gc.isenabled() else 1; "
        "from qualcode.cli import main; assert main() == 0; assert gc.isenabled()"
    )
    imported(tmp_path, program, "--version")
