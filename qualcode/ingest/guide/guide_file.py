"""The interview guide: from the file a researcher has to questions, and to `questions.yaml`."""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from qualcode.core.errors import Problem, ProblemsFound, ReadError, left_by_git
from qualcode.core.model import Question
from qualcode.core.numbering import letters
from qualcode.core.spreadsheets import read_sheet

from ...core.languages import composed
from ..readers.blocks import ReaderOptions
from ..readers.choice import content_of, format_of
from .guide_lines import from_blocks
from .guide_table import OF_THE_FILE, from_rows, headings_of, rows_of_blocks


def read_guide(path: Path) -> tuple[Question, ...]:
    """The questions of a guide in yaml, docx, odt, rtf, md, txt, html, pdf, or a table (csv, xlsx, ods).

    Raises ReadError for a file that cannot be read, ProblemsFound for mistakes in yaml.
    """
    return guide_and_rest(path)[0]


def guide_and_rest(path: Path) -> tuple[tuple[Question, ...], tuple[str, ...]]:
    """The questions as `read_guide` has them, and the lines and cells that became neither question nor dimension."""
    path = Path(path)
    if path.suffix.lower() in (".yaml", ".yml"):
        try:
            text = path.read_bytes().decode("utf-8-sig")
        except OSError as error:
            raise ReadError(path, (error.strerror or str(error)).lower(), slug="missing_file") from None
        except UnicodeDecodeError:
            raise ReadError(path, "not UTF-8", slug="wrong_encoding", hint="save it as UTF-8") from None
        return parse_guide(text, str(path)), ()
    if path.suffix.lower() in (".csv", ".tsv", ".xlsx", ".xlsm", ".xls", ".ods"):
        rows = [list(row.cells) for row in read_sheet(path).rows]
        questions = from_rows(rows)
        return questions, not_taken(_cell_lines(rows), questions, headings_of(rows))
    data = content_of(path, str(path))
    read = format_of(path, data, str(path)).load()
    blocks = [block for raw in read(data, str(path), ReaderOptions()) for block in raw.blocks]
    rows = rows_of_blocks(blocks)
    questions = from_rows(rows) or from_blocks(blocks)
    titled = [block for block in blocks if block.kind == "heading" and OF_THE_FILE.fullmatch(block.text)]
    lines = [line for block in blocks if block not in titled for line in block.text.split("\n")]
    drawn = [line for line in lines if line.lstrip().startswith("|")]
    lines = [line for line in lines if line not in drawn] + (_cell_lines(rows) if drawn else [])
    return questions, not_taken(lines, questions, headings_of(rows))


def _cell_lines(rows: Iterable[Iterable[str]]) -> list[str]:
    return [line for row in rows for cell in row for line in cell.split("\n")]


# -- yaml ------------------------------------------------------------------------------


def parse_guide(text: str, name: str = "questions.yaml") -> tuple[Question, ...]:
    """The questions of `questions.yaml`; ProblemsFound with every mistake and its line."""
    from ruamel.yaml import YAML
    from ruamel.yaml.error import MarkedYAMLError, YAMLError

    try:
        content = YAML(typ="rt").load(composed(text))
    except MarkedYAMLError as error:
        if left := left_by_git(text, name):
            raise ProblemsFound(left) from None
        mark = error.problem_mark
        problem = Problem(
            name, mark.line + 1 if mark else None, mark.column + 1 if mark else None, "error",
            f"not YAML: {error.problem or error.context or 'cannot be read'}", "bad_yaml",
        )  # fmt: skip
        raise ProblemsFound([problem]) from None
    except (YAMLError, RecursionError, ValueError) as error:
        first = str(error).splitlines()[0] if str(error) else "cannot be read"
        raise ProblemsFound([Problem(name, None, None, "error", f"not YAML: {first}", "bad_yaml")]) from None
    if content is None:
        return ()
    items = content.get("questions") if isinstance(content, Mapping) else content
    parser = _Parser(name)
    if isinstance(items, list):
        parser.take(items)
    elif items is not None:
        parser.problem(content, "expected a list under `questions`")
    if parser.problems:
        raise ProblemsFound(parser.problems)
    return tuple(parser.questions)


