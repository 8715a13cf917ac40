"""Names under each other as people type them -> rows of a tree: by headings, marks, numbers and indents."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from ..exchange.columns import is_sure, labelled

_MARK = re.compile(
    r"(?P<bullet>[-*•–·◦▪])\s+|(?P<number>\d+(?:\.\d+)*)[.)]?\s+|(?P<upper>[IVX]{1,4}|[A-ZÆØÅÄÖ])[.)]\s+|"
    r"(?P<lower>[a-zæøåäö])[.)]\s+"
)
_APART = re.compile(r"\s+[–—-]\s+|:\s+")
_TITLE = re.compile(
    r"(?:.*\b)?(?:kodebog|kode?bok|codebook|kode?lista?n?|kodeliste|code list|kode?schema|kodeskema)\b.*", re.I
)
_COUNTED = re.compile(
    r"(?:th?ema?|theme|kategori|category|kode?|code)(?:\s*\d{1,2}|\s+[A-ZÆØÅÄÖ]|\s+[IVX]{2,4})\s*[:.–-]\s+(?=\S)", re.I
)
_QUOTED = re.compile(r"[\"'“”„»«‘’].*", re.DOTALL)
COLUMNS = ["level", "name", "definition"]


@dataclass(slots=True)
class Line:
    """A line or paragraph of a written codebook."""

    text: str
    heading: int = 0
    """The level of a heading, from 1."""
    indent: int = 0
    """How far it is moved in."""
    kind: str = ""
    """What marks it: `bullet`, `number`, `upper` or `lower` for letters; "" for nothing."""
    depth: int = 0
    """How many dots its number has."""

    def unmarked(self) -> Line:
        """The line without its mark, which is kept as what it is."""
        found = _MARK.match(self.text)
        if found is None or found.end() == len(self.text):
            return self
        depth = (found["number"] or "").count(".")
        return Line(self.text[found.end() :], self.heading, self.indent, str(found.lastgroup), depth)

    @property
    def is_sentence(self) -> bool:
        return self.text.endswith((".", "!", "?")) and len(self.text.split()) > 3 and not _APART.search(self.text)


def rows_of(lines: Sequence[Line]) -> tuple[list[list[str]], list[str]]:
    """Rows of level, name and definition under their headings; and the lines before the first code."""
    headings = [line for line in lines if line.heading]
    lines = [line if line.heading and not _counted(headings) else line.unmarked() for line in lines]
    if lines[1:] and (_is_title(lines) or (lines[0].heading and _stands_above([line.heading for line in headings]))):
        lines = lines[1:]
    sure = any(is_sure(line.text) for line in lines)
    told = _Told(lines, bool(headings))
    rows, before = [list(COLUMNS)], []
    stack: list[Line] = []
    above = 0
    label: Line | None = None
    """A label that stands alone, and what it holds is still to come."""
    holds: list[Line] = []
    """What stands below that label so far."""
    for line in lines:
        field, text = labelled(line.text) if sure else ("", "")
        if len(rows) > 1 and (field or (label and told.below(label, line, holds, stack)) or told.about(line)):
            rows[-1][2] = "\n".join(
                filter(None, (rows[-1][2], f"{line.text}:" if line.heading and not text else line.text))
            )
            holds = [] if field else [*holds, line]
            label = label if not field else None if text else line
        elif len(rows) == 1 and told.about(line):
            before.append(line.text)
        elif line.heading:
            above, label, stack = line.heading * 1000 + line.depth * 100, None, []
            rows.append([str(above), *named(line.text)])
        else:
            label = None
            _stack(stack, line)
            rows.append([str(above + 10 + len(stack)), *named(line.text)])
    return rows, before


class _Told:
    """Which lines without a mark are about the code above: all of them below headings and marks, else sentences."""

    def __init__(self, lines: Sequence[Line], headings: bool) -> None:
        plain = [line for line in lines if not line.kind and not line.heading]
        self.first = next((line for line in lines if not line.heading), None)
        self.headings = headings
        self.marked = self.first is not None and bool(self.first.kind)
        self.sentences = 3 * sum(line.is_sentence for line in plain) <= 2 * len(plain)

    def below(self, label: Line, line: Line, holds: Sequence[Line], codes: Sequence[Line]) -> bool:
        """Whether a line below a label that stands alone, and what it `holds` already, is more of that, and not the
        next code: with a mark it is one below a paragraph that says all, or where the `codes` above have that mark."""
        if line.heading:
            return False
        if line.indent > label.indent or _QUOTED.fullmatch(line.text) or line.is_sentence:
            return True
        if label.kind or not line.kind:
            return self.headings and not label.kind
        listed = any(code.kind == line.kind for code in codes)
        if not self.headings:
            return line.kind == "bullet" and not listed
        begins = not holds or holds[-1].kind == line.kind or holds[-1].text.endswith(":")
        return begins or (labelled(label.text)[0] == "example" and not listed)

    def about(self, line: Line) -> bool:
        if line.heading:
            return False
        if line.kind:
            return bool(_QUOTED.fullmatch(line.text)) and self.headings
        if self.headings or (line.is_sentence and self.sentences):
            return True
        return self.marked and self.first is not None and line.indent <= self.first.indent


def _stack(stack: list[Line], line: Line) -> None:
    """Put a line on those above it: below what is less moved in, and, as far in, below another kind of mark."""
    while stack and stack[-1].indent > line.indent:
        stack.pop()
    for at, other in enumerate(stack):
        if other.indent == line.indent and other.kind == line.kind and other.depth >= line.depth:
            del stack[at:]
            break
    stack.append(line)


def _counted(headings: Sequence[Line]) -> bool:
    return sum(line.unmarked().kind in ("number", "upper") for line in headings) > 1


def _stands_above(levels: Sequence[int]) -> bool:
    """Whether the first heading, by the levels of all, stands above everything: the title of the codebook."""
    return min(levels[1:], default=levels[0] + 1) > levels[0]


def _is_title(lines: Sequence[Line]) -> bool:
    """Whether the first line says that this is a codebook."""
    return not lines[0].kind and _TITLE.fullmatch(lines[0].text) is not None


def named(words: str) -> list[str]:
    """A name, and what stands after its colon or dash."""
    words = _COUNTED.sub("", words, count=1)
    found = _APART.search(words)
    if found and found.start():
        return [words[: found.start()].strip(" *_"), words[found.end() :].strip()]
    return [words.strip(" *_:"), ""]
