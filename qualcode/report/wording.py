"""The words of every report, in Danish, Norwegian, Swedish and English.

They stand in `words/*.json`, one file a language with the same keys, so that a translator needs
no Python. Sentences have `{placeholders}`; numbers put into them take the language's form.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from decimal import Decimal
from fractions import Fraction
from typing import Any

from ..core import numbers
from ..core.errors import UsageError
from ..core.languages import LANGUAGES, catalogue, same_name, written
from ..core.table import Column
from ..core.values import UNDEFINED


class Words:
    """The words of one language: `Words("da")("shares.title")`.

    A key with the forms `KEY.one` and `KEY.other` is chosen by the number `n`. Figures and the HTML page
    have words beside these: `package` is whose `words/*.json` they stand in.
    """

    __slots__ = ("_texts", "language")

    def __init__(self, language: str = "en", package: str | None = None) -> None:
        language = written(language)
        if language not in LANGUAGES:
            raise UsageError(
                f"language {language!r}: reports are written in {', '.join(LANGUAGES)}", slug="unknown_language"
            )
        self.language = language
        self._texts = catalogue(__package__, language)
        if package:
            self._texts = {**self._texts, **catalogue(package, language)}

    def __call__(self, key: str, **values: Any) -> str:
        """The text of `key` with its placeholders filled; KeyError for a key that does not exist."""
        if key not in self._texts and "n" in values:
            key = f"{key}.{'one' if values['n'] == 1 else 'other'}"
        text = self._texts[key]
        if not values:
            return text
        return text.format_map({name: self.form(value) for name, value in values.items()})

    def __contains__(self, key: str) -> bool:
        return key in self._texts

    def form(self, value: Any) -> str:
        """A value in a sentence: numbers in the language's form, lists joined with its "and"."""
        if value is None:
            return UNDEFINED
        if isinstance(value, bool):
            return self("yes" if value else "no")
        if isinstance(value, int):
            return numbers.count(value, self.language)
        if isinstance(value, float | Fraction | Decimal):
            return numbers.number(value, self.language)
        if isinstance(value, list | tuple | set | frozenset):
            return self.listed(value if isinstance(value, list | tuple) else sorted(value))
        return str(value)

    def listed(self, items: Iterable[Any]) -> str:
        """Several values as a phrase: "a, b and c"."""
        forms = [self.form(item) for item in items]
        if len(forms) < 2:
            return "".join(forms)
        return f"{', '.join(forms[:-1])} {self('and')} {forms[-1]}"

    def units(self, unit: str, form: str = "other") -> str:
        """What is counted, in the plural: answers, turns; with `the`, the answers."""
        key = f"unit.{unit}.{form}"
        return self(key) if key in self else self(f"unit.segment.{form}")

    def kinds(self, kind: str, n: int) -> str:
        """The word for so many sources of a kind; the kind itself where a study has one of its own."""
        key = f"kinds.{kind}.{'one' if n == 1 else 'other'}"
        return self(key) if key in self else kind

    def sources(self, kind: str, n: int) -> str:
        """So many sources of a kind in words; a survey is counted by the questionnaires that came back."""
        counted = f"{kind}.counted" if f"kinds.{kind}.counted.one" in self else kind
        return f"{self.form(n)} {self.kinds(counted, n)}"

    def who(self, called: str) -> dict[str, str]:
        """What those are called whose words are counted, as sentences take it: `{person}`, `{people}`, `{the_people}`.

        `called` is what `Accounting.who` or `people_called` says.
        """
        forms = (("person", "one"), ("people", "other"), ("the_people", "the"))
        return {name: self(f"who.{called}.{form}") for name, form in forms}

    def heading(self, called: str) -> str:
        """The heading over a number of them, or of `documents`."""
        return capital(self(f"who.{called}.other")) if f"who.{called}.other" in self else self(f"shares.row.{called}")

    def columns(self, named: str) -> Iterator[Column]:
        """Columns called by their keys, each as `key` or `key:kind`: `code:code cases:count memo`."""
        for name in named.split():
            key, _, kind = name.partition(":")
            yield Column(key, self(f"col.{key}"), kind or "text")

    def share(self, value: Any, decimals: int = 0) -> str:
        """A share in per cent, in the language's form."""
        return numbers.share(value, self.language, decimals)

    def known(self, prefix: str, value: str, **values: Any) -> str:
        """The words for a value of a closed list, such as a document's kind; the value itself if unknown."""
        key = f"{prefix}.{value}"
        return self(key, **values) if key in self else value


def without_value(name: str) -> bool:
    """Whether a name is what tables print for those without a value: `(not given)`, in any of the languages."""
    return name == UNDEFINED or (
        name.startswith("(") and same_name(name) in {Words(language)("no_group") for language in LANGUAGES}
    )


def capital(text: str) -> str:
    """A text that begins a sentence, all else as it is."""
    return text[:1].upper() + text[1:]


Names = Mapping[str, str] | Callable[[str], str] | None


def named(names: Names) -> Callable[[str], str]:
    """A function from id to what is shown; the id itself where nothing is known."""
    if names is None:
        return str
    if isinstance(names, Mapping):
        known = names
        return lambda key: known.get(key, key)
    return names


def named_groups(names: Names, words: Words) -> Callable[[str], str]:
    """What is shown for the groups of an attribute; those without it are said to be that, in words."""
    name = named(names)
    return lambda group: (name(group) if group != UNDEFINED else "") or words("no_group")
