"""Every table accounts for its material: what it counts and what it names as left out are all there is."""

from __future__ import annotations

import json
import tempfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from qualcode.core import units as unitising
from qualcode.core.choices import Where
from qualcode.core.model import Document
from qualcode.core.results.common import Accounting
from qualcode.project import Project, agreement, comparisons, results
from tests.cli.conftest import Run
from tests.study import conversation, study

KINDS = ("interview", "document", "observation", "survey", "workshop")
COMMANDS = ("shares", "crosstab", "matrix", "ranking", "cooccurrence", "agreement")


@st.composite
def documents(draw: st.DrawFn) -> list[Document]:
    """Up to five sources of any kind; interviews may come back to a question, and begin with a chat."""
    found = []
    for number in range(draw(st.integers(1, 5))):
        kind = draw(st.sampled_from(KINDS))
        lines: list[tuple[str, str] | tuple[str, str, str]]
        if kind in ("document", "observation"):
            lines = [("", f"Afsnit {at} om data.") for at in range(draw(st.integers(1, 3)))]
        else:
            asked = draw(st.lists(st.sampled_from(("1", "2", None)), min_size=1, max_size=4))
            lines = [
                line
                for question in asked
                for line in (("I", f"Spørgsmål {question}?", question), ("Anna", "Et svar om data."))
            ]
        found.append(conversation(f"S{number}", *lines, kind=kind))
    return found


@st.composite
def codings(draw: st.DrawFn, number: int) -> list[tuple[str, str, str]]:
    """(document, code, coder): whole documents by one of two coders, some documents by nobody."""
    return draw(
        st.lists(
            st.tuples(
                st.sampled_from([f"S{at}" for at in range(number)]),
                st.sampled_from(("value", "value.mission", "support", "capacity")),
                st.sampled_from(("ana", "bo")),
            ),
            min_size=1,
            max_size=6,
        )
    )


def everything(project: Project, where: Where) -> int:
    """All units of a selection, counted here by hand: natural units, speech before the guide, silent questions."""
    found = 0
    for document in project.documents():
        if where.documents and document.id not in where.documents:
            continue
        kind = unitising.kind_for(document, "answer")
        found += len(unitising.units(document, kind))
        if kind == "answer" and any(turn.question for turn in document.turns):
            found += sum(turn.role == "informant" and not turn.question for turn in document.turns)
    return found


def accounts(project: Project, where: Where, coder: str) -> dict[str, Accounting | None]:
    request = results.ShareRequest(coder=coder, by="-", where=where)
    by_case = results.ShareRequest(coder=coder, by="case", where=where)
    return {
        "shares": results.compute_shares(project, request).accounting,
        "by case": results.compute_shares(project, by_case).accounting,
        "crosstab": comparisons.crosstab(project, by_case).accounting,
        "qualifier": comparisons.crosstab(project, results.ShareRequest(coder=coder, by="qualifier", where=where),
                                          count="codings").accounting,
        "matrix": comparisons.matrix(project, results.ShareRequest(coder=coder, where=where)).accounting,
        "ranking": comparisons.ranking(project, results.ShareRequest(coder=coder, where=where)).accounting,
        "cooccurrence": comparisons.cooccurrence(project, results.ShareRequest(coder=coder, where=where)).accounting,
    }  # fmt: skip


@pytest.mark.file_engine  # both engines hand over the same codings: tests/server/test_same_numbers.py
@given(st.data())
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_counted_and_left_out_are_all_units_of_the_selection(data: st.DataObject) -> None:
    sources = data.draw(documents())
    said = data.draw(codings(len(sources)))
    nested = data.draw(st.booleans())
    chosen = data.draw(st.lists(st.sampled_from([one.id for one in sources]), unique=True))
    with tempfile.TemporaryDirectory() as folder, study(Path(folder), *sources) as project:
        if nested:
            rows = "".join(f"{one.id},informant,{one.id},K\n" for one in sources)
            (Path(folder) / "cases.csv").write_text(f"case,kind,members,part_of\nK,kommune,,\n{rows}", "utf-8")
            project.forget_files()
        for document, code, coder in said:
            turns = project.document(document).turns
            last = [turn.index for turn in turns if turn.role == "informant"][-1]
            project.tag(f"{document}:{last}", code, coder=coder)
        where = Where(documents=tuple(chosen))
        for coder in dict.fromkeys(coder for _, _, coder in said):
            try:
                found = accounts(project, where, coder)
            except Exception as error:  # nothing of the selection is begun: refused, and so nothing to account for
                assert getattr(error, "slug", "") in ("not_begun", "no_units"), error
                continue
            for command, account in found.items():
                assert account is not None, command
                assert account.looked == everything(project, where), command
                named = {id for part in account.left_out for id in part.documents}
                counted = {id for source in account.sources for id in source.documents}
                assert named | counted == {one.id for one in sources if not chosen or one.id in chosen}, command
        if {"ana", "bo"} <= {coder for _, _, coder in said}:
            result, _ = agreement.compute(project, agreement.AgreementRequest(where=where), ci=None)
            assert result.accounting is not None
            assert result.accounting.looked == everything(project, where)


