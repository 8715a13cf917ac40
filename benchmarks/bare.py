"""Bare tools that touch the same bytes: what a command is held against, each run as a program of its own.

python -m benchmarks.bare NAME FOLDER
"""

from __future__ import annotations

import csv
import json
import re
import sqlite3
import sys
import zipfile
from bisect import bisect_right
from collections import Counter
from pathlib import Path

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"

WORD_PARTS = (
    "_rels/.rels", "word/_rels/document.xml.rels", "word/document.xml", "word/styles.xml", "word/numbering.xml",
    "word/footnotes.xml", "word/endnotes.xml", "word/comments.xml", "docProps/core.xml",
)  # fmt: skip

COMMANDS = 86
"""What `benchmarks.start_up` counts, which takes them out of the program itself."""


def word_files(folder: Path) -> None:
    """The parts of every Word file that a reader needs, by zip and lxml; parts that are equal are parsed once.

    Files written by Word and python-docx carry 350 kB of styles each, most often the same: whoever parses them for
    every file needs eight times as long.
    """
    from lxml import etree

    parsed: dict[bytes, etree._Element] = {}
    for path in sorted((folder / "transcripts").glob("*.docx")):
        with zipfile.ZipFile(path) as package:
            there = set(package.namelist())
            for name in (name for name in WORD_PARTS if name in there):
                data = package.read(name)
                if name == "word/document.xml":
                    sum(len(text.text or "") for text in etree.fromstring(data).iter(f"{W}t"))
                elif data not in parsed:
                    parsed[data] = etree.fromstring(data)


def scan(folder: Path) -> None:
    """All texts in lower case, and a word counted in them."""
    with sqlite3.connect(folder / "qualcode.sqlite") as store:
        sum(text.lower().count("hverdagen") for (text,) in store.execute("SELECT text FROM document"))


def places(folder: Path) -> None:
    """The same word at each of its places, counted by who says it: what `find --count` has to know of it."""
    with sqlite3.connect(folder / "qualcode.sqlite") as store:
        said: Counter[tuple[int, str]] = Counter()
        for key, text in store.execute("SELECT key, text FROM document"):
            turns = _turns(store, key)
            begins = [turn[0] for turn in turns]
            for found in re.finditer("hverdagen", text.lower()):
                at = bisect_right(begins, found.start()) - 1
                if at >= 0 and found.end() <= turns[at][1]:
                    said[key, turns[at][2]] += 1
        print(said)


def _turns(store: sqlite3.Connection, document: int) -> list[tuple[int, int, str]]:
    return store.execute(
        "SELECT start, stop, speaker FROM turn WHERE document = ? AND role = 'informant' ORDER BY number", (document,)
    ).fetchall()


def group_by(folder: Path) -> None:
    """Codings by document and code, in SQL."""
    with sqlite3.connect(folder / "qualcode.sqlite") as store:
        store.execute(
            "SELECT d.id, k.id, count(*), sum(c.weight) FROM coding c JOIN document d ON d.key = c.document "
            "JOIN code k ON k.key = c.code GROUP BY d.id, k.id"
        ).fetchall()


def write_csv(folder: Path) -> None:
    """Every coding with the names of what it belongs to, from the database into a file, by the csv module."""
    with sqlite3.connect(folder / "qualcode.sqlite") as store, (folder / "bare.csv").open("w", newline="") as stream:
        csv.writer(stream).writerows(_codings(store))


def _codings(store: sqlite3.Connection) -> sqlite3.Cursor:
    return store.execute(
        "SELECT d.id || '@' || c.start || '-' || c.stop, d.id, d.title, c.start, c.stop, c.quote, k.id, o.id, "
        "c.weight, c.qualifier, c.memo, c.unsure, c.created, c.origin FROM coding c "
        "JOIN document d ON d.key = c.document JOIN code k ON k.key = c.code JOIN coder o ON o.key = c.coder "
        "ORDER BY c.document, c.start"
    )


def insert(folder: Path) -> None:
    """A table read by the csv module and inserted into a database."""
    with sqlite3.connect(folder / "bare.sqlite") as store, (folder / "tags.csv").open(newline="") as stream:
        store.execute("CREATE TABLE IF NOT EXISTS tag (address TEXT, code TEXT, quote TEXT)")
        rows = ((row["address"], row["code"], "q" * 100) for row in csv.DictReader(stream))
        store.executemany("INSERT INTO tag VALUES (?, ?, ?)", rows)


def typer_program(folder: Path) -> None:
    """A Typer program with one command."""
    import typer

    app = typer.Typer(rich_markup_mode=None)

    @app.command()
    def command(address: str = "") -> None:
        """Do something to an address."""

    app([], standalone_mode=False)


def large_typer_program(folder: Path) -> None:
    """A Typer program with as many commands as qualcode has, each with two options."""
    import typer

    app = typer.Typer(rich_markup_mode=None)
    parts = typer.Option(1.0, "--weight", help="More than 0, at most 1."), typer.Option("", "--memo", help="Why.")

    def command(address: str, weight: float = parts[0], memo: str = parts[1]) -> None:
        """Do something to an address."""

    for number in range(COMMANDS):
        app.command(f"command{number}")(command)
    app(["command7", "D1#1"], standalone_mode=False)


