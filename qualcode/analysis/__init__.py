"""The numbers: pure functions on tidy frames, that know no project and print nothing.

`frames` describes what goes in; `core.results` holds what comes out. Sums are integers and
fractions until somebody displays them.
"""

from .assigning import assign
from .explaining import explain
from .frames import cut
from .sharing import shares
from .tree import CodeTree

__all__ = ["CodeTree", "assign", "cut", "explain", "shares"]
