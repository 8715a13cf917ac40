"""What opens over the transcript and closes again: choosing, asking, writing, helping, trouble."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import ClassVar, TypeVar

from rich.style import Style
from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import Input, TextArea

from ..core.errors import QualcodeError
from . import glyphs, picker
from .paint import BOLD, DIM, PLAIN
from .panel import CURSOR, Line
from .picker import Choice
from .said import Said
from .widgets import Lines

BOX = """
{name} {{ align: center middle; background: $background 40%; }}
{name} > Vertical {{ width: {width}; max-width: 96%; height: {height}; max-height: 96%; background: $surface;
    border: round $primary; padding: 0 1; }}
{name} Lines {{ height: 1fr; }}
{name} Input, {name} Input:focus {{ border: none; height: 1; padding: 0; background: $panel; }}
"""

Answer = TypeVar("Answer")
_END = 1_000_000
_SCROLLING: list[BindingType] = [
    Binding("down,j", "scroll_lines(1)", "down"),
    Binding("up,k", "scroll_lines(-1)", "up"),
    Binding("pagedown,space", "scroll_lines(12)", "a screen down"),
    Binding("pageup", "scroll_lines(-12)", "a screen up"),
    Binding("home", f"scroll_lines(-{_END})", "the beginning"),
    Binding("end", f"scroll_lines({_END})", "the end"),
]
_WIDE = "{name} > Vertical {{ width: 116; height: 80%; }}"


class Finder(ModalScreen[str], inherit_bindings=False):
    """Choose one of many by typing; dismisses with its value, `+text` for something new, or "" for nothing."""

    DEFAULT_CSS = BOX.format(name="Finder", width=64, height=18) + _WIDE.format(name="Finder.wide")
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "dismiss('')", "nothing"),
        Binding("down,tab,ctrl+n", "move(1)", "the next"),
        Binding("up,shift+tab", "move(-1)", "the one before"),
        Binding("pagedown", "move(8)", "further down"),
        Binding("pageup", "move(-8)", "further up"),
    ]

    def __init__(
        self, title: str, choices: Sequence[Choice], *, new: str = "", at: str = "", wide: bool = False
    ) -> None:
        super().__init__(classes="wide" if wide else None)
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

    def action_move(self, by: int) -> None:
        """Go to another choice."""
        self._at = max(0, min(len(self._found) - 1, self._at + by))
        self.query_one(Lines).show()

    def _lines(self, width: int, height: int) -> list[Line]:
        if not self._found:
            return [[(glyphs.cut("nothing is called that", width), DIM)]]
        top = max(0, min(self._at - height // 2, len(self._found) - height))
        lines: list[Line] = []
        for number, choice in enumerate(self._found[top : top + height], start=top):
            style = CURSOR if number == self._at else PLAIN if choice.possible else DIM
            lines.append(_listed(choice, width, style, "› " if number == self._at else "  "))
        return lines


def _listed(choice: Choice, width: int, style: Style, sign: str = "") -> Line:
    """A choice in one line: what it is, and at the right what there is to say of it."""
    detail = glyphs.cut(choice.detail, width // 2)
    room = width - glyphs.width(detail, 0, len(detail)) - 1
    label = glyphs.padded(sign + "  " * choice.depth + choice.label, room)
    return [(label, style), (f" {detail}", style if style is CURSOR else style + DIM)]


class Ask(ModalScreen[str | None], inherit_bindings=False):
    """One line to type; dismisses with it, or None."""

    DEFAULT_CSS = BOX.format(name="Ask", width=60, height=5)
    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "dismiss", "nothing")]

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


class Search(ModalScreen[Said | None], inherit_bindings=False):
    """One search to type. It stays open, with a mark under the fault, until it can be read or is left."""

    DEFAULT_CSS = BOX.format(name="Search", width=84, height=11)
    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "dismiss", "nothing")]
    EXAMPLES = (
        ("data digital", "any of these words, also inside longer ones"),
        ('"data og tal"', "a phrase     data*  =data  /dat.+/  data NEAR/5 ledelse"),
        ("code: CODES", "passages: value and capacity, value not support, …"),
        ("--who all", "not only informants; also --where role=director, --case, --stem …"),
    )

    def __init__(self, line: str, search: Callable[[str], Said]) -> None:
        super().__init__()
        self._line, self._search, self._fault = line, search, ""

    def compose(self) -> ComposeResult:
        with Vertical() as box:
            box.border_title = "Find"
            box.border_subtitle = "n next · N back · L list · C code them all"
            yield Input(self._line)
            yield Lines(self._lines)

    def _lines(self, width: int, height: int) -> list[Line]:
        if self._fault:
            return [[(glyphs.cut(glyphs.shown(line), width), BOLD)] for line in self._fault.splitlines()][:height]
        return [
            [],
            *([(f" {typed:<16}", BOLD), (glyphs.cut(means, width - 17), DIM)] for typed, means in self.EXAMPLES),
        ]

    def on_input_changed(self) -> None:
        if self._fault:
            self._fault = ""
            self.query_one(Lines).show()

    def on_input_submitted(self, event: Input.Submitted) -> None:
        if not event.value.strip():
            self.dismiss(None)
            return
        try:
            self.dismiss(self._search(event.value))
        except QualcodeError as error:
            self._fault = _under(event.value, error, event.input)
            self.query_one(Lines).show()


def _under(line: str, error: QualcodeError, field: Input) -> str:
    """What is wrong, with the mark under its place where the whole line is in view; the cursor goes there."""
    message, *pointed = error.message.splitlines()
    said = f"{message} ({error.hint})" if error.hint and not pointed else message
    if len(pointed) != 2:
        return f"\n{said}"
    shown, mark = pointed[0].strip(), pointed[1].index("^") - 4
    at = max(0, line.find(shown)) + mark
    field.cursor_position = min(at, len(line))
    if glyphs.width(line, 0, len(line)) < field.size.width:
        return f"{' ' * glyphs.width(line, 0, min(at, len(line)))}^\n{said.removeprefix('the search cannot be read: ')}"
    return f"\n{said}: …{line[max(0, at - 10) : at]}⟨here⟩{line[at : at + 20]}"


class Writing(ModalScreen[str], inherit_bindings=False):
    """A memo. Leaving it keeps what was written; every key is kept aside while one writes."""

    DEFAULT_CSS = (
        BOX.format(name="Writing", width=72, height=14)
        + "Writing TextArea, Writing TextArea:focus { height: 1fr; border: none; padding: 0; }"
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,ctrl+s", "keep", "keep it", priority=True),
        Binding("ctrl+o", "edit", "open your editor", priority=True),
    ]

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

    def action_keep(self) -> None:
        """Leave with what was written."""
        self.dismiss(self.query_one(TextArea).text)

    def action_edit(self) -> None:
        """Write on in the person's own editor."""
        area = self.query_one(TextArea)
        area.text = self._edit(area.text)
        area.move_cursor(area.document.end)


