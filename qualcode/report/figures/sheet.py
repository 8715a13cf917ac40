"""The paper that figures are drawn on: centimetres from the top left corner, one set of looks.

Everything is placed by hand in centimetres, because a figure for a column of 8 cm has no room
for what a plotting library guesses. The font is the one that comes with matplotlib, so that
the same figure has the same bytes on every computer; an SVG keeps its text as text, in a stack
of standard fonts that are no wider than the one measured with.
"""

from __future__ import annotations

import io
import re
import warnings
from collections.abc import Mapping, Sequence
from html import escape
from itertools import count
from typing import Any

from ...core.text import written_out

CM = 1 / 2.54  # inches
POINT = 2.54 / 72  # centimetres

INK, SOFT, FAINT = "#111111", "#555555", "#d9d9d9"
COLORS = ("#4477AA", "#EE6677", "#228833", "#CCBB44", "#66CCEE", "#AA3377", "#BBBBBB")
"""Tol's bright scheme, in the order in which neighbours differ most in black and white too."""
HATCHES = ("", "////", "||||", "xxxx", "----", "\\\\\\\\", "++++")
"""With the colours, so that groups can be told apart in a photocopy."""

STACK = "Arial,Helvetica,'Liberation Sans','DejaVu Sans',sans-serif"
_LOOKS: dict[str, Any] = {
    "font.family": ["DejaVu Sans"],
    "font.size": 7,
    "svg.fonttype": "none",
    "text.parse_math": False,
    "text.usetex": False,
    "hatch.linewidth": 0.5,
    "path.simplify": False,
}
PNG_DPI = 300


class Sheet:
    """A page of a given width; its height is set when everything stands on it."""

    def __init__(self, width: float) -> None:
        from matplotlib.figure import Figure

        self.width = width
        self._figure = Figure(figsize=(width * CM, width * CM))
        self._axes: Any = self._figure.add_axes((0, 0, 1, 1))
        self._axes.set_axis_off()

    def text(
        self,
        x: float,
        y: float,
        words: str,
        *,
        size: float = 7,
        align: str = "left",
        valign: str = "center",
        color: str = INK,
        bold: bool = False,
        italic: bool = False,
        rotate: float = 0,
        halo: bool = False,
    ) -> None:
        """Words at a place; `align` and `valign` say which point of them that is."""
        placed = self._axes.text(
            x,
            y,
            words,
            fontsize=size,
            ha=align,
            va=valign,
            color=color,
            fontweight="bold" if bold else "normal",
            fontstyle="italic" if italic else "normal",
            rotation=rotate,
            rotation_mode="anchor",
            zorder=5,
        )
        if halo:
            # A box, not an outline: an outline would turn the text of an SVG into paths.
            placed.set_bbox({"facecolor": "white", "edgecolor": "none", "pad": 0.6, "alpha": 0.88})

    def lines(
        self,
        x: float,
        y: float,
        lines: Sequence[str],
        *,
        size: float = 7,
        align: str = "left",
        color: str = INK,
        bold: bool = False,
        halo: bool = False,
    ) -> float:
        """Lines of words downwards from `y`; the height they took."""
        step = leading(size)
        for number, line in enumerate(lines):
            self.text(
                x,
                y + (number + 0.5) * step,
                line,
                size=size,
                align=align,
                color=color,
                bold=bold,
                halo=halo,
            )
        return step * len(lines)

    def box(
        self,
        x: float,
        y: float,
        width: float,
        height: float,
        *,
        fill: str = "none",
        edge: str = "none",
        line: float = 0.6,
        hatch: str = "",
        above: float = 1,
    ) -> None:
        from matplotlib.patches import Rectangle

        # As an artist, not as a patch: the axes need no limits from it.
        self._axes.add_artist(
            Rectangle((x, y), width, height, facecolor=fill, edgecolor=edge, linewidth=line, hatch=hatch, zorder=above)
        )

    def boxes(
        self,
        places: Sequence[tuple[float, float, float, float]],
        *,
        fill: str,
        edge: str,
        line: float,
        hatch: str = "",
    ) -> None:
        """Many boxes that look alike, given as (x, y, width, height), as one artist: a heat map has 25 000 of them."""
        from matplotlib.patches import PathPatch
        from matplotlib.path import Path

        corners = [
            corner for x, y, w, h in places for corner in ((x, y), (x + w, y), (x + w, y + h), (x, y + h), (x, y))
        ]
        codes = [Path.MOVETO, Path.LINETO, Path.LINETO, Path.LINETO, Path.CLOSEPOLY] * len(places)
        self._axes.add_artist(
            PathPatch(Path(corners, codes), facecolor=fill, edgecolor=edge, linewidth=line, hatch=hatch, zorder=1)
        )

    def circle(
        self,
        x: float,
        y: float,
        radius: float,
        *,
        fill: str = "none",
        edge: str = INK,
        line: float = 0.6,
        above: float = 3,
        dashed: bool = False,
    ) -> None:
        from matplotlib.patches import Circle

        self._axes.add_patch(
            Circle(
                (x, y),
                radius,
                facecolor=fill,
                edgecolor=edge,
                linewidth=line,
                zorder=above,
                linestyle=(0, (3, 2)) if dashed else "-",
            )
        )

    def ring(self, x: float, y: float, outer: float, thickness: float, *, fill: str, edge: str = INK) -> None:
        """A ring whose outer edge has the radius `outer`."""
        from matplotlib.patches import Annulus

        self._axes.add_patch(
            Annulus((x, y), outer, min(thickness, outer * 0.999), facecolor=fill, edgecolor=edge, linewidth=0.6)
        )

    def line(
        self,
        points: Sequence[tuple[float, float]],
        *,
        color: str = INK,
        width: float = 0.8,
        dashes: tuple[float, ...] = (),
        marker: str = "",
        above: float = 2,
        round_ends: bool = False,
    ) -> None:
        """A line through points; `width` in typographic points."""
        self._axes.plot(
            [x for x, _ in points],
            [y for _, y in points],
            color=color,
            linewidth=width,
            linestyle=(0, dashes) if dashes else "-",
            marker=marker or "None",
            markersize=3,
            markerfacecolor="white",
            markeredgewidth=0.8,
            zorder=above,
            solid_capstyle="round" if round_ends else "butt",
        )

    def save(self, height: float, format: str, *, title: str, description: str, key: str) -> bytes:
        """The sheet cut at `height`, as SVG or PNG bytes."""
        self._figure.set_size_inches(self.width * CM, height * CM)
        self._axes.set_xlim(0, self.width)
        self._axes.set_ylim(height, 0)
        out = io.BytesIO()
        if format == "png":
            from matplotlib.backends.backend_agg import FigureCanvasAgg

            FigureCanvasAgg(self._figure)
            self._figure.savefig(out, format="png", dpi=PNG_DPI, metadata={"Software": None}, facecolor="white")
            return out.getvalue()
        from matplotlib.backends.backend_svg import FigureCanvasSVG

        FigureCanvasSVG(self._figure)
        nothing = dict.fromkeys(("Date", "Creator", "Format", "Type"))
        self._figure.savefig(out, format="svg", metadata=nothing, facecolor="white")
        return _tidied(out.getvalue().decode(), title, description, key).encode()


