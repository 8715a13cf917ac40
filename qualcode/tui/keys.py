"""Which key does what: the actions of the screen by mode, each declared once with its help and its keys.

They become Textual's own bindings; the page of keys, the line of live keys, the command palette, keys.toml and the
table of the docs all come from the same list. A key is written as it is typed (`j`, `?`, `.`), or by its name
(`down`, `ctrl+r`, `f1`). What a preset or the person's file says about an action replaces the keys it had.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from textual.binding import Binding

from ..core.values import frozen

TEXT, SELECT, TREE, REVIEW = "text", "select", "tree", "review"
MODES = (TEXT, SELECT, TREE, REVIEW)


class Action(NamedTuple):
    """One thing that a key can do."""

    name: str
    mode: str
    about: str
    """For the help page."""
    short: str = ""
    """For the line of live keys; empty when it is not named there."""
    vim: tuple[str, ...] = ()
    arrows: tuple[str, ...] = ()


def _a(name: str, mode: str, about: str, vim: str, arrows: str = "", short: str = "") -> Action:
    return Action(name, mode, about, short, tuple(vim.split()), tuple((arrows or vim).split()))


ACTIONS: tuple[Action, ...] = (
    # reading
    _a("next", TEXT, "next answer, turn, paragraph or sentence", "j down", "down", "next"),
    _a("previous", TEXT, "the one before", "k up", "up", "back"),
    _a("next_uncoded", TEXT, "next one without a code", "J shift+down", "shift+down ctrl+down", "uncoded"),
    _a("previous_uncoded", TEXT, "the one before without a code", "K shift+up", "shift+up ctrl+up"),
    _a("unit", TEXT, "step by answer, turn, paragraph or sentence", "U", "f2"),
    _a("first", TEXT, "first of the document", "home"),
    _a("last", TEXT, "last of the document", "end"),
    _a("page_down", TEXT, "a screen down", "pagedown space ctrl+d", "pagedown space"),
    _a("page_up", TEXT, "a screen up", "pageup ctrl+u", "pageup"),
    _a("line_down", TEXT, "a line down", "ctrl+e", "alt+down"),
    _a("line_up", TEXT, "a line up", "ctrl+y", "alt+up"),
    _a("next_document", TEXT, "next document", "> ]", "ctrl+pagedown >"),
    _a("previous_document", TEXT, "document before", "< [", "ctrl+pageup <"),
    _a("documents", TEXT, "documents with their progress", "d", "d f3"),
    _a("finished", TEXT, "mark the document as finished, or not", "F"),
    # coding
    *(_a(f"digit_{n}", TEXT, f"code {n} of the frame, or of the latest", str(n)) for n in range(1, 10)),
    _a("digits", TEXT, "digits are the frame's codes, or the latest", "0"),
    _a("choose", TEXT, "find a code by typing, or make a new one", "c", "c f4", "code"),
    _a("in_vivo", TEXT, "the selected words become an open code", "i"),
    _a("again", TEXT, "the same code again", ".", "", "again"),
    _a("weight", TEXT, "weight of the coding", "w"),
    _a("qualifier", TEXT, "qualifier of the coding, such as promotes", "q"),
    _a("memo", TEXT, "memo of the coding", "m"),
    _a("note", TEXT, "memo about this place in the document", "M"),
    _a("unsure", TEXT, "unsure about the coding, or sure again", "?"),
    _a("remove", TEXT, "take the coding away", "x", "x delete", "remove"),
    _a("undo", TEXT, "undo", "u", "u ctrl+z", "undo"),
    _a("redo", TEXT, "redo", "ctrl+r", "ctrl+r ctrl+shift+z"),
    _a("next_coding", TEXT, "next of the codings that stand here", "tab"),
    _a("previous_coding", TEXT, "the coding before", "shift+tab"),
    _a("advance", TEXT, "go on by itself after coding, or stay", "a"),
    # selecting
    _a("select", TEXT, "select words", "v", "v", "select"),
    _a("select_unit", TEXT, "select the whole answer, turn, paragraph or sentence", "V"),
    # finding
    _a("search", TEXT, "find words or codes, as `qualcode find` does", "/", "/ ctrl+f", "search"),
    _a("next_hit", TEXT, "next place found, in the following documents too", "n", "n f5"),
    _a("previous_hit", TEXT, "place found before", "N", "N shift+f5"),
    _a("found", TEXT, "list of the places found, to choose one", "L", "L shift+f3"),
    _a("code_found", TEXT, "code every place found, after a look at them", "C"),
    _a("filter", TEXT, "step only to a code, case, coder, unsure or uncoded", "f"),
    _a("jump", TEXT, "jump to an address such as D1#3", "g"),
    _a("labels", TEXT, "jump mode: a letter for every turn in view", "s"),
    _a("copy", TEXT, "copy the words and their address", "y ctrl+c", "ctrl+c"),
    _a("clear", TEXT, "away with selection, search or filter", "escape"),
    # together
    _a("others", TEXT, "show or hide the other coders", "o"),
    _a("disagreement", TEXT, "next place where coders disagree", "e"),
    _a("review", TEXT, "review: settle disagreements and proposals", "r"),
    _a("shares", TEXT, "the share table so far", "t", "t f6", "table"),
    _a("speakers", TEXT, "who speaks and who asks in the document", "S"),
    # the screen
    _a("tree", TEXT, "into the codebook", "l right", "right f7"),
    _a("side", TEXT, "show or hide the codebook", "b"),
    _a("help", TEXT, "all keys", "f1", "f1", "help"),
    _a("commands", TEXT, "every command by name", "ctrl+p"),
    _a("quit", TEXT, "leave; everything is saved", "ctrl+q"),
    # while selecting
    _a("character", SELECT, "one character more", "l right", "right", "character"),
    _a("character_back", SELECT, "one character back", "h left", "left"),
    _a("word", SELECT, "to the end of the next word", "w ctrl+right", "ctrl+right w", "word"),
    _a("word_back", SELECT, "to the word before", "b ctrl+left", "ctrl+left b"),
    _a("sentence", SELECT, "to the end of the sentence", "s )", "s", "sentence"),
    _a("sentence_back", SELECT, "to the start of the sentence", "S (", "S"),
    _a("turn", SELECT, "to the end of the turn", "t }", "t", "turn"),
    _a("turn_back", SELECT, "to the start of the turn", "T {", "T"),
    _a("row", SELECT, "a line down", "j down", "down"),
    _a("row_back", SELECT, "a line up", "k up", "up"),
    _a("swap", SELECT, "move the other end", "o", "o", "other end"),
    _a("anchor", SELECT, "begin the selection here", "v"),
    # in the codebook
    _a("tree_down", TREE, "next code", "j down", "down", "next"),
    _a("tree_up", TREE, "code before", "k up", "up", "back"),
    _a("tree_page_down", TREE, "a screen down", "pagedown space"),
    _a("tree_page_up", TREE, "a screen up", "pageup"),
    _a("tree_first", TREE, "first code", "home"),
    _a("tree_last", TREE, "last code", "end"),
    _a("tree_code", TREE, "code with it", "enter", "enter", "code"),
    _a("tree_filter", TREE, "step only to what has it", "f", "f", "filter"),
    _a("tree_leave", TREE, "back to the text", "h left escape", "left escape", "text"),
    # while reviewing
    _a("accept", REVIEW, "accept", "enter y", "enter y", "accept"),
    _a("reject", REVIEW, "reject", "x", "x", "reject"),
    _a("change", REVIEW, "accept the place, with another code", "c", "c", "change"),
    _a("agreed", REVIEW, "take what all agree on into the consensus", "A", "A", "agreed"),
    _a("next_item", REVIEW, "next to settle", "j down n", "down n", "next"),
    _a("previous_item", REVIEW, "the one before", "k up N", "up N", "back"),
    _a("leave_review", REVIEW, "back to coding", "escape r", "escape r", "leave"),
)  # fmt: skip

BY_NAME: Mapping[str, Action] = {action.name: action for action in ACTIONS}
PRESETS = ("vim", "arrows")


@frozen
class Keys:
    """The keys in use, by action."""

    by_action: Mapping[str, tuple[str, ...]]

    def bindings(self) -> list[Binding]:
        """Textual's bindings. A key of several modes has several, and those for reading and coding come last:
        what a mode does not know, they do."""
        ordered = sorted(ACTIONS, key=lambda action: action.mode == TEXT)
        listed = [
            Binding(
                ",".join("comma" if key == "," else key for key in self.by_action[action.name]),
                f"act({action.name!r})", action.about, show=bool(action.short), id=action.name,
            )
            for action in ordered
            if self.by_action.get(action.name)
        ]  # fmt: skip
        return list(Binding.make_bindings(listed))

    def first(self, action: str) -> str:
        """The key to name when an action is spoken of."""
        keys = self.by_action.get(action, ())
        return shown(keys[0]) if keys else ""

    def live(self, mode: str, *, found: bool = False) -> list[tuple[str, str]]:
        """(key, what it does) for the line at the bottom; first those about what was `found`, if anything was."""
        modes = (mode,) if mode in (TREE, REVIEW) else (SELECT, TEXT) if mode == SELECT else (TEXT,)
        listed = [(self.first(a.name), a.short) for m in modes for a in ACTIONS if a.mode == m and a.short]
        if mode in (TEXT, SELECT):
            listed.insert(2 if mode == TEXT else 4, ("1-9", "code"))
        if mode == SELECT:
            listed = [entry for entry in listed if entry[1] not in ("next", "back", "uncoded", "select", "table")]
        if found and mode == TEXT:
            listed = [(self.first(name), about) for name, about in _ON_WHAT_WAS_FOUND] + listed
        seen: set[str] = set()
        return [entry for entry in listed if entry[0] and not (entry[0] in seen or seen.add(entry[0]))]  # type: ignore[func-returns-value]


_ON_WHAT_WAS_FOUND = (
    ("next_hit", "next place"), ("found", "list"), ("code_found", "code all places"), ("clear", "done"),
)  # fmt: skip


def preset(name: str) -> dict[str, tuple[str, ...]]:
    """The keys of a preset by action."""
    return {action.name: getattr(action, name) for action in ACTIONS}


def clashes(by_action: Mapping[str, Iterable[str]]) -> list[tuple[str, str, str]]:
    """(key, action, action) where one key would do two things in one mode."""
    taken: dict[tuple[str, str], str] = {}
    found = []
    for name, keys in by_action.items():
        for key in keys:
            other = taken.setdefault((BY_NAME[name].mode, key), name)
            if other != name:
                found.append((key, other, name))
    return found


_SHOWN = {"full_stop": ".", "space": "space", "escape": "esc", "pagedown": "pgdn", "pageup": "pgup"}


def shown(key: str) -> str:
    """A key as people read it."""
    return _SHOWN.get(key, key.replace("ctrl+", "^") if key.startswith("ctrl+") and len(key) == 6 else key)
