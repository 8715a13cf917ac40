"""A concept map on paper, or as GraphML for yEd: boxes that do not overlap, and arrows with words between them.

networkx finds where nodes stand (Fruchterman & Reingold 1991, from several beginnings); boxes are then pushed
apart, because the layout knows points, not words. Of the beginnings the one is kept in which the fewest arrows
cross each other or run behind a box that they have nothing to do with.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from xml.etree import ElementTree as Xml

from ...core.text import ORDERS
from .panels import key_lines
from .sheet import INK, SOFT, Sheet, leading, mix, text_width, wrap

SIZE, SMALL = 7.0, 6.0
BESIDE, BELOW = 1.2, 0.85
"""The least room between two boxes, in centimetres: room for an arrow with its words."""
BEGINNINGS = 16
MOST_COMPARED = 60
"""With more arrows than this the first layout is taken: comparing would cost more than it gives."""

Point = tuple[float, float]


@dataclass(slots=True)
class Box:
    """A node's words and where its middle stands."""

    lines: list[str]
    width: float
    height: float
    x: float = 0.0
    y: float = 0.0

    def holds(self, point: Point, wide: float = 0.0, tall: float = 0.0) -> bool:
        """Whether something `wide` and `tall` around the point would touch the box."""
        return abs(point[0] - self.x) < (self.width + wide) / 2 and abs(point[1] - self.y) < (self.height + tall) / 2


def concept_map(data: Mapping[str, Any], language: str, width: float) -> tuple[Sheet, float]:
    """The map at a width, and the height that it takes."""
    boxes = placed(data, width)
    sheet = Sheet(width)
    taken: list[tuple[Point, float]] = []
    for edge in sorted(data["edges"], key=lambda edge: edge["kind"] != "tree"):
        _arrow(sheet, edge, boxes, taken)
    for node in data["nodes"]:
        box = boxes[node["id"]]
        left, top = box.x - box.width / 2, box.y - box.height / 2
        fill = mix(node["color"] or "#cccccc", "#ffffff", 0.78) if node["is"] == "code" else "#ffffff"
        if node["is"] == "book":
            fill = "#e6e6e6"
        edge = SOFT if node["is"] == "text" else node["color"] or INK
        sheet.box(left, top, box.width, box.height, fill=fill, edge=edge, line=0.8, above=3)
        step = leading(SIZE)
        first = box.y - step * (len(box.lines) - 1) / 2
        for number, line in enumerate(box.lines):
            sheet.text(box.x, first + number * step, line, size=SIZE, align="center",
                       bold=node["is"] == "book", italic=node["is"] == "text")  # fmt: skip
    bottom = max(box.y + box.height / 2 for box in boxes.values())
    return sheet, key_lines(sheet, data, 0.1, bottom + 0.3, width - 0.2)


def placed(data: Mapping[str, Any], width: float) -> dict[str, Box]:
    """Each node's box at its place; the same data always give the same places.

    What no arrow joins stands below one another, as a layout would drive it apart.
    """
    import networkx

    graph = networkx.Graph()
    graph.add_nodes_from(node["id"] for node in data["nodes"])
    graph.add_edges_from((edge["from"], edge["to"]) for edge in data["edges"])
    found: dict[str, Box] = {}
    down = 0.0
    for ids in networkx.connected_components(graph):
        nodes = [node for node in data["nodes"] if node["id"] in ids]
        edges = [edge for edge in data["edges"] if edge["from"] in ids]
        boxes = _laid_out(nodes, edges, width)
        for box in boxes.values():
            box.y += down
        found |= boxes
        down = max(box.y + box.height / 2 for box in boxes.values()) + BELOW - 0.1
    return found


def _laid_out(nodes: Sequence[Mapping[str, Any]], edges: Sequence[Mapping[str, Any]], width: float) -> dict[str, Box]:
    """The best of several layouts of nodes that hang together."""
    import networkx

    graph = networkx.Graph()
    graph.add_nodes_from(node["id"] for node in nodes)
    graph.add_edges_from((edge["from"], edge["to"]) for edge in edges)
    compared = len(graph) > 2 and len(edges) <= MOST_COMPARED
    tried = []
    for seed in range(BEGINNINGS if compared else 1):
        spots = networkx.spring_layout(graph, seed=seed, iterations=120, k=2.2 / len(graph) ** 0.5)
        boxes = _boxes(nodes, width)
        _stretch(boxes, {id: (float(x), float(y)) for id, (x, y) in spots.items()}, width)
        tried.append((_tangle(edges, boxes) if compared else 0, seed, boxes))
    return min(tried, key=lambda each: each[:2])[2]


def _boxes(nodes: Sequence[Mapping[str, Any]], width: float) -> dict[str, Box]:
    widest = min(3.6, width / 3)
    made = {}
    for node in nodes:
        bold = node["is"] == "book"
        lines = wrap(node["label"], widest - 0.3, SIZE, bold=bold, most=4)
        wide = max(text_width(line, SIZE, bold=bold) for line in lines) + 0.3
        made[node["id"]] = Box(lines, wide, leading(SIZE) * len(lines) + 0.24)
    return made


