"""From a file's suffix to the code that reads or writes it, imported on first use.

Three registries are instances of `Formats`: readers in `ingest`, writers in `report`,
codecs in `exchange`. Other packages add to them by entry points of the group named in each.
"""

from __future__ import annotations

import contextlib
import importlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from pathlib import PurePath
from typing import Any

from .errors import DataError, QualcodeError, UsageError, did_you_mean, printable
from .values import frozen

Fits = Callable[[Any], bool]
"""Whether what the code behind a format gave back is of the kind that is asked of it."""


@frozen
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
    added_by: str = ""
    """The entry point of another package that it came from."""
    fits: Fits | None = None
    """What another package's code must give back."""

    def load(self) -> Any:
        """The object behind `target`; UsageError when a library it needs is not installed.

        Another package's is watched: whatever goes wrong in it, or does not fit, is DataError `plugin`.
        """
        if self.added_by:
            with anothers(f"plug-in {self.added_by}"):
                return _Watched(self.added_by, replace(self, added_by="").load(), self.fits)
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


@contextlib.contextmanager
def anothers(named: str, slug: str = "plugin") -> Iterator[None]:
    """Say what goes wrong in the code of another package as its fault, never as one of qualcode: DataError `plugin`."""
    try:
        yield
    except (QualcodeError, OSError, MemoryError):
        raise
    except (Exception, SystemExit) as error:
        raise DataError(
            f"the {named} cannot be used: {type(error).__name__}: {error}",
            slug=slug,
            hint="tell those who made it, or take it out with `pip uninstall`; docs/extending.md says what it must be",
        ) from error


class _Watched:
    """What another package gave for a format: a function, or an object with functions."""

    def __init__(self, plugin: str, it: Any, fits: Fits | None) -> None:
        self._plugin, self._it, self._fits = plugin, it, fits

    def __call__(self, *args: Any, **named: Any) -> Any:
        with anothers(f"plug-in {self._plugin}"):
            found = self._it(*args, **named)
            if self._fits and not self._fits(found):
                raise TypeError(f"it gave back {type(found).__name__}, which is not what is asked of it")
        return found

    def __getattr__(self, name: str) -> _Watched:
        return _Watched(self._plugin, getattr(self._it, name), self._fits)


class Formats:
    """The formats of one direction, found by name or by suffix."""

    def __init__(self, what: str, group: str, formats: Iterable[Format], fits: Fits | None = None) -> None:
        self.what, self.group, self.fits = what, group, fits
        self._formats = {format.name: format for format in formats}
        self._discovered = False
        self._endings: dict[str, Format | None] = {}
        """What was looked for already."""

    def __iter__(self) -> Iterator[Format]:
        self._discover()
        return iter(self._formats.values())

    def named(self, name: str) -> Format:
        """The format of this name, or with this suffix; UsageError with the nearest one when there is none."""
        if name not in self._formats:
            self._discover()
        if name not in self._formats and (ending := self._ending(f".{name.lower()}")) is not None:
            return ending
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
                with anothers(f"plug-in {entry.value}"):
                    added = _checked(entry.load())
                self._formats.setdefault(added.name, replace(added, added_by=entry.value, fits=self.fits))
            except (QualcodeError, OSError) as error:  # whatever another's code does must not stop a command
                import sys

                print(printable(f"warning: {error}; it is passed over"), file=sys.stderr)


def _checked(added: Any) -> Format:
    """The format that another package adds; TypeError for anything else."""
    if not isinstance(added, Format):
        raise TypeError(f"expected a qualcode.core.formats.Format, found {type(added).__name__}")
    if not isinstance(added.suffixes, tuple) or not all(str(suffix).startswith(".") for suffix in added.suffixes):
        raise TypeError(f'suffixes {added.suffixes!r}: expected a tuple such as (".abc",)')
    return added
