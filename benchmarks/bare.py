"""Bare tools that touch the same bytes: what a command is held against, each run as a program of its own.

python -m benchmarks.bare NAME FOLDER
"""

from __future__ import annotations

import csv
import sqlite3
import sys
import zipfile
from pathlib import Path

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def word_files(folder: Path) -> None:
    """Every text of every Word file, by zip and lxml."""
    from lxml import etree

    for path in sorted((folder / "transcripts").glob("*.docx")):
        with zipfile.ZipFile(path) as package:
            root = etree.fromstring(package.read("word/document.xml"))
        sum(len(text.text or "") for text in root.iter(f"{W}t"))


def scan(folder: Path) -> None:
    """All texts in lower case, and a word counted in them."""
    with sqlite3.connect(folder / "qualcode.sqlite") as store:
        sum(text.lower().count("hverdagen") for (text,) in store.execute("SELECT text FROM document"))


def group_by(folder: Path) -> None:
    """Codings by document and code, in SQL."""
    with sqlite3.connect(folder / "qualcode.sqlite") as store:
        store.execute(
            "SELECT d.id, k.id, count(*), sum(c.weight) FROM coding c JOIN document d ON d.key = c.document "
            "JOIN code k ON k.key = c.code GROUP BY d.id, k.id"
        ).fetchall()


def write_csv(folder: Path) -> None:
    """The rows of an export written by the csv module."""
    with (folder / "codings.csv").open(encoding="utf-8", newline="") as stream:
        rows = list(csv.reader(stream))
    with (folder / "bare.csv").open("w", encoding="utf-8", newline="") as stream:
        csv.writer(stream).writerows(rows)


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


TOOLS = {
    "zip + lxml": word_files, "lower + count": scan, "SQL GROUP BY": group_by, "csv module": write_csv,
    "csv + insert": insert, "Typer": typer_program,
}  # fmt: skip

if __name__ == "__main__":
    TOOLS[sys.argv[1]](Path(sys.argv[2]))
