"""Every command that changes a project, on a small study that has something for each to change."""

from __future__ import annotations

import shutil
from pathlib import Path

from qualcode.project import Project
from tests.study import ANNA, BO, FRAME, study

from .harness import COLLEAGUE, Trial

TAGGED = (("tag", "D1#1", "frame:value"), ("tag", "D1#1", "frame:support", "--memo", "why"))
OPENED = (("tag", "D1#1", "open:thing"),)
ASKED = (("question", "import", "guide.md", "--replace"),)
GROUP = ("codebook", "group", "frame:support", "frame:capacity", "--into", "both", "--name", "Both")
MERGE = ("codebook", "merge", "frame:support", "--into", "frame:value")


SEEDED = FRAME.replace('Kapacitet"}', 'Kapacitet"}\n    seeds: {da: [system]}')
SEGMENTS = "Document,Quote,Code\nM1,Tja,Doubt\nM1,nye systemer,Systems\n"


def template(room: Path) -> Path:
    """The study: two interviews, a frame, an open code, a guide; beside it a copy that a colleague coded."""
    root = room / "study"
    study(root, ANNA, BO, frame=SEEDED).close()
    (root / "questions.yaml").write_text("questions: []\n", encoding="utf-8")
    (root / "guide.md").write_text("1. Hvad er data godt for?\n2. Og hvem laver arbejdet?\n", encoding="utf-8")
    (root / "new.txt").write_text("I: Hvad nu?\nMia: Vi ser på det.\nI: Og?\nMia: Slut.\n", encoding="utf-8")
    (root / "survey.csv").write_text("Navn;Hvad er godt?\nMia;Alt er godt.\nNo;Intet er godt.\n", encoding="utf-8")
    (root / "changed.txt").write_text(ANNA.text.replace("I: ", "I: Nå. ", 1), encoding="utf-8")
    (root / "tags.csv").write_text("address,code\nD1#1,frame:value\nM1#1,open:new thing\n", encoding="utf-8")
    (root / "people.csv").write_text("case,rolle\nD1,leder\n", encoding="utf-8")
    (root / "segments.csv").write_text(SEGMENTS, encoding="utf-8")
    (root / "codes.csv").write_text("Code,Description\nTrust,What holds\nDoubt,What does not\n", encoding="utf-8")
    (root / "draft.md").write_text("I alt {{ share('frame:value', coder='ana') }}.\n", encoding="utf-8")
    shutil.copytree(root, room / COLLEAGUE)
    with Project.open(room / COLLEAGUE, coder="bo") as theirs:
        theirs.tag("M1#1", "open:theirs", memo="from the laptop")
        theirs.tag("M1#2", "frame:capacity")
    return root


PLANNED = (("coder", "plan", "--coders", "ana,bo", "--double", "100%"),)
CODED_BY_TWO = (
    *PLANNED, ("tag", "D1#1", "frame:value", "--coder", "ana"), ("tag", "D1#1", "frame:value", "--coder", "bo"),
    ("coder", "finish", "--coder", "ana"), ("coder", "finish", "--coder", "bo"),
)  # fmt: skip
NUMBERED_ANEW = (
    (
        "questions.yaml",
        "questions:\n  - {id: a, text: Hvad er data godt for?}\n  - {id: b, text: Og hvem laver arbejdet?}\n",
    ),
)
WITHOUT_SUPPORT = (("codebooks/frame.yaml", SEEDED.replace("id: support", "id: backing")),)
ALONE = ("coder", "plan", "--coders", "ana,bo", "--double", "0%")

