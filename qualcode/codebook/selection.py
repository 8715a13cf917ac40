"""Which codes of a frame a project uses: optional sets, variants, and the published codes alone."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

from ..core.errors import UnknownName
from ..core.model import Code, Codebook


def chosen(
    codebook: Codebook, *, sets: Collection[str] = (), variant: str = "", top_level_only: bool = False
) -> Codebook:
    """The codebook with the codes that are switched on.

    Codes of an optional set are on when the set is named (or `all`); those that `variant` leaves
    out are off; `top_level_only` leaves out sub-codes that the toolkit added to the published
    frame. What stands below a code that is off is off too.
    """
    for name in sets:
        if name != "all" and name not in codebook.sets:
            raise UnknownName("set", name, codebook.sets)
    if variant and variant not in codebook.variants:
        raise UnknownName("variant", variant, codebook.variants)
    without = set(codebook.variants.get(variant, ()))

    def off(code: Code) -> bool:
        return (
            code.id in without
            or bool(code.optional and code.optional not in sets and "all" not in sets)
            or (top_level_only and code.origin == "toolkit" and code.parent is not None)
        )

    gone: set[str] = set()
    for code in codebook:
        if code.parent in gone or off(code):
            gone.add(code.id)
    if not gone:
        return codebook
    groups = (tuple(id for id in group if id not in gone) for group in codebook.at_most_one_of)
    return replace(
        codebook,
        codes=tuple(code for code in codebook if code.id not in gone),
        at_most_one_of=tuple(group for group in groups if len(group) > 1),
        links=tuple(link for link in codebook.links if not {link.source, link.target} & gone),
    )
