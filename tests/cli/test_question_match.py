"""What `question match` says beside the matches."""

from __future__ import annotations

from pathlib import Path

import pytest

from .conftest import Run

TALK = """I: Hvordan startede projektet?

Anna: Ovenfra.

I: Hvem tog initiativet, husker du det?

Anna: Direktøren.

I: Hvad lægger du i innovation?

Anna: At tænke nyt.
"""


def test_questions_in_other_words_than_the_guides_are_named_where_an_item_seems_not_asked(
    qualcode: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    qualcode("init", str(tmp_path / "p"), "--lang", "da", "--coder", "kim")
    monkeypatch.chdir(tmp_path / "p")
    Path("A.txt").write_text(TALK, encoding="utf-8")
    Path("guide.txt").write_text(
        "1. Hvordan startede projektet?\n2. Hvad betyder nytænkning for dig?\n", encoding="utf-8"
    )
    qualcode("add", "A.txt", "--interviewer", "I")
    qualcode("question", "import", "guide.txt")
    said = qualcode("question", "match")
    assert "1 asked" in said.out and "not asked: 2" in said.out
    assert "A: in no item, though something is asked: A:3, A:5; " in said.err
    assert qualcode("question", "at", "A:5", "2").code == 0
    assert "in no item" not in qualcode("question", "match").err
