"""Reports of the other analyses: agreement, crosstab, matrix, ranking, keywords, co-occurrence, saturation."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from qualcode.core.results.agreement import Agreement, CodeAgreement, Coefficient, Disagreement, Lowest  # fmt: skip
from qualcode.core.results.common import Caveat, Interval
from qualcode.core.results.comparison import (
    CaseMatrix,
    Crosstab,
    CrosstabCell,
    Key,
    Keyness,
    MatrixCell,
    Ranked,
    Ranking,
)
from qualcode.core.results.patterns import CodePair, Cooccurrence, Run, Saturation
from qualcode.core.table import Cell, Excerpts, Heading, Report
from qualcode.report import render
from qualcode.report.build.agreement import agreement_report
from qualcode.report.build.comparisons import crosstab_report, keyness_report, matrix_report, ranking_report
from qualcode.report.build.patterns import cooccurrence_report, saturation_report
from tests.report.study import BUNDLE, NAMES

FORMATS = ("text", "md", "latex", "html", "csv", "json", "docx", "xlsx")


def cells(report: Report, table: int = 0) -> list[list[Any]]:
    return [[each.value if isinstance(each, Cell) else each for each in row] for row in report.tables[table].rows]


def in_every_format(report: Report) -> None:
    for format in FORMATS:
        assert render(report, format)


def coded(code: str, alpha: float | None, reason: str = "", *notes: Caveat) -> CodeAgreement:
    interval = Interval("bootstrap", 0.95, 0.4, 0.9) if alpha is not None else None
    return CodeAgreement(
        code, 40, {"ana": 12, "bo": 10},
        (
            Coefficient("percent_agreement", Fraction(39, 40)),
            Coefficient("krippendorff_alpha", alpha, reason, interval),
        ),
        notes,
    )  # fmt: skip


AGREEMENT = Agreement(
    {"unit": "answer", "replicates": 2000, "seed": 1, "cluster": ""},
    ("ana", "bo"),
    (
        coded("moore:value", 0.674),
        coded("moore:support", None, "no_variation", Caveat("few_uses", {"n": 3})),
    ),
    {"percent_agreement": Fraction(39, 40), "krippendorff_alpha": 0.674},
    {"percent_agreement": Lowest(Fraction(39, 40), "moore:value"), "krippendorff_alpha": Lowest(0.674, "moore:value")},
    {"krippendorff_alpha": 1},
    (Disagreement("moore:value", "D1#3", "D1", {"ana": True, "bo": False}),),
    notes=(Caveat("different_material", {"bo": 4}),),
)


def test_agreement_has_a_row_a_code_then_the_mean_and_the_lowest() -> None:
    report = agreement_report(AGREEMENT, code_names=NAMES, coder_names={"ana": "Ana", "bo": "Bo"})
    rows = cells(report)
    assert rows[0] == ["Public value", 40, 12, 10, Fraction(39, 40), 0.674, 0.4, 0.9]
    assert rows[1][4:] == [Fraction(39, 40), None, None, None]
    assert rows[2] == ["Mean of the codes", "", "", "", Fraction(39, 40), 0.674, "", ""]
    assert rows[3][0] == "Lowest"
    assert "almost" not in " ".join(report.tables[0].notes)
    in_every_format(report)


def test_a_dash_has_its_reason_and_a_note_its_code() -> None:
    notes = agreement_report(AGREEMENT, code_names=NAMES).tables[0].notes
    reason = "Legitimacy & support: Krippendorff's α cannot be computed, because all values are equal."
    assert reason in notes
    assert "Legitimacy & support: The code was used few times in all (3): the figures are uncertain." in notes
    assert "The coders did not look at the same material; missing units: bo 4." in notes
    assert "One code has no value and is not in the mean." in notes


def test_disagreements_are_listed_with_what_each_coder_said() -> None:
    report = agreement_report(AGREEMENT, disagreements=True, texts=lambda unit: f"words of {unit}", code_names=NAMES)
    assert cells(report, 1) == [["D1#3", "Public value", "yes", "no", "words of D1#3"]]


def test_a_crosstab_has_counts_shares_and_totals() -> None:
    crosstab = Crosstab(
        {"by": "role"}, ("moore:value",), ("director", ""),
        (
            CrosstabCell("moore:value", "director", 3, Fraction(3, 4), Fraction(3, 8)),
            CrosstabCell("moore:value", "", 1, Fraction(1, 4), None),
        ),
        {"moore:value": 4}, {"director": 8, "": 0},
    )  # fmt: skip
    report = crosstab_report(crosstab, code_names=NAMES)
    assert cells(report) == [
        ["Public value", 3, Fraction(3, 8), 1, None, 4],
        ["Total", 8, "", 0, "", ""],
    ]
    assert report.tables[0].columns[3].group == "(not given)"
    assert cells(crosstab_report(crosstab, share="row"))[0][2] == Fraction(3, 4)
    in_every_format(report)


MATRIX = CaseMatrix(
    {}, ("D1", "M1"), ("moore:value", "moore:support"),
    (
        MatrixCell("D1", "moore:value", 1, 1, 1, (1,)), MatrixCell("D1", "moore:support", 1, 1, Fraction(1, 2), (3,)),
        MatrixCell("M1", "moore:value", 1, 1, 1, (4,)), MatrixCell("M1", "moore:support", 0, 0, 0),
    ),
)  # fmt: skip


def test_a_matrix_has_counts_summaries_and_the_excerpts_behind_each_cell() -> None:
    report = matrix_report(
        MATRIX, code_names=NAMES, bundle=BUNDLE, summaries={("D1", "moore:value"): "Speaks of citizens."}
    )
    assert cells(report) == [["D1", 1, 1, 2], ["M1", 1, 0, 1]]
    assert cells(report, 1) == [["D1", "Speaks of citizens."], ["M1", ""]], "columns without a summary are left out"
    assert [block.text for block in report.blocks if isinstance(block, Heading)] == ["D1", "M1"]
    quoted = [[item.address for item in block.items] for block in report.blocks if isinstance(block, Excerpts)]
    assert quoted == [["D1:2-4"], ["D1:6"], ["D2:2"]]
    in_every_format(report)


def test_a_matrix_without_text_has_no_words_of_a_document() -> None:
    report = matrix_report(MATRIX, bundle=BUNDLE, text=False)
    assert not any(isinstance(block, Excerpts) for block in report.blocks)


def test_a_ranking_has_a_table_for_each_qualifier() -> None:
    ranking = Ranking(
        {},
        (
            Ranked(1, "moore:value", "promotes", 5, 4, 4, 2, Fraction(5, 6)),
            Ranked(2, "moore:support", "promotes", 1, 1, 1, 1, Fraction(1, 6)),
            Ranked(1, "moore:support", "inhibits", Fraction(3, 2), 2, 2, 1, Fraction(1)),
        ),
        {"promotes": 6, "inhibits": Fraction(3, 2)},
    )
    report = ranking_report(ranking, code_names=NAMES)
    assert [table.caption for table in report.tables] == ["Promotes: codes by weight", "Inhibits: codes by weight"]
    assert cells(report)[0][:4] == [1, "Public value", 5, Fraction(5, 6)]
    in_every_format(report)


def key(term: str, log_ratio: float) -> Key:
    return Key(
        term, (52, 57), (1.04, 0.76), (43.6, 65.4), log_ratio, 36.8, 2.65, 1, None, 0.1, -9.0, (3, 2), Fraction(1, 56)
    )  # fmt: skip


def test_keywords_say_who_uses_them() -> None:
    found = Keyness({}, ("director", "manager"), (50_000, 75_000), (key("data", 0.45), key("tal", 0.2)), 12)
    report = keyness_report(found, limit=1)
    assert cells(report) == [["data", 52, 1.04, 3, 57, 0.76, 2, 0.45, 2.65, Fraction(1, 56)]]
    assert any(note.startswith("12 words are left out") for note in report.tables[0].notes)
    in_every_format(report)


def test_pairs_stand_by_how_much_they_come_together_and_those_that_never_do_are_counted() -> None:
    found = Cooccurrence(
        {}, ("a", "b", "c"), 10,
        (
            CodePair("a", "b", 4, 4, 1, {"jaccard": Fraction(1, 7)}),
            CodePair("a", "c", 4, 2, 2, {"jaccard": Fraction(1, 2)}),
            CodePair("b", "c", 4, 2, 0, {"jaccard": Fraction(0)}),
        ),
        {"a": 4, "b": 4, "c": 2},
    )  # fmt: skip
    report = cooccurrence_report(found)
    assert [row[:2] for row in cells(report)] == [["a", "c"], ["a", "b"]]
    assert "1 pair never occurs together and is left out." in report.tables[0].notes
    assert cells(report, 1) == [["1 a", 4, "", ""], ["2 b", 1, 4, ""], ["3 c", 2, 0, 2]]
    assert len(report.flat[0].rows) == 3
    in_every_format(report)


def saturation(notation: str | None, reason: str = "") -> Saturation:
    return Saturation(
        {"threshold": 0.05}, ("D1", "D2", "D3"), (3, 1, 0), (3, 4, 4), 4, (Run(2, 3, 1, Fraction(1, 4)),), 2, notation,
        (Fraction(8, 3), Fraction(11, 3), Fraction(4)), 1, 2, Fraction(9, 2), reason,
    )  # fmt: skip


def test_saturation_is_said_with_its_threshold_or_that_it_is_not_reached() -> None:
    report = saturation_report(saturation("2+2"))
    assert cells(report)[1] == [2, "D2", 1, 4, Fraction(1, 4), Fraction(11, 3)]
    assert report.tables[0].notes[0].startswith("Saturation 2+2: after 2 interviews the next gave at most 5%")
    assert "not reached" in saturation_report(saturation(None, "not_saturated")).tables[0].notes[0]
    in_every_format(report)
