"""Concept maps: what a codebook's links say is what is drawn, and what another program reads."""

from __future__ import annotations

import io
from itertools import combinations

import networkx
import pytest

from qualcode.codebook import dumps, loads, parse_with_problems
from qualcode.codebook.cache import from_plain, to_plain
from qualcode.codebook.edits import move, remove, rename
from qualcode.core.errors import UsageError
from qualcode.core.model import Link
from qualcode.report.figures import draw, map_figure, saturation_figure
from qualcode.report.figures.maps import placed

from ..spread import BOOK

LANGUAGES = {"en": "leads to", "da": "fører til", "nb": "fører til", "sv": "leder till"}


def test_links_are_read_with_their_kind_label_and_literature() -> None:
    assert loads(BOOK).links == (
        Link("stories", "leads to", "interest"),
        Link("interest", "makes room for", "network.meeting"),
        Link("stories", "supports", "Schein (2010)", {"en": "agrees with", "da": "er enig med"}),
    )


def test_links_survive_writing_and_the_cache() -> None:
    book = loads(BOOK)
    assert loads(dumps(book)) == book
    assert from_plain(to_plain(book)) == book


@pytest.mark.parametrize(
    ("written", "slug"),
    [
        ("{from: storis, kind: leads to, to: interest}", "unknown_code"),
        ("{from: Stories, kind: leads to, to: interest}", "unknown_code"),
        ("{from: stories, kind: leads to}", "missing_field"),
        ("{from: stories, kind: leads to, to: stories}", "bad_link"),
        ("stories leads to interest", "wrong_type"),
    ],
)
def test_a_mistake_in_a_link_is_refused_at_its_line(written: str, slug: str) -> None:
    text = BOOK.replace("{from: stories, kind: leads_to, to: interest}", written)
    book, problems = parse_with_problems(text)
    assert book is None
    assert [(problem.line, problem.slug) for problem in problems] == [(5, slug)]


def test_links_follow_a_renamed_and_a_moved_code_and_keep_their_comments() -> None:
    renamed = rename(BOOK, "network", to="net")
    assert renamed.text == BOOK.replace("network.meeting", "net.meeting").replace("id: network", "id: net")
    moved = move(BOOK, "interest", "network")
    assert moved.codebook.links[0].target == "network.interest"
    assert "# told again" in moved.text


def test_links_of_a_removed_code_go_with_it() -> None:
    left = remove(BOOK, "interest").codebook
    assert [link.target for link in left.links] == ["Schein (2010)"]
    assert remove(remove(BOOK, "interest").text, "stories").codebook.links == ()


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_drawing_has_every_name_and_the_kinds_in_the_readers_language(language: str) -> None:
    svg = draw(map_figure([loads(BOOK)], (), language), language).decode()
    names = ["Historier" if language == "da" else "Stories", "Interest", "Network", "Meeting", "Schein (2010)"]
    for words in (*names, LANGUAGES[language], "makes room for"):
        assert f">{words}</text>" in svg
    assert ">Other</text>" not in svg
    assert draw(map_figure([loads(BOOK)]), "en", "png").startswith(b"\x89PNG")


def test_graphml_read_by_networkx_has_the_nodes_and_the_arrows() -> None:
    graph = networkx.read_graphml(io.BytesIO(draw(map_figure([loads(BOOK)]), "en", "graphml")))
    assert {node: says["is"] for node, says in graph.nodes(data=True)} == {
        "spread:stories": "code",
        "spread:interest": "code",
        "spread:network": "code",
        "spread:network.meeting": "code",
        "Schein (2010)": "text",
    }
    assert {(a, b): says["kind"] for a, b, says in graph.edges(data=True)} == {
        ("spread:stories", "spread:interest"): "leads to",
        ("spread:interest", "spread:network.meeting"): "makes room for",
        ("spread:stories", "Schein (2010)"): "supports",
        ("spread:network.meeting", "spread:network"): "is part of",
    }
    assert graph.edges["spread:stories", "Schein (2010)"]["label"] == "agrees with"


def test_codes_that_nothing_joins_hang_on_the_book() -> None:
    book = loads("id: b\ntitle: The frame\ncodes:\n  - {id: one, name: One}\n  - {id: two, name: Two}\n")
    data = map_figure([book]).data
    assert {(edge["from"], edge["to"]) for edge in data["edges"]} == {("b:one", "b:"), ("b:two", "b:")}


@pytest.mark.parametrize(("many", "width"), [(2, 5.0), (20, 8.0), (24, 16.0)])
def test_no_box_touches_another_or_leaves_the_sheet(many: int, width: float) -> None:
    codes = "".join(f'  - {{id: c{n}, name: "A rather long name of code number {n}"}}\n' for n in range(many))
    links = "".join(f"  - {{from: c{n}, kind: leads to, to: c{(n * 7 + 3) % many}}}\n" for n in range(0, many, 3))
    book = loads(f"id: b\ntitle: B\nlinks:\n{links}codes:\n{codes}")
    boxes = list(placed(map_figure([book]).data, width).values())
    assert len(boxes) >= many
    for one, other in combinations(boxes, 2):
        assert not one.holds((other.x, other.y), other.width, other.height)
    for box in boxes:
        assert box.width / 2 <= box.x <= width - box.width / 2
        assert box.y >= box.height / 2


def test_only_a_map_is_written_as_graphml() -> None:
    with pytest.raises(UsageError, match="only a concept map"):
        draw(saturation_figure(["D1"], [1]), "en", "graphml")


def big(codes: int, links: int) -> str:
    lines = ["id: big", "title: Big", "kind: inductive", "links:"]
    lines += [f"  - {{from: c{at % codes}, kind: leads to, to: c{(at * 7 + 1) % codes}}}" for at in range(links)]
    return "\n".join([*lines, "codes:", *(f'  - {{id: c{at}, name: "Code {at}"}}' for at in range(codes)), ""])


def test_a_big_map_says_once_what_all_its_arrows_say_and_no_box_hides_another() -> None:
    links = [at for at in range(60) if at % 40 != (at * 7 + 1) % 40]
    text = big(40, 60)
    for at in range(60):
        if at not in links:
            text = text.replace(f"  - {{from: c{at % 40}, kind: leads to, to: c{(at * 7 + 1) % 40}}}\n", "", 1)
    figure = map_figure([loads(text)], language="nb")
    assert not any(edge["label"] for edge in figure.data["edges"])
    assert "pilene: fører til" in figure.data["key"]
    assert "Code 0 – fører til – Code 1" in figure.alt
    boxes = list(placed(figure.data, 40.0).values())
    for one, other in combinations(boxes, 2):
        assert not one.holds((other.x, other.y), other.width, other.height)


def test_a_small_map_still_says_it_on_each_arrow() -> None:
    edges = map_figure([loads(BOOK)], language="en").data["edges"]
    assert [edge["label"] for edge in edges if edge["kind"] == "leads to"] == ["leads to"]
