"""Whatever two people do apart with codes, texts and cases: merged in either order it is the same, and merged once."""

import contextlib
import shutil
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from qualcode.codebook import edits, regroup
from qualcode.codebook.edits import Edit
from qualcode.core.errors import DataError, QualcodeError
from qualcode.core.model import Span
from qualcode.project import Project, recode
from qualcode.project.coders import rename as rename_coder
from qualcode.project.coders import rename_case, set_case
from qualcode.project.erase import remove
from qualcode.project.memos import write as memo
from qualcode.project.reread import replace_text

from ..study import ANNA, BO, study
from .test_merge import at, content, done, merged

Work = list[tuple[str, str, str]]
"""What somebody does, with a code, and with another or a number."""

CODES = ("value", "support", "capacity", "value.mission")
PARTS = (regroup.Part("one", {}), regroup.Part("two", {}))
EDITS: dict[str, Callable[..., Edit]] = {
    "rename": lambda text, code, other, path: edits.rename(text, code, to=f"{code[-4:]}{other[-4:]}", path=path),
    "one name": lambda text, code, other, path: edits.rename(text, code, to=f"n{other[-4:]}", path=path),
    "swap": lambda text, code, other, path: edits.rename(text, code, to=other, path=path),
    "move": lambda text, code, other, path: edits.move(text, code, other if other != code else None, path=path),
    "split": lambda text, code, other, path: regroup.split(text, code, PARTS, keep=other == "value", path=path),
    "merge": lambda text, code, other, path: regroup.merge(text, [code], other, path=path),
    "remove": lambda text, code, other, path: edits.remove(text, code, path=path),
    "new": lambda text, code, other, path: edits.add(text, f"n{other[-4:]}", name=f"New {other}", path=path),
    "define": lambda text, code, other, path: edits.define(text, code, "brief", f"Not {other}.", path=path),
}
RENAMES = {"one name": "rename", "swap": "rename"}
CASES = dict(zip(CODES, ("P1", "P2", "P3", "Eva"), strict=True))
PLACES = dict(zip(CODES, ("D1:2", "D1:4", "M1:2", "M1:4"), strict=True))

WORK = st.lists(
    st.tuples(
        st.sampled_from(
            (
                *EDITS,
                "merge",
                "merge",
                "reread",
                "take out",
                "coder",
                "case",
                "case id",
                "attribute",
                "case memo",
                "tag",
                "tag",
                "untag",
                "memo",
                "undo",
            )
        ),
        st.sampled_from(CODES),
        st.sampled_from(CODES),
    ),
    max_size=4,
)


def worked(root: Path, work: Work, coder: str) -> None:
    """One person's work in one copy; what cannot be done there is not."""
    with at(root, coder) as project:
        for what, code, other in work:
            with contextlib.suppress(QualcodeError, StopIteration):
                one(project, coder, what, code, other)


def one(project: Project, coder: str, what: str, code: str, other: str) -> None:
    place = PLACES.get(code, "D1:2")
    if what == "remove" and any(f"{coding.code}.".startswith(f"frame:{code}.") for coding in project.codings()):
        return  # codings that a code was taken away from by hand do not come over, and that is said
    if what in EDITS:
        recode.edit(
            project, "frame", lambda text, path: EDITS[what](text, code, other, path),
            action=f"codebook {RENAMES.get(what, what)}", summary=code, choose=lambda coding, parts: parts[0],
        )  # fmt: skip
    elif what == "reread":
        old = next(document for document in project.documents() if document.id == "D1")
        head = f"Rettet: {other}.\n\n"
        turns = [replace(turn, span=Span(turn.span.start + len(head), turn.span.stop + len(head)))
                 for turn in old.turns]  # fmt: skip
        with project.writable.change("reread", coder) as change:
            fresh = replace(old, text=head + old.text, turns=tuple(turns))
            replace_text(project, change, old, fresh, None, {}, drop_lost=False)
    elif what == "take out":
        remove(project, [place.partition(":")[0]])
    elif what == "coder":
        rename_coder(project, coder, f"{coder}x")
    elif what == "case":
        set_case(project, "Eva", {"role": "boss"}, members=["M1"] if other == "value" else [])
    elif what == "case id":
        rename_case(project, CASES[code], CASES[other] if code != other else f"{coder}1")
    elif what == "attribute":
        set_case(project, CASES[code], {"role": other, "age": "50"})
    elif what == "case memo":
        memo(project, CASES[code], f"{other} by {coder}")
    else:
        done(project, coder, what, place, other, 0.5)


