"""Two copies of a study, coded apart, become one: nothing is lost, nothing doubled, nothing decided silently."""

import contextlib
import shutil
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from qualcode.codebook import edits
from qualcode.core.errors import DataError, ReadError, UnknownName, UsageError
from qualcode.core.model import Source
from qualcode.project import Project, recode
from qualcode.project.add import insert
from qualcode.project.coders import rename as rename_coder
from qualcode.project.coders import set_case, set_state
from qualcode.project.exchange import whole
from qualcode.project.files_in import import_file
from qualcode.project.files_out import export_study
from qualcode.project.memos import write
from qualcode.project.merging import Wishes, merge

from ..study import ANNA, BO, FRAME, conversation, study


@pytest.fixture
def two(tmp_path: Path) -> tuple[Path, Path]:
    """The folders of two copies of a study with one coding, of ana's and of bo's."""
    with study(tmp_path / "a", ANNA, BO) as project:
        project.tag("D1:2", "value", weight=0.5)
        set_case(project, "Anna", {"role": "director"}, members=["D1"])
    shutil.copytree(tmp_path / "a", tmp_path / "b")
    return tmp_path / "a", tmp_path / "b"


def at(root: Path, coder: str = "ana") -> Project:
    return Project.open(root, coder=coder)


def content(root: Path) -> dict[str, object]:
    """All that a study holds, without the keys and the order of its rows."""
    with at(root) as project:
        found = whole(project)
        return {
            "documents": sorted(
                (d.id, d.text, sorted(d.attributes.items()), [t.question for t in d.turns]) for d in found.documents),
            "codings": sorted(
                (c.uid, c.document, c.span, c.quote, c.code, c.coder, c.weight, c.qualifier, c.memo, c.unsure)
                for c in found.codings),
            "memos": sorted((m.uid, m.about, m.text, m.coder) for m in found.memos),
            "decisions": sorted((d.uid, d.document, d.span, d.code, d.verdict, d.coder) for d in found.decisions),
            "codes": sorted((b.id, c.id, str(replace(c, color="" if c.color_derived else c.color)))
                            for b in found.codebooks for c in b.codes),
            "cases": sorted((c.id, c.name, c.kind, sorted(map(str, c.members)), sorted(c.attributes.items()))
                            for c in found.cases),
            "coders": sorted(c.id for c in found.coders),
            "states": sorted((a.coder, a.document, a.state) for a in found.assignments),
        }  # fmt: skip


def merged(here: Path, there: Path, **wishes: object) -> list[str]:
    """Merge, and what was left open."""
    with at(here) as project:
        done = merge(project, there, Wishes(**wishes))  # type: ignore[arg-type]
        return [conflict.about for conflict in done.open]


def both_ways(a: Path, b: Path) -> list[str]:
    left = merged(a, b)
    assert merged(b, a) == left
    return left


def test_what_two_coders_did_apart_is_in_both(two: tuple[Path, Path]) -> None:
    a, b = two
    with at(a) as project:
        project.tag("D1:4", "support")
        project.tag("D1:4", "open:tillid", memo="hers")
        write(project, "D1", "ana's memo")
        set_state(project, "ana", ["D1"], "finished")
    with at(b, "bo") as project:
        project.tag("M1:4", "capacity", coder="bo")
        project.tag("D1:4", "open:tryghed", coder="bo")
        write(project, "frame:value", "bo's memo")
        set_case(project, "Bo", {"role": "manager"}, members=["M1"])
        set_case(project, "Anna", {"age": "50"})
        set_state(project, "bo", ["M1"], "begun")
    assert both_ways(a, b) == []
    assert content(a) == content(b)
    with at(a) as project:
        assert len(project.codings()) == 5
        assert [m.text for m in project.store.memos()] == ["ana's memo", "bo's memo"]
        assert project.case_map.cases["Anna"].attributes == {"role": "director", "age": "50"}
        assert project.codes.get("open:tryghed") and project.codes.get("open:tillid")
        assert {(e.coder, e.action) for e in project.store.joined_history()} >= {("bo", "tag"), ("bo", "memo")}


