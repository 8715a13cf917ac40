"""A whole study goes out of one project and into another, and into one that has some of it already."""

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from qualcode.core.model import Bundle, Case, Code, Codebook, Coder, Coding, Document, Foreign, Member, Memo, Span
from qualcode.exchange.interface import Account
from qualcode.project import Project, init
from qualcode.project.coders import set_case, set_state
from qualcode.project.exchange import Wanted, bring_in, whole
from qualcode.project.files_in import import_file
from qualcode.project.files_out import export_study
from qualcode.project.memos import write
from tests.exchange.test_qdpx_write import _without_extra

from ..study import ANNA, BO, study


def coded(root: Path) -> Project:
    project = study(root, ANNA, BO)
    project.tag("D1:2", "value", weight=0.5, memo="why")
    project.tag("D1:2", "open:Borgerne", coder="bo")
    project.tag("M1:4", "capacity", unsure=True)
    set_case(project, "Anna", {"role": "director"}, members=["D1"])
    set_state(project, "ana", ["D1"], "finished")
    write(project, "D1", "about the interview")
    write(project, "D1:2", "about a place")
    write(project, "frame:value", "about a code")
    return project


def empty(root: Path) -> Project:
    return Project.open(init(root, name="A study", coder="ana"))


def test_everything_arrives_in_an_empty_project(tmp_path: Path) -> None:
    with coded(tmp_path / "a") as one, empty(tmp_path / "b") as other:
        account = Account()
        bring_in(other, whole(one), account, Wanted(exact=True))
        assert whole(other) == whole(one)
        assert account.carried == {
            "codebooks": 2, "codes": 5, "coders": 2, "documents": 2, "cases": 1, "case attributes": 1,
            "codings": 3, "memos": 3, "assignments": 1,
        }  # fmt: skip
        assert (account.changed, account.lost) == ([], [])
        other.undo()
        assert whole(other).documents == () and not list((tmp_path / "b" / "codebooks").iterdir())
        other.redo()
        assert whole(other) == whole(one)


def test_what_is_here_already_is_stored_once(tmp_path: Path) -> None:
    with coded(tmp_path / "a") as one, study(tmp_path / "b", ANNA) as other:
        other.tag("D1:2", "value")
        bring_in(other, whole(one), account := Account(), Wanted(exact=True))
        assert [document.id for document in other.documents()] == ["D1", "M1"]
        assert [(c.document, c.code, c.coder) for c in other.codings()] == [
            ("D1", "frame:value", "ana"), ("D1", "open:borgerne", "bo"), ("M1", "frame:capacity", "ana"),
        ]  # fmt: skip
        assert account.notes == ["1 coding is here already, and is stored once"]
        bring_in(other, whole(one), again := Account(), Wanted(exact=True))
        assert again.carried == {}
        assert len(other.codings()) == 3


@pytest.mark.parametrize("wanted", [Wanted(dry_run=True), Wanted(strict=True)])
def test_a_trial_and_a_strict_import_with_losses_change_nothing(tmp_path: Path, wanted: Wanted) -> None:
    beyond = Coding(1, "D9", Span(0, 99), "x", "b:a", "cy")
    bundle = Bundle(
        documents=(Document("D9", "D9", "interview", "kort tekst"),),
        codebooks=(Codebook("b", {"en": "B"}, (Code("a", {"en": "A"}),)),),
        codings=(beyond,),
        coders=(Coder("cy"),),
    )
    with coded(tmp_path / "a") as project:
        before, files = whole(project), sorted((tmp_path / "a").rglob("*.*"))
        bring_in(project, bundle, account := Account(), wanted)
        assert [str(lost) for lost in account.lost] == [
            "1 coding: beyond the text, or of no length (D9@0-99 b:a by cy)"
        ]
        assert whole(project) == before
        assert sorted((tmp_path / "a").rglob("*.*")) == files
        assert "b" not in project.codes.books


def test_another_text_of_the_same_name_gets_a_number_and_new_codes_join_the_book(tmp_path: Path) -> None:
    other = replace(ANNA, text="Noget helt andet blev sagt.", turns=())
    frame = Codebook("frame", {"en": "F"}, (
        Code("value", {"en": "Value", "da": "Værdi"}), Code("value.new", {"en": "New"}, parent="value"),
        Code("c", {"en": "Capacity"}),
    ))  # fmt: skip
    bundle = Bundle(
        documents=(other,), codebooks=(frame,), coders=(Coder("ANA"),),
        codings=(Coding(1, "D1", Span(0, 5), "Noget", "frame:value.new", "ANA"),
                 Coding(2, "D1", Span(0, 5), "Noget", "frame:c", "ANA")),
        memos=(Memo.on("place D1@0-5", 1, "m", "ANA", ""),), cases=(Case("k", members=(Member("D1"),)),),
        foreign=(Foreign("qdpx", "guid", "document D1", "G"), Foreign("qdpx", "guids", "codings D1", '{"1": ["S"]}')),
    )  # fmt: skip
    with coded(tmp_path / "a") as project:
        bring_in(project, bundle, account := Account())
        assert [(c.code, c.coder) for c in project.codings() if c.document == "D1-2"] == [
            ("frame:value.new", "ana"), ("frame:capacity", "ana"),
        ]  # fmt: skip
        assert project.codes.get("frame:value.new")
        assert whole(project).memos[-1].about == "place D1-2@0-5"
        assert project.case_map.cases["k"].members == (Member("D1-2"),)
        key = next(c.id for c in project.codings() if c.code == "frame:value.new")
        assert [(f.subject, f.value) for f in whole(project).foreign] == [
            ("document D1-2", "G"), ("codings D1-2", f'{{"{key}":["S"]}}'),
        ]  # fmt: skip
        assert [str(change) for change in account.changed] == [
            "1 coder: is written in other letters here (ANA, ana)",
            "1 document: has the name of a document here with another text, and got a number (now D1-2)",
        ]


