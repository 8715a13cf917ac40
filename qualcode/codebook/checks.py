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
from .entries import CodeEntry
from .loader import parse_file, read_text
from .names import HUES, NORDIC
from .write import dumps

BRIEF_LENGTH = (12, 160)
MENTION = re.compile(r"→ ([a-z][a-z0-9-]*(?:\.[a-z][a-z0-9-]*)*)(?=[);,.]|$)")
"""A code that a hint points to: `(→ capacity)`."""

Finding = tuple[str, str, str, str, str]
"""Code id or `""`, field or `""`, message, slug, hint."""


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
        for id, field, message, slug, hint in rule(codebook, bundled):
            line, column = _place(entries, id, field)
            severity = "error" if bundled else "warning"
            problems.append(Problem(path or codebook.id, line, column, severity, message, slug, hint))
    return problems


def _place(entries: Mapping[str, CodeEntry] | None, id: str, field: str) -> tuple[int | None, int | None]:
    entry = (entries or {}).get(id)
    if entry is None:
        return None, None
    node = entry.fields.get(field, entry.fields.get("id", entry.node))
    return node.line, node.column


def _sources(book: Codebook, bundled: bool) -> Iterator[Finding]:
    if not book.source and (bundled or book.kind == "deductive"):
        yield (
            "",
            "",
            "the frame names no source",
            "no_source",
            'add source: ["Author (year). Title. Publisher."], or kind: inductive if the codes are your own',
        )


def _residual(book: Codebook, bundled: bool) -> Iterator[Finding]:
    if "other" not in book and (bundled or book.kind == "deductive"):
        yield (
            "",
            "",
            "the frame has no code for what fits nowhere",
            "no_residual",
            f"qualcode codebook add {book.id}:other",
        )


def _unfilled(book: Codebook, bundled: bool) -> Iterator[Finding]:
    if bundled:
        return
    for name, value in book.fields.items():
        if not value:
            yield (
                "",
                "",
                f"the field {name!r} is not filled in",
                "field_empty",
                f"write under fields: what {name} is in this project",
            )


def _languages(book: Codebook, bundled: bool) -> Iterator[Finding]:
    wanted = NORDIC if bundled else tuple(book.title)
    if bundled and set(book.title) != set(NORDIC):
        yield "", "", "the title is not in all four languages", "missing_language", ""
    for code in book:
        missing = [language for language in wanted if language not in code.name]
        if missing:
            yield (
                code.id,
                "name",
                f"{code.id} has no name in {', '.join(missing)}",
                "missing_language",
                f"reports in that language then say {code.label(missing[0])!r}",
            )


def _definitions(book: Codebook, bundled: bool) -> Iterator[Finding]:
    for code in book:
        if code.retired:
            continue
        if not code.brief and (bundled or not code.definition):
            yield (code.id, "", f"{code.id} has no definition", "no_definition", 'add brief: "..." in one sentence')
        for language, text in code.brief.items():
            shortest, longest = BRIEF_LENGTH
            if not shortest <= len(text) <= longest:
                yield (
                    code.id,
                    "brief",
                    f"{code.id}: the brief definition in {language} has {len(text)} characters; "
                    f"{shortest} to {longest} are good",
                    "brief_length",
                    "the rest belongs under definition:" if len(text) > longest else "",
                )


def _hints(book: Codebook, bundled: bool) -> Iterator[Finding]:
    for code in book:
        if code.use and not code.avoid:
            yield (
                code.id,
                "use",
                f"{code.id} says when to use it, but not when not to",
                "no_not",
                'add not: "...": the neighbouring code that is meant instead',
            )


def _mentions(book: Codebook, bundled: bool) -> Iterator[Finding]:
    for code in book:
        for field, texts in (("use", code.use), ("not", code.avoid), ("definition", code.definition)):
            for id in sorted({id for text in texts.values() for id in MENTION.findall(text)}):
                if id not in book:
                    yield (code.id, field, f"{code.id} points to {id!r}, which does not exist", "unknown_mention", "")


def _figure(book: Codebook, bundled: bool) -> Iterator[Finding]:
    for id in _named(value for key, value in book.figure.items() if key != "shape"):
        if id not in book:
            yield "", "", f"the figure has a place for {id!r}, which does not exist", "unknown_mention", ""


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
    if not bundled:
        return
    for code in book:
        if set(code.invented) != set(range(len(code.examples))):
            yield code.id, "examples", f"{code.id}: an example is not flagged invented", "not_invented", ""


def _siblings(book: Codebook, bundled: bool) -> Iterator[Finding]:
    for parent in (None, *(code.id for code in book)):
        family = [code for code in book.children(parent) if not code.retired]
        for code, other in _repeats(family, lambda code: [*code.name.items()]):
            yield (
                code.id,
                "name",
                f"{code.id} and {other.id} have the same name",
                "same_name",
                f"qualcode codebook rename {book.id}:{code.id} --name ...",
            )
        if len(family) <= len(HUES):
            for code, other in _repeats(family, lambda code: [code.color] if code.color else []):
                yield (
                    code.id,
                    "color",
                    f"{code.id} and {other.id} have the same colour",
                    "same_color",
                    f"qualcode codebook recolour {book.id}:{code.id} COLOUR",
                )


def _repeats(family: list[Code], keys: Callable[[Code], list[object]]) -> Iterator[tuple[Code, Code]]:
    first: dict[object, Code] = {}
    for code in family:
        found = next((first[key] for key in keys(code) if key in first), None)
        if found is not None:
            yield code, found
        for key in keys(code):
            first.setdefault(key, code)


_RULES: tuple[Callable[[Codebook, bool], Iterator[Finding]], ...] = (
    _sources,
    _residual,
    _unfilled,
    _languages,
    _definitions,
    _hints,
    _mentions,
    _figure,
    _examples,
    _siblings,
)
