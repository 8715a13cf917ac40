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


def test_two_items_asked_in_one_breath_are_both_asked_and_that_is_said(
    qualcode: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    qualcode("init", str(tmp_path / "p"), "--lang", "da", "--coder", "kim")
    monkeypatch.chdir(tmp_path / "p")
    Path("A.txt").write_text("I: Hvad laver du her, og hvor længe har du gjort det?\nB: Kører bus i ti år.\n", "utf-8")
    Path("guide.txt").write_text("1. Hvad laver du her?\n2. Hvor længe har du gjort det?\n3. Hvad nu?\n", "utf-8")
    qualcode("add", "A.txt", "--interviewer", "I")
    qualcode("question", "import", "guide.txt")
    said = qualcode("question", "match")
    assert "not asked: 3\n" in said.out
    assert "A:1 asks 1 before 2: what is answered to both is #2" in said.err
