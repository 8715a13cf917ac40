"""Fields in Markdown and LaTeX: the value stands between two comments that no reader sees.

Markdown    <!-- qualcode 1f2e3d4c5b6a share("moore:value") -->33 %<!-- /qualcode -->
LaTeX       %<qualcode 1f2e3d4c5b6a share("moore:value")>
            33~\\%%</qualcode>

The twelve figures tell whether the study changed or the author edited. A comment in LaTeX swallows the
end of its line and the blanks after it, so a blank that follows a field is moved before the
comment; everything else stays as it was typed.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from ...core.errors import Problem, ProblemsFound, QualcodeError, ReadError
from ...core.table import Report
from ...core.values import frozen
from ..writers import latex, markdown
from ..writers.cells import slug
from .expression import FUNCTIONS, Expression, TextField, fields, parse
from .values import Check, Evaluate, FieldPlace, Value, apart, clipped, holds, same

_MARKDOWN = re.compile(
    r"<!-- qualcode (?P<digest>[0-9a-f]{12}) (?P<expression>[^\n]*?) -->(?P<value>.*?)<!-- /qualcode -->", re.DOTALL
)
_LATEX = re.compile(
    r"%<qualcode (?P<digest>[0-9a-f]{12}) (?P<expression>[^\n]*?)>[ \t]*\r?\n(?P<value>.*?)%</qualcode>", re.DOTALL
)
_CODE = re.compile(
    r"^(?P<fence>```+|~~~+).*?^(?P=fence)[ \t]*$"
    r"|(?P<tick>`+)(?!`)(?:(?!\n\s*\n).)+?(?<!`)(?P=tick)(?!`)"
    r"|<!--.*?-->",
    re.MULTILINE | re.DOTALL,
)
"""Where Markdown shows braces as they are, or hides them."""
_VERBATIM = re.compile(
    r"(?<!\\)(?:\\\\)*%[^\n]*|\\begin\{(?P<kind>verbatim\*?|lstlisting|comment)\}.*?\\end\{(?P=kind)\}", re.DOTALL
)


@frozen
class Markup:
    """How one language writes marks, words, tables and pictures."""

    name: str
    marks: re.Pattern[str]
    escape: Callable[[str], str]
    plain: Callable[[str], str]
    """The words behind what `escape` made, and what an author may have made of them."""
    hidden: re.Pattern[str]
    """Stretches in which braces are no fields: code, comments."""
    strict: bool
    suffix: str
    """Of pictures."""


def _markdown_plain(text: str) -> str:
    return re.sub(r"\\([!-/:-@\[-`{-~])", r"\1", text)


_COMMANDS = {latex.escape(sign): sign for sign in '\\{}$&#%_^~\u00a0\u2212<>[]"…†\u00ad'}
_COMMAND = re.compile("|".join(re.escape(made) for made in sorted(_COMMANDS, key=len, reverse=True)))
_TYPED = (("``", '"'), ("''", '"'), ("---", "—"), ("--", "–"), ("{}", ""))


def _latex_plain(text: str) -> str:
    text = _COMMAND.sub(lambda found: _COMMANDS[found[0]], text)
    return re.sub(r"\\(?:dots|ldots|textellipsis)\b(?:\{\})?", "…", text)


def _typed(text: str) -> str:
    """Words as LaTeX sets them when an author has typed them: two hyphens are a dash."""
    for made, sign in _TYPED:
        text = text.replace(made, sign)
    return text


DIALECTS = {
    "md": Markup("markdown", _MARKDOWN, markdown.escape, _markdown_plain, _CODE, True, ".svg"),
    "tex": Markup("latex", _LATEX, latex.escape, _latex_plain, _VERBATIM, False, ".png"),
}
SUFFIXES = {".md": "md", ".markdown": "md", ".qmd": "md", ".rmd": "md", ".tex": "tex", ".latex": "tex"}


class MarkedText:
    """One Markdown or LaTeX file and its fields."""

    def __init__(
        self, path: Path, evaluate: Evaluate, *, language: str = "en", functions: Sequence[str] = FUNCTIONS
    ) -> None:
        self.path, self.evaluate, self.language, self.functions = path, evaluate, language, functions
        self.dialect = DIALECTS[SUFFIXES[path.suffix.lower()]]
        try:
            data = path.read_bytes()
        except OSError as error:
            raise ReadError(path, error.strerror or str(error)) from error
        try:
            self.text = data.decode("utf-8")
        except UnicodeDecodeError as error:
            raise ReadError(path, "expected text in UTF-8", hint="save it as UTF-8 and try again") from error
        self.end = "\r\n" if "\r\n" in self.text else "\n"
        self.checks: list[Check] = []
        self.problems: list[Problem] = []
        self.pictures: dict[str, bytes] = {}
        self.folder = ""

    def _line(self, at: int) -> FieldPlace:
        return FieldPlace(line=self.text.count("\n", 0, at) + 1)

    def _raw(self, text: str) -> Iterator[TextField]:
        """Fields in braces, outside code and outside marks."""
        closed = [match.span() for match in self.dialect.marks.finditer(text)]
        closed += [match.span() for match in self.dialect.hidden.finditer(text)]
        for found in fields(text, self.functions, strict=self.dialect.strict):
            if not any(start <= found.start < stop for start, stop in closed):
                yield found

    def verify(self) -> list[Check]:
        """One check for each field of the file, in the order of the text."""
        found = [(match.start(), self.check(match)) for match in self.dialect.marks.finditer(self.text)]
        for raw in self._raw(self.text):
            text = raw.inside.strip()
            check = Check(self._line(raw.start), text, f"{{{{ {text} }}}}", "", False, "unfilled")
            found.append((raw.start, check))
        return [check for _, check in sorted(found, key=lambda pair: pair[0])]

    def check(self, match: re.Match[str]) -> Check:
        place, old = self._line(match.start()), match["value"]
        try:
            expression = self.expression(match)
            value = self.value(expression)
        except QualcodeError as error:
            return Check(place, match["expression"], clipped(old), str(error), False, "unknown")
        reason = "edited" if match["digest"] == value.digest else "changed"
        if value.figure is not None:
            new = value.figure.alt or value.figure.caption
            ok = match["digest"] == value.digest
            return Check(place, str(expression), clipped(old), clipped(new), ok, "" if ok else reason)
        if value.table is not None:
            was, now = _first_difference(old, self.written(expression, value))
            return Check(place, str(expression), clipped(was), clipped(now), was == now, "" if was == now else reason)
        stands = self.dialect.plain(old)
        read = (stands, _typed(stands)) if self.dialect.name == "latex" else (stands,)
        ok = any(holds(w, value.text) if value.quote else same(w) == same(value.text) for w in read)
        return Check(place, str(expression), *apart(stands, value.text), ok, "" if ok else reason)

    def expression(self, match: re.Match[str]) -> Expression:
        return parse(match["expression"], self.functions)

    def value(self, expression: Expression) -> Value:
        return self.evaluate(expression.name, expression.args, expression.kwargs)

    def written(self, expression: Expression, value: Value) -> str:
        """A value as the file has it, between its marks."""
        from .. import Options, render

        if value.table is not None:
            report = Report("", (replace(value.table, caption=""),), self.language)
            made = render(report, self.dialect.name.replace("markdown", "md"), Options(standalone=False)).decode()
            lines = [line for line in made.strip().split("\n") if not line.startswith("% needs")]
            return self.end.join(["", "", *lines, "", ""]) if self.dialect.name == "markdown" else self.end.join(lines)
        if value.figure is not None:
            name = f"{slug(value.figure.name or value.figure.kind)}-{expression.key[:6]}{self.dialect.suffix}"
            from ..figures import draw

            self.pictures[name] = draw(value.figure, self.language, self.dialect.suffix[1:])
            where = f"{self.folder}/{name}"
            if self.dialect.name == "markdown":
                return f"![{_alt(value.figure.alt)}]({where.replace(' ', '%20')})"
            return f"\\includegraphics[width=\\linewidth]{{{where}}}"
        words = re.sub(r"\n\s*\n", "\n", value.text) if self.dialect.name == "latex" else value.text
        return self.dialect.escape(words).replace("\n", self.end)

    def fill(self, folder: str, *, update: bool) -> tuple[str, int]:
        """The text with values in the place of fields, and how many marks were left as they were.

        Raises ProblemsFound with every field that has no value.
        """
        self.folder = folder
        left = 0
        text, at = "", 0
        changes: list[tuple[int, int, str]] = []
        for match in self.dialect.marks.finditer(self.text):
            check = self.check(match) if update else None
            if check is None or check.ok:
                left += 1
            elif check.reason == "unknown":
                self.problem(check.place, match["expression"], check.new)
            else:
                expression = self.expression(match)
                value = self.value(expression)
                changes.append((*match.span(), self.renewed(match, expression, value)))
                self.checks.append(replace(check, ok=True, reason="renewed"))
        for raw in self._raw(self.text):
            place = self._line(raw.start)
            try:
                expression = parse(raw.inside, self.functions)
                value = self.value(expression)
            except QualcodeError as error:
                self.problem(place, raw.inside, str(error), error)
                continue
            changes.append(self.marked(raw, expression, value))
            self.checks.append(Check(place, str(expression), "", clipped(value.text or value.kind), True, "filled"))
        if self.problems:
            raise ProblemsFound(self.problems, hint="nothing was written; mend the fields and fill again")
        for start, stop, new in sorted(changes):
            text += self.text[at:start] + new
            at = stop
        self.checks.sort(key=lambda check: check.place.line or 0)
        return text + self.text[at:], left

    def marked(self, raw: TextField, expression: Expression, value: Value) -> tuple[int, int, str]:
        """What comes in the place of a field, and which characters it replaces."""
        words = self.written(expression, value)
        start, stop = raw.start, raw.stop
        head = f"{value.digest} {_hidden(str(expression))}"
        if self.dialect.name == "markdown":
            return start, stop, f"<!-- qualcode {head} -->{words}<!-- /qualcode -->"
        rest = self.text[stop:]
        blank = re.match(r"[ \t]*(?:\r?\n)?[ \t]*", rest)
        after = blank[0] if blank else ""
        new = f"%<qualcode {head}>{self.end}{words}"
        following = rest[len(after) :]
        if "\n" in after and following[:1] in ("", "\r", "\n"):
            # The paragraph ends here: its own line break ends the comment.
            return start, stop, f"{new}%</qualcode>"
        if after:
            return start, stop + len(after), f"{new} %</qualcode>{self.end}"
        return start, stop, f"{new}%</qualcode>{self.end}" if following else f"{new}%</qualcode>"

    def renewed(self, match: re.Match[str], expression: Expression, value: Value) -> str:
        """A mark with the value of now; its words' own blank at the end stays."""
        words = self.written(expression, value)
        whole, old = match[0], match["value"]
        start = match.start("value") - match.start()
        if self.dialect.name == "latex" and old.endswith(" "):
            words += " "
        head = whole[:start].replace(match["digest"], value.digest, 1)
        return head + words + whole[start + len(old) :]

    def problem(self, place: FieldPlace, inside: str, why: str, error: QualcodeError | None = None) -> None:
        slug_, hint = ("bad_field", "") if error is None else (error.slug, error.hint or "")
        message = f"{{{{ {clipped(inside)} }}}}: {why}"
        self.problems.append(Problem(str(self.path), place.line, None, "error", message, slug_, hint))


def _hidden(expression: str) -> str:
    """An expression that cannot end the comment it stands in: `--`, `>` and breaks as escapes."""
    return expression.replace("--", "-\\x2d").replace(">", "\\x3e")


def _alt(text: str) -> str:
    return re.sub(r"([\\\[\]])", r"\\\1", same(text))


def _first_difference(old: str, new: str) -> tuple[str, str]:
    """The first line in which two tables differ; the same twice where they do not."""
    before, after = ([same(line) for line in text.splitlines() if line.strip()] for text in (old, new))
    if before == after:
        return (f"{len(after)} lines",) * 2
    for was, now in zip(before, after, strict=False):
        if was != now:
            return was, now
    return f"{len(before)} lines", f"{len(after)} lines"
