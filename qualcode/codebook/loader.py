"""A codebook file's tree -> a Codebook, with every mistake in it at once."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from ..core.errors import Problem, ProblemsFound, ReadError
from ..core.model import Code, Codebook
from .entries import CodeEntry, EntryReader
from .fields import BOOK_FIELDS, CODE_DEFAULTS, KINDS, ORIGINS, SAID_FIELDS, STATUSES
from .links import read_links
from .names import ID, derived_colors, language_code, normal_color, slugify
from .values import Values
from .yaml_tree import Node, Refused, parse


@dataclass(slots=True)
class Parsed:
    """What a codebook file says, what is wrong with it, and where each code stands."""

    codebook: Codebook | None
    """None when there is an error."""
    problems: list[Problem]
    entries: dict[str, CodeEntry] = field(default_factory=dict)
    """By full id, in the order of the tree."""
    root: Node | None = None


def load(path: str | Path) -> Codebook:
    """The codebook in a file. Raises ReadError, or ProblemsFound with all its mistakes."""
    return loads(read_text(path), str(path))


def loads(text: str, path: str = "codebook.yaml") -> Codebook:
    """The codebook in a YAML text. Raises ProblemsFound with all its mistakes."""
    codebook, problems = parse_with_problems(text, path)
    if codebook is None:
        raise ProblemsFound(problems)
    return codebook


def read_text(path: str | Path) -> str:
    """A codebook file's text, line ends as they are; ReadError when it is not UTF-8."""
    try:
        return decode(Path(path).read_bytes(), path)
    except FileNotFoundError:
        raise ReadError(path, "there is no such file", hint="qualcode codebook list") from None
    except OSError as error:
        raise ReadError(path, error.strerror or "cannot be read") from None


def decode(content: bytes, path: str | Path) -> str:
    """The text of a file's bytes; ReadError names the line that is not UTF-8."""
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise ReadError(
            path, f"line {line} is not UTF-8", slug="not_utf8", hint="save the file again with the encoding UTF-8"
        ) from None


def parse_with_problems(text: str, path: str = "codebook.yaml") -> tuple[Codebook | None, list[Problem]]:
    """The codebook and everything wrong with its text; no codebook when there is an error."""
    parsed = parse_file(text, path)
    return parsed.codebook, parsed.problems


def parse_file(text: str, path: str = "codebook.yaml") -> Parsed:
    """As `parse_with_problems`, with the place of every code."""
    # A byte order mark stays in the text, so that places in the tree are places in the file.
    try:
        root = parse(text, path)
    except Refused as refused:
        return Parsed(None, [refused.problem])
    values = Values(path)
    if root is None or root.kind != "map":
        values.problem(
            root,
            "this is no codebook: expected the fields id, title and codes",
            "not_a_codebook",
            "qualcode codebook new NAME makes one to start from",
        )
        return Parsed(None, values.problems, root=root)
    codebook, entries = _Reader(values).book(root)
    problems = sorted(values.problems, key=lambda p: (p.line or 0, p.column or 0))
    failed = any(problem.severity == "error" for problem in problems)
    return Parsed(None if failed else codebook, problems, entries, root)


