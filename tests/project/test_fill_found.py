"""Fields that ask as `find` does: a draft says how many passages there are, and shows them."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from qualcode.project import Project
from tests.cli.conftest import Run
from tests.study import ANNA, BO, study


@pytest.fixture
def coded(tmp_path: Path) -> Path:
    with study(tmp_path, replace(ANNA, pseudonymised=True), BO) as project:
        project.tag("D1#1", "value")
        project.tag("D1#1", "support", quote="Byrådet bakkede op")
        project.tag("D1#2", "capacity")
        project.tag("M1#2", "mission", quote="Det gør vi selv")
    (tmp_path / "cases.csv").write_text("case,name,role,members\nD1,Director 1,director,D1\nM1,,manager,M1\n", "utf-8")
    return tmp_path


def filled(qualcode: Run, folder: Path, *fields: str) -> str:
    (folder / "draft.tex").write_text("\n\n".join(f"{{{{ {field} }}}}" for field in fields), "utf-8")
    ran = qualcode("fill", "draft.tex", "-o", "thesis.tex", "--force")
    assert ran.code == 0, ran.err
    assert qualcode("verify", "thesis.tex").code == 0
    return (folder / "thesis.tex").read_text("utf-8")


@pytest.mark.parametrize(
    ("field", "expected"),
    [
        ('number("passages", find="value")', "2"),
        ('number("passages", find="value or support", where="role=director")', "2"),
        ('number("passages", find="value and support")', "2"),
        ('number("passages", find="value and capacity")', "0"),
        ('number("passages", find="support and capacity", same="case")', "2"),
        ('number("passages", find="frame:", document="M1")', "1"),
        ('number("places", words="data", who="all")', "2"),
        ('number("places", words="=det", case="M1")', "2"),
        ('number("places", words=["=det", "hænder"], find="capacity")', "2"),
    ],
)
def test_a_number_of_what_is_found(qualcode: Run, coded: Path, field: str, expected: str) -> None:
    assert f"-->{expected}<!--" in _markdown(qualcode, coded, field)


def test_a_table_of_the_passages_says_whose_they_are_and_quotes_as_everywhere(qualcode: Run, coded: Path) -> None:
    assert qualcode("quote", "D1:4", "--insert", "tydeligt", "--after", "Byrådet").code == 0
    text = filled(qualcode, coded, 'table("passages", find="value and support")')
    rows = [line for line in text.split("\n") if line.startswith("Director 1")]
    assert len(rows) == 2 and "Case & " in text
    assert "Value" in rows[0] and "Det er godt for borgerne." in rows[0]
    assert "Support" in rows[1] and "Byrådet" in rows[1] and "tydeligt" in rows[1]


def test_words_that_may_identify_somebody_are_not_put_in(qualcode: Run, coded: Path) -> None:
    (coded / "draft.md").write_text('{{ table("passages", find="mission") }}\n', "utf-8")
    refused = qualcode("fill", "draft.md", "-o", "thesis.md")
    assert refused.code != 0 and "may identify people" in refused.err
    assert not (coded / "thesis.md").exists()
    assert qualcode("fill", "draft.md", "-o", "thesis.md", "--allow-identifiable").code == 0
    assert "Det gør vi selv" in (coded / "thesis.md").read_text("utf-8")


def test_codings_of_two_people_are_not_added_up(qualcode: Run, coded: Path) -> None:
    with Project.open(coded, coder="bo") as project:
        project.tag("D1#1", "value")
    (coded / "draft.md").write_text('{{ number("passages", find="value") }}\n', "utf-8")
    refused = qualcode("fill", "draft.md", "-o", "thesis.md")
    assert "whose codings shall count" in refused.err
    assert "-->2<!--" in _markdown(qualcode, coded, 'number("passages", find="value", coder="ana")')
    assert "-->1<!--" in _markdown(qualcode, coded, 'number("passages", find="value", coder="bo")')


def _markdown(qualcode: Run, folder: Path, field: str) -> str:
    (folder / "draft.md").write_text(f"{{{{ {field} }}}}\n", "utf-8")
    assert qualcode("fill", "draft.md", "-o", "thesis.md", "--force").code == 0
    return (folder / "thesis.md").read_text("utf-8")


@pytest.mark.parametrize(
    ("field", "said"),
    [
        ('number("passages")', "find="),
        ('number("passages", words="data")', "find="),
        ('number("places", find="value")', "words="),
        ('number("passages", find="valeu")', "did you mean"),
        ('number("passages", find="value and")', "expected a code"),
        ('number("places", words="/(/")', "the search cannot be read"),
        ('table("passages", find="value and capacity")', "no passage is coded"),
        ('table("passages", find="value", whom="x")', "whom"),
        ('number("places", words="data", sort="weight")', "sorted by"),
        ('share(["value"])', "share: code=['value']: expected a text in quotation marks"),
        ('table("shares", 3)', "table: categories=3: expected a text"),
        ('share("value", decimals="2")', "decimals='2': expected a whole number"),
        ('share("value", decimals=40)', "expected 0 to 3"),
        ('share("value", level="1")', "level='1': expected a whole number"),
        ('share("value", weight=2)', "weight=2: expected a text"),
        ('share("value", rollup="no")', "rollup='no': expected true or false"),
        (r'quote("\ud800")', "half a letter"),
    ],
)
def test_what_cannot_be_asked_is_said_and_nothing_is_written(qualcode: Run, coded: Path, field: str, said: str) -> None:
    (coded / "draft.md").write_text(f"{{{{ {field} }}}}\n", "utf-8")
    refused = qualcode("fill", "draft.md", "-o", "thesis.md")
    assert refused.code != 0 and said in refused.err and not (coded / "thesis.md").exists()


def test_a_mistake_of_ours_is_not_called_one_of_the_field(
    qualcode: Run, coded: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(*_: object) -> None:
        raise TypeError("ours")

    monkeypatch.setattr("qualcode.project.fill.compute_shares", fails)
    (coded / "draft.md").write_text('{{ share("value") }}\n', "utf-8")
    assert qualcode("fill", "draft.md", "-o", "thesis.md").code == 70
