"""What one copy changed in a codebook, in the cases or in who is who is followed, whoever merges first."""

import itertools
import shutil
from pathlib import Path

import pytest

from qualcode.core.errors import UsageError
from qualcode.project import Project
from qualcode.project.coders import rename as rename_coder
from qualcode.project.coders import set_case

from ..cli.conftest import Run, qualcode
from ..study import ANNA, BO, FRAME, study
from .test_merge import at, both_ways, content, merged

__all__ = ["qualcode"]


@pytest.fixture
def two(tmp_path: Path) -> tuple[Path, Path]:
    """Two copies of a study with one coding and one case; the codebook has a comment of a person's."""
    with study(tmp_path / "a", ANNA, BO, frame=FRAME.replace("codes:\n", "codes: # ours\n", 1)) as project:
        project.tag("D1:2", "value")
        project.tag("D1:6", "capacity")
        set_case(project, "Anna", {"role": "director"}, members=["D1"])
    shutil.copytree(tmp_path / "a", tmp_path / "b")
    return tmp_path / "a", tmp_path / "b"


def frame(root: Path) -> str:
    return (root / "codebooks" / "frame.yaml").read_text("utf-8")


@pytest.mark.parametrize(
    ("there", "written"),
    [
        (["retire", "frame:support"], "retired: true"),
        (["recolour", "frame:support", "#00ff00"], '"#00FF00"'),
        (["merge", "frame:support", "--into", "frame:capacity"], "Støtte"),
    ],
)
def test_a_field_of_a_code_is_followed_and_what_a_person_wrote_stays(
    two: tuple[Path, Path], qualcode: Run, there: list[str], written: str
) -> None:
    a, b = two
    assert qualcode("-C", a, "codebook", "define", "frame:value", "definition", "In many words.").code == 0
    assert qualcode("-C", b, "codebook", *there).code == 0
    assert both_ways(a, b) == []
    assert content(a) == content(b)
    for root in (a, b):
        assert "# ours" in frame(root)
        assert written in frame(root)
        assert "In many words." in frame(root)


def test_a_field_that_was_taken_back_there_goes_here(two: tuple[Path, Path], qualcode: Run) -> None:
    a, b = two
    assert qualcode("-C", b, "codebook", "retire", "frame:support").code == 0
    assert both_ways(a, b) == []
    assert qualcode("-C", b, "codebook", "retire", "frame:support", "--back").code == 0
    assert qualcode("-C", a, "codebook", "add", "frame:more").code == 0
    assert "retired" in frame(a)
    assert merged(a, b, prefer="theirs") == []
    assert "retired" not in frame(a)


def test_three_copies_in_any_order_when_one_moved_a_code_and_another_added_one(
    two: tuple[Path, Path], qualcode: Run
) -> None:
    a, b = two
    c = a.with_name("c")
    shutil.copytree(a, c)
    assert qualcode("-C", b, "codebook", "move", "frame:capacity", "frame:support").code == 0
    assert qualcode("-C", b, "codebook", "add", "frame:more").code == 0
    assert qualcode("-C", c, "codebook", "add", "frame:extra").code == 0
    found: list[dict[str, object]] = []
    for order in itertools.permutations((a, b, c)):
        root = a.with_name(f"order-{len(found)}")
        shutil.copytree(order[0], root)
        assert [merged(root, other) for other in order[1:]] == [[], []]
        found.append(content(root))
    assert all(each == found[0] for each in found)
    assert "frame:support.capacity" in {coding[4] for coding in found[0]["codings"]}  # type: ignore[attr-defined]
    assert "capacity" not in {code[1] for code in found[0]["codes"]}  # type: ignore[attr-defined]


def without(root: Path, case: str) -> None:
    """Take a case out of the table, as a person does it."""
    table = root / "cases.csv"
    lines = [line for line in table.read_text("utf-8").splitlines(True) if not line.startswith(f"{case},")]
    table.write_text("".join(lines), "utf-8")


def test_a_case_taken_out_in_one_copy_stays_out(two: tuple[Path, Path]) -> None:
    a, b = two
    without(a, "Anna")
    with at(b, "bo") as project:
        set_case(project, "Bo", {"role": "manager"}, members=["M1"])
    assert both_ways(a, b) == []
    assert content(a) == content(b)
    with at(b) as project:
        assert list(project.case_map.cases) == ["Bo"]


