"""Fields in Word files: put in, renewed and verified, with everything else left as it is."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from ...core.errors import Problem, ProblemsFound, QualcodeError
from ...core.values import frozen
from .controls import (
    Blocks,
    Bookmarks,
    content_of,
    control,
    described,
    expression_text,
    grid,
    inline,
    put_text,
    table_of,
    tag_for,
    text_in,
)
from .expression import FUNCTIONS, Expression, fields, parse
from .package import WordFile
from .runs import TAG, Spot, cut, joined, paragraphs, pieces, tag_of, w
from .values import Check, Evaluate, FieldPlace, Value, apart, clipped, holds, same

ROOM = 9070
"""The width of a text column where the file does not say, in twentieths of a point (16 cm)."""


@frozen
class _Control:
    element: Any
    place: FieldPlace | None
    """None for the copy of a text box that is kept for old programs."""
    text: str
    """The expression; empty where it has been lost."""


class WordFields:
    """The fields of one Word file."""

    def __init__(
        self, path: Path, evaluate: Evaluate, *, language: str = "en", functions: Sequence[str] = FUNCTIONS
    ) -> None:
        self.file = WordFile(path)
        self.path, self.evaluate, self.functions = path, evaluate, functions
        self.blocks = Blocks(self.file, language)
        self.kept = self.file.kept()
        self.bookmarks = Bookmarks(self.file)
        for part in self.file.text_parts():
            Bookmarks.restore(self.file.tree(part), self.kept)
        self.checks: list[Check] = []
        self.problems: list[Problem] = []

    # What there is

    def _spots(self, part: str) -> Iterator[tuple[Spot, FieldPlace]]:
        stem = posixpath.basename(part).removesuffix(".xml").rstrip("0123456789")
        name = {"footnotes": "footnote", "endnotes": "endnote", "document": ""}.get(stem, stem)
        for spot in paragraphs(self.file.tree(part)):
            where = "text box" if spot.in_box else name
            yield spot, FieldPlace(where, spot.number, spot.page, table=spot.table)

    def _controls(self, part: str) -> list[_Control]:
        """Our controls with their places."""
        root = self.file.tree(part)
        places = {spot.element: place for spot, place in self._spots(part)}
        found = []
        last = FieldPlace(paragraph=1)
        for element in root.iter(w("p"), w("sdt")):
            if element in places:
                last = places[element]
            if element.tag != w("sdt") or not tag_of(element):
                continue
            line = next(element.iterancestors(w("p")), None)
            place: FieldPlace | None
            if line is None:
                place = next((places[p] for p in element.iter(w("p")) if p in places), last)
            else:
                place = places.get(line)
            found.append(_Control(element, place, expression_text(element, self.kept)))
        return found

    # Verify

    def verify(self) -> list[Check]:
        """One check for each field of the file, in the order of the text."""
        for part in self.file.text_parts():
            for each in self._controls(part):
                if each.place is not None:
                    self.checks.append(self.check(each))
            for spot, place in self._spots(part):
                for found in fields(joined(pieces(spot.element)), self.functions):
                    text = found.inside.strip()
                    self.checks.append(Check(place, text, f"{{{{ {text} }}}}", "", False, "unfilled"))
        return self.checks

    def check(self, each: _Control) -> Check:
        """Whether what stands in a control is what the study says now."""
        old = clipped(text_in(each.element))
        place = each.place or FieldPlace()
        if not each.text:
            return Check(place, tag_of(each.element), old, "", False, "lost")
        try:
            expression = parse(each.text, self.functions)
            value = self.value(expression)
        except QualcodeError as error:
            return Check(place, each.text, old, str(error), False, "unknown")
        return self.compared(each, expression, value)

    def compared(self, each: _Control, expression: Expression, value: Value) -> Check:
        stored = self.kept.get(expression.key, ("", ""))[1]
        reason = "edited" if stored == value.digest else "changed"
        place, name = each.place or FieldPlace(), str(expression)
        if value.figure is not None:
            old = described(each.element)
            new = value.figure.alt or value.figure.caption
            ok = stored == value.digest if stored else old == new
            return Check(place, name, *apart(old, new), ok, "" if ok else "changed")
        if value.table is not None:
            element = table_of(each.element)
            old, new = _difference(grid(element) if element is not None else [], self.blocks.expected(value.table))
            return Check(place, name, clipped(old), clipped(new), old == new, "" if old == new else reason)
        stands = text_in(each.element)
        ok = holds(stands, value.text) if value.quote else same(stands) == same(value.text)
        return Check(place, name, *apart(stands, value.text), ok, "" if ok else reason)

    def value(self, expression: Expression) -> Value:
        return self.evaluate(expression.name, expression.args, expression.kwargs)

    # Fill

    def fill(self, *, update: bool) -> int:
        """Put values in the place of fields; with `update` renew those put in before.

        Returns how many were left as they were. Raises ProblemsFound with every field that has no
        value, and then nothing is to be written.
        """
        left = 0
        fresh: dict[str, tuple[str, str]] = {}
        for part in self.file.text_parts():
            for each in self._controls(part):
                renewed = update and self.renew(part, each, fresh)
                left += each.place is not None and not renewed
            self.put_in(part, fresh)
        if self.problems:
            raise ProblemsFound(self.problems, hint="nothing was written; mend the fields and fill again")
        if self.checks:
            used = {tag_of(c.element) for part in self.file.text_parts() for c in self._controls(part)}
            keys = {tag[len(TAG) + 1 :] for tag in used if tag.startswith(f"{TAG}#")}
            keys |= {key for key, (text, _) in self.kept.items() if f"{TAG}:{text}" in used}
            self.file.keep({key: pair for key, pair in {**self.kept, **fresh}.items() if key in keys or key in fresh})
        return left

    def put_in(self, part: str, fresh: dict[str, tuple[str, str]]) -> None:
        root = self.file.tree(part)
        # Copies of text boxes for old programs are filled too, so that both show the same.
        places = {spot.element: place for spot, place in self._spots(part)}
        for line in list(root.iter(w("p"))):
            words = joined(pieces(line))
            if "{{" not in words:
                continue
            place = places.get(line)
            found = list(fields(words, self.functions))
            values = [self.answered(field.inside, place) for field in found]
            done: list[Check] = []
            # From the last to the first, so that what was found stays where it was found.
            for field, answer in reversed(list(zip(found, values, strict=True))):
                if answer is None:
                    continue
                expression, value = answer
                alone = not (words[: field.start] + words[field.stop :]).strip()
                if value.table is not None and not alone:
                    self.problem(place, field.inside, "a table stands in a paragraph of its own")
                    continue
                new = self.insert(part, root, line, field.start, field.stop, expression, value)
                self.file.touch(part)
                fresh[expression.key] = (str(expression), value.digest)
                if place is not None:
                    done.append(Check(place, str(expression), "", clipped(new), True, "filled"))
            self.checks += reversed(done)

    def answered(self, inside: str, place: FieldPlace | None) -> tuple[Expression, Value] | None:
        try:
            expression = parse(inside, self.functions)
            return expression, self.value(expression)
        except QualcodeError as error:
            self.problem(place, inside, str(error), error)
            return None

    def problem(self, place: FieldPlace | None, inside: str, why: str, error: QualcodeError | None = None) -> None:
        if place is None:  # the copy of a text box: its first says the same
            return
        message = f"{place}: {{{{ {clipped(inside)} }}}}: {why}"
        slug, hint = ("bad_field", "") if error is None else (error.slug, error.hint or "")
        self.problems.append(Problem(str(self.path), None, None, "error", message, slug, hint))

    def insert(
        self, part: str, root: Any, line: Any, start: int, stop: int, expression: Expression, value: Value
    ) -> str:
        """Put a value in the place of a field's characters; what a reader sees of it."""
        if value.table is not None:
            block = control(root, expression, self.blocks.table(value.table, self.room(line)))
            line.addprevious(block)
            empty = cut(line, start, stop)
            empty.getparent().remove(empty)
            self.without_empty(line)
            return f"{len(value.table.rows)} rows"
        place = cut(line, start, stop)
        looks = place.find(w("rPr"))
        if value.figure is not None:
            content = self.blocks.figure(part, root, value.figure, expression.key, self.room(line))
            shown = value.figure.alt or value.figure.caption
        else:
            content, shown = inline(value.text, looks), value.text
        place.addprevious(control(root, expression, self.bookmarks.around(expression, content)))
        place.getparent().remove(place)
        return shown

    def without_empty(self, line: Any) -> None:
        """Take away the paragraph a table came in the place of, unless the page needs it."""
        after = line.getnext()
        anything = any(child.tag not in (w("pPr"), w("proofErr")) for child in line)
        section = line.find(f"{w('pPr')}/{w('sectPr')}") is not None
        if not (anything or section or after is None or after.tag != w("p")):
            line.getparent().remove(line)

    def room(self, line: Any) -> int:
        """How wide the text is where a paragraph stands, in twentieths of a point."""
        cell = next(line.iterancestors(w("tc")), None)
        if cell is not None:
            width = cell.find(f"{w('tcPr')}/{w('tcW')}")
            if width is not None and width.get(w("type")) == "dxa" and width.get(w("w"), "").isdigit():
                return max(1200, int(width.get(w("w"))) - 220)
        section = next((s for s in line.iter(w("sectPr"))), None)
        if section is None:
            section = next((s for p in line.itersiblings() for s in p.iter(w("sectPr"))), None)
        if section is None:
            return ROOM
        size, margins = section.find(w("pgSz")), section.find(w("pgMar"))
        try:
            room = int(size.get(w("w"))) - int(margins.get(w("left"))) - int(margins.get(w("right")))
        except (AttributeError, TypeError, ValueError):
            return ROOM
        return room if room > 1200 else ROOM

    def renew(self, part: str, each: _Control, fresh: dict[str, tuple[str, str]]) -> bool:
        """Give a control its value of now; False where it still holds."""
        check = self.check(each)
        if check.reason == "lost":
            self.problem(each.place, tag_of(each.element), "the expression of this control has been lost")
            return True
        if check.reason == "unknown":
            self.problem(each.place, each.text, check.new)
            return True
        expression = parse(each.text, self.functions)
        value = self.value(expression)
        if self.kept.get(expression.key, ("", ""))[1] != value.digest and not check.ok:
            fresh[expression.key] = (str(expression), value.digest)
        if check.ok:
            return False
        if value.figure is not None:
            self.blocks.redraw(part, each.element, value.figure, expression.key)
        elif value.table is not None:
            self.retable(self.file.tree(part), each.element, expression, value)
        else:
            put_text(each.element, value.text)
        if tag_for(expression).startswith(f"{TAG}#"):
            fresh[expression.key] = (str(expression), value.digest)
        self.file.touch(part)
        if each.place is not None:
            self.checks.append(Check(each.place, check.expression, check.old, check.new, True, "renewed"))
        return True

    def retable(self, root: Any, element: Any, expression: Expression, value: Value) -> None:
        """Put the table of now in the place of the old one; other paragraphs in the control stay."""
        assert value.table is not None
        old = table_of(element)
        made = control(root, expression, self.blocks.table(value.table, self.room(element)))
        new = next(content_of(made).iter(w("tbl")))
        if old is None:
            content_of(element).insert(0, new)
        elif any(True for _ in element.iterancestors(w("tbl"))) and old not in list(element.iter(w("tbl"))):
            old.getparent().replace(old, made)
        else:
            old.getparent().replace(old, new)


def _difference(old: list[list[str]], new: list[list[str]]) -> tuple[str, str]:
    """What differs between two tables, in words; twice the same where nothing does."""
    plain = [[[same(cell) for cell in row] for row in rows] for rows in (old, new)]
    if plain[0] == plain[1]:
        return (f"{len(new)} rows",) * 2
    if [len(row) for row in old] != [len(row) for row in new]:
        return (f"{len(old)} rows", f"{len(new)} rows, laid out otherwise")
    changed = [
        (f"{new[r][0]}: {was}", now)
        for r, (before, after) in enumerate(zip(*plain, strict=True))
        for was, now in zip(before, after, strict=True)
        if was != now
    ]
    more = f" (and {len(changed) - 1} more cells)" if len(changed) > 1 else ""
    return changed[0][0] + more, changed[0][1] + more


def filled(path: Path, evaluate: Evaluate, *, update: bool, language: str) -> tuple[bytes | None, list[Check], int]:
    """The bytes of the filled file (None where nothing is to change), the checks, and how many stayed."""
    document = WordFields(path, evaluate, language=language)
    left = document.fill(update=update)
    return (document.file.bytes() if document.file.changed else None), document.checks, left