class _Reader:
    """What a codebook and each of its codes say; where codes stand is read by `EntryReader`."""

    def __init__(self, values: Values) -> None:
        self.values = values
        self.sets: dict[str, dict[str, str]] = {}

    def book(self, root: Node) -> tuple[Codebook, dict[str, CodeEntry]]:
        fields = self.values.fields(root, BOOK_FIELDS, "the codebook")
        self._language(fields.get("language"))
        id = self._book_id(root, fields.get("id"))
        title = self.values.names(fields.get("title"), "title")
        if "title" not in fields:
            self.values.problem(root, "the codebook has no title", "missing_field", f'add title: "{id or "…"}"')
        if "codes" not in fields:
            self.values.problem(root, "the codebook has no codes", "missing_field", "add codes: []")
        self.sets = {name: self.values.names(value, f"sets: {name}") for name, _, value in self._keyed(fields, "sets")}
        entries = EntryReader(self.values).entries(fields.get("codes"))
        codes = [self._code(entry) for entry in entries.values()]
        colors = derived_colors([(code.id, code.parent, code.color) for code in codes])
        codes = [code if code.color else replace(code, color=colors[code.id], color_derived=True) for code in codes]
        known = set(entries)
        for entry in entries.values():
            self._known(entry.fields.get("requires"), f"{entry.id}: requires", known)
        kind = self.values.choice(fields.get("kind"), "kind", KINDS, "deductive")
        book = Codebook(
            id=id,
            title=title,
            codes=tuple(codes),
            kind=kind,
            version=self.values.text(fields.get("version"), "version") or "1",
            description=self.values.names(fields.get("description"), "description"),
            discipline=self.values.names(fields.get("discipline"), "discipline"),
            source=self.values.texts(fields.get("source"), "source"),
            qualifiers=self._qualifiers(fields.get("qualifiers")),
            exclusive=self.values.boolean(fields.get("exclusive"), "exclusive"),
            at_most_one_of=self._groups(fields.get("at_most_one_of"), known),
            figure=self._figure(fields.get("figure")),
            links=read_links(self.values, fields.get("links"), known),
            based_on=self.values.text(fields.get("based_on"), "based_on"),
            fields={
                name: value.text.strip() if value.kind == "scalar" else self.values.text(value, f"fields: {name}")
                for name, _, value in self._keyed(fields, "fields")
            },
            language=self.values.language,
            aliases=self.values.texts_by_language(fields.get("aliases"), "aliases"),
            sets=self.sets,
            variants={
                name: self._known(value, f"variants: {name}", known)
                for name, _, value in self._keyed(fields, "variants")
            },
            attributes={
                name: self.values.names(value, f"attributes: {name}")
                for name, _, value in self._keyed(fields, "attributes")
            },
            beside=self.values.texts(fields.get("beside"), "beside"),
        )
        return book, entries

    def _keyed(self, fields: dict[str, Node], name: str) -> list[tuple[str, Node, Node]]:
        return self.values.keyed(fields.get(name), name)

    def _language(self, node: Node | None) -> None:
        if node is None:
            return
        written = self.values.text(node, "language")
        language = language_code(written)
        if language:
            self.values.language = language
        elif written:
            self.values.problem(node, f"{written!r} is no language", "unknown_language", "languages are en, da, nb, sv")

    def _book_id(self, root: Node, node: Node | None) -> str:
        if node is None:
            self.values.problem(
                root,
                "the codebook has no id",
                "missing_field",
                f"add id: {slugify(Path(self.values.path).stem)}; codes are then called by it",
            )
            return ""
        id = self.values.text(node, "id")
        if id and (not ID.match(id) or "." in id):
            self.values.bad_id(node, id, "a codebook's id")
        return id

    def _code(self, entry: CodeEntry) -> Code:
        said: dict[str, Any] = {}
        for one in SAID_FIELDS:
            node, what = entry.fields.get(one.name), f"{entry.id}: {one.name}"
            if one.kind == "examples":
                said["examples"], said["invented"] = self._examples(node, what)
            elif node is not None:
                said[one.of_code] = READ[one.kind](self, node, what)
        return Code(**{"id": entry.id, "parent": entry.parent, "name": {}, **said})

    def color(self, node: Node, what: str) -> str:
        written = self.values.text(node, what)
        if not written:
            return ""
        try:
            return normal_color(written)
        except ValueError:
            self.values.problem(
                node,
                f'{what.partition(": ")[0]}: a color is written "#RRGGBB"; found {written!r}',
                "bad_color",
                'for instance color: "#4477AA", in quotes because # begins a comment',
            )
            return ""

    def status(self, node: Node, what: str) -> dict[str, str]:
        if node.kind != "map":
            self.values.wrong(node, what, "T or t per language, as {en: T, da: t}")
            return {}
        pairs = self.values.by_language(node, what)
        return {lang: self.values.choice(value, f"{what} in {lang}", STATUSES, "t") for lang, value in pairs}

    def one_of_the_sets(self, node: Node, what: str) -> str:
        name = self.values.text(node, what)
        if name and name not in self.sets:
            meant = self.values.offer(name, self.sets)
            self.values.problem(
                node,
                f"{what.partition(': ')[0]}: the set {name!r} is not among the codebook's sets",
                "unknown_set",
                meant or f'add it at the top: sets: {{{name}: "..."}}',
            )
        return name

    def _examples(self, node: Node | None, what: str) -> tuple[tuple[dict[str, str], ...], tuple[int, ...]]:
        if node is None:
            return (), ()
        found: list[dict[str, str]] = []
        invented: list[int] = []
        for item in node.items if node.kind == "list" else [node]:
            made_up = False
            if item.kind == "map":
                flag = item.get("invented")
                made_up = self.values.boolean(flag, what.replace("examples", "invented"))
                pairs = [(key, value) for key, value in item.pairs() if key.text != "invented"]
                item = replace(item, items=[key for key, _ in pairs], values=[value for _, value in pairs])
            names = self.values.names(item, what)
            if names:
                if made_up:
                    invented.append(len(found))
                found.append(names)
        return tuple(found), tuple(invented)

    def _qualifiers(self, node: Node | None) -> tuple[tuple[str, dict[str, str]], ...]:
        if node is not None and node.kind == "list":
            return tuple((name, {self.values.language: name}) for name in self.values.texts(node, "qualifiers"))
        found = []
        for name, key, value in self.values.keyed(node, "qualifiers"):
            if not ID.match(name) or "." in name:
                self.values.bad_id(key, name, "a qualifier")
            found.append((name, self.values.names(value, f"qualifiers: {name}")))
        return tuple(found)

    def _groups(self, node: Node | None, known: set[str]) -> tuple[tuple[str, ...], ...]:
        if node is None:
            return ()
        if node.kind != "list":
            self.values.wrong(node, "at_most_one_of", "a list of lists of codes")
            return ()
        lists = node.items if all(item.kind == "list" for item in node.items) else [node]
        return tuple(self._known(item, "at_most_one_of", known) for item in lists)

    def _known(self, node: Node | None, what: str, known: set[str]) -> tuple[str, ...]:
        """Ids of codes; those without another codebook's name must exist here."""
        ids = self.values.texts(node, what)
        for id in ids:
            if ":" not in id and id not in known:
                meant = self.values.offer(id, known)
                self.values.problem(node, f"{what}: there is no code {id!r}", "unknown_code", meant)
        return ids

    def _figure(self, node: Node | None) -> dict[str, object]:
        if node is None:
            return {}
        if node.kind == "scalar" and node.text:
            return {"shape": node.text}
        figure = self.values.plain(node, "figure")
        if not isinstance(figure, dict):
            self.values.wrong(node, "figure", "its shape, as shape: triangle")
            return {}
        return figure


READ: Mapping[str, Callable[[_Reader, Node, str], Any]] = {
    "names": lambda reader, node, what: reader.values.names(node, what),
    "lists": lambda reader, node, what: reader.values.texts_by_language(node, what),
    "flag": lambda reader, node, what: reader.values.boolean(node, what, bool(CODE_DEFAULTS[what.partition(": ")[2]])),
    "text": lambda reader, node, what: reader.values.text(node, what),
    "words": lambda reader, node, what: reader.values.texts(node, what),
    "origin": lambda reader, node, what: reader.values.choice(node, what, ORIGINS, "author"),
    "set": _Reader.one_of_the_sets,
    "color": _Reader.color,
    "status": _Reader.status,
}
"""How each kind of field is read from what follows `ID: NAME`; see `fields.CODE_SCHEMA`."""
