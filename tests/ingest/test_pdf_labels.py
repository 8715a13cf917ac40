"""Labels before another mark than the colon begin paragraphs on paper too."""

from __future__ import annotations

from pathlib import Path

import pytest

from .making import column, pdf
from .reading import read, said


@pytest.mark.parametrize("between", ["; ", " (0:25) ", " [00:00:25] ", " = ", " | "])
def test_a_line_that_begins_with_who_speaks_begins_a_turn(tmp_path: Path, between: str) -> None:
    words_ = [
        "What do you do all day, in general, when you are at work and nobody is there to see it",
        "I teach at a school in the middle of the town and I like it very much because of the people",
        "Why do you like it? And what would you say if somebody asked you about it again, do you",
        "Because of the children, who are funny and kind, and because of all those who work there",
        "And what do you do when all of them have gone home and it is evening and the room is quiet?",
        "I sit down and have a cup of tea, and then I go home as well, if there is nothing more to do.",
    ]
    lines = [f"{name}{between}{words}" for name, words in zip(("Ann", "Eva") * 3, words_, strict=True)]
    turns = said(read(tmp_path, pdf([column(lines)]), "D1.pdf").document)
    assert [turn[2] for turn in turns] == words_


def test_another_mark_after_a_label_that_has_a_colon_elsewhere(tmp_path: Path) -> None:
    lines = ["Ann: What?", "Eva: I teach.", "Ann; Why?", "Eva (0:25) For the children.", "Ann: Else?", "Eva: No."]
    turns = said(read(tmp_path, pdf([column(lines)]), "D1.pdf").document)
    assert [turn[2] for turn in turns] == ["What?", "I teach.", "Why?", "For the children.", "Else?", "No."]
