"""A study as text: deterministic, restored to the last row, and merged by git where two people coded apart."""

import contextlib
import shutil
import subprocess
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings

from qualcode.core.errors import DataError, ReadError, StoreNewer
from qualcode.core.model import Foreign
from qualcode.project import Project
from qualcode.project.coders import set_case, set_state
from qualcode.project.exchange import whole
from qualcode.project.memos import write as write_memo
from qualcode.project.snapshot import FOLDER, check, restore, write
from qualcode.project.snapshot.layout import name
from tests.cli.conftest import Run, qualcode

from ..study import ANNA, BO, study
from .test_merge import STEPS, content, merged, played

__all__ = ["qualcode"]


def coded(root: Path) -> Path:
    """A project with something of every kind in it."""
    with study(root, ANNA, BO) as project:
        project.tag("D1:2", "value", weight=0.5, memo='with "quotes" and\nlines')
        project.tag("D1:2", "open:Borgerne", coder="bo")
        project.tag("M1:4", "capacity", unsure=True)
        set_case(project, "Anna", {"role": "director"}, members=["D1"])
        set_state(project, "ana", ["D1"], "finished")
        write_memo(project, "D1:2", "about a place")
        write_memo(project, "-", "about the study")
        [first, *_] = project.codings()
        with project.writable.change("import", "ana") as change:
            part = Foreign("qdpx", "guids", "codings D1", f'{{"{first.id}":["GUID"]}}')
            change.insert("foreign_part", {"format": part.format, "kind": part.kind, "subject": part.subject,
                                           "value": part.value})  # fmt: skip
    return root


def text_of(folder: Path) -> dict[str, str]:
    return {path.relative_to(folder).as_posix(): path.read_text("utf-8")
            for path in sorted(folder.rglob("*")) if path.is_file()}  # fmt: skip


def snapshot(root: Path) -> dict[str, str]:
    with Project.open(root) as project:
        write(project, root / FOLDER)
    return text_of(root / FOLDER)


def fresh(root: Path, target: Path) -> Path:
    """What git carries: everything but the database."""
    shutil.copytree(root, target, ignore=shutil.ignore_patterns("qualcode.sqlite*", ".cache", "backups"))
    return target


def test_one_file_per_document_and_coder_with_a_line_a_coding(tmp_path: Path) -> None:
    found = snapshot(coded(tmp_path / "a"))
    assert {path for path in found if path.startswith(("codings/", "documents/"))} == {
        "codings/D1/ana.jsonl", "codings/D1/bo.jsonl", "codings/M1/ana.jsonl",
        "documents/D1.jsonl", "documents/D1.txt", "documents/M1.jsonl", "documents/M1.txt",
    }  # fmt: skip
    head, line = found["codings/D1/ana.jsonl"].splitlines()
    assert head == '{"document": "D1", "coder": "ana"}'
    assert line.startswith('{"uid": "') and '"code": "frame:value", "weight": 0.5, "memo": "with ' in line
    assert found["documents/D1.txt"] == ANNA.text


def test_restored_into_an_empty_folder_it_is_the_study_and_the_same_snapshot(tmp_path: Path) -> None:
    a = coded(tmp_path / "a")
    first = snapshot(a)
    b = fresh(a, tmp_path / "b")
    with Project.open(b) as project:
        restore(project, b / FOLDER)
        assert not check(project, b / FOLDER)
        with Project.open(a) as original:
            here, there = whole(original), whole(project)
            key = next(c.id for c in there.codings if c.code == "frame:value")
            assert there.foreign == (Foreign("qdpx", "guids", "codings D1", f'{{"{key}":["GUID"]}}'),)
            assert (here.documents, here.cases, here.assignments) == (there.documents, there.cases, there.assignments)
    assert content(a) == content(b)
    assert snapshot(b) == first == snapshot(a)


