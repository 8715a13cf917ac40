"""The index of words: never another answer than reading all texts, kept with them, gone with what is erased."""

from __future__ import annotations

import sqlite3
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qualcode.project import Project, word_index
from qualcode.project.find import FindRequest
from qualcode.project.find import find as look_up
from qualcode.retrieval import required_words
from qualcode.retrieval.matcher import Search
from qualcode.retrieval.required_words import Need, needs, odd
from qualcode.retrieval.words import Spelling, parse
from qualcode.store.word_index import Word, WordIndex
from tests.cli.conftest import Run
from tests.study import ANNA, BO, study


@pytest.fixture(autouse=True)
def _every_study_has_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(word_index, "WORTH", 0)


# -- the same answers ------------------------------------------------------------------

PIECES = st.sampled_from((
    "data", "Data", "metadata", "datadeling", "og", "tal", "a", "b", "é", "e\u0301", "x\u0301", "å", "Å", "A\u030a",
    "ʼ", "ﬁ", "fi", "ss", "\u2011",
    "ß", "ẞ", "İ", "ı", "Σ", "ς", "ΟΔΟΣ", "²", "½", "ª", "\ue000", "_", "'", "’", "-", "–", "“", '"', ",", ".", "(",
    "\u200d", "\u00ad", " ", "  ", "\n", "\u00a0", "日本", "דָּבָר", "𝔸", "Ა", "ა",
))  # fmt: skip
TEXTS = st.lists(PIECES, min_size=1, max_size=9).map("".join)
QUERIES = st.builds(
    lambda mark, words, end: mark + words + end,
    st.sampled_from(("", "", "=", "*")), TEXTS, st.sampled_from(("", "", "*", "* og", " NEAR/2 og", " NEAR/3 data og")),
)  # fmt: skip


def indexed(path: Path, texts: list[str]) -> WordIndex:
    index = WordIndex(path, make=True)
    held = map(required_words.indexed, texts)
    index.update((), [(key, str(key), text, odd(text)) for key, text in enumerate(held, start=1)])
    return index


@settings(max_examples=300)
@given(st.lists(TEXTS, min_size=1, max_size=4), QUERIES, st.booleans(), st.booleans())
def test_no_text_in_which_something_stands_is_left_out(texts: list[str], query: str, whole: bool, case: bool) -> None:
    spelling = Spelling(whole=whole, case=case)
    try:
        terms = parse([query], whole=whole)
    except ValueError:
        return
    wanted = needs(terms, spelling)
    if wanted is None:
        return
    search = Search(terms, spelling)
    with tempfile.TemporaryDirectory() as folder, indexed(Path(folder) / "w.sqlite", texts) as index:
        known = index.documents()
        rows = index.holding([[Word(need.text, need.begins) for need in term] for term in wanted])
        for key, text in enumerate(texts, start=1):
            row, _, always = known[key]
            assert always or row in rows or not search.matches(text), (text, query)


def test_every_letter_is_a_letter_to_the_index_too(tmp_path: Path) -> None:
    """A word of any Latin, Greek or Cyrillic letter is found, typed large or small."""
    letters = [chr(code) for code in range(0x21, 0x500) if chr(code).isalnum()]
    texts = [f"og {letter}b" for letter in letters]
    with indexed(tmp_path / "w.sqlite", texts) as index:
        known = index.documents()
        for key, letter in enumerate(letters, start=1):
            for typed in {letter, letter.upper(), letter.lower()}:
                terms = parse([f"={typed}b"])
                wanted = needs(terms, Spelling())
                if not Search(terms).matches(texts[key - 1]) or wanted is None:
                    continue
                row, _, always = known[key]
                assert always or row in index.holding([[Word(*need) for need in wanted[0]]]), (letter, typed)


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("data", None),  # it may be the end of metadata
        ("=data", [Need("data", True)]),
        ("data*", [Need("data", True)]),
        ("*data", None),
        ("god ledelse i praksis", [Need("ledelse", False), Need("i", False), Need("praksis", True)]),
        ("god* ledelse", [Need("god", True), Need("ledelse", True)]),
        ("data-informeret ledelse", [Need("informeret", False), Need("ledelse", True)]),
        ("data NEAR/5 god ledelse", [Need("ledelse", True)]),
        ("/data/", None),
        ("et cafe\u0301 her", [Need("café", False), Need("her", True)]),
    ],
)
def test_what_is_asked_of_it(query: str, expected: list[Need] | None) -> None:
    found = needs(parse([query]), Spelling())
    assert found == (None if expected is None else [expected])


def test_several_words_ask_only_when_each_can_be_asked() -> None:
    assert needs(parse(["=data", "=tal"]), Spelling()) == [[Need("data", True)], [Need("tal", True)]]
    assert needs(parse(["=data", "tal"]), Spelling()) is None
    assert needs(parse(["=data"]), Spelling(stem=True)) is None
    assert needs(parse(["=data"]), Spelling(accents=False)) is None


# -- kept with the documents -----------------------------------------------------------


