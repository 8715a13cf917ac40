"""Rounds of coding: what is drawn, how far everybody is, what agreement is kept, and who decides."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qualcode.core.choices import Where
from qualcode.core.errors import DataError, UnknownName, UsageError
from qualcode.project import Project, agreement, consensus, round_plan, rounds
from qualcode.project.coders import rename, set_state
from qualcode.project.results import ShareRequest, compute_shares
from qualcode.project.round_plan import PlanRequest, allotted
from tests.cli.conftest import Run, qualcode

from ..study import conversation, study

__all__ = ["qualcode"]

PEOPLE = {"D1": "director", "D2": "director", "M1": "manager", "M2": "manager", "M3": "manager", "M4": "manager"}


def six(root: Path) -> Project:
    """Two directors and four managers, each with two answers."""
    documents = [
        conversation(id, ("I", "Hvad er data godt for?", "1"), (id, f"{id} siger noget om borgerne."),
                     ("I", "Og hvem laver arbejdet?", "2"), (id, f"{id} gør det selv."))
        for id in PEOPLE
    ]  # fmt: skip
    project = study(root, *documents)
    rows = "".join(f"{id},{id},{role}\n" for id, role in PEOPLE.items())
    (root / "cases.csv").write_text(f"case,members,role\n{rows}", "utf-8")
    return project


def planned(project: Project, **more: object) -> round_plan.Plan:
    return round_plan.plan(project, PlanRequest(("ana", "bo"), **more))  # type: ignore[arg-type]


def given_to(project: Project) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for _, one in project.store.assignments():
        found.setdefault(one.document, []).append(one.coder)
    return found


# -- what is drawn -----------------------------------------------------------------------


def test_a_share_is_drawn_in_every_group_and_written_down(tmp_path: Path) -> None:
    with six(tmp_path) as project:
        found = planned(project, share=0.3, by=("role",), seed=4)
        assert {one.stratum: (one.size, len(one.drawn)) for one in found.drawings} == {
            "director": (2, 1), "manager": (4, 1)
        }  # fmt: skip
        [round] = project.store.rounds()
        assert (round.id, round.kind, round.coder) == ("main", "main", "ana")
        assert round.plan["seed"] == 4 and round.plan["by"] == ["role"] and round.plan["share"] == 0.3
        drawn = {id for one in round.plan["strata"] for id in one["drawn"]}
        assert {id for id, coders in given_to(project).items() if len(coders) == 2} == drawn
        assert set(given_to(project)) == set(PEOPLE), "what was not drawn is coded by one"
        assert "seed 4" in project.store.history(1)[0].summary


def test_a_plan_that_is_there_is_said_to_be_there(tmp_path: Path, qualcode: Run) -> None:
    with six(tmp_path / "a"):
        pass
    command = ("-C", "a", "coder", "plan", "--coders", "ana,bo", "--double", "100%")
    assert "nothing was recorded" not in qualcode(*command).err
    assert qualcode("-C", "a", "tag", "D1:2", "value", "--coder", "ana").code == 0
    for further in ((), ("--dry-run",)):
        again = qualcode(*command, *further)
        assert again.code == 0 and "nothing was recorded: ana planned this on 20" in again.err
        assert "coded in before" not in again.err and "without --dry-run" not in again.err
    assert json.loads(qualcode(*command, "--json").out)["there"] is True
    assert qualcode(*command, "--adjudicator", "eva", "--dry-run").code == 2, "another plan of that name"


def test_the_same_seed_draws_the_same_whatever_else_there_is(tmp_path: Path) -> None:
    with six(tmp_path / "a") as project:
        first = planned(project, number=2, seed=7)
        assert planned(project, number=2, seed=7).rows == first.rows
        assert len(project.store.rounds()) == 1, "planned twice is planned once"
        with pytest.raises(UsageError, match="planned otherwise"):
            planned(project, number=2, seed=8)
        drawn = {row.document for row in first.rows if row.shared}
    with six(tmp_path / "b") as project:
        set_state(project, "ana", ["M1"], "finished")
        again = planned(project, number=2, seed=7)
        assert {row.document for row in again.rows if row.shared} == drawn


@given(sizes=st.dictionaries(st.sampled_from("abcdef"), st.integers(1, 40), min_size=1), part=st.floats(0, 1))
def test_what_is_allotted_fits_the_groups(sizes: dict[str, int], part: float) -> None:
    for share, number in ((part, None), (None, int(part * sum(sizes.values())))):
        found = allotted(sizes, share, number)
        assert all(0 <= found[stratum] <= size for stratum, size in sizes.items())
        if number is not None:
            assert sum(found.values()) == number
        elif part:
            assert all(found.values()), "a share leaves no group out"
            assert abs(sum(found.values()) - part * sum(sizes.values())) <= max(1, len(sizes))


def test_one_undo_takes_a_plan_back_and_a_trial_records_nothing(tmp_path: Path) -> None:
    with six(tmp_path) as project:
        round_plan.plan(project, PlanRequest(("ana", "bo"), number=2), dry_run=True)
        assert not project.store.rounds() and not project.store.assignments()
        planned(project, number=2, adjudicator="cleo")
        assert len(project.store.assignments()) == 8
        project.undo()
        assert not project.store.rounds() and not project.store.assignments()
        assert "cleo" not in project.store.coder_keys()
        project.redo()
        assert [one.adjudicator for one in project.store.rounds()] == ["cleo"]


def test_work_is_shared_out_evenly(tmp_path: Path) -> None:
    with six(tmp_path) as project:
        found = round_plan.plan(project, PlanRequest(("ana", "bo", "cy"), share=0.5))
        count = {coder: sum(row.coder == coder for row in found.rows) for coder in ("ana", "bo", "cy")}
        assert sum(count.values()) == 9 and max(count.values()) - min(count.values()) <= 1


def test_in_a_training_round_everybody_codes_what_is_drawn_and_main_leaves_it_out(tmp_path: Path) -> None:
    with six(tmp_path) as project:
        found = round_plan.plan(project, PlanRequest(("ana", "bo", "cy"), number=2, kind="training"))
        drawn = {row.document for row in found.rows}
        assert len(drawn) == 2 and len(found.rows) == 6
        main = planned(project, share=0.5)
        assert set(main.left) == drawn and {row.document for row in main.rows} == set(PEOPLE) - drawn
        again = planned(project, share=1.0, round="again", where=Where(documents=tuple(drawn)))
        assert {row.document for row in again.rows} == drawn


@pytest.mark.parametrize(
    ("wish", "slug"),
    [
        ({"coders": ("ana",)}, "too_few_coders"),
        ({"share": 1.2}, "bad_option"),
        ({"number": 7}, "bad_option"),
        ({"kind": "pilot"}, "bad_option"),
        ({"unit": "chapter"}, "bad_option"),
        ({"adjudicator": "bo"}, "adjudicator_codes"),
        ({"by": ("rolle",)}, "unknown_attribute"),
    ],
)
def test_what_cannot_be_planned_is_said_and_nothing_is_recorded(
    tmp_path: Path, wish: dict[str, object], slug: str
) -> None:
    with six(tmp_path) as project:
        with pytest.raises(UsageError) as told:
            round_plan.plan(project, PlanRequest(**{"coders": ("ana", "bo"), **wish}))  # type: ignore[arg-type]
        assert told.value.slug == slug
        assert not project.store.rounds() and not project.store.assignments()


# -- units ---------------------------------------------------------------------------------


def test_units_are_drawn_and_only_they_are_compared_and_counted(tmp_path: Path) -> None:
    with six(tmp_path) as project:
        found = planned(project, number=3, unit="answer")
        shared = {id for one in found.drawings for id in one.drawn}
        assert len(shared) == 3
        for _, one in project.store.assignments():
            for question in ("1", "2"):
                label = f"{one.document}#{question}"
                if not one.places or label in shared:
                    project.tag(label, "value", coder=one.coder)
            set_state(project, one.coder, [one.document], "finished")
        result = project.agreement(round="main", ci=None)
        assert result.row("frame:value").units == 3
        assert result.accounting is not None and result.accounting.why("not_given") is not None
        assert result.accounting.looked == result.accounting.counted + sum(
            part.units for part in result.accounting.left_out
        )
        partly = {one.document for _, one in project.store.assignments() if one.coder == "bo" and one.places}
        shares = compute_shares(project, ShareRequest(("frame:value",), coder="bo"))
        [row] = [row for row in shares.rows if row.code == "frame:value"]
        assert row.numerator == row.denominator, "what bo was not given is no answer without a code"
        assert shares.accounting is not None
        left = shares.accounting.why("not_given")
        assert (left is not None) == bool(partly)


# -- how far, and who sees -------------------------------------------------------------------


def test_progress_tells_what_is_assigned_begun_and_finished(qualcode: Run, tmp_path: Path) -> None:
    with six(tmp_path) as project:
        planned(project, share=1.0)
        project.tag("D1#1", "value", coder="ana")
        set_state(project, "ana", ["D2"], "finished")
        ana, bo = rounds.summaries(rounds.progress(project))
        assert (ana.coder, ana.assigned, ana.begun, ana.finished, ana.units, ana.coded) == ("ana", 4, 1, 1, 12, 1)
        assert (bo.assigned, bo.coded, len(bo.unfinished)) == (6, 0, 6)
        with pytest.raises(UnknownName):
            rounds.progress(project, "mian")
    told = qualcode("status").out
    assert "coded blind: D1 until ana and bo finished; D2 until bo finished" in told


def test_unblinding_is_a_change_that_the_log_tells_and_undo_takes_back(qualcode: Run, tmp_path: Path) -> None:
    with six(tmp_path) as project:
        planned(project, share=1.0)
        project.tag("D1#1", "support", coder="bo")
    shown = qualcode("show", "D1")
    assert "support" not in shown.out and "hidden from ana: what bo coded in D1" in shown.err
    assert "qualcode coder unblind" in shown.err
    assert qualcode("coder", "unblind", "D1", "--why", "bo er syg").code == 0
    assert "support" in qualcode("show", "D1").out
    assert "bo er syg" in qualcode("log").out
    assert qualcode("undo").code == 0
    assert "support" not in qualcode("show", "D1").out
    assert qualcode("coder", "finish", "D1", "--coder", "bo").code == 0
    assert "support" not in qualcode("show", "D1").out, "ana has not finished"
    assert qualcode("coder", "finish", "D1").code == 0
    assert "support" in qualcode("show", "D1").out
    assert qualcode("coder", "unblind", "D1").code == 3


# -- what is kept ----------------------------------------------------------------------------


def coded(project: Project) -> None:
    """Both coders have coded and finished D1 and M1: they agree on D1#1, and differ on M1#1."""
    planned(project, share=1.0, where=Where(documents=("D1", "M1")), adjudicator="cleo")
    for coder in ("ana", "bo"):
        project.tag("D1#1", "value", coder=coder)
        set_state(project, coder, ["D1", "M1"], "finished")
    project.tag("M1#1", "support", coder="bo")


