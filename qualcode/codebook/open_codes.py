"""Free codes while tagging: a new code in the inductive codebook, without a YAML parser.

A code is made in the middle of a coder's reading, so it may take a few milliseconds at most.
Where the file's end has the usual form, a code is a few lines more at the end; where it has
not, the general edit does the same, more slowly.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace

from ..core.errors import UsageError
from ..core.model import Code, Codebook
from ..core.numbering import unused
from ..core.values import frozen
from .names import derived_colors, slugify
from .write import code_lines, dumps

OPEN = "open"
"""The id of the codebook that free codes go to."""
TITLES = {"en": "Open codes", "da": "Åbne koder", "nb": "Åpne koder", "sv": "Öppna koder"}

_UNSEEN = re.compile("[\u00ad\u200b\u202a-\u202e\u2060-\u2069\ufeff]")
"""Letters that nobody sees: copied along with words, they make two names of one, or turn round what follows them."""
_CODES = re.compile(r"^codes:[ \t]*(?:\[\][ \t]*)?\r?$", re.MULTILINE)


@frozen
class Opened:
    """The open codebook with one more code."""

    text: str
    codebook: Codebook
    code: Code


def new_open(language: str = "en") -> tuple[str, Codebook]:
    """An empty open codebook: its text and itself."""
    book = Codebook(OPEN, {language: TITLES.get(language, TITLES["en"])}, kind="inductive", language=language)
    return dumps(book), book


def append_code(text: str, codebook: Codebook, name: str, *, in_vivo: bool = False, example: str = "") -> Opened:
    """A free code at the end of an open codebook.

    `codebook` is what `text` says, so that the text need not be parsed. The id is made from the
    name, and numbered when it is taken. `in_vivo` says that the name is the
    informant's own words; `example` is the excerpt that gave rise to the code.
    """
    name = " ".join(_UNSEEN.sub("", name).split())
    if not name:
        raise UsageError("a code needs a name")
    language = codebook.language
    taken = {code.id for code in codebook}
    code = Code(
        unused(slugify(name), taken.__contains__),
        {language: name},
        source="in vivo" if in_vivo else "",
        examples=({language: example},) if example else (),
    )
    appended = _appended(text, codebook, code)
    if appended is None:
        return _edited(text, codebook, code)
    codes = (*codebook.codes, code)
    stated = [(c.id, c.parent, "" if c.color_derived else c.color) for c in codes]
    colors: Mapping[str, str] = derived_colors(stated)
    colored = tuple(
        replace(c, color=colors[c.id], color_derived=True) if not color else c
        for c, (_, _, color) in zip(codes, stated, strict=True)
    )
    return Opened(appended, replace(codebook, codes=colored), colored[-1])


def _appended(text: str, codebook: Codebook, code: Code) -> str | None:
    """The text with the code as its last lines; None when its end has another form."""
    found = list(_CODES.finditer(text))
    if len(found) != 1 or any(each.id.rpartition(".")[2] == "other" for each in codebook.children()[-1:]):
        return None
    newline = "\r\n" if "\r\n" in text else "\n"
    rest = text[found[0].end() :].lstrip("\r\n")
    lines = [line for line in rest.splitlines() if line.strip()]
    if not codebook.codes:
        if lines:
            return None
        head, indent = text[: found[0].start()] + "codes:" + newline, "  "
    else:
        first = re.match(r"( *)- id: ", lines[0]) if lines else None
        if first is None or "[]" in found[0].group():
            return None
        indent = first.group(1)
        if any(not line.startswith((indent + "- id: ", indent + "  ")) for line in lines):
            return None  # comments, keys after the list, codes in brackets
        if any(mark in rest for mark in (": |", ": >", "- |", "- >")) or "parent:" in rest:
            return None
        head = text if text.endswith("\n") else text + newline
    added = code_lines(code, codebook.language, indent)
    return head + "".join(line + newline for line in added)


def _edited(text: str, codebook: Codebook, code: Code) -> Opened:
    from .edits import finish, place_new
    from .outline import Outline

    outline = Outline(text).opened()
    place_new(outline, code)
    edit = finish(outline)
    return Opened(edit.text, edit.codebook, edit.codebook.code(code.id))