def test_the_first_search_makes_it_and_the_next_reads_only_what_may_hold_the_words(
    qualcode: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    study(tmp_path, ANNA, BO).close()
    first = qualcode("find", "hele pointen")
    assert first.code == 0 and "D1@" in first.out
    assert (tmp_path / ".cache" / "words.sqlite").exists()
    read: list[str] = []
    with Project.open(tmp_path, readonly=True) as project:
        texts = project.store.texts

        def noted(ids: list[str] | None = None) -> Iterator[tuple[str, str, str]]:
            read.extend(ids or ["all"])
            return texts(ids)

        monkeypatch.setattr(project.store, "texts", noted)
        assert len(look_up(project, FindRequest(("hele pointen",)))) == 1
    assert read == ["D1"]
    assert qualcode("find", "hele pointen").out == first.out


def test_it_follows_what_is_added_read_again_and_removed(qualcode: Run, tmp_path: Path) -> None:
    study(tmp_path, ANNA).close()
    qualcode("find", "hele pointen")
    path = tmp_path / "transcripts" / "N.txt"
    path.parent.mkdir(exist_ok=True)
    path.write_text("Et helt nyt ord, zebra i parken.\n", "utf-8")
    assert qualcode("add", str(path), "--kind", "document").code == 0
    assert in_index(tmp_path, "zebra") == 1
    assert "N@" in qualcode("find", "zebra i parken").out
    path.write_text("Et helt nyt ord, giraf i parken.\n", "utf-8")
    assert qualcode("reread", "N").code == 0
    assert in_index(tmp_path, "zebra") == 0 and in_index(tmp_path, "giraf") == 1
    assert qualcode("find", "zebra i parken").out == "" and "N@" in qualcode("find", "giraf i parken").out
    assert qualcode("remove", "N").code == 0
    assert in_index(tmp_path, "giraf") == 0
    assert qualcode("undo").code == 0
    assert "N@" in qualcode("find", "giraf i parken").out, "what it does not know is read"
    assert in_index(tmp_path, "giraf") == 1


def in_index(root: Path, word: str) -> int:
    """How many documents that are there hold a word, by the index."""
    with WordIndex(root / ".cache" / "words.sqlite") as index:
        rows = index.holding([[Word(word)]])
        return sum(row in rows for row, _, _ in index.documents().values())


def test_no_byte_of_an_erased_document_stays_in_it(qualcode: Run, tmp_path: Path) -> None:
    project = study(tmp_path, ANNA, BO)
    project.close()
    qualcode("find", "hele pointen")
    path = tmp_path / ".cache" / "words.sqlite"
    assert b"rgerne" in path.read_bytes(), "the test looks where the words are"
    assert qualcode("remove", "D1", "--erase", "--yes").code == 0
    assert qualcode("find", "ved det ikke").code == 0
    for file in tmp_path.rglob("*"):
        assert not file.is_file() or b"rgerne" not in file.read_bytes(), file
    assert path.exists() and in_index(tmp_path, "tja") == 1


def test_a_damaged_one_is_made_again_and_never_in_the_way(qualcode: Run, tmp_path: Path) -> None:
    study(tmp_path, ANNA, BO).close()
    qualcode("find", "hele pointen")
    path = tmp_path / ".cache" / "words.sqlite"
    path.write_bytes(b"SQLite format 3\0" + b"nothing of the kind" * 100)
    assert "D1@" in qualcode("find", "hele pointen").out
    assert in_index(tmp_path, "pointen") == 1


def test_one_that_another_program_is_writing_is_left_alone(qualcode: Run, tmp_path: Path) -> None:
    study(tmp_path, ANNA, BO).close()
    qualcode("find", "hele pointen")
    path = tmp_path / ".cache" / "words.sqlite"
    other = sqlite3.connect(path, isolation_level=None)
    other.execute("BEGIN EXCLUSIVE")
    try:
        assert "D1@" in qualcode("find", "hele pointen").out
    finally:
        other.execute("ROLLBACK")
        other.close()
    assert in_index(tmp_path, "pointen") == 1


def test_rows_that_lead_nowhere_do_not_gather(qualcode: Run, tmp_path: Path) -> None:
    study(tmp_path, ANNA, BO).close()
    path = tmp_path / "transcripts" / "N.txt"
    path.parent.mkdir(exist_ok=True)
    path.write_text("Ord nummer 0.\n", "utf-8")
    qualcode("add", str(path), "--kind", "document")
    qualcode("find", "hele pointen")
    for number in range(1, 16):
        path.write_text(f"Ord nummer {number}.\n", "utf-8")
        assert qualcode("reread", "N").code == 0
    with WordIndex(tmp_path / ".cache" / "words.sqlite") as index:
        assert index.forgotten < 14 and len(index.documents()) == 3


def test_a_small_study_has_none(qualcode: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(word_index, "WORTH", 2_000_000)
    study(tmp_path, ANNA, BO).close()
    assert "D1@" in qualcode("find", "hele pointen").out
    assert not (tmp_path / ".cache" / "words.sqlite").exists()
