"""A code's texts as one description, for programs that have only one; and back again."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from ..core.languages import LANGUAGES, catalogue
from ..core.model import Code, Memo, Names, in_language

BRIEF = 160
"""A first paragraph of up to so many characters is taken for the brief definition."""


def said_about(memos: Iterable[Memo]) -> Mapping[str, Sequence[str]]:
    """The words of memos by what they are about: there may be as many as documents, and each is asked for."""
    found: defaultdict[str, list[str]] = defaultdict(list)
    for memo in memos:
        found[memo.about].append(memo.text)
    return found


def described(code: Code, language: str) -> str:
    """The definition, when to use a code and when not, and its examples, as paragraphs."""
    labels = catalogue(__package__, language)
    paragraphs = [_line(code.brief, language), _line(code.definition, language)]
    for key, names in (("use", code.use), ("avoid", code.avoid)):
        if names:
            paragraphs.append(f"{labels[key]}: {_line(names, language)}")
    paragraphs += [f"{labels['example']}: {_line(example, language)}" for example in code.examples]
    return "\n\n".join(text for text in paragraphs if text)


def taken_apart(description: str, language: str) -> dict[str, Names | tuple[Names, ...]]:
    """The fields of a code from a description: brief, definition, use, avoid, examples."""
    found: dict[str, str] = {}
    examples: list[Names] = []
    rest: list[str] = []
    for paragraph in description.replace("\r\n", "\n").replace("\r", "\n").split("\n\n"):
        paragraph = paragraph.strip()
        key, text = _labelled(paragraph)
        if key == "example":
            examples.append({language: text})
        elif key and key not in found:
            found[key] = text
        elif paragraph:
            rest.append(paragraph)
    fields: dict[str, Names | tuple[Names, ...]] = {key: {language: text} for key, text in found.items()}
    if rest and len(rest[0]) <= BRIEF and "\n" not in rest[0]:
        fields["brief"] = {language: rest.pop(0)}
    if rest:
        fields["definition"] = {language: "\n\n".join(rest)}
    if examples:
        fields["examples"] = tuple(examples)
    return fields


def _labelled(paragraph: str) -> tuple[str, str]:
    label, colon, text = paragraph.partition(": ")
    if colon and text.strip():
        for language in LANGUAGES:
            for key, word in catalogue(__package__, language).items():
                if label == word:
                    return key, text.strip()
    return "", paragraph


def _line(names: Names, language: str) -> str:
    return in_language(names, language).strip() if names else ""
