"""A codebook file's tree -> a Codebook, with every mistake in it at once."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from pathlib import Path

from ..core.errors import Problem, ProblemsFound, ReadError
from ..core.model import Code, Codebook
from .entries import Entry, EntryReader
from .fields import BOOK_FIELDS, KINDS, ORIGINS, STATUSES
from .names import ID, derived_colors, language_code, normal_color, slugify
from .yaml_tree import Node, Refused, parse


@dataclass(slots=True)
class Parsed:
    """What a codebook file says, what is wrong with it, and where each code stands."""

    codebook: Codebook | None
    """None when there is an error."""
    problems: list[Problem]
    entries: dict[str, Entry] = field(default_factory=dict)
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
            path,
            f"line {line} is not UTF-8",
            slug="not_utf8",
            hint="save the file again with the encoding UTF-8",
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
    reader = _Reader(path)
    if root is None or root.kind != "map":
        reader.problem(
            root,
            "this is no codebook: expected the fields id, title and codes",
            "not_a_codebook",
            "qualcode codebook new NAME makes one to start from",
        )
        return Parsed(None, reader.problems, root=root)
    codebook, entries = reader.book(root)
    problems = sorted(reader.problems, key=lambda p: (p.line or 0, p.column or 0))
    failed = any(problem.severity == "error" for problem in problems)
    return Parsed(None if failed else codebook, problems, entries, root)


class _Reader(EntryReader):
    def book(self, root: Node) -> tuple[Codebook, dict[str, Entry]]:
        fields = self.fields(root, BOOK_FIELDS, "the codebook")
        self._language(fields.get("language"))
        id = self._book_id(root, fields.get("id"))
        title = self.names(fields.get("title"), "title")
        if "title" not in fields:
            self.problem(root, "the codebook has no title", "missing_field", f'add title: "{id or "…"}"')
        if "codes" not in fields:
            self.problem(root, "the codebook has no codes", "missing_field", "add codes: []")
        self.sets = {name: self.names(value, f"sets: {name}") for name, _, value in self._keyed(fields, "sets")}
        entries = self.entries(fields.get("codes"))
        codes = [self._code(entry) for entry in entries.values()]
        colors = derived_colors([(code.id, code.parent, code.color) for code in codes])
        codes = [code if code.color else replace(code, color=colors[code.id], color_derived=True) for code in codes]
        known = set(entries)
        for entry in entries.values():
            self._known(entry.fields.get("requires"), f"{entry.id}: requires", known)
        kind = self.choice(fields.get("kind"), "kind", KINDS, "deductive")
        book = Codebook(
            id=id,
            title=title,
            codes=tuple(codes),
            kind=kind,
            version=self.text(fields.get("version"), "version") or "1",
            description=self.names(fields.get("description"), "description"),
            discipline=self.names(fields.get("discipline"), "discipline"),
            source=self.texts(fields.get("source"), "source"),
            qualifiers=self._qualifiers(fields.get("qualifiers")),
            exclusive=self.boolean(fields.get("exclusive"), "exclusive"),
            at_most_one_of=self._groups(fields.get("at_most_one_of"), known),
            figure=self._figure(fields.get("figure")),
            based_on=self.text(fields.get("based_on"), "based_on"),
            fields={
                name: value.text.strip() if value.kind == "scalar" else self.text(value, f"fields: {name}")
                for name, _, value in self._keyed(fields, "fields")
            },
            language=self.language,
            aliases=self.texts_by_language(fields.get("aliases"), "aliases"),
            sets=self.sets,
            variants={
                name: self._known(value, f"variants: {name}", known)
                for name, _, value in self._keyed(fields, "variants")
            },
            attributes={
                name: self.names(value, f"attributes: {name}") for name, _, value in self._keyed(fields, "attributes")
            },
            beside=self.texts(fields.get("beside"), "beside"),
        )
        return book, entries

    def _keyed(self, fields: dict[str, Node], name: str) -> list[tuple[str, Node, Node]]:
        return self.keyed(fields.get(name), name)

    def _language(self, node: Node | None) -> None:
        if node is None:
            return
        written = self.text(node, "language")
        language = language_code(written)
        if language:
            self.language = language
        elif written:
            self.problem(node, f"{written!r} is no language", "unknown_language", "languages are en, da, nb, sv")

    def _book_id(self, root: Node, node: Node | None) -> str:
        if node is None:
            self.problem(
                root,
                "the codebook has no id",
                "missing_field",
                f"add id: {slugify(Path(self.path).stem)}; codes are then called by it",
            )
            return ""
        id = self.text(node, "id")
        if id and (not ID.match(id) or "." in id):
            self.bad_id(node, id, "a codebook's id")
        return id

    def _code(self, entry: Entry) -> Code:
        fields, id = entry.fields, entry.id
        examples, invented = self._examples(fields.get("examples"), id)
        return Code(
            id=id,
            name=self.names(fields.get("name"), f"{id}: name"),
            brief=self.names(fields.get("brief"), f"{id}: brief"),
            definition=self.names(fields.get("definition"), f"{id}: definition"),
            use=self.names(fields.get("use"), f"{id}: use"),
            avoid=self.names(fields.get("not"), f"{id}: not"),
            examples=examples,
            invented=invented,
            aliases=self.texts_by_language(fields.get("aliases"), f"{id}: aliases"),
            seeds=self.texts_by_language(fields.get("seeds"), f"{id}: seeds"),
            parent=entry.parent,
            codable=self.boolean(fields.get("codable"), f"{id}: codable", True),
            color=self._color(fields.get("color"), id),
            origin=self.choice(fields.get("origin"), f"{id}: origin", ORIGINS, "author"),
            source=self.text(fields.get("source"), f"{id}: source"),
            status=self._status(fields.get("status"), id),
            retired=self.boolean(fields.get("retired"), f"{id}: retired"),
            optional=self._optional(fields.get("optional"), id),
            exclusive=self.boolean(fields.get("exclusive"), f"{id}: exclusive"),
            requires=self.texts(fields.get("requires"), f"{id}: requires"),
            needs_memo=self.boolean(fields.get("needs_memo"), f"{id}: needs_memo"),
        )

    def _color(self, node: Node | None, id: str) -> str:
        if node is None:
            return ""
        written = self.text(node, f"{id}: color")
        if not written:
            return ""
        try:
            return normal_color(written)
        except ValueError:
            self.problem(
                node,
                f'{id}: a color is written "#RRGGBB"; found {written!r}',
                "bad_color",
                'for instance color: "#4477AA", in quotes because # begins a comment',
            )
            return ""

    def _status(self, node: Node | None, id: str) -> dict[str, str]:
        what = f"{id}: status"
        if node is None:
            return {}
        if node.kind != "map":
            self.wrong(node, what, "T or t per language, as {en: T, da: t}")
            return {}
        pairs = self.by_language(node, what)
        return {lang: self.choice(value, f"{what} in {lang}", STATUSES, "t") for lang, value in pairs}

    def _optional(self, node: Node | None, id: str) -> str:
        name = self.text(node, f"{id}: optional")
        if name and name not in self.sets:
            meant = self.offer(name, self.sets)
            self.problem(
                node,
                f"{id}: the set {name!r} is not among the codebook's sets",
                "unknown_set",
                meant or f'add it at the top: sets: {{{name}: "..."}}',
            )
        return name

    def _examples(self, node: Node | None, id: str) -> tuple[tuple[dict[str, str], ...], tuple[int, ...]]:
        if node is None:
            return (), ()
        found: list[dict[str, str]] = []
        invented: list[int] = []
        for item in node.items if node.kind == "list" else [node]:
            made_up = False
            if item.kind == "map":
                flag = item.get("invented")
                made_up = self.boolean(flag, f"{id}: invented")
                pairs = [(key, value) for key, value in item.pairs() if key.text != "invented"]
                item = replace(item, items=[key for key, _ in pairs], values=[value for _, value in pairs])
            names = self.names(item, f"{id}: examples")
            if names:
                if made_up:
                    invented.append(len(found))
                found.append(names)
        return tuple(found), tuple(invented)

    def _qualifiers(self, node: Node | None) -> tuple[tuple[str, dict[str, str]], ...]:
        if node is not None and node.kind == "list":
            return tuple((name, {self.language: name}) for name in self.texts(node, "qualifiers"))
        found = []
        for name, key, value in self.keyed(node, "qualifiers"):
            if not ID.match(name) or "." in name:
                self.bad_id(key, name, "a qualifier")
            found.append((name, self.names(value, f"qualifiers: {name}")))
        return tuple(found)

    def _groups(self, node: Node | None, known: set[str]) -> tuple[tuple[str, ...], ...]:
        if node is None:
            return ()
        if node.kind != "list":
            self.wrong(node, "at_most_one_of", "a list of lists of codes")
            return ()
        lists = node.items if all(item.kind == "list" for item in node.items) else [node]
        return tuple(self._known(item, "at_most_one_of", known) for item in lists)

    def _known(self, node: Node | None, what: str, known: set[str]) -> tuple[str, ...]:
        """Ids of codes; those without another codebook's name must exist here."""
        ids = self.texts(node, what)
        for id in ids:
            if ":" not in id and id not in known:
                meant = self.offer(id, known)
                self.problem(
                    node,
                    f"{what}: there is no code {id!r}",
                    "unknown_code",
                    meant,
                )
        return ids

    def _figure(self, node: Node | None) -> dict[str, object]:
        if node is None:
            return {}
        if node.kind == "scalar" and node.text:
            return {"shape": node.text}
        figure = self.plain(node, "figure")
        if not isinstance(figure, dict):
            self.wrong(node, "figure", "its shape, as shape: triangle")
            return {}
        return figure
