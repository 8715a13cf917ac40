"""A study in which every name, memo and word holds what some format would take for its own."""

# ruff: noqa: E501 -- what is hostile is easier to compare on long lines

from __future__ import annotations

import json
from pathlib import Path

from qualcode.core.model import Case, Member
from qualcode.project import cases, memos
from tests.study import conversation, study

PAYLOADS = (
    "<script>alert(1)</script>", "=cmd|'/c calc'!A1", "@SUM(A1)", "\\input{/etc/passwd}", "$x$ 100 % & #1 _a^b~",
    "\x1b[31mred\x1b[0m", "\x9b31m", "[bold]b[/bold]", "[link=http://e.vil]l[/link]", "[x](javascript:alert(1))", "{{ 7*7 }}",
    "a\nb", "a\r=1+1", "| c | d |", "`tick`", "</w:t><w:br/>", "]]>", "\u202egnp.exe", "'\"", "{=html} <b>b</b>", "\x00\x07",
    "!include x", "http://e.vil/?q=1",
)  # fmt: skip
"""What is put into every name: markup, formulas, programs, escape codes, line breaks."""

ALL = " ".join(payload for payload in PAYLOADS if "\x00" not in payload)
EVERYTHING = "Xq " + ALL
FIRST = ALL + " Xq"
FORMULA = '=HYPERLINK("http://e.vil";"Xq")'


def hostile(root: Path) -> Path:
    """Two interviews whose words, titles, speakers, cases, attributes, codes, memos and labels are all hostile."""
    name = json.dumps(EVERYTHING)  # a YAML string as well
    formula = json.dumps(FORMULA)
    frame = (
        f"id: frame\ntitle: {name}\nkind: deductive\nsource: [{name}]\nqualifiers: [promotes]\n"
        f"codes:\n  - id: value\n    name: {name}\n    brief: {name}\n    definition: {formula}\n    use: {name}\n"
        f"    not: {formula}\n    examples: [{name}]\n    codes:\n      - id: mission\n        name: {formula}\n        brief: {name}\n"
        f"  - id: support\n    name: {formula}\n    brief: {formula}\n"
    )
    documents = [
        conversation(id, ("I", EVERYTHING.replace("\n", " "), "1"), (FORMULA if id == "D1" else "Bo", f"{ALL} {EVERYTHING}"), ("I", "Og?", "2"), ("Bo", FORMULA))
        for id in ("D1", "M1")
    ]  # fmt: skip
    from dataclasses import replace

    documents = [
        replace(each, title=EVERYTHING, attributes={"sted": EVERYTHING, "author": FORMULA}) for each in documents
    ]
    with study(root, *documents, coder="ana", frame=frame) as made:
        guide = f"questions:\n  - id: '1'\n    text: {name}\n    dimension: {name}\n  - id: '2'\n    text: {formula}\n    dimension: {formula}\n"
        (root / "questions.yaml").write_text(guide, "utf-8")
        rows = [
            Case(FORMULA, EVERYTHING, EVERYTHING, (Member("D1"),), {"role": EVERYTHING, "sted": FORMULA}),
            Case("[bold]M[/bold]", FORMULA, FORMULA, (Member("M1"),), {"role": FORMULA, "sted": EVERYTHING}),
        ]
        (root / "cases.csv").write_text(cases.dump(rows), "utf-8")
        made.forget_files()
        for place in ("D1#1", "M1#1"):
            made.tag(place, "frame:value", memo=EVERYTHING)
            made.tag(place, "frame:support", coder=FORMULA, memo=FORMULA)
            made.tag(place, "frame:value.mission", coder="[bold]bo[/bold]", memo=FORMULA, qualifier="promotes")
        made.tag("D1#2", "open:<b>x</b>")
        for about, words in (("D1#1", EVERYTHING), ("frame:value", FORMULA), ("D1", FORMULA)):
            memos.write(made, about, words)
    return root