def test_the_agreement_of_a_round_is_kept_as_it_was(qualcode: Run, tmp_path: Path) -> None:
    with six(tmp_path) as project:
        coded(project)
    assert qualcode("agree", "--rounds").code == 3
    before = json.loads(qualcode("agree", "--round", "main", "--json", "--keep").out)
    with Project.open(tmp_path) as project:
        project.tag("M1#1", "support")
        [measure] = project.store.measures()
        assert measure.result["mean"] == before["mean"] and measure.result["documents"] == ["D1", "M1"]
        assert measure.result["coders"] == ["ana", "bo"] and set(measure.result["codebooks"]) == {"frame"}
    after = json.loads(qualcode("agree", "--round", "main", "--json").out)
    assert after["mean"] != before["mean"]
    listed = json.loads(qualcode("agree", "--rounds", "--json").out)
    assert [one["mean"] for one in listed["measures"]] == [before["mean"]]
    for language, word in (
        ("da", "Kodningsrunder"),
        ("nb", "Kodingsrunder"),
        ("sv", "Kodningsomgångar"),
        ("en", "Rounds"),
    ):
        text = qualcode("report", "rounds", "--lang", language, "--format", "md").out
        assert word in text and "ana" in text and "cleo" not in text, "who has not decided yet is not said to have"
    assert "Krippendorff" in qualcode("report", "method", "--coder", "ana", "--format", "md").out


