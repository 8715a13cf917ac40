"""What a result has no room for is refused by name: an option that changes nothing would be taken for one that did."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import fields
from typing import TYPE_CHECKING

from ..core.choices import ShareChoices, Where
from ..core.errors import UsageError

if TYPE_CHECKING:
    from .results import ShareRequest

FILTERS = ("code", "case", "document", "question", "where")
"""The options that select, as `filters` names them."""


def filters(where: Where) -> dict[str, bool]:
    """Which of the options that select were given."""
    return {
        "code": bool(where.codes), "case": bool(where.cases), "document": bool(where.documents),
        "question": bool(where.questions), "where": bool(where.attributes),
    }  # fmt: skip


def choices(chosen: ShareChoices) -> dict[str, bool]:
    """Which choices of a share are others than the usual ones; the unit has a field of its own."""
    usual = ShareChoices()
    return {
        one.name: getattr(chosen, one.name) != getattr(usual, one.name)
        for one in fields(ShareChoices)
        if one.name != "unit"
    }


_SELECTED = FILTERS[1:]  # codes are what is drawn
_COUNTED = ("unit", "level", *_SELECTED)
_SHARED = ("by", *_COUNTED, *choices(ShareChoices()))
FIGURES: Mapping[str, tuple[str, ...]] = {
    "shares": (*_SHARED, "kind"), "bars": _SHARED, "heatmap": ("by", *_COUNTED), "cooccurrence": _COUNTED,
    "saturation": _COUNTED, "timeline": _SELECTED, "map": ("level",), "sequence": ("by", "level"),
}  # fmt: skip
"""The options that change each figure, beside the coder and the width."""


def refuse_in_figure(name: str, request: ShareRequest, kind: str = "") -> None:
    """UsageError (`option_conflict`) where a figure is asked for with what changes nothing in it."""
    given = {
        "by": bool(request.by), "unit": bool(request.unit), "level": request.level is not None, "kind": bool(kind),
        **choices(request.choices), **filters(request.where),
    }  # fmt: skip
    counted = name == "sequence" and request.by not in ("", "-")  # without `by` it is drawn from the codebook alone
    refuse(name, given, (*FIGURES[name], *_SELECTED) if counted else FIGURES[name])


def refuse(name: str, given: Mapping[str, bool], takes: Iterable[str], hint: str = "") -> None:
    """UsageError (`option_conflict`) that names what was given to `name` and is none of what it takes."""
    takes = tuple(takes)
    if wrong := [option for option, said in given.items() if said and option not in takes]:
        usable = f"it takes {_options(takes)}" if takes else "it takes none of these"
        raise UsageError(f"{name} has no room for {_options(wrong)}", slug="option_conflict", hint=hint or usable)


def _options(names: Iterable[str]) -> str:
    return ", ".join(f"--{name.replace('_', '-')}" for name in names)
