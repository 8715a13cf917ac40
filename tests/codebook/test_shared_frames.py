"""The bundled frames say what the specification's tables say."""

import re

import pytest

from qualcode.codebook import load_bundled
from qualcode.codebook.bundled import ORDER
from tests.shared import SHARED, needs_shared

pytestmark = [pytest.mark.shared, needs_shared]
LANGUAGES = ("en", "da", "nb", "sv")


def rows_of(name):
    """The rows of a frame's tables that have a name in four languages."""
    text = (SHARED / "spec" / "frames.md").read_text("utf-8")
    if f"**`{name}`**" in text:
        part = text.split(f"**`{name}`**")[1].split("\n**`")[0]
    else:
        part = re.split(rf"\n## \d+\. `{name}`", text)[1]
    part = part.split("\n## ")[0]
    head: list[str] = []
    for line in part.splitlines():
        if not line.startswith("|"):
            head = []
            continue
        cells = [cell.strip() for cell in line.strip("|").split("|")]
        if not head:
            head = cells
        elif not set(cells[0]) <= set("-: "):
            row = dict(zip(head, cells, strict=False))
            if "da" in row:
                yield row["id"].split("`")[1], row


@pytest.mark.parametrize("name", [each for each in ORDER if each not in (
    "moore-data-informed", "leavitt-documents", "froehle-roth-norwegian", "role-model", "key-areas", "benefits",
    "idea-sources",
)])  # fmt: skip
def test_names_and_brief_definitions_are_those_of_the_tables(name):
    book = load_bundled(name)
    rows = list(rows_of(name))
    assert rows
    for id, row in rows:
        code = book.code(id)
        for language in LANGUAGES:
            key = next(key for key in row if key.split(" ")[0] == language)
            wanted = row[key].split(" / ")[0]
            assert code.name[language] == wanted, (id, language)
        brief = row.get("Brief definition") or row.get("Short definition")
        if brief and "`" not in brief and "→" not in brief and ". A wish" not in brief:
            assert code.brief["en"].rstrip(".") == brief.rstrip("."), id
