"""The links of a codebook: read with their places, written, and followed where a code gets another id."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING

from ..core.model import LINK_KINDS, Link
from .fields import LINK_FIELDS
from .names import ID
from .values import Values
from .write import link_lines, word
from .yaml_tree import Node

if TYPE_CHECKING:
    from .outline import Outline


def read_links(values: Values, node: Node | None, known: Iterable[str]) -> tuple[Link, ...]:
    """The links under `links:`; each mistake in one is a problem at its line."""
    if node is None:
        return ()
    if node.kind != "list":
        values.wrong(node, "links", "a list of links", 'a link is written - {from: code, kind: "leads to", to: code}')
        return ()
    found = []
    for number, item in enumerate(node.items, start=1):
        link = _link(values, item, f"link {number}", set(known))
        if link is not None:
            found.append(link)
    return tuple(found)


def _link(values: Values, node: Node, what: str, known: set[str]) -> Link | None:
    if node.kind != "map":
        values.wrong(node, what, "from, kind and to", '- {from: code, kind: "leads to", to: code}')
        return None
    fields = values.fields(node, LINK_FIELDS, what)
    for name in LINK_FIELDS[:3]:
        if name not in fields:
            values.problem(node, f"{what} has no {name}", "missing_field", f"a link has {', '.join(LINK_FIELDS[:3])}")
            return None
    source, target = (_end(values, fields[name], f"{what}: {name}", known) for name in ("from", "to"))
    kind = values.text(fields["kind"], f"{what}: kind")
    label = values.names(fields.get("label"), f"{what}: label")
    if source and source == target:
        values.problem(node, f"{what} joins {source!r} with itself", "bad_link", "a link goes from one code to another")
    return Link(source, usual_kind(kind), target, label)


def _end(values: Values, node: Node, what: str, known: set[str]) -> str:
    """A code's id, which must exist here; `book:code`; or words, which stand for literature."""
    text = values.text(node, what)
    if text not in known and (ID.match(text) or text.casefold() in known):
        values.problem(
            node,
            f"{what}: there is no code {text!r}",
            "unknown_code",
            values.offer(text, known) or 'literature is written as words, such as "Schein (2010)"',
        )
    return text


def usual_kind(written: str) -> str:
    """`leads_to`, `Leads-to` -> `leads to`; words of one's own as they are."""
    plain = written.casefold().replace("_", " ").replace("-", " ").strip()
    return next((kind for kind in LINK_KINDS if plain in (kind, kind.removeprefix("is "))), written)


def follow_links(outline: Outline, renamed: Mapping[str, str | None]) -> None:
    """Write the new ids of codes in the links; a link whose code is gone goes with it (None)."""
    node = outline.root.get("links")
    if node is None or not any(end.text in renamed for item in node.items for end in _ends(item)):
        return
    kept = []
    for link, item in zip(outline.book.links, node.items, strict=True):
        source, target = renamed.get(link.source, link.source), renamed.get(link.target, link.target)
        if source is not None and target is not None and source != target:
            kept.append((Link(source, link.kind, target, link.label), item))
    if len(kept) == len(node.items):
        for _, item in kept:
            for end in _ends(item):
                if end.text in renamed:
                    outline.changes.append((end.start, end.stop, word(renamed[end.text] or "")))
        return
    margin = f"{outline.newline}  "
    lines = [line for link, _ in kept for line in link_lines(link, outline.book.language)]
    start = len(outline.text[: node.start].rstrip())
    new = margin + margin.join(lines) if lines else " []"
    outline.changes.append((start, outline.content_end(node), new))


def _ends(item: Node) -> Iterator[Node]:
    for name in ("from", "to"):
        node = item.get(name)
        if node is not None:
            yield node
