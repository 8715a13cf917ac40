"""A project of thousands of codings is read once, and nothing is found out that nobody is told."""

from __future__ import annotations

import subprocess
import sys
import zipfile
from pathlib import Path
from typing import Any

import pytest
from lxml import etree

from qualcode.exchange import studies
from qualcode.exchange.interface import Choices
from qualcode.exchange.markup import local
from qualcode.exchange.refi.elements import tidied
from qualcode.ingest import read as ingest
from qualcode.project import Project, init
from qualcode.project.files_in import import_file
from qualcode.project.files_out import export_study

from .refi_files import G, archive, coding, project, selection, text_source

SAID = "I: Hvad er data?\nAnna: Vi har ikke folk til det.\nI: Og penge?\nAnna: Dem har vi heller ikke.\n"
MARKED = selection(200, SAID.index("ikke"), SAID.index(" til"), coding(300)) + selection(201, 17, 21, coding(301, 13))


def coded(folder: Path) -> Path:
    return archive(folder / "s.qdpx", project(f"<Sources>{text_source(MARKED)}</Sources>"), P1_txt=SAID)


def empty(root: Path, guide: str = "") -> Project:
    folder = init(root, name="A study", coder="ana")
    if guide:
        (root / "questions.yaml").write_text(guide, encoding="utf-8")
    return Project.open(folder)


@pytest.mark.parametrize("guide", ["", "questions:\n  - id: Q1\n    text: Hvad er data?\n"], ids=["no guide", "guide"])
def test_a_trial_says_what_the_import_says(tmp_path: Path, guide: str) -> None:
    with empty(tmp_path / "a", guide) as study:
        tried = import_file(study, coded(tmp_path), dry_run=True)
        assert not list(study.documents()) and not list(study.codings())
        done = import_file(study, coded(tmp_path))
        assert tried.account.plain() == done.account.plain()
        assert ("matched to the guide" in str(done.account.notes)) is bool(guide)
        assert [each.quote for each in study.codings()] == ["Anna", "ikke folk"]
        (document,) = study.documents()
        assert [turn.speaker for turn in document.turns] == ["I", "Anna", "I", "Anna"]


def test_a_trial_seeks_no_speakers_and_makes_no_copy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*given: Any, **named: Any) -> Any:
        raise AssertionError("nobody is told of it")

    with empty(tmp_path / "a") as study:
        monkeypatch.setattr(ingest, "with_turns", refuse)
        monkeypatch.setattr("qualcode.store.backups.make", refuse)
        assert import_file(study, coded(tmp_path), dry_run=True).account.carried["codings"] == 2


def test_words_of_selections_are_looked_up_for_a_sample_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    line = "ord " * 5000
    inside = "".join(selection(1000 + at, 4 * at, 4 * at + 3, coding(9000 + at)) for at in range(5000))
    path = archive(tmp_path / "s.qdpx", project(f"<Sources>{text_source(inside)}</Sources>"), P1_txt=line)
    asked: list[str] = []

    def text_of(element: Any, name: str) -> str:
        asked.append(name)
        return ""

    monkeypatch.setattr("qualcode.exchange.refi.selections.text_of", text_of)
    with empty(tmp_path / "a") as study:
        assert import_file(study, path, dry_run=True).account.carried["codings"] == 5000
    assert 0 < len(asked) <= 2000


def test_reading_a_project_brings_no_web_client_along() -> None:
    program = "import sys, qualcode.exchange.refi.codec; print('urllib.request' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"


@pytest.mark.parametrize("name", ["study.qdpx", "study.qda", "study.sqlite3"])
def test_reading_and_writing_say_how_far_they_are(tmp_path: Path, name: str) -> None:
    with empty(tmp_path / "a") as study:
        import_file(study, coded(tmp_path))
        written: list[tuple[int, int]] = []
        export_study(study, tmp_path / name, progress=lambda *told: written.append(told))
    read: list[tuple[int, int]] = []
    codec = studies.by_suffix(Path(name)).load()
    there = tmp_path / name if name != "study.qdpx" else coded(tmp_path)  # our own says all in one value
    codec.read(there, Choices(progress=lambda *told: read.append(told)))
    assert (0, 1) in written and (0, 1) in read, "the one document"


def test_parts_in_another_order_than_the_standards_are_put_in_order() -> None:
    source = etree.fromstring("<TextSource><PlainTextSelection/><Description/><PlainTextSelection/></TextSource>")
    tidied(source)
    assert [local(each) for each in source] == ["Description", "PlainTextSelection", "PlainTextSelection"]


def test_what_is_kept_for_the_way_back_is_stored_once_and_short_and_stands_after_undo_and_redo(tmp_path: Path) -> None:
    number = 400
    marked = "".join(
        f'<PlainTextSelection guid="{G(1000 + at)}" name="Anna" startPosition="{17 + at % 10}" '
        f'endPosition="{30 + at // 10}" '
        f'creatingUser="{G(1)}" creationDateTime="2026-03-01T10:00:00Z" modifyingUser="{G(2)}" '
        f'modifiedDateTime="2026-03-02T10:00:00Z">{coding(5000 + at, 12 + at % 2, 1 + at // 200)}</PlainTextSelection>'
        for at in range(number)
    )
    came = archive(tmp_path / "s.qdpx", project(f"<Sources>{text_source(marked)}</Sources>"), P1_txt=SAID)
    with empty(tmp_path / "a") as study:
        import_file(study, came)
        export_study(study, tmp_path / "first.qdpx")
        kept = sum(len(part.value) for _, part in study.store.foreign())
        [[history]] = study.store.rows("SELECT sum(length(changes)) FROM history WHERE action = 'import'")
        codings = len(list(study.codings()))
        assert kept < 130 * codings and history < 25 * codings
        study.undo()
        assert not study.store.foreign()
        study.redo()
        export_study(study, tmp_path / "second.qdpx")
    assert (tmp_path / "second.qdpx").read_bytes() == (tmp_path / "first.qdpx").read_bytes()
    with zipfile.ZipFile(tmp_path / "first.qdpx") as written:
        sources = etree.fromstring(written.read("project.qde")).find("{*}Sources")
    assert sources is not None
    for each in sources.iter("{*}PlainTextSelection"):
        assert (each.get("name"), each.get("creatingUser"), each.get("creationDateTime"), each.get("modifyingUser"),
                each.get("modifiedDateTime")) == (
            "Anna", G(1), "2026-03-01T10:00:00Z", G(2), "2026-03-02T10:00:00Z")  # fmt: skip
    assert {each.get("guid") for each in sources.iter("{*}Coding")} <= {G(5000 + at) for at in range(number)}
