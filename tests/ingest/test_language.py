"""The language of a text, by its little words."""

from __future__ import annotations

import re
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qualcode.ingest.language import _counted, guess_language


@pytest.mark.parametrize(
    ("text", "language"),
    [
        (
            "Jeg synes, at det er en god måde at arbejde på, fordi man også får talt om noget af det, der er svært.",
            "da",
        ),
        ("Jeg synes det er en fin måte å jobbe på, og vi har også noe å snakke om hver uke. Hva mener du?", "nb"),
        ("Jag tycker att det är ett bra sätt att arbeta på eftersom man också får prata om något som är svårt.", "sv"),
        ("I think that the way we work has changed a lot since we started, and it is hard to find the time.", "en"),
        ("Ich denke, dass wir heute anders arbeiten als früher, und das ist auch nicht schlecht für die Leute.", "de"),
        ("Eu acho que o trabalho não mudou muito para os colegas, mas as pessoas gostam.", "pt"),
        ("Minä olen kotoisin Turusta, ja työ on hyvin mukavaa, mutta aikaa ei ole. Miten se sitten oli?", "fi"),
        ("Je pense que nous avons changé, mais ce n'est pas facile pour les collègues dans la commune.", "fr"),
        ("Ég er frá Akureyri og það er ekki alltaf auðvelt að vinna við þetta, en við höfum gaman af því.", "is"),
        ("Kari: Trives du?\nOla: Ja, veldig.\nKari: Hvorfor?\nOla: Elevene.", "nb"),
        ("Ida: Trives du?\nJens: Ja, altid.\nIda: Hvorfor?\nJens: Det er arbejdet.", "da"),
        ("Godt.", ""),
        ("12 34 56", ""),
        ("", ""),
    ],
)
def test_language(text: str, language: str) -> None:
    assert guess_language(text) == language


@given(st.text(st.sampled_from("ab æø²_1\u0301'-.,\n\u00a0Å"), max_size=80))
def test_words_are_counted_as_a_search_for_letters_finds_them(text: str) -> None:
    assert _counted(text) == Counter(re.findall(r"[^\W\d_]+", text))
