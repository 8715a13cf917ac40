"""What looks like a mistake of ours, where the database is not what was stored."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from ..core.errors import QualcodeError, StoreDamaged

if TYPE_CHECKING:
    from .store import Store


@contextlib.contextmanager
def damage_told(store: Callable[[], Store]) -> Iterator[None]:
    """StoreDamaged in place of an error that nobody raised on purpose, where the database is damaged.

    A flipped bit can make any row contradict another; no reader can be on its guard against all of them.
    """
    try:
        yield
    except (LookupError, TypeError, AttributeError, ArithmeticError, ValueError, AssertionError) as error:
        if isinstance(error, QualcodeError):
            raise
        from .damage import thoroughly

        looked_at = store()
        found = [damage for damage in thoroughly(looked_at) if damage.slug != "conflicted_copy"]
        if not found:
            raise
        raise StoreDamaged(
            f"{looked_at.label} is damaged: {found[0].where}: {found[0].message}",
            hint="`qualcode check` says all of it, `qualcode backups` lists the copies to put back",
        ) from error
