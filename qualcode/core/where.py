"""Which codings and units are meant: one filter, the same for every reading command."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from .letters import composed


@dataclass(frozen=True, slots=True)
class Where:
    """A selection. An empty field does not restrict; several values of one field mean either."""

    codes: tuple[str, ...] = ()
    """Full codes (`moore:value`); each means itself and all below it."""
    coders: tuple[str, ...] = ()
    cases: tuple[str, ...] = ()
    documents: tuple[str, ...] = ()
    questions: tuple[str, ...] = ()
    """Item ids; a main question means its sub-questions too."""
    attributes: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Case or document attributes, as in `--where role=director`."""

    def __post_init__(self) -> None:
        """Names are met however their letters are composed, wherever they were typed or copied from."""
        for name in ("codes", "coders", "cases", "documents", "questions"):
            object.__setattr__(self, name, tuple(map(composed, getattr(self, name))))
        attributes = {composed(key): tuple(map(composed, values)) for key, values in self.attributes.items()}
        object.__setattr__(self, "attributes", attributes)

    def __hash__(self) -> int:
        named = (self.codes, self.coders, self.cases, self.documents, self.questions)
        return hash((*named, tuple(sorted((key, tuple(values)) for key, values in self.attributes.items()))))

    def __bool__(self) -> bool:
        return any((self.codes, self.coders, self.cases, self.documents, self.questions, self.attributes))

    def describe(self) -> str:
        """One line that says what was selected, to print beside a result."""
        parts = []
        for name in ("codes", "coders", "cases", "documents", "questions"):
            values = getattr(self, name)
            if values:
                parts.append(f"{name} {', '.join(values)}")
        parts += [f"{key} = {' or '.join(values)}" for key, values in self.attributes.items()]
        return "; ".join(parts)


def under(code: str, wanted: str) -> bool:
    """Whether `code` is `wanted` or stands below it in the tree of its codebook.

    >>> under("moore:value.mission", "moore:value"), under("moore:values", "moore:value")
    (True, False)
    >>> under("moore:value", "moore:*")
    True
    """
    if wanted.endswith(":*"):
        return code.startswith(wanted[:-1])
    return code == wanted or code.startswith(wanted + ".")
