"""A coding is the same in every program that keeps its GUID: what comes back is known again."""

from __future__ import annotations

import re
import shutil
import zipfile
from pathlib import Path

import pytest

from qualcode.project import Project, memos
from qualcode.project.files_in import import_file
from qualcode.project.files_out import export_study
from qualcode.project.merging.merge import merge
from tests.study import FRAME, conversation, study


@pytest.fixture
def project(tmp_path: Path) -> Project:
    made = study(tmp_path / "s", conversation("D1", ("I", "Who?"), ("A", "The board decides, and I do.")), frame=FRAME)
    made.tag("D1:2", "frame:value", quote="The board decides")
    made.tag("D1:2", "frame:support", quote="I do", memo="Said twice.")
    memos.write(made, "D1:2", "Who is the board?")
    return made


def uids(project: Project) -> dict[str, str]:
    return {coding.code: coding.uid for coding in project.store.codings()}


def through_another_program(path: Path) -> Path:
    """The file as another program gives it back: its XML written anew, what only qualcode reads dropped."""
    changed = path.with_name("changed.qdpx")
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(changed, "w") as new:
        for name in old.namelist():
            if name != "qualcode.json":
                content = old.read(name)
                new.writestr(name, content + b"<!-- seen -->" if name.endswith(".qde") else content)
    return changed


def test_a_coding_has_the_guid_that_its_lasting_id_says(project: Project, tmp_path: Path) -> None:
    export_study(project, tmp_path / "s.qdpx")
    with zipfile.ZipFile(tmp_path / "s.qdpx") as archive:
        xml = archive.read("project.qde").decode()
    for uid in uids(project).values():
        plain = xml.replace("-", "").lower()
        assert f'guid="{uid}"' in plain


def test_it_keeps_it_through_another_program(project: Project, tmp_path: Path) -> None:
    export_study(project, tmp_path / "s.qdpx")
    other = study(tmp_path / "other", frame=FRAME)
    import_file(other, through_another_program(tmp_path / "s.qdpx"))
    assert uids(other) == uids(project)
    assert [memo.uid for memo in other.store.memos()] == [memo.uid for memo in project.store.memos()]


@pytest.mark.parametrize("whole", [True, False])
def test_bringing_a_file_in_twice_is_bringing_it_in_once(project: Project, tmp_path: Path, whole: bool) -> None:
    export_study(project, tmp_path / "s.qdpx")
    path = tmp_path / "s.qdpx" if whole else through_another_program(tmp_path / "s.qdpx")
    for _ in range(2):
        import_file(project, path)
        merge(project, path)
    assert len(list(project.store.codings())) == 2
    assert len(project.store.memos()) == 1


def test_a_coding_that_was_changed_here_since_does_not_come_twice_under_one_id(
    project: Project, tmp_path: Path
) -> None:
    export_study(project, tmp_path / "s.qdpx")
    project.untag("D1:2", "frame:value")
    project.tag("D1:2", "frame:value")
    project.undo()
    import_file(project, through_another_program(tmp_path / "s.qdpx"))
    found = [coding.uid for coding in project.store.codings()]
    assert len(found) == len(set(found))
    shutil.rmtree(project.root / "imported", ignore_errors=True)


def test_a_coding_that_was_changed_since_and_one_that_came_again_have_guids_of_their_own(
    project: Project, tmp_path: Path
) -> None:
    export_study(project, tmp_path / "s.qdpx")
    came = through_another_program(tmp_path / "s.qdpx")
    other = study(tmp_path / "other", frame=FRAME)
    import_file(other, came)
    with other.writable.change("recode", "ana") as change:
        change.update("coding", next(each.id for each in other.store.codings()), {"start": 8})
    import_file(other, came)
    export_study(other, tmp_path / "again.qdpx")
    with zipfile.ZipFile(tmp_path / "again.qdpx") as archive:
        guids = re.findall(r'<Coding guid="([^"]+)"', archive.read("project.qde").decode())
    assert len(guids) == 3 == len(set(guids))
