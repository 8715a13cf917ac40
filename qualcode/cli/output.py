"""Where results go: the terminal, a pipe, or a file whose suffix says how; and how far a long command is."""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..core.errors import UsageError, printable, several
from . import context

if TYPE_CHECKING:  # words that are found are printed without a table
    from ..core.errors import Problem
    from ..core.table import Report, Table
    from ..core.ticks import Tick
    from ..report import Options


PAGES = ("codebook", "method", "interviews", "excerpts", "checklist", "appendix", "codebook-diff")
"""Reports that are read from top to bottom."""


def emit(
    report: Report, *, as_json: bool = False, output: str = "", format: str = "", options: Options | None = None
) -> None:
    """Print a report, or write it to a file; `-o -` is standard output in the format named."""
    if as_json:
        from ..core.results.common import plain

        refuse_json(output, format)
        print(json.dumps(plain(report.data), ensure_ascii=False, indent=1, allow_nan=False))
        return
    from ..report import render, write, writer_for

    if report.account and _rows_alone(output, format):
        for sentence in report.account:
            context.say(f"note: {sentence}")
    if options is None and (format or output):
        options = writer_options(dialect=context.dialect)
    if output and output != "-":
        write(report, Path(output), format or None, options)
        say_written(output, format)
        if writer_for(output, format).name == "xlsx":
            from ..report.writers.sheets import LONGEST_CELL, cells_cut

            if cut := cells_cut(report):
                context.say(f"warning: a cell of a workbook holds {LONGEST_CELL:,} characters; {several(cut, 'text')} "
                            "cut short there, ending in […] (a .csv file holds it whole)")  # fmt: skip
    elif format:
        sys.stdout.flush()
        sys.stdout.buffer.write(render(report, format, options))
        sys.stdout.buffer.flush()
    else:
        from ..report.writers.terminal import show

        # What is read as pages stays readable in a pipe; tables become tab-separated values there.
        show(report, width=None if report.kind not in PAGES or sys.stdout.isatty() else 100, options=options)


def refuse_json(output: str, format: str) -> None:
    """`--json` is one object on standard output, whatever the command."""
    if output and output != "-":
        raise UsageError(
            "--json prints to standard output: it does not go with -o", slug="option_conflict", hint="-o FILE.json"
        )
    if format and format.lower() != "json":
        raise UsageError(f"--json prints JSON: it does not go with --format {format}", slug="option_conflict")


def say_written(output: str | Path, format: str = "", how_much: str = "") -> None:
    """Say that a file is written, and what is in it where another format was asked for than its suffix says."""
    context.say(f"{output} written" + (f": {how_much}" if how_much else ""))
    if format:
        say_misnamed(output, format)


def say_misnamed(output: str | Path, format: str) -> None:
    """Warn where a file's name promises something else than the format asked for: other programs go by the name."""
    from .. import exchange, report
    from ..project import tables_out

    wanted = format.lower().removeprefix("codebook-")
    every = (each for known in (report.formats, tables_out.formats, exchange.studies) for each in known)
    held = next((each for each in every if wanted == each.name or f".{wanted}" in each.suffixes), None)
    if held is not None and held.suffixes and not str(output).lower().endswith(held.suffixes):
        context.say(f"warning: {output} holds {held.title}, and programs that go by its name will not read it as that: "
                    f"call it {Path(output).with_suffix(held.suffixes[0])}")  # fmt: skip


def emit_problems(problems: Sequence[Problem], name: str, *, as_json: bool, of: str = "") -> None:
    """Print what `check` found, a line each, and how much it is, on stderr; `of` says what was looked at."""
    if as_json:
        rows = [problem._asdict() for problem in problems]
        print(json.dumps({"format": f"qualcode/{name}/1", "problems": rows}, ensure_ascii=False, indent=1))
        return
    for problem in problems:
        context.show(problem)
    errors = sum(problem.severity == "error" for problem in problems)
    warnings = len(problems) - errors
    found = f"{several(errors, 'error')}, {several(warnings, 'warning')}" if problems else "all is well"
    context.say(f"{of}: {found}" if of else found)