@pytest.mark.parametrize(("prefer", "left"), [("mine", []), ("theirs", ["Anna"])])
def test_a_case_taken_out_here_and_changed_there_is_asked_about(
    two: tuple[Path, Path], prefer: str, left: list[str]
) -> None:
    a, b = two
    without(a, "Anna")
    with at(b) as project:
        set_case(project, "Anna", {"role": "chief"})
    assert merged(a, b) == ["case Anna, taken out in one copy and changed in the other"]
    assert merged(a, b, prefer=prefer) == []
    assert merged(b, a) == []
    assert content(a) == content(b)
    with at(b) as project:
        assert list(project.case_map.cases) == left
        assert [str(m) for case in project.case_map.cases.values() for m in case.members] == ["D1"] * len(left)


def test_a_document_given_to_two_cases_apart_is_asked_about(two: tuple[Path, Path]) -> None:
    a, b = two
    for root, case in ((a, "Bo"), (b, "Bodil")):
        with at(root) as project:
            set_case(project, case, {}, members=["M1"])
    assert merged(a, b) == ["case of M1"]
    assert merged(a, b, prefer="theirs") == []
    assert merged(b, a) == []
    assert content(a) == content(b)
    with at(a) as project:
        assert [str(member) for member in project.case_map.cases["Bodil"].members] == ["M1"]


def test_a_document_that_is_somebodys_is_not_given_to_a_second_case(two: tuple[Path, Path], qualcode: Run) -> None:
    a, _ = two
    before = (a / "cases.csv").read_bytes()
    with Project.open(a) as project, pytest.raises(UsageError, match="belongs to Anna already"):
        set_case(project, "Bo", {}, members=["D1"])
    ran = qualcode("-C", a, "case", "set", "Bo", "role=boss", "--member", "D1")
    assert (ran.code, "cases_member" in ran.err) == (2, True)
    assert (a / "cases.csv").read_bytes() == before


@pytest.mark.parametrize(("prefer", "there"), [("mine", False), ("theirs", True)])
def test_a_document_taken_out_here_and_read_again_there_is_asked_about(
    two: tuple[Path, Path], prefer: str, there: bool
) -> None:
    from dataclasses import replace

    from qualcode.project.erase import remove
    from qualcode.project.reread import replace_text

    a, b = two
    longer = replace(ANNA, text=f"{ANNA.text}Tak for det.\n")
    with at(a) as project:
        remove(project, ["D1"])
    with at(b) as project, project.writable.change("reread", "ana") as change:
        replace_text(project, change, ANNA, longer, None, {}, drop_lost=False)
    assert merged(a, b) == ["document D1"]
    assert merged(a, b, prefer=prefer) == []
    once = content(a)
    assert merged(a, b) == []
    assert content(a) == once, "merging twice is merging once"
    assert merged(b, a) == []
    assert content(a) == content(b)
    with at(a) as project:
        assert [document.text for document in project.documents()] == [*([longer.text] if there else []), BO.text]
        assert len(project.codings()) == (2 if there else 0)


def test_who_was_renamed_and_went_on_under_both_names_is_the_same_in_both_copies(two: tuple[Path, Path]) -> None:
    a, b = two
    with at(a) as project:
        rename_coder(project, "ana", "anna")
        project.tag("D1:4", "support", coder="ana")
    with at(b, "bo") as project:
        project.tag("M1:4", "support", coder="bo")
    assert both_ways(a, b) == []
    assert content(a) == content(b)
    with at(b) as project:
        assert {(c.coder, c.code) for c in project.codings()} == {
            ("anna", "frame:value"), ("anna", "frame:capacity"), ("ana", "frame:support"), ("bo", "frame:support"),
        }  # fmt: skip


def test_who_was_renamed_before_a_copy_knew_of_them_is_known_by_the_old_name_too(two: tuple[Path, Path]) -> None:
    a, b = two
    with at(b, "bo") as project:
        project.tag("M1:4", "support", coder="bo")
    c = Path(shutil.copytree(b, b.with_name("c")))
    with at(b, "bo") as project:
        rename_coder(project, "bo", "bodil")
    with at(c, "bo") as project:
        project.tag("M1:2", "value", coder="bo")
    assert merged(a, b) == merged(a, c) == merged(b, a) == []
    with at(a) as project:
        assert {coding.coder for coding in project.codings()} == {"ana", "bodil"}
        assert [coder.id for coder in project.store.known_coders()] == ["ana", "bodil"]
    assert content(a) == content(b)


