"""How large the page of a coded study is beside its transcripts, and how long it takes to make.

    python -m benchmarks.study_page [TURNS CODINGS]

Expected: less than 3 times the transcripts, well under a second for 2000 turns and 5000 codings.
"""

from __future__ import annotations

import sys
import time

from qualcode.core.model import Bundle, Code, Codebook, Coder, Coding, Document, Span, Turn
from qualcode.report.page import study_page

SENTENCE = "Vi ser på fraværet hver mandag, og så ringer vi hjem, når en elev har været væk for længe. "


def made(turns: int, codings: int) -> Bundle:
    """A study of eight interviews with turns of one to five sentences."""
    documents = []
    for number in range(1, 9):
        text, spoken = "", []
        for index in range(1, turns // 8 + 1):
            speaker, role = ("I", "interviewer") if index % 2 else (f"P{number}", "informant")
            words = (SENTENCE * (1 if index % 2 else 1 + index % 5)).strip()
            text += f"{speaker}: "
            spoken.append(Turn(index, speaker, role, Span(len(text), len(text) + len(words))))
            text += words + "\n"
        documents.append(Document(f"P{number}", "", "interview", text, "da", tuple(spoken), pseudonymised=True))
    book = Codebook("open", {"da": "Åbne koder"}, tuple(Code(f"k{n}", {"da": f"Kode {n}"}) for n in range(30)))
    placed = []
    for number in range(codings):
        document = documents[number % 8]
        turn = document.turns[1 + 2 * (number * 13 % (len(document.turns) // 2))]
        start = turn.span.start + number * 7 % max(1, len(turn.span) - 20)
        span = Span(start, min(turn.span.stop, start + 60))
        placed.append(
            Coding(
                number, document.id, span, span.cut(document.text), f"open:k{number % 30}", ("ana", "bo")[number % 2]
            )
        )
    return Bundle("Måling", "da", tuple(documents), (book,), tuple(placed), (Coder("ana"), Coder("bo")))


def main() -> int:
    turns, codings = (int(word) for word in (sys.argv[1:3] or ("2000", "5000")))
    bundle = made(turns, codings)
    text = sum(len(document.text.encode()) for document in bundle.documents)
    study_page(bundle)  # imports and files read once
    start = time.perf_counter()
    page = study_page(bundle)
    took = time.perf_counter() - start
    print(f"{turns} turns, {codings} codings: transcripts {text:,} bytes, page {len(page):,} bytes")
    print(f"ratio {len(page) / text:.2f} (limit 3), {took * 1000:.0f} ms")
    return 0 if len(page) < 3 * text else 1


if __name__ == "__main__":
    raise SystemExit(main())