def copies(root: Path) -> tuple[Path, Path]:
    with study(root / "a", ANNA, BO) as project:
        project.tag("D1:2", "value", weight=0.5)
        project.tag("M1:2", "value", coder="bo")
        project.tag("M1:4", "support")
        set_case(project, "P1", {"role": "clerk"}, members=["D1:Anna"])
        set_case(project, "P2", {"part_of": "P1"}, members=["M1:Bo"])
    shutil.copytree(root / "a", root / "b")
    return root / "a", root / "b"


@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(WORK, WORK)
@example([("move", "capacity", "support")], [("split", "support", "support")])
@example([("rename", "support", "value")], [("split", "support", "value")])
@example([("rename", "support", "value")], [("move", "value", "support")])
@example([("rename", "value", "capacity")], [("merge", "capacity", "value")])
@example([("one name", "value", "value"), ("tag", "capacity", "nalue")], [("one name", "support", "value")])
@example([("rename", "value", "value"), ("swap", "support", "value")], [("tag", "value", "value")])
@example([("rename", "value", "value"), ("swap", "support", "value"), ("swap", "aluealue", "support")], [])
@example([("coder", "value", "value"), ("tag", "value", "value")], [])
@example([("tag", "value", "support")], [("tag", "support", "value"), ("reread", "value", "value"),
                                         ("take out", "value", "value")])  # fmt: skip
@example([], [("rename", "support", "value"), ("rename", "value.mission", "value"), ("swap", "value", "support")])
@example([("remove", "capacity", "value"), ("swap", "support", "capacity")],
         [("tag", "value", "capacity"), ("tag", "value", "support"), ("tag", "capacity", "support")])  # fmt: skip
@example([("one name", "support", "value")],
         [("new", "value", "value"), ("tag", "support", "nalue"), ("tag", "support", "support")])  # fmt: skip
@example([("move", "support", "value"), ("one name", "value", "value")],
         [("new", "value", "value"), ("split", "support", "value"), ("tag", "value", "nalue")])  # fmt: skip
@example([("move", "capacity", "value.mission"), ("tag", "value", "value.mission.capacity")],
         [("move", "value.mission", "capacity"), ("tag", "support", "capacity")])  # fmt: skip
@example([("case", "value", "value")], [("case", "value", "value"), ("undo", "value", "value")])
@example([("merge", "support", "value")],
         [("tag", "support", "support"), ("tag", "support", "value"), ("memo", "value", "support")])  # fmt: skip
@example([("merge", "support", "capacity")],
         [("rename", "support", "value"), ("move", "capacity", "support"), ("tag", "value", "portalue")])  # fmt: skip
@example([("merge", "value", "capacity"), ("rename", "capacity", "value")],
         [("move", "capacity", "value"), ("tag", "support", "value.mission")])  # fmt: skip
@example([("merge", "value", "support")], [("merge", "support", "value"), ("tag", "capacity", "value")])
@example([("merge", "value", "support")], [("merge", "support", "capacity"), ("tag", "value", "value")])
@example([("merge", "value", "support"), ("swap", "support", "value")], [("tag", "value", "value"),
                                                                          ("tag", "support", "support")])  # fmt: skip
