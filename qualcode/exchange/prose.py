"""A code's texts as one description, for programs that have only one; and back again."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from ..core.languages import catalogue
from ..core.model import Case, Code, Memo, Names, in_language
from .interface import Account

_QUOTES = ('"', "“", "”", "„", "»", "«", "‘", "’")
_BULLET = re.compile(r"[-*•–·]\s+")
BRIEF = 160
"""A first paragraph of up to so many characters is taken for the brief definition."""


def said_about(memos: Iterable[Memo]) -> Mapping[str, Sequence[str]]:
    """The words of memos by what they are about: there may be as many as documents, and each is asked for."""
    found: defaultdict[str, list[str]] = defaultdict(list)
    for memo in memos:
        found[memo.about].append(memo.text)
    return found


def about_case(case: Case, memos: Sequence[str], account: Account, there: str) -> str:
    """The text beside a case where a program has one text for it: its name, if that is not its id, and its memos."""
    if not case.name or case.name == case.id:
        return "\n\n".join(memos)
    account.change("names of cases", f"stand in {there} of the case, which is called by its id", case.name)
    return "\n\n".join((case.name, *memos))


def described(code: Code, language: str) -> str:
    """The definition, when to use a code and when not, and its examples, as paragraphs."""
    labels = catalogue(__package__, language)
    paragraphs = [_line(code.brief, language), _line(code.definition, language)]
    for key, names in (("use", code.use), ("avoid", code.avoid)):
        if names:
            paragraphs.append(f"{labels[key]}: {_line(names, language)}")
    paragraphs += [f"{labels['example']}: {_line(example, language)}" for example in code.examples]
    return "\n\n".join(text for text in paragraphs if text)


def has_labels(description: str) -> bool:
    """Whether a line of a description begins with the label of a field, such as `Eksempel:`."""
    from .columns import labelled

    return any(labelled(line)[0] for line in description.splitlines())


@dataclass(slots=True)
class _Part:
    """Some lines of a description that are about one field."""

    about: str = ""
    """As `labelled` has it; "" for what no label is about."""
    label: str = ""
    """The line of a label that stands alone: each line below it is a text of its own."""
    texts: list[str] = field(default_factory=list)

    def take(self, line: str) -> None:
        quote = self.about == "example" and line.lstrip().startswith(_QUOTES)
        if self.texts and not self.label and not quote:
            self.texts[-1] += f"\n{line}"
        else:
            self.texts.append(line.strip() if self.about else line)

    @property
    def is_word(self) -> bool:
        """Whether what may be a label is only a word, with nothing below it."""
        return not self.texts and bool(self.label) and ":" not in self.label


def _parts(description: str) -> list[_Part]:
    """The fields of a description: each begins at its label, and ends with its paragraph unless that stands alone."""
    from .columns import labelled  # many a codebook has no description

    parts: list[_Part] = []
    for paragraph in description.replace("\r\n", "\n").replace("\r", "\n").split("\n\n"):
        if not parts or not parts[-1].label:
            parts.append(_Part())
        for line in paragraph.strip().split("\n"):
            label, text = labelled(line)
            if label:
                parts.append(_Part(label, "" if text else line.strip()))
            if text.strip():
                parts[-1].take(text)
    return parts


def taken_apart(description: str, language: str, *, brief: bool = True) -> dict[str, Names | tuple[Names, ...]]:
    """The fields of a code from a description: brief, definition, use, avoid, examples.

    A label such as `Definition:` or `Inklusion:` begins a field to the end of its paragraph, or to the next label where
    nothing stands behind it; with nothing below it either it is only a word. Without `brief` all that has no label is
    the definition.
    """
    parts = _parts(description)
    if not any(part.texts for part in parts):
        parts = [_Part(texts=[description.strip()])] if description.strip() else []
    texts: dict[str, list[str]] = defaultdict(list)
    for part in parts:
        texts["" if part.is_word else part.about] += [part.label] if part.is_word else part.texts
    rest, definition, examples = (texts.pop(key, []) for key in ("", "definition", "example"))
    fields: dict[str, Names | tuple[Names, ...]] = {
        key: {language: "\n".join(lines)} for key, lines in texts.items() if lines
    }
    if brief and rest and len(rest[0]) <= BRIEF and "\n" not in rest[0] and "brief" not in fields:
        fields["brief"] = {language: rest.pop(0)}
    if rest or definition:
        fields["definition"] = {language: "\n\n".join([*rest, *definition])}
    if examples:
        fields["examples"] = tuple({language: _BULLET.sub("", text)} for text in examples)
    return fields


def _line(names: Names, language: str) -> str:
    return in_language(names, language).strip() if names else ""
