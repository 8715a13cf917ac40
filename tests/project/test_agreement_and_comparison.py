"""Agreement, review and the comparisons, through the command line on a study small enough to count by hand."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from qualcode.core.model import Coding, Span
from qualcode.project import Project, agreement, coders, consensus
from tests.cli.conftest import Run
from tests.study import ANNA, BO, FRAME, conversation, study

CLARA = conversation(
    "D2", ("I", "Hvad er data godt for?", "1"), ("Clara", "Alt."), ("I", "Hvem?", "2"), ("Clara", "Ingen.")
)


@pytest.fixture
def place(tmp_path: Path, qualcode: Run) -> Path:
    """Six answers, two coders. value: both D1#1, D2#1; only ana M1#1. capacity: only bo D1#2."""
    project = study(tmp_path, ANNA, BO, CLARA)
    (tmp_path / "cases.csv").write_text(
        "case,members,role\nD1,D1,director\nM1,M1,manager\nD2,D2,director\n", encoding="utf-8"
    )
    for coder, codings in {
        "ana": [("D1#1", "value"), ("D2#1", "value.mission"), ("M1#1", "value"), ("M1#2", "support")],
        "bo": [("D1#1", "value"), ("D2#1", "value"), ("D1#2", "capacity"), ("M1#2", "support")],
    }.items():
        for where, code in codings:
            project.tag(where, code, coder=coder)
        coders.set_state(project, coder, (), "finished")
    project.close()
    return tmp_path


def agree(qualcode: Run, *argv: str) -> dict[tuple[str, str], float | None]:
    ran = qualcode("agree", "--json", "--ci", "0", *argv)
    assert ran.code == 0, ran.err
    return {
        (row["code"], name): coefficient["value"]
        for row in json.loads(ran.out)["rows"]
        for name, coefficient in row["coefficients"].items()
    }


def test_agreement_per_code_over_what_both_looked_at(qualcode: Run, place: Path) -> None:
    found = agree(qualcode)
    assert found["frame:value", "percent_agreement"] == pytest.approx(5 / 6)
    # By hand: alpha = 1 - Do/De with 12 values, 5 of them 1; Do = 2/12, De = 2*5*7/(12*11).
    assert found["frame:value", "krippendorff_alpha"] == pytest.approx(1 - (2 / 12) / (70 / 132))
    assert found["frame:support", "krippendorff_alpha"] == 1
    assert found["frame:capacity", "percent_agreement"] == pytest.approx(5 / 6)


def test_a_document_that_one_coder_never_saw_is_missing_and_not_zero(qualcode: Run, place: Path) -> None:
    with Project.open(place) as project:
        coders.set_state(project, "bo", ("M1",), "begun")
    found = agree(qualcode)
    assert found["frame:value", "percent_agreement"] == 1, "M1 is out, and the rest agree"
    assert found["frame:support", "krippendorff_alpha"] is None, "nobody used it in what is left: undefined, not 1"


def test_disagreements_are_listed_at_their_addresses(qualcode: Run, place: Path) -> None:
    ran = json.loads(qualcode("agree", "--json", "--list").out)
    assert {(d["unit"], d["code"]) for d in ran["disagreements"]} == {
        ("M1#1", "frame:value"),
        ("D1#2", "frame:capacity"),
    }
    piped = qualcode("agree", "--list").out.split("\n\n")[1].splitlines()
    assert sorted(row.split("\t")[:2] for row in piped[1:]) == [
        ["D1#2", "frame:capacity"],
        ["M1#1", "frame:value"],
    ]


def test_fail_under_is_an_exit_code(qualcode: Run, place: Path) -> None:
    assert qualcode("agree", "frame:support", "--fail-under", "0.8").code == 0
    assert qualcode("agree", "--fail-under", "0.8").code == 1


@pytest.mark.parametrize(
    ("argv", "slug"),
    [
        (("--coders", "ana"), "too_few_coders"),
        (("--coders", "ana,cy"), "unknown_coder"),
        (("--view", "set"), "bad_option"),
        (("--view", "sets", "--metric", "ordinal"), "option_conflict"),
    ],
)
def test_what_cannot_be_compared_says_so(qualcode: Run, place: Path, argv: tuple[str, ...], slug: str) -> None:
    ran = qualcode("agree", *argv)
    assert (ran.code, ran.out) == (2, "")
    assert ran.err.startswith(f"error: {slug}: ")


