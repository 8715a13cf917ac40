"""No word of a figure is missing in any language."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import qualcode.report.figures as plots
from qualcode.core.languages import catalogue
from qualcode.report.wording import Words

LANGUAGES = ("da", "nb", "sv", "en")
PLACES = re.compile(r"\{(\w+)\}")


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_has_the_same_keys_with_the_same_places(language: str) -> None:
    english, own = catalogue("qualcode.report.figures", "en"), catalogue("qualcode.report.figures", language)
    assert set(own) == set(english)
    for key, words in own.items():
        assert words.strip()
        assert set(PLACES.findall(words)) == set(PLACES.findall(english[key])), key


def test_words_that_figures_share_with_tables_are_the_tables_own() -> None:
    """A figure's word wins over a report's of the same key; these must stay the report's."""
    shared = {key for key in catalogue("qualcode.report", "en") if key.startswith(("unit.", "shares."))}
    assert not set(catalogue("qualcode.report.figures", "en")) & (shared | {"and", "yes", "no", "all", "no_group"})


def test_every_key_used_in_the_code_exists_and_every_key_is_used() -> None:
    source = "\n".join(path.read_text("utf-8") for path in sorted(Path(plots.__file__).parent.glob("*.py")))
    words = Words("en", "qualcode.report.figures")
    asked = set(re.findall(r"say\(\s*\"([a-z._-]+)\"", source)) | set(re.findall(r"say\('([a-z._-]+)'", source))
    for key in asked:
        assert key in words or f"{key}.one" in words, key
    built = {"alt.triangle", "alt.diamond", "alt.two-sided", "saturation.new", "saturation.seen", "saturation.expected"}
    built |= {f"{key}{of}" for key in ("alt.range", "key.loo") for of in ("", "_sources", "_respondents")}
    for key in catalogue("qualcode.report.figures", "en"):
        base = re.sub(r"\.(one|other)$", "", key)
        assert {key, base} & (asked | built), f"{key} is never used"
