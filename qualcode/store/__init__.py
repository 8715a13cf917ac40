"""The database of a project: one SQLite file behind a narrow interface.

The standard library's `sqlite3` is enough here; importing an object-relational mapper
would cost three times the whole start-up.
"""

from .history import Change, Entry
from .store import Store

__all__ = ["Change", "Entry", "Store"]
