"""All that is said about a code stands under its name in the same way, not one half of it indented."""

from __future__ import annotations

from qualcode.codebook.loader import loads
from qualcode.codebook.printout import printed
from qualcode.core.table import Heading, Paragraph

BOOK = """\
id: trust
title: "Trust"
kind: inductive
codes:
  - id: source
    name: "Source"
    brief: "Who made the figures."
    definition: "Whether those who made them are believed."
    use: "The speaker says who made them."
    not: "The figures are doubted."
    aliases: ["origin"]
    examples: ["I know her."]
    exclusive: true
    requires: [quality]
  - id: quality
    name: "Quality"
    brief: "Whether they are right."
"""


def test_every_line_about_a_code_is_indented_alike() -> None:
    styles: dict[str, str] = {}
    under = ""
    for block in printed(loads(BOOK)):
        if isinstance(block, Heading):
            under = block.text
        elif isinstance(block, Paragraph) and under == "Source":
            styles[block.plain] = block.style
    said = {text: style for text, style in styles.items() if not text.startswith("trust:source")}
    assert len(said) == 9, said
    assert set(said.values()) == {"definition", "quote"} and said["I know her."] == "quote"
