"""What there is to choose from: codes, documents, filters, qualifiers; and the page of keys."""

from __future__ import annotations

from collections.abc import Sequence

from rich.style import Style

from ..core.errors import several
from ..core.model import in_language
from ..core.results.retrieval import Hit, Passage
from ..project.coders import finished
from ..store.counts import counts_of
from . import glyphs, panel, picker
from .document_view import DocumentView
from .keys import ACTIONS, REVIEW, SELECT, TEXT, TREE, Keys, shown
from .panel import Line
from .picker import Choice
from .session import Session


def codes(session: Session) -> list[Choice]:
    """Every code, those used last first, then in the order of the tree."""
    choices = {}
    for entry in panel.tree(session):
        if entry.code is not None:
            count = session.counts.get(entry.full, 0)
            detail = f"{entry.full}{f'  {count}' if count else ''}"
            choices[entry.full] = picker.code_choice(
                entry.full, entry.code, session.language, depth=entry.depth, detail=detail
            )
    return list(choices.values())


def documents(session: Session) -> list[Choice]:
    """Every document with how far one is."""
    done = finished(session.project)
    own = counts_of(session.store, session.coder)
    choices = []
    for source in session.store.sources():
        id = source["id"]
        state = "finished" if (session.coder, id) in done else progress(session, id, own.get(id, 0))
        if waiting := session.waits_for(id):
            state += f"  blind, {' and '.join(waiting)} not finished"
        elif id in session.given and session.given[id].round and (session.coder, id) not in done:
            state += f"  given in {session.given[id].round}"
        title = source["title"] if source["title"] != id else ""
        choices.append(Choice(id, f"{id}  {title}".strip(), state, (source["kind"],)))
    return choices


PROGRESS_AT_MOST = 200
"""Documents whose units are counted for the list; in a larger study codings are told instead."""


def progress(session: Session, id: str, codings: int) -> str:
    """How many of a document's units the coder has coded, as a bar and in numbers."""
    if id == session.place.document.id:
        place = session.place
    elif len(session.documents) <= PROGRESS_AT_MOST:
        document = session.project.document(id)
        found = session.store.codings([id], [session.coder])
        place = DocumentView(document, session.kind_for(document.kind), found, session.coder)
    else:
        return f"{several(codings, 'coding')}" if codings else "not begun"
    total = len(place.units)
    if not total:
        return "no speech"
    filled = round(8 * place.coded / total)
    return f"{'█' * filled}{'░' * (8 - filled)} {place.coded}/{total}"


def filters(session: Session) -> list[Choice]:
    """What one can step by: unsure, uncoded, every code, every case; coders where they are shown."""
    choices = [
        Choice("none", "everything", "no filter"),
        Choice("uncoded", "uncoded", "nothing coded yet"),
        Choice("unsure", "unsure", "marked with ?"),
    ]
    if any(given.round for given in session.given.values()):
        choices.append(Choice("given", "given to me", "what the plan gave you"))
    for choice in codes(session):
        choices.append(Choice(f"code {choice.value}", choice.label, choice.detail, choice.ways, choice.depth))
    cases = session.project.cases
    choices += [Choice(f"case {case.id}", case.name or case.id, f"case {case.id}", (case.id,)) for case in cases]
    if session.others:
        choices += [
            Choice(f"coder {coder.id}", coder.name or coder.id, f"coder, {several(count, 'coding')}")
            for coder, count in session.store.coders()
        ]
    return choices


LISTED_AT_MOST = 2000
"""Places that a list shows; n and N reach all."""


def found(session: Session, places: Sequence[Hit | Passage]) -> list[Choice]:
    """What a search found, each place in its context; the one chosen is its number."""
    listed = places[:LISTED_AT_MOST]
    side = 24
    choices = []
    for number, place in enumerate(listed):
        if isinstance(place, Hit):
            before = " ".join(place.before.split())[-side:]
            after = " ".join(place.after.split())
            gap = " " if place.before[-1:].isspace() else ""
            behind = " " if place.after[:1].isspace() else ""
            label = f"{before + gap:>{side + 1}}[{' '.join(place.match.split())}]{behind}{after}"
        else:
            label = f"{', '.join(map(session.label, place.codes))}: {' '.join(place.text.split())[:200]}"
        choices.append(Choice(str(number), glyphs.shown(label), place.address, (place.speaker, place.case)))
    if len(places) > len(listed):
        choices.append(Choice("", f"… and {len(places) - len(listed)} more: n goes through all", possible=False))
    return choices


def qualifiers(session: Session, code: str) -> list[Choice]:
    """What the codebook of a code lets a coding say about it, and nothing."""
    book = session.books.get(code.partition(":")[0])
    listed = book.qualifiers if book else ()
    choices = [
        Choice(f"={id}", in_language(names, session.language) or id, id, tuple(names.values())) for id, names in listed
    ]
    return [*choices, Choice("=", "nothing said", "")]


_MODES = (
    (TEXT, "Reading and coding"),
    (SELECT, "While selecting (digits, c, i and . code the selection)"),
    (TREE, "In the codebook"),
    (REVIEW, "While reviewing"),
)


def help_lines(keys: Keys) -> list[Line]:
    """All keys by mode."""
    lines: list[Line] = []
    for mode, title in _MODES:
        lines += [[], [(title, Style(bold=True, underline=True))]]
        for action in ACTIONS:
            if action.mode != mode or action.name.startswith("digit_"):
                continue
            if action.name == "digits":
                lines.append(_help_line("1-9", "code with the code on that digit"))
            listed = " ".join(shown(key) for key in keys.by_action.get(action.name, ()))
            lines.append(_help_line(listed or "no key", action.about))
    lines += [
        [],
        [("In the margin", Style(bold=True, underline=True))],
        _help_line(".5", "the coding's weight, where it is not 1"),
        _help_line("?", "unsure"),
        _help_line("*", "has a memo"),
        _help_line("↑name", "belongs to words further up, where there was no room"),
        [],
        [("Mouse: drag selects, a click goes there, a double click selects a word.", Style())],
        [("Keys, presets and themes: keys.toml, see docs/coding-screen.md.", Style())],
    ]
    return lines[1:]


def _help_line(keys: str, about: str) -> Line:
    return [(glyphs.padded(keys, 22), Style(bold=True)), (about, Style())]
