"""A code's texts as one description, for programs that have only one; and back again."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from ..core.languages import catalogue
from ..core.model import Case, Code, Memo, Names, in_language
from .account import Account
from .columns import labelled

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
    return any(labelled(line)[0] for line in description.splitlines())


def taken_apart(description: str, language: str, *, brief: bool = True) -> dict[str, Names | tuple[Names, ...]]:
    """The fields of a code from a description: brief, definition, use, avoid, examples.

    A label such as `Definition:` or `Inklusion:` begins a field to the end of its paragraph, or to the next label where
    nothing stands behind it; with nothing below it either it is only a word. Without `brief` all that has no label is
    the definition.
    """
    found: dict[str, list[str]] = {}
    examples: list[str] = []
    rest: list[str] = []
    field, alone, word = "", False, ""
    for paragraph in description.replace("\r\n", "\n").replace("\r", "\n").split("\n\n"):
        field, begun = (field, True) if alone else ("", False)
        for line in paragraph.strip().split("\n"):
            label, text = labelled(line)
            if label:
                rest += [word] if word else []
                field, alone, begun = label, not text, False
                word = line.strip() if alone and ":" not in line else ""
            if not text.strip():
                continue
            word = ""
            into = examples if field == "example" else found.setdefault(field, []) if field else rest
            if begun and not alone and not (field == "example" and text.lstrip()[:1] in _QUOTES):
                into[-1] += f"\n{text}"
            else:
                into.append(text.strip() if field else text)
            begun = True
    left = word if found or examples or rest else description.strip()
    rest += [left] if left else []
    fields: dict[str, Names | tuple[Names, ...]] = {
        key: {language: "\n".join(texts)} for key, texts in found.items() if key != "definition"
    }
    if brief and rest and len(rest[0]) <= BRIEF and "\n" not in rest[0] and "brief" not in fields:
        fields["brief"] = {language: rest.pop(0)}
    if rest or "definition" in found:
        fields["definition"] = {language: "\n\n".join([*rest, *found.get("definition", [])])}
    if examples:
        fields["examples"] = tuple({language: _BULLET.sub("", text)} for text in examples)
    return fields


def _line(names: Names, language: str) -> str:
    return in_language(names, language).strip() if names else ""
