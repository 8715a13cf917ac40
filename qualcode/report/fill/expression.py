"""What an author writes between double braces: one function with literal arguments, nothing else.

    {{ share("moore:value", group="director") }}

The text is parsed, never run: a document from somebody else cannot make qualcode do anything but
look up a number.
"""

from __future__ import annotations

import ast
import hashlib
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import field
from typing import Any

from ...core.errors import UnknownName, UsageError, nearest
from ...core.values import frozen

FUNCTIONS = ("share", "number", "quote", "table", "figure")
LONGEST = 2000

_CALL = re.compile(r"\s*([^\W\d]\w*)\s*\(")
_HALF_LETTER = re.compile("[\ud800-\udfff]")
_TYPED = str.maketrans({"“": '"', "”": '"', "„": '"', "«": '"', "»": '"', "‘": "'", "’": "'", "‚": "'", "\u00a0": " "})
"""What word processors make of straight quotation marks and blanks while one types."""


@frozen
class Expression:
    """A parsed field."""

    name: str
    args: tuple[Any, ...] = ()
    kwargs: Mapping[str, Any] = field(default_factory=dict)

    def __str__(self) -> str:
        """The one way to write it, from which it can be read again."""
        parts = [_literal(value) for value in self.args]
        parts += [f"{name}={_literal(value)}" for name, value in self.kwargs.items()]
        return f"{self.name}({', '.join(parts)})"

    @property
    def key(self) -> str:
        """A short name that is the same for the same expression everywhere."""
        return hashlib.sha256(str(self).encode()).hexdigest()[:16]


def _literal(value: Any) -> str:
    if isinstance(value, str):
        return json.dumps(value, ensure_ascii=False)
    if isinstance(value, list | tuple):
        inside = ", ".join(map(_literal, value))
        if isinstance(value, list):
            return f"[{inside}]"
        return f"({inside},)" if len(value) == 1 else f"({inside})"
    return repr(value)


def parse(text: str, functions: Sequence[str] = FUNCTIONS) -> Expression:
    """Read a field's inside.

    Raises UnknownName for a function that does not exist, UsageError (`bad_field`) for anything
    that is not one call with strings, numbers, true, false, none and lists of them.

    >>> str(parse("share(“moore:value”, group = 'director')"))
    'share("moore:value", group="director")'
    """
    text = text.strip()
    if len(text) > LONGEST:
        raise _wrong(text[:40] + "…", f"longer than {LONGEST} characters")
    tree = _tree(text)
    if tree is None:
        tree = _tree(text.translate(_TYPED))
    if not isinstance(tree, ast.Call) or not isinstance(tree.func, ast.Name):
        raise _wrong(text, 'expected one function, as in share("moore:value", group="director")')
    name = tree.func.id
    if name not in functions:
        raise UnknownName("function", name, functions, hint=f"known: {', '.join(functions)}")
    args = tuple(_value(node, text) for node in tree.args)
    kwargs: dict[str, Any] = {}
    for keyword in tree.keywords:
        if keyword.arg is None:
            raise _wrong(text, "arguments are written out one by one")
        kwargs[keyword.arg] = _value(keyword.value, text)
    return Expression(name, args, kwargs)


def _tree(text: str) -> ast.expr | None:
    try:
        return ast.parse(text, mode="eval").body
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None


def _value(node: ast.expr, text: str, depth: int = 0) -> Any:
    if isinstance(node, ast.Constant) and isinstance(node.value, str | int | float | None):
        if isinstance(node.value, str) and _HALF_LETTER.search(node.value):
            raise _wrong(text, "half a letter stands in it")
        return node.value
    if isinstance(node, ast.List | ast.Tuple) and depth < 3:
        values = [_value(item, text, depth + 1) for item in node.elts]
        return values if isinstance(node, ast.List) else tuple(values)
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub) and isinstance(node.operand, ast.Constant):
        number = node.operand.value
        if isinstance(number, int | float) and not isinstance(number, bool):
            return -number
    if isinstance(node, ast.Name) and node.id in ("true", "false", "none"):
        return {"true": True, "false": False, "none": None}[node.id]
    raise _wrong(text, "arguments are texts in quotation marks, numbers, true, false, none, or lists of them")


def _wrong(text: str, why: str) -> UsageError:
    return UsageError(f"{{{{ {text} }}}} is no field: {why}", slug="bad_field", hint="see docs/fill.md")


@frozen
class TextField:
    """A field in a text: where it stands, braces included, and what is in it."""

    start: int
    stop: int
    inside: str


def fields(text: str, functions: Sequence[str] = FUNCTIONS, *, strict: bool = True) -> Iterator[TextField]:
    """The fields in a text, from left to right.

    Double braces have other uses, in LaTeX above all: what is not a name with a bracket after it
    is left alone. Without `strict` so is a name that is no function and near to none.
    """
    at = text.find("{{")
    while at >= 0:
        while text.startswith("{{{", at):  # of three braces the inner two are the field's
            at += 1
        stop = _end(text, at)
        if stop < 0:
            return
        inside = text[at + 2 : stop - 2]
        call = _CALL.match(inside)
        known = call and (strict or call[1] in functions or nearest(call[1], functions))
        bare = inside.strip() in functions
        if known or bare:
            yield TextField(at, stop, inside)
            at = text.find("{{", stop)
        else:
            at = text.find("{{", at + 2)


def _end(text: str, start: int) -> int:
    """Where a field that begins at `start` ends: the first `}}` that makes it whole, else the first."""
    first = stop = text.find("}}", start + 2)
    tries = 0
    while stop >= 0 and stop - start < LONGEST and tries < 5:
        inside = text[start + 2 : stop].strip()
        if _tree(inside) is not None or _tree(inside.translate(_TYPED)) is not None:
            return stop + 2
        stop = text.find("}}", stop + 1)
        tries += 1
    return first + 2 if first >= 0 else -1
