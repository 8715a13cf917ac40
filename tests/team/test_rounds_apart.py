"""Rounds, decisions, memos and what was finished, in two copies: merged or carried by git, they are the same."""

import contextlib
import json
import shutil
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from qualcode.core.address import parse
from qualcode.core.choices import Where
from qualcode.core.errors import DataError, UsageError
from qualcode.project import Project, agreement, round_plan, rounds
from qualcode.project.coders import set_state
from qualcode.project.decisions import Verdict, decide
from qualcode.project.exchange import whole
from qualcode.project.memos import write
from qualcode.project.quote_places import spans_of
from qualcode.project.snapshot import FOLDER, restore
from qualcode.project.snapshot import write as write_snapshot

from ..study import ANNA, BO, study
from .test_merge import at, content, merged

WORK = st.lists(
    st.tuples(
        st.sampled_from(["tag", "decide", "undecided", "memo", "finish", "begin", "unblind", "plan", "keep", "undo"]),
        st.sampled_from(["D1#1", "D1#2", "M1#1", "M1#2"]),
        st.sampled_from(["value", "support"]),
        st.booleans(),
    ),
    max_size=6,
)
Work = list[tuple[str, str, str, bool]]


def worked(root: Path, steps: Work, coder: str) -> None:
    """One person's work in one copy; what cannot be done there is not."""
    with at(root, coder) as project:
        for step in steps:
            with contextlib.suppress(DataError, UsageError):
                done(project, coder, *step)


def done(project: Project, coder: str, what: str, place: str, code: str, yes: bool) -> None:
    document = place.partition("#")[0]
    if what == "tag":
        project.tag(place, code, coder=coder)
    elif what in ("decide", "undecided"):
        text = project.document(document)
        [span, *_] = spans_of(text, parse(place))
        with project.writable.change("review", coder) as change:
            decide(
                project,
                change,
                Verdict(document, span, span.cut(text.text), f"frame:{code}", yes, why=f"{coder} {yes}"),
            )
        if what == "undecided":
            project.undo()
    elif what == "memo":
        write(project, place, f"{code} {yes}")
    elif what in ("finish", "begin"):
        set_state(project, coder, [document], "finished" if what == "finish" else "begun")
    elif what == "unblind":
        rounds.unblind(project, [document])
    elif what == "plan":
        where = Where(documents=(document,))
        request = round_plan.PlanRequest(("ana", "bo"), None, 1, "answer", (), "second", "main", where, 1 + yes)
        round_plan.plan(project, request)
    elif what == "keep":
        found, _ = agreement.compute(project, agreement.AgreementRequest(round="main"), ci=None)
        rounds.keep(project, rounds.known(project, "main"), found)
    else:
        project.undo()


def everything(root: Path) -> dict[str, object]:
    """All that `content` compares, and rounds, what was given, kept and decided, to the letter."""
    with at(root) as project:
        found = whole(project)
        return content(root) | {
            "rounds": sorted((r.id, r.kind, json.dumps(r.plan, sort_keys=True), r.adjudicator, r.coder, r.created)
                             for r in found.rounds),
            "measures": sorted((m.uid, m.round, json.dumps(m.result, sort_keys=True), m.coder, m.created)
                               for m in found.measures),
            "given": sorted((a.coder, a.document, a.state, a.round, a.blind, a.places) for a in found.assignments),
            "decided": sorted((d.uid, d.document, d.span, d.quote, d.code, d.verdict, d.coder, d.created, d.why)
                              for d in found.decisions),
        }  # fmt: skip


def begun(root: Path) -> Path:
    """Two documents that ana and bo are to code blind, and cy decides."""
    with study(root, ANNA, BO) as project:
        round_plan.plan(project, round_plan.PlanRequest(("ana", "bo"), share=1.0, adjudicator="cy"))
        project.tag("D1#1", "value", coder="ana")
        project.tag("D1#1", "value", coder="bo")
    return root


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(WORK, WORK)
def test_any_work_apart_is_the_same_in_any_order(
    tmp_path_factory: pytest.TempPathFactory, hers: Work, his: Work
) -> None:
    root = tmp_path_factory.mktemp("copies")
    begun(root / "a")
    shutil.copytree(root / "a", root / "b")
    worked(root / "a", hers, "ana")
    worked(root / "b", his, "bo")
    shutil.copytree(root / "a", root / "a2")
    shutil.copytree(root / "b", root / "b2")
    merged(root / "a", root / "b", prefer="mine")
    merged(root / "b", root / "a", prefer="theirs")
    assert everything(root / "a") == everything(root / "b")
    once = everything(root / "a")
    assert merged(root / "a", root / "b") == [] and everything(root / "a") == once
    merged(root / "b2", root / "a2", prefer="theirs")
    assert everything(root / "b2") == once, "it does not matter who merges first"


@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(WORK, WORK)
def test_a_snapshot_carries_all_of_it(tmp_path_factory: pytest.TempPathFactory, hers: Work, his: Work) -> None:
    root = tmp_path_factory.mktemp("copies")
    begun(root / "a")
    worked(root / "a", hers, "ana")
    worked(root / "a", his, "bo")
    with at(root / "a") as project:
        write_snapshot(project, root / "a" / FOLDER)
    shutil.copytree(root / "a", root / "b", ignore=shutil.ignore_patterns("qualcode.sqlite*", ".cache", "backups"))
    with at(root / "b") as project:
        restore(project, root / "b" / FOLDER)
        restore(project, root / "b" / FOLDER)
    assert everything(root / "a") == everything(root / "b")


def test_a_snapshot_in_which_coders_see_each_other_is_asked_about(tmp_path: Path) -> None:
    a = begun(tmp_path / "a")
    b = Path(shutil.copytree(a, tmp_path / "b"))
    with at(b) as project:
        rounds.unblind(project, ["D1"])
        write_snapshot(project, b / FOLDER)
    about = ["D1, what ana was given (blind)", "D1, what bo was given (blind)"]
    assert sorted(merged(a, b / FOLDER)) == about
    assert [one[4] for one in everything(a)["given"] if one[1] == "D1"] == [True, True]  # type: ignore[attr-defined]
    assert merged(a, b / FOLDER, prefer="theirs") == []
    assert [one[4] for one in everything(a)["given"] if one[1] == "D1"] == [False, False]  # type: ignore[attr-defined]
