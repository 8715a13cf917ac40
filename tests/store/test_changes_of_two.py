"""One person's change is undone and done again after another has built on it, or has made the same meanwhile."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from qualcode.core.errors import DataError, UnknownName
from qualcode.project import Project
from qualcode.store import Change, Store
from tests.study import ANNA, BO, study


def coding(store: Store, change: Change, coder: str, code: str, start: int = 0) -> dict[str, Any]:
    """A row of a coding of the first five characters, or of those after `start`."""
    return {
        "document": store.document_keys()["D1"], "start": start, "stop": start + 5,
        "quote": ANNA.text[start : start + 5], "code": store.code_key(change, code),
        "coder": store.coder_key(change, coder), "created": "2026-01-01T00:00:00Z",
    }  # fmt: skip


def coded(store: Store, coder: str, code: str) -> None:
    with store.change("tag", coder) as change:
        change.insert("coding", coding(store, change, coder, code))


def codes(project: Project) -> list[tuple[str, str]]:
    return sorted((one.coder, one.code) for one in project.store.codings())


def test_a_code_that_another_uses_stays_when_its_maker_undoes(tmp_path: Path) -> None:
    project = study(tmp_path, ANNA)
    store = project.writable
    coded(store, "ana", "frame:value")
    coded(store, "bo", "frame:value")
    assert store.undo("ana") is not None
    assert codes(project) == [("bo", "frame:value")] and list(store.code_keys()) == ["frame:value"]
    assert store.undo("bo") is not None and codes(project) == []
    assert store.redo("bo") is not None and store.redo("ana") is not None
    assert codes(project) == [("ana", "frame:value"), ("bo", "frame:value")]


def test_a_code_made_again_by_another_meanwhile_is_the_one_that_is_meant(tmp_path: Path) -> None:
    project = study(tmp_path, ANNA)
    store = project.writable
    coded(store, "bo", "frame:capacity")
    coded(store, "ana", "frame:value")
    store.undo("ana")
    assert list(store.code_keys()) == ["frame:capacity"]
    with store.change("tag", "bo") as change:
        store.code_key(change, "frame:support")  # takes a key, so that the other code gets another one than before
        change.insert("coding", coding(store, change, "bo", "frame:value"))
    assert store.redo("ana") is not None
    assert codes(project) == [("ana", "frame:value"), ("bo", "frame:capacity"), ("bo", "frame:value")]
    assert sorted(store.code_keys()) == ["frame:capacity", "frame:support", "frame:value"]


def test_what_was_undone_means_its_own_codes_and_coder_whatever_others_made_meanwhile(tmp_path: Path) -> None:
    project = study(tmp_path, ANNA)
    store = project.writable
    coded(store, "ana", "frame:value")
    coded(store, "ana", "frame:value")
    for _ in range(2):
        store.undo("ana")
    assert list(store.code_keys()) == list(store.coder_keys()) == []
    coded(store, "bo", "frame:support")
    coded(store, "bo", "frame:value")
    theirs = [("bo", "frame:support"), ("bo", "frame:value")]
    for _ in range(2):
        assert store.redo("ana") is not None and store.redo("ana") is not None
        assert codes(project) == [("ana", "frame:value")] * 2 + theirs
        assert store.undo("ana") is not None and store.undo("ana") is not None
        assert codes(project) == theirs
    coded(store, "cat", "frame:capacity")
    store.undo("cat")
    coded(store, "dan", "frame:mission")
    assert store.redo("cat") is not None and store.undo("cat") is not None and store.redo("cat") is not None
    assert codes(project) == [*theirs, ("cat", "frame:capacity"), ("dan", "frame:mission")]


def test_an_interview_in_which_another_has_coded_is_not_taken_away_by_undo(tmp_path: Path) -> None:
    project = study(tmp_path, ANNA)
    store = project.writable
    coded(store, "bo", "frame:value")
    with pytest.raises(DataError, match="others have changed or coded since") as raised:
        store.undo("ana")
    assert raised.value.slug == "changed_since"
    assert store.document_ids() == ["D1"] and codes(project) == [("bo", "frame:value")]
    store.undo("bo")
    assert store.undo("ana") is not None and store.document_ids() == []
    assert store.redo("ana") is not None and store.document_ids() == ["D1"]


def test_which_questions_turns_answer_is_undone_and_done_again(tmp_path: Path) -> None:
    store = study(tmp_path, ANNA).writable

    def asked() -> list[str | None]:
        document = store.document("D1")
        assert document is not None
        return [turn.question for turn in document.turns]

    before = asked()
    with store.change("question set", "ana") as change:
        change.questions(store.document_keys()["D1"], dict.fromkeys(range(1, len(before) + 1), "9"))
    assert set(asked()) == {"9"} != set(before)
    store.undo("ana")
    assert asked() == before
    store.redo("ana")
    assert set(asked()) == {"9"}


def test_each_coding_has_a_lasting_id_and_keeps_the_one_it_came_with(tmp_path: Path) -> None:
    store = study(tmp_path, ANNA).writable
    with store.change("tag", "ana") as change:
        first = change.insert("coding", coding(store, change, "ana", "frame:value"))
        change.insert("coding", {**coding(store, change, "ana", "frame:value", 5), "uid": "from elsewhere"})
        many = change.insert_all("coding", [coding(store, change, "ana", "frame:value", at) for at in (10, 15)])
    uids = {row["key"]: row["uid"] for row in store.plain_rows("coding")}
    assert len(uids) == len(set(uids.values())) == 4 and all(uids.values()) and "from elsewhere" in uids.values()
    assert [first, *many] == [key for key, uid in uids.items() if uid != "from elsewhere"]


def test_a_row_that_is_gone_is_neither_changed_nor_taken_away(tmp_path: Path) -> None:
    store = study(tmp_path, ANNA).writable
    for act in (lambda change: change.delete("coding", 99), lambda change: change.update("coding", 99, {"memo": "x"})):
        with pytest.raises(DataError, match="taken away by another program") as raised, store.change("x", "ana") as one:
            act(one)
        assert raised.value.slug == "gone_meanwhile"
    with store.change("tag", "ana") as change:
        key = change.insert("coding", coding(store, change, "ana", "frame:value"))
    with store.change("untag", "ana") as change:
        change.delete("coding", key)
    assert store.codings() == []
    store.undo("ana")
    assert [one.id for one in store.codings()] == [key]


@pytest.mark.file_engine
def test_a_copy_put_back_stands_in_the_history_and_brings_its_files(tmp_path: Path) -> None:
    project = study(tmp_path, ANNA, BO)
    frame, cases = tmp_path / "codebooks" / "frame.yaml", tmp_path / "cases.csv"
    before, same = frame.read_text("utf-8"), cases.stat().st_mtime_ns
    project.writable.backup("trying it")
    frame.write_text(before + "# a remark\n", "utf-8")
    (tmp_path / "codebooks" / "later.yaml").write_text("id: later\n", "utf-8")
    project.writable.restore(1, "bo")
    assert frame.read_text("utf-8") == before
    assert cases.stat().st_mtime_ns == same, "a file that is as it was is not written"
    entry = project.writable.history(1)[0]
    assert (entry.action, entry.coder) == ("backups restore", "bo")
    assert entry.summary.startswith("backup 1, made ") and entry.summary.endswith(" before trying it")
    with pytest.raises(UnknownName, match="there is no backup '11'") as raised:
        project.writable.restore(11, "bo")
    assert raised.value.hint == "`qualcode backups` lists them"
