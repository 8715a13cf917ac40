"""Figures: what is drawn, in which words and numbers, and that it is the same every time."""

from __future__ import annotations

import re
import struct
from fractions import Fraction
from itertools import combinations
from xml.etree import ElementTree

import pytest

from qualcode.core.errors import UnknownName, UsageError
from qualcode.core.model import Code, Codebook, Coding, Document, Span, Turn
from qualcode.core.results.shares import Share, ShareGroup, Shares
from qualcode.core.table import Figure
from qualcode.report import figures as plots
from qualcode.report.figures.frames import _Triangle
from qualcode.report.figures.names import Groups
from qualcode.report.figures.sheet import STACK, ink_on, luminance, shade, text_width, wrap
from qualcode.report.wording import Words

LANGUAGES = ("da", "nb", "sv", "en")

MOORE = Codebook(
    "moore",
    {"en": "Moore's strategic triangle", "da": "Moores strategiske trekant"},
    (
        Code("value", {"en": "Public value", "da": "Offentlig værdi"}, color="#4477AA"),
        Code("support", {"en": "Legitimacy and support", "da": "Legitimitet og støtte"}, color="#228833"),
        Code("capacity", {"en": "Operational capacity", "da": "Operationel kapacitet"}, color="#CCBB44"),
    ),
    figure={"shape": "triangle", "corners": {"top": "support", "left": "capacity", "right": "value"}},
)
LEAVITT = Codebook(
    "leavitt",
    {"en": "Leavitt's diamond"},
    tuple(Code(id, {"en": id}) for id in ("tasks", "people", "structure", "technology", "environment")),
    figure={
        "shape": "diamond",
        "corners": {"top": "structure", "right": "technology", "bottom": "people", "left": "tasks"},
        "ring": "environment",
    },
)
FROEHLE = Codebook(
    "froehle-roth",
    {"en": "Resource-process framework"},
    (
        Code("resource", {"en": "Resources"}),
        *(Code(f"resource.{i}", {"en": i}, parent="resource") for i in ("intellectual", "organizational", "physical")),
        Code("process", {"en": "Stages"}),
        *(Code(f"process.{i}", {"en": i}, parent="process") for i in ("design", "analysis", "development", "launch")),
    ),
    figure={"shape": "two-sided", "left": "resource", "right": "process"},
)
VALUE, SUPPORT, CAPACITY = "moore:value", "moore:support", "moore:capacity"


def table(groups: dict[str, tuple[int, int]], counts: dict[str, list[int | None]], **options: object) -> Shares:
    """A share table: groups with (informants, units), and for each code its count in each group."""
    rows = []
    for number, (group, (informants, units)) in enumerate(groups.items()):
        for code, numbers in counts.items():
            n = numbers[number]
            share = None if n is None else Fraction(n, units)
            rows.append(Share(group, code, share, n, units, informants))
    return Shares(
        {"unit": "answer", **options},
        tuple(rows),
        tuple(ShareGroup(group, i, n, n, None) for group, (i, n) in groups.items()),
    )


TWO_GROUPS = table({"director": (3, 36), "manager": (5, 34)}, {VALUE: [12, 9], SUPPORT: [11, 6], CAPACITY: [16, 10]})
TOGETHER = {
    "director": {
        frozenset((VALUE, SUPPORT)): 4,
        frozenset((VALUE, CAPACITY)): 3,
        frozenset((SUPPORT, CAPACITY)): 6,
        frozenset((VALUE, SUPPORT, CAPACITY)): 2,
    }
}


def figures(language: str) -> dict[str, Figure]:
    """One figure of each kind."""
    leavitt = [f"leavitt:{code.id}" for code in LEAVITT]
    froehle = [f"froehle-roth:{code.id}" for code in FROEHLE if code.parent]
    document = Document(
        "D1",
        "Interview D1",
        "interview",
        "Hvad er data?\nTal vi bruger.",
        turns=(
            Turn(1, "I", "interviewer", Span(0, 13), question="1"),
            Turn(2, "D1", "informant", Span(14, 28), question="1"),
        ),
    )
    codings = [Coding(1, "D1", Span(14, 17), "Tal", VALUE, "ana")]
    return {
        "triangle": plots.shares_figure(TWO_GROUPS, MOORE, language, together=TOGETHER),
        "diamond": plots.shares_figure(
            table({"": (8, 70)}, {code: [10 + n * 7] for n, code in enumerate(leavitt)}),
            LEAVITT,
            language,
            together={"": {frozenset(pair): n for n, pair in enumerate(combinations(leavitt, 2))}},
        ),
        "two-sided": plots.shares_figure(
            table({"": (8, 70)}, {code: [n * 9] for n, code in enumerate(froehle)}), FROEHLE, language
        ),
        "bars": plots.bars_figure(TWO_GROUPS, MOORE, language),
        "heatmap": plots.heatmap_figure([VALUE, SUPPORT], ["D1", "D2"], [[3, 0], [None, 1]], MOORE, language),
        "cooccurrence": plots.cooccurrence_figure(
            [VALUE, SUPPORT, CAPACITY],
            {(VALUE, SUPPORT): (4, 0.2), (VALUE, CAPACITY): (3, 0.15), (SUPPORT, CAPACITY): (0, 0.0)},
            MOORE,
            language,
        ),
        "saturation": plots.saturation_figure(
            [f"P{n}" for n in range(1, 9)], [15, 10, 7, 5, 3, 1, 1, 0], language, expected=[12.5] * 8, reached="6+2"
        ),
        "timeline": plots.timeline_figure(document, codings, MOORE, language),
        "map": plots.map_figure([MOORE], (), language, level=1),
        "sequence": plots.sequence_figure(
            [MOORE], (), language, counts={"D1": {VALUE: 2}, "M1": {SUPPORT: 1}}, lane_names={"D1": "D1", "M1": "M1"}
        ),
    }


