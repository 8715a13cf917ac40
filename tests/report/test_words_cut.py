"""Where a long word is cut in a figure: before a syllable, never with two letters left over."""

from __future__ import annotations

import pytest

from qualcode.report.figures.sheet import text_width, wrap


@pytest.mark.parametrize(
    ("word", "fits", "lines"),
    [
        ("Udviklingsfase", "Udviklingsfas", ["Udviklings-", "fase"]),
        ("Lanceringsfase", "Lanceringsfa", ["Lancerings-", "fase"]),
        ("Development", "Developm", ["Develop-", "ment"]),
    ],
)
def test_a_word_is_cut_before_a_syllable(word: str, fits: str, lines: list[str]) -> None:
    width = text_width(f"{fits}-", 8)
    assert wrap(word, width, 8) == lines