def _stretch(boxes: Mapping[str, Box], spots: Mapping[str, Point], width: float) -> None:
    """Spread the spots over the sheet, and push boxes apart until none touches another."""
    area = sum((box.width + 1.4) * (box.height + 1.4) for box in boxes.values())
    height = 0.0 if len(boxes) == 1 else max(2.0, min(width * 1.3, area * 1.25 / width))
    left, top = min(x for x, _ in spots.values()), min(y for _, y in spots.values())
    across = max(x for x, _ in spots.values()) - left or 1.0
    down = max(y for _, y in spots.values()) - top or 1.0
    for id, box in boxes.items():
        x, y = spots[id]
        room = width - box.width - 0.2
        box.x = 0.1 + box.width / 2 + room * (x - left) / across if len(boxes) > 1 else width / 2
        box.y = 0.1 + box.height / 2 + (height - box.height) * (y - top) / down
    order = list(boxes.values())
    for _ in range(200):
        if not _pushed(order, width):
            break
    _stacked(order)


def _pushed(boxes: Sequence[Box], width: float) -> bool:
    """Move each two boxes that touch half of what they lack, the shorter way; whether any moved."""
    moved = False
    for at, one in enumerate(boxes):
        for other in boxes[at + 1 :]:
            x = (one.width + other.width) / 2 + BESIDE - abs(one.x - other.x)
            y = (one.height + other.height) / 2 + BELOW - abs(one.y - other.y)
            if x <= 1e-6 or y <= 1e-6:
                continue
            moved = True
            if x < y:
                step = x / 2 if one.x <= other.x else -x / 2
                one.x, other.x = one.x - step, other.x + step
            else:
                step = y / 2 if one.y <= other.y else -y / 2
                one.y, other.y = one.y - step, other.y + step
            for box in (one, other):
                box.x = min(max(box.x, box.width / 2 + 0.1), width - box.width / 2 - 0.1)
    return moved


def _stacked(boxes: Sequence[Box]) -> None:
    """Begin at the top of the sheet, and move down what still touches: paper has no end downwards."""
    top = min(box.y - box.height / 2 for box in boxes) - 0.1
    done: list[Box] = []
    for box in sorted(boxes, key=lambda box: (box.y, box.x)):
        box.y -= top
        while below := [other for other in done if other.holds((box.x, box.y), box.width, box.height)]:
            box.y = max(other.y + (other.height + box.height) / 2 for other in below) + BELOW
        done.append(box)


def _tangle(edges: Sequence[Mapping[str, Any]], boxes: Mapping[str, Box]) -> int:
    """How hard the map is to read: arrows behind boxes count three times, words over a box twice, crossings once."""
    ends = [(edge["from"], edge["to"]) for edge in edges]
    hard = 0
    for at, (a, b) in enumerate(ends):
        if edges[at]["label"]:
            one, other = boxes[a], boxes[b]
            middle = _along(_edge_of(one, (other.x, other.y)), _edge_of(other, (one.x, one.y)), 0.5)
            wide = text_width(edges[at]["label"], SMALL) + 0.3
            hard += 2 * any(box.holds(middle, wide, leading(SMALL)) for box in boxes.values())
        line = (boxes[a].x, boxes[a].y), (boxes[b].x, boxes[b].y)
        steps = [_along(*line, part / 24) for part in range(1, 24)]
        hard += 3 * sum(any(box.holds(p) for p in steps) for id, box in boxes.items() if id not in (a, b))
        for c, d in ends[at + 1 :]:
            if not {a, b} & {c, d}:
                hard += _cross(*line, (boxes[c].x, boxes[c].y), (boxes[d].x, boxes[d].y))
    return hard


def _cross(a: Point, b: Point, c: Point, d: Point) -> bool:
    def side(p: Point, q: Point, r: Point) -> bool:
        return (q[0] - p[0]) * (r[1] - p[1]) > (q[1] - p[1]) * (r[0] - p[0])

    return side(a, b, c) != side(a, b, d) and side(c, d, a) != side(c, d, b)


def _along(a: Point, b: Point, part: float) -> Point:
    return a[0] + (b[0] - a[0]) * part, a[1] + (b[1] - a[1]) * part


def _edge_of(box: Box, toward: Point) -> Point:
    """Where the line from a box's middle toward a point leaves the box."""
    x, y = toward[0] - box.x, toward[1] - box.y
    part = min(box.width / 2 / abs(x) if x else 9e9, box.height / 2 / abs(y) if y else 9e9)
    return box.x + x * part, box.y + y * part