def test_a_round_that_was_shown_before_it_was_finished_is_not_called_blind(qualcode: Run, tmp_path: Path) -> None:
    with six(tmp_path) as project:
        planned(project, share=1.0, where=Where(documents=("D1", "M1")))
        project.tag("D1#1", "value")
        set_state(project, "ana", ["D1", "M1"], "finished")
        rounds.unblind(project, ["D1"], "bo is ill")
        set_state(project, "bo", ["D1", "M1"], "finished")
    assert qualcode("agree", "--round", "main", "--keep").code == 0
    assert "nobody saw" not in qualcode("report", "rounds", "--lang", "en", "--format", "md").out


def test_a_round_that_is_not_finished_is_not_kept(tmp_path: Path) -> None:
    with six(tmp_path) as project:
        coded(project)
        set_state(project, "bo", ["M1"], "begun")
        result, _ = agreement.compute(project, agreement.AgreementRequest(round="main"), ci=None)
        with pytest.raises(DataError) as told:
            rounds.keep(project, rounds.known(project, "main"), result)
        assert told.value.slug == "round_open" and "bo: M1" in told.value.message


def test_a_change_of_the_codebook_between_rounds_is_told(qualcode: Run, tmp_path: Path) -> None:
    with six(tmp_path) as project:
        coded(project)
    qualcode("agree", "--round", "main", "--keep")
    book = tmp_path / "codebooks" / "frame.yaml"
    book.write_text(book.read_text("utf-8").replace("What it is good for.", "What citizens get."), "utf-8")
    qualcode("agree", "--round", "main", "--keep")
    text = qualcode("agree", "--rounds", "--format", "md").out
    assert "state 1" in text and "state 2" in text and "another state" in text


