"""How fast, and in how much memory, texts become turns: one large file, and a thousand small ones.

    python benchmarks/ingest_text.py [--documents 1000] [--words 5000] [--megabytes 50]

Each measurement runs in a process of its own, so that peak memory is its own. The bare reading of
Word files that ours is compared with opens the zip, parses document.xml with the standard
library, joins the runs, and puts the texts into one SQLite transaction; ours decides speakers
and turns as well and stores both in the same way.
"""

from __future__ import annotations

import argparse
import io
import random
import sqlite3
import subprocess
import sys
import tempfile
import time
import zipfile
from pathlib import Path
from xml.etree import ElementTree

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))
WORDS = """
jeg synes at det er en god måde at arbejde på fordi man får talt om tingene og øver sig sammen med sine
kolleger hver eneste uge selvom der ikke altid er tid nok
""".split()  # noqa: SIM905 - a list of thirty quoted words is harder to read
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
TYPES = (
    '<?xml version="1.0" encoding="UTF-8"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/><Override PartName="/word/document.xml" ContentType='
    '"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>'
)
RELATIONS = (
    '<?xml version="1.0" encoding="UTF-8"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/'
    'relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/'
    'officeDocument" Target="word/document.xml"/></Relationships>'
)


def turns_of(seed: int, count: int) -> list[str]:
    """Labelled turns of about `count` words in all."""
    chance = random.Random(seed)
    turns, total = [], 0
    while total < count:
        asks = len(turns) % 2 == 0
        size = chance.randint(5, 20) if asks else chance.randint(20, 120)
        words = " ".join(chance.choice(WORDS) for _ in range(size))
        turns.append(f"{'I' if asks else 'U1'}: {words}{'?' if asks else '.'}")
        total += size
    return turns


def paragraph_of(turn: str) -> str:
    """A paragraph as Word writes it: runs of a dozen words, each with its properties."""
    words = turn.split(" ")
    runs = "".join(
        f'<w:r w:rsidR="00A77B3E" w:rsidRPr="00C24D11"><w:rPr><w:rFonts w:cs="Arial"/><w:lang w:val="da-DK"/></w:rPr>'
        f'<w:t xml:space="preserve">{" ".join(words[at : at + 12])}{" " if at + 12 < len(words) else ""}</w:t></w:r>'
        for at in range(0, len(words), 12)
    )
    return f'<w:p w:rsidR="00A77B3E" w:rsidRDefault="00A77B3E"><w:pPr><w:pStyle w:val="Normal"/></w:pPr>{runs}</w:p>'


def make_word_files(folder: Path, documents: int, words: int) -> None:
    for number in range(documents):
        paragraphs = "".join(paragraph_of(turn) for turn in turns_of(number, words))
        body = (
            f'<?xml version="1.0" encoding="UTF-8"?><w:document xmlns:w="{W[1:-1]}">'
            f"<w:body>{paragraphs}</w:body></w:document>"
        )
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
            package.writestr("[Content_Types].xml", TYPES)
            package.writestr("_rels/.rels", RELATIONS)
            package.writestr("word/document.xml", body)
        (folder / f"D{number:04}.docx").write_bytes(out.getvalue())


def make_text(path: Path, megabytes: int) -> None:
    block = "\n".join(turns_of(1, 20_000)) + "\n"
    with path.open("w", encoding="utf-8") as file:
        for _ in range((megabytes << 20) // len(block.encode()) + 1):
            file.write(block)


def database() -> sqlite3.Connection:
    connection = sqlite3.connect(tempfile.mktemp(suffix=".sqlite"))
    connection.execute("create table document(id text, text text)")
    connection.execute("create table turn(document text, number int, speaker text, role text, start int, stop int)")
    return connection


def bare(folder: Path) -> str:
    connection = database()
    began = time.perf_counter()
    with connection:
        for path in sorted(folder.glob("*.docx")):
            with zipfile.ZipFile(path) as package:
                root = ElementTree.fromstring(package.read("word/document.xml"))
            text = "\n".join("".join(run.text or "" for run in p.iter(f"{W}t")) for p in root.iter(f"{W}p"))
            connection.execute("insert into document values (?, ?)", (path.stem, text))
    return f"{time.perf_counter() - began:.3f}"


def ours(folder: Path, workers: int) -> str:
    from qualcode.core.errors import QualcodeError
    from qualcode.ingest.many import read_many

    connection = database()
    began = time.perf_counter()
    turns = 0
    with connection:
        for path, outcome in read_many(sorted(folder.glob("*.docx")), workers=workers):
            if isinstance(outcome, QualcodeError):
                raise outcome
            for result in outcome:
                document = result.document
                connection.execute("insert into document values (?, ?)", (path.stem, document.text))
                connection.executemany(
                    "insert into turn values (?, ?, ?, ?, ?, ?)",
                    [(path.stem, t.index, t.speaker, t.role, t.span.start, t.span.stop) for t in document.turns],
                )
                turns += len(document.turns)
    return f"{time.perf_counter() - began:.3f} {turns}"


def large(path: Path) -> str:
    from qualcode.ingest.read import read_file

    began = time.perf_counter()
    (result,) = read_file(path)
    seconds = time.perf_counter() - began
    peak = 0.0
    if sys.platform != "win32":
        import resource

        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (1024 if sys.platform == "linux" else 1024**2)
    return f"{seconds:.2f} s, {peak:.0f} MB at most, {len(result.document.turns)} turns"


def alone(*arguments: object) -> str:
    done = subprocess.run([sys.executable, __file__, *map(str, arguments)], capture_output=True, text=True, check=True)
    return done.stdout.strip()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--documents", type=int, default=1000)
    parser.add_argument("--words", type=int, default=5000)
    parser.add_argument("--megabytes", type=int, default=50)
    parser.add_argument("--only", nargs=2, metavar=("WHAT", "PATH"), help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.only:
        what, place = options.only
        path = Path(place)
        runs = {"bare": lambda: bare(path), "one": lambda: ours(path, 1), "two": lambda: ours(path, 2)}
        print(runs[what]() if what in runs else large(path))
        return
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        text = folder / "large.txt"
        make_text(text, options.megabytes)
        print(f"{options.megabytes} MB of text: {alone('--only', 'large', text)}")
        make_word_files(folder, options.documents, options.words)
        base = min(float(alone("--only", "bare", folder)) for _ in range(3))
        print(f"{options.documents} docx of {options.words} words, bare zip + ElementTree + SQLite: {base:.2f} s")
        for what, label in (("one", "one process"), ("two", "two processes")):
            seconds, turns = min(
                (alone("--only", what, folder) for _ in range(2)), key=lambda s: float(s.split()[0])
            ).split()
            print(
                f"  texts and {turns} turns, {label}: {seconds} s, {float(seconds) / base:.2f} times the bare reading"
            )


if __name__ == "__main__":
    main()
