"""Edits of a codebook: from its text to its new text, and what becomes of each code.

Order, comments and every byte outside the change stay. Nothing here reads or writes a file or
a coding: the caller recodes by `Edit.recode` and keeps both in one transaction.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field

from ..core.errors import ProblemsFound, UsageError
from ..core.model import Code, Codebook
from ..core.values import frozen
from .fields import CODE_DEFAULTS, SAID_FIELDS
from .loader import parse_file
from .names import HUES, ID, normal_color, usable
from .outline import Item, Outline
from .splice import follow, set_lines, set_text, set_value
from .write import WRITTEN, code_lines, quoted
from .yaml_tree import Node

TEXTS = ("name", "brief", "definition", "use", "not")
"""The fields that `define` can set."""


@frozen
class Edit:
    """A codebook's text after an edit."""

    text: str
    codebook: Codebook
    recode: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Old id -> new ids, for each code whose codings must change: one id to recode to; several for a
    split, which the coder or a rule decides; none where the code is gone."""


def finish(outline: Outline, recode: Mapping[str, tuple[str, ...]] | None = None) -> Edit:
    """Put the pieces together, with new ids wherever codes are referred to, and make sure that the result can be read.

    What refers to a code that becomes several is the caller's to follow.
    """
    follow(outline, {old: new[0] if new else None for old, new in (recode or {}).items() if len(new) < 2})
    text = outline.render()
    parsed = parse_file(text, outline.path)
    if parsed.codebook is None:
        raise ProblemsFound(parsed.problems)
    changed = {old: new for old, new in (recode or {}).items() if new != (old,)}
    return Edit(text, parsed.codebook, changed)


def add(
    text: str,
    id: str,
    *,
    name: str | Mapping[str, str],
    brief: str | Mapping[str, str] = "",
    definition: str | Mapping[str, str] = "",
    color: str = "",
    codable: bool = True,
    origin: str = "researcher",
    after: str | None = None,
    path: str = "codebook.yaml",
) -> Edit:
    """A new code. The front part of its id names its parent.

    Texts are in the codebook's language unless given per language. A new code comes last, but
    before the residual code `other`.
    """
    parent = id.rpartition(".")[0]
    outline = Outline(text, path)
    new_id(outline, id)
    if parent:
        outline.code(parent)
    outline = outline.opened(parent)
    book = outline.book
    if origin == "researcher" and book.kind == "inductive":
        origin = "author"  # an inductive book has no published frame to be told apart from
    code = Code(
        id,
        _names(name, book.language),
        brief=_names(brief, book.language),
        definition=_names(definition, book.language),
        color=_color(color),
        codable=codable,
        origin=origin,
        parent=parent or None,
    )
    place_new(outline, code, after)
    return finish(outline)


def rename(
    text: str,
    id: str,
    *,
    to: str | None = None,
    name: str | None = None,
    language: str | None = None,
    path: str = "codebook.yaml",
) -> Edit:
    """Another id, another name in a language, or both. Codes below follow their parent's id."""
    outline = Outline(text, path).at(id)
    item = outline.item(id)
    recode: dict[str, tuple[str, ...]] = {}
    if to is not None:
        parent = id.rpartition(".")[0]
        if "." in to and to.rpartition(".")[0] != parent:
            raise UsageError(
                f"{to!r} has another parent than {id!r}",
                hint=f"qualcode codebook move {outline.book.id}:{id} {outline.book.id}:{to.rpartition('.')[0]}",
            )
        full = f"{parent}.{to.rpartition('.')[2]}" if parent else to
        if full != id:
            new_id(outline, full)
            recode = moved(outline, id, full)
            node = id_node(item)
            item.changes.append((node.start, node.stop, full if "." in node.text else full.rpartition(".")[2]))
    if name is not None:
        set_text(outline, item, "name", language or outline.book.language, name)
    return finish(outline, recode)


def move(
    text: str, id: str, under: str | None, *, after: str | None = None, first: bool = False, path: str = "codebook.yaml"
) -> Edit:
    """Put a code, with all below it, under another one, or at the top (None)."""
    outline = Outline(text, path)
    outline.code(id)
    if under:
        outline.code(under)
    outline = outline.opened(above(id), under or "", above(after or ""))
    full = relocate(outline, id, under, after=after, first=first)
    recode = moved(outline, id, full)
    return finish(outline, recode)


def remove(text: str, id: str, *, path: str = "codebook.yaml") -> Edit:
    """Take a code out, with all below it. Its codings are left without a code."""
    outline = Outline(text, path)
    outline.code(id)
    outline = outline.opened(above(id))
    gone = [id, *(code.id for code in outline.book.descendants(id))]
    outline.take(outline.item(id))
    return finish(outline, dict.fromkeys(gone, ()))


def retire(text: str, id: str, *, retired: bool = True, path: str = "codebook.yaml") -> Edit:
    """Keep a code and its codings, but offer it no more; all below it likewise."""
    outline = Outline(text, path)
    outline.code(id)
    ids = [id, *(code.id for code in outline.book.descendants(id))]
    outline = outline.opened(*ids)
    for each in ids:
        if outline.book.code(each).retired == retired:
            continue
        if retired:
            set_value(outline, outline.item(each), "retired", "true")
        else:
            outline.drop_field(outline.item(each), "retired")
    return finish(outline)


def recolour(text: str, id: str, color: str, *, path: str = "codebook.yaml") -> Edit:
    """Another colour: `#RRGGBB`, or the name of one of the seven hues."""
    outline = Outline(text, path).at(id)
    set_value(outline, outline.item(id), "color", quoted(_color(color)))
    return finish(outline)