def test_merging_twice_is_merging_once_and_one_undo_takes_it_back(two: tuple[Path, Path]) -> None:
    a, b = two
    with at(b, "bo") as project:
        project.tag("M1:4", "open:nyt", coder="bo")
    before = content(a)
    merged(a, b)
    once = content(a)
    assert once != before
    with at(a) as project:
        entries = len(project.store.history())
        assert merge(project, b).account.carried == {}
        assert len(project.store.history()) == entries
    assert content(a) == once
    with at(a) as project:
        project.undo()
    assert content(a) == before and not (a / "codebooks" / "open.yaml").exists()
    work = content(b)["codings"]
    assert merged(b, a) == []
    assert content(b)["codings"] == work, "to take a merge back takes nothing away from whose work it was"
    assert merged(a, b) == []
    assert content(a) == once


def test_a_trial_changes_nothing(two: tuple[Path, Path]) -> None:
    a, b = two
    with at(b, "bo") as project:
        project.tag("M1:4", "open:nyt", coder="bo")
    before = content(a)
    with at(a) as project:
        assert merge(project, b, Wishes(dry_run=True)).account.carried["codings"] == 1
    assert content(a) == before and not (a / "codebooks" / "open.yaml").exists()


def test_what_one_side_changed_or_took_away_is_followed(two: tuple[Path, Path]) -> None:
    a, b = two
    with at(a) as project:
        project.tag("D1:2", "value", weight=0.8)
    with at(b) as project:
        project.tag("D1:2", "value", memo="only there")
    assert both_ways(a, b) == [] and content(a) == content(b)
    with at(a) as project:
        [coding] = project.codings()
        assert (coding.weight, coding.memo) == (0.8, "only there")
    with at(b) as project:
        project.untag("D1:2", "value")
    assert both_ways(a, b) == [] and content(a) == content(b)
    with at(a) as project:
        assert project.codings() == []


def test_a_coding_taken_away_here_and_changed_there_is_asked_about(two: tuple[Path, Path]) -> None:
    a, b = two
    with at(a) as project:
        project.untag("D1:2", "value")
    with at(b) as project:
        project.tag("D1:2", "value", weight=0.9)
    left = merged(a, b)
    assert left == ["coding D1@44-91 frame:value by ana, taken away here and changed there"] or len(left) == 1
    with at(a) as project:
        assert project.codings() == []
    assert merged(a, b, prefer="theirs") == []
    assert merged(b, a) == [] and content(a) == content(b)
    with at(a) as project:
        assert [coding.weight for coding in project.codings()] == [0.9]


def test_a_settled_conflict_is_asked_neither_again_nor_there(two: tuple[Path, Path]) -> None:
    a, b = two
    with at(a) as project:
        project.tag("D1:2", "value", weight=0.7)
        set_case(project, "Anna", {"role": "chief"})
    with at(b) as project:
        project.tag("D1:2", "value", weight=0.9)
        set_case(project, "Anna", {"role": "boss"})
    with at(a) as project:
        conflicts = {c.about: c for c in merge(project, b).conflicts}
        role = conflicts["case Anna, role"]
        assert (role.mine, role.theirs) == ("chief", "boss") and len(conflicts) == 2
        weight = next(c for about, c in conflicts.items() if about.endswith("weight"))
        done = merge(project, b, Wishes(mine=(role.id,), theirs=(weight.id,)))
        assert done.open == ()
        assert merge(project, b).conflicts == ()
    assert merged(b, a) == [] and content(a) == content(b)
    with at(b) as project:
        assert [coding.weight for coding in project.codings()] == [0.9]
        assert project.case_map.cases["Anna"].attributes["role"] == "chief"
        with pytest.raises(UnknownName):
            merge(project, a, Wishes(mine=("nosuch",)))


def test_a_code_renamed_on_one_side_is_followed_used_or_not(two: tuple[Path, Path]) -> None:
    a, b = two
    with at(a) as project:
        for old, new in (("value", "worth"), ("capacity", "means")):
            recode.edit(
                project, "frame", lambda text, path, old=old, new=new: edits.rename(text, old, to=new, path=path),
                action="codebook rename", summary=f"{old} is now {new}",
            )  # fmt: skip
    with at(b, "bo") as project:
        project.tag("D1:4", "value.mission", coder="bo")
        project.tag("M1:4", "capacity", coder="bo")
    first, second = a.with_name("a2"), b.with_name("b2")
    shutil.copytree(a, first), shutil.copytree(b, second)
    assert both_ways(a, b) == [] and content(a) == content(b)
    assert merged(second, first) == [] and content(second) == content(a)
    with at(a) as project:
        assert sorted(coding.code for coding in project.codings()) == [
            "frame:means", "frame:worth", "frame:worth.mission",
        ]  # fmt: skip
        assert [code.id for code in project.codes.book("frame")] == ["worth", "worth.mission", "support", "means"]