class looks:  # noqa: N801  (used as a with statement, like a function)
    """While this holds, matplotlib draws as qualcode does, whatever the user's own settings say."""

    def __init__(self, key: str) -> None:
        self._key = key

    def __enter__(self) -> None:
        import matplotlib

        self._context = matplotlib.rc_context()
        self._context.__enter__()
        matplotlib.rcdefaults()
        settings: Any = matplotlib.rcParams
        settings.update(_LOOKS)
        settings["svg.hashsalt"] = self._key
        self._warnings = warnings.catch_warnings()
        self._warnings.__enter__()
        warnings.filterwarnings("ignore", message="Glyph .* missing")

    def __exit__(self, *why: Any) -> None:
        self._warnings.__exit__(*why)
        self._context.__exit__(*why)


def _tidied(svg: str, title: str, description: str, key: str) -> str:
    """The SVG without what makes it differ or clash: names that are the figure's own, standard fonts,
    a title and a description for those who cannot see it."""
    svg, title, description = (written_out(words) for words in (svg, title, description))
    svg = re.sub(r"<metadata>.*?</metadata>\s*", "", svg, flags=re.DOTALL)
    svg = re.sub(r"<!DOCTYPE.*?>\s*", "", svg, flags=re.DOTALL)
    svg = re.sub(r"<!--.*?-->\s*", "", svg, flags=re.DOTALL)
    svg = re.sub(r"<style type=\"text/css\">.*?</style>", "", svg, flags=re.DOTALL)
    svg = re.sub(r"<defs>\s*</defs>\s*", "", svg)
    used = set(re.findall(r"(?:url\(#|href=\"#)([^)\"]+)", svg))

    def renamed(tag: re.Match[str]) -> str:
        """A tag with the figure's own ids; words between tags are never touched."""
        text = re.sub(r" id=\"([^\"]+)\"", lambda found: f' id="{key}-{found[1]}"' if found[1] in used else "", tag[0])
        text = re.sub(r"url\(#([^)]+)\)", rf"url(#{key}-\1)", text)
        text = re.sub(r"href=\"#([^\"]+)\"", rf'href="#{key}-\1"', text)
        text = re.sub(r" transform=\"rotate\(-?0 [^\"]*\)\"", "", text)
        return re.sub(r"'DejaVu Sans'(?:, [^;\"]+)?", STACK, text)

    svg = re.sub(r"<[^>]+>", renamed, svg)
    svg = re.sub(
        r"<svg ",
        f'<svg role="img" aria-labelledby="{key}-title {key}-desc" style="stroke-linejoin:round;stroke-linecap:butt" ',
        svg,
        count=1,
    )
    words = f'<title id="{key}-title">{escape(title)}</title>\n<desc id="{key}-desc">{escape(description)}</desc>\n'
    return re.sub(r"(<svg [^>]*>\s*)", lambda found: found[1] + words, svg, count=1)


