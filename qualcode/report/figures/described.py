"""From results to figures: what is drawn, with its words, its caption and its description.

A figure's data are plain values with their labels already in the reader's language, so that
whoever draws needs neither codebook nor analysis. Numbers stay unrounded.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from ...core.model import Codebook, Coding, Document
from ...core.results.shares import Shares
from ...core.table import Figure, exact
from ..wording import Words
from .frame_figures import Together, frame_figure, frame_shape
from .names import Groups, Namer, unit_of

Books = Codebook | Sequence[Codebook]


def shares_figure(
    shares: Shares,
    codebooks: Books,
    language: str = "en",
    *,
    kind: str | None = None,
    together: Together | None = None,
    corners: Mapping[str, str] | None = None,
    groups: Mapping[str, str] | None = None,
    name: str = "figure-shares",
) -> Figure:
    """Shares on the frame's own drawing where its file declares one and all its codes are in the
    table; as bars otherwise, or with `kind="bars"`.

    `together` says per group how many units carry several codes at once, keyed by the set of full
    codes; without it no lines are drawn. `corners` places codes (`{"top": "value"}`) otherwise
    than the file does. `groups` are names to print instead of the groups' own.
    """
    books = _books(codebooks)
    shape = kind or frame_shape(shares, books)
    if shape in (None, "bars"):
        return bars_figure(shares, books, language, groups=groups, name=name)
    return frame_figure(
        shares,
        books,
        language,
        shape,
        together=together or {},
        corners=corners or {},
        groups=groups or {},
        name=name,
    )


def bars_figure(
    shares: Shares,
    codebooks: Books,
    language: str = "en",
    *,
    groups: Mapping[str, str] | None = None,
    name: str = "figure-bars",
) -> Figure:
    """Shares as bars, a group beside the other, with the range when one informant is left out."""
    say, names = Words(language, __package__), Namer(_books(codebooks), language)
    codes = list(dict.fromkeys(row.code for row in shares.rows))
    units = say.units(unit_of(shares), "the")
    named = Groups(shares, say, groups)
    shown = list(shares.groups)
    rows: list[dict[str, Any]] = []
    spoken: list[str] = []
    decimals = int(shares.options.get("decimals") or 0)
    for code in codes:
        cells = []
        for group in shown:
            row = shares.cell(group.group, code)
            cells.append(
                {
                    "share": exact(row.share),
                    "low": exact(row.leave_one_out_low),
                    "high": exact(row.leave_one_out_high),
                }
            )
            label = names.code(code) if len(shown) == 1 else f"{names.code(code)}, {named.name(group.group)}"
            value = say.share(row.share, decimals)
            if row.leave_one_out_low is not None and row.leave_one_out_high is not None:
                low, high = (say.share(v, decimals) for v in (row.leave_one_out_low, row.leave_one_out_high))
                value += f" ({say('alt.range', low=low, high=high, **named.who)})"
            spoken.append(say("alt.item", label=label, value=value))
        rows.append({"code": code, "label": names.code(code), "cells": cells})
    drawn = any(cell["low"] is not None for row in rows for cell in row["cells"])
    undefined = any(cell["share"] is None for row in rows for cell in row["cells"])
    data = {
        "groups": [{"group": g.group, "label": named.title(g)} for g in shown],
        "rows": rows,
        "decimals": decimals,
        "key": [
            *([say("key.loo", **named.who)] if drawn else []),
            *([say("key.undefined")] if undefined else []),
        ],
    }
    caption = say("shares.caption", units=units)
    return Figure("bars", data, caption, f"{say('alt.bars')} {'; '.join(spoken)}.", name)


def heatmap_figure(
    rows: Sequence[str],
    columns: Sequence[str],
    values: Sequence[Sequence[Any]],
    codebooks: Books,
    language: str = "en",
    *,
    show: str = "count",
    unit: str = "",
    titles: Mapping[str, str] | None = None,
    caption: str = "",
    name: str = "figure-heatmap",
) -> Figure:
    """Codes (`rows`) by cases or questions (`columns`): `values[row][column]`, None undefined.

    `show` is `count` or `share`; `unit` is what is counted (`answer`, or `coding`); `titles` are
    names to print instead of the columns' own.
    """
    say, names = Words(language, __package__), Namer(_books(codebooks), language)
    plain = [[exact(value) for value in line] for line in values]
    label = {column: (titles or {}).get(column, column) for column in columns}
    form: Callable[[Any], str] = say.share if show == "share" else say.form
    ranked = sorted(
        ((value, r, c) for r, line in enumerate(plain) for c, value in enumerate(line) if value),
        key=lambda found: (-found[0], found[1], found[2]),
    )
    spoken = [
        say("alt.item", label=f"{names.code(rows[r])}, {label[columns[c]]}", value=form(value))
        for value, r, c in ranked[:6]
    ]
    counted = say("number.coding") if unit == "coding" else say("number.unit", units=say.units(unit))
    shown = say("share") + " (%)" if show == "share" else counted if unit else say("number")
    data = {
        "rows": [{"code": code, "label": names.code(code), "depth": names.depth(code, rows)} for code in rows],
        "columns": [{"id": column, "label": label[column]} for column in columns],
        "values": plain,
        "show": show,
        "key": [
            f"{shown}; {say('key.more')}",
            *([say("key.hatched")] if any(v is None for line in plain for v in line) else []),
        ],
    }
    size = {"codes": say("count.codes", n=len(rows)), "columns": say("count.columns", n=len(columns))}
    alt = f"{say('alt.heatmap', **size)} {'; '.join(spoken)}."
    return Figure("heatmap", data, caption or say("title.heatmap"), alt, name)


def cooccurrence_figure(
    codes: Sequence[str],
    pairs: Mapping[tuple[str, str], tuple[Any, Any]],
    codebooks: Books,
    language: str = "en",
    *,
    unit: str = "segment",
    name: str = "figure-cooccurrence",
) -> Figure:
    """Which codes stand together: for each pair the number of units with both, and the strength.

    The strength (Jaccard, 0 to 1, None undefined) chooses the shade. A pair that is not in
    `pairs` (a code and one below it) is hatched.
    """
    say, names = Words(language, __package__), Namer(_books(codebooks), language)
    units = say.units(unit)
    drawn: list[dict[str, Any]] = [
        {"a": a, "b": b, "count": exact(n), "strength": exact(s)} for (a, b), (n, s) in pairs.items()
    ]
    ranked = sorted(drawn, key=lambda p: (-(p["count"] or 0), p["a"], p["b"]))
    spoken = [
        say("alt.pair", a=names.code(p["a"]), b=names.code(p["b"]), n=p["count"]) for p in ranked[:6] if p["count"]
    ]
    complete = len({frozenset(pair) for pair in pairs}) == len(codes) * (len(codes) - 1) // 2
    data = {
        "rows": [{"code": code, "label": names.code(code)} for code in codes],
        "pairs": drawn,
        "key": [say("key.jaccard", units=units), *([] if complete else [say("key.unpaired")])],
    }
    alt = f"{say('alt.cooccurrence', codes=say('count.codes', n=len(codes)))} {'; '.join(spoken)}."
    return Figure("cooccurrence", data, say("title.cooccurrence"), alt, name)


def saturation_figure(
    documents: Sequence[str],
    new: Sequence[int],
    language: str = "en",
    *,
    expected: Sequence[Any] = (),
    reached: str = "",
    interviews: bool = True,
    name: str = "figure-saturation",
) -> Figure:
    """New codes per interview in the order given, codes seen so far, and the order-free expectation.

    `reached` is saturation as written in the result, `6+2`; empty where it was not reached. Without
    `interviews` the documents are of other kinds too.
    """
    say = Words(language, __package__)
    seen, total = [], 0
    for count in new:
        total += count
        seen.append(total)
    data = {
        "documents": list(documents),
        "new": list(new),
        "seen": seen,
        "expected": [exact(value) for value in expected],
        "reached": say("saturation.reached", at=reached) if reached else say("saturation.not"),
        "reached_at": int(reached.partition("+")[0]) if reached else None,
        "legend": {kind: say(f"saturation.{kind}") for kind in ("new", "seen", "expected")},
        "axis_codes": say("axis.codes"),
        "axis_interviews": say("axis.interviews") if interviews else say("axis.documents"),
    }
    listed = ", ".join(say.form(count) for count in new)
    looked = say("count.interviews" if interviews else "count.documents", n=len(new))
    alt = say("alt.saturation", codes=say("count.codes", n=total), documents=looked, new=listed)
    alt += f" {data['reached']}."
    return Figure("saturation", data, say("title.saturation"), alt, name)


def timeline_figure(
    document: Document,
    codings: Iterable[Coding],
    codebooks: Books,
    language: str = "en",
    *,
    name: str = "",
) -> Figure:
    """When each code was spoken of: the codings of one document along its turns.

    A turn is one step on the axis whatever its length, and a coding takes its part of the turns
    it stands in. Codings outside all turns cannot be placed; the description counts them.
    """
    say, names = Words(language, __package__), Namer(_books(codebooks), language)
    turns = document.turns or ()
    by_code: dict[str, list[tuple[float, float]]] = {}
    outside = 0
    for coding in sorted(codings, key=lambda c: (c.span, c.id)):
        if coding.document != document.id:
            continue
        ends = [
            (number + part(coding.span.start), number + part(coding.span.stop))
            for number, turn in enumerate(turns)
            if turn.span.overlaps(coding.span)
            for part in (_place_in(turn.span.start, turn.span.stop),)
        ]
        if not ends:
            outside += 1
            continue
        by_code.setdefault(coding.code, []).append((ends[0][0], ends[-1][1]))
    ordered = names.in_order(by_code)
    questions, last = [], None
    for number, turn in enumerate(turns):
        if turn.question and turn.question != last:
            questions.append((number, turn.question))
            last = turn.question
    spoken = [say("alt.item", label=names.code(code), value=say.form(len(by_code[code]))) for code in ordered]
    data = {
        "length": max(1, len(turns)),
        "first": 0,
        "rows": [
            {"code": code, "label": names.code(code), "color": names.color(code), "spans": by_code[code]}
            for code in ordered
        ],
        "questions": questions,
        "axis": say("axis.turns"),
        "key": [
            say("key.span"),
            *([say("key.questions")] if questions else []),
            *([say("key.outside", n=outside)] if outside else []),
        ],
    }
    caption = say("title.timeline", document=document.title or document.id)
    alt = f"{say('alt.timeline')} {'; '.join(spoken) or say('key.undefined')}."
    return Figure("timeline", data, caption, alt, name or f"figure-timeline-{document.id}")


def _place_in(start: int, stop: int) -> Any:
    length = max(1, stop - start)
    return lambda at: min(max((at - start) / length, 0.0), 1.0)


def _books(codebooks: Books) -> tuple[Codebook, ...]:
    return (codebooks,) if isinstance(codebooks, Codebook) else tuple(codebooks)
