"""Small REFI-QDA projects as other programs write them; what they hold is visible in the tests."""

from __future__ import annotations

import zipfile
from pathlib import Path

G = "{:08X}-0000-4000-8000-000000000000".format
"""A GUID by its number."""

CODES = f"""<CodeBook><Codes>
  <Code guid="{G(11)}" name="Capacity" isCodable="false" color="#47a">
    <Code guid="{G(12)}" name="Skills" isCodable="true"><Description>What people can do.</Description></Code>
    <Code guid="{G(13)}" name="Money" isCodable="true"/>
  </Code></Codes></CodeBook>"""
USERS = f'<Users><User guid="{G(1)}" name="Ana"/><User guid="{G(2)}" name="Bo" id="BO"/></Users>'


def project(
    body: str, *, origin: str = "MAXQDA 24", users: str = USERS, codes: str = CODES, attributes: str = ""
) -> str:
    return (
        f'<?xml version="1.0" encoding="utf-8"?>\n<Project xmlns="urn:QDA-XML:project:1.0" name="Study" '
        f'origin="{origin}" {attributes}>{users}{codes}{body}</Project>'
    )


def coding(number: int, code: int = 12, user: int = 1, more: str = "") -> str:
    return (
        f'<Coding guid="{G(number)}" creatingUser="{G(user)}" creationDateTime="2026-03-01T10:00:00Z">'
        f'<CodeRef targetGUID="{G(code)}"/>{more}</Coding>'
    )


def selection(number: int, start: int, stop: int, inside: str = "", name: str = "") -> str:
    return (
        f'<PlainTextSelection guid="{G(number)}" name="{name}" startPosition="{start}" endPosition="{stop}" '
        f'creatingUser="{G(2)}">{inside}</PlainTextSelection>'
    )


def text_source(inside: str, *, number: int = 100, name: str = "P1.docx", path: str = "internal://P1.txt") -> str:
    return f'<TextSource guid="{G(number)}" name="{name}" plainTextPath="{path}">{inside}</TextSource>'


def archive(path: Path, xml: str, *, qde: str = "project.qde", **files: str | bytes) -> Path:
    """A `.qdpx` with a project and the files of `sources/` (`P1_txt` is `P1.txt`)."""
    with zipfile.ZipFile(path, "w") as target:
        target.writestr(qde, xml)
        for name, content in files.items():
            target.writestr(f"sources/{name.replace('_', '.')}", content)
    return path