def test_two_definitions_of_a_code_are_a_conflict_and_one_is_followed(two: tuple[Path, Path]) -> None:
    a, b = two

    def define(root: Path, code: str, text: str) -> None:
        with at(root) as project:
            recode.edit(project, "frame", lambda old, path: edits.define(old, code, "brief", text, path=path),
                        action="codebook define", summary=code)  # fmt: skip

    (a / "codebooks/frame.yaml").write_text("# ours\n" + FRAME, "utf-8")
    define(a, "value", "In Ana's words.")
    define(b, "value", "In Bo's words.")
    define(b, "support", "Only Bo wrote this.")
    assert merged(a, b) == ["code frame:value, brief (en)"]
    text = (a / "codebooks/frame.yaml").read_text("utf-8")
    assert text.startswith("# ours\n") and "Only Bo wrote this." in text and "In Ana's words." in text
    assert merged(a, b, prefer="theirs") == []
    assert "In Bo's words." in (a / "codebooks/frame.yaml").read_text("utf-8")
    assert merged(b, a) == [] and content(a) == content(b)


def test_a_text_read_again_on_one_side_takes_the_others_codings_along(two: tuple[Path, Path]) -> None:
    a, b = two
    fresh = replace(ANNA, text="Bemærk: rettet.\n\n" + ANNA.text, turns=tuple(
        replace(t, span=type(t.span)(t.span.start + 17, t.span.stop + 17)) for t in ANNA.turns))  # fmt: skip
    from qualcode.project.reread import replace_text

    with at(a) as project, project.writable.change("reread", "ana") as change:
        replace_text(project, change, ANNA, fresh, None, {}, drop_lost=False)
    with at(b, "bo") as project:
        project.tag("D1:4", "support", coder="bo")
        write(project, "D1:4", "on a place")
    first, second = a.with_name("a2"), b.with_name("b2")
    shutil.copytree(a, first), shutil.copytree(b, second)
    assert both_ways(a, b) == [] and content(a) == content(b)
    assert merged(second, first) == [] and content(second) == content(a)
    with at(a) as project:
        assert [document.text for document in project.documents()] == [fresh.text, BO.text]
        assert {coding.quote for coding in project.codings()} == {"Det er godt for borgerne. Det er hele pointen.",
                                                                  "Byrådet bakkede op."}  # fmt: skip


def test_a_document_taken_out_stays_out_unless_it_was_coded_since(two: tuple[Path, Path]) -> None:
    from qualcode.project.erase import remove

    a, b = two
    with at(a) as project:
        remove(project, ["M1"])
    assert both_ways(a, b) == []
    with at(b) as project:
        assert [d.id for d in project.documents()] == ["D1"]
        project.undo(whoever=True)
        project.tag("M1:4", "capacity")
    assert merged(a, b) == ["document M1"]
    assert merged(a, b, prefer="theirs") == []
    with at(a) as project:
        assert [c.document for c in project.codings()] == ["D1", "M1"]


def test_a_coder_renamed_on_one_side_is_followed(two: tuple[Path, Path]) -> None:
    a, b = two
    with at(a) as project:
        rename_coder(project, "ana", "anna")
    with at(b, "cy") as project:
        project.tag("D1:4", "value", coder="cy")
    assert both_ways(a, b) == [] and content(a) == content(b)
    with at(b) as project:
        assert {c.coder for c in project.codings()} == {"anna", "cy"}


def test_documents_are_known_by_their_words_not_by_their_names(two: tuple[Path, Path], tmp_path: Path) -> None:
    a, _ = two
    other = conversation("D1", ("I", "Noget andet?"), ("Eva", "Ja, noget helt andet."))
    other = replace(other, source=Source("", "digest of another file", "test", "1"))
    with study(tmp_path / "c", other, replace(ANNA, id="Anna 1")) as project:
        project.tag("Anna 1:4", "support", coder="cy")
        project.tag("D1:2", "value", coder="cy")
    assert merged(a, tmp_path / "c") == []
    with at(a) as project:
        assert [d.id for d in project.documents()] == ["D1", "D1-2", "M1"]
        assert {(c.document, c.code) for c in project.codings() if c.coder == "cy"} == {
            ("D1", "frame:support"), ("D1-2", "frame:value"),
        }  # fmt: skip