def test_a_review_writes_the_consensus_layer(place: Path, qualcode: Run) -> None:
    with Project.open(place) as project:
        request = agreement.AgreementRequest()
        waiting = agreement.unsettled(project, request)
        assert [(one.unit, one.code, one.said) for one in waiting] == [
            ("D1#2", "frame:capacity", {"ana": False, "bo": True}),
            ("M1#1", "frame:value", {"ana": True, "bo": False}),
        ]
        assert consensus.begin(project, request) == 3
        consensus.settle(project, waiting[0], "frame:capacity", "de mangler hænder")
        consensus.settle(project, waiting[1], None, "for vagt")
        assert agreement.unsettled(project, request) == []
    shares = json.loads(qualcode("shares", "--layer", "consensus", "--by", "-", "--json").out)
    assert [(row["code"], row["numerator"]) for row in shares["rows"]] == [
        ("frame:value", 2),
        ("frame:support", 1),
        ("frame:capacity", 1),
    ]
    assert qualcode("review", "--list").code == 0


def test_a_plan_draws_the_same_documents_from_the_same_seed(qualcode: Run, place: Path) -> None:
    plans = [
        json.loads(qualcode("coder", "plan", "--coders", "ana,bo", "--double", "34%", "--seed", "7", "--json").out)[
            "rows"
        ]
        for _ in range(2)
    ]
    assert plans[0] == plans[1]
    by_document: dict[str, set[str]] = {}
    for row in plans[0]:
        by_document.setdefault(row["document"], set()).add(row["coder"])
    assert sorted(len(coders) for coders in by_document.values()) == [1, 1, 2]


def rows(qualcode: Run, *argv: str) -> list[dict[str, object]]:
    ran = qualcode(*argv, "--json")
    assert ran.code == 0, ran.err
    found = json.loads(ran.out)
    key = next(k for k in ("cells", "rows", "pairs", "interviews") if k in found)
    return list(found[key])


def test_crosstab_counts_units_and_both_shares(qualcode: Run, place: Path) -> None:
    cells = {(c["code"], c["column"]): c for c in rows(qualcode, "crosstab", "--by", "role", "--coder", "ana")}
    value = cells["frame:value", "director"]
    assert (value["count"], value["row_share"], value["column_share"]) == (2, pytest.approx(2 / 3), 0.5)


def test_the_matrix_carries_written_summaries(qualcode: Run, place: Path) -> None:
    assert qualcode("memo", "cell D1 value", "Kun i begyndelsen").code == 0
    ran = qualcode("matrix", "--coder", "ana", "-o", "matrix.md", "--lang", "en")
    assert ran.code == 0, ran.err
    assert "Kun i begyndelsen" in (place / "matrix.md").read_text("utf-8")


def test_cooccurrence_of_answers(qualcode: Run, place: Path) -> None:
    qualcode("tag", "D1#1", "support", "--coder", "ana")
    pairs = {(p["first"], p["second"]): p for p in rows(qualcode, "cooccur", "--coder", "ana")}
    both = pairs["frame:value", "frame:support"]
    assert (both["n1"], both["n2"], both["n12"]) == (3, 2, 1)


def test_saturation_needs_enough_interviews(qualcode: Run, place: Path) -> None:
    ran = qualcode("saturation", "--coder", "ana")
    assert ran.code == 2
    assert "too_few_interviews" in ran.err
    assert qualcode("saturation", "--coder", "ana", "--base", "1", "--run", "1").code == 0


def test_the_residual_code_is_a_row_where_a_code_below_it_is_used(tmp_path: Path) -> None:
    below = '  - id: other\n    name: {en: "Other"}\n    codes:\n      - id: misc\n        name: {en: "Misc"}\n'
    with study(tmp_path, ANNA, frame=FRAME + below) as project:
        assert "frame:other" not in project.codes.categories()
        project.tag("D1#1", "frame:other.misc", coder="ana")
        assert project.codes.categories()[-1] == "frame:other"


@pytest.mark.file_engine  # counted alike on both
def test_saturation_of_a_frame_sees_the_codes_below_its_first_level(qualcode: Run, place: Path) -> None:
    """D1 brings value, D2 mission, M1 support: the frame named is what is coded with it, as without a name."""
    for named, new in (
        ((), [1, 1, 1]),
        (("frame",), [1, 1, 1]),
        (("value",), [1, 1, 0]),
        (("value.mission",), [0, 1, 0]),
    ):
        found = rows(qualcode, "saturation", *named, "--coder", "ana", "--base", "1", "--run", "1")
        assert [row["new"] for row in found] == new, named
    assert "nothing_coded" in qualcode("saturation", "capacity", "--coder", "ana", "--base", "1", "--run", "1").err


