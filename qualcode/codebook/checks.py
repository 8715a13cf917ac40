"""What a good codebook has, beyond being readable: definitions, sources, names, hints.

The same rules hold the bundled frames and a researcher's own. For a bundled frame each is an error;
for one's own they are warnings, because a codebook grows.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path

from ..core.errors import Problem
from ..core.model import Code, Codebook
from ..core.values import frozen
from .entries import CodeEntry
from .loader import parse_file, read_text
from .names import HUES, NORDIC
from .write import dumps

BRIEF_LENGTH = (12, 160)
MENTION = re.compile(r"→ ([a-z][a-z0-9-]*(?:\.[a-z][a-z0-9-]*)*)(?=[);,.]|$)")
"""A code that a hint points to: `(→ capacity)`."""


@frozen
class Finding:
    """What a rule says of a code, or of the whole codebook."""

    slug: str
    message: str
    code: str = ""
    field: str = ""
    hint: str = ""


def check_file(path: str | Path, *, bundled: bool = False) -> tuple[Codebook | None, list[Problem]]:
    """A codebook file and everything wrong or missing in it. Raises ReadError."""
    return check_text(read_text(path), str(path), bundled=bundled)


def check_text(
    text: str, path: str = "codebook.yaml", *, bundled: bool = False
) -> tuple[Codebook | None, list[Problem]]:
    """As `check_file`, from a text."""
    parsed = parse_file(text, path)
    if parsed.codebook is None:
        return None, parsed.problems
    problems = parsed.problems + check(parsed.codebook, path=path, entries=parsed.entries, bundled=bundled)
    if bundled and dumps(parsed.codebook) != text:
        problems.append(
            Problem(path, None, None, "error", "the file is not written in the usual form", "not_canonical")
        )
    return parsed.codebook, sorted(problems, key=lambda p: (p.line or 0, p.column or 0))


def check(
    codebook: Codebook, *, path: str = "", entries: Mapping[str, CodeEntry] | None = None, bundled: bool = False
) -> list[Problem]:
    """What a readable codebook still lacks: warnings, or errors for a bundled frame."""
    problems = []
    for rule in _RULES:
        for found in rule(codebook, bundled):
            line, column = _place(entries, found.code, found.field)
            severity = "error" if bundled else "warning"
            problems.append(Problem(path or codebook.id, line, column, severity, found.message, found.slug, found.hint))
    return problems


def _place(entries: Mapping[str, CodeEntry] | None, id: str, field: str) -> tuple[int | None, int | None]:
    entry = (entries or {}).get(id)
    if entry is None:
        return None, None
    node = entry.fields.get(field, entry.fields.get("id", entry.node))
    return node.line, node.column


def _sources(book: Codebook, bundled: bool) -> Iterator[Finding]:
    if not book.source and (bundled or book.kind == "deductive"):
        hint = 'add source: ["Author (year). Title. Publisher."], or kind: inductive if the codes are your own'
        yield Finding("no_source", "the frame names no source", hint=hint)


def _residual(book: Codebook, bundled: bool) -> Iterator[Finding]:
    if "other" not in book and (bundled or book.kind == "deductive"):
        hint = f"qualcode codebook add {book.id}:other"
        yield Finding("no_residual", "the frame has no code for what fits nowhere", hint=hint)


def _unfilled(book: Codebook, bundled: bool) -> Iterator[Finding]:
    for name in (name for name, value in book.fields.items() if not value and not bundled):
        hint = f"write under fields: what {name} is in this project"
        yield Finding("field_empty", f"the field {name!r} is not filled in", hint=hint)


def _languages(book: Codebook, bundled: bool) -> Iterator[Finding]:
    wanted = NORDIC if bundled else tuple(book.title)
    if bundled and set(book.title) != set(NORDIC):
        yield Finding("missing_language", "the title is not in all four languages")
    for code in book:
        if missing := [language for language in wanted if language not in code.name]:
            hint = f"reports in that language then say {code.label(missing[0])!r}"
            yield Finding("missing_language", f"{code.id} has no name in {', '.join(missing)}", code.id, "name", hint)


def _definitions(book: Codebook, bundled: bool) -> Iterator[Finding]:
    shortest, longest = BRIEF_LENGTH
    for code in (code for code in book if not code.retired):
        if not code.brief and (bundled or not code.definition):
            hint = 'add brief: "..." in one sentence'
            yield Finding("no_definition", f"{code.id} has no definition", code.id, hint=hint)
        for language, text in code.brief.items():
            if not shortest <= len(text) <= longest:
                said = (
                    f"{code.id}: the brief definition in {language} has {len(text)} characters; "
                    f"{shortest} to {longest} are good"
                )
                hint = "the rest belongs under definition:" if len(text) > longest else ""
                yield Finding("brief_length", said, code.id, "brief", hint)


def _hints(book: Codebook, bundled: bool) -> Iterator[Finding]:
    hint = 'add not: "...": the neighbouring code that is meant instead'
    for code in book:
        if code.use and not code.avoid:
            yield Finding("no_not", f"{code.id} says when to use it, but not when not to", code.id, "use", hint)


def _mentions(book: Codebook, bundled: bool) -> Iterator[Finding]:
    for code in book:
        for field, texts in (("use", code.use), ("not", code.avoid), ("definition", code.definition)):
            for id in sorted({id for text in texts.values() for id in MENTION.findall(text)}):
                if id not in book:
                    said = f"{code.id} points to {id!r}, which does not exist"
                    yield Finding("unknown_mention", said, code.id, field)


def _figure(book: Codebook, bundled: bool) -> Iterator[Finding]:
    for id in _named(value for key, value in book.figure.items() if key != "shape"):
        if id not in book:
            yield Finding("unknown_mention", f"the figure has a place for {id!r}, which does not exist")


def _named(values: Iterable[object]) -> Iterator[str]:
    """All texts in a figure's description: the codes it places."""
    for value in values:
        if isinstance(value, Mapping):
            yield from _named(value.values())
        elif isinstance(value, (list, tuple)):
            yield from _named(value)
        elif isinstance(value, str):
            yield value


