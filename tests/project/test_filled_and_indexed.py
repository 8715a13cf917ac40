"""What `fill` puts into a text is what `shares` counts, and `index` accounts for every respondent."""

from __future__ import annotations

import re
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from qualcode.core.choices import Where
from qualcode.core.errors import QualcodeError
from qualcode.project.fill import Evaluator
from qualcode.project.results import ShareRequest, compute_shares
from qualcode.project.scale_index import scale_index
from tests.project.drawn import TRY, Made, asked, filters, made, opened
from tests.project.test_every_command_accounts import SEVERAL
from tests.study import conversation, study

pytestmark = pytest.mark.file_engine  # what is counted is computed above the store


def filled(one: Evaluator, what: str, where: Where, coder: str) -> int:
    """What a field with these filters becomes."""
    named = {"document": list(where.documents), "case": list(where.cases), "question": list(where.questions)}
    chosen = {name: values for name, values in named.items() if values}
    pairs = [f"{key}={value}" for key, values in where.attributes.items() for value in values]
    value = one("number", (what,), {**chosen, **({"where": pairs} if pairs else {}), "coder": coder})
    return int(re.sub(r"\D", "", value.text))


@given(made(), filters(), st.sampled_from(("ana", "bo")))
@example(SEVERAL, Where(), "ana")
@example(SEVERAL, Where(documents=("S0", "S3")), "ana")
@TRY
def test_a_field_is_what_a_share_table_counts(one: Made, where: Where, coder: str) -> None:
    with opened(one) as project:
        if coder not in project.store.coder_keys() or asked(project, where) is None:
            return
        try:
            table = compute_shares(project, ShareRequest(where=where, coder=coder, by="-"))
        except QualcodeError as error:
            assert error.slug in ("not_begun", "no_units", "nothing_coded"), error
            return
        account = table.accounting
        assert account is not None
        fields = Evaluator(project, "en")
        assert filled(fields, "units", where, coder) == account.counted
        counted = {id for each in account.sources for id in each.documents}
        assert filled(fields, "documents", where, coder) == len(counted)
        answers = sum(each.units for each in account.sources if each.unit in ("answer", "entry"))
        assert filled(fields, "answers", where, coder) == answers


ANSWERS = st.sampled_from(("", "1", "4", "7", "10"))


@given(st.lists(st.tuples(ANSWERS, ANSWERS, st.sampled_from(("a", "b", "a; b", ""))), min_size=1, max_size=7))
@example([("1", "10", "a"), ("", "4", "a; b"), ("", "", "b"), ("7", "7", "")])
@TRY
def test_an_index_counts_every_respondent_once_and_says_who_left_something_out(
    tmp_path_factory: pytest.TempPathFactory, rows: list[tuple[str, str, str]]
) -> None:
    root: Path = tmp_path_factory.mktemp("index")
    with study(root, conversation("S0", ("I", "Hvad?"), ("Anna", "Det."))) as project:
        lines = [f"p{at},informant,,{one},{other},{town}" for at, (one, other, town) in enumerate(rows)]
        (root / "cases.csv").write_text("\n".join(["case,kind,members,q1,q2,town", *lines]) + "\n", "utf-8")
        project.forget_files()
        spoke = [row for row in rows if row[0] or row[1]]
        if not spoke:
            with pytest.raises(QualcodeError, match="nobody has answered"):
                scale_index(project, ("q1", "q2"), "1-10", "town")
            return
        data = scale_index(project, ("q1", "q2"), "1-10", "town").data
        assert {row["group"] for row in data["rows"]} == {
            "all",
            *(g for each in spoke for g in (each[2] or "–").split("; ")),
        }
        for row in data["rows"]:
            mine = [each for each in spoke if row["group"] in ("all", *(each[2] or "–").split("; "))]
            whole = [each for each in mine if each[0] and each[1]]
            assert (row["respondents"], row["incomplete"]) == (len(whole), len(mine) - len(whole)), row
            if whole:
                mean = Fraction(sum(int(one) + int(other) for one, other, _ in whole), 2 * len(whole))
                assert row["index"] == pytest.approx(float((mean - 1) / 9 * 100))
