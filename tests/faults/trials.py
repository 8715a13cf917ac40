"""Every command that changes a project, on a small study that has something for each to change."""

from __future__ import annotations

from pathlib import Path

from tests.study import ANNA, BO, study

from .harness import Trial

TAGGED = (("tag", "D1#1", "frame:value"), ("tag", "D1#1", "frame:support", "--memo", "why"))


def template(root: Path) -> Path:
    """The study: two interviews whose originals lie in `transcripts/`, a frame, an open code, a case."""
    study(root, ANNA, BO).close()
    (root / "questions.yaml").write_text("questions: []\n", encoding="utf-8")
    (root / "guide.md").write_text("1. Hvad er data godt for?\n2. Og hvem laver arbejdet?\n", encoding="utf-8")
    (root / "new.txt").write_text("I: Hvad nu?\nMia: Vi ser på det.\nI: Og?\nMia: Slut.\n", encoding="utf-8")
    (root / "changed.txt").write_text(ANNA.text.replace("I: ", "I: Nå. ", 1), encoding="utf-8")
    (root / "tags.csv").write_text("address,code\nD1#1,frame:value\nM1#1,open:new thing\n", encoding="utf-8")
    (root / "people.csv").write_text("case,rolle\nD1,leder\n", encoding="utf-8")
    return root


TRIALS = (
    Trial("tag", (), ("tag", "D1#1", "frame:value", "--memo", "why")),
    Trial("tag with a new open code", (), ("tag", "D1#1", "open:a new thing")),
    Trial("tag --from", (), ("tag", "--from", "tags.csv")),
    Trial("untag", TAGGED, ("untag", "D1#1")),
    Trial("memo", (), ("memo", "D1#1", "look again")),
    Trial("undo of a coding", TAGGED, ("undo",)),
    Trial("undo of a new open code", (("tag", "D1#1", "open:thing"),), ("undo",)),
    Trial("redo of a new open code", (("tag", "D1#1", "open:thing"), ("undo",)), ("redo",)),
    Trial("codebook add", (), ("codebook", "add", "frame:value.new")),
    Trial("codebook rename", TAGGED, ("codebook", "rename", "frame:value", "worth")),
    Trial("codebook merge", TAGGED, ("codebook", "merge", "frame:support", "--into", "frame:value")),
    Trial(
        "codebook split", TAGGED, ("codebook", "split", "frame:support", "--into", "a", "--into", "b", "--rest", "a")
    ),
    Trial("codebook move", TAGGED, ("codebook", "move", "frame:support", "frame:value")),
    Trial(
        "codebook promote", (("tag", "D1#1", "open:thing"),), ("codebook", "promote", "open:thing", "--into", "frame")
    ),
    Trial("undo of a merge", (*TAGGED, ("codebook", "merge", "frame:support", "--into", "frame:value")), ("undo",)),
    Trial("codebook new", (), ("codebook", "new", "mine", "--inductive")),
    Trial("case set", (), ("case", "set", "D1", "rolle=leder")),
    Trial("case import", (), ("case", "import", "people.csv")),
    Trial("question import", (), ("question", "import", "guide.md")),
    Trial("coder finish", (), ("coder", "finish", "D1")),
    Trial("coder rename", TAGGED, ("coder", "rename", "ana", "anna")),
    Trial("pseudonymised", (), ("pseudonymised", "D1")),
    Trial("add", (), ("add", "new.txt")),
    Trial("reread", TAGGED, ("reread", "D1", "--file", "changed.txt")),
    Trial("remove", TAGGED, ("remove", "D1")),
)
