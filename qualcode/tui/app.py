"""The coding screen: keys in, the session's doings out. It holds no rules and no numbers."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

from textual import events
from textual.app import App, ComposeResult, SystemCommand
from textual.screen import Screen

from ..core.errors import QualcodeError, StoreError
from . import commands, keys, panel
from .own_editor import edited, own_editor
from .panel import Line
from .picker import Choice
from .said import Said
from .selection import Selection
from .session import Session
from .share_table import ShareTable
from .widgets import Bottom, Side, Transcript

if TYPE_CHECKING:
    from .review import Review

SMALLEST = (56, 14)
"""Columns and lines below which nothing sensible can be shown."""
LOOK_EVERY = 1.0
"""Seconds between looks at whether another program changed something."""

Doing = Callable[[], Said | None]


class Plain(Screen[None], inherit_bindings=False):
    """The screen without Textual's own keys for moving among widgets: all keys are those of `keys`."""


class CodingScreen(App[int]):
    """`qualcode tag`."""

    TITLE = "qualcode"
    ENABLE_COMMAND_PALETTE = True
    COMMAND_PALETTE_BINDING = "ctrl+p"
    CSS = "Screen { layout: horizontal; } Transcript { width: 1fr; height: 1fr; }"

    def __init__(self, session: Session, said: Said | None = None) -> None:
        super().__init__()
        self.session: Session = session
        self.keys = session.settings.keymap()
        for binding in self.keys.bindings():
            self.bind(binding.key, binding.action, description=binding.description, show=binding.show)
        self.mode = keys.TEXT
        self.tree_at = 0
        self.side_wanted = session.settings.side
        self.said = said
        self.too_small = ""
        self.table = ShareTable(self)
        self.review: Review | None = None
        self.still = False
        """The last action scrolled by itself: the unit is not brought into view."""
        self.sure = ""
        """The action that only happens when its key is pressed a second time."""
        self._in_trouble = False
        self._known_trouble = ""
        """What the person was told and goes on without; told again only when a key needs the database."""

    # -- the widgets -------------------------------------------------------------------

    def compose(self) -> ComposeResult:
        self.side, self.transcript, self.bottom = Side(self.side_lines), Transcript(), Bottom(self.bottom_lines)
        self._fit(self.size.width, self.size.height)
        yield self.bottom
        yield self.side
        yield self.transcript

    def on_mount(self) -> None:
        from .settings import register_themes

        register_themes(self, self.session.settings)
        self.transcript.focus()
        self.set_interval(LOOK_EVERY, self.look)
        self.said = self.session.unfinished() or self.said

    def on_unmount(self) -> None:
        self.session.memory.save()

    def on_resize(self, event: events.Resize) -> None:
        self._fit(event.size.width, event.size.height)

    def _fit(self, width: int, height: int) -> None:
        small = width < SMALLEST[0] or height < SMALLEST[1]
        self.too_small = "" if not small else (
            f"This terminal is {width} x {height}.\nqualcode needs {SMALLEST[0]} x {SMALLEST[1]}.\n"
            "All is saved. Make it larger,\nor leave with ctrl+q."
        )  # fmt: skip
        # Only what differs is set: each setting makes Textual lay out the screen anew.
        _set(self.side, "display", self.side_wanted and not small and width >= 72)
        _set(self.bottom, "display", not small)
        wide = max(24, min(44, width * 3 // 10)) if width >= 90 else 24
        if self.side.styles.width is None or self.side.styles.width.value != wide:
            self.side.styles.width = wide
        self.reveal()
        self.show()

    def side_lines(self, width: int, height: int) -> list[Line]:
        """The panel at the side."""
        cursor = self.tree_at if self.mode == keys.TREE else None
        lines = panel.side(self.session, width - 1, height, cursor)
        return [panel.edged(line, width - 1) for line in (*lines, *[[]] * (height - len(lines)))]

    def bottom_lines(self, width: int, height: int) -> list[Line]:
        """The share table if it is shown, the status, and a message or the keys."""
        review = self.review.describe() if self.review is not None else ""
        lines = [*self.table.lines(width), panel.status(self.session, width, self.mode, review)]
        if self.said is not None and self.said.text:
            lines.append(panel.message(self.said.text, width, warning=self.said.warning))
        else:
            lines.append(panel.live_keys(self.keys, self.mode, width, found=bool(self.session.found)))
        return lines[-height:] if height else []

    def show(self) -> None:
        """Paint what changed."""
        wanted = 2 + self.table.height
        if self.bottom.styles.height is None or self.bottom.styles.height.value != wanted:
            self.bottom.styles.height = wanted
        self.transcript.show()
        self.bottom.show()
        if self.side.display:
            self.side.show()

    def reveal(self) -> None:
        """Bring what one is on into view."""
        session = self.session
        if session.found.hit is not None:
            self.transcript.reveal(session.found.hit.start, session.found.hit.stop)
        elif session.selection is not None:
            head = session.selection.head
            self.transcript.reveal(max(0, head - 1), head)
        elif session.unit is not None:
            span = session.unit.span
            self.transcript.reveal(span.start, span.stop, session.place.asked_before(session.at))

    # -- keys --------------------------------------------------------------------------

    def get_default_screen(self) -> Screen[Any]:
        return Plain(id="_default")

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Whether a binding holds in the mode at hand; Textual goes on to the next one of the key where not."""
        if action != "act":
            return super().check_action(action, parameters)
        name = str(parameters[0])
        if self.too_small:
            return name == "quit"
        return keys.BY_NAME[name].mode in (self.mode, keys.TEXT)

    def action_act(self, name: str) -> None:
        """What every binding of `keys` does."""
        self.perform(name)

    def on_key(self, event: events.Key) -> None:
        # While turns have letters, a letter goes to its turn, whatever it is bound to.
        if self.transcript.jumping and len(self.screen_stack) == 1:
            event.prevent_default()
            event.stop()
            self._jump(event.character or "")

    def perform(self, name: str) -> None:
        """Do what an action says."""
        sure, self.sure = self.sure == name, ""
        self.attempt(lambda: commands.COMMANDS[name](self, sure), again=name)

    def attempt(self, doing: Doing, *, again: str = "") -> None:
        """Do something, say what came of it, and paint. What cannot be stored is kept to try again."""
        before = self._where()
        try:
            self.said = doing()
        except StoreError as error:
            self.trouble(error, doing)
        except QualcodeError as error:
            if error.slug.endswith("_meanwhile"):
                self.look()  # show what is there now, and then say why nothing was stored
            self.said = Said(f"{error.message} ({error.hint})" if error.hint else error.message, warning=True)
            if error.slug == "not_yours" and again in ("undo", "redo"):
                self.sure = again
        except OSError as error:
            self.said = Said(f"{error.filename or ''}: {error.strerror or error}", warning=True)
        if self.review is not None:
            self.review.follow()
        after = self._where()
        if before != after and not self.still:
            self.reveal()
        self.still = False
        self.mode = self._mode()
        self.table.follow()
        self.show()

    def _where(self) -> tuple[object, ...]:
        session = self.session
        return session.place.document.id, session.at, session.selection, session.found.hit

    def _mode(self) -> str:
        if self.session.selection is not None and not self.session.reviewing:
            return keys.SELECT
        if self.session.reviewing:
            return keys.REVIEW
        return keys.TREE if self.mode == keys.TREE else keys.TEXT

    def _jump(self, letter: str) -> None:
        offset = self.transcript.jump_to(letter)
        self.transcript.jumping = False
        if offset is not None:
            self.attempt(lambda: self.session.to_offset(offset))
        self.show()

    # -- mouse -------------------------------------------------------------------------

    def drag(self, selection: Selection) -> None:
        """The mouse selects."""
        self.session.selection = selection
        self.mode = self._mode()
        self.said = None
        self.show()

    def dropped(self, offset: int) -> None:
        """The mouse button was let go: a click without a drag goes to the unit there."""
        if self.session.selection is None:
            self.attempt(lambda: self.session.to_offset(offset))
        elif not self.session.selection.span.start <= offset <= self.session.selection.span.stop:
            self.session.selection = None
            self.attempt(lambda: self.session.to_offset(offset))

    # -- other programs, and trouble ---------------------------------------------------

    def look(self) -> None:
        """Take in what another program changed, and keep the place for the next time."""
        if self._in_trouble:
            return
        self.session.memory.save()
        try:
            if self.session.changed_elsewhere():
                problem = self.session.watch.files.problem
                # On a server others code all the time, and that is no news.
                if problem or self.session.watch.files_changed or not self.session.project.store.files.shared:
                    said = problem or "another program changed the project; this is what it says now"
                    self.said = Said(said, warning=bool(problem))
                if self.review is not None:
                    self.review.follow()
                self.transcript.forget()
                self.reveal()
                self.table.follow()
                self.show()
        except StoreError as error:
            if error.slug not in ("store_locked", self._known_trouble):
                self.trouble(error, self._then_look)
        except QualcodeError as error:
            self.said = Said(error.message.splitlines()[0], warning=True)
            self.show()

    def trouble(self, error: StoreError, doing: Doing) -> None:
        """Say on the screen what could not be stored, and offer to try again."""
        from .dialogs import Trouble

        if self._in_trouble:
            return
        self._in_trouble = True
        waits = doing != self._then_look  # who only looked has nothing that waits to be stored
        vanished, unknown = error.slug == "store_vanished", error.slug == "server_lost"
        # What may have been stored already is not done once more: undone twice would be two changes.
        ways = [("r", "look whether it is there" if unknown else "try again")]
        if vanished and self.session.store.can_be_written_back:
            ways.append(("w", "write it back"))
        ways += [("esc", "go on without"), ("ctrl+q", "leave")]

        def chosen(way: str | None) -> None:
            self._in_trouble = False
            self._known_trouble = error.slug if way == "esc" else ""
            if way == "ctrl+q":
                self.leave()
            elif way == "esc":
                self.attempt(lambda: Said("what you just did is not stored" if waits else error.message, warning=True))
            elif way == "w":
                self.attempt(lambda: self._then(self.session.rescue, doing))
            elif way == "r":
                again = self._then_look if unknown else doing
                self.attempt(lambda: self._then(self.session.reopen, again) if vanished else again())

        title = "Not stored" if waits else "Nothing can be stored now"
        self.push_screen(Trouble(title, error.message, error.hint or "", ways), chosen)

    def _then_look(self) -> Said | None:
        self.look()
        return Said("this is what is stored")

    def _then(self, first: Callable[[], None], doing: Doing) -> Said | None:
        first()
        return doing() or Said("the database is open again")

    # -- what commands need ------------------------------------------------------------

    def find(
        self, title: str, choices: Sequence[Choice], then: Callable[[str], Said | None], *, new: str = "", at: str = "",
        wide: bool = False,
    ) -> Said | None:  # fmt: skip
        """Let the person choose one of many, and go on with it."""
        from .dialogs import Finder

        self.push_screen(
            Finder(title, choices, new=new, at=at, wide=wide),
            lambda value: self.attempt(lambda: then(value)) if value else None,
        )
        return None

    def ask(self, title: str, hint: str, then: Callable[[str], Said | None], value: str = "") -> Said | None:
        """Let the person type a line, and go on with it."""
        from .dialogs import Ask

        self.push_screen(
            Ask(title, hint, value), lambda text: self.attempt(lambda: then(text)) if text and text.strip() else None
        )
        return None

    def write(
        self, title: str, about: str, text: str, before: str, then: Callable[[str], Said | None],
        taken: Sequence[str] = (),
    ) -> Said | None:  # fmt: skip
        """Let the person write a memo. What is typed is kept aside until it is stored, as are the drafts `taken` into
        it."""
        from .dialogs import Writing

        memory = self.session.memory

        def store(text: str) -> Said | None:
            said = then(text) if text.strip() != before.strip() else None
            for one in (about, *taken):
                memory.keep_draft(one)
            return said

        def written(text: str | None) -> None:
            self.attempt(lambda: store(text or ""))
            if about in memory.drafts and self.said is not None:
                self.said = self.said._replace(text=f"{self.said.text}; what you wrote is kept: M opens it")
                self.show()

        self.push_screen(Writing(title, text, lambda text: memory.keep_draft(about, text), self.edit), written)
        return None

    def edit(self, text: str) -> str:
        """A text in the person's own editor."""
        editor = own_editor(self.session.settings.editor)
        try:
            with self.suspend():
                return edited(text, editor)
        except (OSError, UnicodeDecodeError, RuntimeError) as error:
            self.said = Said(f"the editor {editor!r} could not be used: {error}", warning=True)
            return text

    def leave(self) -> None:
        """Leave; all is stored already."""
        self.session.remember()
        self.session.memory.save()
        self.exit(0)

    def _fatal_error(self) -> None:
        # Textual would print the values of all variables, which are people's words. The command
        # line says what happened without them, once the terminal is its own again.
        self._close_messages_no_wait()

    @property
    def failure(self) -> Exception | None:
        """What went wrong in qualcode itself, if the screen closed because of it."""
        return self._exception

    async def action_quit(self) -> None:
        self.leave()

    def action_help_quit(self) -> None:
        # Textual binds ctrl+c to advice on how to quit; here the key copies.
        self.leave() if self.too_small else self.perform("copy")

    def get_system_commands(self, screen: Screen[Any]) -> Iterable[SystemCommand]:
        """Every action by name, with its key."""
        for action in keys.ACTIONS:
            if action.mode == keys.TEXT and not action.name.startswith("digit_"):
                key = self.keys.first(action.name)
                about = action.about[:1].upper() + action.about[1:]
                yield SystemCommand(about, f"key: {key}" if key else action.name, partial(self.perform, action.name))
        yield SystemCommand("Change the theme", "colours of the screen", self.action_change_theme)


def _set(widget: object, name: str, value: bool) -> None:
    if getattr(widget, name) != value:
        setattr(widget, name, value)
