"""Whether words in quotation still are the informant's.

An author may leave words out, marked `…`, `...`, `[…]` or `[...]`, and may put words of her own in
square brackets. What is left must stand in the transcript, in the same order. Capitals, blanks
and the kind of quotation marks and dashes may differ.
"""

from __future__ import annotations

import re

from ...core.text import fold

_GAP = re.compile(r"\[[^\[\]]{0,300}\]|\(\s*(?:…|\.\.\.)\s*\)|…|\.{3,}|(?<=\s)\.\s\.\s\.(?=\s)")
_MARKS = "\"'“”„«»‘’‚"


def holds(quoted: str, source: str) -> bool:
    """Whether `quoted` is taken from `source` by the rules above; an empty quote never is.

    >>> said = "That children come to school, that is what it is for."
    >>> holds("“Children … what [the money] is for.”", said), holds("Children leave school", said)
    (True, False)
    """
    words = fold(source)[0]
    pieces = [fold(piece)[0].strip() for piece in _GAP.split(quoted.strip().strip(_MARKS))]
    pieces = [piece for piece in pieces if re.search(r"\w", piece)]
    if not pieces:
        return False
    at = 0
    for piece in pieces:
        found = _find(words, piece, at)
        if found < 0:
            return False
        at = found + len(piece)
    return True


def _find(words: str, piece: str, at: int) -> int:
    """Where a piece stands as whole words, from `at` on."""
    found = words.find(piece, at)
    while found >= 0:
        stop = found + len(piece)
        before = found == 0 or not (words[found - 1].isalnum() and piece[0].isalnum())
        after = stop == len(words) or not (words[stop].isalnum() and piece[-1].isalnum())
        if before and after:
            return found
        found = words.find(piece, found + 1)
    return -1