@settings(max_examples=6, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(STEPS, STEPS)
def test_any_study_comes_back_to_the_last_row(
    tmp_path_factory: pytest.TempPathFactory, steps: list[tuple[str, str, str, float]],
    later: list[tuple[str, str, str, float]],
) -> None:  # fmt: skip
    root = tmp_path_factory.mktemp("snapshot")
    with study(root / "a", ANNA, BO) as project:
        project.tag("D1:2", "value", weight=0.5)
    played(root / "a", steps, "ana")
    first = snapshot(root / "a")
    shutil.copytree(root / "a", root / "c")
    b = fresh(root / "a", root / "b")
    with Project.open(b) as project:
        restore(project, b / FOLDER)
    assert snapshot(b) == first and content(b) == content(root / "a")
    shutil.copytree(root / "c" / FOLDER, root / "then")
    played(root / "c", later, "bo")
    after = content(root / "c")
    with Project.open(root / "c") as project:
        restore(project, root / "then", force=True)
        once = {key: value for key, value in content(root / "c").items() if key not in ("codes", "cases")}
        assert once == {key: value for key, value in content(b).items() if key not in ("codes", "cases")}
        if project.store.history(1)[0].action == "restore":
            project.undo()
            assert content(root / "c") == after


def test_work_that_is_in_no_snapshot_is_not_taken_away(tmp_path: Path) -> None:
    a = coded(tmp_path / "a")
    snapshot(a)
    with Project.open(a) as project:
        project.tag("D1:4", "support")
        differ = check(project, a / FOLDER)
        assert differ.changed == ("codings/D1/ana.jsonl", "log/ana.jsonl") and not differ.missing
        with pytest.raises(DataError) as refused:
            restore(project, a / FOLDER)
        assert refused.value.slug == "not_in_snapshot"
        assert len(project.codings()) == 4
        assert restore(project, a / FOLDER, force=True).removed == {"codings": 1}
        assert len(project.codings()) == 3
        project.undo()
        assert len(project.codings()) == 4


def test_without_text_no_word_of_the_interviews_is_in_it(tmp_path: Path) -> None:
    a = coded(tmp_path / "a")
    with Project.open(a) as project:
        write(project, tmp_path / "public", text=False)
        everything = "".join(text_of(tmp_path / "public").values())
        for words in ("godt for borgerne", "Anna", "Byrådet", '"quote"'):
            assert words not in everything
        assert '"start": ' in everything and "frame:value" in everything
        before = content(a)
        project.untag("D1:2", "value")
        restore(project, tmp_path / "public")
        assert content(a) == before
    with study(tmp_path / "empty") as project, pytest.raises(DataError) as refused:
        restore(project, tmp_path / "public")
    assert refused.value.slug == "no_text"


@pytest.mark.file_engine
@pytest.mark.parametrize(("text", "dry_run"), [(False, False), (False, True), (True, True)])
def test_a_folder_without_a_database_stays_without_one_where_nothing_came_into_it(
    tmp_path: Path, text: bool, dry_run: bool
) -> None:
    with Project.open(coded(tmp_path / "a")) as project:
        write(project, tmp_path / "public", text=text)
    study(tmp_path / "empty").close()
    (tmp_path / "empty" / "qualcode.sqlite").unlink()
    before = sorted((tmp_path / "empty").rglob("*"))
    with (
        Project.open(tmp_path / "empty") as project,
        contextlib.nullcontext() if text else pytest.raises(DataError, match="the snapshot has no texts"),
    ):
        assert restore(project, tmp_path / "public", dry_run=dry_run).added["documents"] == 2
    assert sorted((tmp_path / "empty").rglob("*")) == before


def test_a_snapshot_merges_like_any_other_copy(tmp_path: Path) -> None:
    a = coded(tmp_path / "a")
    shutil.copytree(a, tmp_path / "b")
    with Project.open(tmp_path / "b", coder="bo") as project:
        project.tag("M1:4", "open:nyt", coder="bo")
    snapshot(tmp_path / "b")
    assert merged(a, tmp_path / "b" / FOLDER) == []
    assert content(a)["codings"] == content(tmp_path / "b")["codings"]


def test_what_is_no_snapshot_is_said_and_changes_nothing(tmp_path: Path) -> None:
    a = coded(tmp_path / "a")
    snapshot(a)
    before = content(a)
    with Project.open(a) as project:
        with pytest.raises(ReadError, match="no snapshot"):
            restore(project, tmp_path)
        path = a / FOLDER / "codings/D1/ana.jsonl"
        text = path.read_text("utf-8")
        for broken, told in (("<<<<<<< HEAD\n" + text, "line 1: git could not merge"), ("", "empty"),
                             (text.replace("frame:value", "frame:value", 1)[:-5], "line 2: no row")):  # fmt: skip
            path.write_text(broken, "utf-8")
            with pytest.raises(ReadError, match=told):
                restore(project, a / FOLDER, force=True)
        (a / FOLDER / "snapshot.json").write_text('{"format": "qualcode/snapshot/9", "text": true}')
        with pytest.raises(StoreNewer):
            restore(project, a / FOLDER)
    assert content(a) == before


@pytest.mark.skipif(shutil.which("git") is None, reason="git is not installed")
def test_two_coders_with_git(qualcode: Run, tmp_path: Path) -> None:
    """The page of the docs, run: two clones coded apart, pushed, pulled and restored, are equal."""

    def git(where: str, *words: str) -> None:
        named = ("-c", "user.name=x", "-c", "user.email=x@example.org", "-c", "commit.gpgsign=false")
        subprocess.run(["git", *named, "-C", str(tmp_path / where), *words], check=True, capture_output=True)

    with study(tmp_path / "ana", ANNA, BO) as project:
        project.tag("D1:2", "value")
    ignored = tmp_path / "ana" / ".gitignore"
    ignored.write_text(ignored.read_text("utf-8").replace("/snapshot/\n", ""), "utf-8")
    assert qualcode("-C", "ana", "snapshot").code == 0
    git("ana", "init", "-q", "-b", "main")
    git("ana", "add", "-A")
    git("ana", "commit", "-qm", "the study")
    git(".", "clone", "-q", "ana", "bo")
    assert qualcode("-C", "bo", "restore").code == 0
    assert qualcode("-C", "ana", "tag", "D1:4", "support", "--coder", "ana").code == 0
    assert qualcode("-C", "bo", "tag", "D1:4", "value", "--coder", "bo").code == 0
    assert qualcode("-C", "bo", "tag", "D1:2", "value", "--coder", "bo").code == 0
    for who in ("ana", "bo"):
        assert qualcode("-C", who, "snapshot", "--check").code == 1
        assert qualcode("-C", who, "snapshot").code == 0
        assert qualcode("-C", who, "snapshot", "--check").code == 0
        git(who, "add", "-A")
        git(who, "commit", "-qm", who)
    git("bo", "pull", "-q", "--no-rebase", "--no-edit")
    assert qualcode("-C", "bo", "restore").code == 0
    git("ana", "pull", "-q", "--no-rebase", "--no-edit", str(tmp_path / "bo"), "main")
    assert qualcode("-C", "ana", "restore").code == 0
    assert content(tmp_path / "ana") == content(tmp_path / "bo")
    assert qualcode("-C", "ana", "snapshot", "--check").code == 0
    for who in ("ana", "bo"):
        git(who, "status", "--porcelain")
    ana, bo = (qualcode("-C", who, "agree", "frame", "--json").out for who in ("ana", "bo"))
    assert ana == bo and '"codings": 4' in ana


def test_the_command_writes_elsewhere_with_what_belongs_to_it(qualcode: Run, tmp_path: Path) -> None:
    coded(tmp_path / "a")
    assert qualcode("-C", "a", "snapshot", "-o", "archive", "--allow-identifiable").code == 0
    assert qualcode("-C", "archive", "restore").code == 0
    assert content(tmp_path / "archive") == content(tmp_path / "a")
    assert qualcode("-C", "archive", "restore", "nowhere").code == 3


def test_a_trial_of_restoring_makes_no_copy(qualcode: Run, tmp_path: Path) -> None:
    """`--dry-run` says that it changes nothing; a copy for each trial would push the older ones out."""
    with study(tmp_path, ANNA, BO) as project:
        project.tag("D1:2", "value")
    assert qualcode("snapshot").code == 0
    assert qualcode("tag", "D1:4", "value").code == 0
    copies = qualcode("backups", "list", "--json").out
    tried = qualcode("restore", "--dry-run")
    assert (tried.code, "taken away: 1 coding\n" in tried.err) == (0, True), tried.err
    assert qualcode("backups", "list", "--json").out == copies
    assert qualcode("restore", "--force").code == 0
    assert qualcode("backups", "list", "--json").out != copies


def test_what_came_with_git_is_not_written_over(qualcode: Run, tmp_path: Path) -> None:
    """Whoever forgets `restore` after `git pull` would take away, with the next snapshot, what others did."""
    with study(tmp_path, ANNA, BO) as project:
        project.tag("D1:2", "value")
    assert qualcode("snapshot").code == 0
    path = tmp_path / FOLDER / "codings" / "D1" / "ana.jsonl"
    came = path.read_text("utf-8").replace('"frame:value"', '"frame:support"')
    path.write_text(came, "utf-8")
    assert qualcode("tag", "D1:4", "value").code == 0
    refused = qualcode("snapshot")
    assert (refused.code, "not_restored" in refused.err, "qualcode merge snapshot" in refused.err) == (3, True, True)
    assert path.read_text("utf-8") == came
    assert qualcode("restore", "--force").code == 0
    assert qualcode("snapshot").code == 0
    path.write_text("", "utf-8")
    assert qualcode("snapshot", "--force").code == 0
    assert path.read_text("utf-8") == came


def test_ends_of_lines_that_git_changed_on_the_way_move_no_place(tmp_path: Path) -> None:
    """As git does on Windows, unless a file says that it must not; places in a text count every letter."""
    a = coded(tmp_path / "a")
    assert snapshot(a)[".gitattributes"] == "* -text\n"
    b = fresh(a, tmp_path / "b")
    for path in (b / FOLDER).rglob("*.*"):
        path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    with Project.open(b) as project:
        restore(project, b / FOLDER)
    assert content(b) == content(a)


def test_a_text_that_was_edited_in_the_snapshot_is_refused(tmp_path: Path) -> None:
    a = coded(tmp_path / "a")
    snapshot(a)
    before = content(a)
    path = a / FOLDER / "documents" / "D1.txt"
    path.write_text(path.read_text("utf-8").replace("borgerne", "folk"), "utf-8")
    with Project.open(a) as project, pytest.raises(ReadError, match="not the one that was read in") as refused:
        restore(project, a / FOLDER, force=True)
    assert refused.value.slug == "snapshot_damaged"
    assert content(a) == before


def test_restoring_again_changes_nothing_and_what_is_done_then_is_noticed(tmp_path: Path) -> None:
    a = coded(tmp_path / "a")
    snapshot(a)
    b = fresh(a, tmp_path / "b")
    with Project.open(b) as project:
        assert restore(project, b / FOLDER).added
        done = project.store.history()
        for _ in range(2):
            again = restore(project, b / FOLDER)
            assert not (again.added or again.changed or again.removed)
        assert project.store.history() == done
        project.tag("D1:4", "support")
        project.undo()
        with pytest.raises(DataError) as refused:  # its log says something that the snapshot does not
            restore(project, b / FOLDER)
        assert refused.value.slug == "not_in_snapshot"


@pytest.mark.parametrize(
    ("id", "file"),
    [
        ("CON", "%43ON"),
        ("aux", "%61ux"),
        ("com1.2", "%63om1.2"),
        ("contact", "contact"),
        ("a/b", "a%2Fb"),
        (".x", "%2Ex"),
    ],
)
def test_a_document_has_a_file_that_every_system_can_make(id: str, file: str) -> None:
    assert name(id) == file


def test_what_differs_in_case_or_behind_a_long_beginning_has_files_of_its_own(tmp_path: Path) -> None:
    long = "Interview om ledelse på børneområdet i Københavns Kommune i det tredje år med "
    people = ("Søren", "søren", f"{long}a", f"{long}b")
    texts = [replace(document, id=f"{long}{document.id}") for document in (ANNA, BO)]
    with study(tmp_path / "a", *texts) as project:
        for coder in people:
            project.tag(f"{long}D1:2", "value", coder=coder)
    files = snapshot(tmp_path / "a")
    assert len({path.casefold() for path in files}) == len(files)
    assert max(len(part) for path in files for part in path.split("/")) < 130
    target = fresh(tmp_path / "a", tmp_path / "b")
    with Project.open(target) as project:
        restore(project, target / FOLDER)
        assert {coding.coder for coding in project.codings()} == set(people)
    assert content(target) == content(tmp_path / "a")
    assert snapshot(target) == files