def _arrow(sheet: Sheet, edge: Mapping[str, Any], boxes: Mapping[str, Box], taken: list[tuple[Point, float]]) -> None:
    one, other = boxes[edge["from"]], boxes[edge["to"]]
    start, stop = _edge_of(one, (other.x, other.y)), _edge_of(other, (one.x, one.y))
    if edge["kind"] == "tree":
        sheet.line([start, stop], color="#b5b5b5", width=0.8, above=1)
        return
    dashes = (4.0, 2.0) if edge["kind"] == "contradicts" else ()
    sheet.line([start, stop], color=SOFT, width=0.9, dashes=dashes, above=1.5)
    length = ((stop[0] - start[0]) ** 2 + (stop[1] - start[1]) ** 2) ** 0.5 or 1.0
    x, y = (stop[0] - start[0]) / length * 0.2, (stop[1] - start[1]) / length * 0.2
    for turn in (-0.45, 0.45):
        barb = stop[0] - x + turn * y, stop[1] - y - turn * x
        sheet.line([barb, stop], color=SOFT, width=0.9, above=1.6, round_ends=True)
    words = edge["label"]
    if not words:
        return
    wide, tall = text_width(words, SMALL) + 0.1, leading(SMALL) + 0.04

    def in_the_way(part: float) -> float:
        spot = _along(start, stop, part)
        over = sum(box.holds(spot, wide, tall) for box in boxes.values())
        over += sum(abs(spot[0] - p[0]) < (wide + w) / 2 and abs(spot[1] - p[1]) < tall for p, w in taken)
        return over + abs(part - 0.5)

    spot = _along(start, stop, min((part / 20 for part in range(3, 18)), key=in_the_way))
    taken.append((spot, wide))
    sheet.text(*spot, words, size=SMALL, align="center", color=INK, halo=True)


GRAPHML, YED = "http://graphml.graphdrawing.org/xmlns", "http://www.yworks.com/xml/graphml"
DOTS = 40
"""yEd's units to a centimetre: its own letters then fit the boxes."""
KEYS = (
    ("label", "node", {"attr.name": "label", "attr.type": "string"}),
    ("is", "node", {"attr.name": "is", "attr.type": "string"}),
    ("name", "edge", {"attr.name": "label", "attr.type": "string"}),
    ("kind", "edge", {"attr.name": "kind", "attr.type": "string"}),
    ("box", "node", {"yfiles.type": "nodegraphics"}),
    ("arrow", "edge", {"yfiles.type": "edgegraphics"}),
)


def graphml(data: Mapping[str, Any], width: float) -> bytes:
    """The nodes and arrows of a map's data; other programs find words as `label`, `is` and `kind`."""
    boxes = placed(data, width)
    Xml.register_namespace("", GRAPHML)
    Xml.register_namespace("y", YED)
    root = Xml.Element(f"{{{GRAPHML}}}graphml")
    for id, about, says in KEYS:
        Xml.SubElement(root, f"{{{GRAPHML}}}key", {"id": id, "for": about, **says})
    graph = Xml.SubElement(root, f"{{{GRAPHML}}}graph", {"id": "map", "edgedefault": "directed"})
    for node in data["nodes"]:
        box = boxes[node["id"]]
        made = Xml.SubElement(graph, f"{{{GRAPHML}}}node", {"id": node["id"]})
        _data(made, "label", node["label"])
        _data(made, "is", node["is"])
        shape = Xml.SubElement(_data(made, "box"), f"{{{YED}}}ShapeNode")
        place = {"x": box.x - box.width / 2, "y": box.y - box.height / 2, "width": box.width, "height": box.height}
        _part(shape, "Geometry", {name: f"{value * DOTS:.1f}" for name, value in place.items()})
        _part(shape, "Fill", {"color": "#FFFFFF", "transparent": "false"})
        _part(shape, "BorderStyle", {"color": node["color"] or "#555555", "type": "line", "width": "1.5"})
        _part(shape, "NodeLabel", {}).text = "\n".join(box.lines)
        _part(shape, "Shape", {"type": "roundrectangle"})
    for number, edge in enumerate(data["edges"]):
        made = Xml.SubElement(
            graph, f"{{{GRAPHML}}}edge", {"id": f"e{number}", "source": edge["from"], "target": edge["to"]}
        )
        _data(made, "name", edge["label"])
        _data(made, "kind", "is part of" if edge["kind"] == "tree" else edge["kind"])
        line = Xml.SubElement(_data(made, "arrow"), f"{{{YED}}}PolyLineEdge")
        style = "dashed" if edge["kind"] == "contradicts" else "line"
        _part(line, "LineStyle", {"color": "#555555", "type": style, "width": "1.0"})
        _part(line, "Arrows", {"source": "none", "target": "none" if edge["kind"] == "tree" else "standard"})
        _part(line, "EdgeLabel", {}).text = edge["label"]
    Xml.indent(root)
    written = str(Xml.tostring(root, encoding="unicode"))
    return f"<?xml version='1.0' encoding='utf-8'?>\n{ORDERS.sub(chr(0xFFFD), written)}\n".encode()


def _data(element: Xml.Element, key: str, text: str | None = None) -> Xml.Element:
    made = Xml.SubElement(element, f"{{{GRAPHML}}}data", {"key": key})
    made.text = text
    return made


def _part(element: Xml.Element, name: str, says: dict[str, str]) -> Xml.Element:
    return Xml.SubElement(element, f"{{{YED}}}{name}", says)
