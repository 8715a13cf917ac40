"""What erasing takes out of the database, table by table, and what it says of it."""

from __future__ import annotations

from pathlib import Path

from qualcode.project import Project
from qualcode.store.erase import holds
from tests.study import ANNA, BO, conversation, study

EVA = conversation("X1", ("I", "Hvad så?"), ("Eva", "Det nye system tager al vores tid."))


def test_it_counts_what_is_gone_and_leaves_the_others(tmp_path: Path) -> None:
    project = study(tmp_path, ANNA, BO, EVA)
    for address in ("D1:2", "D1:4", "X1:2", "M1:2"):
        project.tag(address, "value")
    erased = project.writable.erase(["D1", "X1"], "ana")
    assert erased.codings == 3
    assert [coding.document for coding in project.store.codings()] == ["M1"]
    assert erased.changes == 4, "two documents that were added together, and three codings"
    assert "Det nye system tager al vores tid." in erased.passages


def test_memos_decisions_and_words_about_them_are_among_what_is_looked_for(tmp_path: Path) -> None:
    project = study(tmp_path, ANNA, BO)
    project.tag("D1:2", "value", memo="Hun lød meget træt her.")
    erased = project.writable.erase(["D1"], "ana")
    assert "Hun lød meget træt her." in erased.passages


def test_what_merging_and_other_programs_brought_is_gone_where_it_is_about_the_person(tmp_path: Path) -> None:
    project = study(tmp_path, ANNA, BO)
    project.tag("D1:2", "value")
    said = ANNA.turns[1].span.cut(ANNA.text)
    [uid] = project.store.coding_uids()
    with project.writable.change("merge", "ana") as change:
        for summary in (f"about: {said}", "about the frame"):
            row = {"at": "2026-01-01T00:00:00Z", "coder": "bo", "action": "memo", "summary": summary, "state": "done"}
            change.insert("joined_history", row)
        for subject in (f"coding {uid} weight", "case K1 role"):
            change.insert("settled", {"subject": subject, "refused": "1", "coder": "bo", "at": "2026-01-01T00:00:00Z"})
        for subject, value in (("document D1", "a"), ("document M1", "b"), ("notes", f"<p>{said}</p>")):
            change.insert("foreign_part", {"format": "qdpx", "kind": "xml", "subject": subject, "value": value})
    project.writable.erase(["D1"], "ana")
    assert [entry.summary for entry in project.store.joined_history()] == ["D1", "about the frame"]
    assert [subject for subject, *_ in project.store.settled()] == ["case K1 role"]
    assert [part.subject for _, part in project.store.foreign()] == ["document M1"]


def test_a_copy_holds_a_document_until_it_is_erased(tmp_path: Path) -> None:
    project = study(tmp_path, ANNA, BO)
    copy = tmp_path / "copy.sqlite"
    project.store.copy_to(copy)
    assert holds(copy, ["D1", "M1"]) and holds(copy, ["D1"]) and not holds(copy, ["Z9"])
    project.writable.erase(["D1"], "ana")
    project.close()
    with Project.open(tmp_path) as opened:
        after = tmp_path / "after.sqlite"
        opened.store.copy_to(after)
    assert not holds(after, ["D1"]) and holds(after, ["M1"])