def words_of(svg: bytes) -> list[str]:
    """The text elements of an SVG, in order."""
    return ["".join(e.itertext()) for e in ElementTree.fromstring(svg).iter("{http://www.w3.org/2000/svg}text")]


def test_there_is_a_figure_of_every_kind() -> None:
    assert set(figures("en")) == set(plots.KINDS)


@pytest.mark.parametrize("kind", plots.KINDS)
def test_a_figure_is_drawn_alike_every_time_and_names_no_date_nor_host(kind: str) -> None:
    figure = figures("da")[kind]
    for format in ("svg", "png"):
        assert plots.draw(figure, "da", format) == plots.draw(figure, "da", format)
    svg = plots.draw(figure, "da", "svg").decode()
    hosts = set(re.findall(r"https?://[^\s\"'/]+", svg))
    assert hosts <= {"http://www.w3.org"}
    assert "<script" not in svg and "date" not in svg.lower().replace("data", "")


@pytest.mark.parametrize("kind", plots.KINDS)
def test_a_figure_has_a_title_and_a_description_for_those_who_cannot_see_it(kind: str) -> None:
    figure = figures("en")[kind]
    root = ElementTree.fromstring(plots.draw(figure, "en", "svg"))
    space = "{http://www.w3.org/2000/svg}"
    assert root.get("role") == "img"
    assert root.findtext(f"{space}title") == figure.caption
    assert root.findtext(f"{space}desc") == figure.alt
    assert len(figure.alt) > 20


@pytest.mark.parametrize("width", [8, 16])
@pytest.mark.parametrize("kind", plots.KINDS)
def test_a_png_has_300_dots_per_inch_of_the_width_asked_for(kind: str, width: int) -> None:
    png = plots.draw(figures("da")[kind], "da", "png", width=width)
    pixels = struct.unpack(">I", png[16:20])[0]
    assert abs(pixels - width / 2.54 * 300) <= 1
    at = png.index(b"pHYs")
    assert struct.unpack(">I", png[at + 4 : at + 8])[0] == round(300 / 0.0254)


def test_the_triangle_tells_shares_pairs_and_what_carries_all_three() -> None:
    said = words_of(plots.draw(figures("da")["triangle"], "da", "svg"))
    assert {"33\u00a0%", "31\u00a0%", "44\u00a0%", "Offentlig værdi", "Operationel kapacitet"} <= set(said)
    assert {"4", "3", "6", "2"} <= set(said)


def test_the_numbers_of_a_figure_have_the_form_of_the_language() -> None:
    figure = figures("en")["bars"]
    assert "33%" in words_of(plots.draw(figure, "en", "svg"))
    assert "33\u00a0%" in words_of(plots.draw(figure, "sv", "svg"))


def test_the_area_of_a_circle_is_proportional_to_the_share() -> None:
    data = figures("en")["triangle"].data
    frame = _Triangle(data["panels"][0], "en", data)
    assert frame.radius(0.4) ** 2 == pytest.approx(2 * frame.radius(0.2) ** 2)


def test_a_share_that_is_undefined_is_a_dash_and_never_nothing() -> None:
    shares = table({"": (2, 10)}, {VALUE: [None], SUPPORT: [0], CAPACITY: [10]})
    for kind in ("triangle", "bars"):
        said = words_of(plots.draw(plots.shares_figure(shares, MOORE, "en", kind=kind), "en", "svg"))
        assert "–" in said and "0%" in said and "100%" in said


def test_the_corners_are_a_setting_and_who_stood_there_moves() -> None:
    moved = plots.shares_figure(TWO_GROUPS, MOORE, "en", corners={"top": "value"})
    places = {node["place"]: node["code"] for node in moved.data["panels"][0]["nodes"]}
    assert places == {"top": VALUE, "right": SUPPORT, "left": CAPACITY}
    with pytest.raises(UnknownName, match="middle"):
        plots.shares_figure(TWO_GROUPS, MOORE, "en", corners={"middle": "value"})


