"""From codebooks to a concept map: codes as nodes, the codebook's links and its tree as arrows."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from ...core.errors import UsageError
from ...core.model import Code, Codebook, Link
from ...core.table import Figure
from ..wording import Words
from .names import Namer

MANY = 20
"""Arrows that all say the same do not say it each when they are so many."""
MOST_ON_ONE = 25
"""A book of more codes, most of them linked, is no node of its own: it would be a star that hides the links."""


def map_figure(
    books: Sequence[Codebook],
    codes: Sequence[str] = (),
    language: str = "en",
    *,
    level: int | None = None,
    name: str = "figure-map",
) -> Figure:
    """The codes of `books` with the links between them, and what they are linked to in the literature.

    `codes` (full ids) keeps the map to these codes, what stands below them, and what they are linked
    to; `level` to codes this deep. Retired codes, and the residual code `other`, are there only where
    a link names them. A book whose codes do not hang together gets a node of its own that they are
    part of. Raises UsageError where nothing is left to draw.
    """
    say, names = Words(language, __package__), Namer(books, language)
    links = [_Tie(book, link) for book in books for link in book.links]
    shown = {f"{book.id}:{code.id}" for book in books for code in book if _usual(code)}
    if level is not None:
        shown = {full for full in shown if full.count(".") < level}
    if codes:
        shown = {full for full in shown if any(full == code or full.startswith(code + ".") for code in codes)}
        links = [tie for tie in links if {tie.source, tie.target} & shown]
    linked = {end for tie in links for end in (tie.source, tie.target)}
    ordered = list(dict.fromkeys([*names.in_order(shown | {e for e in linked if e in names}), *_ends(links)]))
    if not ordered:
        raise UsageError("there is no code to draw", slug="nothing_to_draw", hint="qualcode codebook show")
    nodes: list[dict[str, Any]] = [
        {"id": end, "label": names.code(end) if end in names else end, "color": names.color(end),
         "is": "code" if end in names else "text"}
        for end in ordered
    ]  # fmt: skip
    spoken = [
        {"from": tie.source, "to": tie.target, "kind": tie.link.kind, "label": _label(tie.link, say, language)}
        for tie in links
    ]
    said_once = _said_once(spoken)
    tied = {(edge["from"], edge["to"]) for edge in spoken}
    tree = [(full, full.rpartition(".")[0]) for full in ordered if full in names and "." in full]
    edges = spoken + [_part(a, b) for a, b in tree if b in ordered and (a, b) not in tied]
    for book in books:
        own = [full for full in ordered if full.startswith(f"{book.id}:") and full in names]
        lonely = [full for full in own if not any(full in (edge["from"], edge["to"]) for edge in edges)]
        crowded = len(own) > MOST_ON_ONE and len(lonely) * 2 < len(own)
        if not codes and len(own) > 1 and not crowded and not _joined(own, edges):
            root = f"{book.id}:"
            nodes.append({"id": root, "label": names.title(book), "color": "", "is": "book"})
            edges += [_part(full, root) for full in own if "." not in full]
    kinds = {edge["kind"] for edge in spoken}
    data = {
        "nodes": nodes,
        "edges": edges,
        "key": [
            *([say("key.arrow", kind=said_once)] if said_once else []),
            *([say("key.part")] if len(edges) > len(spoken) else []),
            *([say("key.contradicts")] if "contradicts" in kinds else []),
            *([say("key.literature")] if any(node["is"] == "text" for node in nodes) else []),
        ],
    }
    called = {node["id"]: node["label"] for node in nodes}
    part = say("link.part")
    told = []
    for edge in edges:
        kind = edge["label"] or (part if edge["kind"] in ("tree", "is part of") else said_once)
        told.append(say("alt.link", a=called[edge["from"]], kind=kind, b=called[edge["to"]]))
    title = ", ".join(map(names.title, books))
    return Figure("map", data, f"{say('title.map')}: {title}", f"{say('alt.map')} {'; '.join(told)}.", name)


def _said_once(spoken: list[dict[str, Any]]) -> str:
    """What all of many arrows say, taken off them for the key: the same words ninety times hide the codes."""
    labels = {edge["label"] for edge in spoken}
    if len(spoken) < MANY or len(labels) > 1:
        return ""
    for edge in spoken:
        edge["label"] = ""
    return str(labels.pop())


class _Tie:
    """A link with both ends as full ids."""

    def __init__(self, book: Codebook, link: Link) -> None:
        self.link = link
        self.source, self.target = (
            f"{book.id}:{end}" if end in book else end for end in (link.source, link.target)
        )  # fmt: skip


def _usual(code: Code) -> bool:
    return not code.retired and code.id.rpartition(".")[2] != "other"


def _ends(links: Sequence[_Tie]) -> Iterator[str]:
    for tie in links:
        yield from (tie.source, tie.target)


def _part(below: str, above: str) -> dict[str, str]:
    """What the tree says already; drawn without words."""
    return {"from": below, "to": above, "kind": "tree", "label": ""}


def _label(link: Link, say: Words, language: str) -> str:
    if link.label:
        return link.label.get(language) or next(iter(link.label.values()))
    known = {
        "is part of": say("link.part"),
        "leads to": say("link.leads"),
        "supports": say("link.supports"),
        "contradicts": say("link.contradicts"),
    }
    return known.get(link.kind, link.kind)


def _joined(own: Sequence[str], edges: Sequence[dict[str, Any]]) -> bool:
    """Whether the arrows lead from each of these codes to every other, in whatever direction."""
    import networkx

    graph = networkx.Graph((edge["from"], edge["to"]) for edge in edges)
    graph.add_nodes_from(own)
    return bool(set(own) <= networkx.node_connected_component(graph, own[0]))
