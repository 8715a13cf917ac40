"""Codings and units as data for other programs: JSON lines, Parquet, SPSS, a matrix of units by codes, IRaMuTeQ.

Each is written row by row where its format allows, and is the same every time.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from ..core.choices import under
from ..core.errors import UsageError, conflict
from ..core.files import output
from ..core.formats import Format, Formats
from ..core.model import Unit
from ..core.numbering import unused
from ..core.results.common import Accounting
from ..core.scratch import scratch
from ..core.ticks import ROWS, Tick, ticking
from . import selection
from .blind import seen
from .material import Asked, frames_of, unit_compared
from .portions import portions
from .study import study_of

if TYPE_CHECKING:
    from ..core.choices import Where
    from .handle import Handle

formats = Formats("format of data", "", [
    Format("jsonl", (".jsonl", ".ndjson"), "qualcode.project.tables_out:write_codings", "JSON lines"),
    Format("parquet", (".parquet",), "qualcode.project.tables_out:write_codings", "Parquet"),
    Format("sav", (".sav",), "qualcode.project.tables_out:write_sav", "SPSS data"),
    Format("iramuteq", (".txt",), "qualcode.project.tables_out:write_iramuteq", "corpus for IRaMuTeQ"),
])  # fmt: skip


def format_of(path: Path, format: str = "") -> str:
    """The format a name or a person asks for; empty where it is none of these. A corpus is asked for by its name
    alone, because other files end in .txt too."""
    if format:
        return next((each.name for each in formats if each.name == format), "")
    found = formats.by_suffix(path)
    return found.name if found is not None and found.name != "iramuteq" else ""


class Matrix(NamedTuple):
    """Units by codes: one row a unit with what it is, and 1 or 0 for each code."""

    columns: tuple[str, ...]
    labels: tuple[str, ...]
    """What each column is called for people."""
    rows: list[tuple[Any, ...]]
    accounting: Accounting
    """Where the material went that has no row."""


def write_codings(
    project: Handle, path: Path, where: Where, format: str, *, language: str, text: bool, progress: Tick | None = None
) -> int:
    """The codings one row each, as JSON lines or Parquet; returns how many."""
    from ..report.build.codings import coding_rows

    columns, rows = coding_rows(portions(project, where, progress), language=language, text=text)
    names = [column.key for column in columns]
    if format == "jsonl":
        count = 0
        with output(path) as stream:
            for row in rows:
                stream.write(json.dumps(dict(zip(names, row, strict=True)), ensure_ascii=False).encode() + b"\n")
                count += 1
        return count
    import pandas

    listed = list(rows)
    frame = pandas.DataFrame(listed, columns=names)
    for name in frame.columns:
        if frame[name].dtype == object and name not in ("turn", "start", "stop", "id", "weight"):
            frame[name] = frame[name].map(
                lambda value: value if isinstance(value, bool) else "" if value is None else str(value)
            )
    try:
        with output(path) as stream:
            frame.to_parquet(stream, index=False)
    except ImportError:
        raise UsageError("Parquet needs the package 'pyarrow', which is not installed", slug="optional_dependency",
                         hint="pip install 'qualcode[parquet]'") from None  # fmt: skip
    return len(listed)


def matrix(project: Handle, where: Where, unit: str = "", *, coder: str = "", progress: Tick | None = None) -> Matrix:
    """Which codes stand in which unit that tables count, with the attributes of its case; codes above count what is
    below them. Of documents that the coder has not begun nothing is known, so they have no row."""
    from .layers import layer

    if len(where.coders) > 1:
        conflict("units by codes are of one coder: --coder NAME once")
    whose = layer(project, coder or next(iter(where.coders), ""))
    where = selection.checked(project, where)
    codings: dict[str, list[tuple[int, int, str]]] = {}
    theirs = seen(project, project.store.codings(None, [whose]))
    for coding in theirs:
        if not where.codes or any(under(coding.code, code) for code in where.codes):
            codings.setdefault(coding.document, []).append((coding.span.start, coding.span.stop, coding.code))
    used = {each[2] for listed in codings.values() for each in listed}
    shown = used.union(code for code in where.codes if not code.endswith(":*"))  # what was named has a column
    codes = [full for full, _ in project.codes if any(under(code, full) for code in shown)]
    codes = [*codes, *sorted(used - set(codes))]
    attributes = list(dict.fromkeys(key for case in project.cases for key in case.attributes))
    units, accounting = _said(project, where, unit, (whose,), unopened=not theirs)
    rows = []
    for each in ticking(units, progress, ROWS):
        inside = {code for start, stop, code in codings.get(each.document, ()) if _touches(each, start, stop)}
        known = project.case_map.cases.get(each.case)
        said = [known.attributes.get(key, "") if known else "" for key in attributes]
        said = [value if isinstance(value, str) else "; ".join(value) for value in said]
        marks = [int(any(under(code, full) for code in inside)) for full in codes]
        rows.append((each.label, each.document, each.case, each.speaker, each.question or "", *said, *marks))
    fixed = ("unit", "document", "case", "speaker", "question")
    language = project.settings.language
    labels = (*fixed, *attributes, *(project.codes.label(full, language) for full in codes))
    return Matrix((*fixed, *attributes, *codes), labels, rows, accounting)


def _said(
    project: Handle, where: Where, unit: str, coders: tuple[str, ...] = (), *, unopened: bool = False
) -> tuple[list[Unit], Accounting]:
    """The units with their words that tables count, and where the rest went."""
    from .counted_rows import material
    from .results import nothing_counted

    books = frames_of(where.codes) if coders else frozenset()
    where = replace(where, codes=(), coders=())
    found = material(study_of(project), Asked(unit_compared(project, unit), where, coders, books, unopened=unopened))
    if found.units.empty:
        raise nothing_counted(project, found)
    return [found.unit(label) for label in found.answered["unit"].tolist()], found.accounting


def _touches(unit: Unit, start: int, stop: int) -> bool:
    return any(piece.start < stop and start < piece.stop for piece in unit.pieces)


def write_sav(made: Matrix, path: Path) -> None:
    """A matrix for SPSS, with the codes' names as labels; UsageError where pyreadstat is missing."""
    try:
        import pyreadstat
    except ImportError:
        raise UsageError("SPSS files need the package 'pyreadstat', which is not installed", slug="optional_dependency",
                         hint="pip install 'qualcode[spss]'") from None  # fmt: skip
    import pandas

    names = list(_spss_names(made.columns))
    frame = pandas.DataFrame(made.rows, columns=names)
    labels: Any = dict(zip(names, made.labels, strict=True))
    values: Any = {
        name: {0: "no", 1: "yes"} for name in names if len(frame) and str(frame[name].dtype).startswith("int")
    }
    with scratch() as folder:
        place = folder / "matrix.sav"
        pyreadstat.write_sav(frame, str(place), column_labels=labels, variable_value_labels=values)
        content = place.read_bytes()
    with output(path) as stream:
        stream.write(content)


