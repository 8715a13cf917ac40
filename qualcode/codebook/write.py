"""A Codebook -> YAML in the one form that bundled files have.

Texts are in double quotes, because `no`, `off` and `1.0` mean something else without; a text
in the file's own language alone is written plainly, not as a mapping. Fields that say nothing are
left out. An edit does not come through here: it changes the text in place.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from ..core.files import write
from ..core.model import Code, Codebook, Link
from .fields import CODE_DEFAULTS, SAID_FIELDS
from .names import check_id

_UNSAFE = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff\ud800-\udfff]")
_PLAIN = re.compile(r"[A-Za-z][A-Za-z0-9_.-]*\Z")
_WORDS = frozenset(("true", "false", "null", "yes", "no", "on", "off", "y", "n"))

RESIDUAL = {"en": "Other", "da": "Andet", "nb": "Annet", "sv": "Övrigt"}
RESIDUAL_BRIEF = {
    "en": "Relevant to the frame, fits no code.",
    "da": "Vedrører rammen, men passer ikke til nogen kode.",
    "nb": "Gjelder rammeverket, men passer ikke til noen kode.",
    "sv": "Rör ramverket men passar ingen kod.",
}


def save(codebook: Codebook, path: str | Path) -> None:
    """Write a codebook file; the file is replaced whole or not at all."""
    write(Path(path), dumps(codebook))


def dumps(codebook: Codebook) -> str:
    """The YAML text of a codebook; `loads(dumps(book)) == book`."""
    return "".join(f"{line}\n" for line in _book(codebook))


def quoted(text: str) -> str:
    """A text in double quotes, on one line."""
    return _UNSAFE.sub(_escape, json.dumps(text, ensure_ascii=False))


def _escape(match: re.Match[str]) -> str:
    return f"\\u{ord(match.group()):04x}"


def word(text: str) -> str:
    """An id or another single word, without quotes where that is safe."""
    return text if _PLAIN.match(text) and text.lower() not in _WORDS else quoted(text)


def code_lines(code: Code, language: str, indent: str = "") -> list[str]:
    """The lines of one code without its children: `- id: ...` and the rest two further in."""
    lines = list(_code(code, language))
    return [indent + ("- " if at == 0 else "  ") + line for at, line in enumerate(lines)]


def link_lines(link: Link, language: str) -> list[str]:
    """The lines of one link: `- from: ...` and the rest two further in."""
    lines = [f"from: {word(link.source)}", f"kind: {quoted(link.kind)}", f"to: {word(link.target)}"]
    lines += _names("label", link.label, language)
    return [("- " if at == 0 else "  ") + line for at, line in enumerate(lines)]


def _book(book: Codebook) -> Iterator[str]:
    yield f"id: {word(book.id)}"
    yield from _names("title", book.title, book.language)
    yield from _lists("aliases", book.aliases, book.language)
    if book.version != "1":
        yield f"version: {quoted(book.version)}"
    yield f"kind: {book.kind}"
    if book.language != "en":
        yield f"language: {book.language}"
    yield from _names("discipline", book.discipline, book.language)
    yield from _names("description", book.description, book.language)
    if book.based_on:
        yield f"based_on: {word(book.based_on)}"
    if book.source:
        yield "source:"
        yield from (f"  - {quoted(reference)}" for reference in book.source)
    if book.beside:
        yield f"beside: {_flow(map(word, book.beside))}"
    if book.fields:
        yield "fields:"
        yield from (f"  {word(name)}: {quoted(value)}" for name, value in book.fields.items())
    yield from _keyed("attributes", book.attributes, book.language)
    yield from _keyed("qualifiers", dict(book.qualifiers), book.language)
    if book.exclusive:
        yield "exclusive: true"
    if book.at_most_one_of:
        yield "at_most_one_of:"
        yield from (f"  - {_flow(map(word, group))}" for group in book.at_most_one_of)
    yield from _keyed("sets", book.sets, book.language)
    if book.variants:
        yield "variants:"
        yield from (f"  {word(name)}: {_flow(map(word, ids))}" for name, ids in book.variants.items())
    if book.figure:
        yield "figure:"
        yield from (f"  {word(name)}: {_value(value)}" for name, value in book.figure.items())
    if book.links:
        yield "links:"
        yield from ("  " + line for link in book.links for line in link_lines(link, book.language))
    if not book.codes:
        yield "codes: []"
        return
    yield "codes:"
    # A stack instead of recursion: codebooks may be deeper than Python's own stack likes.
    waiting = [(1, code) for code in reversed(book.children(None))]
    while waiting:
        depth, code = waiting.pop()
        indent = "  " * (2 * depth - 1)
        yield from code_lines(code, book.language, indent)
        below = book.children(code.id)
        if below:
            yield f"{indent}  codes:"
            waiting.extend((depth + 1, child) for child in reversed(below))


def _code(code: Code, language: str) -> Iterator[str]:
    yield f"id: {word(code.id.rpartition('.')[2])}"
    for field in SAID_FIELDS:
        value = getattr(code, field.of_code)
        if field.name == "name" or value != CODE_DEFAULTS.get(field.of_code):
            yield from WRITTEN[field.kind](code, field.name, value, language)


def _examples(code: Code, language: str) -> Iterator[str]:
    if code.examples:
        yield "examples:"
    for at, example in enumerate(code.examples):
        if at not in code.invented and set(example) == {language}:
            yield f"  - {quoted(example[language])}"
            continue
        lines = ["invented: true"] if at in code.invented else []
        lines += [f"{lang}: {quoted(text)}" for lang, text in example.items()]
        yield from (("  - " if line == 0 else "    ") + text for line, text in enumerate(lines))


def _status(status: Mapping[str, str]) -> Iterator[str]:
    if status:
        yield "status: {" + ", ".join(f"{lang}: {value}" for lang, value in status.items()) + "}"


def _names(key: str, names: Mapping[str, str], language: str) -> Iterator[str]:
    if not names:
        if key in ("title", "name"):
            yield f"{key}: {{}}"
        return
    if set(names) == {language}:
        yield f"{key}: {quoted(names[language])}"
        return
    yield f"{key}:"
    yield from (f"  {lang}: {quoted(text)}" for lang, text in names.items())


def _lists(key: str, lists: Mapping[str, Iterable[str]], language: str) -> Iterator[str]:
    if not lists:
        return
    if set(lists) == {language}:
        yield f"{key}: {_flow(map(quoted, lists[language]))}"
        return
    yield f"{key}:"
    yield from (f"  {lang}: {_flow(map(quoted, texts))}" for lang, texts in lists.items())


def _keyed(key: str, entries: Mapping[str, Mapping[str, str]], language: str) -> Iterator[str]:
    if not entries:
        return
    yield f"{key}:"
    for name, names in entries.items():
        yield from ("  " + line for line in _names(word(name), names, language))


def _flow(words: Iterable[str]) -> str:
    return f"[{', '.join(words)}]"


def _value(value: Any) -> str:
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{word(str(key))}: {_value(item)}" for key, item in value.items()) + "}"
    if isinstance(value, (list, tuple)):
        return _flow(_value(item) for item in value)
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value) if isinstance(value, int) else word(str(value))


Writer = Callable[[Code, str, Any, str], Iterable[str]]
"""(the code, a field's name, its value, the file's language) -> the lines."""

WRITTEN: Mapping[str, Writer] = {
    "names": lambda code, key, value, language: _names(key, value, language),
    "lists": lambda code, key, value, language: _lists(key, value, language),
    "flag": lambda code, key, value, language: [f"{key}: {_value(value)}"],
    "text": lambda code, key, value, language: [f"{key}: {quoted(value)}"],
    "words": lambda code, key, value, language: [f"{key}: {_flow(map(word, value))}"],
    "set": lambda code, key, value, language: [f"{key}: {word(value)}"],
    "origin": lambda code, key, value, language: [f"{key}: {value}"],
    "color": lambda code, key, value, language: [] if code.color_derived else [f"{key}: {quoted(value)}"],
    "status": lambda code, key, value, language: _status(value),
    "examples": lambda code, key, value, language: _examples(code, language),
}
"""How each kind of field is written; see `fields.CODE_SCHEMA`."""


def new_codebook(id: str, title: str, *, language: str = "en", kind: str = "deductive") -> str:
    """The text of a codebook with no codes, or with the residual code of a frame."""
    check_id(id)
    codes: tuple[Code, ...] = ()
    if kind == "deductive":
        name = RESIDUAL.get(language, RESIDUAL["en"])
        brief = RESIDUAL_BRIEF.get(language, RESIDUAL_BRIEF["en"])
        codes = (Code("other", {language: name}, brief={language: brief}, origin="toolkit"),)
    book = Codebook(id, {language: title.strip() or id}, codes, kind=kind, language=language)
    return dumps(book)
