"""Edits that change what codes there are: merge, split, group, and promote from one book to another."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import field, replace

from ..core.errors import UsageError
from ..core.model import Code, Codebook
from ..core.values import frozen
from .edits import Edit, above, finish, moved, new_id, place_new, relocate
from .names import SEGMENT
from .outline import Outline
from .splice import add_aliases, follow

Recode = dict[str, tuple[str, ...]]


@frozen
class Part:
    """One of the codes that a code is split into."""

    id: str
    """The last level of its id."""
    name: Mapping[str, str]
    brief: Mapping[str, str] = field(default_factory=dict)


@frozen
class Promotion:
    """A code that went from one codebook to another."""

    left: Edit
    """The codebook it left."""
    joined: Edit
    """The codebook it joined."""
    recode: Mapping[str, tuple[str, ...]]
    """Full codes, `open:time -> moore:capacity.time`."""


def merge(text: str, ids: Sequence[str], into: str, *, aliases: bool = True, path: str = "codebook.yaml") -> Edit:
    """Several codes become one of them, or another one that exists.

    With `aliases`, their names are kept as such of it; codes below them move below it, and those that then meet
    one of the same id are merged with it.
    """
    outline = Outline(text, path)
    sources = [id for id in dict.fromkeys(ids) if id != into]
    for id in (into, *sources):
        outline.code(id)
    if not sources:
        raise UsageError("nothing to merge: name at least one code besides the one that stays")
    for id in sources:
        if into.startswith(id + "."):
            raise UsageError(
                f"{id!r} cannot be merged into {into!r}, which stands below it",
                slug="parent_cycle",
                hint=f"qualcode codebook move {outline.book.id}:{into} /",
            )
    sources.sort(key=lambda each: -each.count("."))  # what stands deepest goes first
    below = [code.id for id in sources for code in outline.book.descendants(id)]
    meeting = [into + id[len(source) :] for source in sources for id in below if id.startswith(source + ".")]
    outline = outline.opened(into, *sources, *below, *(id for id in meeting if id in outline.book))
    recode: Recode = {}
    joined: dict[str, list[Code]] = {}
    for id in sources:
        _merge_one(outline, id, into, into, recode, joined)
    for id, codes in joined.items() if aliases else ():
        add_aliases(outline, outline.by_id[id], codes)
    return finish(outline, recode)


def _merge_one(outline: Outline, id: str, into: str, full: str, recode: Recode, joined: dict[str, list[Code]]) -> None:
    """Merge a code into another, which stands at `into` now and is called `full` in the end."""
    target = outline.by_id[into]
    joined.setdefault(into, []).append(outline.book.code(id))
    recode[id] = (full,)
    taken = {item.id.rpartition(".")[2]: item.id for item in target.items}
    for item in list(outline.by_id[id].items):
        last = item.id.rpartition(".")[2]
        if last in taken:
            _merge_one(outline, item.id, taken[last], f"{full}.{last}", recode, joined)
        else:
            taken[last] = item.id
            outline.place(item, target)
            recode.update(moved(outline, item.id, f"{full}.{last}"))
    outline.take(outline.by_id[id])


def split(text: str, id: str, parts: Sequence[Part], *, keep: bool = False, path: str = "codebook.yaml") -> Edit:
    """One code becomes several.

    With `keep` they stand below it and it stays as their theme; without, they take its place.
    `recode` names every code that a coding may go to; the coder or a rule decides which.
    """
    outline = Outline(text, path)
    old = outline.code(id)
    if len(parts) < (1 if keep else 2):
        raise UsageError(f"{id!r} is split into at least two codes", slug="bad_split")
    below = outline.book.children(id)
    if below and not keep:
        raise UsageError(
            f"{id!r} has codes below it, which need a place",
            slug="bad_split",
            hint="--keep puts the new codes beside them",
        )
    outline = outline.opened(id)
    parent = id if keep else old.parent
    for part in parts:
        if not SEGMENT.match(part.id):
            new_id(outline, part.id)
        full = f"{parent}.{part.id}" if parent else part.id
        if not (full == id and not keep):
            new_id(outline, full)
    if len({part.id for part in parts}) < len(parts):
        raise UsageError("two of the new codes have the same id", slug="duplicate_id")
    new: list[str] = []
    previous = None if keep else id
    for part in parts:
        full = f"{parent}.{part.id}" if parent else part.id
        code = Code(
            full,
            part.name,
            brief=part.brief,
            parent=parent,
            origin=_added(outline.book),
            color=old.color if full == id and not old.color_derived else "",
        )
        original = outline.by_id[id]
        place_new(outline, code, after=previous)
        if full == id:  # the first part took the id; the old pieces go below
            outline.by_id["\n" + id] = original
        new.append(full)
        previous = None if keep else full
    if not keep:
        outline.take(outline.by_id.get("\n" + id) or outline.by_id[id])
        follow(outline, {id: new[0] if id not in new else id})
    recode: Recode = {id: (*new, id) if keep else tuple(new)}
    return finish(outline, recode)


def group(
    text: str, ids: Sequence[str], into: str, *, name: str | Mapping[str, str] = "", path: str = "codebook.yaml"
) -> Edit:
    """Put codes under a theme, which is made where the first of them stood if it does not exist."""
    outline = Outline(text, path)
    ids = list(dict.fromkeys(ids))
    for id in ids:
        outline.code(id)
    exists = into in outline.book
    parent = into.rpartition(".")[0]
    if not ids:
        raise UsageError("name the codes to group")
    if not exists:
        new_id(outline, into)
        if parent:
            outline.code(parent)
        if not name:
            raise UsageError(f"the theme {into!r} is new and needs a name", hint="--name '...'")
    outline = outline.opened(*map(above, ids), *([into] if exists else [parent] if parent else []))
    book = outline.book
    ids = [id for id in ids if not any(id.startswith(other + ".") for other in ids)]
    if not exists:
        names = {book.language: name.strip()} if isinstance(name, str) else name
        theme = Code(into, names, codable=False, parent=parent or None, origin=_added(book))
        first = next((id for id in ids if (book.code(id).parent or "") == parent), None)
        before = _before(outline, first)
        place_new(outline, theme, after=before, first=first is not None and before is None)
    recode: Recode = {}
    for id in ids:
        if book.code(id).parent == into:
            continue
        full = _under_new(outline, id, into) if not exists else relocate(outline, id, into)
        recode.update(moved(outline, id, full))
    return finish(outline, recode)


def _before(outline: Outline, id: str | None) -> str | None:
    """The sibling before a code; None for the first."""
    if id is None:
        return None
    item = outline.by_id[id]
    siblings = outline.items if item.above is None else item.above.items
    at = siblings.index(item)
    return siblings[at - 1].id if at else None


def _under_new(outline: Outline, id: str, into: str) -> str:
    full = f"{into}.{id.rpartition('.')[2]}"
    if any(item.id.rpartition(".")[2] == id.rpartition(".")[2] for item in outline.by_id[into].items):
        raise UsageError(f"two of the codes would both be {full!r}", slug="duplicate_id")
    return relocate(outline, id, into)


def promote(
    text: str,
    id: str,
    frame: str,
    under: str | None = None,
    *,
    path: str = "open.yaml",
    frame_path: str = "codebook.yaml",
) -> Promotion:
    """An open code, with all below it, becomes part of a frame, marked as the researcher's."""
    source, target = Outline(text, path), Outline(frame, frame_path)
    code = source.code(id)
    if under:
        target.code(under)
    last = id.rpartition(".")[2]
    full = f"{under}.{last}" if under else last
    new_id(target, full)
    target = target.opened(*([under] if under else []))
    ids = {id: full}
    for each in (code, *source.book.descendants(id)):
        ids[each.id] = full + each.id[len(id) :]
        joined = replace(
            each,
            id=ids[each.id],
            parent=under if each.id == id else ids[each.parent or ""],
            origin=_added(target.book),
            color="" if each.color_derived else each.color,
            color_derived=False,
            optional="",
            requires=(),
        )
        place_new(target, joined)
    source = source.opened(above(id))
    source.take(source.item(id))
    left, right = finish(source, dict.fromkeys(ids, ())), finish(target)
    full_codes = {f"{source.book.id}:{old}": (f"{target.book.id}:{new}",) for old, new in ids.items()}
    return Promotion(left, right, full_codes)


def _added(book: Codebook) -> str:
    """Whose a code is that a researcher adds: in an inductive book there is no other author."""
    return "author" if book.kind == "inductive" else "researcher"
