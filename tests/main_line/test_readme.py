"""The README's ten minutes, line by line as they stand there, on Word transcripts, to the appendix."""

from __future__ import annotations

import re
import shlex
import shutil
from collections.abc import Iterator
from pathlib import Path

import docx
import pytest

from tests.cli.conftest import Run

README = Path(__file__).resolve().parents[2] / "README.md"
SCREEN = ["qualcode", "tag"]
"""The one line that needs a person at a terminal."""

GUIDE = (
    "Hvad er værdien af data for borgerne?",
    "Hvem bakker op om arbejdet med data?",
    "Har I kapacitet til at bruge data?",
)
"""What is asked of everybody; each answer goes on over a follow-up, and a colleague speaks in turn 15."""


def interview(path: Path, name: str) -> None:
    """A transcript as people have it: one paragraph a turn, the label before a colon."""
    document = docx.Document()
    for question in GUIDE:
        document.add_paragraph(f"Interviewer: {question}")
        document.add_paragraph(f"{name}: Det er svært at sige kort, men data gør en forskel for borgerne.")
        document.add_paragraph("Interviewer: Kan du give et eksempel?")
        document.add_paragraph(f"{name}: Ja, sidste år blev ventetiden halveret.")
    document.add_paragraph("Interviewer: Er der mere at sige om opbakningen?")
    document.add_paragraph(f"{name}: Ja, byrådet bakkede op fra begyndelsen.")
    for words in ("Kollega: Ja, men det tog for lang tid.", "Interviewer: Hvor lang?", "Kollega: To hele år."):
        document.add_paragraph(words)
    document.save(str(path))


def lines() -> Iterator[str]:
    """The commands of the section, without their comments."""
    section = README.read_text("utf-8").split("## Ten minutes on your own interviews")[1].split("\n## ")[0]
    for block in re.findall(r"```sh\n(.*?)```", section, flags=re.DOTALL):
        yield from block.splitlines()


def test_the_ten_minutes_run_as_they_stand_there(
    qualcode: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    home = tmp_path / "home"
    (home / "interviews").mkdir(parents=True)
    for id, name in (("P07", "Karen"), ("P08", "Ole")):
        interview(home / "interviews" / f"{id}.docx", name)
    ran = []
    for line in lines():
        words = shlex.split(re.sub(r"\s+#\s.*", "", line))
        if words[0] == "cd":
            monkeypatch.chdir(words[1])
            guide = docx.Document()
            for question in GUIDE:
                guide.add_paragraph(question, style="List Number")
            guide.save("interview-guide.docx")
            Path("tags.csv").write_text("document,address,code\nP08,P08#1,moore:value\n", "utf-8")
        elif words[0] == "cp":
            for path in sorted(home.glob(words[1].removeprefix("~/"))):
                shutil.copy(path, words[2])
        elif words == SCREEN:
            assert "terminal" in qualcode(*words[1:]).err, "the screen says what it needs"
        else:
            assert words[0] == "qualcode", line
            done = qualcode(*words[1:])
            assert done.code == 0, f"{line}\n{done.out}\n{done.err}"
        ran.append(line)
    assert len(ran) > 20
    body = docx.Document("appendix.docx").element.body
    assert "byrådet bakkede op" in "".join(body.itertext())
    assert Path("table4.docx").exists()


def test_without_its_mark_the_appendix_is_refused_with_the_readmes_own_command(qualcode: Run, tmp_path: Path) -> None:
    interview(tmp_path / "P07.docx", "Karen")
    assert qualcode("init", ".", "--lang", "da").code == 0
    assert qualcode("add", "P07.docx").code == 0
    refused = qualcode("appendix", "appendix.docx")
    assert (refused.code, "identifiable" in refused.err) == (2, True)
    assert "qualcode pseudonymised" in refused.err and "qualcode pseudonymised --all" in "\n".join(lines())
    assert qualcode("appendix", "appendix.docx", "--allow-identifiable").code == 0