def _rows_alone(output: str, format: str) -> bool:
    """Whether a result goes out as bare rows, which have no room for notes."""
    name = format or (Path(output).suffix.lstrip(".") if output and output != "-" else "")
    if name:
        return name.lower() in ("csv", "tsv", "xlsx")
    return not sys.stdout.isatty()


def emit_table(
    found: Table, name: str, *, as_json: bool = False, output: str = "", format: str = "", language: str = "en",
    shown: Table | None = None, **said: Any,
) -> None:  # fmt: skip
    """Print one table; its JSON is `{"format": "qualcode/NAME/1", "rows": [...]}`, with what else is `said` of it.

    `shown` is what people read in place of it, in the study's words; programs get its own.
    """
    from ..core.table import Report

    data: Mapping[str, Any] = {"format": f"qualcode/{name}/1", **said, "rows": found.records()}
    read = found if shown is None or _rows_alone(output, format) else shown
    emit(Report("", (read,), language, name, data), as_json=as_json, output=output, format=format)


def whose(coders: Sequence[str], beside: Mapping[str, int]) -> str:
    """Whose codings a list counts, and what stands beside them."""
    left = ", ".join(f"{count} of {name}" for name, count in beside.items())
    return f"codings of {' and '.join(coders)}" + (f"; not counted: {left} (--coder NAME)" if left else "")


def writer_options(
    template: str = "", dialect: str = "excel", decimals: int | None = None, progress: Tick | None = None
) -> Options:
    """What a person chose about the file to write."""
    from ..report import Options

    return Options(
        template=Path(template) if template else None, dialect=dialect or "excel", decimals=decimals, progress=progress
    )


def status_table(state: Mapping[str, Any]) -> Table:
    """The documents of `status` as a table."""
    from ..core.table import Column, table

    columns = (
        Column("id", "Document", "address"),
        Column("title", "Title", width=3),
        Column("kind", "Kind"),
        Column("language", "Language"),
        Column("turns", "Turns", "count"),
        Column("units", "Units", "count"),
        Column("codings", "Codings", "count"),
        Column("state", "Original"),
    )
    rows = []
    for document in state["documents"]:
        rows.append((*(document[column.key] for column in columns[:-1]), document["original"]))
    return table("documents", columns, rows)


PATIENCE = 1.0
"""Seconds before a bar appears; what is done sooner needs none."""


class Progress:
    """Call it with what is done, how much there is, and what is being done; use it in a `with`.

    Nothing is shown where stderr is no terminal: a pipe and a log get words, not bars.
    """

    def __init__(self, doing: str) -> None:
        self._doing, self._bar, self._task = doing, None, None
        self._begun = time.monotonic()
        self._shown = sys.stderr.isatty()

    _bar: Any
    _task: Any

    def __call__(self, done: int, count: int, name: str = "") -> None:
        if not self._shown or (self._bar is None and time.monotonic() - self._begun < PATIENCE):
            return
        if self._bar is None:
            self._start()
        self._bar.update(self._task, completed=done, total=count, name=printable(name))

    def _start(self) -> None:
        from rich.console import Console
        from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeRemainingColumn
        from rich.progress import Progress as Bar

        self._bar = Bar(
            TextColumn(self._doing), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn(),
            TextColumn("{task.fields[name]}"), console=Console(stderr=True), transient=True,
            redirect_stdout=sys.stdout.isatty(),  # results that go to a file stay on stdout
        )  # fmt: skip
        self._bar.start()
        self._task = self._bar.add_task("", total=None, name="")

    def __enter__(self) -> Progress:
        return self

    def __exit__(self, *_: object) -> None:
        if self._bar is not None:
            self._bar.stop()