def define(
    text: str, id: str, field: str, value: str, *, language: str | None = None, path: str = "codebook.yaml"
) -> Edit:
    """Write one of a code's texts (name, brief, definition, use, not) in a language."""
    if field not in TEXTS:
        raise UsageError(f"{field!r}: expected one of {', '.join(TEXTS)}")
    if not value.strip():
        raise UsageError(f"{id}: {field} would be empty")
    outline = Outline(text, path).at(id)
    set_text(outline, outline.item(id), field, language or outline.book.language, value.strip())
    return finish(outline)


def assign(text: str, like: Code, id: str, field: str, *, path: str = "codebook.yaml") -> Edit:
    """Give a code one field as another code has it; where that one says nothing of it, the field goes.

    `field` is an attribute of `Code`. Texts in several languages are better set one by one, by `define`.
    """
    outline = Outline(text, path).at(id)
    [known] = [each for each in SAID_FIELDS if each.of_code == field]
    value = getattr(like, field)
    unsaid = value == CODE_DEFAULTS.get(field) or not (value or known.kind == "flag")
    lines = () if unsaid else WRITTEN[known.kind](like, known.name, value, outline.book.language)
    set_lines(outline, outline.item(id), known.name, list(lines))
    return finish(outline)


def as_elsewhere(text: str, code: Code, *, path: str = "codebook.yaml") -> Edit:
    """A code as another version of the codebook has it: made under its parent, or each field that differs set."""
    outline = Outline(text, path)
    if code.id not in outline.book:
        outline = outline.opened(code.parent or "")
        place_new(outline, code)
        return finish(outline)
    here = outline.book.code(code.id)
    for name in (each.of_code for each in SAID_FIELDS):
        if getattr(here, name) != getattr(code, name):
            text = assign(text, code, code.id, name, path=path).text
    return finish(Outline(text, path))


# What several edits share


def above(id: str) -> str:
    """The id of the code that this one stands under; `""` at the top."""
    return id.rpartition(".")[0]


def new_id(outline: Outline, id: str) -> None:
    """Refuse an id that cannot be one, or that is taken."""
    if not ID.match(id):
        raise UsageError(
            f"{id!r} is no id: the letters a to z, digits and hyphens, beginning with a letter",
            slug="bad_id",
            hint=f"write {usable(id)}, and give the words as --name",
        )
    if id in outline.book:
        raise UsageError(
            f"there is a code {id!r} already ({outline.book.code(id).label(outline.book.language)})",
            slug="duplicate_id",
        )


def moved(outline: Outline, id: str, full: str) -> dict[str, tuple[str, ...]]:
    """What a code's new id means for it and for all below it."""
    below = {code.id: (full + code.id[len(id) :],) for code in outline.book.descendants(id)}
    return {id: (full,), **below}


def relocate(outline: Outline, id: str, under: str | None, *, after: str | None = None, first: bool = False) -> str:
    """Place a code's pieces elsewhere; its new id."""
    last = id.rpartition(".")[2]
    full = f"{under}.{last}" if under else last
    if under == id or (under or "").startswith(id + "."):
        raise UsageError(f"{id!r} cannot stand under itself", slug="parent_cycle")
    if full != id:
        new_id(outline, full)
    item = outline.item(id)
    parent = outline.by_id[under] if under else None
    sibling = _sibling(outline, parent, after)
    outline.place(item, parent, after=sibling, first=first)
    if sibling is None and not first:
        _before_other(outline, item)
    node = id_node(item)
    if "." in node.text and full != id:
        item.changes.append((node.start, node.stop, full))
    return full


def place_new(outline: Outline, code: Code, after: str | None = None, first: bool = False) -> Item:
    """Make the pieces of a new code and place them under its parent."""
    lines = code_lines(code, outline.book.language)
    made = "".join(line + outline.newline for line in lines)
    item = Item(code.id, None, "", 0, 0, 0, 0, 0, made=made)
    parent = outline.by_id[code.parent] if code.parent else None
    sibling = _sibling(outline, parent, after)
    outline.place(item, parent, after=sibling, first=first)
    outline.by_id[code.id] = item
    if sibling is None and not first:
        _before_other(outline, item)
    return item


def _sibling(outline: Outline, parent: Item | None, id: str | None) -> Item | None:
    if id is None:
        return None
    item = outline.by_id.get(id)
    siblings = outline.items if parent is None else parent.items
    if item is None or item not in siblings:
        raise UsageError(f"{id!r} does not stand at that place", slug="bad_place")
    return item


def _before_other(outline: Outline, item: Item) -> None:
    """A code that came last goes before the residual code."""
    siblings = outline.items if item.above is None else item.above.items
    if len(siblings) > 1 and siblings[-2].id.rpartition(".")[2] == "other":
        siblings[-2], siblings[-1] = siblings[-1], siblings[-2]


def id_node(item: Item) -> Node:
    """Where the id of a code stands that the file had."""
    if item.entry is None:
        raise ValueError(f"{item.id} was just made")
    return item.entry.fields["id"]


def _names(text: str | Mapping[str, str], language: str) -> Mapping[str, str]:
    if isinstance(text, str):
        return {language: text.strip()} if text.strip() else {}
    return text


def _color(written: str) -> str:
    if not written:
        return ""
    try:
        return HUES.get(written.lower()) or normal_color(written)
    except ValueError:
        raise UsageError(
            f"{written!r} is no colour", slug="bad_color", hint=f"write #RRGGBB, or one of {', '.join(HUES)}"
        ) from None
