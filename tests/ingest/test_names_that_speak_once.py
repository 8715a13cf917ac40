"""In a group somebody says one thing: where every line begins with a name, that is a turn of its own."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.ingest.reading import read

GROUP = (
    "Moderator: Velkommen. Hvad synes I om det nye system?\n"
    "Anne: Det er langsomt.\n"
    "Bo: Ja, og det går ned hver fredag.\n"
    "Moderator: Hvordan går det med samarbejdet?\n"
    "Cia: Fint.\n"
    "Anne: Vi taler mere sammen end før.\n"
)


def test_one_who_speaks_once_has_a_turn_of_her_own(tmp_path: Path) -> None:
    document = read(tmp_path, GROUP).document
    said = [(turn.speaker, turn.span.cut(document.text)) for turn in document.turns if turn.role == "informant"]
    assert said == [
        ("Anne", "Det er langsomt."),
        ("Bo", "Ja, og det går ned hver fredag."),
        ("Cia", "Fint."),
        ("Anne", "Vi taler mere sammen end før."),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "Projekt: Digital hverdag\n" + GROUP,
        GROUP.replace("Cia: Fint.", "Vi taler om alt:\nOgså om fredagen\nog om torsdagen\nSystem: det er langsomt."),
        GROUP.replace("Cia: Fint.", "Fredag: der går det ned."),
    ],
    ids=["a head", "a list", "a word of the talk"],
)
def test_what_only_looks_like_a_name_is_none(tmp_path: Path, text: str) -> None:
    speakers = [found.label for found in read(tmp_path, text).found.speakers]
    assert not {"Projekt", "System", "Fredag"} & set(speakers)
