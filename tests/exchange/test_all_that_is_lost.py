"""What another program cannot hold is said, all of it and nothing else; what came twice is stored once."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from qualcode.core.model import (
    AnswerStatus,
    Bundle,
    Case,
    Code,
    Codebook,
    Coder,
    Coding,
    Document,
    Member,
    Memo,
    Span,
    Turn,
)  # fmt: skip
from qualcode.exchange import read_study, write_study
from qualcode.project import Project
from tests.cli.conftest import Run, qualcode
from tests.study import ANNA, study

from .refi_files import G, archive, coding, project, selection, text_source
from .test_qdpx_write import _without_extra

__all__ = ["qualcode"]

TEXT = "Hvad mangler?\n\nIngenting."
STUDY = Bundle(
    "S", "en",
    (Document("s-1", "s-1", "survey", TEXT),),
    (Codebook("b", {"en": "B"}, (Code("x", {"en": "X"}, brief={"en": "What is meant."}),)),),
    (Coding(1, "s-1", Span(15, 24), "Ingenting", "b:x", "ana"),),
    (Coder("ana"),),
    (Case("K1", "Kari Nordmann"),),
    memos=(
        Memo.on("", 1, "about the study", "ana", ""),
        Memo.on("case K1", 2, "about Kari", "ana", ""),
        Memo.on("code b:x", 3, "about the code", "ana", ""),
    ),
    statuses=(AnswerStatus("s-1", "1", "no_answer"),),
)  # fmt: skip


@pytest.mark.parametrize("name", ["a.qdpx", "a.qda", "a.sqlite3"])
def test_marks_of_answers_and_kinds_of_documents_are_among_what_is_lost(tmp_path: Path, name: str) -> None:
    said = write_study(STUDY, tmp_path / name).plain()
    lost = {each["kind"]: (each["count"], each["examples"]) for each in said["lost"]}
    assert lost["answer marks"] == (1, ["s-1#1 no_answer"])
    assert lost["kinds of documents"] == (1, ["s-1: survey"])
    plain = replace(STUDY, documents=(replace(STUDY.documents[0], kind="interview"),), statuses=(), cases=(), memos=())
    (tmp_path / "b").mkdir()
    assert write_study(plain, tmp_path / "b" / name).plain()["lost"] == []


@pytest.mark.parametrize("name", ["a.qdpx", "a.qda"])
def test_the_name_of_a_case_stands_in_its_text_and_that_is_said(tmp_path: Path, name: str) -> None:
    said = write_study(STUDY, tmp_path / name).plain()["changed"]
    assert ("names of cases", ["Kari Nordmann"]) in [(each["kind"], each["examples"]) for each in said]
    other = replace(STUDY, cases=(Case("K1", "K1"),))
    (tmp_path / "b").mkdir()
    assert "names of cases" not in {
        each["kind"] for each in write_study(other, tmp_path / "b" / name).plain()["changed"]
    }


def test_a_memo_about_a_case_is_one_memo_for_others(tmp_path: Path) -> None:
    write_study(STUDY, tmp_path / "a.qdpx")
    _without_extra(tmp_path / "a.qdpx", tmp_path / "b.qdpx")
    memos = read_study(tmp_path / "b.qdpx").bundle.memos
    assert sorted((memo.about, memo.text) for memo in memos) == [
        ("", "about the study"), ("case K1", "Kari Nordmann\n\nabout Kari"), ("code s:x", "about the code"),
    ]  # fmt: skip


def test_a_memo_about_the_study_gets_no_heading_by_the_way_through_qualcoder(tmp_path: Path) -> None:
    write_study(STUDY, tmp_path / "a.qda")
    assert "about the study" in [memo.text for memo in read_study(tmp_path / "a.qda").bundle.memos]


@pytest.mark.parametrize("name", ["codings.csv", "codings.xlsx", "codings.jsonl"])
def test_a_coding_with_blanks_at_its_ends_is_there_already(qualcode: Run, tmp_path: Path, name: str) -> None:
    """A cell does not keep them, but the address does."""
    study(tmp_path, ANNA).close()
    start = ANNA.text.index(" er godt for")
    qualcode("tag", f"D1@{start}-{start + 13}", "frame:value")
    assert qualcode("export", name, "--allow-identifiable").code == 0
    ran = qualcode("import", name)
    assert "1 coding is here already, just so" in ran.err, ran.err
    assert "0 codings added" in qualcode("tag", "--from", name).err


@pytest.mark.parametrize("name", ["a.qdpx", "a.qda", "a.sqlite3", "a.qdc"])
def test_texts_of_a_code_that_become_one_are_said(name: str, tmp_path: Path) -> None:
    code = Code("x", {"en": "X"}, brief={"en": "What is meant."}, use={"en": "When it is said."})
    study = replace(STUDY, codebooks=(Codebook("b", {"en": "B"}, (code, replace(code, id="y", use={}))),))
    changed = write_study(study, tmp_path / name).plain()["changed"]
    assert [each["count"] for each in changed if each["kind"] == "definitions"] == [1]


def test_what_taguette_makes_of_a_tree_is_said(tmp_path: Path) -> None:
    codes = (Code("a", {"en": "A"}, codable=False), Code("a.b", {"en": "B. C"}, parent="a"))
    study = replace(STUDY, codebooks=(Codebook("b", {"en": "B"}, codes),), codings=())
    told = [str(each) for each in write_study(study, tmp_path / "a.sqlite3").changed]
    assert told[:3] == [
        "1 code: only group others here, and can be applied in Taguette (A)",
        "1 code: stand below another, which the dots of their names say (A.B· C)",
        "1 code: have a dot in their name, which is · there (B. C)",
    ]


@pytest.mark.parametrize("name", ["a.qdpx", "a.qda", "a.sqlite3"])
def test_ids_and_speakers_that_only_words_tell_elsewhere_are_said(tmp_path: Path, name: str) -> None:
    turn = Turn(1, "Kari", "informant", Span(15, 24))
    titled = replace(STUDY.documents[0], id="D1", title="Interview med Kari", turns=(turn,))
    second = replace(STUDY.codebooks[0], id="c")
    told = write_study(replace(STUDY, documents=(titled,), codebooks=(*STUDY.codebooks, second), codings=(),
                               cases=(), memos=(), statuses=()), tmp_path / name).notes  # fmt: skip
    assert "documents go by their titles there, and not by their ids: D1: Interview med Kari" in told
    assert "the codebooks b, c are branches of one tree of codes there" in told
    assert "who speaks in 1 document is told by the words alone there" in told
    (tmp_path / "b").mkdir()
    plain = replace(STUDY, documents=(replace(STUDY.documents[0], title="s-1.docx"),), cases=())
    assert write_study(plain, tmp_path / "b" / name).notes == []


@pytest.mark.parametrize("name", ["b.qdpx", "a.qda"])
def test_a_case_in_the_document_of_another_keeps_its_passage(tmp_path: Path, name: str) -> None:
    cases = (Case("All", members=(Member("s-1"),)), Case("Part", members=(Member("s-1", None, "@15-24"),)))
    write_study(replace(STUDY, cases=cases), tmp_path / ("a" + name[1:]))
    if name == "b.qdpx":
        _without_extra(tmp_path / "a.qdpx", tmp_path / name)
    arrived = read_study(tmp_path / name)
    assert not [each for each in arrived.account.lost if each.kind == "case members"]
    assert [[str(member) for member in case.members] for case in arrived.bundle.cases] == [["s-1"], ["s-1@15-24"]]


@pytest.mark.parametrize("name", ["c.csv", "c.xlsx", "c.jsonl", "c.json"])
@pytest.mark.parametrize("command", [("import",), ("tag", "--from")], ids=["import", "tag"])
def test_an_open_code_of_an_exported_table_is_made_by_its_name_elsewhere(
    qualcode: Run, tmp_path: Path, name: str, command: tuple[str, ...]
) -> None:
    study(tmp_path / "a", ANNA).close()
    study(tmp_path / "b", ANNA).close()
    qualcode("-C", str(tmp_path / "a"), "tag", "D1:2", "open:Økonomi; tid, og løn")
    qualcode("-C", str(tmp_path / "a"), "tag", "D1:3", "open:Tid")
    path = str(tmp_path / name)
    assert qualcode("-C", str(tmp_path / "a"), "export", path, "--lang", "da", "--allow-identifiable").code == 0
    for _ in range(2):
        done = qualcode("-C", str(tmp_path / "b"), *command, path)
        assert done.code == 0, done.err
    with Project.open(tmp_path / "a") as one, Project.open(tmp_path / "b") as other:
        named = [[(c.id, dict(c.name)) for c in project.codes.book("open").codes] for project in (one, other)]
        assert named[0] == named[1] and "Økonomi; tid, og løn" in str(named[1])
        assert len(list(other.codings())) == len(list(one.codings())) == 2


def test_two_people_of_one_name_are_two_coders_and_that_is_said(tmp_path: Path) -> None:
    users = f'<Users><User guid="{G(1)}" name="Ana"/><User guid="{G(2)}" name="Ana"/></Users>'
    marked = selection(200, 0, 4, coding(300, user=1) + coding(301, user=2))
    came = archive(tmp_path / "s.qdpx", project(f"<Sources>{text_source(marked)}</Sources>", users=users), P1_txt=TEXT)
    arrived = read_study(came)
    assert [each.coder for each in arrived.bundle.codings] == ["Ana", "Ana 2"]
    assert "1 coder: have the name of another and got a number (Ana 2)" in map(str, arrived.account.changed)