@pytest.fixture
def mixed(tmp_path: Path) -> Path:
    """Two interviews (bo opened one), a document and an observation; a kommune that holds an informant."""
    ask = (("I", "Hvad?", "1"), ("Anna", "Data."), ("I", "Hvorfor?", "2"), ("Anna", "Fordi."))
    project = study(
        tmp_path,
        conversation("D1", *ask),
        conversation("D2", *ask),
        conversation("Plan", ("", "Data er en vej."), ("", "Borgerne først."), kind="document"),
        conversation("Note", ("", "De talte om data."), kind="observation"),
    )
    (tmp_path / "cases.csv").write_text(
        "case,kind,members,spor\nK,kommune,D1; Plan,\nAnna,informant,D1:Anna,skole; omsorg\nL,kommune,D2; Note,skole\n",
        "utf-8",
    )
    project.forget_files()
    project.tag("D1#1", "value", coder="bo")
    project.tag("Plan:1", "value", coder="bo")
    project.tag("Plan:2", "support", coder="bo")
    project.close()
    return tmp_path


def data(qualcode: Run, *argv: str) -> dict:  # type: ignore[type-arg]
    ran = qualcode(*argv, "--json")
    assert ran.code == 0, ran.err
    return dict(json.loads(ran.out))


def test_a_case_of_several_values_is_in_the_selection_of_each_when_nothing_of_it_counts(
    qualcode: Run, mixed: Path
) -> None:
    (mixed / "cases.csv").write_text("case,members,spor\nA,D1,skole\nB,D2,skole; omsorg\nC,Note,omsorg\n", "utf-8")
    found = data(qualcode, "shares", "value", "--by", "-", "--where", "spor=skole")
    assert found["accounting"]["cases"] == ["B"], "nobody has begun D2"


def test_a_document_that_the_coder_never_opened_is_named_and_not_zero(qualcode: Run, mixed: Path) -> None:
    found = data(qualcode, "shares", "value", "--by", "-")
    assert (found["rows"][0]["numerator"], found["rows"][0]["denominator"]) == (2, 4)
    left = {part["why"]: part for part in found["accounting"]["left_out"]}
    assert left["not_begun"]["documents"] == ["D2", "Note"]
    assert "D2 and Note" in qualcode("shares", "value", "--by", "-", "-o", "-", "--format", "md", "--lang", "en").out
    piped = qualcode("shares", "value", "--by", "-", "--lang", "en")
    assert "D2 and Note" in piped.err, "rows in a pipe have no room for notes"
    material = data(qualcode, "shares", "value", "--by", "-", "--base", "material")
    assert material["rows"][0]["denominator"] == 7


def test_documents_are_no_informants_and_paragraphs_no_answers(qualcode: Run, mixed: Path) -> None:
    out = qualcode("shares", "value", "--by", "-", "-o", "-", "--format", "md", "--lang", "en").out
    assert "1 informant, 1 document;" in out
    assert "Counted: 2 answers in 1 interview and 2 paragraphs in 1 document." in out


def test_a_case_with_two_values_counts_under_both_and_once_in_the_total(qualcode: Run, mixed: Path) -> None:
    rows = data(qualcode, "shares", "value", "--by", "spor")["rows"]
    assert [(r["group"], r["numerator"], r["denominator"]) for r in rows] == [
        ("skole", 1, 2),
        ("omsorg", 1, 2),
        ("–", 1, 2),
    ]
    assert data(qualcode, "crosstab", "value", "--by", "spor")["row_totals"] == {"frame:value": 2}
    listed = data(qualcode, "list", "codes", "--by", "spor", "--code", "value")["rows"]
    assert {r["group"]: r["units"] for r in listed} == {"skole": 1, "omsorg": 1, "": 1}
    found = data(qualcode, "find", "data", "--count", "--by", "spor")["rows"]
    assert {r["spor"]: r["places"] for r in found} == {"skole": 3, "omsorg": 1, "": 1}
    said = data(qualcode, "list", "words", "--by", "spor", "--min-length", "1")["rows"]
    assert {r["group"]: r["uses"] for r in said if r["word"] == "data"} == {"skole": 3, "omsorg": 1, "": 1}


def test_a_case_that_holds_others_counts_what_is_inside_it_once(qualcode: Run, mixed: Path) -> None:
    cells = {(c["case"], c["code"]): c["units"] for c in data(qualcode, "matrix", "value")["rows"]}
    assert cells == {("K", "frame:value"): 2, ("Anna", "frame:value"): 1, ("L", "frame:value"): None}
    by_kind = data(qualcode, "shares", "value", "--by", "kommune")["rows"]
    assert [(r["group"], r["numerator"], r["denominator"]) for r in by_kind] == [("K", 2, 4), ("L", 0, 0)]


def test_the_members_of_a_passage_are_a_case_of_their_own(qualcode: Run, mixed: Path) -> None:
    (mixed / "cases.csv").write_text("case,members\nFirst,Plan:1-1\nSecond,Plan:2-2\n", "utf-8")
    rows = data(qualcode, "shares", "value", "--by", "case", "--document", "Plan")["rows"]
    assert [(r["group"], r["numerator"], r["denominator"]) for r in rows] == [("First", 1, 1), ("Second", 0, 1)]


@pytest.mark.parametrize(
    ("rows", "told"),
    [
        ("case,part_of\nA,B\nB,A\n", "A is part of itself"),
        ("case,part_of\nA,Bb\nBbb,\n", "part of 'Bb', which is no case; did you mean 'Bbb'?"),
    ],
)
def test_a_case_cannot_be_part_of_itself_or_of_nothing(qualcode: Run, mixed: Path, rows: str, told: str) -> None:
    (mixed / "cases.csv").write_text(rows, "utf-8")
    ran = qualcode("shares")
    assert ran.code in (2, 3)
    assert told in ran.err
