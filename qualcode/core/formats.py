"""From a file's suffix to the code that reads or writes it, imported on first use.

Three registries are instances of `Formats`: readers in `ingest`, writers in `report`,
codecs in `exchange`. Other packages add to them by entry points of the group named in each.
"""

from __future__ import annotations

import importlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import PurePath
from typing import Any

from .errors import UsageError, did_you_mean, printable


@dataclass(frozen=True, slots=True)
class Format:
    """One format: how it is recognised, and where the code for it lives."""

    name: str
    """Short and stable, as in `--format docx`."""
    suffixes: tuple[str, ...]
    """Lower case, with the dot."""
    target: str
    """`package.module:attribute`."""
    title: str
    needs: str = ""
    """The extra to install when the library it uses is missing."""

    def load(self) -> Any:
        """The object behind `target`; UsageError when a library it needs is not installed."""
        module, _, attribute = self.target.partition(":")
        try:
            return getattr(importlib.import_module(module), attribute)
        except ModuleNotFoundError as error:
            if not self.needs or (error.name or "").startswith("qualcode"):
                raise
            raise UsageError(
                f"{self.title} needs the package {error.name!r}, which is not installed",
                slug="optional_dependency",
                hint=f"pip install 'qualcode[{self.needs}]'",
            ) from error


class Formats:
    """The formats of one direction, found by name or by suffix."""

    def __init__(self, what: str, group: str, formats: Iterable[Format]) -> None:
        self.what, self.group = what, group
        self._formats = {format.name: format for format in formats}
        self._discovered = False
        self._endings: dict[str, Format | None] = {}
        """What was looked for already."""

    def __iter__(self) -> Iterator[Format]:
        self._discover()
        return iter(self._formats.values())

    def named(self, name: str) -> Format:
        """The format of this name; UsageError with the nearest one when there is none."""
        if name not in self._formats:
            self._discover()
        if name not in self._formats:
            meant = did_you_mean(name, self._formats)
            raise UsageError(
                f"no {self.what} for {name!r}{meant} (known: {', '.join(sorted(self._formats))})",
                slug="unknown_format",
            )
        return self._formats[name]

    def by_suffix(self, path: str | PurePath) -> Format | None:
        """The format of a file's name; the longest suffix that fits wins."""
        name = (path if isinstance(path, PurePath) else PurePath(path)).name.lower()
        for discovered in (False, True):
            if discovered:
                self._discover()
            at = name.find(".")
            while at >= 0:
                found = self._ending(name[at:])
                if found is not None:
                    return found
                at = name.find(".", at + 1)
        return None

    def _ending(self, suffix: str) -> Format | None:
        """The first format with just this suffix."""
        if suffix not in self._endings:
            fits = (format for format in self._formats.values() if suffix in format.suffixes)
            self._endings[suffix] = next(fits, None)
        return self._endings[suffix]

    def _discover(self) -> None:
        if self._discovered:
            return
        self._discovered = True
        self._endings.clear()
        from importlib.metadata import entry_points

        for entry in entry_points(group=self.group):
            try:
                added = entry.load()
                self._formats.setdefault(added.name, added)
            except Exception as error:  # whatever another's code does must not stop a command
                import sys

                said = f"warning: the plug-in {entry.value!r} cannot be used and is passed over: {error!r}"
                print(printable(said), file=sys.stderr)
