"""What an engine gives: one connection to the database of a study, and what engines do each in their own way.

`Store`, `Change` and all statements stand on this and are the same for a file and for a server. Statements are
written in what SQLite and PostgreSQL share, with `?` for values; whatever differs is a method here.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from ..core.errors import StoreError, UsageError

if TYPE_CHECKING:
    from .hand_written import Files

WAIT = 10.0
"""Seconds to wait for another program that is writing; each writes for a fraction of one."""


class Rows(Protocol):
    """What a statement answers with."""

    @property
    def description(self) -> Any: ...

    @property
    def rowcount(self) -> int: ...

    def fetchone(self) -> Any: ...

    def fetchall(self) -> list[Any]: ...

    def fetchmany(self, size: int, /) -> list[Any]: ...

    def __iter__(self) -> Iterator[Any]: ...


class Connection(ABC):
    """One open database."""

    label: str
    """What it is called in messages: the file's path, the server's address without a password."""
    folder: Path
    """The project's folder, which holds the hand-written files."""
    readonly: bool
    refusals: type[Exception]
    """What the database raises when a row breaks a constraint."""
    errors: type[Exception]
    """Everything that the database raises."""

    execute: Callable[..., Rows]
    """Run one statement: (sql, values)."""
    executemany: Callable[..., Any]
    """Run one statement for each of many rows of values."""

    # -- transactions ------------------------------------------------------------------

    @abstractmethod
    def begin(self, *, alone: bool = True, coder: str = "") -> None:
        """Begin to write. `alone`: nobody else writes meanwhile; otherwise only this coder's other programs wait."""

    @abstractmethod
    def begin_reading(self) -> None:
        """Begin to read several things as they are at one moment; `roll_back` ends it."""

    @abstractmethod
    def commit(self) -> None: ...

    @abstractmethod
    def roll_back(self) -> None:
        """Take back what was not committed; nothing happens when nothing was begun."""

    @property
    @abstractmethod
    def in_transaction(self) -> bool: ...

    @abstractmethod
    def speaking(self) -> AbstractContextManager[None]:
        """Turn the database's errors into ours: what was wrong, in words a person can act on."""

    @abstractmethod
    def wait_at_most(self, seconds: float) -> None:
        """How long to wait for another program that is writing."""

    # -- rows --------------------------------------------------------------------------

    @abstractmethod
    def insert(self, table: str, row: Mapping[str, Any]) -> int:
        """Add a row and return its key."""

    @abstractmethod
    def insert_rows(self, table: str, names: Sequence[str], rows: Sequence[tuple[Any, ...]]) -> Sequence[int]:
        """Add rows and return their keys, which nobody had before, in the order of the rows."""

    def update(self, table: str, key: int, columns: Mapping[str, Any]) -> None:
        """Set columns of the row with a key."""
        assigned = ", ".join(f"{name} = ?" for name in columns)
        self.execute(f"UPDATE {table} SET {assigned} WHERE key = ?", (*columns.values(), key))

    def next_key(self, table: str) -> Mapping[str, int]:
        """The key for a new row, where the engine by itself would give one again that was given before."""
        return {}

    @abstractmethod
    def given_keys(self) -> dict[str, int]:
        """The highest key that each table ever gave."""

    @abstractmethod
    def give_no_more(self, highest: Mapping[str, int]) -> None:
        """See that no table gives a key again that was given elsewhere, or that stands in it now."""

    @abstractmethod
    def fill(self, table: str, names: Sequence[str], rows: Iterable[tuple[Any, ...]]) -> None:
        """Add many rows with all that they hold; the fastest way there is."""

    @abstractmethod
    def ask(self, sql: str) -> tuple[list[str], list[tuple[Any, ...]]]:
        """A person's own reading query: names of columns and rows; UsageError `bad_query` when it fails."""

    @abstractmethod
    def batches(self, sql: str, values: tuple[Any, ...], size: int) -> Iterator[list[tuple[Any, ...]]]:
        """The rows of a long answer, some at a time."""

    # -- the whole database --------------------------------------------------------------

    @abstractmethod
    def another(self) -> Connection:
        """One more connection to the same database, for writing."""

    @abstractmethod
    def files(self) -> Files:
        """The hand-written files that belong to the study."""

    @abstractmethod
    def changes_seen(self) -> object:
        """A value that is another one when another connection has changed the database; quick to ask."""

    @abstractmethod
    def last_change(self) -> object:
        """A value that is another one after every change, by whatever program."""

    @abstractmethod
    def faults(self, *, thorough: bool) -> list[tuple[str, str]]:
        """(where, what is wrong) of what the engine itself finds damaged."""

    @abstractmethod
    def still_there(self) -> bool:
        """Whether what is open is still the project's database."""

    def allow(self, user: str, may: bool) -> None:
        """Give a user of the server the rights of a coder, or take them away."""
        raise UsageError(
            "the study is in a file: whoever can open the folder can code", slug="not_on_a_server",
            hint="`qualcode move-store URL` puts it on a server",
        )  # fmt: skip

    @abstractmethod
    def check_may_leave(self) -> None:
        """Raise StoreError where the user may not move the study away from here."""

    @abstractmethod
    def leave(self, why: str) -> None:
        """Say, in the same transaction, that the study is elsewhere now; nothing is stored here after the commit."""

    can_be_written_back: bool = False
    """Whether the place of the database is empty, so that what is open can be written there again."""

    def write_back(self) -> None:
        """Write what is open to its place, where its file was taken away."""
        raise StoreError(f"{self.label} cannot be written from here", slug="store_vanished")

    @abstractmethod
    def copy_to(self, path: Path) -> None:
        """Write the whole database as one file at `path`, where there is none."""

    @abstractmethod
    def take(self, path: Path) -> None:
        """Become what the database file at `path`, of the present schema, says."""

    @abstractmethod
    def forget_erased(self, *, before: bool) -> None:
        """Called before and after erasing: deleted words shall not stand in free pages."""

    @abstractmethod
    def close(self) -> None: ...