def round_step(most: float, ticks: int) -> int:
    """A round distance between ticks (1, 2, 5, 10, ...) that gives at most so many of them."""
    steps = (factor * int(10**power) for power in count() for factor in (1, 2, 5))
    return next(step for step in steps if most / step <= ticks)


def leading(size: float) -> float:
    """The height of a line of type, in centimetres."""
    return size * 1.22 * POINT


def text_width(words: str, size: float, *, bold: bool = False) -> float:
    """How wide words are, in centimetres."""
    from matplotlib.font_manager import FontProperties
    from matplotlib.textpath import text_to_path

    font = FontProperties(family="DejaVu Sans", size=size, weight="bold" if bold else "normal")
    width, _, _ = text_to_path.get_text_width_height_descent(words, font, ismath=False)
    return float(width) * POINT


def wrap(words: str, width: float, size: float, *, bold: bool = False, most: int = 0) -> list[str]:
    """`words` in lines no wider than `width`; a word that is too long is broken.

    With `most` lines at most, the last one ends in `…` where something is left.
    """
    lines: list[str] = []
    line = ""
    for word in words.split():
        for piece in _pieces(word, width, size, bold):
            tried = f"{line} {piece}" if line else piece
            if line and text_width(tried, size, bold=bold) > width:
                lines.append(line)
                line = piece
            else:
                line = tried
    lines.append(line)
    if most and len(lines) > most:
        last = lines[most - 1]
        while last and text_width(last + "…", size, bold=bold) > width:
            last = last[:-1].rstrip()
        lines = [*lines[: most - 1], last + "…"]
    return lines


def _pieces(word: str, width: float, size: float, bold: bool) -> list[str]:
    """A word cut where it is wider than the column, after a hyphen where it has one."""
    pieces = []
    while len(word) > 2 and text_width(word, size, bold=bold) > width:
        cut = len(word) - 1
        while cut > 2 and text_width(word[:cut] + "-", size, bold=bold) > width:
            cut -= 1
        hyphen = word.rfind("-", 1, cut)
        if hyphen > 1:
            pieces.append(word[: hyphen + 1])
            word = word[hyphen + 1 :]
        else:
            cut = _syllable(word, cut)
            pieces.append(word[:cut] + "-")
            word = word[cut:]
    return [*pieces, word]


VOWELS = frozenset("aeiouyæøåäöéü")


def _syllable(word: str, cut: int) -> int:
    """Where a word is best cut, at `cut` or a few letters before: before a syllable, with four letters or more left."""
    for at in range(cut, max(cut - 5, 3), -1):
        begins = word[at].lower() not in VOWELS and word[at + 1 : at + 2].lower() in VOWELS
        if begins and len(word) - at >= 4:
            return at
    return cut


def luminance(color: str) -> float:
    """Relative luminance of `#rrggbb`, 0 black to 1 white (WCAG 2)."""
    parts = [int(color[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (c / 12.92 if c <= 0.03928 else ((c + 0.055) / 1.055) ** 2.4 for c in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def ink_on(color: str) -> str:
    """Black or white, whichever reads better on `color`."""
    light = luminance(color)
    return INK if (light + 0.05) / 0.05 >= 1.05 / (light + 0.05) else "#ffffff"


def mix(color: str, other: str, part: float) -> str:
    """A colour `part` of the way from `color` to `other`."""
    a, b = ([int(c[at : at + 2], 16) for at in (1, 3, 5)] for c in (color, other))
    return "#" + "".join(f"{round(x + (y - x) * part):02x}" for x, y in zip(a, b, strict=True))


def shade(part: float) -> str:
    """A step of the blue scale, 0 white to 1 dark: darker in print for more."""
    part = min(max(part, 0.0), 1.0)
    if part < 0.5:
        return mix("#ffffff", "#7fb0d8", part * 2)
    return mix("#7fb0d8", "#12395f", part * 2 - 1)


def color_of(item: Mapping[str, Any], number: int) -> str:
    """The item's own colour, where it is a colour, else one by its number."""
    color = str(item.get("color") or "")
    return color if re.fullmatch(r"#[0-9A-Fa-f]{6}", color) else COLORS[number % len(COLORS)]
