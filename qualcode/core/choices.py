"""What is chosen for a result: which codings and units (`Where`), and how a share counts them (`ShareChoices`).

Each choice behind a share is a named option with one default, checked before anything is counted.
They are one value from the command line, a field of a draft or a script down to the sums, so a new
choice is a field here and the place that counts by it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import field, fields
from numbers import Integral, Real
from typing import Any

from .errors import UsageError, conflict, did_you_mean, one_of
from .languages import composed
from .values import frozen

SHARE_CHOICES: Mapping[str, tuple[str, ...]] = {
    "unit": ("answer", "turn", "paragraph", "sentence", "segment", "document"),
    "score": ("presence", "intensity", "extent"),
    "count": ("full", "fractional", "primary"),
    "base": ("all", "coded", "codings", "material"),
    "equalize": ("none", "informant", "question", "answer", "informant-question"),
    "nonresponse": ("exclude", "zero"),
    "overlap": ("any", "majority", "full"),
    "measure": ("chars", "words"),
    "ci": ("", "logit-t", "t", "jackknife", "bootstrap", "wilson"),
    "test": ("", "permutation"),
    "two_sided": ("absolute", "doubling"),
    "adjust": ("", "holm"),
}
"""The values of each option, the default first."""

CERTAINTY = ("ci", "confidence", "test", "two_sided", "adjust", "seed", "replicates")
"""The options that say how sure a share is; by all others the share itself is another."""
_KINDS: Mapping[str, tuple[type, str]] = {
    "str": (str, "a text"),
    "bool": (bool, "true or false"),
    "int": (Integral, "a whole number"),
    "float": (Real, "a number"),
}
WEIGHTS = ("unit", "words", "chars", "case")


@frozen
class ShareChoices:
    """Every choice of a share table; the fields are the options of `shares`."""

    unit: str = "answer"
    score: str = "presence"
    count: str = "full"
    base: str = "all"
    """`material` divides by all units of the selection, also those of documents the coder has not begun."""
    weight: str = "unit"
    """`unit`, `words`, `chars`, `case` (the column `weight` of cases.csv), or `column:NAME`."""
    equalize: str = "none"
    nonresponse: str = "exclude"
    overlap: str = "any"
    rollup: bool = True
    measure: str = "chars"
    """What an extent is measured in."""
    ci: str = ""
    confidence: float = 0.95
    test: str = ""
    two_sided: str = "absolute"
    adjust: str = ""
    seed: int = 1
    replicates: int = 2000
    """Resamples of the bootstrap where it is not exact."""

    def __post_init__(self) -> None:
        for each in fields(self):
            kind, expected = _KINDS[str(each.type)]
            if not isinstance(value := getattr(self, each.name), kind):
                raise UsageError(f"{each.name}={value!r}: expected {expected}", slug="bad_option")
        for option, known in SHARE_CHOICES.items():
            one_of(option, getattr(self, option), known)
        if self.weight not in WEIGHTS and not self.weight.startswith("column:"):
            one_of("weight", self.weight, (*WEIGHTS, "column:NAME"))
        if not 0 < self.confidence < 1:
            raise UsageError(
                f"confidence {self.confidence}: expected a number between 0 and 1, such as 0.95", slug="bad_option"
            )
        if self.replicates < 2000:
            raise UsageError(f"replicates {self.replicates}: expected at least 2000", slug="bad_option")
        self._check_conflicts()

    def _check_conflicts(self) -> None:
        if self.score == "extent" and self.count == "primary":
            conflict("an extent has no primary code: score=extent and count=primary do not go together")
        if self.measure == "words" and self.score != "extent":
            conflict("measure=words says how an extent is measured; it needs score=extent")
        if self.ci in ("logit-t", "t", "bootstrap") and self.equalize not in ("none", "informant"):
            conflict(f"ci={self.ci} needs equalize none or informant; jackknife goes with every equalisation")
        if self.ci == "wilson" and (self.equalize != "none" or self.weight != "unit" or self.score != "presence"):
            conflict("ci=wilson counts answers: it needs score presence, weight unit and equalize none")
        if self.adjust and not self.test:
            conflict(f"adjust={self.adjust} corrects p-values: it needs test=permutation")

    @classmethod
    def of(cls, options: Mapping[str, Any]) -> ShareChoices:
        """The options as checked choices; UsageError `bad_option` for one that does not exist."""
        for option in options:
            if option not in cls.__dataclass_fields__:
                raise UsageError(f"there is no option {option!r}{did_you_mean(option, cls.__dataclass_fields__)}")
        return cls(**options)

    @property
    def unopened(self) -> bool:
        """Whether documents that the coder has not begun are divided by too."""
        return self.base == "material"

    def as_mapping(self) -> dict[str, Any]:
        """Every choice by name, defaults too."""
        return {field.name: getattr(self, field.name) for field in fields(self)}


@frozen
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

    @property
    def divides_documents(self) -> bool:
        """Whether it may leave some turns of a document and not others."""
        return bool(self.cases or self.questions or self.attributes)

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


def outermost(codes: Iterable[str]) -> list[str]:
    """The codes that stand below none of the others: what carries any of them is counted once among these.

    >>> outermost(["moore:value", "moore:value.mission", "moore:support"])
    ['moore:value', 'moore:support']
    """
    codes = list(codes)
    return [code for code in codes if not any(code != other and under(code, other) for other in codes)]