FAMILIES: dict[str, tuple[Trial, ...]] = {
    "Coding": (
        Trial("tag", (), ("tag", "D1#1", "frame:value", "--memo", "why")),
        Trial("tag with a new open code", (), ("tag", "D1#1", "open:a new thing")),
        Trial("tag --from", (), ("tag", "--from", "tags.csv")),
        Trial("untag", TAGGED, ("untag", "D1#1")),
        Trial("memo", (), ("memo", "D1#1", "look again")),
        Trial("quote", (), ("quote", "D1#1", "--translate", "It is good for the citizens.", "--lang", "en")),
        Trial("undo of a coding", TAGGED, ("undo",)),
        Trial("undo of a new open code", OPENED, ("undo",)),
        Trial("redo of a new open code", (*OPENED, ("undo",)), ("redo",)),
    ),
    "Proposals": (
        Trial("propose --rules", (), ("propose", "--rules", "frame")),
        Trial("review --accept-all", (("propose", "--rules", "frame"),), ("review", "--proposals", "--accept-all")),
    ),
    "The codebook": (
        Trial("codebook use", (), ("codebook", "use", "moore")),
        Trial("codebook new", (), ("codebook", "new", "mine", "--inductive")),
        Trial("codebook import", (), ("codebook", "import", "codes.csv", "--id", "theirs")),
        Trial("codebook add", (), ("codebook", "add", "frame:value.new")),
        Trial("codebook define", (), ("codebook", "define", "frame:value", "definition", "What it is.")),
        Trial("codebook retire", (), ("codebook", "retire", "frame:value")),
        Trial("codebook recolour", (), ("codebook", "recolour", "frame:value", "#112233")),
        Trial("codebook rename", TAGGED, ("codebook", "rename", "frame:value", "worth")),
        Trial("undo of a rename", (*TAGGED, ("codebook", "rename", "frame:value", "worth")), ("undo",)),
        Trial("codebook merge", TAGGED, MERGE),
        Trial("undo of a merge", (*TAGGED, MERGE), ("undo",)),
        Trial(
            "codebook split",
            TAGGED,
            ("codebook", "split", "frame:support", "--into", "a", "--into", "b", "--rest", "a"),
        ),
        Trial("codebook move", TAGGED, ("codebook", "move", "frame:support", "frame:value")),
        Trial(
            "codebook group",
            TAGGED,
            ("codebook", "group", "frame:support", "frame:capacity", "--into", "both", "--name", "Both"),
        ),
        Trial("codebook recode", TAGGED, ("codebook", "recode", "frame:support", "frame:capacity"), WITHOUT_SUPPORT),
        Trial("codebook promote", OPENED, ("codebook", "promote", "open:thing", "--into", "frame")),
    ),
    "Cases and the guide": (
        Trial("case set", (), ("case", "set", "D1", "rolle=leder")),
        Trial(
            "case rename",
            (("case", "set", "D1", "rolle=leder"), ("memo", "case D1", "x")),
            ("case", "rename", "D1", "P07"),
        ),
        Trial("case import", (), ("case", "import", "people.csv")),
        Trial("question import", (), ("question", "import", "guide.md", "--replace")),
        Trial("question match", (), ("question", "match"), NUMBERED_ANEW),
        Trial("question at", ASKED, ("question", "at", "D1:5", "1")),
        Trial(
            "question mark",
            (("question", "import", "guide.md", "--replace"),),
            ("question", "mark", "D1#2", "not_asked"),
        ),
    ),
    "Coders": (
        Trial("coder plan", (), ("coder", "plan", "--coders", "ana,bo")),
        Trial("coder begin", (), ("coder", "begin", "D1")),
        Trial("coder finish", (), ("coder", "finish", "D1")),
        Trial("coder unblind", PLANNED, ("coder", "unblind")),
        Trial("agree --keep", CODED_BY_TWO, ("agree", "--round", "main", "--keep", "--ci", "0")),
        Trial("review", CODED_BY_TWO, ("review",)),
        Trial("review --rest", (ALONE, ("coder", "finish", "--round", "main")), ("review", "--rest")),
        Trial("coder rename", TAGGED, ("coder", "rename", "ana", "anna")),
        Trial("coder rename --merge", CODED_BY_TWO, ("coder", "rename", "bo", "ana", "--merge")),
    ),
    "Documents": (
        Trial("add", (), ("add", "new.txt")),
        Trial("add of a survey", (), ("add", "survey.csv")),
        Trial("reread", TAGGED, ("reread", "D1", "--file", "changed.txt")),
        Trial("speakers", TAGGED, ("speakers", "D1", "--rename", "Anna=Karen")),
        Trial("remove", TAGGED, ("remove", "D1")),
        Trial("remove --erase", TAGGED, ("remove", "D1", "--erase", "--yes")),
        Trial("pseudonymised", (), ("pseudonymised", "D1")),
    ),
    "Other copies and programs": (
        Trial("import of segments", (), ("import", "segments.csv")),
        Trial("merge", TAGGED, ("merge", "../colleague")),
        Trial("snapshot", TAGGED, ("snapshot",)),
        Trial("snapshot again", (("snapshot",), *TAGGED), ("snapshot",)),
        Trial("restore", (("snapshot",), *TAGGED), ("restore", "--force")),
        Trial("backups restore", (*TAGGED, ("backups", "make"), *OPENED), ("backups", "restore", "1")),
    ),
    "Results": (
        Trial("shares -o", TAGGED, ("shares", "frame", "-o", "table.csv")),
        Trial("codebook export", TAGGED, ("codebook", "export", "frame", "frame.qdc")),
        Trial("export", TAGGED, ("export", "study.qdpx", "--allow-identifiable")),
        Trial("appendix", TAGGED, ("appendix", "appendix.docx", "--allow-identifiable")),
        Trial("fill", TAGGED, ("fill", "draft.md", "-o", "filled.md")),
    ),
}
"""What is done to a study, by kind."""

TRIALS = tuple(trial for family in FAMILIES.values() for trial in family)