@example([("new", "value", "value"), ("merge", "value", "nalue")], [("tag", "value", "value")])
@example([], [("move", "capacity", "value"), ("swap", "value", "capacity")])
@example([("tag", "value", "capacity")], [("move", "support", "value.mission"), ("swap", "value.mission", "support")])
def test_who_merges_first_makes_no_difference_and_twice_is_once(
    tmp_path_factory: pytest.TempPathFactory, hers: Work, his: Work
) -> None:
    root = tmp_path_factory.mktemp("copies")
    a, b = copies(root)
    worked(a, hers, "ana")
    worked(b, his, "bo")
    for folder in (a, b):
        shutil.copytree(folder, folder.with_name(f"{folder.name}-then"))
    merged(a, root / "b-then", prefer="mine")
    merged(b, root / "a-then", prefer="theirs")
    once = content(a)
    assert content(b) == once
    with at(a) as project, contextlib.suppress(DataError):  # where codings had lost their code, it stays
        if [entry.action for entry in project.store.history()][:1] == ["merge"]:
            project.undo()
    assert merged(a, root / "b-then", prefer="mine") == []
    assert content(a) == once, "a merge that was taken back is as if it had never been"
    assert [merged(a, b), merged(b, a)] == [[], []]
    assert content(a) == once
    assert content(b) == once


def test_a_code_added_below_one_that_was_renamed_elsewhere_stands_below_its_new_name(tmp_path: Path) -> None:
    a, b = copies(tmp_path)
    worked(a, [("rename", "support", "value")], "ana")
    worked(b, [("split", "support", "value")], "bo")
    assert merged(a, b) == merged(b, a) == []
    with at(a) as project:
        assert [code.id for code in project.codes.book("frame") if "one" in code.id] == ["portalue.one"]
        assert {coding.code for coding in project.codings()} == {"frame:value", "frame:portalue.one"}


def test_two_codes_that_got_one_name_stay_two_and_a_person_says_which_has_it(tmp_path: Path) -> None:
    a, b = copies(tmp_path)
    worked(a, [("one name", "value", "value"), ("tag", "support", "nalue")], "ana")
    worked(b, [("one name", "support", "value"), ("tag", "support", "nalue")], "bo")
    told = "the name frame:nalue, which frame:{} got here and frame:{} there"
    assert merged(a, b) == [told.format("value", "support")]
    assert merged(b, a) == [told.format("support", "value")]

    def coded(root: Path) -> dict[str, int]:
        with at(root) as project:
            return Counter(coding.code for coding in project.codings())

    assert (coded(a), coded(b)) == ({"frame:nalue": 3, "frame:support": 2}, {"frame:value": 3, "frame:nalue": 2})
    assert merged(a, b, prefer="theirs") == merged(b, a) == []
    assert coded(a) == coded(b) == {"frame:value": 3, "frame:nalue": 2}


def test_a_code_moved_below_one_that_was_split_elsewhere_keeps_its_theme(tmp_path: Path) -> None:
    """What one side took out of its codebook stays where the other still has it, and here it is used."""
    a, b = copies(tmp_path)
    worked(a, [("move", "capacity", "support")], "ana")
    worked(b, [("split", "support", "support")], "bo")
    assert merged(b, a) == []
    with at(b) as project:
        found = {code.id for code in project.codes.book("frame")}
    assert found == {"value", "value.mission", "one", "two", "support", "support.capacity"}


def test_a_document_kept_against_its_removal_has_all_that_both_did_in_it(tmp_path: Path) -> None:
    a, b = copies(tmp_path)
    worked(a, [("tag", "value", "support")], "ana")
    worked(b, [("tag", "support", "value"), ("reread", "value", "value"), ("take out", "value", "value")], "bo")
    assert merged(a, b) == ["document D1"]
    with at(a) as project:
        assert not next(iter(project.documents())).text.startswith("Rettet"), "nothing is decided before it is settled"
        assert {coding.coder for coding in project.codings() if coding.document == "D1"} == {"ana"}
    assert merged(a, b, prefer="mine") == []
    with at(a) as project:
        assert next(iter(project.documents())).text.startswith("Rettet")
        assert {coding.coder for coding in project.codings() if coding.document == "D1"} == {"ana", "bo"}
