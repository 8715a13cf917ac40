"""Codecs of single programs: each reads, and some write."""

from __future__ import annotations

from pathlib import Path

from ..core.model import Bundle
from .account import Account
from .interface import Arrived, Choices


class QualcoderCodec:
    """QualCoder projects, `.qda` folders."""

    def read(self, path: Path, choices: Choices) -> Arrived:
        from .qualcoder_read import read

        return read(path, choices)

    def write(self, bundle: Bundle, path: Path, choices: Choices) -> Account:
        from .qualcoder_write import write

        return write(bundle, path, choices)


class TaguetteCodec:
    """Taguette databases, `.sqlite3`."""

    def read(self, path: Path, choices: Choices) -> Arrived:
        from .taguette_read import read

        return read(path, choices)

    def write(self, bundle: Bundle, path: Path, choices: Choices) -> Account:
        from .taguette_write import write

        return write(bundle, path, choices)


class RqdaCodec:
    """RQDA databases; read only, because RQDA is no longer kept up."""

    def read(self, path: Path, choices: Choices) -> Arrived:
        from .rqda import read

        return read(path, choices)


class QcCodec:
    """Project folders of qc; read only, because it codes whole lines."""

    def read(self, path: Path, choices: Choices) -> Arrived:
        from .qc import read

        return read(path, choices)


qualcoder = QualcoderCodec()
taguette = TaguetteCodec()
rqda = RqdaCodec()
qc = QcCodec()
