"""Of any transcript, in any format: each word is in exactly one turn or counted among what was left out, and reading
it again gives the same."""

from __future__ import annotations

import csv
import html
import io
import itertools
import re
import tempfile
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NamedTuple

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qualcode.core.errors import ReadError
from qualcode.ingest.read import read_file

from .making import docx, p


class Said(NamedTuple):
    """One paragraph: who says it (empty: nobody is named), its words, and what it is."""

    who: str
    words: str
    kind: str = "said"


_SPEAKERS = ["I", "U1", "Anna", "Bo Berg", "Interviewer", "101", "Maj Britt"]
_ENDS = ["", ".", "?", " …", "!", ", (griner)", " – ", ":"]
_WORD = re.compile(r"w\d+x")


@st.composite
def talks(draw: st.DrawFn) -> list[Said]:
    """Paragraphs whose words are all different: `w1x w2x`, so that each can be found again."""
    number = 0
    talk: list[Said] = []
    speakers = draw(st.lists(st.sampled_from(_SPEAKERS), min_size=1, max_size=4, unique=True))
    for _ in range(draw(st.integers(1, 14))):
        length = draw(st.integers(1, 12))
        words = " ".join(f"w{number + n}x" for n in range(length)) + draw(st.sampled_from(_ENDS))
        number += length
        kind = draw(st.sampled_from(["said"] * 8 + ["heading", "aside", "more"]))
        who = draw(st.sampled_from(speakers)) if kind == "said" else ""
        talk.append(Said(who, words, kind))
    return talk


def as_text(talk: Sequence[Said], label: str = "{}: ", between: str = "\n") -> str:
    lines = [
        f"[{one.words}]" if one.kind == "aside" else (label.format(one.who) if one.who else "") + one.words
        for one in talk
    ]
    return between.join(lines) + "\n"


def as_markdown(talk: Sequence[Said]) -> str:
    return "\n\n".join(
        f"## {one.words}" if one.kind == "heading" else f"**{one.who}:** {one.words}" if one.who else one.words
        for one in talk
    )


def as_docx(talk: Sequence[Said]) -> bytes:
    def paragraph(one: Said) -> str:
        style = '<w:pPr><w:pStyle w:val="Heading1"/></w:pPr>' if one.kind == "heading" else ""
        return p(f"{one.who}: {one.words}" if one.who else one.words, style)

    return docx("".join(map(paragraph, talk)))


def as_html(talk: Sequence[Said]) -> str:
    def paragraph(one: Said) -> str:
        tag = "h2" if one.kind == "heading" else "p"
        return f"<{tag}>{html.escape(f'{one.who}: ' if one.who else '')}{html.escape(one.words)}</{tag}>"

    return f"<html><body>{''.join(map(paragraph, talk))}</body></html>"


def _clock(seconds: int, mark: str) -> str:
    return f"00:{seconds // 60:02}:{seconds % 60:02}{mark}000"


def as_srt(talk: Sequence[Said]) -> str:
    return "".join(
        f"{n}\n{_clock(2 * n, ',')} --> {_clock(2 * n + 1, ',')}\n{f'{one.who}: ' if one.who else ''}{one.words}\n\n"
        for n, one in enumerate(talk, start=1)
    )


def as_vtt(talk: Sequence[Said]) -> str:
    return "WEBVTT\n\n" + "".join(
        f"{_clock(2 * n, '.')} --> {_clock(2 * n + 1, '.')}\n{f'<v {one.who}>' if one.who else ''}{one.words}\n\n"
        for n, one in enumerate(talk, start=1)
    )


def as_csv(talk: Sequence[Said]) -> str:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(["speaker", "text"])
    writer.writerows((one.who, one.words) for one in talk)
    return out.getvalue()


WRITERS: dict[str, Callable[[Sequence[Said]], str | bytes]] = {
    "a.txt": as_text,
    "tab.txt": lambda talk: as_text(talk, "{}\t"),
    "bracket.txt": lambda talk: as_text(talk, "[{}] "),
    "line.txt": lambda talk: as_text(talk, "{}\n", "\n\n"),
    "time.txt": lambda talk: as_text(talk, "[00:01:02] {}: ", "\n\n"),
    "a.md": as_markdown,
    "a.docx": as_docx,
    "a.html": as_html,
    "a.srt": as_srt,
    "a.vtt": as_vtt,
    "a.csv": as_csv,
}


@pytest.mark.parametrize("name", WRITERS)
@settings(max_examples=60)
@given(talk=talks())
def test_every_word_is_in_exactly_one_turn(name: str, talk: list[Said]) -> None:
    content = WRITERS[name](talk)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / name
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        try:
            results = read_file(path)
        except ReadError as error:
            assert error.slug in ("no_answers", "no_open_answers"), error
            return
        again = read_file(path)
    assert [result.document for result in again] == [result.document for result in results]
    if results[0].document.kind == "survey":
        return  # a table of one voice and no recurring speaker may be one; test_sheets has those
    (result,) = results
    document = result.document
    turns = document.turns
    assert [turn.index for turn in turns] == list(range(1, len(turns) + 1))
    assert all(before.span.stop <= turn.span.start for before, turn in itertools.pairwise(turns))
    found = Counter(word for turn in turns for word in _WORD.findall(turn.span.cut(document.text)))
    wanted = Counter(word for one in talk for word in _WORD.findall(one.words))
    labels = {word for speaker in result.found.speakers for word in _WORD.findall(" ".join(speaker.spellings))}
    assert not found - wanted, "a word twice"
    lost = set(wanted - found) - labels
    # A label with nothing behind it is no speech; how many there were is counted.
    silent = [one for one in talk if one.words.endswith(":") and lost.issuperset(_WORD.findall(one.words))]
    assert len(silent) <= result.found.empty
    assert lost <= {word for one in silent for word in _WORD.findall(one.words)}, f"lost: {sorted(lost)}"


@pytest.mark.parametrize("name", WRITERS)
@settings(max_examples=60)
@given(talk=talks())
def test_nobody_is_given_the_words_of_another(name: str, talk: list[Said]) -> None:
    """Where the labels were taken for speakers, each paragraph with a label is said by that label."""
    content = WRITERS[name](talk)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / name
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        try:
            (result, *_) = read_file(path)
        except ReadError:
            return
    taken = {speaker.label for speaker in result.found.speakers}
    said = {
        word: turn.speaker
        for turn in result.document.turns
        for word in _WORD.findall(turn.span.cut(result.document.text))
    }
    if not {one.who for one in talk if one.who} <= taken:
        return
    for one in talk:
        if one.who:
            assert {said.get(word, one.who) for word in _WORD.findall(one.words)} <= {one.who}, one
