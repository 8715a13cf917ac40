"""Two copies of a study become one: what is new joins, what one side changed is followed, what both changed is asked.

Nothing is known by the name of a file. A document is its text, or its original; a code, case or coder is its name,
followed through renaming; a coding, memo or decision has an id that holds in every copy. Which side is the newer
one in some point is read from the histories (`store.past`): who says now what the other said once is the older.
"""

from .conflicts import Conflict, Wishes
from .merge import Merged, merge

__all__ = ["Conflict", "Merged", "Wishes", "merge"]
