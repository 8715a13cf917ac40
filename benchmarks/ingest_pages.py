"""How long reading PDF and Word files takes, against the libraries underneath, in one run.

    python benchmarks/ingest_pages.py [--file some.pdf]

Prints each ratio with the limit it must keep. Ratios, not seconds: both sides of each are
measured by turns in the same process, and the median of the rounds is taken.
"""

from __future__ import annotations

# ruff: noqa: E402 - the folder of this file must leave the search path before other imports
import sys
from pathlib import Path

# Instead of this folder, whose files have names that the standard library has too.
sys.path[0] = str(Path(__file__).resolve().parents[1])

import argparse
import io
import random
import statistics
import time
import zipfile
from collections.abc import Callable
from typing import Any

from qualcode.ingest.readers.blocks import ReaderOptions
from qualcode.ingest.readers.pdf import reader as pdf
from qualcode.ingest.readers.word import reader as word

ROUNDS = 5
PAGES = 300
WORDS = 54_000

VOCABULARY = """
jeg synes at det er en god måde at arbejde på fordi man får talt om tingene og øver sig sammen med sine kolleger
undersøgelsesspørgsmål organisationsudvikling tilbagemeldinger faglighedsforståelse medarbejdertilfredshed
""".split()  # noqa: SIM905 - a list of thirty quoted words is harder to read


def wrapped(text: str, width: int, choice: random.Random) -> list[str]:
    """`text` in lines, long words broken by hyphens now and then."""
    lines, line = [], ""
    for each in text.split():
        room = width - len(line) - 2
        if len(line) + len(each) < width:
            line = f"{line} {each}".strip()
        elif len(each) >= 8 and 3 <= room <= len(each) - 3 and choice.random() < 0.6:
            lines.append(f"{line} {each[:room]}-".strip())
            line = each[room:]
        else:
            lines.append(line)
            line = each
    return [*lines, line]


def make_pdf(pages: int) -> bytes:
    """An interview with running headers, page numbers, and turns that run over page ends."""
    from reportlab.pdfgen.canvas import Canvas

    choice = random.Random(7)
    lines: list[str] = []
    while len(lines) < 50 * pages:
        speaker = "I" if len(lines) % 2 else "U1"
        words = " ".join(choice.choices(VOCABULARY, k=choice.randint(5, 140)))
        lines += wrapped(f"{speaker}: {words}.", 88, choice)
    buffer = io.BytesIO()
    canvas = Canvas(buffer, pagesize=(595, 842))
    for page in range(pages):
        shown = canvas.beginText(56, 792)
        shown.setFont("Helvetica", 10)
        shown.setLeading(14)
        for line in ["Interview med U1", "", *lines[page * 50 : page * 50 + 50], "", f"Side {page + 1} af {pages}"]:
            shown.textLine(line)
        canvas.drawText(shown)
        canvas.showPage()
    canvas.save()
    return buffer.getvalue()


def make_docx(words: int) -> bytes:
    """An interview as Word writes it: revision marks, run properties, a bold label each turn."""
    choice = random.Random(8)
    turns = []
    made = 0
    while made < words:
        said = choice.choices(VOCABULARY, k=choice.randint(5, 90))
        made += len(said) + 1
        half = len(said) // 2
        runs = "".join(
            f'<w:r w:rsidRPr="00AD6E28"><w:rPr><w:rFonts w:ascii="Calibri" w:hAnsi="Calibri"/><w:sz w:val="22"/>'
            f'<w:lang w:val="da-DK"/></w:rPr><w:t xml:space="preserve">{part} </w:t></w:r>'
            for part in (" ".join(said[:half]), " ".join(said[half:]))
        )
        turns.append(
            '<w:p w:rsidR="004F07A6" w:rsidRDefault="00AD6E28"><w:pPr><w:spacing w:after="200"/></w:pPr>'
            f'<w:r><w:rPr><w:b/></w:rPr><w:t xml:space="preserve">U1: </w:t></w:r>{runs}</w:p>'
        )
    relations = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    parts = {
        "_rels/.rels": '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        f'<Relationship Id="r1" Type="{relations}/officeDocument" Target="word/document.xml"/></Relationships>',
        "word/document.xml": '<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">'
        f"<w:body>{''.join(turns)}</w:body></w:document>",
    }
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as package:
        for name, text in parts.items():
            package.writestr(name, text)
    return buffer.getvalue()


def bare_pdfium(content: bytes) -> int:
    """pypdfium2's own text of every page."""
    import pypdfium2

    document = pypdfium2.PdfDocument(content)
    length = 0
    for page in document:
        text = page.get_textpage()
        length += len(text.get_text_range())
        text.close()
        page.close()
    document.close()
    return length


def bare_pdfminer(content: bytes) -> int:
    """pdfminer.six's own text of the whole file."""
    from pdfminer.high_level import extract_text

    return len(extract_text(io.BytesIO(content)))


def bare_lxml(content: bytes) -> int:
    """Unzip, parse, and put the text of each paragraph together: what anybody would write."""
    from lxml import etree

    space = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        root = etree.fromstring(package.read("word/document.xml"))
    paragraphs = ["".join(t.text or "" for t in p.iter(f"{space}t")) for p in root.iter(f"{space}p")]
    return sum(map(len, paragraphs))


def seconds(job: Callable[[bytes], Any], content: bytes) -> float:
    start = time.perf_counter()
    job(content)
    return time.perf_counter() - start


def medians(content: bytes, *jobs: Callable[[bytes], Any], rounds: int = ROUNDS) -> list[float]:
    """The median seconds of each job, measured by turns."""
    measured = [[seconds(job, content) for job in jobs] for _ in range(rounds)]
    return [statistics.median(column) for column in zip(*measured, strict=True)]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--file", type=Path, help="a PDF to read instead of the one made here")
    given = parser.parse_args().file
    content = given.read_bytes() if given else make_pdf(PAGES)
    options = ReaderOptions()
    ours, pdfium = medians(content, lambda data: pdf.read(data, "a.pdf", options), bare_pdfium)
    (pdfminer,) = medians(content, bare_pdfminer, rounds=1)
    package = make_docx(WORDS)
    docx, lxml = medians(package, lambda data: word.read(data, "a.docx", options), bare_lxml)
    rows = [
        ("PDF read / pypdfium2 bare text", ours / pdfium, "at most", 3.0, ours),
        ("pdfminer.six extract_text / PDF read", pdfminer / ours, "at least", 8.0, pdfminer),
        ("docx read / bare lxml pass", docx / lxml, "at most", 3.0, docx),
    ]
    kept = True
    for what, ratio, side, limit, took in rows:
        good = ratio <= limit if side == "at most" else ratio >= limit
        kept = kept and good
        print(f"{what:40} {ratio:6.2f}   {side} {limit:g}   {'kept' if good else 'NOT KEPT'}   ({took:.3f} s)")
    return 0 if kept else 1


if __name__ == "__main__":
    raise SystemExit(main())
