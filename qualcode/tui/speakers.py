"""The page of speakers: who speaks in the document at hand, who asks, and putting it right.

What it changes is what `qualcode speakers` changes: the turns say otherwise who speaks, and texts and codings stay.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import Input

from ..core.errors import QualcodeError
from ..project.speakers import Speaker, SpeakersChanged, SpeakerWishes, change_speakers, speakers
from . import glyphs
from .dialogs import BOX
from .lines import wrap
from .paint import BOLD, DIM, PLAIN
from .panel import CURSOR, Line
from .said import Said
from .session import Session
from .widgets import Lines

ROLES = {"interviewer": "asks", "informant": "answers", "other": "neither"}


def change(session: Session, wishes: SpeakerWishes) -> Said:
    """Change who speaks in the document at hand, and say what came of it; raises as `change_speakers`."""
    session.watch.check_store()
    document = session.place.document
    [done] = change_speakers(session.project, [document.id], wishes)
    session.reopen_document()
    return Said(_told(done))


def _told(done: SpeakersChanged) -> str:
    before, after = done.answers
    parts = [f"{done.turns} turns changed" if done.turns else "nothing changed"]
    if before != after:
        parts.append(f"{after} answers instead of {before}")
    if done.settled:
        parts.append("who asks is settled")
    if done.unmatched:
        parts.append(f"{done.unmatched} new questions have no item of the guide: `qualcode question match`")
    parts += done.notes
    return "; ".join(parts)


class SpeakersPage(ModalScreen[Said | None], inherit_bindings=False):
    """Who speaks; dismisses with what was done last."""

    AUTO_FOCUS = ""
    DEFAULT_CSS = (
        BOX.format(name="SpeakersPage", width=84, height=18)
        + "SpeakersPage Input, SpeakersPage Input:focus { display: none; } "
        "SpeakersPage.naming Input, SpeakersPage.naming Input:focus { display: block; }"
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "leave", "close"),
        Binding("down,j", "move(1)", "the next"),
        Binding("up,k", "move(-1)", "the one before"),
        Binding("i", "role('interviewer')", "asks"),
        Binding("a", "role('informant')", "answers"),
        Binding("o", "role('other')", "neither"),
        Binding("r", "rename", "another name"),
        Binding("y", "confirm", "right as it is"),
        Binding("u", "undo", "undo"),
    ]

    def __init__(self, session: Session, undo: Callable[[], Said]) -> None:
        super().__init__()
        self._session, self._undo = session, undo
        self._at = 0
        self._said: Said | None = None
        self._speakers: Sequence[Speaker] = ()
        self._look()

    def compose(self) -> ComposeResult:
        with Vertical() as box:
            box.border_title = f"Who speaks in {self._session.place.document.id}"
            box.border_subtitle = "i asks · a answers · o neither · r rename · y right as it is · u undo · esc"
            yield Lines(self._lines)
            yield Input()

    def _look(self) -> None:
        self._speakers = speakers(self._session.project, [self._session.place.document.id])
        self._at = max(0, min(self._at, len(self._speakers) - 1))

    def _lines(self, width: int, height: int) -> list[Line]:
        doubt = self._session.place.document.doubt
        lines: list[Line] = [[(doubt[start:stop], BOLD)] for start, stop in wrap(doubt, 0, len(doubt), width)]
        lines += [[]] if doubt else []
        for number, one in enumerate(self._speakers):
            counts = f"{one.turns} turns  {one.words} words  {one.questions} questions"
            sign = "› " if number == self._at else "  "
            text = f"{sign}{glyphs.padded(one.speaker or '(no name)', 22)} {ROLES[one.role]:<9} {counts}"
            lines.append([(glyphs.padded(text, width), CURSOR if number == self._at else PLAIN)])
        if not self._speakers:
            lines.append([("nobody: this text has no speakers", DIM)])
        said = self._said
        if said is not None:
            told = f"! {said.text}" if said.warning else said.text
            lines += [[], *([(told[start:stop], BOLD)] for start, stop in wrap(told, 0, len(told), width))]
        return lines[:height]

    # -- keys --------------------------------------------------------------------------

    def action_leave(self) -> None:
        """Away with the name that is typed, or with the page."""
        if self.has_class("naming"):
            self._named()
        else:
            self.dismiss(self._said)

    def action_move(self, by: int) -> None:
        """Another speaker."""
        self._at = max(0, min(len(self._speakers) - 1, self._at + by))
        self.query_one(Lines).show()

    def action_role(self, role: str) -> None:
        """What the speaker does."""
        if self._speakers:
            self._do(lambda: change(self._session, SpeakerWishes(roles={self._speakers[self._at].speaker: role})))

    def action_confirm(self) -> None:
        """Who asks is right as it is."""
        self._do(lambda: change(self._session, SpeakerWishes(confirm=True)))

    def action_undo(self) -> None:
        """Take the latest change back."""
        self._do(self._undo)

    def action_rename(self) -> None:
        """Type another name."""
        if self._speakers:
            field = self.query_one(Input)
            field.value = self._speakers[self._at].speaker
            self._said = Said("type the name, then enter; esc leaves it as it is")
            self.query_one(Lines).show()
            self.add_class("naming")
            field.focus()

    def on_input_submitted(self, event: Input.Submitted) -> None:
        label, name = self._speakers[self._at].speaker, event.value.strip()
        self._named()
        if name and name != label:
            self._do(lambda: change(self._session, SpeakerWishes(names={label: name})))

    def _named(self) -> None:
        self.remove_class("naming")
        self.set_focus(None)

    def _do(self, doing: Callable[[], Said]) -> None:
        try:
            self._said = doing()
        except QualcodeError as error:
            self._said = Said(f"{error.message} ({error.hint})" if error.hint else error.message, warning=True)
        self._look()
        self.query_one(Lines).show()
