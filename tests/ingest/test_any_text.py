"""Whatever a text file holds, nothing in it is lost, moved or said twice."""

from __future__ import annotations

import re
import string
import tempfile
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from qualcode.core.errors import ReadError
from qualcode.ingest.read import ReadRequest, read_file

_LABELS = ["I", "U1", "u1", "Anna", "Det vigtige", "NB", "[00:01:02] I", "Bo (0:10)", ">> Bo", "1", "**U1"]
_WORDS = st.sampled_from(["hej", "ja?", "nej.", "kl. 14:30", "http://x.dk", "(griner)", "…", "\u2028", "e\u0301", "**"])
_LINE = st.one_of(
    st.just(""),
    st.lists(_WORDS, max_size=5).map(" ".join),
    st.tuples(st.sampled_from(_LABELS), st.sampled_from([":", ": ", " : ", "\t", " – ", "", ":** "]), _WORDS).map(
        "".join
    ),
    st.text(st.characters(blacklist_categories=("Cs", "Cc")), max_size=30),
    st.text(string.printable, max_size=20),
)


def _plain(text: str) -> list[str]:
    """The words of a text that are no times, numbers or signs."""
    return [word for word in re.split(r"[\W_\d]+", text) if word]


@given(st.lists(_LINE, max_size=25), st.sampled_from([".txt", ".md"]), st.sampled_from([None, "colon", "line", "none"]))
def test_turns_follow_one_another_and_cover_all_words(lines: list[str], suffix: str, style: str | None) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"D1{suffix}"
        path.write_bytes("\n".join(lines).encode())
        try:
            (result,) = read_file(path, ReadRequest(speaker_style=style))
        except ReadError:
            assert not "".join(lines).strip() or any(ord(char) < 32 for char in "".join(lines))
            return
    document = result.document
    assert [turn.index for turn in document.turns] == list(range(1, len(document.turns) + 1))
    reached = 0
    for turn in document.turns:
        assert reached <= turn.span.start < turn.span.stop <= len(document.text)
        words = turn.span.cut(document.text)
        assert words == words.strip()
        reached = turn.span.stop
    outside = document.text
    for turn in reversed(document.turns):
        outside = f"{outside[: turn.span.start]} {outside[turn.span.stop :]}"
    outside = re.sub(r"(?<!\w)[Kk]l\.?[ \t]*(?=\d)|(?<=\d) ?[AP]M\b", "", outside)  # parts of a time
    if result.found.speakers:
        labels = {word for speaker in result.found.speakers for label in speaker.spellings for word in _plain(label)}
        # A label with nothing behind it is no turn, and counted as such.
        assert set(_plain(outside)) <= labels or result.found.empty, "words outside every turn that are no label"
    elif not result.found.questions:
        assert not "".join(outside.split()).strip("0123456789:.,-–[]()<>#"), "words outside every turn"