class Reading(ModalScreen[Answer], inherit_bindings=False):
    """Lines to read, which scroll."""

    SUBTITLE = ""
    BINDINGS: ClassVar[list[BindingType]] = _SCROLLING

    def __init__(self, title: str, lines: Sequence[Line]) -> None:
        super().__init__()
        self._title, self._all, self._top = title, lines, 0

    def compose(self) -> ComposeResult:
        with Vertical() as box:
            box.border_title = self._title
            box.border_subtitle = self.SUBTITLE
            yield Lines(self._lines)

    def _lines(self, width: int, height: int) -> list[Line]:
        self._top = max(0, min(self._top, len(self._all) - height))
        return list(self._all[self._top : self._top + height])

    def action_scroll_lines(self, by: int) -> None:
        """Read further down or up."""
        self._top += by
        self.query_one(Lines).show()


class Page(Reading[None]):
    """The help."""

    DEFAULT_CSS = BOX.format(name="Page", width=76, height="90%")
    SUBTITLE = "↑ ↓ pgup pgdn · esc"
    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape,q,f1,enter", "dismiss", "close")]


class Preview(Reading[str]):
    """What would be coded. Dismisses with `words` (the places), `whole` (the units they stand on) or ""."""

    DEFAULT_CSS = BOX.format(name="Preview", width=116, height="80%")
    SUBTITLE = "enter codes the places · w the whole answers · ↑ ↓ · esc does nothing"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "dismiss('words')", "code the places"),
        Binding("w", "dismiss('whole')", "code the whole answers"),
        Binding("escape", "dismiss('')", "nothing"),
    ]

    def __init__(self, title: str, places: Sequence[Choice]) -> None:
        super().__init__(title, ())
        self._places = places

    def _lines(self, width: int, height: int) -> list[Line]:
        self._all = self._all or [_listed(choice, width, PLAIN) for choice in self._places]
        return super()._lines(width, height)


class Trouble(ModalScreen[str]):
    """Something could not be stored. The session is kept until it can; dismisses with the key chosen."""

    DEFAULT_CSS = BOX.format(name="Trouble", width=66, height=11) + "Trouble > Vertical { border: heavy $error; }"

    def __init__(self, title: str, message: str, hint: str, ways: Sequence[tuple[str, str]]) -> None:
        super().__init__()
        self._title = title
        self._message, self._hint, self._ways = message, hint, ways

    def compose(self) -> ComposeResult:
        with Vertical() as box:
            box.border_title = self._title
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
        # Which keys there are depends on what happened, so they are no bindings of the class.
        event.stop()
        for key, _ in self._ways:
            if event.key in (key, {"esc": "escape"}.get(key, key)):
                self.dismiss(key)
                return