def test_a_database_alone_and_a_project_of_another_program_merge(two: tuple[Path, Path], tmp_path: Path) -> None:
    from qualcode.project.files_out import export_study

    a, b = two
    with at(b, "bo") as project:
        project.tag("M1:4", "open:nyt", coder="bo")
        export_study(project, tmp_path / "study.qdpx", None, format="qdpx")
    shutil.copyfile(b / "qualcode.sqlite", tmp_path / "qualcode (bo's conflicted copy).sqlite")
    third = a.with_name("third")
    shutil.copytree(a, third)
    assert merged(a, tmp_path / "qualcode (bo's conflicted copy).sqlite") == []
    assert content(a)["codings"] and {c[4] for c in content(a)["codings"]} == {"frame:value", "open:nyt"}  # type: ignore[attr-defined]
    merged(third, tmp_path / "study.qdpx")
    assert {c[1:6] for c in content(third)["codings"]} == {c[1:6] for c in content(a)["codings"]}  # type: ignore[attr-defined]


def test_what_is_no_copy_is_refused_and_changes_nothing(two: tuple[Path, Path], tmp_path: Path) -> None:
    a, _ = two
    with study(tmp_path / "c", conversation("X1", ("Eva", "Noget helt andet."))):
        pass
    (tmp_path / "text.sqlite").write_text("no database")
    (tmp_path / "empty").mkdir()
    before = content(a)
    with at(a) as project:
        for path, error in ((tmp_path / "c", DataError), (tmp_path / "text.sqlite", DataError),
                            (tmp_path / "empty", ReadError), (tmp_path / "none", ReadError), (a, UsageError),
                            (a / "qualcode.sqlite", UsageError)):  # fmt: skip
            with pytest.raises(error):
                merge(project, path)
    assert content(a) == before


STEPS = st.lists(
    st.tuples(
        st.sampled_from(["tag", "untag", "memo", "case", "document", "undo"]),
        st.sampled_from(["D1:2", "D1:4", "M1:2", "M1:4"]),
        st.sampled_from(["value", "support", "capacity", "open:ny", "open:to"]),
        st.sampled_from([0.25, 0.5, 1.0]),
    ),
    max_size=5,
)


def played(root: Path, steps: list[tuple[str, str, str, float]], coder: str) -> None:
    """One person's work in one copy; what cannot be done there is not."""
    with at(root, coder) as project:
        for step in steps:
            with contextlib.suppress(DataError, UsageError):
                done(project, coder, *step)


def done(project: Project, coder: str, what: str, place: str, code: str, weight: float) -> None:
    if what == "tag":
        project.tag(place, code, weight=weight)
    elif what == "untag":
        project.untag(place, code)
    elif what == "undo":
        project.undo()
    elif what == "memo":
        write(project, place, f"{code} {weight}")
    elif what == "case":
        set_case(project, code.replace(":", ""), {"weight": str(weight)}, members=[])
    else:
        text = conversation(f"{coder}{weight}", (coder, f"Ord {code} {weight}."))
        if all(document.id != text.id for document in project.documents()):
            with project.writable.change("add", coder) as change:
                insert(project, change, text, None, {})


@settings(max_examples=10, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(STEPS, STEPS)
def test_any_work_apart_is_the_same_in_any_order(
    tmp_path_factory: pytest.TempPathFactory, hers: list[tuple[str, str, str, float]],
    his: list[tuple[str, str, str, float]],
) -> None:  # fmt: skip
    root = tmp_path_factory.mktemp("copies")
    with study(root / "a", ANNA, BO) as project:
        project.tag("D1:2", "value", weight=0.5)
        project.tag("M1:2", "value", coder="bo")
    shutil.copytree(root / "a", root / "b")
    played(root / "a", hers, "ana")
    played(root / "b", his, "bo")
    merged(root / "a", root / "b", prefer="mine")
    merged(root / "b", root / "a", prefer="theirs")
    assert content(root / "a") == content(root / "b")
    once = content(root / "a")
    assert merged(root / "a", root / "b") == [] and content(root / "a") == once


def test_an_import_that_was_taken_back_takes_nothing_from_a_later_merge(two: tuple[Path, Path]) -> None:
    a, b = two
    with at(b, "bo") as project:
        project.tag("M1:4", "capacity", coder="bo")
        export_study(project, b / "study.qdpx")
    with at(a) as project:
        import_file(project, b / "study.qdpx")
        assert len(project.codings()) == 2
        project.undo()
    assert both_ways(a, b) == []
    for root in (a, b):
        with at(root) as project:
            assert {(c.coder, c.code) for c in project.codings()} == {("ana", "frame:value"), ("bo", "frame:capacity")}
