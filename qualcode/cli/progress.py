"""A bar on stderr for what takes longer than a moment: how far it is, and how long it will take."""

from __future__ import annotations

import sys
import time
from typing import Any

from ..core.errors import printable

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
