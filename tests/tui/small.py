"""A study small enough to read: two interviews, one frame, and what the tests ask of it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from textual.pilot import Pilot

from qualcode.core.model import Coding, Document, Span, Turn
from qualcode.project import Project, init
from qualcode.project.add import insert
from qualcode.project.tag import Tag, tag
from qualcode.tui.app import CodingScreen
from qualcode.tui.selection import Selection
from qualcode.tui.session import Session
from qualcode.tui.settings import ScreenSettings

FRAME = """\
id: frame
title: {en: "A frame", da: "En ramme"}
kind: deductive
qualifiers: {promotes: {en: "promotes", da: "fremmer"}, inhibits: {en: "inhibits", da: "hæmmer"}}
codes:
  - id: value
    name: {en: "Public value", da: "Offentlig værdi"}
    aliases: {en: ["benefit"]}
    brief: {en: "What citizens get out of it."}
    use: {en: "The speaker names a purpose or an effect."}
    codes:
      - {id: mission, name: {en: "Mission", da: "Formål"}}
  - {id: support, name: {en: "Support", da: "Opbakning"}}
  - {id: capacity, name: {en: "Capacity", da: "Kapacitet"}}
  - {id: nothing, name: {en: "Nothing to code", da: "Intet"}, exclusive: true}
"""

QUESTIONS = """\
questions:
  - {id: "1", text: "What do you use data for?"}
  - {id: "2", text: "Who supports it?"}
  - {id: "3", text: "What is missing?"}
"""

FIRST = (
    ("I", "What do you use data for?", "1"),
    ("D1", "We look at absence. It shows where children need us.", "1"),
    ("I", "Who supports it?", "2"),
    ("D1", "The committee does. They read the figures every month.", "2"),
    ("I", "Go on.", "2"),
    ("D1", "And the parents ask for them.", "2"),
    ("I", "What is missing?", "3"),
    ("D1", "Time, mostly. And people who know the systems.", "3"),
)
SECOND = (
    ("I", "What do you use data for?", "1"),
    ("M1", "I use absence too, for planning.", "1"),
    ("I", "Who supports it?", "2"),
    ("M1", "Nobody asks.", "2"),
)


def interview(id: str, said: tuple[tuple[str, str, str | None], ...], *, kind: str = "interview") -> Document:
    """A document from (speaker, words, question); `I` is the interviewer."""
    text, turns = "", []
    for number, (speaker, words, question) in enumerate(said, start=1):
        text += f"{speaker}: "
        start = len(text)
        text += words
        role = "interviewer" if speaker == "I" else "informant"
        turns.append(Turn(number, speaker, role, Span(start, len(text)), None, question))
        text += "\n"
    return Document(id, id, kind, text, "en", tuple(turns))


def study(root: Path, *documents: Document, frame: str = FRAME) -> Path:
    """A project in `root` with the two interviews, or the documents given."""
    init(root, name="small", coder="ana")
    (root / "codebooks" / "frame.yaml").write_text(frame, "utf-8")
    (root / "questions.yaml").write_text(QUESTIONS, "utf-8")
    documents = documents or (interview("D1", FIRST), interview("M1", SECOND))
    with Project.open(root, coder="ana") as project, project.writable.change("add", "ana") as change:
        for document in documents:
            insert(project, change, document, root / f"{document.id}.txt", {})
    return root


def coded(root: Path, document: str, words: str, code: str, *, coder: str = "ana", **said: object) -> None:
    """Store a coding as another command would."""
    with Project.open(root, coder=coder) as project:
        start = project.document(document).text.index(words)
        tag(project, [Tag(document, Span(start, start + len(words)), words, code, coder, **said)])  # type: ignore[arg-type]


def stored(root: Path, document: str | None = None) -> list[Coding]:
    """All codings in the database, read anew."""
    with Project.open(root, readonly=True) as project:
        return project.store.codings([document] if document else None)


def said(root: Path) -> list[tuple[str, str, str]]:
    """(words, code, coder) of all codings."""
    return [(coding.quote, coding.code, coding.coder) for coding in stored(root)]


def session(project: Project, **settings: object) -> Session:
    """A session on an open project."""
    return Session(project, ScreenSettings(**settings))  # type: ignore[arg-type]


def select(at_work: Session, words: str) -> None:
    """Select words of the document at hand."""
    start = at_work.place.document.text.index(words)
    at_work.selection = Selection(start, start + len(words))


def screen(project: Project, **settings: object) -> CodingScreen:
    """The screen on an open project."""
    return CodingScreen(session(project, **settings))


def picture(app: CodingScreen) -> str:
    """What the terminal would show, line by line."""
    strips = app.screen._compositor.render_strips()
    return "\n".join("".join(segment.text for segment in strip) for strip in strips)


def words(app: CodingScreen) -> str:
    """The words on the screen without frames and line breaks, which depend on the length of a path."""
    return " ".join("".join(" " if char in "┃│┏┓┗┛━─" else char for char in picture(app)).split())


async def seen(app: CodingScreen, pilot: Pilot[Any], text: str) -> str:
    """What the terminal shows as soon as it shows `text`: the picture, and its words on one line.

    On a busy computer painting comes some time after the key.
    """
    for _ in range(200):
        if text in picture(app) or text in words(app):
            break
        await pilot.pause(0.02)
    return f"{picture(app)}\n{words(app)}"