WORDS = st.text(st.characters(codec="utf-8", exclude_categories=("Cs", "Cc")), min_size=1, max_size=40)


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(WORDS.filter(str.strip), min_size=1, max_size=4, unique=True), st.data())
def test_any_codings_arrive_as_they_were(tmp_path_factory: pytest.TempPathFactory, texts: list[str], data) -> None:
    documents = tuple(Document(f"D{at}", f"D{at}", "document", text) for at, text in enumerate(texts))
    book = Codebook("b", {"en": "B"}, (Code("a", {"en": "A"}), Code("a.c", {"en": "C"}, parent="a")))
    codings: dict[object, Coding] = {}
    for _ in range(data.draw(st.integers(0, 6))):
        document = data.draw(st.sampled_from(documents))
        start = data.draw(st.integers(0, len(document.text) - 1))
        stop = data.draw(st.integers(start + 1, len(document.text)))
        code, coder = data.draw(st.sampled_from(["b:a", "b:a.c"])), data.draw(st.sampled_from(["ana", "bo"]))
        span = Span(start, stop)
        codings[document.id, span, code, coder] = Coding(
            len(codings) + 1, document.id, span, span.cut(document.text), code, coder, memo=data.draw(WORDS),
            created="2026-01-01T00:00:00Z",
        )  # fmt: skip
    bundle = Bundle("A study", documents=documents, codebooks=(book,), codings=tuple(codings.values()),
                    coders=(Coder("ana"), Coder("bo")))  # fmt: skip
    with empty(tmp_path_factory.mktemp("study")) as project:
        bring_in(project, bundle, account := Account(), Wanted(exact=True))
        found = whole(project)
        assert {replace(c, id=0) for c in found.codings} == {replace(c, id=0) for c in bundle.codings}
        assert found.documents == documents and account.lost == []


def test_a_codebook_without_codes_comes_too(tmp_path: Path) -> None:
    with empty(tmp_path / "a") as project:
        bring_in(project, Bundle(codebooks=(Codebook("open", {"en": "Open codes"}, kind="inductive"),)), Account())
        assert project.codes.book("open").title == {"en": "Open codes"}


@pytest.mark.parametrize("name", ["back.qda", "back.qdpx", "frame.sqlite3"])
def test_a_study_that_another_program_gives_back_is_no_second_codebook(tmp_path: Path, name: str) -> None:
    with coded(tmp_path / "a") as project:
        if name == "frame.sqlite3":  # flat names tell no codebook apart
            project.untag("D1:2", "open:Borgerne", coder="bo")
            (project.root / "codebooks" / "open.yaml").unlink()
            project.forget_files()
        else:
            project.tag("D1:3", "open:Value")  # a name that stands in the other codebook too
        export_study(project, tmp_path / name)
        if name == "back.qdpx":
            _without_extra(tmp_path / name, tmp_path / "other.qdpx")
        codings, books = project.codings(), sorted(project.codes.books)
        done = import_file(project, tmp_path / ("other.qdpx" if name == "back.qdpx" else name))
        assert sorted(project.codes.books) == books
        assert [(c.id, c.code) for c in project.codings()] == [(c.id, c.code) for c in codings]
        assert not {"codebooks", "codes", "codings"} & done.account.carried.keys()


def test_a_codebook_with_a_code_that_is_not_here_is_taken_whole(tmp_path: Path) -> None:
    codes = tuple(Code(name.casefold(), {"en": name}) for name in ("Value", "Support", "Trust"))
    span = Span(0, 3)
    theirs = Bundle("T", "en", (replace(ANNA, turns=()),), (Codebook("theirs", {"en": "T"}, codes),),
                    (Coding(1, "D1", span, span.cut(ANNA.text), "theirs:value", "cy"),), (Coder("cy"),))  # fmt: skip
    with coded(tmp_path / "a") as project:
        bring_in(project, theirs, Account())
        assert len(project.codes.book("theirs").codes) == 3
        assert "theirs:value" in [coding.code for coding in project.codings()]
