"""The pages on working together are run line by line, as two people would type them."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from ..postgres import Server, program
from ..study import ANNA, BO, study
from .test_rounds_apart import everything

DOCS = Path(__file__).resolve().parents[2] / "docs"

ANSWERS = "y\nklart\nn\nfor vagt\n" + "y\n\n" * 20
"""What Cleo types at the questions of a review."""
MAY_SAY_NO = ("review", "agree", "merge", "snapshot --check")
"""Commands that end with 1 where the answer is no: something is still open."""


def lines(page: str, section: str = "") -> list[str]:
    """The commands of a page, or of one of its sections, in order."""
    text = (DOCS / page).read_text("utf-8")
    if section:
        text = text.split(f"## {section}")[1].split("\n## ")[0]
    blocks = re.findall(r"```sh\n(.*?)```", text, re.DOTALL)
    return [line for block in blocks for line in block.splitlines() if line.strip()]


def typed(folder: Path, commands: list[str], **variables: str) -> dict[str, str]:
    """Type the lines into a shell, one after the other; what each printed."""
    scripts = str(Path(sys.executable).parent)
    environment = {
        **os.environ, "PATH": os.pathsep.join((scripts, SERVER_PROGRAMS, os.environ["PATH"])), "HOME": str(folder),
        "GIT_AUTHOR_NAME": "x", "GIT_AUTHOR_EMAIL": "x@example.org", "GIT_COMMITTER_NAME": "x",
        "GIT_COMMITTER_EMAIL": "x@example.org", "GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_SYSTEM": os.devnull,
        "QUALCODE_CODER": "", **variables,
    }  # fmt: skip
    at = folder
    said = {}
    for line in commands:
        if line.startswith("cd "):
            at = (at / line.split()[1]).resolve()
            continue
        ran = subprocess.run(
            ["bash", "-c", line], cwd=at, env=environment, input=ANSWERS, capture_output=True, text=True, timeout=120
        )
        no = any(f"qualcode {command}" in line for command in MAY_SAY_NO)
        assert ran.returncode in ((0, 1) if no else (0,)), f"{at.name}$ {line}\n{ran.stdout}\n{ran.stderr}"
        said[line] = ran.stdout + ran.stderr
    return said


SERVER_PROGRAMS = str(Path(program("pg_dump") or "").parent)

needs_shell = pytest.mark.skipif(shutil.which("bash") is None, reason="the pages are typed into bash")


@needs_shell
def test_two_coders_from_the_plan_to_the_method_chapter(tmp_path: Path) -> None:
    said = typed(tmp_path, lines("two-coders.md"))
    assert "blind" in next(text for line, text in said.items() if "--kind training" in line)
    assert "training" in said["qualcode agree --rounds"] and "main" in said["qualcode agree --rounds"]
    assert "cleo" in said["qualcode review --decided"]
    assert (tmp_path / "study" / "agreement.docx").is_file()
    method = said["qualcode report method --layer consensus --lang en"]
    assert "Round main" in method and "cleo decided" in " ".join(method.split())
    table = said["qualcode shares moore --by role --layer consensus"]
    assert "director" in table and "manager" in table
    told = re.findall(r"^> (.*)$", (DOCS / "two-coders.md").read_text("utf-8"), re.MULTILINE)
    assert " ".join(told) in " ".join(method.split()), "the sentences that the page shows are those it writes"


@needs_shell
@pytest.mark.skipif(shutil.which("git") is None, reason="needs git")
def test_the_study_as_text_and_git(tmp_path: Path) -> None:
    with study(tmp_path / "ana", ANNA, BO) as project:
        for coder in ("ana", "bo"):
            project.tag("M1:2", "capacity", coder=coder)
    said = typed(tmp_path, lines("team.md", "The study as text, and git"))
    assert "up to date" in said["qualcode snapshot --check"] or said["qualcode snapshot --check"].strip() == ""
    assert everything(tmp_path / "ana") == everything(tmp_path / "bo")
    assert (tmp_path / "bo" / "cases.csv").is_file(), "groups are counted in every copy"


@needs_shell
def test_a_study_on_a_server_from_zero_to_a_folder_again(tmp_path: Path, server: Server) -> None:
    """The page's server is the test's: who is let in there has no password, and all else is typed as it stands."""
    for statement in ("CREATE ROLE ana LOGIN", "CREATE ROLE bo LOGIN", "CREATE ROLE cat LOGIN",
                      "CREATE DATABASE study OWNER ana"):  # fmt: skip
        server.sql(statement)

    def page(section: str) -> list[str]:
        here = f"@127.0.0.1:{server.port}/study"
        return [line.replace("@server.example.org/study", here) for line in lines("together.md", section)]

    agreed = "qualcode agree moore --document D1"
    said = typed(tmp_path, page("From zero"))
    assert "bo" in said["qualcode find --code moore:value --document D1"], "what Bo did is seen at once"
    assert "moore:value\tpercent_agreement\t1\t" in said[agreed]
    assert "moore:support\tpercent_agreement\t0.9" in said[agreed], "one answer of twelve"
    keeper = {"PGHOST": "127.0.0.1", "PGPORT": str(server.port), "PGUSER": "owner"}
    after = typed(tmp_path / "study", page("Backups"), **keeper)
    assert after[agreed] == said[agreed], "in the folder it is what it was on the server"
    assert (tmp_path / "study" / "qualcode.sqlite").is_file()
    moved = subprocess.run(
        [sys.executable, "-m", "qualcode", "-C", str(tmp_path / "study-of-bo"), "status"],
        capture_output=True,
        text=True,
    )
    assert (moved.returncode, "moved" in moved.stderr) == (4, True), moved.stderr
