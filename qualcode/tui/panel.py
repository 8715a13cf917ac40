"""What stands beside and below the transcript: the codebook, what is coded here, status and keys.

Each function gives lines of (text, look), no wider than asked for; widgets only put them up.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from rich.style import Style

from ..core.model import Code, in_language
from . import actions, glyphs
from .keys import Keys
from .lines import wrap
from .paint import BOLD, DIM, PLAIN, signs_of
from .session import Session

Line = list[tuple[str, Style]]
CURSOR = Style(reverse=True)
TITLE = Style(bold=True, underline=True)

WORDS = {
    "da": ("Brug:", "Ikke:", "Her:", "intet kodet her"),
    "nb": ("Bruk:", "Ikke:", "Her:", "ingenting kodet her"),
    "sv": ("Använd:", "Inte:", "Här:", "inget kodat här"),
    "en": ("Use:", "Not:", "Here:", "nothing coded here"),
}


class TreeLine(NamedTuple):
    """One line of the tree: a codebook's title, or a code."""

    full: str
    code: Code | None
    depth: int
    title: str = ""


def tree(session: Session) -> list[TreeLine]:
    """The codebooks in use, each with its codes; journals are for memos and stay away."""
    entries = []
    first = [book.id for book in session.frames()]
    for id in dict.fromkeys([*first, *session.books]):
        book = session.books[id]
        if book.kind == "journal":
            continue
        entries.append(TreeLine(f"{id}:", None, 0, in_language(book.title, session.language) or id))
        entries += [
            TreeLine(f"{id}:{code.id}", code, depth, code.label(session.language)) for depth, code in book.walk()
        ]
    return entries