@dataclass(slots=True)
class _Parser:
    name: str
    questions: list[Question] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    known: set[str] = field(default_factory=set)

    def problem(self, where: Any, message: str) -> None:
        place = getattr(where, "lc", None)
        line = place.line + 1 if place is not None and place.line is not None else None
        self.problems.append(Problem(self.name, line, None, "error", message, "bad_guide"))

    def take(self, items: list[Any], parent: Question | None = None) -> None:
        for number, item in enumerate(items, start=1):
            if isinstance(item, str):
                item = {"text": item}
            if not isinstance(item, Mapping):
                self.problem(items, f"item {number}: expected `id` and `text`, found {item!r}")
                continue
            self._item(item, number, parent)

    def _item(self, item: Mapping[str, Any], number: int, parent: Question | None) -> None:
        unknown = [key for key in item if key not in ("id", "text", "dimension", "elicits", "sub", "kind", "section")]
        if unknown:
            self.problem(item, f"unknown key {unknown[0]!r}; known: id, text, dimension, elicits, kind, sub")
        text = item.get("text") or item.get("section")
        if not isinstance(text, str) or not text.strip():
            self.problem(item, f"item {item.get('id', number)}: `text` is missing")
            return
        kind = "section" if item.get("section") else str(item.get("kind") or "question")
        if kind not in ("question", "section"):
            self.problem(item, f"kind {kind!r}: expected question or section")
        default = f"{parent.id}{letters(number)}" if parent else str(number)
        id_ = str(item["id"]).strip() if item.get("id") is not None else default
        if not id_ or re.search(r"\s|#|:|@", id_):
            self.problem(item, f"id {id_!r}: expected letters and digits, without blanks, # : @")
        if id_.casefold() in self.known:
            self.problem(item, f"the id {id_!r} is used twice")
        self.known.add(id_.casefold())
        elicits = item.get("elicits") or ()
        if isinstance(elicits, str):
            elicits = [elicits]
        question = Question(
            id_,
            " ".join(text.split()),
            len(self.questions) + 1,
            parent.main if parent else None,
            str(item.get("dimension") or (parent.dimension if parent else "")),
            tuple(str(code) for code in elicits),
            kind,
        )
        self.questions.append(question)
        below = item.get("sub") or ()
        if below and not isinstance(below, list):
            self.problem(item, f"question {id_}: expected a list under `sub`")
        else:
            self.take(list(below), question)


def write_guide(questions: Iterable[Question]) -> str:
    """The text of `questions.yaml`, to be edited by hand."""
    from ruamel.yaml import YAML
    from ruamel.yaml.scalarstring import DoubleQuotedScalarString as Quoted

    mains: list[dict[str, Any]] = []
    by_id: dict[str, dict[str, Any]] = {}
    listed = list(questions)
    dimension = {question.id: question.dimension for question in listed}
    for question in listed:
        item: dict[str, Any] = {"id": Quoted(question.id), "text": Quoted(question.text)}
        if question.dimension and question.dimension != dimension.get(question.parent or ""):
            item["dimension"] = Quoted(question.dimension)
        if question.elicits:
            item["elicits"] = list(question.elicits)
        if question.kind != "question":
            item["kind"] = question.kind
        if question.parent and question.parent in by_id:
            by_id[question.parent].setdefault("sub", []).append(item)
        else:
            mains.append(item)
            by_id[question.id] = item
    yaml = YAML()
    yaml.width = 110
    yaml.allow_unicode = True
    yaml.indent(mapping=2, sequence=4, offset=2)
    out = io.StringIO()
    yaml.dump({"questions": mains}, out)
    return out.getvalue()


# What stands in a guide and became neither a question nor a dimension: named, so that nothing is dropped unseen.

_WORD = re.compile(r"\w+")


def not_taken(lines: Iterable[str], questions: Sequence[Question], headings: Iterable[str] = ()) -> tuple[str, ...]:
    """The lines whose words are in no question and no dimension, each once, in order.

    `headings` are those of columns, which nobody misses.
    """
    texts = [*(question.text for question in questions), *{question.dimension for question in questions}]
    taken = [f" {_plain(text)} " for text in texts if text]
    whole = set(taken)
    known = {_plain(heading) for heading in headings}
    left: dict[str, None] = {}
    for line in lines:
        line = " ".join(line.split())
        words = _plain(line)
        if not words or words in known or not re.search(r"[^\W\d_]", words):
            continue
        padded = f" {words} "
        if padded in whole or any(text in padded for text in whole if text.count(" ") > 2):
            continue
        if words.count(" ") >= 1 and any(padded in text for text in taken):
            continue  # a part of a question that was wrapped
        short = words.split(" ", 1)  # `1` and `a` before the words
        if len(short) == 2 and len(short[0]) <= 3 and f" {short[1]} " in whole:
            continue
        if any(text.endswith(padded) or padded.endswith(text) for text in whole):
            continue
        left[line] = None
    return tuple(left)


def _plain(text: str) -> str:
    return " ".join(_WORD.findall(text.casefold()))