def test_shares_without_the_codes_of_the_frame_are_drawn_as_bars() -> None:
    shares = table({"": (2, 10)}, {VALUE: [3], SUPPORT: [1]})
    assert plots.shares_figure(shares, MOORE, "en").kind == "bars"
    with pytest.raises(UsageError, match="moore:capacity"):
        plots.shares_figure(shares, MOORE, "en", kind="triangle")


def test_the_leave_one_out_range_is_drawn_and_spoken() -> None:
    row = Share("", VALUE, Fraction(1, 3), 12, 36, 3, None, None, Fraction(7, 24), Fraction(3, 8))
    shares = Shares({"unit": "answer"}, (row,), (ShareGroup("", 3, 36, 30, None),))
    figure = plots.bars_figure(shares, MOORE, "en")
    assert "29% to 38% when one informant is left out" in figure.alt
    assert figure.data["rows"][0]["cells"] == [{"share": 1 / 3, "low": 7 / 24, "high": 0.375}]


def test_groups_differ_by_hatching_and_not_by_colour_alone() -> None:
    svg = plots.draw(figures("en")["bars"], "en", "svg").decode()
    assert "<pattern" in svg


def test_two_figures_on_one_page_share_no_ids() -> None:
    drawn = [plots.draw(figure, "en", "svg").decode() for figure in figures("en").values()]
    ids = [id for svg in drawn for id in re.findall(r" id=\"([^\"]+)\"", svg)]
    assert len(ids) == len(set(ids))


def test_names_that_look_like_markup_are_drawn_as_they_are() -> None:
    name = '<b id="x">R&D $a_1$</b>'
    book = Codebook("q", {"en": "q"}, (Code("a", {"en": name}),))
    figure = plots.bars_figure(table({"": (1, 4)}, {"q:a": [1]}), book, "en")
    svg = plots.draw(figure, "en", "svg", width=30)
    assert name in " ".join(words_of(svg))


def test_a_hostile_group_name_stays_words() -> None:
    shares = table({"]]><script>alert(1)</script>": (1, 4)}, {VALUE: [1]})
    svg = plots.draw(plots.bars_figure(shares, MOORE, "en"), "en", "svg")
    assert b"<script" not in svg
    ElementTree.fromstring(svg)


def test_the_text_of_an_svg_is_text_in_standard_fonts() -> None:
    svg = plots.draw(figures("en")["triangle"], "en", "svg").decode()
    fonts = set(re.findall(r"font(?:: [^\"]*?px|-family:) ([^;\"]+)", svg))
    assert fonts == {STACK}


def test_codings_outside_the_turns_are_counted_in_the_key_of_a_timeline() -> None:
    document = Document("D1", "D1", "interview", "I: x y", turns=(Turn(1, "I", "informant", Span(3, 6)),))
    figure = plots.timeline_figure(document, [Coding(1, "D1", Span(0, 2), "I:", VALUE, "ana")], MOORE, "en")
    assert any("1 coding outside" in line for line in figure.data["key"])


def test_an_unknown_kind_or_format_is_said_with_the_nearest() -> None:
    with pytest.raises(UnknownName, match="triangle"):
        plots.draw(Figure("triangel", {}))
    with pytest.raises(UsageError, match="gif"):
        plots.draw(figures("en")["bars"], "en", "gif")


def test_words_are_wrapped_within_the_width() -> None:
    lines = wrap("Implementeringsansvarlige og implementeringsteam", 2.0, 7)
    assert all(text_width(line, 7) <= 2.0 for line in lines)
    assert "".join(lines).replace("-", "").replace(" ", "").startswith("Implementeringsansvarlige")


def test_numbers_on_a_shaded_cell_can_be_read() -> None:
    for step in range(11):
        fill = shade(step / 10)
        light, dark = sorted((luminance(fill), luminance(ink_on(fill))), reverse=True)
        assert (light + 0.05) / (dark + 0.05) >= 4.5


def test_documents_that_are_counted_are_told_once() -> None:
    shares = Shares(
        {"unit": "document"},
        (Share("A", VALUE, Fraction(1, 13), 1, 13, 0),),
        (ShareGroup("A", 0, 13, 13, None, documents=5), ShareGroup("B", 8, 13, 13, None, documents=5)),
    )
    groups = Groups(shares, Words("en"), None)
    assert [groups.title(group) for group in shares.groups] == ["A (13 documents)", "B (8 informants, 13 documents)"]


def test_who_is_left_out_is_called_as_under_the_table() -> None:
    def drawn(documents: int, language: str = "en") -> str:
        rows = (
            Share(
                "A", VALUE, Fraction(1, 2), 2, 4, 0, leave_one_out_low=Fraction(1, 4), leave_one_out_high=Fraction(1)
            ),
        )
        shares = Shares({"unit": "paragraph"}, rows, (ShareGroup("A", 2, 4, 4, None, documents=documents),))
        figure = plots.bars_figure(shares, MOORE, language)
        return f"{figure.alt} {figure.data['key']}"

    assert drawn(0).count("one informant is left out") == 2
    assert drawn(3).count("one source is left out") == 2 and "informant" not in drawn(3)
    assert drawn(3, "sv").count("en källa utelämnas") == 2