def side(session: Session, width: int, height: int, cursor: int | None = None) -> list[Line]:
    """The panel: the tree with counts, the codings here, and the code in view with its definition."""
    entries = tree(session)
    chosen = entries[cursor] if cursor is not None and cursor < len(entries) else None
    here = _here(session, width)[: max(3, height // 5)]
    code = chosen.code if chosen else None
    if chosen is None and (in_view := session.code_in_view()):
        code = in_view[1]
    card = _card(code, session.language, width) if code else []
    for_card = min(len(card), max(3, height - len(here) - 1 - min(len(entries), max(5, height // 2))))
    for_tree = max(3, height - len(here) - for_card)
    lines = _tree(session, entries, width, for_tree, cursor)
    lines += [[] for _ in range(for_tree - len(lines))]
    if for_card < len(card) and for_card:
        card = [*card[: for_card - 1], [(glyphs.cut(card[for_card - 1][0][0] + " …", width), PLAIN)]]
    return (lines + here + card)[:height]


def edged(line: Line, width: int) -> Line:
    """A line filled up to the edge that parts the panel from the text."""
    used = sum(glyphs.width(text, 0, len(text)) for text, _ in line)
    return [*line, (" " * max(0, width - used) + "│", DIM)]


def _tree(session: Session, entries: Sequence[TreeLine], width: int, height: int, cursor: int | None) -> list[Line]:
    digits = {full: str(number) for number, full in enumerate(actions.digit_codes(session), start=1)} if entries else {}
    in_view = session.code_in_view()
    at = cursor
    if at is None:
        at = next((i for i, entry in enumerate(entries) if in_view and entry.full == in_view[0]), 0)
    top = max(0, min(at - height // 2, len(entries) - height))
    if not entries:
        return [
            [(line, DIM)]
            for line in _wrapped("no codebook yet: c makes an open code, or `qualcode codebook use moore`", width)
        ]
    lines: list[Line] = []
    for number, entry in enumerate(entries[top : top + height], start=top):
        if entry.code is None:
            style = CURSOR if number == cursor else TITLE
            lines.append([(glyphs.padded(entry.title, width), style)])
            continue
        count = session.counts.get(entry.full, 0)
        shown = str(count) if count else ""
        sign = digits.get(entry.full, " ")
        room = width - len(shown) - 4 - entry.depth
        name = glyphs.padded(entry.title, max(1, room))
        style = PLAIN if actions.usable(entry.code) else DIM
        if in_view and entry.full == in_view[0]:
            style += BOLD
        color = Style(color=entry.code.color or None, bold=True)
        if number == cursor:
            style, color = CURSOR, CURSOR
        lines.append(
            [(f"{sign} ", style + DIM if cursor != number else style), (" " * entry.depth + "■", color),
             (f" {name}{shown}", style)]
        )  # fmt: skip
    return lines


def _here(session: Session, width: int) -> list[Line]:
    words = WORDS.get(session.language, WORDS["en"])
    here, focused = session.here(), session.focused()
    lines: list[Line] = [[("─" * width, DIM)]]
    for coding in here:
        sign = "▸" if focused and coding.id == focused.id else " "
        who = "" if coding.coder == session.coder else f"{coding.coder}: "
        signs = signs_of(coding)
        name = glyphs.cut(f"{sign} {who}{session.label(coding.code)}", width - len(signs) - 1)
        lines.append([(f"{name} {signs}", BOLD if sign == "▸" else PLAIN)])
    if not here:
        lines.append([(glyphs.cut(f"  {words[3]}", width), DIM)])
    return lines


def _card(code: Code, language: str, width: int) -> list[Line]:
    words = WORDS.get(language, WORDS["en"])
    lines: list[Line] = [[("─" * width, DIM)], [(glyphs.cut(code.label(language), width), BOLD)]]
    definition = in_language(code.brief, language) or in_language(code.definition, language)
    for label, text, style in (
        ("", definition, PLAIN),
        (words[0], in_language(code.use, language), PLAIN),
        (words[1], in_language(code.avoid, language), DIM),
    ):
        if text:
            lines += [[(line, style)] for line in _wrapped(f"{label} {text}".strip(), width)]
    return lines


def _wrapped(text: str, width: int) -> list[str]:
    return [glyphs.shown(text[start:stop]) for start, stop in wrap(text, 0, len(text), width)]


def status(session: Session, width: int, mode: str, review: str = "") -> Line:
    """Document, unit, how many are coded, coder, and whatever is out of the ordinary."""
    if review:
        return [(glyphs.padded(f" review {review}", width), CURSOR)]
    place = session.place
    total = len(place.units)
    parts = [place.document.id]
    if total:
        parts.append(f"{place.kind} {session.at + 1} of {total}")
        parts.append(f"coded {place.coded}")
    parts.append(session.coder)
    if mode == "select":
        parts.append(f"{len(session.selected())} characters")
    flags = [
        *(["review"] if session.reviewing else ["all coders"] if session.others else []),
        *(["blind"] if session.waits_for(place.document.id) else []),
        *(["goes on"] if session.advance else []),
        *(["latest codes"] if session.digits == "recent" else []),
        *([f"only {session.walk.filter}"] if session.walk.filter else []),
        *([f"/{session.found.line} {len(session.found)}"] if session.found else []),
    ]
    left = " " + " │ ".join(parts)
    right = "".join(f" │ {flag}" for flag in flags)
    return [(glyphs.padded(left + right, width), CURSOR)]


def message(text: str, width: int, *, warning: bool = False) -> Line:
    """What the last key did; a warning has a sign before it."""
    text = " ".join(text.split())
    return [(glyphs.padded(f" ! {text}" if warning else f" {text}", width), BOLD if warning else PLAIN)]


def live_keys(keys: Keys, mode: str, width: int, *, found: bool = False) -> Line:
    """The keys that matter now, as many as there is room for; help always."""
    entries = keys.live(mode, found=found)
    last = next((entry for entry in entries if entry[1] == "help"), None)
    line: Line = []
    used = 0
    reserved = sum(len(part) + 2 for part in last) if last else 0
    for key, about in entries:
        if (key, about) == last:
            continue
        taken = len(key) + len(about) + 3
        if used + taken + reserved > width:
            continue
        line += [(f" {key}", BOLD), (f" {about} ", DIM)]
        used += taken
    if last:
        line += [(f" {last[0]}", BOLD), (f" {last[1]}", DIM)]
    return line
