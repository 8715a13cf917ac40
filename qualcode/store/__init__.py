"""The database of a project behind a narrow interface: one SQLite file, or a study on a PostgreSQL server.

The standard library's `sqlite3` is enough here; importing an object-relational mapper
would cost three times the whole start-up.
"""

from .history import Change, Entry
from .place import Place
from .store import Store

__all__ = ["Change", "Entry", "Place", "Store"]