def _spss_names(columns: Sequence[str]) -> Iterator[str]:
    """Names as SPSS takes them: letters, digits and underscores, at most 64, each once."""
    taken: set[str] = set()
    for column in columns:
        plain = re.sub(r"\W+", "_", column.replace(":", "_").replace(".", "_"), flags=re.ASCII).strip("_")[:56] or "v"
        plain = plain if plain[0].isalpha() else f"v_{plain}"
        name = unused(plain, lambda each: each.casefold() in taken, "{}_{}")
        taken.add(name.casefold())
        yield name


def write_iramuteq(
    project: Handle, path: Path, where: Where, unit: str = "", progress: Tick | None = None
) -> tuple[int, Accounting]:
    """The corpus for IRaMuTeQ: a line of starred variables before the words of each unit, whoever has coded it;
    returns how many, and where the rest went."""
    units, accounting = _said(project, where, unit)
    attributes = list(dict.fromkeys(key for case in project.cases for key in case.attributes))
    with output(path) as stream:
        for each in ticking(units, progress, ROWS):
            known = project.case_map.cases.get(each.case)
            said = {"doc": each.document, "case": each.case, "question": each.question or ""}
            said |= {key: known.attributes.get(key, "") for key in attributes} if known else {}
            stars = " ".join(f"*{_star(key)}_{_star(value)}" for key, value in said.items() if value)
            words = each.text.replace("*", " ").strip()
            stream.write(f"**** {stars}\n{words}\n\n".encode())
    return len(units), accounting


def _star(text: Any) -> str:
    written = text if isinstance(text, str) else "-".join(text)
    return re.sub(r"[^\w-]+", "-", written).strip("-").replace("_", "-")
