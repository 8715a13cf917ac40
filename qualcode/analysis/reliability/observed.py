"""Who looked at what, and what they gave it: from frames to a table of units by coders for each code."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence

import numpy as np

from ...core.errors import UnknownName, UsageError
from ...core.values import frozen
from ..arrays import Array, distinct, encode, places
from ..assignment import assign, rolled
from ..columns import Columns, is_codings, require
from ..tree import CodeTree


@frozen
class Looked:
    """Units by coders, and the marks they left."""

    labels: list[str]
    documents: list[str]
    clusters: list[str] | None
    coders: tuple[str, ...]
    categories: tuple[str, ...]
    looked: Array
    """Units x coders: whether a coder looked at a unit. Not looked at is missing, never absent."""
    unit: Array
    coder: Array
    category: Array
    ignored: Mapping[str, int]
    """Per coder, the documents with marks of theirs that they did not finish; they are not compared."""

    def given(self, category: int) -> Array:
        """Units x coders: 1 where the code was given, 0 where not, -1 where not looked."""
        table = np.where(self.looked, 0, -1).astype(np.int64)
        mine = self.category == category
        table[self.unit[mine], self.coder[mine]] = 1
        return table

    def given_sets(self) -> tuple[Array, list[frozenset[str]]]:
        """Units x coders: the position of the set of codes given, -1 where not looked; and the sets."""
        rows, width = self.looked.shape
        masks = np.zeros((rows, width), dtype=np.int64 if len(self.categories) < 62 else object)
        for number in range(len(self.categories)):
            mine = self.category == number
            masks[self.unit[mine], self.coder[mine]] += 1 << number
        distinct, place = np.unique(masks[self.looked], return_inverse=True)
        table = np.full((rows, width), -1, dtype=np.int64)
        table[self.looked] = place.ravel()
        sets = [
            frozenset(name for number, name in enumerate(self.categories) if int(mask) >> number & 1)
            for mask in distinct.tolist()
        ]
        return table, sets

    def given_values(self) -> tuple[Array, list[str]]:
        """Units x coders: the position of the one code given, and the codes; `""` is no code at all.

        Raises UsageError `multiple_values` where a coder gave a unit several codes.
        """
        table = np.where(self.looked, -2, -1).astype(np.int64)
        order = np.lexsort((self.coder, self.unit))
        unit, coder = self.unit[order], self.coder[order]
        twice = np.flatnonzero((unit[1:] == unit[:-1]) & (coder[1:] == coder[:-1])) if len(unit) else unit
        if len(twice):
            row = int(order[int(twice[0])])
            several = self.category[(self.unit == self.unit[row]) & (self.coder == self.coder[row])]
            names = ", ".join(self.categories[number] for number in several.tolist())
            raise UsageError(
                f"{self.coders[int(self.coder[row])]} gave {self.labels[int(self.unit[row])]} the codes {names}; "
                "view values needs one code for a unit",
                slug="multiple_values",
                hint="--view sets",
            )
        table[self.unit, self.coder] = self.category
        names_of = list(self.categories)
        if (table == -2).any():
            table[table == -2] = len(names_of)
            names_of.append("")
        return table, names_of


def look(
    units: Columns,
    coded: Columns,
    *,
    categories: Sequence[str] | None,
    level: int | None,
    tree: CodeTree,
    coders: Sequence[str] | None,
    looked: Mapping[str, Collection[str]] | None,
    pieces: Columns | None,
    overlap: str,
    lengths: Mapping[str, int] | None,
    cluster: str | None,
) -> Looked:
    """The marks of the coders to compare, on the units that were answered.

    Raises UsageError too_few_coders, unknown_coder, unknown_code, bad_option.
    """
    require(units, ("unit",), "units")
    require(coded, ("coder", "code"), "codings")
    known = encode(coded["coder"])[1]
    names = coders_of(known, coders, looked)
    units = _counted(units)
    labels = [str(label) for label in units["unit"]]
    documents = [str(name) for name in units["document"]] if "document" in units.columns else [""] * len(units)
    chosen = chosen_categories(coded, categories, level, tree)
    coded = coded[coded["coder"].isin(list(names))]
    rollup = categories is not None or level is not None
    if is_codings(coded):
        if pieces is None:
            raise UsageError("codings are ranges of text: the pieces of the units are needed to place them")
        marks = assign(coded, pieces, overlap=overlap, categories=chosen, codes=tree, lengths=lengths, rollup=rollup)
        rows, category = rolled(marks["code"], chosen, tree, False)
    else:
        marks = coded
        rows, category = rolled(marks["code"], chosen, tree, rollup)
    unit = places(marks["unit"], units["unit"])[rows]
    coder = places(marks["coder"], names)[rows]
    seen = _seen(documents, names, looked)
    here = unit >= 0
    unit, coder, category = unit[here], coder[here], category[here]
    inside = seen[unit, coder]
    unfinished = {
        (at, documents[number]) for number, at in zip(unit[~inside].tolist(), coder[~inside].tolist(), strict=True)
    }
    ignored = Counter(names[at] for at, _ in unfinished)
    width = max(len(chosen), 1)
    keys = (unit[inside] * len(names) + coder[inside]) * width + category[inside]
    pair, category = np.divmod(distinct(keys, len(units) * len(names) * width), width)
    unit, coder = np.divmod(pair, len(names))
    clusters = None
    if cluster is not None:
        require(units, (cluster,), "units")
        clusters = [str(name) for name in units[cluster]]
    return Looked(
        labels, documents, clusters, tuple(names), tuple(chosen), seen, unit, coder, category,
        {name: ignored[name] for name in names if name in ignored},
    )  # fmt: skip


def coders_of(
    known: Sequence[str], coders: Sequence[str] | None, looked: Mapping[str, Collection[str]] | None
) -> list[str]:
    """The coders to compare: those named, else all with codings or finished documents."""
    every = list(dict.fromkeys([*known, *(looked or ())]))
    names = list(dict.fromkeys(coders)) if coders is not None else every
    for name in names:
        if name not in every:
            raise UnknownName("coder", name, every)
    if len(names) < 2:
        listed = ", ".join(names) or "none"
        raise UsageError(f"agreement needs at least two coders, found {listed}", slug="too_few_coders")
    return names


def chosen_categories(coded: Columns, categories: Sequence[str] | None, level: int | None, tree: CodeTree) -> list[str]:
    """The codes to compare: those named, those at a level, else every code that was used, for itself."""
    if categories is not None and level is not None:
        raise UsageError("categories and level both say which codes are compared", slug="option_conflict")
    if categories is not None:
        tree.check(categories)
        return list(dict.fromkeys(categories))
    if level is not None:
        return tree.at_level(level)
    used = set(encode(coded["code"])[1])
    return [code for code in tree.parents if code in used]


def _counted(units: Columns) -> Columns:
    if "status" in units.columns:
        units = units[units["status"].fillna("answered") == "answered"]
    if "speaker_role" in units.columns:
        units = units[units["speaker_role"] == "informant"]
    return units


def _seen(documents: Sequence[str], coders: Sequence[str], looked: Mapping[str, Collection[str]] | None) -> Array:
    if looked is None:
        return np.ones((len(documents), len(coders)), dtype=bool)
    finished = [set(looked.get(coder, ())) for coder in coders]
    return np.array([[document in own for own in finished] for document in documents], dtype=bool).reshape(
        len(documents), len(coders)
    )
