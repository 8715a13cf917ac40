"""Breaks a file at random, in ways that its kind suffers from: bytes, words, parts of archives, cells of databases."""

# ruff: noqa: E501 -- lists of what breaks files

from __future__ import annotations

import contextlib
import io
import random
import re
import shutil
import sqlite3
import tempfile
import zipfile
from pathlib import Path

_BYTES = (
    b"\x00", b"\xff\xfe", b"\xed\xa0\x80", b"\xef\xbb\xbf", b"\x1b[31m", b"\r", b"\n\n", b'"', b"'", b"<", b"]]>", b"&#0;",
    b"{{", b"}}", b"[" * 400, b"{" * 400, b"<b>" * 400, b"> " * 400, b"\\" * 50, b"-1", b"99999999999999999999", b"1e999", b"NaN",
    b"null", b"true", b"[]", b"{}", b",,,,", b";", b"\t", b": ", b"- ", b"&a", b"*a", b"!!python/none", b"%s%n", b"../../x",
    "æøå€".encode(), "\u202e\u2028".encode(), "e\u0301".encode(), "\U0001f600".encode(), b"a" * 5000, b"0" * 400,
)  # fmt: skip
"""What is put into files: marks of every format, numbers that are none, letters of every kind, depth and length."""

_VALUES = (None, 0, -1, 2**62, -(2**62), 1.5, float("inf"), "", "x", "\x00", "\x1b[31m", "æ\u0301", b"\xff\xfe", "9" * 50, "[", "{}",
           '{"a": 1}', "2026-13-45", "../../x", "<p>&amp;</p", "a" * 5000)  # fmt: skip
_WORD = re.compile(rb"[A-Za-z_]{2,}|\d+|\"[^\"\n]*\"")


def of_bytes(content: bytes, chance: random.Random) -> bytes:
    """A few bytes changed, put in, taken out, doubled, or the end cut off."""
    found = bytearray(content)
    for _ in range(chance.choice((1, 1, 2, 5))):
        at, length = chance.randrange(len(found) + 1), chance.choice((1, 2, 8, 60))
        match chance.randrange(6):
            case 0 if at < len(found):
                found[at] ^= 1 << chance.randrange(8)
            case 1:
                found[at:at] = chance.choice(_BYTES)
            case 2:
                found[at : at + length] = chance.choice(_BYTES)
            case 3:
                del found[at : at + length]
            case 4:
                found[at:at] = found[at : at + length * 10] * chance.choice((1, 3, 50))
            case _:
                del found[chance.choice((at, len(found) - length)) :]
    return bytes(found)


def of_words(content: bytes, chance: random.Random) -> bytes:
    """Words, numbers and strings put in the place of others, lines in the place of lines."""
    found = content
    for _ in range(chance.choice((1, 1, 2, 4))):
        words = list(_WORD.finditer(found))
        if not words or chance.random() < 0.25:
            lines = found.splitlines(keepends=True) or [b""]
            one, other = chance.randrange(len(lines)), chance.randrange(len(lines))
            match chance.randrange(3):
                case 0:
                    lines[one], lines[other] = lines[other], lines[one]
                case 1:
                    lines[one:one] = [lines[other]] * chance.choice((1, 2, 40))
                case _:
                    lines[one] = chance.choice((b" ", b"\t", b"  ", b"")) + lines[one].lstrip()
            found = b"".join(lines)
            continue
        word = chance.choice(words)
        new = chance.choice((*_BYTES, chance.choice(words).group(), chance.choice(words).group()))
        found = found[: word.start()] + new + found[word.end() :]
    return found


def of_archive(content: bytes, chance: random.Random) -> bytes:
    """An archive with one of its parts broken, left out, doubled or called something else."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            parts = [(name, archive.read(name)) for name in archive.namelist()]
    except (zipfile.BadZipFile, OSError):
        return of_bytes(content, chance)
    at = chance.randrange(len(parts))
    name, part = parts[at]
    match chance.randrange(8):
        case 0:
            del parts[at]
        case 1:
            parts[at] = (chance.choice(("../x", "x/", "\\x", name.upper(), "æ" + name, parts[0][0])), part)
        case 2:
            parts.append((chance.choice(("extra.xml", name + ".x", "word/vbaProject.bin")), of_words(part, chance)))
        case _:
            parts[at] = (name, broken(part, chance))
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, part in dict(parts).items():
            archive.writestr(name, part)
    return made.getvalue()


def of_database(content: bytes, chance: random.Random) -> bytes:
    """A database with other values in its cells, or without one of its tables."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "x.sqlite"
        path.write_bytes(content)
        with contextlib.suppress(sqlite3.Error), contextlib.closing(sqlite3.connect(path)) as opened:
            opened.execute("PRAGMA ignore_check_constraints = ON")
            tables = [row[0] for row in opened.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
            for _ in range(chance.choice((1, 2, 4)) if tables else 0):
                table = chance.choice(tables)
                with contextlib.suppress(sqlite3.Error, IndexError):
                    columns = [row[1] for row in opened.execute(f'PRAGMA table_info("{table}")')]
                    one = "" if chance.random() < 0.5 else " WHERE rowid = (SELECT min(rowid) FROM " + f'"{table}")'
                    match chance.randrange(8):
                        case 0:
                            opened.execute(f'DROP TABLE "{table}"')
                        case 1:
                            opened.execute(f'ALTER TABLE "{table}" DROP COLUMN "{chance.choice(columns)}"')
                        case 2:
                            opened.execute(f'DELETE FROM "{table}"{one}')
                        case _:
                            opened.execute(
                                f'UPDATE "{table}" SET "{chance.choice(columns)}" = ?{one}', (chance.choice(_VALUES),)
                            )
            opened.commit()
        return path.read_bytes()


def broken(content: bytes, chance: random.Random) -> bytes:
    """Content broken in a way that fits it."""
    if content[:2] == b"PK" and chance.random() < 0.85:
        return of_archive(content, chance)
    if content[:15] == b"SQLite format 3" and chance.random() < 0.8:
        return of_database(content, chance)
    if b"\x00" in content[:1000] or chance.random() < 0.4:
        return of_bytes(content, chance)
    return of_words(content, chance)


def put_broken(path: Path, to: Path, chance: random.Random) -> None:
    """A broken copy of a file; of a folder, with one of its files broken."""
    if path.is_file():
        to.write_bytes(broken(path.read_bytes(), chance))
        return
    shutil.copytree(path, to)
    one = chance.choice(sorted(each for each in to.rglob("*") if each.is_file()))
    one.write_bytes(broken(one.read_bytes(), chance))
