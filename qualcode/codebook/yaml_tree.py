"""YAML text -> a plain tree that remembers where each thing stands.

The tree is built from the parser's events, so that a hostile file is refused at the first thing
it should not have, before anything is expanded: no aliases, no tags, no second document, no
depth without end. Places are offsets into the text, which is what lets an edit change three
characters and leave every other byte as it was.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from ..core.errors import Problem, left_by_git

MAX_CHARACTERS = 16_000_000
MAX_SCALAR = 100_000
MAX_DEPTH = 120
_LONG_LINE = re.compile(rf"[^\n]{{{MAX_SCALAR + 1}}}")


@dataclass(slots=True, eq=False)
class Node:
    """A scalar, a list or a mapping, with its place in the text."""

    kind: str
    """`scalar`, `list` or `map`."""
    start: int
    """Offset of its first character."""
    stop: int
    line: int
    """From 1."""
    column: int
    """From 1."""
    text: str = ""
    """A scalar's value."""
    plain: bool = False
    """A scalar without quotes."""
    flow: bool = False
    """A collection in brackets."""
    items: list[Node] = field(default_factory=list)
    """A list's members; a mapping's keys."""
    values: list[Node] = field(default_factory=list)
    """A mapping's values, beside `items`."""

    def pairs(self) -> Iterator[tuple[Node, Node]]:
        """A mapping's keys with their values."""
        return zip(self.items, self.values, strict=True)

    def get(self, *keys: str) -> Node | None:
        """The value under the first of `keys` that is there."""
        for key in keys:
            for name, value in self.pairs():
                if name.text == key:
                    return value
        return None

    @property
    def empty(self) -> bool:
        """Whether nothing was written: `key:` and then the next line."""
        return self.kind == "scalar" and self.plain and not self.text


