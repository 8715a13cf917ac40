"""Files that hold a codebook and nothing else, behind the interface that all formats have.

What knows a format (`qdc`, `sheets`) turns bytes into a `Codebook` and back; here that becomes a study of one
codebook, so that `import`, `export`, `codebook import` and `codebook export` look in one registry.
"""

from __future__ import annotations

from pathlib import Path

from ..core.errors import ReadError, UsageError
from ..core.model import Bundle, Codebook
from ..core.values import frozen
from . import qdc as refi
from . import sheets
from .account import Account, Codec
from .interface import Arrived, Choices


@frozen
class CodebookFile:
    """A study that is one codebook."""

    codec: Codec

    def read(self, path: Path, choices: Choices) -> Arrived:
        """The codebook in a file, under the id `choices.codebook` where that is given."""
        try:
            content = path.read_bytes()
        except OSError as error:
            raise ReadError(path, error.strerror or "cannot be read") from None
        read = self.codec.read(content, str(path), id=choices.codebook, language=choices.language or "en")
        return Arrived(read.bundle, read.account, read.origin)

    def write(self, bundle: Bundle, path: Path, choices: Choices) -> Account:
        """The one codebook of a study, or the one that `choices.codebook` names; what else it holds is left out and
        said. UsageError (`which_codebook`) where there are several."""
        book = _chosen(bundle, choices.codebook)
        named = f"code {book.id}:"
        guids = {part.subject.removeprefix(named): part.value for part in bundle.foreign
                 if part.kind == "guid" and part.subject.startswith(named)}  # fmt: skip
        written = self.codec.write(book, language=choices.language or book.language, guids=guids)
        for kind, count in (("documents", len(bundle.documents)), ("codings", len(bundle.codings)),
                            ("cases", len(bundle.cases)), ("memos", len(bundle.memos)),
                            ("codebooks", len(bundle.codebooks) - 1)):  # fmt: skip
            if count:
                written.account.lose(kind, "have no place in a file of one codebook", count=count)
        path.write_bytes(written.content)
        return written.account


def _chosen(bundle: Bundle, id: str) -> Codebook:
    books = [book for book in bundle.codebooks if not id or book.id == id]
    if len(books) != 1:
        there = ", ".join(book.id for book in bundle.codebooks) or "none"
        raise UsageError(
            f"a file of this format holds one codebook; the study has {there}", slug="which_codebook",
            hint="qualcode codebook export CODEBOOK FILE",
        )  # fmt: skip
    return books[0]


qdc = CodebookFile(refi.codec)
csv = CodebookFile(sheets.csv_codec)
tsv = CodebookFile(sheets.tsv_codec)
xlsx = CodebookFile(sheets.xlsx_codec)
