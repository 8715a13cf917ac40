"""How long the appendix of a large study takes, against python-docx and as many paragraphs.

    python -m benchmarks.report [--interviews 60] [--codings 16000]

Prints ratios, not seconds: the appendix (from the study to bytes, all in), against what python-docx
needs to make and save a document with as many paragraphs of the same words, and, harder, against
its mere saving of the very same document, opened and ready.
"""

from __future__ import annotations

import argparse
import io
import random
import re
import time
import zipfile
from collections.abc import Callable

from qualcode.core.model import Bundle, Case, Code, Codebook, Coder, Coding, Document, Member, Question, Span, Turn
from qualcode.report import render
from qualcode.report.build import appendix_report

WORDS = [
    "vi",
    "bruger",
    "data",
    "når",
    "det",
    "giver",
    "mening",
    "for",
    "borgerne",
    "og",
    "byrådet",
    "har",
    "bakket",
    "op",
    "om",
    "det",
    "i",
    "flere",
    "år",
    "nu",
]
TURNS = 150
SAMPLE = 8_000
"""Paragraphs that python-docx is timed with; its time for more is taken as proportional, which favours it."""


def study(interviews: int, codings: int, seed: int = 1) -> Bundle:
    """An invented study of `interviews` transcripts and `codings` codings, the same every time."""
    chance = random.Random(seed)
    codes = tuple(Code(f"c{n}", {"en": f"Category {n}"}, color="#4477AA") for n in range(20))
    documents, made = [], []
    for number in range(1, interviews + 1):
        parts, turns, at = [], [], 0
        for index in range(1, TURNS + 1):
            asked = index % 2 == 1
            text = " ".join(chance.choices(WORDS, k=8 if asked else 45)).capitalize() + "."
            role, speaker = ("interviewer", "I") if asked else ("informant", "A")
            turns.append(Turn(index, speaker, role, Span(at, at + len(text)), None, str(1 + (index - 1) // 15)))
            parts.append(text)
            at += len(text) + 1
        documents.append(
            Document(f"D{number}", f"Interview {number}", "interview", "\n".join(parts), "da", tuple(turns))
        )
    for id in range(1, codings + 1):
        document = chance.choice(documents)
        turn = document.turns[chance.randrange(1, TURNS, 2)]
        start = turn.span.start + (0 if chance.random() < 0.5 else chance.randrange(0, len(turn.span) - 20))
        span = Span(start, turn.span.stop if start == turn.span.start else start + 20)
        code = chance.choice(codes)
        made.append(Coding(id, document.id, span, span.cut(document.text), f"frame:{code.id}", "ana"))
    cases = tuple(Case(d.id, f"Informant {d.id}", members=(Member(d.id),)) for d in documents)
    questions = tuple(Question(str(n), f"Question {n}?", n) for n in range(1, 11))
    book = Codebook("frame", {"en": "A frame"}, codes)
    return Bundle("Large", "da", tuple(documents), (book,), tuple(made), (Coder("ana"),), cases, questions)


def best(run: Callable[[], object], times: int = 3) -> float:
    """The shortest of a few runs, in seconds of the processor, so that other programs do not count."""
    found = []
    for _ in range(times):
        start = time.process_time()
        run()
        found.append(time.process_time() - start)
    return min(found)


def paragraphs_of(data: bytes) -> list[str]:
    """The words of each paragraph of a Word file."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        xml = archive.read("word/document.xml").decode()
    return ["".join(re.findall(r"<w:t[^>]*>([^<]*)</w:t>", each)) for each in re.findall(r"<w:p>.*?</w:p>", xml)]


def main() -> None:
    import docx

    arguments = argparse.ArgumentParser(description=(__doc__ or "").split("\n", 1)[0])
    arguments.add_argument("--interviews", type=int, default=60)
    arguments.add_argument("--codings", type=int, default=16_000)
    chosen = arguments.parse_args()
    bundle = study(chosen.interviews, chosen.codings)
    report = appendix_report(bundle, language="da")
    data = render(report, "docx")
    texts = paragraphs_of(data)
    part = texts[:: len(texts) // SAMPLE + 1]

    def build() -> docx.document.Document:
        document = docx.Document()
        for text in part:
            document.add_paragraph(text)
        return document

    same = docx.Document(io.BytesIO(data))
    ours = best(lambda: render(appendix_report(bundle, language="da"), "docx"))
    writing = best(lambda: render(report, "docx"))
    theirs = best(lambda: build().save(io.BytesIO()), 1) * len(texts) / len(part)
    saving = best(lambda: same.save(io.BytesIO()))
    print(
        f"{chosen.interviews} interviews, {chosen.codings} codings, {len(texts)} paragraphs, {len(data) / 1e6:.1f} MB"
    )
    print(f"study to Word file / python-docx making as many paragraphs and saving   {ours / theirs:.2f}  (limit 2)")
    print(f"study to Word file / python-docx saving the same document, ready-made   {ours / saving:.2f}")
    print(f"report to Word file / python-docx saving the same document, ready-made  {writing / saving:.2f}")


if __name__ == "__main__":
    main()
