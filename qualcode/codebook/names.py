"""Ids, languages and colours: what a codebook may call things, and what it falls back to.

Standard library only, because free codes are made on the path where every millisecond shows.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from ..core.errors import UsageError
from ..core.numbering import letters
from ..core.text import slugify as slugify

SEGMENT = re.compile(r"[a-z][a-z0-9-]*\Z")
"""One level of an id."""
ID = re.compile(r"[a-z][a-z0-9-]*(?:\.[a-z][a-z0-9-]*)*\Z")
"""A whole id, levels joined by dots."""
COLOR = re.compile(r"#(?:[0-9A-Fa-f]{6}|[0-9A-Fa-f]{3})\Z")

HUES = {
    "blue": "#4477AA",
    "green": "#228833",
    "yellow": "#CCBB44",
    "red": "#EE6677",
    "cyan": "#66CCEE",
    "purple": "#AA3377",
    "grey": "#BBBBBB",
}
"""Paul Tol's bright scheme, which colour-blind readers can tell apart."""
RESIDUAL_COLOR = HUES["grey"]
_LIGHTER = (0.25, 0.55, 0.40, 0.70, 0.33, 0.62, 0.47)
"""How far siblings are mixed with white, neighbours far from each other."""

_ISO_639_1 = (
    "aa ab af ak am ar as ay az ba be bg bn bo br bs ca cs cy da de dz ee el en eo es et eu fa ff fi fj fo fr "
    "fy ga gd gl gn gu ha he hi hr ht hu hy id ig is it iu ja jv ka kk kl km kn ko ku kw ky la lb ln lo lt lv "
    "mg mi mk ml mn mr ms mt my nb ne nl nn ny oc om or pa pl ps pt qu rm rn ro ru rw sa sc sd se sg si sk sl "
    "sm sn so sq sr st su sv sw ta te tg th ti tk tl tn to tr ts tt tw ug uk ur uz ve vi wa wo xh yi yo zh "
    "zu"
)
LANGUAGES = frozenset(_ISO_639_1.split())
"""ISO 639-1. `no` is taken for `nb`."""
NORDIC = ("en", "da", "nb", "sv")
"""The languages that every bundled frame has names in."""
_MEANT = {
    "dk": "da", "dan": "da", "danish": "da", "dansk": "da",
    "nor": "nb", "nob": "nb", "norsk": "nb", "norwegian": "nb", "bokmål": "nb",
    "swe": "sv", "swedish": "sv", "svenska": "sv",
    "eng": "en", "english": "en", "gb": "en", "us": "en",
    "fin": "fi", "suomi": "fi", "deu": "de", "ger": "de",
}  # fmt: skip


def language_code(written: str) -> str | None:
    """The language a key stands for, `no` for `nb`; None when it is none."""
    key = written.strip().lower()
    if key == "no":
        return "nb"
    return key if key in LANGUAGES else None


def language_meant(written: str) -> str | None:
    """The language somebody probably meant by `dk` or `english`."""
    return _MEANT.get(written.strip().casefold())


def normal_color(written: str) -> str:
    """`#RRGGBB` in upper case from `#RGB` or `#rrggbb`; ValueError for anything else."""
    if not COLOR.match(written):
        raise ValueError(written)
    digits = written[1:].upper()
    if len(digits) == 3:
        digits = "".join(digit * 2 for digit in digits)
    return f"#{digits}"


def lighter(color: str, part: float) -> str:
    """`color` mixed with white; `part` is how much of the result is white, from 0 to 1."""
    color = normal_color(color)
    channels = (int(color[at : at + 2], 16) for at in (1, 3, 5))
    return "#" + "".join(f"{round(value + (255 - value) * part):02X}" for value in channels)


def derived_colors(codes: Sequence[tuple[str, str | None, str]]) -> dict[str, str]:
    """A colour for every code that has none, from (id, parent, colour or "") in tree order.

    Top codes take the hues that no sibling uses, in turn; the code `other` takes grey; a child takes
    its parent's colour, made lighter.
    """
    colors: dict[str, str] = {}
    depth: dict[str, int] = {}
    used = {color for _, parent, color in codes if parent is None and color}
    hues = [hue for hue in HUES.values() if hue != RESIDUAL_COLOR]
    free = [hue for hue in hues if hue not in used] or hues
    seen: dict[str | None, int] = {}
    for id, parent, color in codes:
        depth[id] = 0 if parent is None else depth[parent] + 1
        at = seen.get(parent, 0)
        if color:
            colors[id] = color
        elif parent is not None:
            colors[id] = lighter(colors[parent], _LIGHTER[at % len(_LIGHTER)] / depth[id])
        elif id == "other":
            colors[id] = RESIDUAL_COLOR
            continue
        else:
            colors[id] = free[at % len(free)]
        if parent is not None or not color:
            seen[parent] = at + 1
    return colors


def letter_marks(siblings: Mapping[str | None, Sequence[str]]) -> dict[str, str]:
    """A letter for each code of a family of more than seven, whose colours must repeat.

    From each parent's children, by id.
    """
    marks: dict[str, str] = {}
    for family in siblings.values():
        if len(family) <= len(HUES):
            continue
        for at, id in enumerate(family):
            marks[id] = letters(at + 1).upper()
    return marks


def usable(id: str) -> str:
    """The nearest id to one that cannot be one, level by level."""
    return ".".join(slugify(level) for level in id.split(".") if level) or "code"


def check_id(id: str) -> None:
    """Refuse what is no id of a codebook, which names its file too; UsageError `bad_id`."""
    if not ID.match(id) or "." in id:
        raise UsageError(
            f"{id!r} is no id of a codebook: the letters a to z, digits and hyphens",
            slug="bad_id",
            hint=f"write {slugify(id)}, and give the words as the title",
        )