# -- who decides -------------------------------------------------------------------------------


def test_a_third_person_decides_and_the_originals_stay(tmp_path: Path) -> None:
    with six(tmp_path) as project:
        coded(project)
        originals = [(c.id, c.coder, c.code, c.span) for c in project.store.codings(None, ["ana", "bo"])]
        request = agreement.AgreementRequest(round="main")
        [one] = agreement.unsettled(project, request)
        consensus.begin(project, request)
        with pytest.raises(UsageError, match="cleo decides"):
            consensus.settle(project, one, "frame:support")
    with Project.open(tmp_path, coder="cleo") as project:
        consensus.settle(project, one, "frame:support", "hun siger det jo")
        assert agreement.unsettled(project, request) == []
        assert [(c.id, c.coder, c.code, c.span) for c in project.store.codings(None, ["ana", "bo"])] == originals
        settled = {(c.document, c.code) for c in project.store.codings(None, ["consensus"])}
        assert settled == {("D1", "frame:value"), ("M1", "frame:support")}
        [decided] = consensus.decisions(project)
        assert (decided.unit, decided.coder, decided.verdict, decided.why) == (
            "M1#1", "cleo", "yes", "hun siger det jo"
        )  # fmt: skip
        assert [one.round for one in project.store.measures()] == ["main"], "kept before anything was settled"


def test_the_command_sends_others_to_the_third_person(qualcode: Run, tmp_path: Path) -> None:
    with six(tmp_path) as project:
        coded(project)
    ran = qualcode("review")
    assert ran.code == 2 and "cleo decides" in ran.err and "--coder cleo" in ran.err
    found = json.loads(qualcode("review", "--list", "--round", "main", "--json").out)
    assert [(one["unit"], one["said"]) for one in found["open"]] == [("M1#1", {"ana": False, "bo": True})]
    assert qualcode("review", "--round", "nope").code == 2


def test_what_one_person_alone_coded_joins_the_consensus(qualcode: Run, tmp_path: Path) -> None:
    with six(tmp_path) as project:
        found = planned(project, share=0.3)
        for line in found.rows:
            project.tag(f"{line.document}#1", "value", coder=line.coder)
            set_state(project, line.coder, [line.document], "finished")
        consensus.begin(project, agreement.AgreementRequest(round="main"))
    assert qualcode("review", "--rest").code == 0
    with Project.open(tmp_path) as project:
        shares = compute_shares(project, ShareRequest(("frame:value",), coder="consensus"))
        [row] = [row for row in shares.rows if row.code == "frame:value"]
        assert (row.numerator, row.denominator) == (6, 12)
    assert "no document" in qualcode("review", "--rest").err


def test_a_coder_renamed_takes_rounds_along(tmp_path: Path) -> None:
    with six(tmp_path) as project:
        coded(project)
        rename(project, "cleo", "clea")
        project.tag("M2#1", "value", coder="dora")
        rename(project, "clea", "dora", merge=True)
        assert [one.adjudicator for one in project.store.rounds()] == ["dora"]
