"""Tidy tables as named columns of numpy arrays: what the analyses count on.

A data frame of pandas says the same, takes half a second and forty megabytes to import, and is what
people want at a notebook: `columns_of` takes one in, `to_pandas` hands one out, and nothing in
between needs the library. A column of names may be *coded*: whole numbers into a list of names, so
that a million codings cost a million small integers and each name is looked at once.

The methods have the names that pandas gives them, and mean the same for what they take.

What every analysis reads, one row a fact, columns by name and nothing else assumed:

units     one row a unit of analysis. Needed: `unit` (its label) and `informant` (a case's id).
          Optional: `document`, `question` (the main question), `item` (the item of the guide),
          `status` (answered | no_answer | not_asked | missing; default answered),
          `speaker_role` (only `informant` is counted; default informant), `primary` (the unit's
          primary code), `words`, `chars` (sizes), and any other column, to group or weight by.
pieces    `unit`, `document`, `start`, `stop`: the informant speech that a unit consists of,
          half-open, in code points. Pieces never overlap.
codings   `document`, `start`, `stop`, `code`; optional `coder`, `weight` (0..1, default 1),
          `qualifier`, `id`.
marks     `unit`, `code`; optional `coder`, `weight`: codings already given to units, either by
          `assign` or because the data came that way.
turns     `document`, `start`, `stop`, `role`, `informant`, `question`: all speech in order.

Names may be strings or categories. `role` is free for an attribute of cases in `units`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, TypeAlias, overload

import numpy as np

from ..core.errors import UnknownName, UsageError

if TYPE_CHECKING:
    import pandas as pd

    Frame: TypeAlias = "Columns | pd.DataFrame"
    """What people may hand in: a table of ours, or a data frame."""
else:
    Frame = Any

Array = np.ndarray[Any, Any]


def missing(value: Any) -> bool:
    """Whether a cell holds nothing: None, or a number that is none."""
    return value is None or value != value


class Values:
    """One column: plain values, or codes into `names` (-1 for a missing one)."""

    __slots__ = ("data", "names")

    def __init__(self, data: Any, names: Sequence[str] | None = None) -> None:
        if names is not None and not isinstance(data, np.ndarray):
            data = np.array(data, dtype=np.int64)
        self.data = data if isinstance(data, np.ndarray) else _array(data)
        self.names: list[str] | None = None if names is None else names if isinstance(names, list) else list(names)

    @classmethod
    def constant(cls, value: str, length: int) -> Values:
        """The same name in every row."""
        return cls(np.zeros(length, dtype=np.int64), [value])

    @classmethod
    def of_names(cls, values: Iterable[str | None]) -> Values:
        """A coded column of names, each looked at once."""
        place: dict[str, int] = {}
        codes = [-1 if value is None else place.setdefault(value, len(place)) for value in values]
        return cls(np.array(codes, dtype=np.int64), list(place))

    def __len__(self) -> int:
        return len(self.data)

    def __iter__(self) -> Iterator[Any]:
        return iter(self.tolist())

    @overload
    def __getitem__(self, rows: int) -> Any: ...

    @overload
    def __getitem__(self, rows: Array) -> Values: ...

    def __getitem__(self, rows: Any) -> Any:
        if isinstance(rows, int | np.integer):
            value = self.data[rows]
            if self.names is not None:
                return self.names[value] if value >= 0 else None
            return value.item() if isinstance(value, np.generic) else value
        return Values(self.data[rows], self.names)

    @property
    def coded(self) -> bool:
        return self.names is not None

    def plain(self) -> Array:
        """The values themselves, one a row."""
        if self.names is None:
            return self.data
        return np.array([*self.names, None], dtype=object)[self.data]

    def to_numpy(self, dtype: Any = None, na_value: Any = None) -> Array:
        found = self.plain()
        if na_value is not None and found.dtype == object:
            found = np.array([na_value if missing(value) else value for value in found.tolist()], dtype=object)
        elif na_value is not None and found.dtype.kind == "f" and na_value == na_value:
            found = np.where(np.isnan(found), na_value, found)
        return found if dtype is None else found.astype(dtype)

    def tolist(self) -> list[Any]:
        found: list[Any] = self.plain().tolist()
        return found

    def isna(self) -> Array:
        if self.names is not None:
            return np.asarray(self.data < 0)
        if self.data.dtype.kind == "f":
            return np.isnan(self.data)
        if self.data.dtype != object:
            return np.zeros(len(self.data), dtype=bool)
        return np.array([missing(value) for value in self.data.tolist()], dtype=bool)

    def notna(self) -> Array:
        return ~self.isna()

    def fillna(self, value: Any) -> Values:
        return self.where(self.notna(), value)

    def where(self, kept: Array, otherwise: Any) -> Values:
        """The values where `kept` is true, and another one elsewhere."""
        if kept.all():
            return self
        if self.names is not None and isinstance(otherwise, str):
            names = self.names if otherwise in self.names else [*self.names, otherwise]
            return Values(np.where(kept, self.data, names.index(otherwise)), names)
        plain = self.plain().astype(object) if isinstance(otherwise, str) else self.plain()
        return Values(np.where(kept, plain, otherwise))

    def isin(self, wanted: Iterable[Any]) -> Array:
        known = set(wanted)
        if self.names is not None:
            inside = np.array([*(name in known for name in self.names), False], dtype=bool)
            return np.asarray(inside[self.data])
        return np.array([value in known for value in self.data.tolist()], dtype=bool)

    def __eq__(self, other: object) -> Array:  # type: ignore[override]
        if isinstance(other, Values):
            return np.asarray(self.plain() == other.plain())
        if self.names is not None or self.data.dtype == object:
            return self.isin([other])
        return np.asarray(self.data == other)

    def __ne__(self, other: object) -> Array:  # type: ignore[override]
        return ~(self == other)

    __hash__ = None  # type: ignore[assignment]

    def unique(self) -> list[Any]:
        """The different values in the order of their first rows, missing ones left out."""
        if self.names is not None:
            first = np.full(len(self.names) + 1, len(self.data), dtype=np.int64)
            first[self.data[::-1]] = np.arange(len(self.data))[::-1]  # the last one written stays: the first row
            order = np.argsort(first[:-1], kind="stable")
            return [self.names[code] for code in order.tolist() if first[code] < len(self.data)]
        return list(dict.fromkeys(value for value in self.data.tolist() if not missing(value)))

    def text(self) -> Values:
        """The same as texts; missing values stay missing."""
        if self.names is not None:
            return self
        return Values([None if missing(value) else str(value) for value in self.data.tolist()])

    def numbers(self, meant: Mapping[Any, float], otherwise: float) -> Array:
        """The number that each value stands for, and another one where it stands for none."""
        if self.names is not None:
            return np.array([*(meant.get(name, otherwise) for name in self.names), otherwise])[self.data]
        return np.array([meant.get(value, otherwise) for value in self.data.tolist()])


class Columns:
    """A table: columns of equal length by name. One given as a function is made when first asked for."""

    __slots__ = ("_columns", "_length")

    def __init__(self, columns: Mapping[str, Any], length: int | None = None) -> None:
        self._columns: dict[str, Values | Callable[[], Values]] = {
            name: column if isinstance(column, Values) or callable(column) else Values(column)
            for name, column in columns.items()
        }
        first = next((column for column in self._columns.values() if isinstance(column, Values)), None)
        self._length = length if length is not None else len(first) if first is not None else 0

    def _column(self, name: str) -> Values:
        column = self._columns[name]
        if not isinstance(column, Values):
            column = self._columns[name] = column()
        return column

    @property
    def columns(self) -> list[str]:
        return list(self._columns)

    @property
    def empty(self) -> bool:
        return not self._length

    def __len__(self) -> int:
        return self._length

    def __contains__(self, name: object) -> bool:
        return name in self._columns

    @overload
    def __getitem__(self, which: str) -> Values: ...

    @overload
    def __getitem__(self, which: Array | list[str] | list[bool]) -> Columns: ...

    def __getitem__(self, which: Any) -> Any:
        """A column by its name, some columns by a list of names, or the rows where a mask is true."""
        if isinstance(which, str):
            return self._column(which)
        if isinstance(which, list) and (not which or isinstance(which[0], str)):
            return Columns({name: self._columns[name] for name in which}, self._length)
        return self.take(np.flatnonzero(which))

    def take(self, rows: Array) -> Columns:
        """The rows of these numbers, in this order."""

        def some(name: str) -> Values | Callable[[], Values]:
            column = self._columns[name]
            if isinstance(column, Values):
                return column[rows]
            return lambda: self._column(name)[rows]

        return Columns({name: some(name) for name in self._columns}, len(rows))

    def row(self, number: int) -> dict[str, Any]:
        """One row by its number."""
        return {name: self._column(name)[number] for name in self._columns}

    def assign(self, **columns: Any) -> Columns:
        """The table with columns added, or others in their place."""
        length = self._length if self._columns else None
        return Columns({**self._columns, **columns}, length)

    def without(self, *names: str) -> Columns:
        return Columns({name: column for name, column in self._columns.items() if name not in names}, self._length)

    def records(self) -> Iterator[dict[str, Any]]:
        """Row by row."""
        names = list(self._columns)
        for cells in zip(*(self._column(name).tolist() for name in names), strict=True):
            yield dict(zip(names, cells, strict=True))

    def to_pandas(self) -> pd.DataFrame:
        """The table as a data frame, coded columns as categories."""
        import pandas as pd

        return pd.DataFrame(
            {
                name: column.data
                if column.names is None
                else pd.Categorical.from_codes(column.data, categories=pd.Index(column.names, dtype=object))
                for name, column in ((name, self._column(name)) for name in self._columns)
            }
        )


def columns_of(frame: Any) -> Columns:
    """A table from a data frame (or anything with `columns` and columns by name); a table as it is."""
    if isinstance(frame, Columns):
        return frame
    return Columns({str(name): values_of(frame[name]) for name in frame.columns}, len(frame))


def as_given(given: Any, made: Columns) -> Any:
    """A table that goes back to whoever handed one in: a data frame for a data frame."""
    return made if isinstance(given, Columns) else made.to_pandas()


def values_of(column: Any) -> Values:
    """A column from a series of pandas, an array or a list."""
    if isinstance(column, Values):
        return column
    if hasattr(column, "cat"):
        names = [str(name) for name in column.cat.categories]
        return Values(np.asarray(column.cat.codes), names)
    dtype = getattr(column, "dtype", None)
    kind = getattr(dtype, "kind", "O")
    if isinstance(dtype, np.dtype):
        return Values(np.asarray(column))
    if kind in "iufb":  # numbers that may be missing
        return Values(column.to_numpy(dtype=float, na_value=np.nan))
    if hasattr(column, "to_numpy"):
        return Values(column.to_numpy(dtype=object))
    return Values(column)


def stacked(tables: Sequence[Columns]) -> Columns:
    """Tables with the same columns, one below the other."""
    names = tables[0].columns if tables else []
    return Columns(
        {name: np.concatenate([table[name].plain().astype(object) for table in tables]) for name in names},
        sum(len(table) for table in tables),
    )


def _array(values: Iterable[Any]) -> Array:
    """Values as an array: of numbers where all are numbers, of objects otherwise."""
    listed = list(values)
    kinds = {type(value) for value in listed}
    if kinds and kinds <= {int, float, bool, np.int64, np.float64}:
        return np.array(listed)
    found = np.empty(len(listed), dtype=object)
    found[:] = listed
    return found


# What the tables of an analysis must hold.

STATUSES = ("answered", "no_answer", "not_asked", "missing")


def require(frame: Columns, columns: Iterable[str], name: str) -> None:
    """UsageError `bad_option` when a frame lacks a column that the analysis needs."""
    absent = [column for column in columns if column not in frame.columns]
    if absent:
        raise UsageError(f"the frame {name!r} needs the column {', '.join(absent)}", slug="bad_option")


def is_codings(frame: Columns) -> bool:
    """Whether a frame holds codings (places in a text) rather than marks (codes of units)."""
    if "unit" in frame.columns:
        return False
    require(frame, ("document", "start", "stop", "code"), "codings")
    return True


def one_layer(frame: Columns, coder: str | None) -> Columns:
    """The rows of one coder; UsageError `coder_ambiguous` when there are several and none is chosen."""
    if "coder" not in frame.columns:
        return frame
    coders = [str(name) for name in frame["coder"].unique()]
    if coder is None:
        if len(coders) > 1:
            listed = ", ".join(sorted(coders))
            raise UsageError(
                f"expected the codings of one coder, found {listed}: choose one",
                slug="coder_ambiguous",
                hint=f"--coder {sorted(coders)[0]}",
            )
        return frame
    if coder not in coders:
        if not coders:
            return frame
        raise UnknownName("coder", coder, coders)
    return frame[frame["coder"] == coder] if len(coders) > 1 else frame


def check_ranges(codings: Columns, lengths: Mapping[str, int] | None) -> None:
    """UsageError `segment_range` for a coded range that is empty or outside its document."""
    if not len(codings):
        return
    start, stop = codings["start"].to_numpy(), codings["stop"].to_numpy()
    wrong = (start < 0) | (stop <= start)
    if lengths:
        known = codings["document"].numbers(lengths, float("inf"))
        wrong |= stop > known
    if wrong.any():
        row = codings.row(int(wrong.argmax()))
        length = (lengths or {}).get(str(row["document"]))
        limit = f" of {length} characters" if length is not None else ""
        raise UsageError(
            f"the range {row['start']}-{row['stop']} in {row['document']}{limit} is empty or outside the document",
            slug="segment_range",
        )