def _examples(book: Codebook, bundled: bool) -> Iterator[Finding]:
    for code in book:
        if bundled and set(code.invented) != set(range(len(code.examples))):
            yield Finding("not_invented", f"{code.id}: an example is not flagged invented", code.id, "examples")


def _siblings(book: Codebook, bundled: bool) -> Iterator[Finding]:
    for parent in (None, *(code.id for code in book)):
        family = [code for code in book.children(parent) if not code.retired]
        for code, other in _repeats(family, lambda code: [*code.name.items()]):
            said, hint = "have the same name", f"qualcode codebook rename {book.id}:{code.id} --name ..."
            yield Finding("same_name", f"{code.id} and {other.id} {said}", code.id, "name", hint)
        if len(family) <= len(HUES):
            for code, other in _repeats(family, lambda code: [code.color] if code.color else []):
                said, hint = "have the same colour", f"qualcode codebook recolour {book.id}:{code.id} COLOUR"
                yield Finding("same_color", f"{code.id} and {other.id} {said}", code.id, "color", hint)


def _repeats(family: list[Code], keys: Callable[[Code], list[object]]) -> Iterator[tuple[Code, Code]]:
    first: dict[object, Code] = {}
    for code in family:
        found = next((first[key] for key in keys(code) if key in first), None)
        if found is not None:
            yield code, found
        for key in keys(code):
            first.setdefault(key, code)


_RULES: tuple[Callable[[Codebook, bool], Iterator[Finding]], ...] = (
    _sources, _residual, _unfilled, _languages, _definitions, _hints, _mentions, _figure, _examples, _siblings,
)  # fmt: skip