def iterparse(folder: Path) -> None:
    """Every element of a project's XML, by lxml, and nothing done with it."""
    from lxml import etree

    with zipfile.ZipFile(folder / "large.qdpx") as archive, archive.open("project.qde") as stream:
        sum(1 for _ in etree.iterparse(stream))


def full_text(folder: Path) -> None:
    """A phrase in an index of turns that is made already."""
    with sqlite3.connect(folder / "bare.sqlite") as store:
        store.execute("SELECT count(*) FROM turns WHERE turns MATCH '\"data om hverdagen\"'").fetchall()


def counts(folder: Path) -> None:
    """Twenty-seven words counted in all texts, each by itself."""
    terms = (folder / "terms.txt").read_text("utf-8").split()
    with sqlite3.connect(folder / "qualcode.sqlite") as store:
        for (text,) in store.execute("SELECT text FROM document"):
            lowered = text.lower()
            sum(lowered.count(term) for term in terms)


def sentences(folder: Path) -> None:
    """Twenty-seven words where one begins with them, each with the sentence of an informant around it, as lines."""
    terms = (folder / "terms.txt").read_text("utf-8").split()
    ends = re.compile(r"[.!?…]+(?=\s)|\Z")
    with sqlite3.connect(folder / "qualcode.sqlite") as store:
        for key, text in store.execute("SELECT key, text FROM document"):
            lowered = text.lower()
            turns = _turns(store, key)
            begins = [turn[0] for turn in turns]
            found = [(place.start(), term) for term in terms for place in re.finditer(term, lowered)]
            for start, term in sorted(found):
                at = bisect_right(begins, start) - 1
                if at < 0 or start >= turns[at][1] or lowered[start - 1].isalnum():
                    continue
                begin = begins[at]
                for end in ends.finditer(text, begin, turns[at][1]):
                    if end.end() > start:
                        said = " ".join(text[begin : end.end()].split())
                        print(f"{key}@{begin}-{end.end()}\t{term}\t{said[:120]}")
                        break
                    begin = end.end()


def tokens(folder: Path) -> None:
    """The words of all texts, counted by unit as whoever learns from them must."""
    word = re.compile(r"\w+")
    with sqlite3.connect(folder / "qualcode.sqlite") as store:
        texts = dict(store.execute("SELECT key, text FROM document"))
        for key, start, stop in store.execute("SELECT document, start, stop FROM turn WHERE role = 'informant'"):
            Counter(word.findall(texts[key][start:stop].lower()))


def retrieve(folder: Path) -> None:
    """The codings of some codes with all that the database tells of each, in order, written as a table."""
    with sqlite3.connect(folder / "qualcode.sqlite") as store, (folder / "bare.csv").open("w", newline="") as stream:
        csv.writer(stream).writerows(
            store.execute(
                "SELECT d.id, d.id || '@' || c.start || '-' || c.stop, k.id, w.id, c.weight, c.qualifier, c.unsure, "
                "c.quote, c.memo FROM coding c "
                "JOIN document d ON d.key = c.document JOIN code k ON k.key = c.code JOIN coder w ON w.key = c.coder "
                "WHERE k.id IN ('frame:c0', 'frame:c1', 'frame:c2', 'frame:c3', 'frame:c4') "
                "ORDER BY c.document, c.start, c.stop"
            )
        )


def json_lines(folder: Path) -> None:
    """Every coding as a line of JSON."""
    with sqlite3.connect(folder / "qualcode.sqlite") as store:
        store.row_factory = sqlite3.Row
        with (folder / "bare.jsonl").open("w", encoding="utf-8") as stream:
            for row in store.execute("SELECT * FROM coding"):
                stream.write(json.dumps(dict(row), ensure_ascii=False) + "\n")


def workbook(folder: Path) -> None:
    """The same rows as a workbook."""
    import xlsxwriter

    book = xlsxwriter.Workbook(str(folder / "bare.xlsx"), {"constant_memory": True})
    sheet = book.add_worksheet()
    with sqlite3.connect(folder / "qualcode.sqlite") as store:
        for number, row in enumerate(_codings(store)):
            for column, cell in enumerate(row):
                sheet.write(number, column, cell)
    book.close()


TOOLS = {
    "zip + lxml": word_files, "lower + count": scan, "lower + turns": places, "SQL GROUP BY": group_by,
    "csv module": write_csv, "csv + insert": insert, "Typer": typer_program,
    "Typer with as many commands": large_typer_program, "iterparse": iterparse, "FTS5": full_text,
    "27 × str.count": counts, "27 × re, sentences as lines": sentences, "tokenising": tokens, "SQL + csv": retrieve,
    "JSON lines": json_lines, "xlsxwriter": workbook,
}  # fmt: skip

if __name__ == "__main__":
    TOOLS[sys.argv[1]](Path(sys.argv[2]))
