"""Every table that a person hands in, read in one place.

`cases.csv`, tags, surveys, speaker maps, codebooks and guides come from any desk: text in UTF-8
with or without a mark, UTF-16 or Windows-1252; commas, semicolons or tabs, also mixed by hand; a
first line `sep=;`; workbooks as Excel, LibreOffice and Numbers save them. What such a file may be
is known here and nowhere else; what its columns mean is known by whoever asked for it.
"""

from .read import SUFFIXES, parse_sheet, read_sheet
from .sheet import Dialect, Row, Sheet, guarded, unguarded

__all__ = ["SUFFIXES", "Dialect", "Row", "Sheet", "guarded", "parse_sheet", "read_sheet", "unguarded"]