@pytest.mark.parametrize(
    ("name", "text"), [("cases.csv", "case,members\nA,D1\nB,D1\n"), ("codebooks/frame.yaml", "id: [")]
)
def test_a_mistake_in_a_file_of_the_other_copy_is_told_where_it_is(
    two: tuple[Path, Path], qualcode: Run, name: str, text: str
) -> None:
    a, b = two
    (b / name).write_text(text, "utf-8")
    before = content(a)
    ran = qualcode("-C", a, "merge", b)
    assert (ran.code, f"{b / name}:" in ran.err) == (3, True), ran.err
    assert content(a) == before


@pytest.mark.parametrize("by", ["", "snapshot"])
def test_a_code_made_and_renamed_before_two_copies_met_comes_once(
    two: tuple[Path, Path], qualcode: Run, by: str
) -> None:
    a, b = two
    c = a.with_name("c")
    assert qualcode("-C", b, "codebook", "add", "frame:fresh").code == 0
    shutil.copytree(b, c)
    assert qualcode("-C", b, "codebook", "rename", "frame:fresh", "newer").code == 0
    for root, coder in ((b, "bo"), (c, "cy")):
        with at(root, coder) as project:
            project.tag("M1:2", "newer" if root == b else "fresh")
        assert qualcode("-C", root, "snapshot").code == 0
    orders: list[dict[str, object]] = []
    for order in itertools.permutations((a, b, c)):
        root = a.with_name(f"order-{len(orders)}")
        shutil.copytree(order[0], root)
        assert [merged(root, other / by if other != a else other) for other in order[1:]] == [[], []]
        orders.append(content(root))
        with at(root) as project:
            assert {coding.code for coding in project.codings() if coding.coder != "ana"} == {"frame:newer"}
    assert [{code[1] for code in found["codes"]} for found in orders] == 6 * [  # type: ignore[attr-defined]
        {"value", "value.mission", "support", "capacity", "newer"}
    ]


def test_what_an_open_code_is_promoted_to_may_be_there_in_the_other_copy_already(
    two: tuple[Path, Path], qualcode: Run
) -> None:
    a, b = two
    with at(a) as project:
        project.tag("D1:4", "open:trust")
    assert qualcode("-C", a, "codebook", "add", "open:trust.early").code == 0
    with at(a) as project:
        project.tag("D1:4", "open:trust.early")
    shutil.rmtree(b)
    shutil.copytree(a, b)
    assert qualcode("-C", a, "codebook", "promote", "open:trust", "--into", "frame").code == 0
    assert qualcode("-C", b, "codebook", "add", "frame:trust").code == 0
    with at(b, "bo") as project:
        project.tag("D1:4", "open:trust", memo="mine")
    assert both_ways(a, b) == ["code frame:trust, name (en)"]
    assert merged(a, b, prefer="mine") == merged(b, a) == []
    assert content(a) == content(b)
    with at(b) as project:
        assert {(c.code, c.coder) for c in project.codings() if c.document == "D1" and c.span.start == 116} == {
            ("frame:trust", "ana"), ("frame:trust.early", "ana"), ("frame:trust", "bo"),
        }  # fmt: skip


def test_of_two_codings_that_become_one_the_memos_stay(two: tuple[Path, Path], qualcode: Run) -> None:
    """Hers: Support is called Trust. His: a new code Trust; he coded one place with both."""
    a, b = two
    assert qualcode("-C", a, "codebook", "rename", "frame:support", "trust").code == 0
    assert qualcode("-C", b, "codebook", "add", "frame:trust", "--name", "Støtte").code == 0
    with at(b, "bo") as project:
        project.tag("D1:4", "support", memo="old word")
        project.tag("D1:4", "trust", memo="new word", weight=0.5)
    told = both_ways(a, b)
    assert told and all(about.startswith("code frame:trust, ") for about in told)
    assert merged(a, b, prefer="mine") == merged(b, a) == []
    assert content(a) == content(b)
    for root in (a, b):
        with at(root) as project:
            [one] = [coding for coding in project.codings() if coding.coder == "bo"]
        assert (one.code, one.memo, one.weight) == ("frame:trust", "new word\nold word", 1.0)
