"""Which words a reader of a language gets, and that every catalogue has all of them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

import qualcode
from qualcode.core.languages import LANGUAGES, catalogue, in_language, known, primary, written

CATALOGUES = sorted(path for path in Path(qualcode.__file__).parent.rglob("words") if path.is_dir())


@pytest.mark.parametrize(
    ("tag", "language"),
    [("nb-NO", "nb"), ("nn_NO", "nn"), ("no", "nb"), ("NO", "nb"), ("sv-FI", "sv"), ("", ""), (None, ""), ("42", "")],
)
def test_the_language_of_a_files_tag(tag: str | None, language: str) -> None:
    assert primary(tag) == language


@pytest.mark.parametrize(("wanted", "words"), [("no", "nb"), ("nn", "nb"), ("nn-NO", "nb"), ("da", "da"), ("fi", "fi")])
def test_readers_of_nynorsk_get_bokmal(wanted: str, words: str) -> None:
    assert written(wanted) == words


def test_what_no_words_are_in_gets_english() -> None:
    assert [known(language) for language in ("fi", "", "no", "sv")] == ["en", "en", "nb", "sv"]


@pytest.mark.parametrize(
    ("names", "wanted", "text"),
    [
        ({"nb": "Verdi", "en": "Value"}, "nb", "Verdi"),
        ({"nb": "Verdi", "en": "Value"}, "nn", "Verdi"),
        ({"nn": "Verde", "nb": "Verdi"}, "nn", "Verde"),
        ({"nb": "Verdi", "en": "Value"}, "no", "Verdi"),
        ({"nb": "Verdi", "en": "Value"}, "sv", "Value"),
        ({"sv": "Värde"}, "da", "Värde"),
        ({"da": "", "en": "Value"}, "da", "Value"),
        ({}, "da", ""),
    ],
)
def test_a_text_falls_back_to_norwegian_then_english_then_whatever_there_is(
    names: dict[str, str], wanted: str, text: str
) -> None:
    assert in_language(names, wanted) == text


@pytest.mark.parametrize("folder", CATALOGUES, ids=lambda folder: str(folder.parent.name))
def test_every_catalogue_has_the_same_words_in_four_languages(folder: Path) -> None:
    texts = {path.stem: json.loads(path.read_text("utf-8")) for path in folder.glob("*.json")}
    assert set(texts) == set(LANGUAGES)
    assert len({frozenset(words) for words in texts.values()}) == 1
    assert all(text.strip() for words in texts.values() for text in words.values() if isinstance(text, str))


def test_a_catalogue_is_found_by_its_package_and_read_in_english_where_there_is_none() -> None:
    assert catalogue("qualcode.codebook", "no")["code"] == "Kode"
    assert catalogue("qualcode.codebook", "fi") == catalogue("qualcode.codebook", "en")
