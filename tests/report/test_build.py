"""The ready-made reports: what stands in them, counted by hand from the small study."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from typing import Any

import pytest

from qualcode.core.errors import UnknownName
from qualcode.core.results.common import Caveat
from qualcode.core.results.shares import ShareGroup, Shares
from qualcode.core.table import Cell, Excerpts, Heading, Paragraph, Report, Table, Transcript
from qualcode.report import render
from qualcode.report.build.accounting import sentence
from qualcode.report.build.appendix import appendix_report
from qualcode.report.build.audit import audit_report
from qualcode.report.build.checklists import checklist_report
from qualcode.report.build.codings import codings_report
from qualcode.report.build.excerpts import excerpts_report
from qualcode.report.build.interviews import interviews_report
from qualcode.report.build.method import method_note
from qualcode.report.build.sample import sample_report
from qualcode.report.build.shares import choices_line, shares_report
from qualcode.report.wording import Words
from qualcode.store.history import Entry
from tests.report.study import BUNDLE, D2, GROUPS, NAMES, SHARES, coding


def value(cell: Any) -> Any:
    return cell.value if isinstance(cell, Cell) else cell


def row(table: Table, first: str) -> list[Any]:
    return next([value(cell) for cell in each] for each in table.rows if each[0] == first)


# -- shares ------------------------------------------------------------------------


def test_rows_are_categories_columns_are_groups_with_share_numerator_and_denominator() -> None:
    table = shares_report(SHARES, code_names=NAMES, group_names=GROUPS).tables[0]
    assert [(c.group, c.key) for c in table.columns] == [
        ("", "category"), ("Directors", "share_1"), ("Directors", "n_1"), ("Managers", "share_2"), ("Managers", "n_2"),
    ]  # fmt: skip
    assert row(table, "Public value") == ["Public value", Fraction(1, 8), (1, 8), Fraction(1, 300), (1, 300)]
    assert row(table, "Categories per answer")[1] == Fraction(5, 8)
    assert row(table, "Answers with no category")[1:] == [3, "", 1, ""]
    assert row(table, "Informants")[1:] == [2, "", 2, ""]


def test_the_choices_are_stated_in_one_line() -> None:
    line = choices_line(SHARES, Words("en"))
    assert line == (
        "Numerator: answers that carry the category; one with several categories counts fully in each. "
        "Denominator: all answers. Unit: answer (all that an informant says under one question). "
        "Weight: every unit counts the same. Coded by: ana."
    )
    weighted = replace(SHARES, options={**SHARES.options, "weight": "column:size", "equalize": "informant"})
    assert "Weight: the column size. Every informant has the same weight." in choices_line(weighted, Words("en"))


def test_a_total_of_100_per_cent_is_printed_only_where_it_is_one() -> None:
    def with_options(sum_of: Fraction, **options: str) -> Shares:
        groups = tuple(replace(group, categories_per_unit=sum_of) for group in SHARES.groups)
        return replace(SHARES, options={**SHARES.options, **options}, groups=groups)

    def total(shares: Shares) -> bool:
        return any(each[0] == "Total" for each in shares_report(shares).tables[0].rows)

    assert not total(with_options(Fraction(1)))
    assert total(with_options(Fraction(1), base="codings"))
    assert total(with_options(Fraction(1), count="fractional", base="coded"))
    assert not total(with_options(Fraction(9, 10), count="primary", base="coded"))


def test_what_did_not_count_is_said_in_numbers() -> None:
    notes = shares_report(SHARES, group_names=GROUPS).tables[0].notes
    assert "Directors, not counted: 1 question asked without a codable answer." in notes


def test_averaged_shares_have_no_numerator_and_an_undefined_one_is_a_dash_with_its_reason() -> None:
    rows = tuple(replace(each, numerator=None, denominator=None) for each in SHARES.rows[1:])
    undefined = replace(rows[0], share=None, low=None, high=None, leave_one_out_low=None, leave_one_out_high=None)
    report = shares_report(replace(SHARES, rows=(undefined, *rows[1:])), group_names=GROUPS)
    table = report.tables[0]
    assert [column.kind for column in table.columns] == ["text", "share", "share"]
    assert "– = cannot be computed, because the denominator is 0." in table.notes
    assert "| – |" in render(report, "md").decode()


def test_one_group_without_a_name_is_everybody_and_needs_no_heading_over_it() -> None:
    alone = replace(
        SHARES,
        rows=tuple(replace(each, group="all") for each in SHARES.rows[:2]),
        groups=(replace(SHARES.groups[0], group="all"),),
    )
    table = shares_report(alone, by_name="").tables[0]
    assert [column.group for column in table.columns] == ["", "", ""]
    assert table.caption == "Share of the answers that concern each category"


def test_many_groups_stand_in_the_rows() -> None:
    names = [str(n) for n in range(1, 9)]
    rows = tuple(replace(each, group=name) for name in names for each in SHARES.rows[:2])
    many = replace(SHARES, rows=rows, groups=tuple(replace(SHARES.groups[0], group=name) for name in names))
    table = shares_report(many, code_names=NAMES, by_name="question").tables[0]
    assert [each[0] for each in table.rows] == names
    assert table.columns[1].group == "Public value"
    assert [value(cell) for cell in table.rows[0][-4:]] == [Fraction(5, 8), 3, 8, 2]


def test_the_spread_among_the_informants_has_a_table_of_its_own() -> None:
    spread = shares_report(SHARES, code_names=NAMES).tables[1]
    assert row(spread, "Public value")[1] == (Fraction(0), Fraction(1, 4))


def test_a_caveat_without_words_shows_its_slug_rather_than_nothing() -> None:
    assert sentence(Caveat("new_thing", {"n": 3}), Words("en")) == "new_thing: n 3"
    assert sentence(Caveat("informants", {"n": 1}), Words("da")).startswith("Én informant;")


def test_quiet_leaves_out_the_caveats_not_the_choices() -> None:
    notes = shares_report(SHARES, caveats=False).tables[0].notes
    assert any("Numerator" in note for note in notes)
    assert not any("population" in note for note in notes)


# -- codings, sample, interviews -----------------------------------------------------


def test_a_coding_row_says_where_who_what_and_the_words() -> None:
    flat = codings_report(BUNDLE).flat[0]
    found = {record["id"]: record for record in flat.records()}
    assert found[3]["address"] == f"D1@{found[3]['start']}-{found[3]['stop']}"
    assert {key: found[3][key] for key in ("document", "case", "case.role", "speaker", "question", "turn")} == {
        "document": "D1", "case": "D1", "case.role": "director", "speaker": "A", "question": "2", "turn": 6,
    }  # fmt: skip
    assert (found[3]["code"], found[3]["weight"], found[3]["qualifier"]) == ("moore:support", 0.5, "promotes")
    assert (found[4]["page"], found[4]["unsure"]) == ("1", True)


def test_codings_stand_in_the_order_of_the_material() -> None:
    assert [each[0] for each in codings_report(BUNDLE).flat[0].rows] == [1, 2, 3, 4]
    turned = codings_report(replace(BUNDLE, documents=BUNDLE.documents[::-1]))
    assert [each[0] for each in turned.flat[0].rows] == [4, 1, 2, 3]


def test_the_sample_is_counted_from_the_cases() -> None:
    cases, documents = sample_report(BUNDLE).tables
    assert row(cases, "D1") == ["D1", "Director 1", "director", 2275, "D1", 20, 3]
    assert value(cases.rows[-1][-1]) == 4
    assert row(documents, "D2")[-3:] == [2, 6, 1]
    assert str(documents.rows[-1][0]).startswith("Total")


def transcript(report: Report) -> Transcript:
    return next(block for block in report.blocks if isinstance(block, Transcript))


def test_an_answer_coded_across_a_follow_up_is_marked_at_each_turn_of_the_informant() -> None:
    lines = {line.number: line for line in transcript(interviews_report(BUNDLE)).lines}
    assert [(mark.label, mark.continued) for mark in lines[2].marks] == [("Public value", False), ("Mission", False)]
    assert [(mark.label, mark.continued) for mark in lines[4].marks] == [("Public value", True)]
    assert lines[3].marks == ()
    assert (lines[2].question, lines[5].question) == ("", "2. Who backs you?")


def test_words_coded_in_part_of_a_turn_are_placed_in_it() -> None:
    line = {line.number: line for line in transcript(interviews_report(BUNDLE)).lines}[2]
    mission = line.marks[1]
    assert line.text[mission.start : mission.stop] == "seen & felt <there>"
    assert (line.marks[0].start, line.marks[0].stop) == (0, 0)  # the whole turn


def test_the_coder_is_named_only_where_there_are_several() -> None:
    assert {mark.coder for line in transcript(interviews_report(BUNDLE)).lines for mark in line.marks} == {""}
    two = replace(BUNDLE, codings=(*BUNDLE.codings, coding(5, D2, "For steering.", "support", "bo")))
    assert {mark.coder for line in transcript(interviews_report(two)).lines for mark in line.marks} == {"Ana"}


@pytest.mark.parametrize("format", ["md", "html", "latex", "text", "json"])
def test_interviews_without_text_have_numbers_and_codes_but_no_words(format: str) -> None:
    text = render(interviews_report(BUNDLE, text=False), format).decode()
    assert "citizens" not in text
    assert "Public value" in text or "moore:value" in text


# -- excerpts ------------------------------------------------------------------------


def quotes(report: Report) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    heading = ""
    for block in report.blocks:
        if isinstance(block, Heading):
            heading = block.text
        elif isinstance(block, Excerpts):
            found[heading] = [excerpt.address for excerpt in block.items]
    return found


def test_excerpts_are_cited_by_turn_and_gathered_by_code_or_case() -> None:
    assert quotes(excerpts_report(BUNDLE)) == {
        "Public value": ["D1:2-4", "D2:2"], "Mission": ["D1:2"], "Legitimacy & support": ["D1:6"],
    }  # fmt: skip
    assert list(quotes(excerpts_report(BUNDLE, by="case"))) == ["Director 1", "Manager 1"]


def test_who_was_least_quoted_is_quoted_first() -> None:
    extra = coding(5, D2, "For", "support")
    report = excerpts_report(replace(BUNDLE, codings=(*BUNDLE.codings, extra)), limit=1)
    assert quotes(report) == {"Public value": ["D1:2-4"], "Mission": ["D1:2"], "Legitimacy & support": ["D2:2"]}


def test_an_informant_can_be_named_by_an_attribute_only() -> None:
    report = excerpts_report(BUNDLE, source="role", value_names={"director": "a director"})
    sources = {excerpt.source for block in report.blocks if isinstance(block, Excerpts) for excerpt in block.items}
    assert sources == {"a director", "manager"}
    assert "Director 1" not in render(report, "md").decode()


# -- method, audit, appendix -----------------------------------------------------------


def test_the_method_note_counts_material_informants_codes_and_codings() -> None:
    report = method_note(BUNDLE, shares=SHARES, by="role", version="1.0")
    text = " ".join(block.plain for block in report.blocks if isinstance(block, Paragraph))
    assert "The material consists of 2 interviews, in all 8 turns and 35 words." in text
    assert "There are 2 informants: director (1) and manager (1)." in text
    assert "Ana made 4 codings in 2 documents." in text
    assert "1 coding is marked as unsure." in text
    assert "Denominator: all answers." in text


def test_what_a_machine_proposed_is_not_told_as_a_persons_work() -> None:
    from qualcode.core.model import Coder

    machine = replace(BUNDLE, coders=(Coder("ana", "seeds", "rule"),))
    text = render(method_note(machine), "md").decode()
    assert "The rule seeds proposed 4 codings" in text


def test_the_audit_trail_says_what_was_undone() -> None:
    at = "2018-05-03T10:00:00Z"
    rows = [
        Entry(1, at, "ana", "tag", "D1:2 value", "done", ""), Entry(2, at, "bo", "tag", "D1:3", "undone", "2018-05-04"),
    ]  # fmt: skip
    table = audit_report(rows).tables[0]
    assert table.rows[0] == (1, at, "ana", "tag", "D1:2 value", "")
    assert table.notes == ("2 changes, 1 undone.",)


def test_an_appendix_has_its_parts_in_order_and_leaves_out_what_is_empty() -> None:
    printed = (Heading("Moore", 1), Paragraph("A code."))
    report = appendix_report(BUNDLE, share_reports=[shares_report(SHARES)], codebook=printed)
    parts = [block.text for block in report.blocks if isinstance(block, Heading) and block.appendix]
    assert parts == ["Method note", "Informants and sources", "Codebook", "Shares", "The material with its codings"]
    without = appendix_report(BUNDLE)
    assert "Codebook" not in [block.text for block in without.blocks if isinstance(block, Heading)]


def test_a_group_of_nobody_is_shown_as_not_given() -> None:
    odd = replace(
        SHARES,
        rows=tuple(replace(each, group="–") for each in SHARES.rows[:2]) + SHARES.rows[2:],
        groups=(ShareGroup("–", 2, 8, 5, Fraction(5, 8)), SHARES.groups[1]),
    )
    assert shares_report(odd).tables[0].columns[1].group == "(not given)"


# -- checklists ------------------------------------------------------------------------


def test_a_checklist_is_filled_where_the_study_knows_and_left_open_where_it_does_not() -> None:
    report = checklist_report(BUNDLE, version="1.0", by="role", answers={"10": "Purposive."})
    answers = {row[0]: row[2] for table in report.tables for row in table.rows}
    assert list(answers) == list(range(1, 33))
    assert answers[12] == "There are 2 informants: director (1) and manager (1)."
    assert answers[17] == "Interview guide with 2 main questions."
    assert answers[21] == "Between 6 and 29 words an interview, 18 on average."
    assert answers[24] == "1 coder: Ana."
    assert (answers[10], answers[27]) == ("Purposive.", "qualcode 1.0")
    assert (answers[1], answers[18], answers[22]) == ("", "", "")
    one_used = checklist_report(replace(BUNDLE, codings=BUNDLE.codings[:1]))
    assert "3 codes, 1 of them used" in str([row[2] for table in one_used.tables for row in table.rows if row[0] == 25])


def test_an_empty_study_fills_nothing_in() -> None:
    from qualcode.core.model import Bundle

    filled = [row[2] for table in checklist_report(Bundle()).tables for row in table.rows if row[2]]
    assert filled == []
    assert len([row for table in checklist_report(Bundle(), "srqr").tables for row in table.rows]) == 21


def test_an_unknown_checklist_is_refused_with_the_nearest() -> None:
    with pytest.raises(UnknownName, match="did you mean 'coreq'"):
        checklist_report(BUNDLE, "corek")
