"""A small study made in a test, without any file being read: what it holds is visible here."""

from __future__ import annotations

from pathlib import Path

from qualcode.core.model import Document, Source, Span, Turn
from qualcode.project import Project, init
from qualcode.project.add import insert

FRAME = """\
id: frame
title: {en: "A frame", da: "En ramme"}
kind: deductive
source: ["A source (2000)."]
codes:
  - id: value
    name: {en: "Value", da: "Værdi"}
    brief: {en: "What it is good for."}
    codes:
      - id: mission
        name: {en: "Mission", da: "Formål"}
        brief: {en: "The aim is reached."}
  - id: support
    name: {en: "Support", da: "Støtte"}
    brief: {en: "Who lets it happen."}
  - id: capacity
    name: {en: "Capacity", da: "Kapacitet"}
    brief: {en: "Whether it can be done."}
"""


def conversation(id: str, *lines: tuple[str, str] | tuple[str, str, str], kind: str = "interview") -> Document:
    """A document from (speaker, words) or (speaker, words, question) lines; speaker `I` is the interviewer."""
    text, turns, question = "", [], None
    for index, (speaker, words, *asked) in enumerate(lines, start=1):
        question = asked[0] if asked else question
        text += f"{speaker}: "
        span = Span(len(text), len(text) + len(words))
        text += words + "\n\n"
        role = "interviewer" if speaker == "I" else "informant"
        turns.append(Turn(index, speaker, role, span, None, question))
    return Document(
        id, f"Interview {id}", kind, text, "da", tuple(turns), source=Source("", f"digest of {id}", "test", "1")
    )


def study(root: Path, *documents: Document, coder: str = "ana", frame: str = FRAME, language: str = "en") -> Project:
    """A project with these documents and the frame above, open for coding."""
    init(root, name="A study", language=language, coder=coder)
    (root / "codebooks" / "frame.yaml").write_text(frame, encoding="utf-8")
    project = Project.open(root)
    with project.writable.change("add", coder) as change:
        for document in documents:
            insert(project, change, document, root / "transcripts" / f"{document.id}.txt", {})
        change.summary = ", ".join(document.id for document in documents)
    return project


ANNA = conversation(
    "D1",
    ("I", "Hvad er data godt for?", "1"),
    ("Anna", "Det er godt for borgerne. Det er hele pointen."),
    ("I", "Kan du give et eksempel?"),
    ("Anna", "Byrådet bakkede op."),
    ("I", "Og hvem laver arbejdet?", "2"),
    ("Anna", "Vi har ikke hænder til det."),
)
BO = conversation(
    "M1",
    ("I", "Hvad er data godt for?", "1"),
    ("Bo", "Tja, jeg ved det ikke."),
    ("I", "Og hvem laver arbejdet?", "2"),
    ("Bo", "Det gør vi selv, og vi har fået nye systemer."),
)