class Refused(Exception):
    """A text that is no YAML, or YAML that a codebook must not use."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(str(problem))
        self.problem = problem


def parse(text: str, path: str = "") -> Node | None:
    """The tree of a YAML text; None for a text with nothing in it.

    Raises Refused with the first problem of the syntax.
    """
    _prescreen(text, path)
    from ruamel.yaml import YAML
    from ruamel.yaml.error import MarkedYAMLError, YAMLError
    from ruamel.yaml.reader import ReaderError

    try:
        return _build(YAML(typ="safe", pure=True).parse(text), path)
    except MarkedYAMLError as error:
        if left := left_by_git(text, path):
            raise Refused(left[0]) from None
        mark = error.problem_mark or error.context_mark
        where = (mark.line + 1, mark.column + 1) if mark else (None, None)
        said = " ".join(part for part in (error.context, error.problem) if part) or "not YAML"
        raise _refused(path, where, f"this is not YAML: {said}", "yaml_syntax", _syntax_hint(said)) from None
    except ReaderError as error:
        line = text.count("\n", 0, error.position) + 1
        raise _refused(
            path,
            (line, error.position - text.rfind("\n", 0, error.position)),
            f"a control character (U+{ord(text[error.position]):04X}) that YAML does not allow",
            "yaml_syntax",
        ) from None
    except (YAMLError, RecursionError, ValueError) as error:
        said = str(error).splitlines()[0] if str(error) else type(error).__name__
        raise _refused(path, (None, None), f"this is not YAML: {said}", "yaml_syntax") from None


def _prescreen(text: str, path: str) -> None:
    if len(text) > MAX_CHARACTERS:
        raise _refused(
            path,
            (None, None),
            f"the file has {len(text):,} characters; a codebook may have {MAX_CHARACTERS:,}",
            "yaml_too_large",
        )
    long_line = _LONG_LINE.search(text)
    if long_line:
        raise _refused(
            path,
            (text.count("\n", 0, long_line.start()) + 1, 1),
            f"a line of more than {MAX_SCALAR:,} characters",
            "yaml_too_large",
            "keep long texts out of the codebook; a definition is a few sentences",
        )


def _build(events: Iterator[Any], path: str) -> Node | None:
    from ruamel.yaml import events as ev

    root: Node | None = None
    documents = 0
    open_nodes: list[Node] = []
    for event in events:
        kind = type(event)
        if kind is ev.ScalarEvent:
            node = _scalar(event, path)
        elif kind is ev.MappingStartEvent or kind is ev.SequenceStartEvent:
            node = _collection(event, "map" if kind is ev.MappingStartEvent else "list", path)
        elif kind is ev.MappingEndEvent or kind is ev.SequenceEndEvent:
            done = open_nodes.pop()
            last = done.values[-1] if done.values else done.items[-1] if done.items else done
            # In block style the parser ends a collection where the next one begins.
            done.stop = event.end_mark.index if done.flow else max(last.stop, done.start)
            continue
        elif kind is ev.AliasEvent:
            raise _refused(
                path,
                _place(event),
                f"*{event.anchor} repeats another part of the file, which a codebook must not do",
                "yaml_alias",
                "write the text out where it belongs",
            )
        elif kind is ev.DocumentStartEvent:
            documents += 1
            if documents > 1:
                raise _refused(
                    path,
                    _place(event),
                    "a second document begins here; a file holds one codebook",
                    "yaml_documents",
                    "remove the line ---, or put the rest into a file of its own",
                )
            continue
        else:
            continue
        if open_nodes:
            parent = open_nodes[-1]
            if parent.kind == "map" and len(parent.items) > len(parent.values):
                parent.values.append(node)
                if node.empty:  # the parser places nothing where the next thing stands
                    key = parent.items[-1]
                    node.start = node.stop = key.stop
                    node.line, node.column = key.line, key.column + key.stop - key.start + 1
            else:
                parent.items.append(node)
        elif root is None:
            root = node
        if node.kind != "scalar":
            open_nodes.append(node)
            if len(open_nodes) > MAX_DEPTH:
                raise _refused(path, _place(event), f"nested more than {MAX_DEPTH} levels deep", "yaml_too_deep")
    if root is not None and root.empty:
        return None
    return root


def _scalar(event: Any, path: str) -> Node:
    _refuse_marks(event, path)
    if len(event.value) > MAX_SCALAR:
        raise _refused(
            path,
            _place(event),
            f"a text of {len(event.value):,} characters; {MAX_SCALAR:,} are allowed",
            "yaml_too_large",
        )
    start = event.start_mark
    return Node(
        "scalar",
        start.index,
        event.end_mark.index,
        start.line + 1,
        start.column + 1,
        text=event.value,
        plain=event.style in (None, ""),
    )


def _collection(event: Any, kind: str, path: str) -> Node:
    _refuse_marks(event, path)
    start = event.start_mark
    return Node(kind, start.index, start.index, start.line + 1, start.column + 1, flow=bool(event.flow_style))


def _refuse_marks(event: Any, path: str) -> None:
    if event.anchor is not None:
        raise _refused(
            path,
            _place(event),
            f"&{event.anchor} marks a part of the file to be repeated, which a codebook must not do",
            "yaml_alias",
            "write the text out where it belongs; put text that begins with & in quotes",
        )
    tag = getattr(event, "ctag", None)
    if tag is not None and str(tag):
        raise _refused(
            path,
            _place(event),
            f"the tag {tag} asks for a special type, which a codebook must not do",
            "yaml_tag",
            "put text that begins with ! in quotes",
        )


def _place(event: Any) -> tuple[int, int]:
    return event.start_mark.line + 1, event.start_mark.column + 1


def _syntax_hint(said: str) -> str:
    if "'\\t'" in said or "tab" in said:
        return "indent with blanks, not with tabs"
    if "mapping values are not allowed" in said or "expected <block end>" in said:
        return "a text with a colon in it must be in quotes, and neighbours must be indented alike"
    if "cannot start any token" in said:
        return "put the text in quotes"
    return ""


def _refused(path: str, where: tuple[int | None, int | None], message: str, slug: str, hint: str = "") -> Refused:
    return Refused(Problem(path, where[0], where[1], "error", message, slug, hint))
