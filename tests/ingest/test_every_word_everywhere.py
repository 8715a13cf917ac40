"""As test_every_word, for the formats that are made of more than lines: each word is in one turn or counted among what
was left out."""

from __future__ import annotations

import csv
import io
import itertools
import re
import tempfile
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qualcode.core.errors import ReadError
from qualcode.ingest.read import ReadResult, read_file

from .making import Placed, odt, pdf
from .test_every_word import Said, talks

_WORD = re.compile(r"w\d+x")


def labelled(one: Said) -> str:
    return f"{one.who}: {one.words}" if one.who else one.words


def as_odt(talk: Sequence[Said]) -> bytes:
    return odt("".join(
        f'<text:h text:outline-level="1">{one.words}</text:h>' if one.kind == "heading"
        else f"<text:p>{labelled(one)}</text:p>"
        for one in talk
    ))  # fmt: skip


def as_rtf(talk: Sequence[Said]) -> bytes:
    def plain(text: str) -> str:
        return "".join(char if ord(char) < 128 else f"\\u{ord(char)}?" for char in text)

    return ("{\\rtf1\\ansi " + "\\par\n".join(plain(labelled(one)) for one in talk) + "\\par}").encode("ascii")


def as_pdf(talk: Sequence[Said]) -> bytes:
    """A paragraph every 30 points, as wide as the page holds, over as many pages as are needed."""
    pages: list[list[Placed]] = [[]]
    top = 780.0
    for one in talk:
        words = labelled(one).replace("…", "...").replace("–", "-").split(" ")
        for at in range(0, len(words), 9):
            if top < 60:
                pages.append([])
                top = 780.0
            pages[-1].append((60, top, " ".join(words[at : at + 9]), "Helvetica", 11.0))
            top -= 14
        top -= 16
    return pdf(pages)


def as_numbered(talk: Sequence[Said]) -> bytes:
    return "".join(f"{n:>3}  {labelled(one)}\n" for n, one in enumerate(talk, start=1)).encode()


def as_xlsx(talk: Sequence[Said]) -> bytes:
    openpyxl = pytest.importorskip("openpyxl")
    book = openpyxl.Workbook()
    book.active.append(["speaker", "text"])
    for one in talk:
        book.active.append([one.who, one.words])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


WRITERS: dict[str, Callable[[Sequence[Said]], bytes]] = {
    "a.odt": as_odt, "a.rtf": as_rtf, "a.pdf": as_pdf, "numbered.txt": as_numbered, "a.xlsx": as_xlsx,
}  # fmt: skip


def read(name: str, content: bytes) -> list[ReadResult]:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / name
        path.write_bytes(content)
        results = read_file(path)
        assert [again.document for again in read_file(path)] == [result.document for result in results]
        return results


@pytest.mark.parametrize("name", WRITERS)
@settings(max_examples=40, deadline=None)
@given(talk=talks())
def test_every_word_is_in_one_turn_or_left_out_and_counted(name: str, talk: list[Said]) -> None:
    try:
        results = read(name, WRITERS[name](talk))
    except ReadError as error:
        assert error.slug in ("no_answers", "no_open_answers"), error
        return
    if results[0].document.kind == "survey":
        return
    (result,) = results
    document = result.document
    turns = document.turns
    assert all(before.span.stop <= turn.span.start for before, turn in itertools.pairwise(turns))
    found = Counter(word for turn in turns for word in _WORD.findall(turn.span.cut(document.text)))
    wanted = Counter(word for one in talk for word in _WORD.findall(one.words))
    labels = {word for speaker in result.found.speakers for word in _WORD.findall(" ".join(speaker.spellings))}
    assert not found - wanted, "a word twice"
    counted = {word for warning in document.warnings if "left out" in warning for word in _WORD.findall(warning)}
    lost = set(wanted - found) - labels - counted
    silent = [one for one in talk if one.words.endswith(":") and lost.issuperset(_WORD.findall(one.words))]
    assert len(silent) <= result.found.empty
    assert lost <= {word for one in silent for word in _WORD.findall(one.words)}, f"lost: {sorted(lost)}"


ANSWER = st.lists(st.integers(0, 10**6), min_size=6, max_size=12, unique=True).map(
    lambda numbers: " ".join(f"w{number}x" for number in numbers)
)


@settings(max_examples=40, deadline=None)
@given(
    answers=st.lists(
        st.tuples(ANSWER, ANSWER), min_size=3, max_size=12, unique_by=(lambda pair: pair[0], lambda pair: pair[1])
    ),
    separator=st.sampled_from([",", ";", "\t"]),
    encoding=st.sampled_from(["utf-8", "utf-8-sig", "utf-16"]),
)
def test_each_answer_of_a_survey_is_in_one_document_under_its_own_question(
    answers: list[tuple[str, str]], separator: str, encoding: str
) -> None:
    out = io.StringIO()
    table = csv.writer(out, delimiter=separator, lineterminator="\r\n")
    table.writerow(["id", "Hvad savner du i hverdagen?", "Hvad ville du ændre?"])
    table.writerows((n, *said) for n, said in enumerate(answers, start=1))
    results = read("a.tsv" if separator == "\t" else "a.csv", out.getvalue().encode(encoding))
    assert [
        [turn.span.cut(result.document.text) for turn in result.document.turns if turn.role == "informant"]
        for result in results
    ] == [list(said) for said in answers]
