"""The study as text: `snapshot` writes what the database holds, `restore` makes the database from it again.

One file per document and coder, one line per coding, in an order of their own: two coders never change the same file,
and a person can read the difference between two versions. The hand-written files are text already and stay where
they are.
"""

from .layout import FOLDER, Differences
from .restore import Restored, restore
from .write import check, hand_written, write

__all__ = ["FOLDER", "Differences", "Restored", "check", "hand_written", "restore", "write"]
