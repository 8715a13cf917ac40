"""What opens over the transcript and closes again: choosing, asking, writing, helping, trouble."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from rich.style import Style
from textual import events
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import Input, TextArea

from . import glyphs, picker
from .paint import BOLD, DIM, PLAIN
from .panel import CURSOR, Line
from .picker import Choice
from .widgets import Lines

_BOX = """
{name} {{ align: center middle; background: $background 40%; }}
{name} > Vertical {{ width: {width}; max-width: 96%; height: {height}; max-height: 96%; background: $surface;
    border: round $primary; padding: 0 1; }}
{name} Lines {{ height: 1fr; }}
{name} Input, {name} Input:focus {{ border: none; height: 1; padding: 0; background: $panel; }}
"""


class Finder(ModalScreen[str]):
    """Choose one of many by typing; dismisses with its value, `+text` for something new, or "" for nothing."""

    DEFAULT_CSS = _BOX.format(name="Finder", width=64, height=18)

    def __init__(self, title: str, choices: Sequence[Choice], *, new: str = "", at: str = "") -> None:
        super().__init__()
        self._title, self._choices, self._new = title, choices, new
        self._found = list(choices)
        self._at = next((n for n, choice in enumerate(choices) if choice.value == at), 0)

    def compose(self) -> ComposeResult:
        with Vertical() as box:
            box.border_title = self._title
            yield Input(select_on_focus=False)
            yield Lines(self._lines)

    def on_input_changed(self, event: Input.Changed) -> None:
        query = event.value
        self._found = picker.found(self._choices, query)
        if self._new and query.strip() and not picker.exact(self._choices, query):
            self._found.append(Choice(f"+{query.strip()}", f"{self._new} “{query.strip()}”"))
        self._at = next((n for n, choice in enumerate(self._found) if choice.possible), 0)
        self.query_one(Lines).show()

    def on_input_submitted(self) -> None:
        if self._found and self._found[self._at].possible:
            self.dismiss(self._found[self._at].value)

    def on_key(self, event: events.Key) -> None:
        steps = {"down": 1, "up": -1, "ctrl+n": 1, "ctrl+p": -1, "tab": 1, "shift+tab": -1, "pagedown": 8, "pageup": -8}
        if event.key == "escape":
            event.stop()
            self.dismiss("")
        elif event.key in steps:
            event.stop()
            event.prevent_default()
            self._at = max(0, min(len(self._found) - 1, self._at + steps[event.key]))
            self.query_one(Lines).show()

    def _lines(self, width: int, height: int) -> list[Line]:
        if not self._found:
            return [[(glyphs.cut("nothing is called that", width), DIM)]]
        top = max(0, min(self._at - height // 2, len(self._found) - height))
        lines: list[Line] = []
        for number, choice in enumerate(self._found[top : top + height], start=top):
            style = CURSOR if number == self._at else PLAIN if choice.possible else DIM
            detail = glyphs.cut(choice.detail, width // 2)
            room = width - glyphs.width(detail, 0, len(detail)) - 1
            label = glyphs.padded(("› " if number == self._at else "  ") + "  " * choice.depth + choice.label, room)
            lines.append([(label, style), (f" {detail}", style + DIM if number != self._at else style)])
        return lines


class Ask(ModalScreen[str | None]):
    """One line to type; dismisses with it, or None."""

    DEFAULT_CSS = _BOX.format(name="Ask", width=60, height=5)

    def __init__(self, title: str, hint: str = "", value: str = "") -> None:
        super().__init__()
        self._title, self._hint, self._value = title, hint, value

    def compose(self) -> ComposeResult:
        with Vertical() as box:
            box.border_title = self._title
            yield Input(self._value)
            yield Lines(lambda width, height: [[], [(glyphs.cut(self._hint, width), DIM)]][:height])

    def on_input_submitted(self, event: Input.Submitted) -> None:
        self.dismiss(event.value)

    def on_key(self, event: events.Key) -> None:
        if event.key == "escape":
            event.stop()
            self.dismiss(None)


class Writing(ModalScreen[str]):
    """A memo. Leaving it keeps what was written; every key is kept aside while one writes."""

    DEFAULT_CSS = (
        _BOX.format(name="Writing", width=72, height=14)
        + "Writing TextArea, Writing TextArea:focus { height: 1fr; border: none; padding: 0; }"
    )

    def __init__(self, title: str, text: str, keep: Callable[[str], None], edit: Callable[[str], str]) -> None:
        super().__init__()
        self._title, self._text, self._keep, self._edit = title, text, keep, edit

    def compose(self) -> ComposeResult:
        with Vertical() as box:
            box.border_title = self._title
            box.border_subtitle = "esc keeps it, u undoes it · ^o opens your editor"
            yield TextArea(self._text, soft_wrap=True, show_line_numbers=False)

    def on_mount(self) -> None:
        area = self.query_one(TextArea)
        area.move_cursor(area.document.end)

    def on_text_area_changed(self) -> None:
        self._keep(self.query_one(TextArea).text)

    def on_key(self, event: events.Key) -> None:
        area = self.query_one(TextArea)
        if event.key in ("escape", "ctrl+s"):
            event.stop()
            event.prevent_default()
            self.dismiss(area.text)
        elif event.key == "ctrl+o":
            event.stop()
            event.prevent_default()
            area.text = self._edit(area.text)
            area.move_cursor(area.document.end)


class Page(ModalScreen[None]):
    """Lines to read, such as the help."""

    DEFAULT_CSS = _BOX.format(name="Page", width=76, height="90%")

    def __init__(self, title: str, lines: Sequence[Line]) -> None:
        super().__init__()
        self._title, self._all, self._top = title, lines, 0

    def compose(self) -> ComposeResult:
        with Vertical() as box:
            box.border_title = self._title
            box.border_subtitle = "↑ ↓ pgup pgdn · esc"
            yield Lines(self._lines)

    def _lines(self, width: int, height: int) -> list[Line]:
        self._top = max(0, min(self._top, len(self._all) - height))
        return list(self._all[self._top : self._top + height])

    def on_key(self, event: events.Key) -> None:
        steps = {
            "down": 1,
            "j": 1,
            "up": -1,
            "k": -1,
            "pagedown": 12,
            "space": 12,
            "pageup": -12,
            "home": -9999,
            "end": 9999,
        }
        event.stop()
        if event.key in steps:
            self._top += steps[event.key]
            self.query_one(Lines).show()
        elif event.key in ("escape", "q", "f1", "enter"):
            self.dismiss(None)


class Trouble(ModalScreen[str]):
    """Something could not be stored. The session is kept until it can; dismisses with the key chosen."""

    DEFAULT_CSS = _BOX.format(name="Trouble", width=66, height=11) + "Trouble > Vertical { border: heavy $error; }"

    def __init__(self, message: str, hint: str, ways: Sequence[tuple[str, str]]) -> None:
        super().__init__()
        self._message, self._hint, self._ways = message, hint, ways

    def compose(self) -> ComposeResult:
        with Vertical() as box:
            box.border_title = "Not stored"
            yield Lines(self._lines)

    def _lines(self, width: int, height: int) -> list[Line]:
        from .lines import wrap

        bold = Style(bold=True)
        lines: list[Line] = []
        for text, style in ((self._message, bold), (self._hint, PLAIN)):
            lines += [[(glyphs.shown(text[a:b]), style)] for a, b in wrap(text, 0, len(text), width)] if text else []
        ways: list[Line] = [[(f" {key:<7}", BOLD), (about, PLAIN)] for key, about in self._ways]
        return [*lines[: max(1, height - len(ways) - 1)], [], *ways]

    def on_key(self, event: events.Key) -> None:
        event.stop()
        for key, _ in self._ways:
            if event.key in (key, {"esc": "escape"}.get(key, key)):
                self.dismiss(key)
                return
