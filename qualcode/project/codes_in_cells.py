"""Several codes where one stands usually: a cell of a table, or one word of a command line."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ..core.errors import UsageError
from .codes import OPEN

if TYPE_CHECKING:
    from .codes import Codes


def in_cell(codes: Codes, written: str) -> list[str]:
    """The codes of a cell: between semicolons, on lines of their own, or between commas as `apart` tells them."""
    parts = [part.strip() for part in re.split(r"[;\n]", written) if part.strip()]
    return [code for part in parts for code in apart(codes, part)]


def apart(codes: Codes, written: str) -> list[str]:
    """The codes between commas or semicolons where each is known or written with its codebook; else the one there is.

    A name may have a comma in it, so `open:time, money` is one code, and `open:time, open:money` two.
    """
    parts = [part.strip() for part in re.split(r"[,;]", written) if part.strip()]
    if len(parts) < 2 or _is_code(codes, written):
        return [written]
    with_book = [_has_book(codes, part) for part in parts]
    if any(with_book[1:]) or all(has or _is_code(codes, part) for has, part in zip(with_book, parts, strict=True)):
        return parts
    return [written]


def _has_book(codes: Codes, name: str) -> bool:
    book, _, rest = name.partition(":")
    return bool(rest.strip()) and (book == OPEN or book in codes.books)


def _is_code(codes: Codes, name: str) -> bool:
    try:
        return codes.find(name) is not None
    except UsageError:  # one of several: whoever needs the code says which
        return True
