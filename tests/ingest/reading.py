"""Reading a file whose content stands in the test."""

from __future__ import annotations

from pathlib import Path

from qualcode.core.model import Document
from qualcode.ingest.read import ReadRequest, ReadResult, read_file


def read_all(
    folder: Path, content: str | bytes, name: str = "D1.txt", request: ReadRequest | None = None
) -> list[ReadResult]:
    path = folder / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return read_file(path, request)


def read(folder: Path, content: str | bytes, name: str = "D1.txt", request: ReadRequest | None = None) -> ReadResult:
    (result,) = read_all(folder, content, name, request)
    return result


def said(document: Document) -> list[tuple[str, str, str]]:
    """(speaker, role, words) of every turn."""
    return [(turn.speaker, turn.role, turn.span.cut(document.text)) for turn in document.turns]


def speech(document: Document) -> list[tuple[str, str]]:
    """(speaker, words on one line) of the turns of speakers, neighbours of one speaker joined."""
    turns: list[tuple[str, str]] = []
    for turn in document.turns:
        if not turn.speaker:
            continue
        words = " ".join(turn.span.cut(document.text).split())
        if turns and turns[-1][0] == turn.speaker:
            turns[-1] = (turn.speaker, f"{turns[-1][1]} {words}")
        else:
            turns.append((turn.speaker, words))
    return turns
