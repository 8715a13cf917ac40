"""No word of a figure is missing in any language."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import qualcode.report.plots as plots
from qualcode.report.plots.labels import FigureWords, texts
from qualcode.report.wording import texts as report_texts

LANGUAGES = ("da", "nb", "sv", "en")
PLACES = re.compile(r"\{(\w+)\}")


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_has_the_same_keys_with_the_same_places(language: str) -> None:
    english, own = texts("en"), texts(language)
    assert set(own) == set(english)
    for key, words in own.items():
        assert words.strip()
        assert set(PLACES.findall(words)) == set(PLACES.findall(english[key])), key


def test_the_figures_own_words_do_not_hide_those_of_the_reports() -> None:
    assert not set(texts("en")) & set(report_texts("en"))


def test_every_key_used_in_the_code_exists_and_every_key_is_used() -> None:
    source = "\n".join(path.read_text("utf-8") for path in sorted(Path(plots.__file__).parent.glob("*.py")))
    words = FigureWords("en")
    asked = set(re.findall(r"say\(\s*\"([a-z._-]+)\"", source)) | set(re.findall(r"say\('([a-z._-]+)'", source))
    for key in asked:
        assert key in words or f"{key}.one" in words, key
    built = {"alt.triangle", "alt.diamond", "alt.two-sided", "saturation.new", "saturation.seen", "saturation.expected"}
    for key in texts("en"):
        base = re.sub(r"\.(one|other)$", "", key)
        assert {key, base} & (asked | built), f"{key} is never used"
