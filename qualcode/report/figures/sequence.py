"""From codebooks to a sequence: who does what, in which order; a lane for each actor, a box for each step.

The order is what the codebook says with links `leads to`; without them it is that of the codebook. The actors
are the categories that the steps stand under, or the values of an attribute in whose material they were coded.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise

from ...core.errors import UsageError
from ...core.model import Codebook
from ...core.table import Figure
from ..wording import Words
from .names import Namer

LEADS = "leads to"


def sequence_figure(
    books: Sequence[Codebook],
    codes: Sequence[str] = (),
    language: str = "en",
    *,
    counts: Mapping[str, Mapping[str, int]] | None = None,
    lane_names: Mapping[str, str] | None = None,
    level: int | None = None,
    name: str = "figure-sequence",
) -> Figure:
    """The codes of `books` as steps, in lanes by the category above them or, with `counts`, by who has them.

    `counts` gives for each lane how often each code (by its full id) was used there; a code stands in every lane that
    has it, and its arrows start from and lead to the lane that has it most. `codes` keeps the drawing to these codes
    and what is below them, `level` to codes this deep. Raises UsageError (`nothing_to_draw`) where there are no steps,
    or no actors for them.
    """
    say, names = Words(language, __package__), Namer(books, language)
    steps = [
        full
        for book in books
        for code in book
        if not code.retired and code.id.rpartition(".")[2] != "other"
        for full in [f"{book.id}:{code.id}"]
        if (counts is not None or code.parent)
        and (level is None or full.count(".") < level)
        and (not codes or _below(full, codes))
    ]
    holding = {step.rpartition(".")[0] for step in steps}
    steps = [step for step in steps if step not in holding]
    if counts is not None:
        steps = [step for step in steps if any(lane.get(step) for lane in counts.values())]
    if not steps:
        raise UsageError(
            "there are no steps with somebody who takes them", slug="nothing_to_draw",
            hint="put the steps under those who take them (`qualcode codebook group STEP... --into ACTOR`), or say "
            "--by ATTRIBUTE",
        )  # fmt: skip
    if counts is None:
        lanes = {parent: names.code(parent) for parent in dict.fromkeys(step.rpartition(".")[0] for step in steps)}
        where = {step: {step.rpartition(".")[0]: 0} for step in steps}
    else:
        called = lane_names or {}
        lanes = {lane: called.get(lane, lane) for lane, own in counts.items() if any(own.get(step) for step in steps)}
        where = {step: {lane: own[step] for lane, own in counts.items() if own.get(step)} for step in steps}
    arrows = _arrows(books, steps)
    columns = _columns(steps, arrows)
    order = list(lanes)
    boxes = [
        {"step": step, "label": names.code(step), "lane": order.index(lane), "column": columns[step],
         "color": names.color(step), "count": n or None}
        for step in sorted(steps, key=lambda step: columns[step])
        for lane, n in where[step].items()
    ]  # fmt: skip
    main = {step: order.index(max(where[step], key=lambda lane: where[step][lane])) for step in steps}
    data = {
        "lanes": list(lanes.values()),
        "boxes": boxes,
        "arrows": [
            {"from": [columns[a], main[a]], "to": [columns[b], main[b]], "label": label} for a, b, label in arrows
        ],
        "key": [say("key.sequence")] if counts is not None else [],
    }
    told = [
        say("alt.step", who=lanes[lane], what=names.code(step))
        for step in sorted(steps, key=lambda step: columns[step])
        for lane in where[step]
    ]
    title = ", ".join(map(names.title, books))
    return Figure(
        "sequence", data, f"{say('title.sequence')}: {title}", f"{say('alt.sequence')} {'; '.join(told)}.", name
    )


def _below(full: str, codes: Sequence[str]) -> bool:
    return any(full == code or full.startswith(f"{code}.") for code in codes)


def _arrows(books: Sequence[Codebook], steps: Sequence[str]) -> list[tuple[str, str, str]]:
    """What leads to what; each step to the next where no link says anything."""
    found = []
    for book in books:
        for link in book.links:
            source, target = (f"{book.id}:{end}" if end in book else end for end in (link.source, link.target))
            if link.kind == LEADS and source in steps and target in steps:
                found.append((source, target, next(iter(link.label.values()), "") if link.label else ""))
    return found or [(a, b, "") for a, b in pairwise(steps)]


def _columns(steps: Sequence[str], arrows: Sequence[tuple[str, str, str]]) -> dict[str, int]:
    """The longest way to each step; steps in a circle stand where the codebook has them, one after another."""
    before: dict[str, list[str]] = {step: [] for step in steps}
    for a, b, _ in arrows:
        before[b].append(a)
    found: dict[str, int] = {}

    def place(step: str, on_the_way: frozenset[str]) -> int:
        if step not in found:
            sooner = [each for each in before[step] if each not in on_the_way]
            way = on_the_way | {step}
            found[step] = 1 + max((place(each, way) for each in sooner), default=-1)
        return found[step]

    linked = {end for a, b, _ in arrows for end in (a, b)}
    for step in steps:
        if step in linked:
            place(step, frozenset())
    last = max(found.values(), default=-1)
    for step in steps:  # what nothing leads to and what leads to nothing comes at the end
        if step not in found:
            last += 1
            found[step] = last
    return found