@pytest.mark.file_engine  # counted alike on both
def test_coded_segments_are_counted_as_such_in_shares_and_nowhere_else(qualcode: Run, place: Path) -> None:
    """Of ana's four segments one is in D2; a segment more inside the first answer makes five."""
    assert qualcode("tag", "D1#1", "support", "--quote", "Det er hele pointen", "--coder", "ana").code == 0
    told = json.loads(qualcode("shares", "frame", "--by", "-", "--unit", "segment", "--coder", "ana", "--json").out)
    assert (told["accounting"]["counted"], told["groups"][0]["units"]) == (5, 5)
    assert [(one["unit"], one["units"]) for one in told["accounting"]["sources"]] == [("segment", 5)]
    for command in (
        "crosstab frame",
        "matrix frame",
        "cooccur",
        "rank",
        "saturation --coder ana",
        "keyness director manager",
    ):
        ran = qualcode(*command.split(), "--unit", "segment")
        assert (ran.code, "bad_option" in ran.err) == (2, True), command
    assert qualcode("agree", "--unit", "segment").code == 2
    settings = (place / "qualcode.toml").read_text("utf-8")
    (place / "qualcode.toml").write_text(settings.replace('unit = "answer"', 'unit = "segment"'), "utf-8")
    told = json.loads(qualcode("crosstab", "frame", "--by", "role", "--coder", "ana", "--json").out)
    assert {one["unit"] for one in told["accounting"]["sources"]} == {"turn"}


@pytest.mark.file_engine  # counted alike on both
def test_what_one_alone_coded_is_so_whatever_code_or_coder_is_asked_for(qualcode: Run, place: Path) -> None:
    alone = {("D1#2", "frame:capacity", "bo"), ("M1#1", "frame:value", "ana"),
             ("D2#1", "frame:value.mission", "ana"), ("D2#1", "frame:value", "bo")}  # fmt: skip

    def listed(*argv: str) -> set[tuple[str, str, str]]:
        return {
            (str(row["address"]), str(row["code"]), str(row["coder"]))
            for row in rows(qualcode, "list", "single", *argv)
        }

    assert listed() == alone
    assert listed("--code", "capacity") == {one for one in alone if one[1] == "frame:capacity"}
    assert listed("--coder", "bo") == {one for one in alone if one[2] == "bo"}
    qualcode("untag", "M1", "--coder", "bo")
    assert listed() == alone | {("M1#2", "frame:support", "ana")}, "bo finished M1 and coded nothing in it"


def test_keyness_compares_the_words_of_two_groups(qualcode: Run, place: Path) -> None:
    found = rows(qualcode, "keyness", "director", "manager", "--by", "role", "--min-informants", "1")
    assert any(row["term"] == "vi" for row in found)
    assert qualcode("keyness", "director", "boss", "--by", "role").code == 2


@pytest.mark.file_engine  # what is written is computed above the store
@pytest.mark.parametrize("command", ["crosstab", "matrix", "cooccur", "rank"])
@pytest.mark.parametrize("suffix", ["csv", "xlsx", "docx", "md", "tex", "html"])
def test_every_comparison_is_written_in_every_format(qualcode: Run, place: Path, command: str, suffix: str) -> None:
    ran = qualcode(command, "--coder", "ana", "-o", f"out.{suffix}")
    assert ran.code == 0, ran.err
    assert (place / f"out.{suffix}").stat().st_size > 50


def made(coder: str, start: int, created: str, memo: str = "") -> Coding:
    return Coding(start, "D1", Span(start, start + 5), "words", "frame:value", coder, memo=memo, created=created)


def test_copied_memos_or_codings_made_in_step_are_not_independent() -> None:
    apart = [made(c, n * 10, f"2026-03-0{1 + (c == 'bo')}T10:{n:02}:00Z") for n in range(6) for c in ("ana", "bo")]
    assert not agreement.not_independent(apart)
    in_step = [made(c, n * 10, f"2026-03-01T10:{n:02}:0{2 * (c == 'bo')}Z") for n in range(6) for c in ("ana", "bo")]
    assert agreement.not_independent(in_step)
    batch = [made(c, n * 10, "2026-03-01T10:00:00Z") for n in range(6) for c in ("ana", "bo")]
    assert not agreement.not_independent(batch), "a table of tags has one moment"
    copied = [
        made(c, n * 10, f"2026-03-0{1 + (c == 'bo')}T10:{n:02}:00Z", f"samme ord {n}")
        for n in range(3)
        for c in ("ana", "bo")
    ]
    assert agreement.not_independent(copied)
