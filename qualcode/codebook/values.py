"""Single values of a codebook file: text, text per language, lists, yes or no.

Each reader takes a node, returns a value that is always usable, and notes what was wrong; so one
pass over a file finds all its mistakes.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from ..core.errors import Problem, nearest, offered
from ..core.languages import composed
from .fields import FALSE, MEANT, TRUE
from .names import language_code, language_meant, usable
from .yaml_tree import Node

MAX_OFFERS = 50
"""Looking for the nearest name takes time; a file with thousands of mistakes gets that many offers."""
_FOUND = {"scalar": "a text", "list": "a list", "map": "fields"}


class Values:
    """Reads values and gathers problems, for one file."""

    def __init__(self, path: str) -> None:
        self.path = path
        self.language = "en"
        self.problems: list[Problem] = []
        self._offers = MAX_OFFERS

    def problem(self, node: Node | None, message: str, slug: str, hint: str = "", severity: str = "error") -> None:
        """Note a mistake at a node."""
        line, column = (node.line, node.column) if node is not None else (None, None)
        self.problems.append(Problem(self.path, line, column, severity, message, slug, hint))

    def offer(self, name: str, known: Iterable[str]) -> str:
        """`did you mean ...?` about the known name most like `name`, or `""`; for the first few mistakes of a file."""
        self._offers -= 1
        return offered(nearest(name, known, 1)) if self._offers >= 0 and name else ""

    def bad_id(self, node: Node, id: str, what: str) -> None:
        """Note an id that cannot be one, with the nearest that can."""
        self.problem(
            node,
            f"{what} has the letters a to z, digits and hyphens, and begins with a letter; found {id!r}",
            "bad_id",
            f"write {usable(id)}, and keep the words in the name",
        )

    def fields(self, node: Node, allowed: Sequence[str], what: str) -> dict[str, Node]:
        """The fields of a mapping; unknown and repeated ones are problems."""
        found: dict[str, Node] = {}
        for key, value in node.pairs():
            name = key.text if key.kind == "scalar" else ""
            if name == "avoid" and "not" in allowed:
                name = "not"
            if name in found:
                self.problem(
                    key,
                    f"{name!r} stands twice in {what}; the first was on line {found[name].line}",
                    "duplicate_key",
                    "keep one of the two",
                )
            elif name in allowed:
                found[name] = value
            else:
                self.problem(
                    key,
                    f"{what} has no field {key.text!r}" if name else f"{what}: a field's name must be plain text",
                    "unknown_field",
                    self._field_hint(name, allowed),
                )
        return found

    def _field_hint(self, name: str, allowed: Sequence[str]) -> str:
        meant = MEANT.get(name.casefold(), "")
        question = offered([meant]) if meant in allowed else self.offer(name, allowed)
        return question or "fields: " + ", ".join(allowed)

    def wrong(self, node: Node, what: str, expected: str, hint: str = "") -> None:
        """Note that a value is of the wrong type."""
        found = "nothing" if node.empty else _FOUND[node.kind]
        self.problem(node, f"{what}: expected {expected}, found {found}", "wrong_type", hint)

    def text(self, node: Node | None, what: str) -> str:
        """A single text; `""` and a problem when it is something else or empty."""
        if node is None:
            return ""
        if node.kind != "scalar":
            self.wrong(node, what, "a text")
            return ""
        value = composed(node.text.strip())
        if not value:
            self.problem(
                node,
                f"{what} is empty",
                "empty_text",
                "write a text in quotes (after a blank, # begins a comment), or remove the field",
            )
        return value

    def texts(self, node: Node | None, what: str) -> tuple[str, ...]:
        """A list of texts; a single text counts as a list of one."""
        if node is None:
            return ()
        if node.kind == "map":
            self.wrong(node, what, "a list of texts", "a text with a colon in it must be in quotes")
            return ()
        nodes = node.items if node.kind == "list" else [node]
        values = (self.text(item, what) for item in nodes)
        return tuple(value for value in values if value)

    def boolean(self, node: Node | None, what: str, default: bool = False) -> bool:
        """true or false."""
        if node is None:
            return default
        if node.kind == "scalar":
            word = node.text.strip().lower()
            if word in TRUE:
                return True
            if word in FALSE:
                return False
        self.problem(
            node,
            f"{what}: expected true or false, found {node.text!r}"
            if node.kind == "scalar"
            else f"{what}: expected true or false, found {_FOUND[node.kind]}",
            "wrong_type",
        )
        return default

    def choice(self, node: Node | None, what: str, choices: Iterable[str], default: str) -> str:
        """One of a few words."""
        if node is None:
            return default
        choices = tuple(choices)
        value = self.text(node, what)
        if value and value not in choices:
            self.problem(
                node,
                f"{what}: expected {' or '.join(choices)}, found {value!r}",
                "bad_value",
                self.offer(value, choices),
            )
            return default
        return value or default

    def by_language(self, node: Node, what: str) -> list[tuple[str, Node]]:
        """A mapping's values by language; unknown and repeated languages are problems."""
        found: dict[str, Node] = {}
        for key, value in node.pairs():
            written = key.text if key.kind == "scalar" else ""
            language = language_code(written)
            if language is None:
                meant = offered(filter(None, [language_meant(written)]))
                self.problem(
                    key,
                    f"{what}: {written!r} is no language",
                    "unknown_language",
                    meant or "languages are en, da, nb, sv and other two-letter codes",
                )
            elif language in found:
                self.problem(
                    key,
                    f"{what} has {language!r} twice; the first was on line {found[language].line}",
                    "duplicate_key",
                    "keep one of the two ('no' and 'nb' are the same)",
                )
            else:
                found[language] = value
        return list(found.items())

    def names(self, node: Node | None, what: str) -> dict[str, str]:
        """A text per language; a plain text is in the language of the file."""
        if node is None:
            return {}
        if node.kind == "scalar":
            value = self.text(node, what)
            return {self.language: value} if value else {}
        if node.kind == "list":
            self.wrong(node, what, "a text, or a text per language")
            return {}
        texts = ((lang, self.text(value, f"{what} in {lang}")) for lang, value in self.by_language(node, what))
        return {language: value for language, value in texts if value}

    def texts_by_language(self, node: Node | None, what: str) -> dict[str, tuple[str, ...]]:
        """A list of texts per language; a plain list is in the language of the file."""
        if node is None:
            return {}
        if node.kind != "map":
            values = self.texts(node, what)
            return {self.language: values} if values else {}
        lists = ((lang, self.texts(value, f"{what} in {lang}")) for lang, value in self.by_language(node, what))
        return {language: values for language, values in lists if values}

    def keyed(self, node: Node | None, what: str) -> list[tuple[str, Node, Node]]:
        """The entries of a mapping with free keys: (key, its node, the value's node)."""
        if node is None:
            return []
        if node.kind != "map":
            self.wrong(node, what, "names with their values")
            return []
        found: dict[str, tuple[Node, Node]] = {}
        for key, value in node.pairs():
            if key.kind != "scalar" or not key.text.strip():
                self.problem(key, f"{what}: a name must be plain text", "wrong_type")
            elif key.text in found:
                self.problem(
                    key,
                    f"{what} has {key.text!r} twice; the first was on line {found[key.text][0].line}",
                    "duplicate_key",
                    "keep one of the two",
                )
            else:
                found[key.text] = (key, value)
        return [(name, key, value) for name, (key, value) in found.items()]

    def plain(self, node: Node | None, what: str) -> Any:
        """Whatever a figure's description holds: mappings, lists, texts, numbers, true and false."""
        if node is None:
            return None
        if node.kind == "list":
            return [self.plain(item, what) for item in node.items]
        if node.kind == "map":
            return {name: self.plain(value, what) for name, _, value in self.keyed(node, what)}
        if node.plain:
            if node.text in ("true", "false"):
                return node.text == "true"
            if node.text.lstrip("-").isdecimal() and node.text.isascii() and len(node.text) < 16:
                return int(node.text)
        return node.text
