"""What a result cannot say, in sentences: one for each slug an analysis attaches to it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from ...core.results import Caveat
from ..wording import Words


def sentence(caveat: Caveat, words: Words) -> str:
    """The sentence of a caveat; one that has no words of its own shows its slug and values."""
    key = f"caveat.{caveat.slug}"
    values = {name: _value(name, value, words) for name, value in caveat.values.items()}
    if "n" not in values and len(values) == 1:
        (only,) = values.values()
        if isinstance(only, int):
            values["n"] = only
    values.setdefault("values", ", ".join(_told(name, value, words) for name, value in caveat.values.items()))
    for form in (key, f"{key}.one", f"{key}.other"):
        if form in words:
            try:
                return words(key, **values)
            except KeyError:
                break
    listed = ", ".join(f"{name} {words.form(value)}" for name, value in caveat.values.items())
    return f"{caveat.slug}: {listed}" if listed else caveat.slug


def _told(name: str, value: Any, words: Words) -> str:
    known = _value(name, value, words)
    return known if isinstance(known, str) and known != value else f"{name} {words.form(value)}"


def _value(name: str, value: Any, words: Words) -> Any:
    if name in ("low", "high") and isinstance(value, float):
        return words.share(value)
    if f"count.{name}.other" in words and isinstance(value, int):
        return words(f"count.{name}", n=value)
    return value


def sentences(caveats: Iterable[Caveat], words: Words) -> list[str]:
    """Every caveat once, in order."""
    return list(dict.fromkeys(sentence(caveat, words) for caveat in caveats))
