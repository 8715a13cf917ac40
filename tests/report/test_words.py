"""The words of the reports: all four languages say the same things, and nothing is left out."""

from __future__ import annotations

import re
import string
from fractions import Fraction
from pathlib import Path

import pytest

import qualcode
from qualcode.core.errors import UsageError
from qualcode.core.languages import LANGUAGES, catalogue
from qualcode.report.wording import Words

PACKAGE = Path(str(qualcode.__file__)).parent


def placeholders(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}


def test_every_language_has_every_text() -> None:
    for language in LANGUAGES:
        assert set(catalogue("qualcode.report", language)) == set(catalogue("qualcode.report", "en")), language
        assert all(text.strip() for text in catalogue("qualcode.report", language).values())


def test_a_text_has_the_same_placeholders_in_every_language() -> None:
    for key, text in catalogue("qualcode.report", "en").items():
        for language in LANGUAGES:
            assert placeholders(catalogue("qualcode.report", language)[key]) == placeholders(text), f"{language}: {key}"


def test_every_text_with_a_form_for_one_has_a_form_for_many() -> None:
    for key in catalogue("qualcode.report", "en"):
        if key.endswith(".one") and key != "interval.reason.one":  # there, one is a share of 100 %
            assert key.removesuffix(".one") + ".other" in catalogue("qualcode.report", "en"), key


def test_every_text_that_the_code_names_exists() -> None:
    """`words("some.key")` in the sources is a key, or the start of `some.key.one`."""
    named = re.compile(r"""\bwords\(\s*["']([a-z][\w.-]*)["']""")
    sources = [
        *(PACKAGE / "report").rglob("*.py"),
        *(PACKAGE / "project").glob("*.py"),
        *(PACKAGE / "tui").glob("*.py"),
    ]
    found = {key for path in sources for key in named.findall(path.read_text("utf-8"))}
    assert len(found) > 150
    known: set[str] = set()
    for part in ("report", "report.page", "report.figures"):
        known |= set(catalogue(f"qualcode.{part}", "en"))
    assert {key for key in found if key not in known and f"{key}.one" not in known} == set()


def caveats_made() -> set[str]:
    """The slugs of all caveats that the sources attach to results."""
    called = re.compile(r"""Caveat\(\s*((?:["'][\w-]+["'](?: if [^,)]+ else )?)+)""")
    sources = [*(PACKAGE / "analysis").rglob("*.py"), *(PACKAGE / "project").glob("*.py")]
    calls = [slugs for path in sources for slugs in called.findall(path.read_text("utf-8"))]
    assert len(calls) > 15, "the sources are where they are looked for"
    return {slug for slugs in calls for slug in re.findall(r"""["']([\w-]+)["']""", slugs)}


def test_every_caveat_of_an_analysis_has_its_sentence() -> None:
    """A slug that an analysis attaches to a result has words here."""
    known = {key.split(".")[1] for key in catalogue("qualcode.report", "en") if key.startswith("caveat.")}
    assert caveats_made() <= known


def test_the_forms_for_one_and_many_are_chosen_by_n() -> None:
    words = Words("da")
    assert words("count.documents", n=1) == "1 dokument"
    assert words("count.documents", n=12) == "12 dokumenter"


def test_numbers_and_lists_in_a_sentence_take_the_form_of_the_language() -> None:
    assert Words("sv").form(Fraction(2, 3)) == "0,67"
    assert Words("en").form(12_345) == "12,345"
    assert Words("nb").form(["a", "b", "c"]) == "a, b og c"
    assert Words("en").form(None) == "–"


def test_norwegian_without_a_form_is_bokmaal() -> None:
    assert Words("no").language == "nb"


def test_a_language_that_reports_are_not_written_in_is_refused() -> None:
    with pytest.raises(UsageError, match="reports are written in da, nb, sv, en"):
        Words("de")
