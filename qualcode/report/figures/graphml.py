"""A concept map as GraphML, with the places, boxes and words that yEd shows."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from xml.etree import ElementTree as Xml

from ...core.text import ORDERS
from .maps import placed

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
