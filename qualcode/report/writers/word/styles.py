"""The styles of a Word report: Word's own by their names, and a few of qualcode's.

They stand in `report.docx` beside this module and are changed there, in Word. A person's own
styles win: only what her document does not have is added, so that the report looks as the thesis
does and can be pasted into it.
"""

from __future__ import annotations

import copy
import functools
from collections.abc import Iterator
from importlib import resources
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from docx.document import Document

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
w = f"{{{W}}}"

TAGS = {"da": "da-DK", "nb": "nb-NO", "sv": "sv-SE", "en": "en-GB"}
"""The language of proofing, by the language of the report."""

_BASES = {"paragraph": "normal", "table": "normal table"}
"""The names of the styles on which all others rest."""


def own_document() -> Document:
    """A new copy of the document with our styles, page and footer."""
    import docx

    with resources.files(__package__).joinpath("report.docx").open("rb") as file:
        return docx.Document(file)


@functools.cache
def _own() -> Document:
    """The same, to take styles from; never changed."""
    return own_document()


def names(styles: Any) -> dict[str, str]:
    """Style ids by name in lower case, of a `w:styles` element."""
    ids: dict[str, str] = {}
    for style in styles.iterchildren(f"{w}style"):
        for name in style.iterchildren(f"{w}name"):
            ids.setdefault(str(name.get(f"{w}val")).casefold(), style.get(f"{w}styleId", ""))
    return ids


def added_to(styles: Any) -> tuple[dict[str, str], bool]:
    """Add to a document's `w:styles` those of ours that it lacks.

    Returns each style's id by its name in lower case, and whether our bullet list is needed.
    """
    ids = names(styles)
    taken = {style.get(f"{w}styleId") for style in styles.iterchildren(f"{w}style")}
    defaults = {kind: ids.get(name) for kind, name in _BASES.items()}
    defaults |= {style.get(f"{w}type"): style.get(f"{w}styleId") for style in _defaults(styles)}
    needs_bullets = "list bullet" not in ids
    for ours in _own().styles.element.iterchildren(f"{w}style"):
        name = ours.find(f"{w}name").get(f"{w}val").casefold()
        if name in ids or ours.get(f"{w}default"):
            continue
        style = copy.deepcopy(ours)
        id = style.get(f"{w}styleId")
        ids[name] = f"{id}Q" if id in taken else id
        style.set(f"{w}styleId", ids[name])
        for reference in (*style.iterchildren(f"{w}basedOn"), *style.iterchildren(f"{w}next")):
            base = defaults.get(style.get(f"{w}type"))
            if base:  # an added style rests on the document's own default one
                reference.set(f"{w}val", base)
            else:
                style.remove(reference)
        styles.append(style)
    return ids, needs_bullets


def name_defaults(styles: Any) -> None:
    """Mark the style on which all text rests, in files of programs that leave the mark out."""
    marked = {style.get(f"{w}type") for style in _defaults(styles)}
    ids = names(styles)
    for style in styles.iterchildren(f"{w}style"):
        kind = style.get(f"{w}type")
        if kind not in marked and kind in _BASES and style.get(f"{w}styleId") == ids.get(_BASES[kind]):
            style.set(f"{w}default", "1")


def _defaults(styles: Any) -> Iterator[Any]:
    for style in styles.iterchildren(f"{w}style"):
        if style.get(f"{w}default") in ("1", "true", "on"):
            yield style


def add_bullets(numbering: Any, list_style: Any) -> None:
    """Add our bullet list to a `w:numbering` and let the added style `list bullet` use it."""
    ours = _own().part.numbering_part.element
    kinds, uses = numbering.findall(f"{w}abstractNum"), numbering.findall(f"{w}num")
    kind = 1 + max((int(each.get(f"{w}abstractNumId", 0)) for each in kinds), default=0)
    number = 1 + max((int(each.get(f"{w}numId", 0)) for each in uses), default=0)
    definition = copy.deepcopy(ours.find(f"{w}abstractNum"))
    definition.set(f"{w}abstractNumId", str(kind))
    use = copy.deepcopy(ours.find(f"{w}num"))
    use.set(f"{w}numId", str(number))
    use.find(f"{w}abstractNumId").set(f"{w}val", str(kind))
    if uses:  # all definitions stand before the first use of one
        uses[0].addprevious(definition)
        uses[-1].addnext(use)
    else:
        numbering.extend([definition, use])
    for reference in list_style.iter(f"{w}numId"):
        reference.set(f"{w}val", str(number))
